"""Costs and their payment (X-006…X-011, X-025, X-027): receipts and slips against the voucher and the injury.

Here: whether what was advanced could be advanced. Not here: how much that proves (advance).
"""

from collections.abc import Iterator
from datetime import date

from validators.advance import each_amount
from validators.evidence_pools import MEDICAL_WORDS, is_claimant, proof_slips, receipt_keys, says_cash
from validators.formats.folding import fold_number
from validators.formats.money_figures import write_money_figures
from validators.formats.org_name import normal_org_name, same_org
from validators.items import EMPLOYER_LIABILITY, EMPLOYER_OK, ITEM_BY_CODE
from validators.model.codes import DocumentKind, MarkRole
from validators.model.evidence import DocumentReading, Leaf
from validators.model.findings import Finding
from validators.rules.case import Case
from validators.rules.parties import LETTERS
from validators.rules.view import (
    Missing,
    found,
    rows_of,
    sign_days,
    signatures,
    sure_day,
    sure_money,
    sure_text,
)

_K = DocumentKind
FIRM_WORDS = ("公司", "厂", "集团", "企业", "中心", "事务所", "合作社", "经营部", "商行", "工程队", "个体")


def check_costs_after_injury(case: Case) -> Iterator[Finding]:
    """X-006: a receipt or a voucher's line from before the injury; the same day counts."""
    injured = case.record.injury_date
    for index, reading in case.of_kind(_K.MED_RECEIPT):
        day = sure_day(leaf := reading.leaf("issue_date"))
        if day is not None and day < injured:
            yield found("X-006", index, path="issue_date", at=leaf)
    for index, reading in case.of_kind(_K.ADV_VOUCHER):
        for number, row in enumerate(rows_of(reading, "lines")):
            day = sure_day(leaf := row.get("date"))
            if day is not None and day < injured:
                yield found("X-006", index, path=f"lines[{number}].date", at=leaf)


def check_advance_proven(case: Case) -> Iterator[Finding]:
    """X-007: more is claimed than unique receipts, slips and the signed voucher prove together.

    It stays silent where doubted readings would close the gap: they are FLD-002 first.
    """
    vouchers = tuple(index for index, _ in case.of_kind(_K.ADV_VOUCHER))
    if not vouchers:
        return
    evidence = tuple(index for index, _ in case.of_kind(_K.MED_RECEIPT, _K.BANK_SLIP))
    for item, claimed in each_amount(case.claimed):
        if item not in EMPLOYER_OK or item in case.claimed.doubtful:
            continue
        proven = case.verified.fen.get(item, 0)
        if claimed > proven and claimed > case.believed.fen.get(item, 0):
            yield found(
                "X-007",
                *vouchers,
                *evidence,
                path="total_figures",
                at=case.documents[vouchers[0]].leaf("total_figures"),
                name=ITEM_BY_CODE[item].name,
                a=write_money_figures(claimed).lstrip("¥"),
                b=write_money_figures(proven).lstrip("¥"),
            )


def check_paid_in_cash(case: Case) -> Iterator[Finding]:
    """X-008: medical insurance or another fund paid a part; only the cash part can have been advanced."""
    for index, reading in case.of_kind(_K.MED_RECEIPT):
        for name in ("paid_insurance", "paid_account"):
            if (sure_money(leaf := reading.leaf(name)) or 0) > 0:
                yield found("X-008", index, path=name, at=leaf)


def check_payments(case: Case) -> Iterator[Finding]:
    """X-009: a slip whose payer is not the employer or whose payee is neither hospital nor worker; or cash only."""
    for index, reading in case.of_kind(_K.BANK_SLIP):
        payer = sure_text(leaf := reading.leaf("payer_name"))
        if payer is not None and not same_org(payer, case.record.employer.name):
            yield found("X-009", index, path="payer_name", at=leaf, hint="payer")
        payee = sure_text(leaf := reading.leaf("payee_name"))
        if payee is not None and not _is_proper_payee(case, reading, payee):
            yield found("X-009", index, path="payee_name", at=leaf, hint="payee")
    if case.verified.cash_items:
        for index, reading in case.of_kind(_K.ADV_VOUCHER):
            if says_cash(reading):
                yield found("X-009", index, path="pay_method", at=reading.leaf("pay_method"), hint="cash")


