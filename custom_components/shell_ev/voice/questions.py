"""What is asked about charging: whether it goes on, whether it is over, and what it cost."""

from dataclasses import dataclass

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..exceptions import refused
from ..permissions import Listing
from ..session.figures import Source, figures
from ..session.record import TrackedSession
from ..session.under_way import under_way_at
from ..texts import energy_text, money_text, word
from .points import Speaker, listed, loaded, meant_switches, point_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What is known of a charge point: whether anything is, its session, and whether one may be under way."""

    switch: er.RegistryEntry
    known: bool = False
    session: TrackedSession | None = None
    live: bool = False

    @property
    def stopping(self) -> bool:
        """Whether its session goes on, but is being stopped."""
        session = self.session
        return session is not None and session.live and session.being_stopped

    @property
    def charges(self) -> bool:
        """Whether its session runs."""
        session = self.session
        return session is not None and session.running and not session.being_stopped


def found_at(hass: HomeAssistant, switch: er.RegistryEntry) -> Found:
    """Return what is known of the charge point of a switch, a start that is not confirmed included."""
    where, state = point_of(hass, switch), hass.states.get(switch.entity_id)
    if where is None:
        return Found(switch=switch)
    account, point = where
    evse_id = point.evse_id.compact
    session = account.sessions.data.at.get(evse_id)
    sent = under_way_at(account.reader.tracker, evse_id, dt_util.utcnow())
    return Found(
        switch=switch,
        known=state is not None and state.state != STATE_UNAVAILABLE,
        session=session,
        live=sent is not None or (session is not None and session.live),
    )


async def is_charging(hass: HomeAssistant, speaker: Speaker) -> str:
    """Say whether the car charges; of several charge points, at which."""
    found = _asked_about(hass, speaker)
    several = len(found) > 1
    if at := [each.switch for each in found if each.charges]:
        text = word(
            hass, "voice_charging_at" if several else "voice_charging", speaker.language
        )
        return text.format(charge_points=listed(hass, at))
    nothing = "voice_nothing_charging" if several else "voice_not_charging"
    return _in_between(hass, speaker, found) or word(hass, nothing, speaker.language)


async def is_done(hass: HomeAssistant, speaker: Speaker) -> str:
    """Say whether charging is over."""
    found = _asked_about(hass, speaker)
    if at := [each.switch for each in found if each.charges]:
        key = "voice_still_charging_at" if len(found) > 1 else "voice_still_charging"
        return word(hass, key, speaker.language).format(charge_points=listed(hass, at))
    stopped = any(each.session for each in found)
    over = "voice_has_stopped" if stopped else "voice_was_not_charging"
    return _in_between(hass, speaker, found) or word(hass, over, speaker.language)


def _asked_about(hass: HomeAssistant, speaker: Speaker) -> list[Found]:
    """Return what is known of all charge points that may be meant.

    Raises:
        ServiceValidationError: there is one, and its account is not loaded.
    """
    meant, _ = meant_switches(hass, speaker, POLICY_READ)
    if len(meant) == 1:
        loaded(hass, meant[0])
    return [found_at(hass, switch) for switch in meant]


def _in_between(
    hass: HomeAssistant, speaker: Speaker, found: list[Found]
) -> str | None:
    """Return what is said where it is neither yes nor no."""
    if any(each.stopping for each in found):
        return word(hass, "voice_being_stopped", speaker.language)
    if any(each.live for each in found):
        return word(hass, "voice_starting", speaker.language)
    if not all(each.known for each in found):
        return word(hass, "voice_state_unknown", speaker.language)
    return None


async def cost(hass: HomeAssistant, speaker: Speaker) -> str:
    """Say what the last session cost; of several charge points, also where that was."""
    meant, _ = meant_switches(hass, speaker, POLICY_READ)
    session, switch = _last(hass, speaker, meant)
    if session is None:
        return word(hass, "voice_no_session", speaker.language)
    text = _cost_text(hass, session, speaker.language)
    if len(meant) == 1:
        return text
    return word(hass, "voice_at", speaker.language).format(
        answer=text, charge_point=listed(hass, [switch])
    )


def _last(
    hass: HomeAssistant, speaker: Speaker, meant: list[er.RegistryEntry]
) -> tuple[TrackedSession | None, er.RegistryEntry]:
    """Return the last session that is over, and where it was.

    Raises:
        ServiceValidationError: no account is loaded.
        Unauthorized: the speaker may read none of the sessions.
    """
    ended: list[tuple[TrackedSession, er.RegistryEntry]] = []
    hidden = False
    where = [(switch, point_of(hass, switch)) for switch in meant]
    for switch, there in where:
        if there is None:
            continue
        account, point = there
        session = account.sessions.data.ended.get(point.evse_id.compact)
        if session and Listing.of(hass, account, speaker.asker).shows(session):
            ended.append((session, switch))
        hidden = hidden or session is not None
    if not any(there for _, there in where):
        loaded(hass, meant[0])
    if hidden and not ended:
        raise refused("voice_not_allowed")
    return max(
        ended,
        key=lambda each: each[0].ended_at or each[0].seen_at,
        default=(None, meant[0]),
    )


def _cost_text(hass: HomeAssistant, session: TrackedSession, language: str) -> str:
    known = figures(session)
    energy = None if known.energy is None else energy_text(hass, known.energy, language)
    if known.cost is None:
        if energy is None:
            return word(hass, "voice_cost_unknown", language)
        return word(hass, "voice_energy_only", language).format(energy=energy)
    text = (
        word(hass, "voice_cost_estimated", language)
        if known.cost_source is Source.METER
        else word(hass, "voice_cost", language)
    )
    money = money_text(hass, known.cost, known.currency, language)
    if energy is None:
        return text.format(figures=money)
    both = word(hass, "voice_cost_for", language)
    return text.format(figures=both.format(cost=money, energy=energy))
