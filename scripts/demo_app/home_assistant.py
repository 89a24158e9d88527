"""Home Assistant as its frontend sees it: over REST and the websocket, with a login."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
import json
from typing import Any, Final

import aiohttp

from .children import DemoError

USERNAME: Final = "demo"
PASSWORD: Final = "demo"

_CALL_SECONDS: Final = 30

# JSON, read as far as a demo needs it.
type Json = Any


class HomeAssistant:
    """A Home Assistant that is signed in to."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Call the one at this address."""
        self.url = url
        self._session = session
        self._token: str | None = None

    async def get(self, path: str) -> Json:
        """Read something."""
        return await self._call("GET", path)

    async def post(self, path: str, body: Json = None) -> Json:
        """Change something."""
        return await self._call("POST", path, json=body or {})

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
        tokens = await self._call(
            "POST",
            "/auth/token",
            data={
                "grant_type": "authorization_code",
                "code": code,
                "client_id": self._client_id,
            },
        )
        self._token = tokens["access_token"]
        try:
            yield
        finally:
            self._token = None
            # Nobody is left waiting here, should Home Assistant be on its way out.
            try:
                await self._session.post(
                    f"{self.url}/auth/revoke", data={"token": tokens["refresh_token"]}
                )
            except aiohttp.ClientError, TimeoutError:
                pass

    async def command(self, kind: str, **fields: Json) -> Json:
        """Send one command over the websocket and return its result.

        Raises:
            DemoError: it was refused.

        """
        try:
            async with (
                asyncio.timeout(_CALL_SECONDS),
                self._session.ws_connect(
                    f"{self.url}/api/websocket", max_msg_size=0
                ) as socket,
            ):
                await socket.receive_json()  # auth_required
                await socket.send_json({"type": "auth", "access_token": self._token})
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

    async def _call(self, method: str, path: str, **fields: Json) -> Json:
        return _read(method, path, *await self._request(method, path, **fields))

    async def _request(self, method: str, path: str, **fields: Json) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            async with self._session.request(
                method, self.url + path, headers=headers, **fields
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


def _read(method: str, path: str, status: int, text: str) -> Json:
    if status >= HTTPStatus.BAD_REQUEST:
        raise DemoError(
            f"Home Assistant answered {method} {path} with {status}: {text}"
        )
    return json.loads(text)
