"""Figures from the bill: who may note them, for which session, and that they stay."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized

from custom_components.shell_ev.actions.billed import async_set_figures
from custom_components.shell_ev.api.identifiers import EmaId, EvseId
from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.configuration import (
    change_subentry,
    new_charge_card,
    new_charge_point,
)
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.record import Billed, Event, TrackedSession
from simulator import Simulator
from tests.conftest import (
    OFFICE,
    OTHER_CARD,
    Home,
    card_subentry,
    charge_point_subentry,
)
from tests.store.records import NOW, ended, known, load, put, reading

HOUR = timedelta(hours=1)
ID: Final = "session-1"
BILL: Final = {"energy": 11.4, "amount": 5.27, "currency": "EUR"}
NOTED: Final = Billed(energy=11.4, amount=5.27, currency="EUR")


@pytest.fixture
async def charged(entry: MockConfigEntry) -> MockConfigEntry:
    """Return an account that has charged once."""
    put(entry.runtime_data.store, ended(1))
    await entry.runtime_data.reader.async_keep_now()
    return entry


def session_of(entry: MockConfigEntry, key: str = ID) -> TrackedSession:
    """Return a session as it is known."""
    session: TrackedSession = entry.runtime_data.reader.tracker.sessions[key]
    return session


async def refused(home: Home, **data: Any) -> str | None:
    """Return why figures are refused, in the key of a sentence that there is."""
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("set_session_figures", **data)
    assert str(caught.value) != caught.value.translation_key
    return caught.value.translation_key


async def test_as_billed_and_taken_back(charged: MockConfigEntry, home: Home) -> None:
    """The response is the session with its figures; lists, totals and files follow."""
    response = await home.act("set_session_figures", session_id=ID, **BILL)
    assert response["session_id"] == ID
    assert (response["energy"], response["energy_source"]) == (11.4, "bill")
    assert (response["cost"], response["currency"]) == (5.27, "EUR")
    assert response["cost_source"] == "bill"
    assert response["average_price"] == 0.4623
    listed = await home.act("list_sessions")
    assert listed["sessions"] == [response | {"meter_away": False}]
    assert listed["totals"]["costs"] == [
        {
            "currency": "EUR",
            "cost": 5.27,
            "average_price": 0.4623,
            "sessions": 1,
            "estimated": False,
        }
    ]
    assert "11.400,bill,5.27,EUR,bill" in (await home.act("export_sessions"))["csv"]
    response = await home.act("set_session_figures", session_id=ID, take_back=True)
    assert (response["energy"], response["cost"], response["currency"]) == (None,) * 3
    assert session_of(charged).billed is None
    # There is nothing to take back any more, and that is fine.
    assert await home.act("set_session_figures", session_id=ID, take_back=True)


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        ({"energy": 11.4}, Billed(energy=11.4)),
        ({"energy": 0}, Billed(energy=0)),
        ({"energy": 1000}, Billed(energy=1000)),
        ({"energy": "11.4"}, Billed(energy=11.4)),
        ({"amount": 5}, Billed(amount=5, currency="USD")),
        ({"amount": 0, "energy": None}, Billed(amount=0, currency="USD")),
        ({"amount": -3.5}, Billed(amount=-3.5, currency="USD")),
        (
            {"amount": "450000", "currency": "vnd"},
            Billed(amount=450000, currency="VND"),
        ),
        ({"amount": 3, "currency": " nok "}, Billed(amount=3, currency="NOK")),
        ({"amount": 3, "currency": "DEM"}, Billed(amount=3, currency="DEM")),
        ({"amount": 3, "currency": None}, Billed(amount=3, currency="USD")),
        ({"energy": 7, "currency": "EUR"}, Billed(energy=7)),
    ],
)
async def test_what_is_given_replaces_all_that_was(
    hass: HomeAssistant,
    charged: MockConfigEntry,
    home: Home,
    data: dict[str, Any],
    noted: Billed,
) -> None:
    """A figure that is left out is not on the bill. Without a currency it is Home Assistant's."""
    hass.config.currency = "USD"
    await home.act("set_session_figures", session_id=ID, **BILL)
    await home.act("set_session_figures", session_id=ID, **data)
    assert session_of(charged).billed == noted


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "no_figures"),
        ({"energy": None, "amount": None}, "no_figures"),
        ({"take_back": False}, "no_figures"),
        ({"currency": "EUR"}, "no_figures"),
        ({"take_back": True, "energy": 1}, "figures_or_take_back"),
        ({"take_back": True, "currency": "EUR"}, "figures_or_take_back"),
        ({"energy": -0.1}, "energy_out_of_range"),
        ({"energy": 1000.1}, "energy_out_of_range"),
        ({"amount": 10_000_001}, "amount_out_of_range"),
        ({"amount": -1e300}, "amount_out_of_range"),
        ({"amount": 1, "currency": "Euro"}, "currency_unknown"),
        ({"amount": 1, "currency": "€"}, "currency_unknown"),
        ({"amount": 1, "currency": "="}, "currency_unknown"),
        ({"session_id": "unknown", "energy": 1}, "session_unknown"),
        ({"session_id": "session-1~1", "energy": 1}, "session_id_invalid"),
        ({"session_id": "../x", "energy": 1}, "session_id_invalid"),
        ({"session_id": "", "energy": 1}, "session_id_invalid"),
    ],
)
async def test_what_is_no_figure(
    charged: MockConfigEntry, home: Home, data: dict[str, Any], key: str
) -> None:
    """It is refused with a sentence, and what was noted stays."""
    await home.act("set_session_figures", session_id=ID, **BILL)
    assert await refused(home, **{"session_id": ID, **data}) == key
    assert session_of(charged).billed == NOTED


