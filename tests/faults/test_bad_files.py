"""Bad files at the level of the sandbox: each ends as a failure with a name, and the next file opens as ever."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.pages import Opened, OpenFailure
from ocr.sandbox.client import Sandbox
from ocr.sandbox.line import Line
from tests.faults import bad_files
from tests.faults.planted_zygote import MARK

RED, BLUE = (200, 30, 30), (30, 30, 200)
ROOT = Path(__file__).resolve().parents[2]
Open = Callable[[bytes], Opened | OpenFailure]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with a zygote of its own."""
    line = Line()
    yield Sandbox(line)
    line.close()


@pytest.fixture(scope="module")
def planted() -> Iterator[Sandbox]:
    """A sandbox whose children do the faults that a file names."""
    line = Line((sys.executable, "-m", "tests.faults.planted_zygote"))
    yield Sandbox(line)
    line.close()


def _code(answer: Opened | OpenFailure) -> str:
    return answer.code if isinstance(answer, OpenFailure) else "opened"


def _leaks(open_document: Open) -> bool:
    """Open a red picture, then blue ones cut short: True if anything red comes back."""
    whole = bad_files.picture(BLUE, quality=95)
    for kept in (0.3, 0.5, 0.7, 0.9):
        assert isinstance(open_document(bad_files.picture(RED, quality=95)), Opened)
        answer = open_document(whole[: int(len(whole) * kept)])
        if isinstance(answer, Opened):
            image = answer.pages[0].image
            if ((image[:, :, 0] > 150) & (image[:, :, 2] < 90)).any():
                return True
    return False


