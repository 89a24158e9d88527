"""Repairs that are forms: the fix is to correct the card or the charge point."""

from contextlib import suppress
from types import MappingProxyType
from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant

from .account import charge_cards, is_taken, move_charge_points, subentry_unique_id
from .api import EvseId, IdentifierError, ShellEvError
from .charge_point_steps import NewPoint, async_look_up, charge_point_data
from .const import (
    CONF_EMA_ID,
    CONF_EVSE_ID,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)
from .directory import Found
from .forms import (
    EMA_ID_FIELD,
    EVSE_ID_FIELD,
    EVSE_ID_SCHEMA,
    FormErrors,
    account_client,
    async_check_account,
    read_ema_id,
    read_evse_id,
    read_name,
)


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the form for an issue's card or charge point, else a word of confirmation."""
    known = data or {}
    entry = hass.config_entries.async_get_entry(str(known.get("entry_id")))
    if entry is None:
        return ConfirmRepairFlow()
    if "evse_id" in known:
        return AddChargePointRepair(entry, str(known["evse_id"]), str(known["ema_id"]))
    subentry = entry.subentries.get(str(known.get("subentry_id")))
    if subentry is None:
        return ConfirmRepairFlow()
    if subentry.subentry_type == SUBENTRY_CHARGE_CARD:
        return ChargeCardRepair(entry, subentry)
    return ChargePointRepair(entry, subentry)


class _FormRepair(RepairsFlow):
    """A form with the one id that is in question."""

    def __init__(self, entry: ConfigEntry, subentry: ConfigSubentry) -> None:
        """Work on a subentry of an account."""
        self._entry = entry
        self._subentry = subentry

    def _show(
        self, step_id: str, schema: vol.Schema, errors: FormErrors
    ) -> RepairsFlowResult:
        suggested = self.add_suggested_values_to_schema(schema, self._subentry.data)
        errors.shown["description_placeholders"]["name"] = self._subentry.title
        return self.async_show_form(
            step_id=step_id, data_schema=suggested, **errors.shown
        )

    def _keep(self, unique_id: str, **changes: str) -> RepairsFlowResult:
        """Change the subentry; the update listener reloads the entry."""
        self.hass.config_entries.async_update_subentry(
            self._entry,
            self._subentry,
            data={**self._subentry.data, **changes},
            unique_id=unique_id,
        )
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
        errors = FormErrors()
        if user_input is not None and (ema_id := read_ema_id(user_input, errors)):
            if is_taken(self._entry, SUBENTRY_CHARGE_CARD, ema_id, self._subentry):
                errors.add(CONF_EMA_ID, "charge_card_exists")
            elif await async_check_account(self.hass, self._entry.data, ema_id, errors):
                move_charge_points(self.hass, self._entry, self._subentry, ema_id)
                unique_id = subentry_unique_id(SUBENTRY_CHARGE_CARD, ema_id)
                return self._keep(unique_id, **{CONF_EMA_ID: str(ema_id)})
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
        """Take an EVSE ID."""
        errors = FormErrors()
        if user_input is not None and (evse_id := read_evse_id(user_input, errors)):
            if is_taken(self._entry, SUBENTRY_CHARGE_POINT, evse_id, self._subentry):
                errors.add(CONF_EVSE_ID, "charge_point_exists")
            else:
                unique_id = subentry_unique_id(SUBENTRY_CHARGE_POINT, evse_id)
                return self._keep(unique_id, **{CONF_EVSE_ID: str(evse_id)})
        return self._show("charge_point", vol.Schema(EVSE_ID_FIELD), errors)


class AddChargePointRepair(RepairsFlow):
    """Adds the charge point at which a session was seen, with its card."""

    def __init__(self, entry: ConfigEntry, evse_id: str, ema_id: str) -> None:
        """Work for an account, with the ids of the session."""
        self._entry = entry
        self._evse_id = evse_id
        self._ema_id = ema_id

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin with the form, filled in."""
        self._suggested = {CONF_EVSE_ID: self._evse_id, CONF_NAME: self._evse_id}
        client = account_client(self.hass, self._entry.data)
        with suppress(ShellEvError, IdentifierError):
            evse_id = EvseId.parse(self._evse_id)
            location = await client.find_location(str(evse_id))
            evse = location.evse(evse_id.compact) if location else None
            if location and evse:
                found = Found(location=location, evse=evse, distance=0)
                self._suggested[CONF_NAME] = found.name
        return await self.async_step_add_charge_point()

    async def async_step_add_charge_point(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Take a name for the charge point, or another EVSE ID."""
        errors = FormErrors()
        if user_input is not None:
            name = read_name(user_input, errors)
            evse_id = read_evse_id(user_input, errors)
            if evse_id and is_taken(self._entry, SUBENTRY_CHARGE_POINT, evse_id, None):
                errors.add(CONF_EVSE_ID, "charge_point_exists")
            if evse_id and not errors:
                return await self._async_add(
                    NewPoint(name=name, evse_id=evse_id, location_uid=None, rest={})
                )
        errors.shown["description_placeholders"]["evse_id"] = self._evse_id
        return self.async_show_form(
            step_id="add_charge_point",
            data_schema=self.add_suggested_values_to_schema(
                EVSE_ID_SCHEMA, user_input or self._suggested
            ),
            **errors.shown,
        )

    async def _async_add(self, point: NewPoint) -> RepairsFlowResult:
        """Add the charge point; the update listener reloads the entry."""
        point, _ = await async_look_up(
            account_client(self.hass, self._entry.data), point
        )
        cards = charge_cards(self._entry)
        card = next(it for it in cards if it.ema_id.compact == self._ema_id)
        self.hass.config_entries.async_add_subentry(
            self._entry,
            ConfigSubentry(
                subentry_type=SUBENTRY_CHARGE_POINT,
                title=point.name,
                unique_id=subentry_unique_id(SUBENTRY_CHARGE_POINT, point.evse_id),
                data=MappingProxyType(charge_point_data(point, str(card.ema_id))),
            ),
        )
        return self.async_create_entry(data={})
