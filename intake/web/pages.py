"""Rendering of pages: language, who looks, words, headers; the same for every page.

Here: templates and what all of them share. Not here: what a page shows (submitting.py, reviewing.py, overview.py), who
may see it (access).
"""

from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from intake.access.who import Role, Who
from intake.presenting import words
from intake.presenting.in_english import cure_for, what_is
from intake.problems import KINDS, Refusal, wants_english
from intake.runtime import runtime_of

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "claimgate_language"
WITHOUT_PAGES = ("/v1/", "/.well-known/", "/healthz", "/readyz", "/static/")
SCRIPTS_ONLY = "/session"
BACK_LENGTH = 500  # signs of an address that the language's form takes


def in_english(request: Request) -> bool:
    """Say whether this reader wants English: the choice made on a page, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in {"zh", "en"}:
        return chosen == "en"
    return wants_english(request.headers.get("accept-language"))


def is_page(request: Request) -> bool:
    """Say whether a browser asks for a page, so that a refusal is a page too and no JSON."""
    path = request.url.path
    if path == SCRIPTS_ONLY or path.startswith(WITHOUT_PAGES):
        return False
    return "text/html" in request.headers.get("accept", "")


def yuan(fen: int | None) -> str:
    """Write fen as yuan with two decimals and commas; unknown is a dash."""
    if fen is None:
        return "—"
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


@pass_context
def _text(context: Context, chinese: str, english: str) -> str:
    """Choose between the two texts of one place: `{{ t("上传", "Upload") }}`."""
    return english if context["english"] else chinese


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
    )
    env.globals.update(t=_text, words=words, word=words.word, what_is=what_is, cure_for=cure_for)
    env.filters.update(yuan=yuan, segment=lambda value: quote(str(value), safe=""))
    return env


templates = Jinja2Templates(env=_environment())


def render(request: Request, name: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """Render a template; `me` is the caller or None, `english` the language, `demo` whether people are fictional."""
    who = getattr(request.state, "who", None)
    shared = {
        "me": who if isinstance(who, Who) else None,
        "english": in_english(request),
        "demo": runtime_of(request).service.settings.allow_fictional,
        "path": request.url.path,
        "back": _back(request, str(values.get("path", request.url.path))),
        "roles": Role,
    }
    headers = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
    return templates.TemplateResponse(request, name, shared | values, status, headers)


def _back(request: Request, path: str) -> str:
    """Give the address of this page with what it was asked for, so that another language shows the same."""
    query = request.url.query if request.method in {"GET", "HEAD"} else ""
    whole = f"{path}?{query}" if query else path
    return whole if len(whole) <= BACK_LENGTH else path


def refuse_page(request: Request, refusal: Refusal) -> HTMLResponse | RedirectResponse:
    """Tell a refusal as a page; who is not known yet is led to the door and back."""
    if refusal.status == 401 and request.method in {"GET", "HEAD"}:
        return RedirectResponse("/enter?" + urlencode({"to": request.url.path}), 303, {"Cache-Control": "no-store"})
    kind = KINDS[refusal.code]
    sentence = refusal.detail or (kind.english if in_english(request) else kind.chinese)
    return render(request, "refused.html", refusal.status, sentence=sentence, code=refusal.code)


def local_path(path: str) -> str:
    """Give the path if it leads to a page of ours, else the first page: no link of ours sends anybody elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine and "\\" not in path else "/"


def see_other(path: str) -> RedirectResponse:
    """Lead on after a form was taken, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})
