"""A caller that speaks every generation over HTTP, by the tables of API.md sections 4 and 8."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Self

from aiohttp import ClientSession

CARD, SECOND_CARD, FOREIGN_CARD = (
    "NL-TNM-C00122045-K",
    "NL-TNM-C0216599X-A",
    "NL-TNM-C00122046-M",
)
EVSE, SECOND_EVSE = "NL*TNM*E02003451*0", "NL*TNM*EVIRTUALCP0002*0"
UNKNOWN_SESSION = "00000000-0000-4000-8000-000000000000"
REQUEST_ID = "123e4567-e89b-12d3-a456-426614174000"

CHARGING = {"A": "/ev/v1", "B": "/ev/v1", "C": "/ev/v1", "D": "/ev/v2"}
LOCATIONS = {
    "A": "/locations/v1/ev",
    "B": "/locations/v1/ev",
    "C": "/ev/v1/locations",
    "D": "/ev/v2/locations",
}


def basic(client: str, secret: str) -> dict[str, str]:
    """Give the header with a client's credentials."""
    return {
        "Authorization": f"Basic {base64.b64encode(f'{client}:{secret}'.encode()).decode()}"
    }


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        """Begin at some noon."""
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now

    def tick(self, seconds: float) -> None:
        """Move on."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content: bytes
    headers: Any

    @property
    def body(self) -> Any:
        """Give the JSON of it."""
        return json.loads(self.content)

    @property
    def data(self) -> list[Any]:
        """Give the data of the envelope, of either spelling."""
        body: dict[str, list[Any]] = self.body
        return body["data"] if "data" in body else body["Data"]


@dataclass
class Caller:
    """Asks one simulator in the words of one generation."""

    session: ClientSession
    url: str
    generation: str = "D"
    token: str | None = None
    request_id: str | None = REQUEST_ID

    async def log_in(
        self, client: str = "demo-client", secret: str = "demo-secret"
    ) -> Self:
        """Get a token."""
        answer = await self.ask_token(headers=basic(client, secret))
        self.token = answer.body["access_token"]
        return self

    async def ask_token(self, path: str = "/v2/oauth/token", **request: Any) -> Answer:
        """Ask for a token, and give the answer as it is."""
        request.setdefault("data", {"grant_type": "client_credentials"})
        return await self.ask("POST", path, bare=True, **request)

    async def ask(
        self, method: str, path: str, *, bare: bool = False, **request: Any
    ) -> Answer:
        """Send anything anywhere; bare: without the headers of the API."""
        headers = dict(request.pop("headers", {}))
        if not bare:
            if self.token is not None:
                headers.setdefault("Authorization", f"Bearer {self.token}")
            if self.request_id is not None:
                headers.setdefault("RequestId", self.request_id)
        request.setdefault("allow_redirects", False)
        async with self.session.request(
            method, self.url + path, headers=headers, **request
        ) as response:
            return Answer(response.status, await response.read(), response.headers)

    async def control(self, method: str, path: str, **body: Any) -> Answer:
        """Use the control API."""
        sent = {"json": body} if method == "POST" else {}
        return await self.ask(method, f"/_simulator/{path}", bare=True, **sent)

    @property
    def charging(self) -> str:
        """The beginning of the charging paths."""
        return f"{CHARGING[self.generation]}/charge-session"

    @property
    def pascal(self) -> bool:
        """Whether the spelling is PascalCase."""
        return self.generation == "A"

    async def start(self, card: object = CARD, evse: object = EVSE) -> Answer:
        """Start a session."""
        keys = (
            ("EvChargeNumber", "EvseId")
            if self.pascal
            else ("evChargeNumber", "evseId")
        )
        body = dict(zip(keys, (card, evse), strict=True))
        return await self.ask("POST", f"{self.charging}/start", json=body)

    async def started(self, card: str = CARD, evse: str = EVSE) -> str:
        """Start a session and give its id."""
        answer = await self.start(card, evse)
        return str(answer.data[0]["SessionId" if self.pascal else "sessionId"])

    async def stop(self, session_id: str) -> Answer:
        """Stop a session."""
        if self.pascal:
            body = {"SesssionId": session_id}
            return await self.ask(
                "POST", f"{self.charging}/stop/{session_id}", json=body
            )
        return await self.ask(
            "POST", f"{self.charging}/stop", params={"sessionId": session_id}
        )

    async def retrieve(self, session_id: str) -> Answer:
        """Read a session."""
        if self.pascal:
            path = f"{self.charging}/retrieve/{session_id}"
            return await self.ask("GET", path, params={"SessionId": session_id})
        path = f"{self.charging}/retrieve"
        return await self.ask("GET", path, params={"sessionId": session_id})

    async def active(self, card: str = CARD) -> Answer:
        """List the sessions of a card."""
        key = "EmaId" if self.pascal else "emaId"
        return await self.ask("GET", f"{self.charging}/active", params={key: card})

    async def state(self, session_id: str) -> str:
        """Give the state of a session, of either spelling."""
        item = (await self.retrieve(session_id)).data[0]
        return str(
            item["SessionState"] if self.pascal else item["sessionState"]["status"]
        )

    async def listed(self, card: str = CARD) -> list[str]:
        """Give the ids `active` lists."""
        items = (await self.active(card)).data
        return [str(item["Id" if self.pascal else "id"]) for item in items]

    async def locations(self, below: str = "", **params: Any) -> Answer:
        """Ask a locations operation: "" is the list, "/nearby", "/markers", or "/" and an id."""
        path = f"{LOCATIONS[self.generation]}{below}"
        return await self.ask(
            "GET", path, params={key: str(value) for key, value in params.items()}
        )
