"""Networks that were shown what a camera drew out while it moved: print, its figures, and written days.

The first knows the signs of GB 2312 and of the claim's kind of paper, the others those of figures and capitals and one
for every other sign: in moved print a 9, a 6 and a 4 close to a 0 for whoever has all signs to choose from. Here: the
networks. Not here: who asks them (read_twice), how they were fitted (docs/moved-print-network.md).
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.engines.line_tensor import line_tensor
from ocr.networks import network
from ocr.pages import Image

MOVED_PRINT: Final = "moved_print"
MOVED_FIGURES: Final = "moved_figures"
WRITTEN_DAYS: Final = "written_days"
WEIGHTS: Final = {
    MOVED_PRINT: "ae0aa76775a63feaf61078e30ab91ae30111f536c13f8a4f2175b8833101146b",
    MOVED_FIGURES: "b03455afdd975c1e7f1f80131d7d87b87fdb7bf43b6851eed9d4c14d57649677",
    WRITTEN_DAYS: "b9a1b70eca5a0c64e42af540943932b6b90125cf07f70a27230d9e71edee759f",
}  # SHA-256 of the files
FILES: Final = {name: Path(__file__).with_name(f"{name}.onnx") for name in WEIGHTS}
_STEP: Final = 2  # px; the networks halve their input, and were fitted on whole pairs of columns


class MovedPrint:
    """A recogniser that was fitted on moved print."""

    def __init__(self, threads: int = 1, name: str = MOVED_PRINT) -> None:
        self._session = network(FILES[name], WEIGHTS[name], threads)
        self.charset: tuple[str, ...] = tuple(self._session.get_modelmeta().custom_metadata_map["charset"].split("\n"))

    def distribution(self, crop: Image) -> tuple[NDArray[np.float32], float]:
        """Return the T x C probabilities over one crop, and the share of T that lies on it and not on padding."""
        tensor, used = line_tensor(crop)
        width = tensor.shape[3]
        if width % _STEP:
            tensor = np.pad(tensor, ((0, 0), (0, 0), (0, 0), (0, _STEP - width % _STEP)))
        [output] = self._session.run(None, {"x": tensor})
        return np.asarray(output[0], dtype=np.float32), used * width / tensor.shape[3]
