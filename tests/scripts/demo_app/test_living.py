"""The demo's house goes on from where it was, and tells Home Assistant what its sensors show."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from scripts.demo_app import living as living_module
from scripts.demo_app.account import (
    COMPANY_CARD,
    GRID_POWER,
    METER,
    POWER,
    PRIVATE_CARD,
)
from scripts.demo_app.children import DemoError
from scripts.demo_app.home_assistant import HomeAssistant, RefusedError
from scripts.demo_app.house import House
from scripts.demo_app.living import LivingHouse, living

NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)
STEP = timedelta(seconds=5)


@pytest.fixture
def house(tmp_path: Path) -> LivingHouse:
    """Return a house that is new."""
    return LivingHouse(House(1), tmp_path)


@pytest.mark.parametrize(
    ("card", "watts"), [(PRIVATE_CARD, 11_000), (COMPANY_CARD, 7400), ("other", 3700)]
)
def test_a_car_draws_and_the_meter_counts(
    house: LivingHouse, card: str, watts: int
) -> None:
    """As long as its session runs, and no longer."""
    before = house.meter
    idle = house.step(NOON, None)
    assert house.meter == before
    charging = house.step(NOON + STEP, card)
    drawn = int(charging[POWER])
    assert house.meter - before == pytest.approx(drawn / 1000 * 5 / 3600, rel=0.001)
    assert 0.9 * watts <= drawn <= watts
    assert float(charging[METER]) == pytest.approx(house.meter, abs=0.001)
    assert int(charging[GRID_POWER]) - int(idle[GRID_POWER]) == pytest.approx(
        drawn, abs=200
    )
    assert idle[POWER] == "0"
    assert house.step(NOON + 6 * STEP, card)[POWER] != charging[POWER]
    assert set(charging) == {METER, POWER, GRID_POWER, "sensor.solar_power"}


@pytest.mark.parametrize("elapsed", [timedelta(hours=8), timedelta(seconds=-30)])
def test_a_machine_that_slept_or_set_its_clock_charges_nothing(
    house: LivingHouse, elapsed: timedelta
) -> None:
    """No car has taken 88 kWh in one step, and no meter goes back."""
    before = house.meter
    house.step(NOON, PRIVATE_CARD)
    house.step(NOON + elapsed, PRIVATE_CARD)
    assert house.meter == before


def test_the_meter_goes_on_after_a_restart(tmp_path: Path, house: LivingHouse) -> None:
    """Of Home Assistant as of the demo."""
    house.read_at_least(3400.5)
    house.keep()
    again = LivingHouse(House(1), tmp_path)
    assert again.meter == 3400.5
    again.read_at_least(10)
    assert again.meter == 3400.5


@pytest.mark.parametrize(
    "memory", ["", "[]", "{}", '{"meter": null}', '{"meter": NaN}']
)
def test_a_damaged_memory_is_a_new_meter(tmp_path: Path, memory: str) -> None:
    """It keeps no demo from starting."""
    (tmp_path / "house.json").write_text(memory)
    assert LivingHouse(House(1), tmp_path).meter == 1180


class Told:
    """A Home Assistant that is told something; it answers with each problem in turn."""

    def __init__(self, *problems: Exception | None) -> None:
        """Have nothing heard yet."""
        self.states: list[tuple[str, dict[str, Any]]] = []
        self.heard = asyncio.Event()
        self._problems: Iterator[Exception | None] = iter(problems)

    async def post(self, path: str, body: dict[str, Any]) -> None:
        """Hear it, or fail."""
        if problem := next(self._problems, None):
            raise problem
        self.states.append((path, body))
        if len(self.states) > 4:
            self.heard.set()


async def nobody() -> str | None:
    """Charge no car."""
    return None


def silent(_: str) -> None:
    """Say nothing."""


async def live(
    house: LivingHouse, told: Told, say: Callable[[str], None] = silent
) -> None:
    """Live until Home Assistant has heard a second step."""
    async with (
        asyncio.timeout(10),
        living(house, cast(HomeAssistant, told), nobody, say),
    ):
        assert len(told.states) == 4
        await told.heard.wait()


async def test_sensors_are_told_as_sensors(
    house: LivingHouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At once and again, with what the forms and the Energy dashboard ask of them."""
    monkeypatch.setattr(living_module, "STEP_SECONDS", 0)
    told = Told()
    await live(house, told)
    states = dict(told.states)
    meter = states[f"/api/states/{METER}"]
    assert meter["attributes"]["device_class"] == "energy"
    assert meter["attributes"]["state_class"] == "total_increasing"
    assert meter["attributes"]["unit_of_measurement"] == "kWh"
    for power in (POWER, GRID_POWER):
        attributes = states[f"/api/states/{power}"]["attributes"]
        assert attributes["device_class"] == "power"
        assert attributes["unit_of_measurement"] == "W"
    assert (tmp_path / "house.json").exists()


async def test_who_does_not_answer_now_is_told_later(
    house: LivingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home Assistant may be on its way out, and the simulator before it."""
    monkeypatch.setattr(living_module, "STEP_SECONDS", 0)
    await live(house, Told(None, None, None, None, DemoError("gone"), TimeoutError()))


async def test_who_refuses_is_left_alone(
    house: LivingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One who has signed the demo out gets no call every five seconds, but the demo goes on."""
    monkeypatch.setattr(living_module, "STEP_SECONDS", 0)
    said = asyncio.Event()
    told = Told(None, None, None, None, RefusedError("401"))
    async with (
        asyncio.timeout(10),
        living(house, cast(HomeAssistant, told), nobody, lambda _: said.set()),
    ):
        await said.wait()
    assert len(told.states) == 4


async def test_a_full_disk_keeps_nobody_from_looking_on(
    house: LivingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sensors go on; what the meter shows is remembered once there is room."""

    def full(_: Path, __: str) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr(living_module, "STEP_SECONDS", 0)
    monkeypatch.setattr(Path, "write_text", full)
    await live(house, Told())
