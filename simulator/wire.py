"""The wire: which path is which operation of which generation, and what a call says (API.md sections 1 to 4, 8)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
import json
import re
from typing import Literal
from urllib.parse import parse_qsl

from aiohttp import web

from .settings import Generation, Product

type Operation = Literal[
    "token",
    "start",
    "stop",
    "retrieve",
    "active",
    "locations",
    "location",
    "nearby",
    "markers",
]

OPERATIONS: tuple[Operation, ...] = (
    "token",
    "start",
    "stop",
    "retrieve",
    "active",
    "locations",
    "location",
    "nearby",
    "markers",
)

_INDEXED = re.compile(r"(\w+)\[\d*\]")


@dataclass(frozen=True)
class Route:
    """A path, what is done there, and by whom it can be called."""

    path: str
    method: str
    operation: Operation
    product: Product
    generations: tuple[Generation, ...]
    """More than one: the caller's spelling tells which (see `spoken_generation`)."""


def _charging(base: str, *generations: Generation) -> tuple[Route, ...]:
    return tuple(
        Route(f"{base}/{operation}", method, operation, "charging", generations)
        for operation, method in _CHARGING_METHODS.items()
    )


def _charging_by_path(base: str) -> tuple[Route, ...]:
    """Generation A alone puts the session id into the path."""
    return (
        Route(f"{base}/stop/{{id}}", "POST", "stop", "charging", ("A",)),
        Route(f"{base}/retrieve/{{id}}", "GET", "retrieve", "charging", ("A",)),
    )


def _locations(base: str, *generations: Generation) -> tuple[Route, ...]:
    return (
        Route(base, "GET", "locations", "locations", generations),
        Route(f"{base}/nearby", "GET", "nearby", "locations", generations),
        Route(f"{base}/markers", "GET", "markers", "locations", generations),
        Route(f"{base}/{{id}}", "GET", "location", "locations", generations),
    )


_CHARGING_METHODS: Mapping[Operation, str] = {
    "start": "POST",
    "stop": "POST",
    "retrieve": "GET",
    "active": "GET",
}

TOKEN_PATHS = ("/v1/oauth/token", "/v2/oauth/token", "/ev/token")

ROUTES: tuple[Route, ...] = (
    *_charging("/ev/v1/charge-session", "B", "C", "A"),
    *_charging_by_path("/ev/v1/charge-session"),
    *_charging("/ev/v2/charge-session", "D"),
    *_locations("/locations/v1/ev", "B", "A"),
    *_locations("/ev/v1/locations", "C"),
    *_locations("/ev/v2/locations", "D"),
)


@dataclass(kw_only=True)
class Call:
    """One request as the operations see it, and what became known of it on the way, for the audit."""

    operation: str
    method: str
    path: str
    generation: Generation | None = None
    product: Product | None = None
    request_id: str | None = None
    authorization: str | None = None
    path_id: str | None = None
    query: Mapping[str, list[str]] = field(default_factory=dict)
    body: bytes = b""

    client_id: str | None = None
    session_id: str | None = None
    ema_id: str | None = None
    evse_id: str | None = None

    stale: bool = False
    """Answer with older readings (the fault "stale")."""
    unknown_state: str | None = None
    """Answer with this for a state (the fault "unknown_state")."""

    @property
    def pascal(self) -> bool:
        """Whether charging answers go out in generation A's PascalCase."""
        return self.generation == "A" and self.product == "charging"

    @property
    def bare(self) -> bool:
        """Whether answers go out without an envelope: generation A's locations (API.md section 8)."""
        return self.generation == "A" and self.product == "locations"

    def first(self, name: str) -> str | None:
        """Give a query parameter's first value."""
        values = self.query.get(name)
        return values[0] if values else None

    def json_object(self) -> dict[str, object] | None:
        """Give the body as a JSON object, if it is one."""
        try:
            document = json.loads(self.body)
        except ValueError, RecursionError:
            return None
        return document if isinstance(document, dict) else None


def query_of(raw_query: str) -> dict[str, list[str]]:
    """Read a query: empty segments and values skipped, lists as `name[n]` or as `name` repeated."""
    query: dict[str, list[str]] = {}
    for name, text in parse_qsl(raw_query):
        indexed = _INDEXED.fullmatch(name)
        query.setdefault(indexed[1] if indexed else name, []).append(text)
    return query


async def read_call(
    request: web.Request, operation: str, route: Route | None = None
) -> Call:
    """Read a request; the generation is still to be decided."""
    return Call(
        operation=operation,
        method=request.method,
        path=request.path,
        product=route.product if route else None,
        request_id=request.headers.get("RequestId"),
        authorization=request.headers.get("Authorization"),
        path_id=request.match_info.get("id"),
        query=query_of(request.rel_url.raw_query_string),
        body=await request.read(),
    )


def spoken_generation(
    route: Route, call: Call, served: Collection[Generation], habit: Generation | None
) -> Generation:
    """Decide which generation a caller speaks.

    Where a path belongs to several, the spelling of the keys tells A from B and C. The locations of A and B
    are asked for in the same words: there the client's habit decides, which is how it charged before.
    """
    *camel, last = route.generations
    if not camel:
        return last
    if route.product == "locations":
        pascal = habit == "A" if "B" in served else "A" in served
    elif route.operation == "start":
        document = call.json_object() or {}
        pascal = bool({"EvChargeNumber", "EvseId"} & document.keys())
    else:
        pascal = "EmaId" in call.query
    if pascal:
        return "A"
    return next((generation for generation in camel if generation in served), camel[0])
