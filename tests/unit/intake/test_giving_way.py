"""A worker that leads a session gives way as a group; one in somebody's terminal leaves the terminal alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from ocr.child import YIELDS

CODE = "import sys; from pathlib import Path; from intake.worker import give_way; give_way(Path(sys.argv[1]))"


@pytest.mark.parametrize("leads", [True, False])
def test_only_the_head_of_a_session_gives_way(tmp_path: Path, leads: bool) -> None:
    """The kernel's file of the group is written by the worker under `serve`, and by no other."""
    group = tmp_path / "autogroup"
    subprocess.run([sys.executable, "-c", CODE, str(group)], start_new_session=leads, check=True)
    assert (group.read_text() if group.exists() else None) == (str(YIELDS) if leads else None)
