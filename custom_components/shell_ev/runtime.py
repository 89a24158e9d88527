"""What an account is made of while it is loaded."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .api import ShellEvClient
from .commands import SessionCommands
from .configuration import Configuration
from .coordinator import SessionCoordinator
from .guards import Guards
from .location_coordinator import LocationCoordinator
from .reader import SessionReader
from .store import SessionStore

type ShellEvConfigEntry = ConfigEntry[ShellEvData]


@dataclass(frozen=True, kw_only=True)
class ShellEvData:
    """The runtime data of an account's entry."""

    configuration: Configuration
    client: ShellEvClient
    store: SessionStore
    reader: SessionReader
    sessions: SessionCoordinator
    locations: LocationCoordinator
    guards: Guards
    commands: SessionCommands
    device_id: str
