"""One way to count, against a second reckoning that knows nothing of sessions."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.shell_ev.actions.history import is_within, totals_response
from custom_components.shell_ev.api.models import Session, SessionState
from custom_components.shell_ev.session.archive import MonthFile
from custom_components.shell_ev.session.figures import Source, began_at, figures, totals
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.plain import from_newer, from_plain, to_plain
from custom_components.shell_ev.session.record import (
    Billed,
    Event,
    Solar,
    TrackedSession,
)
from custom_components.shell_ev.session.tracker import SessionTracker
from tests.session.account import metering
from tests.store.records import ended

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONES: Final = ("Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "UTC")
CURRENCIES: Final = ("EUR", "NOK")
COUNTED: Final = ("ran", "goes on", "no time")
NOT_COUNTED: Final = ("failed", "requested", "vanished")


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happened, in a traveller's words. Energy in kWh, ``lasted`` in seconds."""

    kind: str = "ran"
    at: datetime = NOON
    lasted: int = 3600
    metered: float | None = None
    estimate: tuple[float, str] | None = None
    billed: tuple[float | None, tuple[float, str] | None] | None = None
    sun: tuple[float, float] | None = None

    @property
    def energy(self) -> float | None:
        """The kWh that count."""
        if self.billed and self.billed[0] is not None:
            return self.billed[0]
        return self.metered

    @property
    def cost(self) -> tuple[float, str] | None:
        """The amount and currency that count."""
        if self.billed and self.billed[1] is not None:
            return self.billed[1]
        return self.estimate if self.metered is not None else None

    @property
    def shine(self) -> tuple[float, float] | None:
        """The sun that counts and what is covered, never more than there is energy."""
        if self.sun is None:
            return None
        most = float("inf") if self.energy is None else self.energy
        shine = min(self.sun[0], most), min(self.sun[1], most)
        return shine if shine[1] else None

    @property
    def is_of_one_measure(self) -> bool:
        """Whether the amount is for the kWh that count."""
        kwh_billed = bool(self.billed and self.billed[0] is not None)
        return not (kwh_billed and self.is_estimate)

    @property
    def is_estimate(self) -> bool:
        """Whether the amount is the meter's."""
        return self.cost is not None and not (self.billed and self.billed[1])


def told(story: Story, number: int = 0) -> TrackedSession:
    """Return a story as the session that is kept of it."""
    end = story.at + timedelta(seconds=story.lasted)
    of_kind: dict[str, dict[str, Any]] = {
        "ran": {
            "state": SessionState.STOPPED,
            "started_at": story.at,
            "ended_at": end,
        },
        "goes on": {"state": SessionState.STARTED, "started_at": story.at},
        "no time": {
            "state": SessionState.STOPPED,
            "ended_at": end,
            "announced": frozenset({Event.STARTED, Event.STOPPED}),
        },
        "failed": {
            "state": SessionState.FAILED_TO_START,
            "started_at": story.at,
            "ended_at": end,
        },
        "requested": {"state": SessionState.START_REQUESTED},
        "vanished": {"state": None, "ended_at": end},
    }
    metering = None
    if story.metered is not None:
        cost, currency = story.estimate or (None, None)
        metering = Metering(
            began_at=story.at,
            priced_until=story.at,
            meter="sensor.meter",
            reading=1000.0,
            energy=story.metered,
            priced_energy=story.metered,
            priced_cost=cost,
            currency=currency,
        )
    billed = None
    if story.billed:
        energy, money = story.billed
        amount, currency = money or (None, None)
        billed = Billed(energy=energy, amount=amount, currency=currency)
    return TrackedSession(
        session_id=f"session-{number}",
        ema_id="NLTNMC00122045",
        evse_id="NLTNME020034510",
        evse_name="NL*TNM*E02003451*0",
        seen_at=story.at,
        metering=metering,
        billed=billed,
        solar=Solar(energy=story.sun[0], covered=story.sun[1]) if story.sun else None,
        **of_kind[story.kind],
    )


KWH = st.floats(0, 120) | st.sampled_from([0.0, 0.1, 0.2, 0.0005, 11.4])
MONEY = st.tuples(
    st.floats(-20, 90) | st.sampled_from([0.0, 0.005, 0.1]), st.sampled_from(CURRENCIES)
)
STORIES = st.builds(
    Story,
    kind=st.sampled_from(COUNTED * 2 + NOT_COUNTED),
    at=st.datetimes(
        datetime(2025, 12, 25), datetime(2027, 1, 8), timezones=st.just(UTC)
    )
    # The hours in which a day, a month, a year or a clock turns.
    | st.sampled_from(
        [
            datetime(2026, month, day, hour, 30, tzinfo=UTC)
            for month, day in ((1, 1), (3, 29), (10, 25), (12, 31), (3, 1), (2, 28))
            for hour in (0, 1, 2, 22, 23)
        ]
    ),
    lasted=st.integers(0, 3 * 86400),
    metered=st.none() | KWH,
    estimate=st.none() | MONEY,
    billed=st.none() | st.tuples(st.none() | KWH, st.none() | MONEY),
    sun=st.none() | st.tuples(st.floats(0, 10), st.floats(10, 60)),
)


