"""Paths on the command line: which files are documents, which pages belong together, and their bytes.

Here: opening what a caller named, carefully. Not here: what the bytes are (ocr.sandbox).
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".pdf"})
MAX_FILE_BYTES = 20 * 1024 * 1024  # CONTRACT: above 20 MB an upload is refused; the command line keeps the same limit


class PathFault(Exception):
    """A path may not or cannot be opened; the text is a sentence with the path."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its label (`a.jpg+b.jpg`) and the files of its pages in order."""

    label: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class PaperBytes:
    """The bytes of one document's parts; `too_large` when a part breaks the limit and was not kept."""

    label: str
    parts: tuple[bytes, ...]
    sha256: str
    too_large: bool = False


def name_papers(arguments: Sequence[str]) -> tuple[Paper, ...]:
    """Turn arguments into documents: `a.jpg+b.jpg` is one of two pages, unless a file has that very name."""
    return tuple(_named(argument) for argument in arguments)


def _named(argument: str) -> Paper:
    whole = Path(argument)
    if "+" not in argument or whole.exists():
        return Paper(_shown(Path(whole.name)), (whole,))
    parts = tuple(Path(part) for part in argument.split("+"))
    return Paper("+".join(_shown(Path(part.name)) for part in parts), parts)


def find_papers(folder: Path, files: Sequence[Sequence[str]] | None) -> Iterator[Paper]:
    """List the documents of one case folder: as the record groups them, all others apart, in name order."""
    grouped: set[str] = set()
    for group in files or ():
        if not group:
            continue
        grouped.update(group)
        yield Paper("+".join(group), tuple(_inside(folder, name) for name in group))
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.name not in grouped and not path.is_dir():
            yield Paper(_shown(Path(path.name)), (path,))


def _inside(folder: Path, name: str) -> Path:
    # A record may come from anywhere: it names documents of its own folder and nothing beside or besides them.
    path = Path(name)
    allowed = len(path.parts) == 1 and name not in {"", ".", ".."} and path.suffix.lower() in SUFFIXES
    return folder / path.name if allowed else folder / "\0"


def load_paper(paper: Paper, *, within: Path | None = None) -> PaperBytes:
    """Read the bytes of one document, or raise PathFault; `within` refuses links that lead out of a folder."""
    parts: list[bytes] = []
    digests: list[str] = []
    too_large = not paper.paths
    for path in paper.paths:
        content, digest = _read_part(path, within)
        digests.append(digest)
        too_large = too_large or content is None
        parts.append(content or b"")
    return PaperBytes(paper.label, () if too_large else tuple(parts), join_digests(digests), too_large)


def join_digests(digests: Sequence[str]) -> str:
    """Digest of a document: that of its only part, else SHA-256 over the parts' hex digests, each with LF."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()


def _read_part(path: Path, within: Path | None) -> tuple[bytes | None, str]:
    try:
        if within is not None and not path.resolve().is_relative_to(within.resolve()):
            raise PathFault(f"不允许打开案件文件夹以外的文件：{_shown(path)}")
        # O_NONBLOCK: a named pipe must not hold the whole run; the check below refuses it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "路径无效"
        raise PathFault(f"打不开文件：{_shown(path)}（{reason}）") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise PathFault(f"不是普通文件：{_shown(path)}")
        return _hash_and_keep(handle, path)
    finally:
        os.close(handle)


def _hash_and_keep(handle: int, path: Path) -> tuple[bytes | None, str]:
    digest, kept, size = hashlib.sha256(), bytearray(), 0
    try:
        while block := os.read(handle, 1 << 20):
            digest.update(block)
            size += len(block)
            if size <= MAX_FILE_BYTES:
                kept += block
    except OSError as error:
        raise PathFault(f"读不出文件：{_shown(path)}（{error.strerror}）") from None
    return (bytes(kept) if size <= MAX_FILE_BYTES else None), digest.hexdigest()


def _shown(path: Path) -> str:
    return str(path).replace("\0", "?").encode("utf-8", "replace").decode()
