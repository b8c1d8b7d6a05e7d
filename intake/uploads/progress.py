"""The way of one document as server-sent events, from the rows that the worker writes."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from intake.stages import WORDS
from intake.wiring import Service
from storage.records import documents, events
from storage.records.events import Event

POLL_SECONDS = 0.4
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 900.0  # a browser reconnects by itself, with the last id
MOVING = frozenset({"RECEIVED", "STORED", "CLASSIFIED", "EXTRACTED", "CHECKED"})


async def follow(service: Service, document_id: str, last: int) -> AsyncIterator[bytes]:
    """Yield every event past `last` until the document rests."""
    begun = spoken = time.monotonic()
    yield b"retry: 2000\n\n"
    while time.monotonic() - begun < LONGEST_SECONDS:
        found = await run_in_threadpool(_after, service, document_id, last)
        for event in found:
            yield _frame(event)
            last, spoken = event.id, time.monotonic()
        if found and found[-1].state not in MOVING:
            yield b"event: end\ndata: {}\n\n"
            return
        if not found and await run_in_threadpool(_rests, service, document_id):
            yield b"event: end\ndata: {}\n\n"
            return
        if time.monotonic() - spoken > HEARTBEAT_SECONDS:
            yield b": still here\n\n"
            spoken = time.monotonic()
        await asyncio.sleep(POLL_SECONDS)


def _after(service: Service, document_id: str, last: int) -> tuple[Event, ...]:
    with service.database.read() as session:
        return events.after(session, document_id, last)


def _rests(service: Service, document_id: str) -> bool:
    with service.database.read() as session:
        document = documents.find(session, document_id)
    return document is None or document.state not in MOVING


def _frame(event: Event) -> bytes:
    name = event.stage.name.partition(" ")[0]
    body = {
        "state": event.state,
        "stage": {"n": event.stage.n, "of": event.stage.of, "name": event.stage.name},
        "text": f"第 {event.stage.n} 步，共 {event.stage.of} 步：{WORDS.get(name, name)}",
        "at": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return f"id: {event.id}\nevent: {event.type}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
