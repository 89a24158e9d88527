"""Stand-ins for the packages that core's `ohme`, `peblar` and `blue_current` leave their work to.

They hold what those integrations import, and a client that answers at once and the same each time, of
a charge point that has all there is and stands idle. So what is measured is core's own and Home
Assistant's; a vendor's package, and what it would ask over the network, count for nothing.
"""

from asyncio import Event, Future
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Final, override

from homeassistant.util import dt as dt_util

type Message = dict[str, Any]


class ChargerStatus(Enum):
    """What a charge point of Ohme's does."""

    UNPLUGGED = "unplugged"
    PENDING_APPROVAL = "pending_approval"
    CHARGING = "charging"
    PLUGGED_IN = "plugged_in"
    PAUSED = "paused"
    FINISHED = "finished"


class ChargerMode(Enum):
    """How it charges."""

    SMART_CHARGE = "smart_charge"
    MAX_CHARGE = "max_charge"
    PAUSED = "paused"


class OhmeApiClient:
    """Ohme's: one charge point an account, which is known by its address."""

    status = ChargerStatus.PENDING_APPROVAL
    """In which its button can be pressed, too."""
    mode = ChargerMode.SMART_CHARGE
    power = SimpleNamespace(amps=0, watts=0, volts=230)
    battery, target_soc, target_time, preconditioning = 50, 80, (7, 30), 0
    slots, vehicles, current_vehicle = (), ("Car",), "Car"
    available = cap_available = cap_enabled = solar_enabled = True

    def __init__(self, *, email: str, **_: object) -> None:
        """Be the charge point of this account."""
        self.serial = email
        self.device_info = {"name": email, "model": "Home Pro", "sw_version": "1"}

    async def async_login(self) -> bool:
        """Be let in."""
        return True

    async def async_update_device_info(self) -> bool:
        """Know the charge point."""
        return True

    async def async_get_charge_session(self) -> None:
        """Know what it does."""

    def is_capable(self, _: str) -> bool:
        """Be able to do all."""
        return True

    def configuration_value(self, _: str) -> bool:
        """Have all of it on."""
        return True


async def _no_end() -> None:
    """Wait for what never comes, as a connection does on which nothing is told."""
    await Future[None]()


class _PeblarApi:
    """The fast half of a charge point of Peblar's."""

    async def ev_interface(self) -> SimpleNamespace:
        """Return how it charges."""
        return SimpleNamespace(
            charge_current_limit=16_000,
            charge_current_limit_source="CHARGING_CABLE",
            cp_state="NO_EV_CONNECTED",
            force_single_phase=False,
            lock_state=False,
        )

    async def meter(self) -> SimpleNamespace:
        """Return what its meter shows, in mA, W, V and Wh."""
        phases = {
            f"{what}_phase_{phase}": value
            for what, value in (("current", 0), ("power", 0), ("voltage", 230))
            for phase in (1, 2, 3)
        }
        totals = dict.fromkeys(("current_total", "power_total", "energy_session"), 0)
        return SimpleNamespace(**phases, **totals, energy_total=1_000_000)

    async def system(self) -> SimpleNamespace:
        """Return how it is."""
        return SimpleNamespace(
            active_error_codes=(),
            active_warning_codes=(),
            force_single_phase_allowed=True,
            uptime=3600,
        )


class _PeblarWebsocket:
    """A connection on which nothing is told."""

    async def connect(self) -> None:
        """Be there at once."""

    async def subscribe_session_status(self, _: object) -> None:
        """Take note."""

    async def listen(self) -> None:
        """Wait."""
        await _no_end()

    async def disconnect(self) -> None:
        """Be gone at once."""


class Peblar:
    """A charge point of Peblar's, which is known by its address."""

    def __init__(self, *, host: str, **_: object) -> None:
        """Be the charge point at this address."""
        self._host = host

    async def login(self, *, password: str) -> None:
        """Be let in."""

    async def rest_api(self, **_: object) -> _PeblarApi:
        """Return its fast half."""
        return _PeblarApi()

    def websocket(self) -> _PeblarWebsocket:
        """Return what tells of sessions."""
        return _PeblarWebsocket()

    async def system_information(self) -> SimpleNamespace:
        """Return what it is."""
        return SimpleNamespace(
            ethernet_mac_address=f"{self._host}-ethernet",
            wlan_mac_address=f"{self._host}-wlan",
            hardware_has_buzzer=True,
            hardware_has_led=True,
            hardware_has_plc=True,
            hardware_has_rfid=True,
            hardware_has_socket=True,
            hardware_max_current=32,
            product_model_name="Business",
            product_number="6004-2300-8002",
            product_serial_number=self._host,
            product_vendor_name="Peblar",
        )

    async def user_configuration(self) -> SimpleNamespace:
        """Return how it was set up."""
        return SimpleNamespace(
            buzzer_volume=SimpleNamespace(name="HIGH"),
            connected_phases=3,
            current_control_fixed_charge_current_limit=16,
            led_brightness=SimpleNamespace(name="BRIGHT"),
            scheduled_charging_allowed=True,
            smart_charging=SimpleNamespace(value="default"),
            solar_charging_allowed=True,
            solar_charging_custom_power_target=1000,
            user_keep_socket_locked=False,
        )

    async def current_versions(self) -> SimpleNamespace:
        """Return what is installed."""
        return SimpleNamespace(firmware="1.6", customization="Peblar-1.9")

    async def available_versions(self) -> SimpleNamespace:
        """Return what could be."""
        return await self.current_versions()

    async def meter_history(self, **_: object) -> SimpleNamespace:
        """Return that nothing was charged lately."""
        return SimpleNamespace(session=())


