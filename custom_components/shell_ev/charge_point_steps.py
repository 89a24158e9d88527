"""The steps in which charge points are chosen, shared by the set-up and by "add charge point"."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util import dt as dt_util

from .api import (
    EvseId,
    GenerationNotServedError,
    NotSubscribedError,
    ShellEvClient,
    ShellEvError,
)
from .const import (
    CONF_CHARGE_CARD,
    CONF_CHARGE_POINTS,
    CONF_ENERGY_METER,
    CONF_EVSE_ID,
    CONF_LOCATION_UID,
    CONF_PLUG_SENSOR,
    DOMAIN,
)
from .directory import Found, async_find
from .forms import (
    SEARCH_SCHEMA,
    FormErrors,
    read_evse_id,
    read_name,
    read_search,
    suggest_search,
)
from .words import found_text

_SHOWN: Final = 100
"""Charge points offered at the most, the nearest."""

_NO_DIRECTORY: Final = (NotSubscribedError, GenerationNotServedError)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPoint:
    """A charge point that was chosen, and the rest of what the form asked."""

    name: str
    evse_id: EvseId
    location_uid: str | None
    rest: Mapping[str, Any]


class ChargePointSteps[ContextT: FlowContext, ResultT: FlowResult[Any, Any], HandlerT](
    FlowHandler[ContextT, ResultT, HandlerT]
):
    """Near home on a map, or by EVSE ID. What cannot be done leads on to what can."""

    _found: dict[str, Found]
    _radius: str
    _reference: str
    _typed: dict[str, Any] | None = None
    _unlisted: NewPoint

    # What the two flows do in their own ways

    @property
    @abstractmethod
    def _client(self) -> ShellEvClient:
        """The account's client."""

    @property
    @abstractmethod
    def _provider_id(self) -> str | None:
        """Whose cards the prices are for."""

    @property
    @abstractmethod
    def _ways_out(self) -> list[str]:
        """Return the steps that need no charge point."""

    @abstractmethod
    def _is_known(self, evse_id: EvseId) -> bool:
        """Return whether a charge point is there already."""

    @abstractmethod
    def _fields(self) -> dict[vol.Marker, Any]:
        """Return what else a form asks for every charge point."""

    @abstractmethod
    def _evse_id_schema(self) -> vol.Schema:
        """Return the form for a charge point by its EVSE ID."""

    @abstractmethod
    async def _async_back(self) -> ResultT:
        """Offer the ways to a charge point again."""

    @abstractmethod
    async def _async_add(self, points: list[NewPoint]) -> ResultT:
        """Take what was chosen."""

    # Near home

    async def async_step_near_home(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Ask where to look, and for what."""
        if user_input is None:
            return self.async_show_form(
                step_id="near_home",
                data_schema=self.add_suggested_values_to_schema(
                    SEARCH_SCHEMA, suggest_search(self.hass)
                ),
            )
        search = read_search(user_input)
        try:
            found = await async_find(
                self._client,
                search,
                self._provider_id,
                limit=_SHOWN,
                moment=dt_util.now(),
            )
        except _NO_DIRECTORY:
            return await self.async_step_directory_refused()
        except ShellEvError as err:
            self._reference = str(err)
            return await self.async_step_directory_unreachable()
        self._found = {
            str(it.evse.evse_id): it
            for it in found
            if not self._is_known(it.evse.evse_id)
        }
        if self._found:
            return await self.async_step_choose()
        self._radius = f"{search.radius / 1000:g}"
        return await self.async_step_nothing_found()

    async def async_step_nothing_found(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Say so, and lead on."""
        return self.async_show_menu(
            step_id="nothing_found",
            menu_options=["near_home", "evse_id", *self._ways_out],
            description_placeholders={"radius": self._radius},
        )

    async def async_step_directory_refused(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Say that there is no map for this application."""
        return self.async_show_menu(
            step_id="directory_refused", menu_options=["evse_id", *self._ways_out]
        )

    async def async_step_directory_unreachable(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Say that the map can be tried again."""
        return self.async_show_menu(
            step_id="directory_unreachable",
            menu_options=["near_home", "evse_id", *self._ways_out],
            description_placeholders={"reference": self._reference},
        )

    async def async_step_choose(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Offer what was found; several can be chosen at once, and none leads back."""
        if user_input is not None:
            if chosen := user_input[CONF_CHARGE_POINTS]:
                return await self._async_add(list(self._chosen(chosen, user_input)))
            return await self._async_back()
        await async_load_integrations(self.hass, {DOMAIN})
        options = [
            SelectOptionDict(value=evse_id, label=found_text(self.hass, it))
            for evse_id, it in self._found.items()
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=options, multiple=True, mode=SelectSelectorMode.DROPDOWN
            )
        )
        return self.async_show_form(
            step_id="choose",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_CHARGE_POINTS, default=[]): selector,
                    **self._fields(),
                }
            ),
            description_placeholders={"count": str(len(options))},
        )

    def _chosen(
        self, chosen: Iterable[str], rest: Mapping[str, Any]
    ) -> Iterable[NewPoint]:
        for evse_id in chosen:
            found = self._found[evse_id]
            yield NewPoint(
                name=found.name,
                evse_id=found.evse.evse_id,
                location_uid=found.location.uid,
                rest=rest,
            )

    # By EVSE ID

    async def async_step_evse_id(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Take a charge point by its EVSE ID, and look it up."""
        errors = FormErrors()
        if user_input is not None:
            name = read_name(user_input, errors)
            evse_id = read_evse_id(user_input, errors)
            if evse_id and self._is_known(evse_id):
                errors.add(CONF_EVSE_ID, "charge_point_exists")
            if evse_id and not errors:
                self._typed = user_input
                point = NewPoint(
                    name=name, evse_id=evse_id, location_uid=None, rest=user_input
                )
                return await self._async_look_up(point)
        return self.async_show_form(
            step_id="evse_id",
            data_schema=self.add_suggested_values_to_schema(
                self._evse_id_schema(), user_input or self._typed
            ),
            **errors.shown,
        )

    async def _async_look_up(self, point: NewPoint) -> ResultT:
        """Check a charge point against the directory. Not to be listed is not to be wrong."""
        point, listed = await async_look_up(self._client, point)
        if listed is not False:
            return await self._async_add([point])
        self._unlisted = point
        return await self.async_step_not_listed()

    async def async_step_not_listed(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Let a person look again, or add what the directory does not list."""
        return self.async_show_menu(
            step_id="not_listed",
            menu_options=["evse_id", "add_unlisted"],
            description_placeholders={"evse_id": str(self._unlisted.evse_id)},
        )

    async def async_step_add_unlisted(
        self, user_input: dict[str, Any] | None = None
    ) -> ResultT:
        """Add a charge point that the directory does not list."""
        return await self._async_add([self._unlisted])


async def async_look_up(
    client: ShellEvClient, point: NewPoint
) -> tuple[NewPoint, bool | None]:
    """Return a charge point as the directory has it, and whether it does; ``None`` is not known."""
    try:
        location = await client.find_location(str(point.evse_id))
    except ShellEvError:
        return point, None
    evse = location.evse(point.evse_id.compact) if location else None
    if location is None or evse is None:
        return point, False
    listed = NewPoint(
        name=point.name,
        evse_id=evse.evse_id,
        location_uid=location.uid,
        rest=point.rest,
    )
    return listed, True


def charge_point_data(point: NewPoint, card: str) -> dict[str, str]:
    """Return what is kept of a charge point; ``card`` is the one that pays where none was chosen."""
    optional = {
        CONF_LOCATION_UID: point.location_uid,
        CONF_PLUG_SENSOR: point.rest.get(CONF_PLUG_SENSOR),
        CONF_ENERGY_METER: point.rest.get(CONF_ENERGY_METER),
    }
    return {
        CONF_EVSE_ID: str(point.evse_id),
        CONF_CHARGE_CARD: point.rest.get(CONF_CHARGE_CARD, card),
        **{key: value for key, value in optional.items() if value},
    }
