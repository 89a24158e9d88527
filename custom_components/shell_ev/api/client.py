"""The Shell EV API, one method an operation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import aiohttp
from yarl import URL

from .auth import Authenticator
from .book import NO_GENERATION, ShapeBook
from .errors import (
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    ShellEvError,
    TemporaryError,
)
from .generations import DIRECTORIES, GENERATIONS, Generation, Operation, Wire
from .http import (
    Reply,
    Request,
    error_of,
    is_secure,
    nothing_in,
    refused_on_the_way,
    send,
)
from .identifiers import compact_evse_id
from .journal import Call, Journal
from .locations import Availability, ConnectorType, Location, read_locations
from .models import Session, read_id, read_session, read_session_id, read_sessions

_UNAUTHORIZED: Final = 401

_COMMANDS: Final = (Operation.START, Operation.STOP)

NEARBY_LIMIT: Final = 100
"""Locations; the most that Shell gives around a place."""
PAGE_SIZE: Final = 500
"""Locations; the most that Shell gives at once."""
KEPT_ADDRESSES: Final = 64
"""More than are asked again and again: those of cards, of sessions under way and of the directory."""
MAX_PAGES: Final = 20
"""Pages read to find an EVSE: one is enough where Shell looks for it itself."""


def new_request_id() -> str:
    """Return an id for one call, as it goes into Shell's audit log."""
    return str(uuid4())


@dataclass(frozen=True, kw_only=True, slots=True)
class Started:
    """A session that Shell will start, and the RequestId under which it took the call."""

    session_id: str
    request_id: str


