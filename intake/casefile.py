"""A claim with its live papers, as judged inside the service: one place that pipeline, verdict, notice and pages share.

Here: which papers count, what people keyed laid over what was read, a stand-in for those not read yet, the judgement
with and without what people have closed. Not here: rules, HTTP, keeping the judgement (standings.py).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from intake.elsewhere import Traces, look, partners, trace
from intake.judging import Rules, judge_case, settle, waiting_paper
from intake.legal_day import legal_day
from intake.wiring import Service
from storage.faults import PermanentFault
from storage.records import documents, flags, keyings, steps
from storage.records.claims import Claim
from storage.records.documents import Document
from storage.records.flags import Flag
from storage.vault import Vault
from validators.grounds import Hands
from validators.judge import without
from validators.keyed import Keying, KeyingState, agreed, type_of, with_keyed
from validators.model.claim import ClaimRecord
from validators.model.codec import to_plain
from validators.model.codes import CardStatus, Scope
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Finding
from validators.model.others import OtherClaims

log = structlog.get_logger()

FLAG_PURPOSE = "flag"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A claim, its live documents in order of arrival, one reading for each, and who had a hand in them."""

    claim: Claim
    documents: tuple[Document, ...]
    readings: tuple[DocumentReading, ...]
    waiting: frozenset[int]  # papers that nobody has read yet
    hands: tuple[Hands, ...]
    others: OtherClaims
    traces: Traces
    flags: Mapping[str, Flag]  # by fingerprint
    contests: Mapping[str, int]  # how often each paper's side has contested
    facts: "Facts"
    vault: Vault

    def position(self, document_id: str) -> int | None:
        """Where a document stands in the case."""
        return next((index for index, one in enumerate(self.documents) if one.id == document_id), None)

    def judge(self, rules: Rules, now: datetime) -> CaseJudgement:
        """Judge the case as it stands, before any human decision and with every finding."""
        return judge_case(
            self.claim.record, self.readings, rules, legal_day(now), inside_service=True, other_claims=self.others
        )

    def judge_open(self, rules: Rules, now: datetime) -> CaseJudgement:
        """Judge the case without the findings that people have closed as false alarms."""
        return self.leave_out_closed(self.judge(rules, now), rules)

    def leave_out_closed(self, judgement: CaseJudgement, rules: Rules) -> CaseJudgement:
        """Leave out what people have closed as false alarms, and route again."""
        return without(judgement, self.is_closed, self.claim.record, self.readings, rules.policy)

    def is_closed(self, finding: Finding) -> bool:
        """Say whether a person has looked at this very finding and found nothing wrong."""
        flag = self.flags.get(self.fingerprint(finding))
        return flag is not None and flag.state == "CLOSED_OK"

    def fingerprint(self, finding: Finding) -> str:
        """Give the keyed digest of what a finding says about which value of which papers."""
        papers = [self.documents[index].id for index in finding.documents if index < len(self.documents)]
        value = self._value_at(finding)
        said: list[object] = [
            finding.code,
            sorted(papers),
            papers[:1],
            finding.field,
            sorted(finding.about.items()),
            value,
        ]
        said += self._compared(finding)
        bare = self.vault.digest(json.dumps(said, ensure_ascii=False), FLAG_PURPOSE)
        known, contested = self.flags.get(bare), sum(self.contests.get(one, 0) for one in papers)
        if known is None or known.state != "CLOSED_UPHELD" or not contested:
            return bare
        # The side says that the machine and the reviewer are wrong: the same finding is a new question (INV-15).
        return self.vault.digest(f"{bare}:{contested}", FLAG_PURPOSE)

    def _compared(self, finding: Finding) -> list[object]:
        """Give what a finding was compared with: whoever closed it has seen that, and nothing that came later."""
        if finding.scope is Scope.DOC:
            return []
        against: list[object] = [self.facts.record, *(self.facts.papers[index] for index in finding.documents)]
        return [*against, self.facts.elsewhere] if finding.code.startswith("K-") else against

    def _value_at(self, finding: Finding) -> list[object]:
        if finding.field is None or not finding.documents:
            return []
        reading, path = self.readings[finding.documents[0]], finding.field
        name, _, rest = path.partition("[")
        leaf = reading.fields.get(name)
        if rest:
            number, _, column = rest.partition("]")
            at = int(number) if number.isdigit() else -1
            rows, leaves = reading.rows.get(name, ()), reading.lists.get(name, ())
            if column and 0 <= at < len(rows):
                leaf = rows[at].get(column.lstrip("."))
            elif 0 <= at < len(leaves):
                leaf = leaves[at]
        return [] if leaf is None else [leaf.value, leaf.sure]


