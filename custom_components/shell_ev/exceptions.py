"""Errors of the API in the words of Home Assistant: translated, and ending in what to quote to Shell."""

from datetime import timedelta
from math import ceil
from typing import Final, TypedDict

from homeassistant.core import async_get_hass
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_cached_translations

from .api import (
    AuthenticationError,
    Cause,
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
    TemporaryError,
)
from .const import DEVELOPER_PORTAL, DOMAIN

_KEYS: Final[dict[type[ShellEvError], str]] = {
    AuthenticationError: "authentication_failed",
    NotFoundError: "not_found",
    GenerationNotServedError: "generation_not_served",
    RequestRejectedError: "rejected",
    RateLimitedError: "rate_limited",
    TemporaryError: "temporary",
}

CAUSES: Final[dict[Cause, str]] = {
    Cause.CERTIFICATE: "certificate",
    Cause.GATEWAY: "gateway",
    Cause.NAME_NOT_FOUND: "name_not_found",
    Cause.NOT_JSON: "not_json",
    Cause.REDIRECT: "redirect",
    Cause.UNREADABLE: "unreadable",
}
"""Why no answer came, where a person can do something about it. Forms have the same keys."""


class Translation(TypedDict):
    """What Home Assistant's exceptions take instead of a text."""

    translation_domain: str
    translation_key: str
    translation_placeholders: dict[str, str]


def translation(key: str, **placeholders: str) -> Translation:
    """Return a text of ours with its placeholders."""
    return {
        "translation_domain": DOMAIN,
        "translation_key": key,
        "translation_placeholders": placeholders,
    }


def translation_of(err: ShellEvError, key: str | None = None) -> Translation:
    """Return the text for a failed call; ``key`` where the caller knows better what it means."""
    if key is None and isinstance(err, NotSubscribedError):
        return with_portal(err, "not_subscribed")
    reference = err.reference
    if isinstance(err, TemporaryError) and err.cause in CAUSES:
        translated = translation(CAUSES[err.cause], reference=reference)
        if key is None:
            return translated
        # What becomes of the call comes first, then why: a person can do something about that.
        reference = sentence_of(HomeAssistantError(**translated))
    return translation(key or _KEYS[type(err)], reference=reference)


def sentence_of(err: BaseException) -> str:
    """Return what an error says in Home Assistant's language, to stand within the text of another.

    The ``str`` of an error of ours is English in every home (Home Assistant, ``HomeAssistantError``).
    """
    if not isinstance(err, HomeAssistantError):
        return str(err)
    hass = async_get_hass()
    texts = async_get_cached_translations(
        hass, hass.config.language, "exceptions", DOMAIN
    )
    text = texts.get(f"component.{DOMAIN}.exceptions.{err.translation_key}.message")
    given = err.translation_placeholders or {}
    return text.format(**given).strip() if text else str(err)


def with_portal(err: ShellEvError, key: str) -> Translation:
    """Return the text for a call that wants a product, with where that is added."""
    return translation(key, reference=err.reference, portal=DEVELOPER_PORTAL)


def failed(err: ShellEvError, key: str | None = None) -> HomeAssistantError:
    """Return a failed call as the error of an action."""
    return HomeAssistantError(**translation_of(err, key))


def product_missing(err: ShellEvError, key: str) -> HomeAssistantError:
    """Return a call that wants another product as the error of an action."""
    return HomeAssistantError(**with_portal(err, key))


def refused(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error for what was not sent to Shell at all."""
    return ServiceValidationError(**translation(key, **placeholders))


def whole_seconds(left: timedelta) -> str:
    """Return a wait for people: never shorter than it is."""
    return str(max(1, ceil(left.total_seconds())))
