"""A person looks back at what was charged: in a real browser, among 10,000 sessions.

Run as a program, it prints what was seen as JSON.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
import json
from pathlib import Path
import sys
from typing import Any, Final

from playwright.async_api import Locator, Page, ViewportSize, expect

from scripts.demo_app import account, dashboard, history
from scripts.demo_app.browser import browser_page
from scripts.demo_app.demo import home_assistant_at, set_up, simulated_shell
from scripts.demo_app.house import House
from scripts.demo_app.state import Ports
from scripts.demo_app.year import made_up_year

from .browser import PHONE, PICTURES, version_of
from .frontend import DESK, PATIENCE_MS, Frontend
from custom_components.shell_ev.const import KEPT_SESSIONS
from custom_components.shell_ev.session.record import TrackedSession

SEED: Final = 1
THEN: Final = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
"""When the made-up year ends: what is shown of it is the same whenever it is looked at."""
MONTH_NAME: Final = "May 2026"
"""A month of it, of much sun."""
PAGE: Final[ViewportSize] = {"width": 1280, "height": 1000}
UNBILLED: Final = "Lindengracht 195"
"""Where the car charged in it, and nobody knows yet what."""
VIEW: Final = "shell-ev-sessions"
ELSEWHERE: Final = "America/New_York"
"""The browser's zone: days are those of the home."""


