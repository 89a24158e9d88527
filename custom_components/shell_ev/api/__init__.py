"""The Shell EV API on aiohttp. Imports nothing from Home Assistant."""

from .client import ShellEvClient, new_request_id
from .errors import (
    AuthenticationError,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
    TokenRejectedError,
)
from .generations import GENERATIONS, Generation
from .identifiers import EmaId, EvseId, IdentifierError
from .journal import Call, Journal
from .models import Session, SessionError, SessionState

__all__ = [
    "GENERATIONS",
    "AuthenticationError",
    "Call",
    "EmaId",
    "EvseId",
    "Generation",
    "GenerationNotServedError",
    "IdentifierError",
    "Journal",
    "NotFoundError",
    "NotSubscribedError",
    "RateLimitedError",
    "RequestRejectedError",
    "Session",
    "SessionError",
    "SessionState",
    "ShellEvClient",
    "ShellEvError",
    "TemporaryError",
    "TokenRejectedError",
    "new_request_id",
]
