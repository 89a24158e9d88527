"""What the documents say of each answer, as data (API.md sections 2, 5, 7 and 8)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from .generations import Operation
from .shapes import OAUTH_ERRORS, Path


@dataclass(frozen=True, slots=True)
class Field:
    """One documented field.

    ``types`` are those of ``Form``, ``formats`` those a text may have, any where there are none.
    ``needed`` is what this client, or a strict reader, cannot do without wherever the object
    is there that it stands in. ``codes`` are the documented states or codes, where there are.
    """

    types: tuple[str, ...]
    formats: tuple[str, ...] = ()
    needed: bool = False
    codes: frozenset[str] = frozenset()


type Fields = Mapping[Path, Field]

_OBJECT: Final = Field(("object",))
_LIST: Final = Field(("list",))
_TEXT: Final = Field(("text",))
_NUMBER: Final = Field(("number",))
_BOOLEAN: Final = Field(("boolean",))
_UUID: Final = Field(("text",), ("uuid",))
_TIME: Final = Field(("text",), ("time with zone",))
_DATE: Final = Field(("text",), ("date",))
_TIME_OF_DAY: Final = Field(("text",), ("time of day",))


def _one_of(*codes: str) -> Field:
    return Field(("text",), codes=frozenset(codes))


def _needed(field: Field) -> Field:
    return replace(field, needed=True)


def _at(start: Path, fields: Fields) -> dict[Path, Field]:
    """Return fields at the place where they stand."""
    return {start + path: field for path, field in fields.items()}


_OUTCOME: Final = _needed(_one_of("SUCCESS", "FAILED"))
_SESSION_STATE: Final = _one_of(
    "started",
    "stopped",
    "start-requested",
    "stop-requested",
    "failed-to-start",
    "failed-to-stop",
)
_SESSION_CODE: Final = _one_of(
    "InternalError",
    "ServiceUnavailable",
    "ChargeTokenNotSupported",
    "SessionInvalid",
    "EvNotConnectedToEvse",
    "EvseInUse",
    "EvseOutOfService",
    "EvseNotFound",
    "EvseNotSupported",
)

_PASCAL_OUTER: Final = {"$": _OBJECT, "$.RequestId": _TEXT, "$.Status": _OUTCOME}
_CAMEL_OUTER: Final = {"$": _OBJECT, "$.requestId": _TEXT, "$.status": _OUTCOME}

_PASCAL_DATA: Final = _PASCAL_OUTER | {"$.Data": _needed(_LIST), "$.Data[]": _OBJECT}
_CAMEL_DATA: Final = _CAMEL_OUTER | {"$.data": _needed(_LIST), "$.data[]": _OBJECT}

_PASCAL_SESSION: Final = _PASCAL_DATA | _at(
    "$.Data[]",
    {
        ".Id": _needed(_UUID),
        ".UserId": _UUID,
        ".EmaId": _needed(_TEXT),
        ".EvseId": _needed(_TEXT),
        ".StartedAt": _TIME,
        ".StoppedAt": _TIME,
        ".SessionState": _needed(_SESSION_STATE),
        ".SessionCode": _SESSION_CODE,
        ".SessionMessage": _TEXT,
    },
)


def _state_at(path: Path) -> dict[Path, Field]:
    return {
        # The words count where it is a text after all.
        path: Field(("object",), needed=True, codes=_SESSION_STATE.codes),
        f"{path}.status": _needed(_SESSION_STATE),
        f"{path}.error": _OBJECT,
        f"{path}.error.code": _SESSION_CODE,
        f"{path}.error.message": _TEXT,
    }


_CAMEL_SESSION: Final = _CAMEL_DATA | _at(
    "$.data[]",
    {
        ".id": _needed(_UUID),
        ".userId": _UUID,
        ".emaId": _needed(_TEXT),
        ".evseId": _needed(_TEXT),
        ".startedAt": _TIME,
        ".stoppedAt": _TIME,
        ".lastUpdated": _needed(_TIME),
    },
)

_PASCAL: Final[dict[Operation, Fields]] = {
    Operation.START: _PASCAL_DATA | {"$.Data[].SessionId": _needed(_UUID)},
    Operation.STOP: _PASCAL_OUTER,
    # The example in the documents spells it with a small s, the model does not.
    Operation.RETRIEVE: _PASCAL_SESSION | {"$.Data[].Sessionstate": _SESSION_STATE},
    Operation.ACTIVE: _PASCAL_SESSION,
}

_CAMEL: Final[dict[Operation, Fields]] = {
    Operation.START: _CAMEL_DATA | {"$.data[].sessionId": _needed(_UUID)},
    Operation.STOP: _CAMEL_OUTER,
    Operation.RETRIEVE: _CAMEL_SESSION | _state_at("$.data[].sessionState"),
    # The capital is real; both at once is documented as safe (API.md section 5).
    Operation.ACTIVE: _CAMEL_SESSION
    | _state_at("$.data[].sessionState")
    | _state_at("$.data[].SessionState"),
}

_PLACE: Final = {
    "": _OBJECT,
    ".externalId": _TEXT,
    ".coordinates": _needed(_OBJECT),
    ".coordinates.latitude": _needed(_NUMBER),
    ".coordinates.longitude": _needed(_NUMBER),
    ".operatorName": _TEXT,
    ".address": _OBJECT,
    ".address.streetAndNumber": _TEXT,
    ".address.postalCode": _TEXT,
    ".address.city": _TEXT,
    ".address.country": _TEXT,
    ".accessibility": _OBJECT,
    ".accessibility.status": _one_of(
        "FreePublic", "PayingPublic", "Restricted", "Unspecified"
    ),
    ".evses": _needed(_LIST),
    ".openingHours": _LIST,
    ".openingHours[]": _OBJECT,
    ".openingHours[].weekDay": _TEXT,
    ".openingHours[].startTime": _TIME_OF_DAY,
    ".openingHours[].endTime": _TIME_OF_DAY,
    ".updated": _TIME,
    ".locationType": _TEXT,
}
_EVSE: Final = {
    "": _OBJECT,
    ".externalId": _TEXT,
    ".evseId": _needed(_TEXT),
    ".status": _needed(_one_of("Available", "Occupied", "Unavailable", "Unknown")),
    ".connectors": _needed(_LIST),
    ".updated": _TIME,
    ".physicalReference": _TEXT,
}
_CONNECTOR: Final = {
    "": _OBJECT,
    ".externalId": _TEXT,
    ".connectorType": _needed(_TEXT),
    ".electricalProperties": _needed(_OBJECT),
    ".electricalProperties.powerType": _TEXT,
    ".electricalProperties.voltage": _NUMBER,
    ".electricalProperties.amperage": _NUMBER,
    ".electricalProperties.maxElectricPower": _needed(_NUMBER),
}

_LOCATION_V1: Final = {
    **_PLACE,
    ".uid": _needed(_NUMBER),
    ".accessibility.remark": _TEXT,
    ".operatorComment": _TEXT,
    **_at(".evses[]", _EVSE),
    ".evses[].uid": _needed(_NUMBER),
    ".evses[].authorizationMethods": _TEXT,  # one value
    ".evses[].deleted": Field(("text", "boolean")),
    **_at(".evses[].connectors[]", _CONNECTOR),
    **_at(
        ".evses[].connectors[]",
        {
            ".uid": _needed(_NUMBER),
            ".fixedCable": _BOOLEAN,
            ".tariff": _OBJECT,
            ".tariff.startFee": _NUMBER,
            ".tariff.perMinute": _NUMBER,
            ".tariff.perKWh": _NUMBER,
            ".tariff.currency": _needed(_TEXT),
            ".tariff.updated": _TIME,
            ".tariff.updatedBy": _TEXT,
            ".tariff.structure": _TEXT,
            ".updated": _TIME,
            ".updatedBy": _TEXT,
            ".deleted": Field(("text", "boolean")),
        },
    ),
}
_LOCATION_V2: Final = {
    **_PLACE,
    ".uid": _needed(_TEXT),
    ".operatorId": _TEXT,
    ".openTwentyFourSeven": _BOOLEAN,
    **_at(".evses[]", _EVSE),
    ".evses[].uid": _needed(_TEXT),
    ".evses[].authorizationMethods": _LIST,
    ".evses[].authorizationMethods[]": _TEXT,
    **_at(".evses[].connectors[]", _CONNECTOR),
    ".evses[].connectors[].uid": _needed(_TEXT),
}
_RESTRICTED: Final = ("Kwh", "Current", "Power", "Duration")
_TARIFF: Final = {
    "": _OBJECT,
    ".tariffId": _needed(_TEXT),
    ".tariffType": _needed(_TEXT),
    ".powerRange": _needed(_OBJECT),
    ".powerRange.min": _needed(_NUMBER),
    ".powerRange.max": _needed(_NUMBER),
    ".internalId": _needed(_TEXT),
    ".operatorId": _needed(_TEXT),
    ".providerId": _needed(_TEXT),
    ".currency": _needed(_TEXT),
    ".tariffAltText": _LIST,
    ".tariffAltText[]": _OBJECT,
    ".tariffAltText[].language": _TEXT,
    ".tariffAltText[].text": _TEXT,
    ".minPrice": _needed(_NUMBER),
    ".maxPrice": _needed(_NUMBER),
    ".elements": _needed(_LIST),
    ".elements[]": _OBJECT,
    ".elements[].priceComponents": _needed(_LIST),
    **_at(
        ".elements[].priceComponents[]",
        {
            "": _OBJECT,
            ".type": _needed(_TEXT),
            ".stepSize": _needed(_NUMBER),
            ".price": _needed(_NUMBER),
            ".vat": _needed(_NUMBER),
        },
    ),
    **_at(
        ".elements[].restrictions",
        {
            "": _OBJECT,
            ".startTime": _TIME_OF_DAY,
            ".endTime": _TIME_OF_DAY,
            ".startDate": _DATE,
            ".endDate": _DATE,
            ".dayOfWeek": _LIST,
            ".dayOfWeek[]": _TEXT,
            **{
                f".{bound}{kind}": _NUMBER
                for bound in ("min", "max")
                for kind in _RESTRICTED
            },
        },
    ),
    ".startDateTime": _needed(_TIME),
    ".endDateTime": _needed(_TIME),
    ".lastUpdated": _needed(_TIME),
    ".createdBy": _needed(_TEXT),
}
_TARIFFS: Final = {
    ".evses[].connectors[].tariffs": _LIST,
    **_at(".evses[].connectors[].tariffs[]", _TARIFF),
}

_BARE_LIST: Final = {"$": _LIST, **_at("$[]", _LOCATION_V1)}
_BARE_ONE: Final = _at("$", _LOCATION_V1)
_ENVELOPED_V1: Final = {**_CAMEL_DATA, **_at("$.data[]", _LOCATION_V1)}
_ENVELOPED_V2: Final = {**_CAMEL_DATA, **_at("$.data[]", _LOCATION_V2)}

_TOKEN: Final = {
    "$": _OBJECT,
    "$.access_token": _needed(_TEXT),
    "$.token_type": _needed(_TEXT),
    "$.expires_in": Field(("number", "text"), ("number",)),
    "$.scope": _TEXT,
    "$.refresh_token": _TEXT,
}

DOCUMENTED: Final[Mapping[tuple[str, Operation], Fields]] = {
    ("", Operation.AUTHORIZE): _TOKEN,
    **{("A", operation): fields for operation, fields in _PASCAL.items()},
    **{
        (generation, operation): fields
        for generation in ("BC", "D")
        for operation, fields in _CAMEL.items()
    },
    ("AB", Operation.LIST_LOCATIONS): _BARE_LIST,
    ("AB", Operation.LOCATION): _BARE_ONE,
    # One object as documented; the Python SDK takes a list as well.
    ("AB", Operation.NEARBY): {
        **_BARE_LIST,
        **_BARE_ONE,
        "$": Field(("list", "object")),
    },
    ("C", Operation.LIST_LOCATIONS): _ENVELOPED_V1,
    ("C", Operation.LOCATION): _ENVELOPED_V1,
    ("C", Operation.NEARBY): _ENVELOPED_V1,
    ("D", Operation.LIST_LOCATIONS): _ENVELOPED_V2,
    ("D", Operation.LOCATION): {**_ENVELOPED_V2, **_at("$.data[]", _TARIFFS)},
    ("D", Operation.NEARBY): _ENVELOPED_V2,
}
"""The answers of success by the key of a generation, empty for the token, and operation.

