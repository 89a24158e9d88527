"""What an answer looks like, never what it says: paths, types, formats and classes of length.

What is kept is an allow-list. A key is kept where it is a name (``[A-Za-z_]``, at most 40). A value
is kept where its field tells the state or code of a session, an EVSE or an error, and it is one word
or one of the documented codes.
All else is replaced by its form, so that the result can be shown to anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
import re
from typing import Final, Self, override

from .models import fold_key

type Path = str
"""Where a value stands, ``$.data[].sessionState.status``: ``[]`` is any item of a list."""

ROOT: Final = "$"
ANY_KEY: Final = "<key>"
"""Stands for a key that is not shown."""

MAX_DEPTH: Final = 16
"""Lists and objects in each other; the weekdays of a tariff's restriction lie 13 deep."""
MAX_ITEMS: Final = 10
"""Of each list: its items look alike."""
MAX_PATHS: Final = 400
"""Of a shape: the richest documented answer has about eighty."""
MAX_VALUES: Final = 4000
"""Looked at in one walk, so that an absurd answer costs no more than some milliseconds."""
MAX_WORDS: Final = 20
"""Of a path: more than the states and codes that are documented for any."""

OAUTH_ERRORS: Final = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)
"""The errors of the token (API.md section 2)."""

ERROR_CODES: Final = frozenset(
    {
        "E0001",
        "E0002",
        "E0003",
        "E0005",
        "E0006",
        "E0007",
        "E0008",
        "E0009",
        "E0012",
        "E0014",
        "E0038",
    }
)
"""The codes of errors in any generation (API.md section 7)."""

CODE_KEYS: Final = frozenset({"code", "errorcode", "sessioncode", "error"})
"""Keys, folded, whose value is a code."""
STATE_KEYS: Final = frozenset({"status", "sessionstate", "state"})
"""Keys, folded, whose value is a state."""

_WORD_KEYS: Final = CODE_KEYS | STATE_KEYS
_ANSWER: Final = ""
_IN_ERRORS: Final = frozenset({_ANSWER, "error", "errors", "fault"})
_IN_SESSIONS: Final = _IN_ERRORS | _WORD_KEYS | {"data", "session", "sessions"}
_IN_PLACES: Final = _IN_ERRORS | {"evse", "evses", "status", "accessibility"}
"""Keys, folded, of the objects in which a state or code may stand, the answer itself included. An
address has a ``state``, too, and a place: the province in which somebody lives."""
_EXACT_WORDS: Final = ERROR_CODES | OAUTH_ERRORS

_NAME: Final = re.compile(r"[A-Za-z_]{1,40}")
_WORD: Final = re.compile(r"[A-Za-z-]{1,40}")
_PATH: Final = re.compile(r"\$(?:\.[A-Za-z_]{1,40}|\.<key>|\[\])*")

_LONGEST_READ: Final = 40
"""Characters. No format is longer, and no longer text is looked into."""
_UUID: Final = re.compile(
    r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE | re.ASCII
)
_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}[0-9:.,]*(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME_OF_DAY: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[Ee][+-]?[0-9]+)?")
_DIGITS: Final = re.compile(r"[0-9]{9,13}")

_EPOCHS: Final = (
    range(946_684_800, 7_258_118_400),
    range(946_684_800_000, 7_258_118_400_000),
)
"""Seconds and milliseconds since 1970 of the years 2000 to 2199."""

FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "object": ("",),
    "list": ("",),
    "text": (
        "empty",
        "uuid",
        "time with zone",
        "time without zone",
        "date",
        "time of day",
        "number",
        "epoch",
        "letters",
        "other",
    ),
    "number": ("whole", "fraction", "epoch"),
    "boolean": ("",),
    "null": ("",),
}
"""The formats of each type."""

