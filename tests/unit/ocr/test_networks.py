"""The small networks that travel with the package."""

from pathlib import Path

import pytest

from ocr import date_pieces
from ocr.engines import moved_print
from ocr.marks import hand
from ocr.networks import NetworkChanged, network

OWN = [
    *((part.NETWORK, part.SHA256) for part in (date_pieces, hand)),
    *((moved_print.FILES[name], sha256) for name, sha256 in moved_print.WEIGHTS.items()),
]


@pytest.mark.parametrize(("file", "sha256"), OWN, ids=[file.name for file, _ in OWN])
def test_only_the_measured_network_answers(file: Path, sha256: str, tmp_path: Path) -> None:
    """A network with one byte more than the one that the bounds were measured with is refused, the right one loaded."""
    other = tmp_path / file.name
    other.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(NetworkChanged, match=file.name):
        network(other, sha256)
    assert network(file, sha256).get_inputs()


@pytest.mark.parametrize("file", [file for file, _ in OWN], ids=[file.name for file, _ in OWN])
def test_a_network_is_small(file: Path) -> None:
    """None of them takes more than 5 MB of the repository."""
    assert file.stat().st_size < 5_000_000
