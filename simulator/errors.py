"""The error bodies of each generation, as data (API.md section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import json
import uuid

from .wire import Call


@dataclass(frozen=True)
class Reply:
    """An answer before it becomes bytes: a JSON body, or a ready text."""

    status: int
    body: object = None
    raw: bytes | None = None
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """Give the bytes of the body."""
        if self.raw is not None:
            return self.raw
        return json.dumps(self.body).encode()


# Generation A, charging: code, title, detail.
_PASCAL: Mapping[int, tuple[str, str, str]] = {
    400: ("E0001", "Validation Error", "Missing / Invalid value for"),
    401: (
        "E0006",
        "Unauthorized",
        "Supplied credentials are invalid or user does not have access to the operation.",
    ),
    404: ("E0005", "Not Found", "Invalid Charging token with provided"),
    405: ("E0007", "Method Not allowed", "The request method is not allowed"),
    429: (
        "E0008",
        "Too Many Requests",
        "Number of requests received per minute is more than the allowed/configured policy",
    ),
    500: (
        "E0002",
        "Unknown Error",
        "Something is wrong! Please retry after sometime. If the problem persists contact support",
    ),
    503: (
        "E0012",
        "Connectivity Error",
        (
            "Unable to process the request due to connectivity issue. "
            "Please retry after sometime. If the problem persists contact support"
        ),
    ),
}
_PASCAL_START_401 = "E0003"
_PASCAL_FIELDS = (
    "EvChargeNumber",
    "EvseId",
)  # named where nothing else is known to be wrong

# Generation A, locations: code, message.
_BARE: Mapping[int, tuple[str, str]] = {
    400: ("Bad Request", "Request was not processed due to client error"),
    401: ("InvalidToken", "The access token is not valid"),
    404: ("NotFound", "Unable to identify host"),
}

# Generations B to D: code, message, description.
_CAMEL: Mapping[int, tuple[str, str, str]] = {
    400: ("E0001", "Bad Request", "The request is not valid"),
    401: ("E0003", "Unauthorized", "Invalid Access Token"),
    404: ("E0038", "Not Found", "Requested API resource not found"),
    429: (
        "E0009",
        "Too Many Requests",
        "Exceeded maximum allowed number of request limit",
    ),
    500: (
        "E0005",
        "Internal Server Error",
        "Server encountered an unexpected condition that prevented it from fulfilling the request",
    ),
    503: ("E0014", "Connectivity Error", "Service Unavailable"),
}

# Words for what no generation documents: those answers come from the gateway in front of the API.
_GATEWAY: Mapping[int, str] = {
    403: "Invalid API call as no apiproduct match found",
    404: "Unable to identify proxy for host and url",
    405: "Method not allowed",
    408: "Request timeout",
    410: "Gone",
    429: "Rate limit quota violation",
    502: "Bad Gateway",
    503: "The Service is temporarily unavailable",
    504: "Gateway Timeout",
}

_DETAIL_LIMIT = 250


def error(
    call: Call, status: int, *details: str, headers: Mapping[str, str] | None = None
) -> Reply:
    """Give the documented error of a status in the caller's generation, else the gateway's."""
    headers = headers or {}
    request_id = call.request_id or str(uuid.uuid4())
    if call.pascal and status in _PASCAL:
        return Reply(
            status, _pascal_body(call, status, request_id, details), headers=headers
        )
    if call.bare and status in _BARE:
        code, message = _BARE[status]
        text = f"{message}: {', '.join(details)}" if details else message
        return Reply(status, {"code": code, "message": text}, headers=headers)
    if call.generation in ("B", "C", "D") and status in _CAMEL:
        return Reply(status, _camel_body(status, request_id, details), headers=headers)
    return gateway_error(status, headers=headers)


def _pascal_body(
    call: Call, status: int, request_id: str, details: tuple[str, ...]
) -> dict[str, object]:
    code, title, detail = _PASCAL[status]
    if status == 401 and call.operation == "start":
        code = _PASCAL_START_401
    if status == 400:
        detail = f"{detail}: {' | '.join(details or _PASCAL_FIELDS)}"
    return {
        "RequestId": request_id,
        "Status": "FAILED",
        "Errors": [
            {
                "Code": code,
                "Title": title,
                "Detail": detail[:_DETAIL_LIMIT],
                "AdditionalInfo": {"reason": ", ".join(details)} if details else None,
            }
        ],
    }


def _camel_body(
    status: int, request_id: str, details: tuple[str, ...]
) -> dict[str, object]:
    code, message, description = _CAMEL[status]
    item: dict[str, object] = {
        "code": code,
        "message": message,
        "description": description,
    }
    body: dict[str, object] = {
        "requestId": request_id,
        "status": "FAILED",
        "errors": [item],
    }
    # The model of 500 alone has its details beside the errors.
    (body if status == 500 else item)["details"] = list(details or (description,))
    return body


def gateway_error(
    status: int, text: str | None = None, *, headers: Mapping[str, str] | None = None
) -> Reply:
    """Give an answer of the gateway: no generation's body, and no RequestId."""
    reason = text or _GATEWAY.get(status, "The request could not be handled")
    body = {
        "fault": {"faultstring": reason, "detail": {"errorcode": f"gateway.{status}"}}
    }
    return Reply(status, body, headers=headers or {})


def page(status: int, title: str) -> Reply:
    """Give a page for people, as a proxy or a captive portal answers."""
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Reply(status, raw=html.encode(), content_type="text/html")


def success(
    call: Call, data: list[object] | None = None, *, status: int = 200
) -> Reply:
    """Give an answer in the caller's envelope; without data for a stop (API.md section 5)."""
    if call.pascal:
        body: dict[str, object] = {"RequestId": call.request_id, "Status": "SUCCESS"}
        key = "Data"
    else:
        body = {"requestId": call.request_id, "status": "SUCCESS"}
        key = "data"
    if data is not None:
        body[key] = data
    return Reply(status, body)
