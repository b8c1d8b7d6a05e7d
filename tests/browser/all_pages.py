"""Every page there is, from the table of routes: what others add is visited as it comes.

Here: which routes are pages, and addresses with things that exist. Not here: what a page must show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from intake.access.table import TABLE, Row

NO_PAGES = ("/v1/", "/.well-known/", "/healthz", "/readyz")
FILES = (".png", ".csv", ".json", ".ics", ".pdf", ".js", ".webmanifest", ".txt")
ELSEWHERE = ("/login", "/logout")  # lead to the identity provider and back


def page_rows() -> tuple[Row, ...]:
    """Give the routes that answer with a page."""
    return tuple(
        one
        for one in TABLE
        if one.method == "GET" and not one.path.startswith((*NO_PAGES, *ELSEWHERE)) and not one.path.endswith(FILES)
    )


def addresses(row: Row, known: Mapping[str, Sequence[str]], most: int) -> Iterator[str]:
    """Give addresses of a page, one for each of the first things that its parameter may name."""
    names = re.findall(r"\{(\w+)[^}]*\}", row.path)
    if not names:
        yield row.path
        return
    for number in range(min(most, max(len(known.get(name, ())) for name in names))):
        path = row.path
        for name in names:
            values = known.get(name)
            assert values, f"{row.path}: say in tests/browser what {name} there is"
            path = re.sub(r"\{" + name + r"[^}]*\}", values[number % len(values)], path)
        yield path
