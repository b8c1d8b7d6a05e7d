"""Every look at a paper's values has its turn, one after the other."""

from datetime import date

from ocr.card_look import READ_AS_CARD
from ocr.day_look import READ_IN_TIME
from ocr.expected import ExpectedNames
from ocr.extract.leaves import Extraction
from ocr.holder_look import READ_AS_HOLDER
from ocr.looks import Engines, look_at_values
from ocr.payers_look import BY_TOTAL
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import ROW, Inked, ink, leaf
from validators.model.codes import DocumentKind

CARD, NUMBER = "6299991997832838569", "44990019860912494X"
CLAIM = ExpectedNames(holders=((NUMBER, "杨淼梅"),), since=date(2025, 5, 29), filed_on=date(2025, 8, 1))


def test_rows_cards_days_and_names_are_each_asked() -> None:
    """A row's amount by the total, an account by its check digit, a day by the claim's time, a name by its number."""
    texts = ("1250.00", CARD[:-1], "2025-06-00", "物淼梅", NUMBER, "1256.00")
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked(
        (ink("1250.00", {3: ("6", 0.2)}),),
        (ink(CARD),),
        (ink("2025-06-00", {9: ("9", 0.2)}),),
        (ink("物淼梅", {0: ("杨", 0.3)}),),
        (),
        (),
    )
    fields = {
        "payee_account": leaf(lines, 1, CARD[:-1], "account"),
        "worker_name": leaf(lines, 3, "物淼梅", "name"),
        "worker_id": leaf(lines, 4, NUMBER, "id", 0.99),
        **{name: leaf(lines, 5, 125600, "money", 0.99) for name in ("total_figures", "total_upper")},
    }
    rows = {"lines": ({"amount": leaf(lines, 0, 125000, "money"), "date": leaf(lines, 2, None, "date")},)}
    read = Extraction(fields=fields, rows=rows)
    engines = Engines(both=page, here=page)  # type: ignore[arg-type]
    found = look_at_values(read, DocumentKind.ADV_VOUCHER, {0: lines}, page, CLAIM, engines)  # type: ignore[arg-type]
    row = found.rows["lines"][0]
    seen = [row["amount"], found.fields["payee_account"], row["date"], found.fields["worker_name"]]
    assert [one.value for one in seen] == [125600, CARD, "2025-06-09", "杨淼梅"]
    assert [one.flags[0] for one in seen] == [BY_TOTAL, READ_AS_CARD, READ_IN_TIME, READ_AS_HOLDER]


def test_an_item_that_names_none_is_asked_of_its_ink() -> None:
    """一次性王专称助 in a cell of a page that reads badly."""
    lines = (line("一次性王专称助", 100, 5),)
    page = Inked((ink("一次性物森补助", {3: ("工", 0.2), 4: ("亡", 0.2)}),))
    read = Extraction(rows={"lines": ({"item": leaf(lines, 0, None, "item")},)})
    engines = Engines(both=page, here=page)  # type: ignore[arg-type]
    found = look_at_values(read, DocumentKind.ADV_VOUCHER, {0: lines}, page, CLAIM, engines)  # type: ignore[arg-type]
    assert found.rows["lines"][0]["item"].value == "DEATH_LUMP"


def test_a_receipts_payers_are_asked_together() -> None:
    """Only on a receipt."""
    texts = ("医保统筹基金支付", "个人现金支付", "1716.39")
    lines = tuple(line(text, 100, 5 + ROW * at) for at, text in enumerate(texts))
    page = Inked((ink("0.00"),), (ink("1716.39"),), ())
    fields = {name: leaf(lines, 2, 171639, "money", 0.99) for name in ("total_figures", "total_upper")}
    for kind, cash in ((DocumentKind.MED_RECEIPT, 171639), (DocumentKind.ADV_VOUCHER, None)):
        engines = Engines(both=page, here=page)  # type: ignore[arg-type]
        found = look_at_values(Extraction(fields=fields), kind, {0: lines}, page, CLAIM, engines)  # type: ignore[arg-type]
        assert (found.fields["paid_cash"].value if "paid_cash" in found.fields else None) == cash
