"""The access token of an account: client credentials, one token, one lock (API.md section 2)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp
from yarl import URL

from .errors import AuthenticationError, ShellEvError, TemporaryError
from .generations import GENERATIONS, TOKEN_PATHS
from .http import Reply, Request, error_of
from .models import read_text

EXPIRY_MARGIN: Final = timedelta(seconds=60)
"""A token this close to its end is replaced: it must outlive the call it is used for."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A token and when to replace it, ``None`` where Shell sets no end."""

    value: str
    renew_at: datetime | None


class Authenticator:
    """Hands out the account's token and fetches a new one when it must."""

    def __init__(
        self,
        send: Callable[[Request], Awaitable[Reply]],
        server: URL,
        client_id: str,
        client_secret: str,
        clock: Callable[[], datetime],
    ) -> None:
        """Keep the credentials. ``send`` is how a request goes out."""
        self._send = send
        self._server = server
        self._credentials = aiohttp.encode_basic_auth(
            client_id, client_secret, encoding="utf-8"
        )
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: _Token | None = None

    async def token(self) -> str:
        """Return a token that is good for one more call.

        Raises:
            AuthenticationError: the token endpoint refuses the client.
            ShellEvError: it could not be asked.
        """
        async with self._lock:
            if self._token is None or self._is_due(self._token):
                self._token = await self._fetch()
            return self._token.value

    def drop(self, token: str) -> None:
        """Forget a token that was refused, unless it has been replaced meanwhile."""
        if self._token is not None and self._token.value == token:
            self._token = None

    def _is_due(self, token: _Token) -> bool:
        return token.renew_at is not None and self._now() >= token.renew_at

    def _now(self) -> datetime:
        """Return the time as UTC: sums in local time are an hour out while the clocks change."""
        return self._clock().astimezone(UTC)

    async def _fetch(self) -> _Token:
        for path in TOKEN_PATHS:
            reply = await self._send(
                Request(
                    method="POST",
                    url=self._server.joinpath(path[1:]),
                    headers={
                        "Accept": "application/json",
                        "Authorization": self._credentials,
                    },
                    form={"grant_type": "client_credentials"},
                )
            )
            if reply.status not in (404, 410):
                break
        if error := _token_error(reply):
            raise error
        value = read_text(reply.envelope.get("access_token"))
        if value is None:
            raise TemporaryError("No token in the reply", status=reply.status)
        return _Token(value, self._renew_at(reply.envelope.get("expires_in")))

    def _renew_at(self, expires_in: object) -> datetime | None:
        """Read the life time, a number or a text; 0 or none means that no end is set."""
        text = read_text(expires_in)
        if text is None or not text.isdecimal() or int(text) == 0:
            return None
        life = timedelta(seconds=int(text))
        return self._now() + life - min(EXPIRY_MARGIN, life / 2)


def _token_error(reply: Reply) -> ShellEvError | None:
    """Return what is wrong: 400 and 401 refuse the client, all else is as for any call."""
    if reply.status in (400, 401):
        return AuthenticationError("The client is refused", status=reply.status)
    return error_of(reply, GENERATIONS[0])
