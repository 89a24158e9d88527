"""Monthly report: when it comes, and what it does where the account is away."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..conftest import Day, Use, settle
from .conftest import (
    ALL_OF_IT,
    HERE,
    PATIENCE,
    SOON,
    know,
    metered,
    october,
    report,
    said,
    session,
)
from custom_components.shell_ev.const import DOMAIN

# When it comes


async def test_once_a_month(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """On its day, at its time, and not again."""
    await use("monthly_report", day=2, at=SOON)
    await day.live([0] * PATIENCE)
    assert told == []
    for next_day in (date(2026, 11, 2), date(2026, 11, 3), date(2026, 12, 1)):
        day.freezer.move_to(datetime(*next_day.timetuple()[:3], tzinfo=HERE))
        await day.live([0] * PATIENCE)
    assert len(told) == 1
    day.freezer.move_to(datetime(2026, 12, 2, tzinfo=HERE))
    await day.live([0] * PATIENCE)
    assert [title for title, _ in said(told)] == [
        "Charged in October 2026",
        "Charged in November 2026",
    ]


@pytest.mark.parametrize(
    ("begin", "at"),
    [
        (datetime(2026, 12, 31, 23, 58), "00:00:00"),
        (datetime(2027, 1, 1, 23, 58), "23:59:30"),
    ],
)
async def test_at_midnight(
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    begin: datetime,
    at: str,
) -> None:
    """The first moment of a month is a time like any other, as is the last of the day it is due on."""
    day.freezer.move_to(begin.replace(tzinfo=HERE))
    await use("monthly_report", at=at)
    await day.live([0] * PATIENCE)
    assert [title for title, _ in said(told)] == ["Charged in December 2026"]


@pytest.mark.parametrize(
    ("begin", "comes"),
    [
        # An hour that is not there, and one that is there twice.
        (datetime(2027, 3, 28, 1, 50), datetime(2027, 3, 28, 3, 30)),
        (datetime(2026, 10, 25, 1, 50), datetime(2026, 10, 25, 2, 30)),
    ],
)
async def test_while_the_clocks_change(
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    begin: datetime,
    comes: datetime,
) -> None:
    """It comes once."""
    day.freezer.move_to(begin.replace(tzinfo=HERE, microsecond=500_000))
    await use("monthly_report", day=begin.day, at="02:30:00")
    for _ in range(60):
        if not told:
            await day.live([0])
    passed = dt_util.utcnow() - dt_util.as_utc(comes.replace(tzinfo=HERE))
    assert timedelta() <= passed < timedelta(minutes=2)
    await day.live([0] * 90)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("today", "due", "last", "title"),
    [
        (date(2026, 11, 5), 1, datetime(2026, 10, 1, 8), "Charged in October 2026"),
        (date(2026, 11, 5), 28, datetime(2026, 9, 28, 8), "Charged in September 2026"),
        (date(2027, 1, 1), 28, datetime(2026, 11, 28, 8), "Charged in November 2026"),
        # It came in time, it is due later today, or there has never been one.
        (date(2026, 11, 5), 1, datetime(2026, 11, 1, 8), None),
        (date(2026, 11, 1), 1, datetime(2026, 10, 1, 8), None),
        (date(2026, 11, 5), 1, None, None),
    ],
)
async def test_one_that_was_missed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    due: int,
    title: str | None,
) -> None:
    """It comes when Home Assistant is on again, about the month it was to be about."""
    hass.set_state(CoreState.starting)
    await use("monthly_report", day=due)
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await day.live([0] * PATIENCE)
    assert [each for each, _ in said(told)] == ([title] if title else [])


async def test_by_hand(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
) -> None:
    """Whoever runs it gets the report of the month before, whatever the day."""
    day.freezer.move_to(datetime(2026, 11, 20, tzinfo=HERE))
    await use("monthly_report", day=25)
    data = {"entity_id": "automation.monthly_report"}
    await hass.services.async_call("automation", "trigger", data, blocking=True)
    assert [title for title, _ in said(told)] == ["Charged in October 2026"]


# Where the account is away

NOT_READ: Final = "The sessions could not be read. "


@pytest.fixture
async def away(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Have an account that knows of a session, and is away."""
    know(entry, session(1, october(1), metering=metered(10, None)))
    await entry.runtime_data.reader.async_keep_now()
    await hass.config_entries.async_unload(entry.entry_id)


