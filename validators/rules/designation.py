"""Designations by relatives (X-014…X-019, X-021, X-024, X-028): who must sign, for what, into which account.

Here: the readings of AMB-01…AMB-05 and AMB-13. Not here: whether ink stands in the place (signatures).
"""

import re
from collections.abc import Iterator
from datetime import date

from validators.formats.bank_account import UNIONPAY_PREFIX, AccountKind, judge_bank_account
from validators.formats.citizen_id import age_on
from validators.formats.folding import fold_number
from validators.formats.names import near_name, same_name
from validators.items import FUND_ITEMS, JOINT_OK, PERIODIC
from validators.legs import dispute_recorded
from validators.model.claim import Relative
from validators.model.codes import DocumentKind, MarkRole, NameMatch
from validators.model.evidence import DocumentReading, Leaf, Mark
from validators.model.findings import Finding
from validators.rules.case import Case, Numbered
from validators.rules.parties import LETTERS
from validators.rules.signatures import names_both, names_person, resembles, stands_for
from validators.rules.view import (
    Missing,
    any_text,
    doubted_names,
    found,
    rows_of,
    sign_days,
    signatures,
    sure_bool,
    sure_text,
)

_K = DocumentKind
FIRST_ORDER = frozenset({"配偶", "丈夫", "妻子", "父亲", "母亲", "儿子", "女儿"})
ADULT = 18
FUND_PERIODIC: frozenset[str | None] = frozenset(PERIODIC & FUND_ITEMS)


def must_sign_letter(relatives: tuple[Relative, ...]) -> tuple[Relative, ...]:
    """Give all living relatives of the first order and all supported ones; without a first order, everybody."""
    living = tuple(one for one in relatives if one.living)
    first = tuple(one for one in living if one.relation is None or one.relation in FIRST_ORDER)
    if not first:
        return living
    return tuple(one for one in living if one in first or one.supported is not False)


def must_sign_voucher(relatives: tuple[Relative, ...]) -> tuple[Relative, ...]:
    """Give all supported relatives; where none is supported, the first order (AMB-01)."""
    living = tuple(one for one in relatives if one.living)
    supported = tuple(one for one in living if one.supported is not False)
    return supported or tuple(one for one in living if one.relation is None or one.relation in FIRST_ORDER)


def check_everyone_signed(case: Case) -> Iterator[Finding | Missing]:
    """X-015: a relative who must sign is not among the signatures (AMB-01, AMB-02)."""
    if not case.record.death:
        return
    for kind in (_K.ADV_VOUCHER, *LETTERS):
        papers = case.of_kind(kind)
        if not papers:
            continue
        indices = tuple(index for index, _ in papers)
        if case.record.relatives is None:
            yield Missing("X-015", "relatives", indices)
            continue
        asked = must_sign_voucher if kind is _K.ADV_VOUCHER else must_sign_letter
        needed = asked(case.record.relatives)
        everyone = [one.name for one in case.record.relatives]
        missing = [one.name for one in needed if not any(_has_signed(paper, one, everyone) for _, paper in papers)]
        if len(missing) > sum(_unnamed_signatures(reading) for _, reading in papers):
            yield found("X-015", *indices, path="signatures", names="、".join(missing))


def _has_signed(reading: DocumentReading, relative: Relative, everyone: list[str]) -> bool:
    """True for ink at the relative's place, for the guardian's there, and where a person must look first."""
    for _, mark in signatures(reading):
        if not (mark.present or not mark.sure):
            continue
        if stands_for(mark.name, relative.name, everyone):
            return True
        if mark.role is MarkRole.GUARDIAN and relative.guardian and same_name(mark.name, relative.guardian):
            return True
    return False


def _unnamed_signatures(reading: DocumentReading) -> int:
    """Count signatures whose person a human must tell: no name beside them, or one that was read in doubt."""
    doubted = doubted_names(reading)
    return sum(mark.present and (not mark.name or mark.name in doubted) for _, mark in signatures(reading))


def check_supported_listed(case: Case) -> Iterator[Finding | Missing]:
    """X-014: the letter calls others supported than the core system approved."""
    for index, reading in case.of_kind(*LETTERS):
        if case.record.relatives is None:
            yield Missing("X-014", "relatives", (index,))
            continue
        rows = rows_of(reading, "relatives")
        if not rows or any(sure_text(row.get("name")) is None for row in rows):
            continue
        by_name = {str(any_text(row["name"])): row for row in rows}
        for relative in case.record.relatives:
            row = next((one for name, one in by_name.items() if same_name(name, relative.name)), None)
            leaf = row.get("supported") if row is not None else None
            said = sure_bool(leaf)
            perhaps = any(resembles(name, relative.name) for name in by_name)
            unlisted = row is None and not perhaps and relative.supported is True and relative.living
            differs = said is not None and relative.supported is not None and said is not relative.supported
            if unlisted or differs:
                yield found("X-014", index, path="relatives", at=leaf, names=relative.name)


