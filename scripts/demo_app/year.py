"""A made-up year of charging, the same for the same seed and day, in the integration's own records. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
import math
from random import Random
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from .account import METER
from .house import CAR_KILOWATTS, House
from .plan import AT_HOME, Stay, always_there, week
from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.api.identifiers import compact_ema_id, compact_evse_id
from custom_components.shell_ev.session.metering import Metering
from custom_components.shell_ev.session.record import (
    Billed,
    Origin,
    Solar,
    TrackedSession,
)

ZONE: Final = ZoneInfo("Europe/Amsterdam")
"""Where the household lives."""
DAYS: Final = 365

_FIRST_READING: Final = 1180.0
"""What the meter at home showed a year ago, in kWh."""
_BETWEEN: Final = timedelta(minutes=3)
"""What lies at the least between two sessions of a card, or at a charge point."""
_ASKED_BEFORE: Final = timedelta(seconds=4)
"""From a command to what comes of it."""
_SETTLES: Final = timedelta(seconds=40)
"""From the beginning of a session to the car's drawing its power."""

_BILLED: Final = 0.6
"""The share of the sessions without a meter of which there is a bill."""
_BILLED_WITHOUT_ENERGY: Final = 0.1
_SENSOR_AWAY: Final = 0.07
"""The share of the sessions at home in which the sensor of the grid was away for a while."""
_ENDED_HERE: Final = 0.7


@dataclass(frozen=True)
class Year:
    """The sessions of a year, oldest first, and what the meter at home shows after them, in kWh."""

    sessions: tuple[TrackedSession, ...]
    reading: float


def made_up_year(house: House, now: datetime) -> Year:
    """Return the year that ends today; what would not be over by now is left out."""
    today = now.astimezone(ZONE).date()
    reading = _FIRST_READING
    sessions = []
    for stay in _without_overlaps(_stays(house.seed, today)):
        session = _session(house, stay)
        if session.ended_at is None or session.ended_at > now:
            continue
        if session.metering:
            reading = round(reading + session.metering.energy, 3)
            metering = replace(session.metering, reading=reading)
            session = replace(session, metering=metering)
        sessions.append(session)
    return Year(tuple(sessions), reading)


def _stays(seed: int, today: date) -> Iterator[Stay]:
    """Yield all that is planned, what is to be there in any case first."""
    first = today - timedelta(days=DAYS - 1)
    monday = first - timedelta(days=first.weekday())
    weeks = (
        week(Random(f"{seed} week {day}"), day)
        for day in (monday + timedelta(weeks=number) for number in range(DAYS // 7 + 2))
    )
    planned = chain.from_iterable(weeks)
    always = always_there(Random(f"{seed} always"), today)
    for stay in chain(always, planned):
        if first <= stay.begins.date() <= today:
            yield stay


def _without_overlaps(stays: Iterator[Stay]) -> list[Stay]:
    """Return the stays by their time; the first of those that are in each other's way is kept."""
    kept: list[Stay] = []
    for stay in stays:
        if not any(_overlap(stay, other) for other in kept):
            kept.append(stay)
    return sorted(kept, key=lambda stay: stay.begins)


def _overlap(one: Stay, other: Stay) -> bool:
    if one.card != other.card and one.spot != other.spot:
        return False
    (begin, end), (other_begin, other_end) = _span(one), _span(other)
    return begin < other_end + _BETWEEN and other_begin < end + _BETWEEN


def _span(stay: Stay) -> tuple[datetime, datetime]:
    """Return when a session begins and ends, in UTC: it lasts as long however clocks are changed."""
    begin = _utc(stay.begins)
    if stay.fails:
        return begin, begin + _ASKED_BEFORE
    charging = timedelta(seconds=math.ceil(3600 * stay.energy / _kilowatts(stay)))
    full = begin + _SETTLES + charging
    return begin, max(full, _utc(stay.until)) if stay.until else full


def _utc(on_the_wall: datetime) -> datetime:
    return on_the_wall.replace(tzinfo=ZONE).astimezone(UTC)


def _kilowatts(stay: Stay) -> float:
    return CAR_KILOWATTS[stay.card] if stay.spot is AT_HOME else stay.spot.kilowatts


def _session(house: House, stay: Stay) -> TrackedSession:
    """Return a stay as it is kept: all of it told, with nothing under way."""
    begin, end = _span(stay)
    random = Random(f"{house.seed} {stay.card} {stay.spot.evse_id} {stay.begins}")
    here = stay.fails or random.random() < stay.spot.begun_here
    session = TrackedSession(
        session_id=_uuid(random),
        ema_id=compact_ema_id(stay.card),
        evse_id=compact_evse_id(stay.spot.evse_id),
        evse_name=stay.spot.evse_id,
        location_name=stay.spot.name,
        seen_at=begin,
        ended_at=end,
        last_updated=end,
        origin=Origin.HERE if here else Origin.ELSEWHERE,
        started_by=_uuid(random) if here else None,
        start_sent_at=begin - _ASKED_BEFORE if here else None,
    )
    if stay.fails:
        return replace(
            session,
            state=SessionState.FAILED_TO_START,
            error_code="EvNotConnectedToEvse",
            error_message="No vehicle is connected to the EVSE",
        ).with_all_announced()
    ended_here = here and stay.until is None and random.random() < _ENDED_HERE
    session = replace(
        session,
        state=SessionState.STOPPED,
        started_at=begin,
        stopped_at=end,
        prices=stay.spot.prices if stay.spot.configured else None,
        stopped_by=_uuid(random) if ended_here else None,
        stop_sent_at=end - _ASKED_BEFORE if ended_here else None,
    )
    figured = _metered if stay.spot is AT_HOME else _perhaps_billed
    return figured(house, random, stay, session).with_all_announced()


def _metered(
    house: House, random: Random, stay: Stay, session: TrackedSession
) -> TrackedSession:
    """Return a session with what the meter and the sensor of the grid have said."""
    begin, end = _span(stay)
    prices = stay.spot.prices
    metering = Metering(
        began_at=begin,
        priced_until=end,
        meter=METER,
        energy=stay.energy,
        priced_energy=stay.energy,
        priced_cost=stay.energy * (prices.per_kwh or 0.0),
        currency=prices.currency,
        complete=True,
        closed=True,
    )
    sun = house.solar_energy(begin + _SETTLES, _kilowatts(stay), stay.energy)
    share = random.uniform(0.6, 0.95) if random.random() < _SENSOR_AWAY else 1.0
    solar = Solar(energy=sun * share, covered=stay.energy * share)
    return replace(session, metering=metering, solar=solar)


def _perhaps_billed(
    _: House, random: Random, stay: Stay, session: TrackedSession
) -> TrackedSession:
    """Return a session with what its bill says, where there is one: abroad there always is."""
    prices = stay.spot.prices
    abroad = prices.currency != "EUR"
    if not abroad and random.random() >= _BILLED:
        return session
    amount = stay.energy * (prices.per_kwh or 0.0) + (prices.start_fee or 0.0)
    with_energy = abroad or random.random() >= _BILLED_WITHOUT_ENERGY
    billed = Billed(
        energy=round(stay.energy, 2) if with_energy else None,
        amount=round(amount, 2),
        currency=prices.currency,
    )
    return replace(session, billed=billed)


def _uuid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))
