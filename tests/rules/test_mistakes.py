"""Every rule finds the mistakes of its kind: a rule that finds nothing would be worth nothing."""

import pytest

from . import planted_declarations, planted_entities, planted_flows, planted_texts
from .test_rules import RULES
from .tree import Rule, Tree

MISTAKES = (
    *planted_texts.MISTAKES,
    *planted_declarations.MISTAKES,
    *planted_flows.MISTAKES,
    *planted_entities.MISTAKES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_finds_planted_mistakes(rule: Rule, tree: Tree) -> None:
    """Each of its mistakes is complained of, in the words that say which it is."""
    mistakes = [mistake for mistake in MISTAKES if mistake.rule is rule]
    assert mistakes, "no mistake is planted for this rule"
    unheard = []
    for mistake in mistakes:
        complaints = rule(mistake.plant(tree))
        if not any(mistake.complaint in complaint for complaint in complaints):
            unheard.append(f"{mistake.complaint}, but was told {complaints}")
    assert not unheard, "\n".join(unheard)
