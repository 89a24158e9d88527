"""One call over HTTP: bounded in time and size, no redirects, and its failure told in our terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
import json
import re
from typing import Any, Final

import aiohttp
from yarl import URL

from .errors import (
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)
from .generations import Generation
from .models import fold_keys, read_text

TIMEOUT: Final = aiohttp.ClientTimeout(total=15)
"""For the whole call, from the connection to the last byte of the reply."""

MAX_REPLY: Final = 4 * 1024 * 1024
"""Bytes; the largest documented answer is a page of 500 locations, about one MiB."""

_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What goes out."""

    method: str
    url: URL
    headers: Mapping[str, str]
    json: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back. ``body`` is ``None`` where it is not JSON, ``{}`` where it is empty."""

    status: int
    body: Any
    retry_after: timedelta | None

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return HTTPStatus(200) <= self.status < HTTPStatus(300)

    @property
    def envelope(self) -> dict[str, Any]:
        """The outer object with its keys in lower case. No content is no data."""
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
    def failed(self) -> bool:
        """Whether the body says FAILED, which counts even with a status of success."""
        return (read_text(self.envelope.get("status")) or "").upper() == "FAILED"

    @property
    def pascal_case(self) -> bool:
        """Whether the body is spelled as generation A spells it."""
        return isinstance(self.body, Mapping) and not self.body.keys().isdisjoint(
            {"RequestId", "Status", "Errors", "Data"}
        )

    @property
    def code(self) -> str | None:
        """Shell's code for the error, where it is one that can be shown."""
        errors = self.envelope.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else errors
        code = read_text(fold_keys(first).get("code"))
        return code if code and _CODE.fullmatch(code) else None


def is_secure(server: URL) -> bool:
    """Whether credentials may go there: HTTPS, or this machine itself."""
    if server.scheme == "https":
        return bool(server.host)
    if server.scheme != "http" or not server.host:
        return False
    try:
        return ip_address(server.host).is_loopback
    except ValueError:
        return server.host == "localhost"


async def send(session: aiohttp.ClientSession, request: Request) -> Reply:
    """Send one request and read its reply.

    Raises:
        TemporaryError: no reply came, or it was too large. ``sent`` says whether the
            request may have arrived.
    """
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
                retry_after=_read_retry_after(response.headers.get("Retry-After")),
            )
    except aiohttp.ClientConnectorError:
        raise TemporaryError("No connection to the server", sent=False) from None
    except TimeoutError:
        raise TemporaryError("No answer in time") from None
    except aiohttp.ClientError as err:
        # Its text may hold the address with an id in it; its class says enough.
        raise TemporaryError(f"Connection lost: {type(err).__name__}") from None


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    text = bytearray()
    async for chunk in response.content.iter_any():
        text += chunk
        if len(text) > MAX_REPLY:
            response.close()
            raise TemporaryError("The reply is too large", status=response.status)
    return bytes(text)


def _read_json(text: bytes) -> Any:
    if not text.strip():
        return {}
    try:
        return json.loads(text.decode("utf-8-sig"))
    except ValueError, RecursionError:
        return None


def _read_retry_after(value: str | None) -> timedelta | None:
    """Return how long to wait, given as seconds or as a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    text = value.strip()
    try:
        if text.isdecimal():
            return timedelta(seconds=int(text))
        until = parsedate_to_datetime(text)
    except ValueError, OverflowError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(until - datetime.now(UTC), timedelta())


def error_of(reply: Reply, asked: Generation) -> ShellEvError | None:
    """Return what a reply to a data call means, ``None`` for success (DESIGN.md, Errors).

    ``asked`` is the generation that was asked. A 401 is not decided here: what it means
    depends on the token.
    """
    status, code = reply.status, reply.code
    if reply.ok:
        if reply.failed:
            return RequestRejectedError("Shell refused", status=status, code=code)
        if not isinstance(reply.body, Mapping | list if asked.bare else Mapping):
            return TemporaryError("The reply is not JSON of Shell's", status=status)
        return None
    match status:
        case 403:
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
        case _ if 400 <= status < 500 and status != HTTPStatus.REQUEST_TIMEOUT:
            return RequestRejectedError("Shell refused", status=status, code=code)
    return TemporaryError(
        "Shell has a problem", retry_after=reply.retry_after, status=status, code=code
    )
