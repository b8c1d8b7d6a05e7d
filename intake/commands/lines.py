"""JSON lines in, JSON lines out: one answer a line, in order; a bad line gives an error and the run goes on."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO, NoReturn, TextIO

MAX_LINE_BYTES = 1_000_000


class LineFault(Exception):
    """One line cannot be answered; the text says what is wrong with it."""


def answer_lines(
    answer: Callable[[Mapping[str, object]], Mapping[str, object]],
    source: BinaryIO | None = None,
    target: TextIO | None = None,
) -> None:
    """Answer every line of `source` (stdin) on `target` (stdout) with one JSON object."""
    out = sys.stdout if target is None else target
    live = out.isatty()
    for line in sys.stdin.buffer if source is None else source:
        out.write(json.dumps(_answer(answer, line), ensure_ascii=False) + "\n")
        if live:
            out.flush()
    out.flush()


def _answer(answer: Callable[[Mapping[str, object]], Mapping[str, object]], line: bytes) -> Mapping[str, object]:
    try:
        if len(line) > MAX_LINE_BYTES:
            raise LineFault("这一行太长。")
        body = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
        if not isinstance(body, dict):
            raise LineFault("每行应是一个 JSON 对象。")
        return answer(body)
    except LineFault as fault:
        return {"error": str(fault)}
    except (ValueError, RecursionError):
        return {"error": "这一行不是有效的 JSON。"}
    except Exception as error:  # noqa: BLE001 - the edge: one line must not end the run
        return {"error": f"这一行处理失败（{type(error).__name__}）。"}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
