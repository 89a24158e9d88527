"""What is judged: a folder's files in memory, so that a mistake is planted in a copy at no cost."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
import json
from pathlib import Path
from typing import Any, Final

import voluptuous as vol

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.yaml import parse_yaml

DOMAIN: Final = "shell_ev"
INTEGRATION: Final = f"custom_components/{DOMAIN}/"
ENGLISH: Final = "translations/en.json"
ROOMS: Final = ("simulator", "scripts", "benchmarks", "tests")
"""Where there is Python beside the integration's."""

SOURCES: Final = "frontend/src/"
CARDS: Final = f"{SOURCES}translations/"
LANGUAGES: Final = "tests/languages/"
"""What is known of the texts in other languages."""

type Keys = tuple[str, ...]
"""The way to a text in a file: ("config", "step", "user", "title")."""


@dataclass(frozen=True)
class Tree:
    """Files by their path from the root of the repository."""

    files: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def read(cls, root: Path) -> Tree:
        """Read what the rules look at: the integration, the files beside it, and all other Python."""
        paths = [path for path in root.iterdir() if path.is_file()]
        paths += [path for room in ROOMS for path in (root / room).rglob("*.py")]
        paths += [
            path
            for path in (root / "custom_components").rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        ]
        paths += [path for path in (root / SOURCES).rglob("*") if path.is_file()]
        paths += (root / LANGUAGES).iterdir()
        return cls(
            {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        )

    def __contains__(self, path: str) -> bool:
        """Whether there is this file of the integration."""
        return INTEGRATION + path in self.files

    def paths(self, suffix: str = "") -> list[str]:
        """Return the integration's files of a kind, from its own folder."""
        return sorted(
            path.removeprefix(INTEGRATION)
            for path in self.files
            if path.startswith(INTEGRATION) and path.endswith(suffix)
        )

    def content(self, path: str) -> bytes:
        """Return a file of the integration; an empty one where it is missing."""
        return self.files.get(INTEGRATION + path, b"")

    def json(self, path: str) -> Any:
        """Return a JSON file of the integration, nothing where it cannot be read.

        That a file cannot be read is the complaint of a rule of its own.
        """
        return _json(self.content(path))

    def yaml(self, path: str) -> Any:
        """Return a YAML file of the integration, nothing where it cannot be read."""
        return _yaml(self.content(path))

    def cards(self) -> dict[str, Any]:
        """Return the cards' texts, by their path from the root; nothing where they cannot be read."""
        return {
            path: _json(content)
            for path, content in sorted(self.files.items())
            if path.startswith(CARDS)
        }

    def hacs(self) -> Any:
        """Return what HACS is told."""
        return _json(self.files.get("hacs.json", b""))

    def texts(self, *keys: str) -> Any:
        """Return the English texts, or those at a place in them; nothing where there are none."""
        found: Any = self.json(ENGLISH)
        for key in keys:
            found = found.get(key, {}) if isinstance(found, dict) else {}
        return found

    def modules(self) -> dict[str, ast.Module]:
        """Return the integration's Python, parsed. What does not parse is left out."""
        parsed = {path: _parse(self.content(path)) for path in self.paths(".py")}
        return {path: module for path, module in parsed.items() if module}

    def all_modules(self) -> dict[str, ast.Module]:
        """Return all Python, parsed, by its path from the root. What does not parse is left out."""
        paths = sorted(path for path in self.files if path.endswith(".py"))
        parsed = {path: _parse(self.files[path]) for path in paths}
        return {path: module for path, module in parsed.items() if module}

    def is_python(self, path: str) -> bool:
        """Tell whether a module can be parsed."""
        return _parse(self.content(path)) is not None

    def but(self, path: str, content: str | bytes | None) -> Tree:
        """Return a copy in which a file, by its path from the root, is another or is missing."""
        files = {known: kept for known, kept in self.files.items() if known != path}
        if content is not None:
            files[path] = content.encode() if isinstance(content, str) else content
        return Tree(files)


@cache
def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {}


@cache
def _yaml(content: bytes) -> Any:
    try:
        return parse_yaml(content.decode()) or {}
    except HomeAssistantError, UnicodeDecodeError:
        return {}


@cache
def _parse(content: bytes) -> ast.Module | None:
    try:
        return ast.parse(content)
    except SyntaxError, ValueError:
        return None


type Rule = Callable[[Tree], Sequence[str]]


def judge(rule: Rule, tree: Tree) -> list[str]:
    """Return a rule's complaints, or that it stumbled over a file that has not its form."""
    try:
        return list(rule(tree))
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        return [
            f"{rule.__name__}: it could not be judged ({err!r}). Mend the form of files first."
        ]


def faults(file: str, schema: vol.Schema, value: Any) -> list[str]:
    """Return what a schema finds wrong in a file."""
    try:
        schema(value)
    except vol.Invalid as err:
        return [
            f"{file}, {'.'.join(map(str, fault.path)) or 'as a whole'}: {fault.msg}."
            for fault in getattr(err, "errors", [err])
        ]
    return []


def strings(value: Any, keys: Keys = ()) -> list[tuple[Keys, str]]:
    """Return every text in a tree, with the way to it."""
    if isinstance(value, dict):
        return [
            found
            for key, item in value.items()
            for found in strings(item, (*keys, key))
        ]
    return [(keys, value)] if isinstance(value, str) else []


def differences(
    there: str, kept: set[str], wanted: set[str], what: str = "code"
) -> list[str]:
    """Return a complaint for each that is missing or that nothing reaches."""
    return [
        *(f"{there}: {key} is missing." for key in sorted(wanted - kept)),
        *(f"{there}: {key} is not known to {what}." for key in sorted(kept - wanted)),
    ]
