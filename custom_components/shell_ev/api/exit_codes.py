"""What became of a command: a number for scripts, a sentence and what to do for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

from .errors import (
    AuthenticationError,
    Cause,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)

PORTAL: Final = "https://developer.shell.com"
"""Where client ID and secret come from, and products are subscribed to."""

CHARGING: Final = "EV Charging"
LOCATIONS: Final = "EV Locations"
"""The products as the portal names them."""


class ExitCode(IntEnum):
    """How a command ended."""

    FINE = 0
    UNDOCUMENTED = 1
    USAGE = 2
    CREDENTIALS = 3
    NOT_SUBSCRIBED = 4
    NOT_FOUND = 5
    REFUSED = 6
    WAIT = 7
    NO_ANSWER = 8
    INTERRUPTED = 130


EXIT_CODES: Final[Mapping[ExitCode, str]] = {
    ExitCode.FINE: "done",
    ExitCode.UNDOCUMENTED: "Shell answers in a way that is not documented (doctor)",
    ExitCode.USAGE: "something was typed wrong, or a file cannot be written",
    ExitCode.CREDENTIALS: "the client ID or secret is refused",
    ExitCode.NOT_SUBSCRIBED: "the application is not subscribed to the product",
    ExitCode.NOT_FOUND: "Shell does not know the charge card, charge point or session",
    ExitCode.REFUSED: "Shell refused, or the session failed",
    ExitCode.WAIT: "too many calls; wait",
    ExitCode.NO_ANSWER: "no usable answer: network, proxy, certificate, login page, or a fault at Shell",
    ExitCode.INTERRUPTED: "interrupted, or not agreed to",
}
"""What each means, for the help and the page."""


class UsageError(Exception):
    """What was typed or is there cannot be used; its text says what and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How it ended: a number, what happened and what to do, and what Shell's support asks for."""

    code: ExitCode
    text: str
    to_quote: str = ""

    @property
    def sentence(self) -> str:
        """All of it, for the person who asked. It may hold a RequestId."""
        return f"{self.text}{self.to_quote}"


_ADVICE_ON_CAUSES: Final[Mapping[Cause, str]] = {
    Cause.NO_CONNECTION: "The server cannot be reached. Check whether this computer is online, and whether a firewall is in the way.",
    Cause.NAME_NOT_FOUND: "The server's name cannot be found. Check whether this computer is online, and check the name if you gave one.",
    Cause.CERTIFICATE: "The server's certificate has expired, is for another name, or is not trusted. Check this computer's clock, and try another network: something may stand between you and Shell.",
    Cause.TIME_OUT: "The server did not answer in time. Try again later, or from another network.",
    Cause.LOST: "The connection was lost. Try again; if it is lost again, try another network.",
    Cause.TOO_LARGE: "The answer is too large to come from Shell. Try another network.",
    Cause.NOT_JSON: "The answer is a web page or a text and does not come from Shell. Something stands in between: sign in to the network, or try another one.",
    Cause.GATEWAY: "A proxy or firewall answered instead of Shell. Try again later, or from another network.",
    Cause.REDIRECT: "The answer redirects elsewhere, as on a network that you have to sign in to. Sign in with a browser, or try another network.",
    Cause.UNREADABLE: "The answer is not as Shell documents it and cannot be read. Shell may have changed something: look for a newer version of this program, and keep the doctor's report.",
    Cause.OTHER: "Shell has a problem, or its answer cannot be used. Try again later.",
}
"""Of no usable answer: what happened, and what to do."""

UNKNOWN: Final = "Shell does not know this charge point or charge card. Check the EVSE ID and the EMA ID."
"""Shell does not say which of the two it is."""

CHARGE_CARD_AND_POINT: Final = "Check the charge card and the charge point."
"""Where Shell refuses, and does not say why."""

_MAY_BE_DONE: Final = " It may have been carried out anyway: check with the command active before you try again."


def verdict_of(
    err: ShellEvError,
    *,
    product: str,
    changes: bool = False,
    unknown: str = UNKNOWN,
    check: str = CHARGE_CARD_AND_POINT,
) -> Verdict:
    """Return what an error means.

    ``changes`` is whether the call would have changed something, ``unknown`` what to say where
    Shell does not know what was asked for, ``check`` what to do where it refuses.
    """
    match err:
        case AuthenticationError():
            code = ExitCode.CREDENTIALS
            text = f"Shell refuses the client ID or secret. Copy both again from {PORTAL}, and check that they are for this environment."
        case NotSubscribedError():
            code = ExitCode.NOT_SUBSCRIBED
            text = f"The application is not subscribed to {product}. Add the product in {PORTAL}."
        case NotFoundError():
            code = ExitCode.NOT_FOUND
            text = unknown
        case RateLimitedError():
            code = ExitCode.WAIT
            text = f"Shell asks this account to wait. Try again {_in(err.retry_after)}."
        case RequestRejectedError():
            code = ExitCode.REFUSED
            text = f"Shell refused, and nothing was carried out. {check}"
        case GenerationNotServedError():
            code = ExitCode.NO_ANSWER
            text = f"{product} is not available there. Check --server and --environment, or try again later."
        case TemporaryError():
            code = ExitCode.NO_ANSWER
            text = _ADVICE_ON_CAUSES[err.cause]
            if changes and err.sent:
                text += _MAY_BE_DONE
        case _:
            raise err
    return Verdict(code=code, text=text, to_quote=_to_quote(err))


def interrupted(sent_as: str | None = None) -> Verdict:
    """Return that a command was interrupted.

    ``sent_as`` is the RequestId of one that changes something and was not answered yet.
    """
    return Verdict(
        code=ExitCode.INTERRUPTED,
        text="Interrupted." + (_MAY_BE_DONE if sent_as else ""),
        to_quote=f" (RequestId {sent_as})" if sent_as else "",
    )


def _in(wait: timedelta | None) -> str:
    if wait is None:
        return "in a minute"
    return f"in {wait.total_seconds():.0f} seconds"


def _to_quote(err: ShellEvError) -> str:
    """Return what Shell's support can look a call up by."""
    known = (
        f"HTTP {err.status}" if err.status else None,
        err.code,
        f"RequestId {err.request_id}" if err.request_id else None,
    )
    details = ", ".join(filter(None, known))
    return f" ({details})" if details else ""
