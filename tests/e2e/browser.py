"""Drives the real frontend of a real Home Assistant in a real browser, from nothing to a charged car.

``python -m tests.e2e.browser FOLDER KEPT`` works in FOLDER, takes pictures there, which may be like those in
KEPT, and prints what it saw as JSON; what is not as it should be ends it in words. The browser is that of
SHELL_EV_BROWSER.
"""

import asyncio
from datetime import UTC, datetime
import json
from pathlib import Path
import re
import sys
from typing import Any, Final

from playwright.async_api import Page, ViewportSize, expect

from homeassistant.util.yaml import parse_yaml
from scripts.demo_app import account
from scripts.demo_app.browser import browser_page
from scripts.demo_app.children import DemoError
from scripts.demo_app.demo import Simulator, home_assistant_at, simulated_shell
from scripts.demo_app.state import ROOT, Ports

from .frontend import DESK, PATIENCE_MS, Frontend, Row

PHONE: Final[ViewportSize] = {"width": 320, "height": 640}
WALL: Final[ViewportSize] = {"width": 1200, "height": 900}
METER: Final = "sensor.wallbox_energy"
DASHBOARD: Final = "charging-test"
NASTY: Final = "<img src=x onerror=window.hacked=1>"
HOME, OFFICE = account.EVSE_IDS
ELSEWHERE: Final = "NL*TNM*E00000005*0"
"""A charge point of the simulated map that is not configured."""
PICTURES: Final = "pictures"
"""In the folder of a run."""


def zone_at_noon() -> str:
    """Return a time zone in which it is noon now: prices may depend on the hour.

    Those names count westwards: Etc/GMT-5 is five hours ahead.
    """
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


async def add_integration(it: Frontend, simulator: Simulator) -> None:
    """Add the account in the forms a person sees, with two charge points from the map."""
    page = it.page
    await it.go("config/integrations/dashboard/add?domain=shell_ev")
    await it.button("OK").click()
    await it.fill("Client ID", "demo-client")
    await it.fill("Client secret", "demo-secret")
    await it.fill("EMA ID of your charge card", "NL-TNM-C00122045-K")
    await it.fill("Name of your charge card", "Charge card")
    await page.get_by_text("Custom server", exact=True).click()
    await it.fill("Address", simulator.url)
    await it.button("Submit").click()
    await page.get_by_text("Find near home").click()
    await it.fill("Radius", "2000")
    await it.button("Submit").click()
    for text in ("Dam 1,", "Stationsplein 9,"):
        await it.button("Charge points").click()
        await page.get_by_placeholder("Search").last.fill(text)
        await page.get_by_text(text).last.click()
    await it.button("Submit").click()
    await page.get_by_text("Success").wait_for()
    await it.button("Finish").click()


async def give_meter(it: Frontend, name: str) -> None:
    """Tell a charge point of an energy meter, in its form."""
    await read_meter(it, 1200)
    entry = await account.entry(it.home_assistant)
    assert entry
    handler = [entry["entry_id"], "charge_point"]
    subentries = await it.command(
        type="config_entries/subentries/list", entry_id=entry["entry_id"]
    )
    point = next(each for each in subentries if each["title"] == name)
    flows = "/api/config/config_entries/subentries/flow"
    flow = await it.home_assistant.post(
        flows, {"handler": handler, "subentry_id": point["subentry_id"]}
    )
    known = {
        field["name"]: field["description"]["suggested_value"]
        for field in flow["data_schema"]
        if field.get("description")
    }
    await it.home_assistant.post(
        f"{flows}/{flow['flow_id']}", {**known, "energy_meter": METER}
    )


async def read_meter(it: Frontend, reading: float) -> None:
    """Let the meter show so many kWh."""
    attributes = {
        "device_class": "energy",
        "state_class": "total_increasing",
        "unit_of_measurement": "kWh",
        "friendly_name": "Wallbox energy",
    }
    await it.home_assistant.post(
        f"/api/states/{METER}", {"state": str(reading), "attributes": attributes}
    )


