"""Everything the server knows and can be told to do: the Python side of the control API."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
import math
from random import Random

from .audit import AuditRecord
from .faults import Fault, FaultBox
from .ids import card_spellings, compact
from .like import Like
from .map import age, generate
from .places import MapLocation
from .settings import Account, Generation, Settings, changed, demo_accounts
from .tokens import TokenOffice
from .world import ChargePoint, Reading, SimulatedSession, World

type Clock = Callable[[], datetime]

DEFAULT_EVSE_IDS = ("NL*TNM*E02003451*0", "NL*TNM*EVIRTUALCP0002*0")
_RATE_WINDOW = timedelta(minutes=1)


def real_time() -> datetime:
    """Give the time it is."""
    return datetime.now(UTC)


class Backend:
    """Accounts, charge points, sessions, tokens, faults and the audit log, under one clock."""

    def __init__(
        self,
        *,
        seed: int = 1,
        clock: Clock | None = None,
        like: str | bytes | None = None,
    ) -> None:
        """Begin with the demo accounts, an empty history and the map of this seed.

        ``like`` is a report of the real API, as text, in whose shapes everything is answered.

        Raises:
            ValueError: the report cannot be read.

        """
        self.seed = seed
        self.like = None if like is None else Like.read(like)
        self._clock = clock or real_time
        self.locations: tuple[MapLocation, ...] = generate(seed)
        self.reset()

    def reset(self) -> None:
        """Go back to the beginning: settings, accounts, tokens, sessions, faults, audit and time."""
        self.settings = changed(Settings(), self.like.settings if self.like else {})
        self.accounts = demo_accounts()
        self.tokens = TokenOffice()
        self.random = Random(self.seed)
        self.faults = FaultBox(self.random)
        self.audit: list[AuditRecord] = []
        self._offset = timedelta()
        self.world = World.of(
            (
                ChargePoint(
                    evse_id=evse.evse_id,
                    changed_at=self.now() - age(evse),
                    plugged=evse.evse_id in DEFAULT_EVSE_IDS,
                    in_service=evse.status != "Unavailable",
                    visitor=evse.status == "Occupied",
                    known_state=evse.status != "Unknown",
                )
                for location in self.locations
                for evse in location.evses
            ),
            seed=self.seed,
        )
        self.habits: dict[str, Generation] = {}
        self._calls: dict[str, deque[datetime]] = {}
        self._shown: dict[str, list[list[Reading]]] = {}

    def now(self) -> datetime:
        """Give the simulated time."""
        return self._clock() + self._offset

    def advance(self, seconds: float) -> None:
        """Move the simulated time on."""
        self._offset += timedelta(seconds=seconds)

    @property
    def sessions(self) -> dict[str, SimulatedSession]:
        """Every session there ever was, by id, as of now."""
        self.world.settle(self.now())
        return self.world.sessions

    def find_charge_point(self, evse_id: str) -> ChargePoint:
        """Find a charge point; LookupError where there is none of that id."""
        point = self.world.charge_point(evse_id)
        if point is None:
            raise LookupError(f"There is no EVSE {evse_id!r}.")
        return point

    def plug(self, evse_id: str, plugged: bool) -> None:
        """Plug a car in or out; out ends the session that runs there."""
        self.world.plug(self.find_charge_point(evse_id), plugged, self.now())

    def set_service(self, evse_id: str, in_service: bool) -> None:
        """Put a charge point in or out of service."""
        self.world.set_service(self.find_charge_point(evse_id), in_service, self.now())

    def start_by_card(self, ema_id: str, evse_id: str) -> str:
        """Start as at the pole or in the app, and give the session id.

        Raises:
            LookupError: no such card or EVSE.
            ValueError: the EVSE is in use or out of service.

        """
        point = self.find_charge_point(evse_id)
        for client_id in self.accounts:
            if card := self.card_of(client_id, ema_id):
                session = self.world.start_by_card(
                    point, client_id=client_id, ema_id=card, now=self.now()
                )
                return session.session_id
        raise LookupError(f"There is no card {ema_id!r}.")

    def end_session(self, session_id: str) -> None:
        """End a session as at the pole or in the app.

        Raises:
            LookupError: no such session.
            ValueError: the session has ended already.

        """
        session = self.sessions.get(session_id)
        if session is None:
            raise LookupError(f"There is no session {session_id!r}.")
        self.world.end(session, self.now())

    def set_delays(self, start: float = 4.0, stop: float = 3.0) -> None:
        """Set how long a start and a stop take, in seconds; for requests from now on."""
        if start < 0 or stop < 0:
            raise ValueError("A delay must be 0 or more seconds.")
        self.world.start_delay = timedelta(seconds=start)
        self.world.stop_delay = timedelta(seconds=stop)

    def inject(
        self,
        operation: str,
        fault: str,
        *,
        times: int = 1,
        probability: float = 1.0,
        before: bool = True,
        status: int = 500,
        seconds: float = 0.0,
        retry_after: str | None = None,
        text: str = "",
        clock_ahead: float = 0.0,
    ) -> None:
        """Order a fault for the next calls of an operation.

        Args:
            operation: an operation, or "any".
            fault: what goes wrong: one of the kinds in `faults.py`.
            times: how often.
            probability: of each call to be hit, drawn from the seeded random numbers.
            before: whether it goes wrong before the operation is carried out, which then is not.
            status: the HTTP status of "status", "status_empty", "html", "text" and "redirect".
            seconds: how much later the answer of "late" comes, or how far ahead an HTTP date lies.
            retry_after: a Retry-After header as it stands, or "http-date".
            text: the body of "text", as it stands.
            clock_ahead: how many seconds the server's clock is ahead, as its Date header says.

        Raises:
            ValueError: an order that makes no sense.

        """
        self.faults.add(
            Fault(
                operation=operation,
                kind=fault,
                times=times,
                probability=probability,
                before=before,
                status=status,
                seconds=seconds,
                retry_after=retry_after,
                text=text,
                clock_ahead=clock_ahead,
            )
        )

    def clear_faults(self) -> None:
        """Withdraw every order."""
        self.faults.clear()

    def change_settings(self, changes: Mapping[str, object]) -> None:
        """Change settings by name; all of them or, with a ValueError, none."""
        self.settings = changed(self.settings, changes)

    def set_account(self, client_id: str, account: Account) -> None:
        """Add a client or change its secret and cards. Tokens that are out stay good."""
        self.accounts[client_id] = account

    def card_of(self, client_id: str, ema_id: str) -> str | None:
        """Give a client's card in its canonical form, whatever way it was written."""
        wanted = compact(ema_id)
        for card in self.accounts[client_id].cards:
            if wanted in card_spellings(card):
                return card
        return None

    def sessions_of(self, client_id: str, ema_id: str) -> list[SimulatedSession]:
        """Give a card's sessions, oldest first."""
        return [
            session
            for session in self.sessions.values()
            if session.client_id == client_id and session.ema_id == ema_id
        ]

    def history_to_show(
        self, session: SimulatedSession, *, stale: bool
    ) -> list[Reading]:
        """Give what a session's answer is made of: its history to now, or as an older answer had it.

        The older answer is the newest that ended with an earlier reading than the present one. Where
        none was given there is nothing to be stale about.
        """
        present = session.past(self.now())
        shown = self._shown.setdefault(session.session_id, [])
        if stale:
            older = [history for history in shown if len(history) < len(present)]
            return older[-1] if older else present
        if present not in shown[-1:]:
            shown.append(present)
        return present

    def seconds_to_wait(self, client_id: str) -> int | None:
        """Count a call against its client's limit; over the limit, give the seconds until there is room."""
        now = self.now()
        calls = self._calls.setdefault(client_id, deque())
        while calls and not now - _RATE_WINDOW < calls[0] <= now:
            calls.popleft()
        if len(calls) < self.settings.rate_limit:
            calls.append(now)
            return None
        room_at = (calls[0] if calls else now) + _RATE_WINDOW
        return max(1, math.ceil((room_at - now).total_seconds()))

    def record(self, record: AuditRecord) -> None:
        """Write into the audit log."""
        self.audit.append(record)
