"""From glyph probabilities to "sure": what a raw score is worth for each sort of value.

Here: the floors, each with its reason, and the confidence that is published. Not here: reading again (second_look),
agreement with other papers or the record (validators.corroborate).
"""

import math
from collections.abc import Mapping
from typing import Final

# Least glyph probability from which a value of a sort counts as read for sure, without any further proof.
# A check digit is proof in itself: a wrong digit passes it one time in ten or eleven, and must look likely besides.
FLOORS: Final[Mapping[str, float]] = {
    "id": 0.60,  # GB 11643 check digit and a real birth date
    "uscc": 0.60,  # GB 32100 check character
    "cnaps": 0.60,  # MOD 11,10
    "card": 0.60,  # Luhn
    "words": 0.70,  # capitals must parse as an amount: most single slips do not
    "account": 0.92,  # no checksum
    "money": 0.92,
    "date": 0.90,
    "name": 0.90,
    "org": 0.85,
    "bank": 0.85,
    "phone": 0.85,
    "code": 0.92,
    "text": 0.80,
    "item": 0.60,  # chosen from a closed list
    "statement": 0.0,  # found or not found; many characters carry it
    "method": 0.60,
}
LEAST_FIT: Final = 0.5  # of label, place and grammar: what fits less may belong to another field
DOUBTFUL: Final = 0.45  # below this no agreement makes a value sure: a person reads it
CHOSEN: Final = 0.40  # confidence of what the record or another place chose: below what any agreement could make sure
FIGURE_IN_DOUBT: Final = "FIGURE_IN_DOUBT"  # of a date: it may be another, unless the paper has that day twice
# What a grammar noticed that no glyph probability shows: the end of the value may be hidden, or a sign was guessed.
NEVER_SURE: Final = frozenset(
    {
        "ALTERED",
        "AMBIGUOUS",
        "DAY_SIGN_MISSING",
        "UNEVEN_ZEROS",
        "CROSS_FOR_X",
        FIGURE_IN_DOUBT,
        "LOOKALIKE",
        "LOOKS_LIKE_KNOWN",
        "MAYBE_ALTERED",
        "MISREAD",
        "READ_DIFFERENTLY",
        "READ_AS_CARD",
        "READ_AS_HOLDER",
        "READ_IN_TIME",
        "READ_AS_ITEM",
        "READ_AS_WORD",
        "READ_TOGETHER",
        "READ_WITH_PAPERS",
        "READ_WITH_RECORD",
        "ODD_SEPARATOR",
        "ODD_SIGN",
        "NO_ZHENG_AFTER_YUAN",
        "NO_YUAN",
    }
)
UNPROVEN: Final = 0.92  # floor of a number that has no check digit or a wrong one
_PROVES_NOTHING: Final = frozenset({"CHECK_FAILS", "NO_CHECK_DIGIT"})
# A page that reads badly makes mistakes that look certain: there a value's own certainty proves little. On 29 hurried
# photographs whose lines read with a mean below 0.975, eleven of 168 sure values were wrong, one with 0.9994.
_CLEAR_MEAN: Final = 0.98  # mean glyph probability of a page's lines from which a value is judged by itself
_HARD_MEAN: Final = 0.97  # below it nothing is sure that proves nothing but itself
_HARD_FLOOR: Final = 0.97  # between the two, rising to this
# A day or a number that every recogniser reads with this, of which no look says another and that a calendar and the
# claim's time have: of 128 printed ones with 0.98 and more, most of them above 0.995, on 405 cases of hurried
# photographs (seeds 20261221 and 20261225), pages of any mean, none was wrong. A written day with 0.985 once lacked a
# figure.
_PLAIN: Final[Mapping[str, float]] = {"date": 0.995, "code": 0.98}
_LEGIBLE_MEAN: Final = 0.80  # of a page's lines; below it they are as doubtful as all
_CHECKED: Final = frozenset({"id", "uscc", "cnaps", "card"})  # a check digit that fits is a proof
_CLOSED: Final = frozenset({"item", "method"})  # one of a few words that look little like each other
_PROVEN_FLOOR: Final = 0.95
AGREED_SHARE: Final = 0.25  # of the doubt that stays after an independent second reading said the same


def floor_of(sort: str) -> float:
    """Return the least glyph probability that makes a value of the sort sure."""
    return FLOORS.get(sort, 0.92)


def is_sure(sort: str, confidence: float, fit: float, flags: tuple[str, ...] = ()) -> bool:
    """Tell whether a value counts as read for sure on its own."""
    if NEVER_SURE.intersection(flags):
        return False
    floor = max(floor_of(sort), UNPROVEN) if _PROVES_NOTHING.intersection(flags) else floor_of(sort)
    return confidence >= floor and fit >= LEAST_FIT


def spoilt(sort: str, confidence: float, page: float, flags: tuple[str, ...] = ()) -> bool:
    """Tell whether the page's own reading (mean glyph probability) is too poor for a value of that confidence.

    What is only found or not found (statements) is carried by many characters and stands.
    """
    if page >= _CLEAR_MEAN or sort == "statement":
        return False
    if (sort in _CHECKED and not _PROVES_NOTHING.intersection(flags)) or sort in _CLOSED:
        return page < _HARD_MEAN and confidence < _PROVEN_FLOOR
    if confidence >= _PLAIN.get(sort, math.inf) and page >= _LEGIBLE_MEAN and not flags:
        return False
    if page < _HARD_MEAN:
        return True
    share = (_CLEAR_MEAN - page) / (_CLEAR_MEAN - _HARD_MEAN)
    return confidence < floor_of(sort) + share * (_HARD_FLOOR - floor_of(sort))


def after_agreement(confidence: float) -> float:
    """Return the confidence of a value that a second reading of the same ink repeated."""
    if confidence < DOUBTFUL:
        return confidence
    return 1.0 - (1.0 - confidence) * AGREED_SHARE
