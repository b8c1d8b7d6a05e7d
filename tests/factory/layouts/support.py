"""Supporting documents and papers that are none: certificates, cards, lists, letters, drawn simply."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from tests.factory import seals
from tests.factory.case import Doc
from tests.factory.layouts.common import LEFT, RIGHT, WIDE, value
from tests.factory.paper import Cell, Run, Sheet

SIZES = {"card": (330.0, 420.0), "bank_card": (330.0, 430.0), "certificate": (595.0, 560.0)}
_TITLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "MED_DETAIL": (("费用明细清单", "住院费用明细清单"), ("住院病人费用清单",)),
    "KINSHIP": (("亲属关系证明", "亲属关系公证书"), ("近亲属关系证明",)),
    "DEATH_CERT": (("居民死亡医学证明（推断）书", "火化证明"), ("户口注销证明",)),
    "ACCT_PROOF": (("银行账户证明", "个人账户证明"), ("开户信息证明",)),
    "GUARDIAN": (("监护关系证明",), ("监护人证明",)),
    "POA": (("授权委托书",), ("委托书",)),
    "INJURY_DECISION": (("认定工伤决定书",), ("认定工伤决定书",)),
    "DISPUTE_RECORD": (("争议情况说明", "调解记录"), ("人民调解记录",)),
    "OTHER": (("会议通知", "请假条", "采购申请单"), ("放假通知",)),
}


def layout(kind: str, rng: Random, reserved: bool) -> str:
    """Choose a layout of a supporting kind."""
    if kind == "ID_CARD":
        return "card"
    if kind == "SSC":
        return "bank_card"
    if kind == "OTHER":
        return "notice" if reserved else rng.choice(["notice", "blank", "cat"])
    if kind == "MED_DETAIL":
        return "detail_b" if reserved else "detail"
    return "certificate" if reserved else rng.choice(["certificate", "table"])


def _issuer_seal(sheet: Sheet, doc: Doc, x: float, y: float) -> None:
    if doc.seal:
        mask = seals.company(doc.seal, round(110 * sheet.k), sheet.rng, inner=doc.seal_inner)
        sheet.mark("seal", "issuer", doc.seal, True, sheet.stamp(mask, x, y, sheet.rng.choice(seals.REDS)))


def _title(sheet: Sheet, doc: Doc, rng: Random, y: float) -> float:
    reserved = sheet.face == "ukai"
    title = rng.choice(_TITLES[doc.kind][int(reserved)])
    sheet.centre(y, title, 20, bold=True)
    return y + 44


def _certificate(sheet: Sheet, doc: Doc, rng: Random) -> None:
    y = _title(sheet, doc, rng, 50)
    for paragraph in doc.flags["text"]:
        runs = [value(doc, p[1:]) if p.startswith("@") else Run(p) for p in paragraph]
        y = sheet.flow(LEFT, y, WIDE, runs, 12, lead=1.8, indent=24)
    y += 24
    for who in doc.signers:
        at = LEFT + 200 + sheet.text(LEFT + 200, y + 6, "签名：", 12)
        sheet.line(at, y + 22, at + 100, y + 22, 0.5)
        sheet.signature(who, at + 2, y - 6, 96, 30)
        y += 34
    if doc.seal:
        sheet.text(RIGHT - 20 - sheet.width(doc.seal, 12), y, doc.seal, 12)
        _issuer_seal(sheet, doc, RIGHT - 90, y + 10)
        y += 24
    sheet.flow(LEFT, y, WIDE - 30, [value(doc, doc.flags.get("date", "issue_date"))], 12, align="right")


def _table(sheet: Sheet, doc: Doc, rng: Random) -> None:
    y = _title(sheet, doc, rng, 60)
    rows = [
        [Cell([Run(label)], align="centre"), Cell([value(doc, name)])]
        for label, name in doc.flags["pairs"]
        if name in doc.v
    ]
    y = sheet.grid(LEFT, y, [130, WIDE - 130], rows, 11.5, least=32)
    y += 26
    for who in doc.signers:
        at = LEFT + 20 + sheet.text(LEFT + 20, y + 6, "签名：", 12)
        sheet.line(at, y + 22, at + 100, y + 22, 0.5)
        sheet.signature(who, at + 2, y - 6, 96, 30)
        y += 34
    if doc.seal:
        sheet.text(LEFT + 250, y, "（盖章）", 12)
        sheet.text(LEFT + 250, y + 20, doc.seal, 11)
        _issuer_seal(sheet, doc, LEFT + 330, y + 16)


def _detail(sheet: Sheet, doc: Doc, rng: Random, *, second: bool) -> None:
    y = _title(sheet, doc, rng, 40)
    head = [
        Run("医院："),
        value(doc, "hospital_name"),
        Run("\u3000姓名："),
        value(doc, "patient_name"),
        Run("\u3000住院号："),
        value(doc, "stay_no"),
    ]
    y = sheet.flow(LEFT, y, WIDE, head, 10, lead=1.8)
    names = ["日期", "项目编码", "项目名称", "规格", "单价", "数量", "金额", "医保类别"]
    shares = [1.5, 1.3, 2.0, 1.0, 1.0, 0.7, 1.2, 1.1]
    if second:
        names, shares = ["项目名称", "日期", "单价", "数量", "金额"], [2.4, 1.5, 1.2, 1.0, 1.3]
    widths = [WIDE * s / sum(shares) for s in shares]
    rows = [[Cell([Run(n, bold=True)], align="centre") for n in names]]
    rows += [[Cell([Run(r.get(n, ""))], align="centre") for n in names] for r in doc.flags["detail"]]
    y = sheet.grid(LEFT, y + 4, widths, rows, 9, least=19)
    sheet.flow(LEFT, y + 8, WIDE - 20, [Run("合计金额："), value(doc, "total_figures")], 10.5, align="right")
    _issuer_seal(sheet, doc, RIGHT - 90, y + 20)


def _id_side(sheet: Sheet, x: float, y: float, fill: tuple[int, int, int]) -> None:
    w, h = 270.0, 170.0
    sheet.draw.rounded_rectangle(
        (x * sheet.k, y * sheet.k, (x + w) * sheet.k, (y + h) * sheet.k),
        radius=10 * sheet.k,
        fill=fill,
        outline=(150, 160, 170),
        width=2,
    )


def _id_card(sheet: Sheet, doc: Doc, rng: Random) -> None:
    blue = (30, 60, 110)
    _id_side(sheet, 30, 24, (226, 238, 244))
    rows = [("姓名", "name", 44), ("性别", "sex", 68), ("出生", "birth", 90), ("住址", "address", 112)]
    for label, name, y in rows:
        sheet.text(44, y, label, 9, fill=blue)
        sheet.flow(72, y, 130, [value(doc, name)], 10.5)
    sheet.text(128, 68, "民族", 9, fill=blue)
    sheet.text(152, 68, "汉", 10.5)
    sheet.text(44, 166, "公民身份号码", 9, fill=blue)
    sheet.flow(116, 165, 170, [value(doc, "id_no")], 11.5)
    k = sheet.k
    sheet.draw.rectangle((214 * k, 46 * k, 280 * k, 132 * k), fill=(205, 214, 220))
    sheet.draw.ellipse((232 * k, 58 * k, 262 * k, 96 * k), fill=(225, 198, 176))
    sheet.draw.pieslice((218 * k, 98 * k, 276 * k, 166 * k), 180, 360, fill=(70, 80, 100))
    if doc.flags.get("front_only"):
        return
    _id_side(sheet, 30, 220, (232, 240, 240))
    sheet.text(110, 246, "中华人民共和国", 13, bold=True)
    sheet.text(110, 270, "居民身份证", 20, bold=True)
    sheet.text(60, 330, "签发机关", 9, fill=blue)
    sheet.text(110, 329, "虚构市公安局（示例）", 10.5)
    sheet.text(60, 352, "有效期限", 9, fill=blue)
    sheet.flow(110, 351, 170, [value(doc, "valid")], 10.5)


def _ssc(sheet: Sheet, doc: Doc, rng: Random) -> None:
    _id_side(sheet, 30, 24, (214, 228, 240))
    sheet.text(60, 36, "中华人民共和国社会保障卡", 13, bold=True, fill=(40, 60, 110))
    for label, name, y in (
        ("姓名", "name", 76),
        ("社会保障号码", "id_no", 98),
        ("社会保障卡号", "card_serial", 120),
        ("发卡日期", "issue_date", 142),
    ):
        x = 44 + sheet.text(44, y, label + " ", 9.5, fill=(40, 60, 110))
        sheet.flow(x + 4, y, 190, [value(doc, name)], 10)
    _id_side(sheet, 30, 224, (240, 226, 214))
    sheet.text(46, 240, "示例银行", 14, bold=True, fill=(160, 40, 40))
    sheet.flow(56, 300, 240, [value(doc, "account")], 15)
    sheet.text(56, 340, "有效期 09/31", 9.5)


def _cat(sheet: Sheet, doc: Doc, rng: Random) -> None:
    k, d = sheet.k, sheet.draw
    cx, cy, r = 297 * k, 400 * k, 130 * k
    fur = rng.choice([(230, 160, 90), (120, 120, 125), (60, 55, 55)])
    d.polygon([(cx - r * 0.9, cy - r * 0.5), (cx - r * 0.75, cy - r * 1.5), (cx - r * 0.15, cy - r * 0.9)], fill=fur)
    d.polygon([(cx + r * 0.9, cy - r * 0.5), (cx + r * 0.75, cy - r * 1.5), (cx + r * 0.15, cy - r * 0.9)], fill=fur)
    d.ellipse((cx - r, cy - r, cx + r, cy + r), fill=fur)
    for s in (-1, 1):
        d.ellipse(
            (cx + s * r * 0.42 - 18 * k, cy - 30 * k, cx + s * r * 0.42 + 18 * k, cy + 6 * k), fill=(240, 240, 200)
        )
        d.ellipse((cx + s * r * 0.42 - 6 * k, cy - 28 * k, cx + s * r * 0.42 + 6 * k, cy + 4 * k), fill=(10, 10, 10))
        for a in (-0.2, 0.0, 0.2):
            d.line(
                (cx + s * 30 * k, cy + 40 * k, cx + s * 190 * k * math.cos(a), cy + 40 * k + 190 * k * math.sin(a)),
                fill=(40, 40, 40),
                width=max(1, round(1.5 * k)),
            )
    d.polygon([(cx - 12 * k, cy + 26 * k), (cx + 12 * k, cy + 26 * k), (cx, cy + 42 * k)], fill=(200, 110, 110))


def _blank(sheet: Sheet, doc: Doc, rng: Random) -> None:
    """Leave the page empty."""


def draw(sheet: Sheet, doc: Doc, name: str, rng: Random) -> None:
    """Draw a supporting document in a layout."""
    table: dict[str, Callable[[Sheet, Doc, Random], None]] = {
        "certificate": _certificate,
        "table": _table,
        "notice": _certificate,
        "card": _id_card,
        "bank_card": _ssc,
        "cat": _cat,
        "blank": _blank,
        "detail": lambda s, d, r: _detail(s, d, r, second=False),
        "detail_b": lambda s, d, r: _detail(s, d, r, second=True),
    }
    table[name](sheet, doc, rng)
