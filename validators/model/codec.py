"""Frozen types to plain JSON values and back, strictly: what crosses a process or is sealed into a row.

Here: the walk over type hints. Not here: bytes, files, encryption, the JSON that callers of the API see. A member that
the type does not know is an error; one that is absent takes the type's default, so that a type may grow. Errors name
the place, never the value.
"""

import dataclasses
import math
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_NONE = type(None)


class CodecError(ValueError):
    """The plain value is not of the type asked for; the text names the place, never the content."""


def to_plain(value: object) -> Any:
    """Return a value of dataclasses, tuples, mappings, enums, dates and scalars as JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            member.name: _member_to_plain(getattr(value, member.name), f".{member.name}")
            for member in dataclasses.fields(value)
        }
    return _member_to_plain(value, "")


def _member_to_plain(value: object, place: str) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise CodecError(f"{place}: a number that JSON cannot hold")
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_member_to_plain(item, f"{place}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {_key(key, place): _member_to_plain(item, f"{place}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_plain(value)
    raise CodecError(f"{place}: {type(value).__name__} has no JSON form here")


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise CodecError(f"{place}: a key that is no text")
    return key


def from_plain(kind: type[T], value: Any) -> T:
    """Return the value of that type, or raise CodecError with the place that does not fit."""
    result: T = _from(kind, value, "")
    return result


def _from(kind: Any, value: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _from_union(kind, value, place)
    if origin is tuple:
        return _from_tuple(kind, value, place)
    if origin is Mapping:
        return _from_mapping(kind, value, place)
    if dataclasses.is_dataclass(kind):
        return _from_object(kind, value, place)
    return _from_scalar(kind, value, place)


def _from_union(kind: Any, value: Any, place: str) -> Any:
    choices = get_args(kind)
    if value is None and _NONE in choices:
        return None
    for choice in choices:
        if choice is not _NONE:
            try:
                return _from(choice, value, place)
            except CodecError as error:
                if len(choices) == 2 and _NONE in choices:
                    raise error
    raise CodecError(f"{place}: fits no choice")


def _from_tuple(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, list):
        raise CodecError(f"{place}: no list")
    inner = get_args(kind)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_from(inner[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if len(inner) != len(value):
        raise CodecError(f"{place}: {len(value)} members, not {len(inner)}")
    return tuple(_from(one, item, place) for one, item in zip(inner, value, strict=True))


def _from_mapping(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise CodecError(f"{place}: no object")
    inner = get_args(kind)[1]
    return MappingProxyType({key: _from(inner, item, f"{place}.{key}") for key, item in value.items()})


def _from_object(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise CodecError(f"{place}: no object")
    hints = _hints(kind)
    strangers = sorted(set(value) - set(hints))
    if strangers:
        raise CodecError(f"{place}: {len(strangers)} unknown members of {kind.__name__}")
    try:
        return kind(**{name: _from(hints[name], item, f"{place}.{name}") for name, item in value.items()})
    except TypeError as error:
        raise CodecError(f"{place}: members of {kind.__name__} are missing") from error


def _from_scalar(kind: Any, value: Any, place: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _parsed(kind, value, place)
    if kind is date:
        return _parsed(date.fromisoformat, value, place)
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind in (bool, int, str) and type(value) is kind:
        return value
    raise CodecError(f"{place}: no {getattr(kind, '__name__', kind)}")


def _parsed(parse: Any, value: Any, place: str) -> Any:
    if not isinstance(value, str):
        raise CodecError(f"{place}: no text")
    try:
        return parse(value)
    except ValueError:
        raise CodecError(f"{place}: a word out of its set") from None


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
