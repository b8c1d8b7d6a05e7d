"""What is pure is worked out once in the gate's state machine: five hundred histories ask the same of the same papers.

Here: answers kept of pure functions that the service calls, and endpoints run in the caller's own thread. Not here:
anything that reads or writes a row, decides who may, or knows the time; the model keeps answers of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
import pytest

from intake import casefile, judging
from intake.access import gatekeeper
from storage.records import documents
from validators import grounds, judge
from validators.model.evidence import DocumentReading
from validators.rules.view import Paper


@contextmanager
def worked_out_once() -> Iterator[None]:
    """Keep the answers of pure functions while this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (documents, "reading_from_json"),
            (casefile, "with_keyed"),
            (judging, "corroborate"),
            (judging, "_judge_case"),
            (judge, "examine_paper"),
            (grounds, "evidence_digest"),
            (gatekeeper, "prove_token"),
        ):
            patch.setattr(module, name, _once(getattr(module, name)))
        patch.setattr(anyio.to_thread, "run_sync", _here)
        yield


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Keep a function's answers by its arguments; a reading is known as the very object that it is."""
    kept: dict[Any, tuple[Any, Any]] = {}

    def asked(*given: Any, **more: Any) -> Any:
        key = (_key(given), _key(more))
        if key not in kept:
            kept[key] = (function(*given, **more), (given, more))  # the arguments stay, so that no other gets their id
        return kept[key][0]

    return asked


def _key(value: Any) -> Any:
    if isinstance(value, DocumentReading):
        return id(value)
    if isinstance(value, tuple | list):
        return tuple(_key(one) for one in value)
    if isinstance(value, Paper):
        return tuple(_key(getattr(value, name)) for name in Paper.__dataclass_fields__)
    if isinstance(value, dict):
        return repr(sorted(value.items())) if all(isinstance(one, str) for one in value) else repr(value)
    return value


async def _here(function: Callable[..., Any], *given: Any, **_: Any) -> Any:
    """Stand where a thread is asked for: one caller needs none."""
    return function(*given)
