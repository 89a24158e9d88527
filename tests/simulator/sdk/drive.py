"""Drive the official SDK against a running simulator and print what it made of the answers, as JSON.

Usage: drive.py <folder the SDK is installed in> <address of the simulator>

It runs in a Python of its own, isolated from this project's packages, and imports the SDK by name:
which release that is, is known only here. The SDK is used as published; only its base addresses point
to the simulator, and 1.0.0 gets the one name it forgot to import (API.md section 1).
"""

import builtins
from collections.abc import Callable
import datetime
from importlib import import_module
import json
import re
import sys
from typing import Any, override
import urllib.request

TARGET, BASE = sys.argv[1:3]
CARD, EVSE = "NL-TNM-C00122045-K", "NL*TNM*E02003451*0"
UNKNOWN_SESSION = "00000000-0000-4000-8000-000000000000"
REQUEST_ID = "123e4567-e89b-12d3-a456-426614174000"
STATUSES = (400, 401, 403, 404, 405, 429, 500, 503)
HERE = {"latitude": 52.3702, "longitude": 4.8952}
AROUND = {"west": 4.7, "south": 52.2, "east": 5.1, "north": 52.5}


def plain(value: object) -> object:
    """Give a model of the SDK as JSON can hold it."""
    match value:
        case datetime.date():
            return value.isoformat()
        case str() | int() | float() | bool() | None:
            return value
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _:
            return {
                key: plain(item)
                for key, item in vars(value).items()
                if not key.startswith("_")
            }


def outcome(call: Callable[[], object]) -> dict[str, Any]:
    """Give what a call returned, or which of the SDK's exceptions it raised and what that read."""
    try:
        return {"result": plain(call())}
    except Exception as raised:  # noqa: BLE001 - whatever the SDK raises is the result
        fields = (
            "request_id",
            "status",
            "errors",
            "details",
            "code",
            "message",
            "error",
        )
        return {
            "raised": type(raised).__name__,
            "status_code": getattr(raised, "response_code", None),
            **{
                name: plain(getattr(raised, name))
                for name in fields
                if hasattr(raised, name)
            },
        }


def control(path: str, **body: object) -> None:
    """Use the simulator's control API."""
    request = urllib.request.Request(
        f"{BASE}/_simulator/{path}", data=json.dumps(body).encode(), method="POST"
    )
    urllib.request.urlopen(request, timeout=10).close()


def client(secret: str, token: object = None) -> Any:
    """Make a client whose every base address is the simulator's."""
    configuration = import_module("shellev.configuration").Configuration
    credentials = import_module("shellev.http.auth.o_auth_2")
    for servers in configuration.environments.values():
        for server, address in servers.items():
            servers[server] = re.sub("^https://[^/]+", BASE, address)
    return import_module("shellev.shellev_client").ShellevClient(
        client_credentials_auth_credentials=credentials.ClientCredentialsAuthCredentials(
            o_auth_client_id="demo-client",
            o_auth_client_secret=secret,
            o_auth_token=token,
        )
    )


def start_body(card: str, evse: str) -> object:
    """Make the body of a start."""
    models = import_module("shellev.models.chargesession_start_body")
    return models.ChargesessionStartBody(card, evse)


class First:
    """The calls of 1.0.0, generation A."""

    def __init__(self, api: Any) -> None:
        """Use this client."""
        self.api = api

    def start(self, card: str = CARD, evse: str = EVSE) -> Any:
        """Start a session."""
        return self.api.charging.start_charge_session(
            REQUEST_ID, start_body(card, evse)
        )

    def stop(self, session_id: str = UNKNOWN_SESSION) -> Any:
        """Stop a session."""
        models = import_module("shellev.models.stop_charge_session_request_body_json")
        body = models.StopChargeSessionRequestBodyJson(session_id)
        return self.api.charging.stop_charge_session(REQUEST_ID, session_id, body)

    def retrieve(self, session_id: str = UNKNOWN_SESSION) -> Any:
        """Read a session."""
        return self.api.charging.get_charge_session_retrieve(
            REQUEST_ID, session_id, session_id
        )

    def active(self, card: str = CARD) -> Any:
        """List a card's sessions."""
        return self.api.charging.active(card, REQUEST_ID)

    def locations(self) -> Any:
        """List locations."""
        return self.api.locations.get_locations_list(REQUEST_ID, evse_id=EVSE)

    def location(self, uid: str) -> Any:
        """Read a location."""
        return self.api.locations.get_location_by_id(REQUEST_ID, uid)

    def nearby(self) -> Any:
        """Find the nearest location."""
        return self.api.locations.get_nearby_locations(REQUEST_ID, **HERE, limit=1)

    def markers(self) -> Any:
        """Show the map."""
        return self.api.locations.get_markers_list(REQUEST_ID, **AROUND, zoom="11")


