"""Names say what a thing is, in the field's word; a function's name says its deed."""

import ast
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from .syntax import nodes
from .tree import ROOMS, SOURCES, Rule, Tree

EMPTY: Final = "it"
"""Of anything at all, so of nothing: a session is a ``session``."""
SAYING_NOTHING: Final = frozenset({"bear", "judge", "ours", "targets", "told", "words"})
"""Whose, of what, and what is done to it?"""


def names_are_the_fields_words(tree: Tree) -> list[str]:
    """Whatever a name is bound by: a loop, a comprehension, a parameter, a ``with``."""
    return [
        f"{path}:{line}: {EMPTY!r} says nothing. Call it by the field's word."
        for path, module in tree.all_modules().items()
        for line, name in _bound(module)
        if name == EMPTY
    ]


@cache
def _bound(module: ast.Module) -> tuple[tuple[int, str], ...]:
    """Return each name that a module gives, and where: an attribute's as well."""
    return tuple(
        (getattr(node, "lineno", 0), name)
        for node in nodes(module)
        if (name := _name_given_by(node))
    )


def _name_given_by(node: ast.AST) -> str | None:
    match node:
        case (
            ast.Name(id=name, ctx=ast.Store())
            | ast.Attribute(attr=name, ctx=ast.Store())
        ):
            return name
        case (
            ast.arg(arg=name)
            | ast.alias(asname=name)
            | ast.MatchMapping(rest=name)
            | ast.ExceptHandler(name=name)
            | ast.MatchAs(name=name)
            | ast.MatchStar(name=name)
            | ast.ClassDef(name=name)
            | ast.FunctionDef(name=name)
            | ast.AsyncFunctionDef(name=name)
        ):
            return name
    return None


def names_say_what_they_are_for(tree: Tree) -> list[str]:
    """Of modules, classes, functions, attributes, parameters, locals; tests read as sentences."""
    return [
        f"{path}:{line}: {name!r} does not say what it is for."
        for path, module in tree.all_modules().items()
        if not path.startswith(f"{ROOMS[-1]}/")
        for line, name in ((1, PurePosixPath(path).stem), *_bound(module))
        if name.strip("_").lower() in SAYING_NOTHING
    ]


def frontend_modules_say_what_they_are_for(tree: Tree) -> list[str]:
    """A folder's name says whose words they are, but not what is done with them."""
    return [
        f"{path}: {name!r} does not say what it is for."
        for path in sorted(tree.files)
        if path.startswith(SOURCES) and path.endswith(".ts")
        for name in (PurePosixPath(path).stem,)
        if name in SAYING_NOTHING
    ]


RULES: Final[tuple[Rule, ...]] = (
    names_are_the_fields_words,
    names_say_what_they_are_for,
    frontend_modules_say_what_they_are_for,
)