def history_of_years(until: datetime = THEN) -> list[TrackedSession]:
    """Return as many sessions as are kept: the made-up year, and it again in the years before."""
    year = made_up_year(House(SEED), until).sessions
    sessions: list[TrackedSession] = []
    for ago in range(KEPT_SESSIONS // len(year) + 1):
        apart = timedelta(days=364 * ago)
        sessions += [_earlier(session, apart, ago) for session in reversed(year)]
    return sessions[:KEPT_SESSIONS][::-1]


def _earlier(session: TrackedSession, apart: timedelta, ago: int) -> TrackedSession:
    """Return a session as it was so many years ago."""
    if not ago:
        return session
    assert session.ended_at
    return replace(
        session,
        session_id=f"{session.session_id}-{ago}",
        seen_at=session.seen_at - apart,
        started_at=session.started_at and session.started_at - apart,
        ended_at=session.ended_at - apart,
        started_by=None,
        stopped_by=None,
    )


@asynccontextmanager
async def looking_back(
    folder: Path, kept: Path, sessions: list[TrackedSession]
) -> AsyncGenerator[Frontend]:
    """Sit in front of a Home Assistant with a history, logged in."""
    ports = Ports.unused()
    async with simulated_shell(folder, ports) as (simulator, _):
        async with (
            home_assistant_at(folder, ports) as (home_assistant, program),
            home_assistant.signed_in(),
        ):
            await program.until(home_assistant.has_started, 60, "Home Assistant")
            await account.add_household(home_assistant, simulator.url)
            await dashboard.make(home_assistant)
            found = await account.entry(home_assistant)
        assert found
        await asyncio.to_thread(history.write, folder, found["entry_id"], sessions)
        async with (
            home_assistant_at(folder, ports) as (home_assistant, program),
            home_assistant.signed_in(),
            browser_page(
                folder / "failure.png",
                viewport=DESK,
                locale="en-GB",
                timezone_id=ELSEWHERE,
                accept_downloads=True,
            ) as page,
        ):
            page.set_default_timeout(PATIENCE_MS)
            await set_up(home_assistant, program, simulator)
            (folder / PICTURES).mkdir()
            person = Frontend(page, home_assistant, folder / PICTURES, kept)
            person.changes_with_time = False
            await person.log_in()
            yield person


class View:
    """The sessions view, and what is seen of it."""

    def __init__(self, page: Page) -> None:
        """Look at a page."""
        self.page = page
        self.rows = page.locator("tr.row")
        self.receipt = page.locator("shell-ev-receipt")

    def number(self, name: str) -> Locator:
        """Return one of the large numbers."""
        return self.page.locator(f".number.{name} .big")

    async def go_to(self, month: str) -> None:
        """Go back to a month, one by one as a person does."""
        title = self.page.locator(".when h3")
        while (await title.inner_text()).strip() != month:
            await self.page.locator(".step.back").click()
            await self.settle()

    async def settle(self) -> None:
        """Wait until what is asked for is shown."""
        await self.page.locator(".content[aria-busy=false]:not(.old)").wait_for()

    async def numbers(self) -> dict[str, str]:
        """Return the large numbers, once they are those that were asked for."""
        await self.settle()
        names = ("energy", "cost", "count", "sun")
        return {name: await self.number(name).inner_text() for name in names}


async def download(view: View) -> list[dict[str, str]]:
    """Download the file, and return its rows."""
    async with view.page.expect_download() as begun:
        await view.page.get_by_role("button", name="Download CSV").click()
    file = await begun.value
    text = await asyncio.to_thread(Path(await file.path()).read_bytes)
    return [
        {"file": file.suggested_filename, **row}
        for row in csv.DictReader(StringIO(text.decode(), newline=""))
    ]


async def look_at_a_month(person: Frontend, view: View, seen: dict[str, Any]) -> None:
    """See its numbers, and take it as a file."""
    await view.go_to(MONTH_NAME)
    seen["numbers"] = await view.numbers()
    seen["file"] = await download(view)
    seen["axe"] = await person.axe(of=VIEW) + await person.axe(dark=True, of=VIEW)
    await person.shoot("sessions-light", of=VIEW, size=PAGE)
    await person.shoot("sessions-dark", of=VIEW, dark=True, size=PAGE)
    await person.shoot("sessions-phone", of=None, size=PHONE)


async def filter_it(view: View, seen: dict[str, Any]) -> None:
    """See what one card paid, as numbers and as a file, and all again."""
    cards = view.page.locator("select.card")
    await cards.select_option(label="Company card")
    await expect(view.number("count")).not_to_have_text(seen["numbers"]["count"])
    seen["company"] = await view.numbers()
    seen["company_file"] = await download(view)
    await cards.select_option(label="All cards")
    await expect(view.number("count")).to_have_text(seen["numbers"]["count"])


async def enter_a_bill(person: Frontend, view: View, seen: dict[str, Any]) -> None:
    """Open the receipt of a session by keyboard alone, note its bill, and take it back."""
    page = view.page
    row = view.rows.filter(has_text=UNBILLED).first
    await row.locator("button.opens").focus()
    await page.keyboard.press("Enter")
    await view.receipt.wait_for()
    seen["receipt"] = await view.receipt.locator(".paper").inner_text()
    seen["axe"] += await person.axe(of=VIEW) + await person.axe(dark=True, of=VIEW)
    await person.shoot("sessions-receipt", of="shell-ev-receipt")
    energy, amount, currency = (
        view.receipt.locator("input").nth(nth) for nth in (0, 1, 2)
    )
    await energy.fill("21,5")
    await amount.fill("twelve")
    await amount.press("Enter")
    await expect(view.receipt.get_by_role("alert")).to_be_visible()
    await amount.fill("12.34")
    await currency.fill("EUR")
    await currency.press("Enter")
    await expect(row).to_contain_text("21.50 kWh")
    await expect(row).to_contain_text("€12.34")
    await expect(view.number("energy")).not_to_have_text(seen["numbers"]["energy"])
    seen["billed"] = await view.numbers()
    await page.reload()
    await expect(page.locator(".when h3")).to_have_text(MONTH_NAME)
    await expect(row).to_contain_text("€12.34")
    seen["still_billed"] = await view.numbers()
    await view.receipt.get_by_role("button", name="Remove").click()
    await expect(row).not_to_contain_text("€12.34")
    await expect(view.number("energy")).to_have_text(seen["numbers"]["energy"])
    seen["taken_back"] = await view.numbers()


async def look_at_all(view: View, seen: dict[str, Any]) -> None:
    """See a year and every session there is, a page at a time."""
    page = view.page
    await page.get_by_text("Year", exact=True).click()
    await expect(page.locator(".when h3")).to_have_text("2026")
    seen["year"] = await view.numbers()
    await page.get_by_text("Dates", exact=True).click()
    await page.locator("input.from").fill("")
    await page.locator("input.to").fill("")
    await expect(view.number("count")).to_have_text(f"{len_began():,}")
    first = await view.rows.count()
    await page.locator(".more").click()
    await expect(view.rows).to_have_count(first * 2)
    seen["pages"] = [first, await view.rows.count()]


def len_began() -> int:
    """Return how many of all sessions began."""
    return sum(session.started_at is not None for session in history_of_years())


async def browse(folder: Path, kept: Path) -> dict[str, Any]:
    """Go through it all, and return what was seen."""
    seen: dict[str, Any] = {}
    async with looking_back(folder, kept, history_of_years()) as person:
        seen["browser"] = await version_of(person.page)
        await person.page.wait_for_url(f"**/{dashboard.URL_PATH}/**")
        await person.go(dashboard.SESSIONS)
        view = View(person.page)
        await look_at_a_month(person, view, seen)
        await filter_it(view, seen)
        await enter_a_bill(person, view, seen)
        await look_at_all(view, seen)
        seen["complaints"] = list(person.complaints)
    return seen


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(asyncio.run(browse(Path(sys.argv[1]), Path(sys.argv[2]))))
    )
