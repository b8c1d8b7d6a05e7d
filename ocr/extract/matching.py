"""Finding label words in lines: exact or with one wrong character, the longest first, with how surely each is a label.

Here: hits and pieces of lines. Not here: the words (labels), values (find).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from ocr.extract import labels
from ocr.extract.runs import Book, Entry, Run
from ocr.pages import FloatBox
from validators.model.codes import DocumentKind

_OPEN = "([〔"
_CLOSE = ")]〕"
_BEFORE = ",;。、.)]〉>|/*"
_FUZZY_LEAST = 4
# Pairs whose exchange makes another label of a label: never taken for a slip of reading.
_OPPOSITES = tuple(
    map(
        set,
        (
            "大小",
            "付收",
            "出入",
            "前后",
            "死受",
            "死亡",
            "卡账",
            "工伤",
            "户账",
            "支收",
            "借贷",
            "转汇",
            "名号",
            "行号",
            "行户",
            "日时",
            "付款",
            "收款",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Label words by first and last character, with their meaning."""

    words: Mapping[str, str]
    by_first: Mapping[str, tuple[str, ...]]
    by_last: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A label in a line: characters start..stop-1 of the line's run, with what belongs to it ((元), colon)."""

    meaning: str
    word: str
    entry: int
    start: int
    stop: int  # past qualifiers and colon
    strength: int  # 3 colon, 2 a cell of its own, 1 starts a cell, 0 inside running text
    exact: bool
    box: FloatBox
    page: int


@lru_cache(maxsize=32)
def lexicon(kind: DocumentKind) -> Lexicon:
    """Return the label words of a kind; a kind's own words win over the common ones."""
    words: dict[str, str] = dict.fromkeys(labels.OTHER.split(), "OTHER")
    for group in labels.LEXICONS.get(kind, (labels.COMMON,)):
        for meaning, text in group.items():
            for word in text.split():
                words[word] = meaning
    return _indexed(words)


def _indexed(words: Mapping[str, str]) -> Lexicon:
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        first.setdefault(word[0], []).append(word)
        last.setdefault(word[-1], []).append(word)
    return Lexicon(words, {k: tuple(v) for k, v in first.items()}, {k: tuple(v) for k, v in last.items()})


def hits_of(book: Book, entry: Entry, number: int, words: Lexicon) -> tuple[Hit, ...]:
    """Return the labels of a line from left to right, without overlaps."""
    text = entry.run.text
    found: list[Hit] = []
    at = 0
    while at < len(text):
        match = _match(book, text, at, words)
        if match is None:
            at += 1
            continue
        word, length, exact = match
        hit = _hit(book, entry, number, words.words[word], word, at, at + length, exact)
        if not exact and hit.strength < 2:
            at += 1
            continue
        found.append(hit)
        at = max(hit.stop, at + length)
    return tuple(_merged(entry, found))


_SIZE = re.compile(r"^[(]?([大小])写[)]?$")


def _merged(entry: Entry, hits: Sequence[Hit]) -> list[Hit]:
    """Join a label with the (大写) or (小写) that follows it: 垫付合计 + (小写) is one label of figures."""
    out: list[Hit] = []
    for hit in hits:
        last = out[-1] if out else None
        if (
            last is not None
            and _SIZE.match(hit.word)
            and hit.start - last.stop <= 1
            and last.strength < 3
            and not wide_gap(entry, hit.start - 1)
        ):
            box = (last.box[0], last.box[1], hit.box[2], hit.box[3])
            lead = 2 if last.start == 0 else max(last.strength, 1)
            strength = 3 if hit.strength == 3 else lead
            meaning = _with_size(last.meaning, hit)
            out[-1] = replace(
                hit, meaning=meaning, word=last.word + hit.word, start=last.start, box=box, strength=strength
            )
        else:
            out.append(hit)
    return out


def _with_size(meaning: str, size: Hit) -> str:
    """Return what a label means with (大写) or (小写) behind it."""
    if "小" in size.word:
        return meaning if labels.SORTS.get(meaning) == "money" else size.meaning
    return "OTHER" if meaning in ("RECEIVED", "RETAINED") else size.meaning


def _match(book: Book, text: str, at: int, words: Lexicon) -> tuple[str, int, bool] | None:
    for word in words.by_first.get(text[at], ()):
        if text.startswith(word, at):
            return word, len(word), True
    if any(
        len(word) >= 3 and text.startswith(word, at + step)
        for step in (1, 2)
        for word in words.by_first.get(text[at + step : at + step + 1], ())
    ):
        return None  # a whole label starts right behind: the character before it belongs to a value
    if text.startswith(("分行行号", "支行行号"), at):
        return None  # a branch's name, and 行号 behind it without a gap
    for word in words.by_first.get(text[at], ()):
        if len(word) >= _FUZZY_LEAST and (length := _near(text, at, word)):
            return word, length, False
    for index in (3, 4, 5, 6, 7):
        end = at + index
        if end >= len(text):
            break
        same = (word for word in words.by_last.get(text[end], ()) if len(word) == index + 1)
        alone = _without_twin(book, [word for word in same if text[at + 1 : end + 1] == word[1:]], words)
        if alone is not None:
            return alone, len(alone), False
    return None


