"""Frozen dataclasses to JSON and back, so that what was signed can be kept as it was."""

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def freeze(value: Any) -> Any:
    """Plain JSON data of a dataclass: dates in ISO 8601, tuples as lists.

    Raises TypeError on anything else, such as a lazy translation or a Decimal: a document that is
    kept must hold words in one language and numbers that JSON gives back the same.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [freeze(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} does not belong in a document")


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
        known = {field.name for field in fields(kind)} & data.keys()
        return kind(**{name: _read(hints[name], data[name]) for name in known})
    if kind in (dt.date, dt.datetime):
        return kind.fromisoformat(data)
    return data
