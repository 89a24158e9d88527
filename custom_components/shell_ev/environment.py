"""Which environment an account is in, said plainly wherever it is not production.

So nobody takes a session of a sandbox for a real one: it costs nothing and charges no car.
"""

from collections.abc import Mapping, Sequence
import re
from typing import Any, Final

from yarl import URL

from .const import CONF_ENVIRONMENT, CONF_SERVER, ENVIRONMENT_CUSTOM, SERVERS

TITLE: Final = "Shell EV Charging"
"""What an account is called until a person calls it otherwise."""
TEST_ENVIRONMENT: Final = "test environment"
CUSTOM_SERVER: Final = "custom server"

_WORDS: Final = {"test": TEST_ENVIRONMENT, "custom": CUSTOM_SERVER}
_OWN_TITLE: Final = re.compile(rf"{TITLE}( [0-9]+)?")
_ENVIRONMENTS: Final = {URL(server).host: name for name, server in SERVERS.items()}


def environment_of(data: Mapping[str, Any]) -> str:
    """Return "production", "test" or "custom", by the server: that is where a session runs."""
    return _ENVIRONMENTS.get(URL(data[CONF_SERVER]).host, "custom")


def model_in_environment(model: str, data: Mapping[str, Any]) -> str:
    """Return the model of a charge card or charge point of an account with these data.

    "Charge card", "Charge card, test environment", "Charge card, custom server". Whose server, the
    account's own device tells: by a card's model the device pickers of the actions know a card.
    """
    words = _WORDS.get(environment_of(data))
    return f"{model}, {words}" if words else model


def account_model(data: Mapping[str, Any]) -> str | None:
    """Return the model of an account's device, ``None`` in production."""
    match environment_of(data):
        case "production":
            return None
        case "test":
            return TEST_ENVIRONMENT.capitalize()
    return f"{CUSTOM_SERVER.capitalize()} {_host(data)}"


def heading_note(accounts: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Return what the dashboard's heading ends in, by the titles and data of all accounts.

    Empty, " (test environment)", " (custom server)"; where accounts differ, which are no real ones:
    " (Shell EV Charging 2: test environment)".
    """
    told = [
        (account_name(title, data), _WORDS.get(environment_of(data)))
        for title, data in accounts
    ]
    if len({words for _, words in told}) == 1:
        notes = [words for _, words in told[:1] if words]
    else:
        notes = [f"{name}: {words}" for name, words in told if words]
    return f" ({', '.join(notes)})" if notes else ""


def account_title(data: Mapping[str, Any], number: int) -> str:
    """Return what the account that is added as this one, counted from 1, is called at first."""
    return f"{TITLE} {number}{_suffix(data)}" if number > 1 else TITLE + _suffix(data)


def account_name(title: str, data: Mapping[str, Any]) -> str:
    """Return what the device of an account is called: its title, without what we add to it.

    The ids of its entities are made of this, and stay when the account moves to another server.
    """
    own = title.removesuffix(_suffix(data))
    return own if _OWN_TITLE.fullmatch(own) else title


def follow_environment(
    title: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> str:
    """Return a title for an account that moves to another server. A person's own stays."""
    own = account_name(title, old)
    return own + _suffix(new) if _OWN_TITLE.fullmatch(own) else title


def read_server(text: str) -> URL | None:
    """Return a server's address as a person typed it, ``None`` where it is none."""
    try:
        server = URL(text)
    except ValueError:
        return None
    if server.scheme not in ("http", "https") or not server.host:
        return None
    if server.user or server.password or server.query_string or server.fragment:
        return None
    return server


def custom_server(data: Mapping[str, Any] | None) -> URL | None:
    """Return the server of an account that is in no environment of Shell's by its form."""
    if data is None or data[CONF_ENVIRONMENT] != ENVIRONMENT_CUSTOM:
        return None
    return URL(data[CONF_SERVER])


def _suffix(data: Mapping[str, Any]) -> str:
    match environment_of(data):
        case "production":
            return ""
        case "test":
            return f" ({TEST_ENVIRONMENT})"
    return f" ({_host(data)})"


def _host(data: Mapping[str, Any]) -> str:
    """Return the host, and its port where that is not the usual one."""
    return URL(data[CONF_SERVER]).authority
