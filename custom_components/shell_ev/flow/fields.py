"""The fields of the forms, and what is said of them."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, TypedDict

import voluptuous as vol
from yarl import URL

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_LATITUDE,
    CONF_LOCATION,
    CONF_LONGITUDE,
    CONF_NAME,
    CONF_RADIUS,
    CONF_URL,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfPower,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    LocationSelector,
    LocationSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import dt as dt_util

from ..api import (
    AuthenticationError,
    ConnectorType,
    EmaId,
    EvseId,
    GenerationNotServedError,
    IdentifierError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvClient,
    ShellEvError,
    TemporaryError,
)
from ..api.servers import CUSTOM, SERVERS, ServerError
from ..configuration import OWN_ENTITIES
from ..const import (
    CONF_CONNECTORS,
    CONF_CUSTOM_SERVER,
    CONF_EMA_ID,
    CONF_ENERGY_METER,
    CONF_ENVIRONMENT,
    CONF_EVSE_ID,
    CONF_FREE_ONLY,
    CONF_GRID_EXPORT,
    CONF_GRID_POWER,
    CONF_GUARD_TIME,
    CONF_MINIMUM_POWER,
    CONF_PLUG_SENSOR,
    CONF_POWER_SENSOR,
    CONF_PRICE,
    CONF_PRICE_ENTITY,
    CONF_SERVER,
    DEFAULT_GUARD_TIME,
    DOMAIN,
)
from ..directory import Search
from ..environment import custom_server, read_shown_server
from ..exceptions import CAUSES
from ..own_price import read_price

MAX_CREDENTIAL: Final = 256
"""Characters; the credentials of Shell's portal are far shorter."""
MAX_NAME: Final = 100

_BOX: Final = NumberSelectorMode.BOX
_PASSWORD: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_CUSTOM_SERVER: Final = {
    vol.Required(CONF_CUSTOM_SERVER): section(
        vol.Schema({vol.Optional(CONF_URL): TextSelector()}), {"collapsed": True}
    )
}
ACCOUNT_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_CLIENT_ID): TextSelector(),
        vol.Required(CONF_CLIENT_SECRET): _PASSWORD,
        vol.Required(CONF_EMA_ID): TextSelector(),
        vol.Optional(CONF_NAME): TextSelector(),
        vol.Required(CONF_ENVIRONMENT, default="production"): SelectSelector(
            SelectSelectorConfig(options=list(SERVERS), translation_key="environment")
        ),
        **_CUSTOM_SERVER,
    }
)
"""Without a name the card has the one that is suggested, in Home Assistant's language."""
RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_CLIENT_ID): TextSelector(),
        vol.Optional(CONF_CLIENT_SECRET): _PASSWORD,
        vol.Required(CONF_ENVIRONMENT, default="production"): SelectSelector(
            SelectSelectorConfig(
                options=[*SERVERS, CUSTOM],
                translation_key="environment_in_use",
            )
        ),
        **_CUSTOM_SERVER,
    }
)
REAUTH_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_CLIENT_ID): TextSelector(),
        vol.Required(CONF_CLIENT_SECRET): _PASSWORD,
    }
)
EMA_ID_FIELD: Final = {vol.Required(CONF_EMA_ID): TextSelector()}
EVSE_ID_FIELD: Final = {vol.Required(CONF_EVSE_ID): TextSelector()}
_NAME_FIELD: Final = {vol.Required(CONF_NAME): TextSelector()}

