"""An answer's shape beside what the documents say of it (``answers.py``)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
import re
from typing import Final

from .answers import DOCUMENTED, Field, Fields, errors_of, successes
from .generations import Operation
from .models import fold_key
from .shapes import CODE_KEYS, ROOT, Form, Path, Shape, in_words, parent_of

__all__ = ["DOCUMENTED", "Field", "Finding", "Kind", "compare"]

KEPT_PATHS: Final = 1024
"""More than all that are documented."""


class Kind(StrEnum):
    """In what an answer differs from the documents."""

    UNKNOWN_PATH = "unknown_path"
    MISSING_PATH = "missing_path"
    OTHER_TYPE = "other_type"
    KEY_CASE = "key_case"
    TIME_WITHOUT_ZONE = "time_without_zone"
    TIME_UNREADABLE = "time_unreadable"
    UNDOCUMENTED_STATE = "undocumented_state"
    UNDOCUMENTED_CODE = "undocumented_code"
    UNDOCUMENTED_STATUS = "undocumented_status"
    NOT_JSON = "not_json"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One difference. ``detail`` is a form in words, a state or code that may be shown, or empty."""

    kind: Kind
    path: Path
    detail: str = ""

    @property
    def guessed(self) -> bool:
        """Whether something had to be guessed at or was left out: a field too many never is."""
        return self.kind is not Kind.UNKNOWN_PATH


_ENVELOPED: Final = frozenset({"$.data", "$.errors", "$.status", "$.requestId"})
"""A and B have the same paths; what B answers there is what C does (API.md section 8)."""

_NO_ZONE: Final = ("time without zone", "date")
_TIMES: Final = frozenset({"time with zone", "date", "time of day"})
_NO_LETTER: Final = re.compile(r"[^a-z]+")


def compare(
    generation: str, operation: Operation, status: int, shape: Shape | None
) -> tuple[Finding, ...]:
    """Return what is not as documented, in one order, each once.

    ``generation`` is the key of the one that was asked, empty for the token; ``shape`` is
    ``None`` for a body that is not JSON. The body of a status that is not documented is not
    compared with anything.
    """
    if generation == "AB" and shape and not _ENVELOPED.isdisjoint(shape.paths):
        generation = "C"
    if status in successes(operation):
        fields = DOCUMENTED[generation, operation]
    else:
        fields = errors_of(generation, operation).get(status, {})
    findings: set[Finding] = set()
    if not fields:
        findings.add(Finding(Kind.UNDOCUMENTED_STATUS, ROOT))
    if shape is None:
        findings.add(Finding(Kind.NOT_JSON, ROOT))
    elif fields:
        findings.update(_Comparison(fields, shape).findings())
    return tuple(sorted(findings))


