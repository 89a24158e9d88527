"""One token for an account, fetched when it must be and never more (API.md section 2)."""

import asyncio
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.shell_ev.api import (
    AuthenticationError,
    GenerationNotServedError,
    NotSubscribedError,
    RateLimitedError,
    ShellEvClient,
    ShellEvError,
    TemporaryError,
    TokenRejectedError,
)
from simulator import Simulator
from tests.api.conftest import count, make
from tests.conftest import CARD, HOME, OTHER_CARD


@pytest.mark.parametrize(
    "moment", ["2027-02-01 12:00:00", "2027-03-14 09:59:30", "2027-11-07 08:59:30"]
)
async def test_one_token_for_many_calls_at_once(
    simulator: Simulator,
    client: ShellEvClient,
    freezer: FrozenDateTimeFactory,
    moment: str,
) -> None:
    """It is fetched once, used until shortly before its end, then fetched once again.

    Also while the clocks in California, where the tests live, are put forward and back.
    """
    freezer.move_to(moment)
    await asyncio.gather(*(client.active(CARD) for _ in range(5)))
    assert count(simulator, "token") == 1
    freezer.tick(838)
    await client.active(CARD)
    assert count(simulator, "token") == 1
    freezer.tick(2)
    await asyncio.gather(*(client.active(OTHER_CARD) for _ in range(5)))
    assert count(simulator, "token") == 2


async def test_a_short_token_is_used_for_half_its_life(
    simulator: Simulator, client: ShellEvClient, freezer: FrozenDateTimeFactory
) -> None:
    """The margin does not eat it up."""
    simulator.change_settings({"token_lifetime": 60})
    await client.active(CARD)
    freezer.tick(29)
    await client.active(CARD)
    assert count(simulator, "token") == 1
    freezer.tick(2)
    await client.active(CARD)
    assert count(simulator, "token") == 2


async def test_a_refused_token_is_replaced_and_the_question_asked_again(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Once: Shell may withdraw a token before its time."""
    await client.active(CARD)
    simulator.tokens.tokens.clear()
    assert await client.active(CARD) == ()
    assert (count(simulator, "token"), count(simulator, "active")) == (2, 3)


async def test_a_new_token_that_is_refused_means_no_subscription(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """The token endpoint takes the client, so the credentials are good."""
    simulator.inject("active", "status", status=401, times=2)
    with pytest.raises(NotSubscribedError):
        await client.active(CARD)


async def test_a_refused_token_is_told_for_a_command(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """A POST is never repeated; the next one has a new token."""
    await client.active(CARD)
    simulator.tokens.tokens.clear()
    with pytest.raises(TokenRejectedError):
        await client.start(CARD, HOME)
    await client.start(CARD, HOME)
    assert len(simulator.sessions) == 1


async def test_a_replaced_token_is_not_dropped_for_an_old_refusal(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Of two calls that are refused with the same token, one fetches a new one."""
    await client.active(CARD)
    simulator.tokens.tokens.clear()
    await asyncio.gather(client.active(CARD), client.active(OTHER_CARD))
    assert count(simulator, "token") == 2


@pytest.mark.parametrize("form", ["oauth", "portal"])
async def test_a_wrong_secret(
    simulator: Simulator, server: str, web: aiohttp.ClientSession, form: str
) -> None:
    """Told as such; no data call goes out and the secret is in no text."""
    simulator.change_settings({"token_error_form": form})
    with pytest.raises(AuthenticationError) as caught:
        await make(web, server, secret="wröng").active(CARD)
    assert str(caught.value) == "The client is refused (HTTP 401)"
    assert count(simulator, "active") == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "status", "status": 400}, AuthenticationError),
        ({"fault": "status", "status": 403}, NotSubscribedError),
        ({"fault": "status", "status": 429}, RateLimitedError),
        ({"fault": "status", "status": 500}, TemporaryError),
        ({"fault": "empty"}, TemporaryError),
        ({"fault": "html", "status": 200}, TemporaryError),
        ({"fault": "cut"}, TemporaryError),
    ],
)
async def test_no_token_no_command(
    simulator: Simulator,
    client: ShellEvClient,
    fault: dict[str, Any],
    error: type[ShellEvError],
) -> None:
    """Whatever is wrong with the token endpoint, the start was certainly not sent."""
    simulator.inject("token", **fault)
    with pytest.raises(error) as caught:
        await client.start(CARD, HOME)
    if isinstance(caught.value, TemporaryError) and caught.value.status is None:
        assert not caught.value.sent
    assert count(simulator, "start") == 0


async def test_the_older_token_endpoint_is_asked_where_the_newer_is_not_served(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Generations up to 1.3 of the SDK know no other."""
    simulator.inject("token", "status_empty", status=404)
    assert await client.active(CARD) == ()
    paths = [it.path for it in simulator.audit if it.operation == "token"]
    assert paths == ["/v2/oauth/token", "/v1/oauth/token"]


async def test_no_token_endpoint_at_all(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """It is not Shell's API that is there."""
    simulator.inject("token", "status_empty", status=404, times=2)
    with pytest.raises(GenerationNotServedError):
        await client.authenticate()
