"""JOINT_ACCT and JOINT_EMPLOYER: wordings and letters of the relatives' designations."""

from __future__ import annotations

from random import Random

from tests.factory.case import Doc, Val
from tests.factory.layouts.common import Content, Pairs, Section, Sign, Table, Text, value
from tests.factory.layouts.voucher import pick
from tests.factory.paper import Run

WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "deceased_name": (("工亡职工", "死者姓名", "亡者姓名", "工亡职工姓名"), ("死亡职工姓名", "死者")),
    "deceased_id": (("身份证号码", "公民身份号码", "身份证号"), ("证件号码", "居民身份证号码")),
    "death_date": (("死亡时间", "死亡日期"), ("工亡日期", "死亡年月日")),
    "employer_name": (("生前所在单位", "用人单位", "生前单位"), ("工作单位", "生前工作单位")),
    "holder_name": (("户名", "开户人"), ("账户姓名", "开户人姓名")),
    "account": (("账号", "卡号", "银行账号"), ("银行卡号", "收款账号")),
    "bank_name": (("开户行", "开户银行"), ("开户网点",)),
    "cnaps": (("联行号", "行号"), ("支付联行号",)),
    "payee_name": (("户名", "开户名称", "收款单位"), ("收款户名",)),
    "payee_account": (("账号", "银行账号"), ("收款账号",)),
    "payee_bank": (("开户行", "开户银行"), ("开户网点",)),
    "advanced_total": (("单位已垫付金额", "已垫付金额（小写）", "单位已垫付金额（小写）"), ("垫付总额（小写）",)),
    "advanced_total_upper": (("单位已垫付金额（大写）", "大写金额", "人民币（大写）"), ("垫付总额（大写）",)),
    "name": (("姓名", "近亲属姓名"), ("亲属姓名",)),
    "relation": (("关系", "与死者关系", "与职工关系"), ("亲属关系",)),
    "id_no": (("身份证号码", "身份证号"), ("证件号码",)),
    "phone": (("电话", "联系电话"), ("手机",)),
    "supported": (("是否供养亲属", "供养亲属"), ("是否供养",)),
    "sign": (("签名", "签名（按指模）"), ("本人签字",)),
    "day": (("日期", "签名日期"), ("签字日期",)),
}
ACCT_TITLES = (
    ("工亡职工近亲属共同指定账户确认书", "共同指定账户确认书", "近亲属共同指定银行账户声明", "工亡待遇领取账户确认书"),
    ("工亡待遇共同指定账户协议书", "近亲属共同指定账户同意书"),
)
EMPLOYER_TITLES = (
    ("工亡职工近亲属共同指定发放至用人单位确认书", "共同指定发放至单位确认书", "委托单位代领确认书"),
    ("同意发放至用人单位账户声明", "近亲属共同指定发放到单位确认书"),
)
COMPLETE = (
    (
        "以下人员为工亡职工的全部近亲属，无其他近亲属",
        "以上人员为全部近亲属，无其他应列人员",
        "下列人员为其全部近亲属（配偶、子女、父母），无其他近亲属，如有遗漏由我们自行承担责任",
    ),
    ("除下列人员外，工亡职工无其他近亲属", "以下所列为全部近亲属，并无其他近亲属"),
)
DISPUTE = (
    (
        "因对工亡待遇的发放账户有争议，未能达成一致，现共同指定以下一个银行账户领取",
        "因供养亲属对发放账户有争议且无法达成共识，现由全体近亲属共同指定如下一个账户领取",
    ),
    ("各方就待遇发放账户存在争议，协商未能达成一致，现一致指定以下一个账户收取",),
)
UNDERTAKING = (
    (
        "上述款项由近亲属自行协商分配，供养亲属抚恤金仍发放至各供养亲属本人社会保障卡。",
        "款项到账后由我们自行协商分配，由此产生的纠纷自行承担。",
    ),
    ("款项发放后的分配由各近亲属自行协商，由此产生的纠纷与经办机构无关。",),
)
AGREE = (
    ("我们共同同意将下列待遇发放至以下用人单位账户", "经全体近亲属协商一致，共同指定将下列待遇发放到用人单位账户"),
    ("全体近亲属一致同意，下列待遇拨付至用人单位的银行账户",),
)
PROMISE = (
    (
        "用人单位承诺：收到待遇资金一个月内将扣除垫付费用后的余额支付给各近亲属，并在支付后10日内报送本人签名的佐证材料。",
        "用人单位承诺在收到待遇资金后一个月内，将余额支付给近亲属本人，并于支付后10日内报送签名佐证材料。",
    ),
    ("本单位保证自收到基金款项之日起一个月内把扣除已垫付部分的余额支付给近亲属，并按规定报送佐证材料。",),
)


