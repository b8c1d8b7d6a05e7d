"""Words of the submitters' pages in both languages: states, items, payees, and one quiet sentence for each leg.

Here: words by code, as a submitter reads them. Not here: sentences about findings (validators.texts, zh-CN), cures
(gate.cures), reviewers' words (presenting.words).
"""

from datetime import date

from intake.presenting import words
from validators.model.codes import DocumentKind
from validators.standing import CONSUMED
from validators.texts import display_kind

Pair = tuple[str, str]

_ITEMS_EN = {
    "MEDICAL": "medical costs",
    "REHAB": "rehabilitation",
    "MEAL": "meals in hospital",
    "TRAVEL": "travel for treatment",
    "ASSISTIVE": "assistive devices",
    "ASSESSMENT": "assessment fee",
    "CARE": "nursing care",
    "DISABILITY_LUMP": "disability lump sum",
    "DISABILITY_PENSION": "disability pension",
    "MEDICAL_LUMP": "medical lump sum",
    "FUNERAL": "funeral grant",
    "DEATH_LUMP": "lump sum after a death at work",
    "SURVIVOR_PENSION": "survivors' pension",
    "WAGE_CONTINUATION": "wages during treatment",
    "RECOVERY_CARE": "care during treatment",
    "DISABILITY_PENSION_56": "disability pension, grades 5 and 6",
    "EMPLOYMENT_LUMP": "employment lump sum",
}
_PAYEES: dict[str, Pair] = {
    "PERSON": ("职工本人（亲属）", "the worker or family"),
    "EMPLOYER": ("用人单位", "the employer"),
    "JOINT": ("家里人共同指定的账户", "the account that the family named"),
    "UNDECIDED": ("还没有定", "not decided yet"),
}
MENDED = "MENDED"
_CASES: dict[str, Pair] = {
    MENDED: ("没有要补的了，请再次提交", "nothing is left to mend: please hand it in again"),
    "DRAFT": ("还没有提交", "not handed in yet"),
    "SUBMITTED": ("已提交，正在核对", "handed in, being checked"),
    "NOTICE_SENT": ("等您补交材料", "waiting for your papers"),
    "UNDER_REVIEW": ("工作人员正在审定", "being decided"),
    "SUSPENDED": ("暂停办理", "suspended"),
    "DECIDED": ("已审定，等待发放", "decided, to be paid"),
    "POST_PAYOUT": ("已发放", "paid"),
    "CLOSED": ("已办结", "closed"),
    "ABANDONED": ("长期没有提交，已停办", "ended, never handed in"),
}
_PAPERS_EN = {
    "RECEIVED": "received",
    "QUARANTINED": "being checked for safety",
    "STORED": "kept",
    "CLASSIFIED": "kind recognised",
    "MANUAL": "read by staff",
    "EXTRACTED": "read",
    "CHECKED": "checked",
    "ACCEPTABLE": "in order",
    "IN_REVIEW": "staff look at it",
    "RETURNED": "please mend and send again",
    "REJECTED": "not accepted",
    "SUPERSEDED": "replaced by a newer one",
    "WITHDRAWN": "taken back",
    "ARCHIVED": "filed",
}
_KINDS_EN = {
    "ADV_VOUCHER": "advance voucher",
    "JOINT_ACCT": "joint account letter",
    "JOINT_EMPLOYER": "letter naming the employer",
    "PASS_ON_PROOF": "proof of passing on",
    "MED_RECEIPT": "medical receipt",
    "MED_DETAIL": "list of costs",
    "BANK_SLIP": "bank slip",
    "ID_CARD": "identity card",
    "KINSHIP": "proof of kinship",
    "DEATH_CERT": "death certificate",
    "SSC": "social security card",
    "ACCT_PROOF": "proof of account",
    "GUARDIAN": "proof of guardianship",
    "POA": "power of attorney",
    "INJURY_DECISION": "decision on the injury",
    "DISPUTE_RECORD": "record of a dispute",
    "OTHER": "other paper",
}
_STATUSES: dict[str, Pair] = {
    "OPEN": ("可以发放", "may be paid"),
    "HOLD": ("还在核对", "still being checked"),
    "DENY": ("不予发放", "not paid"),
    "PAID": ("已发放", "paid"),
}
_LEGS: dict[str, Pair] = {
    CONSUMED: ("这笔钱已经发出。", "This money has gone out."),
    "SSC": ("发到本人的社会保障卡。", "Goes to the person's social security card."),
    "PASSBOOK_EXCEPTION": ("发到本人存折。", "Goes to the person's passbook."),
    "NO_DECISION": ("材料核对好后，由两名工作人员审定。", "Two members of staff decide once the papers are checked."),
    "FROZEN": ("已暂停，工作人员正在核实。", "Stopped while staff look into it."),
    "OBJECTION": ("有人不同意，已暂停，工作人员正在核实。", "Somebody objected; stopped while staff look into it."),
    "REVIEW": ("工作人员正在核对，暂时不用做什么。", "Staff are checking; nothing to do for now."),
    "CARD_NOT_ACTIVE": ("社会保障卡还没有激活，激活后就能发。", "The card is not active yet; paid once it is."),
    "CARD_NONE": ("还没有社会保障卡，办好后就能发。", "There is no social security card yet; paid once there is."),
    "CARD_UNKNOWN": ("正在核对社会保障卡。", "The social security card is being checked."),
}
_WAITING: Pair = ("材料补正、核对完以后再定。", "Decided once the papers are mended and checked.")
_QUALITY: dict[str, Pair] = {
    "good": ("清晰", "clear"),
    "fair": ("尚可", "fair"),
    "poor": ("不清", "poor"),
}


