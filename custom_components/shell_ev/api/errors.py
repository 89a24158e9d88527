"""The exception tree. No text in it holds a secret, a token or an id of a card or charge point."""

from datetime import timedelta
from enum import StrEnum
from typing import override


class Cause(StrEnum):
    """Why there was no usable answer, so that a person can be told what to do."""

    NO_CONNECTION = "no_connection"
    """The server is not reached."""
    NAME_NOT_FOUND = "name_not_found"
    """The server's name is not known, or is none."""
    CERTIFICATE = "certificate"
    """The server's certificate is expired, of another name, or not trusted."""
    TIME_OUT = "time_out"
    LOST = "lost"
    """The connection broke, or what came is not HTTP."""
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    """Success, with a page or anything else that is not Shell's."""
    GATEWAY = "gateway"
    """Refused by something between here and Shell: a firewall, a proxy."""
    REDIRECT = "redirect"
    """Sent elsewhere, as a network does that one must sign in to."""
    UNREADABLE = "unreadable"
    """Success, with JSON in which nothing is where the documents have it."""
    OTHER = "other"
    """Shell itself has a problem, or says nothing."""


class ShellEvError(Exception):
    """A call to the Shell EV API did not do what was asked.

    ``request_id`` is the id to quote to Shell, ``status`` the HTTP status (``None`` where no
    answer came), ``code`` Shell's own code and ``retry_after`` how long Shell asks to wait, where
    it does. Decide on the class, never on the code: codes
    changed their meaning between generations (API.md section 7).
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        code: str | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        """Keep what a person needs to ask Shell about this call."""
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.request_id: str | None = None

    @property
    def reference(self) -> str:
        """Return what to quote to Shell, in no language; nothing where none of it is known."""
        known = (
            f"HTTP {self.status}" if self.status else None,
            self.code,
            f"RequestId {self.request_id}" if self.request_id else None,
        )
        return ", ".join(filter(None, known))

    @override
    def __str__(self) -> str:
        """Return the reason with whatever is known of the answer."""
        return f"{self.reason} ({self.reference})" if self.reference else self.reason


class AuthenticationError(ShellEvError):
    """The token endpoint refuses the client id or secret."""


class NotSubscribedError(ShellEvError):
    """The application may not use this API product (403, or 401 with a new token)."""


class NotFoundError(ShellEvError):
    """Shell knows no such card, charge point or session."""


class GenerationNotServedError(ShellEvError):
    """This server does not serve this generation of the API."""


class RequestRejectedError(ShellEvError):
    """Shell understood the call and refused it. It was not carried out."""


class RateLimitedError(ShellEvError):
    """Too many calls; the whole account waits."""


class TemporaryError(ShellEvError):
    """No usable answer: time-out, lost connection, 5xx or something that is not JSON.

    ``sent`` tells whether the call may have been carried out all the same, ``cause`` what
    stands in the way.
    """

    def __init__(
        self,
        reason: str,
        *,
        cause: Cause = Cause.OTHER,
        sent: bool = True,
        status: int | None = None,
        code: str | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        """Keep the cause, and whether the call may have reached Shell."""
        super().__init__(reason, status=status, code=code, retry_after=retry_after)
        self.cause = cause
        self.sent = sent
