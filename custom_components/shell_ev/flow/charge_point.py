"""The forms of charge points: near home on a map or by EVSE ID, and what can be changed later."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentry,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util import dt as dt_util

from ..api import (
    EvseId,
    GenerationNotServedError,
    NotSubscribedError,
    ShellEvClient,
    ShellEvError,
)
from ..configuration import (
    ChargeCard,
    add_subentry,
    charge_cards,
    is_taken,
    kept_data,
    new_charge_point,
)
from ..const import (
    CONF_CHARGE_CARD,
    CONF_CHARGE_POINTS,
    CONF_EVSE_ID,
    CONF_LOCATION_UID,
    CONF_PRICE,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from ..directory import Found, async_find
from ..exceptions import refused, sentence_of, whole_seconds
from ..names import name_of
from ..reader import SessionReader
from ..texts import found_text
from .fields import (
    EVSE_ID_SCHEMA,
    GRID_FIELDS,
    OWN_FIELDS,
    OWN_METER_FIELDS,
    PRICE_ENTITY_FIELD,
    SEARCH_SCHEMA,
    FormErrors,
    account_client,
    check_own,
    price_selector,
    read_evse_id,
    read_name,
    read_search,
    suggest_search,
)
from .subentries import SubentryFlow

_SHOWN: Final = 100
"""Charge points offered at the most, the nearest."""
_TICKED: Final = 30
"""Up to so many are boxes to tick, whose lines are broken. More are searched, in lines that a phone cuts."""

_NO_DIRECTORY: Final = (NotSubscribedError, GenerationNotServedError)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chosen:
    """A charge point that was chosen or typed, and where the directory lists it."""

    name: str
    evse_id: EvseId
    location_uid: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Directory:
    """Shell's directory, as a form may ask it.

    What Shell asks of a form it asks of its account, and the other way round: both wait. An account
    that is not loaded has nobody to wait with.
    """

    client: ShellEvClient
    reader: SessionReader | None = None

    @property
    def hold_left(self) -> timedelta | None:
        """How long Shell has asked not to be asked, ``None`` where it may be."""
        if self.reader is None:
            return None
        return self.reader.directory_pace.hold_left(dt_util.utcnow())

    async def ask[T](self, call: Awaitable[T]) -> T:
        """Await a call, and have the account note how long Shell asks to wait."""
        if self.reader is None:
            return await call
        return await self.reader.ask(call, self.reader.directory_pace)


class ChargePointFlow(SubentryFlow):
    """A charge point and the card it is started with. What cannot be done leads on to what can."""

    _found: dict[str, Found]
    _radius: str
    _reference: str
    _typed: dict[str, Any] | None = None
    _unlisted: _Chosen

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Offer the ways to a charge point."""
        self._cards()
        return self.async_show_menu(
            step_id="user", menu_options=["near_home", "evse_id", *self._ways_out]
        )

    @property
    def _ways_out(self) -> list[str]:
        """The steps that need no charge point: for the first one, which ends the set-up."""
        points = self._get_entry().get_subentries_of_type(SUBENTRY_CHARGE_POINT)
        return [] if any(points) else ["skip"]

    async def async_step_skip(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Leave the account without a charge point."""
        return self.async_abort(reason="skipped")

    # Near home

    async def async_step_near_home(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask where to look, and for what."""
        if user_input is None:
            return self.async_show_form(
                step_id="near_home",
                data_schema=self.add_suggested_values_to_schema(
                    SEARCH_SCHEMA, suggest_search(self.hass)
                ),
            )
        search = read_search(user_input)
        directory = self._directory()
        if left := directory.hold_left:
            self._reference = sentence_of(refused("held", seconds=whole_seconds(left)))
            return await self.async_step_directory_unreachable()
        try:
            found = await directory.ask(
                async_find(
                    directory.client,
                    search,
                    self._cards()[0].ema_id.provider_id,
                    limit=_SHOWN,
                    moment=dt_util.now(),
                    ask=directory.ask,
                )
            )
        except _NO_DIRECTORY:
            return await self.async_step_directory_refused()
        except ShellEvError as err:
            self._reference = err.reference
            return await self.async_step_directory_unreachable()
        self._found = {
            str(each.evse.evse_id): each
            for each in found
            if not self._is_known(each.evse.evse_id)
        }
        if self._found:
            return await self.async_step_choose()
        self._radius = f"{search.radius / 1000:g}"
        return await self.async_step_nothing_found()

    async def async_step_nothing_found(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Say so, and lead on."""
        return self.async_show_menu(
            step_id="nothing_found",
            menu_options=["near_home", "evse_id", *self._ways_out],
            description_placeholders={"radius": self._radius},
        )

    async def async_step_directory_refused(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Say that there is no map for this application."""
        return self.async_show_menu(
            step_id="directory_refused", menu_options=["evse_id", *self._ways_out]
        )

    async def async_step_directory_unreachable(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Say that the map can be tried again."""
        return self.async_show_menu(
            step_id="directory_unreachable",
            menu_options=["near_home", "evse_id", *self._ways_out],
            description_placeholders={"reference": self._reference},
        )

    async def async_step_choose(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Offer what was found; several can be chosen at once, and none leads back."""
        if user_input is not None:
            if not (evse_ids := user_input[CONF_CHARGE_POINTS]):
                return await self.async_step_user()
            return self._add(
                [_chosen(self._found[evse_id]) for evse_id in evse_ids], user_input
            )
        await async_load_integrations(self.hass, {DOMAIN})
        many = len(self._found) > _TICKED
        options = [
            SelectOptionDict(value=evse_id, label=found_text(self.hass, each, cut=many))
            for evse_id, each in self._found.items()
        ]
        mode = SelectSelectorMode.DROPDOWN if many else SelectSelectorMode.LIST
        selector = SelectSelector(
            SelectSelectorConfig(options=options, multiple=True, mode=mode)
        )
        return self.async_show_form(
            step_id="choose",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_CHARGE_POINTS, default=[]): selector,
                    **self._card_field(),
                }
            ),
            description_placeholders={"count": str(len(options))},
        )

    # By EVSE ID

    async def async_step_evse_id(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Take a charge point by its EVSE ID, and look it up."""
        errors = FormErrors()
        if user_input is not None:
            typed = self._read(user_input, errors)
            if typed:
                self._typed = user_input
                point, listed = await self._async_look_up(typed)
                # Not to be listed is not to be wrong, but it is worth another look.
                if listed is not False:
                    return self._add([point], user_input)
                self._unlisted = point
                return await self.async_step_not_listed()
        return self.async_show_form(
            step_id="evse_id",
            data_schema=self.add_suggested_values_to_schema(
                self._evse_id_schema(), user_input or self._typed
            ),
            **errors.shown,
        )

    async def async_step_not_listed(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Let a person look again, or add what the directory does not list."""
        return self.async_show_menu(
            step_id="not_listed",
            menu_options=["evse_id", "add_unlisted"],
            description_placeholders={"evse_id": str(self._unlisted.evse_id)},
        )

    async def async_step_add_unlisted(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add a charge point that the directory does not list."""
        return self._add([self._unlisted], self._typed or {})

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change the EVSE ID, the name, the card or what is the user's own."""
        changed = self._get_reconfigure_subentry()
        errors = FormErrors()
        if user_input is not None and (typed := self._read(user_input, errors)):
            point, listed = await self._async_look_up(typed)
            if listed is None and point.evse_id.compact == _compact(changed):
                # The directory cannot be asked: it stands where it stood.
                uid = changed.data.get(CONF_LOCATION_UID)
                point = replace(point, location_uid=uid)
            return self._add([point], user_input)
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                self._evse_id_schema(),
                user_input or {CONF_NAME: changed.title, **changed.data},
            ),
            **errors.shown,
        )

    # What they share

    def _directory(self) -> _Directory:
        entry = self._get_entry()
        if entry.state is ConfigEntryState.LOADED:
            reader = entry.runtime_data.reader
            return _Directory(client=reader.client, reader=reader)
        return _Directory(client=account_client(self.hass, entry.data))

    def _cards(self) -> tuple[ChargeCard, ...]:
        """Return the account's cards: without one nothing can be started."""
        cards = charge_cards(self._get_entry())
        if not cards:
            raise AbortFlow("no_charge_card")
        return cards

    def _card_field(self) -> dict[vol.Marker, Any]:
        """Return the card to pay with, where there is more than one."""
        cards = self._cards()
        if len(cards) == 1:
            return {}
        options = [
            SelectOptionDict(value=str(card.ema_id), label=name_of(self.hass, card))
            for card in cards
        ]
        return {
            vol.Required(
                CONF_CHARGE_CARD, default=str(cards[0].ema_id)
            ): SelectSelector(SelectSelectorConfig(options=options))
        }

    def _evse_id_schema(self) -> vol.Schema:
        return EVSE_ID_SCHEMA.extend(
            {
                **self._card_field(),
                **OWN_METER_FIELDS,
                vol.Optional(CONF_PRICE): price_selector(self.hass),
                **PRICE_ENTITY_FIELD,
                **GRID_FIELDS,
            }
        )

    def _is_known(self, evse_id: EvseId) -> bool:
        return is_taken(
            self._get_entry(), SUBENTRY_CHARGE_POINT, evse_id, self._changed()
        )

    def _read(self, user_input: dict[str, Any], errors: FormErrors) -> _Chosen | None:
        """Return the charge point that was typed, or say what is wrong with it."""
        name = read_name(user_input, errors)
        evse_id = read_evse_id(user_input, errors)
        if evse_id and self._is_known(evse_id):
            errors.add(CONF_EVSE_ID, "charge_point_exists")
        check_own(self.hass, user_input, errors)
        if errors or not evse_id:
            return None
        return _Chosen(name=name, evse_id=evse_id)

    async def _async_look_up(self, point: _Chosen) -> tuple[_Chosen, bool | None]:
        """Return a charge point as the directory has it, and whether it does; ``None`` is not known."""
        directory = self._directory()
        if directory.hold_left:
            return point, None
        try:
            location = await directory.ask(
                directory.client.find_location(str(point.evse_id))
            )
        except ShellEvError:
            return point, None
        evse = location.evse(point.evse_id.compact) if location else None
        if location is None or evse is None:
            return point, False
        return replace(point, evse_id=evse.evse_id, location_uid=location.uid), True

    def _add(
        self, points: list[_Chosen], user_input: dict[str, Any]
    ) -> SubentryFlowResult:
        """Keep one as the flow's own; of several, the others beside it.

        All in one turn of the loop, so that the account is set up anew once. What another dialog
        has added meanwhile is there already.
        """
        entry = self._get_entry()
        card = user_input.get(CONF_CHARGE_CARD, str(self._cards()[0].ema_id))
        changed = self._changed()
        kept = kept_data(changed) if changed else {}
        own = {key: user_input.get(key) for key in OWN_FIELDS}
        new = [
            new_charge_point(
                point.name,
                point.evse_id,
                card,
                **{**kept, CONF_LOCATION_UID: point.location_uid, **own},
            )
            for point in points
            if not self._is_known(point.evse_id)
        ]
        if not new:
            return self.async_abort(reason="already_configured")
        for other in new[1:]:
            add_subentry(self.hass, entry, other)
        return self._keep(new[0])


def _compact(point: ConfigSubentry) -> str:
    return EvseId.parse(point.data[CONF_EVSE_ID]).compact


def _chosen(found: Found) -> _Chosen:
    return _Chosen(
        name=found.name,
        evse_id=found.evse.evse_id,
        location_uid=found.location.uid,
    )
