"""Replies in the shapes that the API documents (API.md sections 2, 5, 7 and 8), one of each kind."""

from typing import Any, Final

SESSION_ID: Final = "260f17a9-52d4-4b40-ae74-83832b538975"
REQUEST_ID: Final = "9d2dee33-7803-485a-a2b1-2c7538e597ee"
CARD: Final = "NL-TNM-C00122045-K"
EVSE: Final = "NL*TNM*E02003451*0"
UID: Final = "NL*TNM*L0000001*0"
OLDER_UID: Final = "2057001"


def envelope(*data: Any) -> dict[str, Any]:
    """Return data as generations B to D envelop them."""
    return {"requestId": REQUEST_ID, "status": "SUCCESS", "data": list(data)}


def pascal(*data: Any) -> dict[str, Any]:
    """Return data as generation A envelops them."""
    return {"RequestId": REQUEST_ID, "Status": "SUCCESS", "Data": list(data)}


SESSION: Final = {
    "id": SESSION_ID,
    "userId": "96f69b3d-5b9c-4f05-a1b4-d4be6b4bd7e3",
    "emaId": CARD,
    "evseId": EVSE,
    "lastUpdated": "2026-11-20T11:58:57.985998Z",
    "startedAt": "2026-11-20T11:20:27Z",
    "stoppedAt": None,
    "sessionState": {
        "status": "failed-to-stop",
        "error": {"code": "EvseInUse", "message": "The EVSE is in use"},
    },
}

PASCAL_SESSION: Final = {
    "Id": SESSION_ID,
    "UserId": "96f69b3d-5b9c-4f05-a1b4-d4be6b4bd7e3",
    "EmaId": CARD,
    "EvseId": EVSE,
    "StartedAt": "2026-11-20T11:20:27.725Z",
    "StoppedAt": None,
    "SessionState": "failed-to-start",
    "SessionCode": "EvNotConnectedToEvse",
    "SessionMessage": "The EV is not connected",
}

TARIFF: Final = {
    "tariffId": "T1",
    "tariffType": "DRIVER",
    "powerRange": {"min": 0, "max": 50},
    "currency": "EUR",
    "elements": [
        {
            "priceComponents": [
                {"type": "ENERGY", "stepSize": 1, "price": 0.44, "vat": 21},
                {"type": "TIME", "stepSize": 60, "price": 0.02, "vat": 21},
            ],
            "restrictions": {
                "startTime": "07:00",
                "endTime": "23:00",
                "startDate": "2026-01-01",
                "endDate": "2027-01-01",
                "minKwh": 0,
                "maxKwh": 80,
                "minPower": 0,
                "maxPower": 50,
                "minCurrent": 0,
                "maxCurrent": 63,
                "minDuration": 0,
                "maxDuration": 86400,
                "dayOfWeek": ["MONDAY", "FRIDAY"],
            },
        },
        {"priceComponents": [{"type": "FLAT", "stepSize": 1, "price": 0.35}]},
    ],
    "startDateTime": "2025-01-01T00:00:00Z",
    "endDateTime": "2035-01-01T00:00:00Z",
}

LOCATION: Final = {
    "uid": UID,
    "coordinates": {"latitude": 52.37, "longitude": 4.9},
    "operatorName": "Operator",
    "address": {
        "streetAndNumber": "Dam 1",
        "postalCode": "1012JS",
        "city": "Amsterdam",
        "country": "NL",
    },
    "evses": [
        {
            "uid": "E1",
            "evseId": EVSE,
            "status": "Available",
            "physicalReference": "A",
            "updated": "2026-11-20T11:00:00Z",
            "connectors": [
                {
                    "uid": "C1",
                    "connectorType": "Type2",
                    "electricalProperties": {
                        "amperage": 32.0,
                        "maxElectricPower": 22.08,
                    },
                    "tariffs": [TARIFF],
                }
            ],
        }
    ],
}

OLDER_LOCATION: Final = {
    "uid": int(OLDER_UID),
    "coordinates": {"latitude": 52.37, "longitude": 4.9},
    "operatorName": "Operator",
    "address": {"streetAndNumber": "Dam 1", "postalCode": "1012JS", "city": "A"},
    "evses": [
        {
            "uid": 1,
            "evseId": EVSE,
            "status": "Occupied",
            "deleted": None,
            "connectors": [
                {
                    "uid": 2,
                    "connectorType": "Type2",
                    "electricalProperties": {"amperage": 32, "maxElectricPower": 22},
                    "tariff": {
                        "startFee": 0.35,
                        "perMinute": 0.0,
                        "perKWh": 0.45,
                        "currency": "EUR",
                    },
                }
            ],
        }
    ],
}

ERROR: Final = {
    "requestId": REQUEST_ID,
    "status": "FAILED",
    "errors": [
        {
            "code": "E0038",
            "message": "Not Found",
            "description": "Requested API resource not found",
            "details": ["Requested API resource not found"],
        }
    ],
}

PASCAL_ERROR: Final = {
    "RequestId": REQUEST_ID,
    "Status": "FAILED",
    "Errors": [
        {
            "Code": "E0005",
            "Title": "Not Found",
            "Detail": "Invalid Charging token with provided",
            "AdditionalInfo": {"key0": "value0"},
        }
    ],
}

TOKEN: Final = {
    "access_token": "2b00042f7481c7b0",
    "token_type": "Bearer",
    "expires_in": 899,
}

ANSWERS: Final[dict[tuple[str, str], Any]] = {
    ("D", "authenticate"): TOKEN,
    ("D", "start"): envelope({"sessionId": SESSION_ID}),
    ("A", "start"): pascal({"SessionId": SESSION_ID}),
    ("D", "stop"): {"requestId": REQUEST_ID, "status": "SUCCESS"},
    ("A", "stop"): {"RequestId": REQUEST_ID, "Status": "SUCCESS"},
    ("D", "retrieve"): envelope(SESSION),
    ("A", "retrieve"): pascal(PASCAL_SESSION),
    ("D", "active"): envelope(
        SESSION, {"id": "other", "SessionState": {"status": "started"}}
    ),
    ("A", "active"): pascal(PASCAL_SESSION),
    ("D", "find_location"): envelope(LOCATION),
    ("D", "location"): envelope(LOCATION),
    ("D", "nearby"): envelope(LOCATION, OLDER_LOCATION),
    ("AB", "find_location"): [OLDER_LOCATION],
    ("AB", "location"): OLDER_LOCATION,
    ("AB", "nearby"): OLDER_LOCATION,
}
"""What is answered to a method of the client, by the generation of the API."""

ERRORS: Final[list[Any]] = [
    ERROR,
    PASCAL_ERROR,
    {"code": "NotFound", "message": "Unable to identify host"},
    {"fault": {"faultstring": "Gone", "detail": {"errorcode": "gateway.410"}}},
    {"error": "invalid_client", "error_description": "?"},
    {"ErrorCode": "invalid_request", "Error": "Required param : grant_type"},
]
