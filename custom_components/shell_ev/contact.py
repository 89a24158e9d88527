"""Which charge cards and charge points are not shown, because Shell does not tell of a card.

Another card of the account may answer: each comes and goes by itself, and the account with all.
"""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .api import ShellEvError
from .configuration import ChargeCard, Configuration
from .const import FAILURES_TO_UNAVAILABLE, LOGGER
from .exceptions import failed
from .names import name_of
from .reader import SessionReader
from .session.pace import Failing

PATIENCE: Final = timedelta(minutes=1)
"""Entities keep their state for so long at the least: after a command polls fail in quick succession."""


def has_lasted(failing: Failing | None, now: datetime) -> bool:
    """Return whether something has failed so often, and for so long, that its state is not shown any more."""
    return failing is not None and (
        failing.times >= FAILURES_TO_UNAVAILABLE and now - failing.since >= PATIENCE
    )


class Contact:
    """Bears it for a while that a card cannot be read; then says so, once, and once when it can."""

    def __init__(
        self, hass: HomeAssistant, configuration: Configuration, reader: SessionReader
    ) -> None:
        """Watch over an account's cards."""
        self._hass = hass
        self._configuration = configuration
        self._reader = reader
        self._errors: dict[str, ShellEvError] = {}
        """Why a card could not be read when it was tried last, by its subentry."""
        self._logged: set[str] = set()
        """The cards of which the log says that they cannot be read, by their subentries."""

    def note_success(self, card: ChargeCard) -> None:
        """Note that a card was read."""
        self._errors.pop(card.subentry_id, None)
        self._reader.known_cards.note_list(card.ema_id.compact)

    def note_failure(self, card: ChargeCard, err: ShellEvError) -> None:
        """Note that a card could not be read; what is known of it goes where that lasts."""
        self._errors[card.subentry_id] = err
        failing = self._reader.pace.failing_read(card.subentry_id)
        if has_lasted(failing, dt_util.utcnow()):
            self._reader.known_cards.forget(card.ema_id.compact)

    @property
    def unread(self) -> frozenset[str]:
        """The subentries of cards and charge points of which it is not known what runs.

        A charge point goes with the card that charges there, else with its own.
        """
        known, cards = self._reader.known_cards, self._configuration.cards
        unread = {
            card.subentry_id for key, card in cards.items() if not known.is_known(key)
        }
        charging = {
            session.evse_id: session.ema_id
            for session in self._reader.tracker.live_sessions()
        }
        for key, point in self._configuration.points.items():
            ema_id = charging.get(key, point.ema_id.compact if point.ema_id else "")
            if ema_id in cards and not known.is_known_at(ema_id, key):
                unread.add(point.subentry_id)
        return frozenset(unread)

    def log(self) -> None:
        """Say which cards cannot be read while others can, and which of them can again."""
        for key, card in self._configuration.cards.items():
            name, subentry_id = name_of(self._hass, card), card.subentry_id
            logged = subentry_id in self._logged
            err = self._errors.get(subentry_id)
            if self._reader.known_cards.is_listed(key):
                if logged:
                    self._logged.remove(subentry_id)
                    LOGGER.info("Shell tells again what %s has running", name)
            elif err and not logged:
                self._logged.add(subentry_id)
                LOGGER.error(
                    "Shell does not tell what %s has running: %s", name, failed(err)
                )