@pytest.mark.parametrize("field", ["energy", "amount"])
@pytest.mark.parametrize(
    "value",
    [
        "nan",
        float("nan"),
        "inf",
        float("-inf"),
        "1e400",
        10**400,
        True,
        "",
        "11,4",
        [1],
    ],
)
async def test_what_is_no_number(
    charged: MockConfigEntry, home: Home, field: str, value: Any
) -> None:
    """Home Assistant's own words say which field it is."""
    with pytest.raises(vol.Invalid) as caught:
        await home.act("set_session_figures", session_id=ID, **{field: value})
    assert field in str(caught.value)
    assert session_of(charged).billed is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
async def test_what_is_no_number_at_the_dashboard(
    hass: HomeAssistant, charged: MockConfigEntry, value: float
) -> None:
    """The deed itself lets none through, whoever calls it."""
    account = charged.runtime_data
    for energy, amount in ((value, None), (None, value)):
        with pytest.raises(ServiceValidationError):
            await async_set_figures(
                hass, account, ID, energy=energy, amount=amount, currency=None
            )
    with pytest.raises(ServiceValidationError):
        await async_set_figures(
            hass, account, ID, energy=None, amount=None, currency="EUR"
        )
    assert session_of(charged).billed is None


async def test_only_what_ran_and_is_over(entry: MockConfigEntry, home: Home) -> None:
    """One under way has no bill yet, and one that never began will get none."""
    put(
        entry.runtime_data.store,
        ended(
            2,
            state=SessionState.STARTED,
            ended_at=None,
            announced=frozenset({Event.STARTED}),
        ),
        ended(3, state=SessionState.FAILED_TO_START),
        ended(4, state=None, started_at=None, announced=frozenset()),
        # Shell has forgotten it, and when it began: it ran all the same.
        ended(5, state=None, started_at=None),
    )
    for session_id, key in (
        ("session-2", "session_goes_on"),
        ("session-3", "session_never_began"),
        ("session-4", "session_never_began"),
    ):
        assert await refused(home, session_id=session_id, energy=1) == key
        assert await refused(home, session_id=session_id, take_back=True) == key
    assert await home.act("set_session_figures", session_id="session-5", energy=1)


async def test_an_id_that_shell_gave_twice(entry: MockConfigEntry, home: Home) -> None:
    """The last that is over is meant; an older one goes by its key."""
    tracker = entry.runtime_data.reader.tracker
    put(entry.runtime_data.store, ended(1, NOW))
    for state, at in (
        (SessionState.STOPPED, NOW + 4 * HOUR),
        (SessionState.FAILED_TO_START, NOW + 8 * HOUR),
        (SessionState.STARTED, NOW + 12 * HOUR),
    ):
        over = None if state is SessionState.STARTED else at + HOUR
        told = reading(1, state, at, stopped_at=over)
        tracker.update([told], tracker.draw_ticket(), at)
    assert list(tracker.sessions) == [f"{ID}~{number}" for number in (1, 2, 3)] + [ID]
    assert session_of(entry).live
    response = await home.act(
        "set_session_figures", session_id=f"{{{ID.upper()}}}", energy=2
    )
    assert response["started_at"] == (NOW + 4 * HOUR).isoformat()
    response = await home.act("set_session_figures", session_id=f"{ID}~1", energy=1)
    assert response["started_at"] == (NOW - HOUR).isoformat()
    found = {
        key: each.billed and each.billed.energy
        for key, each in tracker.sessions.items()
    }
    assert found == {f"{ID}~1": 1, f"{ID}~2": 2, f"{ID}~3": None, ID: None}
    assert await refused(home, session_id=f"{ID}~3", energy=1) == "session_never_began"


# Who may


