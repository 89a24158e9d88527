"""The rules of errors that a person reads: all translated, with just the placeholders they are given."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from .agreement import agree, code_of, followed
from .code import Code, Scope
from .flows import Use
from .syntax import Function, argument, called, nodes, parameters
from .tree import DOMAIN, ENGLISH, Tree

ERRORS: Final = {
    "ConfigEntryAuthFailed",
    "ConfigEntryError",
    "ConfigEntryNotReady",
    "HomeAssistantError",
    "PlatformNotReady",
    "ServiceValidationError",
    "UpdateFailed",
}
"""Home Assistant's, which a person reads; ``Unauthorized`` it puts in its own words."""
_MERELY_NAMED: Final = ("isinstance", "issubclass", "suppress")
"""What is handed an error's class and makes none of it."""


@dataclass(frozen=True)
class Giver:
    """A function that makes an error of the key that it is called with.

    ``given`` are the placeholders that it adds; ``open`` is whether its caller names others.
    """

    parameter: str
    position: int
    given: frozenset[str]
    open: bool


type Givers = dict[Function, Giver]


def _is_error(code: Code, name: ast.expr, module: str) -> bool:
    if known := code.class_of(name, module):
        return any(
            _is_error(code, base, path)
            for owner, path in code.lineage(*known)
            for base in owner.bases
            if not code.class_of(base, path)
        )
    return code.outer_name(name, module) in ERRORS


def _is_made(code: Code, call: ast.Call, scope: Scope) -> bool:
    """Tell whether a call makes an error, or is how a class of ours makes itself one."""
    if called(call) == "__init__" and scope.owner:
        return _is_error(code, ast.Name(scope.owner.name), scope.module)
    return _is_error(code, call.func, scope.module)


# How a key comes to an error


@cache
def givers(code: Code) -> Givers:
    """Return the functions through which errors get their words, those that call another included."""
    found: Givers = {}
    while True:
        more = {
            scope.function: giver
            for scope in code.scopes
            for giver in _giver(code, scope, found)
            if scope.function
        }
        if more == found:
            return found
        found = more


def _called_giver(
    code: Code, call: ast.Call, scope: Scope, known: Givers
) -> Giver | None:
    """Return the giver that is called; of an object that is not known, by its name alone."""
    if found := code.function_of(call, scope):
        return known.get(found.function) if found.function else None
    if isinstance(call.func, ast.Attribute) and called(call) != "__init__":
        named = [
            scope
            for function, scope in known.items()
            if function.name == call.func.attr
        ]
        return next(iter(named), None)
    return None


def _giver(code: Code, scope: Scope, known: Givers) -> Iterable[Giver]:
    function = scope.function
    assert function is not None
    names = parameters(function)
    rest = function.args.kwarg.arg if function.args.kwarg else None

    def giver(
        key: ast.expr | None, given: frozenset[str], opened: bool
    ) -> Iterable[Giver]:
        for node in key.values if isinstance(key, ast.BoolOp) else [key]:
            if isinstance(node, ast.Name) and node.id in names:
                yield Giver(node.id, names.index(node.id), given, opened)

    for node in nodes(function) if names else ():
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "translation_key":
                    yield from giver(value, frozenset(), rest is not None)
        elif isinstance(node, ast.Call):
            if inner := _called_giver(code, node, scope, known):
                key = argument(node, inner.parameter, inner.position)
                handed = any(
                    keyword.arg is None and getattr(keyword.value, "id", "") == rest
                    for keyword in node.keywords
                )
                given = inner.given | _keywords(node, inner)
                yield from giver(key, given, inner.open and handed)
            elif _is_made(code, node, scope):
                named = argument(node, "translation_placeholders")
                given = frozenset(_names(named))
                opened = rest is not None and getattr(named, "id", "") == rest
                yield from giver(argument(node, "translation_key"), given, opened)


def _names(placeholders: ast.expr | None) -> set[str]:
    keys = placeholders.keys if isinstance(placeholders, ast.Dict) else []
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def _keywords(call: ast.Call, giver: Giver) -> frozenset[str]:
    """Return the placeholders that a call names."""
    names = {keyword.arg for keyword in call.keywords if keyword.arg} - {
        giver.parameter
    }
    return frozenset(names) if giver.open else frozenset()


