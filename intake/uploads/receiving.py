"""One document's multipart body received, looked at, kept and rung for: the same for /v1 and for the forms of pages.

Here: the order of these steps. Not here: who may (endpoints, pages), what is kept (service.py, steps.py).
"""

from collections.abc import Callable, Sequence

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from intake.runtime import runtime_of
from intake.uploads.multipart import FilePart, Received
from intake.uploads.service import Offer, look_at_files, parse_offer
from storage.records.idempotency import Answer

Keep = Callable[[Offer, Sequence[FilePart], Sequence[str]], Answer]


async def receive_document(request: Request, claim_no: str, keep: Keep) -> Answer:
    """Receive one document's parts as they come, look at them, have them kept, and ring."""
    runtime = runtime_of(request)
    with Received(runtime.service.incoming) as received:
        await received.receive(request.headers.get("content-type"), request.stream())
        offer = parse_offer(claim_no, received.fields, request.headers.get("idempotency-key"))
        kinds = await run_in_threadpool(look_at_files, runtime.sandbox, received.files)
        answer = await run_in_threadpool(keep, offer, received.files, kinds)
    runtime.ring_soon()
    return answer
