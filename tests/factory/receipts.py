"""Receipts of forms that the cases do not know: old red forms, tax invoices, written receipts, rolls, bank prints.

`python -m tests.factory.receipts OUT --seed N --count N` draws receipts and the `labels.json` that `tests.bench
--folder` measures: turned, grey, dark, tinted, pale, folded, stamped across the figures in any colour and shape.
Here: what stands where. Not here: pens, cameras. All of it is tuning material.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.factory import degrade, firms, fonts, ink, money, people, seals
from tests.factory.paper import Cell, Run, Sheet

STAMP_COLOURS = (*seals.REDS[:2], (35, 60, 165), (20, 120, 125), (120, 45, 145))
_ITEMS = (
    "西药费",
    "中成药费",
    "检查费",
    "化验费",
    "治疗费",
    "手术费",
    "床位费",
    "护理费",
    "材料费",
    "诊查费",
    "放射费",
)
_RED = (185, 40, 45)


@dataclass(slots=True)
class Receipt:
    """What one receipt says."""

    rng: Random
    sheet: Sheet
    number: str
    code: str
    day: dt.date
    fen: int
    lines: list[tuple[str, int]]
    name: str
    house: str

    def day_text(self, *styles: str) -> str:
        """Give the date in one of some ways."""
        style = self.rng.choice(styles)
        if style == "dot0":
            return f"{self.day:%Y.%m.%d}"
        if style == "time":
            return f"{self.day:%Y-%m-%d} {self.rng.randint(8, 17):02d}:{self.rng.randint(0, 59):02d}:31"
        return money.date_text(self.day, style)


def old_form(r: Receipt) -> dict[str, Any]:
    """A form printed red before: a red number, the date without label, charges in three pairs of columns."""
    s, rng = r.sheet, r.rng
    s.centre(
        22,
        rng.choice(["虚构省医疗门诊收费票据", "虚构市医疗机构收费专用收据", "住院医疗费收据"]),
        17,
        bold=True,
        fill=_RED,
    )
    s.text(430, 26, rng.choice(["№ ", "No.", "NO "]) + r.number, 13, fill=rng.choice([_RED, (200, 30, 40)]))
    s.text(40, 56, "姓名：", 10, fill=_RED)
    s.text(72, 56, r.name, 10)
    s.text(250, 56, r.day_text("han", "spaced", "han0"), 10)
    s.text(430, 56, "门诊号：", 10, fill=_RED)
    s.text(474, 56, str(rng.randrange(10**5, 10**6)), 10)
    y, wide = 74.0, (s.size[0] - 80) / 6
    rows = (len(r.lines) + 2) // 3 + 1
    for j in range(3):
        for n, head in enumerate(("项目", "金额")):
            s.text(40 + (2 * j + n) * wide + 20, y + 4, head, 9.5, fill=_RED)
    for i in range(rows + 2):
        s.line(40, y + 20 * i, s.size[0] - 40, y + 20 * i, 0.7, _RED)
    for j in range(7):
        s.line(40 + j * wide, y, 40 + j * wide, y + 20 * (rows + 1), 0.7, _RED)
    for n, (item, fen) in enumerate(r.lines):
        x, top = 40 + n % 3 * 2 * wide, y + 20 * (1 + n // 3) + 5
        s.text(x + 5, top, item, 9.5)
        s.text(x + wide + 8, top, money.figures(fen, "plain"), 9.5)
    y += 20 * (rows + 1) + 6
    s.text(40, y, rng.choice(["合计金额（大写）", "人民币（大写）", "合计人民币（大写）："]), 10, fill=_RED)
    s.text(140, y, money.words(r.fen), 10.5)
    s.text(400, y, rng.choice(["￥", "（小写）￥", "¥："]), 10, fill=_RED)
    s.text(452, y, money.figures(r.fen, rng.choice(["plain", "comma"])), 10.5)
    s.text(40, y + 24, "收款单位（章）：" + r.house, 9.5, fill=_RED)
    s.text(330, y + 24, "收款人：" + rng.choice("陈李王") + "某", 9.5, fill=_RED)
    _stamp(r, rng.choice([430.0, 200.0, 150.0]), y + rng.uniform(-4, 18), "收费专用章")
    return {"total_upper": r.fen}


def invoice(r: Receipt) -> dict[str, Any]:
    """A general invoice with its grid of buyer, goods, total in words and figures, seller."""
    s, rng = r.sheet, r.rng
    s.centre(24, "虚构省增值税" + rng.choice(["普通发票", "电子普通发票"]), 18, bold=True, fill=(140, 60, 30))
    for n, (label, text) in enumerate(
        (("发票代码：", r.code), ("发票号码：", r.number), ("开票日期：", r.day_text("han0", "spaced", "dash")))
    ):
        s.text(400, 26 + 15 * n, label, 10, fill=(140, 60, 30))
        s.text(452, 26 + 15 * n, text, 10)
    brown = (140, 60, 30)
    y = s.grid(
        36,
        80,
        [40, 240, 243],
        [[Cell([Run("购买方")]), Cell([Run(f"名称：{r.name}")]), Cell([Run("密码区")])]],
        10,
        least=44,
    )
    head = ["货物或应税劳务名称", "数量", "单价", "金额", "税率", "税额"]
    rows = [[Cell([Run(h)], align="centre") for h in head]]
    for item, fen in r.lines:
        figures = money.figures(fen, "plain")
        rows.append(
            [Cell([Run(t)], align="right") for t in (f"*医疗服务*{item}", "1", figures, figures, "免税", "***")]
        )
    y = s.grid(36, y, [183, 50, 80, 90, 50, 70], rows, 9.5, least=19)
    shown = f"{rng.choice(['⊗', ''])}{money.words(r.fen)}　　　（小写）¥{money.figures(r.fen, 'plain')}"
    y = s.grid(36, y, [130, 393], [[Cell([Run("价税合计（大写）")]), Cell([Run(shown)])]], 10.5, least=26)
    y = s.grid(
        36,
        y,
        [40, 240, 243],
        [[Cell([Run("销售方")]), Cell([Run(f"名称：{r.house}")]), Cell([Run("备注")])]],
        10,
        least=44,
    )
    s.text(60, y + 8, "收款人：李某　　复核：王某　　开票人：陈某　　销售方：（章）", 9.5, fill=brown)
    _stamp(r, rng.choice([420.0, 330.0]), y - rng.uniform(0, 70), "发票专用章")
    return {"total_upper": r.fen, "receipt_code": r.code}


def digital(r: Receipt) -> dict[str, Any]:
    """A wholly electronic invoice: a number of twenty figures and no code, buyer and seller side by side."""
    s, rng = r.sheet, r.rng
    brown = (130, 50, 25)
    s.text(150, 26, rng.choice(["电子发票（普通发票）", "电子发票（增值税专用发票）"]), 16, bold=True, fill=brown)
    s.text(390, 30, "发票号码：", 9.5, fill=brown)
    s.text(440, 30, r.number, 9.5)
    s.text(390, 46, "开票日期：", 9.5, fill=brown)
    s.text(440, 46, r.day_text("han0", "spaced", "han"), 10)
    taxes = rng.choice(["统一社会信用代码/纳税人识别号：", "纳税人识别号："])
    buyer = [Cell([Run("购买方信息")]), Cell([Run(f"名称：{r.name}"), Run(f"　{taxes}")])]
    seller = [Cell([Run("销售方信息")]), Cell([Run(f"名称：{r.house}"), Run(f"　{taxes}{firms.credit_code(rng)}")])]
    y = s.grid(36, 68, [44, 217, 44, 218], [[*buyer, *seller]], 9.5, least=48)
    head = ["项目名称", "规格型号", "单位", "数量", "单价", "金额", "税率/征收率", "税额"]
    rows = [[Cell([Run(h)], align="centre") for h in head]]
    for item, fen in r.lines:
        figures = money.figures(fen, "plain")
        cells = (f"*医疗服务*{item}", "", "次", "1", figures, figures, "免税", "***")
        rows.append([Cell([Run(t)], align="right") for t in cells])
    total = f"¥{money.figures(r.fen, 'plain')}"
    rows.append([Cell([Run(t)], align="right") for t in ("合计", "", "", "", "", total, "", "***")])
    y = s.grid(36, y, [150, 52, 34, 38, 70, 74, 60, 45], rows, 9, least=18)
    shown = f"{rng.choice(['⊗', ''])}{money.words(r.fen)}　　　（小写）{total}"
    y = s.grid(36, y, [130, 393], [[Cell([Run("价税合计（大写）")]), Cell([Run(shown)])]], 10, least=24)
    y = s.grid(36, y, [44, 479], [[Cell([Run("备注")]), Cell([Run("")])]], 9.5, least=34)
    s.text(56, y + 6, "开票人：" + rng.choice("陈李王") + "某", 9.5, fill=brown)
    return {"total_upper": r.fen}


def written(r: Receipt) -> dict[str, Any]:
    """A receipt of a pad: printed red number, everything else by hand."""
    s, rng = r.sheet, r.rng
    s.centre(26, rng.choice(["医疗费收款收据", "医院收款收据"]), 20, bold=True, spread=4, fill=(30, 60, 130))
    s.text(420, 30, "No " + r.number, 14, fill=_RED)
    _written_day(r, rng.uniform(180, 215), 66)
    y = 104.0
    s.text(50, y, "今收到", 11.5, fill=(30, 60, 130))
    s.write(100, y, r.name, 15)
    s.text(250, y, "交来", 11.5, fill=(30, 60, 130))
    s.write(290, y, "住院医疗费", 15)
    s.line(92, y + 16, 540, y + 16, 0.6, (30, 60, 130))
    s.text(50, y + 40, "人民币（大写）", 11.5, fill=(30, 60, 130))
    s.write(140, y + 39, money.words(r.fen), 15, fit=270)
    s.text(425, y + 40, "￥", 11.5, fill=(30, 60, 130))
    s.write(440, y + 39, money.figures(r.fen, "plain"), 15, fit=90)
    s.line(135, y + 57, 540, y + 57, 0.6, (30, 60, 130))
    s.text(50, y + 84, "收款单位（盖章）：" + r.house, 11, fill=(30, 60, 130))
    s.text(400, y + 84, "收款人：", 11, fill=(30, 60, 130))
    _stamp(r, rng.choice([230.0, 420.0]), y + rng.uniform(40, 80), "财务专用章")
    return {"total_upper": r.fen}


def pad(r: Receipt) -> dict[str, Any]:
    """A pad whose units are printed: 拾 万 仟 佰 拾 元 角 分 with a written figure before each, a table of charges."""
    s, rng = r.sheet, r.rng
    blue = rng.choice([(30, 60, 130), (40, 40, 44), (120, 40, 50)])
    s.centre(24, rng.choice(["收 款 收 据", "虚构市医疗机构收款收据", "住院费收据"]), 19, bold=True, fill=blue)
    s.text(430, 26, rng.choice(["№ ", "No.", "NO："]) + r.number, 13, fill=_RED)
    _written_day(r, rng.uniform(190, 230), 56)
    y = 84.0
    s.text(50, y, rng.choice(["交款单位或个人：", "今收到", "交款人：", "姓名："]), 11, fill=blue)
    s.write(140, y - 1, r.name, 14)
    s.line(135, y + 15, 300, y + 15, 0.6, blue)
    s.text(320, y, rng.choice(["收款事由：", "项目："]), 11, fill=blue)
    s.write(380, y - 1, rng.choice(["医疗费", "住院费", "治疗费"]), 14)
    y += 34
    s.text(50, y, rng.choice(["人民币（大写）", "金额（大写）：", "合计人民币"]), 11, fill=blue)
    figures = f"{r.fen:08d}"[-8:]
    began, x, pitch = False, 132.0, rng.uniform(30, 38)
    blank = rng.choice(["零", "⊗", "×", ""])
    for figure, unit in zip(figures, "拾万仟佰拾元角分", strict=True):
        began = began or figure != "0"
        sign = "零壹贰叁肆伍陆柒捌玖"[int(figure)] if began else blank
        if sign == "⊗":
            _crossed_ring(s, x + 8, y + 6)
        elif sign:
            s.write(x + rng.uniform(0, 4), y - 1, sign, 13, fit=pitch - 12)
        s.text(x + pitch - 13, y, unit, 11, fill=blue)
        x += pitch
    s.text(x + 8, y, "￥", 11.5, fill=blue)
    s.write(x + 22, y - 1, money.figures(r.fen, "plain"), 14, fit=110)
    s.text(50, y + 36, "收款单位（盖章）：" + r.house, 11, fill=blue)
    s.text(330, y + 36, "收款人：", 11, fill=blue)
    s.text(440, y + 36, "经手人：", 11, fill=blue)
    _stamp(r, rng.choice([230.0, 480.0]), y + rng.uniform(10, 45), "财务专用章")
    return {"total_upper": r.fen}


def _written_day(r: Receipt, x: float, y: float) -> None:
    """Write the day's figures into the blanks between the printed 年 月 日, as wide as the form leaves them."""
    s, rng = r.sheet, r.rng
    tight = rng.uniform(0.6, 1.4)
    for part, room, sign in ((f"{r.day.year}", 44, "年"), (f"{r.day.month}", 30, "月"), (f"{r.day.day}", 30, "日")):
        wide = room * tight
        s.write(x + rng.uniform(1, max(1.5, wide - 13 * len(part) * 0.55)), y, part, 13, fit=wide)
        x += wide + 2
        x += s.text(x, y, sign, 11, fill=(30, 60, 130)) + 2


