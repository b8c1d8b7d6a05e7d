"""Places where a paper promises a mark: found from labels and tables, looked into by ocr.marks.

Here: the promise. Not here: whether ink stands there.
"""

from dataclasses import dataclass

from ocr.pages import FloatBox
from validators.model.codes import MarkRole, MarkType


@dataclass(frozen=True, slots=True)
class Slot:
    """One promised mark. `region` is where its ink may stand, `label` the words that promise it (sheet pixels).

    `implied` marks a place without words of its own: something beside it says that its label was lost. `foot` marks
    the whole foot of a letter without any label: `label` is then print to compare with, `printed` what is print there.
    """

    type: MarkType
    role: MarkRole | None
    name: str  # the name that the paper itself ties to the place, "" when none
    page: int
    region: FloatBox
    label: FloatBox
    implied: bool = False
    foot: bool = False
    printed: tuple[FloatBox, ...] = ()
    ended: bool = False  # of a foot: closing words or a date say that the letter ends here
