"""The commands of the command line but for the doctor: what each asks, and how it is told."""

from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from .client import ShellEvClient
from .errors import (
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    ShellEvError,
)
from .exit_codes import CHARGE_CARD_AND_POINT, CHARGING, LOCATIONS, UNKNOWN
from .generations import GENERATIONS
from .identifiers import EmaId
from .locations import Evse, Location
from .models import Session
from .tariffs import Prices


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What was asked for, to be written as JSON, and in lines for a person."""

    data: Any
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command: what it does, the product it takes, and whether it changes anything.

    ``unknown`` is what to say where Shell does not know what was asked for, ``check`` what to
    do where it refuses.
    """

    run: Callable[[ShellEvClient, Namespace], Awaitable[Found]]
    product: str = CHARGING
    changes: bool = False
    unknown: str = UNKNOWN
    check: str = CHARGE_CARD_AND_POINT


async def _token(client: ShellEvClient, options: Namespace) -> Found:
    await client.authenticate()
    return Found(
        data={"accepted": True}, lines=("Shell accepts the client ID and secret.",)
    )


async def _active(client: ShellEvClient, options: Namespace) -> Found:
    sessions = await client.detect_generation(str(options.ema_id))
    return Found(
        data=[_session_data(session) for session in sessions],
        lines=tuple(map(_session_line, sessions)) or ("No session is active.",),
    )


async def _session(client: ShellEvClient, options: Namespace) -> Found:
    session = await _in_its_generation(
        client, lambda: client.retrieve(options.session_id)
    )
    return Found(data=_session_data(session), lines=(_session_line(session),))


async def _near(client: ShellEvClient, options: Namespace) -> Found:
    locations = await client.nearby(
        options.latitude, options.longitude, available=options.free
    )
    return Found(
        data=[_location_data(location) for location in locations],
        lines=tuple(
            _evse_line(location, evse)
            for location in locations
            for evse in location.evses
        )
        or ("There is no charge point nearby.",),
    )


async def _evse(client: ShellEvClient, options: Namespace) -> Found:
    listed = await client.find_location(str(options.evse_id))
    if listed is None:
        raise NotFoundError("The directory does not list it")
    card: EmaId | None = options.ema_id
    # Newer generations give tariffs for one location alone, and for a provider's cards.
    full = await client.location(listed.uid, card.provider_id if card else None)
    location = full if full and full.evse(options.evse_id.compact) else listed
    evse = location.evse(options.evse_id.compact)
    assert evse is not None
    now = datetime.now().astimezone()
    prices = evse.prices(now)
    return Found(
        data=_location_data(location)
        | {"evses": [_evse_data(evse) | {"prices": prices and asdict(prices)}]},
        lines=(_evse_line(location, evse), _price_line(prices)),
    )


async def _start(client: ShellEvClient, options: Namespace) -> Found:
    ema_id = str(options.ema_id)
    await client.detect_generation(ema_id)
    started = await client.start(ema_id, str(options.evse_id), options.request_id)
    return Found(
        data={"session_id": started.session_id, "request_id": started.request_id},
        lines=(
            f"Shell will start the session {started.session_id} (RequestId {started.request_id}).",
            f"See what becomes of it: session {started.session_id}",
            f"End it: stop {started.session_id}",
        ),
    )


async def _stop(client: ShellEvClient, options: Namespace) -> Found:
    request_id = await _in_its_generation(
        client, lambda: client.stop(options.session_id, options.request_id)
    )
    return Found(
        data={"request_id": request_id},
        lines=(
            f"Shell will stop the session (RequestId {request_id}).",
            f"See what becomes of it: session {options.session_id}",
        ),
    )


COMMANDS: Final = {
    "token": Command(run=_token),
    "active": Command(run=_active),
    "session": Command(
        run=_session,
        unknown="Shell does not know this session. Check the session ID.",
        check="Check the session ID.",
    ),
    "near": Command(
        run=_near, product=LOCATIONS, check="Check the latitude and longitude."
    ),
    "evse": Command(
        run=_evse,
        product=LOCATIONS,
        unknown="Shell does not know this charge point. Check the EVSE ID.",
        check="Check the EVSE ID.",
    ),
    "start": Command(run=_start, changes=True),
    "stop": Command(
        run=_stop,
        changes=True,
        unknown="This session has ended, or Shell does not know it. Check the session ID.",
        check="Check the session ID.",
    ),
}


async def _in_its_generation[T](
    client: ShellEvClient, ask: Callable[[], Awaitable[T]]
) -> T:
    """Ask in the newest generation that is served. One that is not has carried nothing out."""
    refusal: ShellEvError | None = None
    for generation in GENERATIONS:
        client.generation = generation
        try:
            return await ask()
        except NotSubscribedError as err:
            refusal = err
        except GenerationNotServedError as err:
            refusal = refusal or err
    assert refusal is not None
    raise refusal


def _session_data(session: Session) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in asdict(session).items()
    }


def _session_line(session: Session) -> str:
    began = f"since {_moment(session.started_at)}" if session.started_at else None
    ended = f"until {_moment(session.stopped_at)}" if session.stopped_at else None
    error = session.error_code and f"error {session.error_code}"
    state = session.state or session.state_text or "state unknown"
    known = (_spaced(state), session.evse_id, began, ended, error, session.session_id)
    return " · ".join(filter(None, known))


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def _moment(moment: datetime) -> str:
    """Return a time as this computer's clock shows it."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _location_data(location: Location) -> dict[str, Any]:
    latitude, longitude = location.coordinates or (None, None)
    return {
        "uid": location.uid,
        "operator": location.operator,
        "address": location.address,
        "latitude": latitude,
        "longitude": longitude,
        "evses": [_evse_data(evse) for evse in location.evses],
    }


def _evse_data(evse: Evse) -> dict[str, Any]:
    return {
        "evse_id": str(evse.evse_id),
        "availability": evse.availability,
        "updated": evse.updated and evse.updated.isoformat(),
        "connectors": [
            {"type": each.type_text, "power": each.power, "current": each.current}
            for each in evse.connectors
        ],
    }


def _evse_line(location: Location, evse: Evse) -> str:
    best = evse.connector
    known = (
        str(evse.evse_id),
        _spaced(evse.availability or "availability unknown"),
        f"{best.power:g} kW" if best and best.power else None,
        best.type_text if best else None,
        location.address,
        location.operator,
    )
    return " · ".join(filter(None, known))


def _price_line(prices: Prices | None) -> str:
    if prices is None:
        return "No price is known."
    known = (
        ("a kWh", prices.per_kwh),
        ("a minute", prices.per_minute),
        ("to start", prices.start_fee),
    )
    parts = [f"{price:g} {unit}" for unit, price in known if price is not None]
    return f"{prices.currency} {', '.join(parts)}"
