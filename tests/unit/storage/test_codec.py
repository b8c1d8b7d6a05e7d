"""Readings and claim records as JSON and back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.faults import CodecMismatch
from storage.records.reading_codec import reading_from_json, reading_to_json
from storage.records.record_codec import record_from_json, record_to_json
from tests.contract.examples import CANARIES, make_reading, make_record
from validators.model.claim import ClaimRecord
from validators.model.evidence import Alternative, DocumentReading, Leaf

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))
BOXES = st.none() | st.tuples(*[st.integers(0, 5000)] * 4)
SHARES = st.floats(0, 1, allow_nan=False)
LEAVES = st.builds(
    Leaf,
    value=SCALARS,
    raw=st.text(max_size=20),
    confidence=SHARES,
    page=st.integers(0, 49),
    box=BOXES,
    sure=st.booleans(),
    handwritten=st.booleans(),
    flags=st.lists(st.text(max_size=5)).map(tuple),
    alternatives=st.lists(st.builds(Alternative, SCALARS, SHARES), max_size=2).map(tuple),
)


def through_text(stored: Any) -> Any:
    """Return what comes back from a real JSON text."""
    return json.loads(json.dumps(stored, ensure_ascii=False, allow_nan=False))


def test_full_reading() -> None:
    """A reading that uses every member comes back equal, down to the types of its leaves."""
    reading = make_reading()

    assert reading_from_json(through_text(reading_to_json(reading))) == reading


def test_full_record() -> None:
    """A claim record that uses every member comes back equal."""
    record = make_record()

    assert record_from_json(through_text(record_to_json(record))) == record
    assert record_from_json(through_text(record_to_json(replace(record, relatives=None, allocation=None)))) == replace(
        record, relatives=None, allocation=None
    )


@given(st.dictionaries(st.text(max_size=8), LEAVES, max_size=3))
def test_any_leaf(fields: dict[str, Leaf]) -> None:
    """Any leaf comes back with the same value of the same type: true is not 1, the text "1" is not a number."""
    reading = replace(make_reading(), fields=fields, rows={"lines": (fields,)})

    back = reading_from_json(through_text(reading_to_json(reading)))

    assert back == reading
    assert [type(leaf.value) for leaf in back.fields.values()] == [type(leaf.value) for leaf in fields.values()]


def test_what_comes_back_is_frozen() -> None:
    """A mapping that was read from the store cannot be changed by accident."""
    back = reading_from_json(through_text(reading_to_json(make_reading())))

    with pytest.raises(TypeError):
        back.fields["x"] = Leaf(1)  # type: ignore[index]


def test_absent_member_takes_its_default() -> None:
    """A type may grow: what an older release kept still opens."""
    stored = through_text(reading_to_json(make_reading()))
    for member in ("remarks", "timings_ms", "engine"):
        del stored["reading"][member]

    assert reading_from_json(stored).remarks == ()


def changed(stored: dict[str, Any], inner: str, **changes: Any) -> dict[str, Any]:
    return {**stored, inner: {**stored[inner], **changes}}


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"kind": "NO_SUCH_KIND"},
        {"kind": None},
        {"kind_confidence": "0.5"},
        {"kind_confidence": True},
        {"pages": {}},
        {"pages": [{"index": 0}]},
        {"fields": []},
        {"fields": {"x": {"value": [1]}}},
        {"fields": {"x": {"value": 1, "box": [1, 2, 3]}}},
        {"fields": {"x": {"value": 1, "page": 1.0}}},
        {"file": 5},
    ],
)
def test_another_shape_is_refused(changes: dict[str, Any]) -> None:
    """Nothing that is not a reading becomes one."""
    stored = through_text(reading_to_json(make_reading()))

    with pytest.raises(CodecMismatch):
        reading_from_json(changed(stored, "reading", **changes))


@pytest.mark.parametrize("stored", [None, [], {}, {"v": 2, "reading": {}}, {"v": 1, "reading": None}, {"v": 1}])
def test_unknown_version_is_refused(stored: Any) -> None:
    """JSON of another version, or no JSON of ours, is refused."""
    with pytest.raises(CodecMismatch):
        reading_from_json(stored)
    with pytest.raises(CodecMismatch):
        record_from_json(stored)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"x", [1], {1, 2}])
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    """A value that would not come back the same is refused before it is kept."""
    with pytest.raises(CodecMismatch):
        reading_to_json(replace(make_reading(), kind_confidence=value))


def test_errors_name_the_place_only() -> None:
    """The text of an error never carries what the paper says."""
    record = through_text(record_to_json(make_record()))
    reading = through_text(reading_to_json(make_reading()))
    broken: list[tuple[Any, Any]] = [
        (record_from_json, changed(record, "record", injury_date=CANARIES[0])),
        (record_from_json, changed(record, "record", worker={"name": CANARIES[0], CANARIES[1]: 1})),
        (reading_from_json, changed(reading, "reading", declared=CANARIES[0])),
    ]
    for decode, stored in broken:
        with pytest.raises(CodecMismatch) as caught:
            decode(stored)
        assert not any(canary in str(caught.value) for canary in CANARIES)


def test_types_are_all_known() -> None:
    """Every member of the kept types has a form in JSON (fails when a type grows a shape that the codec lacks)."""
    assert isinstance(reading_from_json(through_text(reading_to_json(make_reading()))), DocumentReading)
    assert isinstance(record_from_json(through_text(record_to_json(make_record()))), ClaimRecord)
