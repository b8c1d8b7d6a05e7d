"""A page whose ink is set by hand: rows of distributions by their height, an engine that sees them, a shelf."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import numpy as np

from ocr.engines.base import LogProbabilities
from ocr.extract.leaves import FieldLeaf, Part
from ocr.lines import Line
from ocr.pages import Image
from validators.model.evidence import PageQuality

CHARSET = (
    "",
    *dict.fromkeys(
        "0123456789.,¥-/年月日：:元丧葬基补助金一次性工亡伤残定养杨物淼森梅郑萍敏非洋教支付个人现医保统筹全王黄项目名称康复费及X·性虚构市铺辅具中心医院民样本又示例（）人女伤工复康"
    ),
)
Seen = Mapping[int, tuple[str, float]]  # place in a text -> another sign and its share
ROW = 40  # pixels from one row to the next


def ink(text: str, others: Seen | None = None, floor: float = 1e-7) -> LogProbabilities:
    """Each sign once, a blank after it; signs that nobody sees have the share `floor`."""
    table = np.full((2 * len(text), len(CHARSET)), floor, dtype=np.float32)
    for place, sign in enumerate(text):
        other, share = (others or {}).get(place, ("", 0.0))
        table[2 * place, CHARSET.index(sign)] = 1 - share
        if other:
            table[2 * place, CHARSET.index(other)] = share
        table[2 * place + 1, 0] = 1.0
    return np.asarray(np.log(table / table.sum(axis=1, keepdims=True)), dtype=np.float32)


class Inked:
    """An engine and a shelf of one page: what each recogniser sees in each row, the rows ROW pixels apart."""

    def __init__(
        self, *rows: Sequence[LogProbabilities], twice: bool = True, layer: bool = False, sharp: bool = False
    ) -> None:
        self._rows, self._twice = rows, twice
        self.quality = PageQuality("good") if sharp else PageQuality("fair", ("blur",))
        self.raw = SimpleNamespace(words=("13088.00",) if layer else ())
        self.asked = 0

    @property
    def read_twice(self) -> "Inked":
        """Itself."""
        return self

    def thin(self, page: int) -> "Inked":
        """A sheet whose file has a text layer or none."""
        return self

    def was_read_twice(self, page: int) -> bool:
        """Whether two recognisers read the page."""
        return self._twice

    def unstamped(self, page: int) -> Image:
        """The page, each row as light as its number says."""
        rows = np.minimum(np.arange(255 * ROW) // ROW, 255).astype(np.uint8)
        return np.repeat(np.repeat(rows[:, None, None], 1000, axis=1), 3, axis=2)

    def crop(self, page: int, box: tuple[float, ...]) -> Image:
        """A place of the page."""
        return self.unstamped(page)[int(box[1]) : int(box[3]), int(max(0, box[0])) : int(box[2])]

    crop_in_red_light = crop
    crop_without_red = crop

    def sheet(self, page: int) -> SimpleNamespace:
        """A sheet with its picture."""
        return SimpleNamespace(image=self.unstamped(page))

    def every_opinion(self, crop: Image) -> tuple[tuple[LogProbabilities, tuple[str, ...]], ...]:
        """What each recogniser sees at a crop's place."""
        self.asked += 1
        return tuple((one, CHARSET) for one in self._rows[int(np.median(crop))])

    opinions_of_figures = every_opinion


def leaf(
    lines: Sequence[Line], at: int, value: object, sort: str, confidence: float = 0.58, start: int = 0
) -> FieldLeaf:
    """A value that begins at a sign of a line and ends with it."""
    one = lines[at]
    box = one.span_box(start, len(one.text))
    part = Part(0, at, start, len(one.text), box)
    return FieldLeaf(
        value,  # type: ignore[arg-type]
        one.text[start:],
        confidence,
        confidence,
        0,
        box,
        at,
        start,
        part.stop,
        (part,),
        (),
        (),
        sort,
    )
