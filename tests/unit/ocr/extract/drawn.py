"""Lines as an engine would read them, set by hand: text at a place, glyphs spaced by their width."""

from ocr.lines import Glyph, Line
from ocr.pages import PageLines

SIZE = 30.0  # px, height of a line of print


def line(text: str, x: float, y: float, size: float = SIZE, sure: float = 0.99) -> Line:
    """One read line; a wide blank (\u3000) takes room and leaves no glyph."""
    glyphs: list[tuple[str, float]] = []
    at = 0.0
    for char in text:
        width = size * (0.52 if ord(char) < 128 else 1.0)
        if char != "\u3000":
            glyphs.append((char, at + width / 2))
        at += width
    whole = max(at, 1.0)
    quad = ((x, y), (x + whole, y), (x + whole, y + size), (x, y + size))
    return Line(quad, tuple(Glyph(char, sure, centre / whole) for char, centre in glyphs), sure)


def page(*lines: Line, number: int = 0, width: int = 1654, height: int = 2339) -> PageLines:
    """A sheet of A4 at 200 dpi with these lines, in reading order."""
    ordered = sorted(lines, key=lambda one: (round(one.box[1] / 12), one.box[0]))
    return PageLines(number, width, height, tuple(ordered))


def column(x: float, y: float, step: float, *texts: str) -> tuple[Line, ...]:
    """Lines below one another."""
    return tuple(line(text, x, y + step * number) for number, text in enumerate(texts) if text)


def title(text: str, y: float = 120.0) -> Line:
    """A large centred line."""
    size = 46.0
    return line(text, 827 - len(text) * size / 2, y, size)
