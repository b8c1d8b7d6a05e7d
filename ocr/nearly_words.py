"""Amounts that capitals which are none may have been: what they say with one sign put right.

壹万陆仟叁伍陆拾伍元整 lacks a 佰, or has 伍 in its place. Such amounts are asked for, never taken: ink decides
(both_look). Here: the amounts. Not here: reading capitals (validators.formats.money_words), ink.
"""

from collections.abc import Iterator
from typing import Final

from validators.formats.money_words import DIGITS, parse_money_words

_SIGNS: Final = (*DIGITS, *"拾佰仟万元角分")
_LONGEST: Final = 40  # signs of an amount in capitals; a longer text is a sentence


def nearly_said(text: str) -> set[int]:
    """Return the amounts in fen that capitals say once one sign is replaced, put in or left out."""
    if len(text) > _LONGEST:
        return set()
    return {fen for one in _put_right(text) if (fen := parse_money_words(one)) is not None}


def _put_right(text: str) -> Iterator[str]:
    for at in range(len(text) + 1):
        before, behind = text[:at], text[at:]
        yield before + behind[1:]
        for sign in _SIGNS:
            yield before + sign + behind
            yield before + sign + behind[1:]
