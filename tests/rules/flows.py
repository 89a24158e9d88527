"""What the flows of the integration show: their forms and menus, errors and ends."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from .code import Code, Scope, UnclearError, argument, called, nodes, returned
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

type Fields = dict[str, Fields]
"""The fields of a form; those of a section are in it."""


@dataclass(frozen=True)
class Use:
    """Where code uses texts: by these keys, with these placeholders."""

    where: str
    keys: frozenset[str]
    given: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """A form or a menu that is shown."""

    where: str
    step_id: str
    given: frozenset[str]
    fields: Fields
    options: frozenset[str]


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

    @cached_property
    def steps(self) -> list[Step]:
        """The forms and menus that it can come to show."""
        return [
            Step(
                where=f"{self.owner.name}, step {step_id}",
                step_id=step_id,
                given=frozenset(_placeholders(call, context, self.code)),
                fields=self._fields(argument(call, "data_schema"), context),
                options=frozenset(
                    self.code.values(argument(call, "menu_options"), context)
                ),
            )
            for scope in self.scopes
            for call in scope.calls()
            if called(call) in ("async_show_form", "async_show_menu")
            for context in self.code.contexts(call, scope, self.scopes)
            for step_id in self.code.values(argument(call, "step_id"), context)
        ]

    @cached_property
    def errors(self) -> list[Use]:
        """What its forms can say of what was typed."""
        return [
            Use(
                f"{scope.module}:{call.lineno}",
                frozenset(self.code.values(call.args[1], scope)),
                frozenset(it.arg for it in call.keywords if it.arg),
            )
            for scope in self.scopes
            for call in scope.calls()
            # What is added to a set comes alone.
            if called(call) == "add" and len(call.args) == 2
        ]

    @cached_property
    def aborts(self) -> list[Use]:
        """How it can end without a result. The usual words for success are Home Assistant's own."""
        return [
            Use(f"{scope.module}:{call.lineno}", frozenset(reasons))
            for scope in self.scopes
            for call in scope.calls()
            if (reasons := self._reasons(call, scope))
        ]

    def _reasons(self, call: ast.Call, scope: Scope) -> set[str]:
        name = called(call)
        if name in _ABORTS:
            return {_ABORTS[name]}
        found = (
            self.code.values(argument(call, "reason"), scope)
            if "abort" in name
            else set()
        )
        if name in _UNIQUE and self.keys[0] != "config":
            unique = {
                it.arg
                for node in nodes(call)
                if isinstance(node, ast.Call)
                for it in node.keywords
            }
            found |= {"already_configured"} if "unique_id" in unique else set()
        return found

    def _fields(self, schema: ast.expr | None, scope: Scope) -> Fields:
        return fields(self.code, schema, scope)


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
            module = next(path for it, path in code.classes if it is scope.owner)
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
        if any(it.arg == "domain" for it in owner.keywords):
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
