"""Two charge points at one roof."""

from typing import override

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from benchmarks.days import CHARGING_POWER
from homeassistant.core import HomeAssistant

from .conftest import GRID, At, Day, Use, edited
from simulator import Simulator
from simulator.world import CHARGING
from tests.conftest import HOME, OFFICE, Home, sent

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def entry(two_points: MockConfigEntry) -> MockConfigEntry:
    """Return an account with two charge points."""
    return two_points


class Both(Day):
    """Two cars draw."""

    def count(self) -> int:
        """Return how many cars draw."""
        sessions = self.simulator.sessions.values()
        return sum(session.state in CHARGING for session in sessions)

    @override
    def show(self, watts: int | None) -> None:
        """Let the meter show what is left beside both cars."""
        assert watts is not None
        watts += CHARGING_POWER if self._draws() else 0
        super().show(watts - CHARGING_POWER * self.count())

    @override
    def _is_pending(self) -> bool:
        return any(
            self.home.state("session_state", name).endswith("_requested")
            for name in ("Home", "Office")
        )


async def test_sun_for_one_of_two(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    home: Home,
    freezer: FrozenDateTimeFactory,
    simulator: Simulator,
    at: At,
    use: Use,
) -> None:
    """There is sun for one car: four clear hours are charged with it, not with as much from the grid."""
    day = Both(hass, home, freezer, simulator)
    for point in (HOME, OFFICE):
        simulator.plug(point, True)
    at(10)
    inputs = [
        {
            "charging": home.entity_id("charging", name),
            "grid": GRID,
            "nominal": CHARGING_POWER,
        }
        for name in ("Home", "Office")
    ]
    path = {"path": "shell_ev/solar_surplus.yaml"}
    other = {"id": "o", "alias": "o", "use_blueprint": path | {"input": inputs[1]}}
    await use("solar_surplus", other, **inputs[0])
    await edited(hass)
    from_grid, drawn = 0.0, 0.0
    for _ in range(4 * 60):
        await day.live([CHARGING_POWER + 500])
        power = CHARGING_POWER * day.count()
        drawn += power / 60000
        from_grid += max(power - CHARGING_POWER - 500, 0) / 60000
    assert from_grid <= 0.15 * drawn, (from_grid, drawn, sent(simulator, "start"))
