"""The action that plans charging: for automations, from prices as houses have them."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import Context, HomeAssistant, ServiceResponse
from homeassistant.exceptions import ServiceValidationError, Unauthorized

from .november import TODAY, TOMORROW, live_in_amsterdam, plan, rows, times
from custom_components.shell_ev.const import DOMAIN
from tests.conftest import Home

PRICE = "sensor.price"


@pytest.fixture(autouse=True)
async def _evening(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Plan in Amsterdam at eight in the evening."""
    await live_in_amsterdam(hass, freezer)


@pytest.fixture
def _prices(hass: HomeAssistant) -> None:
    """Have an entity with the prices of today and tomorrow."""
    hass.states.async_set(
        PRICE,
        "0.4",
        {
            "raw_today": rows(TODAY, 20),
            "raw_tomorrow": rows(TOMORROW, 21),
            "unit_of_measurement": "EUR/kWh",
        },
    )


@pytest.mark.usefixtures("_prices")
async def test_a_plan(home: Home) -> None:
    """All there is to act upon."""
    assert await plan(home, prices_from=PRICE, energy=11, power=5.5, start_fee=0.5) == {
        "charge_now": False,
        "next_change": "2026-11-21T02:00:00+01:00",
        "blocks": [
            {
                "start": "2026-11-21T02:00:00+01:00",
                "end": "2026-11-21T04:00:00+01:00",
                "price": 0.11,
            }
        ],
        "hours": 2.0,
        "missing_hours": 0.0,
        "price": 0.11,
        "cost": 1.71,
        "waits_for_prices": False,
        "source": {
            "understood": True,
            "name": "raw_today + raw_tomorrow",
            "unit": "EUR/kWh",
            "from": "2026-11-20T00:00:00+01:00",
            "to": "2026-11-22T00:00:00+01:00",
            "slots": 48,
            "problem": None,
        },
    }


@pytest.mark.usefixtures("_prices")
async def test_now(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Within a block it is time to charge, until the end of it."""
    freezer.move_to("2026-11-21T01:20:30Z")
    response = await plan(home, prices_from=PRICE, hours=1)
    assert response["charge_now"]
    assert response["blocks"][0]["start"] == "2026-11-21T02:20:30+01:00"
    assert response["next_change"] == response["blocks"][0]["end"]


@pytest.mark.usefixtures("_prices")
@pytest.mark.parametrize(
    "data",
    [
        {"hours": 3, "ready_by": "23:00"},
        {"hours": 3, "ready_by": "23:30", "begin": "2026-11-20T20:00:00.900000"},
        {"energy": 10.8, "power": 3.6, "ready_by": "23:00", "begin": "{now}"},
        {"hours": 3, "ready_by": "2026-11-22 09:00"},
    ],
)
async def test_part_of_a_second_is_not_missing(
    home: Home, freezer: FrozenDateTimeFactory, data: dict[str, Any]
) -> None:
    """What fits is all there, in whichever part of a second somebody asks."""
    freezer.move_to("2026-11-20T19:00:00.878000Z")
    if data.get("begin") == "{now}":
        data = data | {"begin": datetime.now(UTC)}
    response = await plan(home, prices_from=PRICE, **data)
    assert (response["hours"], response["missing_hours"]) == (3, 0)


@pytest.mark.usefixtures("_prices")
async def test_seconds_that_do_not_fit_are_missing(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Only what is left of a second is no lack."""
    freezer.move_to("2026-11-20T19:00:36.878000Z")
    response = await plan(home, prices_from=PRICE, hours=3, ready_by="23:00")
    assert (response["hours"], response["missing_hours"]) == (2.99, 0.01)


@pytest.mark.usefixtures("_prices")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"hours": "2"}, [("21T02:00", "21T04:00")]),
        ({"hours": 4}, [("21T01:00", "21T05:00")]),
        ({"hours": 4, "price_ceiling": "0.12"}, [("21T02:00", "21T04:00")]),
        ({"hours": 1, "price_ceiling": -0.1}, []),
        ({"hours": 2, "begin": "2026-11-21 03:00"}, [("21T03:00", "21T05:00")]),
        ({"hours": 2, "begin": "2026-11-20 03:00"}, [("21T02:00", "21T04:00")]),
        ({"hours": 1, "ready_by": "01:30:00"}, [("21T00:30", "21T01:30")]),
        ({"hours": 1, "ready_by": time(1, 30)}, [("21T00:30", "21T01:30")]),
        ({"hours": 1, "ready_by": "21:00"}, [("20T20:00", "20T21:00")]),
        ({"hours": 1, "ready_by": "20:00"}, [("21T02:00", "21T03:00")]),
        ({"hours": 1, "ready_by": "2026-11-21T01:00:00Z"}, [("21T01:00", "21T02:00")]),
        (
            {"hours": 1, "ready_by": datetime(2026, 11, 21, 2)},
            [("21T01:00", "21T02:00")],
        ),
        ({"hours": 3, "ready_by": "23:00", "shortest_block": 90}, None),
        ({"hours": 0}, []),
    ],
)
async def test_fields(
    home: Home, data: dict[str, Any], expected: list[tuple[str, str]] | None
) -> None:
    """As templates and the editor make them; what is left empty is not given."""
    empty: dict[str, Any] = {
        "energy": "",
        "prices": [],
        "start_fee": None,
        "begin": " ",
    }
    response = await plan(home, prices_from=PRICE, **(empty | data))
    if expected is None:
        assert response["hours"] == 3
    else:
        assert times(response) == expected
    assert response["source"]["understood"]


