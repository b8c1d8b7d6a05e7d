"""From a judged case to its standing: legs, what the gate must know of each third party, how persons are paid.

Here: the step between judging and asking, pure. Not here: judging (judge), asking (standing). Flags that a person has
closed are left out of `judgement` before this (judge.without); those that outlived their paper are added here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from validators.catalogue import ORDER
from validators.evidence_digest import evidence_digest
from validators.gate_facts import facts_of_papers
from validators.legs import person_route
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind, Payee, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Leg
from validators.model.policy import Policy
from validators.model.standing import Ground, PersonRoute, Standing
from validators.rules.view import effective_kind, sure_text
from validators.touching import Target, cites

THIRD_PARTIES = (Payee.EMPLOYER, Payee.JOINT)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who had a hand in one paper, by keyed digest: the uploader, who keyed values, who keyed alone."""

    uploader: str
    keyers: frozenset[str] = frozenset()
    keyers_alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outliving:
    """An open flag whose paper is gone but which still holds (DOMAIN §6, flag: document_gone): code and reach."""

    code: str
    severity: Severity
    reach: frozenset[tuple[str, Payee]]

    def holds(self, item: str, payee: Payee) -> bool:
        """Tell whether it holds a part; one that reached nothing when its paper went holds every third party's."""
        return not self.reach or (item, payee) in self.reach


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a third party's money would go to, as record or paper name it."""

    number: str
    holder: str


def standing_of(
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    judgement: CaseJudgement,
    policy: Policy,
    today: date,
    *,
    hands: tuple[Hands, ...],
    accounts: Mapping[Payee, str | None],
    outliving: tuple[Outliving, ...] = (),
    people: tuple[str, ...] = (),
) -> Standing:
    """Give the standing of a judged case; `hands` stands beside `documents`, `accounts` are keyed digests."""
    grounds = tuple(
        _ground(leg, record, documents, judgement, policy, today, hands, accounts.get(leg.payee), outliving)
        for leg in judgement.legs
        if leg.payee in THIRD_PARTIES
    )
    persons = tuple(PersonRoute(item.code, *person_route(record, item, documents)) for item in record.items)
    return Standing(judgement.rule_version, _held_by(judgement.legs, outliving), grounds, persons, people)


def _ground(
    leg: Leg,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    judgement: CaseJudgement,
    policy: Policy,
    today: date,
    hands: tuple[Hands, ...],
    account_digest: str | None,
    outliving: tuple[Outliving, ...],
) -> Ground:
    facts = facts_of_papers(leg, record, documents, judgement, policy, today)
    target = Target(leg.item, leg.payee)
    mine = [one for index, one in enumerate(hands) if cites(index, target, documents)]
    still = [one for one in outliving if one.holds(leg.item, leg.payee)]
    return Ground(
        item=leg.item,
        payee=leg.payee,
        approved_fen=facts.approved_fen,
        verified_fen=facts.verified_fen,
        blocks=_joined(facts.blocks or (), [one.code for one in still if one.severity is Severity.B]),
        not_run=facts.not_run,
        flags=_joined(facts.flags, [one.code for one in still if one.severity is Severity.F]),
        rules_in_force=facts.rules_in_force,
        may_hold_unadvanced=facts.may_hold_unadvanced,
        dispute_missing=facts.dispute_missing,
        evidence_digest=evidence_digest(target, record, documents, judgement.rule_version, account_digest),
        account_digest=account_digest,
        uploaders=tuple(sorted({one.uploader for one in mine})),
        keyers=tuple(sorted({by for one in mine for by in one.keyers})),
        keyers_alone=tuple(sorted({by for one in mine for by in one.keyers_alone})),
    )


def _joined(codes: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    return (*codes, *sorted({code for code in more if code not in codes}, key=lambda code: ORDER.get(code, 0)))


def _held_by(legs: tuple[Leg, ...], outliving: tuple[Outliving, ...]) -> tuple[Leg, ...]:
    """Name flags that outlived their paper among the reasons of the legs that they hold."""
    return tuple(
        replace(
            leg,
            reasons=_joined(
                leg.reasons,
                [one.code for one in outliving if leg.payee in THIRD_PARTIES and one.holds(leg.item, leg.payee)],
            ),
        )
        for leg in legs
    )


def account_of(payee: Payee, record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> Account | None:
    """Give the account of a third party: the employer's on record, else on its vouchers; the designated one on paper.

    Two papers that name different accounts name none: people see that (X-018, X-003), and nothing is paid.
    """
    if payee is Payee.EMPLOYER:
        if record.employer.account:
            return Account(record.employer.account, record.employer.name)
        return _only(_named(documents, DocumentKind.ADV_VOUCHER, "payee_account", "payee_name"))
    return _only(_named(documents, DocumentKind.JOINT_ACCT, "account", "holder_name"))


def _named(
    documents: tuple[DocumentReading, ...], kind: DocumentKind, number: str, holder: str
) -> frozenset[Account | None]:
    found: set[Account | None] = set()
    for reading in documents:
        if effective_kind(reading) is kind:
            account, name = sure_text(reading.leaf(number)), sure_text(reading.leaf(holder))
            found.add(Account(account, name) if account and name else None)
    return frozenset(found)


def _only(accounts: frozenset[Account | None]) -> Account | None:
    return next(iter(accounts)) if len(accounts) == 1 else None
