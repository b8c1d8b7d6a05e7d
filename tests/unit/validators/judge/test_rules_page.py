"""docs/rules.md says what the code does."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def test_rules_page_is_fresh() -> None:
    """The page equals what `make docs` would write."""
    asked = subprocess.run([sys.executable, "scripts/generate_rules.py", "--check"], cwd=ROOT, check=False)
    assert asked.returncode == 0