EVSE_ID_SCHEMA: Final = vol.Schema(EVSE_ID_FIELD | _NAME_FIELD)
CHARGE_CARD_SCHEMA: Final = vol.Schema(EMA_ID_FIELD | _NAME_FIELD)
_UNITS_OF_POWER: Final = frozenset({UnitOfPower.WATT, UnitOfPower.KILO_WATT})
"""In which a charger tells what it gives, and the dashboard card reads it."""
MAX_OWN_PRICE: Final = 100_000
"""Of a kWh, in any currency: some count in thousands."""
_SENSOR_OF_POWER: Final = EntitySelector(
    EntitySelectorConfig(domain="sensor", device_class="power")
)
OWN_METER_FIELDS: Final = {
    vol.Optional(CONF_PLUG_SENSOR): EntitySelector(
        EntitySelectorConfig(domain=["binary_sensor", "input_boolean"])
    ),
    vol.Optional(CONF_ENERGY_METER): EntitySelector(
        EntitySelectorConfig(domain="sensor", device_class="energy")
    ),
    vol.Optional(CONF_POWER_SENSOR): _SENSOR_OF_POWER,
}
GRID_FIELDS: Final = {
    vol.Optional(CONF_GRID_POWER): _SENSOR_OF_POWER,
    vol.Optional(CONF_GRID_EXPORT): _SENSOR_OF_POWER,
}
PRICE_ENTITY_FIELD: Final = {
    vol.Optional(CONF_PRICE_ENTITY): EntitySelector(
        EntitySelectorConfig(domain=["sensor", "number", "input_number"])
    )
}
OWN_FIELDS: Final = (*OWN_ENTITIES, CONF_PRICE)
"""What a charge point may have of the user's own."""

MIN_RADIUS: Final = 100
MAX_RADIUS: Final = 50_000
"""Metres. Shell gives the nearest 100 locations at the most, whatever the radius."""
DEFAULT_RADIUS: Final = 1000

SEARCH_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_LOCATION): LocationSelector(
            LocationSelectorConfig(radius=True, icon="mdi:ev-station")
        ),
        vol.Required(CONF_FREE_ONLY, default=False): BooleanSelector(),
        vol.Optional(CONF_CONNECTORS): SelectSelector(
            SelectSelectorConfig(
                options=list(ConnectorType),
                multiple=True,
                translation_key="connector",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(CONF_MINIMUM_POWER): NumberSelector(
            NumberSelectorConfig(
                min=0, max=400, step="any", unit_of_measurement="kW", mode=_BOX
            )
        ),
    }
)
OPTIONS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(
            CONF_GUARD_TIME, default=int(DEFAULT_GUARD_TIME.total_seconds())
        ): NumberSelector(
            NumberSelectorConfig(min=0, max=600, step=1, unit_of_measurement="s")
        )
    }
)


class ShownErrors(TypedDict):
    """What a form takes to show errors."""

    errors: dict[str, str]
    description_placeholders: dict[str, str]


class FormErrors:
    """Collects what is wrong with a form, each field's first fault."""

    def __init__(self) -> None:
        """Start with nothing wrong."""
        self.shown: ShownErrors = {"errors": {}, "description_placeholders": {}}

    def __bool__(self) -> bool:
        """Return whether anything is wrong."""
        return bool(self.shown["errors"])

    def add(self, field: str, key: str, **placeholders: str) -> None:
        """Note a fault of a field, or of the form as a whole under ``base``."""
        self.shown["errors"].setdefault(field, key)
        self.shown["description_placeholders"].update(placeholders)


def read_ema_id(user_input: Mapping[str, Any], errors: FormErrors) -> EmaId | None:
    """Return the EMA ID of a form, or say what is wrong with it."""
    try:
        return EmaId.parse(user_input[CONF_EMA_ID])
    except IdentifierError as err:
        errors.add(CONF_EMA_ID, f"ema_id_{err.reason}", expected=err.expected)
        return None


def read_evse_id(user_input: Mapping[str, Any], errors: FormErrors) -> EvseId | None:
    """Return the EVSE ID of a form, or say what is wrong with it."""
    try:
        return EvseId.parse(user_input[CONF_EVSE_ID])
    except IdentifierError as err:
        errors.add(CONF_EVSE_ID, f"evse_id_{err.reason}", expected=err.expected)
        return None


def read_name(user_input: Mapping[str, Any], errors: FormErrors) -> str:
    """Return a name as people type it."""
    name = " ".join(str(user_input[CONF_NAME]).split())
    if not name:
        errors.add(CONF_NAME, "empty")
    elif len(name) > MAX_NAME:
        errors.add(CONF_NAME, "too_long", limit=str(MAX_NAME))
    return name


def price_selector(hass: HomeAssistant) -> NumberSelector:
    """Return the field of a price per kWh in Home Assistant's currency."""
    return NumberSelector(
        NumberSelectorConfig(
            min=0,
            max=MAX_OWN_PRICE,
            step="any",
            unit_of_measurement=f"{hass.config.currency}/kWh",
            mode=_BOX,
        )
    )


