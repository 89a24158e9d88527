"""The token endpoints and the tokens they gave out (API.md section 2)."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import secrets
from urllib.parse import parse_qs

from .errors import Reply
from .settings import Account, Settings
from .wire import Call


@dataclass(frozen=True)
class Token:
    """Whose a token is, and until when it is good."""

    client_id: str
    expires_at: datetime


@dataclass
class TokenOffice:
    """Gives tokens out and knows them again."""

    tokens: dict[str, Token] = field(default_factory=dict)

    def issue(self, client_id: str, lifetime: timedelta, now: datetime) -> str:
        """Make a token for a client."""
        text = secrets.token_hex(20)
        self.tokens[text] = Token(client_id, now + lifetime)
        return text

    def client_of(self, authorization: str, now: datetime) -> str | None:
        """Tell whose token a header carries, if it is a bearer token that is still good."""
        scheme, _, text = authorization.partition(" ")
        token = self.tokens.get(text.strip()) if scheme.lower() == "bearer" else None
        return token.client_id if token and now < token.expires_at else None


@dataclass(frozen=True)
class _Refusal:
    """An OAuth error in both of the shapes Shell's pages show."""

    status: int
    error: str
    description: str


_INVALID_CLIENT = _Refusal(401, "invalid_client", "ClientId is Invalid")
_NO_GRANT_TYPE = _Refusal(400, "invalid_request", "Required param : grant_type")
_UNSUPPORTED = _Refusal(400, "unsupported_grant_type", "Unsupported grant type")


def token(
    call: Call,
    office: TokenOffice,
    accounts: dict[str, Account],
    settings: Settings,
    now: datetime,
) -> Reply:
    """Answer a client-credentials request: Basic, or the client in the form."""
    form = {name: values[0] for name, values in parse_qs(_text(call.body)).items()}
    grant_type = form.get("grant_type")
    if grant_type is None:
        return _refuse(_NO_GRANT_TYPE, settings)
    if grant_type != "client_credentials":
        return _refuse(_UNSUPPORTED, settings)
    client_id, secret = _credentials(call.authorization, form)
    account = accounts.get(client_id)
    if account is None or not secrets.compare_digest(
        account.secret.encode(), secret.encode()
    ):
        return _refuse(_INVALID_CLIENT, settings)
    call.client_id = client_id
    seconds = settings.token_lifetime
    body: dict[str, object] = {
        "access_token": office.issue(client_id, timedelta(seconds=seconds), now),
        "token_type": "Bearer",
        "expires_in": str(seconds) if settings.token_lifetime_as_text else seconds,
    }
    if scope := form.get("scope"):
        body["scope"] = scope
    return Reply(200, body, headers={"Cache-Control": "no-store"})


def refuse_client(settings: Settings) -> Reply:
    """Refuse a client that is not known, or no longer."""
    return _refuse(_INVALID_CLIENT, settings)


def _refuse(refusal: _Refusal, settings: Settings) -> Reply:
    if settings.token_error_form == "portal":
        body = {"ErrorCode": refusal.error, "Error": refusal.description}
    else:
        body = {"error": refusal.error, "error_description": refusal.description}
    return Reply(refusal.status, body)


def _text(content: bytes) -> str:
    return content.decode(errors="replace")


def _credentials(authorization: str | None, form: dict[str, str]) -> tuple[str, str]:
    """Read client id and secret; the secret stands in the Basic header as UTF-8, not form-encoded."""
    if authorization is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except ValueError:
        return "", ""
    client_id, _, secret = _text(decoded).partition(":")
    return client_id, secret
