"""What a person sees of the past is what a second reckoning says: numbers, filters, bills, the file."""

from collections.abc import Iterable
from fractions import Fraction
import json
from pathlib import Path
import re
import sys
from typing import Any

from scripts.demo_app.account import COMPANY_CARD
from scripts.demo_app.year import ZONE

from .browser import PICTURES
from .pictures import Album
from .programs import ROOT, finished
from .sessions import history_of_years
from .test_browser import RENEW
from custom_components.shell_ev.session.record import TrackedSession

ALBUM = Album(ROOT / "docs" / "images" / "sessions")
SECONDS = 280
COMPANY = COMPANY_CARD.replace("-", "")[:-1]


def reckoned(sessions: Iterable[TrackedSession]) -> dict[str, str]:
    """Return what the large numbers are to say of sessions that were charged for in one currency."""
    sessions = list(sessions)
    energy = cost = Fraction()
    estimated = False
    for session in sessions:
        metered, billed = session.metering, session.billed
        if billed and billed.energy is not None:
            energy += Fraction(billed.energy)
        elif metered:
            energy += Fraction(metered.energy)
        if billed and billed.amount is not None:
            cost += Fraction(billed.amount)
        elif metered:
            assert metered.priced_cost is not None
            cost += Fraction(metered.priced_cost)
            estimated = True
    return {
        "energy": f"{float(energy):,.1f} kWh",
        "cost": f"{'≈ ' if estimated else ''}€{float(cost):,.2f}",
        "count": f"{len(sessions)}",
    }


def told(numbers: dict[str, str]) -> dict[str, str]:
    """Return large numbers with plain blanks."""
    spaced = {name: re.sub(r"\s+", " ", text) for name, text in numbers.items()}
    spaced["energy"] = re.sub(r" ?kWh", " kWh", spaced["energy"])
    return {name: spaced[name] for name in ("energy", "cost", "count")}


async def test_a_person_looks_back(tmp_path: Path) -> None:
    """A month, a card's part of it, a bill that is entered and taken back, the file, a year, and all."""
    code, output, complaints = await finished(
        *(sys.executable, "-m", "tests.e2e.sessions"),
        *(tmp_path, ALBUM.folder),
        seconds=SECONDS,
    )
    assert code == 0, complaints[-4000:]
    seen: dict[str, Any] = json.loads(output)
    assert seen["axe"] == []
    assert seen["complaints"] == []

    began = [each for each in history_of_years() if each.started_at]
    days = [
        (each.started_at.astimezone(ZONE), each) for each in began if each.started_at
    ]
    may = [each for day, each in days if (day.year, day.month) == (2026, 5)]
    company = [each for each in may if each.ema_id == COMPANY]
    assert told(seen["numbers"]) == reckoned(may)
    assert told(seen["company"]) == reckoned(company)
    for file, sessions, name in (
        ("file", may, "shell-ev-2026-05.csv"),
        ("company_file", company, "shell-ev-2026-05-company-card.csv"),
    ):
        ids = [row["session_id"] for row in seen[file]]
        assert ids == [each.session_id for each in sessions]
        assert {row["file"] for row in seen[file]} == {name}
    assert "Lindengracht 195" in seen["receipt"]
    assert seen["billed"] == seen["still_billed"] != seen["numbers"]
    assert seen["taken_back"] == seen["numbers"]
    this_year = [each for day, each in days if day.year == 2026]
    assert seen["year"]["count"] == f"{len(this_year)}"
    assert seen["pages"][1] == 2 * seen["pages"][0]
    ALBUM.check(tmp_path / PICTURES, seen["browser"], renew=RENEW)
    assert {path.stem for path in ALBUM.folder.glob("*.png")} == {
        "sessions-dark",
        "sessions-light",
        "sessions-phone",
        "sessions-receipt",
    }
