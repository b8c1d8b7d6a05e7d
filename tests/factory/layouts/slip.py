"""BANK_SLIP: electronic slips of a bank in several layouts."""

from __future__ import annotations

from random import Random

from tests.factory import seals
from tests.factory.case import Doc
from tests.factory.layouts.common import value
from tests.factory.paper import Cell, Run, Sheet

SIZES = {"slip_twin": (595.0, 400.0), "slip_list": (595.0, 470.0), "slip_bands": (595.0, 420.0)}
TUNING = ("slip_twin", "slip_list")
RESERVED = ("slip_bands",)


def _cell(doc: Doc, name: str, span: int = 1) -> Cell:
    return Cell([value(doc, name, blank=1)] if name in doc.v and name not in doc.omit else [Run("")], span)


def _bank_seal(sheet: Sheet, x: float, y: float) -> None:
    rng = sheet.rng
    text = "示例银行电子回单专用章"
    mask = (
        seals.company(text, round(100 * sheet.k), rng)
        if rng.random() < 0.6
        else seals.oval(text[:4] + "股份有限公司", round(112 * sheet.k), rng, inner="电子回单专用章")
    )
    sheet.mark("seal", "bank", text, True, sheet.stamp(mask, x, y, rng.choice(seals.REDS)))


def _twin(sheet: Sheet, doc: Doc, rng: Random) -> None:
    sheet.text(40, 26, "示例银行", 16, bold=True, fill=(160, 30, 40))
    sheet.centre(28, rng.choice(["电子回单", "客户回单", "转账凭证", "网上银行电子回单"]), 18, bold=True)
    sheet.flow(40, 58, 300, [Run("交易日期："), value(doc, "trade_date")], 10)
    sheet.flow(330, 58, 240, [Run("回单编号：" if rng.random() < 0.5 else "流水号："), value(doc, "slip_no")], 10)
    w = [22, 62, 173, 22, 62, 174]
    y = 76.0
    rows = [
        ("户名" if rng.random() < 0.5 else "全称", "payer_name", "payee_name"),
        ("账号", "payer_account", "payee_account"),
        ("开户行", "payer_bank", "payee_bank"),
    ]
    top = y
    for label, a, b in rows:
        y = sheet.grid(
            40,
            y,
            w,
            [
                [
                    Cell([Run("")]),
                    Cell([Run(label)], align="centre"),
                    _cell(doc, a),
                    Cell([Run("")]),
                    Cell([Run(label)], align="centre"),
                    _cell(doc, b),
                ]
            ],
            10,
            least=26,
        )
    for x, words in ((40, "付款人"), (297, "收款人")):
        sheet.fill(x + 1, top + 1, x + 21, y - 1, sheet.tint)
        for i, c in enumerate(words):
            sheet.text(x + 6, (top + y) / 2 - 21 + i * 15, c, 10)
    y = sheet.grid(
        40,
        y,
        [84, 257, 60, 114],
        [
            [
                Cell([Run("金额（大写）")], align="centre"),
                _cell(doc, "amount_upper"),
                Cell([Run("（小写）")], align="centre"),
                _cell(doc, "amount_figures"),
            ]
        ],
        10,
        least=28,
    )
    y = sheet.grid(
        40,
        y,
        [84, 431],
        [
            [Cell([Run("用途" if rng.random() < 0.5 else "附言")], align="centre"), _cell(doc, "purpose")],
            [Cell([Run("备注")], align="centre"), Cell([Run("交易状态：成功　验证码：" + doc.flags["verify"])])],
        ],
        10,
        least=26,
    )
    sheet.flow(40, y + 10, 400, [Run("重要提示：本回单不作为收款方发货依据，请勿重复记账。")], 8)
    _bank_seal(sheet, 470, y + 2)


def _list(sheet: Sheet, doc: Doc, rng: Random) -> None:
    sheet.centre(
        30, "示例银行 " + rng.choice(["网上银行电子回单", "单位客户专用回单", "电子汇划收款回单"]), 17, bold=True
    )
    sheet.line(40, 58, 555, 58, 1.2)
    entries = [
        ("回单编号", "slip_no"),
        ("交易日期", "trade_date"),
        ("付款人户名", "payer_name"),
        ("付款人账号", "payer_account"),
        ("付款人开户行", "payer_bank"),
        ("收款人户名", "payee_name"),
        ("收款人账号", "payee_account"),
        ("收款人开户行", "payee_bank"),
        ("金额（小写）", "amount_figures"),
        ("金额（大写）", "amount_upper"),
        ("用途", "purpose"),
    ]
    y = 72.0
    for label, name in entries:
        sheet.text(60, y, label + "：", 10.5)
        sheet.flow(160, y, 380, [value(doc, name)], 10.5)
        y += 26
    sheet.line(40, y + 4, 555, y + 4, 1.2)
    sheet.text(60, y + 14, "验证码：" + doc.flags["verify"], 9.5)
    _bank_seal(sheet, 460, y - 40)


def _bands(sheet: Sheet, doc: Doc, rng: Random) -> None:
    sheet.centre(26, "示例银行电子转账凭证", 17, bold=True)
    sheet.flow(52, 56, 260, [Run("日期："), value(doc, "trade_date")], 10)
    sheet.flow(320, 56, 240, [Run("交易流水号："), value(doc, "slip_no")], 10)
    rows = [
        ("付款方户名", "payer_name", "付款方账号", "payer_account"),
        ("付款方开户行", "payer_bank", "交易金额", "amount_figures"),
        ("收款方户名", "payee_name", "收款方账号", "payee_account"),
        ("收款方开户行", "payee_bank", "交易状态", "status"),
    ]
    doc.put("status", "交易成功")
    y = sheet.grid(
        45,
        76,
        [78, 180, 72, 175],
        [
            [Cell([Run(a)], align="centre"), _cell(doc, b), Cell([Run(c)], align="centre"), _cell(doc, d)]
            for a, b, c, d in rows
        ],
        9.5,
        least=34,
    )
    y = sheet.grid(
        45,
        y,
        [78, 427],
        [
            [Cell([Run("大写金额")], align="centre"), _cell(doc, "amount_upper")],
            [Cell([Run("摘要")], align="centre"), _cell(doc, "purpose")],
        ],
        9.5,
        least=28,
    )
    sheet.text(45, y + 12, "电子回单验证码：" + doc.flags["verify"], 9)
    _bank_seal(sheet, 470, y + 4)


def draw(sheet: Sheet, doc: Doc, layout: str, rng: Random) -> None:
    """Draw a bank slip in a layout."""
    {"slip_twin": _twin, "slip_list": _list, "slip_bands": _bands}[layout](sheet, doc, rng)
