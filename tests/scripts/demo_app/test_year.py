"""The demo's year looks like one: repeatable, in the past, and with energies that fit its durations."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations, pairwise

from hypothesis import given, settings, strategies as st

from scripts.demo_app.account import COMPANY_CARD, HOME, METER, PRICE, PRIVATE_CARD
from scripts.demo_app.house import House
from scripts.demo_app.year import ZONE, Year, made_up_year

from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.api.identifiers import compact_ema_id
from custom_components.shell_ev.session.plain import from_plain, to_plain
from custom_components.shell_ev.session.record import Event, Origin, TrackedSession

NOW = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
HOME_ID = HOME.replace("*", "")
PRIVATE, COMPANY = (compact_ema_id(each) for each in (PRIVATE_CARD, COMPANY_CARD))
MOST_KILOWATTS = 100

seeds = st.integers(0, 1000)
moments = st.datetimes(
    datetime(2025, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)
)


@cache
def year_of(seed: int = 1, now: datetime = NOW) -> Year:
    """Return a year."""
    return made_up_year(House(seed), now)


def began(year: Year) -> list[TrackedSession]:
    """Return the sessions that began."""
    return [each for each in year.sessions if each.started_at]


def day_of(moment: datetime | None) -> date:
    """Return the household's day."""
    assert moment
    return moment.astimezone(ZONE).date()


@given(seed=seeds, now=moments)
@settings(max_examples=20, deadline=None)
def test_nothing_is_in_the_future_and_nothing_fits_badly(
    seed: int, now: datetime
) -> None:
    """At whatever moment the demo is started, also in the hour in which clocks are changed."""
    year = year_of(seed, now)
    today = day_of(now)
    for each in year.sessions:
        assert today - timedelta(days=365) < day_of(each.seen_at) <= today
        assert each.ended_at
        assert each.seen_at <= each.ended_at <= now
        assert each.ema_id in (PRIVATE, COMPANY)
        assert each.evse_id == each.evse_name.replace("*", "")
        assert each.location_name
        assert not each.news
        assert (each.origin is Origin.HERE) == (each.started_by is not None)
        assert (each.stopped_by is None) == (each.stop_sent_at is None)
        assert from_plain(TrackedSession, to_plain(each)) == each
    for each in began(year):
        assert each.duration
        hours = each.duration / timedelta(hours=1)
        assert 0.1 < hours < 16
        energy = (
            each.metering.energy
            if each.metering
            else each.billed and each.billed.energy
        )
        if energy:
            limit = 11 if each.evse_id == HOME_ID else MOST_KILOWATTS
            assert 5 < energy <= limit * hours
    assert len({each.session_id for each in year.sessions}) == len(year.sessions)
    for key in ("ema_id", "evse_id"):
        for one, other in combinations(year.sessions, 2):
            if getattr(one, key) == getattr(other, key):
                assert one.ended_at
                assert one.ended_at < other.seen_at


@given(seed=seeds, now=moments)
@settings(max_examples=15, deadline=None)
def test_rhythm(seed: int, now: datetime) -> None:
    """A whole week has some 3 to 5 sessions, and the year is all there."""
    weeks = Counter(
        day_of(each.started_at).isocalendar()[:2] for each in began(year_of(seed, now))
    )
    whole = sorted(weeks)[1:-1]
    assert len(whole) >= 50
    # What is always there comes on top; what is in its way is left out.
    assert all(2 <= weeks[each] <= 7 for each in whole)
    usual = [each for each in whole if 3 <= weeks[each] <= 5]
    assert len(usual) > 0.85 * len(whole)


def test_repeatable() -> None:
    """Same seed and day, same year; only what is not over yet is missing in the morning."""
    assert made_up_year(House(1), NOW) == year_of()
    assert year_of(2) != year_of()
    morning = year_of(1, NOW.replace(hour=4))
    missing = len(year_of().sessions) - len(morning.sessions)
    assert missing < 3
    assert year_of().sessions[: len(morning.sessions)] == morning.sessions


def test_the_first_of_a_month_has_a_session() -> None:
    """Of the day itself, beside the one that came over from the month before."""
    for month in range(1, 13):
        year = year_of(1, datetime(2026, month, 1, 8, tzinfo=UTC))
        assert any(
            day_of(each.started_at) == date(2026, month, 1) for each in began(year)
        )


@given(seed=seeds, now=moments)
@settings(max_examples=15, deadline=None)
def test_what_no_year_is_without(seed: int, now: datetime) -> None:
    """A session over a month's end, a failed start, bills in two currencies, both cards at home."""
    year = year_of(seed, now)
    over_the_end = [
        each
        for each in began(year)
        if day_of(each.started_at).month != day_of(each.ended_at).month
    ]
    assert over_the_end
    failed = [
        each for each in year.sessions if each.state is SessionState.FAILED_TO_START
    ]
    assert len(failed) == 1
    assert failed[0].events == (Event.START_FAILED,)
    assert failed[0].started_by
    assert not failed[0].metering
    currencies = Counter(each.billed.currency for each in year.sessions if each.billed)
    assert set(currencies) == {"EUR", "CHF"}
    assert 1 <= currencies["CHF"] < currencies["EUR"]
    unknown = [each for each in began(year) if not each.billed and not each.metering]
    assert unknown
    at_home = [each for each in began(year) if each.evse_id == HOME_ID]
    assert {each.ema_id for each in at_home} == {PRIVATE, COMPANY}
    assert {each.origin for each in at_home} == set(Origin)
    assert len({each.evse_id for each in year.sessions}) >= 6


def test_home_is_metered() -> None:
    """To the end, priced, with the sun of its hours; what the meter shows goes up session by session."""
    at_home = [each for each in began(year_of()) if each.evse_id == HOME_ID]
    for each in at_home:
        metering, solar = each.metering, each.solar
        assert metering
        assert solar
        assert metering.closed
        assert metering.meter == METER
        assert metering.used == metering.energy
        assert metering.cost == round(metering.energy * PRICE, 2)
        assert 0 <= solar.energy <= solar.covered <= metering.energy
        assert each.billed is None
    covered = [each.solar.covered for each in at_home if each.solar]
    assert len(covered) > 80
    assert any(
        each.solar and each.metering and each.solar.covered < each.metering.energy
        for each in at_home
    )
    readings = [each.metering.reading or 0 for each in at_home if each.metering]
    assert all(first < second for first, second in pairwise(readings))
    assert year_of().reading == readings[-1]
    assert not [
        each for each in began(year_of()) if each.metering and each not in at_home
    ]


def test_summer_has_more_sun_than_winter() -> None:
    """As a share of what was charged."""

    def share(months: set[int]) -> float:
        solar = [
            each.solar
            for each in began(year_of())
            if each.solar and day_of(each.started_at).month in months
        ]
        return sum(each.energy for each in solar) / sum(each.covered for each in solar)

    assert share({5, 6, 7, 8}) > 0.2
    assert 0 < share({12, 1}) < 0.1


def test_nobody_is_at_work_at_christmas_or_on_holiday() -> None:
    """The company car rests, and the bills of July come from abroad."""
    for each in began(year_of()):
        day = day_of(each.started_at)
        week = day.isocalendar().week
        if week in (30, 31):
            assert each.ema_id == PRIVATE
        if (day.month, day.day) > (12, 25):
            assert each.location_name != "Sluisdijk 201"
        if each.billed and each.billed.currency == "CHF":
            assert week in (30, 31)
            assert each.billed.energy
