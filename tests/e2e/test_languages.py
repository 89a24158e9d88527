"""Who reads Dutch or German on a phone sees all of it, and nothing in English."""

import json
from pathlib import Path
import sys

import pytest

from .browser import PICTURES
from .languages import LANGUAGES
from .programs import finished

SECONDS = 400
PAGES = {
    "account",
    "asking",
    "charge-point",
    "charging",
    "choice",
    "dashboard",
    "device",
    "found",
    "map",
    "options",
    "place",
    "receipt",
    "reconfigure",
    "repair",
    "sessions",
    "sign-in",
    "starting",
}
FEWEST = 4
"""Texts of the integration on a page: one with fewer is not the page that was meant."""


@pytest.mark.timeout(SECONDS + 10)
async def test_nothing_is_cut_off_or_english(tmp_path: Path) -> None:
    """The dashboard through a session, the sessions, a device and the forms, on a phone."""
    code, output, complaints = await finished(
        *(sys.executable, "-m", "tests.e2e.languages", tmp_path), seconds=SECONDS
    )

    assert code == 0, complaints[-4000:]
    seen = json.loads(output)
    assert {language: seen[language]["cut"] for language in LANGUAGES} == {
        language: {} for language in LANGUAGES
    }
    assert {language: seen[language]["english"] for language in LANGUAGES} == {
        language: {} for language in LANGUAGES
    }
    for language in LANGUAGES:
        assert seen[language]["planted"]
        assert seen[language]["own"].keys() == PAGES
        assert min(seen[language]["own"].values()) >= FEWEST
    assert {path.stem for path in (tmp_path / PICTURES).iterdir()} == {
        f"{language}-{page}" for language in LANGUAGES for page in PAGES
    }
