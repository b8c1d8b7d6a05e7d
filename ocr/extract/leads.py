# ruff: noqa: E501 - word lists and patterns are read whole
"""Where a registered name starts in a sentence: 其间我单位（虚构市…公司 has words before it that belong to the sentence.

Here: the start of a firm's or hospital's name. Not here: its end (wording).
"""

import re

from ocr.extract.wording import HAN

_US = r"(?:我|本|该|贵|其|原)(?:单位|公司|企业|司|厂|店)(?:即|名称|为)?|(?:用人|用工|所在|工作|付款|生前)单位|单位名称"
# Words that end the sentence before a name; what stands before them goes too. 由, 在, 于 alone may begin a name or a place.
_BREAK = re.compile(
    rf"(?:{_US})[(,:]?|(?:就诊|就医|受雇|任职|就职|供职|受聘|住院|入院|转诊|位于|(?:本人|该?职工|该?员工)(?:在|系|是)|系于|发生于|支付于|收治于)于?|生前(?:在|系|是|于|为)|(?:送往|送至|送到|送|转往|转至|转入|前往|入住|到|赴|往)(?=[{HAN}]{{2,}})|(?<!自)由(?=[{HAN}]{{4,}})|[0-9年月]日(?:起|至|在|于|到|由|经|,)*|(?:治疗|住院|其|期|此)(?:期)?间[,由在]?"
)
_FIRST = re.compile(
    rf"(?:期间|其间|其中|现|兹有|兹|今|经|由|在|系|是|被|为|与|和|及|将|向|给|付|即|原|生前系|生前|[,:;、.)\]])+(?=[{HAN}]{{2,}})|于(?![都洪])"
)
_PLACE_IN_NAME = re.compile(r"市|省|县|区|镇|州")


def org_start(text: str) -> int:
    """Return where the name begins in a text that ends with a name: past its sentence's words and an open bracket."""
    start = 0
    while True:
        rest = text[start:]
        opened = _unclosed(rest)
        step = opened if opened else _past_words(rest)
        if not step or len(rest) - step < 3:
            return start
        start += step


def bank_start(text: str) -> int:
    """Return where a bank's name begins in a text that ends with it: past 该账户开户行为, 汇入王虚拟在, 银行:."""
    lead = _BEFORE_A_BANK.match(text)
    if lead is not None and re.search("[省市区县镇][为是在厂]?[厂为是在]$", lead[0]):
        return 0
    return lead.end() if lead is not None and len(text) - lead.end() >= _LEAST_BANK else 0


_BEFORE_A_BANK = re.compile(
    rf".*?(?:开户(?:银行|行|网点|机构)|银行及?网点|(?<![{HAN}])银行)(?:名称|全称)?[:为是]?"
    rf"|(?:在|为|是)(?=[{HAN}]{{2,}}银行)|.*?(?:[{HAN}](?:在|为|是)|(?:公司|厂)(?:在|为|是)?)(?=[{HAN}]{{2,}}银行)"
)
_LEAST_BANK = 4  # signs


def _unclosed(text: str) -> int:
    """Return the place behind a bracket that is opened and never closed, 0 when there is none."""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if text[index] in ")]〕":
            depth += 1
        elif text[index] in "([〔":
            if depth == 0:
                return index + 1
            depth -= 1
    return 0


def _past_words(text: str) -> int:
    """Return how many characters at the start belong to the sentence before the name."""
    first = _FIRST.match(text)
    if first is not None:
        return first.end()
    for match in _BREAK.finditer(text):
        before = text[: match.start()]
        if _PLACE_IN_NAME.search(before) and match[0] in ("到", "往", "送", "赴", "由"):
            continue  # 虚构市到家服务公司
        if match.start() <= 16:
            return match.end()
    return 0
