"""Files on the command line: joined pages, limits, and paths that may not be opened."""

import hashlib
import os
from pathlib import Path

import pytest

from intake.papers import MAX_FILE_BYTES, PathFault, find_papers, load_paper, name_papers


def test_plus_joins_pages_unless_a_file_has_that_name(tmp_path: Path) -> None:
    """`a.jpg+b.jpg` is one document of two pages; a file of that very name is one page."""
    a, b, both = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c+d.jpg"
    for path in (a, b, both):
        path.write_bytes(path.name.encode())
    [joined, single] = name_papers([f"{a}+{b}", str(both)])
    assert (joined.label, joined.paths) == ("a.jpg+b.jpg", (a, b))
    assert (single.label, single.paths) == ("c+d.jpg", (both,))


def test_digest_of_several_parts_is_over_their_digests(tmp_path: Path) -> None:
    """SHA-256 over the hex digests in order, each followed by LF."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(name.encode())
    [paper] = name_papers([f"{tmp_path}/a.jpg+{tmp_path}/b.jpg"])
    lines = "".join(hashlib.sha256(name.encode()).hexdigest() + "\n" for name in ("a.jpg", "b.jpg"))
    assert load_paper(paper).sha256 == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.timeout(10)
def test_pipes_folders_and_missing_files_are_path_faults(tmp_path: Path) -> None:
    """What is no plain file is refused without waiting for it."""
    os.mkfifo(tmp_path / "pipe.jpg")
    for name in ("pipe.jpg", "missing.jpg", "."):
        [paper] = name_papers([str(tmp_path / name)])
        with pytest.raises(PathFault):
            load_paper(paper)


def test_a_file_beyond_the_limit_is_not_kept(tmp_path: Path) -> None:
    """Content above 20 MB is hashed and dropped; the paper then is DOC-001."""
    path = tmp_path / "big.pdf"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    loaded = load_paper(name_papers([str(path)])[0])
    assert loaded.too_large
    assert loaded.parts == ()


def test_case_folder_lists_documents_only(tmp_path: Path) -> None:
    """Other files are never opened; grouped files are one document, in the record's order."""
    for name in ("b.JPG", "a.pdf", "claim.json", "notes.txt", "page1.png", "page2.png"):
        (tmp_path / name).touch()
    papers = list(find_papers(tmp_path, [["page2.png", "page1.png"]]))
    assert [paper.label for paper in papers] == ["page2.png+page1.png", "a.pdf", "b.JPG"]


@pytest.mark.parametrize("name", ["notes.txt", "../secret.jpg", "/etc/passwd", "x/y.jpg", "..", ""])
def test_a_record_cannot_name_files_outside_its_folder(tmp_path: Path, name: str) -> None:
    """`files` of a claim record reaches nothing beside the case."""
    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "case"
    folder.mkdir()
    [paper] = find_papers(folder, [[name]])
    with pytest.raises(PathFault):
        load_paper(paper, within=folder)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link in a case folder that leads outside is refused."""
    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "a.jpg").symlink_to(tmp_path / "secret.jpg")
    [paper] = find_papers(folder, None)
    with pytest.raises(PathFault):
        load_paper(paper, within=folder)
