"""What each kind of paper must show, as data: required fields, statements, marks; and the type of every field.

Here: DOMAIN §2.2 and §2.3 as tables. Not here: the checks that use them (rules).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from validators.model.codes import DocumentKind


class FieldType(StrEnum):
    """What a value is; decides which formats are asked and whether doubt goes to a person."""

    PERSON = "person"
    ORG = "org"
    PARTY = "party"  # a person or a firm
    CITIZEN_ID = "citizen_id"
    MASKED_ID = "masked_id"
    PHONE = "phone"
    CREDIT_CODE = "credit_code"
    DATE = "date"
    MONEY = "money"
    WORDS = "words"
    OWN_ACCOUNT = "own_account"  # a card or a passbook of a person
    FIRM_ACCOUNT = "firm_account"
    ANY_ACCOUNT = "any_account"
    BANK = "bank"
    CNAPS = "cnaps"
    ITEM = "item"
    RECEIPT = "receipt"
    SERIAL = "serial"  # a number that refers to another paper
    STATEMENT = "statement"
    SEX = "sex"
    TEXT = "text"


CRITICAL = frozenset(
    {
        FieldType.PERSON,
        FieldType.ORG,
        FieldType.PARTY,
        FieldType.CITIZEN_ID,
        # not MASKED_ID: what a receipt shows of a number identifies nobody; the patient's name beside it is critical
        FieldType.CREDIT_CODE,
        FieldType.DATE,
        FieldType.MONEY,
        FieldType.WORDS,
        FieldType.OWN_ACCOUNT,
        FieldType.FIRM_ACCOUNT,
        FieldType.ANY_ACCOUNT,
        FieldType.ITEM,
        FieldType.RECEIPT,
    }
)
"""Names, numbers, accounts, amounts and dates; the item routes the money and the receipt number is its key."""

ACCOUNTS = frozenset({FieldType.OWN_ACCOUNT, FieldType.FIRM_ACCOUNT, FieldType.ANY_ACCOUNT})
AMOUNTS = frozenset({FieldType.MONEY, FieldType.WORDS})

_T = FieldType
_K = DocumentKind

_BY_NAME: Mapping[str, FieldType] = MappingProxyType(
    {
        "worker_name": _T.PERSON,
        "deceased_name": _T.PERSON,
        "patient_name": _T.PERSON,
        "holder_name": _T.PERSON,
        "name": _T.PERSON,
        "guardian": _T.PERSON,
        "employer_name": _T.ORG,
        "payee_name": _T.ORG,
        "payer_name": _T.PARTY,
        "hospital_name": _T.TEXT,
        "worker_id": _T.CITIZEN_ID,
        "deceased_id": _T.CITIZEN_ID,
        "id_no": _T.CITIZEN_ID,
        "patient_id": _T.MASKED_ID,
        "worker_phone": _T.PHONE,
        "phone": _T.PHONE,
        "employer_uscc": _T.CREDIT_CODE,
        "injury_date": _T.DATE,
        "death_date": _T.DATE,
        "issue_date": _T.DATE,
        "trade_date": _T.DATE,
        "pay_date": _T.DATE,
        "sign_date": _T.DATE,
        "sign_dates": _T.DATE,
        "date": _T.DATE,
        "principal": _T.PERSON,
        "agent": _T.PERSON,
        "parties": _T.TEXT,  # one run of names; told apart by nobody but people
        "total_figures": _T.MONEY,
        "advanced_total": _T.MONEY,
        "passed_total": _T.MONEY,
        "received_total": _T.MONEY,
        "retained_advance": _T.MONEY,
        "amount_figures": _T.MONEY,
        "amount": _T.MONEY,
        "paid_insurance": _T.MONEY,
        "paid_account": _T.MONEY,
        "paid_cash": _T.MONEY,
        "total_upper": _T.WORDS,
        "advanced_total_upper": _T.WORDS,
        "passed_total_upper": _T.WORDS,
        "amount_upper": _T.WORDS,
        "account": _T.OWN_ACCOUNT,
        "payee_account": _T.FIRM_ACCOUNT,
        "payer_account": _T.ANY_ACCOUNT,
        "payee_bank": _T.BANK,
        "bank_name": _T.BANK,
        "payee_cnaps": _T.CNAPS,
        "cnaps": _T.CNAPS,
        "items": _T.ITEM,
        "item": _T.ITEM,
        "receipt_number": _T.RECEIPT,
        "receipt_code": _T.SERIAL,
        "receipt_no": _T.SERIAL,
        "slip_no": _T.SERIAL,
        "consent": _T.STATEMENT,
        "cash_statement": _T.STATEMENT,
        "completeness": _T.STATEMENT,
        "dispute": _T.STATEMENT,
        "undertaking": _T.STATEMENT,
        "pass_on_promise": _T.STATEMENT,
        "supported": _T.STATEMENT,
        "minor": _T.STATEMENT,
        "sex": _T.SEX,
        "worker_sex": _T.SEX,
    }
)

_BY_KIND: Mapping[tuple[DocumentKind, str], FieldType] = MappingProxyType(
    {
        (_K.BANK_SLIP, "payee_name"): _T.PARTY,
        (_K.BANK_SLIP, "payee_account"): _T.ANY_ACCOUNT,
        (_K.PASS_ON_PROOF, "payee_account"): _T.OWN_ACCOUNT,
        (_K.PASS_ON_PROOF, "beneficiaries.payee_account"): _T.OWN_ACCOUNT,
        (_K.MED_RECEIPT, "lines.item"): _T.TEXT,
        (_K.MED_RECEIPT, "lines.name"): _T.TEXT,
        (_K.MED_DETAIL, "lines.item"): _T.TEXT,
        (_K.MED_DETAIL, "lines.name"): _T.TEXT,
        (_K.ACCT_PROOF, "name"): _T.PARTY,
        (_K.ACCT_PROOF, "holder_name"): _T.PARTY,
        (_K.ACCT_PROOF, "account"): _T.ANY_ACCOUNT,
        (_K.SSC, "account"): _T.ANY_ACCOUNT,
    }
)

_ENDINGS: tuple[tuple[str, FieldType], ...] = (
    ("_name", _T.PERSON),
    ("_id", _T.CITIZEN_ID),
    ("id_no", _T.CITIZEN_ID),
    ("ids", _T.CITIZEN_ID),
    ("names", _T.PERSON),
    ("_date", _T.DATE),
    ("dates", _T.DATE),
)
_KEY_AND_PRICED = frozenset(
    {_K.ADV_VOUCHER, _K.JOINT_ACCT, _K.JOINT_EMPLOYER, _K.PASS_ON_PROOF, _K.MED_RECEIPT, _K.BANK_SLIP}
)


def field_type(kind: DocumentKind, name: str) -> FieldType:
    """Name the type of a field; a cell of a table is asked as "rows.column"."""
    column = name.rsplit(".", 1)[-1]
    for key in (name, column):
        if (found := _BY_KIND.get((kind, key))) is not None:
            return found
    if (found := _BY_NAME.get(column)) is not None:
        return found
    if kind not in _KEY_AND_PRICED:
        for ending, of_type in _ENDINGS:
            if column.endswith(ending):
                return of_type
    return FieldType.TEXT


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one kind of paper must show; `rows` maps a table to the cells that each of its rows needs."""

    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    must_have_rows: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    seal: bool = False
    signed: bool = False


