"""Repairs: created when a condition comes, deleted when it goes."""

from enum import StrEnum

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN


class Issue(StrEnum):
    """What a person has to see to; the values are the translation keys."""

    NOT_SUBSCRIBED = "not_subscribed"
    GENERATION_NOT_SERVED = "generation_not_served"


def _issue_id(entry: ConfigEntry, issue: Issue) -> str:
    return f"{issue}_{entry.entry_id}"


@callback
def raise_issue(hass: HomeAssistant, entry: ConfigEntry, issue: Issue) -> None:
    """Show an issue of an account, once."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry, issue),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=issue,
        translation_placeholders={"account": entry.title},
    )


@callback
def clear_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take an account's issues back."""
    for issue in Issue:
        ir.async_delete_issue(hass, DOMAIN, _issue_id(entry, issue))
