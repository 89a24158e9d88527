"""What months count, against an independent ledger over random years, clocks and time zones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.shell_ev.session.months import Month, part_of
from custom_components.shell_ev.session.record import Billed, Solar, TrackedSession
from tests.session.account import Account, label, month_at

ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Asia/Kolkata",
    "America/Asuncion",
    "America/Havana",
)
"""The last two begin and end their summer at midnight, some years on the first of a month."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What happens after a while: some energy, at a price or at none, some sun, a restart."""

    after: timedelta
    session: int
    energy: int
    price: int | None
    sun: int
    restart: bool


DEEDS = st.lists(
    st.builds(
        Deed,
        after=st.one_of(
            st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)),
            st.integers(0, 40 * 24).map(lambda hours: timedelta(hours=hours)),
        ),
        session=st.integers(0, 3),
        energy=st.integers(0, 20_000),
        price=st.none() | st.integers(0, 90),
        sun=st.integers(0, 5_000),
        restart=st.booleans(),
    ),
    max_size=40,
)
BEGINNINGS = st.datetimes(
    datetime(2015, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)
)


def amount(value: float) -> Fraction:
    """Return a decimal as it was meant."""
    return Fraction(Decimal(str(value)))


class Ledger:
    """The independent reckoning: each amount with the local month in which it became known."""

    def __init__(self, zone: str) -> None:
        """Begin with nothing."""
        self._zone = zone
        self.booked: dict[tuple[tuple[int, int], str], Fraction] = defaultdict(Fraction)

    def book(self, now: datetime, account: str, booked: Fraction) -> None:
        """Book an amount."""
        self.booked[label(now, self._zone), account] += booked

    def month(self, now: datetime, account: str) -> Fraction:
        """Return what was booked in the month of a time."""
        return self.booked[label(now, self._zone), account]


@pytest.mark.parametrize("zone", ZONES)
@given(began=BEGINNINGS, deeds=DEEDS)
@settings(max_examples=60, deadline=None)
def test_a_random_year(zone: str, began: datetime, deeds: list[Deed]) -> None:
    """Each month shows what the ledger has of it, to the Wh and the cent, at every moment.

    Sessions 0 and 1 are in euro, 2 and 3 in pounds. All run at once and over any midnight; one
    in four bills far more than it used.
    """
    account, ledger, now = Account(zone), Ledger(zone), began
    for number, deed in enumerate(deeds):
        now += deed.after
        if deed.restart:
            account.restart()
        _charge(account, ledger, now, deed)
        if number % 4 == 0:
            _bill(account, deed)
        _compare(account, ledger, now)
    booked = sorted({local for local, _ in ledger.booked})
    months = [month_at(datetime(*local, 15, tzinfo=UTC), zone) for local in booked]
    _adds_up(account.tracker.sessions.values(), months)


def _charge(account: Account, ledger: Ledger, now: datetime, deed: Deed) -> None:
    """Let a session use and cost more; what has no price yet is paid with the next that is known."""
    key, currency = str(deed.session), ("EUR", "GBP")[deed.session // 2]
    account.tracker.turn_month(month_at(now, account.zone))
    if key not in account.tracker.sessions:
        account.meter(
            key, now, now, 0, priced_energy=0.0, priced_cost=None, currency=None
        )
    known = account.tracker.sessions[key].metering
    assert known is not None
    energy = round(known.energy + deed.energy / 1000, 3)
    metered = replace(known, energy=energy)
    if deed.price is not None:
        waited = amount(energy) - amount(known.priced_energy)
        cost = waited * deed.price / 100
        ledger.book(now, currency, cost)
        metered = replace(
            metered,
            priced_energy=energy,
            priced_cost=float(amount(known.priced_cost or 0) + cost),
            currency=currency,
        )
    account.tracker.metered(key, metered)
    ledger.book(now, "energy", amount(energy) - amount(known.energy))
    session = account.tracker.sessions[key]
    sun = (session.solar.energy if session.solar else 0) + deed.sun / 1000
    account.tracker._put(
        replace(session, solar=Solar(energy=round(sun, 3), covered=sun)), 0
    )
    ledger.book(now, "sun", Fraction(deed.sun, 1000))


def _bill(account: Account, deed: Deed) -> None:
    session = account.tracker.sessions[str(deed.session)]
    billed = Billed(energy=777, amount=777, currency="EUR")
    account.tracker._put(replace(session, billed=billed), 0)


def _compare(account: Account, ledger: Ledger, now: datetime) -> None:
    """Compare what is shown with the ledger."""
    shown = account.counted(now)
    assert shown.energy == pytest.approx(float(ledger.month(now, "energy")), abs=0.0006)
    assert shown.solar == pytest.approx(float(ledger.month(now, "sun")), abs=0.0006)
    for currency in ("EUR", "GBP"):
        cost = shown.cost(currency)
        if cost is None:
            assert ledger.month(now, currency) == 0
            assert shown.energy
        else:
            assert cost == pytest.approx(
                float(ledger.month(now, currency)), abs=0.00501
            )


def _adds_up(sessions: Iterable[TrackedSession], months: list[Month]) -> None:
    """Check that the months of each session add up to the session."""
    for session in sessions:
        parts = [part for month in months if (part := part_of(session, month))]
        assert session.metering
        assert session.solar
        assert sum(part.energy for part in parts) == pytest.approx(
            session.metering.energy
        )
        assert sum(part.cost or 0 for part in parts) == pytest.approx(
            session.metering.priced_cost or 0
        )
        assert sum(part.solar or 0 for part in parts) == pytest.approx(
            session.solar.energy
        )


@given(
    began=BEGINNINGS,
    jumps=st.lists(
        st.tuples(st.integers(-90, 90), st.integers(0, 9), st.sampled_from(ZONES)),
        max_size=20,
    ),
)
@settings(max_examples=100, deadline=None)
def test_whatever_the_clock_and_the_zone_nothing_is_lost_or_counted_twice(
    began: datetime, jumps: list[tuple[int, int, str]]
) -> None:
    """The clock jumps by months and the time zone changes, and the months still add up."""
    account, now, energy = Account(), began, 0.0
    account.meter("a", now, began, energy)
    for days, used, zone in jumps:
        now += timedelta(days=days)
        energy += used
        account.zone = zone
        account.meter("a", now, began, energy)
    session = account.tracker.sessions["a"]
    middles = (
        datetime(year, month, 15, tzinfo=UTC)
        for year in range(began.year - 6, began.year + 7)
        for month in range(1, 13)
    )
    parts = [part_of(session, month_at(each, account.zone)) for each in middles]
    assert sum(part.energy for part in parts if part) == pytest.approx(energy)
