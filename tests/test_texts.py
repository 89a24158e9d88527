"""Sentences that the integration puts together: charge points in one line, and their filters."""

from pathlib import Path
from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml

from .conftest import HOME
from custom_components.shell_ev import texts
from custom_components.shell_ev.api import (
    Availability,
    Connector,
    ConnectorType,
    Evse,
    EvseId,
    Location,
    Prices,
)
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.directory import Found
from custom_components.shell_ev.flow.fields import SEARCH_SCHEMA
from custom_components.shell_ev.session.record import Event, TrackedSession, Transition


def charge_point(
    prices: tuple[float | None, ...] | None = (0.44, 0, 0),
    currency: str = "EUR",
    power: float | None = 22.08,
    kind: ConnectorType | None = ConnectorType.TYPE_2,
    availability: Availability | None = Availability.AVAILABLE,
    street: str | None = "Dam 1",
    distance: float = 331.4,
) -> Found:
    """Return a charge point that was found."""
    connector = Connector(
        type=kind, type_text="Type9", power=power, current=None, tariffs=()
    )
    evse = Evse(
        evse_id=EvseId.parse(HOME),
        physical_reference=None,
        availability=availability,
        updated=None,
        connectors=(connector,),
    )
    location = Location(
        uid="1",
        operator="Shell Recharge",
        street=street,
        city=None,
        postal_code=None,
        coordinates=(52.0, 4.0),
        evses=(evse,),
    )
    per_kwh, per_minute, start_fee = prices or (None, None, None)
    return Found(
        location=location,
        evse=evse,
        distance=distance,
        prices=Prices(
            currency=currency,
            per_kwh=per_kwh,
            per_minute=per_minute,
            start_fee=start_fee,
        )
        if prices
        else None,
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "330 m · €0.44/kWh · 22 kW Type 2 · free · Dam 1, Shell Recharge"),
        (
            {"prices": (0.44, 0, 0.35)},
            "330 m · €0.44/kWh + €0.35 · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (
            {"prices": (0.44, 0.05, None), "currency": "CHF"},
            "330 m · CHF 0.44/kWh + CHF 0.05/min · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (
            {"prices": (0, 0, 0)},
            "330 m · Free of charge · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (
            {"prices": (0, 0.05, 0)},
            "330 m · €0.05/min · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        # A kWh is known to cost nothing, and of the rest nothing is known.
        (
            {"prices": (0, None, None)},
            "330 m · €0.00/kWh · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (
            {"prices": (None, 0.05, 0.35)},
            "330 m · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        ({"prices": None}, "330 m · 22 kW Type 2 · free · Dam 1, Shell Recharge"),
        (
            {"power": 7.36, "distance": 1049, "availability": Availability.OCCUPIED},
            "1.0 km · €0.44/kWh · 7.4 kW Type 2 · occupied · Dam 1, Shell Recharge",
        ),
        (
            {"power": 1000, "kind": None, "availability": Availability.OUT_OF_SERVICE},
            "330 m · €0.44/kWh · 1000 kW Type9 · out of service · Dam 1, Shell Recharge",
        ),
        (
            {"power": None, "kind": ConnectorType.TYPE_2_COMBO, "availability": None},
            "330 m · €0.44/kWh · CCS · Dam 1, Shell Recharge",
        ),
        (
            {"distance": 994, "prices": (0.004, 0, 0)},
            "990 m · €0.004/kWh · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        # Less than anybody is told of is still not free of charge.
        (
            {"distance": 997, "prices": (0.00001, 0, 0)},
            "1.0 km · €0.00/kWh · 22 kW Type 2 · free · Dam 1, Shell Recharge",
        ),
        (
            {"street": None},
            "330 m · €0.44/kWh · 22 kW Type 2 · free · Shell Recharge",
        ),
    ],
)
async def test_a_line_begins_with_what_decides(
    hass: HomeAssistant, changes: dict[str, Any], line: str
) -> None:
    """A phone shows the first 30 characters: the way, the price and the power."""
    await async_load_integrations(hass, {DOMAIN})
    text = texts.found_text(hass, charge_point(**changes))
    assert text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "") == (
        line
    )


