"""The share of sun where a meter hangs and then catches up, or tells what cannot be."""

from datetime import datetime
from typing import NamedTuple

from hypothesis import given, settings, strategies as st
import pytest

from .test_sun import HOUR, MINUTE, NOON, Home as SimpleHome, approx, at
from custom_components.shell_ev.session.record import Solar
from custom_components.shell_ev.session.sun import Grid


class Home(SimpleHome):
    """A home of which the sun is reckoned each minute, as its owner watches."""

    def repeats(self, start: int, end: int, energy: float, car: str = "car") -> None:
        """Let a car's meter say the same each half minute."""
        for seconds in range(start, end, 30):
            self.read(seconds, energy, car)

    def watched(self, seconds: int) -> tuple[float, float]:
        """Return the sun in the car's session, and the energy for which it is known."""
        for minute in range(MINUTE, seconds, MINUTE):
            self._told.append((minute, self._watch))
        return self.sun(seconds)

    def _watch(self, now: datetime) -> None:
        self.grid.confirm(now, now)
        self.grid.reckon(now)


def test_what_a_meter_tells_that_had_repeated_itself_is_not_covered() -> None:
    """11 kWh for an hour in which it was taken to stand still; then it goes on as before."""
    home = Home(11.5)
    home.begin(0)
    home.draws(0, 600, 11)
    home.repeats(600, 600 + HOUR, 11 / 6)
    home.draws(600 + HOUR, 1200 + HOUR, 11, before=11 / 6 + 11)
    assert home.watched(1200 + HOUR) == approx(0, 2 * 11 / 6 - 11 / 360)


def test_what_is_told_soon_enough_is_spread_over_all_of_the_silence() -> None:
    """Nothing was reckoned yet of the time: it had been silent for less than an hour."""
    home = Home(5.5)
    home.begin(0)
    home.draws(0, 600, 11)
    home.draws(600 + 3000, 1200 + 3000, 11, before=11 / 6 + 11 * 3000 / HOUR)
    drawn = 11 * 4200 / HOUR
    assert home.watched(4200) == approx(drawn / 2, drawn)


def test_a_meter_that_has_shown_a_large_step_is_waited_for_as_long() -> None:
    """It is asked twice a minute, and knows something new each 5 min.

    Its first step was a small one, for the car began to draw just before. So the second comes
    late; then it is known how long it may take.
    """
    home = Home(5.5)
    home.begin(0)
    home.draws(290, 300, 11)
    for number in range(1, 12):
        energy = 11 / 360 + 11 * (number - 1) / 12
        home.repeats(number * 300, (number + 1) * 300, energy)
    energy, covered = home.watched(HOUR)
    assert covered == pytest.approx(11 / 360 + 11 * 9 / 12)
    assert energy == pytest.approx(11 / 24 * 9, abs=0.04)


def test_a_car_that_pauses_is_covered_whole() -> None:
    """What its meter counts after the pause is no more than a step."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 600, 3.6)
    home.repeats(600, HOUR, 0.6)
    home.draws(HOUR, HOUR + 600, 3.6, before=0.6)
    assert home.watched(HOUR + 600) == approx(1.2, 1.2)


def test_a_car_that_goes_on_with_more_than_before_the_pause() -> None:
    """Of what is drawn faster the first ten seconds are left out at the most."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 600, 3.6)
    home.repeats(600, HOUR, 0.6)
    home.draws(HOUR, HOUR + 600, 11, before=0.6)
    _, covered = home.watched(HOUR + 600)
    drawn = 0.6 + 11 / 6
    assert drawn - 11 / 360 - 1e-9 <= covered <= drawn


def test_a_car_that_draws_hardly_anything_at_last() -> None:
    """0.3 kW, of which a meter that counts in 10 Wh tells each two minutes."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 600, 3.6)
    for seconds in range(610, 600 + HOUR + 1, 10):
        home.read(seconds, 0.6 + int((seconds - 600) * 0.3 / HOUR / 0.01 + 1e-6) * 0.01)
    assert home.watched(600 + HOUR) == approx(0.9, 0.9)


def test_a_meter_that_tells_only_whole_kwh_is_covered() -> None:
    """A car at the least there is needs 43 minutes for one."""
    home = Home(0.7)
    home.begin(0)
    for number in range(1, 6):
        home.read(number * HOUR / 1.4, number)
    home.end(5 * HOUR / 1.4, 5)
    assert home.watched(4 * HOUR) == pytest.approx((2.5, 5))


def test_a_meter_that_is_back_with_what_it_showed() -> None:
    """Its next step is of the time in which it was away, too."""
    home = Home(3)
    home.begin(0)
    home.draws(0, 600, 6)
    home.lose(600)
    home.read(HOUR, 1)
    home.read(HOUR + 20, 6)
    home.draws(HOUR + 20, HOUR + 620, 6, before=6)
    home.end(HOUR + 620, 7)
    assert home.watched(HOUR + 620) == approx(1, 2)


def test_a_meter_that_catches_up_at_the_end() -> None:
    """It had been silent for two hours."""
    home = Home(11.5)
    home.begin(0)
    home.draws(0, 600, 11)
    home.end(600 + 2 * HOUR, 11 / 6 + 22)
    assert home.watched(700 + 2 * HOUR) == approx(0, 11 / 6)
    assert home.grid.is_over("car")


def test_a_meter_that_hangs_beside_another() -> None:
    """Nobody knows what of the import was its car's while it caught up; before, it drew nothing."""
    home = Home(9)
    home.begin(0)
    home.begin(0, "hangs")
    home.draws(0, HOUR + 600, 6)
    home.draws(0, 600, 6, "hangs", every=30)
    home.repeats(630, HOUR, 1, "hangs")
    home.read(HOUR, 6, "hangs")
    home.draws(HOUR, HOUR + 600, 6, "hangs", before=6, every=30)
    # For three minutes with its steps of 50 Wh, and it is reckoned once a minute.
    waited = 6 * 5 * MINUTE / HOUR
    assert home.watched(HOUR + 600) == pytest.approx((0.5, 7), abs=waited)
    assert home.sun(HOUR + 600, "hangs") == approx(0.5, 2)


