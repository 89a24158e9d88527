"""The forms of charge cards and charge points, to add and to change."""

from types import MappingProxyType
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowContext,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
)

from .account import charge_cards, is_taken, move_charge_points, subentry_unique_id
from .api import EmaId, EvseId, ShellEvClient
from .charge_point_steps import (
    ChargePointSteps,
    NewPoint,
    async_look_up,
    charge_point_data,
)
from .const import (
    CONF_CHARGE_CARD,
    CONF_EMA_ID,
    CONF_EVSE_ID,
    SUBENTRY_CHARGE_CARD,
    SUBENTRY_CHARGE_POINT,
)
from .coordinator import ShellEvConfigEntry
from .forms import (
    CHARGE_CARD_SCHEMA,
    EVSE_ID_SCHEMA,
    OWN_SENSORS_FIELDS,
    FormErrors,
    account_client,
    async_check_account,
    read_ema_id,
    read_evse_id,
    read_name,
)


class _SubentryFlow(ConfigSubentryFlow):
    """What both forms have in common."""

    def _changed(self) -> ConfigSubentry | None:
        """Return the subentry that is being changed, ``None`` while one is being added."""
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_subentry()
        return None

    def _keep(
        self,
        subentry_type: str,
        name: str,
        identifier: EmaId | EvseId,
        data: dict[str, str],
    ) -> SubentryFlowResult:
        """Create or change the subentry. The update listener reloads the entry."""
        unique_id = subentry_unique_id(subentry_type, identifier)
        changed = self._changed()
        if changed is None:
            return self.async_create_entry(title=name, data=data, unique_id=unique_id)
        return self.async_update_and_abort(
            self._get_entry(), changed, title=name, data=data, unique_id=unique_id
        )


class ChargeCardFlow(_SubentryFlow):
    """A charge card of the account."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add a card that Shell takes."""
        errors = FormErrors()
        if user_input is not None:
            name = read_name(user_input, errors)
            ema_id = read_ema_id(user_input, errors)
            if ema_id and is_taken(
                self._get_entry(), SUBENTRY_CHARGE_CARD, ema_id, self._changed()
            ):
                errors.add(CONF_EMA_ID, "charge_card_exists")
            entry = self._get_entry()
            if (
                not errors
                and ema_id
                and await async_check_account(self.hass, entry.data, ema_id, errors)
            ):
                if changed := self._changed():
                    move_charge_points(self.hass, entry, changed, ema_id)
                return self._keep(
                    SUBENTRY_CHARGE_CARD, name, ema_id, {CONF_EMA_ID: str(ema_id)}
                )
        changed = self._changed()
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


class ChargePointFlow(
    ChargePointSteps[SubentryFlowContext, SubentryFlowResult, tuple[str, str]],
    _SubentryFlow,
):
    """A charge point and the card it is started with."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Offer the ways to a charge point."""
        if not charge_cards(self._get_entry()):
            return self.async_abort(reason="no_charge_card")
        return self.async_show_menu(
            step_id="user", menu_options=["near_home", "evse_id"]
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change the EVSE ID, the name, the card or the user's own sensors."""
        if not charge_cards(self._get_entry()):
            return self.async_abort(reason="no_charge_card")
        changed = self._get_reconfigure_subentry()
        errors = FormErrors()
        if user_input is not None:
            name = read_name(user_input, errors)
            evse_id = read_evse_id(user_input, errors)
            if evse_id and self._is_known(evse_id):
                errors.add(CONF_EVSE_ID, "charge_point_exists")
            if not errors and evse_id:
                point, _ = await async_look_up(
                    self._client,
                    NewPoint(
                        name=name, evse_id=evse_id, location_uid=None, rest=user_input
                    ),
                )
                return await self._async_add([point])
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                self._evse_id_schema(),
                user_input or {CONF_NAME: changed.title, **changed.data},
            ),
            **errors.shown,
        )

    @property
    @override
    def _client(self) -> ShellEvClient:
        entry: ShellEvConfigEntry = self._get_entry()
        if entry.state is ConfigEntryState.LOADED:
            return entry.runtime_data.client
        return account_client(self.hass, entry.data)

    @property
    @override
    def _provider_id(self) -> str:
        return charge_cards(self._get_entry())[0].ema_id.provider_id

    @property
    @override
    def _ways_out(self) -> list[str]:
        return []

    @override
    def _is_known(self, evse_id: EvseId) -> bool:
        return is_taken(
            self._get_entry(), SUBENTRY_CHARGE_POINT, evse_id, self._changed()
        )

    @override
    def _fields(self) -> dict[vol.Marker, Any]:
        """Return the card to pay with, where there is more than one."""
        cards = charge_cards(self._get_entry())
        if len(cards) == 1:
            return {}
        options = [
            SelectOptionDict(value=str(card.ema_id), label=card.name) for card in cards
        ]
        return {
            vol.Required(
                CONF_CHARGE_CARD, default=str(cards[0].ema_id)
            ): SelectSelector(SelectSelectorConfig(options=options))
        }

    @override
    def _evse_id_schema(self) -> vol.Schema:
        return EVSE_ID_SCHEMA.extend({**self._fields(), **OWN_SENSORS_FIELDS})

    @override
    async def _async_back(self) -> SubentryFlowResult:
        return await self.async_step_user()

    @override
    async def _async_add(self, points: list[NewPoint]) -> SubentryFlowResult:
        """Keep one as the flow's own; of several, the others beside it."""
        entry = self._get_entry()
        card = str(charge_cards(entry)[0].ema_id)
        first, *others = points
        for point in others:
            self.hass.config_entries.async_add_subentry(
                entry,
                ConfigSubentry(
                    subentry_type=SUBENTRY_CHARGE_POINT,
                    title=point.name,
                    unique_id=subentry_unique_id(SUBENTRY_CHARGE_POINT, point.evse_id),
                    data=MappingProxyType(charge_point_data(point, card)),
                ),
            )
        data = charge_point_data(first, card)
        return self._keep(SUBENTRY_CHARGE_POINT, first.name, first.evse_id, data)
