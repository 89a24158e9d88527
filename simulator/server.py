"""The way of a request: who speaks, may they, what goes wrong by order, what is the answer, write it down."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from aiohttp import web

from . import charging, locations, tokens
from .audit import AuditRecord
from .backend import Backend
from .errors import Reply, error, gateway_error, page
from .faults import ALTERING, UNKNOWN_STATE, Fault, duplicated, stand_in
from .ids import http_date, is_guid
from .wire import (
    ROUTES,
    TOKEN_PATHS,
    Call,
    Operation,
    Route,
    read_call,
    spoken_generation,
)

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type _Operation = Callable[[Backend, Call], Reply]
type _Work = Callable[[Call], Reply]

_OPERATIONS: Mapping[Operation, _Operation] = {
    "start": charging.start,
    "stop": charging.stop,
    "retrieve": charging.retrieve,
    "active": charging.active,
    "locations": locations.listing,
    "location": locations.by_id,
    "nearby": locations.nearby,
    "markers": locations.markers,
}


class ApiServer:
    """Answers the API's paths from a backend."""

    def __init__(self, backend: Backend) -> None:
        """Serve this backend."""
        self._backend = backend
        self._closing = asyncio.Event()

    def add_to(self, app: web.Application) -> None:
        """Put the API's paths into an application; every other path is the gateway's."""
        for path in TOKEN_PATHS:
            app.router.add_route("*", path, self._token)
        for route in ROUTES:
            app.router.add_route("*", route.path, self._handler(route))
        app.router.add_route("*", "/{elsewhere:.*}", self._elsewhere)
        app.on_shutdown.append(self._close)

    async def _close(self, _app: web.Application) -> None:
        """Let go of the calls that were left hanging, so that shutting down waits for nobody."""
        self._closing.set()

    def _handler(self, route: Route) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = await read_call(request, route.operation, route)
            backend = self._backend
            habit = backend.habits.get(call.authorization or "")
            served = backend.settings.generations
            call.generation = spoken_generation(route, call, served, habit)
            return await self._answer(
                request, call, lambda call: self._work(route, call)
            )

        return handle

    async def _token(self, request: web.Request) -> web.StreamResponse:
        call = await read_call(request, "token")
        return await self._answer(request, call, self._issue_token)

    async def _elsewhere(self, request: web.Request) -> web.StreamResponse:
        call = await read_call(request, "elsewhere")
        return self._finish(call, gateway_error(404), None)

    def _issue_token(self, call: Call) -> Reply:
        backend = self._backend
        if call.method != "POST":
            return gateway_error(405)
        return tokens.token(
            call, backend.tokens, backend.accounts, backend.settings, backend.now()
        )

    def _work(self, route: Route, call: Call) -> Reply:
        """Check a call the way a gateway does, then do what it asks for."""
        return (
            self._not_served(route, call)
            or self._not_admitted(call)
            or self._like_refused(call)
            or (error(call, 405) if call.method != route.method else None)
            or _OPERATIONS[route.operation](self._backend, call)
        )

    def _not_served(self, route: Route, call: Call) -> Reply | None:
        settings = self._backend.settings
        if call.generation in settings.generations:
            return None
        others = [each for each in route.generations if each in settings.generations]
        if others and settings.foreign_keys == "validation":
            call.generation = others[0]
            return error(call, 400, "The parameters are not those of this API")
        status = settings.not_served_status
        if settings.not_served_form == "html":
            return page(status, "Not found")
        return gateway_error(status)

    def _not_admitted(self, call: Call) -> Reply | None:
        """Check the headers every call needs, the token, the subscription and the pace (API.md sections 3, 7)."""
        backend = self._backend
        if call.authorization is None:
            return error(call, 400, "Authorization header is missing")
        if call.request_id is None or not is_guid(call.request_id):
            return error(call, 400, "RequestId")
        call.client_id = backend.tokens.client_of(call.authorization, backend.now())
        if call.client_id is None or call.client_id not in backend.accounts:
            return error(call, 401)
        if call.product == "charging" and call.generation is not None:
            backend.habits[call.authorization] = call.generation
        if call.product not in backend.settings.products:
            return gateway_error(403)
        if (seconds := backend.seconds_to_wait(call.client_id)) is not None:
            return error(call, 429, headers={"Retry-After": self._retry_after(seconds)})
        return None

    def _like_refused(self, call: Call) -> Reply | None:
        like = self._backend.like
        return like.refusal(call) if like else None

    def _retry_after(self, seconds: int) -> str:
        if self._backend.settings.retry_after_form == "http-date":
            return http_date(self._backend.now() + timedelta(seconds=seconds))
        return str(seconds)

    async def _answer(
        self, request: web.Request, call: Call, work: _Work
    ) -> web.StreamResponse:
        fault = self._backend.faults.draw(call.operation)
        if fault is None:
            return self._finish(call, work(call), None)
        if fault.kind in ALTERING:
            return await self._alter(call, work, fault)
        if not fault.before:
            work(call)
        if fault.kind in ("hang", "cut"):
            return await self._leave_without_answer(request, call, fault)
        backend = self._backend
        reply = stand_in(
            fault, call, backend.now(), lambda: tokens.refuse_client(backend.settings)
        )
        return self._finish(call, reply, fault)

    async def _alter(self, call: Call, work: _Work, fault: Fault) -> web.Response:
        """Carry the operation out and give its answer late, old, twice or with a strange state."""
        if fault.kind == "late" and fault.before:
            await self._wait_before(call, fault)
        call.stale = fault.kind == "stale"
        call.unknown_state = UNKNOWN_STATE if fault.kind == "unknown_state" else None
        reply = work(call)
        response = self._finish(
            call, duplicated(reply) if fault.kind == "duplicate" else reply, fault
        )
        if fault.kind == "late" and not fault.before:
            await asyncio.sleep(fault.seconds)
        return response

    async def _wait_before(self, call: Call, fault: Fault) -> None:
        try:
            await asyncio.sleep(fault.seconds)
        except asyncio.CancelledError:
            # The caller went away; what it asked for is not done.
            self._record(call, None, fault)
            raise

    async def _leave_without_answer(
        self, request: web.Request, call: Call, fault: Fault
    ) -> web.StreamResponse:
        self._record(call, None, fault)
        if fault.kind == "hang":
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _finish(self, call: Call, reply: Reply, fault: Fault | None) -> web.Response:
        if like := self._backend.like:
            reply = like.reshape(call, reply)
        self._record(call, reply.status, fault)
        return web.Response(
            status=reply.status,
            body=reply.content(),
            content_type=reply.content_type,
            headers={"Date": http_date(self._backend.now()), **reply.headers},
        )

    def _record(self, call: Call, status: int | None, fault: Fault | None) -> None:
        backend = self._backend
        kind = fault.kind if fault else None
        backend.record(AuditRecord.of(call, backend.now(), status, kind))
