"""Python as it is written: what stands in a tree, what is called with what, what a module defines."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

type Function = ast.FunctionDef | ast.AsyncFunctionDef

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def nodes(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return a node with all that is in it, gathered once: a tree is walked by many rules."""
    return tuple(ast.walk(node))


@cache
def calls(node: ast.AST) -> tuple[ast.Call, ...]:
    """Return the calls in a node."""
    return tuple(inner for inner in nodes(node) if isinstance(inner, ast.Call))


def called(call: ast.Call) -> str:
    """Return the name of what is called, without what it belongs to."""
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """Return an argument by its name or position."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is not None and position < len(call.args):
        return call.args[position]
    return None


def parameters(function: Function) -> list[str]:
    """Return a function's parameters as a caller counts them."""
    given = function.args
    names = [
        parameter.arg
        for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs)
    ]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


@cache
def definitions(module: ast.Module) -> dict[str, ast.AST]:
    """Return what a module defines, by name."""
    found: dict[str, ast.AST] = {}
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found[name] = node
            case ast.ClassDef(name=name):
                found[name] = node
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
    return found


@cache
def imports(module: ast.Module) -> dict[str, ast.ImportFrom]:
    """Return what a module imports, by the name that it has there."""
    return {
        alias.asname or alias.name: node
        for node in nodes(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def functions(
    node: ast.AST, owner: ast.ClassDef | None = None
) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    """Yield the functions of a module; what is defined within one belongs to it."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, FUNCTIONS):
            yield inner, owner
        elif isinstance(inner, ast.ClassDef):
            yield from functions(inner, inner)
