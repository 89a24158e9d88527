"""What the forms of charge cards and charge points have in common, and those of charge cards."""

from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryData,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow

from ..configuration import change_subentry, is_taken, new_charge_card
from ..const import CONF_EMA_ID, DEVELOPER_PORTAL, SUBENTRY_CHARGE_CARD
from ..issues import clear_issues_about
from ..runtime import ShellEvConfigEntry
from .fields import (
    CHARGE_CARD_SCHEMA,
    FormErrors,
    async_check_account,
    read_ema_id,
    read_name,
)


class SubentryFlow(ConfigSubentryFlow):
    """Adds or changes a part of an account. What was removed meanwhile closes the form."""

    @callback
    @override
    def _get_entry(self) -> ShellEvConfigEntry:
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry is None:
            raise AbortFlow("account_removed")
        return entry

    def _changed(self) -> ConfigSubentry | None:
        """Return the subentry that is being changed, ``None`` while one is being added."""
        if self.source != SOURCE_RECONFIGURE:
            return None
        return self._get_reconfigure_subentry()

    @callback
    @override
    def _get_reconfigure_subentry(self) -> ConfigSubentry:
        subentry = self._get_entry().subentries.get(self._reconfigure_subentry_id)
        if subentry is None:
            raise AbortFlow("removed")
        return subentry

    def _keep(self, new: ConfigSubentryData) -> SubentryFlowResult:
        """Create or change the subentry. The update listener reloads the account."""
        entry = self._get_entry()
        changed = self._changed()
        if changed is None:
            return self.async_create_entry(
                title=new["title"], data=new["data"], unique_id=new["unique_id"]
            )
        if new["unique_id"] != changed.unique_id:
            clear_issues_about(self.hass, changed.subentry_id)
        change_subentry(self.hass, entry, changed, new)
        return self.async_update_and_abort(entry, changed)


class ChargeCardFlow(SubentryFlow):
    """A charge card of the account."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add a card that Shell takes."""
        errors = FormErrors()
        entry = self._get_entry()
        changed = self._changed()
        if user_input is not None:
            name = read_name(user_input, errors)
            ema_id = read_ema_id(user_input, errors)
            if ema_id and is_taken(entry, SUBENTRY_CHARGE_CARD, ema_id, changed):
                errors.add(CONF_EMA_ID, "charge_card_exists")
            if (
                not errors
                and ema_id
                and await async_check_account(self.hass, entry.data, ema_id, errors)
            ):
                return self._keep(new_charge_card(name, ema_id))
        errors.shown["description_placeholders"]["portal"] = DEVELOPER_PORTAL
        known = {CONF_NAME: changed.title, **changed.data} if changed else {}
        return self.async_show_form(
            step_id="user" if changed is None else "reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                CHARGE_CARD_SCHEMA, user_input or known
            ),
            **errors.shown,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change the name, or the EMA ID when Shell sent a new card."""
        return await self.async_step_user(user_input)
