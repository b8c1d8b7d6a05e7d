"""The gate as a state machine: people and systems act in any order, and every verdict is what the model expects.

Here: papers, records, freezes and days, and what must hold after every event. Not here: what people decide
(gate_people), what is paid (gate_money), the expected side (gate_world), the starting world (gate_stage).
"""

from datetime import timedelta
from typing import Any, ClassVar

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from intake.access.who import Who
from intake.standings import refresh
from storage.records import documents
from tests.builders import FIRM_USCC
from tests.desk import PAYOUT, RISK
from tests.properties.gate_stage import (
    CITY,
    CITY_2,
    CLAIMS,
    FURTHER,
    PERSONS,
    UPLOADERS,
    USCC_2,
    Stage,
    changes_of,
    handlers,
    seconds,
    shown_leg,
)
from tests.properties.gate_state import Duty, Freeze, Paper
from tests.properties.gate_world import THIRD, World
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.standing import standing_decision
from validators.touching import Target, cites

claims_ = st.sampled_from(CLAIMS)
picks = st.sampled_from((0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
CALLERS = st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3))  # mostly the fit one, then another, the uploader, another office
FIRMS, CITIES = (FIRM_USCC, USCC_2), (CITY, CITY_2)
SCOPES = (("city", CITIES), ("employer", FIRMS), ("claim", CLAIMS), ("city", CITIES), ("province", ("",)))
SHUT_BY_PEOPLE = ("FROZEN", "OBJECTION")
DAYS = (timedelta(hours=24), timedelta(hours=2), timedelta(days=2), timedelta(days=31))
_digests: dict[str, str] = {}


class Differs(AssertionError):
    """The service answers otherwise than the model."""


