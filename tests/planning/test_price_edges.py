"""What a source of prices may say at the worst moment: gaps, doubled hours, absurd numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
import json
from math import inf, isfinite, nan

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.shell_ev.planning.prices import (
    MOST,
    read_attributes,
    read_list,
    read_response,
)
from tests.planning.telling import (
    AUTUMN,
    EPOCH,
    HOUR,
    MOMENT,
    NOW,
    QUARTER,
    SPRING,
    ZONE,
    at,
    handed,
    row,
    told,
)

LATER = [row(at(date(2026, 3, 11), hour).isoformat(), 0.1) for hour in range(3)]
"""More hours to come than any other list here has."""


def test_quarters_today_and_hours_tomorrow() -> None:
    """Each slot is as long as it is, also where the source says no end."""
    today = [row(f"2026-03-10T23:{m:02d}:00+01:00", m / 100) for m in (0, 15, 30, 45)]
    tomorrow = [row(f"2026-03-11T0{hour}:00:00+01:00", hour) for hour in range(3)]
    attributes = {"raw_today": today, "raw_tomorrow": tomorrow}
    prices = read_attributes(attributes, now=NOW, zone=ZONE)
    assert [minutes for _, minutes, _ in told(prices)] == [15] * 4 + [60] * 3


def test_bare_quarters_today_and_hours_tomorrow() -> None:
    """A day is spread over its own numbers."""
    attributes = {"today": [0.2] * 96, "tomorrow": [0.1] * 24}
    prices = read_attributes(attributes, now=NOW, zone=ZONE)
    assert prices is not None
    assert len(prices.slots) == 120
    assert prices.slots[0].start == at(date(2026, 3, 10), 0)
    assert prices.slots[-1].end == at(date(2026, 3, 12), 0)


@pytest.mark.parametrize(
    "price", [None, nan, inf, -inf, "unavailable", "", True, [], {}]
)
def test_no_price_is_a_gap(price: object) -> None:
    """And the slot before does not last into it."""
    rows = [
        row("2026-03-10T21:00:00+01:00", 0.1),
        row("2026-03-10T22:00:00+01:00", price),
    ]
    rows.append(row("2026-03-10T23:00:00+01:00", 0.3))
    assert handed(rows) == [("10 21:00+0100", 60, 0.1), ("10 23:00+0100", 60, 0.3)]


def test_missing_slots_of_an_even_row_stay_a_gap() -> None:
    """The price of an hour is not that of the hours that the source left out."""
    hours = (19, 20, 23)
    rows = [row(f"2026-03-10T{hour}:00:00+01:00", hour) for hour in hours]
    assert handed(rows) == [(f"10 {hour}:00+0100", 60, hour) for hour in hours]


def test_day_and_night_last_until_the_other_begins() -> None:
    """A tariff of two prices has no even row; the last lasts as long as the one before."""
    starts = ("10T07:00", "10T23:00", "11T07:00", "11T23:00")
    rows = [row(f"2026-03-{start}", index) for index, start in enumerate(starts)]
    assert [minutes for _, minutes, _ in handed(rows)] == [960, 480, 960, 960]


def test_a_slot_alone_is_an_hour_and_none_is_longer_than_a_day() -> None:
    """Nothing better is known."""
    assert handed([row("2026-03-10T21:00", 1)]) == [("10 21:00+0100", 60, 1)]
    rows = [row("2026-03-10T21:00", 1), row("2026-03-15T21:00", 2)]
    assert [minutes for _, minutes, _ in handed(rows)] == [1440, 1440]


def test_unsorted_and_doubled() -> None:
    """Each time once, in order; a price counts before none, and none lies over the next."""
    rows = [
        row("2026-03-10T23:00:00+01:00", 3, end="2026-03-11T00:00:00+01:00"),
        row("2026-03-10T22:00:00+01:00", None),
        row("2026-03-10T22:00:00+01:00", 2, end="2026-03-10T23:30:00+01:00"),
        row("2026-03-10T21:00:00Z", 9, end="2026-03-10T23:30:00+01:00"),
    ]
    assert handed(rows) == [("10 22:00+0100", 60, 2), ("10 23:00+0100", 60, 3)]


def test_an_end_before_its_start_is_none() -> None:
    """The slot lasts as one without an end."""
    rows = [row("2026-03-10T22:00Z", 1, end="2026-03-10T21:00Z")]
    assert [minutes for _, minutes, _ in handed(rows)] == [60]


@pytest.mark.parametrize(
    ("price", "read"),
    [
        ("0,25", 0.25),
        (" -0,05 ", -0.05),
        ("0.25", 0.25),
        (Decimal("0.25"), 0.25),
        (1, 1.0),
        ({"amount": "0,25", "currency": "EUR"}, 0.25),
        ({"value": 0.2, "vat": 0.05, "total": 0.25}, 0.25),
        ({"SE3": 0.25, "unit": "EUR"}, 0.25),
        ({"SE3": 0.25, "SE4": 0.3}, None),
        ("1.234,56", None),
        (10**400, None),
    ],
)
def test_ways_to_write_a_price(price: object, read: float | None) -> None:
    """A decimal comma, a text, a dict of parts."""
    slots = handed([row("2026-03-10T22:00:00+01:00", price)])
    assert [told for *_, told in slots] == ([] if read is None else [read])


@pytest.mark.parametrize(
    ("unit", "factor", "read"),
    [
        ("EUR/kWh", 1, "EUR/kWh"),
        ("ct/kWh", 1, "ct/kWh"),
        ("öre / KWH", 1, "öre/kWh"),
        ("€/MWh", 0.001, "€/kWh"),
        ("Eur / MWh", 0.001, "Eur/kWh"),
        ("€/Wh", 1000, "€/kWh"),
        ("$/GWh", 1e-6, "$/kWh"),
        ("/MWh", 0.001, None),
        ("kr", 1, "kr"),
        ("", 1, None),
        (None, 1, None),
        (7, 1, None),
    ],
)
def test_a_price_is_of_a_kwh(unit: object, factor: float, read: str | None) -> None:
    """Cents stay cents, and the unit says so."""
    said = {"unit_of_measurement": unit, "prices": [row("2026-03-10T22:00", 120)]}
    prices = read_attributes(said, now=NOW, zone=ZONE)
    assert prices is not None
    assert prices.slots[0].price == pytest.approx(120 * factor)
    assert prices.unit == read


@pytest.mark.parametrize(
    "unit",
    ["%", "kWh", "W", "°C", "Rank", "g/kWh", "gCO2eq/kWh", "€/m³", "km/h", "W/m²"],
)
def test_a_unit_that_is_no_price(unit: str) -> None:
    """Numbers with times are not prices yet."""
    said = {"unit_of_measurement": unit, "prices": [row("2026-03-10T22:00", 120)]}
    assert read_attributes(said, now=NOW, zone=ZONE) is None


@pytest.mark.parametrize(
    ("said", "price", "unit"),
    [
        ({"currency": "SEK", "unit": "MWh"}, 0.12, "SEK/kWh"),
        ({"currency": "SEK"}, 120, "SEK/kWh"),
        ({"price_unit": "NOK/MWh", "currency": "SEK"}, 0.12, "NOK/kWh"),
        ({"unit": "kWh"}, 120, None),
    ],
)
def test_a_unit_in_parts(said: dict[str, object], price: float, unit: str) -> None:
    """A currency here, the energy there."""
    said = said | {"prices": [row("2026-03-10T22:00", 120)]}
    prices = read_attributes(said, now=NOW, zone=ZONE)
    assert prices is not None
    assert prices.slots[0].price == pytest.approx(price)
    assert prices.unit == unit


@pytest.mark.parametrize(
    ("key", "unit", "price", "read"),
    [
        ("SEK_per_kWh", None, 120, None),
        ("SEK_per_kWh", "SEK/kWh", 120, "SEK/kWh"),
        ("price_eur_per_mwh", None, 0.12, None),
        ("price_eur_per_mwh", "EUR/MWh", 0.12, "EUR/kWh"),
        ("price_ct_per_kwh", "EUR/MWh", 120, "ct/kWh"),
        ("price_ct_per_kwh", "EUR/kWh", 120, "ct/kWh"),
        ("price_cents_per_mwh", "EUR/MWh", 0.12, "ct/kWh"),
        ("cent_per_kWh", None, 120, "ct/kWh"),
    ],
)
def test_a_key_that_says_of_what(
    key: str, unit: str | None, price: float, read: str | None
) -> None:
    """It knows better than the sensor, whose unit is then not that of the list.

    Of the coin it tells cents alone: three other letters need not be one.
    """
    said = {
        "unit_of_measurement": unit,
        "data": [{"start_time": "2026-03-10T22:00", key: 120}],
    }
    prices = read_attributes(said, now=NOW, zone=ZONE)
    assert prices is not None
    assert prices.slots[0].price == pytest.approx(price)
    assert prices.unit == read


AREA = [
    {"start": "2026-03-10T21:00:00Z", "end": "2026-03-10T22:00:00Z", "price": 400.0}
]


def test_nord_pools_answer_handed_over() -> None:
    """Its areas tell that it is the market's, of a MWh."""
    prices = read_list({"SE3": AREA}, now=NOW, zone=ZONE)
    assert prices is not None
    assert (prices.slots[0].price, prices.source) == (0.4, "SE3")
    assert handed({"SE3": [AREA[0] | {"level": 1}]})[0][2] == 400.0
    assert handed({"home": AREA})[0][2] == 400.0