def roll(r: Receipt) -> dict[str, Any]:
    """A thermal roll: narrow, small dotted print, label and value on a line each."""
    s, rng = r.sheet, r.rng
    s.colour = rng.choice([(40, 40, 44), (70, 66, 74), (90, 88, 96)])
    s.text(30, 20, r.house, 11)
    s.text(62, 38, rng.choice(["门诊收费票据", "医疗收费凭条票据"]), 11)
    y = 62.0
    rows = [(rng.choice(["票据号：", "票据号码：", "No."]), r.number), ("姓名：", r.name)]
    rows.append((rng.choice(["日期：", "收费时间：", "结算日期："]), r.day_text("time", "dot0", "dash", "slash")))
    for label, text in rows:
        s.text(16, y, label + text, 9)
        y += 14
    s.text(16, y, "-" * 44, 9)
    y += 13
    for item, fen in r.lines:
        s.text(16, y, item, 9)
        s.text(150, y, money.figures(fen, "plain"), 9)
        y += 14
    s.text(16, y, "-" * 44, 9)
    y += 14
    total = rng.choice(["合计：", "总计：", "费用合计：", "合计金额："])
    s.text(16, y, total + rng.choice(["", "￥", "¥"]) + money.figures(r.fen, "plain"), 10)
    spoken = rng.random() < 0.7
    if spoken:
        s.text(16, y + 16, "大写：" + money.words(r.fen), 9)
    s.text(16, y + 32, "实收：" + money.figures(r.fen, "plain") + "　找零：0.00", 9)
    s.text(16, y + 48, "请妥善保管，遗失不补", 8)
    _stamp(r, rng.uniform(110, 160), y + rng.uniform(0, 30), "收费专用章", small=True)
    pixels = np.asarray(s.img).copy()
    step = max(3, round(s.k * 1.1))
    pixels[::step] = np.maximum(pixels[::step], 150)
    s.img = Image.fromarray(pixels)
    return {"total_upper": r.fen} if spoken else {}


