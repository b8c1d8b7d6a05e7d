"""Weights are laid out and checked, and a changed one is refused."""

from pathlib import Path

import pytest

from ocr.engines.models import MODELS, ModelsMissing, check_models, lay_out


def test_lay_out_and_check(tmp_path: Path) -> None:
    """Set-up lays out every model with the locked digest."""
    lay_out(tmp_path)

    assert check_models(tmp_path) == {model.name: model.onnx_sha256 for model in MODELS}


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    """One changed byte in the weights stops the service with a sentence that says what to do."""
    lay_out(tmp_path)
    spoiled = tmp_path / MODELS[1].name / "inference.onnx"
    content = bytearray(spoiled.read_bytes())
    content[1000] ^= 1
    spoiled.write_bytes(content)

    with pytest.raises(ModelsMissing, match="run set-up again"):
        check_models(tmp_path)

    lay_out(tmp_path)
    assert check_models(tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    """An empty folder is named as such."""
    with pytest.raises(ModelsMissing):
        check_models(tmp_path / "none")
