"""What a month counts, in cases worked out by hand."""

from dataclasses import replace

import pytest

from custom_components.shell_ev.session.months import NOTHING, part_of
from custom_components.shell_ev.session.plain import from_plain, to_plain
from custom_components.shell_ev.session.record import (
    Billed,
    MonthMark,
    Solar,
    TrackedSession,
)
from custom_components.shell_ev.session.snapshot import account_data
from custom_components.shell_ev.session.tracker import SessionTracker
from tests.session.account import HOUR, Account, metering, month_at, utc
from tests.store.records import EVSE, ended

OCTOBER = utc("2026-10-31T22:00")
NOVEMBER = utc("2026-11-01T01:00")


def test_a_session_over_the_months_end_is_split_there() -> None:
    """4 kWh in October and 3 in November, 0.40 each."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, 4)
    assert account.counted(OCTOBER).energy == 4
    assert account.counted(NOVEMBER) == NOTHING
    account.meter("a", NOVEMBER, OCTOBER, 7)
    november = account.counted(NOVEMBER)
    assert (november.energy, november.cost("EUR")) == (3, 1.2)
    october = part_of(account.tracker.sessions["a"], month_at(OCTOBER))
    assert october is not None
    assert october.energy == 4
    assert october.cost == pytest.approx(1.6)


def test_what_was_metered_for_the_first_time_after_the_months_start() -> None:
    """All of it is the new month's, the start fee as well."""
    account = Account()
    account.meter("a", NOVEMBER, OCTOBER, 0, priced_cost=0.25)
    assert account.counted(NOVEMBER).cost("EUR") == 0.25


def test_a_late_price_counts_where_it_becomes_known() -> None:
    """The energy is October's, what it cost was not known before November."""
    account = Account()
    unknown = {"priced_cost": None, "priced_energy": 0.0, "currency": None}
    account.meter("a", OCTOBER, OCTOBER, 4, **unknown)
    october = account.counted(OCTOBER)
    assert (october.energy, october.cost("EUR")) == (4, None)
    account.meter("a", NOVEMBER, OCTOBER, 4)
    november = account.counted(NOVEMBER)
    assert (november.energy, november.cost("EUR")) == (0, 1.6)


def test_what_has_no_price_yet_waits_and_takes_nothing_back() -> None:
    """The price was away over the month's end: neither month counts what the other has shown."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, 4)
    waiting = {"priced_energy": 4.0, "priced_cost": 1.6}
    account.meter("a", OCTOBER, OCTOBER, 5, **waiting)
    assert account.counted(OCTOBER).cost("EUR") == 1.6
    account.meter("a", NOVEMBER, OCTOBER, 6, **waiting)
    november = account.counted(NOVEMBER)
    assert (november.energy, november.cost("EUR")) == (1, None)
    account.meter("a", NOVEMBER, OCTOBER, 6)
    assert account.counted(NOVEMBER).cost("EUR") == 0.8


def test_a_meter_that_never_said_anything_costs_nothing() -> None:
    """The start fee alone is not what a session cost."""
    account = Account()
    account.meter("a", NOVEMBER, NOVEMBER, 0, reading=None, priced_cost=0.25)
    assert account.counted(NOVEMBER).costs == {}


def test_cost_without_a_session_and_without_a_currency() -> None:
    """Nothing charged costs nothing, in a currency that is known."""
    assert NOTHING.cost("EUR") == 0
    assert NOTHING.cost(None) is None


def test_two_currencies_are_two_costs() -> None:
    """They do not add up; the energy does."""
    account = Account()
    account.meter("a", NOVEMBER, NOVEMBER, 4)
    account.meter("b", NOVEMBER, NOVEMBER, 2, currency="GBP")
    november = account.counted(NOVEMBER)
    assert november.energy == 6
    assert (november.cost("EUR"), november.cost("GBP")) == (1.6, 0.8)
    assert november.cost("SEK") is None
    assert account_data(account.tracker).currencies == {EVSE: "GBP"}


def test_the_currency_is_that_of_the_last_session_that_has_one() -> None:
    """The next one has no price yet."""
    account = Account()
    account.meter("a", NOVEMBER, NOVEMBER, 4)
    account.meter(
        "b", NOVEMBER + HOUR, NOVEMBER + HOUR, 0, currency=None, priced_cost=None
    )
    account.restart()
    assert account_data(account.tracker).currencies == {EVSE: "EUR"}


def test_what_the_bill_says_is_not_counted() -> None:
    """It is typed in today, and was not used today."""
    account = Account()
    account.meter("a", NOVEMBER, NOVEMBER, 4)
    billed = Billed(energy=40, amount=99, currency="EUR")
    session = replace(account.tracker.sessions["a"], billed=billed)
    account.tracker._put(session, 0)
    november = account.counted(NOVEMBER)
    assert (november.energy, november.cost("EUR")) == (4, 1.6)


def test_solar_energy() -> None:
    """1.5 kWh of October stay there; a session of which nothing is known is not added."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, 4)
    assert account.counted(OCTOBER).solar is None
    shine(account, 1.5)
    assert account.counted(OCTOBER).solar == 1.5
    account.meter("a", NOVEMBER, OCTOBER, 6)
    shine(account, 2.25)
    account.meter("b", NOVEMBER, NOVEMBER, 6)
    assert account.counted(NOVEMBER).solar == 0.75
    assert account.counted(NOVEMBER + 31 * 24 * HOUR).solar == 0