def test_nord_pools_tomorrow_that_is_not_there_yet() -> None:
    """Its answer is an empty list."""
    action = "nordpool.get_prices_for_date"
    prices = read_response(action, {"SE3": AREA}, {"SE3": []}, now=NOW, zone=ZONE)
    assert prices is not None
    assert len(prices.slots) == 1
    assert read_response(action, {"SE3": []}, now=NOW, zone=ZONE) is None
    assert read_response(action, now=NOW, zone=ZONE) is None


def test_two_homes() -> None:
    """The first counts."""
    homes = {
        name: [row("2026-03-10T22:00", i)] for i, name in enumerate(("A", "Gas 2"))
    }
    prices = read_response("tibber.get_prices", {"prices": homes}, now=NOW, zone=ZONE)
    assert [price for *_, price in told(prices)] == [0]
    prices = read_response(
        "tibber.get_prices", {"prices": {"Gas 2": homes["Gas 2"]}}, now=NOW, zone=ZONE
    )
    assert [price for *_, price in told(prices)] == [1]


@pytest.mark.parametrize(
    "name", ["best_prices", "gas_prices", "export", "cheapest_hours", "feed_in", "rank"]
)
def test_a_list_of_other_prices(name: str) -> None:
    """A choice of the cheapest, or what is paid for sun, is not what a charge costs."""
    rows = [row("2026-03-10T22:00", 0.1)]
    assert read_attributes({name: rows}, now=NOW, zone=ZONE) is None
    assert read_attributes({"my_list": rows}, now=NOW, zone=ZONE) is not None


