"""A desk without any claim: each test leads one to the state that it is about (ways.py)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service over an empty home, on 2021-09-01."""
    opened = open_desk(tmp_path / "home")
    yield opened
    opened.service.close()
