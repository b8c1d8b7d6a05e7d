"""The claim record at the edge: what is required, what is unknown, what is refused and how it is said."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.claims.schemas import RecordFault, is_fictional, load_record, parse_record
from intake.presenting.records import show_record
from tests.builders import make_death_record, make_record
from validators.model.codes import CardStatus, Payee

LEAST: dict[str, Any] = {
    "kind": "living",
    "worker": {"name": "陈示例", "id_no": "449900199003071016"},
    "employer": {"name": "虚构市示例制造有限公司"},
    "injury_date": "2021-06-28",
    "items": [{"code": "MEDICAL", "approved_fen": 100}],
}


def test_the_least_record_leaves_the_rest_unknown() -> None:
    """Only six members are required; all else is unknown."""
    record = parse_record(LEAST).record
    assert record.worker.card is CardStatus.UNKNOWN
    assert (record.filed_on, record.relatives, record.dispute_recorded, record.allocation) == (None,) * 4
    assert record.items[0].claimed_advance_fen is None


@pytest.mark.parametrize("name", ["kind", "worker", "employer", "injury_date", "items"])
def test_a_missing_required_member_is_named(name: str) -> None:
    """The sentence says which member is missing."""
    with pytest.raises(RecordFault, match=f"缺少 {name}"):
        parse_record({key: value for key, value in LEAST.items() if key != name})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"injury_date": "2021-02-30"}, "injury_date"),
        ({"injury_date": "20210628"}, "injury_date"),
        ({"injury_date": 20210628}, "injury_date"),
        ({"kind": "dead"}, "kind"),
        ({"items": [{"code": "MEDICAL", "approved_fen": -1}]}, "items[0].approved_fen"),
        ({"items": [{"code": "MEDICAL", "approved_fen": 1.5}]}, "items[0].approved_fen"),
        ({"items": [{"code": "MEDICAL", "approved_fen": True}]}, "items[0].approved_fen"),
        ({"items": [{"code": "MEDICAL", "approved_fen": "100"}]}, "items[0].approved_fen"),
        ({"items": [{"code": "NOTHING", "approved_fen": 1}]}, "items[0].code"),
        ({"worker": {"name": " ", "id_no": "1"}}, "worker.name"),
        ({"worker": {"name": "a\nb", "id_no": "1"}}, "worker.name"),
        ({"worker": {"name": "陈", "id_no": "1", "card": "GOLD"}}, "worker.card"),
        ({"dispute_recorded": "yes"}, "dispute_recorded"),
        ({"settled": [{"received_fen": -1}]}, "settled[0].received_fen"),
        ({"allocation": [{"item": "MEDICAL", "relative": 0, "fen": 1}]}, "allocation.relative"),
        ({"items": [{"code": "MEDICAL", "approved_fen": 1}, {"code": "MEDICAL", "approved_fen": 2}]}, "items"),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(change: dict[str, Any], place: str) -> None:
    """The sentence names the place; the value may be personal and stays out."""
    with pytest.raises(RecordFault) as fault:
        parse_record(LEAST | change)
    assert place in str(fault.value)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"kind": NaN}', b"7"])
def test_what_is_no_record_is_one_sentence(raw: bytes) -> None:
    """Whatever the bytes, the answer is a RecordFault."""
    with pytest.raises(RecordFault):
        load_record(raw)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_parser(raw: bytes) -> None:
    """Random bytes end as a RecordFault."""
    with pytest.raises(RecordFault):
        load_record(raw)


def test_unknown_members_are_ignored_and_named() -> None:
    """A member that we do not know changes nothing and stands in the warnings with its path."""
    body = LEAST | {"colour": "red", "worker": LEAST["worker"] | {"shoe": 43}}
    parsed = parse_record(body)
    assert parsed.record == parse_record(LEAST).record
    assert any("colour" in warning for warning in parsed.warnings)
    assert any("worker.shoe" in warning for warning in parsed.warnings)


def test_null_is_unknown_and_settled_may_be_one_or_many() -> None:
    """null says nothing; a single settled object and a list of it are the same."""
    one = {"received_fen": 5, "credited_on": "2021-09-05"}
    single = parse_record(LEAST | {"settled": one, "relatives": None, "death_date": None}).record
    many = parse_record(LEAST | {"settled": [one]}).record
    assert single.settled == many.settled
    assert single.settled[0].credited_on == date(2021, 9, 5)


def test_byte_order_mark_is_accepted() -> None:
    """Windows editors write a mark in front."""
    assert load_record("﻿".encode() + json.dumps(LEAST).encode()).record.worker.name == "陈示例"


@pytest.mark.parametrize("record", [make_record(), make_death_record()])
def test_a_record_comes_back_as_it_was(record: Any) -> None:
    """Showing and parsing again gives the same record."""
    assert parse_record(json.loads(json.dumps(show_record(record)))).record == record


def test_remainder_and_relations() -> None:
    """The remainder's word becomes a payee; a relation that is not on the list is a warning, not a refusal."""
    body = LEAST | {
        "items": [{"code": "FUNERAL", "approved_fen": 1, "remainder_to": "JOINT"}],
        "relatives": [{"name": "某", "relation": "叔叔"}],
    }
    parsed = parse_record(body)
    assert parsed.record.items[0].remainder_to is Payee.JOINT
    assert any("relatives[0].relation" in warning for warning in parsed.warnings)


def test_fictional_numbers_are_recognised() -> None:
    """Region 449900 in any person's number or in the firm's code."""
    assert is_fictional(parse_record(LEAST).record)
    real = LEAST | {"worker": {"name": "陈示例", "id_no": "11010519491231002X"}}
    assert not is_fictional(parse_record(real).record)
    assert is_fictional(parse_record(real | {"employer": {"name": "某", "uscc": "91449900MA000FK13J"}}).record)


def test_a_credit_before_the_injury_is_pointed_out() -> None:
    """The record is kept, and its warnings name the row whose day cannot be."""
    rows = [{"received_fen": 1, "credited_on": day} for day in ("2021-06-28", "2021-06-27", None)]
    assert parse_record({**LEAST, "settled": rows}).warnings == ("CREDITED_BEFORE_INJURY settled[1].credited_on",)
