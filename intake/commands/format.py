"""`claimgate format`: judges single values, one JSON object a line in, one verdict a line out, in order."""

import argparse
from collections.abc import Mapping
from datetime import date

from intake.cli import Exit
from intake.commands.lines import LineFault, answer_lines
from intake.legal_day import legal_today
from validators.formats.dispatch import KINDS, judge_format

MAX_VALUE_CHARS = 10_000


def run(args: argparse.Namespace) -> int:
    """Answer every line of stdin."""
    del args
    answer_lines(judge_line)
    return Exit.DONE


def judge_line(body: Mapping[str, object]) -> Mapping[str, object]:
    """Judge one `{kind, value, as, on}`."""
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise LineFault(f"kind 应是以下之一：{', '.join(sorted(KINDS))}。")
    return _judge(kind, _value(kind, body.get("value")), _as(body.get("as")), _on(body.get("on")))


def _judge(kind: str, value: str, as_: str | None, on: date) -> Mapping[str, object]:
    try:
        verdict = judge_format(kind, value, as_, on)
    except ValueError:
        raise LineFault("as 应是 CARD、PASSBOOK 或 CORPORATE。") from None
    return {"verdict": verdict.verdict, "normal": verdict.normal, "flags": list(verdict.flags)}


def _value(kind: str, value: object) -> str:
    if kind == "money_write" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise LineFault("value 应是文字。")
    if len(value) > MAX_VALUE_CHARS:
        raise LineFault("value 太长。")
    return value


def _as(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise LineFault("as 应是文字。")


def _on(value: object) -> date:
    if value is None:
        return legal_today()
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise LineFault("on 应写成 2021-06-20。")
