"""Files that come in pieces: cut anywhere, an upload resumes byte for byte, or leaves nothing behind."""

import asyncio
import base64
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest

from intake.access.who import Bound, Role, Who
from intake.problems import Refusal
from intake.replay import blank_png
from intake.uploads import shelf
from intake.uploads.resumable import shelf_of
from storage.records import documents
from tests.builders import make_record
from tests.desk import CLERK, HANDLER, Desk, open_desk, worker_of

CUTS = 20
PICTURE = blank_png(300, 400) + bytes(Random(1).randbytes(70_000))  # what follows a PNG's end is kept with it
OTHER = Who("clerk-2", Role.SUBMITTER, Bound(uscc="92449900MA000FK482"))
SAME_FIRM = replace(CLERK, subject="clerk-3")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service with one claim."""
    opened = open_desk(tmp_path / "home")
    opened.register(replace(make_record(), claim_no="U-1"))
    yield opened
    opened.service.close()


def ask(desk: Desk, who: Who, method: str, path: str, content: bytes = b"", **headers: str) -> httpx.Response:
    """One request of the protocol."""
    desk.get(who, "/v1/me")  # makes the caller's token
    sent = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return desk.client.request(method, path, content=content, headers={**desk.headers[who], **sent})


def metadata(**said: str) -> str:
    """The metadata header."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


def announce(desk: Desk, length: int = len(PICTURE), who: Who = CLERK, **said: str) -> httpx.Response:
    """Announce a file of the claim."""
    words = metadata(**{"claim": "U-1", "filename": "凭证.png", **said})
    return ask(desk, who, "POST", "/v1/uploads", Upload_Length=str(length), Upload_Metadata=words)


def piece(desk: Desk, path: str, offset: int, content: bytes, who: Who = CLERK) -> httpx.Response:
    """Send a piece."""
    kind = {"Content-Type": "application/offset+octet-stream"}
    return ask(desk, who, "PATCH", path, content, Upload_Offset=str(offset), **kind)


def left_behind(desk: Desk) -> list[str]:
    """What lies in the folder of unfinished files."""
    folder = shelf_of(desk.service).folder
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def papers(desk: Desk) -> list[str]:
    """The documents of the claim."""
    return [one["id"] for one in desk.get(CLERK, "/v1/claims/U-1").json()["documents"]]


def original(desk: Desk, document: str) -> bytes:
    """The bytes that the service keeps of a document of one file."""
    sha256 = desk.get(CLERK, f"/v1/documents/{document}").json()["sha256"]
    with desk.service.database.read() as session:
        found = documents.find(session, document)
    assert found is not None
    assert sha256 == found.sha256
    return desk.service.objects.fetch(found.parts[0].sha256)


@pytest.mark.parametrize("cut", [round((at + 0.5) * len(PICTURE) / CUTS) for at in range(CUTS)])
def test_an_upload_that_was_cut_goes_on_where_it_was(desk: Desk, cut: int) -> None:
    """Whatever arrived is there, the rest follows, and the document has every byte in its place."""
    path = announce(desk, kind="ADV_VOUCHER").headers["location"]
    assert piece(desk, path, 0, PICTURE[:cut]).headers["upload-offset"] == str(cut)
    assert papers(desk) == []
    seen = ask(desk, CLERK, "HEAD", path)
    assert (seen.status_code, seen.headers["upload-offset"], seen.headers["upload-length"]) == (
        200,
        str(cut),
        str(len(PICTURE)),
    )
    last = piece(desk, path, cut, PICTURE[cut:])
    assert last.status_code == 204
    [document] = papers(desk)
    assert last.headers["content-location"] == f"/v1/documents/{document}"
    assert original(desk, document) == PICTURE
    assert desk.get(CLERK, f"/v1/documents/{document}").json()["declared"] == "ADV_VOUCHER"


@pytest.mark.parametrize("cut", [round((at + 0.5) * len(PICTURE) / CUTS) for at in range(CUTS)])
def test_an_upload_that_nobody_finishes_leaves_nothing(desk: Desk, cut: int) -> None:
    """A day later the sweeper's look drops it, and the claim never heard of it."""
    path = announce(desk).headers["location"]
    piece(desk, path, 0, PICTURE[:cut])
    assert len(left_behind(desk)) == 1
    desk.now[0] += shelf.LIFETIME + timedelta(seconds=1)
    assert ask(desk, CLERK, "HEAD", path).status_code == 404
    assert shelf_of(desk.service).clean(desk.now[0]) == 1
    assert left_behind(desk) == papers(desk) == []