_RELATIVE = ("name", "relation", "id_no")

REQUIREMENTS: Mapping[DocumentKind, Requirement] = MappingProxyType(
    {
        _K.ADV_VOUCHER: Requirement(
            fields=(
                "worker_name",
                "worker_id",
                "employer_name",
                "injury_date",
                "total_figures",
                "total_upper",
                "payee_name",
                "payee_account",
                "payee_bank",
            ),
            lists=("sign_dates",),
            rows=MappingProxyType({"lines": ("amount",)}),
            statements=("consent",),
            seal=True,
            signed=True,
        ),
        _K.JOINT_ACCT: Requirement(
            fields=(
                "deceased_name",
                "deceased_id",
                "death_date",
                "employer_name",
                "holder_name",
                "account",
                "bank_name",
            ),
            lists=("items", "sign_dates"),
            rows=MappingProxyType({"relatives": _RELATIVE}),
            must_have_rows=("relatives",),
            statements=("completeness",),
            signed=True,
        ),
        _K.JOINT_EMPLOYER: Requirement(
            fields=(
                "deceased_name",
                "deceased_id",
                "advanced_total",
                "advanced_total_upper",
                "payee_name",
                "payee_account",
                "payee_bank",
            ),
            lists=("items", "sign_dates"),
            rows=MappingProxyType({"relatives": _RELATIVE}),
            must_have_rows=("relatives",),
            statements=("pass_on_promise",),
            seal=True,
            signed=True,
        ),
        _K.PASS_ON_PROOF: Requirement(
            fields=(
                "employer_name",
                "received_total",
                "retained_advance",
                "passed_total",
                "passed_total_upper",
            ),
            lists=("sign_dates",),
            rows=MappingProxyType({"beneficiaries": ("name", "id_no", "item", "amount")}),
            must_have_rows=("beneficiaries",),
            seal=True,
            signed=True,
        ),
        _K.MED_RECEIPT: Requirement(fields=("receipt_number", "issue_date", "patient_name", "total_figures")),
        _K.BANK_SLIP: Requirement(fields=("payer_name", "payee_name", "amount_figures", "trade_date")),
    }
)
"""`dispute` is asked by X-028 and not here, because the record or another paper may state it as well."""

NOTHING_REQUIRED = Requirement()


def requirement(kind: DocumentKind) -> Requirement:
    """Say what a kind of paper must show; kinds that are only classed must show nothing."""
    return REQUIREMENTS.get(kind, NOTHING_REQUIRED)
