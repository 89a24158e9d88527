"""Where the action that plans gets its prices: integrations that tell them by an action only."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import (
    Context,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .november import HOUR, TODAY, TOMORROW, live_in_amsterdam, plan, rows, times
from custom_components.shell_ev.const import DOMAIN
from tests.conftest import Home


@pytest.fixture(autouse=True)
async def _evening(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Plan in Amsterdam at eight in the evening."""
    await live_in_amsterdam(hass, freezer)


class Integration:
    """Another integration whose entity has no prices to come, but an action that tells them."""

    def __init__(
        self,
        hass: HomeAssistant,
        domain: str,
        action: str,
        device: str = "Cabin",
        unique_id: str = "NL-current_price",
    ) -> None:
        """Register it."""
        self.calls: list[ServiceCall] = []
        self.answers: list[Any] = []
        self.entry = MockConfigEntry(domain=domain)
        self.entry.add_to_hass(hass)
        self.device = dr.async_get(hass).async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={(domain, "home")},
            name=device,
        )
        entity = er.async_get(hass).async_get_or_create(
            "sensor",
            domain,
            unique_id,
            config_entry=self.entry,
            device_id=self.device.id,
        )
        self.entity_id = entity.entity_id
        hass.states.async_set(self.entity_id, "0.3")
        hass.services.async_register(
            domain, action, self._answer, supports_response=SupportsResponse.ONLY
        )

    async def _answer(self, call: ServiceCall) -> ServiceResponse:
        self.calls.append(call)
        answer = self.answers[len(self.calls) - 1]
        if isinstance(answer, BaseException):
            raise answer
        if answer is None:
            await asyncio.Event().wait()
        response: ServiceResponse = answer
        return response


def priced(prices: list[float], day: int, factor: float = 1) -> list[dict[str, Any]]:
    """Return the prices of a day as actions tell them."""
    return [
        {"start": row["start"], "end": row["end"], "price": row["value"] * factor}
        for row in rows(prices, day)
    ]


async def test_nord_pool(hass: HomeAssistant, home: Home) -> None:
    """The area of the entity is asked for, and its prices per MWh are those of a kWh."""
    source = Integration(hass, "nordpool", "get_prices_for_date")
    source.answers = [
        {"NL": priced(prices, day, 1000)}
        for prices, day in ((TODAY, 20), (TOMORROW, 21))
    ]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert times(response) == [("21T02:00", "21T04:00")]
    assert response["price"] == 0.11
    assert response["source"]["name"] == "nordpool.get_prices_for_date"
    assert [call.data for call in source.calls] == [
        {
            "config_entry": source.entry.entry_id,
            "areas": ["NL"],
            "date": f"2026-11-{day}",
        }
        for day in (20, 21)
    ]


@pytest.mark.parametrize("unit", ["EUR/kWh", None])
async def test_a_ceiling_for_nord_pool(
    hass: HomeAssistant, home: Home, unit: str | None
) -> None:
    """Its entity shows the price of a kWh: the action's of a MWh are not what a person sees."""
    source = Integration(hass, "nordpool", "get_prices_for_date")
    hass.states.async_set(source.entity_id, "0.3", {"unit_of_measurement": unit})
    source.answers = [
        {"NL": priced(prices, day, 1000)}
        for prices, day in ((TODAY, 20), (TOMORROW, 21))
    ]
    response = await plan(
        home, prices_from=source.entity_id, hours=4, price_ceiling=0.12
    )
    assert times(response) == [("21T02:00", "21T04:00")]


def tibber_tells(**homes: list[float]) -> list[Any]:
    """Return Tibber's answers for both days: the nights of each home are those of tomorrow."""
    return [
        {
            "prices": {
                home: [
                    {"start_time": row["start"], "price": row["price"]}
                    for row in priced(TODAY if day == 20 else prices, day)
                ]
                for home, prices in homes.items()
            }
        }
        for day in (20, 21)
    ]


@pytest.mark.parametrize("device", ["Cabin", "Tibber Pulse Cabin"])
async def test_tibber(hass: HomeAssistant, home: Home, device: str) -> None:
    """The home of the entity counts, of several; the caller's rights go with the question."""
    source = Integration(hass, "tibber", "get_prices", device)
    source.answers = tibber_tells(Other=[0.2] * 24, Cabin=TOMORROW, bin=[0.1] * 24)
    user = MockUser(is_owner=True).add_to_hass(hass)
    response: Any = await hass.services.async_call(
        DOMAIN,
        "plan_charging",
        {"prices_from": source.entity_id, "hours": 2, "ready_by": "07:00"},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id),
    )
    assert times(response) == [("21T02:00", "21T04:00")]
    first, second = source.calls
    assert first.data == {"start": "2026-11-20", "end": "2026-11-21"}
    assert second.data == {"start": "2026-11-21", "end": "2026-11-22"}
    assert first.context.user_id == user.id


async def test_the_only_home_of_tibber(hass: HomeAssistant, home: Home) -> None:
    """Whatever it is called, it is the one."""
    source = Integration(hass, "tibber", "get_prices")
    source.answers = tibber_tells(Elsewhere=TOMORROW)
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert times(response) == [("21T02:00", "21T04:00")]