def bank(r: Receipt) -> dict[str, Any]:
    """A bank's counter print: labels and values in two columns without rules."""
    s, rng = r.sheet, r.rng
    s.centre(28, "示例银行 " + rng.choice(["业务凭证（回单）", "付款回单", "转账汇款凭证"]), 16, bold=True)
    account = firms.corporate_account(rng)
    entries = [
        (rng.choice(["交易日期：", "记账日期："]), r.day_text("han0", "dot0", "dash", "spaced")),
        (rng.choice(["流水号：", "交易流水号："]), r.number),
        ("付款人户名：", r.name), ("付款人账号：", account),
        ("收款人户名：", r.house), ("收款人账号：", firms.corporate_account(rng)),
        (rng.choice(["金额（大写）：", "大写金额："]), "人民币" + money.words(r.fen)),
        (rng.choice(["金额（小写）：", "交易金额："]), rng.choice(["RMB", "¥", "CNY "]) + money.figures(r.fen)),
        ("用途：", "医疗费"),
    ]  # fmt: skip
    for n, (label, text) in enumerate(entries):
        s.text(56, 70 + 24 * n, label, 10.5)
        s.text(140, 70 + 24 * n, text, 10.5)
    _stamp(r, rng.choice([230.0, 430.0]), 70 + 24 * rng.uniform(5.5, 8), "业务专用章")
    return {"amount_upper": r.fen}


