"""Looks at the card alone, in the widths that a section allows and in Home Assistant's own letters.

``python -m tests.e2e.widths`` prints what it saw as JSON. The browser is that of SHELL_EV_BROWSER.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
import json
from pathlib import Path
import shutil
import sys
import tempfile
import threading
from typing import Any, Final

import hass_frontend
from playwright.async_api import Page

from scripts.demo_app.browser import browser_page
from scripts.demo_app.state import ROOT

PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><style>
@font-face{font-family:Roboto;font-weight:400;src:url(/Roboto-Regular.woff2)}
@font-face{font-family:Roboto;font-weight:500;src:url(/Roboto-Medium.woff2)}
body{margin:0;font:400 14px Roboto}ha-card{display:block;background:#fff}footer{height:600px;background:#eee}</style></head>
<body><main></main><footer>Below</footer><script type="module" src="/shell-ev.js"></script></body></html>"""

SHOW: Final = r"""
async ({width, language, states, details, rtl}) => {
  await document.fonts.load("400 14px Roboto"); await document.fonts.load("500 14px Roboto");
  document.documentElement.dir = rtl ? "rtl" : "ltr";
  const main = document.querySelector("main");
  main.replaceChildren(); main.style.width = width + "px";
  const now = Date.now(), iso = (ago) => new Date(now - ago * 1000).toISOString();
  const hass = {
    states: {}, entities: {}, devices: {a: {id: "a", name: "A"}, home: {id: "home", name: "Home", via_device_id: "a"}},
    language: "en", locale: {language, number_format: "language", time_format: "24", time_zone: "server"},
    connection: {subscribeMessage: async () => async () => undefined}, config: {time_zone: "Europe/Amsterdam"}, connected: true, user: {is_admin: true}, localize: () => "",
    formatEntityState: () => "Available", loadBackendTranslation: async () => () => "", callService: async () => undefined,
    callWS: async (message) => message.type.startsWith("history")
      ? {"sensor.power": Array.from({length: 30}, (_, i) => ({s: String(5 + i % 3), lu: now / 1000 - 4320 + i * 140}))}
      : details,
  };
  const units = {price: "EUR/kWh", session_energy: "kWh", session_cost: "EUR"};
  const all = {charging: "off", session_state: "idle", availability: "available", price: "0.4425", ...states};
  if (states.charging === "on") all.session_started = iso(4320);
  for (const [key, state] of Object.entries(all)) {
    const id = (key === "charging" ? "switch" : "sensor") + ".home_" + key;
    hass.entities[id] = {entity_id: id, device_id: "home", platform: "shell_ev", translation_key: key};
    hass.states[id] = {entity_id: id, state, attributes: {unit_of_measurement: units[key]}, last_updated: iso(0)};
  }
  hass.states["sensor.power"] = {entity_id: "sensor.power", state: "10.9", attributes: {unit_of_measurement: "kW"}, last_updated: iso(0)};
  const card = document.createElement("shell-ev-card");
  card.setConfig({type: "custom:shell-ev-card"});
  card.hass = hass; main.append(card);
  await new Promise((done) => setTimeout(done, 150));
  window.card = card;
  window.hass = hass;
}
"""
"""JavaScript: shows a card with one charge point as it is said."""

CUT: Final = r"""
() => {
  const root = card.shadowRoot.querySelector("shell-ev-charge-point").shadowRoot;
  const edge = card.getBoundingClientRect();
  const hidden = [];
  for (const part of root.querySelectorAll(".what bdi, .live bdi, .receipt bdi")) {
    if (!part.textContent.trim()) continue;
    // What is seen of it ends where its card, or what holds it and cuts, ends.
    let [left, right] = [edge.left, edge.right];
    for (let box = part.parentElement; box; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") {
        const {left: from, right: to} = box.getBoundingClientRect();
        [left, right] = [Math.max(left, from), Math.min(right, to)];
      }
    const {left: from, right: to} = part.getBoundingClientRect();
    if (from < left - 1.5 || to > right + 1.5) hidden.push(part.textContent.replace(/\s+/g, " "));
  }
  const flow = root.querySelector(".chart")?.getBoundingClientRect();
  if (flow && (flow.right > edge.right + 1 || flow.left < edge.left - 1 || flow.width < 24)) hidden.push("sparkline");
  return hidden;
}
"""
"""JavaScript: answers what of its figures cannot be seen."""

PRICES: Final = {
    "currency": "EUR",
    "per_kwh": 0.4425,
    "per_minute": 0.05,
    "start_fee": 0.35,
}
CARD: Final = {"device_id": "c", "name": "Company card"}
IDLE: Final[dict[str, Any]] = {
    "start_guard": None, "stop_guard": None, "held": None, "command": None, "session": None,
    "receipt": None, "error": None, "prices": PRICES, "known": True, "charge_card": CARD,
    "power_sensor": None, "energy_sensor": None, "may_control": True, "may_use": ["c"], "sessions": [],
}  # fmt: skip
RUNNING: Final = {
    **IDLE,
    "session": {
        "session_id": "s", "charge_card": CARD, "origin": "here", "since": 4320,
        "energy": None, "cost": None, "currency": None, "own": True,
    },
}  # fmt: skip
RECEIPT: Final = {
    **IDLE,
    "receipt": {
        "session_id": "s", "state": "stopped", "charge_card": "Company card", "started_at": None,
        "stopped_at": None, "error_text": None, "energy": 11.4, "cost": 5.27, "currency": "EUR",
        "duration": 3360, "cost_source": "meter", "average_price": 0.46, "origin": "here", "ended_ago": 240,
    },
}  # fmt: skip
ON: Final = {"charging": "on", "session_state": "started"}
METER: Final = {**ON, "session_energy": "111.4", "session_cost": "51.27"}


