"""Words and dates near a promised signature that are not the signature, by what the recogniser read.

Here: places to leave out, and the size of print. Not here: pixels.
"""

import itertools
import re
from collections.abc import Sequence
from statistics import median

from ocr.lines import Line
from ocr.pages import FloatBox

_WORDS = re.compile(
    r"[（(][^（()）]{0,20}[)）]|^[^（()）：:]{0,6}[)）]"
    # A bracket that nothing closes is print only with a note in it: the frame of a written 国 reads as one.
    r"|[（(](?=[^（()）]{0,20}(?:签|盖|章|[指按手]|本人|单位|职工|亲属|关系|日期|姓名|代|监护|注))[^（()）]{0,20}|[（(]$"
    r"|(?:工伤|工亡|死亡)?职工(?:本人)?|本人|用人单位|付款单位|所在单位|单位|近?亲属|供养|收款人|领[取款]人|受益人|确认人|被委托人|委托人|代理人"
    r"|(?:法定)?监护人|见证人|经办人|负责人|法定代表人|申请人|承诺人|声明人|姓名|签名|签字|签章|签署|签收|亲笔|手写|代签"
    r"|盖章|公章|印章|指模|指印|手印|捺印|按印|日期|时间|联系|电话|手机|身份证|号码|证件|关系|地址"
    r"|配偶|妻子|丈夫|父亲|母亲|儿子|女儿|父子|父女|母子|母女|夫妻|祖父|祖母|子女"
    r"|有限|公司|医院|银行|[：:，。；、]"
)
_DATE = re.compile(
    r"[0-9OolI]{2,4}\s*[年./\-—~][0-9年月日./\-—~\s]*"
    r"|[〇○零一二三四五六七八九十]{2,}\s*年[〇○零一二三四五六七八九十年月日]*"
    r"|年\s*[0-9]{0,2}\s*月(?:\s*[0-9]{0,2}\s*日)?|[0-9]{1,2}\s*[月日][0-9日\s]*|[0-9]{5,}[0-9Xx]*"
)
_STROKES = frozenset("，。；、")  # what a stroke of a hand may read as; a colon is a label's own
_LINE_HEIGHT = 0.72  # em per height of a read line's box, which has air around the print
_SMALLEST = 0.75  # of the usual size, a label's print: the middles of its few characters may be read too close
_HALF = 0.75  # of the pitch from a character's centre to its edge, with the recogniser's own slack
_TIGHTEST = 0.5  # of a line's usual pitch, print beside a hand; less is a character's place read wrong
_HALF_POINT = 0.2  # likewise of a colon or bracket, whose ink lies left in its room: a hand may begin close behind it
_HAN = re.compile(r"[\u4e00-\u9fff]")


def print_size(lines: Sequence[Line], label: FloatBox) -> float:
    """Return the em of the print that promises a mark, in pixels: from the label's line, else from all lines."""
    near = [pitch for line in lines if overlap(line.box, label) > 0.4 and (pitch := _pitch(line, label)) is not None]
    every = [pitch for line in lines if (pitch := _pitch(line, None)) is not None]
    usual = median(every) if every else _LINE_HEIGHT * (label[3] - label[1])
    own = max(median(near), _SMALLEST * usual) if near else usual
    return float(max(8.0, min(own, 1.2 * max(label[3] - label[1], 12.0))))


def left_out(line: Line, behind: float | None = None) -> tuple[FloatBox, ...]:
    """Return the places of a line that hold label words, punctuation or a date.

    `behind` is where a label ends: a lone comma or stop beyond it is no print but a stroke of a hand that reads as one.
    """
    places = [(tight_span(line, start, stop), line.text[start:stop]) for start, stop in _matches(line.text)]
    return tuple(box for box, text in places if behind is None or text not in _STROKES or box[0] < behind)


def tight_span(line: Line, start: int, stop: int) -> FloatBox:
    """Return the place of some characters, no further from their centres than print is wide.

    A line's ends are where the detector saw ink; beyond the last read character that may be a hand nobody could read.
    """
    x0, y0, x1, y1 = line.span_box(start, stop)
    steps = _steps(line, None)
    if not steps or stop <= start:
        return x0, y0, x1, y1
    pitch = max(min(steps), _TIGHTEST * median(steps))  # print's own: a hand behind a label is written wider
    left, _, right, _ = line.box
    first, last = (left + line.glyphs[n].at * (right - left) for n in (start, stop - 1))
    after = _HALF if _HAN.match(line.glyphs[stop - 1].char) else _HALF_POINT
    return max(x0, first - _HALF * pitch), y0, min(x1, last + after * pitch), y1


def rest(line: Line) -> tuple[tuple[int, int], ...]:
    """Return the spans (start, stop) of a line's characters that are neither label words nor a date."""
    taken = [False] * len(line.glyphs)
    for start, stop in _matches(line.text):
        taken[start:stop] = [True] * (stop - start)
    spans: list[tuple[int, int]] = []
    for place, gone in enumerate(taken):
        if gone:
            continue
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans)


def overlap(box: FloatBox, other: FloatBox) -> float:
    """Return the share of `other` that lies inside `box`."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    area = (other[2] - other[0]) * (other[3] - other[1])
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0


def _matches(text: str) -> list[tuple[int, int]]:
    return [found.span() for pattern in (_DATE, _WORDS) for found in pattern.finditer(text)]


def _pitch(line: Line, within: FloatBox | None) -> float | None:
    steps = _steps(line, within)
    return median(steps) if len(steps) >= (1 if within else 4) else None


def _steps(line: Line, within: FloatBox | None) -> list[float]:
    """Return the distances in pixels from each Chinese character to the next, of those within some columns."""
    x0, _, x1, _ = line.box
    centres = [
        (x0 + glyph.at * (x1 - x0), bool(_HAN.match(glyph.char)))
        for glyph in line.glyphs
        if within is None or within[0] <= x0 + glyph.at * (x1 - x0) <= within[2]
    ]
    return [b[0] - a[0] for a, b in itertools.pairwise(centres) if a[1] and b[1]]
