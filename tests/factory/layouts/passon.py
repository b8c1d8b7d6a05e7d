"""PASS_ON_PROOF: wordings and letters of the proof that money was passed on."""

from __future__ import annotations

from random import Random

from tests.factory.case import Doc
from tests.factory.layouts.common import Content, Pairs, Section, Sign, Table, Text, cell_run, value
from tests.factory.layouts.voucher import pick
from tests.factory.paper import Run

WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "employer_name": (("付款单位", "用人单位"), ("支付单位", "付款单位名称")),
    "received_total": (("收到基金拨付金额", "收到基金拨付", "基金拨付金额"), ("基金拨付到账金额",)),
    "credited": (("到账日期",), ("入账日期",)),
    "retained_advance": (("其中单位垫付", "其中单位已垫付", "单位垫付金额"), ("扣除单位垫付",)),
    "passed_total": (("支付金额（小写）", "支付金额", "实付金额（小写）"), ("支付本人金额（小写）",)),
    "passed_total_upper": (("支付金额（大写）", "大写金额"), ("支付本人金额（大写）",)),
    "name": (("收款人", "收款人姓名"), ("领款人",)),
    "id_no": (("身份证号码", "身份证号"), ("证件号码",)),
    "item": (("项目", "待遇项目"), ("支付项目",)),
    "amount": (("金额（元）", "支付金额（元）"), ("实付金额（元）",)),
    "pay_method": (("支付方式", "付款方式"), ("支付途径",)),
    "payee_account": (("收款账号", "收款账号（本人）"), ("收款卡号",)),
    "pay_date": (("支付日期", "转账日期"), ("付款日期",)),
    "slip_no": (("回单编号", "流水号"), ("银行回单号",)),
}
TITLES = (
    ("工伤保险待遇支付佐证材料", "支付证明", "收款确认书", "工伤待遇签收单", "收条"),
    ("工伤待遇支付情况证明", "工伤待遇收款确认书", "待遇签收单"),
)
RECEIVED = (("本人已收到上述款项。", "上述款项已由本人足额收到，特此确认。"), ("以上款项本人已全部收讫。",))
_KEYS = ("name", "id_no", "item", "amount", "pay_method", "payee_account", "pay_date", "slip_no")


def columns(w: dict[str, str], doc: Doc) -> list[tuple[str, str, float]]:
    """Give the columns of the beneficiaries' table; slip numbers stand apart where there is no room."""
    shares = {
        "name": 1.1,
        "id_no": 2.55,
        "item": 1.5,
        "amount": 1.45,
        "pay_method": 0.85,
        "payee_account": 2.65,
        "pay_date": 1.55,
    }
    return [(k, w[k], shares[k]) for k in _KEYS if k in shares and any(k in r for r in doc.rows)]


def content(doc: Doc, rng: Random, reserved: bool) -> Content:
    """Build a pass-on proof."""
    w = pick(WORDS, rng, reserved)
    title = rng.choice(TITLES[int(reserved)])
    doc.put("doc_title", title)
    head = [
        [(w["employer_name"], "employer_name")],
        [(w["received_total"], "received_total"), (w["credited"], "credited")],
        [(w["retained_advance"], "retained_advance")],
    ]
    passed = [[(w["passed_total"], "passed_total")], [(w["passed_total_upper"], "passed_total_upper")]]
    sections: list[Section] = [Pairs("单位信息", head)]
    slips = [
        [(w["slip_no"] + (str(i + 1) if len(doc.rows) > 1 else ""), f"beneficiaries[{i}].slip_no")]
        for i in range(len(doc.rows))
    ]
    if len(doc.rows) == 1 and doc.flags.get("spread"):
        p = "beneficiaries[0]."
        sections.append(
            Pairs(
                "收款人",
                [
                    [(w["name"], p + "name"), (w["item"], p + "item")],
                    [(w["id_no"], p + "id_no")],
                    *passed,
                    [(w["pay_method"], p + "pay_method"), (w["pay_date"], p + "pay_date")],
                    [(w["payee_account"], p + "payee_account")],
                    *slips,
                ],
            )
        )
        doc.rows[0].pop("amount", None)
    else:
        sections += [Table("支付明细", columns(w, doc)), Pairs("支付合计", [*passed, *slips])]
    received = rng.choice(RECEIVED[int(reserved)])
    sections.append(Text("确认", [Run(received)]))
    label = rng.choice(["收款人（签名）：", "收款人本人（签名）：", "本人签名："] if not reserved else ["领款人签字："])
    sections.append(Sign(label, "日期：", rng.choice(["付款单位（公章）：", "单位盖章："])))
    out = Content(title, sections)
    lead = [
        value(doc, "employer_name"),
        Run("于"),
        value(doc, "credited"),
        Run("收到工伤保险基金拨付金额"),
        value(doc, "received_total"),
        Run("，其中单位垫付"),
        value(doc, "retained_advance"),
        Run("，应支付给本人"),
        value(doc, "passed_total"),
        Run("（大写："),
        value(doc, "passed_total_upper"),
        Run("），支付明细如下："),
    ]
    numbers: list[Run] = [Run("银行回单编号：")]
    for i in range(len(doc.rows)):
        numbers += [Run("、" if i else ""), cell_run(doc, i, "slip_no")]
    out.letter = [lead, [*numbers, Run("。")], [Run(received)]]
    out.letter_table = Table("", columns(w, doc))
    return out
