"""The share of sun, in cases worked out by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.shell_ev.session.record import Solar
from custom_components.shell_ev.session.sun import Grid

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)
MINUTE = 60
HOUR = 3600


def at(seconds: float) -> datetime:
    """Return a time after noon."""
    return NOON + timedelta(seconds=seconds)


class Home:
    """A home whose sensors say what they are told, in seconds after noon and in their order."""

    def __init__(self, power: float | None = None) -> None:
        """Import so many kW from noon on."""
        self.grid = Grid(NOON)
        self._told: list[tuple[float, Callable[[datetime], None]]] = []
        self.imports(0, power)

    def imports(self, seconds: float, power: float | None, silent: float = 0) -> None:
        """Import so many kW, as a sensor says that was silent before."""
        span = timedelta(seconds=silent)
        self._told.append((seconds, lambda now: self.grid.imports(now, power, span)))

    def begin(
        self,
        seconds: float,
        car: str = "car",
        *,
        since: float | None = None,
        energy: float = 0,
        solar: Solar | None = None,
    ) -> None:
        """Begin a session, or find one that has drawn so much, as its meter said earlier."""
        known = Solar() if solar is None else solar
        spoke = at(seconds if since is None else since)
        self._told.append(
            (seconds, lambda now: self.grid.begin(car, now, spoke, energy, known))
        )

    def read(self, seconds: float, energy: float, car: str = "car") -> None:
        """Read a car's meter, which has just spoken."""
        self._told.append((seconds, lambda now: self.grid.read(car, now, now, energy)))

    def draws(
        self,
        start: int,
        end: int,
        power: float,
        car: str = "car",
        *,
        before: float = 0,
        every: int = 10,
    ) -> None:
        """Read a meter regularly that goes on with so many kW from what it showed before."""
        for seconds in range(start + every, end + 1, every):
            self.read(seconds, before + power * (seconds - start) / HOUR, car)

    def lose(self, seconds: float) -> None:
        """Lose the car's meter."""
        self._told.append((seconds, lambda _: self.grid.lose("car")))

    def end(self, seconds: float, energy: float | None, car: str = "car") -> None:
        """End a session."""
        self._told.append((seconds, lambda now: self.grid.end(car, now, now, energy)))

    def hear(self) -> None:
        """Hear all that was told."""
        for told_at, tell in sorted(self._told, key=lambda each: each[0]):
            tell(at(told_at))
        self._told.clear()

    def sun(self, seconds: float, car: str = "car") -> tuple[float, float]:
        """Return the sun in a session, and the energy for which it is known, at a time.

        The grid sensor has just said once more what it says.
        """
        self.hear()
        self.grid.confirm(at(seconds), at(seconds))
        self.grid.reckon(at(seconds))
        solar = self.grid.solar(car)
        return solar.energy, solar.covered


def approx(*expected: float) -> object:
    """Return what kWh are compared with."""
    return pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("power", "sun"),
    [
        (-5, 6),
        (0, 6),
        # 4 of the 6 kW come from the grid.
        (4, 2),
        (6, 0),
        # The home needs more besides.
        (9, 0),
        (float("inf"), 0),
        (1e308, 0),
    ],
)
def test_sun_is_the_draw_less_the_import(power: float, sun: float) -> None:
    """Never below nought or above the draw: an hour at 6 kW."""
    home = Home(power)
    home.begin(0)
    home.draws(0, HOUR, 6)
    assert home.sun(HOUR) == approx(sun, 6)


def test_the_import_is_taken_as_it_comes() -> None:
    """A quarter of an hour each: all from the grid, half, none."""
    home = Home(6)
    home.begin(0)
    for seconds in range(5 * MINUTE, 45 * MINUTE + 1, 5 * MINUTE):
        if seconds == 15 * MINUTE:
            home.imports(seconds, 3)
        if seconds == 30 * MINUTE:
            home.imports(seconds, -2)
        home.read(seconds, seconds / HOUR * 6)
    assert home.sun(45 * MINUTE) == approx(0.75 + 1.5, 4.5)


