"""Times as sources of prices write them: with a zone or local, as text or seconds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate, groupby, pairwise
import re
from typing import Final

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
HALF_A_MINUTE: Final = timedelta(seconds=30)
FAR: Final = timedelta(days=366)
"""A time further away than this is a mistake of the source."""

_WHOLE: Final = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d\d.*")
_OF_DAY: Final = re.compile(r"(\d\d?):(\d\d)(?!\d).*|(\d\d?)")
_HALF_OF_DAY: Final = re.compile(r"(?<=\d)\s*([ap])\.?m\b", re.IGNORECASE)
"""*2:00 PM*, on a clock of twelve hours."""
_FULL_HOUR: Final = re.compile(r"(\d\d?)(:00(:00)?|\.0)?")
_MOST_HOURS: Final = 25
"""Of a day, when summer ends."""
_SECONDS: Final = re.compile(r"\d{9,13}(\.\d+)?")
_LEAST_SECONDS: Final = 1e8
_LEAST_MILLISECONDS: Final = 1e11
_MOST_MILLISECONDS: Final = 1e14


def _seconds(value: float) -> datetime | None:
    """Return a time from its seconds, or milliseconds, since 1970."""
    if value < _LEAST_SECONDS:
        return None
    return datetime.fromtimestamp(
        value / 1000 if value >= _LEAST_MILLISECONDS else value, tz=UTC
    )


def day_of(value: object) -> date | None:
    """Return the day that a text, or a time, begins with."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _of_day(text: str, day: date | None) -> datetime | None:
    """Return the time of a day."""
    half = _HALF_OF_DAY.search(text)
    found = _OF_DAY.fullmatch(text[: half.start()] if half else text)
    if found is None or day is None:
        return None
    hour = int(found[1] or found[3])
    if half:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    try:
        return datetime.combine(day, time(hour, int(found[2] or 0)))
    except ValueError:
        return None


def _read_moment(value: object, day: date | None) -> datetime | None:
    """Return a time, with its zone where the source says one."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value).strip() if isinstance(value, str) else ""
    if _WHOLE.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    if isinstance(value, str) and not _SECONDS.fullmatch(text):
        return _of_day(text, day)
    seconds = float(text) if isinstance(value, str) else value
    if not 0 <= seconds < _MOST_MILLISECONDS:
        return None
    return _seconds(seconds) or _of_day(f"{seconds:g}", day)


def _full_hour(value: object) -> int | None:
    """Return an hour that is told by its number alone."""
    found = _FULL_HOUR.fullmatch(str(value).strip())
    return int(found[1]) if found and int(found[1]) <= _MOST_HOURS else None


def _is_turned(moments: Sequence[datetime]) -> bool:
    """Whether times of one day do not begin with its first, go over midnight and on in even steps."""
    steps = [after - before for before, after in pairwise(moments)]
    return (
        moments[0].time() != time.min
        and len({step % DAY for step in steps}) == 1
        and timedelta(0) < steps[0] % DAY <= HOUR
        and sum(step < timedelta(0) for step in steps) == 1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Reads the times of one list, in its order.

    A local time that is there twice is the second of the two hours on the night summer ends.
    """

    now: datetime
    zone: tzinfo
    day: date | None
    _seen: set[datetime] = field(default_factory=set)

    def local(self, naive: datetime, *, fold: int = 0) -> datetime:
        """Return a local time in UTC."""
        return naive.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """Return when a local day begins."""
        return self.local(datetime.combine(day, time.min))

    def exists(self, naive: datetime) -> bool:
        """Whether a local time is there, and not in the hour that is left out in spring."""
        back = self.local(naive).astimezone(self.zone)
        return back.replace(tzinfo=None, fold=0) == naive.replace(fold=0)

    def _near(self, moment: datetime) -> bool:
        """Whether a time is near enough to be meant, and to be reckoned with."""
        return abs(moment.replace(tzinfo=None) - self.now.replace(tzinfo=None)) < FAR

    def start(self, value: object, day: date | None = None) -> datetime | None:
        """Return when a slot begins, to the minute; ``day`` is the slot's own, where it has one."""
        moment = _read_moment(value, day or self.day)
        if moment is None or not self._near(moment):
            return None
        moment = _to_the_minute(moment)
        if moment.tzinfo is not None:
            return moment
        if not self.exists(moment):
            return None
        twice = moment in self._seen
        self._seen.add(moment)
        return self.local(moment, fold=int(twice))

    def starts(
        self, lines: Sequence[tuple[object, date | None]]
    ) -> list[datetime | None]:
        """Return when the slots of a list begin, of which each is told by its value and its own day."""
        return (
            self._counted(lines)
            or self._turned(lines)
            or [self.start(value, day) for value, day in lines]
        )

    def _counted(
        self, lines: Sequence[tuple[object, date | None]]
    ) -> list[datetime | None]:
        """Return the starts of hours that are counted from one, as markets do, ``[]`` where none are.

        They are where there is a 24th and no 0th, or just 23 of a day that has no more. Where the
        clock changes they count what passes, unless there are as many as on any other day.
        """
        counted = [(_full_hour(value), day or self.day) for value, day in lines]
        hours = [
            (hour, day) for hour, day in counted if hour is not None and day is not None
        ]
        numbers = {hour for hour, _ in hours}
        if len(hours) < len(lines) or 0 in numbers:
            return []
        longest = {
            day: max(hour for hour, on in hours if on == day) for _, day in hours
        }
        short = numbers == set(range(1, 24)) and all(
            self._hours_in(day) == longest[day] for day in longest
        )
        if not short and not numbers & {24, 25}:
            return []
        return [
            self.midnight(day) + (hour - 1) * HOUR
            if self._hours_in(day) == longest[day]
            else self.start(f"{hour - 1}", day)
            for hour, day in hours
        ]

    def _hours_in(self, day: date) -> float:
        return (self.midnight(day + DAY) - self.midnight(day)) / HOUR

    def _turned(
        self, lines: Sequence[tuple[object, date | None]]
    ) -> list[datetime | None]:
        """Return the starts of local days whose times are UTC without saying so, ``[]`` where none are.

        Such a day begins with 22:00 and goes on with 00:00 of the same date. Where it begins with
        another time than midnight in UTC, nobody knows when it is.
        """
        moments = [_read_moment(value, day or self.day) for value, day in lines]
        naive = [moment for moment in moments if moment and moment.tzinfo is None]
        days = [list(same) for _, same in groupby(naive, datetime.date)]
        if len(naive) < len(lines) or not any(map(_is_turned, days)):
            return []
        starts: list[datetime | None] = []
        for day in days:
            first = self.midnight(day[0].date())
            steps = ((after - before) % DAY for before, after in pairwise(day))
            starts.extend(
                first + passed if first.time() == day[0].time() else None
                for passed in accumulate(steps, initial=timedelta(0))
            )
        return starts

    def end(
        self, value: object, start: datetime, day: date | None = None
    ) -> datetime | None:
        """Return when a slot ends; none where the source does not say so."""
        moment = _read_moment(value, day or self.day)
        if moment is None or not self._near(moment):
            return None
        moment = _to_the_minute(moment)
        if moment.tzinfo is not None:
            end = moment
        elif (end := self.local(moment)) <= start:
            end = self.local(moment, fold=1)
        return end if end > start else None


def _to_the_minute(moment: datetime) -> datetime:
    """Round: Amber's slots begin a second late, others end at 23:59:59.

    What has a zone is rounded in UTC: a sum in local time forgets which of two hours it was.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return (moment + HALF_A_MINUTE).replace(second=0, microsecond=0)
