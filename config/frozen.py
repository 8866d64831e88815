"""Frozen dataclasses to JSON and back, so that what was signed can be kept as it was."""

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import Field, field, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def added(default: Any) -> Any:
    """A field that came after documents had been kept: for as long as it says nothing, `freeze`
    leaves it out, so that a document kept before still gives the same data and the same bytes."""
    return field(default=default, metadata={"added": True})


def freeze(value: Any) -> Any:
    """Plain JSON data of a dataclass: dates in ISO 8601, tuples as lists.

    Raises TypeError on anything else, such as a lazy translation or a Decimal: a document that is
    kept must hold words in one language and numbers that JSON gives back the same.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: freeze(getattr(value, one.name)) for one in fields(value) if _says(value, one)
        }
    if isinstance(value, list | tuple):
        return [freeze(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} does not belong in a document")


def _says(value: Any, one: Field) -> bool:
    return "added" not in one.metadata or getattr(value, one.name) != one.default


def thaw(kind: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass that `freeze` made `data` of; fields added since then take their default."""
    return _read(kind, data)


def _read(kind: Any, data: Any) -> Any:
    if isinstance(kind, types.UnionType):  # the only unions in documents are "something or None"
        if data is None:
            return None
        kind = next(arm for arm in get_args(kind) if arm is not types.NoneType)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {one.name for one in fields(kind)} & data.keys()
        return kind(**{name: _read(hints[name], data[name]) for name in known})
    if kind in (dt.date, dt.datetime):
        return kind.fromisoformat(data)
    return data
