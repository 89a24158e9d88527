"""The Shell EV API on aiohttp. Imports nothing from Home Assistant."""

from .client import ShellEvClient, Started, new_request_id
from .errors import (
    AuthenticationError,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)
from .generations import GENERATIONS, Generation
from .identifiers import EmaId, EvseId, IdentifierError
from .journal import Call, Journal
from .locations import Availability, Connector, ConnectorType, Evse, Location
from .models import Session, SessionError, SessionState, read_number
from .tariffs import Prices, Usage

__all__ = [
    "GENERATIONS",
    "AuthenticationError",
    "Availability",
    "Call",
    "Connector",
    "ConnectorType",
    "EmaId",
    "Evse",
    "EvseId",
    "Generation",
    "GenerationNotServedError",
    "IdentifierError",
    "Journal",
    "Location",
    "NotFoundError",
    "NotSubscribedError",
    "Prices",
    "RateLimitedError",
    "RequestRejectedError",
    "Session",
    "SessionError",
    "SessionState",
    "ShellEvClient",
    "ShellEvError",
    "Started",
    "TemporaryError",
    "Usage",
    "new_request_id",
    "read_number",
]