def check_own(
    hass: HomeAssistant, user_input: Mapping[str, Any], errors: FormErrors
) -> None:
    """Say what is wrong with the user's own price and sensors at a charge point.

    An entity that is away now is taken as it is: what it shows comes later.
    """
    fixed, price_entity = user_input.get(CONF_PRICE), user_input.get(CONF_PRICE_ENTITY)
    if fixed is not None and not isfinite(fixed):
        # "nan" passes as a number, and is neither too small nor too large.
        errors.add(CONF_PRICE, "not_a_number")
    if price_entity and fixed is not None:
        errors.add(CONF_PRICE_ENTITY, "two_prices")
    elif price_entity:
        _check_price_entity(hass, price_entity, errors)
    if power_sensor := user_input.get(CONF_POWER_SENSOR):
        _check_power_sensor(hass, power_sensor, errors)
    grid = [
        field for field in (CONF_GRID_POWER, CONF_GRID_EXPORT) if user_input.get(field)
    ]
    if not user_input.get(CONF_ENERGY_METER):
        for field in grid:
            errors.add(field, "meter_needed")
    if len(grid) != len({user_input[field] for field in grid}):
        errors.add(CONF_GRID_EXPORT, "grid_sensor_twice")
    if any(field in errors.shown["errors"] for field in OWN_FIELDS):
        # A form is shown from its top, and these fields are out of sight there.
        errors.add("base", "look_below")


def _check_price_entity(
    hass: HomeAssistant, entity_id: str, errors: FormErrors
) -> None:
    if _is_ours(hass, entity_id):
        # What it shows may be what is asked of it.
        errors.add(CONF_PRICE_ENTITY, "price_entity_of_ours")
    state = _shown_by(hass, entity_id)
    if state and read_price(state, hass.config.currency) is None:
        errors.add(CONF_PRICE_ENTITY, "price_unit", shown=_with_unit(state))


def _check_power_sensor(
    hass: HomeAssistant, entity_id: str, errors: FormErrors
) -> None:
    if _is_ours(hass, entity_id):
        # What a charge point can give is no power of now.
        errors.add(CONF_POWER_SENSOR, "power_sensor_of_ours")
    state = _shown_by(hass, entity_id)
    if state and state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) not in _UNITS_OF_POWER:
        errors.add(CONF_POWER_SENSOR, "power_unit", shown_power=_with_unit(state))


def _is_ours(hass: HomeAssistant, entity_id: str) -> bool:
    registered = er.async_get(hass).async_get(entity_id)
    return registered is not None and registered.platform == DOMAIN


def _shown_by(hass: HomeAssistant, entity_id: str) -> State | None:
    """Return what an entity shows, ``None`` while it is away."""
    state = hass.states.get(entity_id)
    away = state is None or state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN)
    return None if away else state


def _with_unit(state: State) -> str:
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or ""
    return f"{state.state} {unit}".strip()


def read_search(user_input: Mapping[str, Any]) -> Search:
    """Return what a form looks for."""
    place = user_input[CONF_LOCATION]
    radius = float(place.get(CONF_RADIUS, DEFAULT_RADIUS))
    return Search(
        latitude=float(place[CONF_LATITUDE]),
        longitude=float(place[CONF_LONGITUDE]),
        radius=min(max(radius, MIN_RADIUS), MAX_RADIUS),
        available=user_input[CONF_FREE_ONLY],
        connectors=frozenset(map(ConnectorType, user_input.get(CONF_CONNECTORS, ()))),
        minimum_power=float(user_input.get(CONF_MINIMUM_POWER, 0)),
    )


