"""What stands before a body is bounded, over a real socket."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from threading import Thread
from typing import Any

import pytest
import uvicorn

from intake.http_head import MAX_HEAD_BYTES, BoundedHeadProtocol

Message = MutableMapping[str, Any]


async def _answer(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Awaitable[None]]
) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    body = str(size).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that answers with the size of the body."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(_answer, http=BoundedHeadProtocol, ws="none", lifespan="off", log_config=None)
    )
    thread = Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def ask(port: int, *pieces: bytes) -> tuple[bytes, bool]:
    """Send pieces one after the other; gives what comes back, and whether the server hung up rather than wait."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.settimeout(1)
        got = b""
        try:
            for piece in pieces:
                line.sendall(piece)
            while more := line.recv(65_536):
                got += more
        except TimeoutError:
            return got, False
        except ConnectionError:
            pass
        return got, True


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nX: ", b"GET /", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 3])
def test_a_head_without_end_is_refused(port: int, start: bytes) -> None:
    """Whether the address, one header or their number grows, the line is cut soon after the bound."""
    more = b"a: b\r\n" * 100 if start.endswith(b"\n") else b"a" * 600
    got, over = ask(port, start, *[more] * (2 * MAX_HEAD_BYTES // len(more)))
    assert over
    assert b" 200 " not in got


def test_a_body_may_be_large_and_requests_may_follow_each_other(port: int) -> None:
    """The bound counts no body, and counts anew for the next request on the same line."""
    one = b"POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000
    got, over = ask(port, one, one, b"GET / HTTP/1.1\r\nHost: b\r\nA: " + b"a" * 60_000 + b"\r\n\r\n")
    assert got.count(b"HTTP/1.1 200") == 3
    assert got.count(b"300000") == 2
    assert not over
