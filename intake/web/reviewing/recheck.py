"""The page of a blind second reading: the place on the paper, a field, and nothing that the machine read.

Here: the page and its routes. Not here: which values are chosen, what a reading comes to (review.rechecking).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_document, subject_digest
from intake.access.who import Who
from intake.problems import Refusal
from intake.review.rechecking import read_again
from intake.review.revealing import leaf_at
from intake.runtime import runtime_of
from intake.web.pages import in_english, render, see_other
from intake.web.reviewing.saying import explained
from intake.web.reviewing.sheets import Crop, crop_of, sheet_of
from intake.web.reviewing.values import form_of, typed
from intake.wiring import Service
from storage.records import documents, pages, rechecks
from validators.keyed import BadValue, type_of
from validators.texts import display_field, display_kind

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Text = Annotated[str, Form(max_length=600)]
Field = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Task:
    """One value to be read: its name and its place, and not its value."""

    document_id: str
    field: str
    label: str
    kind: str
    form: str
    crop: Crop | None
    whole: Crop | None


@dataclass(frozen=True, slots=True)
class RecheckPage:
    """The next value, or none, and how the office's readings ended so far."""

    task: Task | None
    figures: Mapping[str, int]


def show_recheck(service: Service, session: Session, who: Who, *, english: bool) -> RecheckPage:
    """Give the next value that this person may read."""
    figures = rechecks.figures(session, who.bound.office)
    found = rechecks.next_for(session, who.bound.office, subject_digest(service, who))
    if found is None:
        return RecheckPage(None, figures)
    document, _ = open_document(service, session, who, found.document_id)
    reading = documents.load_reading(session, service.vault, found.document_id)
    leaf = None if reading is None else leaf_at(reading, found.field)
    if reading is None or leaf is None:
        return RecheckPage(None, figures)
    rasters = {one.position for one in pages.pages_of(session, document.id)}
    sheets = {one.index: (sheet_of(document.id, one), one) for one in reading.pages if one.index in rasters}
    page = next((one for one in reading.pages if one.index == leaf.page), None)
    whole = None if page is None else crop_of(sheets, leaf.page, (0, 0, page.width, page.height))
    task = Task(
        document.id,
        found.field,
        display_field(reading.kind, found.field),
        reading.kind.value if english else display_kind(reading.kind),
        form_of(type_of(reading, found.field)),
        crop_of(sheets, leaf.page, leaf.box),
        whole,
    )
    return RecheckPage(task, figures)


@router.get("/recheck")
def recheck(request: Request, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """Please read this field."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        page = show_recheck(service, session, who, english=in_english(request))
    return render(request, "reviewing/recheck.html", page=page, done=done)


@router.post("/documents/{document_id}/recheck")
def keep(
    document_id: str, request: Request, field: Field, value: Text = "", unreadable: Field = ""
) -> RedirectResponse:
    """Keep what somebody read; whether it agreed is not told, so that the next one is read as freely."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            open_document(service, session, who, document_id)
            reading = documents.load_reading(session, service.vault, document_id)
            if reading is None or leaf_at(reading, field) is None:
                raise Refusal("NOT_FOUND")
            mine = None if unreadable else typed(type_of(reading, field), value)
            if mine is None and not unreadable:
                raise Refusal("BAD_VALUE")
            read_again(service, session, who, document_id, field, mine)
    except BadValue:
        raise Refusal("NOT_FOUND") from None
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other("/recheck?done=kept")
