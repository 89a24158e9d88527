"""What a session's error means, in the user's language."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .records import TrackedSession


def error_text(hass: HomeAssistant, session: TrackedSession) -> str | None:
    """Return the sentence for a session's error, ``None`` where there was none.

    A code that is not documented comes with Shell's own spelling of it.
    """
    if session.error is None:
        return None
    key = f"component.{DOMAIN}.entity.sensor.last_error.state.{session.error}"
    texts = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    text = texts.get(key, session.error)
    return f"{text} ({session.error_code})"
