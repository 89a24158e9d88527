"""The empty integration has what ours has, and a poll without news leaves nothing; no times."""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from benchmarks.accounts import (
    EMPTY,
    account,
    home,
    register_empty,
    rows_of,
    simulated_shell,
)
from benchmarks.poll import begin, sample, traces
from benchmarks.setup import core_home, imported, set_up
from benchmarks.vendors import VENDORS, Vendor
from homeassistant.core import HomeAssistant

lingering = pytest.mark.parametrize("expected_lingering_timers", [True])
"""Home Assistants of their own are ended at once; nobody waits for what they would do later."""


@pytest.fixture
async def shell(socket_enabled: None) -> AsyncGenerator[str]:
    """Serve a simulator in a process of its own."""
    async with simulated_shell() as url:
        yield url


def shown(hass: HomeAssistant, entry_id: str) -> Counter[tuple[str, ...]]:
    """Return what is registered of an entry's entities, without their ids."""
    entry = hass.config_entries.async_get_entry(entry_id)
    assert entry
    return Counter(
        (
            row.entry.domain,
            str(row.entry.original_name),
            str(row.entry.original_device_class),
            str(row.entry.entity_category),
            str(row.entry.capabilities),
            str(row.entry.unit_of_measurement),
            str(row.entry.disabled_by),
            str(row.subentry),
        )
        for row in rows_of(hass, entry)
    )


@lingering
async def test_the_empty_integration_has_as_many_entities(shell: str) -> None:
    """The same in all that Home Assistant registers of them, each at its device."""
    ours, empty = account(shell, 2), account(shell, 2, EMPTY)
    async with home() as hass:
        await set_up(hass, ours)
        rows = rows_of(hass, ours)
        as_ours = shown(hass, ours.entry_id)
        states = len(hass.states.async_all())
    async with home() as hass:
        register_empty(hass, lambda _: rows)
        await set_up(hass, empty)
        assert shown(hass, empty.entry_id) == as_ours
        assert len(hass.states.async_all()) == states
    assert as_ours.total() > 20


@lingering
async def test_a_poll_without_news_leaves_nothing(shell: str) -> None:
    """No state and no byte, with ten charge points; a state that is written is seen."""
    async with AsyncExitStack() as stack:
        one = await begin(stack, shell, 10)
        assert await traces(one, 5) == (0, 0)
        assert await sample(one.call, 2) > 0

        async def write() -> None:
            one.hass.states.async_set("sensor.other", "1")
            path = Path(one.hass.config.path("other"))
            await one.hass.async_add_executor_job(path.write_text, "word")

        assert await traces(replace(one, poll=write), 3) == (3, 4)


def test_core_can_be_imported_without_its_vendors() -> None:
    """Each takes its time, in a process that has all else; what cannot be imported is told."""
    names = [f"homeassistant.components.{vendor.domain}" for vendor in VENDORS]
    took = imported(names, 1)
    assert set(took) == set(names)
    assert all(sample > 0 for (sample,) in took.values())
    with pytest.raises(CalledProcessError):
        imported(["benchmarks.nothing"], 1)


@lingering
@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.domain)
async def test_core_is_set_up_without_its_vendors(
    vendor: Vendor, socket_enabled: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Each charge point is a device whose entities show what the stand-in says."""
    async with core_home(vendor, 2) as (hass, rows, took):
        assert took > 0
        enabled = [row.entry for row in rows if row.entry.disabled_by is None]
        states = [hass.states.get(entry.entity_id) for entry in enabled]
        assert {state.state for state in states if state} & {"unavailable"} == set()
        assert None not in states
    assert len({entry.device_id for entry in enabled} - {None}) == 2
    assert len(rows) > len(enabled) > 2 * 10
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


@lingering
@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.domain)
async def test_cores_entities_are_counted(vendor: Vendor, socket_enabled: None) -> None:
    """Those of each charge point; a hub may have some of its own."""
    counts = []
    for points in (1, 2, 3):
        async with core_home(vendor, points) as (_, rows, _):
            counts.append(len(rows))
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert first == second > 10
    assert (counts[0] == first) is not vendor.is_hub