async def test_who_may_set_figures(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    home: Home,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    """Who may stop the session's card; for one that nobody knows, who may stop all."""
    entry = make_entry(
        card_subentry(), card_subentry(OTHER_CARD, "Other"), charge_point_subentry()
    )
    await hass.config_entries.async_setup(entry.entry_id)
    other = EmaId.parse(OTHER_CARD).compact
    put(
        entry.runtime_data.store,
        ended(1),
        ended(2, ema_id=other),
        ended(3, ema_id="GONE"),
    )
    tracker = entry.runtime_data.reader.tracker
    again = reading(1, SessionState.STOPPED, NOW + HOUR, stopped_at=NOW + 2 * HOUR)
    tracker.update([again], tracker.draw_ticket(), NOW)
    of_card = MockUser().add_to_hass(hass)
    button = home.entity_id("stop_session", "Card")
    of_card.mock_policy(
        {"entities": {"entity_ids": {button: {"read": True, "control": True}}}}
    )

    async def said(user: MockUser | None, session_id: str) -> str:
        try:
            await hass.services.async_call(
                DOMAIN,
                "set_session_figures",
                {"session_id": session_id, "energy": 1},
                blocking=True,
                context=Context(user_id=user.id if user else None),
            )
        except Unauthorized as err:
            return f"no {err.permission}"
        except ServiceValidationError as err:
            return str(err.translation_key)
        return "done"

    ids = (ID, f"{ID}~1", "session-2", "session-3", "unknown")
    revision = tracker.revision
    reader = [await said(hass_read_only_user, each) for each in ids]
    assert reader == ["no control"] * 5
    assert tracker.revision == revision
    one_card = [await said(of_card, each) for each in ids]
    assert one_card == ["done", "done", *["no control"] * 3]
    for user in (hass_admin_user, None):
        everyone = [await said(user, each) for each in ids]
        assert everyone == [*["done"] * 4, "session_unknown"]


# It stays


async def test_it_is_on_disk_at_once(
    hass: HomeAssistant,
    charged: MockConfigEntry,
    home: Home,
    hass_storage: dict[str, Any],
) -> None:
    """A power cut a moment later takes nothing: no timer is waited for."""
    await home.act("set_session_figures", session_id=ID, **BILL)
    month = hass_storage[f"{DOMAIN}.{charged.entry_id}.2026-11"]["data"]
    (written,) = json.loads(json.dumps(month))["sessions"]
    assert written["billed"] == BILL
    (kept,) = known(await load(hass, charged.entry_id))
    assert kept.billed == NOTED
    await home.act("set_session_figures", session_id=ID, take_back=True)
    (kept,) = known(await load(hass, charged.entry_id))
    assert kept.billed is None


async def test_it_outlives_a_restart_and_new_names(
    hass: HomeAssistant, charged: MockConfigEntry, home: Home
) -> None:
    """Of Home Assistant, and of the card and the charge point, whose ids were corrected."""
    await home.act("set_session_figures", session_id=ID, **BILL)
    await hass.config_entries.async_reload(charged.entry_id)
    await home.settle()
    assert session_of(charged).billed == NOTED
    by_title = {each.title: each for each in charged.subentries.values()}
    change_subentry(
        hass,
        charged,
        by_title["Card"],
        new_charge_card("Blue", EmaId.parse(OTHER_CARD)),
    )
    change_subentry(
        hass,
        charged,
        by_title["Home"],
        new_charge_point("Carport", EvseId.parse(OFFICE), OTHER_CARD),
    )
    await home.settle()
    (session,) = (await home.act("list_sessions"))["sessions"]
    assert (session["charge_point"], session["charge_card"]) == ("Carport", "Blue")
    assert (session["cost"], session["cost_source"]) == (5.27, "bill")


async def test_entities_hear_of_it_and_shell_is_not_asked(
    charged: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """What is shown is what is known, and the next poll comes when it was due."""
    coordinator = charged.runtime_data.sessions
    shown: list[Any] = []
    key = session_of(charged).evse_id
    coordinator.async_add_listener(
        lambda: shown.append(coordinator.data.ended[key].billed)
    )
    await home.wait(200)
    simulator.audit.clear()
    shown.clear()
    await home.act("set_session_figures", session_id=ID, **BILL)
    assert shown == [NOTED]
    assert simulator.audit == []
    await home.wait(105)
    assert [each.operation for each in simulator.audit] == ["active"]


async def test_it_can_be_noted_while_shell_is_away(
    charged: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """And hurries no try to reach it."""
    simulator.inject("active", "status", status=500, times=10**6)
    await home.wait(3600)
    assert not charged.runtime_data.sessions.last_update_success
    calls, failing = len(simulator.audit), charged.runtime_data.reader.pace.failing
    assert failing
    await home.act("set_session_figures", session_id=ID, **BILL)
    await home.settle()
    assert len(simulator.audit) == calls
    assert charged.runtime_data.reader.pace.failing == failing
    assert session_of(charged).billed == NOTED


async def test_an_account_that_is_not_loaded(
    hass: HomeAssistant, charged: MockConfigEntry, home: Home
) -> None:
    """Nothing is noted where nobody would keep it."""
    await hass.config_entries.async_unload(charged.entry_id)
    with pytest.raises(ServiceValidationError):
        await home.act(
            "set_session_figures", session_id=ID, energy=1, account=charged.entry_id
        )


async def test_it_says_nothing_anew(charged: MockConfigEntry, home: Home) -> None:
    """A figure is no turn of the session: no event tells of it again."""
    before = home.state("session")
    await home.act("set_session_figures", session_id=ID, **BILL)
    await home.settle()
    assert not charged.runtime_data.reader.tracker.has_news
    assert home.state("session") == before