class TestTruncatedPictures:
    """TRUST.md: an unsafe decoder fills the missing rows with the picture decoded before."""

    def test_another_pictures_pixels_never_come_back(self, sandbox: Sandbox) -> None:
        """A JPEG that is cut short is a failure and shows nothing of the picture opened before it."""
        assert not _leaks(sandbox.open_document)
        whole = bad_files.picture(BLUE, quality=95)
        assert _code(sandbox.open_document(whole[: len(whole) // 2])) == "NOT_OPENABLE"

    def test_a_leaking_decoder_would_be_caught(self) -> None:
        """The same test fails with a decoder that keeps its buffer, as OpenCV before 4.12 does."""
        buffer = np.zeros((480, 640, 3), dtype=np.uint8)

        def leaking(data: bytes) -> Opened | OpenFailure:
            from PIL import ImageFile

            from ocr.pages import RawPage

            ImageFile.LOAD_TRUNCATED_IMAGES = True
            try:
                fresh = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = False
            known = ~(fresh == 128).all(axis=2) & ~(fresh == 0).all(axis=2)
            buffer[known] = fresh[known]
            return Opened("jpeg", (RawPage(0, 640, 480, buffer.copy()),))

        assert _leaks(leaking)

    def test_an_end_mark_behind_a_cut_does_not_hide_it(self, sandbox: Sandbox) -> None:
        """A cut JPEG that was given a new end mark is refused: its filling is no picture."""
        rng = np.random.default_rng(3)
        noisy = Image.fromarray(rng.integers(0, 255, (480, 640, 3), dtype=np.uint8))
        buffer = io.BytesIO()
        noisy.save(buffer, "JPEG", quality=90)

        cut = buffer.getvalue()[: len(buffer.getvalue()) // 2] + b"\xff\xd9"

        assert _code(sandbox.open_document(cut)) == "NOT_OPENABLE"

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
    def test_other_formats_cut_short_are_refused(self, sandbox: Sandbox, kind: str) -> None:
        """Half a PNG, WebP or TIFF is no page."""
        whole = bad_files.picture(BLUE, kind)
        assert _code(sandbox.open_document(whole[: len(whole) // 2])) == "NOT_OPENABLE"


BAD = {
    "nothing": (b"", "NOT_OPENABLE"),
    "one byte": (b"\xff", "NOT_OPENABLE"),
    "html": (b"<!DOCTYPE html><html>%PDF-1.7</html>", "NOT_OPENABLE"),
    "gif": (b"GIF89a" + bytes(100), "NOT_OPENABLE"),
    "zip": (b"PK\x03\x04" + bytes(100), "NOT_OPENABLE"),
    "pdf behind a zip": (b"PK\x03\x04" + bytes(200) + bad_files.pdf(), "NOT_OPENABLE"),
    "a jpeg head alone": (b"\xff\xd8\xff\xe0", "NOT_OPENABLE"),
    "a pdf head alone": (b"%PDF-1.7\n", "NOT_OPENABLE"),
    "a jpeg named png": (b"\x89PNG\r\n\x1a\n" + bad_files.picture(RED), "NOT_OPENABLE"),
    "40,000 x 40,000 pixels": (bad_files.png_claiming(40_000, 40_000), "TOO_LARGE"),
    "no pixels at all": (bad_files.png_claiming(0, 10), "NOT_OPENABLE"),
    "300 pages": (bad_files.pdf(300), "TOO_MANY_PAGES"),
    "a password": (bad_files.pdf(password="secret"), "ENCRYPTED"),
    "pages without size": (
        bad_files.raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
        "NOT_OPENABLE",
    ),
}


class TestNamedFailures:
    """Every bad file has one name; the table is the catalogue."""

    @pytest.mark.parametrize("name", BAD)
    def test_failure(self, sandbox: Sandbox, name: str) -> None:
        """The file is refused under its name, and a good file opens after it."""
        data, code = BAD[name]
        assert _code(sandbox.open_document(data)) == code
        assert _code(sandbox.open_document(bad_files.picture(BLUE))) == "opened"

    def test_zip_bomb_within_the_header_limit(self, sandbox: Sandbox) -> None:
        """A picture of 79 megapixels in 230 kB opens reduced, within the child's memory."""
        answer = sandbox.open_document(bad_files.zip_bomb_png())
        assert isinstance(answer, Opened)
        [page] = answer.pages
        assert (page.width, page.height) == (8880, 8880)
        assert page.image.shape[0] * page.image.shape[1] <= 12_600_000

    def test_text_chunk_bomb(self, sandbox: Sandbox) -> None:
        """Text that unpacks to 200 MB neither kills anything nor takes long."""
        began = time.monotonic()
        assert _code(sandbox.open_document(bad_files.text_bomb_png())) in {"opened", "NOT_OPENABLE"}
        assert time.monotonic() - began < 10

    def test_nested_forms(self, sandbox: Sandbox) -> None:
        """Forms nested until drawing never ends are stopped at the limit; nothing is left behind."""
        began = time.monotonic()
        answer = sandbox.open_document(bad_files.nested_forms_pdf(), seconds=4)
        assert _code(answer) in {"opened", "NOT_OPENABLE", "SANDBOX_DIED"}
        assert time.monotonic() - began < 7
        assert _code(sandbox.open_document(bad_files.picture(BLUE))) == "opened"

    @pytest.mark.parametrize(
        "box", [b"0 0 0 0", b"0 0 1e9 1e9", b"-5 -5 -1 -1", b"0 0 14400 14400", b"0 0 1 14400", b"a b"]
    )
    def test_insane_page_boxes(self, sandbox: Sandbox, box: bytes) -> None:
        """A page of absurd size ends as a page of bounded pixels or as a failure."""
        answer = sandbox.open_document(bad_files.boxed_pdf(box))
        if isinstance(answer, Opened):
            assert all(page.image.size <= 3 * 12_600_000 for page in answer.pages)
        else:
            assert answer.code in {"NOT_OPENABLE", "TOO_LARGE"}


class TestDyingChildren:
    """A dead child is an answer, never a crash of the service."""

    @pytest.mark.parametrize("fault", ["segfault", "exit", "lie", "garbage"])
    def test_death_is_a_failure_with_a_name(self, planted: Sandbox, fault: str) -> None:
        """A child that dies or talks nonsense is SANDBOX_DIED, and the next document opens."""
        assert _code(planted.open_document(MARK + fault.encode())) == "SANDBOX_DIED"
        assert _code(planted.open_document(bad_files.picture(BLUE))) == "opened"

    @pytest.mark.parametrize("fault", ["loop", "sleep"])
    def test_hanging_child_is_killed_at_the_limit(self, planted: Sandbox, fault: str) -> None:
        """A child that never ends is ended by the clock."""
        began = time.monotonic()
        assert _code(planted.open_document(MARK + fault.encode(), seconds=1)) == "SANDBOX_DIED"
        assert 0.9 < time.monotonic() - began < 3

    def test_memory_is_bounded(self, planted: Sandbox) -> None:
        """A child that eats memory gets none beyond its limit."""
        assert _code(planted.open_document(MARK + b"eat")) == "TOO_LARGE"

    def test_words_out_of_shape_are_left_out(self, planted: Sandbox) -> None:
        """Of the child's words only those in shape come through."""
        answer = planted.open_document(MARK + b"words")
        assert isinstance(answer, Opened)
        assert [word.text for word in answer.pages[0].words] == ["good"]

    def test_header_of_a_hanging_file_has_no_answer(self, planted: Sandbox) -> None:
        """A header that is not read in time is no answer, and does not cost the zygote."""
        pid = planted.start()
        began = time.monotonic()
        assert planted.look_at_header(MARK + b"sleep", seconds=0.5) is None
        assert time.monotonic() - began < 1.5
        assert planted.start() == pid

    def test_confinement(self, planted: Sandbox) -> None:
        """Where the kernel lets us, a child reaches no network, starts nothing, writes nothing, signals nobody."""
        if not planted.confinement().calls_filtered:
            pytest.skip("this machine has no system-call filter")
        assert planted.network_cut
        assert _code(planted.open_document(MARK + b"reach out")) == "NOT_OPENABLE"

    def test_dead_zygote_is_replaced(self, planted: Sandbox) -> None:
        """When the zygote is killed, the next document gets another one."""
        os.kill(planted.start(), signal.SIGKILL)
        assert _code(planted.open_document(bad_files.picture(BLUE))) == "opened"


_CLIENT = """
import threading, time
from ocr.sandbox.client import Sandbox
from ocr.sandbox.line import Line
import sys
from tests.faults.planted_zygote import MARK
sandbox = Sandbox(Line((sys.executable, "-m", "tests.faults.planted_zygote")))
print(sandbox.start(), flush=True)
threading.Thread(target=sandbox.open_document, args=(MARK + b"loop",), daemon=True).start()
time.sleep(1)
print("busy", flush=True)
time.sleep(600)
"""


class TestKilledClient:
    """Nothing survives the service, however it ends."""

    def test_kill_9_leaves_no_zygote_and_no_child(self) -> None:
        """Two seconds after kill -9 of the client its zygote and the child at work are gone."""
        client = subprocess.Popen([sys.executable, "-c", _CLIENT], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert client.stdout is not None
        zygote = int(client.stdout.readline())
        assert client.stdout.readline().strip() == "busy"
        children = [int(pid) for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()]
        assert children

        client.kill()
        client.wait()
        time.sleep(2)

        assert not [pid for pid in (zygote, *children) if _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
