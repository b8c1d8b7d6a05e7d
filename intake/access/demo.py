"""Choosing whom to be in a demonstration: fictional people of fictional claims, on the own machine and nowhere else.

Here: when that is offered, who can be chosen, and whom that makes the caller. Not here: the page (web.demo). It is over
as soon as an identity provider is set, fictional numbers are refused, or a request comes from another machine or by a
proxy.
"""

from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request
from sqlalchemy.orm import Session

from intake.access.cookies import is_loopback
from intake.access.who import Bound, Role, Who
from intake.claims.schemas import is_fictional
from intake.problems import Refusal
from intake.settings import Settings
from intake.wiring import Service
from storage.records import claims

MOST_CLAIMS = 30
_BY_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via")


class Part(StrEnum):
    """Whom one can be."""

    CLERK = "clerk"
    RELATIVE = "relative"
    HANDLER = "handler"
    SECOND_REVIEWER = "second_reviewer"
    RISK_OFFICER = "risk_officer"
    HEAD = "head"


ROLES = {
    Part.CLERK: Role.SUBMITTER,
    Part.RELATIVE: Role.SUBMITTER,
    Part.HANDLER: Role.HANDLER,
    Part.SECOND_REVIEWER: Role.SECOND_REVIEWER,
    Part.RISK_OFFICER: Role.RISK_OFFICER,
    Part.HEAD: Role.AUDITOR,  # the head sees figures and changes nothing
}


@dataclass(frozen=True, slots=True)
class DemoClaim:
    """A fictional claim, as far as being somebody of it needs."""

    claim_no: str
    uscc: str | None
    office: str | None
    death: bool


def is_offered(settings: Settings, request: Request) -> bool:
    """Say whether this request may choose; by another name or a proxy, another machine would look like this one."""
    return (
        settings.allow_fictional
        and settings.oidc_issuer is None
        and request.client is not None
        and is_loopback(request.client.host)
        and is_loopback(request.url.hostname)
        and not any(name in request.headers for name in _BY_PROXY)
    )


def demo_claims(service: Service, session: Session) -> tuple[DemoClaim, ...]:
    """Give the first claims, those with fictional numbers only."""
    found = (claims.find(session, service.vault, number) for number in claims.first(session, MOST_CLAIMS))
    return tuple(
        DemoClaim(one.claim_no, one.record.employer.uscc, one.office, one.record.death)
        for one in found
        if one is not None and is_fictional(one.record)
    )


def demo_who(part: Part, known: tuple[DemoClaim, ...], claim_no: str | None) -> Who:
    """Give whom a part makes the caller, of the named claim or of the first that fits; refuse where there is none."""
    claim = _claim_for(part, known, claim_no)
    role, subject = ROLES[part], f"demo-{part.value.replace('_', '-')}"  # as the demonstration's own uploads are signed
    if part is Part.CLERK:
        if claim is None or claim.uscc is None:
            raise Refusal("NOT_FOUND")
        return Who(subject, role, Bound(uscc=claim.uscc))
    if part is Part.RELATIVE:
        if claim is None:
            raise Refusal("NOT_FOUND")
        return Who(subject, role, Bound(claim=claim.claim_no))
    return Who(subject, role, Bound(office=claim.office if claim is not None else None))


def _claim_for(part: Part, known: tuple[DemoClaim, ...], claim_no: str | None) -> DemoClaim | None:
    if claim_no:
        return next((one for one in known if one.claim_no == claim_no), None)
    wanted = (one for one in known if one.death == (part is Part.RELATIVE))
    return next(wanted, known[0] if known else None)
