"""What the measurement counts, on small papers made up here."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.counting import Tally, tally
from tests.bench.table import four_rows


def _leaf(
    value: object, *, sure: bool = True, box: tuple[int, ...] = (), flags: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "value": value,
        "sure": sure,
        "confidence": 0.99,
        "page": 0,
        "box": list(box) or [id(value) % 997],
        "flags": flags,
    }


def _paper(fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    paper = {"kind": "ADV_VOUCHER", "profile": "scan", "fields": fields, "other": {}, "handwritten": [], "marks": []}
    return {**paper, "printed": sorted(fields), **more}


def _count(
    tmp_path: Path,
    paper: dict[str, Any],
    read: dict[str, Any],
    *,
    kind: str = "ADV_VOUCHER",
    codes: tuple[str, ...] = (),
) -> Tally:
    findings = [{"code": code, "severity": "F"} for code in codes]
    document = {"file": "a.jpg", "kind": kind, "fields": read, "marks": [], "findings": findings}
    truth = {
        "case": "one",
        "clean": True,
        "fault": None,
        "profile": "scan",
        "files": {"a.jpg": paper, "b.jpg": _paper({})},
    }
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth/one.json").write_text(json.dumps(truth))
    results = tmp_path / "results.jsonl"
    results.write_text(json.dumps({"case": "one", "documents": [document]}))
    return tally(results, tmp_path / "truth")


def _whole(counted: Tally) -> dict[str, int]:
    """Add the printed critical fields up."""
    return {key: sum(c[key] for c in counted.printed.values()) for key in ("exact", "wrong", "sure")}


def test_only_printed_critical_fields_are_asked_to_be_exact(tmp_path: Path) -> None:
    """A name, an amount in a row and a day count; the bank's name and a written day do not."""
    paper = _paper(
        {
            "worker_name": "甲乙",
            "payee_bank": "示例银行",
            "injury_date": "2024-03-05",
            "lines": [{"amount": 100, "receipt_no": "7"}, {"amount": 200}],
        },
        handwritten=["injury_date"],
    )
    read = {
        "worker_name": _leaf("甲乙"),
        "payee_bank": _leaf("别的"),
        "injury_date": _leaf("2024-03-06", sure=False),
        "lines": [{"amount": _leaf(100), "receipt_no": _leaf("8")}, {"amount": _leaf(250, sure=False)}],
    }
    counted = _count(tmp_path, paper, read)
    assert _whole(counted) == {"exact": 2, "wrong": 1, "sure": 2}
    assert counted.written["scan"] == {"doubted": 1}
    assert (counted.sure["scan"], counted.sure_wrong) == ({"printed right": 2}, [])


@pytest.mark.parametrize(("written", "how"), [(["sign_dates"], "handwritten"), ([], "printed")])
def test_the_days_of_several_signers_count_as_the_truth_says_they_were_drawn(
    tmp_path: Path, written: list[str], how: str
) -> None:
    """Each day of a list is written where the truth lists it so; the last day, said again apart, counts once."""
    paper = _paper({"sign_dates": ["2024-03-05", "2024-03-06"], "sign_date": "2024-03-06"}, handwritten=written)
    last = _leaf("2024-03-07", box=(1, 2))
    counted = _count(tmp_path, paper, {"sign_dates": [_leaf("2024-03-05"), last], "sign_date": last})
    assert counted.sure["scan"] == {f"{how} right": 1, f"{how} wrong": 1}
    assert counted.written["scan"].total() == (2 if written else 0)
    assert len(counted.sure_wrong) == 1


def test_what_no_person_can_read_must_only_not_be_sure_and_wrong(tmp_path: Path) -> None:
    """Such values are no misses; a sure wrong one counts, and the clean case stands outside the share."""
    paper = _paper(
        {"worker_name": "甲乙", "lines": [{"amount": 100}, {"amount": 200}], "total_figures": 300},
        illegible=["lines[0].amount", "total_figures"],
    )
    read = {
        "worker_name": _leaf("甲乙"),
        "lines": [{"amount": _leaf(None, sure=False)}, {"amount": _leaf(200)}],
        "total_figures": _leaf(800),
    }
    counted = _count(tmp_path, paper, read, codes=("FLD-002",))
    assert _whole(counted) == {"exact": 2, "wrong": 0, "sure": 2}
    assert counted.hidden["scan"] == {"doubted": 1, "sure and wrong": 1}
    assert counted.sure["scan"]["printed wrong"] == 1
    assert (counted.clean, counted.clean_hidden["scan"], counted.false_alarms) == ({}, {"alarmed": 1}, {})
    assert "outside the share: 0 of 1" in four_rows(counted)


