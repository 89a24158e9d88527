"""Mistakes in the texts by themselves."""

from collections.abc import Iterator
import json
from typing import Final

from . import wording as w
from .mistakes import GONE, Mistake, at_the_root, file, in_texts
from .tree import CARDS, Keys

CARD: Final = ("config_subentries", "charge_card")
HELD: Final = ("exceptions", "held", "message")


def _form() -> Iterator[Mistake]:
    for keys, value, complaint in (
        (("exceptions", "held"), "A bare text.", "exceptions.held: "),
        (("exceptions", "held"), {}, "exceptions.held.message: required"),
        (("exceptions", "held"), {"message": 7}, "this is not a text"),
        (("exceptions", "held"), {"message": ""}, "this is empty"),
        (("exceptions", "Held"), {"message": "x"}, "small letters"),
        (("titles",), "x", "titles: not a valid"),
        (("config", "title"), "x", "config.title: not a valid"),
        (("config", "steps"), {}, "config.steps: not a valid"),
        (("config", "step", "user", "heading"), "x", "user.heading: not a valid"),
        (("config", "step", "user", "data", "color"), 7, "not a text"),
        (
            ("config", "step", "user", "data_description", "color"),
            "x",
            "color is explained, but is not in data",
        ),
        (
            ("config", "step", "reauth_confirm", "data"),
            GONE,
            "client_id, client_secret is explained, but is not in data",
        ),
        (
            ("config", "step", "user", "menu_option_descriptions"),
            {"x": "y"},
            "x is explained, but is not in menu_options",
        ),
        (
            ("config", "step", "user", "sections", "custom_server", "data"),
            GONE,
            "url is explained",
        ),
        (
            ("config", "step", "user", "sections", "custom_server", "title"),
            "x",
            "custom_server.title: not a valid",
        ),
        (
            ("config", "step", "user", "sections", "custom_server", "name"),
            GONE,
            "custom_server.name: required",
        ),
        (("issues", "card_refused", "fix_flow"), {}, "fix_flow.step: required"),
        (("issues", "card_refused", "fix_flow", "step"), {}, "fix_flow.step: "),
        (("exceptions", "held_"), {"message": "x"}, "one by one between others"),
        (("exceptions", "_held"), {"message": "x"}, "one by one between others"),
        (("exceptions", "he__ld"), {"message": "x"}, "one by one between others"),
        (("selector", "environment", "options", "te__st"), "x", "or twice"),
        ((*CARD, "entry_type"), GONE, "entry_type: required"),
        ((*CARD, "initiate_flow"), GONE, "initiate_flow: required"),
        ((*CARD, "initiate_flow", "user"), GONE, "user: required"),
        (("issues", "rate_limited", "title"), GONE, "rate_limited.title: required"),
        (("issues", "rate_limited", "description"), GONE, "either a description or"),
        (
            ("issues", "rate_limited", "fix_flow"),
            {"step": {"confirm": {}}},
            "either a description or",
        ),
        (("services", "get_session", "name"), GONE, "get_session.name: required"),
        (("services", "get_session", "description"), GONE, "description: required"),
        (
            ("services", "get_session", "fields", "account", "name"),
            GONE,
            "account.name: required",
        ),
        (
            ("services", "get_session", "fields", "account", "description"),
            GONE,
            "account.description: required",
        ),
        (
            ("triggers", "failed_to_start", "name"),
            GONE,
            "failed_to_start.name: required",
        ),
        (
            ("conditions", "is_charging", "description"),
            GONE,
            "is_charging.description: required",
        ),
        (
            ("conditions", "is_charging", "fields", "for", "name"),
            GONE,
            "for.name: required",
        ),
        (("selector", "environment", "option"), {}, "environment.option: not a valid"),
        (("selector", "environment", "options", "Test"), "x", "neither - nor _"),
        (("entity", "sensors"), {}, "entity.sensors"),
        (("entity", "sensor", "price", "label"), "x", "price.label: not a valid"),
        (
            ("entity", "sensor", "session_state", "state", "start-requested-"),
            "x",
            "neither - nor _",
        ),
        (("entity", "sensor", "session_state", "state", "_x"), "x", "neither - nor _"),
        (
            ("entity", "event", "session", "state_attributes", "state", "icon"),
            "x",
            "state.icon: not a valid",
        ),
        (("system_health", "accounts"), "x", "accounts: not a valid"),
        (("title",), GONE, "title: required"),
    ):
        yield Mistake(w.texts_have_their_form, in_texts(*keys, value=value), complaint)


