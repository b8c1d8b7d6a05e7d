"""Object by object: is this claim, is this document the caller's to see?

Here: pure answers over who asks and what the claim is bound to. A refusal is always NOT_FOUND, so that another's
thing and a missing thing answer alike.
"""

from dataclasses import dataclass

from intake.access.who import Role, Who

BY_OFFICE = frozenset({Role.HANDLER, Role.SECOND_REVIEWER})


@dataclass(frozen=True, slots=True)
class ClaimTies:
    """What a claim is bound to: its number, the employer's credit code, its office."""

    claim_no: str
    uscc: str | None
    office: str | None


def may_see_claim(who: Who, claim: ClaimTies) -> bool:
    """Say whether a claim is the caller's; every binding that the token carries must fit, and a submitter needs one."""
    bound = who.bound
    if who.role in BY_OFFICE:
        return bound.office == claim.office
    if who.role is not Role.SUBMITTER:
        return True
    ties = (
        (bound.claim, claim.claim_no),
        (_folded(bound.uscc), _folded(claim.uscc)),
        (bound.office, claim.office),
    )
    given = [(mine, its) for mine, its in ties if mine is not None]
    return bool(given) and all(mine == its for mine, its in given)


def sees_every_side(who: Who) -> bool:
    """Say whether the caller sees all papers of a claim that is theirs: all but the two sides of submitters."""
    return who.role is not Role.SUBMITTER or is_counter(who)


def is_counter(who: Who) -> bool:
    """Say whether the caller is counter staff, who upload for others of their office's claims."""
    return who.role is Role.SUBMITTER and bool(who.bound.office) and not who.bound.uscc and not who.bound.claim


def _folded(code: str | None) -> str | None:
    return code.strip().upper() if code else None
