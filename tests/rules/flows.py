"""What the flows of the integration show: their forms and menus, errors and ends."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from .code import Code, Scope, UnclearError, returned
from .syntax import argument, called, nodes
from .tree import Keys

_ENTRIES: Final = ("init", "reauth", "reconfigure", "user")
"""The steps with which Home Assistant begins."""
_ABORTS: Final = {
    "_abort_if_unique_id_configured": "already_configured",
    "_abort_if_unique_id_mismatch": "unique_id_mismatch",
    "_async_abort_entries_match": "already_configured",
}
_UNIQUE: Final = (
    "async_add_subentry",
    "async_create_entry",
    "async_update_and_abort",
    "async_update_subentry",
)
"""What Home Assistant refuses, as already configured, where a subentry's unique id is taken."""
_CHANGES: Final = ("async_update_and_abort", "async_update_reload_and_abort")
"""What ends in Home Assistant's usual words for success, where it is given no reason."""

_SHOWN: Final = ("async_show_form", "async_show_menu", "async_show_progress")

type Fields = dict[str, Fields]
"""The fields of a form; those of a section are in it."""


@dataclass(frozen=True)
class Use:
    """Where code uses texts: by these keys, with these placeholders."""

    where: str
    keys: frozenset[str]
    given: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    """Placeholders that are given for other texts at the same time."""


@dataclass(frozen=True)
class Step:
    """A form or a menu that is shown."""

    where: str
    step_id: str
    given: frozenset[str]
    fields: Fields
    options: frozenset[str]
    is_menu: bool


@dataclass(frozen=True)
class Flow:
    """A flow, and where its texts stand."""

    keys: Keys
    code: Code
    owner: ast.ClassDef
    module: str

    @cached_property
    def methods(self) -> dict[str, Scope]:
        """Its methods, inherited ones included."""
        return self.code.methods(self.owner, self.module)

    @cached_property
    def scopes(self) -> list[Scope]:
        """All that runs from the steps with which Home Assistant begins, and from what they offer."""
        known = {step for step in _ENTRIES if f"async_step_{step}" in self.methods}
        while True:
            scopes = self.code.reached(
                [
                    self.methods[f"async_step_{step}"]
                    for step in known
                    if f"async_step_{step}" in self.methods
                ],
                self.methods,
            )
            offered = {
                option
                for scope in scopes
                for call in scope.calls()
                if called(call) == "async_show_menu"
                for option in self.code.values(argument(call, "menu_options"), scope)
            }
            if offered <= known:
                return scopes
            known |= offered

    def _calls(self, *names: str) -> list[tuple[ast.Call, Scope]]:
        """Return what it calls by one of some names, for each way to come there."""
        return [
            (call, context)
            for scope in self.scopes
            for call in scope.calls()
            if called(call) in names
            for context in self.code.contexts(call, scope, self.scopes)
        ]

    @cached_property
    def steps(self) -> list[Step]:
        """The forms, menus and waits that it can come to show."""
        return [
            Step(
                where=f"{self.owner.name}, step {step_id}",
                step_id=step_id,
                given=frozenset(_placeholders(call, context, self.code)),
                fields=self._fields(argument(call, "data_schema"), context),
                options=frozenset(
                    self.code.values(argument(call, "menu_options"), context)
                ),
                is_menu=called(call) == "async_show_menu",
            )
            for call, context in self._calls(*_SHOWN)
            for step_id in self.code.values(argument(call, "step_id"), context)
        ]

    @cached_property
    def errors(self) -> list[Use]:
        """What its forms can say of what was typed."""
        shared = frozenset(name for step in self.steps for name in step.given)
        collected = [
            Use(
                f"{scope.module}:{call.lineno}",
                frozenset(self.code.values(call.args[1], scope)),
                frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
                shared,
            )
            for scope in self.scopes
            for call in scope.calls()
            # What is added to a set comes alone.
            if called(call) == "add" and len(call.args) == 2
        ]
        return collected + [
            Use(
                f"{scope.module}:{key.lineno}",
                frozenset(self.code.values(key, context)),
                shared=shared,
            )
            for scope in self.scopes
            for key in _error_keys(scope)
            for context in self.code.contexts(key, scope, self.scopes)
        ]

    @cached_property
    def aborts(self) -> list[Use]:
        """How it can end without a result, but for the usual words for success."""
        return [
            self._use(call, context, reasons)
            for scope in self.scopes
            for call in scope.calls()
            for context in self.code.contexts(call, scope, self.scopes)
            if (reasons := self._reasons(call, context))
        ]

    @cached_property
    def successes(self) -> list[Use]:
        """How it ends where something was changed, in Home Assistant's usual words for that."""
        reasons = frozenset(
            f"{step}_successful"
            for step in ("reauth", "reconfigure")
            if f"async_step_{step}" in self.methods
        )
        return [
            Use(f"{scope.module}:{call.lineno}", reasons)
            for call, scope in self._calls(*_CHANGES)
            if argument(call, "reason") is None
        ]

    @cached_property
    def progress(self) -> list[Use]:
        """What it says while it waits."""
        return [
            self._use(
                call,
                context,
                self.code.values(argument(call, "progress_action"), context),
            )
            for call, context in self._calls("async_show_progress")
        ]

    @cached_property
    def results(self) -> list[Use]:
        """What it says when it has made an entry. Options and repairs have no words for that."""
        if self.keys[0] not in ("config", "config_subentries"):
            return []
        return [
            self._use(
                call,
                context,
                self.code.values(argument(call, "description"), context) or {"default"},
            )
            for call, context in self._calls("async_create_entry")
        ]

    @cached_property
    def titles(self) -> set[str] | None:
        """Return what the flow's title is given, nothing where it shows none of its own."""
        names: set[str] = set()
        for scope in self.scopes:
            for node in nodes(scope.function or ast.Pass()):
                names |= self.code.values(_title_placeholders(node), scope)
        if "async_step_reauth" in self.methods:
            names.add("name")  # Home Assistant gives it.
        return names or None

    def _use(self, call: ast.Call, scope: Scope, keys: set[str]) -> Use:
        given = argument(call, "description_placeholders")
        return Use(
            f"{scope.module}:{call.lineno}",
            frozenset(keys),
            frozenset(self.code.values(given, scope)),
        )

    def _reasons(self, call: ast.Call, scope: Scope) -> set[str]:
        name = called(call)
        if name in _ABORTS:
            return {_ABORTS[name]}
        reason = argument(call, "reason", 0 if name == "AbortFlow" else None)
        if name in ("AbortFlow", "async_abort") and reason is None:
            raise UnclearError(f"{scope.module}:{call.lineno}: no reason is seen")
        found = self.code.values(reason, scope) if "abort" in name.lower() else set()
        if name in _UNIQUE and self.keys[0] != "config":
            unique = {
                keyword.arg
                for node in nodes(call)
                if isinstance(node, ast.Call)
                for keyword in node.keywords
            }
            found |= {"already_configured"} if "unique_id" in unique else set()
        return found

    def _fields(self, schema: ast.expr | None, scope: Scope) -> Fields:
        return fields(self.code, schema, scope)