def check_joint_items(case: Case) -> Iterator[Finding]:
    """X-016: only the funeral grant and the lump sum may go to the joint account (AMB-05)."""
    for index, reading in case.of_kind(_K.JOINT_ACCT):
        for number, leaf in enumerate(reading.lists.get("items", ())):
            code = sure_text(leaf)
            if code is not None and code not in JOINT_OK:
                yield found("X-016", index, path=f"items[{number}]", at=leaf)


def check_no_periodic(case: Case) -> Iterator[Finding]:
    """X-024: money paid month by month never goes to an employer (DR-01)."""
    for index, reading in case.of_kind(_K.JOINT_EMPLOYER):
        for number, leaf in enumerate(reading.lists.get("items", ())):
            if sure_text(leaf) in FUND_PERIODIC:
                yield found("X-024", index, path=f"items[{number}]", at=leaf)
    for index, reading in case.of_kind(_K.ADV_VOUCHER):
        for number, row in enumerate(rows_of(reading, "lines")):
            code = sure_text(row.get("item"))
            if code in FUND_PERIODIC:
                yield found("X-024", index, path=f"lines[{number}].item", at=row.get("item"))


def check_holder(case: Case) -> Iterator[Finding]:
    """X-017: the holder is a natural person among those who signed (AMB-04)."""
    for index, reading in case.of_kind(_K.JOINT_ACCT):
        holder = sure_text(leaf := reading.leaf("holder_name"))
        if holder is None:
            continue
        signed = any(same_name(mark.name, holder) for _, mark in signatures(reading) if mark.present or not mark.sure)
        relatives = case.record.relatives
        on_record = relatives is None or any(same_name(one.name, holder) for one in relatives)
        perhaps = _unnamed_signatures(reading) > 0 and relatives is not None
        if not on_record or not (signed or perhaps):
            yield found("X-017", index, path="holder_name", at=leaf)


def check_one_account(case: Case) -> Iterator[Finding]:
    """X-018: one account in the letter, and the same in every live letter."""
    letters = case.of_kind(_K.JOINT_ACCT)
    seen: dict[str, int] = {}
    for index, reading in letters:
        own = {fold_number(text): leaf for leaf in _accounts(reading) if (text := sure_text(leaf))}
        told = reading.leaf("account")
        if len(own) > 1 or (own and _other_card_in_text(reading, next(iter(own)))):
            yield found("X-018", index, path="account", at=next(iter(own.values())))
        elif told is not None and _names_another(told):
            yield found("X-018", index, path="account", at=told)
        for number in own:
            seen.setdefault(number, index)
    if len(letters) > 1 and len(seen) > 1:
        indices = tuple(index for index, _ in letters)
        yield found("X-018", *indices, path="account", at=letters[0][1].leaf("account"))


def _accounts(reading: DocumentReading) -> list[Leaf]:
    single = reading.leaf("account")
    several = [*reading.lists.get("account", ()), *reading.lists.get("accounts", ())]
    return ([single] if single is not None else []) + several


_DIGITS = re.compile(r"[0-9][0-9 ]{14,30}[0-9]")
_LABELLED = re.compile(r"(?:账号|卡号|帐号|存折号码?)[:：]\s*([0-9][0-9 ]{12,30}[0-9])(?![0-9*])")
_CLEAR = 0.9  # confidence of a number that is what was read
_SLIPS_OF_READING = 2  # digits in which two readings of one number may differ


def _names_another(account: Leaf) -> bool:
    """Whether labels of one letter name two accounts, both clearly read and no readings of one number."""
    if "AMBIGUOUS" not in account.flags or account.confidence < _CLEAR or not isinstance(account.value, str):
        return False
    others = (one for one in account.alternatives if one.probability >= _CLEAR and isinstance(one.value, str))
    return any(_is_another(fold_number(str(one.value)), fold_number(account.value)) for one in others)


def _other_card_in_text(reading: DocumentReading, account: str) -> bool:
    """Look for a second account among all lines, no misreading of the first: a card by Luhn, or a labelled number."""
    for line in reading.text:
        cards = (fold_number(run) for run in _DIGITS.findall(line.text))
        numbers = [one for one in cards if one.startswith(UNIONPAY_PREFIX) and _is_card(one)]
        numbers += (fold_number(run) for run in _LABELLED.findall(line.text))
        if any(_is_another(number, account) for number in numbers):
            return True
    return False


def _is_card(number: str) -> bool:
    return judge_bank_account(number, AccountKind.CARD).verdict == "OK"


def _is_another(number: str, account: str) -> bool:
    differing = sum(one != other for one, other in zip(number, account, strict=False))
    return len(number) != len(account) or differing > _SLIPS_OF_READING


def is_minor(relative: Relative, day: date) -> bool:
    """True when the record says so, or by the birth date in the ID number."""
    if relative.minor is not None:
        return relative.minor
    age = age_on(relative.id_no, day) if relative.id_no else None
    return age is not None and age < ADULT


def check_guardians(case: Case) -> Iterator[Finding]:
    """X-019: a minor's or incapable relative's guardian signs with proof, and is better not the holder (AMB-13)."""
    if not case.record.death:
        return
    for index, reading in case.of_kind(_K.ADV_VOUCHER, *LETTERS):
        last = max((day for _, _, day in sign_days(reading)), default=case.today)
        for relative in _wards(case, reading, last):
            hint = _guardian_fault(case, reading, relative)
            if hint is not None:
                yield found("X-019", index, path="signatures", names=relative.name, hint=hint)