def exactly(values: list[float]) -> float | None:
    """Return the exact sum, ``None`` of nothing."""
    return float(sum(map(Fraction, values))) if values else None


def rounded(value: float | None, digits: int) -> float | None:
    """Return what is shown."""
    return None if value is None else round(value, digits)


def reckoned(stories: list[Story]) -> dict[str, Any]:
    """Return the totals of stories that count, from their words alone."""
    energies = [each.energy for each in stories if each.energy is not None]
    suns = [each.shine for each in stories if each.shine]
    durations = [each.lasted for each in stories if each.kind == "ran"]
    costs: dict[str, list[float]] = defaultdict(list)
    estimated = {each.cost[1] for each in stories if each.cost and each.is_estimate}
    for each in stories:
        if each.cost:
            costs[each.cost[1]].append(each.cost[0])
    return {
        "sessions": len(stories),
        "energy": rounded(exactly(energies), 3),
        "without_energy": len(stories) - len(energies),
        "duration": sum(durations) if durations else None,
        "without_duration": len(stories) - len(durations),
        "costs": {
            currency: (
                len(amounts),
                rounded(exactly(amounts), 2),
                currency in estimated,
            )
            for currency, amounts in costs.items()
        },
        "without_cost": len(stories) - sum(map(len, costs.values())),
        "solar_energy": rounded(exactly([sun for sun, _ in suns]), 3),
        "solar_covered": rounded(exactly([covered for _, covered in suns]), 3),
        "without_solar": len(stories) - len(suns),
    }


def counted(sessions: list[TrackedSession]) -> dict[str, Any]:
    """Return the same of sessions, as a response tells it."""
    response: dict[str, Any] = dict(totals_response(totals(sessions)))
    del response["solar_share"]
    costs = {
        cost["currency"]: (cost["sessions"], cost["cost"], cost["estimated"])
        for cost in response["costs"]
    }
    return {**response, "costs": costs}


@settings(deadline=None)
@given(st.lists(STORIES, max_size=25), st.sampled_from(ZONES))
def test_a_year_by_its_months(stories: list[Story], name: str) -> None:
    """Each session counts once, whole, in the local month in which it began; no month has more."""
    zone = ZoneInfo(name)
    sessions = [told(story) for story in stories]
    by_month: dict[tuple[int, int], list[Story]] = defaultdict(list)
    for story in stories:
        if story.kind in COUNTED:
            local = story.at.astimezone(zone)
            by_month[local.year, local.month].append(story)
    months = [(2025, 12), *((2026, month) for month in range(1, 13)), (2027, 1)]
    edges = [datetime(year, month, 1, tzinfo=zone) for year, month in months]
    edges.append(datetime(2027, 2, 1, tzinfo=zone))
    for number, month in enumerate(months):
        begin, end = (each.astimezone(UTC) for each in edges[number : number + 2])
        those = [
            session
            for session in sessions
            if (at := began_at(session)) and is_within(at, begin, end)
        ]
        assert counted(those) == reckoned(by_month[month]), month


@given(st.lists(STORIES, max_size=12))
def test_averages_are_of_what_is_known(stories: list[Story]) -> None:
    """A price per kWh is of the sessions whose energy and cost both are known, a share of what is covered."""
    counting = [story for story in stories if story.kind in COUNTED]
    found = totals(map(told, counting))
    for cost in found.costs:
        pairs = [
            (each.cost[0], each.energy)
            for each in counting
            if each.cost
            and each.cost[1] == cost.currency
            and each.energy is not None
            and each.is_of_one_measure
        ]
        energy = sum(Fraction(kwh) for _, kwh in pairs)
        if not energy:
            assert cost.average_price is None
        else:
            exact = float(sum(Fraction(money) for money, _ in pairs)) / float(energy)
            assert cost.average_price == pytest.approx(exact)
    suns = [each.shine for each in counting if each.shine]
    share = found.solar_share
    assert (share is None) is (not suns)
    if share is not None:
        assert share == pytest.approx(
            sum(sun for sun, _ in suns) / sum(covered for _, covered in suns)
        )
        assert 0 <= share <= 1


@given(STORIES)
def test_as_billed_and_taken_back(story: Story) -> None:
    """Each of the bill's figures wins for itself; without the bill it is as if there had been none."""
    session = told(story)
    found = figures(session)
    assert found.energy == story.energy
    assert (found.cost, found.currency) == (story.cost or (None, None))
    has_kwh, has_money = story.billed or (None, None)
    assert (found.energy_source is Source.BILL) is (has_kwh is not None)
    assert (found.cost_source is Source.BILL) is (has_money is not None)
    assert (found.energy_source is None) is (found.energy is None)
    before = told(replace(story, billed=None))
    assert figures(replace(session, billed=None)) == figures(before)


