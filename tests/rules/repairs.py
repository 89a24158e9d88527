"""The rules of repairs: what an issue says, and the form that fixes it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .agreement import agree, code_of, followed, shown_flows
from .code import Code, Scope, UnclearError
from .flows import Use
from .syntax import argument, called, calls, nodes
from .tree import ENGLISH, Tree


@dataclass(frozen=True)
class Raised:
    """Where an issue is raised, and whether it is fixed by a form; that may depend on its key."""

    where: str
    key: str
    is_fixable: bool


def _raised(code: Code) -> Iterator[Raised]:
    for call, scope in code.calls:
        if called(call) != "async_create_issue":
            continue
        where = f"{scope.module}:{call.lineno}"
        key, fixable = argument(call, "translation_key"), argument(call, "is_fixable")
        for context in code.contexts(call, scope, code.scopes):
            for value in code.values(key, context):
                bound = dict(context.bound)
                if isinstance(key, ast.Name):
                    bound[key.id] = ast.Constant(value), context
                known = replace(context, bound=bound)
                yield Raised(where, value, _is_true(fixable, code, known))


def _is_true(value: ast.expr | None, code: Code, scope: Scope) -> bool:
    """Tell whether a condition holds for the arguments of one call.

    Raises:
        UnclearError: it cannot be followed.
    """
    match value:
        case ast.Constant(value=bool(known)):
            return known
        case ast.BoolOp(op=operator, values=parts):
            every = all if isinstance(operator, ast.And) else any
            return every(_is_true(part, code, scope) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _is_true(part, code, scope)
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Is() | ast.IsNot() as operator],
            comparators=[ast.Constant(value=None)],
        ):
            # What a caller leaves out is nothing; what it gives is something.
            return (name in scope.bound) is isinstance(operator, ast.IsNot)
        case ast.Compare(
            left=one,
            ops=[ast.Is() | ast.Eq() | ast.IsNot() | ast.NotEq() as operator],
            comparators=[other],
        ):
            same = code.values(one, scope) == code.values(other, scope)
            return same is isinstance(operator, ast.Is | ast.Eq)
        case ast.Compare(left=one, ops=[ast.In()], comparators=[others]):
            return code.values(one, scope) <= code.values(others, scope)
    told = ast.unparse(value) if value else "is_fixable"
    raise UnclearError(f"{scope.module}: {told} of an issue cannot be followed")


@followed
def issues_have_their_words(tree: Tree) -> list[str]:
    """Each issue has its words, with what it is given; no word is there for what is never raised."""
    code = code_of(tree)
    uses = [
        Use(
            f"{scope.module}:{call.lineno}",
            frozenset(
                key
                for context in code.contexts(call, scope, code.scopes)
                for key in code.values(argument(call, "translation_key"), context)
            ),
            frozenset(code.values(argument(call, "translation_placeholders"), scope)),
        )
        for call, scope in code.calls
        if called(call) == "async_create_issue"
    ]
    # What a form says it is given by its own code.
    texts = {
        key: {name: value for name, value in issue.items() if name != "fix_flow"}
        if "confirm" not in tree.texts("issues", key, "fix_flow", "step")
        else issue
        for key, issue in tree.texts("issues").items()
    }
    return agree(f"{ENGLISH}, issues", uses, texts)


@followed
def repairs_have_their_forms(tree: Tree) -> list[str]:
    """Each issue that is fixed by a form has the form, Home Assistant's own for a mere word of consent."""
    formed = {there for there, _, _ in shown_flows(tree)}
    return [
        f"{ENGLISH}, issues.{key}.fix_flow: no form shows its steps."
        for key in tree.texts("issues")
        if (steps := tree.texts("issues", key, "fix_flow", "step"))
        and set(steps) != {"confirm"}
        and f"{ENGLISH}, issues.{key}.fix_flow" not in formed
    ]


_CONFIRM: Final = {"title", "description", "submit"}


@followed
def words_of_consent_are_all_there_is(tree: Tree) -> list[str]:
    """Where no form of ours is shown, nothing goes wrong, ends early or is asked for."""
    formed = {there for there, _, _ in shown_flows(tree)}
    complaints = []
    for key in tree.texts("issues"):
        there = f"{ENGLISH}, issues.{key}.fix_flow"
        if there in formed:
            continue
        texts = tree.texts("issues", key, "fix_flow")
        spare = set(texts) - {"step"}
        spare |= set(texts.get("step", {}).get("confirm", {})) - _CONFIRM
        complaints += [
            f"{there}: nobody comes to read {part}." for part in sorted(spare)
        ]
    return complaints


@followed
def issues_are_fixed_as_they_say(tree: Tree) -> list[str]:
    """An issue that is fixable has a form, another a description."""
    kept = tree.texts("issues")
    wrong = {
        f"{ENGLISH}, issues.{issue.key}: it needs a {part}, by {issue.where}."
        for issue in _raised(code_of(tree))
        if (part := "fix_flow" if issue.is_fixable else "description")
        not in kept.get(issue.key, {part: ""})
    }
    return sorted(wrong)


_BY_NAME: Final = ("AbortFlow", "async_create_issue")


def what_has_words_is_called_by_its_name(tree: Tree) -> list[str]:
    """By another name these rules would not see it."""
    complaints = []
    for path, module in tree.modules().items():
        fine: set[ast.AST] = {call.func for call in calls(module)}
        for node in nodes(module):
            match node:
                case ast.ImportFrom(names=names):
                    other = [
                        alias.name
                        for alias in names
                        if alias.asname not in (None, alias.name)
                    ]
                case ast.ExceptHandler(type=ast.expr() as caught):
                    fine.update(nodes(caught))
                    other = []
                case ast.Name(id=name) | ast.Attribute(attr=name) if node not in fine:
                    other = [name]
                case _:
                    other = []
            complaints += [
                f"{path}:{getattr(node, 'lineno', 0)}: call {name} by its name, or these rules do not see it."
                for name in other
                if name in _BY_NAME
            ]
    return complaints


RULES: Final = (
    issues_have_their_words,
    repairs_have_their_forms,
    words_of_consent_are_all_there_is,
    issues_are_fixed_as_they_say,
    what_has_words_is_called_by_its_name,
)
