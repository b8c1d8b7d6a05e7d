"""Frozen types to plain JSON values and back, strictly: unknown members, missing members and wrong types are errors.

Here: one pair of functions for every dataclass of this package, driven by the type hints. Not here: bytes, files,
encryption. Dates become ISO text, enumerations their published word, mappings objects, tuples lists.
"""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain = Mapping[str, "Plain"] | list["Plain"] | str | int | float | bool | None


class CodecError(ValueError):
    """The plain value is not of the type asked for; the text names the place, never the content."""


def to_plain(value: object) -> Any:
    """Return the JSON-ready form of a frozen dataclass (or of anything that one may hold)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(member) for key, member in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(member) for member in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise CodecError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], value: object) -> T:
    """Return an object of a frozen dataclass from its plain form, or raise CodecError."""
    result: T = _build(kind, value, kind.__name__)
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build_dataclass(hint, value, where)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(hint), value, where)
    if origin is tuple:
        return _build_tuple(get_args(hint), value, where)
    if origin is not None and issubclass(origin, Mapping):
        _expect(isinstance(value, dict), where)
        member = get_args(hint)[1]
        return MappingProxyType({str(k): _build(member, v, f"{where}.*") for k, v in value.items()})
    return _build_scalar(hint, value, where)


def _build_dataclass(hint: type, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), where)
    hints = _hints(hint)
    unknown = value.keys() - hints.keys()
    _expect(not unknown, f"{where} (unknown member)")
    try:
        return hint(**{name: _build(hints[name], member, f"{where}.{name}") for name, member in value.items()})
    except TypeError as error:
        raise CodecError(f"{where} (missing member)") from error


def _build_union(options: tuple[Any, ...], value: Any, where: str) -> Any:
    for option in options:
        try:
            return _build(option, value, where)
        except CodecError:
            continue
    raise CodecError(where)


def _build_tuple(members: tuple[Any, ...], value: Any, where: str) -> Any:
    _expect(isinstance(value, list | tuple), where)
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_build(members[0], member, f"{where}[]") for member in value)
    _expect(len(members) == len(value), where)
    return tuple(_build(hint, member, f"{where}[]") for hint, member in zip(members, value, strict=True))


def _build_scalar(hint: Any, value: Any, where: str) -> Any:
    if hint is type(None):
        _expect(value is None, where)
        return None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        _expect(isinstance(value, str) and value in set(hint), where)
        return hint(value)
    if hint is date:
        _expect(isinstance(value, str), where)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise CodecError(where) from error
    if hint is float:
        _expect(isinstance(value, int | float) and not isinstance(value, bool), where)
        return float(value)
    # bool is an int in Python: 1 and True must not be taken for each other.
    _expect(isinstance(hint, type) and type(value) is hint, where)
    return value


def _expect(holds: bool, where: str) -> None:
    if not holds:
        raise CodecError(where)
