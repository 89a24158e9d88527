"""How soon the sessions view is there, and shows a month among 10,000 sessions: ``scripts/benchmark sessions``.

A real Home Assistant and a real browser beside it. The time is from putting the card on the page
until what it shows is painted: the question to Home Assistant, its answer with all sums, and the
drawing; on the first visit of a page also the view's module, which the browser has kept. Beside it
stands how long the answer alone takes.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scripts.demo_app import dashboard

from .card import FIRST_PAINT_MS, within
from .figures import Figure, show
from tests.e2e.frontend import Frontend
from tests.e2e.sessions import history_of_years, looking_back

FIRST_VISITS: Final = 8
VISITS: Final = 40
QUICK_VISITS: Final = 2
MONTH_MS: Final = 100
ANSWER: Final = "the answer alone"

type Times = tuple[list[float], list[float]]
"""Until a month is painted, and until it is answered, in milliseconds."""

VISIT: Final = """async (times) => {
  const hass = document.querySelector("home-assistant").hass;
  const frame = () => new Promise(requestAnimationFrame);
  const painted = [], answered = [];
  const { callWS } = hass;
  for (let visit = 0; visit < times; visit++) {
    const card = document.createElement("shell-ev-sessions");
    card.setConfig({ type: "custom:shell-ev-sessions" });
    let answer = 0;
    card.hass = { ...hass, callWS: async (message) => {
      const asked = performance.now();
      const result = await callWS(message);
      answer = performance.now() - asked;
      return result;
    } };
    const place = document.createElement("div");
    place.style = "position: fixed; inset: 0; overflow: auto; z-index: 99; background: white";
    place.append(card);
    const began = performance.now();
    document.body.append(place);
    const rows = (root) => root.querySelector("tr.row") ||
      [...root.querySelectorAll("*")].some((each) => each.shadowRoot && rows(each.shadowRoot));
    while (!rows(place)) await new Promise((done) => setTimeout(done));
    await frame();
    painted.push(performance.now() - began);
    answered.push(answer);
    place.remove();
    await new Promise((done) => setTimeout(done, 50));
  }
  return [painted, answered];
}"""


async def first_visits(person: Frontend, times: int) -> Times:
    """Return how long it takes on pages that were loaded anew, of which each loads the view's module."""
    painted, answered = [], []
    # The first of them is the one for which the browser fetches it.
    for visit in range(times + 1):
        await person.go(dashboard.URL_PATH)
        await person.page.locator("shell-ev-card").first.wait_for()
        ((took,), (answer,)) = await person.page.evaluate(VISIT, 1)
        if visit:
            painted.append(took)
            answered.append(answer)
    return painted, answered


async def visits(person: Frontend, times: int) -> Times:
    """Return how long it takes on one page, time and again."""
    await person.go(dashboard.SESSIONS)
    await person.page.locator("tr.row").first.wait_for()
    painted, answered = await person.page.evaluate(VISIT, times + 1)
    return painted[1:], answered[1:]


def figure(row: str, most: float, times: Times) -> Figure:
    """Return what was measured of one kind of visits."""
    painted, answered = times
    return within(row, most, tuple(painted), {ANSWER: tuple(answered)})


async def figures(quick: bool = False) -> list[Figure]:
    """Return how soon the view is there, and how soon a month is shown."""
    sessions = history_of_years(datetime.now(UTC))
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with looking_back(folder, folder, sessions) as person:
            first = await first_visits(person, QUICK_VISITS if quick else FIRST_VISITS)
            again = await visits(person, QUICK_VISITS if quick else VISITS)
    kept = f"{len(sessions):,} sessions kept"
    return [
        figure(f"sessions view, {kept}: first paint", FIRST_PAINT_MS, first),
        figure(f"sessions view, {kept}: a month", MONTH_MS, again),
    ]


def main() -> None:
    """Measure, and print the figures."""
    print(show(asyncio.run(figures())))


if __name__ == "__main__":
    main()
