"""The control API under /_simulator/: what a person, a demo or a browser test does to the simulated world."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
import json
import math
from typing import Any

from aiohttp import web

from .backend import Backend
from .ids import rfc3339
from .settings import Account
from .world import SimulatedSession

# JSON whose fields have been checked.
type _Body = dict[str, Any]
type _Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class _Field:
    """What a field of a request may hold, in code and in words."""

    kinds: tuple[type, ...]
    requirement: str
    optional: bool = True

    def accepts(self, value: object) -> bool:
        if isinstance(value, bool) and bool not in self.kinds:
            return False
        return isinstance(value, self.kinds) and not (
            isinstance(value, float) and not math.isfinite(value)
        )


_TEXT = _Field((str,), "a text", optional=False)
_FLAG = _Field((bool,), "true or false")
_SECONDS = _Field((int, float), "a number of seconds")
_LIST = _Field((list,), "a list of texts")

_EVSE_FIELDS = {"plugged": _FLAG, "in_service": _FLAG}
_SESSION_FIELDS = {"emaId": _TEXT, "evseId": _TEXT}
_DELAY_FIELDS = {"start": _SECONDS, "stop": _SECONDS}
_ADVANCE_FIELDS = {
    "seconds": _Field((int, float), "a number of seconds", optional=False)
}
_ACCOUNT_FIELDS = {"secret": _Field((str,), "a text"), "cards": _LIST}
_FAULT_FIELDS = {
    "operation": _TEXT,
    "fault": _TEXT,
    "times": _Field((int,), "a whole number"),
    "probability": _Field((int, float), "a number"),
    "before": _FLAG,
    "status": _Field((int,), "a whole number"),
    "seconds": _SECONDS,
    "retry_after": _Field((str, type(None)), 'a text, "http-date" or null'),
    "text": _Field((str,), "a text"),
    "clock_ahead": _SECONDS,
}


class ControlApi:
    """The Python API of the backend, over HTTP."""

    def __init__(self, backend: Backend) -> None:
        """Control this backend."""
        self._backend = backend

    def add_to(self, app: web.Application) -> None:
        """Put the control paths into an application."""
        for method, path, handler in (
            ("GET", "state", self._state),
            ("GET", "audit", self._audit),
            ("POST", "evses/{evse_id}", self._evse),
            ("POST", "sessions", self._start),
            ("POST", "sessions/{session_id}/end", self._end),
            ("POST", "delays", self._delays),
            ("POST", "faults", self._inject),
            ("DELETE", "faults", self._clear_faults),
            ("POST", "settings", self._settings),
            ("POST", "accounts/{client_id}", self._account),
            ("POST", "advance", self._advance),
            ("POST", "reset", self._reset),
        ):
            app.router.add_route(method, f"/_simulator/{path}", _explained(handler))

    async def _state(self, _request: web.Request) -> web.StreamResponse:
        backend = self._backend
        world = backend.world
        sessions = backend.sessions
        return web.json_response(
            {
                "now": rfc3339(backend.now(), timespec="milliseconds"),
                "seed": backend.seed,
                "settings": _plain(asdict(backend.settings)),
                "delays": {
                    "start": world.start_delay.total_seconds(),
                    "stop": world.stop_delay.total_seconds(),
                },
                "accounts": {
                    client_id: {"cards": account.cards}
                    for client_id, account in backend.accounts.items()
                },
                "evses": [
                    {
                        "evseId": point.evse_id,
                        "status": point.status,
                        "plugged": point.plugged,
                        "in_service": point.in_service,
                        "sessionId": point.session.session_id
                        if point.session
                        else None,
                    }
                    for point in world.charge_points.values()
                ],
                "sessions": [self._shown(session) for session in sessions.values()],
                "faults": [
                    asdict(fault) | {"times": left}
                    for fault, left in backend.faults.orders
                ],
            }
        )

    def _shown(self, session: SimulatedSession) -> _Body:
        latest = session.history[-1]
        return {
            "sessionId": session.session_id,
            "clientId": session.client_id,
            "emaId": session.ema_id,
            "evseId": session.evse_id,
            "state": session.state,
            "error": asdict(latest.error) if latest.error else None,
            "history": [
                {
                    "state": reading.state,
                    "since": rfc3339(reading.since, timespec="milliseconds"),
                }
                for reading in session.history
            ],
        }

    async def _audit(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response([record.as_json() for record in self._backend.audit])

    async def _evse(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, _EVSE_FIELDS)
        evse_id = request.match_info["evse_id"]
        # An unknown EVSE is refused even where there is nothing to change.
        point = self._backend.find_charge_point(evse_id)
        if (plugged := body.get("plugged")) is not None:
            self._backend.plug(evse_id, plugged)
        if (in_service := body.get("in_service")) is not None:
            self._backend.set_service(evse_id, in_service)
        return web.json_response(
            {
                "evseId": point.evse_id,
                "plugged": point.plugged,
                "in_service": point.in_service,
            }
        )

    async def _start(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, _SESSION_FIELDS)
        session_id = self._backend.start_by_card(body["emaId"], body["evseId"])
        return web.json_response({"sessionId": session_id})

    async def _end(self, request: web.Request) -> web.StreamResponse:
        self._backend.end_session(request.match_info["session_id"])
        return _done()

    async def _delays(self, request: web.Request) -> web.StreamResponse:
        world = self._backend.world
        body = await _read(request, _DELAY_FIELDS)
        start = body.get("start", world.start_delay.total_seconds())
        stop = body.get("stop", world.stop_delay.total_seconds())
        self._backend.set_delays(start, stop)
        return _done()

    async def _inject(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, _FAULT_FIELDS)
        self._backend.inject(**body)
        return _done()

    async def _clear_faults(self, _request: web.Request) -> web.StreamResponse:
        self._backend.clear_faults()
        return _done()

    async def _settings(self, request: web.Request) -> web.StreamResponse:
        self._backend.change_settings(await _read(request, None))
        return web.json_response(_plain(asdict(self._backend.settings)))

    async def _account(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, _ACCOUNT_FIELDS)
        client_id = request.match_info["client_id"]
        known = self._backend.accounts.get(client_id, Account(secret="", cards=[]))
        account = Account(
            secret=body.get("secret", known.secret),
            cards=body.get("cards", known.cards),
        )
        self._backend.set_account(client_id, account)
        return _done()

    async def _advance(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, _ADVANCE_FIELDS)
        self._backend.advance(body["seconds"])
        return web.json_response(
            {"now": rfc3339(self._backend.now(), timespec="milliseconds")}
        )

    async def _reset(self, _request: web.Request) -> web.StreamResponse:
        self._backend.reset()
        return _done()


def _explained(handler: _Handler) -> _Handler:
    """Turn what a handler refuses into an answer with a sentence in it."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except LookupError as problem:
            return web.json_response({"error": str(problem.args[0])}, status=404)
        except ValueError as problem:
            return web.json_response({"error": str(problem)}, status=400)

    return handle


async def _read(request: web.Request, fields: dict[str, _Field] | None) -> _Body:
    """Read a JSON object and check its fields; without fields given any will do."""
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise ValueError("The body is not JSON.") from None
    match body:
        case dict() as values:
            if fields is not None:
                _check(values, fields)
            return values
        case _:
            raise ValueError("The body must be a JSON object.")


def _check(body: _Body, fields: dict[str, _Field]) -> None:
    for name, value in body.items():
        if name not in fields:
            raise ValueError(
                f"There is no field {name!r}. There are: {', '.join(fields)}."
            )
        if not fields[name].accepts(value):
            raise ValueError(f"The field {name} must be {fields[name].requirement}.")
    for name, description in fields.items():
        if not description.optional and name not in body:
            raise ValueError(f"The field {name} is missing.")


def _plain(values: _Body) -> _Body:
    """Give settings as JSON can hold them: collections as lists."""
    return {
        name: sorted(value)
        if isinstance(value, tuple | list | set | frozenset)
        else value
        for name, value in values.items()
    }


def _done() -> web.Response:
    return web.json_response({"ok": True})
