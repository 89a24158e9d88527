"""How long the card takes to be there and to show a change, in a real browser: ``scripts/benchmark card``.

A house with 20 charge points. What it takes to be there is measured twice: in an empty page that
loads the modules first, beside a bare element with as many rows of text; and in a real Home
Assistant, beside the same shown with Home Assistant's own tiles, as the README has it. A change is
either a value of one charge point, or one that starts or stops: then it has another place, too. Its
time is from handing Home Assistant's new states to the card until what it shows is laid out; beside
it stands what the page's main thread ran for it in all, painting included.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import CDPSession, Page, Route

from scripts.demo_app import dashboard
from scripts.demo_app.browser import browser_page

from .figures import Figure, above, show
from tests.e2e.sessions import looking_back

ROOT: Final = Path(__file__).resolve().parents[1]
BUILT: Final = ROOT / "custom_components" / "shell_ev" / "frontend"
IN_PAGE: Final = (ROOT / "benchmarks" / "card.js").read_text()

CHARGE_POINTS: Final = 20
APPEARANCES: Final = 15
TURNS: Final = 10
CHANGES: Final = 40
"""In a turn: each of the charge points twice."""
QUICK_TURNS: Final = 2

FIRST_PAINT_MS: Final = 300
CHANGE_MS: Final = 2

INTEGRATION: Final = "ours"
TILES: Final = "tiles"
RIVALS: Final = {TILES: "Home Assistant's tiles"}
BARE: Final = "a bare element"
CARD: Final = ("/shell-ev.js", "shell-ev-card")
BARE_CARD: Final = ("/bare.js", "bare-card")
BARE_MODULE: Final = """customElements.define("bare-card", class extends HTMLElement {
  setConfig() {}
  set hass({ devices }) {
    this.attachShadow({ mode: "open" }).innerHTML = Object.values(devices)
      .map(({ name }) => `<div>${name} available 0.44 <button>Start</button></div>`).join("");
  }
});"""

KINDS: Final = {
    "value": "a value of one charge point changes",
    "turn": "a charge point starts or stops, and has another place",
}

type Samples = dict[str, tuple[float, ...]]
"""Milliseconds, by contender."""


def within(
    row: str,
    most: float,
    measured: tuple[float, ...],
    rivals: Mapping[str, tuple[float, ...]],
) -> Figure:
    """Return a figure whose median has to be within so many milliseconds."""
    missed_by = above(median(measured), most, "ms")
    return Figure(
        row=row,
        unit="ms",
        measured=measured,
        rivals=rivals,
        mark=f"≤ {most} ms",
        reached=not missed_by,
        missed_by=missed_by,
    )


async def serve(route: Route) -> None:
    """Serve the built files, and an empty page to load them on: they import each other."""
    name = Path(route.request.url).name
    if (BUILT / name).is_file():
        await route.fulfill(path=BUILT / name)
    elif name == Path(BARE_CARD[0]).name:
        await route.fulfill(body=BARE_MODULE, content_type="text/javascript")
    else:
        await route.fulfill(body="<!doctype html>", content_type="text/html")


async def loaded(times: int) -> Samples:
    """Return how long it takes until a card is painted on a page that loads its modules first."""
    samples: dict[str, list[float]] = {INTEGRATION: [], BARE: []}
    contenders = [(INTEGRATION, CARD), (BARE, BARE_CARD)]
    async with browser_page() as page:
        await page.route("**/*", serve)
        for turn in range(times):
            for name, (module, element) in contenders[:: 1 if turn % 2 else -1]:
                await page.goto("http://127.0.0.1/page")
                await page.evaluate(IN_PAGE)
                samples[name].append(
                    await page.evaluate(
                        "(asked) => house.load(...asked)",
                        [module, element, CHARGE_POINTS],
                    )
                )
    return {name: tuple(times) for name, times in samples.items()}


class InHomeAssistant:
    """A page of a real Home Assistant, on which cards are put."""

    def __init__(self, page: Page, inspector: CDPSession) -> None:
        """Take a page that has the card loaded."""
        self._page = page
        self._inspector = inspector

    async def begin(self) -> None:
        """Hide what is there, and have the browser count the time that its main thread ran."""
        await self._page.evaluate(IN_PAGE)
        await self._page.evaluate(
            "document.querySelector('home-assistant').style.display = 'none'"
        )
        await self._inspector.send("Performance.enable", {"timeDomain": "threadTicks"})

    async def appearances(self, times: int) -> Samples:
        """Return how long it takes until a card is painted that the page has loaded."""
        samples: dict[str, list[float]] = {INTEGRATION: [], TILES: []}
        for turn in range(times + 1):
            for name in sorted(samples, reverse=bool(turn % 2)):
                took = await self._page.evaluate(
                    "(asked) => house.appear(...asked)", [name, CHARGE_POINTS]
                )
                # The first of each is the one for which the page still loads parts.
                if turn:
                    samples[name].append(took)
        return {name: tuple(each) for name, each in samples.items()}

    async def changes(self, kind: str, turns: int) -> tuple[Samples, Samples]:
        """Return the times of changes, and for each turn the CPU time of one change."""
        clock: dict[str, list[float]] = {INTEGRATION: [], TILES: []}
        ran: dict[str, list[float]] = {INTEGRATION: [], TILES: []}
        for turn in range(turns):
            for name in sorted(clock, reverse=bool(turn % 2)):
                await self._page.evaluate(
                    "(asked) => house.settle(...asked)", [name, CHARGE_POINTS]
                )
                before = await self._cpu_ms()
                clock[name] += await self._page.evaluate(
                    "(asked) => house.change(...asked)",
                    [kind, CHARGE_POINTS, CHANGES],
                )
                ran[name].append((await self._cpu_ms() - before) / CHANGES)
                await self._leave(kind)
        return (
            {name: tuple(each) for name, each in clock.items()},
            {name: tuple(each) for name, each in ran.items()},
        )

    async def _leave(self, kind: str) -> None:
        """Take the card away. It has to have shown the changes: one that waits is no quicker."""
        said = await self._page.evaluate("() => house.leave()")
        last = f"0.{50 + (CHANGES - 1) % 40}"
        if kind == "value" and last not in said:
            raise AssertionError(f"A card does not show the price {last}: {said}")

    async def _cpu_ms(self) -> float:
        """Return for how long the page's main thread ran until now."""
        answer = await self._inspector.send("Performance.getMetrics")
        (seconds,) = (
            metric["value"]
            for metric in answer["metrics"]
            if metric["name"] == "TaskDuration"
        )
        return float(seconds) * 1000


