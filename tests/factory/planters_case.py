"""Planters of faults that show only beside the claim record or another paper of the case."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from tests.factory import firms, money, papers, people
from tests.factory.case import Doc, Plan, Signer, Val
from tests.factory.planters_paper import Planted, key, move_sign, other_name


def of_kind(plan: Plan, kind: str) -> list[Doc]:
    """Give the papers of a kind."""
    return [d for d in plan.docs if d.kind == kind]


def day_of(text: str) -> dt.date:
    """Read an ISO date."""
    return dt.date.fromisoformat(text)


def other_person(plan: Plan, rng: Random) -> Planted:
    """X-001."""
    doc = key(plan)
    pre = "worker" if "worker_name" in doc.v else "deceased"
    if rng.random() < 0.5:
        doc.put(f"{pre}_name", other_name(plan, rng))
        return doc.stem, "another name than the claim's worker"
    other = people.person(rng, sex="男" if int(plan.claim["worker"]["id_no"][16]) % 2 else "女")
    doc.put(f"{pre}_id", other.id_no)
    return doc.stem, "another person's valid number"


def other_firm(plan: Plan, rng: Random) -> Planted:
    """X-002."""
    doc = key(plan)
    old = doc.v["employer_name"].text
    while doc.v["employer_name"].text == old:
        doc.put("employer_name", firms.firm(rng).name)
    return doc.stem, "another employer than the claim's"


def payee(plan: Plan, rng: Random) -> Planted:
    """X-003."""
    doc = key(plan)
    good = doc.v["payee_name"].text
    near = (
        good.replace("有限责任公司", "有限公司") if "有限责任公司" in good else good.replace("有限公司", "有限责任公司")
    )
    doc.put("payee_name", rng.choice([near, other_name(plan, rng), firms.firm(rng).name.replace("虚构市", "虚构市北")]))
    return doc.stem, "payee is not the employer"


def injury(plan: Plan, rng: Random) -> Planted:
    """X-004."""
    doc = key(plan)
    if rng.random() < 0.4:
        doc.put("decision_no", f"虚工伤认〔2020〕{rng.randrange(1, 9999):04d}号")
        return doc.stem, "another decision number"
    doc.day("injury_date", day_of(plan.claim["injury_date"]) - dt.timedelta(days=rng.randint(3, 40)))
    return doc.stem, "another injury date than the claim's"


def patient(plan: Plan, rng: Random) -> Planted:
    """X-005."""
    doc = rng.choice(of_kind(plan, "MED_RECEIPT"))
    other = people.person(rng)
    doc.put("patient_name", other_name(plan, rng))
    doc.put("patient_id", other.id_no[:6] + "********" + other.id_no[-4:])
    return doc.stem, "another patient"


def early_receipt(plan: Plan, rng: Random) -> Planted:
    """X-006."""
    doc = of_kind(plan, "MED_RECEIPT")[0]
    day = day_of(plan.claim["injury_date"]) - dt.timedelta(days=rng.randint(2, 60))
    doc.day("issue_date", day)
    doc.put("receipt_code", doc.v["receipt_code"].text[:6] + f"{day.year % 100:02d}")
    if doc.flags.get("outpatient"):
        doc.put("stay", day.isoformat())
    else:
        doc.put("stay", f"{(day - dt.timedelta(days=3)).isoformat()}至{day.isoformat()}")
    bill = key(plan)
    if bill.rows:
        number = f"{doc.v['receipt_code'].text}-{doc.v['receipt_number'].text}"
        bill.rows[0]["receipt_no"], bill.rows[0]["date"] = Val(number, number), Val(day.isoformat(), day.isoformat())
    return doc.stem, "receipt older than the injury"


def receipt_gone(plan: Plan, rng: Random) -> Planted:
    """X-007."""
    gone = rng.choice(of_kind(plan, "MED_RECEIPT"))
    plan.docs.remove(gone)
    return key(plan).stem, f"{gone.stem} is not in the case"


def insured(plan: Plan, rng: Random) -> Planted:
    """X-008."""
    doc = rng.choice(of_kind(plan, "MED_RECEIPT"))
    fen = doc.v["total_figures"].truth
    part = max(100, fen * rng.randint(20, 60) // 100)
    doc.money("paid_insurance", part, "plain")
    doc.money("paid_cash", fen - part, "plain")
    doc.money("self_paid", fen - part, "plain")
    doc.put("insurance_kind", "城镇职工基本医疗保险")
    return doc.stem, "part was paid by medical insurance"


def slip_party(plan: Plan, rng: Random) -> Planted:
    """X-009."""
    doc = rng.choice(of_kind(plan, "BANK_SLIP"))
    if rng.random() < 0.5:
        doc.put("payer_name", other_name(plan, rng))
        doc.put("payer_account", firms.card(rng))
        return doc.stem, "payer is a private person"
    doc.put("payee_name", "虚构市" + rng.choice(["样品商贸", "例行咨询"]) + "有限公司")
    return doc.stem, "payee is neither hospital nor worker"


def other_payer(plan: Plan, rng: Random) -> Planted:
    """X-027."""
    doc, old = rng.choice(of_kind(plan, "BANK_SLIP")), plan.claim["employer"]["name"]
    while True:
        firm = firms.firm(rng)
        if firm.name != old:
            break
    doc.put("payer_name", firm.name.replace("有限", "劳务派遣有限", 1))
    doc.put("payer_account", firm.account)
    return doc.stem, "another firm paid"


def early_sign(plan: Plan, rng: Random) -> Planted:
    """X-010."""
    last = max(day_of(r["date"].truth) for r in key(plan).rows)
    first = day_of(plan.claim["injury_date"])
    move_sign(key(plan), first + (last - first) / 2 if (last - first).days > 1 else first)
    return key(plan).stem, "signed before the last receipt"


def too_early_sign(plan: Plan, rng: Random) -> Planted:
    """X-011."""
    move_sign(
        key(plan), day_of(plan.claim["death_date"] or plan.claim["injury_date"]) - dt.timedelta(days=rng.randint(2, 60))
    )
    return key(plan).stem, "signed before the injury or death"


def dead_signer(plan: Plan, rng: Random) -> Planted:
    """X-012."""
    sign = key(plan).signers[0].day or plan.today
    wife = people.person(rng)
    plan.claim.update(kind="death", death_date=(sign - dt.timedelta(days=rng.randint(1, 3))).isoformat())
    plan.claim["relatives"] = [
        {
            "name": wife.name,
            "relation": "配偶",
            "id_no": wife.id_no,
            "supported": True,
            "minor": False,
            "kinship_proven": True,
        }
    ]
    return key(plan).stem, "the worker was dead on the sign date"


def stranger_signs(plan: Plan, rng: Random) -> Planted:
    """X-013."""
    who = rng.choice(key(plan).signers)
    who.name, who.relation = other_name(plan, rng), rng.choice(["朋友", "同事", "房东"])
    return key(plan).stem, "a stranger signs instead of a relative"


def supported_differs(plan: Plan, rng: Random) -> Planted:
    """X-014."""
    doc = key(plan)
    for row, rel in zip(doc.rows, plan.claim["relatives"], strict=True):
        row["supported"] = Val("是" if rel["supported"] else "否", rel["supported"])
    at = rng.randrange(len(doc.rows))
    flipped = not doc.rows[at]["supported"].truth
    doc.rows[at]["supported"] = Val("是" if flipped else "否", flipped)
    return doc.stem, "who is supported differs from the record"


def relative_left_out(plan: Plan, rng: Random) -> Planted:
    """X-015."""
    doc = key(plan)
    holder = doc.v["holder_name"].text if "holder_name" in doc.v else ""
    at = rng.choice([i for i, s in enumerate(doc.signers) if s.name != holder])
    gone = doc.signers.pop(at)
    if doc.rows_name == "relatives":
        doc.rows.pop(at)
    return doc.stem, f"{gone.name} is not on the letter"


def wrong_item(plan: Plan, rng: Random) -> Planted:
    """X-016 and X-024 on a joint letter."""
    doc = key(plan)
    doc.v["items"] = Val(doc.v["items"].text + "|供养亲属抚恤金", [*doc.v["items"].truth, "SURVIVOR_PENSION"])
    doc.flags.pop("unticked", None)
    plan.claim["items"].append({"code": "SURVIVOR_PENSION", "approved_fen": 320000, "claimed_advance_fen": 0})
    return doc.stem, "asks for the survivor pension too"


def periodic(plan: Plan, rng: Random) -> Planted:
    """X-024 on a voucher."""
    doc = key(plan)
    code, name = rng.choice([("CARE", "生活护理费"), ("DISABILITY_PENSION", "伤残津贴")])
    doc.rows[-1]["item"] = Val(name, code)
    fen = doc.rows[-1]["amount"].truth
    plan.claim["items"].append(
        {"code": code, "approved_fen": fen, "claimed_advance_fen": fen, "remainder_to": "PERSON"}
    )
    return doc.stem, "a periodic item is claimed for the employer"


def employers_own(plan: Plan, rng: Random) -> Planted:
    """X-025."""
    doc = key(plan)
    code, name = rng.choice(
        [
            ("WAGE_CONTINUATION", "停工留薪期工资"),
            ("EMPLOYMENT_LUMP", "一次性伤残就业补助金"),
            ("RECOVERY_CARE", "停工留薪期护理费"),
        ]
    )
    fen = money.amount(rng, 2000, 9000)
    last = max(r["date"].truth for r in doc.rows)
    who = plan.claim["worker"]["name"]
    doc.rows.append(
        {
            "item": Val(name, code),
            "payee": Val(who, who),
            "date": Val(last, last),
            "amount": Val(money.figures(fen), fen),
        }
    )
    total = sum(r["amount"].truth for r in doc.rows)
    doc.money("total_figures", total, "yen")
    doc.words("total_upper", total)
    return doc.stem, "the employer's own liability is among the lines"


def strange_holder(plan: Plan, rng: Random) -> Planted:
    """X-017."""
    key(plan).put("holder_name", other_name(plan, rng))
    plan.docs[:] = [d for d in plan.docs if d.kind != "ACCT_PROOF"]
    return key(plan).stem, "the holder is no signing relative"


def two_accounts(plan: Plan, rng: Random) -> Planted:
    """X-018."""
    doc = key(plan)
    who = rng.choice(doc.signers).name
    doc.put("holder2", who)
    doc.put("account2", firms.card(rng))
    doc.flags["more_accounts"] = [[("户名", "holder2")], [("账号", "account2")]]
    return doc.stem, "two accounts in one letter"


def minor(plan: Plan, rng: Random) -> Planted:
    """X-019."""
    doc = key(plan)
    head, death = plan.claim["worker"]["name"][0], day_of(plan.claim["death_date"])
    kid = people.person(rng, sex="男", family=head, born=(death.year - 11, death.year - 7))
    at = next((i for i, r in enumerate(plan.claim["relatives"]) if r["relation"] in ("配偶", "妻子", "丈夫")), 0)
    keeper = plan.claim["relatives"][at]["name"]
    row: dict[str, Any] = {
        "name": Val(kid.name, kid.name),
        "relation": Val("儿子", "儿子"),
        "id_no": Val(kid.id_no, kid.id_no),
    }
    if "phone" in doc.rows[0]:
        row["phone"] = Val(kid.phone, kid.phone)
    if "supported" in doc.rows[0]:
        row["supported"] = Val("是", True)
    doc.rows.append(row)
    doc.signers.append(
        Signer(kid.name, "relative", "儿子", doc.signers[at].day, writes=f"{kid.name}（{keeper}代）", proxy=keeper)
    )
    doc.put("holder_name", keeper)
    plan.docs[:] = [d for d in plan.docs if d.kind != "ACCT_PROOF"]
    plan.claim["relatives"].append(
        {
            "name": kid.name,
            "relation": "儿子",
            "id_no": kid.id_no,
            "supported": True,
            "minor": True,
            "living": True,
            "incapable": False,
            "kinship_proven": True,
        }
    )
    return doc.stem, "a child's guardian is the account holder"


def death_differs(plan: Plan, rng: Random) -> Planted:
    """X-020."""
    worker = plan.claim["worker"]
    true = day_of(plan.claim["death_date"])
    if "death_date" in key(plan).v and rng.random() < 0.6:
        key(plan).day("death_date", true - dt.timedelta(days=rng.randint(1, 3)))
        return key(plan).stem, "another death date than the record's"
    plan.docs[:] = [d for d in plan.docs if d.kind != "DEATH_CERT"]
    who = people.Person(worker["name"], worker["id_no"], "", true, "")
    plan.docs.append(papers.death_certificate(rng, who, true - dt.timedelta(days=rng.randint(1, 5))))
    return "death", "the certificate says another death date"


def kinship_gone(plan: Plan, rng: Random) -> Planted:
    """X-021."""
    names = {s.name for s in key(plan).signers}
    who = rng.choice([r for r in plan.claim["relatives"] if r["name"] in names])
    who["kinship_proven"] = False
    return key(plan).stem, f"no proof of kinship for {who['name']}"


def contradiction(plan: Plan, rng: Random) -> Planted:
    """X-022."""
    if key(plan).kind == "JOINT_EMPLOYER":
        doc = key(plan)
        fen = doc.v["advanced_total"].truth + rng.choice([1000000, 500000])
        doc.money("advanced_total", fen, "yen")
        doc.words("advanced_total_upper", fen)
        return doc.stem, "the letter says more than the voucher"
    plan.claim["items"][0]["claimed_advance_fen"] += rng.choice([10000, 50000])
    plan.claim["items"][0]["approved_fen"] += 100000
    return key(plan).stem, "the record says another claimed advance than the voucher"


def no_dispute(plan: Plan, rng: Random) -> Planted:
    """X-028."""
    key(plan).omit.add("dispute")
    plan.claim["dispute_recorded"] = False
    plan.docs[:] = [d for d in plan.docs if d.kind != "DISPUTE_RECORD"]
    return key(plan).stem, "no dispute is stated or recorded"


def twice(plan: Plan, rng: Random) -> Planted:
    """DOC-005."""
    plan.docs[-1].flags["twice"] = True
    return plan.docs[-1].stem, "the same file lies there twice"


def card_front_only(plan: Plan, rng: Random) -> Planted:
    """DOC-004 on an identity card."""
    card_expired(plan, rng)
    doc = plan.docs[-1]
    doc.put("valid", "2015.03.01-2035.03.01")
    doc.flags["front_only"] = True
    return doc.stem, "the back of the identity card is missing"


def card_expired(plan: Plan, rng: Random) -> Planted:
    """ID-006."""
    worker, sign = plan.claim["worker"], key(plan).signers[0].day or plan.today
    who = people.Person(
        worker["name"],
        worker["id_no"],
        "男" if int(worker["id_no"][16]) % 2 else "女",
        dt.date(int(worker["id_no"][6:10]), int(worker["id_no"][10:12]), int(worker["id_no"][12:14])),
        "",
    )
    doc = papers.id_card(rng, who)
    end = sign - dt.timedelta(days=rng.randint(30, 300))
    doc.put(
        "valid",
        f"{end.year - 10}.{end.month:02d}.{min(end.day, 28):02d}-{end.year}.{end.month:02d}.{min(end.day, 28):02d}",
    )
    plan.docs.append(doc)
    return doc.stem, "identity card had expired on the sign date"
