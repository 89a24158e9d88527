"""The official SDK, as published, against the simulator: what it reads is what was meant (API.md section 7)."""

import asyncio
import json
from pathlib import Path
import sys
from typing import Any

import pytest

from .caller import CARD, EVSE, REQUEST_ID
from simulator import Simulator

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).parent / "sdk" / "drive.py"
RELEASES = {"1.0.0": "A", "1.4.0": "C", "2.2.0": "D"}
STATUSES = (400, 401, 403, 404, 405, 429, 500, 503)

# The exceptions of section 7; a status that is not there raises APIException.
_FIRST = {
    status: f"M{status}ErrorResponseError1Exception"
    for status in (400, 401, 404, 405, 429, 500, 503)
}
_LATER = {
    400: "BadRequestException",
    401: "UnauthorizedException",
    404: "NotFoundException",
    429: "TooManyRequestsException",
    500: "InternalServerErrorException",
    503: "ServiceunavailableException",
}
EXCEPTIONS: dict[str, dict[str, dict[int, str]]] = {
    "1.0.0": {
        "start": _FIRST | {401: "HTTP401ErrorResponseException"},
        "stop": _FIRST,
        "retrieve": _FIRST,
        "active": _FIRST,
        "nearby": {status: _LATER[status] for status in (400, 401, 404)},
    },
    "1.4.0": {
        "start": _LATER,
        "stop": _LATER,
        "retrieve": _LATER,
        "active": {},
        "nearby": _LATER,
    },
    "2.2.0": {
        "start": _LATER | {404: "V2ChargeSessionStart404ErrorException"},
        "stop": _LATER | {404: "V2ChargeSessionStop404ErrorException"},
        "retrieve": _LATER | {404: "V2ChargeSessionRetrieve404ErrorException"},
        "active": {},
        "nearby": _LATER,
    },
}

type Results = dict[str, Any]


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Return each release in turn."""
    return str(request.param)


async def drive(release: str, sim: Simulator) -> Results:
    """Let a release of the SDK talk to the simulator in a process of its own, and give what it read."""
    target = ROOT / ".dev" / "sdk" / release
    assert target.is_dir(), (
        f"The SDK {release} is not there; scripts/setup-sdk installs it."
    )
    async with sim.serve() as url:
        process = await asyncio.create_subprocess_exec(
            # Isolated, and without this environment's packages: the SDK has its own.
            *(sys.executable, "-I", "-S", str(DRIVER), str(target), url),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    results: Results = json.loads(output)
    return results


@pytest.fixture
async def results(release: str, sim: Simulator, socket_enabled: None) -> Results:
    """Return what one release made of everything."""
    return await drive(release, sim)


async def test_the_sdk_goes_through_a_session(
    release: str, sim: Simulator, results: Results
) -> None:
    """A token, a start, readings, the list, a stop: each read by the SDK's own models."""
    assert results["token"]["token_type"] == "Bearer"
    assert results["token"]["expires_in"] == 899
    assert results["start"]["result"]["request_id"] == REQUEST_ID
    session_id = results["start"]["result"]["data"][0]["session_id"]
    assert session_id in sim.sessions
    for step, state in (
        ("requested", "start-requested"),
        ("started", "started"),
        ("active", "started"),
        ("stopped", "stopped"),
    ):
        (item,) = results[step]["result"]["data"]
        assert (item["id"], item["ema_id"], item["evse_id"]) == (session_id, CARD, EVSE)
        shown = item["session_state"]
        assert (shown if release == "1.0.0" else shown["status"]) == state
        assert bool(item.get("started_at")) is (step != "requested")
        assert bool(item.get("stopped_at")) is (step == "stopped")
    assert results["stop"]["result"] == {"request_id": REQUEST_ID, "status": "SUCCESS"}
    assert not results["none active"]["result"].get("data")
    (item,) = results["failed"]["result"]["data"]
    if release == "1.0.0":
        assert item["session_state"] == "failed-to-start"
        assert item["session_code"] == "EvNotConnectedToEvse"
    else:
        assert item["session_state"]["status"] == "failed-to-start"
        assert item["session_state"]["error"]["code"] == "EvNotConnectedToEvse"
    spoken = {record.generation for record in sim.audit if record.operation == "stop"}
    # C charges as B does.
    assert spoken == {{"C": "B"}.get(RELEASES[release], RELEASES[release])}


async def test_the_sdk_reads_the_map(release: str, results: Results) -> None:
    """Every locations operation, in the models of that release."""
    listed = results["locations"]["result"]
    (location,) = listed if release == "1.0.0" else listed["data"]
    assert location["evses"][0]["evse_id"] == EVSE
    found = results["location"]["result"]
    found = found if release == "1.0.0" else found["data"][0]
    assert found["uid"] == location["uid"]
    connector = found["evses"][0]["connectors"][0]
    if release == "2.2.0":
        assert connector["tariffs"][0]["provider_id"] == "Shell_RP_2"
        assert connector["tariffs"][0]["elements"][0]["price_components"]
    else:
        assert connector["tariff"]["per_k_wh"] == 0.44
    nearest = results["nearby"]["result"]
    nearest = nearest if release == "1.0.0" else nearest["data"][0]
    assert nearest["uid"] == location["uid"]
    markers = results["markers"]["result"]
    markers = markers if release == "1.0.0" else markers["data"]
    assert {marker["marker_type"] for marker in markers} == {
        "SingleLocation",
        "MultiLocation",
    }


async def test_the_sdk_reads_true_refusals(release: str, results: Results) -> None:
    """What the simulator refuses by itself, as the typed exceptions with their fields."""
    assert results["refused"]["raised"] == "OAuthProviderException"
    assert results["refused"]["error"] == "invalid_client"
    expected = EXCEPTIONS[release]
    for name, operation, status, code in (
        ("stop again", "stop", 404, "E0005" if release == "1.0.0" else "E0038"),
        (
            "unknown session",
            "retrieve",
            404,
            "E0005" if release == "1.0.0" else "E0038",
        ),
        ("unknown EVSE", "start", 404, "E0005" if release == "1.0.0" else "E0038"),
        ("unknown card", "start", 404, "E0005" if release == "1.0.0" else "E0038"),
        ("invalid", "start", 400, "E0001"),
    ):
        outcome = results[name]
        assert outcome["raised"] == expected[operation][status], name
        assert (outcome["request_id"], outcome["status"]) == (REQUEST_ID, "FAILED")
        assert outcome["errors"][0]["code"] == code, name


async def test_the_sdk_reads_every_documented_error(
    release: str, results: Results
) -> None:
    """The table of exception classes, and fields in every typed one."""
    for operation, classes in EXCEPTIONS[release].items():
        for status in STATUSES:
            outcome = results[f"{operation} {status}"]
            name = classes.get(status, "APIException")
            assert (outcome["raised"], outcome["status_code"]) == (name, status), (
                operation
            )
            if name == "APIException":
                continue
            if release == "1.0.0" and operation == "nearby":
                assert outcome["code"]
                assert outcome["message"]
            else:
                assert outcome["request_id"] == REQUEST_ID
                assert outcome["errors"][0]["code"].startswith("E00")