def test_a_sensor_that_is_read_now_and_then_has_changed_in_between() -> None:
    """Half of the five minutes in which 6 kW came to be imported was sun."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 1200, 6)
    home.imports(600, 6, silent=300)
    assert home.sun(1200) == approx(450 / 600, 2)


def test_a_sensor_that_tells_only_what_changes_has_changed_just_now() -> None:
    """It was silent for longer than one that is read regularly."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 1200, 6)
    home.imports(600, 6, silent=600)
    assert home.sun(1200) == approx(1, 2)


def test_a_sensor_that_is_back_says_nothing_of_the_time_before() -> None:
    """What was not known stays so."""
    home = Home(None)
    home.begin(0)
    home.draws(0, 1200, 6)
    home.imports(600, 0, silent=300)
    assert home.sun(1200) == approx(1, 1)


def test_two_sensors_that_are_read_together() -> None:
    """What stands there between the words of the two never was."""
    home = Home(3)
    home.begin(0)
    home.draws(0, 1200, 6)
    home.imports(600, 9, silent=300)
    home.imports(600, 6, silent=300.2)
    assert home.sun(1200) == approx(450 / 600 / 2, 2)


def test_a_silent_sensor_is_waited_for() -> None:
    """For six minutes; then it has nothing new to say."""
    home = Home(0)
    home.begin(0)
    home.draws(0, 1200, 6)
    home.hear()
    home.grid.reckon(at(1200))
    solar = home.grid.solar("car")
    assert (solar.energy, solar.covered) == approx(1.4, 1.4)


def test_sessions_at_the_same_time_share_the_import_by_their_draw() -> None:
    """9 and 3 kW with 6 kW from the grid: half of each is sun."""
    home = Home(6)
    home.begin(0)
    home.begin(0, "other")
    home.draws(0, HOUR, 9)
    home.draws(0, HOUR, 3, "other", every=300)
    assert home.sun(HOUR) == approx(4.5, 9)
    assert home.sun(HOUR, "other") == approx(1.5, 3)


def test_a_session_that_comes_and_goes_beside_another() -> None:
    """4 kW from the grid, for 6 kW alone a third is sun; for 8 kW together half."""
    home = Home(4)
    home.begin(0)
    home.begin(20 * MINUTE, "other")
    home.draws(20 * MINUTE, 40 * MINUTE, 2, "other")
    home.end(40 * MINUTE, 2 / 3, "other")
    home.draws(0, HOUR, 6)
    assert home.sun(HOUR) == approx((2 / 3 + 1 + 2 / 3), 6)
    assert home.sun(HOUR, "other") == approx(1 / 3, 2 / 3)
    assert home.grid.is_over("other")
    assert not home.grid.is_over("car")


def test_where_the_import_is_not_known_nothing_is_said() -> None:
    """Of 6 kWh the share is known for 4."""
    home = Home(3)
    home.begin(0)
    home.imports(20 * MINUTE, None)
    home.imports(40 * MINUTE, 3)
    home.draws(0, HOUR, 6)
    assert home.sun(HOUR) == approx(2, 4)


def test_a_meter_that_is_away_says_nothing_of_all_who_share() -> None:
    """Nobody knows what it drew from 20 to 40: not its share, and not that of the other."""
    home = Home(4)
    home.begin(0)
    home.begin(0, "other")
    home.draws(0, HOUR, 4, "other", every=300)
    home.draws(0, 20 * MINUTE, 4)
    home.lose(20 * MINUTE)
    home.read(40 * MINUTE, 8 / 3)
    home.draws(40 * MINUTE, HOUR, 4, before=8 / 3)
    assert home.sun(HOUR, "other") == approx(8 / 6, 16 / 6)
    assert home.sun(HOUR) == approx(8 / 6, 16 / 6)


def test_a_meter_that_comes_and_goes() -> None:
    """What it counted while it was away is one stretch, however often it was back."""
    home = Home(0)
    home.begin(0)
    for seconds in range(60, 600, 60):
        home.lose(seconds - 30)
        home.read(seconds, seconds / HOUR)
    assert home.sun(600) == approx(0, 0)
    home.read(660, 660 / HOUR)
    assert home.sun(660) == approx(120 / HOUR, 120 / HOUR)


def test_what_was_known_before_goes_on() -> None:
    """After a restart a session has what it had, and what was not watched is not covered.

    The meter may still have shown what it did before: only its first step tells how far it is.
    """
    home = Home(0)
    home.begin(600, energy=5, solar=Solar(energy=1, covered=3))
    home.read(900, 5.5)
    home.read(1200, 6)
    assert home.sun(1200) == approx(1.5, 3.5)