async def test_a_unit_stays_with_its_number(hass: HomeAssistant) -> None:
    """A line is broken between what it says, nowhere in "€0.44/kWh" or "22 kW"."""
    await async_load_integrations(hass, {DOMAIN})
    text = texts.found_text(hass, charge_point((0.44, 0, 0.35), "CHF"))
    first, second, third, *_ = text.split(" · ")
    assert [part.split(" ") for part in (first, second)] == [[first], [second]]
    assert third.split(" ") == ["22\N{NO-BREAK SPACE}kW", "Type", "2"]
    assert "/\N{WORD JOINER}kWh" in second


async def test_numbers_are_written_as_in_the_language(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """German parts decimals off with a comma, and has its currency last."""
    german = {
        "decimal_mark": ",",
        "money_symbol": "{amount} {symbol}",
        "money_code": "{amount} {code}",
    }
    monkeypatch.setattr(texts, "word", lambda _, key, *__: german[key])
    assert texts.energy_text(hass, 11.42, "de") == "11,4 kWh"
    assert texts.money_text(hass, -5.27, "EUR", "de") == "-5,27 €"
    assert texts.money_text(hass, 1234.5, "CHF", "de") == "1234,50 CHF"
    assert texts.price_text(hass, 0.44, "EUR") == "0,44 €/kWh"


@pytest.mark.parametrize(
    ("spoken", "language"),
    [("de", "de"), ("pt-BR", "pt"), ("es-419", "es"), ("en-GB", "en"), ("fi", "en")],
)
def test_a_region_speaks_its_language(spoken: str, language: str) -> None:
    """What there are no texts for is English, as Home Assistant's own texts are."""
    assert texts.language_of(spoken) == language


def test_the_connectors_of_today_come_first() -> None:
    """Type 2, CCS and CHAdeMO, in the form as in the action; no other is missing."""
    form = next(
        selector.config["options"]
        for key, selector in SEARCH_SCHEMA.schema.items()
        if key == "connectors"
    )
    path = Path(texts.__file__).parent / "services.yaml"
    action: Any = parse_yaml(path.read_text("utf-8"))
    fields = action["find_charge_points"]["fields"]
    assert form == fields["connectors"]["selector"]["select"]["options"]
    assert form[:3] == ["type_2", "type_2_combo", "chademo"]
    assert form[3:] == sorted(form[3:])
    assert set(form) == set(ConnectorType)


@pytest.mark.parametrize(
    ("event", "code", "line"),
    [
        (Event.STARTED, None, "started charging"),
        (Event.STOPPED, None, "stopped charging"),
        (Event.STOP_FAILED, None, "failed to stop"),
        # What it started with, or was stopped with, is not why it did.
        (Event.STARTED, "EvNotConnectedToEvse", "started charging"),
        (
            Event.START_FAILED,
            "EvNotConnectedToEvse",
            "failed to start. Plug in the car first",
        ),
        # Of a code that nobody knows it is all there is to look for.
        (
            Event.STOP_FAILED,
            "SolarFlare",
            "failed to stop. Shell gave an unknown reason (SolarFlare)",
        ),
    ],
)
async def test_a_turn_is_read_after_the_name(
    hass: HomeAssistant, event: Event, code: str | None, line: str
) -> None:
    """In the activity log, where a person looks for what and why, not for codes."""
    await async_load_integrations(hass, {DOMAIN})
    session = TrackedSession(
        session_id="1",
        ema_id="",
        evse_id="",
        evse_name="",
        seen_at=dt_util.utcnow(),
        error_code=code,
    )
    assert texts.turn_text(hass, Transition(event=event, session=session), None) == line