A path that ends in ``.*`` stands for any key.
"""

_COMMANDS: Final = (Operation.START, Operation.STOP)


def successes(operation: Operation) -> tuple[int, ...]:
    """Return the documented statuses of success; that of a command is open (API.md section 12)."""
    return (200, 202) if operation in _COMMANDS else (200,)


def _pascal_error(code: str) -> Fields:
    return _PASCAL_OUTER | {
        "$.Errors": _needed(_LIST),
        "$.Errors[]": _OBJECT,
        "$.Errors[].Code": _needed(_one_of(code)),
        "$.Errors[].Title": _TEXT,
        "$.Errors[].Detail": _TEXT,
        "$.Errors[].AdditionalInfo": _OBJECT,
        "$.Errors[].AdditionalInfo.*": _TEXT,
    }


def _camel_error(code: str, details: Path = "$.errors[].details") -> Fields:
    return _CAMEL_OUTER | {
        "$.errors": _needed(_LIST),
        "$.errors[]": _OBJECT,
        "$.errors[].code": _needed(_one_of(code)),
        "$.errors[].message": _TEXT,
        "$.errors[].description": _TEXT,
        details: _LIST,
        f"{details}[]": _TEXT,
    }


_PASCAL_CODES: Final = {
    400: "E0001",
    401: "E0006",
    404: "E0005",
    405: "E0007",
    429: "E0008",
    500: "E0002",
    503: "E0012",
}
_PASCAL_ERRORS: Final = {
    status: _pascal_error(code) for status, code in _PASCAL_CODES.items()
}
_CAMEL_ERRORS: Final = {
    400: _camel_error("E0001"),
    401: _camel_error("E0003"),
    404: _camel_error("E0038"),
    429: _camel_error("E0009"),
    500: _camel_error("E0005", "$.details"),
    503: _camel_error("E0014"),
}
_BARE_ERROR: Final = {"$": _OBJECT, "$.code": _needed(_TEXT), "$.message": _TEXT}
_OAUTH_WORDS: Final = Field(("text",), codes=OAUTH_ERRORS)
_TOKEN_ERROR: Final = {
    "$": _OBJECT,
    "$.error": _OAUTH_WORDS,
    "$.error_description": _TEXT,
    "$.error_descrription": _TEXT,  # as a page of the portal spells it
    "$.error_uri": _TEXT,
    "$.ErrorCode": _OAUTH_WORDS,
    "$.Error": _TEXT,
}


def errors_of(generation: str, operation: Operation) -> Mapping[int, Fields]:
    """Return the documented errors by their status; the code depends on the generation."""
    match generation:
        case "":
            return dict.fromkeys((400, 401), _TOKEN_ERROR)
        case "A" if operation is Operation.START:
            return _PASCAL_ERRORS | {401: _pascal_error("E0003")}
        case "A":
            return _PASCAL_ERRORS
        case "AB":
            return dict.fromkeys((400, 401, 404), _BARE_ERROR)
    return _CAMEL_ERRORS
