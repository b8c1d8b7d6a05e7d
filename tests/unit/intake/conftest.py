"""A reader that answers with recorded readings, and cases on disk for the commands."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from intake.presenting.records import show_record
from intake.replay import blank_png
from validators.model.claim import ClaimRecord
from validators.model.codec import to_plain
from validators.model.evidence import DocumentReading

Record = Callable[..., Path]


@pytest.fixture
def replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of recordings that the commands read from."""
    folder = tmp_path / "replay"
    folder.mkdir()
    monkeypatch.setenv("CLAIMGATE_READER", f"replay:{folder}")
    monkeypatch.setenv("CLAIMGATE_HOME", str(tmp_path / "home"))
    for name in ("CLAIMGATE_POLICY", "OIDC_ISSUER", "CLAIMGATE_ALLOW_FICTIONAL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def paper(replay: Path) -> Record:
    """Make a picture file whose reading is recorded."""

    def make(path: Path, readings: Sequence[DocumentReading] = (), **more: object) -> Path:
        content = blank_png(50 + len(list(replay.iterdir())), 70)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        body: dict[str, object] = {**more}
        if readings:
            body["readings"] = [to_plain(one) for one in readings]
        (replay / f"{hashlib.sha256(content).hexdigest()}.json").write_text(json.dumps(body))
        return path

    return make


def write_record(folder: Path, record: ClaimRecord) -> Path:
    """Write a claim record as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "claim.json"
    path.write_text(json.dumps(show_record(record), ensure_ascii=False), encoding="utf-8")
    return path
