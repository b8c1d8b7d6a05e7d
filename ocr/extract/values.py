# ruff: noqa: E501 - word lists and patterns are read whole
"""From a label's place to a value: scanning by sort, growing wrapped values, making leaves with alternatives.

Here: the step from text to FieldLeaf. Not here: which label belongs to which field.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ocr.extract import grammar, wording
from ocr.extract.alternatives import alternatives
from ocr.extract.grammar import Found, Scanner
from ocr.extract.items import items
from ocr.extract.layout import Layout, Place
from ocr.extract.leaves import FieldLeaf
from ocr.extract.matching import Hit
from ocr.extract.runs import Book, Run
from ocr.extract.spread import joined_value
from validators.model.evidence import Scalar

_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9]{6,20}(?![0-9A-Za-z])")
_CHECK = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{4,20}(?![0-9A-Za-z])")


def _digits(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        yield Found(*match.span(), match[0], 0.8)


def _check(text: str) -> Iterator[Found]:
    """Check codes have six small letters or digits: a capital O or I among them can only be a 0 or 1."""
    for match in _CHECK.finditer(text):
        value = match[0]
        if len(value) == 6:
            value = value.replace("O", "0").replace("I", "1")
            if re.fullmatch(r"[0-9a-fl]{6}", value) and re.search(r"[0-9]", value):
                value = value.replace("l", "1")
        flags = ("LOOKALIKE",) if value != match[0] else ()
        yield Found(*match.span(), value, 0.8 if len(match[0]) == 6 else 0.5, flags)


SCANNERS: dict[str, Scanner] = {
    "id": grammar.ids, "uscc": grammar.credit_codes, "code_uscc": grammar.local_codes, "account": grammar.accounts,
    "cnaps": grammar.branch_codes, "money": grammar.money, "words": grammar.words, "date": grammar.dates, "phone": grammar.phones,
    "digits": _digits, "check": _check, "item": items, **wording.WORDED,
}  # fmt: skip

_GROWING = frozenset(
    ("org", "bank", "id", "account", "words", "text", "name", "date", "code_uscc", "code", "money", "item")
)
_WHOLE_BANK = re.compile(r"(?:支行|分行|营业部|分理处|储蓄所|信用社|营业厅|营业室|营业所|分社)(?:\(.*\))?$")
_OFFICE = re.compile(r"(?:营业[部厅室所]|分理处|储蓄所)(?![\u4e00-\u9fff])")
_WHOLE_ORG = re.compile(r"(?:公司|厂|医院|中心|委员会|商行|分店|项目部|局|院|部|社|店|所|行|\))$")


_LONGEST_ACCOUNT = 25  # digits; more are two numbers that stand below one another


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a label may have: the run it was found in, what was found, how well it fits (0..1)."""

    run: Run
    found: Found
    fit: float
    hit: Hit | None = None


def read_place(place: Place, sort: str, weight: float = 1.0, hit: Hit | None = None) -> Candidate | None:
    """Return the best value of a sort at a place, grown over following lines where it is cut off."""
    scanner = SCANNERS[sort]
    run = place.run
    if sort == "method":  # choices stand side by side: □现金 ☑转账
        for more in place.more:
            if more.refs and run.refs and more.refs[0][0] == run.refs[-1][0]:
                run = run + more
    found = _scan(scanner, run.text, sort)
    if found is None or found.value is None:
        run, found = joined_value(place.beside, sort) or (run, found)
    for more in place.more[:3] if sort in _GROWING else ():
        longer = run + more
        other = _scan(scanner, longer.text, sort)
        if other is None or other.stop <= len(run) or other.start >= len(run):
            break
        if found is not None and not _better(sort, run.text, found, other, more.text):
            break
        run, found = longer, other
    if found is None:
        return None
    away = min(0.4, 0.04 * found.start)
    return Candidate(run, found, max(0.0, place.weight * weight * found.quality - away), hit)


def _scan(scanner: Scanner, text: str, sort: str) -> Found | None:
    lead = re.match(r"[:;,.\-)\]为是系]+", text) if sort in wording.WORDED or sort == "item" else None
    offset = lead.end() if lead else 0
    found = grammar.best(scanner, text[offset:], 0)
    return replace(found, start=found.start + offset, stop=found.stop + offset) if found else None


def _better_org(text: str, found: Found, other: Found, more: str) -> bool:
    rest = text[found.stop :] + more
    if wording.org_goes_on(rest) > len(text) - found.stop:  # …有限公司南溪分公 / 司
        return True
    if found.stop < len(text.rstrip("-*.,")):
        return False
    if sum(char.isdigit() for char in more) >= 4 or (re.search(r"银行|支行", more[:8]) and "行" not in text):
        return False
    if re.fullmatch(r"\([\u4e00-\u9fff]{1,8}\)", more):  # …医院 / （示例）
        return True
    done = bool(_WHOLE_ORG.search(str(found.value))) and found.quality >= 0.4
    return not done and other.quality > found.quality


