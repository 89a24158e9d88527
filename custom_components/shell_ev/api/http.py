"""One call over HTTP: bounded in time and size, no redirects, and its failure told in our terms."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from ipaddress import ip_address
import json
import re
from time import monotonic
from typing import Any, Final

import aiohttp
from yarl import URL

from .errors import (
    Cause,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)
from .generations import Generation
from .identifiers import may_be_id
from .models import fold_keys, holds_something, read_text

TIMEOUT: Final = aiohttp.ClientTimeout(total=15)
"""For the whole call, from the connection to the last byte of the reply."""

MAX_REPLY: Final = 4 * 1024 * 1024
"""Bytes; the largest documented answer is a page of 500 locations, about one MiB."""

MAX_WAIT: Final = timedelta(hours=1)
"""The longest that a Retry-After counts for. What asks for more, for ten years say, is a mistake
or a fault that nobody should need to sit out: an account that waits cannot stop a session."""

_DATE_TODAY: Final = re.compile(
    r"[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        [
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
        ],
        start=1,
    )
}
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
_ERROR_KEYS: Final = ("errors", "error", "errorcode", "fault", "code", "message")
"""What an error has in JSON (API.md sections 2 and 7), folded."""

_ON_THE_WAY: Final = {
    Cause.REDIRECT: "The answer leads elsewhere",
    Cause.GATEWAY: "No answer of Shell's",
}
"""What is said of a reply that Shell did not give."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What goes out."""

    method: str
    url: URL
    headers: Mapping[str, str]
    json: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)  # no slots: what is read in it is read once
class Reply:
    """What came back. ``body`` is ``None`` where it is null or not JSON, ``{}`` where it is empty.

    ``text`` is the body as received, ``headers`` the names alone, in lower case and in order,
    ``date`` the server's time and ``seconds`` how long the whole call took.
    """

    status: int
    body: Any
    retry_after: timedelta | None
    text: bytes = field(default=b"", repr=False)
    headers: tuple[str, ...] = ()
    date: datetime | None = None
    seconds: float = 0

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    @property
    def content(self) -> str:
        """What the body is: "json", "html", "text" or "empty"."""
        if self.is_json:
            return "json" if self.body or self.text.strip() else "empty"
        return "html" if self.text.lstrip()[:1] == b"<" else "text"

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, or empty; null is read as ``None``, as what is none."""
        if self.body is not None:
            return True
        return self.text.removeprefix(BOM_UTF8).strip() == b"null"

    @cached_property
    def envelope(self) -> dict[str, Any]:
        """The outer object with its keys folded. No content is no data."""
        if self.status == HTTPStatus.NO_CONTENT:
            return {"data": []}
        if isinstance(self.body, list):
            return {"data": self.body}
        return fold_keys(self.body)

    @property
    def from_shell(self) -> bool:
        """Whether the body is Shell's own error, not that of a gateway before it."""
        envelope = self.envelope
        return isinstance(envelope.get("errors"), list | dict) or self.failed

    @property
    def tells_error(self) -> bool:
        """Whether the body is an error in JSON, Shell's own or that of its gateway.

        A page for people is none: it comes from a firewall, or a network one must sign in to.
        """
        return self.failed or any(map(self.envelope.get, _ERROR_KEYS))

    @cached_property
    def failed(self) -> bool:
        """Whether the body says FAILED, which counts even with a status of success."""
        return (read_text(self.envelope.get("status")) or "").upper() == "FAILED"

    @property
    def pascal_case(self) -> bool:
        """Whether the body is spelled as generation A spells it."""
        return isinstance(self.body, dict) and not self.body.keys().isdisjoint(
            {"RequestId", "Status", "Errors", "Data"}
        )

    @cached_property
    def code(self) -> str | None:
        """Shell's code for the error, where it is one that can be shown."""
        if not (errors := self.envelope.get("errors")):
            return None
        first = errors[0] if isinstance(errors, list) and errors else errors
        code = read_text(fold_keys(first).get("code"))
        if code is None or not _CODE.fullmatch(code) or may_be_id(code):
            return None
        return code


def is_secure(server: URL) -> bool:
    """Whether credentials may go there: HTTPS, or this machine itself."""
    host = server.raw_host  # as it goes out: not every "xn--" can be read
    if not host or server.scheme not in ("http", "https"):
        return False
    return server.scheme == "https" or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def send(session: aiohttp.ClientSession, request: Request) -> Reply:
    """Send one request and read its reply.

    Raises:
        TemporaryError: no reply came, or it was too large. ``sent`` says whether the
            request may have arrived.
    """
    began = monotonic()
    try:
        async with session.request(
            request.method,
            request.url,
            headers=request.headers,
            json=request.json,
            data=request.form,
            timeout=TIMEOUT,
            allow_redirects=False,
        ) as response:
            text = await _read_bounded(response)
            return Reply(
                status=response.status,
                body=_read_json(text),
                retry_after=_read_retry_after(response.headers),
                text=text,
                headers=tuple(sorted({name.lower() for name in response.headers})),
                date=_read_date(response.headers.get("Date", "")),
                seconds=monotonic() - began,
            )
    except aiohttp.ClientConnectorError as err:
        raise _not_connected(err) from None
    except aiohttp.ClientHttpProxyError as err:
        raise TemporaryError(
            "Refused by the proxy", cause=Cause.GATEWAY, sent=False, status=err.status
        ) from None
    except TimeoutError:
        raise TemporaryError("No answer in time", cause=Cause.TIME_OUT) from None
    except UnicodeError as err:  # by a host's name
        raise _lost(err, Cause.NAME_NOT_FOUND) from None
    except aiohttp.ClientError as err:
        raise _lost(err, Cause.LOST) from None


