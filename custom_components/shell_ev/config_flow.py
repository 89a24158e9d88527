"""Set-up of an account, and the forms of its charge cards and charge points."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    OptionsFlow,
    SubentryFlowContext,
)
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_NAME
from homeassistant.core import callback

from .api import EmaId
from .configuration import new_charge_card
from .const import (
    ANSWERED_IN_A_FORM,
    CONF_EMA_ID,
    CONF_GENERATION,
    CONF_GUARD_TIME,
    DEVELOPER_PORTAL,
    DOMAIN,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)
from .environment import account_title, follow_environment
from .flow.charge_point import ChargePointFlow
from .flow.fields import (
    ACCOUNT_SCHEMA,
    OPTIONS_SCHEMA,
    REAUTH_SCHEMA,
    RECONFIGURE_SCHEMA,
    FormErrors,
    account_unique_id,
    async_check_account,
    open_custom_server,
    read_connection,
    read_credentials,
    read_ema_id,
    read_name,
    suggest_connection,
)
from .flow.subentries import ChargeCardFlow
from .runtime import ShellEvConfigEntry
from .texts import async_load_all_languages, async_load_texts, environment_words, word


class ShellEvConfigFlow(ConfigFlow, domain=DOMAIN):
    """Makes an account of credentials and a charge card; charge points have a flow of their own."""

    VERSION = 1

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
        # Home Assistant has them by itself once there is an account.
        await async_load_texts(self.hass, self.hass.config.language)
        named = {CONF_NAME: word(self.hass, "charge_card")}
        errors = FormErrors()
        if user_input is not None:
            data = read_credentials(user_input, errors) | read_connection(
                user_input, errors
            )
            ema_id = read_ema_id(user_input, errors)
            name = read_name(named | user_input, errors)
            if not errors and ema_id:
                await self.async_set_unique_id(account_unique_id(data))
                self._abort_if_unique_id_configured()
                if client := await async_check_account(self.hass, data, ema_id, errors):
                    accounts = len(self._async_current_entries())
                    return self.async_create_entry(
                        title=account_title(
                            data, accounts + 1, environment_words(self.hass)
                        ),
                        data={**data, CONF_GENERATION: client.generation.key},
                        subentries=[new_charge_card(name, ema_id)],
                    )
        schema = self.add_suggested_values_to_schema(
            ACCOUNT_SCHEMA, named | (user_input or {})
        )
        open_custom_server(schema, user_input)
        errors.shown["description_placeholders"]["portal"] = DEVELOPER_PORTAL
        return self.async_show_form(step_id="user", data_schema=schema, **errors.shown)

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Go on with the account's first charge point, in the same dialog."""
        point = await self.hass.config_entries.subentries.async_init(
            (result["result"].entry_id, SUBENTRY_CHARGE_POINT),
            context=SubentryFlowContext(source=SOURCE_USER),
        )
        result["next_flow"] = (FlowType.CONFIG_SUBENTRIES_FLOW, point["flow_id"])
        return result

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
        errors.shown["description_placeholders"]["portal"] = DEVELOPER_PORTAL
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
        entry = self.hass.config_entries.async_get_entry(self._reconfigure_entry_id)
        if entry is None:
            return self.async_abort(reason="account_removed")
        errors = FormErrors()
        if user_input is not None:
            kept = {CONF_CLIENT_SECRET: entry.data[CONF_CLIENT_SECRET], **user_input}
            data = {
                **entry.data,
                **read_credentials(kept, errors),
                **read_connection(user_input, errors, entry.data),
            }
            if not errors and (result := await self._async_update(entry, data, errors)):
                return result
        known = user_input or suggest_connection(entry.data)
        schema = self.add_suggested_values_to_schema(RECONFIGURE_SCHEMA, known)
        open_custom_server(schema, known)
        errors.shown["description_placeholders"]["portal"] = DEVELOPER_PORTAL
        return self.async_show_form(
            step_id="reconfigure", data_schema=schema, **errors.shown
        )

    async def _async_update(
        self, entry: ShellEvConfigEntry, data: dict[str, Any], errors: FormErrors
    ) -> ConfigFlowResult | None:
        """Try account data, keep them, and set the account up with them.

        The update listener does so when they changed. Where they did not, it was Shell that did;
        and an account whose set-up failed has nobody who listens.
        """
        unique_id = account_unique_id(data)
        other = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, unique_id
        )
        if other is not None and other is not entry:
            return self.async_abort(reason="already_configured")
        cards = list(entry.get_subentries_of_type(SUBENTRY_CHARGE_CARD))
        ema_id = EmaId.parse(cards[0].data[CONF_EMA_ID]) if cards else None
        client = await async_check_account(
            self.hass, data, ema_id, errors, asks_for_card=False
        )
        if client is None:
            return None
        if self.hass.config_entries.async_get_entry(entry.entry_id) is None:
            return self.async_abort(reason="account_removed")
        data[CONF_GENERATION] = client.generation.key
        unheard = data == entry.data or entry.state is not ConfigEntryState.LOADED
        await async_load_all_languages(self.hass)
        title = follow_environment(
            entry.title, entry.data, data, environment_words(self.hass)
        )
        result = self.async_update_and_abort(
            entry, unique_id=unique_id, title=title, data=data
        )
        if unheard:
            self.hass.data.setdefault(ANSWERED_IN_A_FORM, set()).add(entry.entry_id)
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


class ShellEvOptionsFlow(OptionsFlow):
    """What is a matter of taste."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take the guard time."""
        if self.hass.config_entries.async_get_entry(self.handler) is None:
            return self.async_abort(reason="account_removed")
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
