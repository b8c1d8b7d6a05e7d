"""Logs: events with keys, ids bound per request and task; console on a terminal, JSON lines elsewhere.

Here: set-up, and the filter that keeps personal data out. Not here: what is logged (each caller names an event).
Only keys of ALLOWED reach a log line: a value that nobody listed may be somebody's name.
"""

import io
import logging
import sys
from collections.abc import MutableMapping
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
    # Libraries' own lines may quote what they were given; only their level and name are of use to us.
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s", stream=target, force=True)


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
