"""The worker sees his own signature on the firm's voucher, upright and alone; nobody else sees it there."""

import io
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from ocr.clipping import LARGEST, clip
from storage.objects.base import Area
from storage.records import pages
from storage.records.pages import PageRaster
from tests.builders import make_death_record, make_record, make_voucher, seal, signature, with_marks
from tests.desk import CLERK, HANDLER, OFFICE, Desk, worker_of
from validators.model.codes import MarkRole
from validators.model.evidence import DocumentReading

BOX = (200, 400, 400, 440)
PLACE = "/cases/P-1/signature.png"


def drawn(width: int = 827, height: int = 1170) -> bytes:
    """A raster of half the page's size: secret red everywhere, black where the signature stands."""
    canvas = Image.new("RGB", (width, height), (250, 0, 0))
    canvas.paste((0, 0, 0), (100, 200, 200, 220))
    kept = io.BytesIO()
    canvas.save(kept, "PNG")
    return kept.getvalue()


def bring(desk: Desk, reading: DocumentReading) -> None:
    """Put a voucher with its raster into a living claim."""
    desk.register(replace(make_record(), claim_no="P-1", office=OFFICE))
    [paper] = desk.bring(CLERK, "P-1", reading)
    give_raster(desk, paper)


def give_raster(desk: Desk, paper: str) -> None:
    """Keep a raster of the paper's page."""
    stored = desk.service.objects.put([drawn()], 10_000_000, Area.DERIVED)
    with desk.service.database.write() as session:
        pages.save_pages(session, paper, [PageRaster(0, stored.sha256, 827, 1170)])


def signed(**changes: object) -> DocumentReading:
    """A voucher with the worker's signature in its box."""
    made = with_marks(make_voucher(), signature("陈示例", MarkRole.WORKER, box=BOX), seal())
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_worker_sees_his_signature_and_next_to_nothing_else(desk: Desk) -> None:
    """The picture holds the box with a narrow margin, scaled to the raster."""
    bring(desk, signed())
    answer = desk.page(worker_of("P-1"), PLACE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (100 + 2 * 4, 20 + 2 * 4)
    assert picture.getpixel((54, 14)) == (0, 0, 0)
    assert f'src="{PLACE}"' in desk.page(worker_of("P-1"), "/cases/P-1").text


def test_nobody_else_is_shown_it_there(desk: Desk) -> None:
    """Neither the firm by this way nor the worker of another claim; reviewers have their own page."""
    bring(desk, signed())
    assert desk.page(CLERK, PLACE).status_code == 404
    assert desk.page(worker_of("P-2"), PLACE).status_code == 404
    assert desk.page(HANDLER, PLACE).status_code == 403


def test_where_none_was_found_none_is_shown(desk: Desk) -> None:
    """An empty place for the signature is no signature, and the page says nothing of one."""
    bring(desk, with_marks(make_voucher(), signature("陈示例", MarkRole.WORKER, box=BOX, present=False), seal()))
    assert desk.page(worker_of("P-1"), PLACE).status_code == 404
    assert PLACE not in desk.page(worker_of("P-1"), "/cases/P-1").text


def test_a_family_is_shown_nobodys_signature(desk: Desk) -> None:
    """A link of a death claim does not say which relative holds it."""
    desk.register(replace(make_death_record(), claim_no="P-2"))
    [paper] = desk.bring(CLERK, "P-2", signed())
    give_raster(desk, paper)
    assert desk.page(worker_of("P-2"), "/cases/P-2/signature.png").status_code == 404


@pytest.mark.parametrize(("turned", "size"), [(0, (108, 28)), (90, (28, 108)), (180, (108, 28)), (270, (28, 108))])
def test_a_turned_page_gives_an_upright_picture(turned: int, size: tuple[int, int]) -> None:
    """The picture is turned as the page is."""
    picture = clip(drawn(), BOX, 1654, turned)
    assert picture is not None
    assert Image.open(io.BytesIO(picture)).size == size


def test_what_cannot_be_cut_is_no_picture() -> None:
    """A broken raster, a box beyond it, an unknown page: nothing."""
    assert clip(b"no picture", BOX, 1654, 0) is None
    assert clip(drawn(), (9000, 9000, 9100, 9100), 1654, 0) is None
    assert clip(drawn(), BOX, 0, 0) is None
    assert clip(zlib.compress(b""), BOX, 1654, 0) is None


def test_a_large_one_is_made_small() -> None:
    """A whole page as a signature is shown no larger than a phone can show it."""
    picture = clip(drawn(2000, 3000), (0, 0, 2000, 2500), 2000, 0)
    assert picture is not None
    assert max(Image.open(io.BytesIO(picture)).size) == LARGEST