def _error_keys(scope: Scope) -> Iterator[ast.expr]:
    """Yield the keys of errors in Home Assistant's usual idioms.

    These are a dict that is handed to the form, and one named ``errors`` that is filled.

    Raises:
        UnclearError: a form is handed something else.
    """
    handed: set[str] = set()
    for call in scope.calls():
        errors = argument(call, "errors")
        if called(call) == "async_show_form" and errors:
            handed |= {
                inner.id for inner in nodes(errors) if isinstance(inner, ast.Name)
            }
            yield from _dict_values(errors, scope)
    names = handed | {"errors"}

    def is_errors(node: ast.expr) -> bool:
        own = isinstance(node, ast.Attribute) and node.attr.strip("_") == "errors"
        return own or (isinstance(node, ast.Name) and node.id in names)

    for node in nodes(scope.function or ast.Pass()):
        match node:
            case ast.Assign(targets=[ast.Subscript(value=target)], value=key):
                if is_errors(target):
                    yield key
            case (
                ast.Assign(targets=[target], value=ast.Dict() as known)
                | ast.AnnAssign(target=target, value=ast.Dict() as known)
                | ast.AugAssign(target=target, value=ast.Dict() as known)
                | ast.Call(
                    func=ast.Attribute(value=target, attr="update"), args=[known]
                )
            ):
                if is_errors(target):
                    yield from _dict_values(known, scope)
            case ast.Call(
                func=ast.Attribute(value=target, attr="setdefault"), args=[_, key]
            ):
                if is_errors(target):
                    yield key
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as made)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as made)
            ):
                if name in handed:
                    yield from _dict_values(made, scope)