FORMS: dict[str, tuple[Callable[[Receipt], dict[str, Any]], str, tuple[float, float]]] = {
    "old_form": (old_form, "MED_RECEIPT", (560.0, 300.0)),
    "invoice": (invoice, "MED_RECEIPT", (595.0, 400.0)),
    "digital": (digital, "MED_RECEIPT", (595.0, 400.0)),
    "written": (written, "MED_RECEIPT", (580.0, 250.0)),
    "pad": (pad, "MED_RECEIPT", (610.0, 220.0)),
    "roll": (roll, "MED_RECEIPT", (226.0, 400.0)),
    "bank": (bank, "BANK_SLIP", (595.0, 360.0)),
}


_FIGURES = {"invoice": 8, "written": 7, "pad": 7, "digital": 20, "bank": 16}  # of the paper's number


def _stamp(r: Receipt, x: float, y: float, inner: str, *, small: bool = False) -> None:
    """Press a round, oval, square or long stamp in any colour across what stands there, most of the time."""
    s, rng = r.sheet, r.rng
    if rng.random() < 0.2:
        return
    px = round((70 if small else rng.uniform(84, 120)) * s.k)
    shape = rng.choice(["round", "oval", "oval", "square", "long"])
    if shape == "round":
        mask = seals.company(r.house, px, rng, inner=inner)
    elif shape == "oval":
        mask = seals.oval(r.house, px, rng, inner=inner)
    else:
        mask = _boxed(r.house[:8] if shape == "square" else inner, px, rng, tall=shape == "square")
    s.stamp(mask, x, y, rng.choice(STAMP_COLOURS))


