"""The doctor: asks every generation all that costs nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from .book import NO_GENERATION
from .client import ShellEvClient, unauthorized
from .diagnosis import Diagnosis, Difference, Examined
from .documented import Kind
from .errors import Cause, NotFoundError, ShellEvError, TemporaryError
from .exit_codes import CHARGING, LOCATIONS
from .generations import DIRECTORIES, GENERATIONS, TOKEN_PATHS, Generation, Operation
from .http import Reply, error_of, nothing_in
from .identifiers import EmaId, EvseId
from .locations import Location, read_locations
from .models import read_sessions

TIME_LIMIT: Final = timedelta(seconds=17)
"""For all questions together: they are to end within 20 seconds, and one call may take 15."""

AMSTERDAM: Final = (52.37, 4.9)
"""Degrees: where charge points are near."""

_NEARBY: Final = "25"
_PER_PAGE: Final = "10"
"""Locations: enough to learn the shape of one."""

_LEADS_ELSEWHERE: Final = (".", "..")
"""Uids that would be another path."""
_TOKEN: Final = (NO_GENERATION, Operation.AUTHORIZE)


def _all_of(envelope: dict[str, Any]) -> dict[str, Any] | None:
    """Return what an answer tells, ``None`` where it is empty."""
    return envelope or None


class Doctor:
    """Asks what costs nothing. The answers go into the client's book of shapes."""

    def __init__(
        self,
        client: ShellEvClient,
        ema_id: EmaId,
        *,
        evse_id: EvseId | None = None,
        place: tuple[float, float] = AMSTERDAM,
        time_limit: timedelta = TIME_LIMIT,
    ) -> None:
        """Ask about a charge card, an EVSE and a place (latitude and longitude in degrees).

        Without an EVSE it is one that is found there.
        """
        self._client = client
        self._ema_id = ema_id
        self._evse_id = evse_id
        self._place = place
        self._time_limit = time_limit
        self._ends = 0.0
        self._token_error: ShellEvError | None = None
        self._token_paths: tuple[str, ...] = ()
        self._examined: list[Examined] = []
        self._active_sessions: set[str] = set()

    async def examine(self) -> None:
        """Ask all there is to ask, and raise nothing of Shell's."""
        loop = asyncio.get_running_loop()
        self._ends = loop.time() + self._time_limit.total_seconds()
        self._token_error = await self._no_token()
        if self._token_error is None:
            self._token_paths, self._examined = await asyncio.gather(
                self._ask_for_tokens(),
                asyncio.gather(
                    *map(self._charging, GENERATIONS),
                    *map(self._directory, DIRECTORIES),
                ),
            )

    @property
    def diagnosis(self) -> Diagnosis:
        """What is known by now, also of calls that others made with this client."""
        return Diagnosis(
            token_error=self._token_error,
            token_paths=self._token_paths,
            examined=tuple(self._examined),
            active_sessions=len(self._active_sessions),
            clock_ahead=self._client.clock_ahead,
            differences=self._differences(),
            unknown_fields=any(
                finding.kind is Kind.UNKNOWN_PATH
                for met, finding in self._client.shapes.findings
                if met.by_shell
            ),
        )

    async def _no_token(self) -> ShellEvError | None:
        """Return why there is no token, ``None`` where there is one."""
        try:
            await self._in_time(_TOKEN, self._client.authenticate())
        except ShellEvError as err:
            return err
        return None

    async def _ask_for_tokens(self) -> tuple[str, ...]:
        """Return the paths at which there is a token: the client itself needs but the first."""
        found = []
        for path in TOKEN_PATHS:
            try:
                reply = await self._in_time(_TOKEN, self._client.probe_token(path))
            except ShellEvError:
                continue
            if reply.ok:
                found.append(path)
        return tuple(found)

    async def _charging(self, generation: Generation) -> Examined:
        """Ask for active sessions, for one of them, and for one that cannot be: a refusal has a shape, too."""
        ema_id = str(self._ema_id)
        envelope, error = await self._ask(
            generation,
            Operation.ACTIVE,
            lambda envelope: read_sessions(envelope, ema_id),
            ema_id=ema_id,
        )
        examined = Examined(product=CHARGING, generation=generation, error=error)
        if examined.outcome.is_good:
            sessions = read_sessions(envelope, ema_id) or ()
            found = [each.session_id for each in sessions]
            self._active_sessions.update(found)
            for session_id in (*found[:1], str(uuid4())):
                await self._ask(generation, Operation.RETRIEVE, session_id=session_id)
        return examined

    async def _directory(self, directory: Generation) -> Examined:
        """Ask what is near, then for one EVSE in the list, then for its location."""
        latitude, longitude = map(str, self._place)
        envelope, error = await self._ask(
            directory,
            Operation.NEARBY,
            latitude=latitude,
            longitude=longitude,
            limit=_NEARBY,
        )
        near = read_locations(envelope)
        is_empty, lacks_evse = _holds_nothing(envelope, error), False
        if evse_id := self._evse_id or _any_evse_id(near):
            found, refusal = await self._ask(
                directory,
                Operation.LIST_LOCATIONS,
                evse_id=str(evse_id),
                page="1",
                page_size=_PER_PAGE,
            )
            lacks_evse = bool(self._evse_id) and _holds_nothing(found, refusal)
            near = read_locations(found) or near
        if near and near[0].uid not in _LEADS_ELSEWHERE:
            await self._ask(
                directory,
                Operation.LOCATION,
                uid=near[0].uid,
                provider_id=self._ema_id.provider_id,
            )
        return Examined(
            product=LOCATIONS,
            generation=directory,
            error=error,
            is_empty=is_empty and not near,
            lacks_evse=lacks_evse,
        )

    async def _ask(
        self,
        generation: Generation,
        operation: Operation,
        read: Callable[[dict[str, Any]], object] = _all_of,
        **arguments: str,
    ) -> tuple[dict[str, Any], ShellEvError | None]:
        """Return what a success holds, and what else became of the question.

        A success in which ``read`` finds nothing, not even that there is none, is none, as for the client.
        """
        try:
            reply = await self._in_time(
                (generation.key, operation),
                self._client.probe(generation, operation, **arguments),
            )
        except ShellEvError as err:
            return {}, err
        error = _error_in(reply, generation)
        if error is None and read(reply.envelope) is None:
            error = nothing_in(reply)
        return ({} if error else reply.envelope), error

    async def _in_time[T](
        self, asked: tuple[str, Operation], answer: Awaitable[T]
    ) -> T:
        """Wait for an answer until the time limit.

        Raises:
            ShellEvError: there was none, or none in time.
        """
        try:
            async with asyncio.timeout_at(self._ends):
                return await answer
        except TimeoutError:
            # What is given up is in no book yet.
            self._client.shapes.add_failure(*asked, Cause.TIME_OUT)
            raise TemporaryError("No answer in time", cause=Cause.TIME_OUT) from None

    def _differences(self) -> tuple[Difference, ...]:
        """Return what had to be guessed at in Shell's own answers, its refusals included."""
        return tuple(
            Difference(
                where=" ".join(filter(None, (met.operation, met.generation))),
                finding=finding,
            )
            for met, finding in self._client.shapes.findings
            if finding.guessed and met.by_shell
        )


def _error_in(reply: Reply, asked: Generation) -> ShellEvError | None:
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return unauthorized(reply)
    return error_of(reply, asked)


def _holds_nothing(envelope: dict[str, Any], error: ShellEvError | None) -> bool:
    """Return whether Shell says that there is none, not just something that cannot be read."""
    if error:
        return isinstance(error, NotFoundError)
    return envelope.get("data") == []


def _any_evse_id(locations: tuple[Location, ...]) -> EvseId | None:
    return next((evse.evse_id for each in locations for evse in each.evses), None)