@pytest.mark.parametrize("homes", [1, 2])
async def test_another_home_of_tibber(
    hass: HomeAssistant, home: Home, homes: int
) -> None:
    """What another home pays is no price of this one."""
    source = Integration(hass, "tibber", "get_prices")
    er.async_get(hass).async_get_or_create(
        "sensor", "tibber", "other", config_entry=source.entry
    )
    names = ["Elsewhere", "Other"][:homes]
    source.answers = tibber_tells(**dict.fromkeys(names, TOMORROW))
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert response["source"]["problem"].startswith(
        "tibber.get_prices did not return any upcoming prices"
    )


@pytest.mark.parametrize(("country", "price"), [("es", 0.11), ("pt", 0.05)])
async def test_omie(
    hass: HomeAssistant, home: Home, country: str, price: float
) -> None:
    """Since it is part of Home Assistant its prices of a day are told by an action, by country."""
    source = Integration(
        hass, "omie", "get_prices_for_date", unique_id=f"{country}_spot_price"
    )
    source.answers = [
        {"pt": priced([0.05] * 24, day), "es": priced(prices, day)}
        for prices, day in ((TODAY, 20), (TOMORROW, 21))
    ]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert response["price"] == price
    assert [call.data for call in source.calls] == [
        {"date": f"2026-11-{day}", "countries": [country]} for day in (20, 21)
    ]


async def test_energyzero(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """That tomorrow is not known yet is no fault; what has to be paid in the end counts."""
    freezer.move_to("2026-11-19T23:30:00Z")
    source = Integration(hass, "energyzero", "get_energy_prices")
    source.answers = [
        {"prices": priced(TOMORROW, 20)},
        ServiceValidationError("No data for 2026-11-21"),
    ]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert times(response) == [("20T02:00", "20T04:00")]
    assert response["source"]["problem"] is None
    assert source.calls[0].data == {
        "config_entry": source.entry.entry_id,
        "incl_vat": True,
        "price_type": "all_in",
        "start": "2026-11-20",
        "end": "2026-11-20",
    }


@pytest.mark.parametrize(
    "answer",
    [
        HomeAssistantError("away"),
        ConnectionError("no network"),
        {"prices": []},
        {"prices": "none"},
        {},
    ],
    ids=str,
)
async def test_another_integration_fails(
    hass: HomeAssistant, home: Home, answer: Any
) -> None:
    """Whatever it raises or says, there is a plan, and it is told."""
    source = Integration(hass, "energyzero", "get_energy_prices")
    source.answers = [answer, answer]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert times(response) == [("21T05:00", "21T07:00")]
    problem = "energyzero.get_energy_prices did not return any upcoming prices"
    assert response["source"]["problem"].startswith(problem)


async def test_tibber_says_nothing(hass: HomeAssistant, home: Home) -> None:
    """Not even whose prices they are."""
    source = Integration(hass, "tibber", "get_prices")
    source.answers = [{}, {}]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert response["source"]["problem"].startswith("tibber.get_prices did not return")


async def test_another_integration_never_answers(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not waited for any longer than a while."""
    monkeypatch.setattr(
        "custom_components.shell_ev.actions.price_source._ANSWERED_WITHIN", 0
    )
    source = Integration(hass, "energyzero", "get_energy_prices")
    source.answers = [None, None]
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert "did not return" in response["source"]["problem"]


async def test_an_integration_that_has_the_action_no_more(
    hass: HomeAssistant, home: Home
) -> None:
    """The one of the same name from elsewhere has it neither."""
    source = Integration(hass, "nordpool", "get_prices_for_date")
    hass.services.async_remove("nordpool", "get_prices_for_date")
    response = await plan(home, prices_from=source.entity_id, hours=2)
    assert response["source"]["problem"].startswith("No upcoming prices could be read")


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Europe/Tallinn"])
async def test_nord_pool_east_of_central_europe(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory, zone: str
) -> None:
    """Nord Pool's day is that of Central Europe: in Finland its first hour is yesterday's.

    ``nordpool.get_prices_for_date`` answers with the delivery day, 00:00 to 24:00 in Oslo.
    """
    await hass.config.async_set_time_zone(zone)
    source = Integration(hass, "nordpool", "get_prices_for_date")

    async def answer(call: ServiceCall) -> Any:
        day = datetime.fromisoformat(f"{call.data['date']}T00:00:00+01:00")
        by_hour = [0.30] * 22 + [0.05, 0.05]  # 00:00 to 01:00 in Helsinki is the last
        return {
            "NL": [
                {
                    "start": (day + HOUR * hour).astimezone(UTC).isoformat(),
                    "end": (day + HOUR * (hour + 1)).astimezone(UTC).isoformat(),
                    "price": price * 1000,
                }
                for hour, price in enumerate(by_hour)
            ]
        }

    hass.services.async_remove("nordpool", "get_prices_for_date")
    hass.services.async_register(
        "nordpool",
        "get_prices_for_date",
        answer,
        supports_response=SupportsResponse.ONLY,
    )
    freezer.move_to("2026-11-20T21:55:00Z")  # 23:55 in Helsinki
    before = await plan(home, prices_from=source.entity_id, hours=1)
    assert before["charge_now"]
    assert before["price"] == 0.05
    freezer.move_to("2026-11-20T22:05:00Z")  # 00:05 in Helsinki: the same cheap hours
    after = await plan(home, prices_from=source.entity_id, energy=9, power=10)
    assert after["charge_now"], "the cheapest hour of the night is not known any more"
    assert after["price"] == 0.05