def suggest_search(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the form of a search is filled with: around home."""
    return {
        CONF_LOCATION: {
            CONF_LATITUDE: hass.config.latitude,
            CONF_LONGITUDE: hass.config.longitude,
            CONF_RADIUS: DEFAULT_RADIUS,
        }
    }


def read_credentials(
    user_input: Mapping[str, Any], errors: FormErrors
) -> dict[str, str]:
    """Return client id and secret, without the blanks that copying brings along."""
    credentials = {}
    for field in (CONF_CLIENT_ID, CONF_CLIENT_SECRET):
        value = str(user_input[field]).strip()
        if not value:
            errors.add(field, "empty")
        elif len(value) > MAX_CREDENTIAL:
            errors.add(field, "too_long", limit=str(MAX_CREDENTIAL))
        elif not value.isprintable() or (field == CONF_CLIENT_ID and ":" in value):
            # RFC 7617: the id ends at the first colon, and control characters are not allowed.
            errors.add(field, "characters")
        credentials[field] = value
    return credentials


def read_connection(
    user_input: Mapping[str, Any],
    errors: FormErrors,
    known: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Return environment and server; an address that is typed goes before the choice.

    One that was there before, as the account's that is changed, is none that was typed.
    """
    text = str(user_input[CONF_CUSTOM_SERVER].get(CONF_URL, "")).strip()
    server, wrong = None, "empty"
    if text:
        try:
            server = read_shown_server(text)
        except ServerError as err:
            wrong = "server_invalid" if err.fault != "insecure" else "server_insecure"
    environment = user_input[CONF_ENVIRONMENT]
    untouched = server is not None and server == custom_server(known)
    if environment in SERVERS and (untouched or not text):
        return {CONF_ENVIRONMENT: environment, CONF_SERVER: SERVERS[environment]}
    if server is None:
        errors.add(CONF_CUSTOM_SERVER, wrong)
        errors.add("base", "look_below")
        return {}
    return {CONF_ENVIRONMENT: CUSTOM, CONF_SERVER: str(server)}


def open_custom_server(schema: vol.Schema, values: Mapping[str, Any] | None) -> None:
    """Open the section of the custom server in a form that is shown, where one is given or chosen.

    Whatever is wrong with the form: nobody looks for a fault, or for where the secret goes, in
    what is closed.
    """
    shown = values or {}
    given = shown.get(CONF_CUSTOM_SERVER, {}).get(CONF_URL)
    chosen = shown.get(CONF_ENVIRONMENT) == CUSTOM
    schema.schema[CONF_CUSTOM_SERVER].options = {"collapsed": not (given or chosen)}


def suggest_connection(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form is filled with: all but the secret."""
    server = custom_server(data)
    return {
        CONF_CLIENT_ID: data[CONF_CLIENT_ID],
        CONF_ENVIRONMENT: data[CONF_ENVIRONMENT],
        CONF_CUSTOM_SERVER: {CONF_URL: str(server)} if server else {},
    }


def account_unique_id(data: Mapping[str, str]) -> str:
    """Return what makes an account one of its kind: its server and its client id."""
    return f"{URL(data[CONF_SERVER]).authority}_{data[CONF_CLIENT_ID]}"


def account_client(hass: HomeAssistant, data: Mapping[str, str]) -> ShellEvClient:
    """Return a client that has not found its generation yet."""
    return ShellEvClient(
        async_get_clientsession(hass),
        data[CONF_SERVER],
        data[CONF_CLIENT_ID],
        data[CONF_CLIENT_SECRET],
        clock=dt_util.now,
    )


async def async_check_account(
    hass: HomeAssistant,
    data: Mapping[str, str],
    ema_id: EmaId | None,
    errors: FormErrors,
    *,
    asks_for_card: bool = True,
) -> ShellEvClient | None:
    """Try an account with one of its cards; return the client, or say what is wrong."""
    client = account_client(hass, data)
    try:
        if ema_id is None:
            await client.authenticate()
        else:
            await client.detect_generation(str(ema_id))
    except ShellEvError as err:
        if isinstance(err, RequestRejectedError) and not asks_for_card:
            # Shell has let the account in, and the card has a repair of its own.
            return client
        if isinstance(err, TemporaryError) and err.cause in CAUSES:
            errors.add("base", CAUSES[err.cause], reference=err.reference)
            return None
        field, key = _FAULTS.get(type(err), ("base", "cannot_connect"))
        errors.add(field, key, reference=err.reference)
        return None
    return client


_FAULTS: Final[dict[type[ShellEvError], tuple[str, str]]] = {
    AuthenticationError: ("base", "invalid_auth"),
    NotSubscribedError: ("base", "not_subscribed"),
    GenerationNotServedError: ("base", "generation_not_served"),
    RateLimitedError: ("base", "rate_limited"),
    RequestRejectedError: (CONF_EMA_ID, "ema_id_rejected"),
}
