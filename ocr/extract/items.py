# ruff: noqa: E501 - word lists and patterns are read whole
"""Benefit items by what papers call them (codes of the published list). Not here: which of them may be paid."""

import re
from collections.abc import Iterator

from ocr.extract.grammar import Found

# Longest and most telling first: 一次性伤残补助金 before 伤残津贴.
_WORDS: tuple[tuple[str, str], ...] = (
    ("EMPLOYMENT_LUMP", r"一次性(?:伤残)?就业(?:补助金?|补偿金?)|(?:伤残)?就业补助金?"),
    ("MEDICAL_LUMP", r"一次性(?:工伤)?医疗补助金?|工伤医疗补助金?"),
    ("DISABILITY_LUMP", r"一次性伤残(?:补助金?|补(?![\u4e00-\u9fff](?!金))|待遇|(?!就业)[\u4e00-\u9fff]{1,2}金)|伤残补助金?"),
    ("DEATH_LUMP", r"一次性(?:工亡|因工死亡|死亡)(?:补助金?|赔偿金?|补偿金?|补(?![\u4e00-\u9fff](?!金))|[\u4e00-\u9fff]{2}[金全])|工亡补助金?|死亡补助金?"),
    ("FUNERAL", r"丧葬(?:补助|费用|补助费|费)?(?:金)?|殡葬费"),
    ("SURVIVOR_PENSION", r"(?:供养亲属|遗属)?(?:抚恤金|抚恤费|抚恤)|供养亲属待遇"),
    ("DISABILITY_PENSION_56", r"(?:5-6级|五至六级|五级|六级|5级|6级)(?:按月)?伤残津贴"),
    ("DISABILITY_PENSION", r"伤残津贴|伤残补贴"),
    ("WAGE_CONTINUATION", r"停工留薪期?(?:内)?(?:的)?(?:工资|待遇|福利|薪)[^护,、]*|误工费|误工工资|停工工资|病假工资"),
    ("RECOVERY_CARE", r"停工留薪期?(?:内)?护理费?|住院(?:期间)?护理费?|陪护费|护工费|住院陪护费?"),
    ("CARE", r"生活护理(?:费用?|补助)?"),
    ("RECOVERY_CARE", r"护理费用?|陪护"),
    ("MEAL", r"住院(?:伙食|膳食)?(?:补助费?|补贴|费补助)|住院伙食(?:补助)?费?|伙食(?:补助|补贴)?费?|膳食费"),
    ("TRAVEL", r"(?:统筹地区?(?:以)?外就医)?(?:的)?交通(?:、|及|和)?食?宿费?|交通费|住宿费|食宿费|转院交通费|异地就医交通(?:食宿)?费"),
    ("REHAB", r"(?:工伤)?康复(?![^,、;。:费]{0,2}(?:中心|医院|机构|门诊))(?:治疗|医疗|性治疗)?(?:费用?|待遇)?"),
    ("ASSISTIVE", r"辅助器具(?:配置|安装)?(?:费用?|待遇)?|辅具(?:配置)?费?|(?:假肢|轮椅|拐杖|助行器|矫形器|助听器|假眼|义眼|义齿|义肢)(?:安装|配置|装配)?费?|残疾辅助器具费?"),
    ("ASSESSMENT", r"(?:劳动能力|伤残)?鉴定费?|初次鉴定费"),
    (
        "MEDICAL",
        r"(?:工伤)?(?:住院|门诊|急诊|抢救|手术|治疗)?(?:医疗|医药|诊疗|治疗|抢救|手术)(?:费用?|待遇|报销费?)|工伤医疗|医疗费?"
        r"|(?:住院|门诊|急诊)(?:医疗)?费用?|住院|门诊|抢救费|药品?费|西药费|检[查验]费|化验费|诊[查察]费|急救费|(?:卫生)?材料费",
    ),
)  # fmt: skip
_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _WORDS)


def items(text: str) -> Iterator[Found]:
    """Items named in a text, each once, in the order in which they stand."""
    taken: list[tuple[int, int]] = []
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < stop for start, stop in taken):
                continue
            taken.append(match.span())
            yield Found(*match.span(), code, 0.5 + min(0.45, 0.08 * len(match[0])))


def item_code(text: str) -> str | None:
    """Return the code that a cell names, None when it names none."""
    found = sorted(items(text), key=lambda one: -one.quality)
    return str(found[0].value) if found else None
