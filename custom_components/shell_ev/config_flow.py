"""Set-up of an account, and the forms of its charge cards and charge points."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigFlow,
    ConfigFlowContext,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import callback

from .account import subentry_unique_id
from .api import EmaId, EvseId, ShellEvClient
from .charge_point_steps import ChargePointSteps, NewPoint, charge_point_data
from .const import (
    CONF_EMA_ID,
    CONF_GENERATION,
    CONF_GUARD_TIME,
    DOMAIN,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)
from .coordinator import ShellEvConfigEntry
from .forms import (
    ACCOUNT_SCHEMA,
    EVSE_ID_SCHEMA,
    OPTIONS_SCHEMA,
    REAUTH_SCHEMA,
    RECONFIGURE_SCHEMA,
    FormErrors,
    account_unique_id,
    async_check_account,
    read_connection,
    read_credentials,
    read_ema_id,
    suggest_connection,
)
from .subentry_flow import ChargeCardFlow, ChargePointFlow

TITLE = "Shell EV Charging"


class ShellEvConfigFlow(
    ChargePointSteps[ConfigFlowContext, ConfigFlowResult, str],
    ConfigFlow,
    domain=DOMAIN,
):
    """Credentials and charge card first, then charge points; one entry with its subentries."""

    VERSION = 1

    _data: dict[str, Any]
    _ema_id: EmaId
    _account_client: ShellEvClient

    def __init__(self) -> None:
        """Start with no charge point."""
        self._charge_points: list[ConfigSubentryData] = []

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ShellEvConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what an account can be given more of."""
        return {
            SUBENTRY_CHARGE_CARD: ChargeCardFlow,
            SUBENTRY_CHARGE_POINT: ChargePointFlow,
        }

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ShellEvConfigEntry) -> ShellEvOptionsFlow:
        """Return the form of the options."""
        return ShellEvOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take credentials and charge card and try them."""
        errors = FormErrors()
        if user_input is not None:
            data = read_credentials(user_input, errors) | read_connection(
                user_input, errors
            )
            ema_id = read_ema_id(user_input, errors)
            if not errors and ema_id:
                await self.async_set_unique_id(account_unique_id(data))
                self._abort_if_unique_id_configured()
                if client := await async_check_account(self.hass, data, ema_id, errors):
                    self._data = {**data, CONF_GENERATION: client.generation.key}
                    self._ema_id = ema_id
                    self._account_client = client
                    return await self.async_step_charge_points()
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(ACCOUNT_SCHEMA, user_input),
            **errors.shown,
        )

    async def async_step_charge_points(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to add charge points, as often as there are any."""
        return self.async_show_menu(
            step_id="charge_points",
            menu_options=["near_home", "evse_id", *self._ways_out],
            description_placeholders={"count": str(len(self._charge_points))},
        )

    @property
    @override
    def _client(self) -> ShellEvClient:
        return self._account_client

    @property
    @override
    def _provider_id(self) -> str:
        return self._ema_id.provider_id

    @property
    @override
    def _ways_out(self) -> list[str]:
        return ["finish" if self._charge_points else "skip"]

    @override
    def _is_known(self, evse_id: EvseId) -> bool:
        unique_id = subentry_unique_id(SUBENTRY_CHARGE_POINT, evse_id)
        return unique_id in (it["unique_id"] for it in self._charge_points)

    @override
    def _fields(self) -> dict[vol.Marker, Any]:
        return {}

    @override
    def _evse_id_schema(self) -> vol.Schema:
        return EVSE_ID_SCHEMA

    @override
    async def _async_back(self) -> ConfigFlowResult:
        return await self.async_step_charge_points()

    @override
    async def _async_add(self, points: list[NewPoint]) -> ConfigFlowResult:
        self._charge_points += [
            ConfigSubentryData(
                subentry_type=SUBENTRY_CHARGE_POINT,
                title=point.name,
                unique_id=subentry_unique_id(SUBENTRY_CHARGE_POINT, point.evse_id),
                data=charge_point_data(point, str(self._ema_id)),
            )
            for point in points
        ]
        return await self.async_step_charge_points()

    async def async_step_skip(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go on without a charge point."""
        return await self.async_step_finish()

    async def async_step_finish(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the account with its card and charge points."""
        accounts = len(self._async_current_entries())
        return self.async_create_entry(
            title=f"{TITLE} {accounts + 1}" if accounts else TITLE,
            data=self._data,
            subentries=[
                ConfigSubentryData(
                    subentry_type=SUBENTRY_CHARGE_CARD,
                    title="Charge card",
                    unique_id=subentry_unique_id(SUBENTRY_CHARGE_CARD, self._ema_id),
                    data={CONF_EMA_ID: str(self._ema_id)},
                ),
                *self._charge_points,
            ],
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Ask for credentials again after Shell refused them."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take new credentials."""
        entry = self._get_reauth_entry()
        errors = FormErrors()
        if user_input is not None:
            data = {**entry.data, **read_credentials(user_input, errors)}
            if not errors and (result := await self._async_update(entry, data, errors)):
                return result
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=self.add_suggested_values_to_schema(
                REAUTH_SCHEMA, {CONF_CLIENT_ID: entry.data[CONF_CLIENT_ID]}
            ),
            **errors.shown,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take other credentials or another server. An empty secret stays as it is."""
        entry = self._get_reconfigure_entry()
        errors = FormErrors()
        if user_input is not None:
            kept = {CONF_CLIENT_SECRET: entry.data[CONF_CLIENT_SECRET], **user_input}
            data = {
                **entry.data,
                **read_credentials(kept, errors),
                **read_connection(user_input, errors),
            }
            if not errors and (result := await self._async_update(entry, data, errors)):
                return result
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                RECONFIGURE_SCHEMA, user_input or suggest_connection(entry.data)
            ),
            **errors.shown,
        )

    async def _async_update(
        self, entry: ShellEvConfigEntry, data: dict[str, Any], errors: FormErrors
    ) -> ConfigFlowResult | None:
        """Try account data and keep them.

        The update listener reloads the entry when they changed; where they did not, it was
        Shell that did, and the account has to be set up again all the same.
        """
        unique_id = account_unique_id(data)
        other = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, unique_id
        )
        if other is not None and other is not entry:
            return self.async_abort(reason="already_configured")
        cards = list(entry.get_subentries_of_type(SUBENTRY_CHARGE_CARD))
        ema_id = EmaId.parse(cards[0].data[CONF_EMA_ID]) if cards else None
        client = await async_check_account(self.hass, data, ema_id, errors)
        if client is None:
            return None
        data[CONF_GENERATION] = client.generation.key
        if data == entry.data:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return self.async_update_and_abort(entry, unique_id=unique_id, data=data)


class ShellEvOptionsFlow(OptionsFlow):
    """What is a matter of taste."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take the guard time."""
        if user_input is not None:
            return self.async_create_entry(
                data={CONF_GUARD_TIME: int(user_input[CONF_GUARD_TIME])}
            )
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                OPTIONS_SCHEMA, self.config_entry.options
            ),
        )