class BlueCurrent:
    """Blue Current's: as many charge points as the account's token says, and a grid."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._listener: Callable[[Message], Awaitable[None]]
        self._name, self._count = "", 0
        self._known = Event()

    async def validate_api_token(self, token: str) -> str:
        """Be let in."""
        self._name, count = token.split()
        self._count = int(count)
        return token

    async def connect(
        self,
        listener: Callable[[Message], Awaitable[None]],
        opened: Callable[[], Awaitable[None]],
    ) -> None:
        """Tell on this connection what is asked for, and nothing else."""
        self._listener = listener
        await opened()
        await _no_end()

    def is_connected(self) -> bool:
        """Be there."""
        return True

    async def disconnect(self) -> None:
        """Be gone at once."""

    async def wait_for_charge_points(self) -> None:
        """Wait until they were told."""
        await self._known.wait()

    async def get_charge_points(self) -> None:
        """Tell them."""
        setting = {"value": False, "permission": "write"}
        points = [
            {
                "evse_id": f"{self._name}-{number}",
                "name": f"Charge point {number}",
                "model_type": "Home",
                "plug_and_charge": dict(setting),
                "public_charging": dict(setting),
            }
            for number in range(self._count)
        ]
        await self._listener({"object": "CHARGE_POINTS", "data": points})
        self._known.set()

    async def get_status(self, evse_id: str) -> None:
        """Tell of one what its meter shows, in V, A, kW and kWh."""
        phases = {
            f"actual_{what}{phase}": value
            for what, value in (("v", 230), ("p", 0))
            for phase in (1, 2, 3)
        }
        zeros = dict.fromkeys(("avg_current", "total_kw", "total_cost"), 0)
        limits = ("max_usage", "smartcharging_max_usage", "max_offline", "current_left")
        times = ("start_datetime", "stop_datetime", "offline_since")
        status = {
            "evse_id": evse_id,
            "activity": "available",
            "vehicle_status": "standby",
            "avg_voltage": 230,
            "actual_kwh": 1000,
            **phases,
            **zeros,
            **dict.fromkeys(limits, 16),
            **dict.fromkeys(times, dt_util.utcnow()),
        }
        await self._listener({"object": "CH_STATUS", "data": status})

    async def get_grid_status(self, _: str) -> None:
        """Tell what the home draws, in A."""
        phases = {f"grid_actual_p{phase}": 1 for phase in (1, 2, 3)}
        grid = {**phases, "grid_avg_current": 1, "grid_max_current": 25}
        await self._listener({"object": "GRID_STATUS", "data": grid})


class _Named(type):
    """A class of a vendor's, which has whatever it is asked for."""

    def __getattr__(cls, name: str) -> str:
        """Return something to be told apart by."""
        if name.startswith("__"):
            raise AttributeError(name)
        return name

    def __iter__(cls) -> Iterator[str]:
        """Return nothing to choose from."""
        return iter(())


class _Package(ModuleType):
    """A vendor's package: what is not known of it is an exception, which may stand anywhere."""

    @override
    def __getattr__(self, name: str) -> Any:
        """Return a class by that name, the same each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Named(name, (Exception,), {})
        setattr(self, name, made)
        return made


PACKAGES: Final[Mapping[str, Mapping[str, type]]] = {
    "ohme": {
        "ChargerMode": ChargerMode,
        "ChargerStatus": ChargerStatus,
        "OhmeApiClient": OhmeApiClient,
    },
    "peblar": {"Peblar": Peblar},
    "bluecurrent_api": {"Client": BlueCurrent},
}
"""What is known of each."""


class _Finder(MetaPathFinder, Loader):
    """Finds the stand-ins."""

    @override
    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname.partition(".")[0] in PACKAGES:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Package(spec.name)

    @override
    def exec_module(self, module: ModuleType) -> None:
        """Put what is known into it."""
        vars(module).update(PACKAGES[module.__name__.partition(".")[0]])


_FINDER: Final = _Finder()


def stand_in() -> None:
    """Let each of these packages be its stand-in from now on, whether it is installed or not."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


@dataclass(frozen=True, slots=True)
class Vendor:
    """One of core's three."""

    domain: str
    data: Callable[[str, int], Mapping[str, str]]
    """Of an entry, by its name and its number of charge points."""
    is_hub: bool = False
    """Whether an entry has all charge points, and not one."""

    @property
    def name(self) -> str:
        """What the tables call it."""
        return f"core's {self.domain}"


VENDORS: Final = (
    Vendor("ohme", lambda name, _: {"email": name, "password": "secret"}),
    Vendor("peblar", lambda name, _: {"host": name, "password": "secret"}),
    Vendor(
        "blue_current",
        lambda name, points: {"api_token": f"{name} {points}"},
        is_hub=True,
    ),
)
