"""Clean stories: a living worker's voucher with receipts and slips, and what the core system knows about it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from random import Random
from typing import Any

from tests.factory import firms, money, people
from tests.factory.case import Doc, Plan, Signer, Val

ITEM_NAMES = {
    "MEDICAL": ("工伤医疗费", "医疗费"),
    "REHAB": ("工伤康复费", "康复费"),
    "MEAL": ("住院伙食补助费",),
    "ASSISTIVE": ("辅助器具配置费",),
    "DISABILITY_LUMP": ("一次性伤残补助金",),
    "MEDICAL_LUMP": ("一次性工伤医疗补助金",),
    "FUNERAL": ("丧葬补助金",),
    "DEATH_LUMP": ("一次性工亡补助金",),
}
_DAY_STYLES = ("han", "han", "han0", "spaced", "dash", "dot", "slash", "numerals")
_CHARGES = (
    "西药费",
    "检查费",
    "化验费",
    "治疗费",
    "手术费",
    "床位费",
    "护理费",
    "卫生材料费",
    "诊查费",
    "放射费",
    "中成药费",
)


def filed(plan_day: dt.date, rng: Random) -> dt.date:
    """Give a filing day soon after the last signature."""
    return plan_day + dt.timedelta(days=rng.randint(1, 20))


def claim_base(rng: Random, kind: str, worker: people.Person, firm: firms.Firm, injury: dt.date) -> dict[str, Any]:
    """Give the claim record's fixed part."""
    return {
        "claim_no": f"TEST-{rng.randrange(10**6):06d}",
        "kind": kind,
        "filed_on": "",
        "worker": {"name": worker.name, "id_no": worker.id_no, "card": "ACTIVE", "passbook_exception": False},
        "employer": {"name": firm.name, "uscc": firm.uscc, "account": firm.account, "bank": firm.bank.name},
        "injury_date": injury.isoformat(),
        "death_date": None,
        "dispute_recorded": False,
        "relatives": [],
        "items": [],
        "decision_no": f"虚工伤认〔{injury.year}〕{rng.randrange(1, 9999):04d}号",
    }


