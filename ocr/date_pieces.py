"""The pieces of a written date between its signs, and what a small network says which numbers stand in them.

The recogniser's distribution swallows one of two like figures (1 for 11) and is unsure of narrow ones; seen alone, a
piece shows how many strokes it has. Here: where the pieces lie, how they are framed, the network's answer. How it was
fitted and what it errs: docs/number-network.md. Not here: which day a date is (date_look).
"""

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.date_strokes import counted
from ocr.date_ways import TWO_STROKES
from ocr.marks.scoring import Emission
from ocr.networks import network
from ocr.pages import Image

HIGH: Final = 32  # px of a framed piece
WIDE: Final = 80  # px
NUMBERS: Final = 40  # answers of the network: 0 for no number at all, else the number
SHA256: Final = "d0684d178ad1f2df224c9e480e8ce92cc64beb73740d1e43407a68f92f7b7421"
NETWORK: Final = Path(__file__).with_name("numbers.onnx")
Numbers = NDArray[np.float32]  # 2 x NUMBERS, natural logarithm: of the month's and the day's piece
_COUNTED: Final = 6.0  # nats by which counted strokes speak: of 159 counted pieces none was the other number
_NOWHERE: Final = -1e9
_WRITTEN: Final = re.compile(rf"[0-9]{{4}}([年\-/.])([0-9{TWO_STROKES}]+)([月\-/.])([0-9{TWO_STROKES}]+)(日?)")
_END: Final = 0.5  # of the crop's height behind the last figure's middle: the end of a date without a last sign


def numbers_in(crop: Image, over: Emission, text: str) -> Numbers | None:
    """Return log P(number) of the month's and the day's piece, 2 x NUMBERS.

    None where no sign parts them.

    `over` is the distribution over this crop, `text` the likeliest way to write a date in it.
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    at = [place * crop.shape[1] for place in places(over, text)]
    signs = at[written.start(1)], at[written.start(3)]
    end = at[written.start(5)] if written[5] else at[written.end(4) - 1] + _END * crop.shape[0]
    ink = _ink(crop)
    pieces = np.stack([_framed(ink, signs[0], signs[1]), _framed(ink, signs[1], end)])
    [answer] = network(NETWORK, SHA256).run(None, {"piece": pieces[:, np.newaxis]})
    said = np.array(answer, dtype=np.float32)
    if written[1] == "年":
        _told_by_strokes(said[0], counted(ink, *signs))
        if written[5]:  # without its 日 nobody knows what belongs to the day
            _told_by_strokes(said[1], counted(ink, signs[1], end))
    return said


def _told_by_strokes(row: NDArray[np.float32], number: int | None) -> None:
    """Let strokes that stand apart say which of 1 and 11 a piece is; every other number keeps what it had."""
    if number is None:
        return
    other = 12 - number
    row[number] = max(row[number], row[other])
    row[other] = row[number] - _COUNTED


def places(over: Emission, text: str) -> tuple[float, ...]:
    """Return the middle of every character of a text on the likeliest path, as a share of the crop's width."""
    steps, states = len(over.blank), 2 * len(text) + 1
    emit = np.repeat(over.blank[:, np.newaxis], states, axis=1)
    emit[:, 1::2] = over.chars[:, [over.column[char] for char in text]]
    may_skip = np.zeros(states, dtype=np.bool_)
    may_skip[3::2] = [one != two for one, two in pairwise(text)]
    best = np.full(states, _NOWHERE)
    best[:2] = emit[0, :2]
    came = np.zeros((steps, states), dtype=np.int64)
    for step in range(1, steps):
        ways = np.full((3, states), _NOWHERE)
        ways[0], ways[1, 1:] = best, best[:-1]
        ways[2, 2:] = np.where(may_skip[2:], best[:-2], _NOWHERE)
        came[step] = ways.argmax(axis=0)
        best = ways.max(axis=0) + emit[step]
    state = states - 1 if best[-1] >= best[-2] else states - 2
    on: list[list[int]] = [[] for _ in text]
    for step in range(steps - 1, -1, -1):
        if state % 2:
            on[state // 2].append(step)
        state -= int(came[step, state])
    return tuple((float(np.mean(own)) + 0.5) / steps if own else 0.0 for own in on)


def _ink(crop: Image) -> NDArray[np.float32]:
    """Return how dark each pixel is between the paper (0) and the darkest ink (1)."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper, dark = float(np.percentile(grey, 80)), float(np.percentile(grey, 1))
    return np.asarray(np.clip((paper - grey) / max(paper - dark, 8.0), 0.0, 1.0), dtype=np.float32)


def _framed(ink: NDArray[np.float32], left: float, right: float) -> NDArray[np.float32]:
    """Return the columns of a piece, HIGH x WIDE: its full height, its own width, squeezed where too wide, centred."""
    first = int(np.clip(left, 0, ink.shape[1] - 2))
    last = int(np.clip(right, first + 2, ink.shape[1]))
    piece = ink[:, first:last]
    height, width = piece.shape
    own = int(np.clip(round(width * HIGH / height), 4, WIDE))
    way = cv2.INTER_LINEAR if height < HIGH else cv2.INTER_AREA
    framed = np.zeros((HIGH, WIDE), dtype=np.float32)
    start = (WIDE - own) // 2
    framed[:, start : start + own] = cv2.resize(piece, (own, HIGH), interpolation=way)
    return framed