@pytest.mark.parametrize("power", [22, 43])
def test_the_quickest_charge_points_at_a_home_are_covered(power: float) -> None:
    """From the first word on."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 1200, power)
    assert home.watched(1200) == approx(power / 3, power / 3)


@pytest.mark.parametrize("power", [50, 150])
def test_a_quick_charger_is_covered_after_its_first_minute(power: float) -> None:
    """No car at a home draws as much; but one that has done so for a minute does."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 1200, power)
    _, covered = home.watched(1200)
    assert covered == pytest.approx(power / 3 * 19 / 20, rel=0.01)


def test_what_no_car_draws_is_not_covered() -> None:
    """A meter that was behind as the session began shows 5 kWh more half a minute later."""
    home = Home(5)
    home.begin(0)
    home.draws(30, 630, 10, before=5)
    energy, covered = home.watched(630)
    assert covered == pytest.approx(10 * 570 / HOUR, abs=0.1)
    assert energy == pytest.approx(covered / 2)


def test_a_clock_that_goes_back_makes_the_next_step_unknown() -> None:
    """Nobody knows when it began."""
    home = Home(0)
    home.begin(1000)
    home.read(1600, 1)
    home.sun(1600)
    home.imports(100, 0)
    home.sun(100)
    home.read(130, 2)
    home.read(730, 3)
    assert home.sun(730) == approx(2, 2)


# Any hang


class Hang(NamedTuple):
    """When, in seconds after noon, and how a meter hangs."""

    start: int
    end: int
    how: str


@st.composite
def hangs(draw: st.DrawFn) -> list[Hang]:
    """Return up to three hangs of up to three hours, one after the other."""
    found, end = [], 0
    for _ in range(draw(st.integers(0, 3))):
        start = end + draw(st.integers(2 * MINUTE, HOUR))
        end = start + draw(st.integers(10, 3 * HOUR))
        how = draw(st.sampled_from(["silent", "repeats", "away", "restart"]))
        found.append(Hang(start, end, how))
    return found


def hung(hangs: list[Hang], power: float, every: int) -> tuple[Solar, float, float]:
    """Return what a grid makes of a car and 1 kW more that are imported all the time.

    And the kWh that the meter counts until an hour after the last hang, and those that it tells
    late. Through the first half of a restart nobody watches; then it shows what it did before.
    """
    grid = Grid(NOON)
    grid.imports(NOON, power + 1)
    grid.begin("car", NOON, NOON, 0, Solar())
    known: Solar | None = None
    shown = late = 0.0
    end = max((hang.end for hang in hangs), default=0) + HOUR
    for second in range(every, end, every):
        now = at(second)
        hang = next((each for each in hangs if each.start <= second < each.end), None)
        how = hang.how if hang else ""
        if hang and how == "restart" and second < (hang.start + hang.end) / 2:
            if known is None:
                known = grid.solar("car")
                grid.forget("car")
            continue
        if known is not None:
            grid.begin("car", now, now, shown, known)
            known = None
        if how == "away":
            grid.lose("car")
        elif how in ("repeats", "restart"):
            grid.read("car", now, now, shown)
        elif not how:
            energy = round(power * second / HOUR, 3)
            if energy - shown > 1.5 * power * every / HOUR:
                late += energy - shown
            shown = energy
            grid.read("car", now, now, shown)
        grid.confirm(now, now)
        grid.reckon(now)
    return grid.solar("car"), shown, late


@settings(max_examples=60, deadline=None)
@given(hangs(), st.floats(1.4, 22), st.sampled_from([5, 10, 30, 60]))
def test_there_is_no_sun_at_night_however_a_meter_hangs(
    hangs: list[Hang], power: float, every: int
) -> None:
    """All comes from the grid; and where the meter does not hang, all is covered."""
    solar, drawn, late = hung(hangs, power, every)
    assert solar.energy == pytest.approx(0, abs=1e-9)
    # At each hang, and at the end, a minute may not have been reckoned, and a step be left out.
    little = power * (MINUTE + 2 * every) / HOUR * (len(hangs) + 1)
    assert drawn - late - little <= solar.covered <= drawn + 1e-9
