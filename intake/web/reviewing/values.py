"""Values as reviewers see them: money in yuan, statements in words, numbers masked; and back from forms.

Here: one value's text and its masking, what somebody typed. Not here: whether a keyed value counts (validators.keyed).
"""

from decimal import Decimal, InvalidOperation

from intake.presenting.records import mask_account, mask_id
from intake.presenting.words import VALUES, word
from intake.problems import Refusal
from intake.web.pages import yuan
from validators.model.evidence import Leaf, Scalar
from validators.requirements import ACCOUNTS, AMOUNTS, FieldType

IDS = frozenset({FieldType.CITIZEN_ID, FieldType.MASKED_ID})
MASKED = ACCOUNTS | {FieldType.CITIZEN_ID}
FEN = 100
_CHOSEN = {
    "READ_WITH_RECORD": (
        "按案件登记辨认，请对照原件逐字核对",
        "chosen because the claim's record has it: compare it with the ink sign by sign",
    ),
    "READ_WITH_PAPERS": (
        "按本案其他材料辨认，请对照原件逐字核对",
        "chosen because another paper of the claim says it: compare it with the ink sign by sign",
    ),
    "READ_AS_CARD": (
        "借助卡号校验位辨认，请对照原件逐字核对",
        "chosen with the help of the card's check digit: compare it with the ink sign by sign",
    ),
    "READ_AS_ITEM": (
        "按待遇项目名称辨认，请对照原件核对",
        "chosen from the published names of items: compare it with the ink",
    ),
    "READ_AS_WORD": (
        "按单位名称常用字词辨认，请对照原件逐字核对",
        "chosen from words that many firms' names have: compare it with the ink sign by sign",
    ),
    "READ_AS_HOLDER": (
        "按案件登记的人员和证件号码辨认，请对照原件逐字核对",
        "chosen because it belongs to one of the claim's people: compare it with the ink sign by sign",
    ),
    "READ_IN_TIME": (
        "按案件发生的时间辨认，请对照原件核对",
        "chosen among the days of the claim's time: compare it with the ink",
    ),
    "READ_WITH_TOTAL": (
        "按合计金额辨认，请对照原件逐字核对",
        "chosen because it makes the total: compare it with the ink sign by sign",
    ),
    "READ_TOGETHER": (
        "按大小写金额互相辨认，请对照原件逐字核对",
        "figures and capitals were read together: compare both with the ink sign by sign",
    ),
}
NOT_READ = ("没有读出", "not read")


def told(kind: FieldType, value: Scalar, *, english: bool) -> str:
    """Give a value as it may stand on a reviewer's page."""
    if value is None:
        return NOT_READ[english]
    if isinstance(value, bool):
        return ("有", "yes")[english] if value else ("没有", "no")[english]
    if isinstance(value, int) and kind in AMOUNTS:
        return f"{yuan(value)} 元" if not english else yuan(value)
    if kind in IDS:
        return mask_id(str(value)) or ""
    if kind in ACCOUNTS:
        return mask_account(str(value)) or ""
    return str(value) if english else word(VALUES, str(value))


def raw_of(kind: FieldType, leaf: Leaf) -> str:
    """Give what the machine saw character by character, unless that would unmask the value or say nothing more."""
    if kind in MASKED or kind in IDS or leaf.raw in ("", str(leaf.value)):
        return ""
    return leaf.raw[:80]


def chosen_by(leaf: Leaf, *, english: bool) -> str:
    """Say in words what chose a value between readings of its ink, "" where nothing did: it is to be read anew."""
    return next((words[english] for flag, words in _CHOSEN.items() if flag in leaf.flags), "")


def form_of(kind: FieldType) -> str:
    """Give the sort of input that takes a value: money, date, yesno or text."""
    if kind in AMOUNTS:
        return "money"
    if kind is FieldType.STATEMENT:
        return "yesno"
    return "date" if kind is FieldType.DATE else "text"


def typed(kind: FieldType, text: str) -> Scalar:
    """Give the value that somebody typed into a field of this type."""
    text = text.strip()
    if kind in AMOUNTS:
        return typed_fen(text)
    if kind is FieldType.STATEMENT:
        return {"yes": True, "no": False}.get(text)
    return text


def typed_fen(text: str) -> int:
    """Give an amount in yuan, as people type it, in fen."""
    try:
        exact = Decimal(text.replace(",", "").replace("，", "").removesuffix("元").strip()) * FEN
    except InvalidOperation:
        raise Refusal("BAD_VALUE", "金额请按元填写，例如 1234.50。") from None
    if not exact.is_finite() or exact != exact.to_integral_value() or not 0 <= exact < 10**13:
        raise Refusal("BAD_VALUE", "金额请按元填写，最多两位小数，例如 1234.50。")
    return int(exact)