async def restart(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, **inputs: Any
) -> None:
    """Have the automation made anew of its last state, and Home Assistant started."""
    hass.set_state(CoreState.starting)
    blueprint = {"path": "shell_ev/monthly_report.yaml", "input": inputs}
    automation = {
        "id": "monthly_report",
        "alias": "monthly_report",
        "description": "As it was before",
        "use_blueprint": blueprint,
    }
    configuration = {"automation": automation}
    monkeypatch.setattr(
        "homeassistant.config.load_yaml_config_file", lambda *_: configuration
    )
    await hass.services.async_call("automation", "reload", blocking=True)
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await settle(hass)


@pytest.mark.usefixtures("away")
async def test_an_account_that_is_away_for_a_while(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
) -> None:
    """The report comes when it is there again, once."""
    await report(day, use)
    assert told == []
    await hass.config_entries.async_setup(entry.entry_id)
    await day.live([0] * 2)
    ((_, message),) = said(told)
    assert message.startswith("1 session: 10.0 kWh")
    await day.live([0] * 65)
    assert len(told) == 1


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("chosen", ["nothing", "card", "account"])
async def test_an_account_that_stays_away(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    chosen: str,
) -> None:
    """After an hour it is said that nothing could be read. Of the next month the report comes again."""
    inputs = {
        "nothing": {},
        "card": {"charge_card": day.home.device_id("Card")},
        "account": {"account": entry.entry_id},
    }
    await report(day, use, **inputs[chosen])
    await day.live([0] * 55)
    assert told == []
    await day.live([0] * 5)
    ((_, message),) = said(told)
    assert message == f"{NOT_READ}See why in Settings, Devices & services."
    await hass.config_entries.async_setup(entry.entry_id)
    await day.live([0] * 65)
    assert len(told) == 1
    day.freezer.move_to(datetime(2026, 12, 1, tzinfo=HERE))
    await day.live([0] * PATIENCE)
    assert len(told) == 2


@pytest.mark.usefixtures("away")
async def test_an_integration_that_could_not_be_set_up(
    hass: HomeAssistant, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """It is said as well, although its actions are not there."""
    for name in hass.services.async_services_for_domain(DOMAIN):
        hass.services.async_remove(DOMAIN, name)
    await report(day, use)
    await day.live([0] * 60)
    assert [message for _, message in said(told)] == [
        f"{NOT_READ}See why in Settings, Devices & services."
    ]


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("last", [None, datetime(2026, 10, 1, 8)])
@pytest.mark.parametrize("back", ["before", "after", "never"])
async def test_a_restart_while_the_account_is_waited_for(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    monkeypatch: pytest.MonkeyPatch,
    back: str,
) -> None:
    """The report comes all the same, also the first of all, whenever the account is back."""
    await report(day, use)
    if back == "before":
        await hass.config_entries.async_setup(entry.entry_id)
    await restart(hass, monkeypatch, at=SOON)
    await day.live([0] * 10)
    if back == "after":
        assert told == []
        await hass.config_entries.async_setup(entry.entry_id)
    await day.live([0] * 60)
    ((title, message),) = said(told)
    assert title == "Charged in October 2026"
    assert message.startswith(NOT_READ if back == "never" else "1 session: 10.0 kWh")


@pytest.mark.parametrize("today", [date(2026, 11, 5)])
@pytest.mark.parametrize("last", [datetime(2026, 10, 1, 8)])
@pytest.mark.usefixtures("away")
async def test_one_that_was_missed_with_the_account_away(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It comes when both are there, about the month it was to be about, and not again at a restart."""
    await use("monthly_report")
    await restart(hass, monkeypatch)
    await day.live([0] * 90)
    assert told == []
    await hass.config_entries.async_setup(entry.entry_id)
    await day.live([0] * 2)
    assert [title for title, _ in said(told)] == ["Charged in October 2026"]
    await restart(hass, monkeypatch)
    await day.live([0] * 2)
    assert len(told) == 1


async def test_a_card_that_was_removed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    given: list[ServiceCall],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """There is nothing to wait for: it is said that nothing could be read."""
    card = day.home.device_id("Card")
    dr.async_get(hass).async_remove_device(card)
    await report(day, use, charge_card=card, tell=ALL_OF_IT)
    (call,) = given
    assert call.data["title"] == "Charged in October 2026"
    assert call.data["message"] == f"{NOT_READ}See why in the log."
    assert call.data["totals"] == {}
    assert f"Device with ID {card} was not found" in caplog.text
