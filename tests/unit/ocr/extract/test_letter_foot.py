"""Where a letter without any signature label ends, and what there is print."""

import pytest

from ocr.extract.extract import extract
from ocr.lines import Line
from ocr.slots import Slot
from tests.unit.ocr.extract.drawn import line, page, title
from validators.model.codes import DocumentKind, MarkRole, MarkType

BODY = (
    "我系本单位职工，于上月在车间作业时右手受伤，现已出院回家休养，各项费用由单位付清，票据已随件附上，请予核对。",
    "受伤时在场的同事有两人，均已作出书面陈述，内容与上述情况相符，如有不实愿承担相应责任，特向贵处说明如下。",
)


def foot_under(*foot: Line, kind: DocumentKind = DocumentKind.OTHER, body: tuple[str, ...] = BODY) -> Slot | None:
    """The foot of a letter with these lines below its body."""
    text = [line(sentence, 180, 300 + 60 * number) for number, sentence in enumerate(body)]
    slots = extract(kind, [page(title("情况说明"), *text, *foot)]).slots
    return next((slot for slot in slots if slot.foot), None)


def covered(slot: Slot, one: Line) -> bool:
    """Whether a line is told to be print."""
    return one.box in slot.printed


def test_a_letter_ends_below_its_closing_words() -> None:
    """Closing words and a date are print, a short line between them may be a name, and the letter surely ends."""
    closing, name, day = line("特此说明。", 240, 500), line("陈示例", 1000, 640), line("2024年3月5日", 980, 720)
    slot = foot_under(closing, name, day)
    assert slot is not None and slot.ended and slot.role is None
    assert slot.region[1] <= 500 and slot.region[3] == 2339
    assert (covered(slot, closing), covered(slot, day), covered(slot, name)) == (True, True, False)


@pytest.mark.parametrize(
    "words", ["Sincerely,", "Yours faithfully,", "Best regards,", "With kind regards", "Respectfully yours,"]
)
def test_english_letters_close_too(words: str) -> None:
    """The closing words of an English letter are known, with their comma or without."""
    text = (
        "Thank you for your letter concerning the medical costs of our colleague.",
        "We enclose the statement of account.",
    )
    slot = foot_under(line(words, 180, 500), line("John Smith", 180, 640), body=text)
    assert slot is not None and slot.ended


def test_without_closing_words_a_letter_ends_with_its_last_paragraph() -> None:
    """The short last line of the last paragraph is no name; without closing words or a date the end is not sure."""
    tail = line("承担相应责任。", 180, 420)
    slot = foot_under(tail)
    assert slot is not None and covered(slot, tail) and not slot.ended
    assert slot.region[1] >= 450


def test_firms_notes_and_labels_below_are_print() -> None:
    """A firm's name, a note and a label with its colon are no names that somebody signs with."""
    firm, note, label = (
        line("虚构市示例制造有限公司", 900, 600),
        line("注：一式两份", 180, 800),
        line("联系电话：", 180, 900),
    )
    slot = foot_under(line("特此说明。", 240, 500), firm, note, label)
    assert slot is not None and all(covered(slot, one) for one in (firm, note, label))


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (DocumentKind.ADV_VOUCHER, MarkRole.WORKER),
        (DocumentKind.JOINT_ACCT, MarkRole.RELATIVE),
        (DocumentKind.OTHER, None),
    ],
)
def test_whose_signature_a_foot_waits_for(kind: DocumentKind, role: MarkRole | None) -> None:
    """A voucher waits for the worker, a joint letter for relatives, another letter for anybody."""
    slot = foot_under(line("特此说明。", 240, 500), kind=kind)
    assert slot is not None and slot.role is role


def test_a_label_leaves_no_foot() -> None:
    """Where a label promises the place, the rest of the foot is not searched, in a free letter too."""
    label = line("本人签名：", 180, 640)
    assert foot_under(label, kind=DocumentKind.ADV_VOUCHER) is None
    assert foot_under(label) is None
    text = [line(sentence, 180, 300 + 60 * number) for number, sentence in enumerate(BODY)]
    [slot] = extract(DocumentKind.OTHER, [page(title("情况说明"), *text, label)]).slots
    assert slot.type is MarkType.SIGNATURE and not slot.implied


def test_a_form_is_no_letter() -> None:
    """Cells side by side are no running text, and other classed papers are not searched."""
    cells = [line("单位名称虚构市示例制造有限公司", x, 300 + 60 * n) for n in range(3) for x in (180.0, 860.0)]
    slots = extract(DocumentKind.OTHER, [page(title("登记表"), *cells)]).slots
    assert not any(slot.foot for slot in slots)
    assert foot_under(line("特此说明。", 240, 500), kind=DocumentKind.BANK_SLIP) is None
