"""How soon the sessions view shows a month among 10,000 sessions: ``scripts/benchmark sessions``.

A real Home Assistant and a real browser beside it. The time is from putting the card on the page,
whose module is loaded as on any visit but the first, until what it shows is painted: the question
to Home Assistant, its answer with all sums, and the drawing. Beside it stands how long the answer
alone takes.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from scripts.demo_app import dashboard

from tests.e2e.sessions import history_of_years, looking_back

TIMES: Final = 40

VISIT: Final = """async (times) => {
  const hass = document.querySelector("home-assistant").hass;
  const frame = () => new Promise(requestAnimationFrame);
  const painted = [], answered = [];
  const { callWS } = hass;
  for (let visit = 0; visit <= times; visit++) {
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
    // The first visit loads the module.
    if (visit) {
      painted.push(performance.now() - began);
      answered.push(answer);
    }
    place.remove();
    await new Promise((done) => setTimeout(done, 50));
  }
  return [painted, answered];
}"""


async def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Return the times until a month is painted, and until it is answered, in milliseconds."""
    sessions = history_of_years(datetime.now(UTC))
    async with looking_back(folder, folder, sessions) as person:
        await person.go(dashboard.SESSIONS)
        await person.page.locator("tr.row").first.wait_for()
        painted, answered = await person.page.evaluate(VISIT, TIMES)
    return painted, answered


def main() -> None:
    """Measure, and print the figures."""
    with TemporaryDirectory() as folder:
        painted, answered = asyncio.run(measure(Path(folder)))
    for what, times in (("painted", painted), ("answered", answered)):
        print(
            f"{what}: median {median(times):.1f} ms, longest {max(times):.1f} ms, of {len(times)}"
        )


if __name__ == "__main__":
    main()
