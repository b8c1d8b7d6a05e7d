"""BANK_SLIP: who paid whom how much on which day. Not here: geometry."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.extract import grammar
from ocr.extract.layout import Layout
from ocr.extract.matching import Hit
from ocr.extract.picking import MONEY, Picker
from ocr.extract.tables import Table
from ocr.extract.twin_side import PARTS, by_the_other_side
from ocr.extract.values import Candidate, candidate_leaf, value_of
from ocr.extract.voucher import total_bonus
from ocr.extract.wording import HAN

_LEAST_NUMBER = 6  # characters of a bank's number


def read_slip(layout: Layout) -> tuple[Picker, tuple[Table, ...]]:
    """Return the fields of a bank slip."""
    picker = Picker(layout)
    for side in ("payer", "payee"):
        big = side.upper()
        picker.label(f"{side}_name", (big,), "org")
        _person_if_short(picker, f"{side}_name", (big,))
        picker.label(f"{side}_account", (f"{big}_ACCOUNT",), "account")
        picker.label(f"{side}_bank", (f"{big}_BANK",), "bank")
    for part, meaning, sort in PARTS:
        if not (picker.has(f"payer_{part}") and picker.has(f"payee_{part}")):
            _by_side(picker, part, meaning, sort)
    for side in ("payer", "payee"):
        if not picker.has(f"{side}_name"):
            picker.label(f"{side}_name", (f"PARTY_{side.upper()}",), "org")
            _person_if_short(picker, f"{side}_name", (f"PARTY_{side.upper()}",))
    by_the_other_side(picker)
    picker.label("amount_upper", ("TOTAL_UPPER",), "words", bonus=total_bonus)
    picker.only("amount_upper", "words", lambda found, text: found.quality >= 0.5)
    picker.label("amount_figures", ("TOTAL",), "money", bonus=lambda hit: 0.15 if "小写" in hit.word else 0.0)
    picker.pattern("amount_figures", "money", (rf"小写[)]?[:]?(?:人民币)?(?P<v>{MONEY})", r"(?P<v>¥\d[\d,.]*)"))
    picker.only("amount_figures", "money", lambda found, text: found.quality >= 0.85)
    _doubt_without_end(picker)
    picker.label("trade_date", ("TRADE_DATE",), "date", lambda hit: "打印" not in hit.word, _date_bonus)
    _bare_date(picker)
    _day_of_printing(picker)
    picker.label("slip_no", ("SLIP_NO",), "code", bonus=_slip_bonus)
    found = picker.fields.get("slip_no")
    if found is not None and sum(char.isalnum() for char in str(found.value or "")) < _LEAST_NUMBER:
        del picker.fields["slip_no"]  # the rest of a date beside the label
    picker.pattern("slip_no", "code", (r"(?:N[oO][.:]?|№):?(?P<v>\d{6,20})(?=20\d\d年|\D|$)",), 0.6)
    if not picker.has("slip_no"):  # its label lies under a stamp: nothing else has letters before a long number
        picker.only(
            "slip_no", "code", lambda found, text: re.fullmatch(r"[A-Z]{2,6}[0-9]{10,24}", text) is not None, 0.5
        )
    picker.label(
        "purpose",
        ("PURPOSE",),
        "text",
        bonus=lambda hit: (
            0.1 if hit.word in ("用途", "附言", "转账用途", "付款用途") else -0.1 if hit.word == "备注" else 0.0
        ),
    )
    return picker, ()


def _doubt_without_end(picker: Picker) -> None:
    """Doubt an amount without both decimals that the capitals do not say too: banks print them, stamps hide them."""
    figures, words = picker.fields.get("amount_figures"), picker.fields.get("amount_upper")
    if figures is None or not figures.value or re.search(r"[.．]\d\d|元", figures.raw):
        return
    if words is None or words.value != figures.value:
        picker.fields["amount_figures"] = replace(figures, flags=(*figures.flags, "ODD_SEPARATOR"))


def _date_bonus(hit: Hit) -> float:
    if hit.word in ("日期", "时间"):  # at the foot it may be the rest of 打印日期
        return -0.1
    return 0.1 if re.search(r"交易|转账|付款|汇款|记账|入账", hit.word) else 0.0


def _slip_bonus(hit: Hit) -> float:
    return 0.1 if "回单" in hit.word else 0.06 if "流水" in hit.word else 0.0


def _bare_date(picker: Picker) -> None:
    if picker.has("trade_date"):
        return
    printed = [hit for hit in picker.layout.of("TRADE_DATE") if "打印" in hit.word]
    if not printed:
        picker.only("trade_date", "date", lambda found, text: True)
    for piece in picker.layout.pieces:
        run = piece.run
        rows = (picker.layout.row_of[hit.entry] for hit in printed if hit.box[0] < piece.box[0])
        if picker.layout.row_of[piece.entry] in rows:
            continue  # the day on which somebody printed the slip
        found = grammar.best(grammar.dates, run.text)
        whole = found is not None and (not printed or (found.start == 0 and found.stop == len(run.text)))
        if whole and found is not None and found.value is not None and found.quality > 0.5:
            picker.put("trade_date", candidate_leaf(picker.book, Candidate(run, found, 0.55), "date"))
            return


def _day_of_printing(picker: Picker) -> None:
    """Give the day on which the slip was printed where no other is read, as a doubtful one."""
    if not picker.has("trade_date"):
        picker.label("trade_date", ("TRADE_DATE",), "date")
        found = picker.fields.get("trade_date")
        if found is not None and found.value is not None:
            picker.fields["trade_date"] = replace(found, flags=(*found.flags, "AMBIGUOUS"))


def _person_if_short(picker: Picker, name: str, meanings: Sequence[str]) -> None:
    """A person's name has no ending that a firm has: read it as a name when the firm's grammar fits badly."""
    now = picker.fields.get(name)
    if now is not None and now.value is not None and now.fit >= 0.42:
        return
    weak = picker.fields.pop(name, None)
    picker.label(name, tuple(meanings), "name")
    if not picker.has(name):
        picker.fields.pop(name, None)
        picker.put(name, weak)


def _by_side(picker: Picker, part: str, meaning: str, sort: str) -> None:
    """Give unlabelled 户名, 账号, 开户行 to payer and payee: by the party word near, else left or first = payer."""
    found: list[tuple[Hit, Candidate | None]] = []
    for hit in picker.layout.of(meaning):
        candidate = value_of(picker.layout, hit, sort)
        if sort == "org":
            person = value_of(picker.layout, hit, "name")
            if person is not None and (candidate is None or (candidate.fit < 0.42 and person.fit > candidate.fit)):
                candidate = person
        found.append((hit, candidate))
    sides: dict[str, tuple[Hit, Candidate]] = {}
    loose = []
    for hit, candidate in found:
        if candidate is None or candidate.fit < 0.2:
            continue
        side = _side(picker, hit)
        if side is not None and side not in sides:
            sides[side] = (hit, candidate)
        else:
            loose.append((hit, candidate))
    if len(found) >= 2 and len({_side(picker, hit) for hit, _ in found}) < 2:
        sides, loose = {}, [(hit, c) for hit, c in found if c is not None and c.fit >= 0.2]
    _in_order(picker, sides, loose)
    for side, (_, candidate) in sides.items():
        kind = "name" if sort == "org" and len(str(candidate.found.value)) <= 4 else sort
        picker.put(f"{side}_{part}", candidate_leaf(picker.book, candidate, kind))


def _in_order(picker: Picker, sides: dict[str, tuple[Hit, Candidate]], loose: list[tuple[Hit, Candidate]]) -> None:
    """Left column or first row is the payer."""
    if len(loose) == 2 and not sides:
        one, two = loose
        beside = abs(one[0].box[1] - two[0].box[1]) < 1.2 * (one[0].box[3] - one[0].box[1])
        if beside:
            one, two = sorted(loose, key=lambda pair: pair[0].box[0])
        sides["payer"], sides["payee"] = one, two
    elif len(loose) == 1 and len(sides) == 1:
        other = "payee" if "payer" in sides else "payer"
        sides[other] = loose[0]


_PAYER = re.compile(r"付款|汇款|转出|出票|借方|本方")
_PAYEE = re.compile(r"收款|转入|持票|贷方|对方|入账")


def _side(picker: Picker, hit: Hit) -> str | None:
    """Return payer or payee by the nearest party word left of a label or above it in its half."""
    best: tuple[float, str] | None = None
    for entry in picker.book.entries:
        if entry.page != hit.page or (len(entry.run) > 8 and ":" not in entry.run.text):
            continue
        text = entry.run.text
        side = "payer" if _PAYER.search(text[:6]) else "payee" if _PAYEE.search(text[:6]) else None
        if side is None or re.search(rf"[{HAN}]", text) is None:
            continue
        box = entry.box
        left = hit.box[0] - box[2]
        above = (hit.box[1] + hit.box[3]) / 2 - (box[1] + box[3]) / 2
        height = hit.box[3] - hit.box[1]
        tall = box[1] - height < (hit.box[1] + hit.box[3]) / 2 < box[3] + height
        if tall and -height < left < 12 * height:
            distance = max(0.0, left)
        elif tall is False and -0.5 * height < above < 9 * height and abs(box[0] - hit.box[0]) < 12 * height:
            distance = 4 * height + above + 0.5 * abs(box[0] - hit.box[0])
        else:
            continue
        if best is None or distance < best[0]:
            best = (distance, side)
    return best[1] if best else None
