"""The one-time notice (一次性告知): everything that a side must bring or mend, told at once.

Here: which findings a side can cure, missing papers, and what its person gets regardless. Not here: the sentences
(validators.texts).
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from intake.access.opening import open_claim, sees_document
from intake.access.who import Who
from intake.casefile import CaseFile, load_case
from intake.gate.cures import cure_of
from intake.gate.service import as_utc
from intake.judging import is_human_only
from intake.legal_day import legal_day
from intake.presenting.audience import Audience, message_for
from intake.presenting.shapes import Json
from intake.wiring import Service
from validators.model.codes import Payee, Scope, Severity
from validators.model.findings import CaseJudgement, Finding, Leg

ANSWER_DAYS = 30  # DOMAIN §6, case machine: no answer for 30 days, then a person decides
OUR_WORK = frozenset({"FLD-002"})  # doubt of the machine is our problem, never the family's fault

MISSING_PAPERS = {
    "NO_VOUCHER": ("缺少《垫付费用凭证》。", "请上传由职工本人（或供养亲属）签名、单位盖章的垫付费用凭证。"),
    "NO_JOINT_LETTER": ("缺少《共同指定账户确认书》。", "请上传由各近亲属签名的共同指定账户确认书。"),
    "NO_EMPLOYER_LETTER": ("缺少《共同指定发放到单位确认书》。", "请上传由各近亲属签名、单位盖章的确认书。"),
}


def show_notice(service: Service, who: Who, claim_no: str) -> Json:
    """All faults of the caller's own side with place and cure, and the person's legs that do not wait for them."""
    now = service.clock()
    with service.database.read() as session:
        claim = open_claim(service, session, who, claim_no)
        case = load_case(service, session, claim)
    judgement = case.judge(service.rules, now)
    mine = frozenset(index for index, one in enumerate(case.documents) if sees_document(service, who, one))
    audience = Audience.of(who)
    faults = [
        *(_fault(audience, case, finding) for finding in curable(judgement, mine)),
        *_missing(audience, judgement.legs),
    ]
    return {
        "claim_no": claim.claim_no,
        "as_of": as_utc(now),
        "round": 1,
        "until": (legal_day(now) + timedelta(days=ANSWER_DAYS)).isoformat(),
        "faults": faults,
        "person_legs": [
            {"item": leg.item, "fen": leg.fen, "status": leg.status.value, "code": leg.code}
            for leg in judgement.legs
            if leg.payee is Payee.PERSON
        ],
    }


def curable(judgement: CaseJudgement, mine: frozenset[int]) -> Iterator[Finding]:
    """Findings that the side of these papers can cure: not what is only recorded, secret, or our own doubt."""
    for finding in judgement.findings:
        if finding.severity is Severity.I or finding.code in OUR_WORK or is_human_only(finding.code):
            continue
        if finding.scope is Scope.GATE or not finding.documents or finding.documents[0] not in mine:
            continue
        yield finding


def _fault(audience: Audience, case: CaseFile, finding: Finding) -> Json:
    return {
        "document": case.documents[finding.documents[0]].id,
        "page": finding.page,
        "box": list(finding.box) if finding.box else None,
        "code": finding.code,
        "message": message_for(audience, finding, case.readings),
        "cure": cure_of(finding.code),
    }


def _missing(audience: Audience, legs: Iterable[Leg]) -> Iterator[Json]:
    """Papers that are not in the case at all: a firm brings its own, a family its own."""
    told: set[str] = set()
    for leg in legs:
        if leg.code not in MISSING_PAPERS or leg.code in told:
            continue
        if (leg.code == "NO_JOINT_LETTER") == audience.employer:
            continue
        told.add(leg.code)
        message, cure = MISSING_PAPERS[leg.code]
        yield {"document": None, "page": None, "box": None, "code": leg.code, "message": message, "cure": cure}
