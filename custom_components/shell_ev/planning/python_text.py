"""Lists as Python writes them: what a template makes of attributes whose times are no text. Pure.

Nothing is executed. Only lists, dicts, plain values and times are understood, and anything else
makes it no list.
"""

import ast
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

_CALLS: Final[dict[str, Callable[..., object]]] = {
    "datetime.datetime": datetime,
    "datetime.timedelta": timedelta,
    "datetime.timezone": timezone,
    "zoneinfo.ZoneInfo": ZoneInfo,
}
"""What stands for a time, as Python writes it."""
_NAMES: Final = {"datetime.timezone.utc": UTC, "datetime.UTC": UTC, "nan": None}


def read_python(text: str) -> object:
    """Return what a text of Python's stands for, ``None`` where it is not understood."""
    try:
        return _value(ast.parse(text.strip(), mode="eval").body)
    except (
        *(ArithmeticError, LookupError, MemoryError, OSError),
        *(RecursionError, SyntaxError, TypeError, ValueError),
    ):
        return None


def _value(node: ast.expr) -> Any:
    """Return the value of a part.

    Raises:
        ValueError: it is none that is understood.
    """
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [_value(element) for element in elements]
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {
                _value(key): _value(value)
                for key, value in zip(keys, values, strict=True)
                if key
            }
        case ast.Constant(value=str() | int() | float() | None as value):
            return value
        case ast.UnaryOp(
            op=ast.USub(), operand=ast.Constant(value=int() | float() as value)
        ):
            return -value
        case ast.Call(func=func, args=args, keywords=keywords):
            call = _CALLS[ast.unparse(func)]
            named = {str(keyword.arg): _value(keyword.value) for keyword in keywords}
            return call(*map(_value, args), **named)
        case ast.Attribute() | ast.Name():
            return _NAMES[ast.unparse(node)]
    raise ValueError("not understood")