LONGEST: Final = "101+"
LENGTHS: Final = (
    (0, "0"),
    (1, "1"),
    (10, "2-10"),
    (20, "11-20"),
    (40, "21-40"),
    (100, "41-100"),
)


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """The form of a value.

    ``type`` and ``format`` are of ``FORMATS``; "letters" may have hyphens among them. ``length``
    is the class of the length of a text or list, "21-40" for one.
    """

    type: str
    format: str = ""
    length: str = ""

    @override
    def __str__(self) -> str:
        """Return it in words, ``text uuid 21-40``."""
        return " ".join(filter(None, (self.type, self.format, self.length)))

    @property
    def says_something(self) -> bool:
        """Whether this is more than a field that is absent (API.md section 6)."""
        return self.type != "null" and self.format != "empty"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a form from its words.

        Raises:
            ValueError: they are not those of any form.
        """
        kind, _, rest = text.partition(" ")
        layout, length = rest, ""
        if kind in ("text", "list"):
            layout, _, length = rest.rpartition(" ")
        form = cls(kind, layout, length)
        if layout not in FORMATS.get(kind, ()) or length not in _length_classes(kind):
            raise ValueError("Not a form")
        return form


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of an answer, or of several.

    ``codes`` are states and codes as they came. ``withheld`` are paths of states and codes with
    a text that is not among them. ``cut`` tells that not all of the answer was looked at, ``torn``
    that some of an object was not, so that nothing can be called missing.

    Of a single answer ``objects`` counts those at each path, and ``filled`` the values there that
    say something.
    """

    paths: Mapping[Path, frozenset[Form]]
    codes: Mapping[Path, frozenset[str]]
    withheld: frozenset[Path] = frozenset()
    cut: bool = False
    torn: bool = False
    objects: Mapping[Path, int] = field(default_factory=dict)
    filled: Mapping[Path, int] = field(default_factory=dict)

    def __or__(self, other: Shape) -> Shape:
        """Return what either has, within the bounds of one."""
        return Shape(
            paths=_merged(self.paths, other.paths),
            codes={
                path: frozenset(sorted(codes)[:MAX_WORDS])
                for path, codes in _merged(self.codes, other.codes).items()
            },
            withheld=frozenset(sorted(self.withheld | other.withheld)[:MAX_PATHS]),
            cut=self.cut or other.cut,
            torn=self.torn or other.torn,
        )


def shape_of(body: object, *, of_places: bool = False) -> Shape:
    """Return the shape of a JSON body. Takes anything, raises nothing, and its cost is bounded.

    ``of_places`` is whether it is an answer of the directory: in it fewer fields are states.
    """
    walk = _Walk(of_places=of_places)
    walk.over(body)
    return Shape(
        paths={path: frozenset(forms) for path, forms in walk.paths.items()},
        codes={path: frozenset(codes) for path, codes in walk.codes.items()},
        withheld=frozenset(walk.withheld),
        cut=walk.cut or walk.torn,
        torn=walk.torn,
        objects=walk.objects,
        filled=walk.filled,
    )


def is_word(text: str) -> bool:
    """Return whether a state or code may be shown: one word, or one of the documented codes."""
    return bool(_WORD.fullmatch(text)) or text in _EXACT_WORDS


def word_or_form(text: str) -> str:
    """Return a state or code where it may be shown, else its form in words."""
    return text if is_word(text) else str(_form_of(text))


def is_path(text: str) -> bool:
    """Return whether this is a path of a shape."""
    return bool(_PATH.fullmatch(text))


def parent_of(path: Path) -> Path:
    """Return the path of what a value stands in, of the root an empty one."""
    if path.endswith("[]"):
        return path[:-2]
    return path.rpartition(".")[0]