def _without_twin(book: Book, near: Sequence[str], words: Lexicon) -> str | None:
    """Return the label whose first sign was misread: of two that differ in it the one that stands nowhere else.

    敬款方账号 is 收款方账号 on a slip that has its 付款方账号; where neither or both stand elsewhere it is none.
    """
    if len({words.words[word] for word in near}) > 1:
        near = [word for word in near if not any(word in entry.run.text for entry in book.entries)]
    return near[0] if near and len({words.words[word] for word in near}) == 1 else None


def _near(text: str, at: int, word: str) -> int:
    """Return the length in the text of a word with one wrong or one missing character, else 0."""
    same = text[at : at + len(word)]
    if len(same) == len(word) and sum(a != b for a, b in zip(same, word, strict=True)) == 1:
        wrong = next(i for i, (a, b) in enumerate(zip(same, word, strict=True)) if a != b)
        if not (same[wrong].isdigit() or same[wrong] in ":()" or {same[wrong], word[wrong]} in _OPPOSITES):
            return len(word)
    if len(word) >= 5:
        short = text[at : at + len(word) - 1]
        for skip in range(1, len(word)):
            if short == word[:skip] + word[skip + 1 :]:
                return len(word) - 1
    return 0


def _hit(book: Book, entry: Entry, number: int, meaning: str, word: str, start: int, stop: int, exact: bool) -> Hit:
    text = entry.run.text
    lead = start
    while lead > 0 and text[lead - 1] in _OPEN:
        lead -= 1
    end = _past_qualifiers(text, stop)
    colon = end < len(text) and text[end] == ":"
    colon = colon or (text[lead:start] == "[" and text[end - 1 : end] == "]")  # 【姓名】王样本
    gap_before = start == 0 or wide_gap(entry, start - 1) or text[:start] == "其中:"
    if end < len(text) and text[end].isdigit() and (end + 1 == len(text) or wide_gap(entry, end)):
        end += 1  # 银行回单号1 in a cell of its own
    gap_after = stop == len(text) or end == len(text) or wide_gap(entry, end - 1)
    lead_in = _lead_in(entry, start) if len(word) >= 3 else None
    if lead_in == 0 and meaning == "CNAPS" and _BRANCH_END.search(text[:start]):
        lead_in = None  # …开发区支行 联行号: the end of a bank's name that began on the line above
    if not (gap_before or start == 0) and lead_in is not None and (colon or gap_after):
        # 支付联行号：, 职工联系电话: an unknown word before a known label belongs to it.
        if _OTHERS.search(text[lead_in:start]):
            meaning = "OTHER"
        start, gap_before = lead_in, True
    if colon:
        strength = 3
        while end < len(text) and text[end] == ":":
            end += 1
    elif gap_before and gap_after:
        strength = 2
    elif gap_before or text[start - 1] in _BEFORE or text[start - 1].isdigit():
        strength = 1
    else:
        strength = 0
    box = entry.straight.span_box(entry.run.refs[start][1], entry.run.refs[max(start, stop - 1)][1] + 1)
    return Hit(meaning, word, number, start, end, strength, exact, box, entry.page)


_OTHERS = re.compile(r"监护|代理|法定|法人|经办|联系人|负责|见证|审核|填表|委托")
_BRANCH_END = re.compile(r"(?:(?:^|[支分])行|营业部)$")
_LEAD_IN = re.compile(r"[\u4e00-\u9fff]{1,6}$")


def _lead_in(entry: Entry, start: int) -> int | None:
    """Return where a cell starts that holds up to six more Han characters before a label, None in running text."""
    text = entry.run.text
    at = start
    while at > 0 and start - at < 7 and not wide_gap(entry, at - 1) and text[at - 1] not in _BEFORE + ":":
        at -= 1
    if at > 0 and text[at - 1] == ":":
        return None  # that is a value
    return at if at < start and _LEAD_IN.fullmatch(text[at:start]) else None


_BROKEN_NOTE = re.compile(r"\((?:本|元|大|小|盖|公|签|如|人民|加盖)$")


