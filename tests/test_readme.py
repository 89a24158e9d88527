"""What the pages tell people to write into their configuration works, and their links lead somewhere."""

import asyncio
from collections.abc import Callable
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component

from .conftest import HOME, Home, sent
from .pages import DOCS, PAGES, ROOT, example, examples, second, without_examples
from custom_components.shell_ev.dashboard.card import CARD_FILE
from simulator import Simulator

REPOSITORY = "https://github.com/shell-ev-charging/home-assistant-shell-ev/blob/main/"
"""Where a link from elsewhere, to import a blueprint, finds this repository's files."""
PLUG = "binary_sensor.car_plugged_in"

AT_SEVEN = "# Charge at seven"
NEAREST = "# Say where the nearest free fast charger is"
CARPORT = "# Switch the light at the carport on"
RESOURCES = "lovelace:\n  resources:"
TILES = "type: vertical-stack"
"""A browser looks at these (tests/e2e)."""
CHARGER_STATUS = "# configuration.yaml of Home Assistant"
EVCC = "# evcc.yaml"
EVCC_CHARGER = "# In evcc.yaml"
RECEIPT = "# Note what the receipt says"
MAIL = "# Mail what the company car has charged"
"""It is tried where the blueprint is (tests/blueprints/monthly_report), the other four by the actions (tests/actions)."""
THIS_YEAR = "# Write the sessions of this year"
CHEAPEST = "# Charge to 80 % by seven"
LISTED = "# Plan with prices that a template lists"
FREE_FOR_FIVE_MINUTES = "# Say when the charge point has been free"
FOUR_HOURS = "# At eleven in the evening, stop a charge"
AT_WORK = "# When the meeting ends"
"""They are tried where the triggers and conditions are (tests/test_docs.py)."""
EXAMPLES = (
    AT_SEVEN,
    NEAREST,
    CARPORT,
    RESOURCES,
    TILES,
    CHARGER_STATUS,
    EVCC,
    EVCC_CHARGER,
    RECEIPT,
    MAIL,
    THIS_YEAR,
    CHEAPEST,
    LISTED,
    FREE_FOR_FIVE_MINUTES,
    FOUR_HOURS,
    AT_WORK,
)


def test_every_example_is_tried() -> None:
    """One that a page gains has to be tried here, too."""
    assert [block for block in examples() if not block.startswith(EXAMPLES)] == []


def headings(page: Path) -> list[str]:
    """Return the headings of a page."""
    return re.findall(r"^#+ (.+)$", without_examples(page.read_text()), re.MULTILINE)


def anchor_of(heading: str) -> str:
    """Return what a heading is linked by, as GitHub makes it of it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by."""
    return set(map(anchor_of, headings(page)))


def leads_somewhere(page: Path, target: str) -> bool:
    """Return whether a link of a page reaches a file of the repository, and the heading it names."""
    if REPOSITORY in target:
        page, target = ROOT / "README.md", target.partition(REPOSITORY)[2]
    elif "://" in target:
        return True
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.is_relative_to(ROOT) or not file.exists():
        return False
    return not anchor or (file.suffix == ".md" and anchor in anchors(file))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """Between the pages, to their headings, to pictures, and to the blueprints that are imported."""
    text = without_examples(page.read_text())
    targets = re.findall(r"\]\(([^)\s]*)\)", text)
    targets += re.findall(r'(?:src|srcset|href)="([^"]*)"', text)
    assert [target for target in targets if not leads_somewhere(page, target)] == []


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("automate.md#solar-surplus", True),
        ("automate.md#solar", False),
        ("sunshine.md", False),
        ("../README.md#can-you-use-it", True),
        ("#solar-surplus", True),
        ("#on-a-dashboard", False),
        ("../../elsewhere.md", False),
        ("images/card-light.png#solar-surplus", False),
        ("https://evcc.io", True),
        (f"https://my.home-assistant.io/?blueprint_url={REPOSITORY}LICENSE", True),
        (f"https://my.home-assistant.io/?blueprint_url={REPOSITORY}LICENCE", False),
    ],
)
def test_a_link_that_leads_nowhere_is_found(target: str, leads: bool) -> None:
    """As seen from a page."""
    assert leads_somewhere(DOCS / "automate.md", target) is leads


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    """A folder, a script or a test in words like `tests/long/test_month.py`."""
    named = re.findall(r"`(\w+)/([\w./-]+)[^`]*`", without_examples(page.read_text()))
    missing = [
        f"{folder}/{name}"
        for folder, name in named
        if (ROOT / folder).is_dir() and not (ROOT / folder / name).exists()
    ]
    assert missing == []


def test_every_page_is_in_the_index() -> None:
    """A page that nothing leads to is not found by those it is for."""
    index = (DOCS / "README.md").read_text()
    for page in PAGES:
        if page != DOCS / "README.md":
            assert f"]({page.relative_to(DOCS, walk_up=True)})" in index