@pytest.mark.usefixtures("_prices")
@pytest.mark.parametrize(
    ("charging", "since", "until"),
    [
        (True, "2026-11-20T18:30:00+00:00", "2026-11-20T20:30:00+01:00"),
        (True, datetime(2026, 11, 20, 19, 15), "2026-11-20T20:15:00+01:00"),
        (True, "2026-11-20T20:30:00+01:00", "2026-11-20T21:00:00+01:00"),
        (True, "2026-11-20T18:50:00+01:00", None),
        (True, "unknown", None),
        (True, "", None),
        (False, "2026-11-20T18:30:00+00:00", None),
        (False, "unavailable", None),
    ],
)
async def test_what_has_begun(
    home: Home, charging: bool, since: object, until: str | None
) -> None:
    """It lasts as long as a block has to, from when it began; a start in the future was now."""
    response = await plan(
        home,
        prices_from=PRICE,
        hours=2,
        shortest_block=60,
        charging=charging,
        charging_since=since,
    )
    assert response["charge_now"] is (until is not None)
    if until:
        assert response["next_change"] == until


@pytest.mark.usefixtures("_prices")
async def test_what_is_missing(home: Home) -> None:
    """Hours that do not fit, or are too dear, are told."""
    response = await plan(home, prices_from=PRICE, hours=4, price_ceiling=0.12)
    assert (response["hours"], response["missing_hours"]) == (2, 2)
    response = await plan(home, prices_from=PRICE, hours=1, power=11, price_ceiling=0)
    assert (response["price"], response["cost"], response["next_change"]) == (
        None,
        0,
        None,
    )


async def test_prices_as_a_list(home: Home) -> None:
    """In place of an entity, without a unit."""
    response = await plan(home, prices=rows(TOMORROW, 21), hours=2)
    assert times(response) == [("21T02:00", "21T04:00")]
    assert response["source"]["understood"]
    assert response["source"]["slots"] == 24
    assert response["cost"] is None


QUARTERS = [0.3] * 8 + [0.05] * 16 + [0.3] * 71
"""Those of tomorrow, but for the last."""


async def test_tomorrow_of_which_the_last_quarter_is_missing(
    hass: HomeAssistant, home: Home
) -> None:
    """All others are used, and the last has no price."""
    said = {"today": [0.3] * 96, "tomorrow": QUARTERS}
    hass.states.async_set(PRICE, "0.3", said)
    response = await plan(home, prices_from=PRICE, hours=2)
    assert (response["price"], response["source"]["problem"]) == (0.05, None)
    assert response["source"]["to"] == "2026-11-21T23:45:00+01:00"


