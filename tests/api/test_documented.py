"""Answers beside the documents: theirs and the simulator's are as documented, and what is not is told."""

from copy import deepcopy
import json
from pathlib import Path
from typing import Any, Final

import pytest

from custom_components.shell_ev.api import Finding, Kind, compare, shape_of
from custom_components.shell_ev.api.answers import errors_of
from custom_components.shell_ev.api.documented import DOCUMENTED
from custom_components.shell_ev.api.generations import DIRECTORIES, Operation
from custom_components.shell_ev.api.shapes import (
    ERROR_CODES,
    FORMATS,
    MAX_DEPTH,
    MAX_PATHS,
    is_path,
    parent_of,
)
from tests.api.samples import (
    ERROR,
    PASCAL_ERROR,
    PASCAL_SESSION,
    SESSION,
    envelope,
    pascal,
)

EXAMPLES: Final[list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "documented.json").read_text()
)
"""The documented answers, each with the generations, operations and statuses it is for."""


def found_in(
    body: Any, generation: str = "D", operation: str = "active", status: int = 200
) -> list[tuple[str, str, str]]:
    """Return the findings in a body."""
    asked = Operation(operation)
    shape = shape_of(body, of_places=asked in DIRECTORIES[0].operations)
    findings = compare(generation, asked, status, shape)
    return [(each.kind.value, each.path, each.detail) for each in findings]


def test_the_documented_examples_are_as_documented() -> None:
    """Every release's example of every answer and error."""
    met = set()
    for row in EXAMPLES:
        for generation, operation, status in row["answers"]:
            assert found_in(row["body"], generation, operation, status) == []
            met.add((generation, Operation(operation), status))
    assert {key for key in DOCUMENTED if (*key, 200) not in met} == set()
    assert {
        (*key, status)
        for key in DOCUMENTED
        for status in errors_of(*key)
        if (*key, status) not in met
    } == set()


@pytest.mark.parametrize("key", DOCUMENTED, ids="-".join)
def test_the_tables_hang_together(key: tuple[str, Operation]) -> None:
    """Every path has its parent in the table, a type that can hold it, and is within a walk."""
    for fields in (DOCUMENTED[key], *errors_of(*key).values()):
        assert len(fields) < MAX_PATHS
        for path, field in fields.items():
            assert is_path(path.removesuffix(".*")), path
            assert path.count(".") + path.count("[]") <= MAX_DEPTH, path
            assert set(field.types) <= set(FORMATS)
            assert set(field.formats) <= set(FORMATS["text"])
            if path != "$":
                holder = "list" if path.endswith("[]") else "object"
                assert holder in fields[parent_of(path)].types, path


@pytest.mark.parametrize("key", DOCUMENTED, ids="-".join)
def test_underscores_tell_no_documented_keys_apart(key: tuple[str, Operation]) -> None:
    """So that they may be left out of account, as case is."""
    for fields in (DOCUMENTED[key], *errors_of(*key).values()):
        lower = {path.lower() for path in fields}
        assert len({path.replace("_", "") for path in lower}) == len(lower)


def test_the_codes_are_those_that_may_be_shown() -> None:
    """A code that is documented for an error is also kept."""
    codes = {
        word
        for key in DOCUMENTED
        for fields in errors_of(*key).values()
        for field in fields.values()
        for word in field.codes
        if word.startswith("E0")
    }
    assert codes == ERROR_CODES


def session(**changes: Any) -> dict[str, Any]:
    """Return an answer with one session that has changes; what is changed to ... is left out."""
    item = deepcopy(SESSION) | changes
    return envelope({key: value for key, value in item.items() if value is not ...})


