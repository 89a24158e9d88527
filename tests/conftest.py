"""Fixtures: a simulator on a socket, under the tests' own time, and an account that talks to it."""

# The test package brings custom integrations of its own; ours must be imported first.
import custom_components.shell_ev  # noqa: F401, isort: skip

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from datetime import UTC, datetime, timedelta
import json
import logging
import re
from typing import Any, override

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.util import dt as dt_util

from custom_components.shell_ev.const import DOMAIN
from simulator import Simulator

pytest_plugins = ("tests.metered", "tests.sunny")
"""Fixtures of the user's own sensors, with what goes with them."""

CARD = "NL-TNM-C00122045-K"
OTHER_CARD = "NL-TNM-C0216599X-A"
HOME = "NL*TNM*E02003451*0"
OFFICE = "NL*TNM*EVIRTUALCP0002*0"
HOME_UID = "NL*TNM*L0000001*0"
OFFICE_UID = "NL*TNM*L0000002*0"
"""Their locations, as the newest generation of the directory names them."""
NOON = "2026-11-20T11:00:00Z"
"""In Amsterdam."""
CLIENT_ID = "demo-client"
SECRET = "demo-secret"

LONGEST_FIRST = ("tests/e2e/", "tests/frontend/", "tests/long/", "tests/blueprints/")
"""Where tests take minutes: several run side by side, and none is to be left alone at the end."""

_TOKEN = re.compile(r"Bearer\s+\S+|Basic\s+\S{8,}")


def pytest_sessionstart() -> None:
    """Show cryptography the real datetime: it keeps what it meets first, and a frozen one serves no test after it."""
    now = datetime.now(UTC)
    nobody = x509.CertificateRevocationListBuilder().issuer_name(x509.Name([]))
    nobody.last_update(now).next_update(now).sign(Ed25519PrivateKey.generate(), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST_FIRST))


@pytest.fixture
def hass(hass: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant that finds the integration; the pure tests ask for none."""
    hass.data.pop(DATA_CUSTOM_COMPONENTS)
    return hass


@pytest.fixture(autouse=True)
async def enable_event_loop_debug() -> None:
    """Take from asyncio's debug mode what can fail a test, in place of the plugin's fixture.

    That mode takes down the whole stack for every future: more than half of the time of a test.
    What it would refuse is refused here as well: a call from another thread.
    """
    loop: Any = asyncio.get_running_loop()
    loop.call_soon = _in_its_thread(loop, loop.call_soon)
    loop.call_at = _in_its_thread(loop, loop.call_at)


def _in_its_thread(loop: Any, schedule: Callable[..., Any]) -> Callable[..., Any]:
    def checked(*args: Any, **kwargs: Any) -> Any:
        loop._check_thread()
        return schedule(*args, **kwargs)

    return checked


class _Record(logging.LogRecord):
    """What is logged, put into words once, however many handlers and checks read it."""

    _message: str | None = None

    @override
    def getMessage(self) -> str:
        if self._message is None:
            self._message = super().getMessage()
        return self._message


@pytest.fixture(autouse=True)
def _words_are_found_once() -> Generator[None]:
    """Save a third of a day in the tests of blueprints: templates are logged with all their variables."""
    factory = logging.getLogRecordFactory()
    logging.setLogRecordFactory(_Record)
    yield
    logging.setLogRecordFactory(factory)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots in the form of Home Assistant's own."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture(autouse=True)
def _no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Fail a test in which a secret, a token or an id of a card or charge point was logged.

    At every level, and also one in which an exception of this integration was swallowed.
    """
    logging.getLogger("custom_components.shell_ev").setLevel(logging.DEBUG)
    yield
    for record in caplog.get_records("setup") + caplog.get_records("call"):
        text = record.getMessage()
        if record.exc_info:
            text += logging.Formatter().formatException(record.exc_info)
        if record.levelno >= logging.WARNING:
            assert "Traceback" not in text or "shell_ev" not in text, text
        if "_simulator" in text or record.name.startswith("aiohttp.access"):
            continue
        for kept in (SECRET, CARD, OTHER_CARD):
            assert kept not in text, f"{record.name} logged {kept}"
        if record.name.startswith("custom_components.shell_ev"):
            for kept in (HOME, OFFICE):
                assert kept not in text, f"{record.name} logged {kept}"
            assert not _TOKEN.search(text)


@pytest.fixture
def simulator(freezer: FrozenDateTimeFactory) -> Simulator:
    """Return a simulator that lives in the test's own time."""
    return Simulator(seed=1, clock=dt_util.utcnow)


@pytest.fixture
async def server(simulator: Simulator, socket_enabled: None) -> AsyncGenerator[str]:
    """Serve the simulator and return its address."""
    async with simulator.serve(port=0, host="127.0.0.1") as url:
        yield url


def card_subentry(ema_id: str = CARD, name: str = "Card") -> dict[str, Any]:
    """Return the data of a charge card's subentry."""
    compact = ema_id.replace("-", "")[:-1]
    return {
        "subentry_type": "charge_card",
        "title": name,
        "unique_id": f"charge_card_{compact}",
        "data": {"ema_id": ema_id},
    }


def charge_point_subentry(
    evse_id: str = HOME, name: str = "Home", ema_id: str = CARD, **data: str | float
) -> dict[str, Any]:
    """Return the data of a charge point's subentry."""
    return {
        "subentry_type": "charge_point",
        "title": name,
        "unique_id": f"charge_point_{evse_id.replace('*', '')}",
        "data": {"evse_id": evse_id, "charge_card": ema_id, **data},
    }


@pytest.fixture
def make_entry(hass: HomeAssistant, server: str) -> Callable[..., MockConfigEntry]:
    """Return what makes an account that is not set up yet."""

    def make(*subentries: dict[str, Any], **changes: Any) -> MockConfigEntry:
        data = {
            "environment": "custom",
            "server": server,
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "generation": "D",
        }
        data |= changes.pop("data", {})
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="Shell EV Charging",
            unique_id=f"{server.removeprefix('http://')}_{data['client_id']}",
            data=data,
            subentries_data=subentries or (card_subentry(), charge_point_subentry()),
            **changes,
        )
        entry.add_to_hass(hass)
        return entry

    return make