def test_a_line_cut_within_a_piece_keeps_what_came(desk: Desk) -> None:
    """The server writes as it receives: a request that breaks off has given what had arrived."""
    path = announce(desk).headers["location"]
    lasting = shelf_of(desk.service).bytes_of(path.rpartition("/")[2])

    async def broken() -> AsyncIterator[bytes]:
        yield PICTURE[:10_000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        asyncio.run(shelf.append(lasting, 0, len(PICTURE), broken()))
    assert ask(desk, CLERK, "HEAD", path).headers["upload-offset"] == "10000"
    assert piece(desk, path, 10_000, PICTURE[10_000:]).status_code == 204
    assert original(desk, papers(desk)[0]) == PICTURE


def test_only_the_present_offset_goes_on(desk: Desk) -> None:
    """A piece for another place changes nothing."""
    path = announce(desk).headers["location"]
    piece(desk, path, 0, PICTURE[:100])
    for offset in (0, 99, 101):
        answer = piece(desk, path, offset, PICTURE[offset:])
        assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_OFFSET")
    assert ask(desk, CLERK, "HEAD", path).headers["upload-offset"] == "100"


def test_more_than_was_announced_is_not_kept(desk: Desk) -> None:
    """A piece beyond the end is refused whole."""
    path = announce(desk).headers["location"]
    piece(desk, path, 0, PICTURE[:100])
    assert piece(desk, path, 100, PICTURE[100:] + b"x").status_code == 413
    assert ask(desk, CLERK, "HEAD", path).headers["upload-offset"] == "100"


def test_nothing_of_a_piece_that_is_too_long_stays(desk: Desk) -> None:
    """What fitted of it is taken back as well: the offset is the one that the caller knows."""
    path = announce(desk).headers["location"]
    lasting = shelf_of(desk.service).bytes_of(path.rpartition("/")[2])

    async def long() -> AsyncIterator[bytes]:
        yield PICTURE
        yield b"x"

    with pytest.raises(Refusal):
        asyncio.run(shelf.append(lasting, 0, len(PICTURE), long()))
    assert ask(desk, CLERK, "HEAD", path).headers["upload-offset"] == "0"


def test_a_second_piece_at_the_same_time_is_refused(desk: Desk) -> None:
    """While one request writes, another for the same file is told to wait."""
    path = announce(desk).headers["location"]
    handle = os.open(shelf_of(desk.service).bytes_of(path.rpartition("/")[2]), os.O_WRONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    answer = piece(desk, path, 0, PICTURE)
    os.close(handle)
    assert (answer.status_code, answer.json()["code"]) == (409, "IN_FLIGHT")
    assert piece(desk, path, 0, PICTURE).status_code == 204


def test_finished_twice_is_one_paper(desk: Desk) -> None:
    """A client that did not hear the last answer asks again and learns the document."""
    path = announce(desk).headers["location"]
    first = piece(desk, path, 0, PICTURE)
    again = piece(desk, path, len(PICTURE), b"")
    assert first.headers["content-location"] == again.headers["content-location"]
    assert ask(desk, CLERK, "HEAD", path).headers["content-location"] == first.headers["content-location"]
    assert desk.get(CLERK, path).json()["document"] == papers(desk)[0]
    assert len(papers(desk)) == 1


def test_a_service_that_died_before_the_paper_was_made_makes_it_then(desk: Desk) -> None:
    """All bytes are there and no document: an empty piece at the end finishes it."""
    path = announce(desk).headers["location"]
    shelf_of(desk.service).bytes_of(path.rpartition("/")[2]).write_bytes(PICTURE)
    assert piece(desk, path, len(PICTURE), b"").headers["content-location"]
    assert original(desk, papers(desk)[0]) == PICTURE


def test_what_is_no_picture_leaves_nothing(desk: Desk) -> None:
    """Refused at the end like every upload, and dropped with it."""
    path = announce(desk, length=5).headers["location"]
    answer = piece(desk, path, 0, b"hello")
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_TYPE")
    assert left_behind(desk) == papers(desk) == []


def test_several_pages_become_one_paper_in_their_order(desk: Desk) -> None:
    """Held pages wait for the last one, which names them."""
    pages = [blank_png(60 + at, 80) for at in range(3)]
    first, second = (announce(desk, len(one), held="1").headers["location"] for one in pages[:2])
    assert piece(desk, second, 0, pages[1]).status_code == 204
    assert piece(desk, first, 0, pages[0]).status_code == 204
    assert papers(desk) == []
    names = " ".join(one.rpartition("/")[2] for one in (first, second))
    last = announce(desk, len(pages[2]), before=names).headers["location"]
    assert piece(desk, last, 0, pages[2]).status_code == 204
    [document] = papers(desk)
    with desk.service.database.read() as session:
        found = documents.find(session, document)
    assert found is not None
    assert [desk.service.objects.fetch(part.sha256) for part in found.parts] == pages


@pytest.mark.parametrize("missing", ["never", "half", "others"])
def test_a_paper_with_a_missing_page_is_refused(desk: Desk, missing: str) -> None:
    """A page that did not come, not wholly, or from another side is not left out quietly."""
    desk.register(
        replace(make_record(), claim_no="U-2", employer=replace(make_record().employer, uscc=OTHER.bound.uscc))
    )
    name = "u-" + "0" * 32
    if missing == "half":
        path = announce(desk, held="1").headers["location"]
        piece(desk, path, 0, PICTURE[:10])
        name = path.rpartition("/")[2]
    if missing == "others":
        path = announce(desk, who=OTHER, held="1", claim="U-2").headers["location"]
        piece(desk, path, 0, PICTURE, who=OTHER)
        name = path.rpartition("/")[2]
    last = announce(desk, before=name).headers["location"]
    assert piece(desk, last, 0, PICTURE).status_code == 422
    assert papers(desk) == []


def test_another_side_finds_nothing(desk: Desk) -> None:
    """A file is its side's: another firm and the worker are told what they are told of a missing one."""
    path = announce(desk).headers["location"]
    for who in (OTHER, worker_of("U-1")):
        for answer in (ask(desk, who, "HEAD", path), piece(desk, path, 0, PICTURE, who), desk.get(who, path)):
            assert answer.status_code == 404
    assert ask(desk, HANDLER, "HEAD", path).status_code == 403
    assert piece(desk, path, 0, PICTURE, SAME_FIRM).status_code == 204


@pytest.mark.parametrize(
    ("length", "said", "code"),
    [
        (20 * 1024 * 1024 + 1, {}, "TOO_LARGE"),
        (0, {}, "EMPTY_FILE"),
        (9, {"claim": "U-none"}, "NOT_FOUND"),
        (9, {"claim": ""}, "NOT_FOUND"),
        (9, {"kind": "LETTER"}, "UNKNOWN_KIND"),
        (9, {"before": "x " * 50}, "TOO_MANY_PARTS"),
    ],
)
def test_what_cannot_be_is_refused_before_it_comes(desk: Desk, length: int, said: dict[str, str], code: str) -> None:
    """Nobody sends twenty megabytes to learn that they are too many."""
    answer = announce(desk, length, **said)
    assert answer.json()["code"] == code
    assert left_behind(desk) == []


def test_the_protocols_own_refusals(desk: Desk) -> None:
    """Version, numbers, metadata and media type are as tus 1.0 has them."""
    path = announce(desk).headers["location"]
    old = ask(desk, CLERK, "HEAD", path, **{"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old.headers["tus-version"]) == (412, "1.0.0")
    assert ask(desk, CLERK, "POST", "/v1/uploads", Upload_Length="nine").status_code == 422
    assert ask(desk, CLERK, "POST", "/v1/uploads", Upload_Length="9", Upload_Metadata="claim %%%").status_code == 422
    assert ask(desk, CLERK, "POST", "/v1/uploads", Upload_Length="9").status_code == 422
    assert ask(desk, CLERK, "PATCH", path, PICTURE, Upload_Offset="0").json()["code"] == "NOT_A_PIECE"
    made = announce(desk)
    assert (made.status_code, made.headers["tus-resumable"], made.headers["upload-offset"]) == (201, "1.0.0", "0")
    assert made.headers["upload-expires"] == "Thu, 02 Sep 2021 03:00:00 GMT"


def test_a_side_cannot_fill_the_disk_with_beginnings(desk: Desk) -> None:
    """So many unfinished files at a time, and no more; finished ones do not count."""
    for _ in range(shelf.MOST_OPEN):
        assert announce(desk, 9).status_code == 201
    assert announce(desk, 9).json()["code"] == "TOO_MANY_UPLOADS"


def test_what_is_said_of_a_file_is_sealed(desk: Desk) -> None:
    """On disk stand no names: the bytes, and what is said of them under the vault's key."""
    announce(desk, filename="陈示例的凭证.png")
    for path in shelf_of(desk.service).folder.rglob("*"):
        assert not path.is_file() or "陈示例".encode() not in path.read_bytes()
