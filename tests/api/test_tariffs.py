"""What charging costs, in cases worked out by hand."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.shell_ev.api.models import fold_keys
from custom_components.shell_ev.api.tariffs import (
    Prices,
    Usage,
    prices_at,
    read_tariffs,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    """Return a local time. 2026-11-20 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


NOON = at("2026-11-20T12:00")
AC_22 = Usage(power=22.08, current=32)


def component(kind: str, price: Any, step: Any = 1) -> dict[str, Any]:
    """Return a price component."""
    return {"type": kind, "price": price, "stepSize": step, "vat": 21}


def element(*components: dict[str, Any], **restrictions: Any) -> dict[str, Any]:
    """Return an element with its restrictions."""
    shape: dict[str, Any] = {"priceComponents": list(components)}
    return shape | ({"restrictions": restrictions} if restrictions else {})


def v2(*elements: Any, **changes: Any) -> dict[str, Any]:
    """Return a tariff of the newer shape."""
    return {
        "tariffType": "DRIVER",
        "currency": "EUR",
        "elements": list(elements),
        "startDateTime": "2025-01-01T00:00:00Z",
        "endDateTime": "2035-01-01T00:00:00Z",
        **changes,
    }


def prices(
    *tariffs: Any, moment: datetime = NOON, usage: Usage = AC_22
) -> Prices | None:
    """Return what tariffs of a connector say."""
    read = read_tariffs(fold_keys({"tariffs": list(tariffs)}))
    return prices_at(read, moment, usage)


def eur(
    per_kwh: float | None = 0, per_minute: float | None = 0, start_fee: float | None = 0
) -> Prices:
    """Return prices in euro; what a tariff does not mention is free of charge."""
    return Prices(
        currency="EUR", per_kwh=per_kwh, per_minute=per_minute, start_fee=start_fee
    )


ENERGY = component("ENERGY", 0.45)
DAY = element(component("ENERGY", 0.44), startTime="07:00", endTime="23:00")
NIGHT = element(component("ENERGY", 0.31), startTime="23:00", endTime="07:00")
WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ([element(ENERGY)], eur(0.45)),
        # 2.25 for every 5 kWh is 0.45 a kWh.
        ([element(component("ENERGY", 2.25, 5))], eur(0.45)),
        # 0.02 for every 10 seconds is 0.12 a minute.
        ([element(component("TIME", 0.02, 10))], eur(per_minute=0.12)),
        ([element(component("TIME", 7.2, 3600))], eur(per_minute=0.12)),
        (
            [element(component("FLAT", 0.35)), element(ENERGY)],
            eur(0.45, start_fee=0.35),
        ),
        ([element(ENERGY, component("FLAT", 0.35))], eur(0.45, start_fee=0.35)),
        # The first that applies is the one that counts.
        ([element(component("ENERGY", 0.3)), element(ENERGY)], eur(0.3)),
        # Parking is not part of charging, a new kind of component is not known.
        ([element(ENERGY), element(component("PARKING_TIME", 0.05, 60))], eur(0.45)),
        ([element(ENERGY), element(component("LOYALTY", 1))], eur(0.45)),
        ([element(component("ENERGY", 0))], eur(0)),
        ([element(component("energy", "0.45", "1"))], eur(0.45)),
        # What cannot be read is not known, and not free of charge.
        ([element(component("ENERGY", None))], eur(None)),
        ([element(component("ENERGY", -1))], eur(None)),
        ([element(component("ENERGY", 0.45, 0))], eur(None)),
        ([element(component("ENERGY", 0.45, None))], eur(None)),
        ([element(component("ENERGY", float("nan")))], eur(None)),
    ],
)
def test_components(elements: list[Any], expected: Prices) -> None:
    """A price is told for a step, and wanted for a kWh, a minute and a session."""
    found = prices(v2(*elements))
    assert found is not None
    assert found.per_kwh == pytest.approx(expected.per_kwh)
    assert found.per_minute == pytest.approx(expected.per_minute)
    assert found.start_fee == expected.start_fee


