"""What must agree of two readings of one ink.

Here: the characters of a text that carry a value of a sort, and whether a text is another with some left out. Not here:
reading, doubting (second_look).
"""

from typing import Final

from ocr.extract.runs import fold

_LONG_NAMES: Final = frozenset({"org", "bank"})  # a lost character leaves no other name; of an amount it leaves another
_KEPT_SHARE: Final = 0.7  # of such a name's characters
# Radicals that some PDF writers put into the text layer for the characters they look like; NFKC leaves them.
_RADICALS: Final = str.maketrans(
    "⺟⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳⺝⺘⺮⻑⾧",
    "母民肉虎西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟月扌竹长长",
)


def essence(sort: str, text: str) -> str:
    """Return what must agree of two readings: the folded characters that carry a value of this sort."""
    folded = "".join(fold(char) for char in text.translate(_RADICALS) if char.strip())
    if sort in {"id", "uscc", "account", "cnaps", "card", "code"}:
        return "".join(char for char in folded.upper() if char.isascii() and char.isalnum())
    if sort in {"money", "date"}:
        return "".join(char for char in folded if char.isdigit() or char in ".年月日")
    return "".join(char for char in folded if char.isalnum())


def only_lost(sort: str, wanted: str, text: str) -> bool:
    """Tell whether a reading only lacks characters: nearly all of them, or in a name of a firm a few."""
    again = essence(sort, text)
    if 2 * len(again) < len(wanted):
        return True
    return sort in _LONG_NAMES and _KEPT_SHARE * len(wanted) <= len(again) and lies_in(again, wanted)


def lies_in(some: str, whole: str) -> bool:
    """Tell whether a text is another with some characters left out."""
    rest = iter(whole)
    return all(char in rest for char in some)
