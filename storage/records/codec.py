"""The shared codec with the faults of this package.

Here: translation of its error. Not here: the walk over types (validators.model.codec), which types are kept
(reading_codec, record_codec).
"""

from typing import Any, TypeVar

from storage.faults import CodecMismatch
from validators.model.codec import CodecError, from_plain, to_plain

T = TypeVar("T")


def to_json(value: object) -> Any:
    """Return a value of dataclasses, tuples, mappings, enums, dates and scalars as JSON values."""
    try:
        return to_plain(value)
    except CodecError as error:
        raise CodecMismatch(str(error)) from error


def from_json(kind: type[T], value: Any) -> T:
    """Return the value of that type, or raise CodecMismatch with the place that does not fit."""
    try:
        return from_plain(kind, value)
    except CodecError as error:
        raise CodecMismatch(str(error)) from error