@pytest.mark.parametrize(
    ("moment", "per_kwh"),
    [
        ("2026-11-20T06:59", 0.31),
        ("2026-11-20T07:00", 0.44),
        ("2026-11-20T22:59", 0.44),
        ("2026-11-20T23:00", 0.31),
        ("2026-11-21T00:00", 0.31),
        # The hour that comes twice in autumn is night both times.
        ("2026-10-25T02:30", 0.31),
    ],
)
def test_day_and_night(moment: str, per_kwh: float) -> None:
    """A night goes across midnight; its end is not part of it."""
    assert prices(v2(DAY, NIGHT), moment=at(moment)) == eur(per_kwh)


@pytest.mark.parametrize(
    ("restrictions", "moment", "applies"),
    [
        ({"dayOfWeek": WEEKDAYS}, "2026-11-20T12:00", True),
        ({"dayOfWeek": WEEKDAYS}, "2026-11-21T12:00", False),
        ({"dayOfWeek": ["friday"]}, "2026-11-20T23:59", True),
        # The day is that of the moment: a Friday night ends with Friday.
        (
            {"dayOfWeek": ["FRIDAY"], "startTime": "22:00", "endTime": "06:00"},
            "2026-11-21T01:00",
            False,
        ),
        # A day nobody has heard of restricts nothing.
        ({"dayOfWeek": ["SOMEDAY"]}, "2026-11-21T12:00", True),
        ({"startDate": "2026-11-20"}, "2026-11-20T00:00", True),
        ({"startDate": "2026-11-21"}, "2026-11-20T23:59", False),
        # Yesterday's last day is over: the end of a date is not part of it.
        ({"endDate": "2026-11-20"}, "2026-11-20T00:00", False),
        ({"endDate": "2026-11-21"}, "2026-11-20T23:59", True),
        ({"startTime": "18:00"}, "2026-11-20T18:00", True),
        ({"startTime": "18:00"}, "2026-11-20T17:59", False),
        ({"endTime": "18:00"}, "2026-11-20T17:59", True),
        ({"endTime": "18:00"}, "2026-11-20T18:00", False),
        ({"startTime": "18:00", "endTime": "24:00"}, "2026-11-20T23:59", True),
        ({"startTime": "18:00", "endTime": "00:00"}, "2026-11-20T23:59", True),
        ({"startTime": "noon", "endDate": "soon"}, "2026-11-20T12:00", True),
        ({"minPower": 11}, "2026-11-20T12:00", True),
        ({"minPower": 50}, "2026-11-20T12:00", False),
        ({"maxPower": 22.08}, "2026-11-20T12:00", False),
        ({"maxPower": 50}, "2026-11-20T12:00", True),
        ({"minCurrent": 16, "maxCurrent": 33}, "2026-11-20T12:00", True),
        ({"maxKwh": 10}, "2026-11-20T12:00", True),
        ({"minKwh": 10}, "2026-11-20T12:00", False),
        ({"minDuration": 3600}, "2026-11-20T12:00", False),
        ({"maxDuration": 3600}, "2026-11-20T12:00", True),
    ],
)
def test_restrictions(restrictions: Any, moment: str, applies: bool) -> None:
    """An element counts where all its restrictions hold, at the beginning of a session."""
    found = prices(
        v2(element(component("ENERGY", 1), **restrictions), element(ENERGY)),
        moment=at(moment),
    )
    assert found == eur(1 if applies else 0.45)


def test_what_a_session_has_used_counts() -> None:
    """After 4 hours a minute costs, after 20 kWh a kWh costs less."""
    tariff = v2(
        element(component("ENERGY", 0.5), maxKwh=20),
        element(component("ENERGY", 0.4), minKwh=20),
        element(component("TIME", 0.05, 60), minDuration=4 * 3600),
    )
    early = Usage(energy=19.9, duration=timedelta(hours=3, minutes=59))
    late = Usage(energy=20, duration=timedelta(hours=4))
    assert prices(tariff, usage=early) == eur(0.5)
    assert prices(tariff, usage=late) == eur(0.4, per_minute=0.05)


def test_a_restriction_on_what_is_not_known() -> None:
    """Without the power of the connector nobody can tell the price of energy; of a start, yes."""
    tariff = v2(
        element(component("FLAT", 0.35)),
        element(component("ENERGY", 0.3), maxPower=11),
        element(ENERGY),
    )
    assert prices(tariff, usage=Usage()) == eur(None, start_fee=0.35)


