"""No reply makes anything but a ``ShellEvError`` leave the API: the documented ones, mutated."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
import json
from math import isfinite
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings, strategies as st
from multidict import CIMultiDict
import pytest

from custom_components.shell_ev.api import (
    Location,
    Session,
    SessionError,
    ShellEvClient,
    ShellEvError,
    Usage,
)
from custom_components.shell_ev.api.generations import DIRECTORIES, generation_of
from custom_components.shell_ev.api.http import MAX_WAIT
from tests.api.samples import (
    ANSWERS,
    CARD,
    ERRORS,
    EVSE,
    OLDER_UID,
    SESSION_ID,
    TOKEN,
    UID,
)

SERVER: Final = "https://shell.example"
PATHS: Final = tuple(f"{SERVER}/{path}" for path in ("ev/v", "v", "locations/v1/ev"))
"""Where a call may go, whatever was answered before."""
NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONES: Final = (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue"))

SPELLED: Final = {
    '"@huge"': "1e400",
    '"@digits"': "9" * 5000,
    '"@deep"': "[" * 150_000,
}
"""What JSON can say and Python's writer of it does not."""

ODD: Final[list[Any]] = [
    None,
    True,
    False,
    0,
    -1,
    7,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
    float("-inf"),
    10**30,
    10**400,
    253402300799,
    -62135596800,
    "",
    " ",
    "@huge",
    "@digits",
    "@deep",
    "..",
    "../../v2/oauth/token",
    "\ud800",
    "\udfff\x00",
    "a\r\nb: c",
    "\u202e{[",
    "x" * 5000,
    "ten",
    "NaN",
    "1e400",
    "-5",
    "9" * 400,
    "٣",
    "²",
    "null",
    "FAILED",
    "SUCCESS",
    "Started",
    "22:00Z",
    "7:00",
    "24:00",
    "10:24:00",
    "MON",
    "2026-02-30",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-11-20T12:00:00+99:00",
    "99/99/9999",
    [],
    {},
    [None],
    [[[[]]]],
    {"": None},
    {"id": {"id": {"id": None}}},
    ["MONDAY", 5, None],
    EVSE,
    CARD,
]
STATUSES: Final = [200] * 20 + [
    0,
    202,
    204,
    302,
    400,
    401,
    403,
    404,
    408,
    410,
    429,
    500,
    503,
]
HEADERS: Final = [
    None,
    "7",
    "-7",
    "7.5",
    "1e400",
    "9" * 5000,
    "NaN",
    "²",
    "\udcff",
    "",
    ",",
    "Fri, 20 Nov 2026 12:00:09 GMT",
    "Fri, 20 Nov 2026 12:00:09 +99999999999",
    "Fri, 20 Nov " + "9" * 400 + " 12:00:09 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Sat, 01 Jan 0001 00:00:00 +2359",
    "Friday, 20-Nov-26 12:00:09 GMT",
    "20 Nov",
    "Nov, 20 12:00",
]


@dataclass
class Wire:
    """Answers in the place of a session of aiohttp's."""

    status: int
    headers: dict[str, str]
    body: bytes
    to_token: bool
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @asynccontextmanager
    async def request(
        self, method: str, url: Any, **request: Any
    ) -> AsyncGenerator[Any]:
        """Note what goes out, and answer with a good token or what was drawn."""
        self.sent.append((str(url), request["headers"]))
        asks_token = url.path.endswith("/oauth/token")
        if asks_token and not self.to_token:
            yield Response(200, CIMultiDict(), json.dumps(TOKEN).encode())
        else:
            yield Response(self.status, CIMultiDict(self.headers), self.body)


