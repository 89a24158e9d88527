"""One token for an account, fetched when it must be and never more (API.md section 2)."""

import asyncio
from datetime import timedelta
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
    new_request_id,
)
from simulator import Simulator
from tests.api.conftest import count, make
from tests.conftest import CARD, CLIENT_ID, HOME, OTHER_CARD


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


def calls_of(
    simulator: Simulator, operation: str
) -> list[tuple[str | None, int | None]]:
    """Return RequestId and status of each call of an operation."""
    return [
        (record.request_id, record.status)
        for record in simulator.audit
        if record.operation == operation
    ]


async def test_a_command_with_a_refused_token_is_sent_once_more(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """It was certainly not carried out. The second goes under a RequestId of its own, which is told."""
    await client.active(CARD)
    simulator.tokens.tokens.clear()
    given = new_request_id()
    started = await client.start(CARD, HOME, given)
    assert calls_of(simulator, "start") == [(given, 401), (started.request_id, 200)]
    assert started.request_id != given
    assert [*simulator.sessions] == [started.session_id]
    simulator.advance(10)
    simulator.tokens.tokens.clear()
    given = new_request_id()
    used = await client.stop(started.session_id, given)
    assert calls_of(simulator, "stop") == [(given, 401), (used, 200)]
    assert used != given


async def test_a_command_goes_under_the_request_id_that_was_given(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Where its token is good."""
    given, other = new_request_id(), new_request_id()
    started = await client.start(CARD, HOME, given)
    assert started.request_id == given
    assert await client.stop(started.session_id, other) == other


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "status"}, NotSubscribedError),
        ({"fault": "html"}, TemporaryError),
        ({"fault": "status_empty"}, TemporaryError),
    ],
)
@pytest.mark.parametrize("operation", ["start", "active"])
async def test_a_call_that_is_refused_with_a_new_token_as_well(
    simulator: Simulator,
    client: ShellEvClient,
    operation: str,
    fault: dict[str, Any],
    error: type[ShellEvError],
) -> None:
    """It is sent twice, no more; said by Shell it means no subscription, by others nothing."""
    simulator.inject(operation, status=401, times=2, retry_after="9", **fault)
    with pytest.raises(error) as caught:
        await (
            client.start(CARD, HOME) if operation == "start" else client.active(CARD)
        )
    calls = calls_of(simulator, operation)
    assert [status for _, status in calls] == [401, 401]
    assert caught.value.request_id == calls[-1][0]
    assert (calls[0][0] == calls[1][0]) is (operation == "active")
    assert not getattr(caught.value, "sent", False)
    assert count(simulator, "token") == 2


async def test_no_new_token_for_a_refused_command(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """It was not carried out; the RequestId to ask Shell about is that of the call that was sent."""
    await client.active(CARD)
    simulator.tokens.tokens.clear()
    simulator.inject("token", "status", status=503)
    given = new_request_id()
    with pytest.raises(TemporaryError) as caught:
        await client.start(CARD, HOME, given)
    assert not caught.value.sent
    assert caught.value.request_id == given
    assert calls_of(simulator, "start") == [(given, 401)]


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
    ("status", "text", "error"),
    [
        # OAuth's own words (RFC 6749, 5.2), and those of Shell's portal.
        (400, '{"error": "unauthorized_client"}', AuthenticationError),
        (
            401,
            '{"error": "invalid_client", "error_descrription": 7}',
            AuthenticationError,
        ),
        (401, '{"ErrorCode": "invalid_client", "Error": "?"}', AuthenticationError),
        # Those of others on the way.
        (400, "<html>Bad request</html>", TemporaryError),
        (401, "<html>Sign in to this network</html>", TemporaryError),
        (401, "", TemporaryError),
        (401, "{}", TemporaryError),
        (401, "[]", TemporaryError),
        (401, "null", TemporaryError),
        (401, '{"error": null}', TemporaryError),
        (401, '{"error": {"code": "invalid_client"}}', TemporaryError),
        (401, '{"status": 401, "error": "Unauthorized"}', TemporaryError),
        (400, '{"status": 400, "error": "Bad Request"}', TemporaryError),
        (401, '{"fault": {"faultstring": "Policy"}}', TemporaryError),
        (400, '{"error": "temporarily_unavailable"}', TemporaryError),
        (403, "<html>Blocked</html>", TemporaryError),
    ],
)
async def test_refused_means_refused_by_shell(
    simulator: Simulator,
    client: ShellEvClient,
    status: int,
    text: str,
    error: type[ShellEvError],
) -> None:
    """Nobody has to sign in again because a firewall said no."""
    simulator.inject("token", "text", status=status, text=text)
    with pytest.raises(ShellEvError) as caught:
        await client.authenticate()
    assert type(caught.value) is error
    await client.authenticate()


@pytest.mark.parametrize("status", [400, 401, 429, 503])
async def test_the_token_endpoint_asks_to_wait(
    simulator: Simulator, client: ShellEvClient, status: int
) -> None:
    """It counts as for any call."""
    simulator.inject("token", "html", status=status, retry_after="70")
    with pytest.raises(ShellEvError) as caught:
        await client.active(CARD)
    assert caught.value.retry_after == timedelta(seconds=70)


@pytest.mark.parametrize(
    ("expires_in", "good_for"),
    [
        ("899", 839),
        ('"899"', 839),
        ("899.0", 839),
        ("60", 30),
        # A day is the most that is believed.
        ("1" + "0" * 300, 86340),
        ('"1' + "0" * 300 + '"', 86340),
        ("1e300", 86340),
    ],
)
async def test_the_life_of_a_token(
    simulator: Simulator,
    client: ShellEvClient,
    freezer: FrozenDateTimeFactory,
    expires_in: str,
    good_for: int,
) -> None:
    """Read in any form, and bounded."""
    text = f'{{"access_token": "short", "expires_in": {expires_in}}}'
    simulator.inject("token", "text", status=200, text=text)
    await client.authenticate()
    freezer.tick(good_for - 1)
    await client.authenticate()
    assert count(simulator, "token") == 1
    freezer.tick(1)
    await client.authenticate()
    assert count(simulator, "token") == 2


async def test_a_token_in_another_spelling(
    simulator: Simulator, client: ShellEvClient, freezer: FrozenDateTimeFactory
) -> None:
    """Its own keys have underscores; those of all else have none."""
    text = '{"accessToken": "camel", "TokenType": "Bearer", "expiresIn": 10}'
    simulator.inject("token", "text", status=200, text=text)
    await client.authenticate()
    freezer.tick(4)
    await client.authenticate()
    assert count(simulator, "token") == 1
    freezer.tick(1)
    await client.authenticate()
    assert count(simulator, "token") == 2


@pytest.mark.parametrize(
    "expires_in",
    ["0", "-5", "1e400", "-1e400", "NaN", "Infinity", "null", "[]", '"soon"', "1e-320"],
)
async def test_a_token_without_an_end(
    simulator: Simulator,
    client: ShellEvClient,
    freezer: FrozenDateTimeFactory,
    expires_in: str,
) -> None:
    """What is no life time sets none; Shell will refuse the token when it is over."""
    text = f'{{"access_token": "endless", "expires_in": {expires_in}}}'
    simulator.inject("token", "text", status=200, text=text)
    await client.authenticate()
    freezer.tick(timedelta(days=400))
    await client.authenticate()
    assert count(simulator, "token") == 1


async def test_a_clock_that_was_ahead(
    simulator: Simulator, client: ShellEvClient, freezer: FrozenDateTimeFactory
) -> None:
    """Put back by years it does not keep a token for years: how old that is, nobody knows."""
    await client.authenticate()
    freezer.tick(timedelta(days=-3650))
    await client.authenticate()
    assert count(simulator, "token") == 2
    freezer.tick(838)
    await client.authenticate()
    assert count(simulator, "token") == 2
    freezer.tick(2)
    await client.authenticate()
    assert count(simulator, "token") == 3


async def test_a_long_token(
    simulator: Simulator, client: ShellEvClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that tells who it is for has thousands of characters: none of them is lost."""
    long = "eyJ" + "a" * 4000 + ".b-_~+/=="
    simulator.inject("token", "text", status=200, text=f'{{"access_token": "{long}"}}')
    monkeypatch.setattr(
        simulator.tokens,
        "client_of",
        lambda told, _: CLIENT_ID if told == f"Bearer {long}" else None,
    )
    assert await client.active(CARD) == ()


@pytest.mark.parametrize(
    "token",
    ["null", '""', "7", "[]", '"a b"', '"a\\r\\nb"', '"\\ud800"', f'"{"a" * 9000}"'],
)
async def test_what_cannot_be_a_token(
    simulator: Simulator, client: ShellEvClient, token: str
) -> None:
    """It is not sent anywhere."""
    simulator.inject("token", "text", status=200, text=f'{{"access_token": {token}}}')
    with pytest.raises(TemporaryError):
        await client.active(CARD)
    assert count(simulator, "active") == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "status", "status": 400}, AuthenticationError),
        ({"fault": "status", "status": 403}, NotSubscribedError),
        ({"fault": "status", "status": 429}, RateLimitedError),
        ({"fault": "status", "status": 500}, TemporaryError),
        ({"fault": "html", "status": 401}, TemporaryError),
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
    assert not getattr(caught.value, "sent", False)
    assert caught.value.request_id is None
    assert count(simulator, "start") == 0


async def test_the_older_token_endpoint_is_asked_where_the_newer_is_not_served(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """Generations up to 1.3 of the SDK know no other."""
    simulator.inject("token", "status_empty", status=404)
    assert await client.active(CARD) == ()
    paths = [call.path for call in simulator.audit if call.operation == "token"]
    assert paths == ["/v2/oauth/token", "/v1/oauth/token"]


async def test_no_token_endpoint_at_all(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """It is not Shell's API that is there."""
    simulator.inject("token", "status_empty", status=404, times=2)
    with pytest.raises(GenerationNotServedError):
        await client.authenticate()
