"""A report of what the real API answered: shapes without a value, as the client's doctor writes them.

Home Assistant's diagnostics of an account hold one as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
import json
import re
from typing import Any, Self

KIND, VERSION = "shell_ev_api", 1

ITEM = "[]"
UNNAMED = "<key>"
"""Stands in a report for a key that it does not show."""

_SHORTEST = {
    "0": 0,
    "1": 1,
    "2-10": 2,
    "11-20": 11,
    "21-40": 21,
    "41-100": 41,
    "101+": 101,
}
"""The classes of length of texts and lists, with the least that is in each."""
_TYPES = ("object", "list", "text", "number", "boolean", "null")

_TEXTS: Mapping[str, str] = {
    "empty": "",
    "uuid": "5f0f4c1e-3a63-4c0e-9a53-0d6b7f2f1a11",
    "time with zone": "2026-01-01T00:00:00Z",
    "time without zone": "2026-01-01T00:00:00",
    "date": "2026-01-01",
    "time of day": "12:00",
    "number": "1",
    "epoch": "1767225600",
    "letters": "x",
}
_OTHER_TEXT = "#"
_NUMBERS: Mapping[str, float] = {"fraction": 1.5, "epoch": 1767225600}
_PADDED = ("letters", "number", "other")
"""Formats that can have any length."""


@dataclass(frozen=True)
class Form:
    """What is known of a value: "text time with zone 11-20" in three parts."""

    type: str
    format: str = ""
    length: str = ""

    @classmethod
    def read(cls, form: str) -> Self:
        """Read it; ValueError where it is none."""
        kind, *others = form.split(" ")
        length = others.pop() if others and others[-1] in _SHORTEST else ""
        if kind not in _TYPES:
            raise ValueError(f"There is no form {form!r}.")
        return cls(kind, " ".join(others), length)

    def made_up(self) -> object:
        """Give a text, number or other plain value of this form."""
        match self.type:
            case "text":
                text = _TEXTS.get(self.format, _OTHER_TEXT)
                if self.format in _PADDED:
                    return text * max(1, _SHORTEST.get(self.length, 1))
                return text
            case "number":
                return _NUMBERS.get(self.format, 1)
            case "boolean":
                return True
        return None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a report says of one operation of one generation with one status."""

    status: int
    content: str
    forms: Mapping[str, Sequence[Form]]
    """By path: ``$.data[].id``."""
    codes: Mapping[str, frozenset[str]]
    """States and codes as they came, by path."""
    added: frozenset[str]
    """Paths that no document has."""
    withheld: frozenset[str]
    """Paths of states and codes of which the report does not show what was said."""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Read an entry of a report; LookupError, TypeError or ValueError where it is none."""
        codes = {
            path: frozenset(map(str, each)) for path, each in entry["words"].items()
        }
        findings = [
            (str(finding["kind"]), str(finding["path"]), str(finding["detail"]))
            for finding in entry["findings"]
        ]
        return cls(
            status=int(entry["status"]),
            content=str(entry["content"]),
            forms={
                path: tuple(map(Form.read, forms))
                for path, forms in entry["paths"].items()
            },
            codes=codes,
            added=frozenset(
                path for kind, path, _ in findings if kind == "unknown_path"
            ),
            withheld=frozenset(
                path
                for kind, path, detail in findings
                if kind in ("undocumented_state", "undocumented_code")
                and detail not in codes.get(path, ())
            ),
        )

    @cached_property
    def members(self) -> Mapping[str, Mapping[str, str]]:
        """The keys of each object by its path, with the path of each."""
        found: dict[str, dict[str, str]] = {}
        for path in self.forms:
            outer, dot, key = path.rpartition(".")
            if dot and not key.endswith(ITEM):
                found.setdefault(outer, {})[key] = path
        return found

    def types(self, path: str) -> set[str]:
        """Give the types of what stood at a path, none where nothing was seen there."""
        return {form.type for form in self.forms.get(path, ())}

    def formats(self, path: str, kind: str) -> dict[str, Form]:
        """Give the forms of one type at a path, by their format."""
        return {
            form.format: form for form in self.forms.get(path, ()) if form.type == kind
        }

    def made_up(self, path: str) -> object:
        """Make up a value such as stood at a path, with all that stood in it."""
        forms = self.forms.get(path, ())
        form = next((each for each in forms if each.type != "null"), Form("null"))
        if form.type == "list":
            inner = path + ITEM
            return [self.made_up(inner)] if inner in self.forms else []
        if form.type == "object":
            return {
                written(key): self.made_up(inner)
                for key, inner in self.members.get(path, {}).items()
            }
        return min(self.codes.get(path, ()), default=form.made_up())


def written(key: str) -> str:
    """Give a key as a report has it; one that it does not show is made up."""
    return "not-shown-1" if key == UNNAMED else key


def folded(word: str) -> str:
    """Give a key or word without its case and separators."""
    return re.sub(r"[^a-z0-9]", "", word.lower())


type Answers = Mapping[tuple[str, str], Sequence[Answer]]


def read_report(text: str | bytes) -> Answers:
    """Read a report: what was answered, by operation and generation as they are called in it.

    It is the doctor's file, or what Home Assistant downloads as diagnostics, as it is.

    Raises:
        ValueError: it is not a report, or one of another version.

    """
    try:
        loaded = json.loads(text)
        return _read(loaded["data"]["shapes"] if "data" in loaded else loaded)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as problem:
        raise ValueError("This is not a report that can be read.") from problem


def _read(report: Any) -> Answers:
    if (report["report"], report["version"]) != (KIND, VERSION):
        raise ValueError("It is none of this version.")
    answers: dict[tuple[str, str], list[Answer]] = {}
    for entry in report["operations"]:
        # A call that was not answered has no shape.
        if entry["status"] is not None:
            key = str(entry["operation"]), str(entry["generation"])
            answers.setdefault(key, []).append(Answer.read(entry))
    return answers
