"""Contradictions between papers, or between a paper and the record (X-022), one small question each.

Here: what routes is the record; a person learns that a paper says otherwise. Not here: identity (parties), sums
of evidence (costs). A dispute that the record does not know is no contradiction (CONTRACT §2).
"""

import re
from collections.abc import Iterator

from validators.evidence_pools import receipt_keys
from validators.formats.folding import fold_number
from validators.formats.names import same_name
from validators.formats.org_name import normal_org_name, same_org
from validators.model.claim import Relative
from validators.model.codes import DocumentKind, Payee
from validators.model.evidence import Leaf
from validators.model.findings import Finding
from validators.rules.case import Case
from validators.rules.parties import LETTERS
from validators.rules.view import as_day, found, rows_of, sign_days, sure_day, sure_money, sure_text

_K = DocumentKind
_RELATIONS = {
    **dict.fromkeys(("配偶", "丈夫", "妻子", "夫", "妻", "爱人"), "配偶"),
    **dict.fromkeys(("父亲", "父", "父子", "爸爸"), "父亲"),
    **dict.fromkeys(("母亲", "母", "妈妈"), "母亲"),
    **dict.fromkeys(("儿子", "子", "长子", "次子", "养子"), "儿子"),
    **dict.fromkeys(("女儿", "女", "长女", "次女", "养女"), "女儿"),
}


_TABLES = {_K.PASS_ON_PROOF: "beneficiaries", _K.KINSHIP: "persons"}


def check_contradictions(case: Case) -> Iterator[Finding]:
    """X-022: two papers, or a paper and the record, say different things."""
    yield from _claimed_amounts(case)
    yield from _rival_vouchers(case)
    yield from _remainders(case)
    yield from _employer_accounts(case)
    yield from _advanced_totals(case)
    yield from _receipt_days(case)
    yield from _relatives(case)
    yield from _joint_account_proof(case)
    yield from _advance_periods(case)
    yield from _proof_signed_first(case)


def _claimed_amounts(case: Case) -> Iterator[Finding]:
    """The record's claimed advance against the vouchers' own sum for the item."""
    vouchers = tuple(index for index, _ in case.of_kind(_K.ADV_VOUCHER))
    for item in case.record.items:
        on_paper = case.claimed.on_paper.get(item.code)
        said = item.claimed_advance_fen
        if vouchers and said is not None and on_paper is not None and said != on_paper:
            at = case.documents[vouchers[0]].leaf("total_figures")
            yield found("X-022", *vouchers, path="total_figures", at=at, what="垫付金额")


def _rival_vouchers(case: Case) -> Iterator[Finding]:
    """Two vouchers for one item without receipt numbers: the larger counts, a person looks."""
    if case.claimed.rivals:
        indices = tuple(index for index, _ in case.of_kind(_K.ADV_VOUCHER))
        yield found("X-022", *indices, path="total_figures", what="同一项目有两份垫付凭证", hint="duplicate")


def _remainders(case: Case) -> Iterator[Finding]:
    """The record sends the rest of an item elsewhere than the relatives' letter asks.

    Under the strict policy a letter to the employer only confirms the advance (AMB-08): the rest to persons or to
    the joint account does not contradict it.
    """
    both_keep = case.policy.employer_may_hold_unadvanced
    asked = [(_K.JOINT_ACCT, Payee.JOINT)] + ([(_K.JOINT_EMPLOYER, Payee.EMPLOYER)] if both_keep else [])
    for kind, payee in asked:
        listed = _sure_items(case, kind)
        indices = tuple(index for index, _ in case.of_kind(kind))
        for item in case.record.items:
            if indices and item.code in listed and item.remainder_to not in (None, payee):
                yield found("X-022", *indices, path="items", what="发放去向")
    if both_keep and _sure_items(case, _K.JOINT_ACCT) & _sure_items(case, _K.JOINT_EMPLOYER):
        both = tuple(index for index, _ in case.of_kind(*LETTERS))
        yield found("X-022", *both, path="items", what="发放去向")


def _sure_items(case: Case, kind: DocumentKind) -> frozenset[str]:
    leaves = (leaf for _, letter in case.of_kind(kind) for leaf in letter.lists.get("items", ()))
    return frozenset(code for leaf in leaves if (code := sure_text(leaf)) is not None)


def _employer_accounts(case: Case) -> Iterator[Finding]:
    """The employer's account and bank on paper against the record and against each other."""
    known = case.record.employer
    seen: list[tuple[int, str]] = []
    for index, reading in case.of_kind(_K.ADV_VOUCHER, _K.JOINT_EMPLOYER):
        number = sure_text(leaf := reading.leaf("payee_account"))
        if number is not None:
            folded = fold_number(number)
            if known.account is not None and folded != fold_number(known.account):
                yield found("X-022", index, path="payee_account", at=leaf, what="单位收款账号")
            elif known.account is None and seen and seen[0][1] != folded:
                yield found("X-022", index, seen[0][0], path="payee_account", at=leaf, what="单位收款账号")
            seen.append((index, folded))
        bank = sure_text(leaf := reading.leaf("payee_bank"))
        if bank is not None and known.bank is not None and not _one_bank(bank, known.bank):
            yield found("X-022", index, path="payee_bank", at=leaf, what="开户行")


def _one_bank(one: str, other: str) -> bool:
    left, right = normal_org_name(one), normal_org_name(other)
    return left in right or right in left


