"""What the pages owe a reader is there, and true: repairs, limits, what can be used, and steps."""

import ast
from datetime import timedelta
from functools import cache
import json
from pathlib import Path
import re
import subprocess
import sys
from typing import Any

import pytest
import voluptuous as vol

from .pages import DOCS, ROOT, Row, section, tables
from .test_readme import EXAMPLES, VOICE, anchor_of
from custom_components.shell_ev.api import EmaId, EvseId
from custom_components.shell_ev.api.answers import DOCUMENTED
from custom_components.shell_ev.api.generations import GENERATIONS, Operation
from custom_components.shell_ev.const import (
    DIRECTORY_PACE,
    DIRECTORY_TICK,
    FAILURES_TO_UNAVAILABLE,
    KEPT_SESSIONS,
)
from custom_components.shell_ev.flow.fields import ACCOUNT_SCHEMA, OPTIONS_SCHEMA
from custom_components.shell_ev.session import pace

PACKAGE = ROOT / "custom_components" / "shell_ev"
TEXTS: dict[str, Any] = json.loads((PACKAGE / "translations" / "en.json").read_text())
QUOTED = re.compile(r'"([^"]+)"')
AT_LEAST_QUOTED = 20
"""Characters of a message that cannot be taken for another."""


# docs/troubleshoot.md


def seen() -> list[Row]:
    """Return what a person may see, each with what to do."""
    return tables((DOCS / "troubleshoot.md").read_text())["what you see"]


@pytest.mark.parametrize("issue", TEXTS["issues"])
def test_what_a_repair_means_is_on_the_page(issue: str) -> None:
    """Under its title, as it stands in the list of repairs; for a name there are dots."""
    title = re.sub(r"\{\w+\}", "…", TEXTS["issues"][issue]["title"])
    (row,) = [row for row in seen() if title in QUOTED.findall(row[0])]
    assert "repair" in row[0]
    assert row[1]


def lasting() -> list[str]:
    """Return what keeps an account from being set up until a person does something."""
    return [
        key
        for path in sorted(PACKAGE.rglob("*.py"))
        for key in re.findall(
            r'ConfigEntryError\(\*\*translation\("(\w+)"\)', path.read_text()
        )
    ]


def test_what_keeps_an_account_from_being_set_up_is_found() -> None:
    """Otherwise the next test would say nothing."""
    assert lasting() == ["history_newer"]


@pytest.mark.parametrize("error", lasting())
def test_what_keeps_an_account_from_being_set_up_is_on_the_page(error: str) -> None:
    """In words of the message."""
    message = TEXTS["exceptions"][error]["message"]
    (row,) = [
        row
        for row in seen()
        if any(
            len(words) >= AT_LEAST_QUOTED and words in message
            for words in QUOTED.findall(row[0])
        )
    ]
    assert row[1]


# docs/develop.md

NOT_OPEN = {
    "de": "gibt es noch nicht",
    "en": "not open yet",
    "es": "todavía no hay un lugar",
    "fr": "il n’y a pas encore d’endroit",
    "it": "non c’è ancora un posto",
    "nl": "er is nog geen plek",
    "pl": "nie ma jeszcze miejsca",
    "pt": "ainda não há um sítio",
}
"""What each language says of the place for reports, until there is one."""
KEEPS_TO_ITSELF = {
    "custom_components/shell_ev/api/diagnosis.py": NOT_OPEN["en"],
    "custom_components/shell_ev/api/report.py": "Not published yet",
    "docs/first-contact.md": NOT_OPEN["en"],
    "docs/troubleshoot.md": NOT_OPEN["en"],
    "SECURITY.md": "not open to the public yet",
}
"""Who else says that there is none."""


def test_all_say_the_same_of_where_reports_go() -> None:
    """The doctor, the repair in every language and the pages: there is no place, or there is one."""
    told = {
        path: words in (ROOT / path).read_text()
        for path, words in KEEPS_TO_ITSELF.items()
    }
    for path in (PACKAGE / "translations").glob("*.json"):
        repair = json.loads(path.read_text())["issues"]["undocumented_answer"]
        told[path.name] = NOT_OPEN[path.stem] in repair["description"]
    assert len(told) == len(KEEPS_TO_ITSELF) + len(NOT_OPEN)
    assert len(set(told.values())) == 1, told


def test_what_has_to_be_changed_before_the_first_version_is_on_the_page() -> None:
    """Every file that says that there is no place for reports, and every one that expects it."""
    words = re.compile("|".join({*NOT_OPEN.values(), *KEEPS_TO_ITSELF.values()}))
    places = (PACKAGE, DOCS, ROOT / "tests", ROOT / "scripts", ROOT / ".github")
    saying = {
        str(path.relative_to(ROOT))
        for path in (*ROOT.glob("*.md"), *(p for at in places for p in at.rglob("*")))
        if path.suffix in (".py", ".md", ".json", ".yml", ".yaml")
        and words.search(path.read_text())
    }
    # Both look for it.
    saying -= {"tests/test_pages.py", "tests/scripts/test_release.py"}
    page = (DOCS / "develop.md").read_text()
    _, _, steps = page.partition("### Before the first version")
    named = re.findall(r"`([\w/.-]+)`", steps)
    assert {
        path for path in saying if not any(path.startswith(name) for name in named)
    } == set()