STATE: Final = "$.data[].sessionState"


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        (session(), []),
        (session(stoppedAt="", startedAt=...), []),
        (session(colour="red"), [("unknown_path", "$.data[].colour", "")]),
        (session(colour={"hex": "x"}), [("unknown_path", "$.data[].colour", "")]),
        (session(**{"50": 1}), [("unknown_path", "$.data[].<key>", "")]),
        (session(evseId=...), [("missing_path", "$.data[].evseId", "")]),
        (session(evseId=None), [("missing_path", "$.data[].evseId", "")]),
        (session(evseId=""), [("missing_path", "$.data[].evseId", "")]),
        (
            session(evseId=..., EVSEID="x"),
            [("key_case", "$.data[].EVSEID", "evseId")],
        ),
        (
            session(evseId=..., evse_id="x"),
            [("key_case", "$.data[].evse_id", "evseId")],
        ),
        (
            session(
                sessionState=...,
                session_state={"status": "paused"},
                _id="a",
                evse_id_of_old="x",
            ),
            [
                ("key_case", "$.data[].session_state", "sessionState"),
                ("undocumented_state", "$.data[].session_state.status", "paused"),
                ("unknown_path", "$.data[]._id", ""),
                ("unknown_path", "$.data[].evse_id_of_old", ""),
            ],
        ),
        (
            session(id="abc"),
            [("other_type", "$.data[].id", "text letters 2-10 instead of uuid")],
        ),
        (session(id=5), [("other_type", "$.data[].id", "number instead of text")]),
        (
            session(startedAt="2026-11-20T11:20:27"),
            [
                (
                    "time_without_zone",
                    "$.data[].startedAt",
                    "text time without zone 11-20",
                )
            ],
        ),
        (
            session(startedAt="2026-11-20"),
            [("time_without_zone", "$.data[].startedAt", "text date 2-10")],
        ),
        (
            session(startedAt="20 Nov 2026"),
            [("time_unreadable", "$.data[].startedAt", "text other 11-20")],
        ),
        (
            session(startedAt=1_795_000_000),
            [("other_type", "$.data[].startedAt", "number instead of text")],
        ),
        (
            session(startedAt="1795000000"),
            [
                (
                    "other_type",
                    "$.data[].startedAt",
                    "text epoch 2-10 instead of time with zone",
                )
            ],
        ),
        (
            session(sessionState="started"),
            [("other_type", STATE, "text instead of object")],
        ),
        (
            session(sessionState="paused"),
            [
                ("other_type", STATE, "text instead of object"),
                ("undocumented_state", STATE, "paused"),
            ],
        ),
        (
            session(sessionState={"status": "START_REQUESTED"}),
            [("undocumented_state", f"{STATE}.status", "text other 11-20")],
        ),
        (session(sessionState={"status": "Start-Requested"}), []),
        (session(sessionState={}), [("missing_path", f"{STATE}.status", "")]),
        (
            session(sessionState={"status": "paused-by-grid"}),
            [("undocumented_state", f"{STATE}.status", "paused-by-grid")],
        ),
        (
            session(
                sessionState={"status": "failed-to-start", "error": {"code": "Rain"}}
            ),
            [("undocumented_code", f"{STATE}.error.code", "Rain")],
        ),
        (
            session(sessionState=[SESSION["sessionState"]]),
            [("other_type", STATE, "list instead of object")],
        ),
        (
            {"requestId": "x", "status": "SUCCESS", "data": SESSION},
            [("other_type", "$.data", "object instead of list")],
        ),
        (
            {"requestId": "x", "status": "OK", "data": []},
            [("undocumented_state", "$.status", "OK")],
        ),
        ({"status": "SUCCESS"}, [("missing_path", "$.data", "")]),
        ({}, [("missing_path", "$.data", ""), ("missing_path", "$.status", "")]),
        ("x", [("other_type", "$", "text instead of object")]),
        (
            {"Status": "SUCCESS", "Data": [SESSION]},
            [("key_case", "$.Data", "data"), ("key_case", "$.Status", "status")],
        ),
    ],
)
def test_what_is_not_as_documented(
    body: Any, findings: list[tuple[str, str, str]]
) -> None:
    """Each by its kind, where it is, once."""
    found = found_in(body)
    assert sorted(found) == sorted(findings)


def test_ten_deviations_at_once() -> None:
    """None of them hides another."""
    body = {
        "RequestID": "9d2dee33-7803-485a-a2b1-2c7538e597ee",
        "Status": "SUCCESS",
        "Data": {
            "ID": SESSION["id"],
            "EvseID": 7,
            "startedat": "2026-11-20T11:20:27",
            "stoppedat": "20 Nov 2026",
            "lastupdated": "1795000000",
            "SessionSTATE": "paused",
            "sessionState": {"Status": "started", "Error": {"Code": "E0099"}},
            "colour": "red",
        },
    }
    outer, item = "$", "$.Data"
    assert sorted(found_in(body)) == sorted(
        [
            ("key_case", f"{outer}.RequestID", "requestId"),
            ("key_case", f"{outer}.Status", "status"),
            ("key_case", f"{outer}.Data", "data"),
            ("other_type", item, "object instead of list"),
            ("key_case", f"{item}.ID", "id"),
            ("key_case", f"{item}.EvseID", "evseId"),
            ("other_type", f"{item}.EvseID", "number instead of text"),
            ("missing_path", "$.data[].emaId", ""),
            ("key_case", f"{item}.startedat", "startedAt"),
            (
                "time_without_zone",
                f"{item}.startedat",
                "text time without zone 11-20",
            ),
            ("key_case", f"{item}.stoppedat", "stoppedAt"),
            ("time_unreadable", f"{item}.stoppedat", "text other 11-20"),
            ("key_case", f"{item}.lastupdated", "lastUpdated"),
            (
                "other_type",
                f"{item}.lastupdated",
                "text epoch 2-10 instead of time with zone",
            ),
            ("key_case", f"{item}.SessionSTATE", "sessionState"),
            ("other_type", f"{item}.SessionSTATE", "text instead of object"),
            ("undocumented_state", f"{item}.SessionSTATE", "paused"),
            ("key_case", f"{item}.sessionState.Status", "status"),
            ("key_case", f"{item}.sessionState.Error", "error"),
            ("key_case", f"{item}.sessionState.Error.Code", "code"),
            (
                "undocumented_code",
                f"{item}.sessionState.Error.Code",
                "text other 2-10",
            ),
            ("unknown_path", f"{item}.colour", ""),
        ]
    )


