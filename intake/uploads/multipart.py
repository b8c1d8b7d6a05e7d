"""A multipart body taken apart as it arrives: files to unnamed temporary files, a few short fields to memory.

Here: limits while receiving. Not here: what the files are, where they are kept. No more than one chunk is in memory.
"""

import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from python_multipart.multipart import MultipartParser, parse_options_header

from intake.papers import MAX_FILE_BYTES
from intake.problems import Refusal

MAX_PARTS = 50  # as many as a document may have pages
MAX_FIELD_BYTES = 4_096
MAX_TOTAL_BYTES = 5 * MAX_FILE_BYTES  # of one document of several photos
DRAIN_BYTES = 200 * 1024 * 1024  # read and dropped after a refusal, so that the caller can read our answer
DRAIN_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class FilePart:
    """One received file: its name as sent, its size in bytes, and its content in a temporary file at offset 0."""

    name: str
    size: int
    content: BinaryIO


class Received:
    """Receives one body; use as a context manager, which drops the temporary files at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[FilePart] = []
        self.fields: dict[str, str] = {}
        self._headers: dict[str, str] = {}
        self._header_name, self._header_value = b"", b""
        self._name, self._file_name = "", ""
        self._open: BinaryIO | None = None
        self._field = bytearray()
        self._size = self._total = 0

    def __enter__(self) -> "Received":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self.files:
            part.content.close()
        if self._open is not None:
            self._open.close()

    async def receive(self, content_type: str | None, stream: AsyncIterator[bytes]) -> None:
        """Take the whole body, or raise Refusal after having read on for a while."""
        try:
            parser = MultipartParser(_boundary(content_type), self._callbacks())  # type: ignore[arg-type]
            async for chunk in stream:
                parser.write(chunk)
            parser.finalize()
        except Refusal:
            await _drain(stream)
            raise
        except ValueError:  # MultipartParseError
            await _drain(stream)
            raise Refusal("BAD_REQUEST") from None

    def _callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_content,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._headers, self._name, self._file_name = {}, "", ""
        self._field, self._size = bytearray(), 0

    def _on_header_field(self, chunk: bytes, start: int, end: int) -> None:
        self._header_name += chunk[start:end]

    def _on_header_value(self, chunk: bytes, start: int, end: int) -> None:
        self._header_value += chunk[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value.decode("utf-8", "replace")
        self._header_name, self._header_value = b"", b""

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", ""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if self._name != "file":
            return  # a file in a field that we do not know is dropped as it comes
        if len(self.files) >= MAX_PARTS:
            raise Refusal("TOO_MANY_PARTS")
        self._file_name = options[b"filename"].decode("utf-8", "replace")[:255]
        self._open = cast("BinaryIO", tempfile.TemporaryFile(dir=self._folder))  # noqa: SIM115 - closed in __exit__

    def _on_content(self, chunk: bytes, start: int, end: int) -> None:
        self._size += end - start
        self._total += end - start
        if self._size > MAX_FILE_BYTES or self._total > MAX_TOTAL_BYTES:
            raise Refusal("TOO_LARGE")
        if self._open is not None:
            self._open.write(chunk[start:end])
        elif self._name != "file":
            self._field += chunk[start:end]
            if len(self._field) > MAX_FIELD_BYTES:
                raise Refusal("BAD_REQUEST")

    def _end(self) -> None:
        if self._open is not None and not self._file_name and not self._size:
            self._open.close()  # a picker of a form in which nobody chose a file
            self._open = None
        elif self._open is not None:
            self._open.seek(0)
            self.files.append(FilePart(self._file_name, self._size, self._open))
            self._open = None
        elif self._name and self._name not in self.fields:
            self.fields[self._name] = self._field.decode("utf-8", "replace")


def _boundary(content_type: str | None) -> bytes:
    kind, options = parse_options_header(content_type or "")
    boundary = options.get(b"boundary", b"")
    if kind.lower() != b"multipart/form-data" or not 0 < len(boundary) <= 200:
        raise Refusal("NOT_MULTIPART")
    return boundary


async def _drain(stream: AsyncIterator[bytes]) -> None:
    dropped, until = 0, time.monotonic() + DRAIN_SECONDS
    with suppress(Exception):  # the caller may have left: there is nobody to answer then
        async for chunk in stream:
            dropped += len(chunk)
            if dropped > DRAIN_BYTES or time.monotonic() > until:
                return
