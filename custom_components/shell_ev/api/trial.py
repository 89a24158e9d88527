"""One session from its start to its end, to learn what Shell answers to commands. It costs money."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import Final

from .client import ShellEvClient, new_request_id
from .errors import NotFoundError, ShellEvError, TemporaryError
from .exit_codes import CHARGING, ExitCode, Verdict, verdict_of
from .identifiers import EmaId, EvseId, compact_evse_id
from .models import Session, SessionError, SessionState

POLL_SECONDS: Final = 5
POLLS: Final = 36
"""Three minutes: no charge point takes longer to begin or to end."""
STOPS: Final = 3
"""A stop may be sent again: it costs nothing, and a charge must not be left running."""
POLLS_A_STOP: Final = 12
"""A minute: a charge point that is away for some seconds must have come back for the next one."""

_BEGUN: Final = (SessionState.STARTED, SessionState.STOP_REQUESTED)
_ENDED: Final = (SessionState.STOPPED, SessionState.FAILED_TO_START)

_RUNS_ALREADY: Final = Verdict(
    code=ExitCode.REFUSED,
    text="No session was started: one of this charge card is already running at this charge point. End it first.",
)
_WHY_NEVER_BEGAN: Final[Mapping[SessionError, str]] = {
    SessionError.CHARGE_TOKEN_NOT_SUPPORTED: "The charge point does not accept this charge card. Use another card or charge point.",
    SessionError.EV_NOT_CONNECTED_TO_EVSE: "Plug in the car first, and try again.",
    SessionError.EVSE_IN_USE: "The charge point is in use. Wait until it is free, or use another.",
    SessionError.EVSE_NOT_FOUND: "Shell does not know the charge point. Check the EVSE ID.",
    SessionError.EVSE_NOT_SUPPORTED: "This charge point cannot be started remotely. Use another.",
    SessionError.EVSE_OUT_OF_SERVICE: "The charge point is out of service. Use another.",
    SessionError.INTERNAL_ERROR: "Shell has a problem. Try again later.",
    SessionError.SERVICE_UNAVAILABLE: "Shell cannot reach the charge point. Try again later.",
}
"""What to do, by the reason that Shell gives."""
_UNKNOWN_WHY: Final = "Plug in the car, look at the charge point, and try again."

_MAY_RUN: Final = Verdict(
    code=ExitCode.NO_ANSWER,
    text="Shell does not say that the session has ended. End it at the charge point or in Shell's app.",
)
_STARTED_UNSEEN: Final = Verdict(
    code=ExitCode.NO_ANSWER,
    text="The answer to the start was lost, and no session can be found. Look at the charge point: if it is charging, end it there or in Shell's app.",
)


class Trial:
    """Starts one session and stops it. Once the start was sent, the stop is always tried.

    ``pause`` lets seconds pass, ``say`` tells the person what happens; a terminal that is gone
    (``OSError``) keeps nothing from being done.
    """

    def __init__(
        self,
        client: ShellEvClient,
        ema_id: EmaId,
        evse_id: EvseId,
        *,
        say: Callable[[str], None],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Be ready, without any call."""
        self._client = client
        self._ema_id = str(ema_id)
        self._evse_id = evse_id
        self._say = say
        self._pause = pause
        self._waiting_for_start: asyncio.Task[Session | None] | None = None
        self._interrupted = False
        self._stop_sent = False
        self.saw_session = False
        """Whether Shell told of the session, so that the report shows what one looks like."""

    async def run(self, request_id: str) -> Verdict | None:
        """Go through the session. Return what went wrong, ``None`` for nothing.

        Interrupted, it first brings the session to its end. Interrupted again, it leaves that
        to the person, but not before a stop was sent.
        """
        work = asyncio.create_task(self._work(request_id))
        while not work.done():
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                self._interrupt(work)
        if not self._interrupted:
            return work.result()
        if verdict := _MAY_RUN if work.cancelled() else work.result():
            self._tell(verdict.sentence)
        raise asyncio.CancelledError

    def _interrupt(self, work: asyncio.Task[Verdict | None]) -> None:
        if self._interrupted and self._stop_sent:
            work.cancel()
            return
        self._interrupted = True
        self._tell("Interrupted. The session is ended first; this may take minutes.")
        if self._waiting_for_start:
            self._waiting_for_start.cancel()

    def _tell(self, text: str) -> None:
        with suppress(OSError):
            self._say(text)

    async def _work(self, request_id: str) -> Verdict | None:
        try:
            before = await self._client.active(self._ema_id)
        except ShellEvError as err:
            return verdict_of(err, product=CHARGING)
        if any(map(self._is_here, before)):
            return _RUNS_ALREADY
        known = {session.session_id for session in before}
        if self._interrupted:
            return None
        self._tell(f"Start: RequestId {request_id}")
        try:
            started = await self._client.start(
                self._ema_id, str(self._evse_id), request_id
            )
        except ShellEvError as err:
            if not (isinstance(err, TemporaryError) and err.sent):
                return verdict_of(err, product=CHARGING)
            self._tell(verdict_of(err, product=CHARGING).sentence)
            session_id = await self._find(known)
            if session_id is None:
                return _STARTED_UNSEEN
        else:
            session_id = started.session_id
            if session_id in known:
                # It runs for somebody, and did not say where.
                return _RUNS_ALREADY
            if started.request_id != request_id:
                self._tell(_as_other("Start", started.request_id))
        return await self._see_through(session_id)

    async def _see_through(self, session_id: str) -> Verdict | None:
        """Wait until a session has begun, and end it."""
        begun: Session | None = None
        if not self._interrupted:
            self._waiting_for_start = asyncio.create_task(
                self._follow(session_id, (*_BEGUN, *_ENDED), self._tell)
            )
            with suppress(asyncio.CancelledError):
                begun = await self._waiting_for_start
        failed = (
            begun if begun and begun.state is SessionState.FAILED_TO_START else None
        )
        for number in range(STOPS):
            # Shell says that there is nothing to stop. It may be wrong, and only then a person hears of it.
            quietly = failed is not None and number == 0
            if await self._stop(session_id, _say_nothing if quietly else self._tell):
                return _never_began(failed) if failed else None
        return _MAY_RUN

    async def _stop(self, session_id: str, tell: Callable[[str], None]) -> bool:
        """Ask for the end, and return whether it came. ``tell`` hears of it."""
        request_id = new_request_id()
        tell(f"Stop: RequestId {request_id}")
        try:
            used = await self._client.stop(session_id, request_id)
            if used != request_id:
                tell(_as_other("Stop", used))
        except NotFoundError:
            tell("Shell says that the session has ended, or that it does not know it.")
        except ShellEvError as err:
            tell(verdict_of(err, product=CHARGING).sentence)
        self._stop_sent = True
        # "Failed to stop" may still be what became of the stop before.
        last = await self._follow(session_id, _ENDED, tell, polls=POLLS_A_STOP)
        return last is not None and last.state in _ENDED

    async def _follow(
        self,
        session_id: str,
        states: Collection[SessionState],
        tell: Callable[[str], None],
        *,
        polls: int = POLLS,
    ) -> Session | None:
        """Ask for a session until it is in one of these states. Return it as it was last known."""
        session: Session | None = None
        last_state: SessionState | None = None
        for _ in range(polls):
            with suppress(ShellEvError):
                session = await self._client.retrieve(session_id)
                self.saw_session = True
            if session and session.state and session.state is not last_state:
                last_state = session.state
                tell(f"Session: {last_state.replace('_', ' ')}")
            if last_state in states:
                break
            await self._pause(POLL_SECONDS)
        return session

    async def _find(self, before: Collection[str]) -> str | None:
        """Return the session that the start began: none ran at the charge point before.

        Where Shell does not name the charge points of sessions, it is the one that is new.
        """
        for _ in range(POLLS):
            new: list[Session] = []
            with suppress(ShellEvError):
                new = [
                    session
                    for session in await self._client.active(self._ema_id)
                    if session.session_id not in before
                ]
            here = [session for session in new if self._is_here(session)]
            unnamed = [session for session in new if session.evse_id is None]
            if here or len(unnamed) == 1:
                return (here or unnamed)[0].session_id
            await self._pause(POLL_SECONDS)
        return None

    def _is_here(self, session: Session) -> bool:
        return compact_evse_id(session.evse_id or "") == self._evse_id.compact


def _as_other(command: str, request_id: str) -> str:
    """Return the RequestId that Shell took: after a token that was refused it is another."""
    return f"{command}: RequestId {request_id}"


def _say_nothing(_: str) -> None:
    """Keep from a person what is only done to be sure."""


def _never_began(session: Session) -> Verdict:
    """Return that a session failed to start, and why."""
    code = session.error_code
    why = _WHY_NEVER_BEGAN.get(SessionError.read(code)) if code else None
    return Verdict(
        code=ExitCode.REFUSED,
        text=f"The session did not start. {why or _UNKNOWN_WHY}",
        to_quote=f" ({code})" if code else "",
    )
