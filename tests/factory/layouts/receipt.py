"""MED_RECEIPT: fiscal e-receipts and older receipts with a pre-printed frame."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from tests.factory import seals
from tests.factory.case import Doc
from tests.factory.layouts.common import cell_run
from tests.factory.paper import Sheet

SIZES = {"e_receipt": (595.0, 410.0), "e_receipt_b": (595.0, 440.0), "preprinted": (560.0, 380.0)}
TUNING = ("e_receipt", "preprinted")
RESERVED = ("e_receipt_b",)
_BROWN = (150, 70, 45)
_RED = (178, 44, 48)


def _kv(
    sheet: Sheet, doc: Doc, x: float, y: float, label: str, name: str, size: float, label_fill: tuple[int, int, int]
) -> None:
    x += sheet.text(x, y, label + "：", size, fill=label_fill)
    got = doc.v.get(name)
    if got is None or name in doc.omit:
        return
    wide = sheet.text(x, y, got.text, size)
    sheet.remember(name, (x, y, x + wide, y + size))


def _supervision(sheet: Sheet, y: float) -> None:
    mask = seals.oval("虚构省财政票据监制章", round(92 * sheet.k), sheet.rng, inner="财政部门监制")
    sheet.stamp(mask, sheet.size[0] / 2, y, (205, 40, 40))


def _charges(
    sheet: Sheet, doc: Doc, x: float, y: float, width: float, fill: tuple[int, int, int], *, twin: bool, least: int
) -> float:
    """Rule the charges: one or two sets of columns."""
    shares = [2.2, 1.2, 1.4, 1.0] * (2 if twin else 1)
    widths = [width * s / sum(shares) for s in shares]
    head = ["项目名称", "数量/单位", "金额（元）", "备注"] * (2 if twin else 1)
    at = x
    per = (len(doc.rows) + 1) // 2 if twin else len(doc.rows)
    high = 18.0 * (max(per, least) + 1) + 4
    for w, h in zip(widths, head, strict=True):
        sheet.text(at + (w - sheet.width(h, 9)) / 2, y + 5, h, 9, fill=fill)
        at += w
    sheet.line(x, y + 18, x + width, y + 18, 0.6, fill)
    sheet.rect(x, y, x + width, y + high, 0.9, fill)
    if twin:
        sheet.line(x + width / 2, y, x + width / 2, y + high, 0.6, fill)
    for i in range(len(doc.rows)):
        block, line = (i // per, i % per) if twin else (0, i)
        x0, y0 = x + block * width / 2, y + 22 + line * 18
        offset = 0.0
        for j, key in enumerate(("item", "count", "amount")):
            run = cell_run(doc, i, key)
            w = widths[j]
            wide = sheet.width(run.text, 9.5)
            px = x0 + offset + (w - wide - 8 if key == "amount" else 8 if key == "item" else (w - wide) / 2)
            sheet.text(px, y0, run.text, 9.5)
            if run.text and key != "count":
                sheet.remember(run.field, (px, y0, px + wide, y0 + 9.5))
            offset += w
    return y + high


def _more(sheet: Sheet, doc: Doc, x: float, y: float, width: float, fill: tuple[int, int, int], cols: int) -> float:
    entries = [
        ("业务流水号", "serial"),
        ("门诊号" if doc.flags.get("outpatient") else "住院号", "stay_no"),
        ("就诊日期" if doc.flags.get("outpatient") else "住院时间", "stay"),
        ("医疗机构类型", "house_kind"),
        ("性别", "patient_sex"),
        ("医保类型", "insurance_kind"),
        ("医保统筹基金支付", "paid_insurance"),
        ("其他支付", "paid_other"),
        ("个人账户支付", "paid_account"),
        ("个人现金支付", "paid_cash"),
        ("个人自付", "self_share"),
        ("个人自费", "self_paid"),
    ]
    for i, (label, name) in enumerate(entries):
        _kv(sheet, doc, x + (i % cols) * width / cols, y + (i // cols) * 15, label, name, 8.5, fill)
    return y + ((len(entries) + cols - 1) // cols) * 15


def _hospital_seal(sheet: Sheet, doc: Doc, x: float, y: float) -> None:
    if not doc.seal:
        return
    rng = sheet.rng
    px = round(118 * sheet.k)
    if rng.random() < 0.5:
        mask = seals.oval(doc.seal, px, rng, inner="收费专用章")
    else:
        mask = seals.company(doc.seal, round(105 * sheet.k), rng, inner="收费专用章")
    box = sheet.stamp(mask, x, y, rng.choice(seals.REDS))
    sheet.mark("seal", "hospital", doc.seal, True, box)


def _total(sheet: Sheet, doc: Doc, x: float, y: float, width: float, fill: tuple[int, int, int]) -> float:
    _kv(sheet, doc, x + 6, y + 6, "金额合计（大写）", "total_upper", 10, fill)
    _kv(sheet, doc, x + width * 0.66, y + 6, "（小写）", "total_figures", 10, fill)
    sheet.rect(x, y, x + width, y + 22, 0.9, fill)
    return y + 22


def _e_receipt(sheet: Sheet, doc: Doc, rng: Random, *, second: bool) -> None:
    fill = _BROWN if not second else rng.choice([(120, 60, 50), (60, 60, 60)])
    kind = "门诊" if doc.flags.get("outpatient") else "住院"
    name = f"虚构省医疗{kind}收费票据（电子）" if not second else f"医疗{kind}收费票据（电子）"
    sheet.centre(24, name, 17, bold=True, fill=fill)
    _supervision(sheet, 58)
    x, width = 40.0, sheet.size[0] - 80
    _kv(sheet, doc, x, 70, "票据代码", "receipt_code", 9.5, fill)
    _kv(sheet, doc, x + width * 0.66, 70, "票据号码", "receipt_number", 9.5, fill)
    _kv(sheet, doc, x, 85, "交款人统一社会信用代码", "patient_id", 9.5, fill)
    _kv(sheet, doc, x + width * 0.66, 85, "校验码", "check_code", 9.5, fill)
    _kv(sheet, doc, x, 100, "交款人", "patient_name", 9.5, fill)
    _kv(sheet, doc, x + width * 0.66, 100, "开票日期", "issue_date", 9.5, fill)
    y = _charges(sheet, doc, x, 117, width, fill, twin=not second, least=4)
    y = _total(sheet, doc, x, y, width, fill)
    sheet.text(x + 4, y + 8, "其他信息" if second else "其", 9, fill=fill)
    if not second:
        for i, c in enumerate("他信息"):
            sheet.text(x + 4, y + 21 + 13 * i, c, 9, fill=fill)
    low = _more(sheet, doc, x + (52 if second else 24), y + 8, width - (56 if second else 28), fill, 3)
    sheet.rect(x, y, x + width, low + 4, 0.9, fill)
    _kv(sheet, doc, x, low + 12, "收款单位（章）", "hospital_name", 9.5, fill)
    _kv(sheet, doc, x + width * 0.55, low + 12, "复核人", "checker", 9.5, fill)
    _kv(sheet, doc, x + width * 0.8, low + 12, "收款人", "cashier", 9.5, fill)
    _hospital_seal(sheet, doc, x + 150, low + 4)


def _preprinted(sheet: Sheet, doc: Doc, rng: Random) -> None:
    """Paper with a coloured frame printed before and values struck in by a needle printer."""
    fill = rng.choice([_RED, _BROWN, (170, 60, 60)])
    kind = "门诊" if doc.flags.get("outpatient") else "住院"
    x, width = 34.0, sheet.size[0] - 68
    sheet.centre(20, f"虚构省医疗机构{kind}收费收据", 17, bold=True, fill=fill, spread=2)
    _supervision(sheet, 52)
    sheet.line(sheet.size[0] / 2 - 120, 43, sheet.size[0] / 2 + 120, 43, 0.8, fill)
    _kv(sheet, doc, x, 62, "票据代码", "receipt_code", 9.5, fill)
    _kv(sheet, doc, x + width * 0.7, 62, "No", "receipt_number", 9.5, fill)
    _kv(sheet, doc, x, 78, "姓名", "patient_name", 9.5, fill)
    _kv(sheet, doc, x + width * 0.22, 78, "证件号码", "patient_id", 9.5, fill)
    _kv(sheet, doc, x + width * 0.7, 78, "校验码", "check_code", 9.5, fill)
    _kv(sheet, doc, x + width * 0.7, 94, "开票日期", "issue_date", 9.5, fill)
    y = _charges(sheet, doc, x, 111, width, fill, twin=True, least=3)
    y = _total(sheet, doc, x, y, width, fill)
    low = _more(sheet, doc, x + 6, y + 6, width - 12, fill, 3)
    sheet.rect(x, y, x + width, low + 3, 0.9, fill)
    _kv(sheet, doc, x, low + 10, "收款单位（盖章）", "hospital_name", 9.5, fill)
    _kv(sheet, doc, x + width * 0.55, low + 10, "复核", "checker", 9.5, fill)
    _kv(sheet, doc, x + width * 0.8, low + 10, "收费员", "cashier", 9.5, fill)
    _hospital_seal(sheet, doc, x + 160, low + 2)
    grain = np.random.default_rng(rng.randrange(2**31)).normal(0, 2, (*sheet.wet.shape[:2], 1))
    sheet.wet[:] = np.clip(sheet.wet + cv2.GaussianBlur(grain, (3, 3), 0)[..., None], 0, 255).astype(np.uint8)


def draw(sheet: Sheet, doc: Doc, layout: str, rng: Random) -> None:
    """Draw a receipt in a layout."""
    if layout == "preprinted":
        _preprinted(sheet, doc, rng)
    else:
        _e_receipt(sheet, doc, rng, second=layout == "e_receipt_b")
