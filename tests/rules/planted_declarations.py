"""Mistakes in what is declared beside the texts, and in the package."""

from collections.abc import Iterator
from typing import Final

from . import declared as d, package as p
from .mistakes import (
    GONE,
    Mistake,
    at_the_root,
    both,
    cut,
    file,
    image,
    in_file,
    in_hacs,
    in_json,
    in_texts,
)
from .tree import ENGLISH

MANIFEST: Final = "manifest.json"
SCALE: Final = "quality_scale.yaml"


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
        *(
            (d.no_key_stands_twice, plant, "stands twice")
            for plant in (
                in_file(SCALE, "rules:\n", "rules:\n  brands: todo\n"),
                in_file("services.yaml", "  fields:", "  fields: {}\n  fields:"),
                in_file(
                    "triggers.yaml",
                    "became_available:",
                    "started_charging: *session\nbecame_available:",
                ),
                at_the_root("hacs.json", '{"name": "x", "name": "y"}'),
            )
        ),
        (d.files_can_be_read, file("broken.py", "def ("), "broken.py: it is not Pyt"),
        (d.files_can_be_read, at_the_root("hacs.json", "{"), "hacs.json: it is miss"),
        (d.files_can_be_read, at_the_root("hacs.json", None), "hacs.json: it is miss"),
        (
            d.files_can_be_read,
            file(ENGLISH, b"\xef\xbb\xbf{}"),
            "begins with a byte order mark",
        ),
        (d.files_can_be_read, file("services.yaml", b"a: \xe9"), "is not YAML"),
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
        ("triggers.yaml", "default: each", "default:", "default: this is empty"),
        (
            "triggers.yaml",
            "required: true",
            "filter: {attribute: {a: [b]}}",
            "filter: not a valid",
        ),
        (
            "triggers.yaml",
            "  fields:",
            "  fields:\n    more:\n      fields: {}",
            "more.fields: not a valid",
        ),
        (
            "conditions.yaml",
            "required: true",
            "context: {filter_entity: ghost}",
            "takes no context",
        ),
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
        (
            ("entity", "sensor", "price"),
            {"default": "mdi:cash", "state": {"high": "mdi:cash"}},
            "high has the icon that is the default",
        ),
        (
            ("entity", "event", "session", "state_attributes", "event_type"),
            {"default": "mdi:cash", "state": {"started": "mdi:cash"}},
            "started has the icon that is the default",
        ),
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
        "from homeassistant.components.history import websocket_api",
        "import homeassistant.components.history.websocket_api",
        "def f():\n    from homeassistant.components.history import x",
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
    for named, complaint in (
        ({"dependencies": ["http", "nowhere"]}, "nowhere is not in Home Assistant"),
        ({"dependencies": ["shell_ev"]}, "shell_ev is this integration itself"),
        ({"after_dependencies": ["nowhere"]}, "nowhere is not in Home Assistant"),
        ({"after_dependencies": ["http"]}, "http stands twice"),
    ):
        plants = [in_json(MANIFEST, key, value=value) for key, value in named.items()]
        yield Mistake(p.dependencies_exist, both(*plants), complaint)
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
        (
            "  brands: done",
            "  brands:\n    status: exempt\n    comment: ' '",
            "say in words",
        ),
        (
            "  brands: done",
            "  brands:\n    status: exempt\n    comment: n/a - - -",
            "say in words",
        ),
        ("  brands: done", "  brands: done\n  beauty: done", "beauty: not a valid"),
        ("rules:", "rule:", "rules: required"),
    ):
        yield Mistake(scale, in_file(SCALE, old, new), complaint)
    for plant in (
        in_file(SCALE, "brands: done", "brands: todo"),
        in_file(SCALE, "test-coverage: done", "test-coverage:\n    status: todo"),
        in_file(SCALE, "strict-typing: done", "strict-typing: todo"),
        both(
            in_json(MANIFEST, "quality_scale", value="gold"),
            in_file(SCALE, "docs-use-cases: done", "docs-use-cases: todo"),
        ),
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
        (file("brand/icon.png", b"\x89PNG\r\n\x1a\n"), "it is not a PNG"),
        (cut("brand/icon.png"), "it is not a PNG"),
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
        ("content_in_root", True, "content_in_root: "),
        ("country", "xx", "a country is two capital letters"),
        ("country", ["NL", "ZZ"], "a country is two capital letters"),
    ):
        yield Mistake(p.hacs_has_its_form, in_hacs(key, value=value), complaint)
    minimum = p.hacs_asks_for_a_home_assistant_that_is_tested
    yield Mistake(minimum, in_hacs("homeassistant", value="2099.1.0"), "is newer than")
    yield Mistake(minimum, in_hacs("homeassistant", value="2026.8.0"), "README.md")
    shows = p.hacs_finds_what_it_shows
    for plant, complaint in (
        (at_the_root("README.md", None), "README.md: it is missing"),
        (at_the_root("LICENSE", None), "would not recognise"),
        (at_the_root("LICENSE", "Do as you like."), "would not recognise"),
        (in_hacs("name", value="Shell"), "do not give one name"),
        (in_texts("title", value="Shell"), "do not give one name"),
    ):
        yield Mistake(shows, plant, complaint)


MISTAKES: Final = (
    *_declared(),
    *_package(),
)
