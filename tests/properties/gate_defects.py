"""Defects planted into the service, one at a time, for the gate's state machine to find.

Here: each as a change of one function that the service calls; the pure validators that the model asks stay as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from intake import casefile, circumstances, standings
from intake.access.who import Role
from intake.casefile import CaseFile
from intake.claims import steps as claims_steps
from intake.duties import service as duties
from intake.gate import glance, paying, service
from intake.review import decisions
from storage.records import claim_keys, freezes, happenings, payouts
from storage.records.freezes import FreezeScope
from validators import grounds
from validators.keyed import KeyingState
from validators.model.codes import LegStatus, Payee
from validators.standing import standing_decision

Patch = pytest.MonkeyPatch
NOBODY = "0" * 64


def lost_objection(patch: Patch) -> None:
    """An objection is written down but freezes nothing."""
    keep = freezes._insert

    def insert(session: Any, vault: Any, scope: Any, value: str, by: str, reason: str, now: Any, *rest: Any) -> str:
        return keep(session, vault, scope, NOBODY if rest[0] is not None else value, by, reason, now, *rest)

    patch.setattr(freezes, "_insert", insert)


def city_ignored(patch: Patch) -> None:
    """A freeze of a city finds no claim of that city."""
    digest = freezes.digest_of

    def digest_of(vault: Any, scope: FreezeScope, value: str) -> str:
        return digest(vault, scope, f"nowhere near {value}" if scope is FreezeScope.CITY else value)

    patch.setattr(freezes, "set_freeze", _with_other_digest(freezes.set_freeze, patch, digest_of))


def _with_other_digest(original: Callable[..., str], patch: Patch, digest_of: Callable[..., str]) -> Callable[..., str]:
    def changed(*args: Any) -> str:
        with patch.context() as inner:
            inner.setattr(freezes, "digest_of", digest_of)
            return original(*args)

    return changed


def _asking(patch: Patch, change: Callable[[Any, Any, Any], tuple[Any, Any]]) -> None:
    ask = paying.ask_payment
    patch.setattr(paying, "ask_payment", lambda standing, now, asked: ask(standing, *change(standing, now, asked)))


def a_fen_more(patch: Patch) -> None:
    """A payment one fen above the cap is let through."""
    ask = paying.ask_payment

    def generous(standing: Any, now: Any, asked: Any) -> Any:
        answer = ask(standing, now, asked)
        if answer.status is LegStatus.OPEN or asked.amount_fen < 2:
            return answer
        less = ask(standing, now, replace(asked, amount_fen=asked.amount_fen - 1))
        return less if less.status is LegStatus.OPEN else answer

    patch.setattr(paying, "ask_payment", generous)


def stale_accepted(patch: Patch) -> None:
    """What a decision cites leaves the record out, so a changed record makes nothing stale."""
    digest = grounds.evidence_digest

    def without_record(target: Any, record: Any, *rest: Any) -> str:
        bare = replace(record, items=(), worker=replace(record.worker, name="-"), dispute_recorded=None, city=None)
        return digest(target, bare, *rest)

    patch.setattr(grounds, "evidence_digest", without_record)


def consumed_twice(patch: Patch) -> None:
    """A token that was consumed is told OK once more."""
    consume = paying.consume

    def again(kept: Any, session: Any, who: Any, token: str) -> Any:
        found = payouts.of_token(session, kept.vault, token)
        return paying.OK if found is not None and found.state == "CONSUMED" else consume(kept, session, who, token)

    patch.setattr(paying, "consume", again)


def any_account(patch: Patch) -> None:
    """Whatever account is named counts as the one that was decided."""

    def with_decided(standing: Any, now: Any, asked: Any) -> tuple[Any, Any]:
        decided = standing_decision(standing, now, asked.item, asked.payee)
        return now, asked if decided is None else replace(asked, account_digest=decided.decision.account_digest)

    _asking(patch, with_decided)


def endless_reservation(patch: Patch) -> None:
    """A reservation outlives its batch day."""
    patch.setattr(paying, "RESERVED_FOR", timedelta(days=60))


def reserved_twice(patch: Patch) -> None:
    """What a live token may take is there for a second token."""
    _asking(patch, lambda _, now, asked: (replace(now, reserved=()), asked))


def one_person_twice(patch: Patch) -> None:
    """A person in a reviewer's role counts as another person than in a handler's."""
    digest = decisions.subject_digest

    def by_role(kept: Any, who: Any) -> str:
        second = who.role is Role.SECOND_REVIEWER
        return digest(kept, replace(who, subject=f"{who.subject}'") if second else who)

    patch.setattr(decisions, "subject_digest", by_role)


def returned_still_paid(patch: Patch) -> None:
    """Money that the bank sent back counts as paid."""
    move = payouts.move

    def without_back(*row: Any, **values: Any) -> None:
        kept = {name: value for name, value in values.items() if (name, value) != ("state", payouts.BACK)}
        move(*row, **kept)

    patch.setattr(payouts, "move", without_back)


def closed_for_all(patch: Patch) -> None:
    """A flag that people closed about one paper closes the same finding about another."""
    name = CaseFile.fingerprint

    def without_papers(case: CaseFile, finding: Any) -> str:
        bare = replace(case, documents=tuple(replace(one, id="-") for one in case.documents))
        return name(bare, finding)

    patch.setattr(CaseFile, "fingerprint", without_papers)


def paid_again(patch: Patch) -> None:
    """Money that a firm has got is forgotten once the record gives the firm no part any more."""
    stand, ask = service.stand, paying.ask_payment

    def forgetting(standing: Any, now: Any) -> Any:
        payees = {leg.payee for leg in standing.legs} | {Payee.PERSON}
        return replace(now, spent=tuple(one for one in now.spent if one.payee in payees))

    patch.setattr(service, "stand", lambda standing, now: stand(standing, forgetting(standing, now)))
    patch.setattr(paying, "ask_payment", lambda standing, now, asked: ask(standing, forgetting(standing, now), asked))


def not_told(patch: Patch) -> None:
    """A claim is not judged again when another lets go of the receipt that both hold."""
    patch.setattr(claim_keys, "sharing", lambda *_: ())


def lifted_to_open(patch: Patch) -> None:
    """A decision survives a freeze, so that a lift opens the leg again."""
    patch.setattr(circumstances, "_overtaken", lambda *_: False)
    patch.setattr(glance, "_overtaken", lambda *_: False)
    patch.setattr(
        standings, "outdated", lambda kept, _, today: kept.decision.cap_fen > 0 and kept.decision.valid_until < today
    )


def keyed_alone(patch: Patch) -> None:
    """One person's word about a critical value counts."""
    agreed = casefile.agreed

    def trusting(kind: Any, words: Any) -> Any:
        state, word = agreed(kind, words)
        return (KeyingState.SET, words[-1]) if state is KeyingState.NEEDS_SECOND and words else (state, word)

    patch.setattr(casefile, "agreed", trusting)


