"""Fixtures that several kinds of test share: the OCR weights and one engine for the whole run."""

import os
from pathlib import Path

import pytest

from ocr.engines.base import OcrEngine
from ocr.engines.models import lay_out

ROOT = Path(__file__).resolve().parent.parent


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