LOCATION: Final = next(
    row["body"] for row in EXAMPLES if ["D", "location", 200] in row["answers"]
)


def test_a_location_in_other_types() -> None:
    """A number as text, a text as a number, one for a list, and another enum."""
    body = deepcopy(LOCATION)
    place = body["data"][0]
    place["uid"] = 12
    place["coordinates"]["latitude"] = "52.37"
    place["evses"][0]["status"] = "Broken"
    place["evses"][0]["authorizationMethods"] = "RFIDToken"
    place["openingHours"][0]["startTime"] = "eight"
    place["evses"] = place["evses"][0]
    tariff = place["evses"]["connectors"][0]["tariffs"][0]
    del tariff["elements"][0]["priceComponents"][0]["price"]
    assert found_in(body, operation="location") == [
        (
            "missing_path",
            "$.data[].evses[].connectors[].tariffs[].elements[].priceComponents[].price",
            "",
        ),
        ("other_type", "$.data[].coordinates.latitude", "number as text"),
        ("other_type", "$.data[].evses", "object instead of list"),
        ("other_type", "$.data[].evses.authorizationMethods", "text instead of list"),
        ("other_type", "$.data[].uid", "number instead of text"),
        ("time_unreadable", "$.data[].openingHours[].startTime", "text letters 2-10"),
        ("undocumented_state", "$.data[].evses.status", "Broken"),
    ]


def test_the_older_directory_is_bare_in_one_generation_and_not_in_the_next() -> None:
    """A list, an object and an envelope are documented; what is in them counts."""
    older = next(
        row["body"] for row in EXAMPLES if ["AB", "location", 200] in row["answers"]
    )
    assert found_in([older], "AB", "list_locations") == []
    assert found_in([older], "AB", "nearby") == []
    assert found_in(older, "AB", "nearby") == []
    assert found_in(envelope(older), "AB", "nearby") == []
    assert found_in({}, "AB", "nearby") == [
        ("missing_path", f"$.{key}", "") for key in ("coordinates", "evses", "uid")
    ]
    assert found_in([older], "AB", "location") == [
        ("other_type", "$", "list instead of object")
    ]
    assert found_in({"fault": {}}, "C", "nearby", 404)[-1] == (
        "unknown_path",
        "$.fault",
        "",
    )


@pytest.mark.parametrize(
    ("generation", "body", "status", "findings"),
    [
        ("D", ERROR, 404, []),
        ("D", ERROR, 401, [("undocumented_code", "$.errors[].code", "E0038")]),
        ("A", PASCAL_ERROR, 404, []),
        ("A", PASCAL_ERROR, 500, [("undocumented_code", "$.Errors[].Code", "E0005")]),
        ("D", ERROR, 403, [("undocumented_status", "$", "")]),
        ("D", envelope(SESSION), 204, [("undocumented_status", "$", "")]),
        ("D", envelope(SESSION), 202, [("undocumented_status", "$", "")]),
        ("A", pascal(PASCAL_SESSION | {"SessionCode": None}), 200, []),
        (
            "A",
            pascal(PASCAL_SESSION | {"SessionCode": "E0099"}),
            200,
            [("undocumented_code", "$.Data[].SessionCode", "text other 2-10")],
        ),
    ],
)
def test_statuses_and_codes(
    generation: str, body: Any, status: int, findings: list[tuple[str, str, str]]
) -> None:
    """A code belongs to a status of a generation: elsewhere it means something else."""
    assert found_in(body, generation, status=status) == findings


def test_what_is_no_json() -> None:
    """A page says nothing about fields, only that it is one."""
    not_json = Finding(Kind.NOT_JSON, "$")
    other_status = Finding(Kind.UNDOCUMENTED_STATUS, "$")
    assert compare("D", Operation.ACTIVE, 200, None) == (not_json,)
    assert compare("D", Operation.ACTIVE, 502, None) == (not_json, other_status)


def test_what_was_not_looked_at_is_not_missing() -> None:
    """An answer beyond the bounds says nothing of what it lacks."""
    body = {"status": "SUCCESS"} | {str(number): 1 for number in range(MAX_PATHS)}
    assert found_in(body) == [("unknown_path", "$.<key>", "")]


def test_a_field_too_many_is_no_guess() -> None:
    """All else is."""
    guessed = {kind for kind in Kind if Finding(kind, "$").guessed}
    assert set(Kind) - guessed == {Kind.UNKNOWN_PATH}


@pytest.mark.parametrize(
    "lacking", [{}, {"id": None}, {"id": " "}, {"Id": None}], ids=str
)
def test_one_of_two_that_lacks_what_is_needed(lacking: dict[str, Any]) -> None:
    """Without an id a session is left out: that another is whole hides nothing."""
    without = {key: value for key, value in SESSION.items() if key != "id"} | lacking
    assert ("missing_path", "$.data[].id", "") in found_in(envelope(SESSION, without))


def test_two_that_spell_what_is_needed_otherwise() -> None:
    """Neither lacks it."""
    other = {"Id" if key == "id" else key: value for key, value in SESSION.items()}
    assert found_in(envelope(SESSION, other)) == [("key_case", "$.data[].Id", "id")]
