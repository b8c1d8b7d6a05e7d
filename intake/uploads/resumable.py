"""A file announced, received in pieces over a line that breaks, and made an ordinary upload of its claim (tus 1.0).

Here: who may, what is announced, what finishing leads to. Not here: the bytes (shelf.py), headers (tus.py), what an
upload must be (service.py): nothing is checked in another way because it came in pieces.
"""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from intake.access.binding import is_counter
from intake.access.opening import open_claim, side_digest
from intake.access.who import Who
from intake.papers import MAX_FILE_BYTES
from intake.problems import Refusal
from intake.uploads.multipart import MAX_PARTS, MAX_TOTAL_BYTES, FilePart
from intake.uploads.service import Offer, look_at_files, take_in
from intake.uploads.shelf import LIFETIME, MOST_OPEN, Piecemeal, Shelf, new_id
from intake.wiring import Service
from ocr.sandbox.client import Sandbox
from validators.model.codes import DocumentKind


@dataclass(frozen=True, slots=True)
class Announced:
    """What a caller says of a file before it comes."""

    length: int
    said: Mapping[str, str]  # Upload-Metadata: claim, kind, filename, on_behalf_of, held, before


def shelf_of(service: Service) -> Shelf:
    """The shelf of this service."""
    return Shelf(service.incoming / "resumable", service.vault)


def announce(service: Service, who: Who, announced: Announced) -> Piecemeal:
    """Make room for a file of a claim that is the caller's to see."""
    said, now = announced.said, service.clock()
    claim_no, word = said.get("claim", ""), said.get("kind", "")
    with service.database.read() as session:
        open_claim(service, session, who, claim_no)
    if word and word not in set(DocumentKind):
        raise Refusal("UNKNOWN_KIND")
    behalf = said.get("on_behalf_of", "").strip() or None
    if is_counter(who) and behalf is None:
        raise Refusal("ON_BEHALF_OF_MISSING")
    if announced.length > MAX_FILE_BYTES:
        raise Refusal("TOO_LARGE")
    if announced.length == 0:
        raise Refusal("EMPTY_FILE")
    before = tuple(said.get("before", "").split())
    if len(before) >= MAX_PARTS:
        raise Refusal("TOO_MANY_PARTS")
    shelf, owner = shelf_of(service), _owner(service, who)
    shelf.clean(now)
    if shelf.open_of(owner, now) >= MOST_OPEN:
        raise Refusal("TOO_MANY_UPLOADS")
    new = Piecemeal(
        new_id(),
        owner,
        claim_no,
        DocumentKind(word) if word else None,
        said.get("filename", "")[:255],
        behalf,
        announced.length,
        now + LIFETIME,
        bool(said.get("held")),
        before,
    )
    shelf.open(new)
    return new


def find_own(service: Service, who: Who, upload_id: str) -> Piecemeal:
    """Give a file that the caller's side announced for a claim that is still the caller's to see."""
    found = shelf_of(service).find(upload_id, service.clock())
    if found is None or found.owner != _owner(service, who):
        raise Refusal("NOT_FOUND")
    with service.database.read() as session:
        open_claim(service, session, who, found.claim_no)
    return found


def finish(service: Service, sandbox: Sandbox, who: Who, last: Piecemeal) -> str | None:
    """Make a paper of a file that is whole; None while it waits for the paper's last page.

    What is refused is dropped at once: the same bytes would be refused again. Finished twice is one paper.
    """
    shelf, now = shelf_of(service), service.clock()
    with shelf.alone(last.id):
        found = shelf.find(last.id, now)
        if found is None:
            raise Refusal("NOT_FOUND")
        if found.held or found.document is not None:
            return found.document
        return _make_paper(service, sandbox, who, found, now)


def _make_paper(service: Service, sandbox: Sandbox, who: Who, last: Piecemeal, now: datetime) -> str:
    shelf = shelf_of(service)
    pages = [*_before(shelf, last, now), last]
    with ExitStack() as stack:
        files = [
            FilePart(one.file_name, one.length, stack.enter_context(shelf.bytes_of(one.id).open("rb"))) for one in pages
        ]
        try:
            kinds = look_at_files(sandbox, files)
            offer = Offer(last.claim_no, last.kind, last.id, last.behalf)
            answer = take_in(service, who, offer, files, kinds)
        except Refusal:
            for one in pages:
                shelf.drop(one.id)
            raise
    document: str = json.loads(answer.body)["id"]
    for one in pages:
        shelf.become(one, document)
    return document


def _before(shelf: Shelf, last: Piecemeal, now: datetime) -> list[Piecemeal]:
    """The whole pages before the last one; of the same side and claim, each in the order in which it was named."""
    pages = []
    for name in last.before:
        page = shelf.find(name, now)
        if page is None or page.owner != last.owner or page.claim_no != last.claim_no or not page.held:
            raise Refusal("BAD_REQUEST", "前面有一页没有收到，请重新上传这份材料。")
        if page.document is not None or shelf.offset(page) != page.length:
            raise Refusal("BAD_REQUEST", "前面有一页没有收到，请重新上传这份材料。")
        pages.append(page)
    if sum(page.length for page in pages) + last.length > MAX_TOTAL_BYTES:
        raise Refusal("TOO_LARGE")
    return pages


def _owner(service: Service, who: Who) -> str:
    if who.side is None:
        raise Refusal("NOT_FOUND")
    return side_digest(service, who.side)
