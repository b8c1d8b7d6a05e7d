"""One comparable measure of engines that only read lines: which of the true values stand in one of their lines.

A printed critical value counts as found where its text, as it stands on the paper, occurs in one line of what the
engine read; both in compatibility form (NFKC), without blanks, commas, currency signs. Values that wrap are left out,
because no line shows the whole of them. Of ours the same values are asked to be exact in their field, which is harder:
the reader must also know which value it is. Here: the comparison. Not here: who reads (engines).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.pairing import TrueValue, true_values

_LEFT_OUT = str.maketrans("", "", " ,\u3001¥元")


def asked(paper: Mapping[str, Any], document: Mapping[str, Any]) -> list[tuple[str, TrueValue]]:
    """Return the text and the value of everything that is asked of a paper; `document` is what ours read of it."""
    texts = paper.get("texts", {})
    return [
        (texts[value.place], value)
        for value in true_values(paper, document)
        if paper["fields"] and value.critical and value.legible
        if value.place in texts and value.expected is not None
    ]


def found(text: str, lines: Sequence[str]) -> bool:
    """Whether a text occurs in one of the lines."""
    wanted = plain(text)
    return any(wanted in plain(line) for line in lines)


def plain(text: str) -> str:
    """Return a text without what engines and printers disagree about: widths of signs, blanks, commas, currency."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_LEFT_OUT).split())