def test_the_longest_of_unknown_lists() -> None:
    """Of those ahead: a choice is shorter than the whole, and yesterday is over."""
    old = [row(f"2026-03-09T{hour}:00", hour) for hour in range(10, 24)]
    whole = [row(f"2026-03-10T{hour}:00", hour) for hour in (21, 22, 23)]
    said = {"yesterday": old, "some": whole[:1], "all": whole}
    prices = read_attributes(said, now=NOW, zone=ZONE)
    assert prices is not None
    assert (prices.source, len(prices.slots)) == ("all", 3)


def test_prices_that_are_all_past() -> None:
    """They are told as they are; one who knows of a time to come is read before."""
    old = [row("2026-03-09T10:00", 1)]
    prices = read_attributes({"prices": old}, now=NOW, zone=ZONE)
    assert told(prices) == [("09 10:00+0100", 60, 1)]
    said = {"prices": old, "forecast": [row("2026-03-10T22:00", 2)]}
    assert told(read_attributes(said, now=NOW, zone=ZONE)) == [("10 22:00+0100", 60, 2)]


def test_text_of_a_template() -> None:
    """A template sensor may hold its list as text."""
    text = json.dumps([row("2026-03-10T22:00", 0.1)])
    assert handed(text) == [("10 22:00+0100", 60, 0.1)]
    assert told(read_attributes({"data": text}, now=NOW, zone=ZONE))


@pytest.mark.parametrize(
    "text", ["[", "{]", "unknown", "[" * 150_000, "[" * 300_000, "", " [1, 2]"]
)
def test_text_that_is_no_list(text: str) -> None:
    """It is not understood."""
    assert read_list(text, now=NOW, zone=ZONE) is None


def test_pairs() -> None:
    """As charts take them: time and price."""
    assert handed([[EPOCH * 1000, 0.1], (EPOCH * 1000 + 3_600_000, 0.2)]) == [
        ("10 22:00+0100", 60, 0.1),
        ("10 23:00+0100", 60, 0.2),
    ]


def test_columns() -> None:
    """Times and prices side by side, one longer than the other."""
    said = {"unix_seconds": [EPOCH, EPOCH + 3600, "?"], "price": [0.1, 0.2, 0.3, 0.4]}
    assert [price for *_, price in handed(said)] == [0.1, 0.2]
    assert handed({"unix_seconds": ["?"], "price": [0.1]}) == []
    assert handed({"unix_seconds": [EPOCH], "price": 0.1}) == []


def test_one_time_as_a_name_is_no_list() -> None:
    """It takes two."""
    assert handed({"2026-03-10T22:00": 0.1}) == []
    assert len(handed({"2026-03-10T22:00": 0.1, "2026-03-10T23:00": {"price": 1}})) == 2


