"""Names say what a thing is, in the field's word; a function's name says its deed."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from .syntax import FUNCTIONS, nodes
from .tree import ROOMS, Rule, Tree

EMPTY: Final = "it"
"""Of anything at all, so of nothing: a session is a ``session``."""
SAYING_NOTHING: Final = frozenset({"bear", "judge", "ours", "targets", "told", "words"})
"""Of functions and modules: whose, of what, and what is done to it?"""


def names_are_the_fields_words(tree: Tree) -> list[str]:
    """Whatever a name is bound by: a loop, a comprehension, a parameter, a ``with``."""
    return [
        f"{path}:{line}: {EMPTY!r} says nothing. Call it by the field's word."
        for path, module in tree.all_modules().items()
        for line, name in _bound(module)
        if name == EMPTY
    ]


def _bound(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in nodes(module):
        match node:
            case ast.Name(id=name, ctx=ast.Store(), lineno=line):
                yield line, name
            case ast.arg(arg=name, lineno=line):
                yield line, name


def functions_and_modules_say_what_they_are_for(tree: Tree) -> list[str]:
    """Outside tests, which read as sentences."""
    complaints: list[str] = []
    for path, module in tree.all_modules().items():
        if path.startswith(f"{ROOMS[-1]}/"):
            continue
        defined = [node.name for node in nodes(module) if isinstance(node, FUNCTIONS)]
        complaints += [
            f"{path}: {name!r} does not say what it is for."
            for name in (PurePosixPath(path).stem, *defined)
            if name.strip("_") in SAYING_NOTHING
        ]
    return complaints


RULES: Final[tuple[Rule, ...]] = (
    names_are_the_fields_words,
    functions_and_modules_say_what_they_are_for,
)
