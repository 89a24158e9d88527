"""Rules that charge with the sun, as pure functions of what is read: the blueprint's, evcc's, the naive.

They are models: a day passes in milliseconds. ``tests/blueprints/test_days.py`` holds the blueprint's
to the real engine. Times are in seconds of the day, powers in watts.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol, override

from .sensors import TICK, Reading

_MINUTE: Final = 60


class Rule(Protocol):
    """What decides for one day."""

    def decide(self, now: int, reading: Reading, on: bool) -> bool | None:
        """Tell whether to start or to stop; ``None`` leaves it as it is. Asked every ``TICK``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The blueprint's inputs: shares of what the car draws, times in minutes."""

    start_share: float = 0.65
    start_hold: int = 2
    stop_share: float = 0.55
    stop_hold: int = 25
    minimum_on: int = 15
    minimum_off: int = 10
    most_starts: int = 6
    battery_first: float = 80
    battery_margin: float = 5
    blind: int = 30
    fall: int = 10
    """By then a sensor has shown that the car draws power, if it sees the car."""


DEFAULTS: Final = Shares()
SMALL_ROOF: Final = Shares(start_share=0.55, stop_share=0.50, stop_hold=15)
"""The preset for a roof that is small for its car."""


@dataclass(slots=True, kw_only=True)
class Blueprint(Rule):
    """Solar surplus: starts when enough has held, stops when the average is too low."""

    nominal: float
    shares: Shares = DEFAULTS
    _starts: int = 0
    _since: int | None = None
    """Enough has held since then."""
    _changed: int = -24 * 60 * _MINUTE
    _before: Reading | None = None
    _was_on: bool = False
    _average: float | None = None
    _blind: int = 0
    _exported: float | None = None
    """Before the start."""
    _lowest: float | None = None
    """Exported soon after the start."""

    @override
    def decide(self, now: int, reading: Reading, on: bool) -> bool | None:
        """Follow the session that it has started, or wait for enough."""
        if on is not self._was_on:
            self._was_on = on
            # It was turned at the last look.
            self._changed = now - TICK
            self._since = self._average = None
            self._blind = 0
        return self._look_after(now, reading) if on else self._wait(now, reading)

    def _wait(self, now: int, reading: Reading) -> bool | None:
        shares = self.shares
        # A template is looked at when a sensor changes, and once a minute.
        if reading is not self._before or now % _MINUTE == 0:
            self._before = reading
            hold = shares.start_hold
            rested = now - self._changed >= (shares.minimum_off - hold) * _MINUTE
            if not (rested and self._is_enough(reading)):
                self._since = None
            elif self._since is None:
                # What is read now was shown a tick ago.
                self._since = now - TICK
        if self._since is None or self._starts >= shares.most_starts:
            return None
        if now - self._since < shares.start_hold * _MINUTE:
            return None
        self._starts += 1
        self._exported, self._lowest = reading.export, None
        return True

    def _is_enough(self, reading: Reading) -> bool:
        surplus = self._surplus(reading, 0)
        full = reading.stored is None or reading.stored >= self.shares.battery_first
        enough = self.nominal * self.shares.start_share
        return full and surplus is not None and surplus >= enough

    def _look_after(self, now: int, reading: Reading) -> bool | None:
        lasted = now - self._changed
        if lasted % _MINUTE:
            return None
        shares = self.shares
        drawn = self.nominal if self._sees_car(lasted, reading) else 0
        surplus = self._surplus(reading, drawn)
        self._blind = self._blind + 1 if surplus is None else 0
        if surplus is not None:
            if self._average is None:
                self._average = surplus
            self._average += (surplus - self._average) / shares.stop_hold
        average = self.nominal if self._average is None else self._average
        empty = (
            reading.stored is not None
            and reading.stored < shares.battery_first - shares.battery_margin
        )
        poor = average < self.nominal * shares.stop_share
        if lasted >= shares.minimum_on * _MINUTE and (
            poor or empty or self._blind >= shares.blind
        ):
            return False
        return None

    def _sees_car(self, lasted: int, reading: Reading) -> bool:
        """Tell whether what is exported fell by most of what the car draws, as far as is known yet."""
        if lasted <= self.shares.fall * _MINUTE:
            shown = (
                each for each in (self._lowest, reading.export) if each is not None
            )
            self._lowest = min(shown, default=None)
            return True
        if reading.knows_import or self._exported is None or self._lowest is None:
            return True
        return self._lowest <= max(self._exported - self.nominal / 2, 0)

    def _surplus(self, reading: Reading, drawn: float) -> float | None:
        """Return what there is beside the car, which draws so much; a battery that gives does not count."""
        if reading.export is None:
            return None
        given = reading.given
        if reading.stored is None or reading.stored < self.shares.battery_first:
            given = max(given, 0)
        if reading.export == 0 and not reading.knows_import:
            drawn = 0
        return reading.export + drawn - given


@dataclass(slots=True, kw_only=True)
class Naive(Rule):
    """What people write first: on when enough is exported, off when anything is imported."""

    nominal: float
    _above: bool = False
    _below: bool = False

    @override
    def decide(self, now: int, reading: Reading, on: bool) -> bool | None:
        """Turn it when a threshold is crossed, and only then."""
        export = reading.export
        above = export is not None and export > self.nominal
        below = export is not None and export < 0
        crossed_up = above and not self._above
        crossed_down = below and not self._below
        self._above, self._below = above, below
        if crossed_up:
            return True
        return False if crossed_down else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """evcc's settings of a load point: import counts positive, in shares of what the car draws."""

    enable_share: float = 0
    enable_delay: int = _MINUTE
    disable_share: float = 0
    disable_delay: int = 3 * _MINUTE


EVCC: Final = Delays()
"""As it is without a word, but for the current: it is told what the car draws."""
EVCC_TUNED: Final = Delays(
    enable_share=-0.65,
    enable_delay=2 * _MINUTE,
    disable_share=0.45,
    disable_delay=10 * _MINUTE,
)


@dataclass(slots=True, kw_only=True)
class Evcc(Rule):
    """evcc's mode *PV* with a charger that it can only turn on and off.

    After ``core/loadpoint.go``: a timer runs while the power at the site is beyond the threshold,
    begins anew where it was not for a moment, and turns when it has run for the delay.
    """

    nominal: float
    delays: Delays = field(default=EVCC)
    _every: int = 30
    _timer: int | None = None
    _was_on: bool = False

    @override
    def decide(self, now: int, reading: Reading, on: bool) -> bool | None:
        """Look at the site, as evcc does every half minute; it skips what it cannot read."""
        if on is not self._was_on:
            self._was_on, self._timer = on, None
        if now % self._every or reading.export is None:
            return None
        site = reading.given - reading.export
        delays = self.delays
        if on:
            share, delay = delays.disable_share, delays.disable_delay
            beyond = site > 0 and site >= share * self.nominal
        else:
            # Without a threshold all that the car draws has to be there.
            share, delay = delays.enable_share or -1, delays.enable_delay
            beyond = site <= share * self.nominal
        if not beyond:
            self._timer = None
            return None
        if self._timer is None:
            self._timer = now
        return not on if now - self._timer >= delay else None
