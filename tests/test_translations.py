"""Every text that code asks for is there, and no text is left over."""

import ast
from enum import StrEnum
import json
from pathlib import Path
import re
from typing import Any

import pytest
import yaml

from custom_components.shell_ev.api import (
    Availability,
    ConnectorType,
    SessionError,
    SessionState,
)
from custom_components.shell_ev.issues import Issue
from custom_components.shell_ev.records import Event

INTEGRATION = Path(__file__).parent.parent / "custom_components" / "shell_ev"
SOURCE = "\n".join(path.read_text() for path in sorted(INTEGRATION.glob("*.py")))


def load(name: str) -> Any:
    """Return one of the integration's JSON files."""
    return json.loads((INTEGRATION / name).read_text())


TEXTS = load("translations/en.json")
SERVICES = yaml.safe_load((INTEGRATION / "services.yaml").read_text())
REASONS = ("empty", "too_long", "alphabet", "form")


def strings(value: Any) -> list[str]:
    """Return every text in a tree."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    return [value]


def called_with(*functions: str) -> set[str]:
    """Return every literal text that one of these functions is called with."""
    found = set()
    for node in ast.walk(ast.parse(SOURCE)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in functions:
                found |= {
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_exceptions() -> None:
    """Each error has its words, and each of the words is used."""
    mapped = set(re.findall(r'Error: "(\w+)"', SOURCE))
    used = called_with("refused", "failed", "translation") | mapped
    used |= {f"evse_id_{reason}" for reason in REASONS}
    assert used == TEXTS["exceptions"].keys()


def form_errors(*added: str) -> set[str]:
    """Return the keys that a form's checks may give."""
    return set(added) | {"empty", "too_long"}


EMA_ID_ERRORS = {f"ema_id_{it}" for it in (*REASONS, "check_digit", "rejected")}
EVSE_ID_ERRORS = {f"evse_id_{it}" for it in REASONS}
ACCOUNT_ERRORS = {
    "invalid_auth",
    "not_subscribed",
    "generation_not_served",
    "rate_limited",
    "cannot_connect",
}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            TEXTS["config"]["error"],
            EMA_ID_ERRORS
            | EVSE_ID_ERRORS
            | ACCOUNT_ERRORS
            | form_errors(
                "characters",
                "server_invalid",
                "server_insecure",
                "charge_point_exists",
            ),
        ),
        (
            TEXTS["config_subentries"]["charge_card"]["error"],
            EMA_ID_ERRORS | ACCOUNT_ERRORS | form_errors("charge_card_exists"),
        ),
        (
            TEXTS["config_subentries"]["charge_point"]["error"],
            EVSE_ID_ERRORS | form_errors("charge_point_exists"),
        ),
    ],
)
def test_form_errors(texts: dict[str, str], expected: set[str]) -> None:
    """Each fault of a form has its sentence."""
    assert texts.keys() == expected


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        ("card_refused", EMA_ID_ERRORS | ACCOUNT_ERRORS | {"charge_card_exists"}),
        (
            "charge_point_not_added",
            EVSE_ID_ERRORS | form_errors("charge_point_exists"),
        ),
        ("charge_point_unknown", EVSE_ID_ERRORS | {"charge_point_exists"}),
    ],
)
def test_errors_of_repairs(issue: str, expected: set[str]) -> None:
    """The forms of repairs say what is wrong as the forms of set-up do."""
    assert TEXTS["issues"][issue]["fix_flow"]["error"].keys() == expected


def test_issues() -> None:
    """Each repair has a title and exactly one of a description and a form."""
    assert set(Issue) == TEXTS["issues"].keys()
    for issue in TEXTS["issues"].values():
        assert ("description" in issue) is not ("fix_flow" in issue)


@pytest.mark.parametrize("kind", ["trigger", "condition"])
def test_triggers_and_conditions(kind: str) -> None:
    """Each has a name, a description and an icon, and so have its fields."""
    known = yaml.safe_load((INTEGRATION / f"{kind}s.yaml").read_text())
    known = {key: it for key, it in known.items() if not key.startswith(".")}
    texts = TEXTS[f"{kind}s"]
    assert known.keys() == texts.keys() == load("icons.json")[f"{kind}s"].keys()
    for key, it in known.items():
        assert {"name", "description"} <= texts[key].keys()
        assert it.get("fields", {}).keys() == texts[key].get("fields", {}).keys()
    begins = (
        "Triggers when one or more" if kind == "trigger" else "Tests if one or more"
    )
    for key in ("became_available", "is_available", "is_charging"):
        assert key not in texts or texts[key]["description"].startswith(begins)


def test_actions() -> None:
    """Each action and each of its fields has a name, a description and an icon."""
    assert SERVICES.keys() == TEXTS["services"].keys()
    assert SERVICES.keys() == load("icons.json")["services"].keys()
    for name, action in SERVICES.items():
        texts = TEXTS["services"][name]
        assert action["fields"].keys() == texts["fields"].keys()
        for text in (texts, *texts["fields"].values()):
            assert text["name"]
            assert text["description"]


def test_every_field_is_explained() -> None:
    """A form's field has a label and a sentence below it."""
    steps = [TEXTS["config"]["step"], TEXTS["options"]["step"]]
    steps += [it["step"] for it in TEXTS["config_subentries"].values()]
    for step in (step for group in steps for step in group.values()):
        for part in (step, *step.get("sections", {}).values()):
            assert (
                part.get("data", {}).keys() == part.get("data_description", {}).keys()
            )


@pytest.mark.parametrize("text", strings(TEXTS))
def test_the_voice(text: str) -> None:
    """Short sentences for a person at home; no address, no markup, no exclamation mark."""
    assert text == text.strip()
    assert not re.search(
        r"[<>!]|https?://\w+\.|\bplease\b|\btoggle\b|'\{", text, re.IGNORECASE
    )


def test_enumerations_of_code_are_named() -> None:
    """Each state of an enumeration has its word."""

    def named(kind: type[StrEnum], *more: str) -> set[str]:
        return {*kind, *more}

    entity = TEXTS["entity"]
    assert entity["sensor"]["session_state"]["state"].keys() == named(
        SessionState, "idle"
    )
    assert entity["sensor"]["last_error"]["state"].keys() == named(SessionError, "none")
    assert entity["sensor"]["availability"]["state"].keys() == named(Availability)
    assert entity["sensor"]["connector"]["state"].keys() == named(ConnectorType)
    assert TEXTS["selector"]["connector"]["options"].keys() == named(ConnectorType)
    offered = SERVICES["find_charge_points"]["fields"]["connectors"]["selector"]
    assert set(offered["select"]["options"]) == named(ConnectorType)
    event = entity["event"]["session"]["state_attributes"]["event_type"]["state"]
    assert event.keys() == named(Event)