def _advanced_totals(case: Case) -> Iterator[Finding]:
    """The letter's advanced total against the vouchers' sum for the letter's items."""
    vouchers = tuple(index for index, _ in case.of_kind(_K.ADV_VOUCHER))
    letters = case.of_kind(_K.JOINT_EMPLOYER)
    if not vouchers or not case.claimed.on_paper or case.claimed.doubtful:
        return
    for index, reading in letters:
        said = sure_money(leaf := reading.leaf("advanced_total"))
        items = [sure_text(one) for one in reading.lists.get("items", ())]
        sums = {sum(case.claimed.on_paper.values())}
        sums.add(sum(case.claimed.on_paper.get(item, 0) for item in items if item))
        if said is not None and said not in sums:
            yield found("X-022", index, *vouchers, path="advanced_total", at=leaf, what="垫付金额")


def _receipt_days(case: Case) -> Iterator[Finding]:
    """A voucher's line and the receipt that it names bear different days, or the line asks for more."""
    receipts: dict[str, int] = {}
    for index, reading in case.of_kind(_K.MED_RECEIPT):
        code, number = sure_text(reading.leaf("receipt_code")), sure_text(reading.leaf("receipt_number"))
        for key in receipt_keys(code, number):
            receipts.setdefault(key, index)
    for index, voucher in case.of_kind(_K.ADV_VOUCHER):
        for place, row in enumerate(rows_of(voucher, "lines")):
            named = receipts.get(fold_number(sure_text(row.get("receipt_no")) or ""))
            if named is None:
                continue
            day, issued = sure_day(leaf := row.get("date")), sure_day(case.documents[named].leaf("issue_date"))
            if day is not None and issued is not None and day != issued:
                yield found("X-022", index, named, path=f"lines[{place}].date", at=leaf, what="票据日期")
            fen, total = sure_money(leaf := row.get("amount")), sure_money(case.documents[named].leaf("total_figures"))
            if fen is not None and total is not None and fen > total:
                yield found("X-022", index, named, path=f"lines[{place}].amount", at=leaf, what="票据金额")


def _relatives(case: Case) -> Iterator[Finding]:
    """A relative's ID number or relation on paper is another than on record."""
    for index, reading in case.of_kind(_K.ID_CARD, _K.SSC):
        known = _on_record(case, sure_text(reading.leaf("name"))) if case.record.death else None
        digits = sure_text(leaf := reading.leaf("id_no"))
        if known and digits and known.id_no and fold_number(digits) != fold_number(known.id_no):
            yield found("X-022", index, path="id_no", at=leaf, what="亲属身份证号码")
    for index, reading in case.of_kind(*LETTERS, _K.PASS_ON_PROOF, _K.KINSHIP):
        table = _TABLES.get(reading.kind, "relatives")
        for number, row in enumerate(rows_of(reading, table)):
            known = _on_record(case, sure_text(row.get("name")))
            if known is None:
                continue
            digits = sure_text(leaf := row.get("id_no"))
            if digits and known.id_no and fold_number(digits) != fold_number(known.id_no):
                yield found("X-022", index, path=f"{table}[{number}].id_no", at=leaf, what="亲属身份证号码")
            yield from _relation_differs(index, f"{table}[{number}].relation", row.get("relation"), known)


def _relation_differs(index: int, path: str, leaf: Leaf | None, known: Relative) -> Iterator[Finding]:
    said, recorded = _RELATIONS.get(sure_text(leaf) or ""), _RELATIONS.get(known.relation or "")
    if said and recorded and said != recorded:
        yield found("X-022", index, path=path, at=leaf, what="亲属关系")


def _on_record(case: Case, name: str | None) -> Relative | None:
    if name is None:
        return None
    people = case.record.relatives or ()
    if not case.record.death:
        worker = case.record.worker
        people = (Relative(worker.name, None, worker.id_no),)
    return next((one for one in people if same_name(one.name, name)), None)


def _joint_account_proof(case: Case) -> Iterator[Finding]:
    """The account of the letter against a bank's proof for the same holder."""
    for index, letter in case.of_kind(_K.JOINT_ACCT):
        account, holder = sure_text(leaf := letter.leaf("account")), sure_text(letter.leaf("holder_name"))
        for other, proof in case.of_kind(_K.ACCT_PROOF):
            shown = sure_text(proof.leaf("account"))
            named = sure_text(proof.leaf("holder_name") or proof.leaf("name"))
            same_holder = holder is not None and named is not None and same_name(holder, named)
            if account and shown and same_holder and fold_number(shown) != fold_number(account):
                yield found("X-022", index, other, path="account", at=leaf, what="账号")
            elif holder and named and not same_holder and not same_org(holder, named):
                yield found("X-022", index, other, path="holder_name", at=letter.leaf("holder_name"), what="户名")


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _advance_periods(case: Case) -> Iterator[Finding]:
    """The period of the advance lies between the injury and the signature (DOMAIN §2.2)."""
    for index, voucher in case.of_kind(_K.ADV_VOUCHER):
        leaf = voucher.leaf("advance_period")
        days = [as_day(text) for text in _ISO_DAY.findall(sure_text(leaf) or "")]
        known = [day for day in days if day is not None]
        signed = [day for _, _, day in sign_days(voucher)]
        outside = known and (min(known) < case.record.injury_date or (signed and max(known) > max(signed)))
        if outside:
            yield found("X-022", index, path="advance_period", at=leaf, what="垫付期间")


def _proof_signed_first(case: Case) -> Iterator[Finding]:
    """Nobody confirms a payment before its day (DOMAIN §2.2: pay ≤ sign)."""
    for index, proof in case.of_kind(_K.PASS_ON_PROOF):
        cells = [row.get("pay_date") or proof.leaf("pay_date") for row in rows_of(proof, "beneficiaries")]
        paid = [day for leaf in cells if (day := sure_day(leaf)) is not None]
        for path, leaf, day in sign_days(proof):
            if paid and day < min(paid):
                yield found("X-022", index, path=path, at=leaf, what="签名早于支付")
