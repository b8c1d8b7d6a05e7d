"""A second recogniser, of another make than the first: PP-OCRv5 mobile, for ink that the first doubts.

Here: its session and its characters. Not here: when it is asked (marks.names), where its weights come from (models).
"""

from pathlib import Path

import numpy as np
import onnxruntime

from ocr.engines.base import LogProbabilities
from ocr.engines.line_tensor import line_tensor
from ocr.engines.models import SECOND_RECOGNISER
from ocr.engines.one_arena import session_options
from ocr.pages import Image

_FLOOR = 1e-12  # probability below which differences mean nothing


class SecondReader:
    """Reads one line of text in a crop; building it takes some tenths of a second, so it is built when first needed."""

    def __init__(self, models: Path, threads: int = 1) -> None:
        folder = models / SECOND_RECOGNISER.name
        self._session = onnxruntime.InferenceSession(
            str(folder / "inference.onnx"), session_options(threads), providers=["CPUExecutionProvider"]
        )
        listed = (folder / Path(str(SECOND_RECOGNISER.yml)).name).read_text(encoding="utf-8")
        self.charset: tuple[str, ...] = ("blank", *listed.rstrip("\n").split("\n"), " ")

    def log_probabilities(self, crop: Image) -> LogProbabilities:
        """Return the distribution over an RGB crop, T x C, for the steps that lie on it."""
        tensor, used = line_tensor(crop)
        [output] = self._session.run(None, {self._session.get_inputs()[0].name: tensor})
        steps = max(1, int(np.ceil(used * len(output[0]))))
        return np.asarray(np.log(np.maximum(output[0][:steps], _FLOOR)), dtype=np.float32)
