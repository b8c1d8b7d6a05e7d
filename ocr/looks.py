"""The looks at a paper's values before each is judged by itself: what pairs, tables, numbers and the record tell.

Here: their order. A look chooses between readings of ink, or doubts what was read; what it chose says so by its flag.
Not here: any look, and the second look at single values (second_look), which comes after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.both_look import look_at_both
from ocr.box_look import look_at_boxes
from ocr.card_look import look_at_cards
from ocr.day_look import look_at_days
from ocr.engines.base import OcrEngine
from ocr.expected import ExpectedNames
from ocr.extract.leaves import Extraction, FieldLeaf
from ocr.holder_look import look_at_holders
from ocr.item_look import look_at_items
from ocr.lines import Line
from ocr.name_before import look_before_numbers
from ocr.payers_look import look_at_payers
from ocr.payers_together import look_at_payers_together
from ocr.rows_look import look_at_rows, sums_of
from ocr.shelf import SheetShelf
from ocr.total_beside import find_total_beside
from ocr.total_look import look_at_totals
from ocr.words_look import look_at_words
from validators.model.codes import KEY_KINDS, DocumentKind


@dataclass(frozen=True, slots=True)
class Engines:
    """Who is asked: `both` recognisers, or the one that read `here`."""

    both: OcrEngine
    here: OcrEngine


def look_at_values(
    extraction: Extraction,
    kind: DocumentKind,
    lines: Mapping[int, Sequence[Line]],
    shelf: SheetShelf,
    expected: ExpectedNames,
    engines: Engines,
) -> Extraction:
    """Return a paper's values as its amounts together, its tables, and the claim's people, numbers and days tell."""
    fields: Mapping[str, FieldLeaf] = extraction.fields
    lists: Mapping[str, tuple[FieldLeaf, ...]] = extraction.lists
    here, both = engines.here, engines.both
    if kind in KEY_KINDS and kind is not DocumentKind.MED_RECEIPT:
        fields = look_at_totals(fields, lines, shelf, here)
        lists = _chosen(lists, lines, shelf)
    fields = look_at_words(fields, lines, shelf, here)
    fields = look_at_both(fields, lines, shelf, here, sums_of(extraction.rows))
    if kind is DocumentKind.MED_RECEIPT:
        fields = find_total_beside(fields, lines, shelf, here)
        fields = look_at_payers(fields, lines, shelf, here)
        fields = look_at_payers_together(fields, lines, shelf, here)
    rows = look_at_items(extraction.rows, shelf, both)
    rows = look_at_rows(fields, rows, lines, shelf, both)
    fields, rows = look_at_cards(fields, rows, lines, shelf, both)
    fields, rows = look_at_days(fields, rows, kind, expected, shelf, both)
    fields, rows = look_at_holders(fields, rows, expected, shelf, both)
    fields = look_before_numbers(fields, lines, expected, shelf, both)
    return replace(extraction, fields=fields, lists=lists, rows=rows)


def _chosen(
    lists: Mapping[str, tuple[FieldLeaf, ...]], lines: Mapping[int, Sequence[Line]], shelf: SheetShelf
) -> dict[str, tuple[FieldLeaf, ...]]:
    """Return the lists of a letter with those of its items that were chosen."""
    items = look_at_boxes(lists.get("items", ()), lines, shelf)
    others = {name: group for name, group in lists.items() if name != "items"}
    return {**others, **({"items": items} if items else {})}
