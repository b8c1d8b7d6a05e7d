"""Times the gate over HTTP: requests a second against an empty route, and latencies at sixteen connections.

Here: a small client of its own over plain sockets, so that the client costs little. Not here: filling (gate_load.py).
"""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Requests a second and latencies in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    failed: int


def request_bytes(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """One HTTP/1.1 request as it goes over the wire."""
    head = f"{method} {path} HTTP/1.1\r\nHost: b\r\nAuthorization: Bearer {token}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


async def hammer(host: str, port: int, make: Callable[[], bytes], connections: int, seconds: float) -> Timing:
    """Send one request after the other over each connection until the time is over."""
    spans: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(host, port)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            writer.write(make())
            status = await _answer(reader)
            spans.append(time.perf_counter() - begun)
            failed += status != 200
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    wall = time.perf_counter() - begun
    spans.sort()

    def at(share: float) -> float:
        return 1000 * spans[min(len(spans) - 1, int(len(spans) * share))]

    return Timing(len(spans) / wall, at(0.5), at(0.95), at(0.99), failed)


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head[9:12])


def evaluate_of(token: str, count: int, seed: int = 1) -> Callable[[], bytes]:
    """Requests that ask about one claim each, spread over all."""
    chosen = random.Random(seed)

    def make() -> bytes:
        body = b'{"claims":["G-%d"]}' % chosen.randrange(count)
        return request_bytes("POST", "/v1/verdicts:evaluate", token, body)

    return make
