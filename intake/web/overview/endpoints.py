"""Routes of the overview: the page and the file.

Here: HTTP only. Not here: figures (figures.py), drawing (pictures.py), the file (export.py).
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.legal_day import legal_day
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.overview import export, words
from intake.web.overview.figures import Overview, count_all, span_of
from intake.web.overview.period import BadPeriod, Period, read_period
from intake.web.overview.pictures import draw
from intake.web.pages import in_english, render

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Choice = Annotated[str | None, Query(alias="period", max_length=8)]
First = Annotated[str | None, Query(alias="from", max_length=20)]
Last = Annotated[str | None, Query(alias="to", max_length=20)]


@router.get("/overview")
def overview(request: Request, choice: Choice = None, first: First = None, last: Last = None) -> HTMLResponse:
    """The figures of a period; what is wrong with the days is said above those of the last thirty."""
    today = legal_day(runtime_of(request).service.clock())
    english, fault = in_english(request), None
    try:
        period = read_period(choice, first, last, today)
    except BadPeriod as bad:
        period, fault = read_period(None, None, None, today), bad.english if english else bad.chinese
    shown = _count(request, period)
    return render(
        request,
        "overview/overview.html",
        422 if fault else 200,
        shown=shown,
        charts=draw(shown, english=english),
        fault=fault,
        today=today,
        office=_office(request, period),
        words_of=words,
    )


@router.get("/overview.csv")
def overview_file(request: Request, choice: Choice = None, first: First = None, last: Last = None) -> Response:
    """The same figures for a spreadsheet."""
    english = in_english(request)
    try:
        period = read_period(choice, first, last, legal_day(runtime_of(request).service.clock()))
    except BadPeriod as bad:
        raise Refusal("BAD_REQUEST", bad.english if english else bad.chinese) from None
    name = f"overview-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    text = export.write(_count(request, period), _office(request, period), english=english)
    return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _count(request: Request, period: Period) -> Overview:
    service = runtime_of(request).service
    with service.database.read() as session:
        return count_all(service, session, who_asks(request), period, service.clock())


def _office(request: Request, period: Period) -> str | None:
    """Name the one office that is counted; no name where all are."""
    span = span_of(who_asks(request), period)
    return None if span.every_office else span.office or ""