@pytest.mark.parametrize("listed", [False, True])
async def test_tomorrow_that_is_no_day(
    hass: HomeAssistant, home: Home, listed: bool
) -> None:
    """That its prices are not used is told at once, and not in the bill."""
    said = {"today": [0.3] * 96, "tomorrow": QUARTERS[:90]}
    hass.states.async_set(PRICE, "0.3", said)
    source = {"prices": said} if listed else {"prices_from": PRICE}
    response = await plan(home, hours=2, **source)
    assert response["source"]["understood"]
    part = "tomorrow" if listed else f"tomorrow ({PRICE})"
    assert response["source"]["problem"].startswith(
        f"The list {part} could not be read, so the plan is made without its prices."
    )


async def test_it_waits_for_tomorrow(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """At noon the night is not known yet: nothing begins that may be cheaper then."""
    freezer.move_to("2026-11-20T11:00:00Z")
    prices = [0.1] * 6 + [0.3] * 18
    hass.states.async_set(PRICE, "0.3", {"raw_today": rows(prices, 20)})
    response = await plan(home, prices_from=PRICE, hours=3)
    assert response["waits_for_prices"]
    assert not response["charge_now"]
    prices = [0.3] * 12 + [0.1] * 12
    hass.states.async_set(PRICE, "0.1", {"raw_today": rows(prices, 20)})
    response = await plan(home, prices_from=PRICE, hours=3)
    assert response["charge_now"]
    assert not response["waits_for_prices"]


async def old(hass: HomeAssistant) -> dict[str, Any]:
    """Show the prices of last week."""
    hass.states.async_set(PRICE, "0.3", {"raw_today": rows(TODAY, 13)})
    return {"prices_from": PRICE}


async def away(hass: HomeAssistant) -> dict[str, Any]:
    """Show nothing at all."""
    hass.states.async_set(PRICE, "unavailable")
    return {"prices_from": PRICE}


async def only_now(hass: HomeAssistant) -> dict[str, Any]:
    """Show the price now alone."""
    hass.states.async_set(PRICE, "0.3", {"unit_of_measurement": "EUR/kWh"})
    return {"prices_from": PRICE}


async def gone(_: HomeAssistant) -> dict[str, Any]:
    """Name an entity that is not there."""
    return {"prices_from": PRICE}


async def no_list(_: HomeAssistant) -> dict[str, Any]:
    """Hand over what is no list of prices."""
    return {"prices": [{"begin": "soon"}]}


async def old_list(_: HomeAssistant) -> dict[str, Any]:
    """Hand over the prices of last week."""
    return {"prices": rows(TODAY, 13)}


async def nothing(_: HomeAssistant) -> dict[str, Any]:
    """Give no prices."""
    return {"prices_from": "", "prices": []}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (old, "All prices of sensor.price are in the past"),
        (away, "sensor.price is not available"),
        (only_now, "No upcoming prices could be read from sensor.price"),
        (gone, "There is no entity sensor.price"),
        (no_list, "The list of prices could not be read"),
        (old_list, "All prices in the list are in the past"),
        (nothing, "No prices were given"),
    ],
)
async def test_without_prices_it_is_the_last_hours_and_said_so(
    hass: HomeAssistant, home: Home, make: Callable[..., Any], problem: str
) -> None:
    """The car is ready in any case, and the person hears what to do before the bill comes."""
    response = await plan(home, hours=2.5, power=10, **await make(hass))
    assert times(response) == [("21T04:30", "21T07:00")]
    assert response["source"]["problem"].startswith(f"{problem}, so the plan uses")
    assert not response["source"]["understood"]
    assert response["source"]["slots"] == 0
    assert (response["price"], response["cost"]) == (None, None)
    assert not response["waits_for_prices"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "hours_or_energy"),
        ({"hours": 1, "energy": 2}, "hours_or_energy"),
        ({"energy": 2}, "power_needed"),
        ({"hours": 2, "start_fee": 1}, "power_needed"),
        ({"hours": "unknown"}, "number_needed"),
        ({"hours": True}, "number_needed"),
        ({"hours": "nan"}, "number_needed"),
        ({"hours": -1}, "number_needed"),
        ({"hours": 1e400}, "number_needed"),
        ({"energy": 1, "power": 0}, "number_needed"),
        ({"hours": 1, "price_ceiling": "cheap"}, "any_number_needed"),
        ({"hours": 1, "charging": "perhaps"}, "yes_or_no_needed"),
        ({"hours": 1, "ready_by": "soon"}, "time_needed"),
        ({"hours": 1, "ready_by": "2026-02-31 07:00"}, "time_needed"),
        ({"hours": 1, "ready_by": ""}, "time_needed"),
        ({"hours": 1, "ready_by": 7}, "time_needed"),
        ({"hours": 1, "begin": "22:00"}, "time_needed"),
        ({"hours": 1, "charging": 1, "charging_since": "22:00"}, "time_needed"),
        ({"hours": 1, "charging": 1, "charging_since": "long ago"}, "time_needed"),
        ({"hours": 1, "ready_by": "2026-11-20 07:00"}, "ready_by_past"),
        ({"hours": 1, "ready_by": "0001-01-01 00:00"}, "ready_by_past"),
        ({"hours": 1, "begin": "2026-11-21 07:00+01:00"}, None),
        ({"hours": 1, "ready_by": "2026-11-28 07:00"}, "ready_by_far"),
        ({"hours": 1, "ready_by": "9999-12-31 23:59"}, "ready_by_far"),
        ({"hours": 1, "prices_from": PRICE, "prices": [1]}, "prices_twice"),
    ],
)
async def test_refused(home: Home, data: dict[str, Any], key: str | None) -> None:
    """Each with a sentence that says what to do."""
    if key is None:
        response = await plan(home, **data)
        assert times(response) == [("22T06:00", "22T07:00")]
        return
    with pytest.raises(ServiceValidationError) as caught:
        await plan(home, **data)
    assert caught.value.translation_key == key
    assert "{" not in str(caught.value)