MOVE: Final = r"""
async (receipt) => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const frames = async (count) => { while (count--) await new Promise(requestAnimationFrame); };
  const set = async (states) => {
    const next = {...card.hass, states: {...card.hass.states}, entities: {...card.hass.entities}};
    for (const [id, state] of Object.entries(states)) {
      const [, device, key] = /\.([a-z]+)_(\w+)$/.exec(id);
      next.entities[id] = {entity_id: id, device_id: device, platform: "shell_ev", translation_key: key};
      next.states[id] = {...next.states[id], entity_id: id, state, attributes: next.states[id]?.attributes ?? {}};
    }
    card.hass = next;
    await frames(2);
  };
  card.setConfig({type: "custom:shell-ev-card", confirm: "never"});
  const starts = [];
  hass.callService = async (...what) => void starts.push(what[2]);
  hass.devices.work = {id: "work", name: "Work", via_device_id: "a"};
  card.hass = {...card.hass, devices: {...hass.devices}, callService: hass.callService};
  await set({"switch.work_charging": "off", "sensor.work_session_state": "idle", "sensor.work_availability": "available"});
  await pause(1500);
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({type: "layout-shift"});
  // The session ends: its large figures become a row with a receipt, and what is below comes up.
  card.hass = {...card.hass, callWS: async ({device_id}) => device_id === "work" ? {...receipt, receipt: null} : receipt};
  await set({"switch.home_charging": "off", "sensor.home_session_state": "stopped"});
  await pause(3000);
  const ended = shift;
  // Another begins, and what is below goes down: under the finger is another button now.
  const tap = () => card.shadowRoot.querySelectorAll("shell-ev-charge-point")[1].shadowRoot.querySelector(".start")
    .dispatchEvent(new MouseEvent("click", {detail: 1, bubbles: true, composed: true}));
  await set({"switch.home_charging": "on", "sensor.home_session_state": "started"});
  tap();
  await pause(900);
  const early = starts.length;
  tap();
  await pause(300);
  return {shift: ended, early, late: starts.length};
}
"""
"""JavaScript: lets a session end and another begin above a second charge point, and presses that one's *Start*."""

HALF_PHONE: Final = 183
"""(390 - 2 x 8 - 8) / 2: half a section on a phone of 390 pixels."""
HALF_SECTION: Final = 246
"""Half of Home Assistant's widest section of 500 pixels, less the gap."""
PHONE: Final = 344
"""A section on a phone of 360 pixels."""
WIDTHS: Final = (HALF_PHONE, HALF_SECTION, PHONE)
LANGUAGES: Final = (("en", False), ("de", False), ("ar", True))
"""With whether they are written from right to left."""
CASES: Final[dict[str, tuple[dict[str, str], dict[str, Any]]]] = {
    "idle": ({}, IDLE),
    "no meter": (ON, RUNNING),
    "meter": (METER, RUNNING),
    "power": (METER, {**RUNNING, "power_sensor": "sensor.power"}),
    "receipt": ({}, RECEIPT),
}


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve the built card with a page around it, and answer its address."""
    shutil.copytree(
        ROOT / "custom_components" / "shell_ev" / "frontend", folder, dirs_exist_ok=True
    )
    (folder / "index.html").write_text(PAGE)
    for name in ("Roboto-Regular.woff2", "Roboto-Medium.woff2"):
        shutil.copy(
            Path(hass_frontend.where()) / "static" / "fonts" / "roboto" / name, folder
        )
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


async def show(
    page: Page, case: str, width: int, language: str, *, rtl: bool = False
) -> None:
    """Show a card in a width and a language."""
    states, details = CASES[case]
    shown = {
        "width": width,
        "language": language,
        "states": states,
        "details": details,
        "rtl": rtl,
    }
    await page.evaluate(SHOW, shown)


async def measure(folder: Path) -> dict[str, Any]:
    """Return what is cut off of what the card says, by case, and what moves in it."""
    with served(folder) as address:
        async with browser_page(viewport={"width": 390, "height": 844}) as page:
            await page.goto(address)
            await page.wait_for_function("() => customElements.get('shell-ev-card')")
            cut = {}
            for case in CASES:
                for width in WIDTHS:
                    for language, rtl in LANGUAGES:
                        await show(page, case, width, language, rtl=rtl)
                        if hidden := await page.evaluate(CUT):
                            cut[f"{case}, {width} pixels, {language}"] = hidden
            await show(page, "meter", PHONE, "en")
            moved = await page.evaluate(MOVE, RECEIPT)
    return {"cut": cut, **moved}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(json.dumps(asyncio.run(measure(Path(made)))))