@pytest.mark.parametrize(
    ("tariffs", "expected"),
    [
        ([], None),
        ([v2(element(ENERGY), endDateTime="2026-11-19T23:00:00Z")], None),
        ([v2(element(ENERGY), startDateTime="2026-11-21T00:00:00Z")], None),
        # One that ended at this very moment is over, one that begins now is in force.
        (
            [
                v2(element(component("ENERGY", 9)), endDateTime="2026-11-20T11:00:00Z"),
                v2(element(ENERGY), startDateTime="2026-11-20T11:00:00Z"),
            ],
            eur(0.45),
        ),
        ([v2(element(ENERGY), startDateTime=None, endDateTime="")], eur(0.45)),
        # Two currencies, or two prices, are none.
        ([v2(element(ENERGY)), v2(element(ENERGY), currency="GBP")], None),
        ([v2(element(ENERGY)), v2(element(component("ENERGY", 0.5)))], None),
        ([v2(element(ENERGY)), v2(element(ENERGY))], eur(0.45)),
        # What a driver pays goes before what an operator or a provider pays.
        (
            [
                v2(element(component("ENERGY", 0.2)), tariffType="ROAMING"),
                v2(element(ENERGY)),
            ],
            eur(0.45),
        ),
        (
            [
                v2(element(component("ENERGY", 0.2)), tariffType="VMSP"),
                v2(element(ENERGY), tariffType="SOMETHING_NEW"),
            ],
            eur(0.45),
        ),
        ([v2(element(ENERGY), tariffType="ROAMING")], eur(0.45)),
        ([v2(element(ENERGY), tariffType="REIMBURSEMENT")], None),
        # A range of power tells two apart; 22.08 kW is within "up to 22".
        (
            [
                v2(element(ENERGY), powerRange={"min": 0, "max": 22}),
                v2(element(component("ENERGY", 9)), powerRange={"min": 50, "max": 400}),
            ],
            eur(0.45),
        ),
        ([v2(element(ENERGY), powerRange={"min": 50, "max": 400})], eur(0.45)),
        # What is no tariff.
        ([v2(element(ENERGY), currency=None)], None),
        ([v2(element(ENERGY), currency="euros")], None),
        ([v2(element(ENERGY), currency="eur")], eur(0.45)),
        ([v2()], None),
        ([v2("?", {"priceComponents": {}})], None),
        (["?", None, v2(element(ENERGY))], eur(0.45)),
    ],
)
def test_which_tariff(tariffs: list[Any], expected: Prices | None) -> None:
    """The one in force, for a driver, at this power; where that is not one, none."""
    assert prices(*tariffs) == expected


def test_two_ranges_of_power_and_no_power() -> None:
    """Without the power of the connector one cannot be told from the other."""
    slow = v2(element(ENERGY), powerRange={"min": 0, "max": 22})
    fast = v2(element(component("ENERGY", 0.69)), powerRange={"min": 50, "max": 400})
    assert prices(slow, fast, usage=Usage()) is None
    assert prices(slow, fast, usage=Usage(power=50)) == eur(0.69)


@pytest.mark.parametrize(
    ("tariff", "expected"),
    [
        (
            {"startFee": 0.35, "perMinute": 0.0, "perKWh": 0.45, "currency": "EUR"},
            eur(0.45, start_fee=0.35),
        ),
        # Nought is free of charge, what is missing is not known.
        ({"perKWh": 0, "perMinute": 0, "startFee": 0, "currency": "EUR"}, eur()),
        ({"perKWh": 0.45, "currency": "EUR"}, eur(0.45, None, None)),
        ({"perKWh": 0.45}, None),
        ({"currency": "EUR"}, None),
        ({}, None),
        (None, None),
        ("free", None),
    ],
)
def test_the_older_shape(tariff: Any, expected: Prices | None) -> None:
    """Three numbers, valid at any time."""
    read = read_tariffs(fold_keys({"tariff": tariff}))
    assert prices_at(read, NOON, AC_22) == expected
