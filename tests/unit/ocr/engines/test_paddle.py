"""The real engine on drawn lines."""

import sys
from importlib.metadata import version

import cv2
import numpy as np
import onnxruntime
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.base import OcrEngine
from ocr.engines.moved_print import FILES, MOVED_PRINT, WEIGHTS
from ocr.engines.paddle import PaddleEngine
from ocr.lines import Line
from ocr.networks import network

pytestmark = pytest.mark.engine
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
LINES = ("工伤费用垫付确认书", "身份证号码：449900199003071016", "合计（小写）：¥10,000.00  人民币壹万元整")


def drawn(lines: tuple[str, ...] = LINES, width: int = 1200) -> np.ndarray:
    """A white page with printed lines."""
    page = Image.new("RGB", (width, 120 + 110 * len(lines)), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 34)
    for number, line in enumerate(lines):
        pen.text((80, 80 + 110 * number), line, font=font, fill=(20, 20, 20))
    return np.asarray(page)


def read(engine: OcrEngine, page: np.ndarray) -> tuple[Line, ...]:
    """All lines of a page."""
    return engine.read_lines(page, engine.find_lines(page))


def test_reads_print(engine: OcrEngine) -> None:
    """Clean print is read exactly, top to bottom, each glyph with its place on the line."""
    lines = read(engine, drawn())

    assert [line.text.replace(" ", "") for line in lines] == [line.replace(" ", "") for line in LINES]
    number = lines[1]
    start = number.text.index("4")
    x0, _, x1, _ = number.span_box(start, start + 18)
    assert 250 < x0 < 300
    assert 560 < x1 < 680


def test_long_line_is_read_whole(engine: OcrEngine) -> None:
    """A line far longer than the recogniser's comfort is cut at a quiet column and loses nothing."""
    text = "用人单位虚构市示例制造有限公司统一社会信用代码91449900MA000FK13J联系电话13800138000日期2021年7月25日"
    [line] = read(engine, drawn((text,), width=2100))

    assert line.text == text
    assert [glyph.at for glyph in line.glyphs] == sorted(glyph.at for glyph in line.glyphs)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_orientation(engine: OcrEngine, turn: int) -> None:
    """The turn that makes a page upright is found for every quarter."""
    page = drawn(LINES * 8)

    found, probability = engine.orientation(np.rot90(page, -turn // 90).copy())

    assert (found + turn) % 360 == 0
    assert probability > 0.6


def test_distribution_scores_the_right_text_first(engine: OcrEngine) -> None:
    """The expected text scores above one that differs in one character."""
    from ocr.engines.ctc import text_log_likelihood

    crop = drawn(("陈示例",), 400)[70:140, 60:220]
    table, charset = engine.log_probabilities(crop)
    index = {char: number for number, char in enumerate(charset)}

    right, wrong = (text_log_likelihood(table, [index[char] for char in name]) for name in ("陈示例", "陈示列"))

    assert right > wrong + 1


def test_a_second_recogniser_reads_the_same_crop(engine: OcrEngine) -> None:
    """The second opinion has characters of its own and says the same of clear print."""
    from ocr.engines.ctc import decode

    crop = drawn(("陈示例",), 400)[70:140, 60:220]
    table, charset = engine.second_opinion(crop)

    assert "".join(glyph.char for glyph in decode(np.exp(table), charset)) == "陈示例"
    assert charset != engine.log_probabilities(crop)[1]
    assert np.exp(table).sum(axis=1) == pytest.approx(1.0, abs=1e-2)


def test_paddle_is_never_imported(engine: OcrEngine) -> None:
    """The engine runs on ONNX Runtime alone."""
    read(engine, drawn())

    assert "paddle" not in sys.modules


def test_safe_opencv() -> None:
    """Both distributions that own the cv2 folder are the same, and of a version that does not leak pixels."""
    assert tuple(int(part) for part in cv2.__version__.split(".")[:2]) >= (4, 12)
    assert version("opencv-python") == version("opencv-contrib-python")


def test_models_share_memory_and_keep_no_plan_for_each_size(engine: OcrEngine) -> None:
    """All networks of a process use one arena, the library's too; what would grow with every size seen is not kept."""
    assert isinstance(engine, PaddleEngine)
    sessions = [
        engine._recogniser.runner.session,
        engine._detector.paddlex_predictor.runner.session,
        engine._turner.paddlex_predictor.runner.session,
        engine._second._session,
        network(FILES[MOVED_PRINT], WEIGHTS[MOVED_PRINT]),
    ]
    for options in (one.get_session_options() for one in sessions):
        assert options.get_session_config_entry("session.use_env_allocators") == "1"
        assert not options.enable_mem_pattern
    with pytest.raises(RuntimeError, match="use_env_allocators"):  # what others start in this process is theirs
        onnxruntime.SessionOptions().get_session_config_entry("session.use_env_allocators")


@pytest.mark.parametrize("apart", [6, 8, 10])
@pytest.mark.parametrize("wide", [2, 3, 4])
def test_two_close_strokes_in_a_written_day_are_an_eleven(engine: OcrEngine, apart: int, wide: int) -> None:
    """2022年Ⅱ月2日, as the recogniser has it, is the second of November to the reader of days."""
    page = Image.new("RGB", (700, 200), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 34)
    pen.text((80, 80), "2022年", font=font, fill=(20, 20, 20))
    x = 80 + font.getlength("2022年") + 12
    for left in (x, x + apart):
        pen.line((left + 4, 88, left, 118), fill=(20, 20, 20), width=wide)
    pen.text((x + apart + 16, 80), "月2日", font=font, fill=(20, 20, 20))
    [line] = read(engine, np.asarray(page))
    assert line.text.replace(" ", "") == "2022年11月2日"
