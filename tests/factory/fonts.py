"""Where the fonts lie and how they get there: `python -m tests.factory.fonts` installs the locked handwriting packages.

Print faces come from Debian packages; hands from npm packages locked in package-lock.json, whose integrity npm checks.
"""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
_SHARE = Path("/usr/share/fonts")
_LONG = MODULES / ".long-cang"


_PRINT = "请先安装字体：apt-get install fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei"
_HANDS = "请先下载手写字体：python -m tests.factory.fonts"


class FontsMissingError(RuntimeError):
    """A font that the factory needs is not installed; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Face:
    """A print face: file and index of the plain and the bold cut, and whether a PDF can embed it."""

    name: str
    plain: tuple[Path, int]
    bold: tuple[Path, int]
    embeds: bool


def _noto(kind: str) -> Face:
    base = _SHARE / "opentype/noto"
    regular, bold = base / f"Noto{kind}CJK-Regular.ttc", base / f"Noto{kind}CJK-Bold.ttc"
    return Face(f"noto-{kind.lower()}", (regular, 2), (bold, 2), False)


def _same(name: str, path: str, index: int) -> Face:
    return Face(name, (_SHARE / path, index), (_SHARE / path, index), True)


FACES: dict[str, Face] = {
    f.name: f
    for f in (
        _noto("Sans"),
        _noto("Serif"),
        _same("uming", "truetype/arphic/uming.ttc", 0),
        _same("zenhei", "truetype/wqy/wqy-zenhei.ttc", 0),
        _same("ukai", "truetype/arphic/ukai.ttc", 0),
    )
}
RESERVED_FACES = ("ukai",)
TUNING_FACES = tuple(n for n in FACES if n not in RESERVED_FACES)
_EXPO = MODULES / "@expo-google-fonts"
_HAND_FILES = {
    "ma-shan": _EXPO / "ma-shan-zheng/400Regular/MaShanZheng_400Regular.ttf",
    "zhi-mang": _EXPO / "zhi-mang-xing/400Regular/ZhiMangXing_400Regular.ttf",
    "liu-jian": _EXPO / "liu-jian-mao-cao/LiuJianMaoCao_400Regular.ttf",
}
RESERVED_HANDS = ("long-cang", "zhi-mang")
TUNING_HANDS = ("ma-shan", "liu-jian", "strokes")


@functools.lru_cache(maxsize=256)
def face(name: str, px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Give a print face at a pixel size."""
    path, index = FACES[name].bold if bold else FACES[name].plain
    if not path.exists():
        raise FontsMissingError(_PRINT)
    return ImageFont.truetype(str(path), px, index=index, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=1)
def _long_index() -> dict[int, str]:
    path = _LONG / "index.json"
    if not path.exists():
        raise FontsMissingError(_HANDS)
    return {int(k): v for k, v in json.loads(path.read_text()).items()}


@functools.lru_cache(maxsize=8)
def _covered(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(path, lazy=True).getBestCmap())


# Glyphs of another character: Long Cang shows 毓 for 敏 and 敏 for 毓, and the paper would not say what its truth says.
_MISDRAWN = {("long-cang", "敏"), ("long-cang", "毓")}
# A glyph that its font draws far heavier than the others.
_ODD = {("liu-jian", "日")}


@functools.lru_cache(maxsize=2048)
def glyph_font(hand: str, char: str, px: int) -> ImageFont.FreeTypeFont:
    """Give a font of this hand that has the character, else the nearest one that has."""
    if (hand, char) in _ODD:
        return face("ukai", px)
    if hand == "long-cang" and ord(char) in _long_index() and (hand, char) not in _MISDRAWN:
        return ImageFont.truetype(str(_LONG / _long_index()[ord(char)]), px)
    for name in (hand, "zhi-mang" if hand == "long-cang" else "ma-shan"):
        path = _HAND_FILES.get(name)
        if path is None:
            continue
        if not path.exists():
            raise FontsMissingError(_HANDS)
        if ord(char) in _covered(str(path)):
            return ImageFont.truetype(str(path), px)
    return face("ukai", px)


@functools.lru_cache(maxsize=4096)
def strokes(char: str) -> tuple[tuple[tuple[float, float], ...], ...] | None:
    """Give the pen paths of a character in a 1024 box with y down, or None where there are none."""
    path = MODULES / "hanzi-writer-data" / f"{char}.json"
    if not path.exists():
        return None
    medians = json.loads(path.read_text())["medians"]
    return tuple(tuple((x, 900.0 - y) for x, y in stroke) for stroke in medians)


def npm() -> list[str]:
    """Give the command that runs npm: that of the environment, of the machine, or of the nodejs wheel."""
    for candidate in (Path(sys.executable).parent / "npm", shutil.which("npm")):
        if candidate and Path(candidate).exists():
            return [str(candidate)]
    return [sys.executable, "-m", "nodejs.npm"]


def _convert_long_cang() -> None:
    from fontTools.ttLib import TTFont

    index: dict[int, str] = {}
    tmp = _LONG.with_name(".long-cang.part")
    shutil.rmtree(tmp, ignore_errors=True)
    tmp.mkdir()
    for source in sorted((MODULES / "@fontsource/long-cang/files").glob("*-400-normal.woff2")):
        font = TTFont(source)
        font.flavor = None
        target = source.name.replace(".woff2", ".ttf")
        font.save(tmp / target)
        for code in font.getBestCmap():
            index.setdefault(code, target)
    (tmp / "index.json").write_text(json.dumps(index))
    shutil.rmtree(_LONG, ignore_errors=True)
    tmp.rename(_LONG)


def install() -> None:
    """Install the locked handwriting packages; does nothing where they already are what the lock says."""
    lock = (HERE / "package-lock.json").read_text()
    stamp = MODULES / ".factory-lock"
    if stamp.exists() and stamp.read_text() == lock and (_LONG / "index.json").exists():
        return
    done = subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=False)
    if done.returncode:
        raise FontsMissingError("手写字体未能下载：请检查网络或 npm 镜像设置，然后重试。")
    _convert_long_cang()
    stamp.write_text(lock)


def missing() -> str:
    """Say in a sentence what must still be installed, or nothing."""
    if not all(f.plain[0].exists() and f.bold[0].exists() for f in FACES.values()):
        return _PRINT
    hands = (_LONG / "index.json").exists() and all(p.exists() for p in _HAND_FILES.values())
    return "" if hands else _HANDS


def ready() -> bool:
    """Say whether print faces and hands are installed."""
    return not missing()


if __name__ == "__main__":
    try:
        install()
    except FontsMissingError as problem:
        sys.exit(str(problem))
    print("fonts are ready", file=sys.stderr)
