"""Repairs: created when a condition comes, deleted when it goes."""

from enum import StrEnum
from hashlib import sha256
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .account import ChargeCard, ChargePoint
from .const import DOMAIN
from .records import TrackedSession


class Issue(StrEnum):
    """What a person has to see to; the values are the translation keys."""

    CARD_REFUSED = "card_refused"
    CHARGE_POINT_NOT_ADDED = "charge_point_not_added"
    CHARGE_POINT_UNKNOWN = "charge_point_unknown"
    GENERATION_NOT_SERVED = "generation_not_served"
    HISTORY_DAMAGED = "history_damaged"
    NOT_SUBSCRIBED = "not_subscribed"
    RATE_LIMITED = "rate_limited"


ANSWERED: Final = (
    Issue.GENERATION_NOT_SERVED,
    Issue.NOT_SUBSCRIBED,
    Issue.RATE_LIMITED,
)
"""What is over as soon as Shell answers a poll."""


class Issues:
    """The repairs of an account. One about a card or charge point is fixed by its form."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Belong to an account."""
        self._hass = hass
        self._entry = entry

    @callback
    def show(self, issue: Issue, about: ChargeCard | ChargePoint | None = None) -> None:
        """Show an issue, once."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(issue, about),
            data={
                "entry_id": self._entry.entry_id,
                "subentry_id": about.subentry_id if about else None,
            },
            is_fixable=about is not None or issue is Issue.HISTORY_DAMAGED,
            # What was lost stays worth telling; all else is found out anew.
            is_persistent=issue is Issue.HISTORY_DAMAGED,
            severity=ir.IssueSeverity.ERROR,
            translation_key=issue,
            translation_placeholders={
                "account": self._entry.title,
                "name": about.name if about else "",
            },
        )

    @callback
    def clear(
        self, issue: Issue, about: ChargeCard | ChargePoint | None = None
    ) -> None:
        """Take an issue back."""
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(issue, about))

    @callback
    def suggest(self, session: TrackedSession) -> None:
        """Offer to add the charge point of a session that is not configured."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._suggestion_id(session.evse_id),
            data={
                "entry_id": self._entry.entry_id,
                "evse_id": session.evse_name,
                "ema_id": session.ema_id,
            },
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=Issue.CHARGE_POINT_NOT_ADDED,
            translation_placeholders={"evse_id": session.evse_name},
        )

    @callback
    def clear_suggestion(self, evse_id: str) -> None:
        """Take an offer back: the charge point is configured."""
        ir.async_delete_issue(self._hass, DOMAIN, self._suggestion_id(evse_id))

    def _suggestion_id(self, evse_id: str) -> str:
        """Return an id that says the same of the same charge point, but does not tell which."""
        digest = sha256(f"{self._entry.entry_id}{evse_id}".encode()).hexdigest()
        return f"{Issue.CHARGE_POINT_NOT_ADDED}_{digest[:16]}"

    def _issue_id(self, issue: Issue, about: ChargeCard | ChargePoint | None) -> str:
        return f"{issue}_{about.subentry_id if about else self._entry.entry_id}"


@callback
def clear_all_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back all issues of an account that is removed."""
    for (domain, issue_id), issue in list(ir.async_get(hass).issues.items()):
        if domain == DOMAIN and (issue.data or {}).get("entry_id") == entry.entry_id:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
