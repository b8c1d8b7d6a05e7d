"""Pictures of names in real hands, cut to pen's coverage.

Here: the folder `DIR/<writer>/<n>.png|jpg`, name n of a list. Not here: pages (rooms), what is counted (names).
"""

from dataclasses import dataclass
from pathlib import Path

from tests.bench.marks.rooms import HAND, Wanted
from tests.factory.hand_pieces import by_writer

_HEIGHT = 160.0  # px at which pictures are kept; pages shrink them to their own size
# What the writers of "Cross-media Signatures" were asked to write; another folder brings a names.txt of its own.
CROSS_MEDIA = ("王涛", "张磊", "郭鑫", "陈静", "赵雪", "李浩然", "徐俊杰", "杨紫涵", "董欣怡", "朱佳怡")


class HandsFault(Exception):
    """The folder cannot be measured; the text says what to mend."""


@dataclass(frozen=True, slots=True)
class Written:
    """One picture: who wrote it, which name."""

    writer: int
    name: str
    picture: Path

    @property
    def held_out(self) -> bool:
        """Whether the writer is kept for measuring: odd folders; even ones are for choosing bounds."""
        return self.writer % 2 == 1


def hands_in(folder: Path, slips: frozenset[tuple[int, int]] = frozenset()) -> list[Written]:
    """Return all pictures of a folder; `slips` are (writer, n) that show another name than asked for."""
    listed = folder / "names.txt"
    names = tuple(listed.read_text(encoding="utf-8").split()) if listed.is_file() else CROSS_MEDIA
    writers = sorted(int(one.name) for one in folder.iterdir() if one.is_dir() and one.name.isdigit())
    written = []
    for writer in writers:
        for picture in sorted((folder / str(writer)).iterdir()):
            if not picture.stem.isdigit() or not 1 <= int(picture.stem) <= len(names):
                raise HandsFault(f"{picture} is no picture of one of the {len(names)} names, such as 3.png")
            if (writer, int(picture.stem)) not in slips:
                written.append(Written(writer, names[int(picture.stem) - 1], picture))
    if not written:
        raise HandsFault(f"{folder} holds no folder of a writer, such as 1/3.png")
    return written


def wanted_of(one: Written) -> Wanted:
    """Return a picture as what is to stand at a place."""
    return Wanted(HAND, str(one.writer), one.name, by_writer(one.picture, _HEIGHT / 1.15))
