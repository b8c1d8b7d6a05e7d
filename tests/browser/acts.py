"""What somebody can do on a page, named by what it does and not by what it says: `POST /queue/{flag_id}/say OK digit`.

Here: names for what the browser tells of each control (acts.js), and what the table of routes says that there must be.
Not here: doing any of it (by_keyboard.py).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from intake.access.table import TABLE, Row
from intake.access.who import Role
from tests.browser.all_pages import page_rows

SCRIPT = Path(__file__).with_name("acts.js")
CONSOLE = (Role.HANDLER, Role.SECOND_REVIEWER)
OWN_WORDS = "9"  # the reason that needs words; all other digits are one act
EVERYWHERE = {"top", "foot", "before", "keys"}  # places that are the same on every page

Told = Mapping[str, str]


def pattern_of(path: str) -> str:
    """Give the route to which a path belongs, as the table writes it; the path itself where none does."""
    plain, _, asked = path.partition("?")
    rows = (row.path for row in sorted(TABLE, key=lambda row: row.path.count("{")))
    for route in rows:
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), plain):
            names_asked = "after" if "after" in asked.split("&") else asked  # the next page, whatever is filtered
            return route + (f"?{names_asked}" if names_asked else "")
    return path


def page_of(told: Told) -> str:
    """Give the page on which a control stands."""
    return pattern_of(told["page"])


def name_of(told: Told) -> str:
    """Give the name of what a control does; a form's is the same wherever the form stands."""
    if told["method"] == "POST" and not told["to"]:
        return f"{_form(told)}: {_what(told)}"
    place = told["place"] if told["place"] in EVERYWHERE else page_of(told)
    form = f"{_form(told)} " if told["method"] == "GET" and not told["to"] else ""
    return f"{place}: {form}{_what(told)}"


def _form(told: Told) -> str:
    word = f" {told['word']}" if told["word"] else ""
    return f"{told['method']} {pattern_of(told['action'])}{word}"


def _what(told: Told) -> str:
    if told["to"] == "#":
        return f"place of {told['sort']}"
    if told["to"]:
        return f"link {pattern_of(told['to'])}"
    value = told["value"]
    if told["name"] == "reason" and told["tag"] == "button":
        value = "own words" if value == OWN_WORDS else "digit"
    elif told["tag"] != "button":
        value = ""  # which box is ticked is no act of its own
    named = " ".join(filter(None, (told["name"], value, told["mark"])))
    return f"{told['type'] or told['tag']} {named or told['sort']}".strip()


def names(of: Iterable[Told]) -> set[str]:
    """Give the names of several controls."""
    return {name_of(one) for one in of}


def console_pages(role: Role) -> set[str]:
    """Give the pages of the console that a role may open, from the table of routes."""
    return {"/", *(row.path for row in page_rows() if role in row.roles)}


def console_forms(role: Role) -> set[str]:
    """Give the routes by which a role changes something on a page, from the table of routes."""
    return {row.path for row in TABLE if _changes(row) and role in row.roles}


def _changes(row: Row) -> bool:
    return row.method == "POST" and not row.path.startswith("/v1/")
