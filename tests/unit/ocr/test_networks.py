"""The small networks that travel with the package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocr import date_pieces
from ocr.engines import moved_print
from ocr.marks import hand
from ocr.networks import NetworkChanged, held_mib, network

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


def test_memory_is_given_back_between_papers() -> None:
    """What a large picture took from the process's arena goes back to the kernel; a network answers as before."""
    code = """
import numpy as np
from ocr.engines.moved_print import FILES, MOVED_PRINT, WEIGHTS
from ocr.networks import give_memory_back, network
from ocr.date_pieces import NETWORK, SHA256

def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 >> 20

large = network(FILES[MOVED_PRINT], WEIGHTS[MOVED_PRINT])
before = large.run(None, {"x": np.zeros((1, 3, 48, 320), np.float32)})[0]
large.run(None, {"x": np.zeros((8, 3, 48, 3200), np.float32)})
kept = held()
give_memory_back(network(NETWORK, SHA256))
assert held() < kept - 50, (kept, held())
assert (large.run(None, {"x": np.zeros((1, 3, 48, 320), np.float32)})[0] == before).all()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr


def test_a_process_knows_what_it_holds() -> None:
    """Some megabytes, and more after it took some."""
    before = held_mib()
    taken = bytearray(os.urandom(64 << 20))
    assert before + 50 < held_mib() < before + 200
    del taken