def _dict_values(given: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """Yield the values of what is handed as errors; a name is looked at where it is filled."""
    match given:
        case ast.Dict(values=values):
            yield from values
        case ast.IfExp(body=one, orelse=other):
            yield from _dict_values(one, scope)
            yield from _dict_values(other, scope)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _dict_values(part, scope)
        case ast.Name() | ast.Constant(value=None):
            pass
        case ast.Attribute(value=ast.Name(id="self")):
            pass
        case _:
            raise UnclearError(
                f"{scope.module}:{given.lineno}: {ast.unparse(given)} cannot be followed"
            )


def _title_placeholders(node: ast.AST) -> ast.expr | None:
    """Return what is kept in a flow's context for its title."""
    match node:
        case ast.Assign(
            targets=[ast.Subscript(slice=ast.Constant(value="title_placeholders"))],
            value=given,
        ):
            return given
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "title_placeholders":
                    return value
    return None


def fields(code: Code, schema: ast.expr | None, scope: Scope) -> Fields:
    """Return the fields of a schema as it is written.

    Raises:
        UnclearError: it cannot be followed.
    """
    match schema:
        case None:
            return {}
        case ast.Dict(keys=keys, values=values):
            found: Fields = {}
            for key, value in zip(keys, values, strict=True):
                if key is None:
                    found |= fields(code, value, scope)
                elif isinstance(key, ast.Call):
                    inner = isinstance(value, ast.Call) and called(value) == "section"
                    section = fields(code, value, scope) if inner else {}
                    found |= dict.fromkeys(code.values(key.args[0], scope), section)
            return found
        case ast.BinOp(left=one, op=ast.BitOr(), right=other):
            return fields(code, one, scope) | fields(code, other, scope)
        case ast.Call(func=ast.Attribute(value=base, attr="extend"), args=[more]):
            return fields(code, base, scope) | fields(code, more, scope)
        case ast.Call(args=[inner, *_]) if called(schema) in (
            "Schema",
            "add_suggested_values_to_schema",
            "section",
        ):
            return fields(code, inner, scope)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if (
            scope.owner
        ):
            module = next(path for owner, path in code.classes if owner is scope.owner)
            method = code.methods(scope.owner, module)[name]
            found = {}
            for each in returned(method):
                found |= fields(code, each, method)
            return found
        case ast.Name(id=name) if name in scope.bound:
            return fields(code, *scope.bound[name])
        case ast.Name(id=name) if assigned := code.local(name, scope):
            return fields(code, assigned[-1], scope)
        case ast.Name(id=name) if known := code.definition(name, scope.module):
            if isinstance(known[0], ast.expr):
                return fields(code, known[0], Scope(known[1]))
    raise UnclearError(
        f"{scope.module}:{schema.lineno}: no schema that can be followed"
    )


def _placeholders(call: ast.Call, scope: Scope, code: Code) -> set[str]:
    """Return what a form or menu is given, also what its function puts in by name."""
    found = code.values(argument(call, "description_placeholders"), scope)
    for node in nodes(scope.function or ast.Pass()):
        match node:
            case ast.Assign(
                targets=[
                    ast.Subscript(
                        value=ast.Subscript(
                            slice=ast.Constant(value="description_placeholders")
                        ),
                        slice=ast.Constant(value=str(name)),
                    )
                ]
            ):
                found.add(name)
    return found


@cache
def flows(code: Code) -> list[Flow]:
    """Return the flows of set-up, of the options and of the subentries."""
    found = []
    for owner, module in code.classes:
        if any(keyword.arg == "domain" for keyword in owner.keywords):
            found.append(Flow(("config",), code, owner, module))
        if code.outer_bases(owner, module) & {"OptionsFlow", "OptionsFlowWithReload"}:
            found.append(Flow(("options",), code, owner, module))
        offered = code.methods(owner, module).get("async_get_supported_subentry_types")
        for result in returned(offered) if offered else ():
            if offered and isinstance(result, ast.Dict):
                for key, value in zip(result.keys, result.values, strict=True):
                    known = code.class_of(value, offered.module)
                    found += [
                        Flow(("config_subentries", kind), code, *known)
                        for kind in code.values(key, offered)
                        if known
                    ]
    return found


@cache
def repairs(code: Code) -> list[Flow]:
    """Return the forms of repairs; whose issue's they are their steps tell."""
    found = [Flow(("issues",), code, owner, module) for owner, module in code.classes]
    return [
        flow
        for flow in found
        if "RepairsFlow" in code.outer_bases(flow.owner, flow.module) and flow.scopes
    ]