def _wording() -> Iterator[Mistake]:
    keys: Keys
    for rule, value, complaint in (
        (w.texts_have_no_blanks_around_them, " Wait {seconds}.", "exceptions.held"),
        (w.texts_have_no_blanks_around_them, "Wait {seconds}.\n", "ends with a blank"),
        (w.texts_have_no_address, "See https://example.org.", "holds an address"),
        (w.texts_have_no_address, "See www.example.org.", "holds an address"),
        (w.texts_have_no_markup, "<b>Wait</b>", "holds markup"),
        (w.texts_have_no_markup, "Wait<br>", "holds markup"),
        (w.placeholders_are_well_formed, "Wait '{seconds}'.", "in single quotes"),
        (w.placeholders_are_well_formed, "Wait {left seconds}.", "is not a name"),
        (w.placeholders_are_well_formed, "Wait {}.", "is not a name"),
        (w.placeholders_are_well_formed, "Wait {seconds.", "do not match"),
        (w.placeholders_are_well_formed, "Wait seconds}.", "do not match"),
        (w.texts_keep_the_voice, "Wait!", "without '!'"),
        (w.texts_keep_the_voice, "Please wait.", "without 'Please'"),
        (w.texts_keep_the_voice, "Toggle it.", "without 'Toggle'"),
    ):
        yield Mistake(rule, in_texts(*HELD, value=value), complaint)
    for rule, value, complaint in (
        (
            w.texts_have_no_blanks_around_them,
            " Start ",
            "it begins or ends with a blank",
        ),
        (w.texts_have_no_address, "www.example.org", "it holds an address"),
        (w.texts_have_no_markup, "<b>Start</b>", "it holds markup"),
        (w.placeholders_are_well_formed, "Start {name", "its braces do not match"),
        (w.texts_keep_the_voice, "Please start", "say it without 'Please'"),
    ):
        texts = json.dumps({"start.label": value})
        yield Mistake(
            rule,
            at_the_root(f"{CARDS}de.json", texts),
            f"{CARDS}de.json, start.label: {complaint}",
        )
    step = ("config_subentries", "charge_point", "step", "not_listed")
    for keys, value in (
        ((*step, "description"), "It is not {evse_id}, `{evse_id}`."),
        ((*step, "data_description", "evse_id"), "As NL*TNM*E02003451*0."),
        ((*CARD, "abort", "removed"), "NL-TNM-C00122045-K was removed."),
    ):
        yield Mistake(
            w.ids_stand_in_backticks,
            in_texts(*keys, value=value),
            "an id stands without backticks",
        )
    for keys in (
        ("entity", "sensor", "session_state", "state", "idle"),
        ("entity", "event", "session", "state_attributes", "origin", "state", "here"),
        ("selector", "environment", "options", "test"),
        ("title",),
        ("system_health", "info", "accounts"),
        ("triggers", "failed_to_start", "description"),
        ("conditions", "is_charging", "fields", "for", "name"),
        (*CARD, "entry_type"),
        (*CARD, "initiate_flow", "user"),
        ("entity", "event", "session", "state_attributes", "origin", "name"),
        ("entity", "sensor", "active_sessions", "unit_of_measurement"),
    ):
        yield Mistake(
            w.plain_texts_have_no_placeholders,
            in_texts(*keys, value="{count}"),
            "nobody gives it a placeholder",
        )
    for keys in (
        ("config", "step", "user", "data_description", "client_id"),
        ("options", "step", "init", "data_description", "guard_time"),
        (*CARD, "step", "user", "data_description", "name"),
        (
            *("config", "step", "user", "sections", "custom_server"),
            *("data_description", "url"),
        ),
        (
            *("issues", "card_refused", "fix_flow", "step", "charge_card"),
            *("data_description", "ema_id"),
        ),
    ):
        yield Mistake(
            w.fields_are_explained, in_texts(*keys, value=GONE), "has no sentence below"
        )
    for keys, value in (
        (("triggers", "started_charging"), "When a session starts."),
        (("triggers", "became_available"), "Triggers when it becomes available."),
        (("conditions", "is_charging"), "If it charges."),
    ):
        yield Mistake(
            w.triggers_and_conditions_begin_alike,
            in_texts(*keys, "description", value=value),
            "its description begins with",
        )
    dutch = file("translations/nl.json", '{"title": "Shell {name}", "more": "x"}')
    for complaint in (
        "nl.json, exceptions.held.message: it is missing",
        "en.json, more: it is missing",
        "title: its placeholders are not those",
    ):
        yield Mistake(w.languages_say_the_same, dutch, complaint)
    yield Mistake(w.texts_have_their_form, dutch, "nl.json, more: not a valid")


MISTAKES: Final = (
    *_form(),
    *_wording(),
)
