"""What claims, papers, people and payments come to, as plain state: the expected side of the gate's state machine.

Here: what follows from records, papers, decisions, freezes and payments, as DOMAIN §6 tells it, asked of the pure
validators alone. Not here: the things themselves (gate_state), HTTP, which event comes when (gate_model).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from intake.legal_day import legal_day
from tests.builders import TABLE
from tests.properties.gate_state import Duty, Flag, Freeze, Money, Paper, Word
from validators.corroborate import corroborate
from validators.grounds import Outliving, account_of, standing_of
from validators.judge import judge_case, without
from validators.keyed import parse_place, with_keyed
from validators.model.claim import ClaimRecord
from validators.model.codes import CardStatus, Payee, Scope, Severity
from validators.model.evidence import DocumentReading, Leaf
from validators.model.findings import CaseJudgement, Finding, Leg
from validators.model.others import CaseKeys, OtherClaims
from validators.model.policy import Policy
from validators.model.standing import ALL_ITEMS, Circumstances, Ground, Standing
from validators.rules.fraud import case_keys
from validators.standing import digest_now, evidence_of, stand
from validators.touching import Target, cites, touches

THIRD = (Payee.EMPLOYER, Payee.JOINT)
OVERDUE = ("PASS_ON_OVERDUE", "PROOF_OVERDUE", "RECOVERY")
OPEN_FLAGS = ("OPEN", "TAKEN", "ESCALATED")
FlagKey = tuple[Any, ...]
_read: dict[Any, tuple[tuple[DocumentReading, ...], CaseKeys]] = {}
_texts: dict[Any, tuple[str, ...]] = {}
_judged: dict[Any, CaseJudgement] = {}
_standings: dict[Any, tuple[Standing, CaseJudgement]] = {}


@dataclass
class World:
    """Everything that has happened, and what follows from it."""

    policy: Policy
    now: datetime
    records: dict[str, ClaimRecord]
    papers: list[Paper]
    flags: dict[FlagKey, Flag] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    freezes: list[Freeze] = field(default_factory=list)
    moneys: list[Money] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)  # receipts for which a third party was paid
    cases: dict[str, str] = field(default_factory=lambda: defaultdict(lambda: "DRAFT"))
    taken_up: dict[str, datetime] = field(default_factory=dict)  # when a case was last resumed or reopened
    partners: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)  # by receipt number: the claim for which it counts
    standings: dict[str, Standing] = field(default_factory=dict)
    still_open: dict[str, CaseJudgement] = field(default_factory=dict)  # without what people have closed

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.now)

    def live(self, claim: str) -> list[Paper]:
        """Give a claim's papers that count, in order of arrival."""
        return [one for one in self.papers if one.claim == claim and one.live]

    def settle(self, first: str) -> None:
        """Draw every conclusion from an event at the claim `first`: receipts, flags, standings, stale decisions."""
        order = [first, *(one for one in self.records if one != first)]
        keys = {claim: self.readings_of(claim)[1] for claim in order}
        numbers = {claim: keys[claim].numbers for claim in order}
        self.bound |= {
            one for one, holder in self.holders.items() if one not in numbers[holder] and self.paid_out(holder)
        }
        kept = [(one, holder) for one, holder in self.holders.items() if one in numbers[holder] or one in self.bound]
        self.holders = dict(kept)
        for claim in order:
            for number in numbers[claim]:
                self.holders.setdefault(number, claim)
        self.partners = {claim: self._partners_of(claim, keys) for claim in order}
        for claim in order:
            elsewhere = frozenset[str]().union(*(keys[one].accounts for one in order if one != claim))
            used = frozenset(one for one in numbers[claim] if self.holders[one] != claim)
            shared = keys[claim].accounts & elsewhere
            self._settle_one(claim, OtherClaims(used, shared, overdue_obligations=self._in_arrears(claim)))

    def paid_out(self, claim: str) -> bool:
        """Tell whether a third party has money of a claim: what it rests on is never let go (INV-16)."""
        return any(one.claim == claim and one.state == "CONSUMED" and one.payee in THIRD for one in self.moneys)

    def _partners_of(self, claim: str, keys: dict[str, CaseKeys]) -> tuple[Any, ...]:
        """Name what a finding across claims was compared with: claims that share a number, overdue duties."""
        mine, uscc = keys[claim], self.records[claim].employer.uscc
        sharing = [one for one, its in keys.items() if one != claim and _share(mine, its)]
        overdue = [at for at, one in enumerate(self.duties) if one.uscc == uscc and one.state in OVERDUE and uscc]
        return (*sorted(sharing), *overdue)

    def _in_arrears(self, claim: str) -> bool:
        """Tell whether the claim's firm is past a final day with any duty (K-008)."""
        uscc = self.records[claim].employer.uscc
        return uscc is not None and any(one.uscc == uscc and one.state in OVERDUE for one in self.duties)

    def _settle_one(self, claim: str, others: OtherClaims) -> None:
        readings, judgement = self._judge(claim, others)
        self._sort_flags(claim, readings, judgement)
        self.standings[claim], self.still_open[claim] = self._stand_on(claim, others, readings, judgement)
        for word in self.words:
            if word.claim == claim and self._goes_stale(word):
                word.state = "STALE"

    def readings_of(self, claim: str) -> tuple[tuple[DocumentReading, ...], CaseKeys]:
        """Give the papers as they count, and the numbers by which other claims know them."""
        key = (self.records[claim], self._papers_key(claim))
        if key not in _read:
            readings = tuple(with_keyed(one.reading, one.counting()) for one in self.live(claim))
            settled = corroborate(self.records[claim], readings)
            _read[key] = (settled, case_keys(self.records[claim], settled))
        return _read[key]

    def _papers_key(self, claim: str) -> tuple[Any, ...]:
        return tuple((one.name, tuple(sorted(one.counting().items()))) for one in self.live(claim))

    def _judge(self, claim: str, others: OtherClaims) -> tuple[tuple[DocumentReading, ...], CaseJudgement]:
        key = (self.records[claim], self._papers_key(claim), others, self.today)
        readings, _ = self.readings_of(claim)
        if key not in _judged:
            _judged[key] = judge_case(
                self.records[claim],
                readings,
                today=self.today,
                policy=self.policy,
                table=TABLE,
                inside_service=True,
                other_claims=others,
            )
        return readings, _judged[key]

    def flag_key(self, claim: str, finding: Finding, readings: tuple[DocumentReading, ...]) -> FlagKey:
        """Name what a finding says about which value of which papers."""
        papers = [self.live(claim)[at].id for at in finding.documents]
        leaf = leaf_at(readings[finding.documents[0]], finding.field) if papers and finding.field else None
        value = None if leaf is None else (leaf.value, leaf.sure)
        said = tuple(sorted(finding.about.items()))
        compared = self._compared(claim, finding)
        key = (claim, finding.code, tuple(sorted(papers)), tuple(papers[:1]), finding.field, said, value, compared)
        contests = sum(self.live(claim)[at].contests for at in finding.documents)
        known = self.flags.get(key)
        upheld = known is not None and known.state == "CLOSED_UPHELD"
        return (*key, contests) if upheld and contests else key

    def _compared(self, claim: str, finding: Finding) -> tuple[Any, ...]:
        """Give what a finding was compared with: a person who closed it has seen that and nothing later."""
        if finding.scope is Scope.DOC:
            return ()
        memo = (self.records[claim], self._papers_key(claim))
        if memo not in _texts:
            readings, _ = self.readings_of(claim)
            _texts[memo] = tuple(_hash((one.fields, one.lists, one.rows, one.marks)) for one in readings)
        papers = tuple(_texts[memo][at] for at in finding.documents)
        across = self.partners[claim] if finding.code.startswith("K-") else ()
        return (_compared_record(self.records[claim]), papers, across)

    def _sort_flags(self, claim: str, readings: tuple[DocumentReading, ...], judgement: CaseJudgement) -> None:
        alive = {one.id for one in self.live(claim)}
        mine = {key: one for key, one in self.flags.items() if one.claim == claim}
        for flag in mine.values():
            gone = flag.document is not None and flag.document not in alive
            if flag.state in OPEN_FLAGS and gone and not flag.outlives:
                flag.state = "CLOSED_MOOT"
            flag.lost, flag.stands = gone and (flag.lost or flag.stands), False
        for finding in judgement.findings:
            if finding.severity is Severity.I or finding.scope is Scope.GATE:
                continue
            key = self.flag_key(claim, finding, readings)
            if key not in self.flags:
                parts = [(leg.item, leg.payee) for leg in judgement.legs if leg.payee in THIRD]
                reach = frozenset(part for part in parts if touches(finding, Target(*part), readings))
                document = self.live(claim)[finding.documents[0]].id if finding.documents else None
                self.flags[key] = Flag(
                    claim, finding.code, finding.severity, finding.scope, document, finding.field, reach
                )
            else:
                parts = [(leg.item, leg.payee) for leg in judgement.legs if leg.payee in THIRD]
                reach = frozenset(part for part in parts if touches(finding, Target(*part), readings))
                self.flags[key].reach = reach
            self.flags[key].stands, self.flags[key].lost = True, False

    def _stand_on(
        self, claim: str, others: OtherClaims, readings: tuple[DocumentReading, ...], judgement: CaseJudgement
    ) -> tuple[Standing, CaseJudgement]:
        record, hands = self.records[claim], tuple(one.hands() for one in self.live(claim))
        closed = frozenset(key for key, one in self.flags.items() if one.claim == claim and one.state == "CLOSED_OK")
        outliving = self._outliving(claim)
        memo = (record, self._papers_key(claim), others, self.today, hands, outliving, self._placed(claim, closed))
        if memo in _standings:
            return _standings[memo]
        accounts = {payee: self.account(claim, payee) for payee in THIRD}
        kept = without(
            judgement, lambda one: self.flag_key(claim, one, readings) in closed, record, readings, self.policy
        )
        standing = standing_of(
            record,
            readings,
            kept,
            self.policy,
            self.today,
            hands=hands,
            accounts=accounts,
            outliving=outliving,
            people=self.people(claim),
        )
        cited = tuple(
            replace(ground, evidence_digest=_cited(ground, record, readings, kept.rule_version))
            for ground in standing.grounds
        )
        _standings[memo] = replace(standing, grounds=cited), kept
        return _standings[memo]

    def _placed(self, claim: str, closed: frozenset[FlagKey]) -> frozenset[FlagKey]:
        """Name closed flags by the places of their papers: a new paper that reads like an old one is another."""
        places = {one.id: at for at, one in enumerate(self.live(claim))}
        here = (key for key in closed if places.keys() >= set(key[2]))
        return frozenset(
            (*key[:2], *(tuple(places[one] for one in key[at]) for at in (2, 3)), *key[4:]) for key in here
        )

    def _outliving(self, claim: str) -> tuple[Outliving, ...]:
        alive = {one.id for one in self.live(claim)}
        return tuple(
            Outliving(one.code, one.severity, one.reach)
            for one in self.flags.values()
            if one.claim == claim
            and one.state in OPEN_FLAGS
            and one.lost
            and one.document not in alive
            and one.outlives
        )

    def people(self, claim: str) -> tuple[str, ...]:
        """Name the record's relatives in its order."""
        return tuple(f"person {one.id_no or one.name}" for one in self.records[claim].relatives or ())

    def account(self, claim: str, payee: Payee) -> str | None:
        """Name the account that a third party's money would go to, `number|holder`."""
        found = account_of(payee, self.records[claim], self.readings_of(claim)[0])
        return None if found is None else f"{found.number}|{found.holder}"

    def covering(self, claim: str) -> Iterator[Freeze]:
        """Give the freezes that reach a claim, lifted ones too; what is not known of it is reached by all."""
        record = self.records[claim]
        own = {"claim": claim, "employer": record.employer.uscc, "city": record.city, "province": ""}
        return (one for one in self.freezes if own[one.scope] in (None, one.value))

    def stopped(self, claim: str) -> bool:
        """Tell whether a case is suspended: no third party is paid of it."""
        return self.cases[claim] == "SUSPENDED"

    def is_frozen(self, claim: str, item: str) -> bool:
        """Tell whether a freeze, or an objection to this item, is on."""
        return any(one.lifted_at is None and one.item in (None, item) for one in self.covering(claim))

    def used(self, word: Word) -> bool:
        """Tell whether a decision's money was consumed and not returned, or was recovered."""
        mine = [one for one in self.moneys if one.word == word.id]
        return any(one.state == "CONSUMED" or one.notice == "REVERSED" for one in mine)

    def _goes_stale(self, word: Word) -> bool:
        """DOMAIN §6, decision: a cited fact changed, its last day is over, or its leg was frozen meanwhile."""
        if word.state not in ("PROPOSED", "CONFIRMED") or self.used(word):
            return False
        standing, refuses = self.standings[word.claim], word.decision.cap_fen == 0
        if word.payee is Payee.PERSON:
            ground = evidence_of(standing, word.item)
        else:
            ground = standing.ground(word.item, word.payee)
        changed = ground is None or digest_now(ground, word.decided(used=False)) != word.decision.evidence_digest
        if refuses:
            return changed and word.state == "PROPOSED"
        return changed or word.decision.valid_until < self.today or self._was_frozen(word)

    def _was_frozen(self, word: Word) -> bool:
        """A third party's leg that was frozen since the proposal; a person's money has no gate to freeze (INV-03)."""
        if word.payee is Payee.PERSON:
            return False
        reaching = [one for one in self.covering(word.claim) if one.item in (None, word.item)]
        again = self.taken_up.get(word.claim)
        if self.stopped(word.claim) or (again is not None and again >= word.made_at):
            return True
        return any(one.lifted_at is None or one.lifted_at >= word.made_at for one in reaching)

    def circumstances(self, claim: str, leaving_out: Money | None = None) -> Circumstances:
        """Give what people and the payout system did so far."""
        words = [one for one in self.words if one.claim == claim and one.state == "CONFIRMED"]
        words.sort(key=lambda one: one.moved_at or one.made_at, reverse=True)
        active = [one for one in self.covering(claim) if one.lifted_at is None]
        mine = [one for one in self.moneys if one.claim == claim]
        reserved = [one for one in mine if one.state == "RESERVED" and one.expires_at > self.now]
        return Circumstances(
            today=self.today,
            decisions=tuple(one.decided(used=self.used(one)) for one in words),
            frozen=self.stopped(claim) or any(not one.objection for one in active),
            objections=frozenset(one.item or ALL_ITEMS for one in active if one.objection),
            spent=tuple(one.spent() for one in mine if one.state == "CONSUMED"),
            reserved=tuple(one.spent() for one in reserved if one is not leaving_out),
        )

    def legs(self, claim: str) -> tuple[Leg, ...]:
        """Give the claim's legs as they may be paid now."""
        return stand(self.standings[claim], self.circumstances(claim))

    def paid(self, claim: str, item: str) -> int:
        """Give what was paid of an item and did not come back."""
        mine = [one for one in self.moneys if (one.claim, one.item, one.state) == (claim, item, "CONSUMED")]
        return sum(one.fen for one in mine)

    def returned_before(self, money: Money) -> Money | None:
        """Give the returned payment of the same part that nothing has continued yet."""
        continued = {one.continues for one in self.moneys}
        mine = [one for one in self.moneys if one.claim == money.claim and one.part == money.part]
        return next((one for one in mine if one.notice == "RETURNED" and one.token not in continued), None)

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


