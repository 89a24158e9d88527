"""Shell's servers, and the address of another one as a person types it."""

from typing import Final, Literal

from yarl import URL

from .http import is_secure

SERVERS: Final = {
    "production": "https://api.shell.com",
    "test": "https://api-test.shell.com",
}
"""The server of each environment (API.md section 1)."""
CUSTOM: Final = "custom"
"""What the environment of any other server is called."""

type Fault = Literal["form", "account", "more", "insecure"]
"""No address; one with a name or password; with a query or fragment; in the clear over a network."""


class ServerError(ValueError):
    """An address is none of a server that credentials may be sent to. Its text does not repeat it."""

    def __init__(self, fault: Fault) -> None:
        """Say what is wrong with it."""
        super().__init__(fault)
        self.fault: Final = fault


def read_server(text: str) -> URL:
    """Return a server's address as a person typed it.

    Raises:
        ServerError: it is none, or nothing that credentials may be sent to.
    """
    try:
        server = URL(text)
    except ValueError:
        raise ServerError("form") from None
    # Raw, as it goes out: not every "xn--" can be read.
    if server.scheme not in ("http", "https") or not server.raw_host:
        raise ServerError("form")
    if server.raw_user or server.raw_password:
        raise ServerError("account")
    if server.raw_query_string or server.raw_fragment:
        raise ServerError("more")
    if not is_secure(server):
        raise ServerError("insecure")
    return server
