"""Clean stories after a death: vouchers signed by relatives, joint letters; and proofs that money was passed on."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from tests.factory import firms, money, papers, people
from tests.factory.case import Doc, Plan, Signer, Val
from tests.factory.layouts.family import relatives_rows
from tests.factory.story import (
    ITEM_NAMES,
    account_of,
    claim_base,
    filed,
    slip,
    split,
    total_of,
    voucher_head,
    write_some,
)

_STYLES = ("han", "han", "han0", "spaced", "dash", "dot", "slash", "numerals")
_LUMP = {2021: 87668000, 2022: 94824000, 2023: 98566000, 2024: 103642000, 2025: 108376000}


def death_case(
    rng: Random,
) -> tuple[people.Person, firms.Firm, dt.date, dt.date, tuple[people.Relative, ...], dict[str, Any]]:
    """Draw the persons, days and claim record of a death case."""
    injury = dt.date(2021, 6, 16) + dt.timedelta(days=rng.randrange(1560))
    death = injury + dt.timedelta(days=rng.choice([0, 0, rng.randint(1, 20)]))
    worker, firm = people.person(rng, born=(1966, 1990)), firms.firm(rng)
    kin = people.family(worker, rng, at=death)
    claim = claim_base(rng, "death", worker, firm, injury)
    claim["worker"]["card"] = "ACTIVE"
    claim["death_date"] = death.isoformat()
    claim["relatives"] = [
        {
            "name": r.who.name,
            "relation": r.relation,
            "id_no": r.who.id_no,
            "supported": r.supported,
            "minor": r.minor,
            "living": True,
            "incapable": False,
            "card": "ACTIVE",
            "kinship_proven": True,
        }
        for r in kin
    ]
    return worker, firm, injury, death, kin, claim


def _signers(kin: tuple[people.Relative, ...], first: dt.date, rng: Random) -> list[Signer]:
    press = rng.random() < 0.3
    return [
        Signer(
            r.who.name, "relative", r.relation, first + dt.timedelta(days=rng.choice([0, 0, 0, 1])), print_finger=press
        )
        for r in kin
    ]


def _ticks(rng: Random) -> tuple[str, str]:
    return rng.choice([("√", "□"), ("■", "□"), ("（√）", "（ ）")])


def advance(
    rng: Random,
    worker: people.Person,
    firm: firms.Firm,
    injury: dt.date,
    death: dt.date,
    kin: tuple[people.Relative, ...],
    claim: dict[str, Any],
) -> tuple[Doc, list[Doc], dict[str, int], dt.date]:
    """Plan the voucher of a death case: one-time items that the firm paid to a relative."""
    doc = Doc("ADV_VOUCHER", "voucher", rows_name="lines", seal=firm.name)
    doc.day_style = rng.choice(_STYLES)
    doc.flags.update(death=True, seal_due=True)
    voucher_head(doc, rng, worker, firm, injury, claim)
    got = rng.choice([r for r in kin if r.supported])
    sums: dict[str, int] = {}
    slips: list[Doc] = []
    day = death
    account = (got.who.name, firms.card(rng), firms.bank(rng).name)
    for n, code in enumerate(rng.choice([("FUNERAL",), ("DEATH_LUMP",), ("FUNERAL", "DEATH_LUMP")]), 1):
        day += dt.timedelta(days=rng.randint(2, 12))
        fen = (
            money.amount(rng, 12000, 38000)
            if code == "FUNERAL"
            else money.amount(rng, 60, 300) * 1000 // 10000 * 10000 or 10000000
        )
        sums[code] = fen
        name = ITEM_NAMES[code][0]
        doc.rows.append(
            {
                "item": Val(name, code),
                "payee": Val(got.who.name, got.who.name),
                "date": Val(money.date_text(day, "dash"), day.isoformat()),
                "amount": Val(money.figures(fen), fen),
            }
        )
        slips.append(slip(rng, n, firm, account, day, fen, f"垫付{worker.name}{name}"))
    total_of(doc, rng, sum(sums.values()))
    account_of(doc, rng, firm)
    sign = day + dt.timedelta(days=rng.randint(1, 20))
    doc.signers = _signers(tuple(r for r in kin if r.supported), sign, rng)
    last = max(s.day for s in doc.signers if s.day)
    doc.seal_day = last if rng.random() < 0.5 else None
    write_some(doc, rng, ("worker_name", "injury_date", "total_figures"))
    return doc, slips, sums, last


def _approve(
    claim: dict[str, Any], code: str, death: dt.date, sums: dict[str, int], remainder: str, rng: Random
) -> None:
    approved = _LUMP[min(2025, max(2021, death.year))] if code == "DEATH_LUMP" else 4200000 + 100 * rng.randrange(12000)
    claim["items"].append(
        {"code": code, "approved_fen": approved, "claimed_advance_fen": sums.get(code, 0), "remainder_to": remainder}
    )


def death_voucher(rng: Random) -> Plan:
    """Plan a death case whose supported relatives sign the voucher."""
    worker, firm, injury, death, kin, claim = death_case(rng)
    doc, slips, sums, last = advance(rng, worker, firm, injury, death, kin, claim)
    for code in sums:
        _approve(claim, code, death, sums, "PERSON", rng)
    claim["filed_on"] = filed(last, rng).isoformat()
    return Plan("death_voucher", claim, [doc, *slips], filed(last, rng) + dt.timedelta(days=30))


def _letter(
    kind: str, stem: str, worker: people.Person, kin: tuple[people.Relative, ...], day: dt.date, rng: Random
) -> Doc:
    doc = Doc(kind, stem)
    doc.day_style = rng.choice(_STYLES)
    doc.put("deceased_name", worker.name)
    doc.put("deceased_id", worker.id_no)
    with_phone, with_supported = rng.random() < 0.35, rng.random() < 0.6
    rows: list[dict[str, object]] = []
    for r in kin:
        row: dict[str, object] = {"name": r.who.name, "relation": r.relation, "id_no": r.who.id_no}
        if with_phone:
            row["phone"] = r.who.phone
        if with_supported:
            row["supported"] = r.supported
        rows.append(row)
    relatives_rows(doc, rows)
    doc.signers = _signers(kin, day, rng)
    doc.flags["sign_below"] = rng.random() < 0.35
    doc.flags["ticks"] = _ticks(rng)
    return doc


def joint_account(rng: Random) -> Plan:
    """Plan a dispute whose relatives designate one account together."""
    worker, firm, _, death, kin, claim = death_case(rng)
    day = death + dt.timedelta(days=rng.randint(8, 70))
    doc = _letter("JOINT_ACCT", "joint", worker, kin, day, rng)
    doc.day("death_date", death)
    doc.put("employer_name", firm.name)
    codes = rng.choice([("FUNERAL", "DEATH_LUMP"), ("FUNERAL", "DEATH_LUMP"), ("DEATH_LUMP",)])
    doc.v["items"] = Val("|".join(ITEM_NAMES[c][0] for c in codes), list(codes))
    if len(codes) == 1 and rng.random() < 0.6:
        doc.flags["unticked"] = (ITEM_NAMES["FUNERAL"][0],)
    holder, branch = rng.choice(kin).who, firms.bank(rng)
    doc.flags["passbook"] = rng.random() < 0.2
    account = firms.passbook(rng) if doc.flags["passbook"] else firms.card(rng)
    doc.put("holder_name", holder.name)
    doc.v["account"] = Val(
        " ".join(account[i : i + 4] for i in range(0, len(account), 4)) if rng.random() < 0.3 else account, account
    )
    doc.put("bank_name", branch.name)
    if rng.random() < 0.3:
        doc.put("cnaps", branch.cnaps)
    if rng.random() < 0.25:
        doc.omit.add("undertaking")
    for code in codes:
        _approve(claim, code, death, {}, "JOINT", rng)
    claim["dispute_recorded"] = rng.random() < 0.8
    last = max(s.day for s in doc.signers if s.day)
    claim["filed_on"] = filed(last, rng).isoformat()
    extra: list[Doc] = []
    if rng.random() < 0.4:
        extra.append(papers.account_proof(rng, holder, account, branch, last))
    if rng.random() < 0.3:
        extra.append(papers.dispute_record(rng, worker, kin, death + dt.timedelta(days=5)))
    if rng.random() < 0.3:
        extra.append(papers.death_certificate(rng, worker, death))
    return Plan("joint_account", claim, [doc, *extra], filed(last, rng) + dt.timedelta(days=30))


def joint_employer(rng: Random) -> Plan:
    """Plan relatives who designate the employer's account, with the voucher and its slips."""
    worker, firm, injury, death, kin, claim = death_case(rng)
    bill, slips, sums, last = advance(rng, worker, firm, injury, death, kin, claim)
    day = last + dt.timedelta(days=rng.randint(0, 6))
    doc = _letter("JOINT_EMPLOYER", "joint", worker, kin, day, rng)
    doc.v["items"] = Val("|".join(ITEM_NAMES[c][0] for c in sums), list(sums))
    total_of(doc, rng, sum(sums.values()), ("advanced_total", "advanced_total_upper"))
    account_of(doc, rng, firm)
    doc.seal = firm.name
    doc.flags["seal_due"] = True
    last = max(s.day for s in doc.signers if s.day)
    doc.seal_day = last if rng.random() < 0.4 else None
    for code in sums:
        _approve(claim, code, death, sums, "EMPLOYER", rng)
    claim["filed_on"] = filed(last, rng).isoformat()
    return Plan("joint_employer", claim, [doc, bill, *slips], filed(last, rng) + dt.timedelta(days=30))


