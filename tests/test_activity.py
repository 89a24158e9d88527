"""The activity log, with a real recorder: what a session, a reload and an outage write there."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from homeassistant.components.logbook.helpers import async_determine_event_types
from homeassistant.components.logbook.processor import EventProcessor
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import (
    HOME,
    HOME_UID,
    Home,
    card_subentry,
    charge_point_subentry,
    sent,
    sent_as,
)
from custom_components.shell_ev.session.record import Event
from simulator import Simulator

STARTED, STOPPED = "Home started charging", "Home stopped charging"

type Lines = Callable[[], Awaitable[list[str]]]
type Former = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """The recorder has to be there before Home Assistant."""


class Log:
    """The activity log, of all that goes on in the house or of some entities."""

    def __init__(
        self,
        home: Home,
        entity_ids: list[str] | None = None,
        device_ids: list[str] | None = None,
    ) -> None:
        """Begin to read now."""
        self._home = home
        self.entity_ids = entity_ids
        self._device_ids = device_ids
        self._begin = dt_util.utcnow()

    async def read(self) -> list[dict[str, Any]]:
        """Return the lines since it was read last."""
        hass = self._home.hass
        await async_wait_recording_done(hass)
        since, self._begin = self._begin, dt_util.utcnow()
        types = async_determine_event_types(hass, self.entity_ids, self._device_ids)
        log = EventProcessor(hass, types, self.entity_ids, self._device_ids)
        found = await get_instance(hass).async_add_executor_job(
            log.get_events, since, self._begin
        )
        await self._home.wait(1)
        return found


@pytest.fixture
async def listed(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
) -> MockConfigEntry:
    """Return an account whose charge point the directory lists, in a house with an activity log."""
    assert await async_setup_component(hass, "logbook", {})
    entry = make_entry(card_subentry(), charge_point_subentry(location_uid=HOME_UID))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    await home.wait(1)
    return entry


@pytest.fixture
async def lines(listed: MockConfigEntry, home: Home) -> Lines:
    """Return what reads the lines since it was asked last, as the dashboard's log shows them.

    It keeps those of four states, as ``state_filter`` of its card says.
    """
    log = Log(home, [home.entity_id("session")])

    async def read() -> list[str]:
        return [
            f"{line['name']} {line['message']}"
            for line in await log.read()
            if line.get("state") in list(Event)
        ]

    return read


@pytest.fixture
async def house(listed: MockConfigEntry, home: Home) -> Lines:
    """Return what reads the house's own log: the entity of each line since it was asked last."""
    log = Log(home)
    await home.wait(1)

    async def read() -> list[str]:
        return [line.get("entity_id", OWN) for line in await log.read()]

    return read


@pytest.fixture
def former(
    hass: HomeAssistant, hass_ws_client: Any, hass_admin_user: MockUser
) -> Former:
    """Return what asks for the former ids in the log, as the dashboard of a user does."""

    async def former(user: MockUser = hass_admin_user) -> list[str]:
        token = await hass.auth.async_create_refresh_token(user, "https://home")
        client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
        await client.send_json_auto_id({"type": "shell_ev/dashboard"})
        result: list[str] = (await client.receive_json())["result"]
        return result[1:]

    return former


async def charge(home: Home, seconds: float) -> None:
    """Have one session at home, and all that comes after it."""
    await home.switch("on")
    await home.wait(seconds)
    await home.switch("off")
    await home.wait(600)


async def test_a_session_is_two_lines(lines: Lines, home: Home) -> None:
    """It started, and it stopped: 105 seconds or an hour."""
    await charge(home, 105)
    assert await lines() == [STARTED, STOPPED]
    await charge(home, 3600)
    assert await lines() == [STARTED, STOPPED]


async def test_a_failure_is_told_once(
    hass: HomeAssistant,
    lines: Lines,
    listed: MockConfigEntry,
    home: Home,
    simulator: Simulator,
) -> None:
    """With its reason; a reload does not tell it again, and what comes after it is told."""
    simulator.plug(HOME, False)
    await home.switch("on")
    await home.wait(60)
    assert await lines() == [
        f"Home failed to start. Plug in the car first. RequestId {sent_as(simulator, 'start')[-1]}"
    ]
    assert await hass.config_entries.async_reload(listed.entry_id)
    await home.wait(60)
    assert await lines() == []
    simulator.plug(HOME, True)
    await charge(home, 105)
    assert await lines() == [STARTED, STOPPED]


async def test_a_failed_stop_is_told_once(
    lines: Lines, home: Home, simulator: Simulator
) -> None:
    """When it failed; that the session ends well an hour later is no failure of then."""
    await home.switch("on")
    await home.wait(60)
    simulator.set_service(HOME, False)
    await home.switch("off")
    await home.wait(10)
    started, failed = await lines()
    assert started == STARTED
    assert failed.startswith("Home failed to stop. The charge point is out of service")
    assert failed.endswith(f"RequestId {sent_as(simulator, 'stop')[-1]}")
    simulator.set_service(HOME, True)
    await home.wait(3600)
    await home.switch("off")
    await home.wait(60)
    assert await lines() == [STOPPED]


