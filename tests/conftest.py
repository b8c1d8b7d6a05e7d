"""Fixtures that several kinds of test share: the OCR weights and one engine for the whole run."""

import os
from pathlib import Path

import pytest

from ocr.engines.base import OcrEngine
from ocr.engines.models import lay_out

ROOT = Path(__file__).resolve().parent.parent
BY_THEMSELVES = ("unit", "properties")  # need a processor and nothing else; all others share servers and go one by one


@pytest.hookimpl(tryfirst=True)  # before xdist puts the groups into the names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests may run beside which where two processes share the work (`--dist loadgroup`)."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(pytest.mark.xdist_group(folder if folder in BY_THEMSELVES else "servers"))


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the OCR weights, laid out and checked."""
    home = Path(os.environ.get("CLAIMGATE_HOME") or ROOT / "var")
    folder = Path(os.environ.get("CLAIMGATE_MODELS") or home / "models")
    lay_out(folder)
    return folder


@pytest.fixture(scope="session")
def engine(models: Path) -> OcrEngine:
    """The real engine, one for the whole run: loading it takes seconds."""
    from ocr.engines.paddle import PaddleEngine

    return PaddleEngine(models, threads=1)
