"""What a side can cure: faults of its papers and papers that are missing, told at once (一次性告知).

Here: which findings a submitter can do something about. Not here: the sentences (validators.texts, notice.py).
"""

from collections.abc import Iterable, Iterator, Sequence

from intake.judging import is_human_only
from validators.model.codes import Scope, Severity
from validators.model.findings import CaseJudgement, Finding, Leg

OUR_WORK = frozenset({"FLD-002"})  # doubt of the machine is our problem, never the family's fault
MISSING_PAPERS = frozenset({"NO_VOUCHER", "NO_JOINT_LETTER", "NO_EMPLOYER_LETTER"})


def curable(judgement: CaseJudgement, mine: frozenset[int]) -> Iterator[Finding]:
    """Findings that the side of these papers can cure: not what is only recorded, secret, or our own doubt."""
    for finding in judgement.findings:
        if finding.severity is Severity.I or finding.code in OUR_WORK or is_human_only(finding.code):
            continue
        if finding.scope is Scope.GATE or not finding.documents or finding.documents[0] not in mine:
            continue
        yield finding


def missing_codes(legs: Iterable[Leg]) -> tuple[str, ...]:
    """Name the papers that are not in the case at all, each once."""
    return tuple(dict.fromkeys(leg.code for leg in legs if leg.code in MISSING_PAPERS))


def gaps_of(judgement: CaseJudgement, document_ids: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """Name all that anybody has to bring or to mend, each once: its code, and its document where there is one."""
    everything = frozenset(range(len(document_ids)))
    found = [(one.code, document_ids[one.documents[0]]) for one in curable(judgement, everything)]
    return tuple(dict.fromkeys([*found, *((code, None) for code in missing_codes(judgement.legs))]))
