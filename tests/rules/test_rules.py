"""The repository keeps every rule."""

from importlib.metadata import version
from pathlib import Path
from typing import Final

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
    translated,
    wording,
)
from .example import EXAMPLE
from .tree import Rule, Tree, judge

RULES: tuple[Rule, ...] = (
    *wording.RULES,
    *languages.RULES,
    *translated.RULES,
    *declared.RULES,
    *package.RULES,
    *errors.RULES,
    *agreement.RULES,
    *repairs.RULES,
    *entities.RULES,
    *offers.RULES,
    *naming.RULES,
)

PINNED: Final = (Path(__file__).parents[2] / "requirements.txt").read_text()
OF_THE_PINNED: Final = (languages.home_assistants_words_are_used,)
"""Home Assistant changes its words from one release to the next: ours follow the newest."""
KEPT: Final = [
    rule
    for rule in RULES
    if rule not in OF_THE_PINNED
    or f"homeassistant=={version('homeassistant')}\n" in PINNED
]


@pytest.mark.parametrize("rule", KEPT, ids=lambda rule: rule.__name__)
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
