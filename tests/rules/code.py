"""What the integration's Python says of texts, read without running it and without a module's name.

It follows names to where they are defined, through imports, and knows the few forms in which this
code writes a key: a constant, a choice of two, a member of an enumeration, a row of a table, a
parameter. What it cannot follow it reports, so that nothing goes unseen.
"""

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import PurePosixPath
from typing import Final

from .syntax import (
    FUNCTIONS,
    Function,
    called,
    calls,
    definitions,
    functions,
    imports,
    nodes,
    parameters,
)

_COLLECTIONS: Final = ("frozenset", "list", "set", "sorted", "tuple")


class UnclearError(Exception):
    """A key is computed in a way that cannot be followed."""


@dataclass(frozen=True)
class Computed:
    """A key made of a prefix and the reason of an error; ``never`` are reasons that do not come here."""

    prefix: str
    error: str
    never: frozenset[str] = frozenset()


COMPUTED: Final = {
    "f'ema_id_{err.reason}'": Computed("ema_id_", "IdentifierError"),
    "f'evse_id_{err.reason}'": Computed(
        "evse_id_", "IdentifierError", frozenset({"check_digit"})
    ),
}
"""Keys that code puts together, as it does. The reasons are those with which the error is raised."""


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its module, function, the class that runs it, and bound names."""

    module: str
    function: Function | None = None
    owner: ast.ClassDef | None = None
    bound: Mapping[str, tuple[ast.expr, Scope]] = field(default_factory=dict)

    def calls(self) -> tuple[ast.Call, ...]:
        """Return the calls in the function."""
        return calls(self.function) if self.function else ()


class Code:
    """The modules of the integration."""

    def __init__(self, modules: Mapping[str, ast.Module]) -> None:
        """Read the definitions of each module."""
        self.modules = modules
        self._defined = {path: definitions(module) for path, module in modules.items()}
        self._imported = {path: imports(module) for path, module in modules.items()}
        self._resolved: dict[tuple[str, str], tuple[ast.AST, str] | None] = {}

    # What names stand for

    def definition(self, name: str, module: str) -> tuple[ast.AST, str] | None:
        """Return what a name of a module stands for, and the module that defines it."""
        if (name, module) not in self._resolved:
            self._resolved[name, module] = self._look_up(name, module)
        return self._resolved[name, module]

    def _look_up(self, name: str, module: str) -> tuple[ast.AST, str] | None:
        if found := self._defined[module].get(name):
            return found, module
        if (imported := self._imported[module].get(name)) and imported.level:
            return self._follow(imported, name, module)
        return None

    def _follow(
        self, imported: ast.ImportFrom, name: str, module: str
    ) -> tuple[ast.AST, str] | None:
        for path in self._paths(_target(imported, module)):
            if path != module:  # A package that imports a module of its own.
                return self.definition(_original(imported, name), path)
        return None

    def resolve(self, name: ast.expr, module: str) -> tuple[ast.AST, str] | None:
        """Return what a name, or that of a module and one in it, stands for."""
        match name:
            case ast.Name(id=known):
                return self.definition(known, module)
            case ast.Attribute(value=ast.Name(id=owner), attr=known):
                path = self._submodule(owner, module)
                return self.definition(known, path) if path else None
        return None

    def _submodule(self, name: str, module: str) -> str | None:
        """Return the module of ours that was imported by a name."""
        imported = self._imported[module].get(name)
        if imported is None or not imported.level:
            return None
        original = _original(imported, name)
        paths = self._paths(_target(imported, module) / original)
        return next(iter(paths), None)

    def _paths(self, target: PurePosixPath) -> list[str]:
        paths = (f"{target}.py", str(target / "__init__.py"))
        return [path for path in paths if path in self.modules]

    def class_of(self, name: ast.expr, module: str) -> tuple[ast.ClassDef, str] | None:
        """Return the class of ours that an expression names."""
        while isinstance(name, ast.Subscript):
            name = name.value
        found = self.resolve(name, module)
        if found and isinstance(found[0], ast.ClassDef):
            return found[0], found[1]
        return None

    def function_of(self, call: ast.Call, scope: Scope) -> Scope | None:
        """Return what a call runs: a function of ours, a method of the same object, an ``__init__``."""
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if scope.owner:
                return self.methods(scope.owner, self.home(scope.owner)).get(name)
        if known := self.class_of(call.func, scope.module):
            return self.methods(*known).get("__init__")
        found = self.resolve(call.func, scope.module)
        if found and isinstance(found[0], FUNCTIONS):
            return Scope(found[1], found[0])
        return None

    def outer_name(self, name: ast.expr, module: str) -> str:
        """Return the name that a thing of others has where it comes from."""
        if isinstance(name, ast.Name):
            imported = self._imported[module].get(name.id)
            return _original(imported, name.id) if imported else name.id
        return name.attr if isinstance(name, ast.Attribute) else ""

    def is_known(self, name: str, module: str) -> bool:
        """Tell whether a module defines or imports a name, or Python does."""
        return (
            name in self._defined[module]
            or name in self._imported[module]
            or hasattr(builtins, name)
        )

    def home(self, owner: ast.ClassDef) -> str:
        """Return the module that defines a class."""
        return next(path for known, path in self.classes if known is owner)

    def outer_class(self, owner: ast.ClassDef, module: str) -> type | None:
        """Return the nearest class of Home Assistant that a class of ours inherits from."""
        for known, path in self.lineage(owner, module):
            for base in known.bases:
                imported = self._imported[path].get(getattr(base, "id", ""))
                if imported and (imported.module or "").startswith("homeassistant."):
                    name = self.outer_name(base, path)
                    found = getattr(import_module(str(imported.module)), name)
                    if isinstance(found, type):
                        return found
        return None

    @cached_property
    def scopes(self) -> list[Scope]:
        """Every function, methods with the class that defines them."""
        return [
            Scope(path, node, owner)
            for path, module in self.modules.items()
            for node, owner in functions(module)
        ]

    @cached_property
    def calls(self) -> list[tuple[ast.Call, Scope]]:
        """Every call, with where it stands: in a function, or in a module or class itself."""
        inner = {call: scope for scope in self.scopes for call in scope.calls()}
        return [
            (call, inner.get(call, Scope(path)))
            for path, module in self.modules.items()
            for call in calls(module)
        ]

    @cached_property
    def classes(self) -> list[tuple[ast.ClassDef, str]]:
        """Every class, with its module."""
        return [
            (node, path)
            for path, module in self.modules.items()
            for node in nodes(module)
            if isinstance(node, ast.ClassDef)
        ]

    def lineage(
        self, owner: ast.ClassDef, module: str
    ) -> list[tuple[ast.ClassDef, str]]:
        """Return a class and those of ours that it inherits from, the nearest first."""
        found = [(owner, module)]
        for base in owner.bases:
            if known := self.class_of(base, module):
                found += self.lineage(*known)
        return found

    def outer_bases(self, owner: ast.ClassDef, module: str) -> set[str]:
        """Return the names of the classes of others that a class inherits from."""
        return {
            ast.unparse(base).partition("[")[0].rpartition(".")[2]
            for known, path in self.lineage(owner, module)
            for base in known.bases
            if not self.class_of(base, path)
        }

    def methods(self, owner: ast.ClassDef, module: str) -> dict[str, Scope]:
        """Return the methods of a class, those that it inherits included."""
        return {
            node.name: Scope(path, node, owner)
            for known, path in reversed(self.lineage(owner, module))
            for node in known.body
            if isinstance(node, FUNCTIONS)
        }

    def enumeration(self, owner: ast.ClassDef) -> dict[str, str]:
        """Return the members of an enumeration of texts; none where a class is another thing."""
        if "StrEnum" not in map(ast.unparse, owner.bases):
            return {}
        return {
            node.targets[0].id: str(node.value.value)
            for node in owner.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }

    def reasons(self, error: str) -> set[str]:
        """Return the reasons with which an error of ours is raised."""
        return {
            node.args[0].value
            for module in self.modules.values()
            for node in nodes(module)
            if isinstance(node, ast.Call)
            and called(node) == error
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        }

    # What expressions may be

    def values(self, value: ast.expr | None, scope: Scope) -> set[str]:
        """Return the texts that an expression may be, or that a collection may hold.

        A parameter of the function is what its callers give: they are looked at themselves.

        Raises:
            UnclearError: it cannot be followed.
        """
        match value:
            case None | ast.Constant(value=None):
                return set()
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=one, orelse=other):
                return self._all((one, other), scope)
            case (
                ast.BoolOp(values=parts)
                | ast.List(elts=parts)
                | ast.Tuple(elts=parts)
                | ast.Set(elts=parts)
            ):
                return self._all(parts, scope)
            case ast.Dict(keys=parts):
                return self._all(parts, scope)
            case ast.Starred(value=part):
                return self.values(part, scope)
            case ast.Call(func=ast.Name(id=name), args=[part]) if name in _COLLECTIONS:
                return self.values(part, scope)
            case ast.Subscript(value=table):
                return self._all(
                    [part for row in self._rows(table, scope) for part in row], scope
                )
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if scope.owner:
                return self._own(name, scope)
            case ast.Attribute(value=ast.Name() as name, attr=member):
                known = self.class_of(name, scope.module)
                members = self.enumeration(known[0]) if known else {}
                if member in members:
                    return {members[member]}
                if (found := self.resolve(value, scope.module)) and isinstance(
                    found[0], ast.expr
                ):
                    return self.values(found[0], Scope(found[1]))
            case ast.Name(id=name):
                return self._named(name, value, scope)
        return self._computed(value, scope)

    def _all(self, parts: Iterable[ast.expr | None], scope: Scope) -> set[str]:
        return {text for part in parts for text in self.values(part, scope)}

    def _own(self, name: str, scope: Scope) -> set[str]:
        """Return what a property may return."""
        assert scope.owner is not None
        method = self.methods(scope.owner, self.home(scope.owner)).get(name)
        if method is None:
            raise UnclearError(f"{scope.module}: self.{name} is not known")
        return self._all(returned(method), method)

    def _named(self, name: str, value: ast.expr, scope: Scope) -> set[str]:
        if name in scope.bound:
            return self.values(*scope.bound[name])
        if scope.function:
            if local := self.local(name, scope):
                return self._all(local, scope)
            if name in parameters(scope.function):
                return set()
        if found := self.definition(name, scope.module):
            node, module = found
            if isinstance(node, ast.ClassDef) and self.enumeration(node):
                return set(self.enumeration(node).values())
            if isinstance(node, ast.expr):
                return self.values(node, Scope(module))
        imported = self._imported[scope.module].get(name)
        if imported and (imported.module or "").startswith("homeassistant."):
            return {str(getattr(import_module(str(imported.module)), name))}
        return self._computed(value, scope)

    def local(self, name: str, scope: Scope) -> list[ast.expr]:
        """Return what is assigned to a name in its function, also out of a table."""
        found = []
        for node in nodes(scope.function) if scope.function else ():
            if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
                if isinstance(node.target, ast.Name) and node.target.id == name:
                    found.append(node.value)
            elif isinstance(node, ast.Assign):
                target = node.targets[0]
                if isinstance(target, ast.Name) and target.id == name:
                    found.append(node.value)
                elif isinstance(target, ast.Tuple):
                    found += [
                        part
                        for row in self._rows(node.value, scope)
                        for known, part in zip(target.elts, row, strict=False)
                        if isinstance(known, ast.Name) and known.id == name
                    ]
        return found

    def _rows(self, table: ast.expr, scope: Scope) -> list[list[ast.expr]]:
        """Return the rows of a table: a list of tuples, or what a dict holds."""
        match table:
            case ast.List(elts=rows) | ast.Tuple(elts=rows):
                pass
            case ast.Dict(values=rows):
                pass
            case ast.Call(
                func=ast.Attribute(value=known, attr="get"), args=[_, default]
            ):
                return [*self._rows(known, scope), _row(default)]
            case ast.Name(id=name) if found := self.definition(name, scope.module):
                node, module = found
                return (
                    self._rows(node, Scope(module))
                    if isinstance(node, ast.expr)
                    else []
                )
            case _:
                return []
        return [_row(row) for row in rows]

    def _computed(self, value: ast.expr, scope: Scope) -> set[str]:
        known = COMPUTED.get(ast.unparse(value))
        if known is None:
            raise UnclearError(
                f"{scope.module}:{value.lineno}: {ast.unparse(value)} cannot be followed"
            )
        return {
            known.prefix + reason for reason in self.reasons(known.error) - known.never
        }

    # Where a call stands

    def contexts(
        self, call: ast.AST, scope: Scope, among: Iterable[Scope]
    ) -> list[Scope]:
        """Return the scope of a call once for each row of a loop, and for each call of its function.

        There the names of the loop and of the function's parameters are bound.
        """
        assert scope.function is not None
        used = {inner.id for inner in nodes(call) if isinstance(inner, ast.Name)}
        for node in nodes(scope.function):
            if (
                isinstance(node, ast.For)
                and isinstance(node.target, ast.Tuple)
                and call in nodes(node)
            ):
                names = [getattr(part, "id", "") for part in node.target.elts]
                if used & set(names):
                    return [
                        replace(
                            scope,
                            bound={
                                name: (part, scope)
                                for name, part in zip(names, row, strict=True)
                            },
                        )
                        for row in self._rows(node.iter, scope)
                    ]
        names = parameters(scope.function)
        if not used & set(names):
            return [scope]
        found = []
        for caller in among:
            for outer in caller.calls():
                if called(outer) == scope.function.name and outer is not call:
                    given = dict(zip(names, outer.args, strict=False))
                    given |= {key.arg: key.value for key in outer.keywords if key.arg}
                    bound = {name: (value, caller) for name, value in given.items()}
                    found.append(replace(scope, owner=caller.owner, bound=bound))
        return found or [scope]

    def reached(
        self, starts: Iterable[Scope], methods: Mapping[str, Scope]
    ) -> list[Scope]:
        """Return functions with all that they call: methods of their class, functions of ours."""
        todo = list(starts)
        found: dict[Function, Scope] = {}
        while todo:
            scope = todo.pop()
            if scope.function is None or scope.function in found:
                continue
            found[scope.function] = scope
            for node in nodes(scope.function):
                match node:
                    case ast.Attribute(value=ast.Name(id="self"), attr=name):
                        todo += [methods[name]] if name in methods else []
                    case ast.Name() | ast.Attribute(value=ast.Name()):
                        known = self.resolve(node, scope.module)
                        if known and isinstance(known[0], FUNCTIONS):
                            todo.append(Scope(known[1], known[0]))
        return list(found.values())


def returned(scope: Scope) -> list[ast.expr]:
    """Return what a function returns, each way out."""
    return [
        node.value
        for node in nodes(scope.function or ast.Pass())
        if isinstance(node, ast.Return) and node.value
    ]


def _row(row: ast.expr | None) -> list[ast.expr]:
    return row.elts if isinstance(row, ast.Tuple) else [row] if row else []


def _target(imported: ast.ImportFrom, module: str) -> PurePosixPath:
    """Return the module or package that is imported from, without its ending."""
    folder = PurePosixPath(module).parent
    for _ in range(imported.level - 1):
        folder = folder.parent
    return folder.joinpath(*(imported.module.split(".") if imported.module else ()))


def _original(imported: ast.ImportFrom, name: str) -> str:
    return next(
        alias.name for alias in imported.names if name in (alias.asname, alias.name)
    )
