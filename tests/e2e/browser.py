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
WALL: Final[ViewportSize] = {"width": 1200, "height": 1030}
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


async def add_integration(frontend: Frontend, simulator: Simulator) -> None:
    """Add the account in the forms a person sees, with two charge points from the map."""
    page = frontend.page
    await frontend.go("config/integrations/dashboard/add?domain=shell_ev")
    await frontend.button("OK").click()
    await frontend.fill("Client ID", "demo-client")
    await frontend.fill("Client secret", "demo-secret")
    await frontend.fill("EMA ID of your charge card", "NL-TNM-C00122045-K")
    await frontend.fill("Name of your charge card", "Charge card")
    await page.get_by_text("Custom server", exact=True).click()
    await frontend.fill("Address", simulator.url)
    await frontend.button("Submit").click()
    await page.get_by_text("Find near home").click()
    await frontend.fill("Radius", "2000")
    await frontend.button("Submit").click()
    for text in ("Dam 1,", "Stationsplein 9,"):
        await frontend.button("Charge points").click()
        await page.get_by_placeholder("Search").last.fill(text)
        await page.get_by_text(text).last.click()
    await frontend.button("Submit").click()
    await page.get_by_text("Success").wait_for()
    await frontend.button("Finish").click()


async def give_meter(frontend: Frontend, name: str) -> None:
    """Tell a charge point of an energy meter, in its form."""
    await read_meter(frontend, 1200)
    entry = await account.entry(frontend.home_assistant)
    assert entry
    handler = [entry["entry_id"], "charge_point"]
    subentries = await frontend.command(
        type="config_entries/subentries/list", entry_id=entry["entry_id"]
    )
    point = next(each for each in subentries if each["title"] == name)
    flows = "/api/config/config_entries/subentries/flow"
    flow = await frontend.home_assistant.post(
        flows, {"handler": handler, "subentry_id": point["subentry_id"]}
    )
    known = {
        field["name"]: field["description"]["suggested_value"]
        for field in flow["data_schema"]
        if field.get("description")
    }
    await frontend.home_assistant.post(
        f"{flows}/{flow['flow_id']}", {**known, "energy_meter": METER}
    )


async def read_meter(frontend: Frontend, reading: float) -> None:
    """Let the meter show so many kWh."""
    attributes = {
        "device_class": "energy",
        "state_class": "total_increasing",
        "unit_of_measurement": "kWh",
        "friendly_name": "Wallbox energy",
    }
    await frontend.home_assistant.post(
        f"/api/states/{METER}", {"state": str(reading), "attributes": attributes}
    )


async def drop_card(frontend: Frontend) -> None:
    """Put the card on a new dashboard, out of the list of cards."""
    await frontend.command(
        type="lovelace/dashboards/create",
        url_path=DASHBOARD,
        title="Charging",
        mode="storage",
    )
    await frontend.command(
        type="lovelace/config/save",
        url_path=DASHBOARD,
        config={"views": [{"title": "Charging", "cards": []}]},
    )
    await frontend.go(f"{DASHBOARD}/0?edit=1")
    await frontend.page.get_by_text("Add card").first.click()
    await frontend.page.locator("input").last.fill("Dam 1 Charging")
    await frontend.page.get_by_text("Switch", exact=True).click()
    # It is suggested for an entity of a charge point, and can be found by its name.
    await frontend.page.locator("shell-ev-card").wait_for()
    await frontend.page.get_by_text("By card", exact=True).click()
    await frontend.page.locator("input").last.fill("Shell EV")
    await (
        frontend.page.locator(".card", has=frontend.page.locator("shell-ev-card"))
        .locator(".overlay")
        .last.click()
    )
    save = frontend.button("Save")
    await save.click()
    # A dialog that closes goes back in the browser's history, which would end the way to a page.
    await expect(save).to_have_count(0)
    await frontend.go(f"{DASHBOARD}/0")


