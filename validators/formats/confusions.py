"""Signs that OCR takes for one another (DOMAIN §3.9): for doubting and for offering, never for storing."""

from collections.abc import Callable
from itertools import product

GROUPS: tuple[str, ...] = (
    "0OoD〇○",
    "1lI",
    "5S",
    "8B",
    "Xx×",
    "己已巳",
    "佰伯",
    "壹壶",
    "柒染",
    "未末",
    "士土",
    "元无",
)
MOST_CANDIDATES = 64

_GROUP_OF = {sign: group for group in GROUPS for sign in group}
_DIGIT_OF = {sign: group[0] for group in GROUPS if group[0].isdigit() for sign in group}
_CAPITAL_OF = {"伯": "佰", "壶": "壹", "染": "柒", "无": "元"}


def confusable(one: str, other: str) -> bool:
    """True when two different single characters belong to one group of the table."""
    return one != other and other in _GROUP_OF.get(one, "")


def differs_by_confusion(one: str, other: str) -> bool:
    """True when two unequal texts of one length differ only in signs that are taken for one another."""
    if one == other or len(one) != len(other):
        return False
    return all(a == b or confusable(a, b) for a, b in zip(one, other, strict=True))


def doubtful_places(text: str) -> tuple[int, ...]:
    """Give the places of a text that hold a sign of the table."""
    return tuple(place for place, sign in enumerate(text) if sign in _GROUP_OF)


def digit_candidates(text: str) -> tuple[str, ...]:
    """Offer the text with look-alike letters as digits (and × as X); empty when nothing would change."""
    changed = "".join("X" if sign in "x×" else _DIGIT_OF.get(sign, sign) for sign in text)
    return (changed,) if changed != text else ()


def amount_candidates(text: str) -> tuple[str, ...]:
    """Offer the text with look-alikes as capitals of amounts (伯 as 佰); empty when nothing would change."""
    changed = "".join(_CAPITAL_OF.get(sign, sign) for sign in text)
    return (changed,) if changed != text else ()


def candidates(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Offer the other readings of a text that pass a check, within a bound on the readings tried."""
    choices = [tuple(dict.fromkeys(sign + _GROUP_OF.get(sign, ""))) for sign in text]
    tried = 1
    for place, choice in enumerate(choices):
        tried *= len(choice)
        if tried > MOST_CANDIDATES**2:
            choices[place:] = [(sign,) for sign in text[place:]]
            break
    found = []
    for signs in product(*choices):
        other = "".join(signs)
        if other != text and fits(other):
            found.append(other)
        if len(found) == MOST_CANDIDATES:
            break
    return tuple(found)
