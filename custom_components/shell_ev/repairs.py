"""Repairs that are forms: the fix is to correct the card or the charge point."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import ConfigEntry, ConfigSubentry, ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir

from .configuration import (
    change_subentry,
    is_taken,
    kept_data,
    new_charge_card,
    new_charge_point,
)
from .const import (
    CONF_CHARGE_CARD,
    CONF_EMA_ID,
    CONF_EVSE_ID,
    CONF_LOCATION_UID,
    DOMAIN,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)
from .flow.fields import (
    EMA_ID_FIELD,
    EVSE_ID_FIELD,
    FormErrors,
    async_check_account,
    read_ema_id,
    read_evse_id,
)
from .issues import Issue


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the form for an issue's card or charge point, else a word of confirmation."""
    about = data or {}
    for issue, form in _FORMS.items():
        if issue_id.startswith(issue):
            return form(str(about.get("entry_id")), str(about.get("subentry_id")))
    return ConfirmRepairFlow()


class _FormRepair(RepairsFlow):
    """A form with the one id that is in question. Where there is nothing to correct, it closes."""

    def __init__(self, entry_id: str, subentry_id: str) -> None:
        """Work on a subentry of an account."""
        self._entry_id = entry_id
        self._subentry_id = subentry_id

    def _in_question(self) -> tuple[ConfigEntry, ConfigSubentry]:
        """Return the account, and its card or charge point as it is now."""
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        subentry = entry.subentries.get(self._subentry_id) if entry else None
        if entry is None or subentry is None:
            ir.async_delete_issue(self.hass, DOMAIN, self.issue_id)
            raise AbortFlow("removed")
        return entry, subentry

    def _show(
        self, step_id: str, schema: vol.Schema, errors: FormErrors
    ) -> RepairsFlowResult:
        _, subentry = self._in_question()
        suggested = self.add_suggested_values_to_schema(schema, subentry.data)
        errors.shown["description_placeholders"]["name"] = subentry.title
        return self.async_show_form(
            step_id=step_id, data_schema=suggested, **errors.shown
        )

    def _keep(self, new: ConfigSubentryData) -> RepairsFlowResult:
        """Change the subentry; the update listener reloads the entry."""
        change_subentry(self.hass, *self._in_question(), new)
        return self.async_create_entry(data={})


class ChargeCardRepair(_FormRepair):
    """Corrects a card's EMA ID."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin with the form."""
        return await self.async_step_charge_card()

    async def async_step_charge_card(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take an EMA ID that Shell takes."""
        entry, card = self._in_question()
        errors = FormErrors()
        if user_input is not None and (ema_id := read_ema_id(user_input, errors)):
            if is_taken(entry, SUBENTRY_CHARGE_CARD, ema_id, card):
                errors.add(CONF_EMA_ID, "charge_card_exists")
            elif await async_check_account(self.hass, entry.data, ema_id, errors):
                return self._keep(new_charge_card(card.title, ema_id))
        return self._show("charge_card", vol.Schema(EMA_ID_FIELD), errors)


class ChargePointRepair(_FormRepair):
    """Corrects a charge point's EVSE ID."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin with the form."""
        return await self.async_step_charge_point()

    async def async_step_charge_point(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take an EVSE ID. Where the directory lists it is found out anew."""
        entry, point = self._in_question()
        errors = FormErrors()
        if user_input is not None and (evse_id := read_evse_id(user_input, errors)):
            if is_taken(entry, SUBENTRY_CHARGE_POINT, evse_id, point):
                errors.add(CONF_EVSE_ID, "charge_point_exists")
            else:
                card = point.data[CONF_CHARGE_CARD]
                kept = kept_data(point) | {CONF_LOCATION_UID: None}
                return self._keep(new_charge_point(point.title, evse_id, card, **kept))
        return self._show("charge_point", vol.Schema(EVSE_ID_FIELD), errors)


_FORMS: Final[dict[Issue, type[_FormRepair]]] = {
    Issue.CARD_REFUSED: ChargeCardRepair,
    Issue.CHARGE_POINT_UNKNOWN: ChargePointRepair,
}
