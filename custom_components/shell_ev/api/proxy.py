"""The proxy that a company's computer reaches the internet by, for the command line alone."""

from typing import Final
from urllib.request import getproxies, proxy_bypass

from yarl import URL

from .exit_codes import UsageError
from .http import is_loopback

_SCHEMES: Final = ("http", "https")


def proxy_for(server: URL) -> URL | None:
    """Return the proxy that this computer's programs use on the way to a server, ``None`` for none.

    It is that of ``HTTPS_PROXY``, or of the system's settings, as curl and pip have it, unless
    ``NO_PROXY`` names the server. This machine itself is never reached by one. aiohttp's own
    ``trust_env`` would also read ``.netrc``, and refuse to send a token to whom that names.

    Raises:
        UsageError: it is none that can be used.
    """
    host = server.raw_host
    if not host or is_loopback(host) or proxy_bypass(host):
        return None
    if not (address := getproxies().get(server.scheme)):
        return None
    try:
        proxy = URL(address if "://" in address else f"http://{address}")
    except ValueError:
        raise _no_proxy() from None
    if proxy.scheme not in _SCHEMES or not proxy.raw_host:
        raise _no_proxy()
    return proxy


def _no_proxy() -> UsageError:
    """Return what to say; an address of a proxy may hold a password."""
    return UsageError(
        "The proxy of this computer cannot be used. Set HTTPS_PROXY to an address that begins with http:// or https://."
    )
