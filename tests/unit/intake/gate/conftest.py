"""A desk with one living worker's clean case."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import living_case, make_record
from tests.desk import CLERK, OFFICE, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service over an empty home, on 2021-09-01."""
    opened = open_desk(tmp_path / "home")
    yield opened
    opened.service.close()


@pytest.fixture
def case(desk: Desk) -> str:
    """The number of a registered claim whose clean papers are read: 10,000.00 to the firm, 2,345.67 to the worker."""
    desk.register(replace(make_record(), claim_no="C-1", office=OFFICE))
    desk.bring(CLERK, "C-1", *living_case())
    return "C-1"
