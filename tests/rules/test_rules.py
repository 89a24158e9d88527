"""The repository keeps every rule."""

import pytest

from . import (
    agreement,
    declared,
    entities,
    errors,
    languages,
    naming,
    offers,
    package,
    repairs,
    wording,
)
from .example import EXAMPLE
from .tree import Rule, Tree, judge

RULES: tuple[Rule, ...] = (
    *wording.RULES,
    *languages.RULES,
    *declared.RULES,
    *package.RULES,
    *errors.RULES,
    *agreement.RULES,
    *repairs.RULES,
    *entities.RULES,
    *offers.RULES,
    *naming.RULES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_it(rule: Rule, tree: Tree) -> None:
    """Whatever is wrong is told at once, each in a sentence."""
    complaints = judge(rule, tree)
    assert not complaints, "\n".join(complaints)


IDIOMATIC: tuple[Rule, ...] = (
    *wording.RULES,
    declared.actions_have_their_form,
    declared.what_is_declared_has_its_words,
    declared.what_is_declared_has_its_icon,
    declared.icons_have_their_form,
    *errors.RULES,
    *agreement.RULES,
    *repairs.RULES,
    *(rule for rule in entities.RULES if rule not in entities.OF_THE_REPOSITORY),
    *offers.RULES,
)
"""What is asked of an integration that is no whole package."""


@pytest.mark.parametrize("rule", IDIOMATIC, ids=lambda rule: rule.__name__)
def test_what_is_legal_passes(rule: Rule) -> None:
    """The usual idioms raise no false alarm, in whatever way they differ from the repository's."""
    complaints = rule(EXAMPLE)
    assert not complaints, "\n".join(complaints)