class _Walk:
    """One walk over a body: parents before what is in them."""

    def __init__(self, *, of_places: bool) -> None:
        """Begin with nothing seen."""
        self._of_places = of_places
        self.paths: dict[Path, set[Form]] = {}
        self.codes: dict[Path, set[str]] = {}
        self.withheld: set[Path] = set()
        self.objects: Counter[Path] = Counter()
        self.filled: Counter[Path] = Counter()
        self.cut = False
        self.torn = False

    def over(self, body: object) -> None:
        """Look at a value and all in it, as far as the bounds allow."""
        # By hand: an answer may be nested deeper than Python's calls may be.
        ahead: list[tuple[Path, str, object, int]] = [(ROOT, _ANSWER, body, 0)]
        for _ in range(MAX_VALUES):
            if not ahead:
                return
            path, key, value, depth = ahead.pop()
            if not self._note(path, key, value) or not isinstance(value, dict | list):
                continue
            if depth < MAX_DEPTH:
                inside = list(self._inside(path, key, value))
                ahead += [(*each, depth + 1) for each in reversed(inside)]
            elif value:
                self.torn = True
        self.torn = self.torn or bool(ahead)

    def _note(self, path: Path, key: str, value: object) -> bool:
        """Keep the form of a value. Return whether there was still room for its path."""
        forms = self.paths.get(path)
        if forms is None:
            if len(self.paths) >= MAX_PATHS:
                self.torn = True
                return False
            forms = self.paths[path] = set()
        form = _form_of(value)
        forms.add(form)
        self.filled[path] += form.says_something
        self.objects[path] += isinstance(value, dict)
        if isinstance(value, str) and key in _WORD_KEYS and value:
            self._note_word(path, value)
        return True

    def _note_word(self, path: Path, text: str) -> None:
        codes = self.codes.get(path, set())
        if len(codes) < MAX_WORDS and is_word(text):
            self.codes.setdefault(path, codes).add(text)
        elif text not in codes:
            self.withheld.add(path)

    def _inside(
        self, path: Path, key: str, value: dict[object, object] | list[object]
    ) -> Iterator[tuple[Path, str, object]]:
        """Return what stands in a value: its path, the last key on it folded, and itself."""
        if isinstance(value, list):
            self.cut = self.cut or len(value) > MAX_ITEMS
            # An item belongs to the key of its list: a list of states is one of states.
            for item in value[:MAX_ITEMS]:
                yield f"{path}[]", key, item
            return
        self.torn = self.torn or len(value) > MAX_PATHS
        for name, member in islice(value.items(), MAX_PATHS):
            if isinstance(name, str) and _NAME.fullmatch(name):
                yield f"{path}.{name}", self._meant(fold_key(name), key), member
            else:
                yield f"{path}.{ANY_KEY}", ANY_KEY, member

    def _meant(self, key: str, holder: str) -> str:
        """Return a key, or what stands for any where it tells no state or code in this object."""
        if key not in _WORD_KEYS:
            return key
        if self._of_places:
            tells = holder in _IN_PLACES and (key, holder) != ("state", _ANSWER)
        else:
            tells = holder in _IN_SESSIONS
        return key if tells else ANY_KEY


@cache  # a few dozen are all there are
def _form(kind: str, layout: str = "", length: str = "") -> Form:
    return Form(kind, layout, length)


def _form_of(value: object) -> Form:
    match value:
        case str():
            return _form("text", _format_of(value), _length_class(len(value)))
        case bool():
            return _form("boolean")
        case int():
            return _form("number", "epoch" if _is_epoch(value) else "whole")
        case float():
            return _form("number", "fraction")
        case dict():
            return _form("object")
        case list():
            return _form("list", length=_length_class(len(value)))
    return _form("null")


def _format_of(text: str) -> str:
    if not text.strip():
        return "empty"
    if len(text) > _LONGEST_READ:
        return "other"
    if _WORD.fullmatch(text):
        return "letters"
    if match := _TIME.fullmatch(text):
        return _time_format(text, zone=match["zone"])
    if _UUID.fullmatch(text):
        return "uuid"
    if _DIGITS.fullmatch(text) and _is_epoch(int(text)):
        return "epoch"
    if _NUMBER.fullmatch(text):
        return "number"
    if _TIME_OF_DAY.fullmatch(text):
        return "time of day"
    return _time_format(text, date=True) if _DATE.fullmatch(text) else "other"


def _time_format(text: str, *, zone: str | None = None, date: bool = False) -> str:
    """Return the format of what is written like a time, "other" where there is none such."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "other"
    if date:
        return "date"
    return "time with zone" if zone else "time without zone"


def _is_epoch(number: int) -> bool:
    return any(number in epochs for epochs in _EPOCHS)


def _length_classes(kind: str) -> set[str]:
    if kind not in ("text", "list"):
        return {""}
    return {LONGEST, *(name for _, name in LENGTHS)}


def _length_class(length: int) -> str:
    return next((name for limit, name in LENGTHS if length <= limit), LONGEST)


def _merged[T](
    first: Mapping[Path, frozenset[T]], second: Mapping[Path, frozenset[T]]
) -> dict[Path, frozenset[T]]:
    merged = dict(first)
    for path, found in second.items():
        if path in merged or len(merged) < MAX_PATHS:
            merged[path] = merged.get(path, frozenset()) | found
    return merged


def in_words(forms: Iterable[Form]) -> list[str]:
    """Return forms in words, in one order."""
    return [str(form) for form in sorted(forms)]
