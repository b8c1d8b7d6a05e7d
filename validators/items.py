"""Benefit items: codes, names as people write them, who pays them and which ways out they have (DOMAIN §4).

Amounts are not computed here; the core system assesses them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from validators.formats.folding import fold_dashes, without_blanks


class Payer(StrEnum):
    """Who owes the item by law."""

    FUND = "FUND"
    EMPLOYER = "EMPLOYER"


class ItemClass(StrEnum):
    """The class that decides whether an employer can have advanced the item (AMB-09)."""

    MEDICAL = "MEDICAL"  # 医疗待遇
    ONE_TIME = "ONE_TIME"  # 一次性待遇
    PERIODIC = "PERIODIC"  # 定期待遇
    OTHER = "OTHER"  # in neither class of article 三


@dataclass(frozen=True, slots=True)
class Item:
    """One benefit item with its routes."""

    code: str
    name: str
    payer: Payer
    item_class: ItemClass
    joint_ok: bool = False

    @property
    def periodic(self) -> bool:
        """True for money paid month by month."""
        return self.item_class is ItemClass.PERIODIC

    @property
    def employer_ok(self) -> bool:
        """True when an advance of the employer may be paid back to it (article 三)."""
        return self.payer is Payer.FUND and self.item_class in (ItemClass.MEDICAL, ItemClass.ONE_TIME)


_FUND, _FIRM = Payer.FUND, Payer.EMPLOYER
_MEDICAL, _ONCE, _MONTHLY, _OTHER = ItemClass

ITEMS: tuple[Item, ...] = (
    Item("MEDICAL", "工伤医疗费", _FUND, _MEDICAL),
    Item("REHAB", "工伤康复费", _FUND, _MEDICAL),
    Item("MEAL", "住院伙食补助费", _FUND, _MEDICAL),
    Item("TRAVEL", "到统筹地区以外就医的交通食宿费", _FUND, _MEDICAL),
    Item("ASSISTIVE", "辅助器具配置费", _FUND, _MEDICAL),
    Item("ASSESSMENT", "劳动能力鉴定费", _FUND, _OTHER),
    Item("CARE", "生活护理费", _FUND, _MONTHLY),
    Item("DISABILITY_LUMP", "一次性伤残补助金", _FUND, _ONCE),
    Item("DISABILITY_PENSION", "伤残津贴", _FUND, _MONTHLY),
    Item("MEDICAL_LUMP", "一次性工伤医疗补助金", _FUND, _ONCE),
    Item("FUNERAL", "丧葬补助金", _FUND, _ONCE, joint_ok=True),
    Item("DEATH_LUMP", "一次性工亡补助金", _FUND, _ONCE, joint_ok=True),
    Item("SURVIVOR_PENSION", "供养亲属抚恤金", _FUND, _MONTHLY),
    Item("WAGE_CONTINUATION", "停工留薪期工资福利", _FIRM, _OTHER),
    Item("RECOVERY_CARE", "停工留薪期内护理", _FIRM, _OTHER),
    Item("DISABILITY_PENSION_56", "5–6级按月伤残津贴", _FIRM, _MONTHLY),
    Item("EMPLOYMENT_LUMP", "一次性伤残就业补助金", _FIRM, _ONCE),
)

ITEM_BY_CODE = {item.code: item for item in ITEMS}
EMPLOYER_OK = frozenset(item.code for item in ITEMS if item.employer_ok)
JOINT_OK = frozenset(item.code for item in ITEMS if item.joint_ok)
PERIODIC = frozenset(item.code for item in ITEMS if item.periodic)
EMPLOYER_LIABILITY = frozenset(item.code for item in ITEMS if item.payer is Payer.EMPLOYER)
FUND_ITEMS = frozenset(item.code for item in ITEMS if item.payer is Payer.FUND)

# How clerks and families write the items, beside the names above; the longest spelling in a text wins.
_SPELLINGS = {
    "MEDICAL": "工伤医疗费用 工伤医疗待遇 医疗费用 医疗费 医药费用 医药费 医治费 治疗费 诊疗费 住院费 门诊费 "
    "住院医疗费 门诊医疗费 抢救费 药费 手术费 检查费 医疗待遇 药品费 急救费",
    "REHAB": "康复费用 康复费 康复治疗费 康复性治疗费 工伤康复",
    "MEAL": "住院伙食补助费用 住院伙食补助 伙食补助费 伙食补助 伙食补贴 住院伙食费 伙食费 膳食补助费",
    "TRAVEL": "交通食宿费用 交通食宿费 交通费 食宿费 住宿费 差旅费 外地就医交通费 转院交通费 "
    "统筹地区以外就医的交通食宿费 统筹地区外就医交通食宿费",
    "ASSISTIVE": "辅助器具配置费用 辅助器具费用 辅助器具费 辅助器具 辅具费 辅具配置费 残疾辅助器具费 假肢费 假肢 "
    "轮椅费 轮椅 拐杖费 拐杖 助行器 矫形器 助听器 义眼 假眼 义齿 义肢",
    "ASSESSMENT": "劳动能力鉴定费用 劳动能力鉴定 伤残鉴定费 鉴定费",
    "CARE": "生活护理费用 生活护理补助 生活护理",
    "DISABILITY_LUMP": "一次性伤残补助费 一次性伤残补助 一次性伤残赔偿金 伤残补助金",
    "DISABILITY_PENSION": "按月伤残津贴 伤残津帖 伤残抚恤金",
    "MEDICAL_LUMP": "一次性工伤医疗补助 一次性医疗补助金 一次性医疗补助 工伤医疗补助金 医疗补助金",
    "FUNERAL": "丧葬补助费 丧葬补助 丧葬费用 丧葬费 丧葬金 丧葬",
    "DEATH_LUMP": "一次性工亡补助费 一次性工亡补助 一次性工亡金 一次性因工死亡补助金 一次性死亡补助金 工亡补助金 "
    "死亡补助金 因工死亡补助金",
    "SURVIVOR_PENSION": "供养亲属抚恤费 供养亲属抚恤 供养直系亲属抚恤金 供养家属抚恤金 "
    "遗属抚恤金 遗属津贴 亲属抚恤金 抚恤金",
    "WAGE_CONTINUATION": "停工留薪期工资福利待遇 停工留薪期工资待遇 停工留薪期工资 停工留薪工资 停工留薪期待遇 "
    "停工留薪 工伤期间工资 误工费 误工工资 工资福利 病假工资",
    "RECOVERY_CARE": "停工留薪期护理费 停工留薪期内护理费 停工留薪期间护理费 停工留薪期护理 住院护理费 "
    "住院期间护理费 护理费用 护理费 护工费 陪护费 陪护",
    "EMPLOYMENT_LUMP": "一次性伤残就业补助 一次性就业补助金 伤残就业补助金 就业补助金",
}
# Words too common to be looked for inside a sentence; alone in a cell they name an item.
_ALONE = {
    "医疗": "MEDICAL",
    "康复": "REHAB",
    "伙食": "MEAL",
    "交通": "TRAVEL",
    "鉴定": "ASSESSMENT",
    "工资": "WAGE_CONTINUATION",
    "护理": "RECOVERY_CARE",
}
_FIVE_SIX = re.compile(r"[56五六]级|[5五][-~至到、和或及/]?[6六]级?")
_PUNCTUATION = re.compile(r"[()（）\[\]“”\"'《》:]")


def _spelling_table() -> dict[str, str]:
    table = {item.name: item.code for item in ITEMS if item.code != "DISABILITY_PENSION_56"}
    for code, spellings in _SPELLINGS.items():
        table.update(dict.fromkeys(spellings.split(), code))
    return table


_CODE_OF = _spelling_table()
_ANY_SPELLING = re.compile("|".join(sorted(map(re.escape, _CODE_OF), key=len, reverse=True)))


def items_from_text(text: str) -> tuple[str, ...]:
    """Give the codes of all items that a text names, in order, each once."""
    return tuple(dict.fromkeys(code for _, code in item_mentions(text)))


def item_from_text(text: str) -> str | None:
    """Give the code of the one item that a text names; None when it names none or several."""
    codes = items_from_text(text)
    return codes[0] if len(codes) == 1 else None


def item_mentions(text: str) -> tuple[tuple[str, str], ...]:
    """Give each spelling found in a text with its code, in order of appearance."""
    stripped = without_blanks(text)
    if stripped in ITEM_BY_CODE:
        return ((stripped, stripped),)
    folded = _PUNCTUATION.sub("", fold_dashes(stripped))
    if folded in _ALONE:
        return ((folded, _ALONE[folded]),)
    found = []
    for match in _ANY_SPELLING.finditer(folded):
        code = _CODE_OF[match[0]]
        if code == "DISABILITY_PENSION" and _is_five_six(folded, match):
            code = "DISABILITY_PENSION_56"
        found.append((match[0], code))
    return tuple(found)


def _is_five_six(text: str, match: re.Match[str]) -> bool:
    # The grade stands right beside the words: "5–6级按月伤残津贴", "伤残津贴(六级)".
    return bool(_FIVE_SIX.search(text[max(0, match.start() - 8) : match.start()])) or bool(
        _FIVE_SIX.match(text[match.end() : match.end() + 6])
    )
