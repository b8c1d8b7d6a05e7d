"""A desk on the day on which a firm was credited."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import Desk, open_desk
from tests.unit.intake.duties.firm import RECEIVED


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service over an empty home, on 2021-09-05."""
    opened = open_desk(tmp_path / "home", RECEIVED)
    yield opened
    opened.service.close()