def test_a_session_that_is_found_late() -> None:
    """Its meter spoke before, and the import is known from the time before it was found."""
    home = Home(3)
    home.imports(100, -1)
    home.imports(200, 3)
    home.imports(1000, 3.5)
    home.imports(1000, 4)
    home.begin(1200, since=900)
    home.read(1500, 1)
    assert home.sun(1500) == approx(1 - 3 / 36 - 4 * 5 / 36, 1)


def test_what_is_imported_with_no_session_is_kept_for_ten_minutes() -> None:
    """What is not known of the time before is not made up."""
    home = Home(0)
    for seconds in range(1, 3000):
        home.imports(seconds, -seconds % 2)
    home.begin(3000, since=0)
    home.read(3000, 5)
    _, covered = home.sun(3000)
    assert covered == pytest.approx(1, abs=0.01)


def test_a_session_that_joins_while_another_is_waited_for() -> None:
    """The first has not spoken since before the second began."""
    home = Home(2)
    home.begin(0)
    home.read(300, 0.5)
    home.begin(600, "other")
    home.read(900, 0.5, "other")
    assert home.sun(900) == approx(0.5 - 1 / 6, 0.5)
    home.read(1200, 2)
    home.read(1200, 1, "other")
    # Alone with 6 kW for five minutes, then 6 kW each for ten.
    assert home.sun(1200) == approx(0.5 - 1 / 6 + 0.5 - 1 / 6 + 1 - 1 / 6, 2)
    assert home.sun(1200, "other") == approx(1 - 1 / 6, 1)


@pytest.mark.parametrize("step", [0.001, 0.01, 0.1, 1])
@pytest.mark.parametrize(
    ("power", "sun", "noise"), [(4, 0, 0), (2, 0, 0.05), (1, 0.5, 0.005), (0, 1, 0)]
)
def test_a_coarse_meter_makes_no_noise(
    step: float, power: float, sun: float, noise: float
) -> None:
    """One that is read every 10 s and counts in steps: 2 kW for five hours.

    Only where the import is the very draw does a step too early or too late count as sun.
    """
    home = Home(power)
    home.begin(0)
    for seconds in range(10, 5 * HOUR + 1, 10):
        home.read(seconds, int(seconds * 2 / HOUR / step) * step)
        home.sun(seconds)
    energy, covered = home.sun(5 * HOUR)
    assert covered == pytest.approx(10, abs=max(step, 0.03))
    assert energy == pytest.approx(sun * covered, abs=noise * covered)


def test_a_car_that_is_full_keeps_nobody_waiting_for_more_than_an_hour() -> None:
    """Its meter, which tells only what changes, says nothing any more."""
    home = Home(1)
    home.begin(0)
    home.begin(0, "full")
    home.read(600, 1, "full")
    home.draws(0, 5 * HOUR, 2, every=300)
    before = 7 / 8 * 1 / 3
    after = 2 * (4 * HOUR - 600) / HOUR
    assert home.sun(5 * HOUR) == approx(before + after / 2, 1 / 3 + after)
    home.read(5 * HOUR, 2, "full")
    sun, covered = home.sun(5 * HOUR)
    # Its last kWh was drawn within the last hour: 3 kW together, two thirds of them sun.
    assert sun == pytest.approx(before + after / 2 + 4 / 3)
    assert covered == pytest.approx(1 / 3 + after + 2)


def test_a_fine_meter_that_stands_still_is_believed_at_once() -> None:
    """It counts in 10 Wh, and says each 10 s that it has not moved."""
    home = Home(1)
    home.begin(0)
    home.begin(0, "full")
    for seconds in range(10, 600, 10):
        home.read(seconds, 0.01, "full")
        home.read(seconds, seconds * 2 / HOUR)
    _, covered = home.sun(600)
    assert covered > 500 * 2 / HOUR