def shine(account: Account, energy: float) -> None:
    """Note how much of session a was sun."""
    session = account.tracker.sessions["a"]
    solar = Solar(energy=energy, covered=energy)
    account.tracker._put(replace(session, solar=solar), 0)


def test_figures_are_rounded_once() -> None:
    """Three times a third of a Wh is one; each rounded would be none."""
    account = Account()
    for key in "abc":
        account.meter(key, NOVEMBER, NOVEMBER, 1 / 3000, priced_cost=0.01 / 3)
    november = account.counted(NOVEMBER)
    assert (november.energy, november.cost("EUR")) == (0.001, 0.01)


@pytest.mark.parametrize("absurd", [1.7e308, float("inf")])
def test_absurd_readings_make_no_sum(absurd: float) -> None:
    """They are not known, and nothing fails."""
    account = Account()
    for key in "ab":
        account.meter(key, NOVEMBER, NOVEMBER, absurd, priced_cost=absurd)
    november = account.counted(NOVEMBER)
    assert november.energy is None
    assert november.solar is None
    assert november.cost("EUR") is None
    assert november.cost("GBP") is None


def test_not_a_sum() -> None:
    """A meter that told more than there is, and then took it back."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, float("inf"))
    account.meter("a", NOVEMBER, OCTOBER, float("inf"))
    assert account.counted(NOVEMBER).energy is None


def test_a_clock_that_was_ahead_leaves_no_mark() -> None:
    """For a minute it was December; November has all, and December begins when it comes."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, 4)
    account.meter("a", utc("2026-12-05T00:00"), OCTOBER, 5)
    account.meter("a", NOVEMBER, OCTOBER, 6)
    assert account.counted(NOVEMBER).energy == 1
    december = utc("2026-12-01T00:00")
    account.meter("a", december, OCTOBER, 8)
    assert account.counted(december).energy == 2


def test_a_session_that_began_ahead_counts_when_its_month_comes() -> None:
    """Once, and not in the month that runs as well."""
    account = Account()
    ahead = utc("2026-12-05T00:00")
    account.meter("a", ahead, ahead, 5)
    assert account.counted(NOVEMBER) == NOTHING
    assert account.counted(ahead).energy == 5


def test_another_time_zone_finds_the_marks_of_the_one_before() -> None:
    """November began in Amsterdam at 23:00 UTC, in New York at 4:00."""
    account = Account("Europe/Amsterdam")
    account.meter("a", OCTOBER, OCTOBER, 4)
    account.meter("a", NOVEMBER, OCTOBER, 7)
    account.zone = "America/New_York"
    later = NOVEMBER + 10 * HOUR
    assert account.counted(later).energy == 3
    account.meter("a", later, OCTOBER, 9)
    assert account.counted(later).energy == 5
    assert len(account.tracker.sessions["a"].marks) == 1


def test_a_session_that_another_time_zone_has_marked_counts_from_its_beginning() -> (
    None
):
    """It began in October over there, and in November here."""
    account = Account("America/New_York")
    began = utc("2026-11-01T02:00")
    account.meter("a", began, began, 1)
    account.meter("a", began + 5 * HOUR, began, 3)
    assert account.counted(began + 5 * HOUR).energy == 2
    account.zone = "Europe/Amsterdam"
    assert account.counted(began + 5 * HOUR).energy == 3


def test_a_session_that_is_let_go_counts_no_more() -> None:
    """Nor does one whose id Shell gives to another count twice."""
    account = Account()
    account.tracker = SessionTracker(keep=1)
    account.meter("a", NOVEMBER, NOVEMBER, 4)
    over = replace(account.tracker.sessions["a"], ended_at=NOVEMBER)
    account.tracker._put(over, 0)
    account.meter("b", NOVEMBER, NOVEMBER, 2)
    assert account.counted(NOVEMBER).energy == 2


def test_before_a_month_is_known_nothing_is_marked() -> None:
    """Who does not say when it is gets no sums."""
    account = Account()
    account.meter("a", OCTOBER, OCTOBER, 4)
    account.restart()
    account.tracker.metered("a", metering(OCTOBER, 5))
    assert account.tracker.sessions["a"].marks == ()
    assert account_data(account.tracker).month_began is None


def test_marks_are_kept() -> None:
    """To the last digit."""
    mark = MonthMark(at=NOVEMBER, energy=1 / 3, cost=0.1 + 0.2, solar=0.1)
    session = ended(1, marks=(mark,))
    assert from_plain(TrackedSession, to_plain(session)) == session
