"""Looks at the dashboard, the forms and a device on a phone, in Dutch and in German.

``python -m tests.e2e.languages FOLDER`` works in FOLDER, takes pictures there, and prints as JSON what is
cut off and what stands there in English. The browser is that of SHELL_EV_BROWSER.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count
import json
from pathlib import Path
import sys
from typing import Any, Final

from playwright.async_api import ViewportSize

from scripts.demo_app import account, dashboard
from scripts.demo_app.browser import browser_page
from scripts.demo_app.demo import Simulator, home_assistant_at, set_up, simulated_shell
from scripts.demo_app.state import Ports

from .browser import PICTURES
from .forms import walk
from .frontend import PATIENCE_MS, Frontend
from .reading import Language, Reader

LANGUAGES: Final = ("nl", "de")
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
POINT: Final = "shell-ev-charge-point"


async def charge(reader: Reader) -> None:
    """Look at the card: at rest, asking back, starting and charging, and at the map below it."""
    page = reader.page
    await reader.frontend.go(dashboard.URL_PATH)
    await page.locator("shell-ev-map button.place").first.wait_for()
    await page.locator("ha-entity-marker").first.wait_for(state="attached")
    await reader.look("dashboard")
    start = page.locator(f"{POINT} button.act").first
    await start.click()
    dialog = page.locator("dialog-box")
    confirm = dialog.get_by_role("button", name=reader.language.words["start"])
    await confirm.wait_for()
    await reader.look("asking")
    await confirm.click()
    await page.locator(f"{POINT} button.act[aria-disabled=true]").first.wait_for()
    await reader.look("starting")
    await page.locator(f"{POINT} button.act.stop").first.wait_for()
    await reader.look("charging")
    await page.locator("shell-ev-map button.place").first.click()
    await page.locator("shell-ev-place").scroll_into_view_if_needed()
    await reader.look("place")


async def stop(reader: Reader) -> None:
    """Look at the receipt, and at the sessions."""
    page = reader.page
    await reader.frontend.go(dashboard.URL_PATH)
    await page.locator(f"{POINT} button.act.stop").first.click()
    await page.locator(f"{POINT} .receipt").first.wait_for()
    await reader.look("receipt")
    await reader.frontend.go(dashboard.SESSIONS)
    await page.locator("tr.row button.opens").first.click()
    await page.locator("shell-ev-receipt").wait_for()
    await reader.look("sessions")


async def look_at_device(reader: Reader) -> None:
    """Look at the page of a charge point."""
    page = reader.page
    devices = await reader.frontend.command(type="config/device_registry/list")
    home = next(each for each in devices if each["serial_number"] == account.HOME)
    await reader.frontend.go(f"config/devices/device/{home['id']}")
    await page.locator("hui-toggle-entity-row").first.wait_for()
    # A list of what happened shortens its names by intention, so it is not looked at.
    await page.add_style_tag(content="ha-device-logbook-card { display: none }")
    await reader.look("device")


async def _speak(frontend: Frontend, language: Language) -> None:
    """Let Home Assistant and the one who sits in front of it have a language, and the account learn of it."""
    home_assistant = frontend.home_assistant
    await home_assistant.command("config/core/update", language=language.code)
    await home_assistant.command(
        "frontend/set_user_data", key="language", value={"language": language.code}
    )
    # It gives its parts their names anew, and lets a stop follow a start at once.
    await account.allow_quick_opposites(home_assistant)


async def _give_names(frontend: Frontend) -> None:
    """Call the parts of the account by names that are no words of a language."""
    entry = await account.entry(frontend.home_assistant)
    assert entry
    parts = await frontend.home_assistant.command(
        "config_entries/subentries/list", entry_id=entry["entry_id"]
    )
    for number, part in zip(count(1), parts, strict=False):
        await frontend.home_assistant.command(
            "config_entries/subentries/update",
            entry_id=entry["entry_id"],
            subentry_id=part["subentry_id"],
            title=f"K {number}",
        )


@asynccontextmanager
async def household(folder: Path) -> AsyncGenerator[tuple[Frontend, Simulator]]:
    """Sit in front of a Home Assistant with an account, on a phone."""
    ports = Ports.unused()
    async with (
        simulated_shell(folder, ports) as (simulator, _),
        home_assistant_at(folder, ports) as (home_assistant, program),
        home_assistant.signed_in(),
        browser_page(folder / "failure.png", viewport=PHONE) as page,
    ):
        page.set_default_timeout(PATIENCE_MS)
        await program.until(home_assistant.has_started, 60, "Home Assistant")
        await simulator.set_delays(start=4, stop=1)
        await account.add_household(home_assistant, simulator.url)
        await set_up(home_assistant, program, simulator)
        await dashboard.make(home_assistant)
        (folder / PICTURES).mkdir()
        frontend = Frontend(page, home_assistant, folder / PICTURES, folder)
        await _give_names(frontend)
        await frontend.log_in()
        yield frontend, simulator


async def read(folder: Path) -> dict[str, Any]:
    """Return what was seen, by language."""
    seen: dict[str, Any] = {}
    async with household(folder) as (frontend, simulator):
        for code in LANGUAGES:
            reader = Reader(frontend, Language(code))
            await _speak(frontend, reader.language)
            await charge(reader)
            await stop(reader)
            await look_at_device(reader)
            await walk(reader, simulator)
            await reader.plant()
            seen[code] = vars(reader.seen)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(read(Path(sys.argv[1])))))
