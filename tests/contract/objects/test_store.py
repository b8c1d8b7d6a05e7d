"""What every object store promises."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.faults import ObjectMissing, ObjectTooLarge
from storage.objects.base import Area, ObjectStore

LIMIT = 10_000_000


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("content", [b"", b"a", b"\x00\xff" * 700_000, bytes(range(256)) * 40_000])
def test_returns_exactly_what_was_put(store: ObjectStore, content: bytes) -> None:
    """Bytes of any size come back exactly, under their own SHA-256."""
    limit = 20_000_000
    pieces = [content[start : start + 100_001] for start in range(0, len(content), 100_001)]

    stored = store.put(pieces, limit)

    assert (stored.sha256, stored.size) == (sha(content), len(content))
    assert store.fetch(stored.sha256) == content


def test_limit_is_inclusive(store: ObjectStore) -> None:
    """Exactly the limit is taken, one byte more is not, and leaves nothing behind."""
    store.put([b"12345", b"67890"], 10)

    with pytest.raises(ObjectTooLarge):
        store.put([b"12345", b"678901"], 10)

    assert not store.exists(sha(b"12345678901"))
    assert set(store.digests()) == {sha(b"1234567890")}


def test_missing_object(store: ObjectStore) -> None:
    """An object that was never put is missing, and is no error to ask for or to remove."""
    absent = sha(b"never")

    assert not store.exists(absent)
    store.remove(absent)
    with pytest.raises(ObjectMissing):
        store.fetch(absent)


def test_same_content_twice(store: ObjectStore) -> None:
    """The same content is one object, however often it is put."""
    first = store.put([b"same"], LIMIT)
    second = store.put([b"sa", b"me"], LIMIT)

    assert first == second
    assert list(store.digests()) == [first.sha256]


def test_areas_are_apart(store: ObjectStore) -> None:
    """A raster that can be drawn again never stands for an original, and goes without it."""
    stored = store.put([b"x"], LIMIT, Area.DERIVED)

    assert not store.exists(stored.sha256)
    assert store.fetch(stored.sha256, Area.DERIVED) == b"x"

    store.put([b"x"], LIMIT)
    store.remove(stored.sha256, Area.DERIVED)

    assert store.exists(stored.sha256)
    assert not store.exists(stored.sha256, Area.DERIVED)


def test_a_stream_that_breaks_leaves_nothing(store: ObjectStore) -> None:
    """An upload whose sender vanishes in the middle is not kept."""

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(broken(), LIMIT)

    assert list(store.digests()) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 65])
def test_only_a_digest_names_an_object(store: ObjectStore, name: str) -> None:
    """No text but a digest ever becomes a path or a key."""
    for call in (store.fetch, store.exists, store.remove):
        with pytest.raises(ValueError, match="SHA-256"):
            call(name)


def test_many_at_once(store: ObjectStore) -> None:
    """One store may be shared by threads: every object arrives whole, the same one too."""
    contents = [b"shared" if number % 2 else b"%d" % number * 10_000 for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda content: store.put([content], LIMIT), contents))

    assert [store.fetch(one.sha256) for one in stored] == contents
