"""Calls that the served description admits, and calls that it forbids, over the real application in this process.

Here: every route, as every kind of caller whom it admits, over things that exist; all checks of schemathesis, and that
no answer has a member that nobody described. Not here: what an answer must say (tests.unit.intake). `HUNT=300` in the
environment asks for so many examples a route, other ones each time.
"""

import itertools
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from intake.access.table import BY_ROUTE, Binding, Row
from intake.access.tokens import issue_token
from intake.access.who import Who
from tests.desk import Desk, open_desk
from tests.services.populated import Populated, fill, populate

HUNT = os.environ.get("HUNT")
EXAMPLES = int(HUNT or 5)  # a route, beside those that schemathesis derives from each limit of the description
# Two routes take the claim record, whose limits alone give a thousand cases: of these every n-th, unless we hunt.
SPARSE = {} if HUNT else {"POST /v1/claims": 3, "PUT /v1/claims/{claim_no}": 4}
OFTEN = 5  # of so many calls one names what does not exist


@dataclass(slots=True)
class House:
    """The application under test: a fresh copy of the same things for every route."""

    made: Populated = field(init=False)
    homes: Iterator[Path] = field(init=False)
    desk: Desk | None = None
    label: str = ""
    tokens: dict[Who, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the copy of the moment; nothing is started, nothing stopped."""
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        assert self.desk is not None
        await self.desk.client.app(scope, receive, send)

    def turn_to(self, label: str) -> None:
        """Open a fresh copy when another route's turn comes."""
        if self.desk is None or self.label != label:
            if self.desk is not None:
                self.desk.service.close()
            self.desk, self.label = self.made.open_copy(next(self.homes)), label
            self.tokens.clear()

    def header(self, row: Row, turn: int) -> dict[str, str]:
        """The header of one of the callers whom a route admits."""
        if row.binding is Binding.PUBLIC:
            return {}
        callers = [who for role in sorted(row.roles) for who in self.made.callers(role)]
        who = callers[turn % len(callers)]
        if who not in self.tokens:
            assert self.desk is not None
            self.tokens[who] = issue_token(self.desk.settings, who, now=datetime.now(UTC))
        return {"Authorization": f"Bearer {self.tokens[who]}"}


def read_description() -> dict[str, Any]:
    """The description as it is served, from an application that keeps nothing."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "home")
        described: dict[str, Any] = desk.client.get("/v1/openapi.json").json()
        desk.service.close()
    return described


def nowhere(body: Any) -> bool:
    """An allocation to a relative that the record does not have."""
    count = len(body.get("relatives") or ())
    return any(share["relative"] >= count for share in body.get("allocation") or ())


def beside(body: Any) -> bool:
    """Two rows of one item, or a credit day that lies far ahead of the house's."""
    codes = [item["code"] for item in body.get("items") or ()]
    rows = body.get("settled") or ()
    days = [row.get("credited_on") for row in ([rows] if isinstance(rows, dict) else rows)]
    return len(set(codes)) < len(codes) or any(day and day > "2023" for day in days)


def unprintable(body: Any) -> bool:
    """A sign that no screen shows in a word by which claims are found."""
    words = (body.get(name) for name in ("claim_no", "office", "city"))
    return not all(word.strip().isprintable() for word in words if isinstance(word, str))


def pointed(body: Any) -> bool:
    """A whole number with a point, like 8335.0."""
    if isinstance(body, dict):
        return any(map(pointed, body.values()))
    return any(map(pointed, body)) if isinstance(body, list) else isinstance(body, float)


def strange(body: Any) -> bool:
    """A part of a form that nobody described."""
    return not body.keys() <= {"file", "kind", "on_behalf_of"}


def always(body: Any) -> bool:
    """Whatever the body."""
    return True


Excuse = tuple[str, str, Callable[[Any], bool], str]
CLAIMS, UPLOADS = "^/v1/claims(/{claim_no})?$", "/(documents|replace)$"
EXCUSES: tuple[Excuse, ...] = (
    # where, code, for which bodies, why a body may be refused although the description admits it
    ("", "IDEMPOTENCY_MISMATCH", always, "the same key, or batch row, came with another body before"),
    ("", "BAD_REQUEST", pointed, "to JSON Schema 8335.0 is a whole number; money with a point is a slip to us"),
    (CLAIMS, "BAD_RECORD", pointed, "the same within a record"),
    (CLAIMS, "BAD_RECORD", nowhere, "a schema cannot compare an index with the length of another list"),
    (CLAIMS, "BAD_RECORD", beside, "no schema compares a row's code with the others', nor a day with today's"),
    ("/gate:settled$", "BAD_VALUE", always, "nor a day with the injury's"),
    (CLAIMS, "BAD_RECORD", unprintable, "no pattern that all three dialects read names every unprintable sign"),
    (CLAIMS, "CLAIM_NO_DIFFERS", always, "a schema cannot compare a member with the address"),
    ("^/v1/links$", "BAD_VALUE", always, "whom a link can be for depends on the claim's record"),
    ("/objections$", "BAD_REQUEST", always, "the item must be one of the claim's"),
    ("/fields/{name}$", "BAD_VALUE", always, "what a field takes depends on the field of that paper"),
    ("/close$", "BAD_VALUE", always, "what a field takes depends on the flag's field"),
    ("/(report|proof|court_closed)$", "BAD_VALUE", always, "the paper, sum and day must be those of the duty"),
    ("^/v1/uploads$", "BAD_REQUEST", always, "not every text in these letters is Base64 of a text"),
    (UPLOADS, "UNSUPPORTED_TYPE", always, "what a file is, its first bytes say"),
    (UPLOADS, "EMPTY_FILE", always, "a schema of files knows no length"),
    (UPLOADS, "ON_BEHALF_OF_MISSING", always, "only counter staff must say for whom"),
    (UPLOADS, "BAD_REQUEST", strange, "names of parts stand in headers, which cannot carry every sign"),
)


def excused(row: Row, case: schemathesis.Case, response: Response) -> bool:
    """Say whether a refusal stands in the table of those that no schema can foretell."""
    if response.status_code not in {415, 422} or case.meta is None or case.meta.generation.mode.is_negative:
        return False
    code = response.json()["code"]
    return any(code == known and re.search(where, row.path) and holds(case.body) for where, known, holds, _ in EXCUSES)


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """A piece of a file goes as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


HOUSE = House()
DESCRIPTION = read_description()
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = HOUSE
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429", "5xx"]
for check in (schema.config.checks.negative_data_rejection, schema.config.checks.missing_required_header):
    check.expected_statuses = REFUSED  # 412 by tus 1.0: whoever speaks no version of it
schema.config.generation.allow_extra_parameters = False  # headers and parameters that nobody described are ignored


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all routes."""
    folder = tmp_path_factory.mktemp("openapi")
    HOUSE.made = populate(folder / "first")
    HOUSE.homes = (folder / f"copy-{number}" for number in itertools.count())
    yield HOUSE
    if HOUSE.desk is not None:
        HOUSE.desk.service.close()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=HUNT is None,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_route_is_as_described(house: House, case: schemathesis.Case) -> None:
    """Whatever is sent: a documented status, media type, header and body; what is forbidden is refused."""
    house.turn_to(case.operation.label)
    row = BY_ROUTE[(case.operation.method.upper(), case.operation.path)]
    turn = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "surrogatepass"))
    if turn % SPARSE.get(case.operation.label, 1):
        return
    if turn % OFTEN:
        name_what_exists(house, case, turn // OFTEN)
    header = house.header(row, turn)
    response = case.call(headers=header)
    excluded = [positive_data_acceptance] if excused(row, case, response) else []
    assert not list(unsaid(row, response))
    case.validate_response(
        response, excluded_checks=excluded, headers=header, transport_kwargs={"headers": dict(header)}
    )


def unsaid(row: Row, response: Response) -> Iterator[str]:
    """Name the members of an answer that the description does not know."""
    operation = DESCRIPTION["paths"][row.path][row.method.lower()]
    content = operation["responses"].get(str(response.status_code), {}).get("content", {})
    if "application/json" in content:
        yield from unknown(content["application/json"]["schema"], response.json())


def unknown(shape: dict[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Name the members of a value that its shape, or each of several shapes, does not name."""
    shapes = list(plain(shape))
    if isinstance(value, list):
        for one in value:
            yield from unknown({"anyOf": [each["items"] for each in shapes if "items" in each]}, one, f"{place}[]")
    if not isinstance(value, dict):
        return
    for name, member in value.items():
        fitting = [each["properties"][name] for each in shapes if name in each.get("properties", {})]
        fitting += [
            each["additionalProperties"] for each in shapes if isinstance(each.get("additionalProperties"), dict)
        ]
        if fitting:
            yield from unknown({"anyOf": fitting}, member, f"{place}.{name}")
        else:
            yield f"{place}.{name}"


def plain(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the shapes that a shape stands for, references and choices resolved."""
    if "$ref" in shape:
        yield from plain(DESCRIPTION["components"]["schemas"][shape["$ref"].rpartition("/")[2]])
    elif "anyOf" in shape:
        for one in shape["anyOf"]:
            yield from plain(one)
    else:
        yield shape


def name_what_exists(house: House, case: schemathesis.Case, turn: int) -> None:
    """Let a call be about things of the house, where it is not meant to be malformed."""
    if case.media_type == "multipart/form-data":
        case.freeze_metadata()  # whoever asks again whether a body fits is told that files never do
    known, meta = house.made.known, case.meta
    assert meta is not None
    wrong = {place for place in (ParameterLocation.PATH, ParameterLocation.BODY) if meta.is_negative_at(place)}
    if isinstance(case.body, dict) and ParameterLocation.BODY not in wrong:
        if "file" in case.body:
            case.body["file"] = house.made.files[turn % len(house.made.files)]
        else:
            case.body = fill(known, case.body, turn)
    if ParameterLocation.PATH not in wrong:
        case.path_parameters.update(fill(known, case.path_parameters, turn))
