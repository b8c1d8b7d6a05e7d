"""PaddleOCR on ONNX Runtime: PP-OCRv6 small for finding and reading lines, PP-LCNet for the page's turn.

Here: the modules of paddleocr, driven line by line at each line's own width, with the recogniser's distribution
kept. Not here: where the weights come from (models), which lines matter (extract). paddlepaddle is never imported.
"""

import logging
import math
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities, OcrEngine
from ocr.engines.line_reading import log_probabilities_of, read_crop, read_quads
from ocr.engines.line_tensor import line_tensor
from ocr.engines.models import DETECTOR, ORIENTATION, RECOGNISER, check_models
from ocr.engines.moved_print import MOVED_FIGURES, WEIGHTS, WRITTEN_DAYS, MovedPrint
from ocr.engines.one_arena import library_sessions_in_arena
from ocr.engines.read_twice import ReadTwice
from ocr.engines.second_reader import SecondReader
from ocr.engines.written_days import has_lost_a_day, with_its_day
from ocr.imaging.print_height import print_height
from ocr.imaging.printed_part import printed_part
from ocr.lines import Line, Quad
from ocr.pages import Image
from validators.model.evidence import Engine

DETECTION_LONG_SIDE = 1280  # px; 960 loses rows of small print, 1600 finds no more for half as much work again
_MOST_PIXELS = 1280 * 1024  # a sheet as wide as high would take half as much memory again as a long one
FOUND_AT = 13.0  # px; height of print that the finder needs
_LEAST_FACTOR = 0.7  # of that picture; larger print is found no better in less
_LEAST_PART = 64  # px of a side given to the finder


class UnsafeOpenCv(RuntimeError):
    """The installed OpenCV may show one document's pixels in another."""


