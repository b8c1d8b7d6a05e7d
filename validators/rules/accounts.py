"""Account numbers, bank names and branch codes (ACC-001…ACC-003). Not here: whose account it is."""

from collections.abc import Iterator

from validators.formats.bank_account import (
    CARD_LENGTHS,
    OTHER_LENGTHS,
    UNIONPAY_PREFIX,
    AccountKind,
    judge_bank_account,
    looks_like_citizen_id,
)
from validators.formats.bank_names import fits_card, fits_cnaps
from validators.formats.cnaps import judge_cnaps
from validators.formats.folding import fold_number
from validators.model.findings import Finding
from validators.requirements import ACCOUNTS, FieldType
from validators.rules.view import Paper, Place, found, places, sure_text

CARD_WORDS = ("卡号", "借记卡", "社保卡", "社会保障卡")


def is_card(place: Place, number: str) -> bool:
    """True for a number that says of itself, or whose label says, that it stands on a card.

    Passbook numbers have no checksum and no common prefix, so a card is known by UnionPay's 62 only.
    """
    return number.startswith(UNIONPAY_PREFIX) or any(word in place.leaf.raw for word in CARD_WORDS)


def check_card_number(paper: Paper) -> Iterator[Finding]:
    """ACC-001: a card of a wrong length or Luhn digit, or an ID number written as an account."""
    for place in places(paper.reading):
        text = sure_text(place.leaf) if place.type in ACCOUNTS else None
        if text is None:
            continue
        number = fold_number(text)
        if "*" in number:
            continue
        if looks_like_citizen_id(number):
            yield found("ACC-001", paper.index, path=place.path, at=place.leaf, hint="ID_NUMBER")
        elif place.type is FieldType.OWN_ACCOUNT and is_card(place, number):
            if not judge_bank_account(number, AccountKind.CARD).ok:
                yield found("ACC-001", paper.index, path=place.path, at=place.leaf, hint=_hint(number))
        elif place.type is not FieldType.ANY_ACCOUNT and len(number) not in OTHER_LENGTHS:
            yield found("ACC-001", paper.index, path=place.path, at=place.leaf, hint="LENGTH")


def _hint(number: str) -> str:
    return "CHECK_DIGIT" if len(number) in CARD_LENGTHS else "LENGTH"


_BANK_OF_ACCOUNT = (
    ("payee_bank", "payee_account", "payee_cnaps"),
    ("bank_name", "account", "cnaps"),
)


def check_bank_fits(paper: Paper) -> Iterator[Finding]:
    """ACC-002: the bank's name contradicts the card's first digits or the class in the branch code.

    A name that was not surely read and contradicts them may be what stands there: a person looks.
    """
    for bank, account, code in _BANK_OF_ACCOUNT:
        leaf = paper.reading.leaf(bank)
        name = leaf.value if leaf is not None else None
        if leaf is None or not isinstance(name, str):
            continue
        number, branch = sure_text(paper.reading.leaf(account)), sure_text(paper.reading.leaf(code))
        by_card = fits_card(name, number) if number and account == "account" else None
        by_code = fits_cnaps(name, branch) if branch else None
        if by_card is False or by_code is False:
            yield found("ACC-002" if leaf.sure else "FLD-002", paper.index, path=bank, at=leaf)


def check_branch_code(paper: Paper) -> Iterator[Finding]:
    """ACC-003: the branch code's length or check digit is wrong."""
    for place in places(paper.reading):
        code = sure_text(place.leaf) if place.type is FieldType.CNAPS else None
        if code is not None and not judge_cnaps(code).ok:
            yield found("ACC-003", paper.index, path=place.path, at=place.leaf)
