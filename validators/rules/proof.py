"""The duty after the payout (O-001…O-007): passing on within a month, proof within ten days (notice 三).

Here: a proof against what the fund paid. Not here: states and reminders of a duty (lifecycle, calendar).
"""

from collections.abc import Iterator
from datetime import date

from validators.calendar import deadlines, is_overdue
from validators.formats.folding import fold_number
from validators.formats.money_figures import write_money_figures
from validators.formats.names import same_name
from validators.model.codes import DocumentKind, MarkRole
from validators.model.evidence import DocumentReading, Leaf, Row
from validators.model.findings import Finding
from validators.rule_sets import IN_FORCE_FROM
from validators.rules.case import Case, Numbered
from validators.rules.designation import is_minor
from validators.rules.signatures import names_both, resembles, stands_for
from validators.rules.view import (
    Missing,
    doubted_names,
    found,
    rows_of,
    sign_days,
    signatures,
    sure_day,
    sure_money,
    sure_text,
)

_PROOF = DocumentKind.PASS_ON_PROOF


def _rows(reading: DocumentReading) -> tuple[Row, ...]:
    return rows_of(reading, "beneficiaries")


def _cell(reading: DocumentReading, number: int, column: str) -> Leaf | None:
    """Give a row's own value, else the one that stands for all rows."""
    return _rows(reading)[number].get(column) or reading.leaf(column)


def _credited(case: Case) -> date | None:
    days = [one.credited_on for one in case.record.settled if one.credited_on is not None]
    return min(days, default=None)


def _pay_days(reading: DocumentReading) -> list[tuple[str, Leaf, date]]:
    found_days = []
    for number in range(len(_rows(reading))):
        leaf = _cell(reading, number, "pay_date")
        day = sure_day(leaf)
        if leaf is not None and day is not None:
            found_days.append((f"beneficiaries[{number}].pay_date", leaf, day))
    if not found_days and (top := reading.leaf("pay_date")) is not None and (day := sure_day(top)) is not None:
        found_days.append(("pay_date", top, day))
    return found_days


def check_passed_on_in_time(case: Case) -> Iterator[Finding]:
    """O-001: the month's last working day is over and no payment was reported; an unknown calendar blames nobody."""
    if case.of_kind(_PROOF):
        return
    for settled in case.record.settled:
        owed = settled.verified_advance_fen is not None and settled.received_fen > settled.verified_advance_fen
        if settled.credited_on is None or not owed or settled.credited_on < IN_FORCE_FROM:
            continue
        if is_overdue(deadlines(settled.credited_on, None, case.table).pass_on_final, case.today):
            yield found("O-001")


def check_proof_in_time(case: Case) -> Iterator[Finding]:
    """O-002: the proof was signed after the tenth day and the working day that follows it.

    A case is judged again long after its papers came, so the paper's own days count and not the day of judging;
    a proof that is not there at all is the duty's own clock (lifecycle, calendar).
    """
    credited = _credited(case)
    for index, reading in case.of_kind(_PROOF):
        days, signed = _pay_days(reading), sign_days(reading)
        if not days or not signed:
            continue
        last = max(day for _, _, day in days)
        path, leaf, day = max(signed, key=lambda one: one[2])
        if is_overdue(deadlines(credited or last, last, case.table).proof_final, day):
            yield found("O-002", index, path=path, at=leaf)


def check_proof_signers(case: Case) -> Iterator[Finding | Missing]:
    """O-003: a beneficiary did not sign in person, somebody else signed, or a payee is not entitled."""
    for index, reading in case.of_kind(_PROOF):
        doubted = doubted_names(reading)
        names = [sure_text(row.get("name")) for row in _rows(reading)]
        yield from _entitled(case, (index, reading))
        for number, mark in signatures(reading):
            if not mark.present or not mark.name or mark.name in doubted or mark.role is MarkRole.GUARDIAN:
                continue
            everyone = [name for name in names if name is not None]
            known = any(stands_for(mark.name, name, everyone) for name in everyone)
            path = f"signatures[{number}]"
            if not known and None not in names:
                yield found("O-003", index, path=path, at=mark, names=mark.name)
            elif mark.proxy is not None and _may_be_represented(case, reading, mark.name):
                yield found("X-019", index, path=path, at=mark, names=mark.name, hint=_ward_hint(case, mark.name))
            elif mark.proxy is not None:
                yield found("O-003", index, path=path, at=mark, names=mark.name)


def _ward_hint(case: Case, name: str) -> str:
    guardian = next((one.guardian for one in case.record.relatives or () if same_name(one.name, name)), None)
    shown = guardian is not None and any(names_both(other, name, guardian) for other in case.documents)
    return "represented" if guardian or shown else "proof"


def _may_be_represented(case: Case, reading: DocumentReading, name: str) -> bool:
    last = max((day for _, _, day in sign_days(reading)), default=case.today)
    return any(
        same_name(one.name, name) and (one.incapable or is_minor(one, last)) for one in case.record.relatives or ()
    )


def _entitled(case: Case, proof: Numbered) -> Iterator[Finding | Missing]:
    index, reading = proof
    record = case.record
    if record.death and record.relatives is None:
        yield Missing("O-003", "relatives", (index,))
        return
    people = [one.name for one in record.relatives or ()] if record.death else [record.worker.name]
    for number, row in enumerate(_rows(reading)):
        name = sure_text(leaf := row.get("name"))
        if name is None or any(same_name(name, one) for one in people):
            continue
        slip = any(len(name) != len(one) and resembles(name, one) for one in people)
        code = "FLD-002" if slip else "O-003"
        yield found(code, index, path=f"beneficiaries[{number}].name", at=leaf, names=name)