def split(rng: Random, total: int, n: int) -> list[int]:
    """Split an amount into n positive parts."""
    cuts = sorted(rng.sample(range(1, max(n + 1, total // 100)), n - 1))
    edges = [0, *(c * 100 for c in cuts), total]
    return [b - a for a, b in pairwise(edges)]


def receipt(rng: Random, n: int, patient: people.Person, house: firms.Hospital, day: dt.date, fen: int) -> Doc:
    """Plan a medical receipt that was paid in cash."""
    doc = Doc("MED_RECEIPT", f"receipt{n}", rows_name="lines", seal=house.name)
    outpatient = rng.random() < 0.4
    doc.flags["outpatient"] = outpatient
    doc.day_style = rng.choice(["dash", "dash", "han", "slash"])
    doc.put("receipt_code", f"4406{'01' if outpatient else '02'}{day.year % 100:02d}")
    doc.put("receipt_number", f"{rng.randrange(1, 10**10):010d}")
    doc.put("check_code", "".join(rng.choice("0123456789abcdef") for _ in range(6)))
    doc.day("issue_date", day)
    doc.put("patient_name", patient.name)
    shown = patient.id_no if rng.random() < 0.3 else patient.id_no[:6] + "********" + patient.id_no[-4:]
    doc.put("patient_id", shown)
    count = rng.randint(2, 5) if fen > 5000 else 1
    for name, part in zip(rng.sample(_CHARGES, count), split(rng, fen, count), strict=True):
        doc.rows.append(
            {"item": Val(name, name), "count": Val("1/次", "1/次"), "amount": Val(money.figures(part, "plain"), part)}
        )
    doc.money("total_figures", fen, rng.choice(["plain", "comma", "yen"]))
    doc.v["total_upper"] = Val(rng.choice(["", "人民币"]) + money.words(fen), fen)
    for name, part in (
        ("paid_insurance", 0),
        ("paid_other", 0),
        ("paid_account", 0),
        ("paid_cash", fen),
        ("self_share", 0),
        ("self_paid", fen),
    ):
        doc.money(name, part, "plain")
    doc.put("hospital_name", house.name)
    doc.put("serial", f"{day:%Y%m%d}{rng.randrange(10**6):06d}")
    doc.put("stay_no", f"{rng.randrange(10**6, 10**7)}")
    doc.put(
        "stay",
        day.isoformat()
        if outpatient
        else f"{(day - dt.timedelta(days=rng.randint(2, 9))).isoformat()}至{day.isoformat()}",
    )
    doc.put("house_kind", "综合医院")
    doc.put("patient_sex", patient.sex)
    doc.put("insurance_kind", "自费")
    doc.put("checker", rng.choice(["示核", "例核"]))
    doc.put("cashier", rng.choice(["示收", "例收"]))
    return doc


def slip(
    rng: Random, n: int, payer: firms.Firm, payee: tuple[str, str, str], day: dt.date, fen: int, purpose: str
) -> Doc:
    """Plan a bank slip; payee is name, account, bank."""
    doc = Doc("BANK_SLIP", f"slip{n}")
    doc.day_style = rng.choice(["dash", "han", "han0", "slash"])
    doc.put("payer_name", payer.name)
    doc.put("payer_account", payer.account)
    doc.put("payer_bank", payer.bank.name)
    for name, text in zip(("payee_name", "payee_account", "payee_bank"), payee, strict=True):
        doc.put(name, text)
    doc.money("amount_figures", fen, rng.choice(["yen", "comma"]))
    doc.words("amount_upper", fen)
    doc.day("trade_date", day)
    doc.put("slip_no", f"TEST{day:%Y%m%d}{rng.randrange(10**6):06d}")
    doc.put("purpose", purpose)
    doc.flags["verify"] = "".join(rng.choice("0123456789ABCDEF") for _ in range(10))
    return doc


def receipt_no(doc: Doc) -> str:
    """Give the receipt's number as a voucher writes it."""
    return f"{doc.v['receipt_code'].text}-{doc.v['receipt_number'].text}"


def voucher_head(
    doc: Doc, rng: Random, worker: people.Person, firm: firms.Firm, injury: dt.date, claim: dict[str, Any]
) -> None:
    """Fill in worker, employer and injury on a voucher."""
    doc.put("worker_name", worker.name)
    doc.put("worker_id", worker.id_no)
    if rng.random() < 0.6:
        doc.put("sex", worker.sex)
    if rng.random() < 0.6:
        doc.put("worker_phone", worker.phone)
    doc.put("employer_name", firm.name)
    if rng.random() < 0.8:
        doc.put("employer_uscc", firm.uscc)
    doc.day("injury_date", injury)
    if rng.random() < 0.6:
        doc.put("decision_no", claim["decision_no"])


def account_of(doc: Doc, rng: Random, firm: firms.Firm) -> None:
    """Fill in the employer's account."""
    doc.put("payee_name", firm.name)
    text = firm.account
    if rng.random() < 0.2:
        text = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
    doc.v["payee_account"] = Val(text, firm.account)
    doc.put("payee_bank", firm.bank.name)
    if rng.random() < 0.4 and doc.kind == "ADV_VOUCHER":
        doc.put("payee_cnaps", firm.bank.cnaps)


def write_some(doc: Doc, rng: Random, names: tuple[str, ...]) -> None:
    """Let some values be written by hand into their blanks."""
    if rng.random() < 0.28:
        for name in names:
            if name in doc.v and rng.random() < 0.6:
                doc.v[name].hand = True


def total_of(doc: Doc, rng: Random, fen: int, names: tuple[str, str] = ("total_figures", "total_upper")) -> None:
    """Fill in a total in figures and capitals."""
    doc.money(names[0], fen, rng.choice(["yen", "comma", "yen", "plain"]))
    if doc.v[names[0]].text[0] != "¥" and rng.random() < 0.5:
        doc.v[names[0]].text += "元"
    doc.words(names[1], fen)


def living(rng: Random) -> Plan:
    """Plan a living worker's case: voucher, receipts and slips that add up to the fen."""
    injury = dt.date(2021, 6, 16) + dt.timedelta(days=rng.randrange(1700))
    worker, firm = people.person(rng), firms.firm(rng)
    claim = claim_base(rng, "living", worker, firm, injury)
    doc = Doc("ADV_VOUCHER", "voucher", rows_name="lines", seal=firm.name)
    doc.day_style = rng.choice(_DAY_STYLES)
    doc.flags["seal_due"] = True
    voucher_head(doc, rng, worker, firm, injury, claim)
    papers: list[Doc] = []
    code = rng.choice(["MEDICAL", "MEDICAL", "MEDICAL", "REHAB", "ASSISTIVE"])
    codes = [code] * rng.choice([1, 1, 2, 2, 3, 4])
    if code == "MEDICAL" and len(codes) > 1 and rng.random() < 0.3:
        codes[-1] = "REHAB"
    day, names = injury, {c: rng.choice(ITEM_NAMES[c]) for c in set(codes)}
    houses = {c: firms.hospital(rng, c) for c in set(codes)}
    sums: dict[str, int] = {}
    for n, c in enumerate(codes, 1):
        day += dt.timedelta(days=rng.randint(1, 18))
        fen = money.amount(rng, 180, 18000)
        paper = receipt(rng, n, worker, houses[c], day, fen)
        papers.append(paper)
        sums[c] = sums.get(c, 0) + fen
        doc.rows.append(
            {
                "item": Val(names[c], c),
                "payee": Val(houses[c].name, houses[c].name),
                "receipt_no": Val(receipt_no(paper), receipt_no(paper)),
                "date": Val(money.date_text(day, "dash"), day.isoformat()),
                "amount": Val(money.figures(fen), fen),
            }
        )
    papers += _slips(rng, firm, houses, codes, papers, day, worker)
    if rng.random() < 0.2:
        fen = money.amount(rng, 20000, 90000)
        day += dt.timedelta(days=rng.randint(5, 30))
        c = "DISABILITY_LUMP"
        sums[c] = fen
        doc.rows.append(
            {
                "item": Val(ITEM_NAMES[c][0], c),
                "payee": Val(worker.name, worker.name),
                "date": Val(money.date_text(day, "dash"), day.isoformat()),
                "amount": Val(money.figures(fen), fen),
            }
        )
        papers.append(
            slip(
                rng,
                len(codes) + 1,
                firm,
                (worker.name, firms.card(rng), firms.bank(rng).name),
                day,
                fen,
                f"{ITEM_NAMES[c][0]} {worker.name}",
            )
        )
    total = sum(sums.values())
    total_of(doc, rng, total)
    if len(doc.rows) == 1 and rng.random() < 0.2:
        # A one-item voucher may name its item beside the total instead of in a table.
        doc.v["item_text"] = doc.rows[0]["item"]
        doc.rows = []
    sign = day + dt.timedelta(days=rng.randint(1, 25))
    if rng.random() < 0.3:
        doc.v["advance_period"] = Val(
            f"{money.date_text(injury, doc.day_style)}至{money.date_text(day, doc.day_style)}",
            [injury.isoformat(), day.isoformat()],
        )
    if rng.random() < 0.4:
        doc.v["pay_method"] = Val("转账", "TRANSFER")
    account_of(doc, rng, firm)
    doc.signers = [Signer(worker.name, "worker", day=sign, print_finger=rng.random() < 0.3)]
    doc.seal_day = sign if rng.random() < 0.6 else None
    doc.flags["seal_day_hand"] = rng.random() < 0.4
    write_some(doc, rng, ("worker_name", "worker_id", "worker_phone", "injury_date", "total_figures"))
    claim["filed_on"] = filed(sign, rng).isoformat()
    for c, fen in sums.items():
        more = rng.choice([0, 0, money.amount(rng, 50, 4000)])
        claim["items"].append(
            {"code": c, "approved_fen": fen + more, "claimed_advance_fen": fen, "remainder_to": "PERSON"}
        )
    return Plan("living", claim, [doc, *papers], filed(sign, rng) + dt.timedelta(days=30))


def _slips(
    rng: Random,
    firm: firms.Firm,
    houses: dict[str, firms.Hospital],
    codes: list[str],
    papers: list[Doc],
    day: dt.date,
    worker: people.Person,
) -> list[Doc]:
    out: list[Doc] = []
    joined = rng.random() < 0.4
    groups: list[list[Doc]] = []
    if joined:
        for c in dict.fromkeys(codes):
            groups.append([p for p, k in zip(papers, codes, strict=True) if k == c])
    else:
        groups = [[p] for p in papers]
    for n, group in enumerate(groups, 1):
        house = next(h for h in houses.values() if h.name == group[0].v["hospital_name"].text)
        fen = sum(p.v["total_figures"].truth for p in group)
        when = max(dt.date.fromisoformat(p.v["issue_date"].truth) for p in group)
        purpose = f"{worker.name}工伤医疗费" + (
            f"，票据{receipt_no(group[0])}" if rng.random() < 0.4 and len(group) == 1 else ""
        )
        out.append(slip(rng, n, firm, (house.name, house.account, house.bank.name), when, fen, purpose))
    return out