class GateBase(RuleBasedStateMachine):
    """The service and its model side by side; each rule changes both."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.stage.desk
        self.world: World = self.stage.open()
        self.shut: set[tuple[str, str, Payee]] = set()  # third parties' parts that the last verdict showed frozen
        self.refused: set[tuple[str, str, Payee]] = set()
        self.turn = 0

    # -- how the rules work ---------------------------------------------------------------------

    def begin(self, by: timedelta = timedelta(minutes=1)) -> None:
        """Let a moment pass, so that no two events share one."""
        day = self.world.today
        self.desk.now[0] += by
        self.world.now = self.desk.now[0]
        if self.world.today != day:
            self.world.settle(CLAIMS[0])

    def office(self, claim: str) -> str | None:
        """Give the office of a claim."""
        return self.world.records[claim].office

    def expect(self, answer: httpx.Response, code: str | None) -> Any:
        """Compare what the API said with the expected refusal, or with none; gives the body."""
        body = answer.json()
        got = None if answer.status_code < 400 else body.get("code")
        if got != code:
            raise Differs(f"expected {code}, got {answer.status_code} {got}")
        return body

    def digest_of(self, account: str | None) -> str | None:
        """Give the service's digest of a `number|holder` of the model."""
        if account is None:
            return None
        if account not in _digests:
            _digests[account] = self.desk.account_digest(*account.split("|"))
        return _digests[account]

    # -- papers and records ---------------------------------------------------------------------

    @rule(claim=claims_, pick=picks, twice=st.sampled_from((False, False, True)))
    def bring(self, claim: str, pick: int, twice: bool) -> None:
        """A side brings one more paper, now and then the same one two times."""
        self.begin()
        self._bring(claim, pick, None)
        if twice:
            self.begin()
            self._bring(claim, pick, None)

    def _bring(self, claim: str, pick: int, replaces: str | None) -> None:
        name, reading = FURTHER[claim][pick % len(FURTHER[claim])]
        [paper] = self.desk.bring(UPLOADERS[claim], claim, reading, replaces=replaces)
        self.world.papers.append(Paper(paper, claim, name, reading, UPLOADERS[claim].subject))
        self.world.settle(claim)

    @rule(claim=claims_, pick=picks, contest=st.sampled_from((False, False, False, True)))
    def withdraw(self, claim: str, pick: int, contest: bool) -> None:
        """A side takes a paper back, not after money went out on it; or it contests, which alone opens nothing."""
        live = self.world.live(claim)
        if not live:
            return
        self.begin()
        paper = live[-1 - pick % len(live)]
        if contest:
            answer = self.desk.post(UPLOADERS[claim], f"/v1/documents/{paper.id}/contest", {"reason": "有异议"})
            assert answer.status_code in (200, 404, 409)
            paper.contests += answer.status_code == 200
            self.world.settle(claim)
            return
        shut = self._was_used(paper) or self._was_filed(paper)
        code = self._hidden_from(UPLOADERS[claim], claim) or ("WRONG_STATE" if shut else None)
        answer = self.desk.post(UPLOADERS[claim], f"/v1/documents/{paper.id}/withdraw", {"reason": "撤回"})
        self.expect(answer, code)
        if code is None:
            paper.live = False
            self.world.settle(claim)

    def _hidden_from(self, who: Who, claim: str) -> str | None:
        bound = who.bound.uscc
        return "NOT_FOUND" if bound is not None and bound != self.world.records[claim].employer.uscc else None

    def _was_filed(self, paper: Paper) -> bool:
        """Accepted papers of a closed case are in the archive."""
        with self.desk.service.database.read() as session:
            kept = documents.find(session, paper.id)
        return kept is not None and kept.state == "ARCHIVED"

    def _was_used(self, paper: Paper) -> bool:
        consumed = [one for one in self.world.moneys if one.claim == paper.claim and one.state == "CONSUMED"]
        targets = {Target(one.item, one.payee) for one in consumed if one.payee in THIRD}
        readings, _ = self.world.readings_of(paper.claim)
        at = self.world.live(paper.claim).index(paper)
        return any(cites(at, target, readings) for target in targets)

    @rule(claim=claims_, pick=picks, new=picks)
    def replace_paper(self, claim: str, pick: int, new: int) -> None:
        """A side sends a new version of a paper; the old one is superseded."""
        live = self.world.live(claim)
        if not live:
            return
        self.begin()
        paper = live[-1 - pick % len(live)]
        with self.desk.service.database.write() as session:
            state = documents.find(session, paper.id)
            assert state is not None
            documents.move(session, paper.id, state.state, "SUPERSEDED", self.desk.now[0])
            refresh(self.desk.service, session, claim, self.desk.now[0])
        paper.live = False
        self.world.settle(claim)
        self.answers_as_expected()  # others may ask before the new version is read: a freed receipt is theirs then
        self._bring(claim, new, paper.id)

    @rule(claim=claims_, pick=picks)
    def replace_record(self, claim: str, pick: int) -> None:
        """The core system says something else of a claim."""
        self.put_record(claim, pick)

    def put_record(self, claim: str, pick: int) -> None:
        """Replace a claim's record."""
        self.begin()
        changed = changes_of(self.world.records[claim])
        record = changed[pick % len(changed)]
        self.expect(self.desk.put(record), None)
        self.world.records[claim] = record
        self.world.settle(claim)
        for row in record.settled:
            if not any((one.claim, one.item) == (claim, row.item) for one in self.world.duties):
                assert row.item is not None and row.credited_on is not None and row.verified_advance_fen is not None
                due = row.received_fen - row.verified_advance_fen
                uscc = record.employer.uscc
                self.world.duties.append(Duty(claim, row.item, uscc, due, row.credited_on, "PASS_ON_DUE"))

    # -- freezes and days -----------------------------------------------------------------------

    @rule(claim=claims_, every=st.booleans(), heard=st.booleans())
    def object_to(self, claim: str, every: bool, heard: bool) -> None:
        """A beneficiary objects to an item or to all, or a handler hears it."""
        self.begin()
        item = None if every else self.world.records[claim].items[-1].code
        who = handlers(self.office(claim))[0] if heard else PERSONS[claim]
        body = {"item": item, "by": "本人", "channel": "电话", "reason": "未收到"}
        made = self.expect(self.desk.post(who, f"/v1/claims/{claim}/objections", body), None)
        self.world.freezes.append(Freeze(made["freeze_id"], "claim", claim, who.subject, True, item))
        self.world.settle(claim)

    @rule(scope=st.sampled_from(SCOPES), pick=picks)
    def freeze(self, scope: tuple[str, tuple[str, ...]], pick: int) -> None:
        """A risk officer freezes a claim, a firm, a city or the province."""
        self.begin()
        name, values = scope
        value = values[pick % len(values)]
        made = self.expect(self.desk.post(RISK, "/v1/freezes", {"scope": name, "value": value, "reason": "核查"}), None)
        self.world.freezes.append(Freeze(made["id"], name, value, RISK.subject))
        self.world.settle(CLAIMS[0])

    @rule(pick=picks, caller=CALLERS)
    def lift(self, pick: int, caller: int) -> None:
        """A second reviewer ends a freeze, not his own; one of a claim only where the claim's office is his."""
        if not self.world.freezes:
            return
        self.begin()
        frozen = self.world.freezes[-1 - pick % len(self.world.freezes)]
        office = self.office(frozen.value) if frozen.scope == "claim" else "O1"
        who = seconds(office)[caller]
        code = "NOT_FOUND" if frozen.scope == "claim" and who.bound.office != office else None
        code = code or ("G-008" if frozen.by == who.subject else None)
        code = code or ("WRONG_STATE" if frozen.lifted_at is not None else None)
        self.expect(self.desk.post(who, f"/v1/freezes/{frozen.id}/lift", {"reason": "已核实"}), code)
        if code is None:
            frozen.lifted_at = self.world.now
            self.world.settle(CLAIMS[0])

    @rule(by=st.sampled_from(DAYS))
    def wait(self, by: timedelta) -> None:
        """Hours or days pass."""
        self.begin(by)

    # -- what must hold after every event ---------------------------------------------------------

    @invariant()
    def answers_as_expected(self) -> None:
        """The batch question about every claim gets the legs that the model expects, and these are lawful."""
        answer = self.desk.post(PAYOUT, "/v1/verdicts:evaluate", {"claims": list(CLAIMS)})
        verdicts = answer.json()["verdicts"]
        self.turn += 1
        if self.turn % 4 == 0:
            one = self.turn % len(CLAIMS)
            self._alone_as_in_batch(CLAIMS[one], verdicts[one]["legs"])
        shut: set[tuple[str, str, Payee]] = set()
        for claim, verdict in zip(CLAIMS, verdicts, strict=True):
            legs = self.world.legs(claim)
            expected = [shown_leg(leg, self._account_of(claim, leg)) for leg in legs]
            names = ("item", "payee", "beneficiary", "fen", "status", "code", "reasons", "account_digest")
            shown = [tuple(leg[name] for name in names) for leg in verdict["legs"]]
            if shown != expected:
                raise Differs(f"{claim}: expected {expected}, shown {shown}")
            self._adds_up(claim, legs)
            for leg in legs:
                if leg.payee in THIRD:
                    self._may_be_open(claim, leg)
                    if leg.code in SHUT_BY_PEOPLE:
                        shut.add((claim, leg.item, leg.payee))
        self.shut = shut

    def _alone_as_in_batch(self, claim: str, legs: object) -> None:
        alone = self.desk.get(PAYOUT, f"/v1/claims/{claim}/verdict").json()["legs"]
        if alone != legs:
            raise Differs(f"{claim}: alone {alone}, in a batch {legs}")

    def _account_of(self, claim: str, leg: Leg) -> str | None:
        if leg.status is not LegStatus.OPEN or leg.payee not in THIRD:
            return None
        decided = standing_decision(self.world.standings[claim], self.world.circumstances(claim), leg.item, leg.payee)
        return None if decided is None else self.digest_of(decided.decision.account_digest)

    def _adds_up(self, claim: str, legs: tuple[Leg, ...]) -> None:
        """INV-04: to the fen what was approved, or what was paid where that is more."""
        for item in self.world.records[claim].items:
            mine = sum(leg.fen for leg in legs if leg.item == item.code)
            assert mine == max(item.approved_fen, self.world.paid(claim, item.code)), (claim, item, legs)

    def _may_be_open(self, claim: str, leg: Leg) -> None:
        """INV-02, INV-09, INV-13: open only by two different fit people, never out of a freeze or a refusal."""
        part = (claim, leg.item, leg.payee)
        if leg.code == "REFUSED":
            self.refused.add(part)
        if leg.status is not LegStatus.OPEN:
            return
        assert part not in self.shut, f"{part} went from frozen to open"
        assert part not in self.refused, f"{part} went from refused to open"
        mine = [one for one in self.world.words if (one.claim, one.item, one.payee) == part]
        good = [one.decision for one in mine if one.state == "CONFIRMED" and one.decision.cap_fen >= leg.fen]
        brought = {one.uploader for one in self.world.live(claim)}
        assert any(
            one.confirmed_by is not None
            and one.proposed_by != one.confirmed_by
            and not {one.proposed_by, one.confirmed_by} & brought
            for one in good
        ), f"{part} is open without two people"