class PaddleEngine:
    """The engine of the service. Building it takes about a second; keep one a process."""

    def __init__(self, models: Path, threads: int = 1) -> None:
        if tuple(int(part) for part in cv2.__version__.split(".")[:2]) < (4, 12):
            raise UnsafeOpenCv(f"OpenCV {cv2.__version__} is unsafe; 4.12 or later is required.")
        self._digests = check_models(models)
        self._models, self._threads = models, threads
        cv2.setNumThreads(threads)
        os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
        os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(models))
        logging.getLogger("paddlex").setLevel(logging.ERROR)
        from paddleocr import DocImgOrientationClassification, TextDetection, TextRecognition

        config: dict[str, Any] = {
            "intra_op_num_threads": threads,
            "inter_op_num_threads": 1,
            # A plan for each size of picture that was ever seen would be kept, and costs more than it saves.
            "enable_mem_pattern": False,
        }
        common: dict[str, Any] = {"engine": "onnxruntime", "engine_config": config, "device": "cpu"}
        with library_sessions_in_arena():
            self._detector = TextDetection(
                model_name=DETECTOR.name,
                model_dir=str(models / DETECTOR.name),
                limit_side_len=DETECTION_LONG_SIDE,
                limit_type="max",
                **common,
            )
            self._recogniser = TextRecognition(
                model_name=RECOGNISER.name, model_dir=str(models / RECOGNISER.name), **common
            ).paddlex_predictor
            self._turner = DocImgOrientationClassification(
                model_name=ORIENTATION.name, model_dir=str(models / ORIENTATION.name), **common
            )
        self.charset: tuple[str, ...] = tuple(self._recogniser.post_op.character)

    @cached_property
    def identity(self) -> Engine:
        """Name, version and the digests of the weights."""
        import paddleocr

        return Engine("paddleocr", str(paddleocr.__version__), {**self._digests, **WEIGHTS})

    def read_lines(self, image: Image, quads: Sequence[Quad]) -> tuple[Line, ...]:
        """Read the lines of a sheet at these places, in their order; a place without any sign gives no line."""
        lines = read_quads(self, image, quads)
        return tuple(with_its_day(line, self._days, image) if has_lost_a_day(line) else line for line in lines)

    def find_lines(self, image: Image, *, closely: bool = False) -> tuple[Quad, ...]:
        """Return the quads of the lines on an RGB sheet, top to bottom, left to right; `closely` at full size."""
        left, top, right, bottom = printed_part(image)
        scale = finder_scale(image)  # of the whole sheet: print keeps its size
        size = (max(_LEAST_PART, round((right - left) * scale)), max(_LEAST_PART, round((bottom - top) * scale)))
        whole = cv2.resize(image[top:bottom, left:right], size, interpolation=cv2.INTER_LINEAR)
        part = (
            np.asarray(whole, dtype=np.uint8) if closely else _no_larger_than_needed(np.asarray(whole, dtype=np.uint8))
        )
        size = part.shape[1], part.shape[0]
        [result] = self._detector.predict(cv2.cvtColor(part, cv2.COLOR_RGB2BGR), batch_size=1)
        back, shift = ((right - left) / size[0], (bottom - top) / size[1]), (left, top)
        quads = [_ordered(np.asarray(poly, dtype=np.float64) * back + shift) for poly in result["dt_polys"]]
        return tuple(sorted(quads, key=lambda quad: (round(quad[0][1] / 12), quad[0][0])))

    def recognise(self, crops: Sequence[Image]) -> tuple[Line, ...]:
        """Read one line of text in each RGB crop; the quad is the crop itself."""
        return tuple(read_crop(self, crop) for crop in crops)

    def log_probabilities(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the recogniser's output distribution over one crop and its characters (index 0 is the blank)."""
        return log_probabilities_of(self, crop), self.charset

    def clearest(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return the same: one recogniser is the clearest of one."""
        return self.log_probabilities(crop)

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same, of the only recogniser."""
        return (self.log_probabilities(crop),)

    def opinions_of_figures(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """Return the same: clear figures need no recogniser of their own."""
        return self.every_opinion(crop)

    def second_opinion(self, crop: Image) -> tuple[LogProbabilities, tuple[str, ...]]:
        """Return what the second recogniser makes of one crop, as log_probabilities does."""
        return self._second.log_probabilities(crop), self._second.charset

    @cached_property
    def read_twice(self) -> OcrEngine:
        """This engine, reading with the recogniser for moved print too (loaded when first asked for)."""
        figures = MovedPrint(self._threads, MOVED_FIGURES)
        return ReadTwice(self, self, MovedPrint(self._threads), figures, self._days)

    @cached_property
    def _days(self) -> MovedPrint:
        return MovedPrint(self._threads, WRITTEN_DAYS)

    @cached_property
    def _second(self) -> SecondReader:
        return SecondReader(self._models, self._threads)

    def orientation(self, image: Image) -> tuple[int, float]:
        """Return the clockwise quarter turn that makes a page upright, and its probability."""
        small = _at_most(image, 512)
        [result] = self._turner.predict(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), batch_size=1)
        seen = int(result["label_names"][0])  # the page appears turned clockwise by this much
        return (360 - seen) % 360, float(result["scores"][0])

    def distribution(self, crop: Image) -> tuple[NDArray[np.float32], float]:
        """Return the T x C probabilities over one crop, and the share of T that lies on it and not on padding."""
        tensor, used = line_tensor(crop)
        [output] = self._recogniser.runner(x=[tensor])
        return np.asarray(output[0], dtype=np.float32), used


def finder_scale(image: Image) -> float:
    """Return by how much a sheet is made smaller before its lines are found; at most 1."""
    height, width = (float(side) for side in image.shape[:2])
    return min(1.0, DETECTION_LONG_SIDE / max(height, width), math.sqrt(_MOST_PIXELS / (height * width)))


def _no_larger_than_needed(part: Image) -> Image:
    """Return the picture for the finder, smaller where even the smaller print of it stands high."""
    height = print_height(part)
    factor = 1.0 if height is None else max(_LEAST_FACTOR, min(1.0, FOUND_AT / height))
    size = [max(_LEAST_PART, round(factor * side)) for side in (part.shape[1], part.shape[0])]
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8) if factor < 1 else part


def _ordered(points: NDArray[np.float64]) -> Quad:
    """Order four corners: top left, top right, bottom right, bottom left."""
    by_sum, by_difference = points.sum(axis=1), points[:, 1] - points[:, 0]
    corners = [
        int(np.argmin(by_sum)),
        int(np.argmin(by_difference)),
        int(np.argmax(by_sum)),
        int(np.argmax(by_difference)),
    ]
    if len(set(corners)) < 4:
        corners = [0, 1, 2, 3]
    tl, tr, br, bl = ((float(points[i][0]), float(points[i][1])) for i in corners)
    return tl, tr, br, bl


def _at_most(image: Image, long_side: int) -> Image:
    scale = long_side / max(image.shape[:2])
    if scale >= 1:
        return image
    size = (max(1, int(image.shape[1] * scale)), max(1, int(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
