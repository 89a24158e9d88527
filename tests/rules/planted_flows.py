"""Mistakes between texts and code: errors, flows and repairs."""

from collections.abc import Iterator
from typing import Final

from . import agreement as a, errors as r, repairs as f
from .mistakes import GONE, Mistake, Plant, file, in_code, in_hacs, in_texts

CARD: Final = ("config_subentries", "charge_card")
POINT: Final = ("config_subentries", "charge_point")
HELD: Final = ("exceptions", "held", "message")


def _success() -> Iterator[tuple[Plant, str]]:
    """Yield mistakes in the words for success: those of all forms, and no other, while they are ours to bring."""
    reauth, reconfigure = "reauth_successful", "reconfigure_successful"
    for flow, reason in (
        (("config",), reauth),
        (("config",), reconfigure),
        (CARD, reconfigure),
        (POINT, reconfigure),
    ):
        complaint = f"{'.'.join(flow)}.abort: {reason} is"
        yield in_texts(*flow, "abort", reason, value=GONE), f"{complaint} missing"
        for release in ("2026.10.0", "2026.11.0", "2027.1.0"):
            plant = in_hacs("homeassistant", value=release)
            yield plant, f"{complaint} not known"
        yield in_hacs("homeassistant", value=GONE), f"{complaint} not known"
    yield in_texts(*CARD, "abort", reauth, value="x"), f"{reauth} is not known"
    yield in_texts("options", "abort", reconfigure, value="x"), "is not known"
    with_reason = in_code(
        "self.async_update_and_abort(entry, changed)",
        'self.async_update_and_abort(entry, changed, reason="removed")',
    )
    yield with_reason, f"{reconfigure} is not known"


def _errors_and_flows() -> Iterator[Mistake]:
    errors = r.errors_have_their_words
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
        (in_texts(*POINT, "step", "choose", value=GONE), "choose is missing"),
        (in_texts("config", "step", "more", value={}), "more is not known"),
        (in_texts(*CARD, "step", "reconfigure", value=GONE), "reconfigure is missing"),
        (in_texts("options", "step", "more", value={}), "more is not known"),
        (
            in_texts("issues", "card_refused", "fix_flow", "step", "more", value={}),
            "more is not known",
        ),
        (
            in_texts(*POINT, "step", "choose", "description", value="Found."),
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
            in_texts(*POINT, "step", "choose", "data", "plug_sensor", value="x"),
            "plug_sensor is not known",
        ),
        (
            in_texts(
                *(*POINT, "step", "evse_id", "data"),
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
    menu = (*POINT, "step", "user", "menu_options")
    for plant, complaint in (
        (in_texts(*menu, "skip", value=GONE), "skip is missing"),
        (in_texts(*menu, "near_home", value=GONE), "near_home is missing"),
        (in_texts(*menu, "more", value="x"), "more is not known"),
        (in_code('else ["skip"]', 'else ["later"]'), "later is no step"),
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
        (
            in_code('"server_invalid" if', '"server_wrong" if'),
            "server_wrong is missing",
        ),
        (
            in_code('"charge_card_exists")', "self.fault(ema_id))"),
            "cannot be followed",
        ),
    ):
        yield Mistake(a.form_errors_have_their_words, plant, complaint)
    for plant, complaint in (
        (in_texts("config", "abort", value={}), "already_configured is missing"),
        *_success(),
        (in_texts(*CARD, "abort", value={}), "already_configured is missing"),
        (in_texts("options", "abort", value={"more": "x"}), "more is not known"),
        (in_code('AbortFlow("no_charge_card"', 'AbortFlow("no_card"'), "no_card is"),
        (in_code('reason="skipped"', 'reason="later"'), "later is missing"),
        (
            in_texts("issues", "card_refused", "fix_flow", "abort", value={}),
            "card_refused.fix_flow.abort: already_configured is missing",
        ),
    ):
        yield Mistake(a.ends_have_their_words, plant, complaint)
    for old, new, complaint in (
        (
            "sentence_of(refused(key, then",
            "str(refused(key, then",
            "text of refused(key",
        ),
        ("        sentence_of(err),", "        str(err),", "the text of err would be"),
    ):
        plant = in_code(old, new)
        yield Mistake(r.errors_are_said_in_the_language_of_the_home, plant, complaint)
    limited = ("issues", "rate_limited")
    for plant, complaint in (
        (in_texts(*limited, value=GONE), "rate_limited is missing"),
        (in_texts("issues", "more", value={}), "more is not known"),
        (in_texts(*limited, "title", value="{who}"), "{who} is not given"),
        (
            in_texts("issues", "charge_point_unknown", "title", value="{evse_id}"),
            "{evse_id} is not given",
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
        yield Mistake(f.issues_have_their_words, plant, complaint)
    for plant in (
        in_texts("issues", "card_refused", "fix_flow", "step", value={"correct": {}}),
        in_texts(*limited, "fix_flow", value={"step": {"wait": {}}}),
    ):
        yield Mistake(f.repairs_have_their_forms, plant, "no form shows its steps")


MISTAKES: Final = (*_errors_and_flows(),)
