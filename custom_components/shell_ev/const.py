"""Constants of the Shell EV Charging integration."""

from datetime import timedelta
import logging
from typing import Final

from homeassistant.helpers.dispatcher import SignalType
from homeassistant.util.hass_dict import HassKey

DOMAIN: Final = "shell_ev"
DEVELOPER_PORTAL: Final = "https://developer.shell.com"
"""Where client id and secret come from, and products are subscribed to."""
WHAT_TO_SEND: Final = "https://github.com/shell-ev-charging/home-assistant-shell-ev/blob/main/docs/troubleshoot.md#what-to-send"
"""The page about what helps with a fault, under the manifest's documentation."""
LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
"""Each has its files in translations/, sentences/ and the cards."""
LOGGER = logging.getLogger(__package__)

ANSWERED_IN_A_FORM: Final[HassKey[set[str]]] = HassKey(f"{DOMAIN}_answered_in_a_form")
"""Entries for which Shell has just answered in a form: their set-up has not to wait for its time."""

CONF_CONNECTORS: Final = "connectors"
CONF_CUSTOM_SERVER: Final = "custom_server"
CONF_EMA_ID: Final = "ema_id"
CONF_ENVIRONMENT: Final = "environment"
CONF_EVSE_ID: Final = "evse_id"
CONF_GENERATION: Final = "generation"
CONF_CHARGE_CARD: Final = "charge_card"
CONF_CHARGE_POINTS: Final = "charge_points"
CONF_ENERGY_METER: Final = "energy_meter"
CONF_FORMER_IDS: Final = "former_ids"
CONF_FORMER_METERS: Final = "former_meters"
CONF_FREE_ONLY: Final = "free_only"
CONF_GRID_EXPORT: Final = "grid_export"
CONF_GRID_POWER: Final = "grid_power"
CONF_GUARD_TIME: Final = "guard_time"
CONF_LOCATION_UID: Final = "location_uid"
CONF_MINIMUM_POWER: Final = "minimum_power"
CONF_PLUG_SENSOR: Final = "plug_sensor"
CONF_POWER_SENSOR: Final = "power_sensor"
CONF_PRICE: Final = "price"
CONF_PRICE_ENTITY: Final = "price_entity"
CONF_SERVER: Final = "server"

SIGNAL_SESSIONS: Final[SignalType[()]] = SignalType(f"{DOMAIN}_sessions")
"""Sent within Home Assistant when any session, or a figure of one, became another."""
EVENT_SESSION: Final = "shell_ev_session"
"""On the bus for the logbook: a turn of a session in a person's words."""

SUBENTRY_CHARGE_CARD: Final = "charge_card"
SUBENTRY_CHARGE_POINT: Final = "charge_point"

DEFAULT_GUARD_TIME: Final = timedelta(seconds=30)
"""Between opposite commands at a charge point: contactors wear and start fees add up."""

DIRECTORY_TICK: Final = timedelta(minutes=2)
"""How often it is looked whether a location is due."""
DIRECTORY_PACE: Final = timedelta(minutes=10)
"""How old what is known of a location gets; with a command under way it is one tick."""
DIRECTORY_SEARCH_PACE: Final = timedelta(days=1)
"""How often an EVSE that the directory does not list, or a directory that is refused, is tried."""

FAILURES_TO_UNAVAILABLE: Final = 3
"""Entities keep their state through this many failed polls less one."""

KEPT_SESSIONS: Final = 10_000
"""Sessions kept for an account, the oldest out first."""