def item(code: str, *, english: bool) -> str:
    """Name a benefit item."""
    return _ITEMS_EN.get(code, code) if english else words.word(words.ITEMS, code)


def value(text: str, *, english: bool) -> str:
    """Write what a paper says; where a code stands for it, in words."""
    if not english:
        return words.word(words.VALUES, text)
    return text.lower() if text in words.METHODS else item(text, english=True)


def payee(code: str, *, english: bool) -> str:
    """Name who gets a part."""
    return _pick(_PAYEES.get(code, (code, code)), english)


def case_state(code: str, *, english: bool) -> str:
    """Say where a case stands."""
    return _pick(_CASES.get(code, (code, code)), english)


def paper_state(code: str, *, english: bool) -> str:
    """Say where a paper stands."""
    return _PAPERS_EN.get(code, code) if english else words.word(words.STATES, code)


def kind(code: DocumentKind | None, *, english: bool) -> str:
    """Name a kind of paper; one that nobody has named and nobody has read yet has none."""
    if code is None:
        return "paper not recognised yet" if english else "还没有识别的材料"
    return _KINDS_EN[code] if english else display_kind(code)


def kinds(*, english: bool) -> tuple[tuple[str, str], ...]:
    """Every kind that can be chosen in a form, with its word."""
    return tuple((one.value, kind(one, english=english)) for one in DocumentKind if one is not DocumentKind.OTHER)


def leg_status(status: str, code: str, *, english: bool) -> str:
    """Say in two words how a part stands."""
    return _pick(_STATUSES["PAID" if code == CONSUMED else status], english)


def leg_sentence(status: str, code: str, *, english: bool) -> str:
    """Say in one sentence why a part stands as it does and what follows."""
    known = _LEGS.get(code)
    if known is not None:
        return _pick(known, english)
    if status == "OPEN":
        return ""
    if not english and code in words.LEG_CODES:
        return words.LEG_CODES[code] + "。"
    return _pick(_WAITING, english)


def quality(verdict: str, *, english: bool) -> str:
    """Say how well a page can be read."""
    return _pick(_QUALITY.get(verdict, (verdict, verdict)), english)


def day(text: str | date | None, *, english: bool) -> str:
    """Write a day as people do: 2021年8月30日; unknown is a dash."""
    if text is None:
        return "—"
    one = date.fromisoformat(text) if isinstance(text, str) else text
    return one.strftime("%-d %B %Y") if english else f"{one.year}年{one.month}月{one.day}日"


def _pick(pair: Pair, english: bool) -> str:
    return pair[1] if english else pair[0]