class _Comparison:
    """One shape beside one table."""

    def __init__(self, fields: Fields, shape: Shape) -> None:
        """Find for each path of the shape the documented one that it stands for."""
        self._fields = fields
        self._shape = shape
        self._folded: dict[str, Path] = {
            _folded(path): path for path in reversed(tuple(fields))
        }
        self._meant: dict[Path, Path | None] = {}
        for path in sorted(shape.paths, key=len):
            self._meant[path] = self._find(path)

    def findings(self) -> Iterator[Finding]:
        """Return all differences."""
        for path, forms in self._shape.paths.items():
            meant = self._meant[path]
            if meant is None:
                if self._parent(path) is not None:
                    yield Finding(Kind.UNKNOWN_PATH, path)
                continue
            field = self._fields[meant]
            if not path.endswith("[]"):
                yield from _compare_key(path, _last_key(meant))
            for form in forms:
                yield from _compare_form(path, form, field)
            yield from self._undocumented_words(path, field)
        if not self._shape.torn:
            yield from self._missing()

    def _parent(self, path: Path) -> Path | None:
        """Return what the path stands for in which this one is; the root stands in itself."""
        return self._meant[parent_of(path)] if path != ROOT else ROOT

    def _find(self, path: Path) -> Path | None:
        if path == ROOT:
            return ROOT
        parent = self._parent(path)
        if parent is None:
            return None
        if path.endswith("[]"):
            # A list where one is documented: its items are the one.
            return f"{parent}[]" if f"{parent}[]" in self._fields else parent
        key = path[path.rindex(".") :]
        # One where a list is documented: it is the item.
        for start in (parent, f"{parent}[]"):
            if start + key in self._fields:
                return start + key
            if found := self._folded.get(_folded(start + key)):
                return found
            if f"{start}.*" in self._fields:
                return f"{start}.*"
        return None

    def _missing(self) -> Iterator[Finding]:
        """Return what any object lacks: one of two sessions that has no id is left out."""
        objects: Counter[Path] = Counter()
        filled: Counter[Path] = Counter()
        for path, meant in self._meant.items():
            if meant:
                objects[meant] += self._shape.objects.get(path, 0)
                filled[_folded(meant)] += self._shape.filled.get(path, 0)
        for path, field in self._fields.items():
            holders = sum(objects[each] for each in self._may_stand_in(parent_of(path)))
            if field.needed and filled[_folded(path)] < holders:
                yield Finding(Kind.MISSING_PATH, path)

    def _may_stand_in(self, parent: Path) -> Iterator[Path]:
        """Return where the members of a documented object may be: one for a list is its item."""
        yield parent
        outer = parent.removesuffix("[]")
        if outer != parent and "object" not in self._fields[outer].types:
            yield outer

    def _undocumented_words(self, path: Path, field: Field) -> Iterator[Finding]:
        if not field.codes:
            return
        kind = (
            Kind.UNDOCUMENTED_CODE
            if fold_key(_last_key(path)) in CODE_KEYS
            else Kind.UNDOCUMENTED_STATE
        )
        known = {_spelled(word) for word in field.codes}
        for word in self._shape.codes.get(path, ()):
            if _spelled(word) not in known:
                yield Finding(kind, path, word)
        if path in self._shape.withheld:
            texts = (form for form in self._shape.paths[path] if form.type == "text")
            yield Finding(kind, path, ", ".join(in_words(texts)))


def _compare_key(path: Path, right: str) -> Iterator[Finding]:
    if right not in ("*", _last_key(path)):
        yield Finding(Kind.KEY_CASE, path, right)


@lru_cache(maxsize=KEPT_PATHS)
def _folded(path: Path) -> str:
    """Return a path with its keys folded. The documented ones are asked for at each new answer."""
    return ".".join(map(fold_key, path.split(".")))


def _last_key(path: Path) -> str:
    return path.rpartition(".")[2].replace("[]", "")


def _spelled(word: str) -> str:
    """Return a state or code without case and separators; one with digits as it is."""
    return word if word[-1:].isdigit() else _NO_LETTER.sub("", word.lower())


def _compare_form(path: Path, form: Form, field: Field) -> Iterator[Finding]:
    if not form.says_something and path != ROOT:
        return
    if form.type not in field.types:
        if form.type == "text" and form.format in ("number", "epoch"):
            detail = f"{form.format} as text"
        else:
            detail = f"{form.type} instead of {' or '.join(field.types)}"
        yield Finding(Kind.OTHER_TYPE, path, detail)
    elif form.type == "text" and field.formats and form.format not in field.formats:
        yield _other_format(path, form, field.formats)


def _other_format(path: Path, form: Form, formats: tuple[str, ...]) -> Finding:
    if "time with zone" in formats and form.format in _NO_ZONE:
        return Finding(Kind.TIME_WITHOUT_ZONE, path, str(form))
    if _TIMES.isdisjoint(formats) or form.format == "epoch":
        detail = f"{form} instead of {' or '.join(formats)}"
        return Finding(Kind.OTHER_TYPE, path, detail)
    return Finding(Kind.TIME_UNREADABLE, path, str(form))
