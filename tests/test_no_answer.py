"""Why no answer came is told in a sentence of its own, wherever a person waits for one."""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
import ssl
from typing import Any, override

from aiohttp import ThreadedResolver, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .conftest import CARD, CLIENT_ID, SECRET, Home, card_subentry, sent
from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator

NOWHERE = "https://no-such-server.invalid"

FAULTS = [
    ({"fault": "redirect", "status": 302}, "redirect"),
    ({"fault": "html", "status": 200}, "not_json"),
    ({"fault": "html", "status": 403}, "gateway"),
    ({"fault": "html", "status": 502}, "gateway"),
    ({"fault": "text", "status": 200, "text": "[]"}, "unreadable"),
]
"""What a network to sign in to, a proxy and a firewall do, and Shell if it changes its answers."""


@pytest.fixture
async def expired(
    simulator: Simulator, socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[str]:
    """Serve the simulator under a certificate that ended long ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 2, 1, tzinfo=UTC))
        .add_extension(host, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    runner = web.AppRunner(simulator.app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class _NoNames(ThreadedResolver):
    """Says what the system says of a name that is none, without asking anybody. Home Assistant's fixtures close it."""

    real_close = ThreadedResolver.close

    @override
    async def resolve(self, host: str, *_: Any, **__: Any) -> list[Any]:
        raise OSError("Name or service not known")


@pytest.fixture
async def no_names(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live where no name is found."""
    monkeypatch.setattr(
        "homeassistant.helpers.aiohttp_client._async_make_resolver",
        lambda _: _NoNames(),
    )


async def begin(hass: HomeAssistant, server: str) -> Any:
    """Add an account by the form."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "user"}
    )
    return await hass.config_entries.flow.async_configure(
        result["flow_id"],
        {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "ema_id": CARD,
            "name": "Card",
            "environment": "production",
            "custom_server": {"url": server},
        },
    )


@pytest.mark.parametrize("operation", ["token", "active"])
@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_the_first_form_says_why(
    hass: HomeAssistant,
    server: str,
    simulator: Simulator,
    operation: str,
    fault: dict[str, Any],
    key: str,
) -> None:
    """Whichever call it is that meets it."""
    simulator.inject(operation, times=9, **fault)
    result = await begin(hass, server)
    assert result["errors"] == {"base": key}
    assert result["description_placeholders"]["reference"]


async def test_the_first_form_names_a_bad_certificate(
    hass: HomeAssistant, expired: str, simulator: Simulator
) -> None:
    """No secret goes to a server that cannot be who it says."""
    assert (await begin(hass, expired))["errors"] == {"base": "certificate"}
    assert simulator.audit == []


async def test_the_first_form_names_a_host_that_is_not_found(
    hass: HomeAssistant, no_names: None
) -> None:
    """A typing error, or no name server."""
    assert (await begin(hass, NOWHERE))["errors"] == {"base": "name_not_found"}


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_signing_in_again_says_why(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """And nothing was changed."""
    result: Any = await entry.start_reauth_flow(hass)
    simulator.inject("token", times=9, **fault)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"client_id": CLIENT_ID, "client_secret": "other"}
    )
    assert result["errors"] == {"base": key}
    assert entry.data["client_secret"] == SECRET


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_a_set_up_says_why(
    hass: HomeAssistant,
    make_entry: Callable[..., MockConfigEntry],
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """It is tried again by itself."""
    simulator.inject("token", times=9, **fault)
    entry = make_entry(card_subentry())
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == key


async def test_a_set_up_names_a_bad_certificate(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], expired: str
) -> None:
    """Which a custom server may have from one day to the next."""
    entry = make_entry(data={"server": expired})
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.error_reason_translation_key == "certificate"


async def test_a_set_up_names_a_host_that_is_not_found(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry], no_names: None
) -> None:
    """As while the internet is away."""
    entry = make_entry(data={"server": NOWHERE})
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.error_reason_translation_key == "name_not_found"


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_an_action_says_why(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """In words for a person, ending in what is known of the answer."""
    simulator.inject("active", times=9, **fault)
    with pytest.raises(HomeAssistantError) as caught:
        await home.act("list_active_sessions")
    assert caught.value.translation_key == key
    assert f"HTTP {fault['status']}" in str(caught.value)


CAUSES = {
    "redirect": "The answer redirects to another address, ",
    "not_json": "The answer did not come from Shell. ",
    "gateway": "A proxy, a firewall or a gateway answered instead of Shell. ",
    "unreadable": "Shell's answer is not as documented and cannot be read. ",
}
"""How the sentence begins that tells each."""


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_a_start_says_why_it_is_not_confirmed(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """First what becomes of it, then the cause; it may have been carried out, so it is sent once."""
    simulator.inject("start", times=9, **fault)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "start_unconfirmed"
    told = str(caught.value)
    assert told.startswith("Shell did not confirm the start, ")
    assert f". {CAUSES[key]}" in told
    assert f"HTTP {fault['status']}, RequestId " in told
    assert "has a problem" not in told
    await home.wait(60)
    assert sent(simulator, "start") == 1


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_a_start_that_was_carried_out_is_found(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """Whatever came in place of its answer: then there is nothing to say."""
    simulator.inject("start", before=False, **fault)
    await home.switch("on")
    await home.wait(10)
    assert home.state("session_state") == "started"
    assert sent(simulator, "start") == 1


@pytest.mark.parametrize(("fault", "key"), FAULTS)
async def test_a_stop_says_why_it_is_not_confirmed(
    entry: MockConfigEntry,
    home: Home,
    simulator: Simulator,
    fault: dict[str, Any],
    key: str,
) -> None:
    """As a start; a person may send it again, nothing else does."""
    await home.switch("on")
    await home.wait(40)
    simulator.inject("stop", **fault)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("off")
    assert caught.value.translation_key == "stop_unconfirmed"
    told = str(caught.value)
    assert told.startswith("Shell did not confirm the stop, ")
    assert f". {CAUSES[key]}" in told
    assert "has a problem" not in told
    await home.wait(200)
    assert sent(simulator, "stop") == 1
    assert home.state("session_state") == "started"


async def test_a_start_without_a_token_says_why(
    entry: MockConfigEntry, home: Home, simulator: Simulator
) -> None:
    """It was certainly not sent, so there is nothing to wait for."""
    await home.wait(870)
    simulator.inject("token", "redirect", status=302, times=9)
    with pytest.raises(HomeAssistantError) as caught:
        await home.switch("on")
    assert caught.value.translation_key == "redirect"