async def drop_card(it: Frontend) -> None:
    """Put the card on a new dashboard, out of the list of cards."""
    await it.command(
        type="lovelace/dashboards/create",
        url_path=DASHBOARD,
        title="Charging",
        mode="storage",
    )
    await it.command(
        type="lovelace/config/save",
        url_path=DASHBOARD,
        config={"views": [{"title": "Charging", "cards": []}]},
    )
    await it.go(f"{DASHBOARD}/0?edit=1")
    await it.page.get_by_text("Add card").first.click()
    await it.page.locator("input").last.fill("Dam 1 Charging")
    await it.page.get_by_text("Switch", exact=True).click()
    # It is suggested for an entity of a charge point, and can be found by its name.
    await it.page.locator("shell-ev-card").wait_for()
    await it.page.get_by_text("By card", exact=True).click()
    await it.page.locator("input").last.fill("Shell EV")
    await (
        it.page.locator(".card", has=it.page.locator("shell-ev-card"))
        .locator(".overlay")
        .last.click()
    )
    await it.button("Save").click()
    await it.go(f"{DASHBOARD}/0")


async def charge(
    it: Frontend, row: Row, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """Start, reload the page in between, stop, and see what it came to."""
    page = it.page
    await row.says("Start", "Available")
    seen["axe"] = await it.axe() + await it.axe(dark=True)
    await row.press(page)
    await row.says("Starting", "Starting")
    seen["axe"] += await it.axe()
    await page.reload()
    await row.says("Starting", "Starting")
    await expect(row.state).to_have_text("Charging", timeout=PATIENCE_MS)
    seen["guard"] = (await row.button.inner_text()).strip()
    await account.allow_quick_opposites(it.home_assistant)
    await row.says("Stop", "Charging")
    await read_meter(it, 1211.4)
    await expect(row.section).to_contain_text("11.4", timeout=PATIENCE_MS)
    seen["axe"] += await it.axe() + await it.axe(dark=True)
    await simulator.set_delays(start=1, stop=1)
    await row.press(page)
    await row.says("Stopping", "Stopping")
    await expect(row.button).to_have_text("Start", timeout=PATIENCE_MS)
    receipt = row.section.locator(".receipt")
    await expect(receipt).to_contain_text("11.4", timeout=PATIENCE_MS)
    seen["session"] = " ".join((await receipt.locator("p").inner_text()).split())
    seen["axe"] += await it.axe() + await it.axe(dark=True)


async def show_off(it: Frontend, row: Row) -> None:
    """Charge once more, for the pictures."""
    await row.press(it.page)
    await row.says("Stop", "Charging")
    await read_meter(it, 1214.8)
    # What a meter feeds is written once a minute.
    await expect(row.section.locator(".big")).to_contain_text(
        "3.4", timeout=60_000 + PATIENCE_MS
    )
    await it.shoot("card-light")
    await it.shoot("card-dark", dark=True)
    await it.shoot("card-phone", size=PHONE)


async def fail(
    it: Frontend, row: Row, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """Start without a car: the reason is there, and what to quote to Shell behind a tap."""
    await simulator.plug(OFFICE, False)
    await row.press(it.page)
    error = row.section.get_by_role("alert")
    await expect(error).to_contain_text("Plug in the car first", timeout=PATIENCE_MS)
    await expect(row.button).to_have_text("Start", timeout=PATIENCE_MS)
    await error.get_by_text("Details").click()
    seen["reference"] = (await error.locator("code").inner_text()).strip()
    seen["axe"] += await it.axe() + await it.axe(dark=True)
    await it.shoot("card-error")


async def refresh(it: Frontend) -> None:
    """Press the account's button, which asks Shell now."""
    states = await it.command(type="get_states")
    entity_id = next(
        state["entity_id"]
        for state in states
        if state["entity_id"].startswith("button.") and "refresh" in state["entity_id"]
    )
    await it.command(
        type="call_service",
        domain="button",
        service="press",
        target={"entity_id": entity_id},
    )


async def charge_elsewhere(
    it: Frontend, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """A session by card at a charge point that is not configured: it is added, and stopped."""
    page = it.page
    rows = page.locator("shell-ev-charge-point")
    before = await rows.count()
    await simulator.start_by_card(account.PRIVATE_CARD, ELSEWHERE)
    await refresh(it)
    row = page.locator("shell-ev-elsewhere section").first
    await expect(row.get_by_role("status")).to_have_text(
        "Charging", timeout=PATIENCE_MS
    )
    seen["axe"] += await it.axe() + await it.axe(dark=True)
    await row.get_by_role("button", name="Add").click()
    await expect(rows).to_have_count(before + 1, timeout=PATIENCE_MS)
    await expect(page.locator("shell-ev-elsewhere section")).to_have_count(0)
    added = rows.filter(has=page.locator("button.act.stop")).filter(has_text="Charging")
    await expect(added).to_have_count(2, timeout=PATIENCE_MS)


async def disconnect(it: Frontend, row: Row) -> None:
    """The browser loses Home Assistant: the card says so, offers nothing, and goes on by itself."""
    await it.page.context.set_offline(True)
    await it.page.evaluate(
        "document.querySelector('home-assistant').hass.connection.socket.close()"
    )
    await expect(row.state).to_have_text("Lost connection", timeout=PATIENCE_MS)
    await expect(row.button).to_be_disabled()
    await it.page.context.set_offline(False)
    await expect(row.button).to_be_enabled(timeout=PATIENCE_MS)


async def lose(it: Frontend, row: Row, other: Row, simulator: Simulator) -> None:
    """Shell is not there any more: the card says so, offers only to stop what runs, and recovers."""
    await simulator.fail_all()
    async with asyncio.timeout(PATIENCE_MS / 1000 * 3):
        while (await row.state.inner_text()).strip() != "Lost connection":
            await refresh(it)
            await asyncio.sleep(1)
    await expect(row.button).to_be_enabled()
    await expect(row.button).to_have_text("Stop")
    # What is away for a moment only, as while an account is loaded anew, is not said to be lost.
    await expect(other.state).to_have_text("Lost connection", timeout=PATIENCE_MS)
    await expect(other.button).to_be_disabled()
    await simulator.recover()
    await refresh(it)
    await expect(other.button).to_be_enabled(timeout=PATIENCE_MS)


async def rename(it: Frontend, name: str) -> None:
    """Give a charge point a name that is markup, and see it as text."""
    devices = await it.command(type="config/device_registry/list")
    device = next(each for each in devices if each["name"] == name)
    await it.command(
        type="config/device_registry/update",
        device_id=device["id"],
        name_by_user=NASTY,
    )
    await expect(Row(it.page, NASTY).state).to_be_visible(timeout=PATIENCE_MS)
    if await it.page.evaluate("() => window.hacked"):
        raise DemoError("A name was taken for markup.")


async def use_tiles(it: Frontend) -> None:
    """Show what the README offers instead of a card of ours: Home Assistant knows all of it."""
    readme = (ROOT / "README.md").read_text()
    yaml = re.search(r"```yaml\n(type: vertical-stack\n.*?)```", readme, re.DOTALL)
    assert yaml
    await it.command(
        type="lovelace/config/save",
        url_path=DASHBOARD,
        config={"views": [{"title": "Tiles", "cards": [parse_yaml(yaml[1])]}]},
    )
    await it.go(f"{DASHBOARD}/0")
    for text in ("Dam 1", "Started", "No error", "Last error"):
        await it.page.get_by_text(text).first.wait_for()
    await expect(it.page.locator("hui-error-card, hui-warning-element")).to_have_count(
        0
    )


async def open_dashboard(it: Frontend, seen: dict[str, Any]) -> None:
    """Make the dashboard that the strategy builds."""
    await it.command(
        type="lovelace/dashboards/create",
        url_path="shell-ev-all",
        title="Shell EV",
        mode="storage",
    )
    await it.command(
        type="lovelace/config/save",
        url_path="shell-ev-all",
        config={"strategy": {"type": "custom:shell-ev"}},
    )
    await it.go("shell-ev-all")
    for card in (
        "shell-ev-card",
        "hui-map-card",
        "hui-logbook-card",
    ):
        await it.page.locator(card).first.wait_for(timeout=PATIENCE_MS)
    # Those of Shell's directory are there beside the account's own, and tell of themselves.
    markers = it.page.locator("ha-entity-marker")
    await expect(markers.first).to_be_attached(timeout=PATIENCE_MS)
    theirs = it.page.locator("shell-ev-map button.place").filter(has_not_text="Yours")
    await theirs.first.click()
    place = it.page.locator("shell-ev-place")
    await expect(place).to_contain_text(re.compile(r"\d\sk?m\b"), timeout=PATIENCE_MS)
    await expect(place.get_by_role("link")).to_have_attribute(
        "href", re.compile("^geo:")
    )
    seen["axe"] += await it.axe(of="shell-ev-place")
    seen["axe"] += await it.axe(dark=True, of="shell-ev-place")
    await it.shoot("dashboard", of=None, size=WALL)
    # What charges at one's own can be stopped from there, too.
    own = it.page.locator("shell-ev-map button.place").filter(has_text="Yours")
    await own.filter(has_text="Dam 1").click()
    await expect(place.get_by_role("button", name="Stop")).to_be_enabled(
        timeout=PATIENCE_MS
    )
    seen["axe"] += await it.axe(of="shell-ev-place")
    seen["axe"] += await it.axe(dark=True, of="shell-ev-place")


async def version_of(page: Page) -> str:
    """Return what a browser calls itself, with its full version."""
    devtools = await page.context.new_cdp_session(page)
    answer = await devtools.send("Browser.getVersion")
    return str(answer["product"])


async def browse(folder: Path, kept: Path) -> dict[str, Any]:
    """Go through it all, and return what was seen."""
    taken = folder / PICTURES
    taken.mkdir()
    seen: dict[str, Any] = {}
    ports = Ports.unused()
    zone = zone_at_noon()
    async with (
        simulated_shell(folder, ports) as (simulator, _),
        home_assistant_at(folder, ports) as (home_assistant, program),
        home_assistant.signed_in(),
        browser_page(
            folder / "failure.png",
            viewport=DESK,
            locale="en-GB",
            timezone_id=zone,
        ) as page,
    ):
        page.set_default_timeout(PATIENCE_MS)
        await program.until(home_assistant.has_started, 60, "Home Assistant")
        it = Frontend(page, home_assistant, taken, kept)
        seen["browser"] = await version_of(page)
        await it.log_in()
        await it.command(type="config/core/update", time_zone=zone)
        await add_integration(it, simulator)
        await give_meter(it, "Dam 1")
        await drop_card(it)
        await charge(it, Row(page, "Dam 1"), simulator, seen)
        await show_off(it, Row(page, "Dam 1"))
        await fail(it, Row(page, "Stationsplein 9"), simulator, seen)
        await charge_elsewhere(it, simulator, seen)
        await open_dashboard(it, seen)
        await it.go(f"{DASHBOARD}/0")
        dam, station = Row(page, "Dam 1"), Row(page, "Stationsplein 9")
        await lose(it, dam, station, simulator)
        await rename(it, "Dam 1")
        seen["complaints"] = list(it.complaints)
        await disconnect(it, Row(page, NASTY))
        await use_tiles(it)
    return seen


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(asyncio.run(browse(Path(sys.argv[1]), Path(sys.argv[2]))))
    )
