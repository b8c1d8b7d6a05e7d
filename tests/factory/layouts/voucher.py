"""ADV_VOUCHER: wordings and letters of the advance voucher."""

from __future__ import annotations

from random import Random

from tests.factory.case import Doc
from tests.factory.layouts.common import Content, Pairs, Section, Sign, Table, Text, value
from tests.factory.paper import Run

# field -> (wordings for tuning, wordings kept for evaluation)
WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "worker_name": (("工伤职工", "职工姓名", "姓名", "工伤职工姓名"), ("伤者姓名", "受伤职工姓名", "伤者")),
    "worker_id": (("身份证号码", "公民身份号码", "社会保障号码", "身份证号"), ("证件号码", "居民身份证号码")),
    "worker_phone": (("联系电话", "手机", "电话"), ("手机号码",)),
    "sex": (("性别",), ("性别",)),
    "employer_name": (("用人单位", "单位名称", "公司名称", "用人单位名称"), ("单位全称", "用人单位（全称）")),
    "employer_uscc": (("统一社会信用代码", "社会信用代码"), ("信用代码", "统一信用代码")),
    "injury_date": (("受伤时间", "事故发生时间", "工伤发生日期", "受伤日期"), ("事故日期", "工伤事故时间")),
    "decision_no": (("工伤认定决定书编号", "认定书文号", "工伤认定书编号"), ("认定决定书文号",)),
    "total_figures": (("合计（小写）", "小写", "垫付金额（小写）", "金额合计（小写）"), ("总金额（小写）", "垫付总额")),
    "total_upper": (
        ("合计（大写）", "人民币（大写）", "大写金额", "垫付金额（大写）"),
        ("总金额（大写）", "金额（大写）"),
    ),
    "advance_period": (("垫付期间", "起止日期"), ("费用起止日期",)),
    "pay_method": (("付款方式", "支付方式"), ("垫付方式",)),
    "payee_name": (("户名", "开户名称", "收款单位"), ("收款户名", "账户名称")),
    "payee_account": (("账号", "银行账号", "帐号"), ("收款账号", "银行帐号")),
    "payee_bank": (("开户行", "开户银行"), ("开户银行名称", "开户网点")),
    "payee_cnaps": (("联行号", "行号"), ("支付联行号",)),
    "item": (("待遇项目", "费用项目", "垫付项目"), ("项目名称",)),
    "payee": (("就诊医院", "医院", "收款方", "就诊医疗机构"), ("收费单位",)),
    "receipt_no": (("票据号码", "票据代码-号码", "发票号码"), ("票据编号",)),
    "date": (("日期", "开票日期", "费用日期"), ("票据日期",)),
    "amount": (("金额（元）", "金额", "垫付金额（元）"), ("费用金额（元）",)),
}
TITLES = (
    (
        "工伤费用垫付确认书",
        "垫付确认书",
        "垫付费用确认书",
        "工伤费用垫付证明",
        "医药费垫付证明",
        "用人单位垫付费用凭证",
    ),
    ("工伤待遇垫付情况说明", "垫付费用凭证", "工伤保险待遇垫付确认书"),
)
CONSENTS = (
    (
        "本人确认上述费用由用人单位垫付，同意将工伤保险基金核定支付的该部分费用发放至以下单位账户。本确认不影响本人依法享受的其他工伤保险待遇。",
        "经本人核对，上列费用均已由单位先行垫付，现同意将基金支付的相应款项发放至单位账户。",
        "以上费用确由单位垫付，本人无异议，并同意将该部分待遇发放至单位账户。本人其他待遇不受影响。",
    ),
    (
        "本人确认上列各项费用已由用人单位代为垫付，并同意工伤保险基金将相应金额直接拨付至单位账户。",
        "上述费用系由单位垫付，本人对金额无异议，同意将该部分款项发放至用人单位账户。",
    ),
)
FAMILY_CONSENTS = (
    ("我们确认上述费用由用人单位垫付，同意将工伤保险基金核定支付的该部分费用发放至以下单位账户。",),
    ("我们作为供养亲属，确认上列费用已由用人单位垫付，并同意将相应款项拨付至单位账户。",),
)
SIGN_LABELS = (
    ("工伤职工（签名）：", "职工签名：", "本人签名：", "确认人（签名）："),
    ("签名（按指模）：", "职工本人签字："),
)
FAMILY_SIGN = (("供养亲属（签名）：", "亲属签名："), ("供养亲属签字：",))


def pick(words: dict[str, tuple[tuple[str, ...], tuple[str, ...]]], rng: Random, reserved: bool) -> dict[str, str]:
    """Choose one wording a field."""
    return {k: rng.choice(v[1] if reserved else v[0]) for k, v in words.items()}


def lines_columns(w: dict[str, str], doc: Doc) -> list[tuple[str, str, float]]:
    """Give the columns of the voucher's lines; a single line often has no number."""
    columns = [
        ("no", "序号", 0.5),
        ("item", w["item"], 1.5),
        ("payee", w["payee"], 2.2),
        ("receipt_no", w["receipt_no"], 2.3),
        ("date", w["date"], 1.4),
        ("amount", w["amount"], 1.35),
    ]
    return columns if len(doc.rows) > 1 or "decision_no" in doc.v else columns[1:]


