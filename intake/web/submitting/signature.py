"""The worker's own signature on the firm's voucher, cut out for him alone: he sees what is said to be his hand.

Here: which signature, and a child process that cuts it out. Of the paper itself, which is another side's, he sees
nothing else. In a death claim nobody is shown a signature: not every session says which relative came in.
"""

import subprocess
import sys
import threading
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.access.opening import open_claim
from intake.access.who import Who
from intake.duties.showing import is_person
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.wiring import Service
from storage.faults import ObjectDamaged, ObjectMissing
from storage.objects.base import Area
from storage.records import documents, pages
from validators.model.codes import DocumentKind, MarkRole, MarkType
from validators.model.evidence import DocumentReading, Mark

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
CUT_SECONDS = 10.0
MOST_CUTS = 2  # children at a time
_cuts = threading.BoundedSemaphore(MOST_CUTS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature stands: the page's raster, the box in pixels of the page, its width and turn."""

    raster: str
    box: tuple[int, int, int, int]
    width: int
    turned: int


@router.get("/cases/{claim_no}/signature.png")
def show(claim_no: str, request: Request) -> Response:
    """The caller's own signature as it stands on the newest voucher of the firm."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        place = find_signature(service, session, who, claim_no)
    if place is None:
        raise Refusal("NOT_FOUND")
    headers = {"Cache-Control": "private, max-age=300", "Content-Security-Policy": "default-src 'none'"}
    return Response(_cut(service, place), media_type="image/png", headers=headers)


def find_signature(service: Service, session: Session, who: Who, claim_no: str) -> Place | None:
    """Find what is said to be the worker's signature on the newest live voucher; None for everybody but the worker."""
    claim = open_claim(service, session, who, claim_no)
    if not is_person(who) or claim.record.death:
        return None
    for paper in reversed(documents.of_claim(session, claim_no)):
        if not paper.live or (paper.kind or paper.declared) is not DocumentKind.ADV_VOUCHER:
            continue
        reading = documents.load_reading(session, service.vault, paper.id)
        mark = None if reading is None else _own(reading)
        if reading is not None and mark is not None:
            return _place(session, paper.id, reading, mark)
    return None


def _own(reading: DocumentReading) -> Mark | None:
    signatures = (one for one in reading.marks if one.type is MarkType.SIGNATURE and one.role is MarkRole.WORKER)
    return next((one for one in signatures if one.present and one.box is not None), None)


def _place(session: Session, document_id: str, reading: DocumentReading, mark: Mark) -> Place | None:
    page = next((one for one in reading.pages if one.index == mark.page), None)
    raster = pages.page_of(session, document_id, mark.page)
    if page is None or raster is None or mark.box is None:
        return None
    return Place(raster.raster, mark.box, page.width, page.turned)


def _cut(service: Service, place: Place) -> bytes:
    """Have a child cut the picture out; whatever goes wrong is a missing picture."""
    try:
        png = service.objects.fetch(place.raster, Area.DERIVED)
        words = [str(one) for one in (*place.box, place.width, place.turned)]
        with _cuts:
            done = subprocess.run(  # noqa: S603 - our own module, numbers only
                [sys.executable, "-m", "ocr.clipping", *words],
                input=png,
                capture_output=True,
                timeout=CUT_SECONDS,
                check=True,
            )
    except (ObjectMissing, ObjectDamaged, subprocess.SubprocessError):
        raise Refusal("NOT_FOUND") from None
    return done.stdout
