"""Small drawn papers for the tests of marks: a label with its room, hands, print, stamps, fingers."""

from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line
from ocr.pages import FloatBox, Sheet
from ocr.slots import Slot
from tests.factory import fonts, ink, seals
from validators.model.codes import MarkRole, MarkType
from validators.model.evidence import PageQuality

Picture = NDArray[np.uint8]
EM = 30  # px, 11 pt at 200 dpi
LABEL = "工伤职工（签名）："


@dataclass(slots=True)
class Paper:
    """A page of 1654 x 900 px with one signature label at a fixed place."""

    seed: int = 1
    tint: tuple[int, int, int] = (246, 245, 240)
    label: str = LABEL
    picture: Picture = field(init=False)
    slot: Slot = field(init=False)

    def __post_init__(self) -> None:
        self.picture = np.full((900, 1654, 3), self.tint, np.uint8)
        right = self.print(self.label, 160, 400)
        region = (right - 0.3 * EM, 400 - 0.9 * EM, right + 12 * EM, 400 + 1.9 * EM)
        self.slot = Slot(MarkType.SIGNATURE, MarkRole.WORKER, "", 0, region, (155, 394, right, 400 + EM + 6))

    def print(self, text: str, x: float, y: float, size: int = EM, face: str = "noto-serif") -> float:
        """Print a text with its em box at (x, y); give its right edge."""
        from PIL import Image, ImageDraw

        page = Image.fromarray(self.picture)
        font = fonts.face(face, size)
        ImageDraw.Draw(page).text((x, y + size * 0.86), text, font=font, fill=(25, 25, 27), anchor="ls")
        self.picture = np.array(page)
        return x + float(font.getlength(text))

    def rule(self, x0: int, y: int, x1: int) -> None:
        """Draw a level rule."""
        self.picture[y : y + 2, x0:x1] = (30, 30, 30)

    def soak(self, mask: Picture, x: int, y: int, colour: tuple[int, int, int]) -> None:
        """Let ink soak into the paper, the mask's top left at (x, y)."""
        h, w = mask.shape
        view = self.picture[y : y + h, x : x + w].astype(np.float32)
        share = mask[: view.shape[0], : view.shape[1], None].astype(np.float32) / 255
        mixed = view * (1 - share) + view * share * np.array(colour, np.float32) / 255
        self.picture[y : y + h, x : x + w] = mixed.astype(np.uint8)

    def write(
        self, text: str, dx: int = 20, *, hand: str = "ma-shan", colour: tuple[int, int, int] = ink.BLUE[0]
    ) -> None:
        """Write by hand into the label's room."""
        rng = Random(self.seed)
        mask, _ = ink.written(text, EM * 1.5, ink.pen(rng, (hand,), hand=hand), rng)
        x = int(self.slot.label[2]) + dx
        self.soak(mask, x, 400 + EM // 2 - mask.shape[0] // 2, colour)

    def patch(self, x0: int, y0: int, x1: int, y1: int, colour: tuple[int, int, int]) -> None:
        """Lay a patch of another ground."""
        self.picture[y0:y1, x0:x1] = colour

    def stamp(
        self,
        text: str,
        x: int,
        y: int,
        px: int = 315,
        inner: str = "",
        colour: tuple[int, int, int] = seals.REDS[0],
    ) -> None:
        """Press a round seal with its centre at (x, y)."""
        mask = seals.company(text, px, Random(self.seed), inner=inner)
        self.soak(mask, x - mask.shape[1] // 2, y - mask.shape[0] // 2, colour)

    def finger(self, x: int, y: int, colour: tuple[int, int, int] = seals.REDS[1]) -> None:
        """Press a finger with its centre at (x, y)."""
        mask = ink.fingerprint(125, Random(self.seed))
        self.soak(mask, x - mask.shape[1] // 2, y - mask.shape[0] // 2, colour)

    def sheet(self, blur: float = 0.6, noise: float = 2.0, quality: int = 85) -> Sheet:
        """Give the page as a scanner would: a little soft, noisy and packed as JPEG."""
        soft = cv2.GaussianBlur(self.picture, (0, 0), blur).astype(np.float32)
        soft += np.random.default_rng(self.seed).normal(0, noise, soft.shape)
        plain = np.clip(soft, 0, 255).astype(np.uint8)
        packed = cv2.imencode(".jpg", cv2.cvtColor(plain, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        image = cv2.cvtColor(np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)), cv2.COLOR_BGR2RGB)
        return Sheet(0, np.asarray(image, dtype=np.uint8), np.eye(3), 0, PageQuality("good"), None)  # type: ignore[arg-type]


def slot_of(kind: MarkType, region: FloatBox, label: FloatBox, role: MarkRole | None = MarkRole.EMPLOYER) -> Slot:
    """Give a slot on page 0 without a name."""
    return Slot(kind, role, "", 0, region, label)


NO_LINES: dict[int, tuple[Line, ...]] = {}