@dataclass(frozen=True, slots=True)
class Facts:
    """Digests of what findings compare: the record, each paper's values; who shares numbers, or is in arrears."""

    record: str
    papers: tuple[str, ...]
    elsewhere: tuple[str, ...]


def _facts_of(record: ClaimRecord, readings: tuple[DocumentReading, ...], elsewhere: tuple[str, ...]) -> Facts:
    values = [[to_plain(one.fields), to_plain(one.lists), to_plain(one.rows), to_plain(one.marks)] for one in readings]
    return Facts(_digest(to_plain(compared_facts(record))), tuple(_digest(one) for one in values), elsewhere)


def compared_facts(record: ClaimRecord) -> ClaimRecord:
    """Give a record without what no paper is compared with: cards, office and city, what was credited later."""
    people = record.relatives
    if people is not None:
        people = tuple(replace(one, card=CardStatus.UNKNOWN, passbook_exception=False) for one in people)
    worker = replace(record.worker, card=CardStatus.UNKNOWN, passbook_exception=False)
    return replace(record, worker=worker, relatives=people, settled=(), office=None, city=None)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def load_case(service: Service, session: Session, claim: Claim) -> CaseFile:
    """Load the live papers of a claim with what was read from them and keyed about them."""
    live = tuple(one for one in documents.of_claim(session, claim.claim_no) if one.live)
    readings: list[DocumentReading] = []
    hands: list[Hands] = []
    waiting: set[int] = set()
    for index, document in enumerate(live):
        reading = _reading(service, session, document.id)
        if reading is None:
            waiting.add(index)
            reading = waiting_paper(document.id, document.sha256, document.declared)
        keyed = keyings.of_document(session, service.vault, document.id)
        readings.append(with_keyed(reading, _counting(reading, keyed)))
        hands.append(_hands(document, keyed))
    settled = settle(claim.record, tuple(readings))
    mine = trace(service.vault, claim.record, settled)
    others = look(session, service.vault, claim.claim_no, claim.record, mine)
    known = {one.fingerprint: one for one in flags.of_claim(session, claim.claim_no)}
    facts = _facts_of(claim.record, settled, partners(session, service.vault, claim.claim_no, claim.record, mine))
    contests = steps.count_by_thing(session, claim.claim_no, "document", "contest")
    return CaseFile(
        claim, live, settled, frozenset(waiting), tuple(hands), others, mine, known, contests, facts, service.vault
    )


def _reading(service: Service, session: Session, document_id: str) -> DocumentReading | None:
    """Give what was read; a reading that does not open is as if nobody had read the paper: it holds."""
    try:
        return documents.load_reading(session, service.vault, document_id)
    except PermanentFault as error:
        log.error("reading.broken", document=document_id, error=type(error).__name__)
        return None


def _counting(reading: DocumentReading, keyed: Mapping[str, tuple[Keying, ...]]) -> Mapping[str, Keying]:
    """Give the keyed values that count: two people's same word where the field is critical."""
    counting = {}
    for path, words in keyed.items():
        state, word = agreed(type_of(reading, path), words)
        if state is KeyingState.SET and word is not None:
            counting[path] = word
    return counting


def _hands(document: Document, keyed: Mapping[str, tuple[Keying, ...]]) -> Hands:
    """Say who had a hand in a paper; who keyed a value that nobody else keyed alike stands apart (INV-09)."""
    keyers: set[str] = set()
    alone: set[str] = set()
    for words in keyed.values():
        last = {word.by: word.value for word in words}
        keyers |= set(last)
        alone |= {by for by, value in last.items() if not any(o != by and v == value for o, v in last.items())}
    return Hands(document.uploader_digest, frozenset(keyers), frozenset(alone))
