"""Logs: events with keys, ids bound per request and task; console on a terminal, JSON lines elsewhere.

Here: set-up, and the filter that keeps personal data out. Not here: what is logged (each caller names an event).
Only keys of ALLOWED reach a log line: a value that nobody listed may be somebody's name.
"""

import io
import logging
import sys
import threading
from collections.abc import MutableMapping
from types import TracebackType
from typing import IO, Any

import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "role",
        "route",
        "method",
        "status",
        "ms",
        "request_id",
        "document",
        "job",
        "attempt",
        "state",
        "stage",
        "n",
        "of",
        "code",
        "pid",
        "signal",
        "port",
        "count",
        "error",
        "place",
        "version",
        "kind",
        "pages",
        "reader",
        "seconds",
    ]
)


def set_up_logs(role: str, log_to: IO[bytes] | None = None) -> None:
    """Send logs to stderr, or to an open file, for one role of the service (api, worker, sweeper, serve)."""
    target = sys.stderr if log_to is None else io.TextIOWrapper(log_to, encoding="utf-8", write_through=True)
    live = log_to is None and sys.stderr.isatty()
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if live else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=target),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(role=role)
    handler = logging.StreamHandler(target)
    handler.setFormatter(WithoutContent())
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    sys.excepthook = _tell_crash
    threading.excepthook = lambda args: _tell_crash(args.exc_type, args.exc_value, args.exc_traceback)


class WithoutContent(logging.Formatter):
    """Names level, library and kind of error; a library's own text may quote what it was given."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one line without any text of the record or its exception."""
        error = record.exc_info[1] if record.exc_info else None
        told = f" {type(error).__name__} at {place_of(error)}" if error is not None else ""
        return f"{record.levelname} {record.name}{told}"


def _tell_crash(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Say where a process or thread crashed, without the text of the exception."""
    del trace
    structlog.get_logger().error("crashed", error=kind.__name__, place=place_of(error) if error else "?")


def keep_allowed(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not known to be free of personal data."""
    del logger, method
    return {key: value for key, value in event.items() if key in ALLOWED}


def place_of(error: BaseException) -> str:
    """Name the file and line where an error arose; its text may hold what a paper says and stays out of logs."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
