"""One engine reads files in a process of its own: `python -m tests.bench.engines NAME MODELS FILE…` prints JSON.

- *ours*: the product's reader, one thread; each file is asked for what those before it say.
- *bare*: paddleocr on ONNX Runtime, PP-OCRv6 small, long side capped at 960, recognition batch 1, no orientation, one
  thread, no checks.
- *paddleocr*: the same weights on ONNX Runtime, all else at the library's defaults. Unwarping and the lines' direction
  are off, because their weights are in no package.
- *rapidocr*: `RapidOCR()`, all defaults, with the weights of its wheel.
- *tesseract*: its defaults with simplified Chinese.

Here: how each is started as its makers would. Loading the weights and one warm-up page are not counted. Not here: who
is compared with whom (speed).
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.cpu import all_seconds

ABSENT = 3  # exit status: this engine is not installed here
Start = Callable[[Path], "Started"]


class AbsentError(Exception):
    """The engine is not installed here; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Started:
    """An engine with its weights loaded: reads a file into its lines of text."""

    read: Callable[[Path], list[str]]
    finish: Callable[[], None] = lambda: None


def measure(start: Start, models: Path, files: Sequence[Path]) -> dict[str, Any]:
    """Read every file; return CPU seconds of all, the process's peak memory in MiB, and each file's lines."""
    engine = start(models)
    engine.read(files[0])
    before = all_seconds()
    lines = [engine.read(file) for file in files]
    cpu = all_seconds() - before
    engine.finish()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": cpu, "peak_mb": peak, "lines": lines}


def _ours(models: Path) -> Started:
    from ocr.expected import ExpectedNames
    from ocr.open_questions import asked_for
    from ocr.reader import Reader
    from validators.model.evidence import DocumentReading

    reader = Reader.start(models, 1)
    before: list[DocumentReading] = []

    def read(file: Path) -> list[str]:
        result = reader.read(file.name, [file.read_bytes()], declared=None, expected=ExpectedNames())
        reader.ask([one for _, one in asked_for(result.readings, result.questions, before)])
        before.extend(result.readings)  # as if all files were papers of one claim
        return []

    return Started(read, reader.close)


def _bare(models: Path) -> Started:
    import cv2

    cv2.setNumThreads(1)
    return _paddle(
        models,
        text_recognition_batch_size=1,
        text_det_limit_side_len=960,
        text_det_limit_type="max",
        use_doc_orientation_classify=False,
        engine_config={"intra_op_num_threads": 1, "inter_op_num_threads": 1},
    )


def _stock_paddle(models: Path) -> Started:
    return _paddle(
        models,
        doc_orientation_classify_model_name="PP-LCNet_x1_0_doc_ori",
        doc_orientation_classify_model_dir=str(models / "PP-LCNet_x1_0_doc_ori"),
        use_doc_orientation_classify=True,
    )


def _paddle(models: Path, **how: Any) -> Started:
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    from paddleocr import PaddleOCR

    engine = PaddleOCR(
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(models / "PP-OCRv6_small_det"),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(models / "PP-OCRv6_small_rec"),
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
        device="cpu",
        **how,
    )
    return Started(lambda file: [text for page in engine.predict(str(file)) for text in page["rec_texts"]])


def _rapid(models: Path) -> Started:
    try:
        from rapidocr import RapidOCR
    except ImportError as missing:
        raise AbsentError("rapidocr is not installed: `make bench` installs it") from missing
    engine = RapidOCR()
    return Started(lambda file: list(engine(str(file)).txts or ()))


def _tesseract(models: Path) -> Started:
    from tests.bench import tessdata

    try:
        import tesserocr
    except ImportError as missing:
        raise AbsentError("tesserocr is not installed: `make bench` installs it") from missing
    if not tessdata.WEIGHTS.exists():
        raise AbsentError("Tesseract's Chinese weights are not installed: `make bench` installs them")
    engine = tesserocr.PyTessBaseAPI(path=str(tessdata.WEIGHTS.parent), lang=tessdata.LANGUAGE)

    def read(file: Path) -> list[str]:
        engine.SetImageFile(str(file))
        return [line for line in engine.GetUTF8Text().splitlines() if line.strip()]

    return Started(read, engine.End)


STARTS: dict[str, Start] = {
    "ours": _ours,
    "bare": _bare,
    "paddleocr": _stock_paddle,
    "rapidocr": _rapid,
    "tesseract": _tesseract,
}


def main() -> None:
    """Measure the engine that is named and print what came out as the last line."""
    which, models, *files = sys.argv[1:]
    try:
        measured = measure(STARTS[which], Path(models), [Path(file) for file in files])
    except AbsentError as absent:
        print(absent)
        sys.exit(ABSENT)
    print(json.dumps(measured, ensure_ascii=False))


if __name__ == "__main__":
    main()