@cache
def _uses(code: Code) -> list[Use]:
    return list(_used(code))


def _used(code: Code) -> Iterable[Use]:
    known = givers(code)
    for call, scope in code.calls:
        where = f"{scope.module}:{call.lineno}"
        if giver := _called_giver(code, call, scope, known):
            key = argument(call, giver.parameter, giver.position)
            given = giver.given | _keywords(call, giver)
            yield Use(where, frozenset(code.values(key, scope)), given)
        elif _is_made(code, call, scope):
            key = argument(call, "translation_key")
            named = argument(call, "translation_placeholders")
            is_own = scope.function in known
            given = frozenset() if is_own else frozenset(code.values(named, scope))
            yield Use(where, frozenset(code.values(key, scope)), given)


@followed
def errors_have_their_words(tree: Tree) -> list[str]:
    """Each error has its words, with what it is given, and each of the words is used."""
    uses = [use for use in _uses(code_of(tree)) if use.keys]
    return agree(f"{ENGLISH}, exceptions", uses, tree.texts("exceptions"))


# That an error is translated at all


@followed
def errors_are_translated(tree: Tree) -> list[str]:
    """An error that a person reads is made with a key of ours, wherever it is made."""
    code = code_of(tree)
    return [
        *(
            f"{scope.module}:{call.lineno}: {fault}"
            for call, scope in code.calls
            if _is_made(code, call, scope)
            for fault in _untranslated(code, call, scope)
        ),
        *(
            f"{path}:{node.lineno}: {ast.unparse(node)} {fault}"
            for path, module in code.modules.items()
            for node, fault in _not_made(code, module, path)
        ),
        *(
            f"{scope.module}:{node.lineno}: what {ast.unparse(node.exc.func)} makes cannot be followed."
            for scope in code.scopes
            for node in nodes(scope.function or ast.Pass())
            if isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and not _is_followed(code, node.exc, scope)
        ),
    ]


def _untranslated(code: Code, call: ast.Call, scope: Scope) -> Iterable[str]:
    made = code.function_of(call, scope)
    if made and made.function:
        return  # A class of ours, which makes itself an error in its own ``__init__``.
    if call.args:
        yield "a person would read this text untranslated. Give a translation_key."
    named = {keyword.arg for keyword in call.keywords}
    for keyword in call.keywords:
        if keyword.arg is None and not _are_words(code, keyword.value, scope):
            yield f"**{ast.unparse(keyword.value)} cannot be followed."
    if None not in named and not {"translation_domain", "translation_key"} <= named:
        yield "an error needs translation_domain and translation_key."
    domain = argument(call, "translation_domain")
    if domain and code.values(domain, scope) != {DOMAIN}:
        yield "its translation_domain is not ours."


def _are_words(code: Code, value: ast.expr, scope: Scope) -> bool:
    """Tell whether a giver made what is spread, also where it was kept for later, or was none."""
    match value:
        case ast.Call():
            return _called_giver(code, value, scope, givers(code)) is not None
        case ast.Name(id=name):
            kept = code.local(name, scope)
        case ast.Attribute(value=ast.Name(id="self")) if scope.owner:
            kept = _assigned(scope.owner, ast.unparse(value))
        case _:
            return False
    made = [value for value in kept if not _is_none(value)]
    return bool(made) and all(
        isinstance(value, ast.Call) and _are_words(code, value, scope) for value in made
    )


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _assigned(owner: ast.ClassDef, target: str) -> list[ast.expr]:
    """Return what the methods of a class keep in an attribute."""
    return [
        node.value
        for node in nodes(owner)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and node.value
        and target
        in map(
            ast.unparse, node.targets if isinstance(node, ast.Assign) else [node.target]
        )
    ]


