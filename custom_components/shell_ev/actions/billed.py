"""Notes what a session was billed with, where a person says so: by the action, or on the dashboard."""

from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.generated.currencies import ACTIVE_CURRENCIES, HISTORIC_CURRENCIES

from ..exceptions import refused
from ..permissions import asker_of, control_of_session
from ..runtime import ShellEvData
from ..session.figures import began_at
from ..session.record import Billed, TrackedSession
from .asked import (
    ATTR_AMOUNT,
    ATTR_CURRENCY,
    ATTR_ENERGY,
    ATTR_TAKE_BACK,
    account_of,
    session_key_of,
)
from .history import session_response

MOST_ENERGY: Final = 1000
"""kWh of one session: more than the largest lorry takes."""
MOST_MONEY: Final = 10_000_000
"""Of any currency: in some a session costs hundreds of thousands. Below 0 is what was paid back."""
CURRENCIES: Final = ACTIVE_CURRENCIES | HISTORIC_CURRENCIES
"""A bill may be older than its country's new money."""


async def set_session_figures(call: ServiceCall) -> ServiceResponse:
    """Note what a session was billed with, or take that back."""
    asker = await asker_of(call)
    account = account_of(call)
    key = session_key_of(call, account)
    asker.demand(control_of_session(call.hass, account, key))
    given = {
        field: call.data.get(field)
        for field in (ATTR_ENERGY, ATTR_AMOUNT, ATTR_CURRENCY)
    }
    nothing = all(value is None for value in given.values())
    if call.data[ATTR_TAKE_BACK] and not nothing:
        raise refused("figures_or_take_back")
    if nothing and not call.data[ATTR_TAKE_BACK]:
        raise refused("no_figures")
    session = await async_set_figures(call.hass, account, key, **given)
    return session_response(call.hass, account, session)


async def async_set_figures(
    hass: HomeAssistant,
    account: ShellEvData,
    key: str,
    *,
    energy: float | None,
    amount: float | None,
    currency: str | None,
) -> TrackedSession:
    """Note what a session was billed with, show and save it, and return the session.

    What is given replaces all that was noted before, and nothing at all takes it back. Energy is
    in kWh; an amount without a currency is in Home Assistant's. Who may do it, the caller asks.

    Raises:
        ServiceValidationError: it is no figure, or the session has none.
    """
    billed = _billed(hass, energy, amount, currency)
    tracker = account.reader.tracker
    _refuse_without_figures(tracker.sessions.get(key))
    tracker.billed(key, billed)
    session = tracker.sessions[key]
    account.sessions.async_show_known()
    await account.reader.async_keep_now()
    return session


def has_figures(session: TrackedSession) -> bool:
    """Return whether a session may have been billed: it began, and is over."""
    return not session.live and began_at(session) is not None


def _refuse_without_figures(session: TrackedSession | None) -> None:
    if session is None:
        raise refused("session_unknown")
    if session.live:
        raise refused("session_goes_on")
    if not has_figures(session):
        raise refused("session_never_began")


def _billed(
    hass: HomeAssistant,
    energy: float | None,
    amount: float | None,
    currency: str | None,
) -> Billed | None:
    """Return figures as they are kept; not a number is none of them."""
    if energy is None and amount is None:
        if currency is not None:
            raise refused("no_figures")
        return None
    if energy is not None and not 0 <= energy <= MOST_ENERGY:
        raise refused("energy_out_of_range")
    if amount is None:
        return Billed(energy=energy)
    if not -MOST_MONEY <= amount <= MOST_MONEY:
        raise refused("amount_out_of_range")
    currency = (currency or hass.config.currency).strip().upper()
    if currency not in CURRENCIES:
        raise refused("currency_unknown")
    return Billed(energy=energy, amount=amount, currency=currency)
