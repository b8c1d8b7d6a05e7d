"""The page as rows of labels and pieces: what stands right of, below, and around a label.

Here: geometry of text. Not here: which label means which field (the kinds), grammars.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.extract.matching import Hit, Lexicon, Piece, hits_of, meaning_of, pieces_of
from ocr.extract.rows import beside_head, counts, near_in_row, rows_of, word_width
from ocr.extract.runs import BREAK, Book, Run, joined, overlap, union


@dataclass(frozen=True, slots=True)
class Place:
    """A run that may hold a label's value, how likely by its place, the lines that may continue it, and its row."""

    run: Run
    weight: float
    more: tuple[Run, ...] = ()
    beside: tuple[Piece, ...] = ()  # from the run's own piece on


class Layout:
    """Labels and pieces of a book, by page and row."""

    def __init__(self, book: Book, words: Lexicon) -> None:
        self.book = book
        self.words = words
        self.rows = rows_of(book)
        self.row_of = {number: index for index, row in enumerate(self.rows) for number in row}
        self.hits: list[Hit] = []
        self.pieces: list[Piece] = []
        self.entry_hits: dict[int, tuple[Hit, ...]] = {}
        self.entry_pieces: dict[int, tuple[Piece, ...]] = {}
        for number, entry in enumerate(book.entries):
            if entry.upright:  # neither a label nor a value: it names the rows beside it
                self.entry_hits[number] = ()
                self.entry_pieces[number] = ()
                continue
            hits = tuple(hit for hit in hits_of(book, entry, number, words) if counts(hit))
            self.entry_hits[number] = hits
            self.entry_pieces[number] = pieces_of(entry, number, hits)
            self.hits.extend(hits)
            self.pieces.extend(self.entry_pieces[number])
        self._split_labels(words)
        self._stacked_labels(words)
        heights = sorted(entry.height for entry in book.entries)
        self.height = heights[len(heights) // 2] if heights else 20.0
        self.right_edge = {
            page: max((e.box[2] for e in book.entries if e.page == page), default=0.0) for page in book.pages
        }
        self.left_edge = {
            page: min((e.box[0] for e in book.entries if e.page == page), default=0.0) for page in book.pages
        }

    def _split_labels(self, words: Lexicon) -> None:
        """Find labels whose characters stand in boxes of their own (户 · 名)."""
        for row in self.rows:
            loose = [p for number in row for p in self.entry_pieces[number] if len(p.run) == 1]
            loose.sort(key=lambda p: p.box[0])
            for one, two in itertools.pairwise(loose):
                word = one.run.text + two.run.text
                meaning = words.words.get(word)
                if meaning and two.box[0] - one.box[2] < 6 * one.height:
                    hit = Hit(
                        meaning, word, two.entry, two.start, two.stop, 2, True, union([one.box, two.box]), two.page
                    )
                    self._drop(one)
                    self._drop(two)
                    self.hits.append(hit)
                    self.entry_hits[two.entry] = (*self.entry_hits[two.entry], hit)

    def _stacked_labels(self, words: Lexicon) -> None:
        """Find labels that a narrow cell breaks over two lines (统一社会信用代 / 码)."""
        short = [(n, e) for n, e in enumerate(self.book.entries) if 1 <= len(e.run) <= 10]
        for upper, above in short:
            if above.run.text.isdigit():  # a row's number over a label is no part of it
                continue
            for lower, below in short:
                gap = below.box[1] - above.box[3]
                if (
                    above.page != below.page
                    or not -0.5 * above.height < gap < 0.7 * above.height
                    or below.box[1] <= above.box[1] + 0.4 * above.height
                ):
                    continue
                word = re.sub(r":$", "", above.run.text + below.run.text)
                meaning = self._stacked_meaning(above.run.text, below.run.text, word, words)
                if above.run.text in words.words and below.run.text.rstrip(":") in words.words:
                    continue
                if meaning is None or overlap(above.box[0], above.box[2], below.box[0], below.box[2]) < 0.8:
                    continue
                box = union([above.box, below.box])
                hit = Hit(meaning, word, upper, 0, len(above.run), 2, True, box, above.page)
                self.hits = [h for h in self.hits if h.entry not in (upper, lower)]
                for number in (upper, lower):
                    for gone in self.entry_pieces[number]:
                        self._drop(gone)
                    self.entry_hits[number] = ()
                self.hits.append(hit)
                self.entry_hits[upper] = (hit,)
                break

    def _stacked_meaning(self, upper: str, lower: str, word: str, words: Lexicon) -> str | None:
        """Return what two lines of a label cell mean together, None when they are no label."""
        if word in words.words:
            return words.words[word]
        if ("(" in upper and ")" not in upper) or len(lower.rstrip(":")) <= 2:
            return meaning_of(word, words)
        return None

    def _drop(self, gone: Piece) -> None:
        self.pieces = [p for p in self.pieces if p is not gone]
        self.entry_pieces[gone.entry] = tuple(p for p in self.entry_pieces[gone.entry] if p is not gone)

    def order(self, hit: Hit) -> tuple[int, float]:
        """Return the place of a hit in reading order."""
        return self.row_of[hit.entry], hit.box[0]

    def of(self, *meanings: str) -> list[Hit]:
        """Return the hits of meanings in reading order, those that can be labels."""
        found = [hit for hit in self.hits if hit.meaning in meanings]
        return sorted(found, key=self.order)

    def places(self, hit: Hit) -> list[Place]:
        """Return where the value of a label may stand: in its line, right of it, below it."""
        inline = self._inline(hit)
        if inline is not None:
            return [inline, *self._below(hit, 0.45)] if hit.strength < 3 else [inline]
        wrapped = self._wrapped(hit)
        if wrapped is not None:
            return [wrapped]
        if hit.strength < 2 and hit.start > 0:
            return []  # a label inside running text has its value behind it or nowhere
        return [*self._right(hit), *self._below(hit, 0.8)]

    def _wrapped(self, hit: Hit) -> Place | None:
        """The start of the next line, where a label ends a line of running text."""
        entry = self.book.entries[hit.entry]
        row = self.row_of[hit.entry]
        if (
            hit.start == 0
            or _content(entry.run.cut(hit.stop, len(entry.run)))
            or row + 1 >= len(self.rows)
            or hit.entry != self.rows[row][-1]
        ):
            return None
        following = beside_head(self.book, entry, self.rows[row + 1])
        if not self.runs_on(self.rows[row], following):
            return None
        first = next((p for p in self.entry_pieces[following[0]] if p.start == 0), None)
        return Place(first.run, 0.95, tuple(self.following(first, hit))) if first is not None else None

    def _inline(self, hit: Hit) -> Place | None:
        line = self.entry_pieces[hit.entry]
        after = [p for p in line if p.start >= hit.stop]
        stop = min((h.start for h in self.entry_hits[hit.entry] if h.start >= hit.stop), default=10**6)
        after = [p for p in after if p.start < stop]
        if not after or not _content(after[0].run):
            return None
        first = after[0]
        more = (*(p.run for p in after[1:]), *self.following(first, hit))
        return Place(first.run, 1.0, more, self._row_from(first))

    def _row_from(self, first: Piece) -> tuple[Piece, ...]:
        return near_in_row(first, self.pieces, self.hits)

    def following(self, first: Piece, hit: Hit | None) -> list[Run]:
        """Return the runs of lines below that may continue a piece: wrapped in its cell or in its paragraph."""
        out: list[Run] = []
        current = first
        for _ in range(2):
            below = self._next_line(current, first, hit)
            if below is None:
                break
            out.append(below.run)
            current = below
        return out

    def _next_line(self, current: Piece, first: Piece, hit: Hit | None) -> Piece | None:
        best: Piece | None = None
        for other in self.pieces:
            if other.page != current.page or other.start != 0 or other is current:
                continue
            drop = other.box[1] - current.box[3]
            if (
                not -0.35 * current.height < drop < 1.3 * current.height
                or other.middle <= current.middle + 0.5 * current.height
            ):
                continue
            cell = abs(other.box[0] - first.box[0]) < 1.6 * first.height or (
                overlap(other.box[0], other.box[2], first.box[0], first.box[2]) > 0.85
                and other.box[0] > first.box[0] - first.height
                and hit is not None
                and other.box[0] > hit.box[2] - first.height
            )
            block = self.book.entries[current.entry]
            row = [self.book.entries[number] for number in self.rows[self.row_of[current.entry]]]
            full = current.box[2] > self.right_edge[current.page] - 3.5 * current.height and current.stop == len(
                block.run
            )
            wrap = full and (
                other.box[0] < self.left_edge[current.page] + 6 * current.height
                or any(abs(other.box[0] - one.box[0]) < 1.6 * current.height for one in row)  # read in pieces
            )
            if not (cell or wrap or _is_centred_below(other, first)):
                continue
            if self._starts_with_label(other) or self._answers_other(other, hit):
                continue
            if best is None or other.box[1] < best.box[1]:
                best = other
        return best

    def _starts_with_label(self, other: Piece) -> bool:
        first = 0 if other.run.text.startswith("行") else 1  # 示例银行虚构支 / 行 联行号：
        return any(hit.start <= first for hit in self.entry_hits[other.entry])

    def _answers_other(self, other: Piece, hit: Hit | None) -> bool:
        """True when the nearest label left of a piece, at its height, is not the one whose value is sought."""
        if hit is None or other.box[0] < hit.box[2]:
            return False
        left = [
            h
            for h in self.hits
            if h.page == other.page
            and h.strength >= 2
            and h.box[2] <= other.box[0] + 0.3 * other.height
            and overlap(h.box[1], h.box[3], other.box[1], other.box[3]) > 0.6
        ]
        nearest = max(left, key=lambda h: h.box[2], default=hit)
        return nearest is not hit and nearest.box[0] > hit.box[0] - other.height

    def _right(self, hit: Hit) -> list[Place]:
        limit = min(
            (h.box[0] for h in self._near_row(hit) if h.box[0] > hit.box[2] - 2 and h is not hit),
            default=float("inf"),
        )
        band = [
            p
            for p in self.pieces
            if p.page == hit.page
            and p.box[0] >= hit.box[2] - 0.6 * p.height
            and p.box[0] < limit
            and _content(p.run)
            and (overlap(p.box[1], p.box[3], hit.box[1], hit.box[3]) > 0.35)
        ]
        if not band:
            return self._stacked(hit, limit)
        leftmost = min(p.box[0] for p in band)
        first = min((p for p in band if p.box[0] < leftmost + 1.6 * p.height), key=lambda p: p.box[1])
        column = [
            p
            for p in self.pieces
            if p.page == hit.page
            and abs(p.box[0] - first.box[0]) < 1.6 * first.height
            and abs(p.middle - (hit.box[1] + hit.box[3]) / 2) < 1.9 * first.height
            and _content(p.run)
        ]
        column.sort(key=lambda p: p.box[1])
        above = [p for p in column if p.middle < first.middle - 0.5 * first.height]
        rest = sorted((p for p in band if p is not first), key=lambda p: p.box[0])
        after = self.following(first, hit)
        beside = [p.run for p in rest if all(p.run is not run for run in after)]
        places = [Place(first.run, 0.95, (*beside, *after), self._row_from(first))]
        if above and self._same_cell(above[0], first, hit):
            places.append(Place(above[-1].run, 0.9, (first.run, *self.following(first, hit))))
        return places

    def _stacked(self, hit: Hit, limit: float) -> list[Place]:
        """A value in two lines beside a label that stands between them."""
        middle = (hit.box[1] + hit.box[3]) / 2
        column = sorted(
            (
                p
                for p in self.pieces
                if p.page == hit.page
                and hit.box[2] - 0.6 * p.height <= p.box[0] < min(limit, hit.box[2] + 14 * p.height)
                and abs(p.middle - middle) < 1.3 * p.height
                and _content(p.run)
            ),
            key=lambda p: p.box[1],
        )
        if len(column) >= 2 and column[0].middle < middle < column[-1].middle:
            return [Place(column[0].run, 0.85, tuple(p.run for p in column[1:]))]
        return []

    def _same_cell(self, upper: Piece, lower: Piece, hit: Hit) -> bool:
        if any(
            abs((h.box[1] + h.box[3]) / 2 - upper.middle) < 0.5 * upper.height
            for h in self.hits
            if h.page == hit.page and h.box[2] < upper.box[0] + 2 and h is not hit
        ):
            return False
        return lower.box[1] - upper.box[3] < 0.6 * upper.height

    def _near_row(self, hit: Hit) -> Iterable[Hit]:
        return (
            h
            for h in self.hits
            if h.page == hit.page and h.strength >= 1 and overlap(h.box[1], h.box[3], hit.box[1], hit.box[3]) > 0.4
        )

    def _below(self, hit: Hit, weight: float) -> list[Place]:
        height = hit.box[3] - hit.box[1]
        column = [
            p
            for p in self.pieces
            if p.page == hit.page
            and 0.2 * height < p.middle - hit.box[3] + 0.5 * height
            and (
                p.box[1] > hit.box[1] + 0.6 * height or (p.middle > hit.box[3] and p.box[1] > hit.box[1] + 0.3 * height)
            )
            and p.box[1] - hit.box[3] < 2.2 * height
            and (overlap(p.box[0], p.box[2], hit.box[0], hit.box[2]) > 0.5 or abs(p.box[0] - hit.box[0]) < height)
            and _content(p.run)
        ]
        if not column:
            return []
        first = min(column, key=lambda p: (round(p.box[1] / max(height, 1.0)), abs(p.box[0] - hit.box[0])))
        if any(
            h.page == hit.page
            and h is not hit
            and hit.box[3] <= (h.box[1] + h.box[3]) / 2 <= first.box[1]
            and overlap(h.box[0], h.box[2], hit.box[0], hit.box[2]) > 0.3
            for h in self.hits
        ):
            return []
        return [Place(first.run, weight, tuple(self.following(first, None)))]

    def without(self, gone: Iterable[tuple[int, int, int]]) -> None:
        """Take characters (line, start, stop) that a table has used out of labels and pieces."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for entry, start, stop in gone:
            spans.setdefault(entry, []).append((start, stop))

        def used(entry: int, start: int, stop: int) -> bool:
            return any(a < stop and start < b for a, b in spans.get(entry, ()))

        self.hits = [h for h in self.hits if not used(h.entry, h.start, h.stop)]
        self.pieces = [p for p in self.pieces if not used(p.entry, p.start, p.stop)]
        for number in spans:
            self.entry_hits[number] = tuple(h for h in self.entry_hits[number] if h in self.hits)
            self.entry_pieces[number] = tuple(
                p for p in self.entry_pieces[number] if not used(p.entry, p.start, p.stop)
            )

    def row_pieces(self, row: Sequence[int]) -> list[Piece]:
        """Return the whole lines of a row as pieces, cut at wide gaps only."""
        out: list[Piece] = []
        for number in row:
            if not self.book.entries[number].upright:
                out.extend(pieces_of(self.book.entries[number], number, ()))
        return sorted(out, key=lambda p: p.box[0])

    def loose_below(self, upper: Piece) -> list[Piece]:
        """Return short pieces right below a piece, under its middle: second lines of a narrow cell."""
        out: list[Piece] = []
        for number, entry in enumerate(self.book.entries):
            if entry.page != upper.page or len(entry.run) > 12:
                continue
            gap = entry.box[1] - upper.box[3]
            if not -0.6 * upper.height < gap < 0.7 * upper.height or entry.box[1] < upper.box[1] + 0.4 * upper.height:
                continue
            if overlap(entry.box[0], entry.box[2], upper.box[0], upper.box[2]) > 0.7:
                out.extend(pieces_of(entry, number, ()))
        return out

    def paragraphs(self) -> Run:
        """Return the text in reading order with a line break where a line does not run on into the next one."""
        runs: list[Run] = []
        brk = Run("\n", (BREAK,))
        for row, following in itertools.zip_longest(self.rows, self.rows[1:], fillvalue=()):
            runs.extend(self.book.entries[number].run for number in row)
            if not following or not self.runs_on(row, following):
                runs.append(brk)
        return joined(runs)

    def runs_on(self, row: Sequence[int], following: Sequence[int]) -> bool:
        last, first = self.book.entries[row[-1]], self.book.entries[following[0]]
        if last.page != first.page or last.run.text[-1:] in "。;" or _LISTED.match(first.run.text):
            return False
        room = self.right_edge[last.page] - last.box[2]
        full = room < max(5 * last.height, word_width(first) + 1.5 * last.height)
        begin = self.book.entries[row[0]].box[0]
        near = (
            first.box[0] < self.left_edge[first.page] + 8 * first.height or abs(first.box[0] - begin) < 3 * first.height
        )
        return full and near

    def flow(self, page: int | None = None, sign: str = "") -> Run:
        """Return the running text in reading order, lines joined by a sign."""
        rows = [row for row in self.rows if page is None or self.book.entries[row[0]].page == page]
        return joined((self.book.entries[number].run for row in rows for number in row), sign)


def _is_centred_below(other: Piece, first: Piece) -> bool:
    """Whether a short piece stands under the middle of a longer one: the rest of a value in a centred cell."""
    apart = (other.box[0] + other.box[2] - first.box[0] - first.box[2]) / 2
    return abs(apart) < _MIDDLE * first.height and other.box[0] > first.box[0]


_MIDDLE = 0.6  # heights that the middles of a centred cell's lines may lie apart
_LISTED = re.compile(r"[(]?[0-9]{1,2}[).、](?=[\u4e00-\u9fff])")  # 2.李父示: a row of a list begins its own line


def _content(run: Run) -> bool:
    return any(char.isalnum() for char in run.text)
