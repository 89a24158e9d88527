"""The folder of a demo: Home Assistant's configuration, and what the demo remembers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
import fcntl
import json
from pathlib import Path
import shutil
from typing import Any, Final

from .children import HOST, DemoError, free_port, is_free

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / ".demo"

HOME_ASSISTANT_PORT: Final = 8123
SIMULATOR_PORT: Final = 8555

_LOCK: Final = "demo.lock"

# Nothing here needs the internet or hardware. Home Assistant always loads the camera and speech
# platforms; their complaints about missing system libraries are not what a demo is about.
_CONFIGURATION: Final = """\
# Written anew at every start of scripts/demo.
homeassistant:
  name: Shell EV demo
  latitude: 52.37
  longitude: 4.90
  elevation: 0
  time_zone: Europe/Amsterdam
  unit_system: metric
  currency: EUR
  country: NL
  auth_mfa_modules: []

frontend:
config:
conversation:
energy:
history:
logbook:
my:
sun:
automation: !include automations.yaml
scene: !include scenes.yaml
script: !include scripts.yaml

logger:
  default: warning
  logs:
    custom_components.shell_ev: debug
    homeassistant.util.package: info
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
"""


@dataclass(frozen=True)
class Ports:
    """Where the programs of a demo serve. The account in Home Assistant points at the simulator."""

    home_assistant: int
    simulator: int

    @classmethod
    def unused(cls) -> Ports:
        """Return ports that are in no other demo's way."""
        home_assistant = free_port()
        while (simulator := free_port()) == home_assistant:
            pass
        return cls(home_assistant, simulator)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second demo out of a folder.

    Raises:
        DemoError: there is one already.

    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(
                "The demo is running already. End that one first."
            ) from None
        yield


def clear(folder: Path) -> None:
    """Remove all that a demo has kept."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


def remembered_ports(folder: Path) -> Ports:
    """Return the ports for the next start; the simulator's is the one of the first start.

    Raises:
        DemoError: it is taken, and the account would call a stranger.

    """
    memory = folder / "simulator.port"
    simulator = _noted_port(memory)
    if simulator is None:
        simulator = _or_another(SIMULATOR_PORT)
        # Whole or not at all: a start that is cut short leaves no half of a number.
        new = memory.with_suffix(".new")
        new.write_text(str(simulator))
        new.replace(memory)
    if not is_free(simulator):
        raise DemoError(
            f"Port {simulator} is in use, and this demo's account points at it. End the program there, "
            "or begin again with scripts/demo --fresh."
        )
    return Ports(_or_another(HOME_ASSISTANT_PORT), simulator)


def _noted_port(memory: Path) -> int | None:
    """Return the port that was noted; none, also where only a beginning of the note was written."""
    try:
        return int(memory.read_text())
    except FileNotFoundError, ValueError:
        return None


def _or_another(port: int) -> int:
    return port if is_free(port) else free_port()


def is_new(folder: Path) -> bool:
    """Return whether Home Assistant has never run in a folder."""
    return not (folder / ".storage" / "core.config_entries").exists()


def prepare(folder: Path, ports: Ports) -> None:
    """Write the configuration of Home Assistant; what was set up in it stays."""
    _write(folder / "configuration.yaml", _CONFIGURATION)
    for name in ("automations.yaml", "scripts.yaml", "scenes.yaml"):
        if not (folder / name).exists():
            _write(folder / name, "[]\n" if name != "scripts.yaml" else "{}\n")
    _link(folder / "custom_components", ROOT / "custom_components")
    # One by one: Home Assistant does not look into a folder that is a link.
    for blueprint in (ROOT / "blueprints").glob("*/*/*.yaml"):
        _link(folder / blueprint.relative_to(ROOT), blueprint)
    store(folder, "http", _http(ports.home_assistant), version=2, minor_version=2)
    if not (folder / ".storage" / "onboarding").exists():
        # The other steps would bring in integrations that call the internet.
        done = ["core_config", "analytics", "integration"]
        store(folder, "onboarding", {"done": done}, version=4, minor_version=1)


def _http(port: int) -> dict[str, Any]:
    """Return the server's settings. Those of configuration.yaml would only be tried for five minutes."""
    return {
        "stable": {
            "server_host": [HOST],
            "server_port": port,
            "cors_allowed_origins": [],
            "login_attempts_threshold": -1,
            "ip_ban_enabled": False,
            "ssl_profile": "modern",
            "use_x_frame_options": True,
            "created_at": datetime.now(UTC).isoformat(),
            "error": None,
            "error_message": None,
        },
        "pending": None,
        "yaml_migration_done": True,
    }


def store(
    folder: Path, key: str, data: dict[str, Any], *, version: int, minor_version: int
) -> Path:
    """Write a file of Home Assistant's storage, and return where it is."""
    content = {
        "version": version,
        "minor_version": minor_version,
        "key": key,
        "data": data,
    }
    path = folder / ".storage" / key
    _write(path, json.dumps(content, indent=2))
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _link(path: Path, target: Path) -> None:
    """Point at the checkout, also after it has moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
