"""A reader that answers with recorded readings, for tests and trials without weights.

Folder: `<sha256>.json` holds `{"readings": [...], "seconds": 0.2}`; a paper without record is an unknown paper. It is
real code, kept as well as the rest: the whole path runs on it.
"""

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.papers import join_digests
from ocr.child import Progress, Raster, ReaderDied, ReadResult
from ocr.expected import ExpectedNames
from ocr.open_questions import Asked
from validators.model.codec import from_plain
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Engine, PageQuality, PageReading, Scalar

TICK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class ReplayReader:
    """Answers from a folder, after as many seconds as the record says."""

    folder: Path

    @classmethod
    def at(cls, folder: str) -> "ReplayReader":
        """Open the folder of recordings."""
        return cls(Path(folder))

    @property
    def cpu_seconds(self) -> float:
        """The clock's time: it waits instead of working."""
        return time.monotonic()

    def read(
        self,
        file: str,
        parts: Sequence[bytes],
        *,
        declared: DocumentKind | None = None,
        expected: ExpectedNames,
        keep_rasters: bool = False,
        seconds: float | None = None,
        tick: Callable[[], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ReadResult:
        """Answer with the recorded readings of these bytes."""
        del expected, seconds
        sha256 = join_digests([hashlib.sha256(part).hexdigest() for part in parts])
        record = self._record(sha256)
        if on_progress is not None:
            on_progress(Progress("read", 1, 1))
        _wait(float(str(record.get("seconds", 0))), tick)
        if record.get("dies"):
            raise ReaderDied("recorded")
        plain = record.get("readings")
        readings = (
            [from_plain(DocumentReading, one) for one in plain] if isinstance(plain, list) else [_unknown(declared)]
        )
        named = tuple(replace(one, file=file, sha256=sha256, declared=declared) for one in readings)
        rasters = tuple(
            Raster(index, page.index, blank_png(page.width, page.height))
            for index, one in enumerate(named)
            for page in one.pages
        )
        return ReadResult(named, rasters if keep_rasters else ())

    def ask(self, asked: Sequence[Asked]) -> tuple[Scalar, ...]:
        """Answer nothing: there is no ink."""
        return (None,) * len(asked)

    def kill(self) -> None:
        """Nothing runs."""

    def _record(self, sha256: str) -> dict[str, object]:
        path = self.folder / f"{sha256}.json"
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except OSError:
            return {}
        return record if isinstance(record, dict) else {}


def _wait(seconds: float, tick: Callable[[], None] | None) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, TICK_SECONDS))
        if tick is not None:
            tick()


def _unknown(declared: DocumentKind | None) -> DocumentReading:
    page = PageReading(0, 100, 140, 0, PageQuality("good"))
    return DocumentReading(
        "", "", declared or DocumentKind.OTHER, 0.5, (page,), declared=declared, engine=Engine("replay", "1")
    )


def blank_png(width: int, height: int) -> bytes:
    """Draw a white page without any picture library."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    rows = (b"\0" + b"\xff" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
