"""Whether a stamp is the one of an expected organisation.

Here: one stamp's strips against one name, by CTC score and by the reading. Not here: reading the stamp (seal_text).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import cv2
import numpy as np

from ocr.engines.base import OcrEngine
from ocr.engines.ctc import decode
from ocr.lines import Glyph
from ocr.marks.char_forms import FORMS, simplified
from ocr.marks.found import FoundMark
from ocr.marks.scoring import emission, scores
from validators.model.codes import NameMatch
from validators.model.evidence import Mark

# Bounds tuned on drawn stamps (seed 3), faint, turned and crossed by print.
_MATCH_PER_CHAR = -1.1  # nats below the best reading, per character of the name
_SURELY = 0.9  # probability from which a character that differs counts as read
_WRONG_CHARS = 2  # surely read characters that differ from the name, from which the stamp is another's
_PLAIN = 0.97  # mean certainty of a clean stamp; on a worse one it takes one character more
_CLEAR = 0.99  # mean certainty of a stamp read without a doubt
_OTHER_CHARS = 2  # characters that such a stamp shows in the place of the name's, from which it is another's
# Nats by which such characters lead the name's own, from which the stamp may be another's. Of 32 drawn ones of the firm
# itself those that matched had at most 13.9; of near firms' ones that passed in silence, the least had 16.
_ANOTHER = 15.0
_LEAST_COMMON = 2  # characters in a row that two names have in common; a single one stands in both by chance
_LIKE, _LIKE_HARDLY = 0.72, 0.6  # similarity below which a clean, a hardly legible stamp is another's
_LEGIBLE, _LEAST_READ = 0.88, 6  # mean certainty and number of characters of a legible ring
_NOISE = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_WEAKEST_LIKE = 0.6  # a reading less like the name than this is never its match


def match_seal(found: FoundMark, employer: str | None, engine: OcrEngine) -> Mark:
    """Return the seal's mark with `name_match` against the employer; unchanged when nothing can be compared."""
    mark = found.mark
    if not mark.present or not employer:
        return mark
    if not found.strips:
        return replace(mark, name_match=NameMatch.NOT_POSSIBLE)
    matches = seal_matches(found, employer, engine)
    if matches is NameMatch.NOT_POSSIBLE and _lead_of_another(found, _plain(employer), engine) >= _ANOTHER:
        return replace(mark, name_match=matches, sure=False)  # a person looks whose it is
    # A stamp that says the employer's name is a stamp, however little of its ring is left.
    return replace(mark, name_match=matches, sure=mark.sure or matches is NameMatch.MATCH)


def seal_matches(found: FoundMark, name: str, engine: OcrEngine) -> NameMatch:
    """Return MATCH, NO_MATCH or NOT_POSSIBLE for a stamp and an organisation's name."""
    wanted = _plain(name)
    reading = _plain(found.mark.name)
    if reading == wanted:
        return NameMatch.MATCH
    if found.mark.confidence >= _CLEAR and _exchanged(reading, wanted) >= _OTHER_CHARS:
        return NameMatch.NO_MATCH  # 永例 for 样本 costs a long name less than its own slack
    like = SequenceMatcher(None, wanted, reading).ratio()
    deficit, wrong = _fit(found, wanted, engine)
    if deficit / max(len(wanted), 1) >= _MATCH_PER_CHAR and like >= _WEAKEST_LIKE and not wrong:
        return NameMatch.MATCH
    legible = found.mark.confidence >= _LEGIBLE and len(reading) >= _LEAST_READ
    plain = found.mark.confidence >= _PLAIN
    least, unlike = (_WRONG_CHARS, _LIKE) if plain else (_WRONG_CHARS + 1, _LIKE_HARDLY)
    if legible and (wrong >= least or like < unlike):
        return NameMatch.NO_MATCH
    return NameMatch.NOT_POSSIBLE


def _fit(found: FoundMark, wanted: str, engine: OcrEngine) -> tuple[float, int]:
    """Return the least deficit of the name over the strips, and the surely differing characters on the best strip."""
    best, wrong = -np.inf, 0
    for strip in found.strips:
        distribution, charset = engine.log_probabilities(
            np.asarray(cv2.cvtColor(strip, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
        )
        table = emission(distribution, {char: label for label, char in enumerate(charset)}, tuple(wanted), FORMS)
        deficit = float(scores(table, [wanted])[0]) - table.best
        if deficit > best:
            best = deficit
            wrong = _surely_wrong(decode(np.exp(distribution), charset), wanted)
    return best, wrong


def _lead_of_another(found: FoundMark, wanted: str, engine: OcrEngine) -> float:
    """Return the nats by which the name with the read characters in its own ones' place leads it, on the best strip.

    Lost characters count as there. A worn ring of the firm's own says its name nearly as well; another firm's does not.
    """
    other = _as_read(wanted, _plain(found.mark.name))
    if other in ("", wanted):
        return 0.0
    best, lead = -np.inf, 0.0
    for strip in found.strips:
        distribution, charset = engine.log_probabilities(
            np.asarray(cv2.cvtColor(strip, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
        )
        index = {char: label for label, char in enumerate(charset)}
        table = emission(distribution, index, tuple(dict.fromkeys(wanted + other)), FORMS)
        own, read = (float(scores(table, [text])[0]) for text in (wanted, other))
        if max(own, read) - table.best > best:
            best, lead = max(own, read) - table.best, read - own
    return lead


def _as_read(wanted: str, reading: str) -> str:
    """Return the name with the characters that were read in place of others: 顺样 for 样本, with one sign in common."""
    blocks = [
        block
        for block in SequenceMatcher(None, wanted, reading, autojunk=False).get_matching_blocks()
        if block.size >= _LEAST_COMMON or block.size == 0
    ]
    text, at, there = "", 0, 0
    for block in blocks:
        own, read = wanted[at : block.a], reading[there : block.b]
        text += (read if own and read else own) + wanted[block.a : block.a + block.size]
        at, there = block.a + block.size, block.b + block.size
    return text


def _exchanged(reading: str, wanted: str) -> int:
    """Return how many characters of a name have others in their place; characters that are only lost do not count."""
    codes = SequenceMatcher(None, reading, wanted, autojunk=False).get_opcodes()
    return sum(max(i1 - i0, j1 - j0) for kind, i0, i1, j0, j1 in codes if kind == "replace")


def _surely_wrong(glyphs: Sequence[Glyph], wanted: str) -> int:
    read = [glyph for glyph in glyphs if _plain(glyph.char)]
    text = "".join(_plain(glyph.char)[0] for glyph in read)
    wrong = 0
    for kind, i0, i1, j0, j1 in SequenceMatcher(None, text, wanted, autojunk=False).get_opcodes():
        if kind == "replace":
            sure = sum(glyph.probability >= _SURELY for glyph in read[i0:i1])
            wrong += min(sure, max(i1 - i0, j1 - j0))
        elif kind == "delete" and i0 > 0 and i1 < len(read):
            wrong += sum(glyph.probability >= _SURELY for glyph in read[i0:i1])
    return wrong


def _plain(text: str) -> str:
    return _NOISE.sub("", simplified(text))
