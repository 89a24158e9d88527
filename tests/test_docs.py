"""The pages name all that there is, and nothing else: actions, triggers, conditions, entities and fields."""

from collections.abc import Callable
import json
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)
import voluptuous as vol

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section as FormSection
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from .conftest import OTHER_CARD, Home, card_subentry, charge_point_subentry
from .pages import (
    DOCS,
    PAGES,
    ROOT,
    Row,
    example,
    second,
    section,
    tables,
    without_examples,
)
from .test_automations import TICK, listed  # noqa: F401 - a fixture
from custom_components.shell_ev.const import DOMAIN

PACKAGE = ROOT / "custom_components" / "shell_ev"
TEXTS: dict[str, Any] = json.loads((PACKAGE / "translations" / "en.json").read_text())
MANIFEST: dict[str, Any] = json.loads((PACKAGE / "manifest.json").read_text())
NOTHING = "–"
MOST_LINES = 120
"""Of the README: a visitor reads no more."""
FREE_FOR_FIVE_MINUTES = "# Say when the charge point has been free"
FOUR_HOURS = "# At eleven in the evening, stop a charge"
AT_WORK = "# When the meeting ends"


def declared(name: str) -> dict[str, Any]:
    """Return what a file of the package declares, by its keys."""
    read = parse_yaml((PACKAGE / name).read_text())
    assert isinstance(read, dict)
    return {key: value for key, value in read.items() if not key.startswith(".")}


ACTIONS = declared("services.yaml")
TRIGGERS = declared("triggers.yaml")
CONDITIONS = declared("conditions.yaml")


def keys(cell: str) -> list[str]:
    """Return what a cell names as code."""
    return re.findall(r"`([^`]+)`", cell)


def named(rows: list[Row]) -> set[str]:
    """Return what the first cells of rows name as code."""
    return {key for row in rows for key in keys(row[0])}


def bold(rows: list[Row]) -> list[str]:
    """Return what the first cells of rows say in bold."""
    return [row[0].strip("*") for row in rows]


def as_told(value: Any) -> str:
    """Return a default as the pages tell it."""
    return NOTHING if value is None else f"`{str(value).lower()}`"


def unit_of(selector: dict[str, Any]) -> str:
    """Return the unit that a number is given in."""
    unit: str = (selector.get("number") or {}).get("unit_of_measurement", NOTHING)
    return unit


def test_every_action_is_listed() -> None:
    """At the top of their page, with its key."""
    rows = tables((DOCS / "actions.md").read_text())["action"]
    assert [re.findall(r"`shell_ev\.(\w+)`", row[0]) for row in rows] == [
        [key] for key in ACTIONS
    ]


@pytest.mark.parametrize("action", ACTIONS)
def test_every_field_of_an_action(action: str) -> None:
    """In order: whether it is required, its unit, its default and what it is for."""
    text = section(DOCS / "actions.md", TEXTS["services"][action]["name"])
    assert text.strip().startswith(f"`shell_ev.{action}` ")
    rows = tables(text)["field"]
    fields = ACTIONS[action]["fields"]
    assert [row[:4] for row in rows] == [
        (
            f"`{key}`",
            "yes" if field.get("required") else "no",
            unit_of(field["selector"]),
            as_told(field.get("default")),
        )
        for key, field in fields.items()
    ]
    assert all(row[4] for row in rows)


@pytest.mark.parametrize(
    ("page", "kind", "there"),
    [
        ("triggers.md", "trigger", TRIGGERS),
        ("conditions.md", "condition", CONDITIONS),
    ],
)
def test_every_trigger_and_condition(
    page: str, kind: str, there: dict[str, Any]
) -> None:
    """With the name that the editor shows, and when it fires or is true."""
    rows = tables((DOCS / page).read_text())[kind]
    texts = TEXTS[f"{kind}s"]
    assert [row[:2] for row in rows] == [
        (f"`shell_ev.{key}`", texts[key]["name"]) for key in there
    ]
    assert all(row[2] for row in rows)


