"""The access token of an account: client credentials, one token, one lock (API.md section 2)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import re
from typing import Final

import aiohttp
from yarl import URL

from .errors import AuthenticationError, ShellEvError, TemporaryError
from .generations import GENERATIONS, TOKEN_PATHS
from .http import Reply, Request, error_of, refused_on_the_way
from .models import read_number, read_text

EXPIRY_MARGIN: Final = timedelta(seconds=60)
"""A token this close to its end is replaced: it must outlive the call it is used for."""

LONGEST_LIFE: Final = timedelta(days=1)
"""A token is replaced once a day, whatever its life time: a number by mistake is not believed."""

_TOKEN: Final = re.compile(r"[!-~]{1,8000}")
"""What can stand in a header. One that tells who it is for has thousands of characters."""
_OAUTH_ERROR: Final = re.compile(r"[a-z]+(_[a-z]+)+")
"""OAuth's words, those of RFC 6749, 5.2 and others like them; gateways say "Bad Request"."""
_NOT_FOR_GOOD: Final = {"server_error", "temporarily_unavailable"}


@dataclass(frozen=True, slots=True)
class _Token:
    """A token, since when there is one and how long, ``None`` where Shell sets no end."""

    value: str
    fetched_at: datetime
    good_for: timedelta | None


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
        if (token := self._good_token()) is None:
            async with self._lock:
                # Who waited here finds the one that was fetched meanwhile.
                if (token := self._good_token()) is None:
                    token = self._token = await self._fetch()
        return token.value

    def _good_token(self) -> _Token | None:
        return None if self._token is None or self._is_due(self._token) else self._token

    def drop(self, token: str) -> None:
        """Forget a token that was refused, unless it has been replaced meanwhile."""
        if self._token is not None and self._token.value == token:
            self._token = None

    async def ask(self, path: str) -> Reply:
        """Ask one of ``TOKEN_PATHS`` for a token, and return whatever is answered.

        Raises:
            TemporaryError: no answer came.
        """
        return await self._send(
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

    def _is_due(self, token: _Token) -> bool:
        """Return whether to replace it. How old it is when the clock was put back, nobody knows."""
        if token.good_for is None:
            return False
        return not timedelta() <= self._now() - token.fetched_at < token.good_for

    def _now(self) -> datetime:
        """Return the time as UTC: sums in local time are an hour out while the clocks change."""
        return self._clock().astimezone(UTC)

    async def _fetch(self) -> _Token:
        for path in TOKEN_PATHS:
            reply = await self.ask(path)
            if reply.status not in (404, 410):
                break
        if error := _token_error(reply):
            raise error
        value = reply.envelope.get("accesstoken")
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            raise TemporaryError("No token in the reply", status=reply.status)
        return _Token(
            value, self._now(), _read_good_for(reply.envelope.get("expiresin"))
        )


def _read_good_for(expires_in: object) -> timedelta | None:
    """Read the life time, a number or a text; 0 or none means that no end is set."""
    seconds = read_number(expires_in, low=0)
    life = timedelta(seconds=min(seconds or 0, LONGEST_LIFE.total_seconds()))
    return life - min(EXPIRY_MARGIN, life / 2) if life else None


def _token_error(reply: Reply) -> ShellEvError | None:
    """Return what is wrong: 400 and 401 refuse the client in OAuth's words alone."""
    if reply.status not in (400, 401):
        return error_of(reply, GENERATIONS[0])
    if _refuses_client(reply):
        return AuthenticationError("The client is refused", status=reply.status)
    return refused_on_the_way(reply)


def _refuses_client(reply: Reply) -> bool:
    """Return whether a body is an error of OAuth's, or of Shell's portal (API.md section 2)."""
    codes = (read_text(reply.envelope.get(key)) or "" for key in ("error", "errorcode"))
    return any(
        _OAUTH_ERROR.fullmatch(code) and code not in _NOT_FOR_GOOD for code in codes
    )