def _not_connected(err: aiohttp.ClientConnectorError) -> TemporaryError:
    """Return the error for a connection that did not come about: nothing was sent."""
    match err:
        case aiohttp.ClientConnectorDNSError():
            cause = Cause.NAME_NOT_FOUND
        case aiohttp.ClientSSLError():
            cause = Cause.CERTIFICATE
        case _:
            cause = Cause.NO_CONNECTION
    return TemporaryError("No connection to the server", cause=cause, sent=False)


def _lost(err: Exception, cause: Cause) -> TemporaryError:
    # Its text may hold the address with an id in it; its class says enough.
    return TemporaryError(f"Connection lost: {type(err).__name__}", cause=cause)


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > MAX_REPLY:
            response.close()
            raise TemporaryError(
                "The reply is too large",
                cause=Cause.TOO_LARGE,
                status=response.status,
            )
    return b"".join(pieces)


def _read_json(text: bytes) -> Any:
    if not text.strip():
        return {}
    try:
        return json.loads(text.removeprefix(BOM_UTF8).decode())
    except ValueError, RecursionError:
        return None


def _read_retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long to wait, given as seconds or as a date (RFC 9110, 10.2.3).

    A date counts from that of the reply: the server's clock may not be ours.
    """
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        return timedelta(seconds=min(float(text), MAX_WAIT.total_seconds()))
    until = _read_date(text)
    if until is None:
        return None
    now = _read_date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max(until - now, timedelta()), MAX_WAIT)


def _read_date(text: str) -> datetime | None:
    """Return a time in any of the forms that headers had (RFC 9110, 5.6.7).

    Python's reader knows them all, and takes three times as long as that of the one in use.
    """
    try:
        if written := _DATE_TODAY.fullmatch(text):
            day, month, year, hour, minute, second = written.groups()
            date = int(year), _MONTHS[month], int(day)
            return datetime(*date, int(hour), int(minute), int(second), tzinfo=UTC)
        moment = parsedate_to_datetime(text)
    except KeyError, ValueError, OverflowError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def error_of(reply: Reply, asked: Generation) -> ShellEvError | None:
    """Return what a reply to a data call means, ``None`` for success (DESIGN.md, Errors).

    ``asked`` is the generation that was asked. A 401 is not decided here: what it means
    depends on the token. Refused means refused by Shell: a 4xx without an error in JSON says
    nothing about the call, which may even have been carried out, where only its answer was
    kept back.
    """
    status, code = reply.status, reply.code
    if reply.ok:
        if reply.failed:
            return RequestRejectedError("Shell refused", status=status, code=code)
        if not isinstance(reply.body, dict | list if asked.bare else dict):
            return TemporaryError(
                "The reply is not JSON of Shell's",
                cause=Cause.UNREADABLE if reply.is_json else Cause.NOT_JSON,
                status=status,
            )
        return None
    match status:
        case 403 if reply.tells_error:
            return NotSubscribedError("Not subscribed", status=status, code=code)
        case 404 | 410 if reply.from_shell or (asked.bare and "code" in reply.envelope):
            return NotFoundError("Not found", status=status, code=code)
        case 404 | 410:
            return GenerationNotServedError("Not served here", status=status)
        case 429:
            return RateLimitedError(
                "Too many requests",
                retry_after=reply.retry_after,
                status=status,
                code=code,
            )
        case 400 if reply.from_shell and reply.pascal_case is not asked.pascal_case:
            return GenerationNotServedError("Another generation answered", status=400)
        case 408:
            pass
        case _ if 400 <= status < 500 and reply.tells_error:
            return RequestRejectedError("Shell refused", status=status, code=code)
        case _ if 400 <= status < 500:
            return refused_on_the_way(reply)
    cause = _cause_of(reply)
    return TemporaryError(
        _ON_THE_WAY.get(cause, "Shell has a problem"),
        cause=cause,
        retry_after=reply.retry_after,
        status=status,
        code=code,
    )


def _cause_of(reply: Reply) -> Cause:
    """Return why a reply that is neither success nor a refusal is of no use."""
    if 300 <= reply.status < 400:
        return Cause.REDIRECT
    if reply.status == HTTPStatus.REQUEST_TIMEOUT:
        return Cause.TIME_OUT
    return Cause.OTHER if reply.tells_error else Cause.GATEWAY


def nothing_in(reply: Reply) -> TemporaryError:
    """Return the error for a success in which what was asked for is not found."""
    return TemporaryError(
        "Nothing in the reply",
        cause=Cause.UNREADABLE if holds_something(reply.envelope) else Cause.OTHER,
        status=reply.status,
    )


def refused_on_the_way(reply: Reply, *, sent: bool = True) -> TemporaryError:
    """Return the error for what was refused, but not by Shell."""
    return TemporaryError(
        "Refused on the way to Shell",
        cause=Cause.GATEWAY,
        sent=sent,
        status=reply.status,
        retry_after=reply.retry_after,
    )
