"""Planters of faults that lie on one paper alone. Each changes one thing and says which paper and what."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.factory import firms, money, people
from tests.factory.case import Doc, Plan, Val

Planted = tuple[str, str]
REQUIRED: dict[str, tuple[str, ...]] = {
    "ADV_VOUCHER": (
        "worker_name",
        "worker_id",
        "employer_name",
        "injury_date",
        "total_figures",
        "total_upper",
        "payee_name",
        "payee_account",
        "payee_bank",
        "sign_dates",
    ),
    "JOINT_ACCT": (
        "deceased_name",
        "deceased_id",
        "death_date",
        "employer_name",
        "holder_name",
        "account",
        "bank_name",
        "sign_dates",
    ),
    "JOINT_EMPLOYER": (
        "deceased_name",
        "deceased_id",
        "advanced_total",
        "advanced_total_upper",
        "payee_name",
        "payee_account",
        "payee_bank",
        "sign_dates",
    ),
    "PASS_ON_PROOF": (
        "employer_name",
        "received_total",
        "retained_advance",
        "passed_total",
        "passed_total_upper",
        "sign_dates",
    ),
}
TOTALS = {
    "ADV_VOUCHER": ("total_figures", "total_upper"),
    "JOINT_EMPLOYER": ("advanced_total", "advanced_total_upper"),
    "PASS_ON_PROOF": ("passed_total", "passed_total_upper"),
}


def key(plan: Plan) -> Doc:
    """Give the paper that the story turns on."""
    return plan.docs[0]


def other_name(plan: Plan, rng: Random) -> str:
    """Give a name that nobody in the case bears, unlike in every character."""
    taken = {c for d in plan.docs for s in d.signers for c in s.name} | set(plan.claim["worker"]["name"])
    while True:
        name = people.person(rng).name
        if not taken & set(name):
            return name


def broken(plan: Plan, rng: Random) -> Planted:
    """DOC-001."""
    how = rng.choice(["encrypt", "truncate", "empty"])
    key(plan).flags["break"] = how
    return key(plan).stem, how


def page_missing(plan: Plan, rng: Random) -> Planted:
    """DOC-004."""
    key(plan).flags["pages"] = rng.choice(["第1页 共2页", "第 1 页，共 2 页", "第1页/共2页"])
    return key(plan).stem, "says page 1 of 2, page 2 is not there"


def blank_form(plan: Plan, rng: Random) -> Planted:
    """DOC-006."""
    doc = key(plan)
    doc.omit |= {n for n in doc.v if n != "items"}
    doc.rows = [{} for _ in doc.rows]
    for who in doc.signers:
        who.style, who.day, who.print_finger, who.relation = "none", None, False, ""
    doc.seal, doc.seal_day = None, None
    doc.flags["layout"] = ("form_left", "form_side")
    return doc.stem, "nothing is filled in"


def altered(plan: Plan, rng: Random) -> Planted:
    """DOC-007."""
    doc = key(plan)
    name = TOTALS[doc.kind][0]
    fen = doc.v[name].truth
    doc.v[name].hand = False
    doc.flags["strike"] = (name, money.figures(fen + rng.choice([100000, 500000, 1000000])))
    return doc.stem, f"{name} crossed out and overwritten"


def false_layer(plan: Plan, rng: Random) -> Planted:
    """DOC-008."""
    doc = key(plan)
    name = TOTALS[doc.kind][0]
    old = doc.v[name].text
    doc.v[name].hand = False
    doc.flags["swaps"] = {
        old: old.replace(money.figures(doc.v[name].truth), money.figures(doc.v[name].truth + 1000000)).replace(
            money.figures(doc.v[name].truth, "plain"), money.figures(doc.v[name].truth + 1000000, "plain")
        )
    }
    return doc.stem, f"text layer says another {name}"


def smeared(plan: Plan, rng: Random) -> Planted:
    """DOC-002."""
    doc = key(plan)
    doc.flags["smear"] = rng.choice([TOTALS[doc.kind][0], TOTALS[doc.kind][1]])
    return doc.stem, f"{doc.flags['smear']} cannot be read"


def field_missing(plan: Plan, rng: Random) -> Planted:
    """FLD-001."""
    doc = key(plan)
    name = rng.choice([n for n in REQUIRED[doc.kind] if n in doc.v or n == "sign_dates"])
    if name == "sign_dates":
        for who in doc.signers:
            who.day = None
        doc.seal_day = None
    doc.omit.add(name)
    return doc.stem, f"{name} is missing"


def _put_id(plan: Plan, text: str) -> str:
    doc = key(plan)
    name = "worker_id" if "worker_id" in doc.v else "deceased_id"
    doc.v[name] = Val(text, text)
    return name


def id_digit(plan: Plan, rng: Random) -> Planted:
    """ID-001."""
    good = plan.claim["worker"]["id_no"]
    last = rng.choice([c for c in "0123456789" if c != good[-1]])
    return key(plan).stem, _put_id(plan, good[:-1] + last) + ": check digit wrong"


def id_birth(plan: Plan, rng: Random) -> Planted:
    """ID-002."""
    good = plan.claim["worker"]["id_no"]
    body = good[:10] + rng.choice(["1332", "0230", "0931"]) + good[14:17]
    return key(plan).stem, _put_id(plan, body + people.citizen_check(body)) + ": no such birth date"


def id_sex(plan: Plan, rng: Random) -> Planted:
    """ID-003."""
    key(plan).put("sex", "女" if int(plan.claim["worker"]["id_no"][16]) % 2 else "男")
    return key(plan).stem, "printed sex differs from the number"


def id_old(plan: Plan, rng: Random) -> Planted:
    """ID-005."""
    good = plan.claim["worker"]["id_no"]
    return key(plan).stem, _put_id(plan, good[:6] + good[8:17]) + ": 15 digits"


def credit(plan: Plan, rng: Random) -> Planted:
    """USC-001."""
    good = plan.claim["employer"]["uscc"]
    key(plan).put("employer_uscc", good[:-1] + rng.choice([c for c in "0123456789ABCDEFGH" if c != good[-1]]))
    return key(plan).stem, "credit code: check character wrong"


def card(plan: Plan, rng: Random) -> Planted:
    """ACC-001."""
    doc = key(plan)
    doc.flags["passbook"] = False
    if rng.random() < 0.3:
        doc.put("account", rng.choice(plan.claim["relatives"])["id_no"])
        return doc.stem, "the citizen number stands for the account"
    good = firms.card(rng)
    at = rng.randrange(7, len(good) - 1)
    bad = good[:at] + str((int(good[at]) + rng.randint(1, 8)) % 10) + good[at + 1 :]
    doc.put("account", bad)
    plan.docs[:] = [d for d in plan.docs if d.kind != "ACCT_PROOF"]
    return doc.stem, "card number: Luhn digit wrong"


def bank_unfit(plan: Plan, rng: Random) -> Planted:
    """ACC-002."""
    doc = key(plan)
    bank_field, cnaps = ("bank_name", "cnaps") if doc.kind == "JOINT_ACCT" else ("payee_bank", "payee_cnaps")
    doc.put(bank_field, rng.choice(["中国工商银行虚构支行", "中国建设银行虚构支行", "中国农业银行虚构支行"]))
    doc.put(cnaps, firms.bank(rng).cnaps)
    if doc.kind == "JOINT_ACCT":
        doc.put("account", firms.card(rng))
        doc.flags["passbook"] = False
        plan.docs[:] = [d for d in plan.docs if d.kind != "ACCT_PROOF"]
    return doc.stem, "bank name of another class than the clearing code"


def cnaps(plan: Plan, rng: Random) -> Planted:
    """ACC-003."""
    doc = key(plan)
    good = firms.bank(rng).cnaps
    doc.put(
        "cnaps" if doc.kind == "JOINT_ACCT" else "payee_cnaps",
        good[:-1] + str((int(good[-1]) + rng.randint(1, 9)) % 10),
    )
    return doc.stem, "clearing code: check digit wrong"


def words(plan: Plan, rng: Random) -> Planted:
    """AMT-001."""
    doc = key(plan)
    name = TOTALS[doc.kind][1]
    fen = doc.v[name].truth
    other = fen + rng.choice([10000, 100000, 90, -10000 if fen > 30000 else 20000])
    doc.v[name] = Val("人民币" + money.words(other), other)
    return doc.stem, "capitals differ from figures"


def receipt_words(plan: Plan, rng: Random) -> Planted:
    """AMT-001 on a receipt or a slip."""
    doc = rng.choice([d for d in plan.docs if d.kind in ("MED_RECEIPT", "BANK_SLIP")])
    name = "total_upper" if doc.kind == "MED_RECEIPT" else "amount_upper"
    other = doc.v[name].truth + rng.choice([10000, 100000])
    doc.v[name] = Val("人民币" + money.words(other), other)
    return doc.stem, "capitals differ from figures"


def receipt_sum(plan: Plan, rng: Random) -> Planted:
    """AMT-002 on a receipt."""
    doc = rng.choice([d for d in plan.docs if d.kind == "MED_RECEIPT"])
    row = rng.choice(doc.rows)
    fen = row["amount"].truth + rng.choice([10000, 3000])
    row["amount"] = Val(money.figures(fen, "plain"), fen)
    return doc.stem, "charges do not add up to the total"


def lines_sum(plan: Plan, rng: Random) -> Planted:
    """AMT-002."""
    doc = key(plan)
    figures, upper = TOTALS[doc.kind]
    other = doc.v[figures].truth + rng.choice([10000, 5000, 100000])
    doc.money(figures, other, "yen")
    doc.words(upper, other)
    return doc.stem, "lines do not add up to the total"


def odd_amount(plan: Plan, rng: Random) -> Planted:
    """AMT-004."""
    doc = key(plan)
    name = TOTALS[doc.kind][0]
    doc.v[name] = Val("¥" + money.figures(doc.v[name].truth) + str(rng.randint(1, 9)), None)
    return doc.stem, "three decimals"


def no_date(plan: Plan, rng: Random) -> Planted:
    """DAT-001."""
    doc = key(plan)
    doc.seal_day = None
    if "injury_date" in doc.v and rng.random() < 0.4:
        year = doc.v["injury_date"].truth[:4]
        doc.v["injury_date"] = Val(rng.choice([f"{year}年2月30日", f"{year}年6月31日"]), None)
        return doc.stem, "injury date is no date"
    for who in doc.signers:
        if who.day:
            who.day_text = rng.choice(
                [
                    f"{who.day.year}年2月30日",
                    f"{who.day.year}年13月{who.day.day}日",
                    f"{who.day.year}年{who.day.month}月",
                ]
            )
            who.day = None
    return doc.stem, "sign date is no date"


def short_year(plan: Plan, rng: Random) -> Planted:
    """DAT-002."""
    doc = key(plan)
    doc.seal_day = None
    for who in doc.signers:
        if who.day:
            who.day_text = f"{who.day.year % 100}.{who.day.month}.{who.day.day}"
    return doc.stem, "sign date with a two-digit year"


def future(plan: Plan, rng: Random) -> Planted:
    """DAT-003."""
    doc = key(plan)
    doc.seal_day = None
    for who in doc.signers:
        if who.day:
            who.day = who.day.replace(year=2046, day=min(who.day.day, 28))
    return doc.stem, "signed in the future"


def bad_name(plan: Plan, rng: Random) -> Planted:
    """NAM-001."""
    doc = key(plan)
    name = "worker_name" if "worker_name" in doc.v else "deceased_name"
    good = doc.v[name].text
    doc.put(name, rng.choice([good[0], good + "1", good[:1] + "2" + good[-1]]))
    return doc.stem, "name has a digit or one character"


def statement_missing(plan: Plan, rng: Random) -> Planted:
    """STM-001."""
    doc = key(plan)
    if doc.kind == "ADV_VOUCHER" and rng.random() < 0.5:
        doc.say["consent"] = rng.choice(["以上费用确由用人单位垫付。", "上述费用已由单位先行垫付，情况属实。"])
        doc.flags["half_consent"] = True
        return doc.stem, "says only that the employer paid"
    name = {"ADV_VOUCHER": "consent", "JOINT_ACCT": "completeness", "JOINT_EMPLOYER": "pass_on_promise"}[doc.kind]
    doc.omit.add(name)
    return doc.stem, f"{name} is not stated"


def waiver(plan: Plan, rng: Random) -> Planted:
    """STM-002."""
    doc = key(plan)
    tail = rng.choice(
        [
            "本人自愿放弃其他工伤保险待遇，此事一次性了结。",
            "领取后本次工伤事宜一次性了结，今后不再追究单位任何责任。",
            "本人放弃一次性伤残补助金等其余待遇。",
        ]
    )
    if doc.kind == "JOINT_ACCT":
        doc.omit.discard("undertaking")
        doc.say["undertaking"] = "上述款项由近亲属自行协商分配，我们自愿放弃供养亲属抚恤金待遇。"
    else:
        doc.say["consent"] = "本人确认上述费用由用人单位垫付，同意将该部分费用发放至以下单位账户。" + tail
    return doc.stem, "waiver wording"


def style_words(plan: Plan, rng: Random) -> Planted:
    """AMT-003."""
    doc = key(plan)
    name = TOTALS[doc.kind][1]
    doc.v[name] = Val(doc.v[name].text.removeprefix("人民币").removesuffix("整"), doc.v[name].truth)
    return doc.stem, "capitals without prefix or 整"


def bad_phone(plan: Plan, rng: Random) -> Planted:
    """PHN-001."""
    key(plan).put("worker_phone", rng.choice(["1380013800", "12800138000", "138001380001"]))
    return key(plan).stem, "phone number has a wrong length or start"


def move_sign(doc: Doc, day: dt.date) -> None:
    """Let all signers sign on a day."""
    for who in doc.signers:
        who.day = day
    if doc.seal_day:
        doc.seal_day = day
