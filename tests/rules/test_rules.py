"""The repository keeps every rule."""

import pytest

from . import agreement, declared, entities, package, wording
from .tree import Rule, Tree

RULES: tuple[Rule, ...] = (
    *wording.RULES,
    *declared.RULES,
    *package.RULES,
    *agreement.RULES,
    *entities.RULES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_it(rule: Rule, tree: Tree) -> None:
    """Whatever is wrong is told at once, each in a sentence."""
    complaints = rule(tree)
    assert not complaints, "\n".join(complaints)
