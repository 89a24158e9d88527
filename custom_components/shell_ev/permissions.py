"""Who may do what: a user's permissions on the entities that stand for it.

What is not the deed of a user, but of an automation, is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

from .configuration import ChargeCard, ChargePoint
from .const import DOMAIN
from .runtime import ShellEvData
from .session.record import TrackedSession

_CHARGING: Final = (Platform.SWITCH, "charging")
_STOP: Final = (Platform.BUTTON, "stop_session")
_SESSIONS: Final = (Platform.CALENDAR, "calendar")
"""The entities that stand for what may be done, by platform and key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Right:
    """To read or to control an entity."""

    entity_id: str
    permission: str


class Asker:
    """Who asks for something: a user, or ``None`` where it is an automation."""

    def __init__(self, user: User | None, context: Context | None = None) -> None:
        """Ask for a user, in the context of an action."""
        self._user = user
        self._context = context

    def may(self, right: Right) -> bool:
        """Return whether that is allowed."""
        return self._user is None or self._user.permissions.check_entity(
            right.entity_id, right.permission
        )

    def demand(self, right: Right) -> None:
        """Refuse what is not allowed.

        Raises:
            Unauthorized: with the entity that it is about.
        """
        if self._user is not None and not self.may(right):
            raise Unauthorized(
                context=self._context,
                user_id=self._user.id,
                entity_id=right.entity_id,
                permission=right.permission,
            )

    @property
    def is_admin(self) -> bool:
        """Whether it is an administrator, or an automation."""
        return self._user is None or self._user.is_admin

    def demand_admin(self) -> None:
        """Refuse a user who is no administrator.

        Raises:
            Unauthorized: always with the user alone; it is about no entity.
        """
        if self._user is not None and not self.is_admin:
            raise Unauthorized(context=self._context, user_id=self._user.id)

    def demand_any(self, rights: list[Right]) -> None:
        """Refuse who has none of these rights.

        Raises:
            Unauthorized: with the first entity that it is about.
        """
        if not any(map(self.may, rights)):
            self.demand(rights[0])


async def asker_of(call: ServiceCall) -> Asker:
    """Return who calls an action.

    Raises:
        UnknownUser: the user is there no more.
    """
    return await asker_in(call.hass, call.context)


async def asker_in(hass: HomeAssistant, context: Context) -> Asker:
    """Return who does something in a context.

    Raises:
        UnknownUser: the user is there no more.
    """
    if context.user_id is None:
        return Asker(None, context)
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context)
    return Asker(user, context)


def control_at(hass: HomeAssistant, point: ChargePoint) -> Right:
    """Return what it takes to start and stop at a charge point: control of its switch."""
    return _right(hass, _CHARGING, point, POLICY_CONTROL)


def reading_at(hass: HomeAssistant, point: ChargePoint) -> Right:
    """Return what it takes to look at a charge point: to read its switch."""
    return _right(hass, _CHARGING, point, POLICY_READ)


def control_of(hass: HomeAssistant, card: ChargeCard | None) -> Right:
    """Return what it takes to use a card, ``None`` for one that is not configured.

    Control of its stop button.
    """
    return _right(hass, _STOP, card, POLICY_CONTROL)


def reading_of(hass: HomeAssistant, card: ChargeCard | None) -> Right:
    """Return what it takes to see a card's sessions, ``None`` for one that is not configured.

    To read its calendar.
    """
    return _right(hass, _SESSIONS, card, POLICY_READ)


def control_of_session(
    hass: HomeAssistant, account: ShellEvData, session_id: str
) -> Right:
    """Return what it takes to name a session by its id: control of its card's stop button."""
    session = account.reader.tracker.sessions.get(session_id)
    card = account.configuration.cards.get(session.ema_id) if session else None
    return control_of(hass, card)


def reading_any(hass: HomeAssistant, account: ShellEvData) -> list[Right]:
    """Return what it takes one of to ask the directory: to read any entity of the account."""
    entry_id = account.sessions.config_entry.entry_id
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry_id)
    rights = [reading_entity(entity.entity_id) for entity in entities]
    return [*rights, reading_of(hass, None)]


def reading_entity(entity_id: str) -> Right:
    """Return what it takes to look at any entity."""
    return Right(entity_id=entity_id, permission=POLICY_READ)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The sessions that somebody may see.

    ``cards`` says it of each card by its compact EMA ID, ``others`` of those that are not
    configured any more.
    """

    cards: Mapping[str, bool]
    others: bool

    @classmethod
    def of(cls, hass: HomeAssistant, account: ShellEvData, asker: Asker) -> Listing:
        """Ask of which cards somebody may see the sessions."""
        return cls(
            cards={
                key: asker.may(reading_of(hass, card))
                for key, card in account.configuration.cards.items()
            },
            others=asker.may(reading_of(hass, None)),
        )

    def __bool__(self) -> bool:
        """Return whether there is any card whose sessions may be seen."""
        return self.others or any(self.cards.values())

    def shows(self, session: TrackedSession) -> bool:
        """Return whether a session may be seen."""
        return self.cards.get(session.ema_id, self.others)


def demand_listing(hass: HomeAssistant, account: ShellEvData, asker: Asker) -> Listing:
    """Return the sessions that somebody may see.

    Raises:
        Unauthorized: it may see those of no card at all.
    """
    cards = account.configuration.cards.values()
    asker.demand_any([reading_of(hass, card) for card in (*cards, None)])
    return Listing.of(hass, account, asker)


def _right(
    hass: HomeAssistant,
    stands_for: tuple[Platform, str],
    whose: ChargePoint | ChargeCard | None,
    permission: str,
) -> Right:
    """Return the right to an entity, disabled or not.

    Where there is none, it is judged by an id that none has: who may do this with every entity,
    or with all of that platform, may do it.
    """
    platform, key = stands_for
    entity_id = None
    if whose:
        unique_id = f"{whose.subentry_id}_{key}"
        entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, unique_id)
    return Right(
        entity_id=entity_id or f"{platform}.{DOMAIN}_{key}", permission=permission
    )
