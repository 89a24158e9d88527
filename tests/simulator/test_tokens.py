"""The token endpoints (API.md section 2)."""

from collections.abc import Callable

import pytest

from .caller import Caller, Clock, basic
from simulator import Account, Simulator

FORM = {
    "grant_type": "client_credentials",
    "client_id": "demo-client",
    "client_secret": "demo-secret",
}


@pytest.fixture
def api(caller_of: Callable[[str], Caller]) -> Caller:
    """Return a caller without a token."""
    return caller_of("D")


@pytest.mark.parametrize("path", ["/v1/oauth/token", "/v2/oauth/token", "/ev/token"])
async def test_a_token_is_given_at_every_endpoint(api: Caller, path: str) -> None:
    """Every release of the SDK has its own."""
    answer = await api.ask_token(path, headers=basic("demo-client", "demo-secret"))
    assert answer.status == 200
    assert answer.body["token_type"] == "Bearer"
    assert answer.body["expires_in"] == 899
    assert answer.body["access_token"]
    assert "scope" not in answer.body


async def test_the_client_may_stand_in_the_form(api: Caller) -> None:
    """The other style of RFC 6749, and a scope comes back."""
    answer = await api.ask_token(data=FORM | {"scope": "a b"})
    assert answer.status == 200
    assert answer.body["scope"] == "a b"


async def test_a_secret_is_utf8_before_base64(api: Caller, sim: Simulator) -> None:
    """It is not form-encoded."""
    sim.accounts["demo-client"].secret = "gëheim:+%20"
    answer = await api.ask_token(headers=basic("demo-client", "gëheim:+%20"))
    assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("demo-client", "wrong"),
        basic("nobody", "demo-secret"),
        {"Authorization": "Basic not-base64"},
        {"Authorization": "Bearer demo-client:demo-secret"},
    ],
)
async def test_an_unknown_client_is_refused(
    api: Caller, headers: dict[str, str]
) -> None:
    """With the error of OAuth, whatever is wrong about the credentials."""
    answer = await api.ask_token(headers=headers)
    assert answer.status == 401
    assert answer.body == {
        "error": "invalid_client",
        "error_description": "ClientId is Invalid",
    }


@pytest.mark.parametrize(
    ("data", "error"),
    [({}, "invalid_request"), ({"grant_type": "password"}, "unsupported_grant_type")],
)
async def test_another_grant_is_refused(
    api: Caller, data: dict[str, str], error: str
) -> None:
    """Client credentials are the only grant."""
    answer = await api.ask_token(data=data, headers=basic("demo-client", "demo-secret"))
    assert (answer.status, answer.body["error"]) == (400, error)


async def test_refusals_in_the_form_of_the_portal(api: Caller, sim: Simulator) -> None:
    """The portal's pages show other keys."""
    sim.settings.token_error_form = "portal"
    answer = await api.ask_token()
    assert answer.body == {
        "ErrorCode": "invalid_client",
        "Error": "ClientId is Invalid",
    }


async def test_a_token_cannot_be_read(api: Caller) -> None:
    """GET is not allowed, and that is said by the gateway."""
    answer = await api.ask("GET", "/v2/oauth/token")
    assert answer.status == 405
    assert "fault" in answer.body


async def test_a_token_expires_by_the_clock(
    api: Caller, sim: Simulator, clock: Clock
) -> None:
    """It is good for as long as was said."""
    sim.settings.token_lifetime = 60
    sim.settings.token_lifetime_as_text = True
    answer = await api.ask_token(data=FORM)
    assert answer.body["expires_in"] == "60"
    api.token = answer.body["access_token"]
    clock.tick(59)
    assert (await api.active()).status == 200
    clock.tick(1)
    assert (await api.active()).status == 401


async def test_a_changed_secret_leaves_tokens_good(api: Caller, sim: Simulator) -> None:
    """As with the real thing: only the next token is refused."""
    await api.log_in()
    cards = sim.accounts["demo-client"].cards
    sim.set_account("demo-client", Account(secret="new", cards=cards))
    assert (await api.active()).status == 200
    assert (await api.ask_token(data=FORM)).status == 401
