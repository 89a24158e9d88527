"""Every rule finds the mistakes of its kind: a rule that finds nothing would be worth nothing."""

from typing import Final

import pytest

from . import (
    planted_declarations,
    planted_entities,
    planted_flows,
    planted_idioms,
    planted_languages,
    planted_names,
    planted_texts,
    planted_translated,
)
from .mistakes import Mistake, NowhereError, Plant, at_the_root, file, in_json, in_texts
from .test_rules import RULES
from .tree import ENGLISH, Rule, Tree, judge

PLANTED: Final = (
    planted_texts,
    planted_languages,
    planted_translated,
    planted_declarations,
    planted_flows,
    planted_entities,
    planted_idioms,
    planted_names,
)


def _unheard(mistake: Mistake, tree: Tree, planted_by: str) -> str | None:
    """Return how a mistake went unnoticed, nothing where it was complained of."""
    try:
        planted = mistake.plant(mistake.tree or tree)
    except NowhereError as err:
        file = planted_by.replace(".", "/")
        return (
            f"{err}: what {file}.py makes a mistake of is there no longer. Adapt the mistake, which is to "
            f"be complained of with {mistake.complaint!r}, to the words that stand there now."
        )
    complaints = judge(mistake.rule, planted)
    if any(mistake.complaint in complaint for complaint in complaints):
        return None
    return f"{mistake.complaint}, but was told {complaints}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_finds_planted_mistakes(rule: Rule, tree: Tree) -> None:
    """Each of its mistakes is complained of, in the words that say which it is."""
    mistakes = [
        (mistake, module.__name__)
        for module in PLANTED
        for mistake in module.MISTAKES
        if mistake.rule is rule
    ]
    assert mistakes, "no mistake is planted for this rule"
    unheard = [
        words
        for mistake, module in mistakes
        if (words := _unheard(mistake, tree, module))
    ]
    assert not unheard, "\n".join(unheard)


MALFORMED: Final[dict[str, tuple[Plant, str]]] = {
    "hacs.json is a list": (at_the_root("hacs.json", "[1]"), "hacs.json, as a whole"),
    "the manifest is a list": (file("manifest.json", "[1]"), "manifest.json, as a who"),
    "the texts are a list": (file(ENGLISH, "[1]"), "en.json, as a whole"),
    "the icons are a list": (file("icons.json", "[1]"), "icons.json, as a whole"),
    "actions are a list": (file("services.yaml", "- a"), "services.yaml, as a whole"),
    "an action is a list": (file("services.yaml", "a: [b]"), "services.yaml, a"),
    "icons of entities are": (
        in_json("icons.json", "entity", value=[]),
        "icons.json, e",
    ),
    "services are nothing": (in_texts("services", value=None), "en.json, services"),
    "steps are nothing": (in_texts("config", "step", value=None), "config.step"),
    "a step is a text": (in_texts("config", "step", "user", value="x"), "step.user"),
    "an issue is a text": (in_texts("issues", "rate_limited", value="x"), "rate_lim"),
    "a trigger is a text": (in_texts("triggers", "failed_to_start", value="x"), "fai"),
    "a selector is a text": (in_texts("selector", "environment", value="x"), "environ"),
    "Python is none": (file("broken.py", "def ("), "broken.py: it is not Python"),
    "YAML is not UTF-8": (
        file("services.yaml", b"a: \xe9"),
        "services.yaml: it is not",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_complained_of(name: str, tree: Tree) -> None:
    """It is, by name, and no rule breaks down over it."""
    plant, complaint = MALFORMED[name]
    planted = plant(tree)
    complaints = [found for rule in RULES for found in judge(rule, planted)]
    assert any(complaint in found for found in complaints)
