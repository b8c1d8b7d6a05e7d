"""What a test does when a server that it needs is not installed.

In CI, and wherever we may install packages (root), a missing server is a failure: `make test` had to install it.
Elsewhere the test is skipped with the sentence that says what to type.
"""

import os
from typing import NoReturn

import pytest


def missing(server: str, cure: str) -> NoReturn:
    """End the test: fail in CI and as root, skip elsewhere."""
    sentence = f"{server} is not installed; {cure}"
    if os.environ.get("CI") or os.geteuid() == 0:
        pytest.fail(sentence)
    pytest.skip(sentence)