def suspended_still_paid(patch: Patch) -> None:
    """A suspended case pays third parties as any other."""
    for module in (circumstances, glance):
        patch.setattr(module, "SHUT_STATES", frozenset())


def reopened_still_decided(patch: Patch) -> None:
    """What was decided before a case was taken up again opens its leg as before."""
    patch.setattr(happenings, "TAKEN_UP", ())


def stopped_by_anybody(patch: Patch) -> None:
    """A handler stops a decided case, which is the risk officer's."""
    move = claims_steps.move_case

    def moved(kept: Any, session: Any, head: Any, event: str, actor: str, *rest: Any) -> str:
        return move(kept, session, head, event, "risk_officer" if _decided_stop(head, event) else actor, *rest)

    patch.setattr(claims_steps, "move_case", moved)


def _decided_stop(head: Any, event: str) -> bool:
    return event == "suspend" and head.state == "DECIDED"


def any_proof(patch: Patch) -> None:
    """A proof is accepted whatever stands on it."""
    patch.setattr(duties, "refuses_proof", lambda *asked: None)


@dataclass(frozen=True)
class Planted:
    """One defect and the rules of the machine that are played to meet it."""

    plant: Callable[[Patch], None]
    rules: frozenset[str]


def _planted(plant: Callable[[Patch], None], rules: str) -> tuple[str, Planted]:
    return plant.__name__, Planted(plant, frozenset(rules.split()))


DEFECTS: Mapping[str, Planted] = dict(
    (
        _planted(lost_objection, "object_to decide lift"),
        _planted(city_ignored, "freeze replace_record"),
        _planted(a_fen_more, "decide pay reserve"),
        _planted(stale_accepted, "replace_record decide propose confirm"),
        _planted(consumed_twice, "decide pay token_event"),
        _planted(any_account, "decide reserve"),
        _planted(endless_reservation, "reserve token_event wait"),
        _planted(reserved_twice, "decide reserve pay"),
        _planted(one_person_twice, "propose confirm"),
        _planted(returned_still_paid, "decide pay money_back"),
        _planted(closed_for_all, "bring clear flag_event"),
        _planted(paid_again, "decide pay replace_record"),
        _planted(not_told, "withdraw replace_paper key"),
        _planted(lifted_to_open, "decide freeze object_to lift"),
        _planted(keyed_alone, "key decide"),
        _planted(suspended_still_paid, "decide case_event"),
        _planted(reopened_still_decided, "case_event"),
        _planted(stopped_by_anybody, "decide case_event"),
        _planted(any_proof, "pass_on judge_proof"),
    )
)