def test_no_more_than_a_thousand() -> None:
    """A source cannot keep us busy."""
    rows = [row((MOMENT + QUARTER * index).isoformat(), index) for index in range(1500)]
    assert len(handed(rows)) == MOST


def test_not_too_deep() -> None:
    """Nor send us down."""
    said: object = [row("2026-03-10T22:00", 0.1)]
    for _ in range(7):
        said = {"data": said}
    assert handed(said)
    for _ in range(5000):
        said = {"data": said}
    assert handed(said) == []


def test_many_sources_are_none() -> None:
    """A long list of things that hold lists is no answer of a price source."""
    home = {"prices": [row("2026-03-10T22:00", 0.1)]}
    assert handed([home] * 4)
    assert handed([home] * 5) == []
    assert handed([{}, {"a": 1}]) == []


def test_names_that_are_no_text() -> None:
    """A template may hand over anything."""
    odd = {10**5000: 1, None: 2, True: [], NOW: 3}
    assert handed(odd) == []
    assert handed([odd]) == []
    assert handed([odd | row("2026-03-10T22:00", 0.1, unit=10**5000, date=10**5000)])


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            *("2026-03-10T22:00", "2026-10-25T02:30", "0001-01-01T00:00Z", "24:00"),
            *("0,25", "1e400", "\ud800", "[[1,2]]", "EUR/MWh", "٣", "²", "9" * 12),
            EPOCH,
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=30)
        | st.dictionaries(
            st.text(max_size=4)
            | st.sampled_from(
                [
                    *("start", "end", "price", "today", "tomorrow", "prices", "data"),
                    *("raw_today", "date", "hour", "value", "unit", "currency", "SE3"),
                    *("price_02h", "price_next_day_02h_d", "price_99h", "unix_seconds"),
                    *("2026-03-10T22:00", "2026-03-10T23:00", "electricity_price"),
                    *("price_tax_included", "tariff_group", "unit_of_measurement"),
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=60,
)


@settings(max_examples=400, deadline=None)
@given(said=JSON, now=st.sampled_from([NOW, at(AUTUMN, 2, fold=1), at(SPRING, 3)]))
def test_nothing_that_a_source_says_raises(said: object, now: datetime) -> None:
    """And what is read holds: in UTC, in order, none over another, each with a price."""
    attributes = said if isinstance(said, Mapping) else {"today": said}
    for prices in (
        read_attributes(attributes, now=now, zone=ZONE),
        read_list(said, now=now, zone=ZONE),
        read_response("nordpool.get_prices_for_date", said, now=now, zone=ZONE),
    ):
        if prices is not None:
            ends = [datetime.min.replace(tzinfo=UTC)]
            for slot in prices.slots:
                assert ends[-1] <= slot.start < slot.end
                assert slot.start.tzinfo is slot.end.tzinfo is UTC
                assert isfinite(slot.price)
                ends.append(slot.end)
            assert prices.slots


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("injection_prices", "offtake_prices"),
        ("injectie", "afname"),
        ("production_prices", "consumption_prices"),
    ],
)
def test_what_is_paid_for_sun_is_not_what_a_charge_costs(other: str, own: str) -> None:
    """In Belgium a tariff has *offtake* and *injection*, as its integrations name them.

    eliaslecomte/ecopower-dynamic-prices and infradom/ecopower_dynamic_grid_prices tell *consumption*
    and *injection* prices; a template that has both is not read by which of the two comes first.
    """
    lists = {other: LATER, own: [row(MOMENT.isoformat(), 0.4)]}
    prices = read_attributes(lists, now=NOW, zone=ZONE)
    assert prices
    assert prices.source == own
    assert read_attributes({other: LATER}, now=NOW, zone=ZONE) is None


@pytest.mark.parametrize("key", ["price_unit", "unit_of_measurement"])
def test_a_line_that_says_its_unit(key: str) -> None:
    """It counts, as that of the source does: MWh are not taken for kWh."""
    rows = [row(MOMENT.isoformat(), 90.0, **{key: "EUR/MWh"})]
    prices = read_attributes({"prices": rows}, now=NOW, zone=ZONE)
    assert prices
    assert prices.unit == "EUR/kWh"
    assert prices.slots[0].price == pytest.approx(0.09)


def test_lines_of_several_units() -> None:
    """They are not one list of prices."""
    rows = [
        row((MOMENT + HOUR * hour).isoformat(), 1, unit=unit)
        for hour, unit in enumerate(("EUR/MWh", "EUR/kWh"))
    ]
    assert read_attributes({"prices": rows}, now=NOW, zone=ZONE) is None
