"""How long the card takes to show a change, in a real browser: ``scripts/benchmark card``.

The page holds the built card with 20 charge points. A change is one charge point's turn from
one state to the next; its time is from handing Home Assistant's new states to the card until
what it shows is laid out.
"""

import asyncio
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from playwright.async_api import Route

from scripts.demo_app.browser import browser_page

ROOT: Final = Path(__file__).resolve().parents[1]
BUILT: Final = ROOT / "custom_components" / "shell_ev" / "frontend"
CHARGE_POINTS: Final = 20
CHANGES: Final = 500

PAGE: Final = """async ([points, changes]) => {
  const names = ["charging", "session_state", "session_started", "availability", "price"];
  const hass = {
    states: {}, entities: {}, devices: {}, language: "en", connected: true,
    connection: { subscribeMessage: async () => async () => {} },
    locale: { language: "en", number_format: "language", time_format: "24", time_zone: "local" },
    config: { time_zone: "Europe/Amsterdam" },
    localize: () => "",
    formatEntityState: (it) => it.state,
    callWS: async () => ({
      start_guard: null, stop_guard: null, held: null, command: null, session: null,
      receipt: null, error: null, prices: null, known: true, charge_card: null,
      power_sensor: null, energy_sensor: null, may_control: true, may_use: [], sessions: [],
    }),
  };
  const set = (states, id, key, state) => {
    const entity_id = `sensor.${id}_${key}`;
    states[entity_id] = { entity_id, state, attributes: { unit_of_measurement: "EUR/kWh" } };
  };
  for (let it = 0; it < points; it++) {
    const id = `p${it}`;
    hass.devices[id] = { id, name: `Charge point ${it}` };
    for (const key of names) {
      const entity_id = `sensor.${id}_${key}`;
      hass.entities[entity_id] = { entity_id, device_id: id, platform: "shell_ev", translation_key: key };
    }
    set(hass.states, id, "charging", "off");
    set(hass.states, id, "session_state", "idle");
    set(hass.states, id, "session_started", "unknown");
    set(hass.states, id, "availability", "available");
    set(hass.states, id, "price", "0.44");
  }
  const card = document.createElement("shell-ev-card");
  card.setConfig({ type: "custom:shell-ev-card" });
  card.hass = hass;
  document.body.append(card);
  await new Promise((done) => setTimeout(done, 1000));
  const rows = [...card.shadowRoot.querySelectorAll("shell-ev-charge-point")];
  if (rows.length !== points) throw new Error(`${rows.length} rows`);
  const times = [];
  let current = hass;
  for (let it = 0; it < changes; it++) {
    const states = { ...current.states };
    const on = (it / points) % 2 < 1;
    set(states, `p${it % points}`, "charging", on ? "on" : "off");
    set(states, `p${it % points}`, "session_state", on ? "started" : "stopped");
    current = { ...current, states };
    const began = performance.now();
    card.hass = current;
    await card.updateComplete;
    await Promise.all(rows.map((row) => row.updateComplete));
    card.getBoundingClientRect();
    times.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 5));
  }
  return times;
}"""


async def serve(route: Route) -> None:
    """Serve the built files, and an empty page to load them on: they import each other."""
    file = BUILT / Path(route.request.url).name
    if file.is_file():
        await route.fulfill(path=file)
    else:
        await route.fulfill(body="<!doctype html>", content_type="text/html")


async def measure() -> list[float]:
    """Return the times of the changes, in milliseconds."""
    async with browser_page() as page:
        await page.route("**/*", serve)
        await page.goto("http://127.0.0.1/page")
        await page.add_script_tag(url="/shell-ev.js", type="module")
        await page.wait_for_function(
            "() => Boolean(customElements.get('shell-ev-card'))"
        )
        times: list[float] = await page.evaluate(PAGE, [CHARGE_POINTS, CHANGES])
    return times


def main() -> None:
    """Measure and print."""
    times = asyncio.run(measure())
    print(
        f"{CHARGE_POINTS} charge points, {len(times)} changes: median {median(times):.2f} ms, "
        f"95 % within {quantiles(times, n=20)[-1]:.2f} ms"
    )


if __name__ == "__main__":
    main()
