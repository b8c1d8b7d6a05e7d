"""Where a letter ends and somebody may have signed it without any label: below its body or its closing words.

Here: the foot of a letter by its words, and which lines of it are print that nobody signs with. Not here: ink.
"""

import re
from collections.abc import Sequence

from ocr.extract import grammar
from ocr.extract.promises import DEFAULT_ROLE
from ocr.extract.runs import Book, Entry
from ocr.slots import Slot
from validators.model.codes import DocumentKind, MarkRole, MarkType

_CLOSING = re.compile(
    r"^(?:以上|上述|前述).{0,10}(?:属实|真实|无误|情况)"
    r"|特此(?:说明|证明|声明|确认|承诺|报告|函告|函复|申请|告知|委托|请示|致函|致谢)"
    r"|^此致|^敬礼|^(?:顺祝|顺颂|即颂|谨此|谨启|盼复|望批准)"
    r"|^(?:yours?(?:very)?(?:sincerely|faithfully|truly|respectfully)"
    r"|(?:very)?(?:sincerely|respectfully|cordially|truly)(?:yours)?"
    r"|(?:with)?(?:best|kind|kindest|warm|warmest)?(?:regards|wishes)|thankyou(?:verymuch)?)[,.!]?$",
    re.IGNORECASE,
)
_LONGEST_CLOSING = 24  # characters of a line of closing words
_NOTE = re.compile(
    r"^(?:注|备注|附|附件|说明|备查|抄送|联系(?:人|电话)|电话|地址|encl|cc|p\.?s\.?)\.?[:、]", re.IGNORECASE
)
_LEAST_BODY = (12, 26)  # Chinese characters, Latin letters of a line of running text
_CONFIDENT = 0.9  # of a line of running text
_WIDE = 0.4  # of the text's width
_NEXT_LINE = 1.6  # heights of a line from its bottom within which the next line of its paragraph ends
_PAGE_FOOT = 0.92  # of the page's height; below stand addresses and page numbers
_NAME_LENGTH = (9, 24)  # Chinese characters, Latin letters of a line that may be a name, or several
_FIRM = re.compile(
    r"公司|有限|集团|医院|银行|委员会|中心|局$|厂$|部$|处$|科$|专用章|ltd|inc\.?$|gmbh|llc|company", re.IGNORECASE
)
_SIGNED = re.compile(r"^(?:by|sign(?:ed|ature)?):", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。;；.]$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def foot_of(book: Book, kind: DocumentKind) -> Slot | None:
    """Return the foot of the last page with running text as a place, None for a paper that is no letter."""
    for page in sorted({entry.page for entry in book.entries}, reverse=True):
        entries = [entry for entry in book.entries if entry.page == page and not entry.upright]
        found = _foot(entries, book.pages[page].width, book.pages[page].height, DEFAULT_ROLE.get(kind))
        if found is not None:
            return found
    return None


def _foot(entries: Sequence[Entry], width: float, height: float, role: MarkRole | None) -> Slot | None:
    body = _body(entries, height)
    if not body:
        return None
    last = max(body, key=lambda entry: entry.box[3])
    closings = [entry for entry in entries if _is_closing(entry) and entry.box[3] > last.box[1]]
    if len(body) < 2 and not closings:
        return None
    paragraph = _to_its_end(last, entries)
    top = min([paragraph[-1].box[3], *(entry.box[1] for entry in closings)])
    known = [*paragraph, *closings]
    below = [entry for entry in entries if entry.box[3] > top or entry in known]
    printed = tuple(entry.line.box for entry in below if entry in known or not _may_be_names(entry))
    ended = bool(closings) or any(_is_date(entry) for entry in below)
    region = (0.0, top, float(width), float(height))
    return Slot(
        MarkType.SIGNATURE,
        role,
        "",
        last.page,
        region,
        last.line.box,
        implied=True,
        foot=True,
        printed=printed,
        ended=ended,
    )


def _body(entries: Sequence[Entry], height: float) -> list[Entry]:
    """Return the lines of running text: long, wide and surely read, no note and not at the page's very foot."""
    if not entries:
        return []
    wide = max(entry.box[2] for entry in entries) - min(entry.box[0] for entry in entries)
    return [
        entry
        for entry in entries
        if any(has >= least for has, least in zip(_lengths(entry), _LEAST_BODY, strict=True))
        and entry.line.confidence >= _CONFIDENT
        and entry.box[2] - entry.box[0] >= _WIDE * wide
        and entry.box[3] < _PAGE_FOOT * height
        and not _NOTE.match(entry.run.text)
        and not _is_table_row(entry, entries)
    ]


def _is_table_row(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether other words stand beside a line: running text has its row for itself."""
    middle = (entry.box[1] + entry.box[3]) / 2
    return any(other is not entry and other.box[1] < middle < other.box[3] and len(other.run) > 1 for other in entries)


def _to_its_end(last: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """Return the last long line and the short one with which its paragraph ends, where there is one."""
    bottom, high = last.box[3], last.box[3] - last.box[1]
    ends = [
        entry
        for entry in entries
        if bottom < (entry.box[1] + entry.box[3]) / 2 < bottom + _NEXT_LINE * high
        and entry.box[0] < last.box[0] + high
        and (_SENTENCE_END.search(entry.run.text) or len(entry.run) > _NAME_LENGTH[1])
    ]
    return [last, *ends[:1]]


def _is_closing(entry: Entry) -> bool:
    return len(entry.run) <= _LONGEST_CLOSING and bool(_CLOSING.search(entry.run.text))


def _may_be_names(entry: Entry) -> bool:
    """Whether a line is as short as names are, and neither a date, a label, a firm nor a note."""
    text = entry.run.text
    han, latin = _lengths(entry)
    if han > _NAME_LENGTH[0] or latin > _NAME_LENGTH[1] or _is_date(entry) or _NOTE.match(text):
        return False
    return not _FIRM.search(text) and (":" not in text or bool(_SIGNED.match(text)))


def _is_date(entry: Entry) -> bool:
    text = entry.run.text
    digits = sum(char.isdigit() or char in "年月日" for char in text)
    return digits >= 3 and (digits * 2 > len(text) or bool(grammar.best(grammar.dates, text)))


def _lengths(entry: Entry) -> tuple[int, int]:
    text = entry.run.text
    return len(_HAN.findall(text)), sum(char.isascii() and char.isalpha() for char in text)
