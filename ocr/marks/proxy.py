"""Signs that somebody signs for another: 代, 代签, 某某代 beside a signature, printed or written.

Here: text near one place. Not here: whether that is allowed (validators.rules).
"""

import re
from collections.abc import Sequence

from ocr.lines import Line
from ocr.marks.char_forms import simplified
from ocr.marks.spans import overlap
from ocr.pages import FloatBox

_HAN = "\u4e00-\u9fff"
_KIN = "妻子|丈夫|配偶|父亲|母亲|儿子|女儿|祖父|祖母|外祖父|外祖母|兄|弟|姐|妹|父|母|子|女|妻|夫|之|其"
_WHO = "法定监护人|监护人|法定代理人|代理人|代签人|由"
_BY_NAME = re.compile(
    rf"(?:{_WHO})?[:：]?(?:{_KIN})?(?P<name>[{_HAN}]{{2,4}}?)\s*(?:代签名|代签字|代签|代写|代笔|代为签名|代(?=$|[)）,，。\s]))"
)
_BARE = re.compile(r"代签(?!请|须|需|应|的|无效|要|注|人|名请|字请)|^代$|[（(]代[)）]")
_LABEL = re.compile(r"签名处?|签字处?|签章|签收|[:：]")
_RULE_TEXT = re.compile(r"代签(?:请|须|需|应|的|无效|要|注)|不得代|请勿代|代理权|代码|垫付|指定|委托书")


def proxy_near(lines: Sequence[Line], region: FloatBox) -> str | None:
    """Return who signs for another near a region, "" when unnamed, None when nobody does."""
    for line in lines:
        if overlap(region, line.box) < 0.25 and overlap(line.box, region) < 0.25:
            continue
        near = _within(line, region)
        found = proxy_in(near)
        if found is not None:
            return found
    return None


def proxy_in(text: str) -> str | None:
    """Return who signs for another according to a text, "" when unnamed, None when nobody does."""
    plain = _LABEL.sub(" ", simplified(text))
    if _RULE_TEXT.search(plain):
        return None
    named = _BY_NAME.search(plain)
    if named:
        return named["name"]
    return "" if _BARE.search(plain) else None


def _within(line: Line, region: FloatBox) -> str:
    x0, _, x1, _ = line.box
    air = region[3] - region[1]
    return "".join(
        glyph.char for glyph in line.glyphs if region[0] - air / 2 <= x0 + glyph.at * (x1 - x0) <= region[2] + air
    )