@pytest.fixture
async def entry(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> MockConfigEntry:
    """Return an account with one card and one charge point, set up."""
    entry = make_entry()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@pytest.fixture
async def two_points(
    hass: HomeAssistant, make_entry: Callable[..., MockConfigEntry]
) -> MockConfigEntry:
    """Return an account with one card and two charge points, set up."""
    entry = make_entry(
        card_subentry(),
        charge_point_subentry(),
        charge_point_subentry(OFFICE, "Office"),
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


@pytest.fixture
async def in_amsterdam(hass: HomeAssistant) -> AsyncGenerator[None]:
    """Live in Amsterdam, by whose hours Shell's prices go."""
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    yield
    await hass.config.async_set_time_zone("US/Pacific")


@pytest.fixture
def in_the_day(in_amsterdam: None, freezer: FrozenDateTimeFactory) -> None:
    """Live at noon, when charging at home is 0.44 a kWh and 0.25 to start."""
    freezer.move_to(NOON)


class Home:
    """What a person does and sees."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Live in this Home Assistant and its time."""
        self.hass = hass
        self.freezer = freezer

    async def wait(self, seconds: float) -> None:
        """Let time pass, in steps in which every timer fires that is due."""
        end = dt_util.utcnow() + timedelta(seconds=seconds)
        while (left := (end - dt_util.utcnow()).total_seconds()) > 0:
            self.freezer.tick(min(left, 1 if seconds <= 120 else 30))
            async_fire_time_changed(self.hass)
            await self.settle()

    async def settle(self) -> None:
        """Let everything finish that has begun."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def entity_id(self, key: str, device: str = "Home") -> str:
        """Return an entity by its key and the name of its device."""
        device_id = self.device_id(device)
        return next(
            entity.entity_id
            for entity in er.async_get(self.hass).entities.values()
            if entity.device_id == device_id and entity.unique_id.endswith(f"_{key}")
        )

    def state(self, key: str, device: str = "Home") -> str:
        """Return the state of an entity."""
        state = self.hass.states.get(self.entity_id(key, device))
        assert state is not None
        return state.state

    async def switch(self, turn: str, device: str = "Home") -> None:
        """Turn the charging switch on or off."""
        await self.hass.services.async_call(
            "switch",
            f"turn_{turn}",
            {"entity_id": self.entity_id("charging", device)},
            blocking=True,
        )

    async def act(self, action: str, **data: Any) -> Any:
        """Call an action of the integration and return its response."""
        return await self.hass.services.async_call(
            DOMAIN, action, data, blocking=True, return_response=True
        )

    def devices(self, entry: ConfigEntry) -> list[dr.DeviceEntry]:
        """Return an account's devices."""
        registry = dr.async_get(self.hass)
        return dr.async_entries_for_config_entry(registry, entry.entry_id)

    def device_id(self, name: str) -> str:
        """Return a device by its name."""
        return next(
            device.id
            for entry in self.hass.config_entries.async_entries(DOMAIN)
            for device in self.devices(entry)
            if device.name == name
        )


@pytest.fixture
def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Home:
    """Return what a person does and sees."""
    return Home(hass, freezer)


@pytest.fixture
def scan(hass: HomeAssistant) -> Callable[[Any], None]:
    """Return a check that a dump holds no secret, token or id."""

    def check(dump: Any) -> None:
        text = json.dumps(dump, default=str)
        for kept in (SECRET, CARD, OTHER_CARD, HOME, OFFICE, CLIENT_ID):
            assert kept not in text
            assert kept.replace("*", "").replace("-", "") not in text

    return check


def sent_as(simulator: Simulator, operation: str) -> list[str | None]:
    """Return the RequestIds under which an operation was called."""
    return [call.request_id for call in simulator.audit if call.operation == operation]


def sent(simulator: Simulator, operation: str) -> int:
    """Return how many calls of an operation reached the server."""
    return sum(record.operation == operation for record in simulator.audit)
