"""Repairs: created when a condition comes, deleted when it goes."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .api import EmaId, EvseId, Finding, Met, SessionError
from .configuration import ChargeCard, ChargePoint, Configuration
from .const import DEVELOPER_PORTAL, DOMAIN, WHAT_TO_SEND
from .names import name_of
from .session.record import Event, Transition
from .session.tracker import SessionTracker


class Issue(StrEnum):
    """What a person has to see to; the values are the translation keys."""

    CARD_REFUSED = "card_refused"
    CHARGE_POINT_UNKNOWN = "charge_point_unknown"
    GENERATION_NOT_SERVED = "generation_not_served"
    HISTORY_DAMAGED = "history_damaged"
    NOT_SUBSCRIBED = "not_subscribed"
    RATE_LIMITED = "rate_limited"
    UNDOCUMENTED_ANSWER = "undocumented_answer"


ANSWERED: Final = (
    Issue.GENERATION_NOT_SERVED,
    Issue.NOT_SUBSCRIBED,
    Issue.RATE_LIMITED,
)
"""What is over as soon as Shell answers a poll."""

_DOWNLOAD: Final = f"/config/integrations/integration/{DOMAIN}"
"""The page with the diagnostics of each account."""


class Issues:
    """The repairs of an account. One about a card or charge point is fixed by its form."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Belong to an account."""
        self._hass = hass
        self._entry = entry

    @callback
    def show(
        self,
        issue: Issue,
        about: ChargeCard | ChargePoint | None = None,
        *,
        by_list: bool = False,
    ) -> None:
        """Show an issue, once. One that a person has ignored stays ignored."""
        undocumented = issue is Issue.UNDOCUMENTED_ANSWER
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(issue, about),
            data={
                "entry_id": self._entry.entry_id,
                "subentry_id": about.subentry_id if about else None,
                # Kept with the issue: the next set-up is to know it, too.
                "by_list": by_list,
            },
            is_fixable=about is not None or issue is Issue.HISTORY_DAMAGED,
            # What was lost stays worth telling; all else is found out anew.
            is_persistent=issue is Issue.HISTORY_DAMAGED,
            learn_more_url=WHAT_TO_SEND if undocumented else None,
            severity=ir.IssueSeverity.WARNING
            if undocumented
            else ir.IssueSeverity.ERROR,
            translation_key=issue,
            translation_placeholders={
                "account": self._entry.title,
                "name": name_of(self._hass, about) if about else "",
                "portal": DEVELOPER_PORTAL,
                "download": _DOWNLOAD,
            },
        )

    @callback
    def clear(
        self, issue: Issue, about: ChargeCard | ChargePoint | None = None
    ) -> None:
        """Take an issue back."""
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(issue, about))

    @callback
    def show_undocumented(self, _: Met, __: Finding) -> None:
        """Show that Shell answers otherwise than documented.

        It stays until Home Assistant is started again; taken back earlier, it would come back
        for those who ignore it.
        """
        self.show(Issue.UNDOCUMENTED_ANSWER)

    @callback
    def refuse(self, card: ChargeCard) -> None:
        """Show that Shell will not tell what a card has running."""
        self.show(Issue.CARD_REFUSED, card, by_list=True)

    @callback
    def clear_refusal(self, card: ChargeCard) -> None:
        """Take that back, but not what a start has found out about the card."""
        issue_id = self._issue_id(Issue.CARD_REFUSED, card)
        shown = ir.async_get(self._hass).async_get_issue(DOMAIN, issue_id)
        if shown and shown.data and shown.data["by_list"]:
            self.clear(Issue.CARD_REFUSED, card)

    @callback
    def conclude(self, transition: Transition, configuration: Configuration) -> None:
        """Conclude from how a start ended whether card and charge point are good."""
        session = transition.session
        card = configuration.cards.get(session.ema_id)
        charge_point = configuration.points.get(session.evse_id)
        if transition.event is Event.STARTED:
            good = (
                (Issue.CARD_REFUSED, card),
                (Issue.CHARGE_POINT_UNKNOWN, charge_point),
            )
            for issue, about in good:
                if about:
                    self.clear(issue, about)
        elif session.error is SessionError.CHARGE_TOKEN_NOT_SUPPORTED and card:
            self.show(Issue.CARD_REFUSED, card)
        elif session.error is SessionError.EVSE_NOT_FOUND and charge_point:
            self.show(Issue.CHARGE_POINT_UNKNOWN, charge_point)

    @callback
    def suspect(
        self,
        ema_id: EmaId,
        evse_id: EvseId,
        tracker: SessionTracker,
        configuration: Configuration,
    ) -> None:
        """Raise a repair for what a start did not find: what has never been seen to work.

        Shell answers with 404 whether it is the card or the charge point that it does not know.
        """
        card = configuration.cards.get(ema_id.compact)
        if card and not tracker.archive.has_worked(ema_id.compact):
            self.show(Issue.CARD_REFUSED, card)
        point = configuration.points.get(evse_id.compact)
        if point and not tracker.archive.has_worked(evse_id.compact):
            self.show(Issue.CHARGE_POINT_UNKNOWN, point)

    def _issue_id(self, issue: Issue, about: ChargeCard | ChargePoint | None) -> str:
        return f"{issue}_{about.subentry_id if about else self._entry.entry_id}"


@callback
def clear_all_issues(
    hass: HomeAssistant, entry: ConfigEntry, *, but_of: Collection[str] | None = None
) -> None:
    """Take back an account's issues; those about the subentries ``but_of``, and the account's, stay."""
    for (domain, issue_id), issue in list(ir.async_get(hass).issues.items()):
        data = issue.data or {}
        if domain != DOMAIN or data.get("entry_id") != entry.entry_id:
            continue
        if but_of is None or data["subentry_id"] not in (None, *but_of):
            ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def clear_issues_about(hass: HomeAssistant, subentry_id: str) -> None:
    """Take back what was said of a card or charge point under an id that it has no more."""
    for issue in Issue:
        ir.async_delete_issue(hass, DOMAIN, f"{issue}_{subentry_id}")