def _crossed_ring(s: Sheet, x: float, y: float) -> None:
    """Draw the sign that shuts a blank before an amount."""
    px = round(11 * s.k)
    image = Image.new("L", (px, px))
    d = ImageDraw.Draw(image)
    d.ellipse((1, 1, px - 2, px - 2), outline=255, width=max(1, px // 12))
    for a, b in ((0.2, 0.8), (0.8, 0.2)):
        d.line((a * px, 0.2 * px, b * px, 0.8 * px), fill=255, width=max(1, px // 12))
    s.stamp(np.asarray(image), x, y, s.pen.colour)


def _boxed(text: str, px: int, rng: Random, *, tall: bool) -> ink.Mask:
    """Draw a square or long stamp: words in a frame."""
    half = (len(text) + 1) // 2
    words = [text[:half], text[half:]] if tall else [text]
    size = px // (max(map(len, words)) + 1)
    image = Image.new("L", (px, round(size * 1.5 * len(words)) + size // 2))
    d = ImageDraw.Draw(image)
    d.rectangle((1, 1, image.width - 2, image.height - 2), outline=255, width=max(2, px // 50))
    for n, word in enumerate(words):
        d.text(
            (image.width / 2, size * (1 + 1.5 * n)),
            word,
            font=fonts.face("noto-sans", size, bold=True),
            fill=255,
            anchor="mm",
        )
    return seals._worn(image, rng, rng.choice([0.95, 0.85, 0.7]))


def _shot(flat: degrade.Picture, how: str, rng: Random) -> degrade.Shot:
    """Scan or photograph, dark, tinted, pale, folded, grey, turned."""
    if how in ("scan", "grey"):
        shot = degrade.scan(flat, rng)
        pixels = shot.pixels
        if how == "grey":
            grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
            pixels = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
        turned = rng.choice([0, 0, 90, 180, 270])
        return replace(shot, pixels=np.ascontiguousarray(np.rot90(pixels, -turned // 90)), turned=turned)
    if rng.random() < 0.4:
        flat = degrade._fold(flat, rng)
    shot = degrade.photo(flat, rng)
    light = {"dark": (0.35, 0.55), "pale": (0.9, 1.0), "photo": (0.85, 1.0)}[how]
    cast = np.array([rng.uniform(0.85, 1.0), rng.uniform(0.85, 1.0), rng.uniform(0.7, 1.0)])
    pixels = shot.pixels.astype(np.float32) * cast * rng.uniform(*light)
    if how == "pale":
        pixels = 90 + pixels * 0.55
    return replace(shot, pixels=np.clip(pixels, 0, 255).astype(np.uint8))


def draw(seed: str, form: str, how: str) -> tuple[bytes, dict[str, Any]]:
    """Draw one receipt; give the stored JPEG and its label."""
    rng = Random(seed)
    painter, kind, size = FORMS[form]
    dpi = rng.choice([150, 200, 300]) if how in ("scan", "grey") else 230
    if form == "roll":
        dpi = max(dpi, 200)
    tint = rng.choice([(255, 255, 255), (250, 248, 240), (244, 240, 232), (250, 240, 243)])
    sheet = Sheet(rng, dpi, rng.choice(fonts.TUNING_FACES), ink.pen(rng, ("strokes", "ma-shan")), size, tint)
    lines = [(item, money.amount(rng, 8, 4000)) for item in rng.sample(_ITEMS, rng.randint(2, 6))]
    day = dt.date(rng.randint(2021, 2024), rng.randint(1, 12), rng.randint(1, 28))
    number = "".join(rng.choice("0123456789") for _ in range(_FIGURES.get(form, 10)))
    code = "".join(rng.choice("0123456789") for _ in range(12))
    total = sum(fen for _, fen in lines)
    receipt = Receipt(
        rng, sheet, number, code, day, total, lines, people.person(rng).name, firms.hospital(rng).name[:-4]
    )
    fields = painter(receipt)
    if kind == "BANK_SLIP":
        fields |= {"slip_no": number, "trade_date": day.isoformat(), "amount_figures": total}
    else:
        fields |= {"receipt_number": number, "issue_date": day.isoformat(), "total_figures": total}
    shot = _shot(np.asarray(sheet.finish()), how, rng)
    return degrade.jpeg(shot, dpi), {"kind": kind, "fields": fields}


def main() -> None:
    """Parse, draw, store."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.receipts")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=25)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    labels = {}
    for n in range(given.count):
        form = list(FORMS)[n % len(FORMS)]
        how = Random(f"receipts/{given.seed}/{n}").choice(["scan", "grey", "photo", "dark", "pale"])
        name = f"{n:03d}-{form}-{how}.jpg"
        data, labels[name] = draw(f"receipt/{given.seed}/{n}", form, how)
        (given.out / name).write_bytes(data)
    (given.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