def pass_on(rng: Random) -> Plan:
    """Plan a proof that the employer passed on what it received beyond its advance."""
    if rng.random() < 0.5:
        injury = dt.date(2021, 6, 16) + dt.timedelta(days=rng.randrange(1300))
        worker, firm = people.person(rng), firms.firm(rng)
        claim = claim_base(rng, "living", worker, firm, injury)
        code, received, getters = "DISABILITY_LUMP", money.amount(rng, 42000, 160000), [worker]
    else:
        worker, firm, injury, _, kin, claim = death_case(rng)
        code, received = "DEATH_LUMP", _LUMP[min(2025, max(2021, injury.year))]
        getters = [r.who for r in kin][: rng.choice([1, 2, 2, 3])]
    credited = injury + dt.timedelta(days=rng.randint(60, 200))
    retained = money.amount(rng, 5, 30) * 1000 // 10000 * 10000 or 500000
    parts = split(rng, received - retained, len(getters))
    doc = Doc("PASS_ON_PROOF", "proof", rows_name="beneficiaries", seal=firm.name)
    doc.day_style = rng.choice(_STYLES[:6])
    doc.flags.update(seal_due=True, spread=rng.random() < 0.5)
    doc.put("employer_name", firm.name)
    doc.money("received_total", received, rng.choice(["yen", "comma"]))
    doc.money("retained_advance", retained, rng.choice(["yen", "comma"]))
    total_of(doc, rng, received - retained, ("passed_total", "passed_total_upper"))
    doc.day("credited", credited)
    slips: list[Doc] = []
    paid = credited + dt.timedelta(days=rng.randint(2, 24))
    for n, (who, fen) in enumerate(zip(getters, parts, strict=True), 1):
        card = firms.card(rng)
        paper = slip(rng, n, firm, (who.name, card, firms.bank(rng).name), paid, fen, f"{ITEM_NAMES[code][0]}支付")
        slips.append(paper)
        number = paper.v["slip_no"].text
        doc.rows.append(
            {
                "name": Val(who.name, who.name),
                "id_no": Val(who.id_no, who.id_no),
                "item": Val(ITEM_NAMES[code][0], code),
                "amount": Val(money.figures(fen), fen),
                "pay_method": Val("转账", "TRANSFER"),
                "payee_account": Val(card, card),
                "pay_date": Val(money.date_text(paid, "dash"), paid.isoformat()),
                "slip_no": Val(number, number),
            }
        )
    sign = paid + dt.timedelta(days=rng.randint(0, 6))
    doc.signers = [Signer(g.name, "beneficiary", day=sign, print_finger=rng.random() < 0.25) for g in getters]
    doc.seal_day = sign if rng.random() < 0.5 else None
    claim["filed_on"] = (credited - dt.timedelta(days=30)).isoformat()
    claim["items"].append(
        {"code": code, "approved_fen": received, "claimed_advance_fen": retained, "remainder_to": "EMPLOYER"}
    )
    claim["settled"] = {
        "item": code,
        "received_fen": received,
        "verified_advance_fen": retained,
        "credited_on": credited.isoformat(),
    }
    return Plan("pass_on", claim, [doc, *slips], sign + dt.timedelta(days=1), allowed=["O-001", "O-002"])
