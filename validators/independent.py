"""What speaks for a value apart from its own ink: a check digit, and what the core system knows for the field.

Here: two questions that corroborate asks. Not here: which values become sure.
"""

from collections.abc import Callable, Iterator

from validators.formats.bank_account import AccountKind, judge_bank_account
from validators.formats.citizen_id import check_digit_ok
from validators.formats.cnaps import judge_cnaps
from validators.formats.credit_code import judge_credit_code
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.requirements import ACCOUNTS, FieldType

_T = FieldType
_K = DocumentKind


def checks(of_type: FieldType, text: str) -> bool:
    """Say whether a number's own check digit fits; False also where its sort has none."""
    if of_type is _T.CITIZEN_ID:
        return check_digit_ok(text)
    if of_type is _T.CREDIT_CODE:
        return judge_credit_code(text).verdict == "OK"
    if of_type is _T.CNAPS:
        return judge_cnaps(text).verdict == "OK"
    if of_type in ACCOUNTS and of_type is not _T.FIRM_ACCOUNT:
        return judge_bank_account(text, AccountKind.CARD).verdict == "OK"
    return False


def known_values(record: ClaimRecord) -> Callable[[DocumentKind, str], Iterator[str]]:
    """Say what the core system knows for a field of a kind of paper."""
    worker, employer = record.worker, record.employer
    relatives = record.relatives or ()
    persons = [worker.name, *(one.name for one in relatives)]
    ids = [worker.id_no, *(one.id_no for one in relatives)]
    guardians = [one.guardian for one in relatives]
    of_worker: dict[str, list[str | None]] = {
        "worker_name": [worker.name],
        "deceased_name": [worker.name],
        "patient_name": [worker.name],
        "worker_id": [worker.id_no],
        "deceased_id": [worker.id_no],
        "employer_name": [employer.name],
        "payer_name": [employer.name],
        "employer_uscc": [employer.uscc],
        "payer_account": [employer.account],
        "payee_bank": [employer.bank],
        "injury_date": [record.injury_date.isoformat()],
        "death_date": [record.death_date.isoformat() if record.death_date else None],
        "decision_no": [record.decision_no],
        "name": [*persons, *guardians],
        "guardian": [*persons, *guardians],
        "holder_name": [*persons],
        "id_no": ids,
        "item": [*(item.code for item in record.items)],
        "items": [*(item.code for item in record.items)],
    }
    of_payee: dict[str, list[str | None]] = {"payee_name": [employer.name], "payee_account": [employer.account]}
    of_slip: dict[str, list[str | None]] = {"payee_name": [*persons]}

    def known(kind: DocumentKind, column: str) -> Iterator[str]:
        table = of_worker
        if column in of_payee:
            table = of_payee if kind in (_K.ADV_VOUCHER, _K.JOINT_EMPLOYER) else of_slip
        return (value for value in table.get(column, ()) if value)

    return known