def test_it_is_reckoned_once_a_minute_and_at_the_end() -> None:
    """Not at each word of a lively meter."""
    home = Home(0)
    home.begin(0)
    home.read(30, 0.1)
    assert home.sun(30) == (0, 0)
    home.read(60, 0.2)
    assert home.sun(60) == approx(0.2, 0.2)
    home.end(90, 0.3)
    assert home.sun(90) == approx(0.3, 0.3)
    assert home.grid.is_over("car")
    home.end(120, 9)
    assert home.sun(200) == approx(0.3, 0.3)
    home.grid.forget("car")
    home.grid.reckon(at(300))


def test_an_end_waits_for_the_others() -> None:
    """Their meters tell what they drew at its end only later."""
    home = Home(3)
    home.begin(0)
    home.begin(0, "other")
    home.draws(0, 600, 6)
    home.end(600, 1)
    assert home.sun(600) == approx(0, 0)
    assert not home.grid.is_over("car")
    home.read(1200, 1, "other")
    assert home.sun(1200) == approx(1 - 6 / 9 * 0.5, 1)
    assert home.grid.is_over("car")


def test_an_end_that_the_meter_has_not_told() -> None:
    """What it drew after its last word is not known."""
    home = Home(0)
    home.begin(0)
    home.read(600, 1)
    home.lose(600)
    home.end(900, None)
    assert home.sun(900) == approx(1, 1)
    assert home.grid.is_over("car")


def test_an_end_that_lies_before_the_meters_last_word() -> None:
    """All that is known stays known."""
    home = Home(0)
    home.begin(0)
    home.read(600, 1)
    home.sun(600)
    home.grid.end("car", at(610), at(590), None)
    assert home.sun(610) == approx(1, 1)


def test_a_session_that_was_not_over_after_all() -> None:
    """It goes on where it was."""
    home = Home(0)
    home.begin(0)
    home.end(600, 1)
    assert home.sun(600) == approx(1, 1)
    home.read(1200, 2)
    assert home.sun(1200) == approx(2, 2)
    assert not home.grid.is_over("car")


def test_what_comes_at_the_same_moment() -> None:
    """A jump takes no time; that of a meter that was away, or goes back, is not known."""
    home = Home(0)
    home.begin(0)
    home.read(0, 5)
    home.read(600, 6)
    home.read(600, 6.5)
    assert home.sun(600) == approx(1.5, 1.5)
    home.read(1200, 7)
    home.lose(1200)
    home.read(1200, 7.5)
    home.read(1800, 7)
    home.read(2400, 8)
    assert home.sun(2400) == approx(2.5, 2.5)


def test_a_clock_that_goes_back() -> None:
    """By a little it stands still. By more, what was not reckoned is not known."""
    home = Home(0)
    home.begin(1000)
    home.begin(1000, "other")
    home.read(1300, 1)
    home.sun(1300)
    home.read(1290, 1.5)
    home.imports(1299, 1)
    home.imports(1299, 0)
    home.read(1300, 0, "other")
    home.end(1300, 0, "other")
    assert home.sun(1300) == approx(1.5, 1.5)
    home.read(1330, 2)
    home.sun(1330)
    home.read(200, 2.5)
    home.sun(200)
    assert home.grid.is_over("other")
    home.read(500, 3)
    assert home.sun(500) == approx(2, 2)


def test_a_clock_that_goes_back_while_an_end_is_waited_for() -> None:
    """The end is heard of all the same."""
    home = Home()
    home.begin(1000)
    home.begin(1000, "other")
    home.end(1100, 1)
    home.sun(1100)
    home.imports(0, 0)
    home.sun(0)
    assert home.grid.is_over("car")
    assert not home.grid.is_over("other")


def test_a_clock_that_goes_back_before_anything_was_heard() -> None:
    """Nothing is made up."""
    grid = Grid(at(1000))
    grid.begin("car", at(0), at(0), 0, Solar())
    grid.read("car", at(600), at(600), 1)
    grid.reckon(at(600))
    assert grid.solar("car") == Solar()


def test_a_lively_sensor_does_not_fill_the_memory() -> None:
    """Of 20,000 changes before the meter speaks the last 10,000 are kept; the rest is not covered."""
    home = Home(1)
    home.begin(0)
    for number in range(20_000):
        home.imports(number / 10, number % 2)
    home.read(2000, 2)
    energy, covered = home.sun(2000)
    assert covered == pytest.approx(1, abs=0.001)
    assert energy == pytest.approx(1 - 0.5 * 1000 / HOUR, abs=0.001)
