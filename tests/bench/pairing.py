"""True values beside read ones: every place of a paper that the truth names, and every value that was said to be sure.

Here: which belongs to which, which is critical, how it stands on the paper, whether a person can read it. Not here:
counting.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from validators.model.codes import DocumentKind
from validators.requirements import CRITICAL, field_type

# Members of the published reading; a paper's truth may hold more than anybody asks for (cashier, ward, serial number).
PUBLISHED = frozenset(
    """worker_name worker_id employer_name employer_uscc injury_date decision_no lines total_figures total_upper
    pay_method consent payee_name payee_account payee_bank payee_cnaps sign_date sign_dates deceased_name deceased_id
    death_date relatives completeness dispute items holder_name account bank_name cnaps advanced_total
    advanced_total_upper pass_on_promise beneficiaries received_total retained_advance passed_total
    passed_total_upper pay_date slip_no receipt_code receipt_number check_code issue_date patient_name patient_id
    paid_insurance paid_account paid_cash hospital_name payer_name payer_account amount_figures amount_upper
    trade_date purpose worker_phone name id_no relation guardian supported minor phone""".split()  # noqa: SIM905 - a table of words
)
_DAY = re.compile(r"(\d{4})[.-](\d{2})[.-](\d{2})")

Leaf = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrueValue:
    """One value of a paper's truth and what was read in its place."""

    place: str  # as the truth writes it: lines[0].amount
    column: str  # lines.amount
    expected: Any
    leaf: Leaf | None
    written: bool  # by hand
    critical: bool
    legible: bool
    crossed_out: bool

    @property
    def exact(self) -> bool:
        """Whether the value was read to the sign."""
        return self.leaf is not None and self.leaf.get("value") == self.expected

    @property
    def sure(self) -> bool:
        """Whether a value was read and said to be sure."""
        return self.leaf is not None and bool(self.leaf.get("sure")) and self.leaf.get("value") is not None

    @property
    def surely_wrong(self) -> bool:
        """Whether the reader was sure of what is not so; of a value that was crossed out it must say that it was."""
        if not self.sure or self.leaf is None:
            return False
        return "ALTERED" not in self.leaf.get("flags", ()) if self.crossed_out else not self.exact


@dataclass(frozen=True, slots=True)
class Invented:
    """A critical value that was said to be sure, at a place that the paper does not have."""

    place: str
    leaf: Leaf
    stands_elsewhere: bool  # the same value stands somewhere on the paper, so nothing false was read


def true_values(paper: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[TrueValue]:
    """Yield every published value and cell of a paper's truth once, with what was read there."""
    read = document.get("fields", {})
    shown = paper["fields"] or paper.get("other", {})  # kinds that are only classed have all their values under `other`
    kind = DocumentKind(paper["kind"])
    for name, value in shown.items():
        if (paper["fields"] and name not in PUBLISHED) or _said_again(name, paper):
            continue
        for place, expected, leaf in _places(name, value, read.get(name)):
            column = re.sub(r"\[\d+\]", "", place)
            yield TrueValue(
                place,
                column,
                expected,
                leaf,
                written=_named(place, paper.get("handwritten", ())),
                critical=field_type(kind, column) in CRITICAL,
                legible=not _named(place, paper.get("illegible", ())),
                crossed_out=place in paper.get("altered", {}),
            )


def invented(paper: Mapping[str, Any], document: Mapping[str, Any], known: Sequence[TrueValue]) -> Iterator[Invented]:
    """Yield the sure critical values of a reading that belong to none of the paper's own, each spot of a page once."""
    taken = {id(value.leaf) for value in known if value.leaf is not None}
    spots = {_spot(value.leaf) for value in known if value.leaf is not None}
    somewhere = _somewhere(paper)
    kind = DocumentKind(document["kind"])
    for place, leaf in _leaves(document.get("fields", {})):
        if id(leaf) in taken or not leaf.get("sure") or leaf.get("value") is None:
            continue
        if field_type(kind, re.sub(r"\[\d+\]", "", place)) not in CRITICAL or _spot(leaf) in spots:
            continue
        spots.add(_spot(leaf))
        yield Invented(place, leaf, leaf["value"] in somewhere)


def _said_again(name: str, paper: Mapping[str, Any]) -> bool:
    """Whether a field repeats what is counted where it stands: the last of several days, the way all were paid."""
    if name == "sign_date":
        return "sign_dates" in paper["fields"]
    return bool(paper["fields"].get("beneficiaries")) and name in ("pay_date", "payee_account", "pay_method")


def _places(name: str, value: Any, got: Any) -> Iterator[tuple[str, Any, Leaf | None]]:
    if not isinstance(value, list):
        yield name, value, got if isinstance(got, dict) else None
        return
    for index, (row, there) in enumerate(
        zip(value, _partners(value, got if isinstance(got, list) else []), strict=True)
    ):
        if isinstance(row, dict):
            for member, expected in row.items():
                yield f"{name}[{index}].{member}", expected, there.get(member) if isinstance(there, dict) else None
        else:
            yield f"{name}[{index}]", row, there


def _partners(true_rows: Sequence[Any], read_rows: Sequence[Any]) -> list[Any]:
    """For each true row the read one that agrees most, the best pairs first: columns may be read in either order.

    A row that was not read has none, so that no other row's values count as its own read wrongly.
    """

    def agreement(row: Any, candidate: Any) -> int:
        if not isinstance(row, dict):
            return int(isinstance(candidate, dict) and candidate.get("value") == row)
        return sum(candidate.get(member, {}).get("value") == expected for member, expected in row.items())

    pairs = [(agreement(row, read), at, got) for at, row in enumerate(true_rows) for got, read in enumerate(read_rows)]
    partners: list[Any] = [None] * len(true_rows)
    free, taken = set(range(len(true_rows))), set()
    for _, at, got in sorted(pairs, key=lambda pair: -pair[0]):
        if at in free and got not in taken:
            partners[at] = read_rows[got]
            free.discard(at)
            taken.add(got)
    return partners


def _named(place: str, places: Sequence[str]) -> bool:
    """Whether a list of places names this one: itself, its whole list, or its column."""
    head = place.split("[")[0]
    return bool({place, head, re.sub(r"\[\d+\]", "[]", place)} & set(places))


def _leaves(fields: Mapping[str, Any]) -> Iterator[tuple[str, Leaf]]:
    for name, got in fields.items():
        for index, row in enumerate(got if isinstance(got, list) else [got]):
            place = f"{name}[{index}]" if isinstance(got, list) else name
            if "value" in row:
                yield place, row
            else:
                yield from ((f"{place}.{member}", leaf) for member, leaf in row.items() if isinstance(leaf, dict))


def _spot(leaf: Leaf) -> tuple[Any, ...]:
    return leaf.get("page"), tuple(leaf.get("box") or ()), leaf.get("value")


def _somewhere(paper: Mapping[str, Any]) -> set[Any]:
    """All values that stand anywhere on a paper: under whatever name, in a list, as a signer's, in a seal."""
    found: set[Any] = {paper.get("seal_day"), *(mark.get("name") for mark in paper.get("marks", ()))}
    waiting: list[Any] = [paper["fields"], paper.get("other", {})]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        else:
            found.add(value)
            if isinstance(value, str):
                found.update(value.split("、"), ("-".join(day) for day in _DAY.findall(value)))
    return found
