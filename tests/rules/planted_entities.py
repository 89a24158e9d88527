"""Mistakes between texts and code: entities, selectors, actions and the rest."""

from collections.abc import Iterator
from typing import Final

from . import entities as e, offers as o
from .mistakes import GONE, Mistake, in_code, in_file, in_json, in_texts


def _entities_and_more() -> Iterator[Mistake]:
    words, icons = e.entities_have_their_words, "icons.json"
    for plant, complaint in (
        (in_texts("entity", "sensor", "price", value=GONE), "sensor.price is missing"),
        (
            in_texts("entity", "sensor", "more", value={"name": "x"}),
            "more is not known",
        ),
        (in_texts("entity", "button", "price", value={}), "button.price is not known"),
        (in_texts("entity", "sensor", "price", "name", value=GONE), "has no name"),
        (in_json(icons, "entity", "sensor", "price", value=GONE), "sensor.price is"),
        (in_json(icons, "entity", "sensor", "more", value={}), "more is not known"),
        (in_code('translation_key="start_fee"', 'translation_key="fee"'), "sensor.fee"),
        (in_code('translation_key="start_fee",', ""), "has no translation_key"),
        (in_code('translation_key="charging"', "translation_key=key()"), "be followed"),
    ):
        yield Mistake(words, plant, complaint)
    state = ("entity", "sensor", "session_state", "state")
    for plant, complaint in (
        (in_texts(*state, "idle", value=GONE), "idle is missing"),
        (in_texts(*state, "started", value=GONE), "started is missing"),
        (in_texts(*state, "paused", value="x"), "paused is not known"),
        (in_texts("entity", "sensor", "price", "state", value={"a": "x"}), "a is not"),
        (in_json(icons, *state, "paused", value="mdi:pause"), "paused is no state"),
        (
            in_json(icons, "entity", "switch", "charging", "state", "open", value="x"),
            "open is no state",
        ),
        (in_code('OCCUPIED = "occupied"', 'OCCUPIED = "taken"'), "taken is missing"),
    ):
        yield Mistake(e.states_have_their_words, plant, complaint)
    attributes = ("entity", "event", "session", "state_attributes")
    for plant, complaint in (
        (in_texts(*attributes, "more", value={"name": "x"}), "more is not known"),
        (in_texts(*attributes, "event_type", value=GONE), "event_type is missing"),
        (
            in_texts(*attributes, "event_type", "state", "stopped", value=GONE),
            "stopped is missing",
        ),
        (
            in_texts(*attributes, "origin", "state", "here", value=GONE),
            "here is missing",
        ),
        (
            in_texts(*attributes, "origin", "state", "away", value="x"),
            "away is not known",
        ),
        (in_texts(*attributes, "error", "state", "bad", value="x"), "bad is not known"),
        (
            in_json(icons, *attributes, "event_type", "state", "paused", value="x"),
            "paused is no value",
        ),
        (in_json(icons, *attributes, "more", value={}), "more has no words"),
        (
            in_code('"origin": session.origin,\n            },', "},"),
            "origin is not known",
        ),
        (in_code("class Origin(", "class Beginning("), "no enumeration Origin"),
    ):
        yield Mistake(e.attributes_have_their_words, plant, complaint)
    options = ("selector", "connector", "options")
    for plant, complaint in (
        (in_texts("selector", "environment", value=GONE), "environment is missing"),
        (in_texts("selector", "more", value={}), "more is not known"),
        (in_texts(*options, "tesla", value=GONE), "tesla is missing"),
        (in_texts(*options, "nacs", value="x"), "nacs is not known"),
        (
            in_file("services.yaml", "            - tesla\n", ""),
            "tesla is not known to",
        ),
        (in_code('"test": "https', '"try": "https'), "try is missing"),
        (in_code('SPI = "spi"', 'SPI = "small"'), "small is missing"),
    ):
        yield Mistake(o.options_have_their_words, plant, complaint)
    actions = o.actions_are_registered
    for plant, complaint in (
        (in_file("services.yaml", "get_session:", "get:"), "get_session is missing"),
        (in_file("services.yaml", "get_session:", "get:"), "get is not known"),
        (in_file("services.yaml", "    limit:", "    most:"), "limit is missing"),
        (in_file("services.yaml", "    limit:", "    most:"), "most is not known"),
        (in_code('("get_session",', '("ask_session",'), "ask_session is missing"),
        (in_code('("get_session",', "(name(),"), "cannot be followed"),
        (
            in_code("{**FIND_FIELDS, **_ACCOUNT, **_COMMON}", "FIND_FIELDS"),
            "account is",
        ),
    ):
        yield Mistake(actions, plant, complaint)
    for plant, complaint in (
        (in_file("triggers.yaml", "failed_to_start:", "failed:"), "failed_to_start is"),
        (
            in_file("triggers.yaml", "failed_to_start:", "failed:"),
            "failed is not known",
        ),
        (
            in_file("conditions.yaml", "is_charging:", "charges:"),
            "is_charging is missing",
        ),
        (
            in_code('{"is_charging": IsChargingCondition,', "{"),
            "is_charging is not known",
        ),
    ):
        yield Mistake(o.triggers_and_conditions_are_there, plant, complaint)
    for name, old, new, complaint in (
        ("triggers.yaml", "    for:", "    since:", "for is missing"),
        ("triggers.yaml", "    for:", "    since:", "since is not known"),
        (
            "triggers.yaml",
            "failed_to_start: *session",
            "failed_to_start: {fields: {a: {selector: {text: }}}}",
            "a is not known",
        ),
        ("conditions.yaml", "    behavior:", "    how:", "behavior is missing"),
    ):
        yield Mistake(
            o.triggers_and_conditions_have_the_fields_that_are_taken,
            in_file(name, old, new),
            complaint,
        )
    yield Mistake(
        o.triggers_and_conditions_have_the_fields_that_are_taken,
        in_code("(EntityStateConditionBase)", "(Condition)"),
        "the options of",
    )
    for plant, complaint in (
        (
            in_texts("system_health", "info", "accounts", value=GONE),
            "accounts is missing",
        ),
        (in_texts("system_health", "info", "more", value="x"), "more is not known"),
        (in_code('"can_reach_server":', '"server":'), "server is missing"),
    ):
        yield Mistake(o.system_information_has_its_words, plant, complaint)
    for plant, complaint in (
        (in_texts("common", value={"more": "x"}), "more is not known"),
        (in_code('"can_reach_server":', 'word(hass, "gone"):'), "gone is missing"),
        (in_code('"can_reach_server":', "word(hass, key()):"), "be followed"),
    ):
        yield Mistake(o.words_are_said, plant, complaint)
    for section in ("conversation", "device_automation"):
        yield Mistake(
            e.sections_are_reached,
            in_texts(section, value={"more": "x"}),
            f"{section}: no rule knows",
        )
    for plant, complaint in (
        (
            in_code('IdentifierError("check_digit"', 'IdentifierError("d"'),
            "never raised",
        ),
        (
            in_code('f"ema_id_{err.reason}"', '"ema_id_form"'),
            "is nowhere in the code",
        ),
    ):
        yield Mistake(e.what_is_computed_is_declared_rightly, plant, complaint)


MISTAKES: Final = (*_entities_and_more(),)
