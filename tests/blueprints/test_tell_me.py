"""Tell me: what is said, and when."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant, ServiceCall

from .conftest import At, Day, Use, record
from .test_stop_at import METER, read_meter
from simulator import Simulator
from tests.conftest import (
    CARD,
    HOME,
    HOME_UID,
    Home,
    card_subentry,
    charge_point_subentry,
)

ALL = ["started", "finished", "failed", "free", "full"]


@pytest.fixture
async def entry(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], home: Home
) -> MockConfigEntry:
    """Return an account whose charge point is listed and has a meter, set up."""
    read_meter(hass, 1000)
    point = charge_point_subentry(location_uid=HOME_UID, energy_meter=METER)
    entry = make_entry(card_subentry(), point)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await home.settle()
    return entry


@pytest.fixture
def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what is told."""
    calls: list[ServiceCall] = async_mock_service(
        hass, "persistent_notification", "create"
    )
    async_mock_service(hass, "persistent_notification", "dismiss")
    return calls


async def listen(day: Day, use: Use, **inputs: Any) -> None:
    """Make the automation."""
    await use("tell_me", charge_points=[day.home.device_id("Home")], **inputs)


def texts(told: list[ServiceCall]) -> list[tuple[str, str]]:
    """Return titles and messages, and forget them."""
    found = [(call.data["title"], call.data["message"]) for call in told]
    told.clear()
    return found


async def test_a_session(
    hass: HomeAssistant, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """Its start, what it came to, that the car still stands there, and that it has gone."""
    await listen(day, use, what=ALL)
    await day.home.switch("on")
    await day.live([0] * 60)
    assert texts(told) == [("Home", "Charging has started.")]
    read_meter(hass, 1010)
    await day.home.switch("off")
    await day.live([0] * 5)
    finished, *rest = texts(told)
    assert finished == (
        "Home",
        "Charging has finished: 1:00 h, 10.0 kWh, about 3.35 EUR.",
    )
    assert rest == [("Home", "The charge point is free again.")]


async def test_an_evening(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """Each message comes within a few minutes of what it is about."""
    messages: list[tuple[int, str]] = []

    async def pass_by(minutes: int) -> None:
        for _ in range(minutes):
            await day.live([0])
            messages.extend((len(day.charging), text) for _, text in texts(told))

    await listen(day, use, what=ALL)
    simulator.plug(HOME, False)
    await pass_by(20)
    await day.home.act(
        "start_session",
        charge_point=day.home.device_id("Home"),
        wait_for_outcome=False,
    )
    await pass_by(10)
    simulator.plug(HOME, True)
    await day.home.switch("on")
    await pass_by(90)
    read_meter(day.hass, 1005.5)
    await day.home.switch("off")
    point = simulator.find_charge_point(HOME)
    point.visitor = True
    await pass_by(40)
    point.visitor = False
    await pass_by(20)
    assert [text.split(".")[0] for _, text in messages] == [
        "Charging did not start",
        "Charging has started",
        "Charging has finished: 1:30 h, 5",
        "Charging has finished, and the charge point is still occupied",
        "The charge point is free again",
    ]
    record("tell-me", charging=day.charging, messages=messages)


async def test_a_car_that_stays(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """The directory says that somebody stands there, a quarter of an hour after it has finished."""
    await listen(day, use)
    await day.home.switch("on")
    await day.live([0] * 5)
    await day.home.switch("off")
    simulator.find_charge_point(HOME).visitor = True
    await day.live([0] * 10)
    assert [text for _, text in texts(told)][1].startswith("Charging has finished")
    await day.live([0] * 10)
    assert texts(told) == [
        ("Home", "Charging has finished, and the charge point is still occupied.")
    ]


async def test_a_session_that_goes_on(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """Stopped under a cloud and started again: the car that stands there is charging."""
    await listen(day, use, what=["full"])
    await day.home.switch("on")
    await day.live([0] * 5)
    await day.home.switch("off")
    await day.live([0] * 10)
    await day.home.switch("on")
    await day.live([0] * 10)
    assert day.charging[-1]
    assert not told
    # Of two that were stopped one after the other, the car is told once.
    await day.home.switch("off")
    simulator.find_charge_point(HOME).visitor = True
    await day.live([0] * 20)
    assert len(told) == 1


async def test_a_car_that_stays_and_a_start_that_fails(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """It has finished all the same."""
    await listen(day, use, what=["full"])
    await day.home.switch("on")
    await day.live([0] * 5)
    await day.home.switch("off")
    simulator.find_charge_point(HOME).visitor = True
    await day.live([0] * 5)
    await day.home.switch("on")
    await day.live([0] * 15)
    assert day.home.state("last_error") != "none"
    assert len(told) == 1


async def test_no_car_all_day(
    day: Day, use: Use, both: Use, at: At, told: list[ServiceCall], simulator: Simulator
) -> None:
    """The car is at work while the sun shines: that an automation has found no car is no news."""
    at(9)
    simulator.plug(HOME, False)
    point = day.home.device_id("Home")
    inputs = {"charge_points": [point], "what": ["failed"]}
    blueprint = {"path": "shell_ev/tell_me.yaml", "input": inputs}
    await both({"id": "tell", "alias": "tell", "use_blueprint": blueprint})
    await day.live([CHARGING_POWER + 500] * (3 * 60))
    assert day.starts >= 2
    assert not told
    # That is news to a person who has just tried, and any other failure is to everybody.
    await day.home.switch("on")
    await day.live([CHARGING_POWER + 500] * 3)
    ((_, text),) = texts(told)
    assert text.startswith("Charging did not start. Plug in the car first")
    simulator.plug(HOME, True)
    simulator.set_service(HOME, False)
    await day.live([CHARGING_POWER + 500] * 70)
    assert texts(told)


async def test_a_start_that_fails(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """The reason is told."""
    simulator.plug(HOME, False)
    await listen(day, use)
    await day.home.act(
        "start_session",
        charge_point=day.home.device_id("Home"),
        wait_for_outcome=False,
    )
    await day.live([0] * 3)
    ((title, text),) = texts(told)
    assert title == "Home"
    assert text.startswith("Charging did not start. Plug in the car first")


async def test_a_stop_that_fails(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """It goes on at somebody's cost, so it is told at once, and why."""
    await listen(day, use, what=["failed"])
    await day.home.switch("on")
    await day.live([0] * 5)
    assert not told
    simulator.set_service(HOME, False)
    await day.home.switch("off")
    await day.live([0] * 3)
    ((title, text),) = texts(told)
    assert title == "Home"
    assert text.startswith("Charging did not stop and is still running. ")
    assert "OutOfService" in text or "out of service" in text.lower()


async def test_only_what_is_wanted(
    day: Day, use: Use, told: list[ServiceCall], simulator: Simulator
) -> None:
    """Whoever started it."""
    await listen(day, use, what=["finished"])
    session = simulator.start_by_card(CARD, HOME)
    await day.live([0] * 10)
    assert not told
    simulator.end_session(session)
    await day.live([0] * 30)
    assert len(told) == 1


async def test_in_ones_own_way(hass: HomeAssistant, day: Day, use: Use) -> None:
    """Any actions can be used, with what is said as variables."""
    spoken = async_mock_service(hass, "tts", "speak")
    say = [{"action": "tts.speak", "data": {"message": "{{ title }}: {{ message }}"}}]
    await listen(day, use, tell=say)
    await day.home.switch("on")
    await day.live([0] * 5)
    assert [call.data["message"] for call in spoken] == ["Home: Charging has started."]
