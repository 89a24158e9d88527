"""Records as JSON holds them, and back. Pure.

A field at its default is left out, so that a record may get new ones and stay small; and what is
equal is there once, for 10,000 sessions are kept in memory. What a
newer version has written, and this one does not know, is carried along and written back.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache, partial
from itertools import compress
from math import isfinite
from operator import not_
from sys import intern
from types import MappingProxyType, UnionType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

type Plain = dict[str, Any]
type Reader = Callable[[Any], Any]

_DEFAULTS: Final[dict[type, tuple[tuple[str, Any], ...]]] = {}
_READERS: Final[dict[type, dict[str, Reader]]] = {}
"""What is read from each kind of record, found out once."""

_SETS: Final[dict[frozenset[Any], frozenset[Any]]] = {}
"""Each that was read, once: of the few words there are, there are few."""
_NEAR: Final = 256
"""Times that are remembered while a file is read: those of one session are mostly the same few."""

UNREADABLE: Final = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
"""What reading raises for what no version of ours can have written."""

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is kept on disk. ``unknown`` is what a newer version has written into it."""

    unknown: Mapping[str, Any] = field(default=_NOTHING, hash=False)


def to_plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Record):
        return _record_to_plain(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain[R: Record](kind: type[R], raw: Any) -> R:
    """Read a record.

    Raises:
        UNREADABLE: it is damaged.
    """
    known = _readers(kind)
    read = {name: known[name](value) for name, value in raw.items() if name in known}
    unknown = {name: value for name, value in raw.items() if name not in known}
    return kind(**read, unknown=unknown or _NOTHING)


def from_newer[R: Record](kind: type[R], raw: Any) -> R:
    """Read a file's record that a newer version wrote: what cannot be read is carried along.

    Of a list that is true of each item.

    Raises:
        UNREADABLE: it is damaged.
    """
    known: Plain = {}
    carried: Plain = {}
    for name, value in raw.items():
        reader = _readers(kind).get(name)
        if reader is None:
            carried[name] = value
        elif isinstance(value, list):
            readable = [_can_read(reader, [item]) for item in value]
            known[name] = reader(list(compress(value, readable)))
            if not all(readable):
                carried[name] = list(compress(value, map(not_, readable)))
        elif _can_read(reader, value):
            known[name] = reader(value)
        else:
            carried[name] = value
    return kind(**known, unknown=carried or _NOTHING)


def _can_read(reader: Reader, raw: Any) -> bool:
    try:
        reader(raw)
    except UNREADABLE:
        return False
    return True


def _record_to_plain(record: Record) -> Plain:
    plain = dict(record.unknown)
    for name, default in _defaults(type(record)):
        value = getattr(record, name)
        if value == default:
            continue
        written = to_plain(value)
        carried = plain.get(name)
        if isinstance(written, list) and isinstance(carried, list):
            written += carried
        plain[name] = written
    return plain


def _defaults(kind: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return the names of a record's fields and what they are by default."""
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = tuple((each.name, each.default) for each in _own_fields(kind))
    return _DEFAULTS[kind]


def _readers(kind: type[Record]) -> dict[str, Reader]:
    """Return what reads each field of a record."""
    if kind not in _READERS:
        hints = get_type_hints(kind)
        _READERS[kind] = {
            each.name: _reader(hints[each.name]) for each in _own_fields(kind)
        }
    return _READERS[kind]


def _own_fields(kind: type[Record]) -> list[Field[Any]]:
    return [each for each in fields(kind) if each.name != "unknown"]


def _reader(hint: Any) -> Reader:
    """Return what reads a value of a type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return partial(_read_optional, _reader(inner[0]))
    if origin is frozenset:
        return partial(_read_set, _reader(inner[0]))
    if origin is tuple and inner[-1] is Ellipsis:
        return partial(_read_list, _reader(inner[0]))
    if origin is tuple:
        return partial(_read_tuple, tuple(map(_reader, inner)))
    if hint is str:
        return _read_text
    if is_dataclass(hint):
        return partial(from_plain, cast(type[Record], hint))
    if issubclass(hint, Enum):
        return cast(type[Enum], hint)
    if issubclass(hint, datetime):
        return _read_time
    if hint is float:
        return _read_number
    return partial(_read_as, hint)


def _read_optional(reader: Reader, raw: Any) -> Any:
    return None if raw is None else reader(raw)


def _read_set(reader: Reader, raw: Any) -> frozenset[Any]:
    read = frozenset(map(reader, _read_as(list, raw)))
    return _SETS.setdefault(read, read)


def _read_list(reader: Reader, raw: Any) -> tuple[Any, ...]:
    return tuple(map(reader, _read_as(list, raw)))


def _read_tuple(readers: tuple[Reader, ...], raw: Any) -> tuple[Any, ...]:
    return tuple(reader(item) for reader, item in zip(readers, raw, strict=True))


@lru_cache(maxsize=_NEAR)
def _read_time(raw: Any) -> datetime:
    moment = datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        raise ValueError("A time without a zone")
    return moment


def _read_number(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
        raise TypeError("Not a number")
    return raw


def _read_text(raw: Any) -> str:
    text: str = _read_as(str, raw)
    return intern(text)


def _read_as(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise TypeError(f"Not of type {kind.__name__}")
    return raw