def check_proof_adds_up(case: Case) -> Iterator[Finding | Missing]:
    """O-004: received less retained is not what was passed on, or not what the fund's payout asks, to the fen."""
    for index, reading in case.of_kind(_PROOF):
        received, retained = sure_money(reading.leaf("received_total")), sure_money(reading.leaf("retained_advance"))
        passed = sure_money(at := reading.leaf("passed_total"))
        amounts = [sure_money(row.get("amount")) for row in _rows(reading)]
        rows = sum(one for one in amounts if one is not None) if amounts and None not in amounts else None
        if received is not None and retained is not None:
            due = received - retained
            if passed is not None and passed != due:
                yield _unequal(index, "passed_total", at, due, passed)
            elif rows is not None and rows != due:
                yield _unequal(index, "beneficiaries", at, due, rows)
        elif passed is not None and rows is not None and rows != passed:
            yield _unequal(index, "beneficiaries", at, passed, rows)
        yield from _against_payout(case, index, reading)


def _against_payout(case: Case, index: int, reading: DocumentReading) -> Iterator[Finding | Missing]:
    """The proof's own figures against the core system's payout; unknown is not a pass."""
    settled = case.record.settled
    items = {sure_text(row.get("item")) for row in _rows(reading)}
    chosen = [one for one in settled if one.item is None or one.item in items] or list(settled)
    if not chosen or not any(one.received_fen for one in chosen):
        yield Missing("O-004", "settled", (index,))
        return
    received = sure_money(leaf := reading.leaf("received_total"))
    paid = sum(one.received_fen for one in chosen)
    if received is not None and received != paid:
        yield _unequal(index, "received_total", leaf, paid, received)
    retained = sure_money(leaf := reading.leaf("retained_advance"))
    known = [one.verified_advance_fen for one in chosen]
    if None in known:
        yield Missing("O-004", "settled.verified_advance_fen", (index,))
        return
    verified = sum(one for one in known if one is not None)
    if retained is not None and retained != verified:
        yield _unequal(index, "retained_advance", leaf, verified, retained)


def _unequal(index: int, path: str, at: Leaf | None, due: int, said: int) -> Finding:
    return found("O-004", index, path=path, at=at, a=_yuan(due), b=_yuan(said))


def _yuan(fen: int) -> str:
    """Write an amount without its sign of currency: the message says 元."""
    return ("-" if fen < 0 else "") + write_money_figures(abs(fen)).lstrip("¥")


def check_paid_late(case: Case) -> Iterator[Finding]:
    """O-005: the payment to the person came after the month's final day; recorded."""
    credited = _credited(case)
    if credited is None:
        return
    final = deadlines(credited, None, case.table).pass_on_final
    for index, reading in case.of_kind(_PROOF):
        for path, leaf, day in _pay_days(reading):
            if is_overdue(final, day):
                yield found("O-005", index, path=path, at=leaf)


def check_paid_after_credit(case: Case) -> Iterator[Finding]:
    """O-006: what was paid before the fund's money came is no passing on of it."""
    credited = _credited(case)
    for index, reading in case.of_kind(_PROOF):
        for path, leaf, day in _pay_days(reading):
            if credited is not None and day < credited:
                yield found("O-006", index, path=path, at=leaf)


def check_own_account(case: Case) -> Iterator[Finding]:
    """O-007: the money went to another's account, or in cash (AMB-21)."""
    for index, reading in case.of_kind(_PROOF):
        for number, row in enumerate(_rows(reading)):
            method = sure_text(leaf := _cell(reading, number, "pay_method"))
            if method == "CASH" and case.policy.cash_is_flagged:
                yield found("O-007", index, path=f"beneficiaries[{number}].pay_method", at=leaf, hint="cash")
            account = sure_text(leaf := _cell(reading, number, "payee_account"))
            firm = case.record.employer.account
            if account and firm and fold_number(account) == fold_number(firm):
                yield found("O-007", index, path=f"beneficiaries[{number}].payee_account", at=leaf)
            yield from _slip_differs(case, index, number, row, account)


def _slip_differs(case: Case, index: int, number: int, row: Row, account: str | None) -> Iterator[Finding]:
    """The bank's slip for this row names another payee or another account."""
    name, slip_no = sure_text(row.get("name")), sure_text(row.get("slip_no"))
    for other, slip in case.of_kind(DocumentKind.BANK_SLIP):
        shown_no = sure_text(slip.leaf("slip_no"))
        if not slip_no or not shown_no or fold_number(shown_no) != fold_number(slip_no):
            continue
        payee, shown = sure_text(slip.leaf("payee_name")), sure_text(slip.leaf("payee_account"))
        wrong_person = name is not None and payee is not None and not same_name(name, payee)
        wrong_number = bool(account and shown) and fold_number(account or "") != fold_number(shown or "")
        if wrong_person or (wrong_number and "*" not in (shown or "")):
            leaf = row.get("payee_account")
            yield found("O-007", index, other, path=f"beneficiaries[{number}].payee_account", at=leaf)
