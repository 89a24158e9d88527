"""Which environment an account is in, said plainly wherever it is not production.

So nobody takes a session of a sandbox for a real one: it costs nothing and charges no car.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import re
from typing import Any, Final

from yarl import URL

from .api.servers import CUSTOM, SERVERS, ServerError, read_server
from .const import CONF_ENVIRONMENT, CONF_SERVER

TITLE: Final = "Shell EV Charging"
"""What an account is called until a person calls it otherwise."""
_OWN_TITLE: Final = re.compile(rf"{TITLE}( [0-9]+)?")
_ENVIRONMENTS: Final = {URL(server).host: name for name, server in SERVERS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class EnvironmentWords:
    """What the environments that are not production are called, in Home Assistant's language.

    ``tests`` is what the test environment is called in any language: a title keeps what was added to
    it, and Home Assistant's language may be another since.
    """

    test: str
    custom: str
    tests: frozenset[str]

    def of(self, data: Mapping[str, Any]) -> str | None:
        """Return what the environment of an account with these data is called, ``None`` for production."""
        return {"test": self.test, "custom": self.custom}.get(environment_of(data))


def environment_of(data: Mapping[str, Any]) -> str:
    """Return "production", "test" or "custom", by the server: that is where a session runs."""
    return _ENVIRONMENTS.get(URL(data[CONF_SERVER]).host, CUSTOM)


def model_in_environment(
    model: str, data: Mapping[str, Any], environments: EnvironmentWords
) -> str:
    """Return the model of a charge card or charge point of an account with these data.

    "Charge card", "Charge card, test environment", "Charge card, custom server". Whose server, the
    account's own device tells.
    """
    return ", ".join(filter(None, (model, environments.of(data))))


def account_model(
    data: Mapping[str, Any], environments: EnvironmentWords
) -> str | None:
    """Return the model of an account's device, ``None`` in production."""
    match environment_of(data):
        case "production":
            return None
        case "test":
            return _capitalized(environments.test)
    return f"{_capitalized(environments.custom)} {_host(data)}"


def _capitalized(text: str) -> str:
    """Return a text that begins a line. What else has a capital letter in it keeps that."""
    return text[:1].upper() + text[1:]


def heading_note(
    accounts: Sequence[tuple[str, Mapping[str, Any]]], environments: EnvironmentWords
) -> str:
    """Return what the dashboard's heading ends in, by the titles and data of all accounts.

    Empty, " (test environment)", " (custom server)"; where accounts differ, which are no real ones:
    " (Shell EV Charging 2: test environment)".
    """
    named = [
        (account_name(title, data, environments), environments.of(data))
        for title, data in accounts
    ]
    if len({called for _, called in named}) == 1:
        notes = [called for _, called in named[:1] if called]
    else:
        notes = [f"{name}: {called}" for name, called in named if called]
    return f" ({', '.join(notes)})" if notes else ""


def account_title(
    data: Mapping[str, Any], number: int, environments: EnvironmentWords
) -> str:
    """Return what the account that is added as this one, counted from 1, is called at first."""
    name = f"{TITLE} {number}" if number > 1 else TITLE
    return name + _suffix(data, environments.test)


def account_name(
    title: str, data: Mapping[str, Any], environments: EnvironmentWords
) -> str:
    """Return what the device of an account is called: its title, without what we add to it.

    The ids of its entities are made of this, and stay when the account moves to another server.
    """
    for test in environments.tests:
        own = title.removesuffix(_suffix(data, test))
        if _OWN_TITLE.fullmatch(own):
            return own
    return title


def follow_environment(
    title: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    environments: EnvironmentWords,
) -> str:
    """Return a title for an account that moves to another server. A person's own stays."""
    own = account_name(title, old, environments)
    return own + _suffix(new, environments.test) if _OWN_TITLE.fullmatch(own) else title


def read_shown_server(text: str) -> URL:
    """Return a server's address as a person typed it. Its host can be read: titles show it.

    Raises:
        ServerError: it is none, or nothing that credentials may be sent to.
    """
    server = read_server(text)
    try:
        _ = server.host
    except UnicodeError:
        raise ServerError("form") from None
    return server


def custom_server(data: Mapping[str, Any] | None) -> URL | None:
    """Return the server of an account that is in no environment of Shell's by its form."""
    if data is None or data[CONF_ENVIRONMENT] != CUSTOM:
        return None
    return URL(data[CONF_SERVER])


def _suffix(data: Mapping[str, Any], test: str) -> str:
    match environment_of(data):
        case "production":
            return ""
        case "test":
            return f" ({test})"
    return f" ({_host(data)})"


def _host(data: Mapping[str, Any]) -> str:
    """Return the host, and its port where that is not the usual one."""
    return URL(data[CONF_SERVER]).authority
