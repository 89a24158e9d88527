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
        # Other spellings that mean one thing only.
        ({"dayOfWeek": ["MON", "Fri."]}, "2026-11-20T12:00", True),
        ({"dayOfWeek": ["MON", "Tues"]}, "2026-11-20T12:00", False),
        ({"dayOfWeek": "FRIDAY"}, "2026-11-20T12:00", True),
        ({"dayOfWeek": "SATURDAY"}, "2026-11-20T12:00", False),
        ({"startTime": "7:00", "endTime": "9:30"}, "2026-11-20T07:00", True),
        ({"startTime": "7:00", "endTime": "9:30"}, "2026-11-20T06:59", False),
        ({"startTime": "7:00", "endTime": "9:30"}, "2026-11-20T09:30", False),
        ({"startTime": "10:24:00"}, "2026-11-20T10:24", True),
        ({"startTime": "10:24:00"}, "2026-11-20T10:23", False),
        ({"endTime": "10:24:00"}, "2026-11-20T10:24", False),
        ({"endTime": "24:00:00"}, "2026-11-20T23:59", True),
        ({"startTime": "07:00:30.000"}, "2026-11-20T07:00", False),
        ({"startDate": "2026-11-20T00:00:00Z"}, "2026-11-20T00:00", True),
        ({"endDate": "2026-11-20T00:00:00.000Z"}, "2026-11-20T12:00", False),
        ({"minKwh": "0", "maxPower": "50"}, "2026-11-20T12:00", True),
        # Empty is none.
        ({"startTime": None, "endDate": "", "dayOfWeek": []}, "2026-11-20T12:00", True),
        ({"minKwh": None, "maxKwh": [], "holidays": {}}, "2026-11-20T12:00", True),
        # What cannot be read changes nothing where another of them says no.
        ({"startDate": "2026-11-21", "endDate": "soon"}, "2026-11-20T12:00", False),
        ({"dayOfWeek": ["SATURDAY"], "startTime": "noon"}, "2026-11-20T12:00", False),
        ({"minPower": 50, "maxPower": "ten"}, "2026-11-20T12:00", False),
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


@pytest.mark.parametrize(
    "restrictions",
    [
        {"startTime": "22:00Z"},
        {"startTime": "22:00+01:00", "endTime": "06:00"},
        {"startTime": "18:00", "endTime": "noon"},
        {"startTime": "noon", "endTime": "18:00"},
        {"startTime": "7"},
        {"startTime": 700},
        {"startTime": "0700"},
        {"startTime": "25:00"},
        {"startTime": "24:00"},
        {"endTime": "24:01"},
        {"startTime": "07:00", "endTime": "7:00"},
        {"startTime": ["07:00"]},
        {"startTime": float("nan")},
        {"startTime": "\ud800"},
        {"endDate": "soon"},
        {"startDate": 20261120},
        {"startDate": "20-11-2026"},
        {"startDate": "2026-02-30"},
        # Which day that is depends on the time zone.
        {"startDate": "2026-11-19T23:00:00Z"},
        {"endDate": {"year": 2036}},
        {"dayOfWeek": ["SOMEDAY"]},
        {"dayOfWeek": ["FRIDAY", "SOMEDAY"]},
        {"dayOfWeek": ["FR"]},
        {"dayOfWeek": ["FRIDAYS"]},
        {"dayOfWeek": [5]},
        {"dayOfWeek": [None]},
        {"dayOfWeek": 5},
        {"dayOfWeek": "FRIDAY, SATURDAY"},
        {"dayOfWeek": {"FRIDAY": False}},
        {"minKwh": "ten"},
        {"minKwh": float("nan")},
        {"maxKwh": float("inf")},
        {"maxPower": [10]},
        {"minCurrent": True},
        {"maxDuration": "1:00"},
        # Of a kind that nobody has heard of.
        {"reservation": "RESERVATION"},
    ],
)
def test_a_restriction_that_cannot_be_read(restrictions: dict[str, Any]) -> None:
    """Whether the element applies is not known: neither it nor the next one gives the price."""
    tariff = v2(element(component("ENERGY", 1), **restrictions), element(ENERGY))
    assert prices(tariff) == eur(None)


@pytest.mark.parametrize("restrictions", ["07:00", [{"startTime": "07:00"}], 7, True])
def test_restrictions_that_are_none(restrictions: Any) -> None:
    """They were meant to restrict something."""
    odd = element(component("ENERGY", 1)) | {"restrictions": restrictions}
    assert prices(v2(odd, element(ENERGY))) == eur(None)


@pytest.mark.parametrize("restrictions", [None, {}, [], ""])
def test_no_restrictions(restrictions: Any) -> None:
    """Said in words."""
    plain = element(ENERGY) | {"restrictions": restrictions}
    assert prices(v2(plain)) == eur(0.45)


@pytest.mark.parametrize(
    "changes",
    [
        {"startDateTime": "soon"},
        {"endDateTime": "31.12.2026"},
        {"endDateTime": float("nan")},
        {"endDateTime": ["2036"]},
        {"powerRange": {"min": "ten"}},
        {"powerRange": {"min": 0, "max": float("inf")}},
        {"powerRange": [0, 22]},
    ],
)
def test_a_tariff_of_which_nobody_knows_whether_it_counts(
    changes: dict[str, Any],
) -> None:
    """Its prices are not known, and no other tariff gives them."""
    odd = v2(element(ENERGY), **changes)
    assert prices(odd) == eur(None, None, None)
    assert prices(odd, v2(element(component("ENERGY", 9)))) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"endDateTime": "9999-12-31T23:59:59Z"},
        {"endDateTime": "9999-12-31T23:59:59-12:00"},
        {"startDateTime": "0001-01-01T00:00:00+14:00", "endDateTime": None},
        {"powerRange": None},
        {"powerRange": {"min": None, "max": ""}},
    ],
)
def test_a_tariff_without_an_end(changes: dict[str, Any]) -> None:
    """As some systems say it."""
    assert prices(v2(element(ENERGY), **changes)) == eur(0.45)


def test_a_tariff_that_ended_long_ago() -> None:
    """It is not one that never ends."""
    assert prices(v2(element(ENERGY), endDateTime="1999-12-31T00:00:00Z")) is None


@pytest.mark.parametrize(
    "price", [float("nan"), float("inf"), 1e308, -0.01, "ten", 1e7, 10**400, [], True]
)
def test_a_price_that_cannot_be(price: Any) -> None:
    """It is not known, in either shape."""
    assert prices(v2(element(component("ENERGY", price)))) == eur(None)
    flat = {"startFee": price, "perKWh": price, "perMinute": 0, "currency": "EUR"}
    read = read_tariffs(fold_keys({"tariff": flat}))
    assert prices_at(read, NOON, AC_22) == eur(None, 0, None)


@pytest.mark.parametrize(
    "step", [1e-300, 1e300, float("nan"), float("inf"), -1, "ten", 0, True]
)
def test_a_step_that_cannot_be(step: Any) -> None:
    """It would make any price of one."""
    tariff = v2(element(component("ENERGY", 1, step), component("TIME", 1, step)))
    assert prices(tariff) == eur(None, None)


def test_both_shapes_of_which_one_is_null() -> None:
    """The other one counts."""
    both = {"tariff": None, "tariffs": [v2(element(ENERGY))]}
    assert prices_at(read_tariffs(fold_keys(both)), NOON, AC_22) == eur(0.45)


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
