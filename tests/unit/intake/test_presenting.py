"""What each audience sees, and text that stays aligned with Chinese in it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.access.who import Bound, Role, Who
from intake.demo_table import wrap
from intake.presenting.audience import Audience, document_for, findings_for, reasons_for
from intake.presenting.records import mask_account, mask_id, mask_name, show_record_to_employer
from intake.presenting.table import lay_out, pad, width, yuan
from intake.problems import KINDS, Refusal, problem, wants_english
from tests.builders import make_death_record, make_voucher
from validators.model.codes import Scope, Severity
from validators.model.findings import Finding

FIRM = Audience.of(Who("c", Role.SUBMITTER, Bound(uscc="x")))
FAMILY = Audience.of(Who("r", Role.SUBMITTER, Bound(claim="C")))
REVIEWER = Audience.of(Who("h", Role.HANDLER))
SECRET = Finding("K-003", Severity.F, Scope.CROSS, (0,), about={"names": "王虚拟"})
MISSING = Finding("X-015", Severity.B, Scope.CASE, (0,), about={"names": "王虚拟、李父示"})


def test_submitters_see_no_scores_and_no_secret_checks() -> None:
    """Several secret findings are one REVIEW, and no confidence stands anywhere."""
    shown = document_for(FIRM, make_voucher(), (SECRET, SECRET), "v")
    assert [one["code"] for one in shown["findings"]] == ["REVIEW"]  # type: ignore[attr-defined]
    assert "confidence" not in json.dumps(shown)
    assert "K-003" not in json.dumps(shown)
    assert "confidence" in json.dumps(document_for(REVIEWER, make_voucher(), (SECRET,), "v"))
    assert reasons_for(FIRM, ["SIG-001", "K-003", "STM-002"]) == ["SIG-001", "REVIEW"]
    assert reasons_for(REVIEWER, ["K-003"]) == ["K-003"]


def test_relatives_become_a_number_for_the_firm_only() -> None:
    """The family reads names, the firm reads how many."""
    [firm], [family] = findings_for(FIRM, [MISSING]), findings_for(FAMILY, [MISSING])
    assert "王虚拟" not in json.dumps(firm, ensure_ascii=False)
    assert "2 人" in str(firm["message"])
    assert "王虚拟" in str(family["message"])


def test_the_firm_sees_no_relatives_in_the_record() -> None:
    """Neither names nor numbers of relatives, no card; the worker's number is masked."""
    record = make_death_record()
    text = json.dumps(show_record_to_employer(record), ensure_ascii=False)
    for relative in record.relatives or ():
        assert relative.name not in text
    assert record.worker.id_no not in text
    assert "card" not in text


def test_masks() -> None:
    """Three and four places of an ID number, four of an account, the surname."""
    assert mask_id("449900199003071016") == "449***********1016"
    assert mask_id("1234567") == "*******"
    assert mask_account("4499000099000000123") == "***************0123"
    assert mask_name("陈示例") == "陈**"
    assert mask_id(None) is None


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (1234567, "12,345.67"), (-100, "-1.00")])
def test_yuan(fen: int, text: str) -> None:
    """Fen as yuan, by integer arithmetic."""
    assert yuan(fen) == text


@given(st.text(alphabet="垫付ab 1。", max_size=60), st.integers(min_value=4, max_value=20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    """No line is wider than allowed, and only blanks at breaks disappear."""
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_columns_align_with_chinese() -> None:
    """A Chinese character takes two cells."""
    first, second = lay_out([("材料", "x"), ("ab", "y")], most=(10, 10))
    assert width(first[: first.index("x")]) == width(second[: second.index("y")])
    assert pad("垫", 4) == "垫  "


def test_every_refusal_has_both_languages() -> None:
    """Each kind has a Chinese and an English sentence, chosen by Accept-Language."""
    for code in KINDS:
        chinese, english = (problem(Refusal(code), english=choice)["detail"] for choice in (False, True))
        assert chinese != english
        assert str(english).isascii()
    assert wants_english("en-US,en;q=0.9")
    assert not wants_english("zh-CN,zh;q=0.9,en;q=0.5")
    assert not wants_english(None)
    assert not wants_english("fr")


def test_a_finding_without_place_stays_without() -> None:
    """No box, no page: the shape says null."""
    [shown] = findings_for(REVIEWER, [replace(MISSING, about={})])
    assert (shown["page"], shown["box"]) == (None, None)