class ShellEvClient:
    """One account on one server. Every method may raise any ``ShellEvError``.

    A call that changes something is sent once and never again; what became of it after a
    ``TemporaryError`` with ``sent`` is for the caller to find out. It is sent a second time only
    where its token was refused: that call was certainly not carried out. The second goes under
    a RequestId of its own; the answer, or the error, tells the one that was sent last.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        server: str,
        client_id: str,
        client_secret: str,
        *,
        clock: Callable[[], datetime],
        generation: Generation = GENERATIONS[0],
    ) -> None:
        """Set up without any call. ``clock`` gives local time with its zone.

        Raises:
            ValueError: the server is reached by neither HTTPS nor loopback.
        """
        self._server = URL(server)
        if not is_secure(self._server):
            raise ValueError("The server must use HTTPS")
        self._session = session
        self._clock = clock
        self.generation = generation
        self._directory: Generation | None = None
        self.journal = Journal(clock)
        self.shapes = ShapeBook()
        """What was answered, in shapes without values."""
        self.clock_ahead: timedelta | None = None
        """How far our clock was ahead of Shell's at the last answer that told the time."""
        self._authenticator = Authenticator(
            self._send_for_token, self._server, client_id, client_secret, clock
        )

    async def authenticate(self) -> None:
        """Find out whether the credentials are good, without asking about a card."""
        await self._authenticator.token()

    async def probe_token(self, path: str) -> Reply:
        """Ask one of ``TOKEN_PATHS`` for a token, and return whatever is answered.

        Raises:
            TemporaryError: no answer came.
        """
        return await self._authenticator.ask(path)

    async def probe(
        self, generation: Generation, operation: Operation, **arguments: str
    ) -> Reply:
        """Ask one question of one generation, and return whatever is answered, also a refusal.

        ``arguments`` are those that the operation's ``Wire`` names.

        Raises:
            ValueError: it is no question, or not one of this generation.
            AuthenticationError: the token endpoint refuses the client.
            TemporaryError: no answer came.
            ShellEvError: the token could not be fetched.
        """
        if operation in _COMMANDS or operation not in generation.operations:
            raise ValueError("Not a question of this generation")
        reply, _ = await self._send_with_token(
            generation, operation, arguments, new_request_id()
        )
        return reply

    async def detect_generation(self, ema_id: str) -> tuple[Session, ...]:
        """Find out which generation this server answers, and return this card's active sessions.

        A generation that is not served, or that the application is not subscribed to, gives
        way to the one before it.
        """
        refusal: ShellEvError | None = None
        for generation in GENERATIONS:
            self.generation = generation
            try:
                return await self.active(ema_id)
            except NotSubscribedError as err:
                refusal = err
            except GenerationNotServedError as err:
                refusal = refusal or err
        self.generation = GENERATIONS[0]
        assert refusal is not None
        raise refusal

    async def start(
        self, ema_id: str, evse_id: str, request_id: str | None = None
    ) -> Started:
        """Ask for a session. Shell carries it out later."""
        session_id, used = await self._ask(
            Operation.START, request_id, read_session_id, ema_id=ema_id, evse_id=evse_id
        )
        return Started(session_id=session_id, request_id=used)

    async def stop(self, session_id: str, request_id: str | None = None) -> str:
        """Ask for the end of a session. Shell carries it out later.

        Return the RequestId under which Shell took the call.
        """
        _, used = await self._ask(
            Operation.STOP,
            request_id,
            lambda _: True,
            session_id=_in_address(session_id),
        )
        return used

    async def retrieve(self, session_id: str, request_id: str | None = None) -> Session:
        """Return a session, active or ended."""
        return await self._call(
            Operation.RETRIEVE,
            request_id,
            lambda envelope: read_session(envelope, session_id),
            session_id=_in_address(session_id),
        )

    async def active(
        self, ema_id: str, request_id: str | None = None
    ) -> tuple[Session, ...]:
        """Return the active sessions of a card; none is an empty tuple, however Shell says so.

        An answer without words does not say so, nor one that cannot be read: a start may follow
        from "none".
        """
        try:
            return await self._call(
                Operation.ACTIVE,
                request_id,
                lambda envelope: read_sessions(envelope, ema_id),
                ema_id=ema_id,
            )
        except NotFoundError:
            return ()

    async def find_location(self, evse_id: str) -> Location | None:
        """Return the location of an EVSE, ``None`` where the directory does not list it.

        Its tariffs may be missing: newer generations give them in ``location`` alone. The
        pages end with the first that is not full, or has nothing new.
        """
        compact = compact_evse_id(evse_id)
        met: set[str] = set()
        for page in range(1, MAX_PAGES + 1):
            locations = await self._locations(
                Operation.LIST_LOCATIONS,
                evse_id=evse_id,
                page=str(page),
                page_size=str(PAGE_SIZE),
            )
            for location in locations:
                if location.evse(compact):
                    return location
            new = {location.uid for location in locations} - met
            if not new or len(locations) < PAGE_SIZE:
                break
            met |= new
        return None

    async def location(self, uid: str, provider_id: str | None) -> Location | None:
        """Return a location with its tariffs for the cards of a provider, ``NL-TNM`` for one.

        ``None`` where there is none by this uid. Shell is not asked where the uid would lead
        to another path.
        """
        if uid in (".", ".."):
            return None
        provider = {"provider_id": provider_id} if provider_id else {}
        locations = await self._locations(Operation.LOCATION, uid=uid, **provider)
        return next((location for location in locations if location.uid == uid), None)

    async def nearby(
        self,
        latitude: float,
        longitude: float,
        *,
        available: bool = False,
        connector_type: ConnectorType | None = None,
        minimum_power: float = 0,
        request_id: str | None = None,
    ) -> tuple[Location, ...]:
        """Return the locations around a place, at most 100, those that have what is wanted.

        Degrees, kW. An EVSE that has it may stand beside others that do not.
        """
        filters = {
            "status": Availability.AVAILABLE.capitalize() if available else None,
            "connector_type": connector_type.wire if connector_type else None,
            "minimum_power": f"{minimum_power:g}" if minimum_power else None,
        }
        return await self._locations(
            Operation.NEARBY,
            request_id,
            latitude=str(latitude),
            longitude=str(longitude),
            limit=str(NEARBY_LIMIT),
            **{key: value for key, value in filters.items() if value},
        )

    async def _locations(
        self, operation: Operation, request_id: str | None = None, **arguments: str
    ) -> tuple[Location, ...]:
        """Ask the directory, the first time by trying which of its generations is served."""
        refusal: ShellEvError | None = None
        for directory in (self._directory,) if self._directory else DIRECTORIES:
            try:
                found = await self._call(
                    operation,
                    request_id,
                    lambda envelope: read_locations(envelope) if envelope else None,
                    directory,
                    **arguments,
                )
            except NotFoundError:
                found = ()
            except NotSubscribedError as err:
                refusal = err
                continue
            except GenerationNotServedError as err:
                refusal = refusal or err
                continue
            self._directory = directory
            return found
        self._directory = None
        assert refusal is not None
        raise refusal

    async def _call[T](
        self,
        operation: Operation,
        request_id: str | None,
        read: Callable[[dict[str, Any]], T | None],
        asked: Generation | None = None,
        **arguments: str,
    ) -> T:
        """Make a call and return what ``read`` finds in its answer; nothing is an error."""
        found, _ = await self._ask(operation, request_id, read, asked, **arguments)
        return found

    async def _ask[T](
        self,
        operation: Operation,
        request_id: str | None,
        read: Callable[[dict[str, Any]], T | None],
        asked: Generation | None = None,
        **arguments: str,
    ) -> tuple[T, str]:
        """Make a call and return what was found, and the RequestId that was sent last."""
        asked = asked or self.generation
        reply, used = await self._send_with_token(
            asked, operation, arguments, request_id or new_request_id()
        )
        if reply.status == _UNAUTHORIZED:
            raise self._about(unauthorized(reply), used)
        error = error_of(reply, asked)
        if error is None:
            if (found := read(reply.envelope)) is not None:
                return found, used
            error = nothing_in(reply)
        raise self._about(error, used)

    async def _send_with_token(
        self,
        asked: Generation,
        operation: Operation,
        arguments: dict[str, str],
        request_id: str,
    ) -> tuple[Reply, str]:
        """Send with the account's token, once more where it is refused.

        Return the last reply, which may refuse the token again, and its RequestId. No command
        goes out twice under one; a question may.
        """
        wire = asked.operations[operation]
        again = request_id if wire.method == "GET" else new_request_id()
        last: str | None = None
        for used in (request_id, again):
            token = await self._token(last)
            request = self._request(wire, arguments, used, token)
            reply = await self._send(asked.key, operation, request, used)
            if reply.status != _UNAUTHORIZED:
                break
            self._authenticator.drop(token)
            last = used
        return reply, used

    async def _token(self, last: str | None) -> str:
        """Return a token. Without one a call is not sent; ``last`` is what it was refused under."""
        try:
            return await self._authenticator.token()
        except ShellEvError as err:
            if isinstance(err, TemporaryError):
                err.sent = False
            raise self._about(err, last) from None

    def _request(
        self, wire: Wire, arguments: dict[str, str], request_id: str, token: str
    ) -> Request:
        path = wire.path
        if "{" in path:
            # What stands in a path must not lead to another.
            quoted = {key: quote(value, safe="") for key, value in arguments.items()}
            path = path.format(**quoted)
        query = tuple(
            (key, arguments[argument])
            for key, argument in wire.query.items()
            if argument in arguments
        )
        return Request(
            method=wire.method,
            url=_address(self._server, path, query),
            headers={
                "Accept": "application/json",
                "Authorization": f"Bearer {token}",
                "RequestId": request_id,
            },
            json={key: arguments[argument] for key, argument in wire.body.items()}
            or None,
        )

    async def _send_for_token(self, request: Request) -> Reply:
        return await self._send(NO_GENERATION, Operation.AUTHORIZE, request, None)

    async def _send(
        self,
        generation: str,
        operation: Operation,
        request: Request,
        request_id: str | None,
    ) -> Reply:
        """Send and keep a note of it, and of the shape of what came."""
        began = monotonic()
        reply: Reply | None = None
        failure: str | None = "Cancelled"
        try:
            reply = await send(self._session, request)
            failure = None
        except TemporaryError as err:
            failure = err.reason
            self.shapes.add_failure(generation, operation, err.cause)
            raise self._about(err, request_id) from None
        finally:
            ended = self._clock()
            self.journal.add(
                Call(
                    at=ended,
                    operation=operation,
                    request_id=request_id,
                    status=reply.status if reply else None,
                    code=reply.code if reply else None,
                    failure=failure,
                    duration=timedelta(seconds=monotonic() - began),
                )
            )
        if reply.date is not None:
            self.clock_ahead = ended - reply.date
        self.shapes.add(generation, operation, reply)
        return reply

    @staticmethod
    def _about[E: ShellEvError](error: E, request_id: str | None) -> E:
        error.request_id = request_id
        return error


@lru_cache(maxsize=KEPT_ADDRESSES)
def _address(server: URL, path: str, query: tuple[tuple[str, str], ...]) -> URL:
    """Return an address. A card's is the same at each look, and costs as much as reading the answer."""
    return server.joinpath(path[1:], encoded=True).with_query(query)


def _in_address(session_id: str) -> str:
    """Return an id that leads nowhere else.

    Raises:
        NotFoundError: it cannot be that of a session; nothing was asked.
    """
    if (known := read_id(session_id)) is None:
        raise NotFoundError("No session has such an id")
    return known


def unauthorized(reply: Reply) -> ShellEvError:
    """Return what a 401 to a data call with a new token means. The token endpoint takes the client."""
    if reply.tells_error:
        return NotSubscribedError("Unauthorized", status=reply.status, code=reply.code)
    return refused_on_the_way(reply, sent=False)
