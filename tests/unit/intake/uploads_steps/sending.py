"""Sending files to an in-process service as a browser does."""

import httpx

from intake.access.who import Who
from intake.replay import blank_png
from tests.desk import Desk


def png(number: int) -> bytes:
    """A picture unlike those of other numbers."""
    return blank_png(40 + number, 50)


def send(desk: Desk, who: Who, path: str, *files: bytes, key: str | None = None, **fields: str) -> httpx.Response:
    """Post files as one document, with the form's short fields."""
    desk.get(who, "/v1/me")  # gives the caller a token
    headers = {**desk.headers[who], **({"Idempotency-Key": key} if key else {})}
    parts = [("file", (f"{number}.png", content, "image/png")) for number, content in enumerate(files)]
    return desk.client.post(path, files=parts or None, data=fields, headers=headers)