def test_a_hidden_value_that_is_not_critical_leaves_the_case_in_the_share(tmp_path: Path) -> None:
    """The share loses a clean case only for a value that a finding would ask about."""
    counted = _count(tmp_path, _paper({"payee_bank": "示例银行"}, illegible=["payee_bank"]), {})
    assert (counted.clean["scan"], counted.clean_hidden) == ({"clean": 1}, {})


@pytest.mark.parametrize(("flags", "outcome"), [((), "printed wrong"), (("ALTERED",), "printed right")])
def test_a_crossed_out_value_is_wrong_unless_it_is_said_to_be_altered(
    tmp_path: Path, flags: tuple[str, ...], outcome: str
) -> None:
    """The struck figure read to the sign says nothing that counts; only its flag makes it true."""
    paper = _paper({"total_figures": 100}, illegible=["total_figures"], altered={"total_figures": "9.00"})
    counted = _count(tmp_path, paper, {"total_figures": _leaf(100, flags=flags)})
    assert counted.sure["scan"] == {outcome: 1}


def test_a_sure_value_at_a_place_that_the_paper_does_not_have_is_wrong(tmp_path: Path) -> None:
    """An invented employer counts; one that stands on the paper under another name, and the same spot twice, do not."""
    paper = _paper({"payee_name": "甲公司"}, seal_day="2024-03-09", kind="JOINT_EMPLOYER")
    spot = _leaf("乙银行", box=(5, 5))
    read = {
        "payee_name": _leaf("甲公司"),
        "employer_name": spot,
        "deceased_name": spot,
        "sign_dates": [_leaf("2024-03-09")],
        "payee_bank": _leaf("无处"),
        "deceased_id": _leaf("1", sure=False),
    }
    counted = _count(tmp_path, paper, read, kind="JOINT_EMPLOYER")
    assert counted.sure["scan"] == {"printed right": 1, "nowhere wrong": 1, "nowhere right": 1}
    assert counted.sure_wrong == ["one/a.jpg scan employer_name: not there, read '乙银行'"]


def test_of_papers_that_are_only_classed_nothing_false_may_be_sure(tmp_path: Path) -> None:
    """A certificate's values are no misses when unread, and wrong ones count when sure."""
    other = {"name": "甲乙", "id_no": "1", "issue_date": "2024-03-05"}
    paper = _paper({}, other=other, printed=sorted(other), kind="DEATH_CERT")
    counted = _count(tmp_path, paper, {"name": _leaf("甲丙"), "issue_date": _leaf("2024-03-05")}, kind="DEATH_CERT")
    assert (_whole(counted)["wrong"], counted.sure["scan"]) == (0, {"printed wrong": 1, "printed right": 1})


def test_a_value_that_is_none_is_exact_nowhere(tmp_path: Path) -> None:
    """A printed day that is no day: nothing read is no success, a day that was made up is sure and wrong."""
    read = {"injury_date": _leaf("2024-03-01"), "total_figures": _leaf(None)}
    counted = _count(tmp_path, _paper({"injury_date": None, "total_figures": None}), read)
    assert (_whole(counted), counted.sure["scan"]) == ({"exact": 0, "wrong": 0, "sure": 0}, {"printed wrong": 1})


def test_the_kind_of_a_file_that_cannot_be_opened_is_not_asked(tmp_path: Path) -> None:
    """Where nothing can be read, the kind cannot be told either."""
    counted = _count(tmp_path, _paper({"worker_name": "甲乙"}, illegible=["worker_name"]), {}, kind="OTHER")
    assert ("ADV_VOUCHER", "scan") not in counted.kinds


def test_the_four_rows_show_share_interval_and_number() -> None:
    """Profiles stand side by side, the easiest first; errors of sure values count per 1,000, split by their sort."""
    counted = Tally()
    counted.printed[("BANK_SLIP", "amount_figures", "photo")].update({"exact": 34, "wrong": 1, "sure": 30})
    counted.printed[("BANK_SLIP", "amount_figures", "scan")].update({"exact": 3})
    counted.sure["scan"].update({"printed right": 997, "handwritten wrong": 1, "nowhere wrong": 2})
    counted.written["photo"].update({"right": 6, "doubted": 2, "wrong": 2})
    counted.clean["scan"].update({"clean": 3, "alarmed": 1})
    head, _, exact, sure, written, clean, *_ = four_rows(counted).splitlines()
    assert head.startswith("| | scan | photo |")
    assert "| 100.0 % (3/3; 43.9–100.0) | 97.1 % (34/35; 85.5–99.5) |" in exact
    assert "| 3.0 (3/1000; 1.0–8.8): printed 0, handwritten 1, not there 2 | – |" in sure
    assert "| – | 80.0 % (8/10; 49.0–94.3), right 6 |" in written
    assert "| 75.0 % (3/4; 30.1–95.4) | – |" in clean