def _not_made(
    code: Code, module: ast.Module, path: str
) -> Iterable[tuple[ast.expr, str]]:
    """Yield where an error's class stands without being called, caught or merely named."""
    fine: set[ast.AST] = set()
    for node in nodes(module):
        match node:
            case ast.Call():
                fine.add(node.func)
                if called(node) in _MERELY_NAMED:
                    fine.update(
                        inner for argument in node.args for inner in nodes(argument)
                    )
            case ast.ExceptHandler(type=ast.expr() as caught):
                fine.update(nodes(caught))
            case ast.ClassDef(bases=bases):
                fine.update(bases)
            case (
                ast.arg(annotation=ast.expr() as kind)
                | ast.AnnAssign(annotation=kind)
                | ast.TypeAlias(value=kind)
            ):
                fine.update(nodes(kind))
            case (
                ast.FunctionDef(returns=ast.expr() as kind)
                | ast.AsyncFunctionDef(returns=ast.expr() as kind)
            ):
                fine.update(nodes(kind))
    for node in nodes(module):
        if not isinstance(node, ast.Name | ast.Attribute) or node in fine:
            continue
        if _is_error(code, node, path):
            yield node, "is made into an error elsewhere, or without words."


def _is_followed(code: Code, call: ast.Call, scope: Scope) -> bool:
    """Tell whether it is known what a call makes: ours, imported, or Python's own."""
    match call.func:
        case ast.Name(id=name):
            return code.is_known(name, scope.module)
        case ast.Attribute(value=ast.Name(id="self")):
            return code.function_of(call, scope) is not None
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            found = code.resolve(call.func, scope.module)
            return found is not None or (
                code.is_known(name, scope.module) and bool(attribute)
            )
    return False


# That it is read in the language of the home


@followed
def errors_are_said_in_the_language_of_the_home(tree: Tree) -> list[str]:
    """No error of ours is made a text by Python: that is English in every home."""
    code = code_of(tree)
    within = {
        node: scope
        for scope in code.scopes
        for node in nodes(scope.function or ast.Pass())
    }
    return [
        f"{path}:{told.lineno}: the text of {ast.unparse(told)} would be English in every home. Take sentence_of."
        for path, module in code.modules.items()
        for node in nodes(module)
        for told in _made_a_text(node)
        if _may_be_error(code, told, within.get(node, Scope(path)))
    ]


def _made_a_text(node: ast.AST) -> list[ast.expr]:
    """Return what Python makes a text of: with ``str``, also of each of several, or in an f-string."""
    match node:
        case (
            ast.Call(func=ast.Name(id="str"), args=[told])
            | ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="str"), told])
            | ast.FormattedValue(value=told)
        ):
            return [told]
    return []


def _may_be_error(code: Code, told: ast.expr, scope: Scope) -> bool:
    """Tell whether a text is made of an error: one that is made, kept, handed over or caught."""
    match told:
        case ast.Call():
            return (
                _is_made(code, told, scope)
                or _called_giver(code, told, scope, givers(code)) is not None
                or _returns_error(code, code.function_of(told, scope))
            )
        case ast.Name(id=name) if scope.function:
            return any(
                _may_be_error(code, kept, scope) for kept in code.local(name, scope)
            ) or any(
                _names_error(code, kind, scope.module)
                for kind in _kinds(name, scope.function)
            )
    return False


def _returns_error(code: Code, scope: Scope | None) -> bool:
    """Tell whether a function says that it returns an error."""
    kind = scope.function.returns if scope and scope.function else None
    return bool(scope and kind and _names_error(code, kind, scope.module))


def _kinds(name: str, function: Function) -> Iterable[ast.expr]:
    """Yield what a name is said to be: a parameter, or what was caught."""
    for node in nodes(function):
        match node:
            case (
                ast.arg(arg=known, annotation=ast.expr() as kind)
                | ast.ExceptHandler(name=known, type=ast.expr() as kind)
            ) if known == name:
                yield kind


def _names_error(code: Code, kind: ast.expr, module: str) -> bool:
    return any(
        _is_error(code, name, module)
        for name in nodes(kind)
        if isinstance(name, ast.Name | ast.Attribute)
    )


RULES: Final = (
    errors_have_their_words,
    errors_are_translated,
    errors_are_said_in_the_language_of_the_home,
)
