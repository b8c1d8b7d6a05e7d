"""Columns for a terminal where Chinese characters take two cells."""

import unicodedata
from collections.abc import Sequence

FEN_PER_YUAN = 100


def width(text: str) -> int:
    """Count the cells that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text up to a number of cells."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if right else text + blanks


def clip(text: str, cells: int) -> str:
    """Cut a text to a number of cells, with … where something is left out."""
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for char in text:
        step = width(char)
        if used + step > cells - 1:
            break
        kept, used = kept + char, used + step
    return kept + "…"


def yuan(fen: int) -> str:
    """Write fen as yuan with two decimals and thousands, e.g. 1,234.50."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // FEN_PER_YUAN:,}.{rest % FEN_PER_YUAN:02d}"


def lay_out(rows: Sequence[Sequence[str]], *, most: Sequence[int], gap: str = "  ") -> tuple[str, ...]:
    """Lay rows out in aligned columns, each at most so many cells wide."""
    if not rows:
        return ()
    clipped = [[clip(cell, limit) for cell, limit in zip(row, most, strict=True)] for row in rows]
    widths = [max(width(row[column]) for row in clipped) for column in range(len(most))]
    return tuple(
        gap.join(pad(cell, cells) for cell, cells in zip(row, widths, strict=True)).rstrip() for row in clipped
    )
