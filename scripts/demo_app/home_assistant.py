"""Home Assistant as its frontend sees it: over REST and the websocket, with a login."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
import json
from time import time
from typing import Any, Final

import aiohttp

from .children import DemoError

USERNAME: Final = "demo"
PASSWORD: Final = "demo"

_CALL_SECONDS: Final = 30
_RENEW_SECONDS: Final = 60
"""How long before its end an access is renewed."""

# JSON, read as far as a demo needs it.
type Json = Any


class RefusedError(DemoError):
    """Home Assistant answered that it will not do something."""


@dataclass(frozen=True)
class _Access:
    """What a call is signed with, and until when: by a clock that goes on while a machine sleeps."""

    token: str
    refresh_token: str
    until: float


class HomeAssistant:
    """A Home Assistant that is signed in to."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Call the one at this address."""
        self.url = url
        self._session = session
        self._access: _Access | None = None

    async def get(self, path: str) -> Json:
        """Read something."""
        return await self._call("GET", path)

    async def post(self, path: str, body: Json = None) -> Json:
        """Change something."""
        return await self._call("POST", path, json=body or {})

    async def delete(self, path: str) -> Json:
        """Take something away."""
        return await self._call("DELETE", path)

    async def answers(self) -> bool:
        """Return whether the frontend is served, which is when all else is too."""
        try:
            async with self._session.get(f"{self.url}/manifest.json") as response:
                return response.status == HTTPStatus.OK
        except aiohttp.ClientError:
            return False

    async def has_started(self) -> bool:
        """Return whether everything is set up."""
        return bool((await self.get("/api/config"))["state"] == "RUNNING")

    @asynccontextmanager
    async def signed_in(self) -> AsyncGenerator[None]:
        """Sign in as the owner, who is made at the first start, and sign out afterwards."""
        code = await self._onboard() or await self._log_in()
        tokens = await self._ask_for_tokens(grant_type="authorization_code", code=code)
        refresh_token = tokens["refresh_token"]
        self._access = _access(tokens, refresh_token)
        try:
            yield
        finally:
            self._access = None
            # Nobody is left waiting here, should Home Assistant be on its way out.
            try:
                await self._session.post(
                    f"{self.url}/auth/revoke", data={"token": refresh_token}
                )
            except aiohttp.ClientError, TimeoutError:
                pass

    async def command(self, kind: str, **fields: Json) -> Json:
        """Send one command over the websocket and return its result.

        Raises:
            DemoError: it was refused.

        """
        token = await self._token()
        try:
            async with (
                asyncio.timeout(_CALL_SECONDS),
                self._session.ws_connect(
                    f"{self.url}/api/websocket", max_msg_size=0
                ) as socket,
            ):
                await socket.receive_json()  # auth_required
                await socket.send_json({"type": "auth", "access_token": token})
                await socket.receive_json()  # auth_ok, or the next answer says so
                await socket.send_json({"id": 1, "type": kind, **fields})
                answer = await socket.receive_json()
        except (aiohttp.ClientError, TypeError, TimeoutError) as err:
            raise DemoError(
                f"Home Assistant did not answer {kind}: {err or 'time is over'}."
            ) from err
        if not answer["success"]:
            raise DemoError(
                f"Home Assistant refused {kind}: {answer['error']['message']}"
            )
        return answer["result"]

    @property
    def _client_id(self) -> str:
        return f"{self.url}/"

    async def _onboard(self) -> str | None:
        """Make the owner. Return the code to sign in with, or None where there is an owner."""
        owner = {
            "name": "Demo",
            "username": USERNAME,
            "password": PASSWORD,
            "client_id": self._client_id,
            "language": "en",
        }
        status, text = await self._request("POST", "/api/onboarding/users", json=owner)
        # Once onboarding is over, its address is gone.
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
            return None
        return str(_read("POST", "/api/onboarding/users", status, text)["auth_code"])

    async def _log_in(self) -> Json:
        flow = await self.post(
            "/auth/login_flow",
            {
                "client_id": self._client_id,
                "handler": ["homeassistant", None],
                "redirect_uri": self._client_id,
            },
        )
        result = await self.post(
            f"/auth/login_flow/{flow['flow_id']}",
            {
                "client_id": self._client_id,
                "username": USERNAME,
                "password": PASSWORD,
            },
        )
        if result["type"] != "create_entry":
            raise DemoError(
                f"The login {USERNAME} / {PASSWORD} does not work any more. Begin again with scripts/demo --fresh."
            )
        return result["result"]

    async def _ask_for_tokens(self, **grant: str) -> Json:
        data = {**grant, "client_id": self._client_id}
        return _read(
            "POST",
            "/auth/token",
            *await self._request("POST", "/auth/token", data=data),
        )

    async def _token(self) -> str | None:
        """Return what calls are signed with, renewed before it ends; ``None`` is signed out."""
        access = self._access
        if access is not None and time() > access.until:
            tokens = await self._ask_for_tokens(
                grant_type="refresh_token", refresh_token=access.refresh_token
            )
            self._access = access = _access(tokens, access.refresh_token)
        return access.token if access else None

    async def _call(self, method: str, path: str, **fields: Json) -> Json:
        token = await self._token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return _read(
            method, path, *await self._request(method, path, headers=headers, **fields)
        )

    async def _request(self, method: str, path: str, **fields: Json) -> tuple[int, str]:
        try:
            async with self._session.request(
                method, self.url + path, **fields
            ) as response:
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError) as err:
            raise DemoError(
                f"Home Assistant did not answer {method} {path}: {err or 'time is over'}."
            ) from err


@asynccontextmanager
async def http_session() -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session whose calls all end."""
    async with aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=_CALL_SECONDS)
    ) as session:
        yield session


def _access(tokens: Json, refresh_token: str) -> _Access:
    until = time() + tokens["expires_in"] - _RENEW_SECONDS
    return _Access(tokens["access_token"], refresh_token, until)


def _read(method: str, path: str, status: int, text: str) -> Json:
    if status >= HTTPStatus.BAD_REQUEST:
        refused = status < HTTPStatus.INTERNAL_SERVER_ERROR
        raise (RefusedError if refused else DemoError)(
            f"Home Assistant answered {method} {path} with {status}: {text}"
        )
    return json.loads(text)