@dataclass
class Response:
    """An answer as aiohttp gives it."""

    status: int
    headers: CIMultiDict[str]
    body: bytes

    @property
    def content(self) -> Response:
        """The body as a stream."""
        return self

    async def iter_any(self) -> AsyncIterator[bytes]:
        """Give the body in two pieces."""
        yield self.body[: len(self.body) // 2]
        yield self.body[len(self.body) // 2 :]

    def close(self) -> None:
        """Read no more."""


def places(value: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """Walk over every place in a value."""
    yield way
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, item in inside:
        yield from places(item, *way, key)


def changed(body: Any, way: tuple[Any, ...], deed: str, odd: Any) -> Any:
    """Return the body with another value in a place."""
    if not way:
        return [body] if deed == "wrap" else odd
    parent = body
    for key in way[:-1]:
        parent = parent[key]
    key = way[-1]
    if deed == "drop":
        del parent[key]
    elif deed == "wrap":
        parent[key] = [parent[key]]
    elif deed == "case" and isinstance(key, str):
        parent[key.swapcase()] = odd
    elif deed == "twice" and isinstance(parent, list):
        parent.append(deepcopy(parent[key]))
    else:
        parent[key] = odd
    return body


def written(body: Any) -> bytes:
    """Return a body as JSON, with what Python does not write."""
    text = json.dumps(body)
    for word, meant in SPELLED.items():
        text = text.replace(word, meant)
    return text.encode()


@st.composite
def bodies(draw: st.DrawFn, sample: Any) -> bytes:
    """Draw what a reply holds: a sample with changes, now and then not even JSON."""
    body = deepcopy(sample)
    for _ in range(draw(st.integers(1, 6))):
        way = draw(st.sampled_from(list(places(body))))
        deed = draw(
            st.sampled_from(["replace"] * 6 + ["drop", "wrap", "case", "twice"])
        )
        body = changed(body, way, deed, deepcopy(draw(st.sampled_from(ODD))))
    raw = written(body)
    match draw(
        st.sampled_from([""] * 30 + ["cut", "bom", "utf-16", "byte", "html", "none"])
    ):
        case "cut":
            return raw[: draw(st.integers(0, len(raw)))]
        case "bom":
            return b"\xef\xbb\xbf" + raw
        case "utf-16":
            return raw.decode().encode("utf-16")
        case "byte":
            place = draw(st.integers(0, len(raw)))
            return raw[:place] + bytes([draw(st.integers(0, 255))]) + raw[place:]
        case "html":
            return b"<html>" + raw
        case "none":
            return b""
    return raw


@st.composite
def replies(draw: st.DrawFn) -> tuple[str, str, Wire]:
    """Draw a method of the client, the generation it speaks, and what it is answered."""
    generation, method = draw(st.sampled_from(list(ANSWERS)))
    status = draw(st.sampled_from(STATUSES))
    refused = status >= 400 or draw(st.integers(0, 9)) == 0
    sample = draw(st.sampled_from(ERRORS)) if refused else ANSWERS[generation, method]
    headers = {
        name: value
        for name in ("Retry-After", "Date")
        if (value := draw(st.sampled_from(HEADERS))) is not None
    }
    wire = Wire(status, headers, draw(bodies(sample)), method == "authenticate")
    return generation, method, wire


CALLS: Final[dict[str, tuple[Any, ...]]] = {
    "authenticate": (),
    "start": (CARD, EVSE),
    "stop": (SESSION_ID,),
    "retrieve": (SESSION_ID,),
    "active": (CARD,),
    "find_location": (EVSE,),
    "nearby": (52.37, 4.9),
}


def client_of(wire: Wire, generation: str) -> ShellEvClient:
    """Return a client of one generation that talks to nobody else."""
    session: Any = wire
    client = ShellEvClient(
        session,
        SERVER,
        "demo-client",
        "demo-secret",
        clock=lambda: NOON,
        generation=generation_of(generation),
    )
    client._directory = next(
        (known for known in DIRECTORIES if known.key == generation), None
    )
    return client


async def ask(wire: Wire, generation: str, method: str) -> Any:
    """Make a call, and those that follow from what it found."""
    client = client_of(wire, generation)
    if method == "location":
        return await client.location(UID if generation == "D" else OLDER_UID, "NL-TNM")
    found = await getattr(client, method)(*CALLS[method])
    if method == "authenticate":
        wire.to_token = False
        wire.status, wire.headers = 200, {}
        wire.body = json.dumps(ANSWERS["D", "active"]).encode()
        return await client.active(CARD)
    for place in found if isinstance(found, tuple) else (found,):
        if isinstance(place, Location):
            await client.location(place.uid, "NL-TNM")
    return found


def values(found: Any) -> Iterator[Any]:
    """Walk over what was read."""
    if is_dataclass(found):
        for each in fields(found):
            yield from values(getattr(found, each.name))
    elif isinstance(found, tuple | frozenset):
        for item in found:
            yield from values(item)
    elif isinstance(found, dict):
        yield from values((*found, *found.values()))
    else:
        yield found


def is_sound(value: Any) -> bool:
    """Return whether a value can be shown, kept and reckoned with."""
    if isinstance(value, str):
        return bool(value.encode()) and not any(character < " " for character in value)
    if isinstance(value, datetime):
        return value.astimezone(ZONES[0]) == value.astimezone(ZONES[1])
    return not isinstance(value, float) or isfinite(value)


def see(found: Any) -> None:
    """Do with an answer what the integration does with it."""
    for value in values(found):
        assert is_sound(value), ascii(value)
    for item in found if isinstance(found, tuple) else (found,):
        if isinstance(item, Location):
            assert item.address != ""
            for evse, zone in product(item.evses, ZONES):
                prices = evse.prices(NOON.astimezone(zone), Usage(energy=9))
                assert all(map(is_sound, values(prices)))
        elif isinstance(item, Session):
            SessionError.read(item.error_code or "")


def see_error(error: ShellEvError) -> None:
    """Tell of an error, and wait as long as it says."""
    assert is_sound(str(error))
    assert error.code is None or error.code.isascii()
    assert error.retry_after is None or timedelta() <= error.retry_after <= MAX_WAIT


async def check(wire: Wire, generation: str, method: str) -> None:
    """Look at what a reply is read as, and at what went out."""
    try:
        see(await ask(wire, generation, method))
    except ShellEvError as err:
        see_error(err)
    posts = []
    for url, headers in wire.sent:
        assert url.startswith(PATHS)
        assert all(
            header.isascii() and header.isprintable() for header in headers.values()
        )
        if method in {"start", "stop"} and "/ev/" in url:
            posts.append(headers["RequestId"])
    assert len(posts) == len(set(posts)) <= (2 if wire.status == 401 else 1)


@given(replies())
@settings(
    max_examples=600,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_reply_is_a_crash(reply: tuple[str, str, Wire]) -> None:
    """Whatever comes back: an answer that can be shown and kept, or an error that says so."""
    generation, method, wire = reply
    asyncio.run(check(wire, generation, method))


@pytest.mark.parametrize(
    ("generation", "method"),
    [answer for answer in ANSWERS if answer[1] not in {"find_location", "nearby"}],
)
async def test_no_odd_value_is_a_crash(generation: str, method: str) -> None:
    """Each of them in each place of an answer."""
    sample = ANSWERS[generation, method]
    for way, odd in product(places(sample), ODD):
        body = written(changed(deepcopy(sample), way, "replace", odd))
        wire = Wire(200, {}, body, method == "authenticate")
        await check(wire, generation, method)


@pytest.mark.parametrize(
    ("method", "status"), [("authenticate", 401), ("location", 400)]
)
async def test_no_odd_error_is_a_crash(method: str, status: int) -> None:
    """Each value in each place of an error, told by Shell, a gateway or the token endpoint."""
    for sample in ERRORS:
        for way, odd in product(places(sample), ODD):
            body = written(changed(deepcopy(sample), way, "replace", odd))
            await check(Wire(status, {}, body, method == "authenticate"), "D", method)


@pytest.mark.parametrize("retry_after", HEADERS)
async def test_no_odd_header_is_a_crash(retry_after: str | None) -> None:
    """Each with each date."""
    for date, status in product(HEADERS, (401, 429, 503)):
        told = {"Retry-After": retry_after, "Date": date}
        headers = {name: value for name, value in told.items() if value is not None}
        await check(Wire(status, headers, b"", False), "D", "start")


@pytest.mark.parametrize(("generation", "method"), ANSWERS)
async def test_the_documented_replies_are_read(generation: str, method: str) -> None:
    """What is mutated is something that is understood."""
    body = json.dumps(ANSWERS[generation, method]).encode()
    wire = Wire(200, {}, body, method == "authenticate")
    found = await ask(wire, generation, method)
    assert found
    see(found)