def changed(kind: str, clock: Samples, ran: Samples) -> list[Figure]:
    """Return the figures of a kind of change."""
    row = f"card: {KINDS[kind]}"
    return [
        within(row, CHANGE_MS, clock[INTEGRATION], {RIVALS[TILES]: clock[TILES]}),
        Figure(
            row=f"{row}, painting included",
            unit="ms CPU",
            measured=ran[INTEGRATION],
            rivals={RIVALS[TILES]: ran[TILES]},
            mark="",
            reached=None,
        ),
    ]


async def figures(quick: bool = False) -> list[Figure]:
    """Return how soon the card is there, and how soon it shows a change."""
    times, turns = (QUICK_TURNS, QUICK_TURNS) if quick else (APPEARANCES, TURNS)
    anew = await loaded(times)
    with TemporaryDirectory() as folder:
        async with looking_back(Path(folder), Path(folder), []) as person:
            await person.go(dashboard.URL_PATH)
            await person.page.locator(CARD[1]).first.wait_for()
            inspector = await person.page.context.new_cdp_session(person.page)
            there = InHomeAssistant(person.page, inspector)
            await there.begin()
            put = await there.appearances(times)
            changes = {kind: await there.changes(kind, turns) for kind in KINDS}
    return [
        within(
            f"card of {CHARGE_POINTS} charge points: first paint, its modules loaded for it",
            FIRST_PAINT_MS,
            anew[INTEGRATION],
            {BARE: anew[BARE]},
        ),
        within(
            f"card of {CHARGE_POINTS} charge points: first paint on a dashboard",
            FIRST_PAINT_MS,
            put[INTEGRATION],
            {RIVALS[TILES]: put[TILES]},
        ),
        *(
            figure
            for kind, (clock, ran) in changes.items()
            for figure in changed(kind, clock, ran)
        ),
    ]


def main() -> None:
    """Measure and print."""
    print(show(asyncio.run(figures())))


if __name__ == "__main__":
    main()
