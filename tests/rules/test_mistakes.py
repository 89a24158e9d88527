"""Every rule finds the mistakes of its kind: a rule that finds nothing would be worth nothing."""

from collections.abc import Iterator
from typing import Final

import pytest

from . import agreement as a, declared as d, entities as e, package as p, wording as w
from .mistakes import (
    GONE,
    Mistake,
    at_the_root,
    both,
    file,
    image,
    in_code,
    in_file,
    in_hacs,
    in_json,
    in_texts,
)
from .test_rules import RULES
from .tree import ENGLISH, Keys, Rule, Tree

CARD: Final = ("config_subentries", "charge_card")
MANIFEST: Final = "manifest.json"
SCALE: Final = "quality_scale.yaml"
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
        ((*CARD, "entry_type"), GONE, "entry_type: required"),
        ((*CARD, "initiate_flow"), GONE, "initiate_flow: required"),
        ((*CARD, "initiate_flow", "user"), GONE, "user: required"),
        (("issues", "rate_limited", "title"), GONE, "rate_limited.title: required"),
        (("issues", "rate_limited", "description"), GONE, "either a description or"),
        (("issues", "rate_limited", "fix_flow"), {}, "either a description or"),
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
    for keys in (
        ("entity", "sensor", "session_state", "state", "idle"),
        ("entity", "event", "session", "state_attributes", "origin", "state", "here"),
        ("selector", "environment", "options", "test"),
    ):
        yield Mistake(
            w.states_have_no_placeholders,
            in_texts(*keys, value="{count}"),
            "a state takes no placeholder",
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


def _declared() -> Iterator[Mistake]:
    for rule, plant, complaint in (
        (d.files_can_be_read, file(ENGLISH, "{"), "is not JSON"),
        (d.files_can_be_read, file(ENGLISH, None), "en.json: it is missing"),
        (d.files_can_be_read, file("icons.json", None), "icons.json: it is missing"),
        (d.files_can_be_read, file("services.yaml", "a: ["), "is not YAML"),
        (d.files_can_be_read, file("more.json", "nothing"), "is not JSON"),
        (d.files_can_be_read, file("strings.json", "{}"), "read by nobody"),
        (
            d.files_can_be_read,
            file(".translations/en.json", "{}"),
            "reads translations",
        ),
        (
            d.files_can_be_read,
            at_the_root("custom_components/other/__init__.py", ""),
            "HACS takes one folder",
        ),
        (
            d.no_key_stands_twice,
            in_file(ENGLISH, '"held": {', '"held": {"message": "x"}, "held": {'),
            "held stands twice",
        ),
        (
            d.no_key_stands_twice,
            in_file(MANIFEST, '"name":', '"name": "x", "name":'),
            "name stands twice",
        ),
    ):
        yield Mistake(rule, plant, complaint)
    for old, new, complaint in (
        ("start_session:", "Start:", "small letters"),
        ("start_session:", ".start:", "small letters"),
        ("config_entry:", "entry:", "not a selector"),
        ("boolean:", "boolean:\n          colour: red", "not a selector"),
        ("mode: box", "mode: ball", "not a selector"),
        ("      selector:\n        text:\n", "", "selector: required"),
        ("required: true", "required: perhaps", "required: expected bool"),
        ("default: true", "standard: true", "standard: not a valid"),
        ("  fields:", "  target: everybody\n  fields:", "not a target"),
        ("  fields:", "  name: Start\n  fields:", "name: not a valid"),
        (
            "  fields:",
            "  fields:\n    more:\n      fields:\n        a:\n          selector: 7",
            "not a selector",
        ),
        (
            "  fields:",
            "  fields:\n    more:\n      closed: true\n      fields: {}",
            "closed: not a valid",
        ),
    ):
        yield Mistake(
            d.actions_have_their_form, in_file("services.yaml", old, new), complaint
        )
    for name, old, new, complaint in (
        ("triggers.yaml", "duration:", "durations:", "not a selector"),
        ("triggers.yaml", "mode: trigger", "mode: action", "not a selector"),
        ("triggers.yaml", "became_available:", "Became:", "small letters"),
        ("triggers.yaml", "  fields:", "  options:", "options: not a valid"),
        ("conditions.yaml", "mode: condition", "mode: any", "not a selector"),
        ("conditions.yaml", "domain: sensor", "domains: sensor", "not a target"),
        ("conditions.yaml", "required: true", "needed: true", "needed: not a valid"),
    ):
        yield Mistake(
            d.triggers_and_conditions_have_their_form,
            in_file(name, old, new),
            complaint,
        )
    words, icon = d.what_is_declared_has_its_words, d.what_is_declared_has_its_icon
    for rule, plant, complaint in (
        (words, in_texts("services", "get_session", value=GONE), "is missing"),
        (words, in_texts("services", "more", value={}), "more is not known"),
        (
            words,
            in_texts("services", "get_session", "fields", "account", value=GONE),
            "fields: account is missing",
        ),
        (
            words,
            in_texts("services", "get_session", "fields", "more", value={}),
            "fields: more is not known",
        ),
        (
            words,
            in_file(
                "services.yaml",
                "  fields:",
                "  fields:\n    more:\n      fields:\n        a:\n          selector: {text: }",
            ),
            "sections: more is missing",
        ),
        (words, in_texts("triggers", "failed_to_start", value=GONE), "is missing"),
        (words, in_texts("triggers", "more", value={}), "more is not known"),
        (
            words,
            in_texts("triggers", "became_available", "fields", "for", value=GONE),
            "fields: for is missing",
        ),
        (words, in_texts("conditions", "is_available", value=GONE), "is missing"),
        (
            words,
            in_texts("conditions", "is_available", "fields", "more", value={}),
            "fields: more is not known",
        ),
        (icon, in_json("icons.json", "services", "get_session", value=GONE), "missing"),
        (icon, in_json("icons.json", "services", "more", value={}), "not known"),
        (icon, in_json("icons.json", "triggers", value=GONE), "is missing"),
        (
            icon,
            in_json("icons.json", "conditions", "is_available", value=GONE),
            "missing",
        ),
        (icon, in_json("icons.json", "conditions", "more", value={}), "not known"),
    ):
        yield Mistake(rule, plant, complaint)
    for keys, value, complaint in (
        (("services", "get_session"), "mdi:file", "services.get_session"),
        (("services", "get_session", "service"), "hass:file", "an icon is mdi:"),
        (("services", "get_session", "service"), "mdi:File", "an icon is mdi:"),
        (("services", "get_session", "icon"), "mdi:file", "icon: not a valid"),
        (("triggers", "failed_to_start"), {}, "failed_to_start.trigger: required"),
        (("conditions", "is_charging", "condition"), "mdi:", "an icon is mdi:"),
        (("entity", "sensor", "price", "default"), GONE, "default: required"),
        (("entity", "sensor", "price", "state"), "mdi:cash", "price.state"),
        (("entity", "sensors"), {}, "entity.sensors"),
        (
            ("entity", "switch", "charging", "state", "On"),
            "mdi:cash",
            "neither - nor _",
        ),
        (("entity", "sensor", "price", "range"), {"low": "mdi:cash"}, "range"),
        (("config", "user"), "mdi:cash", "config.user: not a valid"),
        (("icons",), {}, "icons: not a valid"),
    ):
        yield Mistake(
            d.icons_have_their_form,
            in_json("icons.json", *keys, value=value),
            complaint,
        )


def _package() -> Iterator[Mistake]:
    for key, value, complaint in (
        ("domain", "shell", "domain: "),
        ("domain", GONE, "domain: required"),
        ("name", GONE, "name: required"),
        ("name", "", "name: "),
        ("version", GONE, "version: required"),
        ("version", "newest", "not a version"),
        ("iot_class", GONE, "iot_class: required"),
        ("iot_class", "cloud", "iot_class: "),
        ("integration_type", GONE, "integration_type: required"),
        ("codeowners", GONE, "codeowners: required"),
        ("codeowners", [], "codeowners: "),
        ("codeowners", ["me"], "an owner is @"),
        ("documentation", GONE, "documentation: required"),
        ("documentation", "http://example.org", "not an https address"),
        (
            "documentation",
            "https://www.home-assistant.io/integrations/shell_ev",
            "come with Home Assistant",
        ),
        ("issue_tracker", GONE, "issue_tracker: required"),
        ("issue_tracker", "somewhere", "not an https address"),
        ("quality_scale", "best", "quality_scale: "),
        ("requirements", ["shell == 1"], "no blanks"),
        ("homepage", "https://example.org", "homepage: not a valid"),
    ):
        yield Mistake(
            p.manifest_has_its_form, in_json(MANIFEST, key, value=value), complaint
        )
    for key, value in (("domain", "shell_ev"), ("name", "x"), ("codeowners", ["@x"])):
        to_the_end = both(
            in_json(MANIFEST, key, value=GONE), in_json(MANIFEST, key, value=value)
        )
        yield Mistake(p.manifest_is_in_order, to_the_end, f"{key} stands here in order")
    for plant in (
        file("config_flow.py", None),
        in_json(MANIFEST, "config_flow", value=False),
        in_json(MANIFEST, "config_flow", value=GONE),
    ):
        yield Mistake(p.config_flow_is_declared, plant, "does not agree")
    for line in (
        "from homeassistant.components import energy",
        "from homeassistant.components.recorder import get_instance",
        "import homeassistant.components.recorder.statistics",
        "def f():\n    from homeassistant.components.recorder import x",
        "if TYPE_CHECKING:\n    pass\nelse:\n    from homeassistant.components import mqtt",
    ):
        yield Mistake(
            p.dependencies_are_declared,
            file("planted/planted.py", line),
            "is imported, but is no dependency",
        )
    yield Mistake(
        p.dependencies_are_declared,
        in_json(MANIFEST, "dependencies", value=["http"]),
        "lovelace is imported",
    )
    for name in ("services.yaml", "triggers.yaml", "conditions.yaml"):
        yield Mistake(
            p.what_is_registered_is_described,
            file(name, None),
            f"{name}: it is missing",
        )
    yield Mistake(
        p.configuration_in_yaml_is_refused,
        in_file("__init__.py", "CONFIG_SCHEMA", "SCHEMA"),
        "needs a CONFIG_SCHEMA",
    )
    scale = p.quality_scale_has_its_form
    for old, new, complaint in (
        ("  brands: done\n", "", "brands: required"),
        ("  brands: done", "  brands: yes", "brands"),
        ("  brands: done", "  brands: exempt", "brands"),
        ("  brands: done", "  brands:\n    status: exempt", "brands.comment: required"),
        ("  brands: done", "  brands:\n    comment: x", "brands.status: required"),
        ("  brands: done", "  brands: done\n  beauty: done", "beauty: not a valid"),
        ("rules:", "rule:", "rules: required"),
    ):
        yield Mistake(scale, in_file(SCALE, old, new), complaint)
    for plant in (
        in_file(SCALE, "brands: done", "brands: todo"),
        in_file(SCALE, "test-coverage: done", "test-coverage:\n    status: todo"),
        in_json(MANIFEST, "quality_scale", value="gold"),
    ):
        yield Mistake(p.quality_scale_is_reached, plant, "it is to do, but")
    for plant, complaint in (
        (file("brand/icon.png", None), "icon.png: it is missing"),
        (file("brand/dark_logo@2x.png", None), "it is missing"),
        (file("brand/icon.svg", "<svg/>"), "does not look for it"),
    ):
        yield Mistake(p.brand_is_complete, plant, complaint)
    for plant, complaint in (
        (file("brand/icon.png", "GIF89a"), "it is not a PNG"),
        (image("brand/icon.png", 256, 255), "a square of 256"),
        (image("brand/icon@2x.png", 256, 256), "a square of 512"),
        (image("brand/logo.png", 200, 256), "wider than high"),
        (image("brand/logo.png", 600, 300), "its shorter side is 300"),
        (image("brand/dark_logo.png", 300, 100), "its shorter side is 100"),
        (image("brand/logo@2x.png", 600, 300), "not twice as large"),
    ):
        yield Mistake(p.brand_images_have_their_size, plant, complaint)
    for key, value, complaint in (
        ("name", GONE, "name: required"),
        ("homeassistant", GONE, "homeassistant: required"),
        ("homeassistant", "newest", "not a version"),
        ("domains", ["sensor"], "domains: not a valid"),
        ("render_readme", "yes", "render_readme: "),
        ("zip_release", True, "it needs a filename"),
    ):
        yield Mistake(p.hacs_has_its_form, in_hacs(key, value=value), complaint)
    minimum = p.hacs_asks_for_a_home_assistant_that_is_tested
    yield Mistake(minimum, in_hacs("homeassistant", value="2099.1.0"), "is newer than")
    yield Mistake(minimum, in_hacs("homeassistant", value="2026.9.0"), "README.md")
    shows = p.hacs_finds_what_it_shows
    for plant, complaint in (
        (at_the_root("README.md", None), "README.md: it is missing"),
        (at_the_root("LICENSE", None), "would not recognise"),
        (at_the_root("LICENSE", "Do as you like."), "would not recognise"),
        (in_hacs("name", value="Shell"), "do not give one name"),
        (in_texts("title", value="Shell"), "do not give one name"),
    ):
        yield Mistake(shows, plant, complaint)


def _errors_and_flows() -> Iterator[Mistake]:
    errors = a.errors_have_their_words
    more = (
        "from .exceptions import refused\n\n\ndef more(key):\n    raise refused({})\n"
    )
    raised = (
        "def more():\n    raise HomeAssistantError(translation_domain=DOMAIN, "
        'translation_key="held", translation_placeholders={{{}}})\n'
    )
    for plant, complaint in (
        (in_texts("exceptions", "held", value=GONE), "held is missing"),
        (in_texts("exceptions", "directory_refused", value=GONE), "is missing"),
        (in_texts("exceptions", "temporary", value=GONE), "temporary is missing"),
        (in_texts("exceptions", "evse_id_form", value=GONE), "evse_id_form is missing"),
        (in_texts("exceptions", "more", value={"message": "x"}), "more is not known"),
        (in_texts(*HELD, value="Wait."), "is in none of held"),
        (in_texts(*HELD, value="Wait {hours}."), "{hours} is not given"),
        (
            in_texts("exceptions", "start_unconfirmed", "message", value="No."),
            "{reference} of",
        ),
        (
            in_texts("exceptions", "not_found", "message", value="{name} {reference}"),
            "{name} is not given",
        ),
        (
            in_texts("exceptions", "evse_id_form", "message", value="{limit}"),
            "evse_id_form: {limit} is not given",
        ),
        (
            in_texts("exceptions", "evse_id_alphabet", "message", value="x"),
            "{expected} of",
        ),
        (in_code('refused("held", seconds', 'refused("held", left'), "{left} of"),
        (in_code('refused("held"', 'refused("hold"'), "hold is missing"),
        (
            in_code('"alphabet", character', '"letters", character'),
            "letters is missing",
        ),
        (file("planted.py", more.format('"more"')), "more is missing"),
        (file("planted.py", more.format("key.upper()")), "cannot be followed"),
        (file("planted.py", more.format('f"more_{key}"')), "cannot be followed"),
        (file("planted.py", raised.format('"left": "1"')), "{left} of planted.py"),
        (
            file("planted.py", raised.replace("held", "more").format("")),
            "more is missing",
        ),
    ):
        yield Mistake(errors, plant, complaint)
    for plant, complaint in (
        (in_texts("options", value=GONE), "options is missing"),
        (in_texts("config_subentries", "charge_card", value=GONE), "is missing"),
        (in_texts("config_subentries", "more", value={}), "more is not known"),
        (in_code("async_get_supported_subentry_types", "types"), "is not known"),
    ):
        yield Mistake(a.flows_have_their_words, plant, complaint)
    steps = a.steps_have_their_words
    for plant, complaint in (
        (in_texts("config", "step", "choose", value=GONE), "choose is missing"),
        (in_texts("config", "step", "more", value={}), "more is not known"),
        (in_texts(*CARD, "step", "reconfigure", value=GONE), "reconfigure is missing"),
        (in_texts("options", "step", "more", value={}), "more is not known"),
        (
            in_texts("issues", "card_refused", "fix_flow", "step", "more", value={}),
            "more is not known",
        ),
        (
            in_texts("config", "step", "choose", "description", value="Found."),
            "choose: {count}",
        ),
        (
            in_texts("config", "step", "user", "description", value="{server}"),
            "user: {server}",
        ),
        (
            in_texts("config", "step", "reauth_confirm", "title", value="{account}"),
            "reauth_confirm: {account}",
        ),
        (
            in_texts(
                *("issues", "card_refused", "fix_flow", "step", "charge_card"),
                *("description",),
                value="{account} {name}",
            ),
            "charge_card: {account}",
        ),
        (in_code('step_id="nothing_found"', 'step_id="nothing"'), "nothing is missing"),
        (in_code('{"radius": self._radius}', "{}"), "nothing_found: {radius}"),
        (in_code('step_id="choose"', "step_id=self.step()"), "cannot be followed"),
        (in_code("await self.async_step_directory_refused()", "other()"), "not known"),
    ):
        yield Mistake(steps, plant, complaint)
    for plant, complaint in (
        (in_texts("config", "step", "user", "data", "ema_id", value=GONE), "ema_id is"),
        (in_texts("config", "step", "user", "data", "more", value="x"), "more is not"),
        (in_texts("options", "step", "init", "data", "more", value="x"), "more is not"),
        (
            in_texts("config", "step", "choose", "data", "charge_card", value="x"),
            "charge_card is not known",
        ),
        (
            in_texts(
                *("config_subentries", "charge_point", "step", "evse_id", "data"),
                "plug_sensor",
                value=GONE,
            ),
            "plug_sensor is missing",
        ),
        (
            in_texts("config", "step", "user", "sections", value={}),
            "custom_server is missing",
        ),
        (
            in_texts(
                *("config", "step", "user", "sections", "custom_server", "data"),
                value={"address": "x"},
            ),
            "sections.custom_server: url is missing",
        ),
        (
            in_code("vol.Required(CONF_FREE_ONLY,", 'vol.Required("gratis",'),
            "gratis is",
        ),
        (
            in_code("data_schema=vol.Schema(", "data_schema=make("),
            "no schema that can be followed",
        ),
    ):
        yield Mistake(a.fields_have_their_words, plant, complaint)
    menu = ("config", "step", "charge_points", "menu_options")
    for plant, complaint in (
        (in_texts(*menu, "skip", value=GONE), "skip is missing"),
        (in_texts(*menu, "finish", value=GONE), "finish is missing"),
        (in_texts(*menu, "more", value="x"), "more is not known"),
        (in_code('else "skip"]', 'else "later"]'), "later is no step"),
        (
            in_code("async_step_add_unlisted", "_add_unlisted"),
            "add_unlisted is no step",
        ),
    ):
        yield Mistake(a.menus_have_their_words, plant, complaint)
    for plant, complaint in (
        (in_texts("config", "error", "empty", value=GONE), "config.error: empty is"),
        (in_texts("config", "error", "more", value="x"), "more is not known"),
        (
            in_texts("config", "error", "charge_card_exists", value="x"),
            "charge_card_exists is not known",
        ),
        (in_texts(*CARD, "error", "ema_id_form", value=GONE), "ema_id_form is missing"),
        (
            in_texts(*CARD, "error", "evse_id_form", value="x"),
            "evse_id_form is not known",
        ),
        (
            in_texts(*CARD, "error", "rate_limited", value=GONE),
            "rate_limited is missing",
        ),
        (
            in_texts("issues", "card_refused", "fix_flow", "error", "empty", value="x"),
            "card_refused.fix_flow.error: empty is not known",
        ),
        (
            in_texts(
                *("issues", "charge_point_unknown", "fix_flow", "error"),
                value={},
            ),
            "evse_id_form is missing",
        ),
        (in_texts("config", "error", "too_long", value="Too long."), "{limit} of"),
        (
            in_texts("config", "error", "too_long", value="{most}"),
            "{most} is not given",
        ),
        (
            in_texts("config", "error", "cannot_connect", value="{reference} {host}"),
            "{host} is not given",
        ),
        (in_code('"server_invalid")', '"server_wrong")'), "server_wrong is missing"),
        (
            in_code('"charge_card_exists")', "self.fault(ema_id))"),
            "cannot be followed",
        ),
    ):
        yield Mistake(a.form_errors_have_their_words, plant, complaint)
    for plant, complaint in (
        (in_texts("config", "abort", value={}), "already_configured is missing"),
        (in_texts("config", "abort", "reauth_successful", value="x"), "is not known"),
        (in_texts(*CARD, "abort", value={}), "already_configured is missing"),
        (in_texts("options", "abort", value={"more": "x"}), "more is not known"),
        (in_code('reason="no_charge_card"', 'reason="no_card"'), "no_card is missing"),
        (
            in_texts("issues", "card_refused", "fix_flow", "abort", value={}),
            "card_refused.fix_flow.abort: already_configured is missing",
        ),
    ):
        yield Mistake(a.ends_have_their_words, plant, complaint)
    limited = ("issues", "rate_limited")
    for plant, complaint in (
        (in_texts(*limited, value=GONE), "rate_limited is missing"),
        (in_texts("issues", "more", value={}), "more is not known"),
        (in_texts(*limited, "title", value="{who}"), "{who} is not given"),
        (
            in_texts("issues", "charge_point_not_added", "title", value="There"),
            "{evse_id} of",
        ),
        (
            in_texts(
                *("issues", "history_damaged", "fix_flow", "step", "confirm", "title"),
                value="{path}",
            ),
            "{path} is not given",
        ),
        (in_code("show(Issue.RATE_LIMITED)", "forget()"), "rate_limited is not known"),
        (in_code('"account": self._entry.title,', ""), "{account} is not given"),
        (in_code('RATE_LIMITED = "rate_limited"', 'RATE_LIMITED = "rate"'), "rate is"),
    ):
        yield Mistake(a.issues_have_their_words, plant, complaint)
    for plant in (
        in_texts("issues", "card_refused", "fix_flow", "step", value={"correct": {}}),
        in_texts(*limited, "fix_flow", value={"step": {"wait": {}}}),
    ):
        yield Mistake(a.repairs_have_their_forms, plant, "no form shows its steps")


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
        yield Mistake(e.options_have_their_words, plant, complaint)
    actions = e.actions_are_registered
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
        yield Mistake(e.triggers_and_conditions_are_there, plant, complaint)
    for plant, complaint in (
        (
            in_texts("system_health", "info", "accounts", value=GONE),
            "accounts is missing",
        ),
        (in_texts("system_health", "info", "more", value="x"), "more is not known"),
        (in_code('"can_reach_server":', '"server":'), "server is missing"),
    ):
        yield Mistake(e.system_information_has_its_words, plant, complaint)
    for section in ("common", "device"):
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


MISTAKES: Final = (
    *_form(),
    *_wording(),
    *_declared(),
    *_package(),
    *_errors_and_flows(),
    *_entities_and_more(),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_finds_planted_mistakes(rule: Rule, tree: Tree) -> None:
    """Each of its mistakes is complained of, in the words that say which it is."""
    mistakes = [mistake for mistake in MISTAKES if mistake.rule is rule]
    assert mistakes, "no mistake is planted for this rule"
    unheard = []
    for mistake in mistakes:
        complaints = rule(mistake.plant(tree))
        if not any(mistake.complaint in complaint for complaint in complaints):
            unheard.append(f"{mistake.complaint}, but was told {complaints}")
    assert not unheard, "\n".join(unheard)