def test_one_test_is_run_as_the_pages_say() -> None:
    """And it is that one alone."""
    said = {
        arguments
        for page in (DOCS / "develop.md", ROOT / "CONTRIBUTING.md")
        for arguments in re.findall(
            r"\.dev/venv/bin/python -m (pytest tests/\S+::\w+)", page.read_text()
        )
    }
    (arguments,) = said
    ran = subprocess.run(
        (sys.executable, "-m", *arguments.split()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in ran.stdout, ran.stdout


def by_language(path: Path) -> set[str]:
    """Return the tables of a module whose keys are languages."""
    return {
        ast.unparse(node.target)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.value, ast.Dict)
        and {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
        & {"pl", "nl"}
    }


def test_what_a_new_language_takes_is_on_the_page() -> None:
    """Every folder with a file for each language, every table of them, and that the cards are built."""
    page = (DOCS / "develop.md").read_text()
    _, _, steps = page.partition("**A language.**")
    steps, _, _ = steps.partition("\n\n")
    tests = [ROOT / "tests/rules/languages.py", ROOT / "tests/voice/test_phrases.py"]
    tables_by_language = {name for path in tests for name in by_language(path)}
    assert tables_by_language
    folders = {
        str(path.parent.relative_to(ROOT))
        for at in (PACKAGE, ROOT / "frontend" / "src", ROOT / "tests")
        for path in at.rglob("nl.*")
    }
    files = {str(path.relative_to(ROOT)) for path in tests}
    named = set(re.findall(r"`([^`]+)`", steps))
    assert tables_by_language | folders | files | {"scripts/build-card"} <= named


# docs/limits.md


OF_SESSIONS = (Operation.START, Operation.STOP, Operation.RETRIEVE, Operation.ACTIVE)


def limitations() -> str:
    """Return what the page says that cannot be done."""
    return section(DOCS / "limits.md", "Known limitations")


def test_what_no_answer_about_a_session_holds_is_a_limit() -> None:
    """In no generation is there a field for energy, power or the plug."""
    fields = {
        path
        for (_, operation), documented in DOCUMENTED.items()
        if operation in OF_SESSIONS
        for path in documented
    }
    assert "$.data[].startedAt" in fields
    given = re.compile(r"energy|kwh|power|watt|plug|connect|meter", re.IGNORECASE)
    assert [path for path in fields if given.search(path)] == []
    assert "**No energy, power or plug state.**" in limitations()


def arguments(operation: Operation) -> set[str]:
    """Return what can be said to Shell, in any generation."""
    wires = [
        generation.operations[operation]
        for generation in GENERATIONS
        if operation in generation.operations
    ]
    return {
        argument
        for wire in wires
        for argument in (
            *wire.query.values(),
            *wire.body.values(),
            *re.findall(r"\{(\w+)\}", wire.path),
        )
    }


def test_what_no_command_can_ask_for_is_a_limit() -> None:
    """A start names a card and a charge point, a stop a session: neither has a current."""
    assert arguments(Operation.START) == {"ema_id", "evse_id"}
    assert arguments(Operation.STOP) == {"session_id"}
    assert "**No control of the current.**" in limitations()


def test_what_nothing_lists_is_a_limit() -> None:
    """Sessions are listed by their card, while they run: none of last month."""
    assert arguments(Operation.ACTIVE) == {"ema_id"}
    assert arguments(Operation.RETRIEVE) == {"session_id"}
    assert "**No past sessions.**" in limitations()
    assert f"{KEPT_SESSIONS:,} sessions are kept per account" in limitations()


def minutes(time: timedelta) -> int:
    """Return a time as the page tells it."""
    return time // timedelta(minutes=1)


def test_how_often_shell_is_asked_is_as_in_the_code() -> None:
    """Each interval and bound; 60 calls an hour are tried where errors are (tests/test_polls.py)."""
    text = section(DOCS / "limits.md", "How data is updated")
    how_often = {row[0]: row[1] for row in tables(text)["what"]}
    assert how_often["sessions, while none runs"] == (
        f"every {minutes(pace.IDLE)} minutes:"
        f" {timedelta(days=1) // pace.IDLE} calls a day for each card"
    )
    assert minutes(pace.CHARGING) == 1
    assert how_often["sessions, while one runs"] == "every minute"
    assert how_often["after a start or stop"].endswith(
        f"for {minutes(pace.COMMAND)} minutes"
    )
    directory = how_often["availability and price of a charge point"]
    assert directory.startswith(f"every {minutes(DIRECTORY_PACE)} minutes")
    assert f"within {minutes(DIRECTORY_TICK)} minutes of a session" in directory
    assert minutes(pace.LONGEST_HOLD) == 60
    assert "for as long as Shell asks, an hour at most" in text
    assert FAILURES_TO_UNAVAILABLE == 3
    assert "After three failures in a row, the entities become unavailable" in text


def test_every_option_has_its_bounds() -> None:
    """On the page for it, with its unit and its default; and what it limits is told with the limits."""
    rows = tables(section(DOCS / "install.md", "Options"))["option"]
    names = TEXTS["options"]["step"]["init"]["data"]
    told = {name.strip("*"): (bounds, default) for name, bounds, default, _ in rows}
    assert len(told) == len(OPTIONS_SCHEMA.schema)
    for key, selector in OPTIONS_SCHEMA.schema.items():
        bounds = f"{selector.config['min']:g} to {selector.config['max']:g}"
        assert selector.config["unit_of_measurement"] == "s"
        assert told[names[key]] == (f"seconds, {bounds}", str(key.default()))
        assert f"**{names[key]}:** {key.default()} seconds" in limitations()
        assert f"{bounds} seconds" in limitations()


# docs/access.md


def test_what_one_has_to_have_is_on_the_page() -> None:
    """All that the first form requires and suggests nothing for, and both products that are asked."""
    (bullets,) = re.findall(
        r"It needs\n\n((?:- .+\n)+)", section(DOCS / "access.md", "Credentials")
    )
    needed = {word.casefold() for word in re.findall(r"\*\*(.+?)\*\*", bullets)}
    labels = TEXTS["config"]["step"]["user"]["data"]
    required = {
        labels[key].casefold()
        for key in ACCOUNT_SCHEMA.schema
        if key in labels
        and isinstance(key, vol.Required)
        and key.default is vol.UNDEFINED
    }
    products = {"ev charging", "ev locations"}
    assert products < needed
    assert {
        next((word for word in needed if label.startswith(word)), label)
        for label in required
    } == needed - products


def test_what_is_supported_is_taken() -> None:
    """A charge point and a charge card are entered as they stand on the page."""
    text = section(DOCS / "access.md", "Supported charge points and charge cards")
    points, cards = (
        re.findall(r"`([^`]+)`", line)
        for line in re.findall(
            r"^- \*\*Charge (?:points|cards):.*$", text, re.MULTILINE
        )
    )
    assert [str(EvseId.parse(point)) for point in points] == points
    assert [str(EmaId.parse(card)) for card in cards] == cards
    assert len(points) == len(cards) == 1


def test_what_is_not_supported_is_answered() -> None:
    """A charge point that starts only when a card is held against it: in words that Shell has."""
    text = section(DOCS / "access.md", "Supported charge points and charge cards")
    assert 'Shell answers that they are "not supported"' in text
    assert "EvseNotSupported" in {
        code
        for fields in DOCUMENTED.values()
        for field in fields.values()
        for code in field.codes
    }
    assert "evse_not_supported" in TEXTS["entity"]["sensor"]["last_error"]["state"]


# docs/automate.md

AUTOMATE = DOCS / "automate.md"
BLUEPRINTS = ROOT / "blueprints" / "automation" / "shell_ev"
USES = tables(section(AUTOMATE, "What people use it for"))["you want"]


def part(anchor: str) -> str:
    """Return a section of the page, with its examples."""
    found = re.split(r"^(?=## )", AUTOMATE.read_text(), flags=re.MULTILINE)
    (text,) = [
        text
        for text in found
        if anchor_of(text.partition("\n")[0].removeprefix("## ")) == anchor
    ]
    return text


@cache
def tried_blueprints() -> frozenset[str]:
    """Return the blueprints that whole days are tried with."""
    tests = "".join(
        path.read_text() for path in (ROOT / "tests" / "blueprints").rglob("*.py")
    )
    return frozenset(
        path.stem
        for path in BLUEPRINTS.glob("*.yaml")
        if re.search(rf"\b{path.stem}\b", tests)
    )


def blueprints_in(text: str) -> set[str]:
    """Return the blueprints that a section imports, as far as they are there and tried."""
    named = re.findall(r"blueprints/automation/shell_ev/(\w+)\.yaml", text)
    return {*named} & tried_blueprints()


def tried_in(text: str) -> list[str]:
    """Return the examples and sentences of a section that are tried (tests/test_readme.py)."""
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    tried = [block for block in blocks if block.startswith(EXAMPLES)]
    return [*tried, *(sentence for sentence in VOICE if f'"{sentence}"' in text)]


@pytest.mark.parametrize("use", USES, ids=lambda use: use[0])
def test_what_people_use_it_for_is_there_and_tried(use: Row) -> None:
    """Each use leads to a blueprint, to an example or to sentences; none to words alone."""
    wish, way = use
    anchors = re.findall(r"\]\(#([\w-]+)\)", way)
    assert anchors, wish
    for anchor in anchors:
        text = part(anchor)
        assert bool(blueprints_in(text)) is way.startswith("the blueprint")
        assert blueprints_in(text) or tried_in(text)


def test_every_blueprint_is_of_use() -> None:
    """It is in the list of what people use this for."""
    listed = {
        name
        for _, way in USES
        for anchor in re.findall(r"\]\(#([\w-]+)\)", way)
        for name in blueprints_in(part(anchor))
    }
    assert listed == {path.stem for path in BLUEPRINTS.glob("*.yaml")}