@pytest.mark.parametrize(
    ("page", "kind", "key", "there"),
    [
        ("triggers.md", "trigger", "became_available", TRIGGERS),
        ("conditions.md", "condition", "is_charging", CONDITIONS),
        ("conditions.md", "condition", "is_available", CONDITIONS),
    ],
)
def test_every_option_of_a_trigger_or_condition(
    page: str, kind: str, key: str, there: dict[str, Any]
) -> None:
    """With its name in the editor and its default."""
    rows = tables(section(DOCS / page, "Options"))["option"]
    texts = TEXTS[f"{kind}s"][key]["fields"]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (f"`{name}`", texts[name]["name"], f"`{field['default']}`")
        for name, field in there[key]["fields"].items()
    ]


def test_which_triggers_have_options() -> None:
    """The page says that it is one."""
    assert [key for key, value in TRIGGERS.items() if value.get("fields")] == [
        "became_available"
    ]
    assert "*Became available* has these" in section(DOCS / "triggers.md", "Options")


def test_every_entity() -> None:
    """By name and kind, each with what it shows."""
    rows = tables((DOCS / "entities.md").read_text())["entity"]
    told = {(row[1], row[0].strip("*")) for row in rows}
    assert told == {
        (platform, entity["name"])
        for platform, entities in TEXTS["entity"].items()
        for entity in entities.values()
    }
    assert all(row[2] for row in rows)


@pytest.mark.parametrize(
    ("heading", "head", "platform", "key"),
    [
        ("Session states", "state", "sensor", "session_state"),
        ("Errors", "state of *Last error*", "sensor", "last_error"),
    ],
)
def test_every_state(heading: str, head: str, platform: str, key: str) -> None:
    """What is a state of its own has a row that says what it means."""
    rows = tables(section(DOCS / "entities.md", heading))[head]
    assert named(rows) == set(TEXTS["entity"][platform][key]["state"])


def test_every_turn_of_a_session() -> None:
    """The event's types, and its attributes."""
    text = section(DOCS / "entities.md", "The session event")
    attributes = dict(TEXTS["entity"]["event"]["session"]["state_attributes"])
    types = attributes.pop("event_type")["state"]
    assert named(tables(text)["event type"]) == set(types)
    assert set(attributes) <= set(keys(text))


def asked(schema: vol.Schema, texts: dict[str, Any]) -> list[Row]:
    """Return what a form asks for, by its labels, each with whether it is required."""
    rows: list[Row] = []
    for field, value in schema.schema.items():
        if isinstance(value, FormSection):
            inner = texts["sections"][str(field)]
            rows += [
                (f"{inner['name']}: {label}", required)
                for label, required in asked(value.schema, inner)
            ]
        else:
            required = "yes" if isinstance(field, vol.Required) else "no"
            rows.append((texts["data"][str(field)], required))
    return rows


def told_of_fields(heading: str) -> list[Row]:
    """Return what the page tells of a form: its fields, each with whether it is required."""
    rows = tables(section(DOCS / "install.md", heading))["field"]
    assert all(row[2] for row in rows)
    return [(label, row[1]) for label, row in zip(bold(rows), rows, strict=True)]


async def test_every_field_of_an_account(hass: HomeAssistant) -> None:
    """All that the first form asks for, in its order."""
    form: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    texts = TEXTS["config"]["step"]["user"]
    assert told_of_fields("Add your account") == asked(form["data_schema"], texts)