async def charge(
    frontend: Frontend, row: Row, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """Start, reload the page in between, stop, and see what it came to."""
    page = frontend.page
    await row.says("Start", "Available")
    seen["axe"] = await frontend.axe() + await frontend.axe(dark=True)
    await row.press(page)
    await row.says("Starting", "Starting")
    seen["axe"] += await frontend.axe()
    await page.reload()
    await row.says("Starting", "Starting")
    await expect(row.state).to_have_text("Charging", timeout=PATIENCE_MS)
    seen["guard"] = (await row.button.inner_text()).strip()
    await account.allow_quick_opposites(frontend.home_assistant)
    await row.says("Stop", "Charging")
    await read_meter(frontend, 1211.4)
    await expect(row.section).to_contain_text("11.4", timeout=PATIENCE_MS)
    seen["axe"] += await frontend.axe() + await frontend.axe(dark=True)
    await simulator.set_delays(start=1, stop=1)
    await row.press(page)
    await row.says("Stopping", "Stopping")
    await expect(row.button).to_have_text("Start", timeout=PATIENCE_MS)
    receipt = row.section.locator(".receipt")
    await expect(receipt).to_contain_text("11.4", timeout=PATIENCE_MS)
    seen["session"] = " ".join((await receipt.locator("p").inner_text()).split())
    seen["axe"] += await frontend.axe() + await frontend.axe(dark=True)


async def show_off(frontend: Frontend, row: Row) -> None:
    """Charge once more, for the pictures."""
    await row.press(frontend.page)
    await row.says("Stop", "Charging")
    await read_meter(frontend, 1214.8)
    # What a meter feeds is written once a minute.
    await expect(row.section.locator(".big")).to_contain_text(
        "3.4", timeout=60_000 + PATIENCE_MS
    )
    await frontend.shoot("card-light")
    await frontend.shoot("card-dark", dark=True)
    await frontend.shoot("card-phone", size=PHONE)


async def fail(
    frontend: Frontend, row: Row, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """Start without a car: the reason is there, and what to quote to Shell behind a tap."""
    await simulator.plug(OFFICE, False)
    await row.press(frontend.page)
    error = row.section.get_by_role("alert")
    await expect(error).to_contain_text("Plug in the car first", timeout=PATIENCE_MS)
    await expect(row.button).to_have_text("Start", timeout=PATIENCE_MS)
    await error.get_by_text("Details").click()
    seen["reference"] = (await error.locator("code").inner_text()).strip()
    seen["axe"] += await frontend.axe() + await frontend.axe(dark=True)
    await frontend.shoot("card-error")


async def refresh(frontend: Frontend) -> None:
    """Press the account's button, which asks Shell now."""
    states = await frontend.command(type="get_states")
    entity_id = next(
        state["entity_id"]
        for state in states
        if state["entity_id"].startswith("button.") and "refresh" in state["entity_id"]
    )
    await frontend.command(
        type="call_service",
        domain="button",
        service="press",
        target={"entity_id": entity_id},
    )


async def charge_elsewhere(
    frontend: Frontend, simulator: Simulator, seen: dict[str, Any]
) -> None:
    """A session by card at a charge point that is not configured: it is added, and stopped."""
    page = frontend.page
    rows = page.locator("shell-ev-charge-point")
    before = await rows.count()
    await simulator.start_by_card(account.PRIVATE_CARD, ELSEWHERE)
    await refresh(frontend)
    row = page.locator("shell-ev-elsewhere section").first
    await expect(row.get_by_role("status")).to_have_text(
        "Charging", timeout=PATIENCE_MS
    )
    seen["axe"] += await frontend.axe() + await frontend.axe(dark=True)
    await row.get_by_role("button", name="Add").click()
    await expect(rows).to_have_count(before + 1, timeout=PATIENCE_MS)
    await expect(page.locator("shell-ev-elsewhere section")).to_have_count(0)
    added = rows.filter(has=page.locator("button.act.stop")).filter(has_text="Charging")
    await expect(added).to_have_count(2, timeout=PATIENCE_MS)


async def disconnect(frontend: Frontend, row: Row) -> None:
    """The browser loses Home Assistant: the card says so, offers nothing, and goes on by itself."""
    await frontend.page.context.set_offline(True)
    await frontend.page.evaluate(
        "document.querySelector('home-assistant').hass.connection.socket.close()"
    )
    await expect(row.state).to_have_text("Connection lost", timeout=PATIENCE_MS)
    await expect(row.button).to_be_disabled()
    await frontend.page.context.set_offline(False)
    await expect(row.button).to_be_enabled(timeout=PATIENCE_MS)


async def lose(frontend: Frontend, row: Row, other: Row, simulator: Simulator) -> None:
    """Shell is not there any more: the card says so, offers only to stop what runs, and recovers."""
    await simulator.fail_all()
    async with asyncio.timeout(PATIENCE_MS / 1000 * 3):
        while (await row.state.inner_text()).strip() != "Connection lost":
            await refresh(frontend)
            await asyncio.sleep(1)
    await expect(row.button).to_be_enabled()
    await expect(row.button).to_have_text("Stop")
    # What is away for a moment only, as while an account is loaded anew, is not said to be lost.
    await expect(other.state).to_have_text("Connection lost", timeout=PATIENCE_MS)
    await expect(other.button).to_be_disabled()
    await simulator.recover()
    await refresh(frontend)
    await expect(other.button).to_be_enabled(timeout=PATIENCE_MS)


async def rename(frontend: Frontend, name: str) -> None:
    """Give a charge point a name that is markup, and see it as text."""
    devices = await frontend.command(type="config/device_registry/list")
    device = next(each for each in devices if each["name"] == name)
    await frontend.command(
        type="config/device_registry/update",
        device_id=device["id"],
        name_by_user=NASTY,
    )
    await expect(Row(frontend.page, NASTY).state).to_be_visible(timeout=PATIENCE_MS)
    if await frontend.page.evaluate("() => window.hacked"):
        raise DemoError("A name was taken for markup.")


async def use_tiles(frontend: Frontend) -> None:
    """Show what the documentation offers instead of a card of ours: Home Assistant knows all of it."""
    page = (ROOT / "docs" / "charge.md").read_text()
    yaml = re.search(r"```yaml\n(type: vertical-stack\n.*?)```", page, re.DOTALL)
    assert yaml
    await frontend.command(
        type="lovelace/config/save",
        url_path=DASHBOARD,
        config={"views": [{"title": "Tiles", "cards": [parse_yaml(yaml[1])]}]},
    )
    await frontend.go(f"{DASHBOARD}/0")
    for text in ("Dam 1", "Started", "No error", "Last error"):
        await frontend.page.get_by_text(text).first.wait_for()
    await expect(
        frontend.page.locator("hui-error-card, hui-warning-element")
    ).to_have_count(0)


async def open_dashboard(frontend: Frontend, seen: dict[str, Any]) -> None:
    """Make the dashboard that the strategy builds."""
    await frontend.command(
        type="lovelace/dashboards/create",
        url_path="shell-ev-all",
        title="Shell EV",
        mode="storage",
    )
    await frontend.command(
        type="lovelace/config/save",
        url_path="shell-ev-all",
        config={"strategy": {"type": "custom:shell-ev"}},
    )
    await frontend.go("shell-ev-all")
    for card in (
        "shell-ev-card",
        "hui-map-card",
        "hui-logbook-card",
    ):
        await frontend.page.locator(card).first.wait_for(timeout=PATIENCE_MS)
    # Those of Shell's directory are there beside the account's own, and tell of themselves.
    markers = frontend.page.locator("ha-entity-marker")
    await expect(markers.first).to_be_attached(timeout=PATIENCE_MS)
    theirs = frontend.page.locator("shell-ev-map button.place").filter(
        has_not_text="Yours"
    )
    await theirs.first.click()
    place = frontend.page.locator("shell-ev-place")
    await expect(place).to_contain_text(re.compile(r"\d\sk?m\b"), timeout=PATIENCE_MS)
    await expect(place.get_by_role("link")).to_have_attribute(
        "href", re.compile("^geo:")
    )
    seen["axe"] += await frontend.axe(of="shell-ev-place")
    seen["axe"] += await frontend.axe(dark=True, of="shell-ev-place")
    await frontend.shoot("dashboard", of=None, size=WALL)
    # What charges at one's own can be stopped from there, too.
    own = frontend.page.locator("shell-ev-map button.place").filter(has_text="Yours")
    await own.filter(has_text="Dam 1").click()
    await expect(place.get_by_role("button", name="Stop")).to_be_enabled(
        timeout=PATIENCE_MS
    )
    seen["axe"] += await frontend.axe(of="shell-ev-place")
    seen["axe"] += await frontend.axe(dark=True, of="shell-ev-place")


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
        frontend = Frontend(page, home_assistant, taken, kept)
        seen["browser"] = await version_of(page)
        await frontend.log_in()
        await frontend.command(type="config/core/update", time_zone=zone)
        await add_integration(frontend, simulator)
        await give_meter(frontend, "Dam 1")
        await drop_card(frontend)
        await charge(frontend, Row(page, "Dam 1"), simulator, seen)
        await show_off(frontend, Row(page, "Dam 1"))
        await fail(frontend, Row(page, "Stationsplein 9"), simulator, seen)
        await charge_elsewhere(frontend, simulator, seen)
        await open_dashboard(frontend, seen)
        await frontend.go(f"{DASHBOARD}/0")
        dam, station = Row(page, "Dam 1"), Row(page, "Stationsplein 9")
        await lose(frontend, dam, station, simulator)
        await rename(frontend, "Dam 1")
        seen["complaints"] = list(frontend.complaints)
        await disconnect(frontend, Row(page, NASTY))
        await use_tiles(frontend)
    return seen


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(asyncio.run(browse(Path(sys.argv[1]), Path(sys.argv[2]))))
    )