def _better(sort: str, text: str, found: Found, other: Found, more: str) -> bool:
    if sort == "org":
        return _better_org(text, found, other, more)
    if found.stop < len(text) and sort not in ("bank", "words"):
        return False
    if found.stop < len(text.rstrip("-*.,")):
        return False
    if sort == "bank":
        open_end = bool(_OFFICE.match(more)) or not _WHOLE_BANK.search(str(found.value))  # …虚构分行 / 营业部
        return open_end and bool(_WHOLE_BANK.search(str(other.value)))
    if sort == "account" and len(str(other.value)) > _LONGEST_ACCOUNT:
        return False
    if sort in ("account", "id", "money"):
        return other.quality >= found.quality and more[:1].isdigit() and not (sort == "account" and found.quality >= 1)
    if sort == "words":
        cut = not re.search(r"[整正分]$", text[found.start : found.stop])
        return cut and other.stop - other.start > found.stop - found.start and other.quality >= found.quality - 0.01
    if sort == "text":
        return False
    if sort == "name":
        return False
    return other.quality > found.quality


def value_of(layout: Layout, hit: Hit, sort: str) -> Candidate | None:
    """Return the best value for one label."""
    base = {3: 1.0, 2: 0.95, 1: 0.85, 0: 0.6}[hit.strength] * (1.0 if hit.exact else 0.9)
    found = [read_place(place, sort, base, hit) for place in layout.places(hit)]
    return max((one for one in found if one is not None), key=lambda one: one.fit, default=None)


def leaf(book: Book, run: Run, found: Found, sort: str, fit: float = 1.0) -> FieldLeaf:
    """Return the leaf of a value found in a run."""
    span = run.cut(found.start, found.stop)
    parts = book.parts(span)
    probabilities = book.probabilities(span) or (0.0,)
    box = book.box(span)
    value = _written(book, span, found, sort)
    return FieldLeaf(
        value=value,
        raw=book.raw(span),
        confidence=min(probabilities) * (0.85 if "ODD_SEPARATOR" in found.flags else 1.0),
        mean=sum(probabilities) / len(probabilities),
        page=box[0] if box else 0,
        box=box[1] if box else None,
        line_index=parts[0].line_index if parts else -1,
        start=parts[0].start if parts else 0,
        stop=parts[0].stop if parts else 0,
        parts=parts,
        flags=found.flags,
        alternatives=alternatives(book, span, value, sort),
        sort=sort,
        fit=round(fit, 3),
    )


def _written(book: Book, span: Run, found: Found, sort: str) -> Scalar:
    """Return the value with the characters as read where folding changed them (names keep their forms)."""
    if sort not in ("name", "org", "bank", "text", "code") or not isinstance(found.value, str):
        return found.value
    text = book.plain(span) if sort == "name" else book.printed(span)
    if sort in ("org", "bank"):
        text = re.sub(
            r"\((?:统一?|统一社会?|统一社会信用?|统一社会信用代码?)$", "", unicodedata.normalize("NFKC", text)
        )
    if sort in ("org", "bank", "text") and re.search(r"[\u4e00-\u9fff]", text):
        text = text.replace("(", "（").replace(")", "）")
        if sort != "text" and re.search(r"（[\u4e00-\u9fff]{2,8}$", text):
            text += "）"  # the closing sign fell outside the line; nothing else can follow
    if sort == "name":
        text = re.sub(r"[•・‧.]", "·", text)
    if sort == "code":
        text = text.replace("—", "-").replace("–", "-")
        text = re.sub(r"[\[〔(【<]((?:19|20)\d{2})[\]〕)】>]", r"〔\1〕", text)
    return text


def candidate_leaf(book: Book, candidate: Candidate, sort: str) -> FieldLeaf:
    """Return the leaf of a candidate."""
    found = candidate.found
    if candidate.hit is not None and "NO_RMB_PREFIX" in found.flags:
        line = book.entries[candidate.hit.entry].run.text[: candidate.hit.stop]
        if "人民币" in line or "人民币" in candidate.hit.word:  # the printed label says it
            found = replace(found, flags=tuple(flag for flag in found.flags if flag != "NO_RMB_PREFIX"))
    return leaf(book, candidate.run, found, sort, candidate.fit)


def empty_leaf(hit: Hit, raw: str = "") -> FieldLeaf:
    """Return the leaf of a label beside which nothing valid stands."""
    return FieldLeaf(None, raw=raw, page=hit.page, box=hit.box, line_index=-1, fit=0.3)


Chooser = Callable[[Hit], float]
