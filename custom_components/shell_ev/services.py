"""Registers the actions; each returns what it found and the RequestId to quote to Shell."""

from math import isfinite, nan
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import HomeAssistant, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv

from .actions.asked import (
    ATTR_ACCOUNT,
    ATTR_AMOUNT,
    ATTR_CHARGE_CARD,
    ATTR_CHARGE_POINT,
    ATTR_CURRENCY,
    ATTR_ENERGY,
    ATTR_EVSE_ID,
    ATTR_FROM,
    ATTR_PATH,
    ATTR_REQUEST_ID,
    ATTR_SESSION_ID,
    ATTR_TAKE_BACK,
    ATTR_TO,
    ATTR_WAIT,
)
from .actions.billed import set_session_figures
from .actions.car_here import ATTR_PLUG_SENSOR, ATTR_STATE_OF_CHARGE, async_note_start
from .actions.export import export_sessions
from .actions.find import FIND_FIELDS, find_charge_points
from .actions.plan import PLAN_FIELDS, plan_charging
from .actions.sessions import (
    get_session,
    list_active_sessions,
    list_sessions,
    start_session,
    stop_session,
)
from .const import DOMAIN

_COMMON: Final = {vol.Optional(ATTR_REQUEST_ID): cv.string}
_ACCOUNT: Final = {vol.Optional(ATTR_ACCOUNT): cv.string}
_WAIT: Final = {vol.Optional(ATTR_WAIT, default=True): cv.boolean}


def finite_number(value: Any) -> float:
    """Take a number, also as the text that a template makes of it.

    Raises:
        ValueError: it is none, or as good as none.
    """
    try:
        number = float(value)
    except TypeError, OverflowError:
        number = nan
    if isinstance(value, bool) or not isfinite(number):
        raise ValueError("Not a number")
    return number


START_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_EVSE_ID): cv.string,
        **_WAIT,
        **_COMMON,
    }
)
STOP_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_SESSION_ID): cv.string,
        **_ACCOUNT,
        **_WAIT,
        **_COMMON,
    }
)
GET_SCHEMA: Final = vol.Schema(
    {vol.Required(ATTR_SESSION_ID): cv.string, **_ACCOUNT, **_COMMON}
)
LIST_ACTIVE_SCHEMA: Final = vol.Schema(
    {vol.Optional(ATTR_CHARGE_CARD): cv.string, **_ACCOUNT, **_COMMON}
)

_SPAN: Final = vol.Schema(
    {
        vol.Optional(ATTR_CHARGE_POINT): cv.string,
        vol.Optional(ATTR_CHARGE_CARD): cv.string,
        vol.Optional(ATTR_FROM): cv.datetime,
        vol.Optional(ATTR_TO): cv.datetime,
        **_ACCOUNT,
    }
)

# What a template leaves empty names no sensor.
_SENSOR: Final = vol.Any(None, "", cv.entity_id)

LIST_SCHEMA: Final = _SPAN.extend(
    {
        vol.Optional(ATTR_PLUG_SENSOR): _SENSOR,
        vol.Optional(ATTR_STATE_OF_CHARGE): _SENSOR,
    }
)

EXPORT_SCHEMA: Final = _SPAN.extend({vol.Optional(ATTR_PATH): cv.string})

FIGURES_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_SESSION_ID): cv.string,
        vol.Optional(ATTR_ENERGY): vol.Any(None, finite_number),
        vol.Optional(ATTR_AMOUNT): vol.Any(None, finite_number),
        vol.Optional(ATTR_CURRENCY): vol.Any(None, cv.string),
        vol.Optional(ATTR_TAKE_BACK, default=False): cv.boolean,
        **_ACCOUNT,
    }
)

FIND_SCHEMA: Final = vol.Schema({**FIND_FIELDS, **_ACCOUNT, **_COMMON})

PLAN_SCHEMA: Final = vol.Schema(PLAN_FIELDS)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions, once for all accounts."""
    async_note_start(hass)
    for name, action, schema, response in (
        ("start_session", start_session, START_SCHEMA, SupportsResponse.OPTIONAL),
        ("stop_session", stop_session, STOP_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_session", get_session, GET_SCHEMA, SupportsResponse.ONLY),
        (
            "list_active_sessions",
            list_active_sessions,
            LIST_ACTIVE_SCHEMA,
            SupportsResponse.ONLY,
        ),
        ("list_sessions", list_sessions, LIST_SCHEMA, SupportsResponse.ONLY),
        ("export_sessions", export_sessions, EXPORT_SCHEMA, SupportsResponse.OPTIONAL),
        (
            "set_session_figures",
            set_session_figures,
            FIGURES_SCHEMA,
            SupportsResponse.OPTIONAL,
        ),
        (
            "find_charge_points",
            find_charge_points,
            FIND_SCHEMA,
            SupportsResponse.ONLY,
        ),
        ("plan_charging", plan_charging, PLAN_SCHEMA, SupportsResponse.ONLY),
    ):
        hass.services.async_register(
            DOMAIN, name, action, schema=schema, supports_response=response
        )
