"""The one-time notice (一次性告知): everything that a side must bring or mend, told at once.

Here: one side's faults and missing papers as told to it, which round this is, and what its person gets regardless. Not
here: the sentences (validators.texts), sending a notice (claims.progress).
"""

from collections.abc import Iterable, Iterator

from intake.access.opening import open_claim, sees_document
from intake.access.who import Who
from intake.casefile import CaseFile, load_case
from intake.gate.cures import cure_of
from intake.gate.faults import curable, missing_codes
from intake.gate.rounds import ANSWER_TIME, Gap, rounds_of, told_before
from intake.gate.service import as_utc
from intake.legal_day import legal_day
from intake.presenting.audience import Audience, message_for
from intake.presenting.shapes import Json
from intake.wiring import Service
from validators.model.codes import Payee
from validators.model.findings import Finding, Leg

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
        rounds = rounds_of(service, session, claim_no)
    judgement = case.judge_open(service.rules, now)
    mine = frozenset(index for index, one in enumerate(case.documents) if sees_document(service, who, one))
    audience, known = Audience.of(who), told_before(rounds)
    faults = [
        *(_fault(audience, case, finding, known) for finding in curable(judgement, mine)),
        *_missing(audience, judgement.legs, known),
    ]
    sent = rounds[-1].at if rounds else now
    return {
        "claim_no": claim.claim_no,
        "as_of": as_utc(now),
        "round": max(1, len(rounds)),
        "until": (legal_day(sent) + ANSWER_TIME).isoformat(),
        "faults": faults,
        "person_legs": [
            {"item": leg.item, "fen": leg.fen, "status": leg.status.value, "code": leg.code}
            for leg in judgement.legs
            if leg.payee is Payee.PERSON
        ],
    }


def _fault(audience: Audience, case: CaseFile, finding: Finding, known: frozenset[Gap]) -> Json:
    document = case.documents[finding.documents[0]].id
    return {
        "document": document,
        "page": finding.page,
        "box": list(finding.box) if finding.box else None,
        "code": finding.code,
        "message": message_for(audience, finding, case.readings),
        "cure": cure_of(finding.code),
        "new": (finding.code, document) not in known,
    }


def _missing(audience: Audience, legs: Iterable[Leg], known: frozenset[Gap]) -> Iterator[Json]:
    """Papers that are not in the case at all: a firm brings its own, a family its own."""
    for code in missing_codes(legs):
        if (code == "NO_JOINT_LETTER") != audience.employer:
            message, cure = MISSING_PAPERS[code]
            yield {
                "document": None,
                "page": None,
                "box": None,
                "code": code,
                "message": message,
                "cure": cure,
                "new": (code, None) not in known,
            }
