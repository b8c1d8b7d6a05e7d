"""CPU seconds of a page: ours against *bare* PaddleOCR on the same pages, alternating, in fresh processes.

*bare*: paddleocr on ONNX Runtime, PP-OCRv6 small, long side capped at 960, recognition batch 1, no orientation, one
thread, no checks. Loading the weights and one warm-up page are not counted. `python -m tests.bench.speed ours|bare
MODELS FILE…` prints one number a file.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROUNDS = 3


def compare(models: Path, files: Sequence[Path], rounds: int = ROUNDS) -> dict[str, float]:
    """Return median CPU seconds a page of both, their ratio, and ours' peak memory in MiB."""
    ours: list[float] = []
    bare: list[float] = []
    peak = 0.0
    for _ in range(rounds):
        answer = _run("ours", models, files)
        ours.append(answer["cpu"] / len(files))
        peak = max(peak, answer["peak_mb"])
        bare.append(_run("bare", models, files)["cpu"] / len(files))
    mine, theirs = statistics.median(ours), statistics.median(bare)
    return {"ours_s": mine, "bare_s": theirs, "ratio": mine / theirs, "peak_mb": peak}


def _run(which: str, models: Path, files: Sequence[Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.speed", which, str(models), *map(str, files)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _measure(read: Callable[[Path], None], files: Sequence[Path], finish: Callable[[], None]) -> None:
    read(files[0])
    before = _cpu()
    for file in files:
        read(file)
    finish()  # so that the children's seconds are counted
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": _cpu() - before, "peak_mb": peak}))


def _measure_bare(models: Path, files: Sequence[Path]) -> None:
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    import cv2

    cv2.setNumThreads(1)
    from paddleocr import PaddleOCR

    engine = PaddleOCR(
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(models / "PP-OCRv6_small_det"),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(models / "PP-OCRv6_small_rec"),
        text_recognition_batch_size=1,
        text_det_limit_side_len=960,
        text_det_limit_type="max",
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
        engine_config={"intra_op_num_threads": 1, "inter_op_num_threads": 1},
        device="cpu",
    )
    _measure(lambda file: _drain(engine.predict(str(file))), files, lambda: None)


def _drain(results: object) -> None:
    list(results)  # type: ignore[call-overload]


def _measure_ours(models: Path, files: Sequence[Path]) -> None:
    from ocr.expected import ExpectedNames
    from ocr.reader import Reader

    reader = Reader.start(models, 1)
    _measure(
        lambda file: _drain(
            reader.read(file.name, [file.read_bytes()], declared=None, expected=ExpectedNames()).readings
        ),
        files,
        reader.close,
    )


if __name__ == "__main__":
    which, models, *files = sys.argv[1:]
    {"ours": _measure_ours, "bare": _measure_bare}[which](Path(models), [Path(file) for file in files])