def _say(doc: Doc, name: str, pool: tuple[tuple[str, ...], tuple[str, ...]], rng: Random, reserved: bool) -> str:
    chosen = rng.choice(pool[int(reserved)])
    return "" if name in doc.omit else doc.say.get(name) or chosen


def ticked(doc: Doc, rng: Random) -> list[Run]:
    """Give the items with their tick boxes as runs."""
    mark, empty = doc.flags.get("ticks", ("√", "□"))
    runs: list[Run] = []
    for text in doc.v["items"].text.split("|"):
        runs.append(Run(f"{mark}{text}\u3000", "items"))
    for text in doc.flags.get("unticked", ()):
        runs.append(Run(f"{empty}{text}\u3000"))
    return runs


def columns(doc: Doc, w: dict[str, str], signed: bool) -> list[tuple[str, str, float]]:
    """Give the columns of the relatives' table."""
    out = [("name", w["name"], 1.25), ("relation", w["relation"], 1.0), ("id_no", w["id_no"], 2.5)]
    if any("phone" in r for r in doc.rows):
        out.append(("phone", w["phone"], 1.65))
    if any("supported" in r for r in doc.rows):
        out.append(("supported", w["supported"], 1.0))
    if any("guardian" in r for r in doc.rows):
        out.append(("guardian", "监护人", 1.1))
    if signed:
        out += [("sign", w["sign"], 1.8), ("day", w["day"], 1.6)]
    return out


def joint_acct(doc: Doc, rng: Random, reserved: bool) -> Content:
    """Build a letter that designates one joint account."""
    w = pick(WORDS, rng, reserved)
    if doc.flags.get("passbook"):
        # A passbook number has no check digit, so the paper must say that it is no card.
        w["account"] = "存折账号"
    title = rng.choice(ACCT_TITLES[int(reserved)])
    doc.put("doc_title", title)
    complete, dispute = _say(doc, "completeness", COMPLETE, rng, reserved), _say(doc, "dispute", DISPUTE, rng, reserved)
    under = _say(doc, "undertaking", UNDERTAKING, rng, reserved)
    signed = not doc.flags.get("sign_below")
    head = [
        [(w["deceased_name"], "deceased_name"), (w["death_date"], "death_date")],
        [(w["deceased_id"], "deceased_id")],
        [(w["employer_name"], "employer_name")],
    ]
    account = [[(w["holder_name"], "holder_name")], [(w["account"], "account")], [(w["bank_name"], "bank_name")]]
    if "cnaps" in doc.v:
        account.append([(w["cnaps"], "cnaps")])
    account += doc.flags.get("more_accounts", [])
    lead = dispute or "现共同指定以下一个银行账户领取"
    sections: list[Section] = [Pairs("工亡职工", head)]
    if complete and not complete.startswith("以上"):
        sections.append(Text("声明", [Run(complete + "：", "completeness")]))
    sections.append(Table("近亲属", columns(doc, w, signed)))
    if complete.startswith("以上"):
        sections.append(Text("声明", [Run(complete + "。", "completeness")]))
    sections.append(Text("指定事项", [Run(lead + "：", "dispute" if dispute else None), *ticked(doc, rng)]))
    sections.append(Pairs("指定账户", account))
    if under:
        sections.append(Text("约定", [Run(under, "undertaking")]))
    label = rng.choice(["近亲属签名：", "签名："])
    sections.append(Sign(label, "日期：", "", "关系："))
    doc.flags["signed_rows"] = signed
    out = Content(title, sections)
    _acct_letter(out, doc, w, complete, dispute, under)
    return out