def content(doc: Doc, rng: Random, reserved: bool) -> Content:
    """Choose wordings and build the sections and the letter of an advance voucher."""
    i = int(reserved)
    w = pick(WORDS, rng, reserved)
    death = bool(doc.flags.get("death"))
    consent = doc.say.get("consent") or rng.choice((FAMILY_CONSENTS if death else CONSENTS)[i])
    if "consent" in doc.omit:
        consent = ""
    who = [("worker_name", "sex"), ("worker_id", "worker_phone"), ("injury_date", "decision_no")]
    first: list[list[tuple[str, str]]] = [
        [(w["employer_name"], "employer_name")],
        [(w["employer_uscc"], "employer_uscc")],
    ]
    if death:
        w["worker_name"] = rng.choice(["工亡职工", "工亡职工姓名"])
    for a, b in who:
        row = [(w[n], n) for n in (a, b) if n in doc.v]
        first += [row] if len(row) < 2 or a == "worker_name" else [[row[0]], [row[1]]] if rng.random() < 0.3 else [row]
    first = [r for r in first if r]
    money_rows = [[(w["total_figures"], "total_figures")], [(w["total_upper"], "total_upper")]]
    if "item_text" in doc.v:
        money_rows.insert(0, [(w["item"], "item_text")])
    extra = [(w[n], n) for n in ("advance_period", "pay_method") if n in doc.v]
    account = [
        [(w["payee_name"], "payee_name")],
        [(w["payee_account"], "payee_account")],
        [(w["payee_bank"], "payee_bank")],
    ]
    if "payee_cnaps" in doc.v:
        account.append([(w["payee_cnaps"], "payee_cnaps")])
    sections: list[Section] = [Pairs("职工信息", first)]
    if doc.rows:
        sections.append(Table("费用明细", lines_columns(w, doc)))
    sections.append(Pairs("垫付金额", [*money_rows, *([extra] if extra else [])]))
    if consent:
        sections.append(Text("本人意见", [Run(consent, "consent")]))
    sections.append(Pairs("收款账户", account))
    sections.append(
        Sign(
            rng.choice((FAMILY_SIGN if death else SIGN_LABELS)[i]),
            "日期：",
            rng.choice(["用人单位（公章）：", "单位盖章：", "用人单位（盖章）"]),
            "与职工关系：" if death else "",
        )
    )
    out = Content(rng.choice(TITLES[i]), sections)
    _letter(out, doc, w, consent, rng, reserved, death)
    doc.v["doc_title"] = type(doc.v["worker_name"])(out.title, out.title)
    return out


def _letter(out: Content, doc: Doc, w: dict[str, str], consent: str, rng: Random, reserved: bool, death: bool) -> None:
    def v(name: str, blank: int = 6) -> Run:
        return value(doc, name, blank=blank)

    opening = "本单位职工" if reserved else "兹有我单位职工"
    head = [Run(opening), v("worker_name")]
    if "sex" in doc.v:
        head += [Run("，性别"), v("sex", 2)]
    head += [
        Run("，" + rng.choice(["身份证号码", "身份证号"]) + "："),
        v("worker_id", 10),
        Run("，于"),
        v("injury_date"),
    ]
    head += [Run("在工作中受伤" + ("并不幸死亡" if death else "") + "，")]
    if "decision_no" in doc.v:
        head += [Run("工伤认定决定书编号："), v("decision_no"), Run("。")]
    head += [Run("用人单位" if reserved else "我单位"), v("employer_name", 10)]
    if "employer_uscc" in doc.v:
        head += [Run("（统一社会信用代码："), v("employer_uscc", 10), Run("）")]
    what = (
        [Run("已先行垫付"), v("item_text"), Run("。")]
        if "item_text" in doc.v
        else [Run("已先行垫付相关费用，明细如下：")]
    )
    head += what
    total = [Run("以上费用合计（小写）："), v("total_figures"), Run("元，（大写）："), v("total_upper", 10), Run("。")]
    if "¥" in doc.v["total_figures"].text:
        total[2] = Run("，（大写）：")
    if "pay_method" in doc.v:
        total += [Run("付款方式："), v("pay_method", 3), Run("。")]
    bank = [
        Run("收款账户信息如下：户名："),
        v("payee_name", 10),
        Run("，账号："),
        v("payee_account", 10),
        Run("，开户行："),
        v("payee_bank", 8),
    ]
    if "payee_cnaps" in doc.v:
        bank += [Run("，联行号："), v("payee_cnaps")]
    out.letter = [
        head,
        total,
        *([[Run(consent, "consent")]] if consent else []),
        [*bank, Run("。")],
        [Run("特此" + ("说明。" if "说明" in out.title else "确认。"))],
    ]
    if doc.rows:
        out.letter_table = Table("", lines_columns(w, doc))