@pytest.fixture
async def _before_seven(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Live in Amsterdam, half a minute before seven."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    freezer.move_to("2026-11-20T05:59:30Z")


@pytest.fixture
def notes(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what was notified."""
    return async_mock_service(hass, "notify", "notify")


@pytest.mark.usefixtures("_before_seven", "entry")
@pytest.mark.parametrize(
    ("plugged", "state", "told"),
    [
        (True, "started", []),
        (
            False,
            "failed_to_start",
            ["Charging did not start. Plug in the car first. RequestId "],
        ),
    ],
)
async def test_charge_at_seven(
    hass: HomeAssistant,
    home: Home,
    notes: list[ServiceCall],
    simulator: Simulator,
    plugged: bool,
    state: str,
    told: list[str],
) -> None:
    """It charges, or it is said why not."""
    simulator.plug(HOME, plugged)
    automation = example(AT_SEVEN, home.device_id("Home"))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await home.settle()
    assert sent(simulator, "start") == 0
    for _ in range(45):
        await second(home)
    # Else it would wait for seven on the next day, beyond the test.
    await hass.services.async_call("automation", "turn_off", {"entity_id": "all"})
    await home.settle()
    assert home.state("session_state") == state
    messages = [note.data["message"] for note in notes]
    request_id = next(
        record.request_id for record in simulator.audit if record.operation == "start"
    )
    assert messages == [f"{text}{request_id}" for text in told]


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("latitude", "message"), [(52.3702, r".+, \d+ m"), (0, "Nothing is free nearby")]
)
async def test_the_nearest_fast_charger(
    hass: HomeAssistant, notes: list[ServiceCall], latitude: float, message: str
) -> None:
    """In Amsterdam there is one, at sea there is none."""
    place = {"latitude": latitude, "longitude": 4.8952}
    hass.states.async_set("person.me", "not_home", place)
    script = {"find": example(NEAREST)}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "find", blocking=True)
    (note,) = notes
    assert re.fullmatch(message, note.data["message"].strip())


@pytest.mark.usefixtures("entry")
async def test_the_light_at_the_carport(hass: HomeAssistant, home: Home) -> None:
    """It goes on when the car begins to charge."""
    lights = async_mock_service(hass, "light", "turn_on")
    automation = example(CARPORT, home.device_id("Home"))
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await home.settle()
    assert lights == []
    await home.switch("on")
    await home.wait(40)
    (call,) = lights
    assert call.data["entity_id"] == ["light.carport"]


async def test_resources_in_yaml_mode(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    hass_client_no_auth: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With the lines of the page the card is there, and no log asks for them."""
    own = {"resource_mode": "yaml", **example(RESOURCES)["lovelace"]}
    assert await async_setup_component(hass, "lovelace", {"lovelace": own})
    await hass.config_entries.async_setup(make_entry().entry_id)
    await hass.async_block_till_done()
    (resource,) = hass.data[LOVELACE_DATA].resources.async_items()
    assert resource["url"] not in caplog.text
    response = await (await hass_client_no_auth()).get(resource["url"])
    assert await response.read() == CARD_FILE.read_bytes()


class Evcc:
    """Does what evcc documents of a charger of Home Assistant, over Home Assistant's REST API."""

    def __init__(self, client: Any, home: Home, start: str) -> None:
        """Read the configuration of the page."""
        config = example(start)
        (self.charger,) = config["chargers"]
        self.client = client
        self.home = home

    async def state(self, parameter: str) -> str:
        """Return the state of the entity that a parameter names."""
        response = await self.client.get(f"/api/states/{self.charger[parameter]}")
        return str((await response.json())["state"])

    async def enable(self, parameter: str, on: bool) -> None:
        """Switch what a parameter names."""
        await self._call(f"switch/turn_{'on' if on else 'off'}", parameter)

    async def set_max_current(self, amperes: float) -> None:
        """Set a current."""
        await self._call("input_number/set_value", "setMaxCurrent", value=amperes)

    async def _call(self, service: str, parameter: str, **data: Any) -> None:
        data["entity_id"] = self.charger[parameter]
        response = await self.client.post(f"/api/services/{service}", json=data)
        assert response.status == 200
        await self.home.settle()


@pytest.mark.usefixtures("entry")
async def test_evcc_switches(
    hass: HomeAssistant, home: Home, hass_client: Any, simulator: Simulator
) -> None:
    """Its template for switches needs the switch alone: on is charging, with the power it is told."""
    assert await async_setup_component(hass, "api", {})
    evcc = Evcc(await hass_client(), home, EVCC)
    assert evcc.charger["template"] == "homeassistant-switch"
    assert await evcc.state("switch") == "off"
    await evcc.enable("switch", True)
    assert await evcc.state("switch") == "on"
    await home.wait(40)
    assert home.state("session_state") == "started"
    await evcc.enable("switch", False)
    await home.wait(40)
    assert await evcc.state("switch") == "off"
    assert sent(simulator, "start") == sent(simulator, "stop") == 1


def test_evcc_thresholds() -> None:
    """They are 65 and 45 % of what the car draws, in the form and with the signs that evcc reads."""
    config = example(EVCC)
    (charger,), (point,) = config["chargers"], config["loadpoints"]
    assert point["charger"] == charger["name"]
    power = -charger["standbypower"]
    assert power > 0
    assert point["enable"]["threshold"] / power == pytest.approx(-0.65, abs=0.01)
    assert point["disable"]["threshold"] / power == pytest.approx(0.45, abs=0.01)
    assert point["enable"]["delay"] == "2m"
    assert point["disable"]["delay"] == "10m"
    # What it does not read from a file any more.
    assert not {"minCurrent", "maxCurrent", "phases"} & point.keys()
    page = (DOCS / "automate.md").read_text()
    assert f"{round(-11000 * 0.65)} and {round(11000 * 0.45)}" in page


async def test_evcc(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    hass_client: Any,
    simulator: Simulator,
) -> None:
    """Status A, B and C, enabled, and enable, as evcc documents them; a current is without effect."""
    config = example(CHARGER_STATUS)
    for domain in ("template", "input_number"):
        assert await async_setup_component(hass, domain, config)
    assert await async_setup_component(hass, "api", {})
    hass.states.async_set(PLUG, "off")
    await home.settle()
    evcc = Evcc(await hass_client(), home, EVCC_CHARGER)
    assert (await evcc.state("status"), await evcc.state("enabled")) == ("A", "off")
    hass.states.async_set(PLUG, "on")
    await home.settle()
    assert (await evcc.state("status"), await evcc.state("enabled")) == ("B", "off")
    await evcc.set_max_current(16)
    await evcc.enable("enable", True)
    # It is enabled at once, and charges when the charge point says so.
    assert (await evcc.state("status"), await evcc.state("enabled")) == ("B", "on")
    await home.wait(40)
    assert (await evcc.state("status"), await evcc.state("enabled")) == ("C", "on")
    await evcc.set_max_current(8)
    await evcc.enable("enable", True)
    await evcc.enable("enable", False)
    await home.wait(40)
    assert (await evcc.state("status"), await evcc.state("enabled")) == ("B", "off")
    assert sent(simulator, "start") == sent(simulator, "stop") == 1


async def test_evcc_is_told_when_nothing_is_known(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """Neither ready nor connected is made up."""
    config = example(CHARGER_STATUS)
    assert await async_setup_component(hass, "template", config)
    await hass.config_entries.async_unload(entry.entry_id)
    await home.settle()
    state = hass.states.get("sensor.charger_status")
    assert state is not None
    assert state.state == "unavailable"


@pytest.fixture
async def assist(hass: HomeAssistant, entry: MockConfigEntry, home: Home) -> Any:
    """Return what a person says to, and what answers."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    await home.settle()

    async def say(text: str) -> str:
        from homeassistant.components import conversation

        task = asyncio.create_task(
            conversation.async_converse(hass, text, None, Context(), language="en")
        )
        while not task.done():
            await second(home)
        result = await task
        return str(result.response.speech["plain"]["speech"]).strip()

    return say


VOICE = [
    text
    for line in (DOCS / "automate.md").read_text().splitlines()
    if line.startswith('| "')
    for text in re.findall(r'"([^"]+)"', line.split("|")[1])
]
"""What the page has people say."""


async def test_voice(assist: Any, home: Home) -> None:
    """Each sentence of the page is understood, and answered without any configuration."""
    said = {
        "charge the car": "Charging has started.",
        "start charging": "It is already charging.",
        "is the car charging?": "Yes, it is charging.",
        "is the car done charging?": "No, it is still charging.",
        "stop charging": "Charging has stopped.",
        "stop charging the car": "It was not charging.",
        "how much did the last charge cost?": "The cost of the last session is not known.",
        "how much did the last charge at home cost?": "The cost of the last session is not known.",
    }
    assert sorted(said) == sorted(VOICE)
    for text, answer in said.items():
        assert await assist(text) == answer
        await home.wait(40)


@pytest.mark.parametrize(
    "sentence", ["turn on Home Charging", "turn on the charging in the carport"]
)
async def test_assist_knows_the_switch(
    assist: Any, hass: HomeAssistant, home: Home, sentence: str
) -> None:
    """By its name and by its area, without any configuration."""
    carport = ar.async_get(hass).async_create("Carport")
    dr.async_get(hass).async_update_device(home.device_id("Home"), area_id=carport.id)
    assert (await assist(sentence)).startswith("Turned on the switch")
    assert home.state("charging") == "on"
