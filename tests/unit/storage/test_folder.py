"""The folder store's order of calls, and what it does when the disk refuses."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.faults import DurabilityLost, ObjectTooLarge, StorageFull, TransientFault
from storage.objects.folder import FolderStore


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "objects"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class Trace:
    """Notes the calls that make an object durable, by file name, in order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[str, str]] = []
        rename, fsync = os.rename, os.fsync

        def noted_fsync(handle: int) -> None:
            self.calls.append(("fsync", Path(os.readlink(f"/proc/self/fd/{handle}")).name))
            fsync(handle)

        def noted_rename(source: Path, target: Path) -> None:
            self.calls.append(("rename", Path(target).name))
            rename(source, target)

        patch.setattr(os, "fsync", noted_fsync)
        patch.setattr(os, "rename", noted_rename)


def test_order_that_survives_a_power_failure(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced before its name, the shard's name before the object, the shard's folder after it."""
    store = FolderStore(root)
    trace = Trace(monkeypatch)

    sha256 = store.put([b"one"], 10).sha256

    kinds = [call[0] for call in trace.calls]
    assert kinds == ["fsync", "fsync", "rename", "fsync"]
    assert trace.calls[0][1].startswith(".incoming-")
    assert [call[1] for call in trace.calls[1:]] == ["originals", sha256, sha256[:2]]


def test_shard_made_by_another_process_is_synced_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shard that exists already may not be durable yet: the first use syncs its parent all the same."""
    store = FolderStore(root)
    for number in range(256):
        (root / "originals" / f"{number:02x}").mkdir()
    trace = Trace(monkeypatch)

    store.put([b"one"], 10)
    store.put([b"one"], 10)

    assert [name for kind, name in trace.calls if kind == "fsync"].count("originals") == 1


def test_only_the_owner_may_read(root: Path) -> None:
    """Files are 0600 and folders 0700 from the moment they exist."""
    seen: list[int] = []

    def pieces() -> Any:
        yield b"one"
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in files_below(root))

    FolderStore(root).put(pieces(), 10)

    assert seen == [0o600]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files_below(root)} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*") if path.is_dir()} == {0o700}


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EIO, TransientFault),
        (errno.EROFS, TransientFault),
    ],
)
@pytest.mark.parametrize("call", ["write", "rename", "open"])
def test_a_refusing_disk_acknowledges_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, fault: type[Exception]
) -> None:
    """Whatever call the disk refuses, the caller learns what kind it is and nothing half remains."""
    store = FolderStore(root)

    def refuse(*_args: Any, **_more: Any) -> Any:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(fault) as caught:
            store.put([b"one"], 10)
    assert type(caught.value) is fault
    assert files_below(root) == []
    assert store.put([b"one"], 10).size == 3  # and the next upload may succeed


def test_short_writes_are_continued(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a few bytes at a time still gets all of them."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, view: write(handle, view[:3]))

    stored = FolderStore(root).put([b"abcdefgh", b"ij"], 10)

    assert FolderStore(root).fetch(stored.sha256) == b"abcdefghij"


@pytest.mark.parametrize("which", [1, 2, 3])
def test_failed_fsync_ends_it(root: Path, monkeypatch: pytest.MonkeyPatch, which: int) -> None:
    """After any failed fsync nothing is acknowledged any more: the next one could succeed and lie."""
    store = FolderStore(root)
    fail_the(monkeypatch, which)

    with pytest.raises(DurabilityLost):
        store.put([b"one"], 10)
    monkeypatch.undo()
    with pytest.raises(DurabilityLost):
        store.put([b"two"], 10)
    assert not any(path.name.startswith(".incoming-") for path in files_below(root))


def fail_the(patch: pytest.MonkeyPatch, which: int) -> None:
    """Make the n-th fsync from now fail, and the later ones succeed."""
    fsync: Callable[[int], None] = os.fsync
    count = 0

    def failing(handle: int) -> None:
        nonlocal count
        count += 1
        if count == which:
            raise OSError(errno.EIO, "lost")
        fsync(handle)

    patch.setattr(os, "fsync", failing)


def test_sweeps_what_a_killed_upload_left(root: Path) -> None:
    """Incoming files that are old enough go; fresh ones and objects stay."""
    store = FolderStore(root)
    kept = store.put([b"kept"], 10)
    old, fresh = (root / "originals" / f".incoming-{name}" for name in ("old", "fresh"))
    for left in (old, fresh):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))

    assert store.sweep_incoming(3600) == 1
    assert not old.exists()
    assert fresh.exists()
    assert store.fetch(kept.sha256) == b"kept"
    assert list(store.digests()) == [kept.sha256]


def test_new_folders_are_synced_up_to_the_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh home survives as a whole: every folder above the objects is synced when the store opens."""
    trace = Trace(monkeypatch)

    FolderStore(tmp_path / "home" / "new" / "objects")

    assert [name for _, name in trace.calls][:4] == ["objects", "new", "home", tmp_path.name]


def test_removal_is_durable(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was erased does not come back after a power failure; removing nothing is no error."""
    store = FolderStore(root)
    sha256 = store.put([b"one"], 10).sha256
    trace = Trace(monkeypatch)

    store.remove(sha256)
    store.remove("0" * 64)

    assert trace.calls == [("fsync", sha256[:2])]


def test_no_handle_is_left_open(root: Path) -> None:
    """Uploads that succeed, break or pass the limit leave no file open."""
    store = FolderStore(root)
    store.put([b"one"], 10)
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(5):
        store.fetch(store.put([b"two"], 10).sha256)
        with pytest.raises(ObjectTooLarge):
            store.put([b"x" * 11], 10)

    assert len(os.listdir("/proc/self/fd")) == before