def _is_proper_payee(case: Case, slip: DocumentReading, payee: str) -> bool:
    number = fold_number(sure_text(slip.leaf("slip_no")) or "")
    if number and number in proof_slips(case.documents):
        return True  # money passed on: O-007 asks whose account it is
    if is_claimant(case.record, payee):
        return True
    name = normal_org_name(payee)
    return any(word in name for word in MEDICAL_WORDS) or any(one in name or name in one for one in _hospitals(case))


def _hospitals(case: Case) -> frozenset[str]:
    """Names of those who were owed: on receipts, and on the lines of the signed voucher."""
    leaves: list[Leaf | None] = [one.leaf("hospital_name") for _, one in case.of_kind(_K.MED_RECEIPT)]
    for _, voucher in case.of_kind(_K.ADV_VOUCHER):
        leaves += [row.get("payee") for row in rows_of(voucher, "lines")]
    names = (normal_org_name(str(leaf.value)) for leaf in leaves if leaf is not None and leaf.value)
    return frozenset(name for name in names if len(name) >= 4)


def check_other_firm(case: Case) -> Iterator[Finding]:
    """X-027: another firm paid, as with dispatched workers or subcontractors (AMB-19)."""
    for index, reading in case.of_kind(_K.BANK_SLIP):
        payer = sure_text(leaf := reading.leaf("payer_name"))
        if payer is None or same_org(payer, case.record.employer.name):
            continue
        if any(word in payer for word in FIRM_WORDS):
            yield found("X-027", index, path="payer_name", at=leaf)


def check_signed_after_costs(case: Case) -> Iterator[Finding]:
    """X-010: a signature from before the last cost that it confirms; signing on the same day is fine."""
    for index, reading in case.of_kind(_K.ADV_VOUCHER):
        days = sign_days(reading)
        costs = _confirmed_costs(case, reading)
        if not days or not costs:
            continue
        path, leaf, first = min(days, key=lambda one: one[2])
        receipt, last = max(costs, key=lambda one: one[1])
        if first < last:
            others = (receipt,) if receipt is not None else ()
            yield found("X-010", index, *others, path=path, at=leaf)


def _confirmed_costs(case: Case, voucher: DocumentReading) -> list[tuple[int | None, date]]:
    """Days of the costs that a voucher confirms: its lines, and the receipts that its lines name (or all)."""
    rows = rows_of(voucher, "lines")
    costs: list[tuple[int | None, date]] = [(None, day) for row in rows if (day := sure_day(row.get("date")))]
    numbers = {fold_number(text) for row in rows if (text := sure_text(row.get("receipt_no")))}
    for index, receipt in case.of_kind(_K.MED_RECEIPT):
        day = sure_day(receipt.leaf("issue_date"))
        keys = receipt_keys(sure_text(receipt.leaf("receipt_code")), sure_text(receipt.leaf("receipt_number")))
        if day is not None and (not rows or numbers & set(keys)):
            costs.append((index, day))
    return costs


def check_signed_after_event(case: Case) -> Iterator[Finding | Missing]:
    """X-011: a voucher signed before the injury, or relatives who signed before the death."""
    for index, reading in case.of_kind(_K.ADV_VOUCHER):
        by_relatives = any(mark.role is MarkRole.RELATIVE for _, mark in signatures(reading))
        earliest = case.record.injury_date
        if case.record.death and by_relatives and case.record.death_date is not None:
            earliest = max(earliest, case.record.death_date)
        yield from _signed_before(index, reading, earliest)
    for index, reading in case.of_kind(*LETTERS):
        died = case.record.death_date or sure_day(reading.leaf("death_date"))
        if died is None:
            yield Missing("X-011", "death_date", (index,))
        else:
            yield from _signed_before(index, reading, died)


def _signed_before(index: int, reading: DocumentReading, earliest: date) -> Iterator[Finding]:
    for path, leaf, day in sign_days(reading):
        if day < earliest:
            yield found("X-011", index, path=path, at=leaf)


def check_fund_items(case: Case) -> Iterator[Finding]:
    """X-025: a voucher's line asks the fund for what the law puts on the employer (DR-09)."""
    for index, reading in case.of_kind(_K.ADV_VOUCHER):
        for number, row in enumerate(rows_of(reading, "lines")):
            if sure_text(leaf := row.get("item")) in EMPLOYER_LIABILITY:
                yield found("X-025", index, path=f"lines[{number}].item", at=leaf)