@pytest.mark.parametrize(
    ("heading", "subentry"),
    [("Charge card", "charge_card"), ("Charge point", "charge_point")],
)
async def test_every_field_of_a_subentry(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    heading: str,
    subentry: str,
) -> None:
    """In the order of the form. Which card pays is asked where there are two."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Second"), charge_point_subentry()
    )
    part = entry.get_subentries_of_type(subentry)[0]
    form: Any = await entry.start_subentry_reconfigure_flow(hass, part.subentry_id)
    texts = TEXTS["config_subentries"][subentry]["step"]["reconfigure"]
    assert told_of_fields(heading) == asked(form["data_schema"], texts)


def test_every_option() -> None:
    """Of the account."""
    rows = tables(section(DOCS / "install.md", "Options"))["option"]
    assert bold(rows) == list(TEXTS["options"]["step"]["init"]["data"].values())


def responded(heading: str) -> list[Row]:
    """Return what the first table of a section tells of a response."""
    text = section(DOCS / "actions.md", heading)
    return tables(text.partition("\n\nEach ")[0])["response"]


async def test_every_response(
    hass: HomeAssistant, two_points: MockConfigEntry, home: Home
) -> None:
    """What an action really returns is on its page, key by key."""
    of_session = named(responded("A session in a response"))
    point = home.device_id("Home")
    at_once = {"charge_point": point, "wait_for_outcome": False}
    started = await home.act("start_session", **at_once)
    session_id = started["session_id"]
    got = await home.act("get_session", session_id=session_id)
    active = await home.act("list_active_sessions")
    await home.wait(60)
    stopped = await home.act("stop_session", **at_once)
    await home.wait(60)
    history = await home.act("list_sessions")
    billed = await home.act("set_session_figures", session_id=session_id, amount=5.27)
    exported = await home.act("export_sessions")
    found = await home.act("find_charge_points")
    planned = await home.act("plan_charging", hours=1, ready_by="07:00")

    with_session = {
        "start_session": started,
        "get_session": got,
        "set_session_figures": billed,
    }
    without = {
        "stop_session": stopped,
        "list_active_sessions": active,
        "list_sessions": history,
        "export_sessions": exported,
        "find_charge_points": found,
        "plan_charging": planned,
    }
    assert with_session.keys() | without.keys() == ACTIONS.keys()
    for action, response in (with_session | without).items():
        told = named(responded(TEXTS["services"][action]["name"]))
        if action in with_session:
            told |= of_session
        assert response.keys() == told, action
    assert {*history["sessions"][0]} == of_session | {"meter_away"}
    for listed_there in (stopped, active):
        assert listed_there["sessions"][0].keys() == of_session
    assert history["totals"].keys() == {
        keys(part)[0] for row in responded("Totals") for part in row[0].split(", ")
    }
    assert planned["source"].keys() <= {
        key for row in responded("Plan charging") for key in keys(row[1])
    }


async def test_every_figure_of_a_charge_point_that_is_found(
    entry: MockConfigEntry, home: Home
) -> None:
    """In the second table of the action that finds them."""
    found = await home.act(
        "find_charge_points", location={"latitude": 52.3702, "longitude": 4.8952}
    )
    text = section(DOCS / "actions.md", "Find charge points")
    rows = tables(text.partition("\n\nEach ")[2])["response"]
    told = named(rows) | {"availability_updated"}
    assert found["charge_points"][0].keys() == told
    assert {*found["charge_points"][0]["connectors"][0]} == {"type", "maximum_power"}


def said() -> list[str]:
    """Return all that this integration says in English, in small letters."""
    texts = [PACKAGE / "translations" / "en.json"]
    texts += ROOT.glob("frontend/src/translations/en.json")
    texts += ROOT.glob("blueprints/**/*.yaml")
    return [line.casefold() for path in texts for line in path.read_text().splitlines()]


def test_what_is_quoted_is_said() -> None:
    """Who looks for the words of a message finds them as they were read."""
    first_cells = re.findall(
        r"^\| ([^|]+) \|", (DOCS / "troubleshoot.md").read_text(), re.MULTILINE
    )
    quoted = [words for cell in first_cells for words in re.findall(r'"([^"]+)"', cell)]
    assert len(quoted) > 10
    lines = said()
    missing = [
        words
        for words in quoted
        if not any(
            re.search(re.escape(words.casefold()).replace("…", ".+"), line)
            for line in lines
        )
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_says_what_it_is_for(page: Any) -> None:
    """A sentence stands before the first table, list, picture or further heading."""
    text = page.read_text()
    _, _, below = text[text.index("\n# ") + 1 if text[0] != "#" else 0 :].partition(
        "\n\n"
    )
    assert re.match(r"[A-Z*]", below)
    assert below.partition("\n")[0].rstrip("*").endswith(".") or "](" in below[:400]


def test_the_readme_is_short() -> None:
    """Who can use it stands before how to install it."""
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= MOST_LINES
    headings = re.findall(r"^## (.+)$", without_examples(text), re.MULTILINE)
    assert headings.index("Can you use it?") < headings.index("Install")


def test_which_releases_it_runs_on() -> None:
    """The oldest as HACS asks for it, on every page that names it; and on the first those that are tested."""
    oldest = json.loads((ROOT / "hacs.json").read_text())["homeassistant"]
    (newest,) = re.findall(
        r"^homeassistant==([\d.]+)",
        (ROOT / "requirements.txt").read_text(),
        re.MULTILINE,
    )
    told = {
        page.name: release
        for page in PAGES
        for release in re.findall(r"Home Assistant ([\d.]+) or later", page.read_text())
    }
    assert told == dict.fromkeys(
        ("README.md", "develop.md", "install.md"), oldest.rpartition(".")[0]
    )
    readme = (ROOT / "README.md").read_text()
    assert f"tested with Home Assistant {oldest} and {newest}." in readme


@pytest.mark.parametrize("page", ["README.md", "docs/install.md"])
def test_the_buttons_lead_to_this_integration(page: str) -> None:
    """The one downloads this repository, the other adds this integration."""
    text = (ROOT / page).read_text()
    links = set(re.findall(r"my\.home-assistant\.io/redirect/(\w+)/\?([^)]+)\)", text))
    owner, repository = MANIFEST["documentation"].split("/")[-2:]
    assert links == {
        (
            "hacs_repository",
            f"owner={owner}&repository={repository}&category=integration",
        ),
        ("config_flow_start", f"domain={DOMAIN}"),
    }


async def test_free_for_five_minutes(
    hass: HomeAssistant,
    listed: MockConfigEntry,  # noqa: F811
    home: Home,
) -> None:
    """Not at once, and not if somebody else has come meanwhile."""
    notes = async_mock_service(hass, "notify", "notify")
    automation = example(FREE_FOR_FIVE_MINUTES, home.device_id("Home"))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await home.switch("on")
    await home.wait(30)
    await home.wait(TICK)
    assert home.state("availability") == "occupied"
    await home.switch("off")
    await home.wait(30)
    await home.wait(TICK)
    assert home.state("availability") == "available"
    assert notes == []
    await home.wait(301)
    assert [note.data["message"] for note in notes] == ["The charge point is free."]


@pytest.mark.parametrize(("hours", "stopped"), [(3, False), (5, True)])
async def test_a_charge_of_four_hours(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home, hours: int, stopped: bool
) -> None:
    """It is stopped at eleven, a shorter one is not."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    home.freezer.move_to(f"2026-11-20T{22 - hours}:00:00Z")
    await home.switch("on")
    await home.wait(40)
    automation = example(FOUR_HOURS, home.device_id("Home"))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await home.settle()
    home.freezer.move_to("2026-11-20T21:59:50Z")
    for _ in range(60):
        await second(home)
    # Else it would wait for eleven on the next day, beyond the test.
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"})
    await home.settle()
    assert home.state("session_state") == ("stopped" if stopped else "started")


@pytest.mark.parametrize("free", [True, False])
async def test_after_the_meeting(
    hass: HomeAssistant,
    listed: MockConfigEntry,  # noqa: F811
    home: Home,
    free: bool,
) -> None:
    """It is said if it is so, and nothing if it is not."""
    notes = async_mock_service(hass, "notify", "notify")
    hass.states.async_set("calendar.work", "on")
    automation = example(AT_WORK, home.device_id("Home"))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    if not free:
        await home.switch("on")
        await home.wait(30)
        await home.wait(TICK)
    hass.states.async_set("calendar.work", "off")
    await home.settle()
    assert [note.data["message"] for note in notes] == ["You can charge now."] * free
