"""Repairs: created when a condition comes, deleted when it goes."""

from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .account import ChargeCard, ChargePoint
from .const import DOMAIN


class Issue(StrEnum):
    """What a person has to see to; the values are the translation keys."""

    CARD_REFUSED = "card_refused"
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

    def _issue_id(self, issue: Issue, about: ChargeCard | ChargePoint | None) -> str:
        return f"{issue}_{about.subentry_id if about else self._entry.entry_id}"


@callback
def clear_all_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back all issues of an account that is removed."""
    for (domain, issue_id), issue in list(ir.async_get(hass).issues.items()):
        if domain == DOMAIN and (issue.data or {}).get("entry_id") == entry.entry_id:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
