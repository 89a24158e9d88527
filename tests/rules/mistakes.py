"""How mistakes are planted: in a copy of the tree, at a place that has to be there."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
import json
from typing import Any, Final

from PIL import Image

from .tree import ENGLISH, INTEGRATION, Rule, Tree

type Plant = Callable[[Tree], Tree]

GONE: Final = object()
"""Take away what is there."""


@dataclass(frozen=True)
class Mistake:
    """A mistake, and a part of the complaint that a rule has to make of it."""

    rule: Rule
    plant: Plant
    complaint: str
    tree: Tree | None = None
    """What it is planted in, where that is not the repository."""


class NowhereError(Exception):
    """The place for a mistake is not there."""


def _set(content: bytes, keys: tuple[str, ...], value: Any) -> str:
    found = whole = json.loads(content)
    for key in keys[:-1]:
        found = found.setdefault(key, {})
    if value is GONE:
        if keys[-1] not in found:
            raise NowhereError(f"{'.'.join(keys)} is nowhere")
        del found[keys[-1]]
    else:
        found[keys[-1]] = value
    return json.dumps(whole)


def in_json(file: str, *keys: str, value: Any) -> Plant:
    """Set or take away a value in a JSON file of the integration."""

    def plant(tree: Tree) -> Tree:
        return tree.but(INTEGRATION + file, _set(tree.content(file), keys, value))

    return plant


def in_texts(*keys: str, value: Any) -> Plant:
    """Set or take away an English text."""
    return in_json(ENGLISH, *keys, value=value)


def in_hacs(*keys: str, value: Any) -> Plant:
    """Set or take away a value that is for HACS."""

    def plant(tree: Tree) -> Tree:
        return tree.but("hacs.json", _set(tree.files["hacs.json"], keys, value))

    return plant


def in_file(file: str, old: str, new: str) -> Plant:
    """Replace the first of some words in a file of the integration."""

    def plant(tree: Tree) -> Tree:
        text = tree.content(file).decode()
        if old not in text:
            raise NowhereError(f"{old!r} is not in {file}")
        return tree.but(INTEGRATION + file, text.replace(old, new, 1))

    return plant


def in_code(old: str, new: str) -> Plant:
    """Replace words of the Python code, in whichever module they stand."""

    def plant(tree: Tree) -> Tree:
        for path in tree.paths(".py"):
            text = tree.content(path).decode()
            if old in text:
                return tree.but(INTEGRATION + path, text.replace(old, new, 1))
        raise NowhereError(f"{old!r} is nowhere in the code")

    return plant


def file(path: str, content: str | bytes | None) -> Plant:
    """Write a file of the integration, or take it away."""
    return lambda tree: tree.but(INTEGRATION + path, content)


def at_the_root(path: str, content: str | bytes | None) -> Plant:
    """Write a file of the repository, or take it away."""
    return lambda tree: tree.but(path, content)


def image(path: str, width: int, height: int) -> Plant:
    """Write an empty PNG of a size."""
    content = BytesIO()
    Image.new("1", (width, height)).save(content, "PNG")
    return file(path, content.getvalue())


def cut(path: str) -> Plant:
    """Leave the first half of a file of the integration."""

    def plant(tree: Tree) -> Tree:
        content = tree.content(path)
        return tree.but(INTEGRATION + path, content[: len(content) // 2])

    return plant


def both(*plants: Plant) -> Plant:
    """Plant several together."""

    def plant(tree: Tree) -> Tree:
        for each in plants:
            tree = each(tree)
        return tree

    return plant
