"""The complete one-time notice (一次性告知) as a letter to read on a screen or to print.

Here: its route and the places of its faults in words. Not here: which faults it names (gate.notice).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.claims.answers import ClaimShown
from intake.claims.service import show_claim
from intake.duties.showing import is_person
from intake.gate.answers import Fault, Notice
from intake.gate.notice import show_notice
from intake.runtime import runtime_of
from intake.web.pages import in_english, render
from intake.web.submitting import wording
from intake.web.submitting.addresses import case_path
from intake.web.submitting.paper_view import allows
from intake.web.submitting.places import Sheet
from intake.wiring import Service
from storage.records import documents
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the letter."""

    document: str | None
    code: str
    where: str  # 《垫付费用凭证》第 1 页下部右边
    message: str
    cure: str
    new: bool


@router.get("/cases/{claim_no}/notice")
def show(claim_no: str, request: Request) -> HTMLResponse:
    """The notice of the caller's side, whole and printable."""
    english, who, service = in_english(request), who_asks(request), runtime_of(request).service
    claim = ClaimShown.model_validate(show_claim(service, who, claim_no))
    notice = Notice.model_validate(show_notice(service, who, claim_no))
    kinds = {one.id: one.kind for one in claim.documents}
    return render(
        request,
        "submitting/notice.html",
        path=f"{case_path(claim_no)}/notice",
        elder=is_person(who),
        claim=claim,
        items=("、", ", ")[english].join(wording.item(one.code, english=english) for one in claim.record.items),
        notice=notice,
        points=view_points(service, notice.faults, kinds, english=english),
        legs=[
            (
                wording.item(leg.item, english=english),
                leg.fen,
                wording.leg_status(leg.status, leg.code, english=english),
                wording.leg_sentence(leg.status, leg.code, english=english),
            )
            for leg in notice.person_legs
        ],
        employer=bool(who.bound.uscc),
        contestable=_contestable(claim, notice),
        until=wording.day(notice.until, english=english),
        today=wording.day(notice.as_of[:10], english=english),
    )


def _contestable(claim: ClaimShown, notice: Notice) -> bool:
    """Say whether a paper with a fault offers to be contested; of one that people look at already there is no need."""
    named = {fault.document for fault in notice.faults}
    return any(one.id in named and allows(one.state, "contest") for one in claim.documents)


def view_points(
    service: Service, faults: list[Fault], kinds: Mapping[str, DocumentKind | None], *, english: bool
) -> list[Point]:
    """Say of each fault where it stands; its paper is of the caller's side, since the notice names it."""
    wanted = {fault.document for fault in faults if fault.document is not None}
    with service.database.read() as session:
        readings = {one: documents.load_reading(session, service.vault, one) for one in wanted}
    return [_point(fault, readings, kinds, english) for fault in faults]


def _point(
    fault: Fault,
    readings: Mapping[str, DocumentReading | None],
    kinds: Mapping[str, DocumentKind | None],
    english: bool,
) -> Point:
    where = ""
    if fault.document is not None:
        name = wording.kind(kinds.get(fault.document), english=english)
        where = f"{name}: " if english else f"《{name}》"
        where += _place(fault, readings.get(fault.document), english)
    return Point(fault.document, fault.code, where, fault.message, fault.cure, fault.new)


def _place(fault: Fault, reading: DocumentReading | None, english: bool) -> str:
    if fault.page is None:
        return ""
    number = f"page {fault.page + 1} " if english else f"第 {fault.page + 1} 页"
    page = next((one for one in reading.pages if one.index == fault.page), None) if reading is not None else None
    if page is None or not fault.box:
        return number.strip()
    sheet = Sheet(page.width, page.height, page.turned)
    return number + sheet.words_for(sheet.upright(fault.box), english=english)