def leaf_at(reading: DocumentReading, path: str) -> Leaf | None:
    """Give the value at a field's address, if the reading has one there."""
    try:
        place = parse_place(path)
    except ValueError:
        return reading.fields.get(path)
    if place.number is None:
        return reading.fields.get(place.name)
    if place.column:
        rows = reading.rows.get(place.name, ())
        return rows[place.number].get(place.column) if place.number < len(rows) else None
    leaves = reading.lists.get(place.name, ())
    return leaves[place.number] if place.number < len(leaves) else None


def _cited(ground: Ground, record: ClaimRecord, readings: tuple[DocumentReading, ...], rules: str) -> str:
    """Write down what a decision about a part rests on: any change of it gives another text (INV-07)."""
    target = Target(ground.item, ground.payee)
    papers = sorted(repr(one) for at, one in enumerate(readings) if cites(at, target, readings))
    return _hash((target, replace(record, settled=()), papers, rules, ground.account_digest))


def _hash(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _share(mine: CaseKeys, its: CaseKeys) -> bool:
    kinds = ("numbers", "accounts", "phones", "relatives")
    return any(getattr(mine, kind) & getattr(its, kind) for kind in kinds)


def _compared_record(record: ClaimRecord) -> ClaimRecord:
    """Leave out what no paper is compared with: cards, office and city, what was credited later."""
    people = record.relatives and tuple(replace(one, card=CardStatus.UNKNOWN) for one in record.relatives)
    worker = replace(record.worker, card=CardStatus.UNKNOWN)
    return replace(record, worker=worker, relatives=people, settled=(), office=None, city=None)
