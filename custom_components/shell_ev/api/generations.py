"""The wire contracts of the Shell EV API as data (API.md sections 1 and 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

TOKEN_PATHS: Final = ("/v2/oauth/token", "/v1/oauth/token")
"""Newest first; the older one is asked only where the newer is not served."""


class Operation(StrEnum):
    """What can be asked of the API."""

    AUTHORIZE = "authorize"
    START = "start"
    STOP = "stop"
    RETRIEVE = "retrieve"
    ACTIVE = "active"
    LIST_LOCATIONS = "list_locations"
    LOCATION = "location"
    NEARBY = "nearby"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wire:
    """One operation on the wire.

    ``path``, ``query`` and ``body`` name arguments, ``ema_id`` for one: the path in braces, the
    other two as the value behind the key that Shell reads. What is not given is left out.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Generation:
    """One contract. ``pascal_case`` tells its answers from those of a neighbour on the same paths.

    ``bare`` is whether an answer may be a list without the envelope.
    """

    key: str
    pascal_case: bool = False
    bare: bool = False
    operations: Mapping[Operation, Wire]


def _camel_case(version: int) -> dict[Operation, Wire]:
    base = f"/ev/v{version}/charge-session"
    return {
        Operation.START: Wire(
            method="POST",
            path=f"{base}/start",
            body={"evChargeNumber": "ema_id", "evseId": "evse_id"},
        ),
        Operation.STOP: Wire(
            method="POST", path=f"{base}/stop", query={"sessionId": "session_id"}
        ),
        Operation.RETRIEVE: Wire(
            method="GET", path=f"{base}/retrieve", query={"sessionId": "session_id"}
        ),
        Operation.ACTIVE: Wire(
            method="GET", path=f"{base}/active", query={"emaId": "ema_id"}
        ),
    }


_PASCAL_CASE: Final = {
    Operation.START: Wire(
        method="POST",
        path="/ev/v1/charge-session/start",
        body={"EvChargeNumber": "ema_id", "EvseId": "evse_id"},
    ),
    Operation.STOP: Wire(
        method="POST",
        path="/ev/v1/charge-session/stop/{session_id}",
        body={"SesssionId": "session_id"},  # three s on the wire
    ),
    Operation.RETRIEVE: Wire(
        method="GET",
        path="/ev/v1/charge-session/retrieve/{session_id}",
        query={"SessionId": "session_id"},
    ),
    Operation.ACTIVE: Wire(
        method="GET",
        path="/ev/v1/charge-session/active",
        query={"EmaId": "ema_id"},
    ),
}

GENERATIONS: Final = (
    Generation(key="D", operations=_camel_case(2)),
    Generation(key="BC", operations=_camel_case(1)),
    Generation(key="A", pascal_case=True, operations=_PASCAL_CASE),
)
"""Newest first, which is the order in which they are tried."""


def _directory(base: str) -> dict[Operation, Wire]:
    filters = {
        "connectorMinPower": "minimum_power",
        "connectorTypes": "connector_type",
        "evseStatus": "status",
    }
    return {
        Operation.LIST_LOCATIONS: Wire(
            method="GET",
            path=base,
            query={
                "evseId": "evse_id",
                "pageNumber": "page",
                "perPage": "page_size",
            },
        ),
        Operation.LOCATION: Wire(
            method="GET",
            path=f"{base}/{{uid}}",
            query={"providerId": "provider_id"},
        ),
        Operation.NEARBY: Wire(
            method="GET",
            path=f"{base}/nearby",
            query={
                "latitude": "latitude",
                "longitude": "longitude",
                "limit": "limit",
                **filters,
            },
        ),
    }


DIRECTORIES: Final = (
    Generation(key="D", operations=_directory("/ev/v2/locations")),
    Generation(key="C", operations=_directory("/ev/v1/locations")),
    Generation(key="AB", bare=True, operations=_directory("/locations/v1/ev")),
)
"""The contracts of the locations (API.md section 8), newest first. They are not those of the charging."""


def generation_of(key: str) -> Generation:
    """Return the generation with this key, the newest where the key is not known."""
    return next((each for each in GENERATIONS if each.key == key), GENERATIONS[0])


def contract_of(key: str, operation: Operation) -> Generation | None:
    """Return the contract by its key in which an operation is, ``None`` for the token."""
    return next(
        (
            each
            for each in (*GENERATIONS, *DIRECTORIES)
            if each.key == key and operation in each.operations
        ),
        None,
    )
