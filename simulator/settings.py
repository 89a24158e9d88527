"""What can be set: how this server answers where API.md leaves a choice, and what it allows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

type Generation = Literal["A", "B", "C", "D"]
type Product = Literal["charging", "locations"]

GENERATIONS: tuple[Generation, ...] = ("A", "B", "C", "D")
PRODUCTS: tuple[Product, ...] = ("charging", "locations")
SESSION_STATES = (
    "start-requested",
    "started",
    "stop-requested",
    "stopped",
    "failed-to-start",
    "failed-to-stop",
)


@dataclass(kw_only=True)
class Account:
    """A client of the API and the charge cards that belong to it."""

    secret: str
    cards: list[str]


def demo_accounts() -> dict[str, Account]:
    """Give the accounts every simulator begins with; the second one is for "somebody else's card"."""
    return {
        "demo-client": Account(
            secret="demo-secret", cards=["NL-TNM-C00122045-K", "NL-TNM-C0216599X-A"]
        ),
        "other-client": Account(secret="other-secret", cards=["NL-TNM-C00122046-M"]),
    }


@dataclass(kw_only=True)
class Settings:
    """How the server behaves. Every field may be changed while it runs."""

    generations: Collection[Generation] = GENERATIONS
    """The wire generations that are served; B and C share their charging (API.md section 1)."""

    products: Collection[Product] = PRODUCTS
    """What every client is subscribed to; anything else is answered 403."""

    active_empty: int = 200
    """`active` without a session: 200 with an empty list, or 404 (open: API.md section 12)."""

    active_states: Collection[str] = ("start-requested", "started", "stop-requested")
    """The states `active` lists (open: API.md section 12)."""

    state_spelling: Literal["both", "SessionState", "sessionState", "string"] = "both"
    """The key of the state in `active` of B to D; "string": a plain text under both (API.md section 5)."""

    accepted_status: int = 200
    """The HTTP status of an accepted start or stop: 200 or 202 (open: API.md section 12)."""

    min_evse_id_length: int = 18
    """The stated lower limit for start; real EVSE IDs can be shorter (API.md section 9)."""

    rate_limit: int = 300
    """Calls a client may make in a minute; more are answered 429."""

    retry_after_form: Literal["seconds", "http-date"] = "seconds"
    """How the 429 of the rate limit says when to come back."""

    token_lifetime: int = 899
    """Seconds a token is good for."""

    token_lifetime_as_text: bool = False
    """Send `expires_in` as a text, as one of the portal's guides shows (API.md section 2)."""

    token_error_form: Literal["oauth", "portal"] = "oauth"
    """The shape of the token endpoint's refusals: RFC 6749, or the portal's ErrorCode and Error."""

    not_served_form: Literal["fault", "html"] = "fault"
    """What stands in the gateway's answer for a generation that is switched off: JSON or a page."""

    not_served_status: int = 404
    """The status of that answer: 404 or 410."""

    foreign_keys: Literal["gateway", "validation"] = "gateway"
    """A switched-off v1 spelling on a path another v1 generation serves: as any path that is not
    served, or 400 E0001 by the generation that is."""


type _Rule = Callable[[object], object]


def _one_of(*choices: object) -> _Rule:
    def rule(value: object) -> object:
        if not any(
            value == choice and type(value) is type(choice) for choice in choices
        ):
            raise ValueError(f"must be one of {', '.join(map(str, choices))}")
        return value

    return rule


def _some_of(*choices: str) -> _Rule:
    def rule(value: object) -> object:
        if not isinstance(value, list) or not all(item in choices for item in value):
            raise ValueError(f"must be a list of any of {', '.join(choices)}")
        return tuple(value)

    return rule


def _whole_number(lowest: int) -> _Rule:
    def rule(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or value < lowest:
            raise ValueError(f"must be a whole number, {lowest} or more")
        return value

    return rule


_RULES: Mapping[str, _Rule] = {
    "generations": _some_of(*GENERATIONS),
    "products": _some_of(*PRODUCTS),
    "active_empty": _one_of(200, 404),
    "active_states": _some_of(*SESSION_STATES),
    "state_spelling": _one_of("both", "SessionState", "sessionState", "string"),
    "accepted_status": _one_of(200, 202),
    "min_evse_id_length": _whole_number(1),
    "rate_limit": _whole_number(0),
    "retry_after_form": _one_of("seconds", "http-date"),
    "token_lifetime": _whole_number(0),
    "token_lifetime_as_text": _one_of(False, True),
    "token_error_form": _one_of("oauth", "portal"),
    "not_served_form": _one_of("fault", "html"),
    "not_served_status": _one_of(404, 410),
    "foreign_keys": _one_of("gateway", "validation"),
}


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Give the settings with some of them changed.

    Raises:
        ValueError: an unknown setting, or a value it cannot have; nothing is changed then.

    """
    checked: dict[str, object] = {}
    for name, value in changes.items():
        if name not in _RULES:
            known = ", ".join(field.name for field in fields(Settings))
            raise ValueError(f"There is no setting {name!r}. There are: {known}.")
        try:
            checked[name] = _RULES[name](value)
        except ValueError as error:
            raise ValueError(f"The setting {name} {error}.") from None
    result = replace(settings)
    for name, value in checked.items():
        setattr(result, name, value)
    return result