@pytest.mark.usefixtures("_prices")
async def test_who_may_plan(hass: HomeAssistant) -> None:
    """Who may read the entity: its prices would be told otherwise."""
    data = {"prices_from": PRICE, "hours": 1, "ready_by": "07:00"}

    async def act(user: MockUser) -> ServiceResponse:
        return await hass.services.async_call(
            DOMAIN,
            "plan_charging",
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=user.id),
        )

    reader, stranger = MockUser().add_to_hass(hass), MockUser().add_to_hass(hass)
    reader.mock_policy({"entities": {"entity_ids": {PRICE: {POLICY_READ: True}}}})
    stranger.mock_policy({"entities": {"entity_ids": {"sun.sun": True}}})
    assert await act(reader)
    with pytest.raises(Unauthorized):
        await act(stranger)


@pytest.mark.parametrize(
    ("day", "hours"), [("2027-03-27", 10), ("2026-10-24", 12)], ids=["spring", "autumn"]
)
async def test_a_night_in_which_the_clocks_change(
    home: Home, freezer: FrozenDateTimeFactory, day: str, hours: float
) -> None:
    """From eight to seven it is an hour less, or more."""
    freezer.move_to(datetime.fromisoformat(f"{day}T20:00:00+01:00"))
    if day.startswith("2026"):
        freezer.move_to(datetime.fromisoformat(f"{day}T20:00:00+02:00"))
    response = await plan(home, hours=20)
    assert response["hours"] == hours
    assert response["missing_hours"] == 20 - hours


async def test_a_ceiling_does_not_make_it_dearer(
    hass: HomeAssistant, home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """A ceiling above all prices changes nothing: tomorrow's prices are waited for as without one."""
    freezer.move_to("2026-11-20T11:00:00Z")
    prices = [0.1] * 6 + [0.3] * 18
    hass.states.async_set(PRICE, "0.3", {"raw_today": rows(prices, 20)})
    without = await plan(home, prices_from=PRICE, hours=3)
    assert not without["charge_now"]
    response = await plan(home, prices_from=PRICE, hours=3, price_ceiling=0.5)
    assert response["charge_now"] == without["charge_now"]
    assert response["waits_for_prices"]


async def test_what_is_told_is_what_is_planned(home: Home, hass: HomeAssistant) -> None:
    """With a ceiling nothing is planned without prices: it is not said that the car will be charged."""
    hass.states.async_set(PRICE, "unavailable")
    response = await plan(home, prices_from=PRICE, hours=3, price_ceiling=0.2)
    said = "takes the last hours" in response["source"]["problem"]
    assert said == bool(response["blocks"])