def _past_qualifiers(text: str, stop: int) -> int:
    """Skip brackets that belong to a label: (元), (大写), (盖章), (如有)."""
    end = stop
    for _ in range(2):
        if end < len(text) and text[end] in _OPEN:
            close = min((text.find(sign, end) for sign in _CLOSE if text.find(sign, end) > 0), default=-1)
            inside = text[end + 1 : close] if close > 0 else ""
            if close < 0 and _BROKEN_NOTE.fullmatch(text, end):
                end = len(text)  # 收款账号（本 / 人）: the rest stands in the cell's next line
            elif 0 < close - end <= 14 and not any(char.isdigit() for char in inside) and inside not in _KEEP:
                end = close + 1
        elif end < len(text) and text[end] in ")]〕":
            end += 1
    if text[end : end + 2] in ("1:", "2:", "3:", "4:", "一:", "二:", "三:"):
        end += 1  # 回单编号1：, 回单编号2：
    return end


def meaning_of(text: str, words: Lexicon) -> str | None:
    """Return what a whole label cell means: a known word, with (小写) behind it or an unknown word before it."""
    if text in words.words:
        return words.words[text]
    size = re.search(r"\(?([大小])写\)?$", text)
    if size:
        base = meaning_of(text[: size.start()], words)
        upper = size[1] == "大"
        sized = words.words.get("大写" if upper else "小写")
        if base is None or sized is None:
            return sized
        if upper:
            return "OTHER" if base in ("RECEIVED", "RETAINED") else sized
        return base if labels.SORTS.get(base) == "money" else sized
    noted = re.fullmatch(r"(.{2,12})\([^()]{1,10}\)", text)
    if noted and noted[1] in words.words:
        return words.words[noted[1]]
    for start in range(1, min(7, len(text) - 2)):
        word = text[start:]
        if word in words.words:
            return "OTHER" if _OTHERS.search(text[:start]) else words.words[word]
    return None


_KEEP = frozenset(("大写", "小写", "人民币大写", "人民币小写"))


def wide_gap(entry: Entry, index: int) -> bool:
    """True when more than a character's room lies between run characters index and index + 1."""
    run = entry.run
    if index < 0 or index + 1 >= len(run):
        return True
    glyphs = entry.line.glyphs
    a, b = run.refs[index][1], run.refs[index + 1][1]
    width = entry.box[2] - entry.box[0]
    distance = (glyphs[b].at - glyphs[a].at) * width
    return distance > _WIDE * _em(entry, index) and distance > _WIDE * _SPACED * _pitch(entry)


def _em(entry: Entry, index: int) -> float:
    """Return the usual distance between neighbours in the line near a place, at least from its height."""
    height = entry.height * 0.82
    text = entry.run.text
    pair = text[index : index + 2]
    if all(ord(char) < 128 for char in pair):
        return height * 0.85
    return height


_WIDE = 1.75  # ems
_SPACED, _LEAST_PAIRS = 0.75, 6  # of a line's usual pitch: print set wide, or found lower than it stands


def _pitch(entry: Entry) -> float:
    """Return the usual distance between the Chinese characters of a line in pixels; 0 of a short one."""
    glyphs, refs, text = entry.line.glyphs, entry.run.refs, entry.run.text
    steps = [
        glyphs[refs[at + 1][1]].at - glyphs[refs[at][1]].at
        for at in range(len(text) - 1)
        if "\u4e00" <= text[at] <= "\u9fff" and "\u4e00" <= text[at + 1] <= "\u9fff"
    ]
    return median(steps) * (entry.box[2] - entry.box[0]) if len(steps) >= _LEAST_PAIRS else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between labels and wide gaps: characters start..stop-1 of a line's run."""

    entry: int
    start: int
    stop: int
    run: Run
    box: FloatBox
    page: int

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.box[3] - self.box[1]


def pieces_of(entry: Entry, number: int, hits: Sequence[Hit]) -> tuple[Piece, ...]:
    """Cut a line at its labels (strength 1 and more) and at wide gaps."""
    cuts: list[tuple[int, int]] = []
    taken = [(hit.start, hit.stop) for hit in hits if hit.strength >= 1]
    at = 0
    for start, stop in [*taken, (len(entry.run), len(entry.run))]:
        begin = at
        for index in range(at, start):
            if index + 1 < start and wide_gap(entry, index):
                cuts.append((begin, index + 1))
                begin = index + 1
        if begin < start:
            cuts.append((begin, start))
        at = stop
    return tuple(piece(entry, number, start, stop) for start, stop in cuts)


def piece(entry: Entry, number: int, start: int, stop: int) -> Piece:
    """Return the piece of a line between two places of its run."""
    run = entry.run.cut(start, stop)
    box = entry.straight.span_box(run.refs[0][1], run.refs[-1][1] + 1)
    return Piece(number, start, stop, run, box, entry.page)