@pytest.mark.parametrize(
    ("energy", "cost", "price"),
    [(10.0, 4.4, 0.44), (0.0, 1.0, None), (None, 1.0, None), (10.0, None, None)],
)
def test_the_average_price(
    energy: float | None, cost: float | None, price: float | None
) -> None:
    """Nothing is divided by nothing."""
    money = None if cost is None else (cost, "EUR")
    story = Story(billed=(energy, money))
    assert figures(told(story)).average_price == pytest.approx(price)


def test_a_cost_that_waits_for_a_price_is_not_known() -> None:
    """A part of it would be less than was paid."""
    session = told(Story(metered=10.0, estimate=(4.4, "EUR")))
    assert figures(session).cost == 4.4
    assert session.metering is not None
    waiting = replace(session, metering=replace(session.metering, priced_energy=9.0))
    assert (figures(waiting).energy, figures(waiting).cost) == (10.0, None)
    silent = replace(session, metering=replace(session.metering, reading=None))
    assert (figures(silent).energy, figures(silent).cost) == (None, None)


def test_the_currency_of_most_sessions_comes_first() -> None:
    """Then by their letters."""

    def billed(currency: str) -> TrackedSession:
        return told(Story(billed=(None, (1.0, currency))))

    found = totals([billed("SEK"), billed("NOK"), billed("EUR"), billed("SEK")])
    assert [cost.currency for cost in found.costs] == ["SEK", "EUR", "NOK"]


# What is noted of a bill stays


def over(number: int) -> Session:
    """Return what Shell says of a session that is over."""
    at = NOON + timedelta(days=number)
    return Session(
        session_id=f"session-{number}",
        ema_id="NL-TNM-C00122045-K",
        evse_id="NL*TNM*E02003451*0",
        state=SessionState.STOPPED,
        started_at=at,
        stopped_at=at + timedelta(hours=1),
    )


BILL: Final = Billed(energy=11.4, amount=5.27, currency="EUR")


def test_a_bill_outlives_readings_and_the_sessions_that_are_let_go() -> None:
    """Shell telling of the session again, and older ones going, change nothing of it."""
    tracker = SessionTracker(keep=2)
    tracker.update([over(0), over(1)], tracker.draw_ticket(), NOON)
    revision = tracker.revision
    tracker.billed("session-1", BILL)
    assert tracker.revision > revision
    tracker.update([over(1), over(2)], tracker.draw_ticket(), NOON)
    assert list(tracker.sessions) == ["session-1", "session-2"]
    assert tracker.sessions["session-1"].billed == BILL
    (month,) = {
        each
        for each in tracker.archive.months
        if "session-1" in tracker.archive.months[each]
    }
    assert tracker.archive.months[month]["session-1"].billed == BILL
    assert month in tracker.archive.changed
    tracker.billed("session-1", None)
    assert tracker.sessions["session-1"].billed is None


def test_a_bill_of_another_version() -> None:
    """What a newer one adds to a bill is carried; what cannot be read takes no other figure along."""
    session = replace(told(Story()), billed=BILL)
    plain = to_plain(session)
    assert plain["billed"] == {"energy": 11.4, "amount": 5.27, "currency": "EUR"}
    plain["billed"]["tax"] = 0.21
    again = from_plain(TrackedSession, plain)
    assert figures(again).cost == 5.27
    assert to_plain(again)["billed"]["tax"] == 0.21
    plain["billed"]["amount"] = {"net": 4, "gross": 5}
    newer = from_newer(TrackedSession, plain)
    assert newer.billed is None
    assert to_plain(newer)["billed"] == plain["billed"]
    older = from_plain(TrackedSession, to_plain(told(Story())))
    assert older.billed is None


def test_totals_of_absurd_figures_do_not_fail() -> None:
    """As the sensors of the month, they know no sum then; the view of all others goes on."""
    kept = MonthFile(
        sessions=tuple(
            ended(number, NOON, metering=metering(NOON, 1e308)) for number in range(3)
        )
    )
    read = from_plain(MonthFile, to_plain(kept))
    assert totals(read.sessions).sessions == 3


def test_the_sun_of_a_session_is_not_above_its_energy() -> None:
    """10 kWh by the meter, all of sun; 6 by the bill."""
    session = replace(
        ended(1, NOON, metering=metering(NOON, 10)),
        solar=Solar(energy=10, covered=10),
        billed=Billed(energy=6),
    )
    counted = figures(session)
    assert counted.energy == 6
    assert counted.solar_energy is not None
    assert counted.solar_energy <= counted.energy


def test_the_average_price_is_not_made_of_two_measures() -> None:
    """10 kWh by the meter at 0.40, 6 by the bill: no kWh has cost 0.67."""
    session = replace(
        ended(1, NOON, metering=metering(NOON, 10)), billed=Billed(energy=6)
    )
    assert figures(session).average_price in (None, 0.4)