class Later(First):
    """The calls from 1.1.0 on, generations B to D."""

    @override
    def start(self, card: str = CARD, evse: str = EVSE) -> Any:
        """Start a session."""
        return self.api.charging.start(REQUEST_ID, start_body(card, evse))

    @override
    def stop(self, session_id: str = UNKNOWN_SESSION) -> Any:
        """Stop a session."""
        return self.api.charging.stop(REQUEST_ID, session_id)

    @override
    def retrieve(self, session_id: str = UNKNOWN_SESSION) -> Any:
        """Read a session."""
        return self.api.charging.get_charge_session_retrieve(REQUEST_ID, session_id)

    @override
    def active(self, card: str = CARD) -> Any:
        """List a card's sessions."""
        return self.api.charging.active(REQUEST_ID, card)

    @override
    def locations(self) -> Any:
        """List locations."""
        return self.api.locations.get_ev_locations(REQUEST_ID, evse_id=EVSE)

    @override
    def location(self, uid: str) -> Any:
        """Read a location."""
        return self.api.locations.ev_locations_by_id(
            REQUEST_ID, uid, provider_id="Shell_RP_2"
        )

    @override
    def nearby(self) -> Any:
        """Find the nearest location."""
        return self.api.locations.nearby_locations(REQUEST_ID, **HERE, limit=1)

    @override
    def markers(self) -> Any:
        """Show the map."""
        return self.api.locations.locations_markers(REQUEST_ID, **AROUND, zoom="11")


def make_importable() -> None:
    """Show where the SDK lies, and supply the name that 1.0.0 forgot to import."""
    sys.path.insert(0, TARGET)
    union = import_module("apimatic_core.types.union_types.union_type_context")
    vars(builtins)["Context"] = union.UnionTypeContext


def main() -> dict[str, Any]:
    """Go through a session's life, the map, the true refusals and every documented error."""
    refused = outcome(client("wrong").bearer_auth.fetch_token)
    token = client("demo-secret").bearer_auth.fetch_token()
    api = client("demo-secret", token)
    calls = First(api) if hasattr(api.charging, "start_charge_session") else Later(api)
    results: dict[str, Any] = {"token": plain(token), "refused": refused}

    results["start"] = outcome(calls.start)
    session_id = results["start"]["result"]["data"][0]["session_id"]
    results["requested"] = outcome(lambda: calls.retrieve(session_id))
    control("advance", seconds=5)
    results["started"] = outcome(lambda: calls.retrieve(session_id))
    results["active"] = outcome(calls.active)
    results["stop"] = outcome(lambda: calls.stop(session_id))
    control("advance", seconds=5)
    results["stopped"] = outcome(lambda: calls.retrieve(session_id))
    results["none active"] = outcome(calls.active)
    control(f"evses/{EVSE}", plugged=False)
    unplugged = calls.start().data[0].session_id
    control("advance", seconds=5)
    results["failed"] = outcome(lambda: calls.retrieve(unplugged))

    results["stop again"] = outcome(lambda: calls.stop(session_id))
    results["unknown session"] = outcome(calls.retrieve)
    results["unknown EVSE"] = outcome(lambda: calls.start(evse="NL*TNM*E99999999*9"))
    results["unknown card"] = outcome(lambda: calls.start(card="NL-TNM-C99999999"))
    results["invalid"] = outcome(lambda: calls.start(evse="short"))

    results["locations"] = outcome(calls.locations)
    listed = results["locations"]["result"]
    uid = (listed if isinstance(listed, list) else listed["data"])[0]["uid"]
    results["location"] = outcome(lambda: calls.location(str(uid)))
    results["nearby"] = outcome(calls.nearby)
    results["markers"] = outcome(calls.markers)

    for operation in ("start", "stop", "retrieve", "active", "nearby"):
        for status in STATUSES:
            control("faults", operation=operation, fault="status", status=status)
            results[f"{operation} {status}"] = outcome(getattr(calls, operation))
    return results


make_importable()
sys.stdout.write(json.dumps(main()))
