"""What was mended in English stays mended: in the texts, the blueprints and on the pages."""

import re
from typing import Final

import pytest

from homeassistant.util.yaml import parse_yaml

from .pages import ROOT

READ: Final = (
    ROOT / "custom_components/shell_ev/translations/en.json",
    ROOT / "frontend/src/translations/en.json",
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("blueprints/**/*.yaml"),
)


def mended() -> dict[str, str]:
    """Return what was wrong, and what is said instead."""
    known = parse_yaml((ROOT / "tests/languages/en.yaml").read_text())
    assert isinstance(known, dict)
    return dict(known["mended"])


def stands_in(words: str, text: str) -> bool:
    """Return whether a text has some words, in whatever case, over whatever ends of lines."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE))


@pytest.mark.parametrize(("wrong", "right"), mended().items())
def test_what_was_mended_does_not_come_back(wrong: str, right: str) -> None:
    """A reader stumbled on it once."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in READ
        if stands_in(wrong, path.read_text())
    ]
    assert not found, f"{', '.join(found)}: say {right!r}, not {wrong!r}."


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("This charge card\n  Is there already.", True),
        ("The card is there, already.", False),
        ("The discard is there already.", False),
        ("It is there already.", False),
    ],
)
def test_words_are_found_however_they_stand(text: str, stands: bool) -> None:
    """At the head of a sentence, over two lines; but not as a part of another word."""
    assert stands_in("card is there already", text) is stands


def test_all_that_is_english_is_read() -> None:
    """Texts, pages and blueprints, of each at least one."""
    kinds = {path.relative_to(ROOT).parts[0] for path in READ if path.is_file()}
    assert kinds >= {"README.md", "blueprints", "custom_components", "docs", "frontend"}