async def test_a_start_and_a_stop_that_fails_at_once(
    lines: Lines, home: Home, simulator: Simulator
) -> None:
    """Somebody stopped it in the app before we heard of its start: the reason is told once."""
    simulator.set_delays(start=0, stop=0)
    await home.switch("on")
    simulator.set_service(HOME, False)
    (session,) = simulator.sessions.values()
    simulator.world.request_stop(session, dt_util.utcnow())
    await home.wait(60)
    started, failed = await lines()
    assert started == STARTED
    assert failed.startswith("Home failed to stop. The charge point is out of service")


async def test_an_outage_tells_nothing_of_old(
    lines: Lines, home: Home, simulator: Simulator
) -> None:
    """Shell is away for half an hour: no session began or ended by that."""
    await charge(home, 105)
    assert await lines() == [STARTED, STOPPED]
    simulator.inject("active", "status", status=503, times=999)
    await home.wait(1800)
    assert home.state("session_state") == "unavailable"
    simulator.clear_faults()
    await home.wait(1800)
    assert home.state("session_state") == "stopped"
    assert await lines() == []


async def test_a_renamed_entity_keeps_its_lines(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, former: Former
) -> None:
    """The dashboard's log asks for all that it was called; a device's page for the device."""
    old = home.entity_id("session")
    log, page = Log(home, [old]), Log(home, ["event.drive"], [home.device_id("Home")])
    assert await former() == []
    await charge(home, 105)
    registry = er.async_get(hass)
    for name in ("event.garage", "event.drive"):
        registry.async_update_entity(home.entity_id("session"), new_entity_id=name)
        await home.settle()
    told = await former()
    assert told == [old, "event.garage"]
    log.entity_ids = ["event.drive", *told]
    await charge(home, 105)
    for each in (log, page):
        own = [line for line in await each.read() if line.get("state") in list(Event)]
        lines = [f"{line['name']} {line['message']}" for line in own]
        assert lines == [STARTED, STOPPED] * 2
    nobody = MockUser().add_to_hass(hass)
    nobody.mock_policy({"entities": {}})
    assert await former(nobody) == []


async def test_former_ids_are_kept_of_what_is_logged(
    hass: HomeAssistant, listed: MockConfigEntry, home: Home, former: Former
) -> None:
    """The last five, none twice, and not the one of now."""
    registry = er.async_get(hass)
    registry.async_update_entity(
        home.entity_id("charging"), new_entity_id="switch.garage"
    )
    first = home.entity_id("session")
    names = ["event.a", first, "event.b", "event.c", "event.d", "event.e", "event.f"]
    for name in names:
        registry.async_update_entity(home.entity_id("session"), new_entity_id=name)
        await home.settle()
    kept = [first, "event.b", "event.c", "event.d", "event.e"]
    assert await former() == kept


OWN = "what a person is told of a charge point"
OF_A_SESSION = {
    OWN: 2,
    "event.home_session": 2,
    "switch.home_charging": 2,
    "sensor.home_session_state": 4,
    "sensor.home_session_started": 2,
    "sensor.home_last_session_end": 1,
    "calendar.card_sessions": 2,
    "sensor.card_session_state": 4,
    "sensor.card_charge_point": 2,
    "sensor.card_session_started": 2,
}
"""Asked for, begun, to be stopped and over; each entity tells of its own turns, and of each once."""
OF_A_RELOAD = dict.fromkeys(
    (
        "event.home_session",
        "switch.home_charging",
        "sensor.home_session_state",
        "sensor.home_session_started",
        "sensor.home_last_session_end",
        "sensor.home_last_error",
        "sensor.home_availability",
        "button.card_stop_session",
        "calendar.card_sessions",
        "sensor.card_session_state",
        "sensor.card_charge_point",
        "sensor.card_session_started",
        "button.shell_ev_charging_refresh",
    ),
    2,
)
"""Home Assistant itself takes each entity away and brings it back; what counts has no lines."""


async def test_what_a_session_writes_into_the_house_s_log(
    house: Lines, home: Home
) -> None:
    """In an hour the directory finds the charge point occupied, too, and free again; no more."""
    await charge(home, 105)
    assert Counter(await house()) == OF_A_SESSION
    await charge(home, 3600)
    occupied = {"sensor.home_availability": 2}
    assert Counter(await house()) == OF_A_SESSION | occupied


async def test_what_a_reload_writes_into_the_house_s_log(
    hass: HomeAssistant, house: Lines, listed: MockConfigEntry, home: Home
) -> None:
    """Each entity goes and comes once, also right after a session."""
    await charge(home, 105)
    await house()
    for _ in range(2):
        assert await hass.config_entries.async_reload(listed.entry_id)
        await home.settle()
        await home.wait(60)
        assert Counter(await house()) == OF_A_RELOAD


async def test_a_day_without_a_session_writes_nothing(
    house: Lines, home: Home, simulator: Simulator
) -> None:
    """Shell is asked all day long, its directory as well."""
    before = sent(simulator, "location")
    await home.wait(24 * 3600)
    assert sent(simulator, "location") - before > 100
    assert await house() == []