def _acct_letter(out: Content, doc: Doc, w: dict[str, str], complete: str, dispute: str, under: str) -> None:
    head = [
        Run("我们是工亡职工"),
        value(doc, "deceased_name"),
        Run("（身份证号码："),
        value(doc, "deceased_id"),
        Run("，生前所在单位："),
        value(doc, "employer_name"),
        Run("，死亡日期："),
        value(doc, "death_date"),
        Run("）的近亲属。"),
    ]
    if complete:
        head += [Run(complete.replace("以上", "以下"), "completeness"), Run("：")]
    ask = [
        Run((dispute or "现共同指定以下一个银行账户领取") + "：", "dispute" if dispute else None),
        *ticked(doc, Random(0)),
    ]
    bank = [
        Run("户名："),
        value(doc, "holder_name"),
        Run("，存折账号：" if doc.flags.get("passbook") else "，账号："),
        value(doc, "account"),
        Run("，开户行："),
        value(doc, "bank_name"),
    ]
    if "cnaps" in doc.v:
        bank += [Run("，联行号："), value(doc, "cnaps")]
    for row in doc.flags.get("more_accounts", []):
        for label, name in row:
            bank += [Run(f"；{label}："), value(doc, name)]
    out.letter = [head, ask, [*bank, Run("。")], *([[Run(under, "undertaking")]] if under else [])]
    out.letter_table = Table("", columns(doc, w, False))


def joint_employer(doc: Doc, rng: Random, reserved: bool) -> Content:
    """Build a letter that designates the employer's account."""
    w = pick(WORDS, rng, reserved)
    title = rng.choice(EMPLOYER_TITLES[int(reserved)])
    doc.put("doc_title", title)
    agree, promise = rng.choice(AGREE[int(reserved)]), _say(doc, "pass_on_promise", PROMISE, rng, reserved)
    signed = not doc.flags.get("sign_below")
    head = [[(w["deceased_name"], "deceased_name")], [(w["deceased_id"], "deceased_id")]]
    advanced = [[(w["advanced_total"], "advanced_total")], [(w["advanced_total_upper"], "advanced_total_upper")]]
    account = [
        [(w["payee_name"], "payee_name")],
        [(w["payee_account"], "payee_account")],
        [(w["payee_bank"], "payee_bank")],
    ]
    sections: list[Section] = [
        Pairs("工亡职工", head),
        Table("近亲属名单", columns(doc, w, signed)),
        Pairs("垫付情况", advanced),
    ]
    sections += [Text("指定事项", [Run(agree + "："), *ticked(doc, rng)]), Pairs("收款账户", account)]
    if promise:
        sections.append(Text("单位承诺", [Run(promise, "pass_on_promise")]))
    label, seal = rng.choice(["近亲属（签名）：", "全体近亲属签名："]), rng.choice(["用人单位（公章）：", "单位盖章："])
    sections.append(Sign(label, "日期：", seal, "关系："))
    doc.flags["signed_rows"] = signed
    out = Content(title, sections)
    lead = [
        Run("我们是工亡职工"),
        value(doc, "deceased_name"),
        Run("（身份证号码："),
        value(doc, "deceased_id"),
        Run("）的近亲属，名单如下："),
    ]
    money = [
        Run("用人单位已垫付金额"),
        value(doc, "advanced_total"),
        Run("（大写："),
        value(doc, "advanced_total_upper"),
        Run("），垫付凭证附后。"),
    ]
    ask = [Run(agree + "："), *ticked(doc, rng)]
    bank = [
        Run("户名："),
        value(doc, "payee_name"),
        Run("，账号："),
        value(doc, "payee_account"),
        Run("，开户行："),
        value(doc, "payee_bank"),
        Run("。"),
    ]
    out.letter = [lead, money, ask, bank, *([[Run(promise, "pass_on_promise")]] if promise else [])]
    out.letter_table = Table("", columns(doc, w, False))
    return out


def relatives_rows(doc: Doc, rows: list[dict[str, object]]) -> None:
    """Put the relatives' table into a paper."""
    doc.rows_name = "relatives"
    for row in rows:
        out: dict[str, Val] = {}
        for key, truth in row.items():
            text = ("是" if truth else "否") if isinstance(truth, bool) else str(truth)
            out[key] = Val(text, truth)
        doc.rows.append(out)
