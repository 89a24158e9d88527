"""Prices as real integrations say them: a table of fixtures, each from its source's own documents."""

from collections.abc import Mapping
from datetime import datetime
import json
from pathlib import Path
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.shell_ev.planning.prices import (
    PriceList,
    read_attributes,
    read_list,
    read_response,
)

FIXTURES = sorted((Path(__file__).parent / "prices").glob("*.json"))
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")


def with_times(said: Any) -> Any:
    """Return what a source says with its times as Home Assistant's states hold them."""
    if isinstance(said, Mapping):
        return {with_times(key): with_times(value) for key, value in said.items()}
    if isinstance(said, list):
        return [with_times(item) for item in said]
    if isinstance(said, str) and TIME.fullmatch(said):
        return datetime.fromisoformat(said)
    return said


def read(fixture: Mapping[str, Any], *, times: bool = False) -> PriceList | None:
    """Read a fixture as its kind of source is read."""
    zone = ZoneInfo(fixture["zone"])
    now = datetime.fromisoformat(fixture["now"])
    said = with_times(fixture) if times else fixture
    if "action" in fixture:
        return read_response(fixture["action"], *said["responses"], now=now, zone=zone)
    if "prices" in fixture:
        return read_list(said["prices"], now=now, zone=zone)
    return read_attributes(said["attributes"], now=now, zone=zone)


def as_written(prices: PriceList, zone: ZoneInfo) -> dict[str, Any]:
    """Return prices as the fixtures write them."""
    return {
        "source": prices.source,
        "unit": prices.unit,
        "slots": [
            [
                slot.start.astimezone(zone).isoformat(),
                slot.end.astimezone(zone).isoformat(),
                pytest.approx(slot.price, abs=1e-6),
            ]
            for slot in prices.slots
        ],
    }


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_source_is_read_right_or_not_at_all(path: Path) -> None:
    """A wrong price costs money; what is not understood is told to the person."""
    fixture = json.loads(path.read_text())
    assert fixture["source"]
    for times in {False, "datetimes" in fixture}:
        prices = read(fixture, times=times)
        if "not_understood" in fixture:
            assert prices is None, fixture["not_understood"]
        else:
            assert prices is not None
            assert prices.unread == ()
            zone = ZoneInfo(fixture["zone"])
            assert fixture["understood"] == as_written(prices, zone)


def test_most_shapes_are_read() -> None:
    """At least 26 shapes; the table cannot shrink unseen."""
    fixtures = [json.loads(path.read_text()) for path in FIXTURES]
    understood = [fixture["shape"] for fixture in fixtures if "understood" in fixture]
    assert len(set(understood)) == len(understood) >= 26
    assert len(fixtures) >= 28
