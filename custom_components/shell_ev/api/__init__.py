"""The Shell EV API on aiohttp. Imports nothing from Home Assistant."""

from .book import Met, ShapeBook
from .client import ShellEvClient, Started, new_request_id
from .documented import Finding, Kind, compare
from .errors import (
    AuthenticationError,
    Cause,
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
from .report import REPORT_VERSION, SEND_REPORTS_TO
from .shapes import Form, Shape, shape_of
from .tariffs import Prices, Usage

__version__ = "0.1.0"

__all__ = [
    "GENERATIONS",
    "REPORT_VERSION",
    "SEND_REPORTS_TO",
    "AuthenticationError",
    "Availability",
    "Call",
    "Cause",
    "Connector",
    "ConnectorType",
    "EmaId",
    "Evse",
    "EvseId",
    "Finding",
    "Form",
    "Generation",
    "GenerationNotServedError",
    "IdentifierError",
    "Journal",
    "Kind",
    "Location",
    "Met",
    "NotFoundError",
    "NotSubscribedError",
    "Prices",
    "RateLimitedError",
    "RequestRejectedError",
    "Session",
    "SessionError",
    "SessionState",
    "Shape",
    "ShapeBook",
    "ShellEvClient",
    "ShellEvError",
    "Started",
    "TemporaryError",
    "Usage",
    "__version__",
    "compare",
    "new_request_id",
    "read_number",
    "shape_of",
]
