"""A claim with its live papers, as judged inside the service: one place that pipeline, verdict, notice and pages share.

Here: which papers count, what people keyed laid over what was read, a stand-in for those not read yet, the judgement
with and without what people have closed. Not here: rules, HTTP, keeping the judgement (standings.py).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from intake.elsewhere import Traces, look, trace
from intake.judging import Rules, judge_case, settle, waiting_paper
from intake.legal_day import legal_day
from intake.wiring import Service
from storage.records import documents, flags, keyings
from storage.records.claims import Claim
from storage.records.documents import Document
from storage.records.flags import Flag
from storage.vault import Vault
from validators.grounds import Hands
from validators.judge import without
from validators.keyed import Keying, KeyingState, agreed, type_of, with_keyed
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Finding
from validators.model.others import OtherClaims

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
        said = [finding.code, sorted(papers), papers[:1], finding.field, sorted(finding.about.items()), value]
        return self.vault.digest(json.dumps(said, ensure_ascii=False), FLAG_PURPOSE)

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


def load_case(service: Service, session: Session, claim: Claim) -> CaseFile:
    """Load the live papers of a claim with what was read from them and keyed about them."""
    live = tuple(one for one in documents.of_claim(session, claim.claim_no) if one.live)
    readings: list[DocumentReading] = []
    hands: list[Hands] = []
    waiting: set[int] = set()
    for index, document in enumerate(live):
        reading = documents.load_reading(session, service.vault, document.id)
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
    return CaseFile(claim, live, settled, frozenset(waiting), tuple(hands), others, mine, known, service.vault)


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
