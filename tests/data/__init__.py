"""Tables of expected answers, read by the tests that need them."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def table(name: str) -> Any:
    """Read one table by its name without ending."""
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
