"""What the simulator answers is as documented, in every generation."""

from contextlib import suppress
from typing import Final

import aiohttp
import pytest

from custom_components.shell_ev.api import AuthenticationError, ShellEvError
from custom_components.shell_ev.api.generations import (
    DIRECTORIES,
    GENERATIONS,
    Generation,
    Operation,
)
from simulator import Simulator
from tests.api.conftest import make
from tests.conftest import CARD, HOME

UNKNOWN: Final = "c3e332f0-1bb2-4f50-a96b-e075bbb71e68"


@pytest.fixture(params=GENERATIONS, ids=lambda generation: generation.key)
def generation(request: pytest.FixtureRequest) -> Generation:
    """Go through the generations of the charging."""
    found: Generation = request.param
    return found


@pytest.mark.parametrize(
    "settings", [{}, {"state_spelling": "SessionState"}, {"accepted_status": 202}]
)
async def test_the_simulators_charging_is_as_documented(
    simulator: Simulator,
    server: str,
    web: aiohttp.ClientSession,
    generation: Generation,
    settings: dict[str, object],
) -> None:
    """A session with all its states, and one that fails."""
    simulator.change_settings(settings)
    client = make(web, server, generation=generation)
    session_id = (await client.start(CARD, HOME)).session_id
    for _ in range(3):
        await client.active(CARD)
        await client.retrieve(session_id)
        simulator.advance(3)
    await client.stop(session_id)
    for _ in range(3):
        await client.active(CARD)
        await client.retrieve(session_id)
        simulator.advance(2)
    simulator.plug(HOME, False)
    session_id = (await client.start(CARD, HOME)).session_id
    simulator.advance(100)
    assert (await client.retrieve(session_id)).error_code
    assert client.shapes.findings == ()
    assert {met.operation for met in client.shapes.met} == {
        Operation.AUTHORIZE,
        *generation.operations,
    }


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_the_simulators_errors_are_as_documented(
    simulator: Simulator,
    server: str,
    web: aiohttp.ClientSession,
    generation: Generation,
    status: int,
) -> None:
    """In every operation of the charging."""
    client = make(web, server, generation=generation)
    for operation, call in (
        ("start", client.start(CARD, HOME)),
        ("stop", client.stop(UNKNOWN)),
        ("retrieve", client.retrieve(UNKNOWN)),
        ("active", client.active(CARD)),
    ):
        simulator.inject(operation, "status", status=status, times=2)
        with suppress(ShellEvError):  # a card that is not found has no sessions
            await call
        simulator.clear_faults()
    assert client.shapes.findings == ()
    assert sum(met.status == status for met in client.shapes.met) == 4


@pytest.mark.parametrize("served", ["A", "B", "C", "D"])
async def test_the_simulators_directories_are_as_documented(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, served: str
) -> None:
    """Lists, one location with its tariffs, and errors."""
    simulator.change_settings({"generations": [served], "rate_limit": 10_000})
    directory = next(each for each in DIRECTORIES if served in each.key)
    client = make(web, server)
    for place in simulator.locations:
        uid = place.text_uid if served == "D" else str(place.uid)
        reply = await client.probe(
            directory, Operation.LOCATION, uid=uid, provider_id="NL-TNM"
        )
        assert reply.ok
    for limit in ("1", "100"):
        await client.probe(
            directory,
            Operation.NEARBY,
            latitude="52.37",
            longitude="4.9",
            limit=limit,
        )
    for evse_id in (HOME, "NL*TNM*E99999999*9"):
        await client.probe(directory, Operation.LIST_LOCATIONS, evse_id=evse_id)
    await client.probe(directory, Operation.LOCATION, uid="0")
    await client.probe(directory, Operation.NEARBY, latitude="x", longitude="4")
    assert client.shapes.findings == ()
    assert {met.status for met in client.shapes.met} == {200, 400, 404}


@pytest.mark.parametrize("form", ["oauth", "portal"])
async def test_the_simulators_tokens_are_as_documented(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, form: str
) -> None:
    """Given and refused, in either form."""
    simulator.change_settings(
        {"token_error_form": form, "token_lifetime_as_text": True}
    )
    client = make(web, server)
    await client.authenticate()
    wrong = make(web, server, secret="wrong")
    with pytest.raises(AuthenticationError):
        await wrong.authenticate()
    assert client.shapes.findings == wrong.shapes.findings == ()
    assert wrong.shapes.met[0].status == 401