def _wards(case: Case, reading: DocumentReading, day: date) -> Iterator[Relative]:
    """Relatives on this paper who cannot sign for themselves: by the record, else by the paper's own table."""
    known = case.record.relatives or ()
    named = {mark.name for _, mark in signatures(reading)}
    named |= {any_text(row.get("name")) for row in rows_of(reading, "relatives")}
    for relative in known:
        listed = any(same_name(relative.name, name) for name in named)
        if relative.living and listed and (relative.incapable or is_minor(relative, day)):
            yield relative
    for row in rows_of(reading, "relatives"):
        name, number = sure_text(row.get("name")), sure_text(row.get("id_no"))
        if name is None or any(same_name(name, one.name) for one in known):
            continue
        guardian = sure_text(row.get("guardian"))
        ward = Relative(name, None, number, minor=sure_bool(row.get("minor")) or None, guardian=guardian)
        if is_minor(ward, day):
            yield ward


def _guardian_fault(case: Case, reading: DocumentReading, ward: Relative) -> str | None:
    proxies = [mark for _, mark in signatures(reading) if same_name(mark.name, ward.name) and mark.present]
    guardian = ward.guardian or next((mark.proxy for mark in proxies if mark.proxy), None)
    holder = sure_text(reading.leaf("holder_name"))
    if guardian and holder and same_name(guardian, holder):
        return "holder"
    if not _guardian_signed(reading, proxies, guardian):
        return "signature"
    on_record = any(one.guardian and same_name(one.name, ward.name) for one in case.record.relatives or ())
    shown = guardian is not None and any(names_both(other, ward.name, guardian) for other in case.documents)
    return None if on_record or shown else "proof"


def _guardian_signed(reading: DocumentReading, proxies: list[Mark], guardian: str | None) -> bool:
    if any(mark.proxy is not None or not mark.sure for mark in proxies):
        return True
    return any(
        mark.present and mark.role is MarkRole.GUARDIAN and (guardian is None or same_name(mark.name, guardian))
        for _, mark in signatures(reading)
    )


def check_kinship(case: Case) -> Iterator[Finding]:
    """X-021: neither the record nor a paper proves that a signer is the relative he says he is."""
    if not case.record.death:
        return
    papers = [reading for _, reading in case.of_kind(_K.KINSHIP)]
    for index, reading in case.of_kind(_K.ADV_VOUCHER, *LETTERS):
        for number, mark, name in _named_signers(case, (index, reading)):
            if _kin_on_record(case, name) or any(names_person(paper, name) for paper in papers):
                continue
            known = [one.name for one in case.record.relatives or ()]
            if not any(same_name(name, one) for one in known) and any(near_name(name, one) for one in known):
                continue  # X-013 has a person read the name first
            yield found("X-021", index, path=f"signatures[{number}]", at=mark, name=name)


def _named_signers(case: Case, letter: Numbered) -> Iterator[tuple[int, Mark, str]]:
    """Yield the signers of a letter whose names are known: read in their hands, or left over for hands hard to read."""
    told: set[str] = set()
    doubted = doubted_names(letter[1])
    for number, mark in signatures(letter[1]):
        known = mark.name and mark.name not in doubted and mark.role is not MarkRole.GUARDIAN
        if known and mark.name not in told and not same_name(mark.name, case.record.worker.name):
            told.add(mark.name)
            yield number, mark, mark.name
    yield from _left_for_hard_hands(letter[1], told)


def _left_for_hard_hands(letter: DocumentReading, told: set[str]) -> Iterator[tuple[int, Mark, str]]:
    """Yield the relatives whom a letter lists and no readable hand names, where as many hands are hard to read."""
    hard = [
        (number, mark)
        for number, mark in signatures(letter)
        if mark.present and mark.sure and not mark.name and mark.role is MarkRole.RELATIVE
        if mark.name_match is NameMatch.NOT_POSSIBLE
    ]
    listed = [sure_text(row.get("name")) for row in rows_of(letter, "relatives")]
    left = [name for name in listed if name is not None and not any(same_name(name, one) for one in told)]
    if len(hard) >= len(left):
        yield from ((number, mark, name) for (number, mark), name in zip(hard, left, strict=False))


def _kin_on_record(case: Case, name: str) -> bool:
    return any(one.kinship_proven and same_name(one.name, name) for one in case.record.relatives or ())


def check_dispute(case: Case) -> Iterator[Finding]:
    """X-028: nobody wrote down that the relatives disagree about the account (AMB-03)."""
    if not case.policy.joint_needs_recorded_dispute or dispute_recorded(case.record, case.documents):
        return
    for index, reading in case.of_kind(_K.JOINT_ACCT):
        leaf = reading.leaf("dispute")
        doubted = leaf is not None and not leaf.sure
        yield found("FLD-002" if doubted else "X-028", index, path="dispute", at=leaf)
