"""A person in front of Home Assistant: what is done there, what is seen, and pictures of it."""

import asyncio
from pathlib import Path
from typing import Any, Final

from playwright.async_api import (
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from scripts.demo_app.children import DemoError
from scripts.demo_app.home_assistant import PASSWORD, USERNAME, HomeAssistant
from scripts.demo_app.state import ROOT

from .pictures import look_alike

AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS: Final = 30_000
"""For whatever has to turn up; the machines are shared."""

CARD: Final = "shell-ev-card"
DESK: Final[ViewportSize] = {"width": 1000, "height": 640}
EDGE: Final = 8
"""Of the page around the card, in a picture of it."""
STILL_MS: Final = 1000
"""For so long nothing moves in what is taken as it is."""
SHOTS: Final = 20
"""A page that looks otherwise after each of so many does not come to rest."""
OWN_LETTERS: Final = "code { font-family: Roboto, sans-serif !important; }"
"""All other letters come with Home Assistant; these would be the machine's."""
NO_POWER: Final = ".power { display: none !important; }"
"""It is that of two steps of a meter, which come as soon after each other as the machine is quick."""

ROOTS: Final = """const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
"""
"""JavaScript: the document and the roots of all that is in it."""

STILL: Final = (
    ROOTS
    + """
  const fading = roots
    .flatMap((root) => root.getAnimations())
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(fading.map((animation) => animation.finished));
  await document.fonts.ready;
"""
)
"""JavaScript: goes on when nothing fades or glides any more."""

AT_REST: Final = f"async () => {{ {STILL} }}"
"""JavaScript: comes back when nothing fades or glides any more."""

IN_THEME: Final = (
    """async (dark) => {
  const frame = () => new Promise(requestAnimationFrame);
  const home = document.querySelector("home-assistant");
  while (home.hass.themes.darkMode !== dark) await frame();
  await frame();
  await frame();
  """
    + STILL
    + "}"
)
"""JavaScript: comes back when the page shows itself dark or light, and nothing fades any more."""

AT_ALL_TIMES: Final = (
    r"""() => {
  const same = [
    [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "a991367a-4e90-443c-8f66-aa5ff43347ef"],
    [/\d+\s(?:hrs?|mins?|secs?)(?:,\s\d+\smins?)?/, "42 mins"],
    [/\d\d:\d\d:\d\d/, "12:27:30"],
    [/\d:\d\d:\d\d/, "0:00:08"],
    [/\d\d:\d\d(?: [-–] \d\d:\d\d)?/, "12:27"],
    [/\d+(?: [A-Z][a-z]+)?(?: \d{4})? – \d+ [A-Z][a-z]+ \d{4}/, "21 – 27 Nov 2026"],
    [/\d+ [A-Z][a-z]+ \d{4}/, "21 November 2026"],
    [/\d+ (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)/, "21 Nov"],
    [/(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/, "Saturday"],
  ];
  const any = new RegExp(same.map(([one]) => `\\b(${one.source})\\b`).join("|"), "g");
  const steady = (_, ...groups) => same[groups.findIndex((group) => group !== undefined)][1];
  """
    + ROOTS
    + """
  for (const root of roots) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const before = texts.currentNode.data;
      const after = before.replace(any, steady);
      if (after !== before) texts.currentNode.data = after;
    }
  }
}"""
)
"""JavaScript: each time, length, date and RequestId in the page says what it always says in pictures."""


class Frontend:
    """A person in front of Home Assistant."""

    def __init__(
        self,
        page: Page,
        home_assistant: HomeAssistant,
        taken: Path,
        kept: Path,
    ) -> None:
        """Sit down. Pictures go to ``taken``; those of ``kept`` are what they may look like."""
        self.page = page
        self.home_assistant = home_assistant
        self.taken = taken
        self.kept = kept
        self.complaints: list[str] = []
        self.changes_with_time = True
        """Whether pictures show times that are others at each run."""
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        """Keep errors, but for the map and pictures that Home Assistant takes from the internet."""
        url = message.location["url"]
        elsewhere = "shell_ev" not in url and "Failed to load resource" in message.text
        if message.type == "error" and not elsewhere:
            self.complaints.append(f"{message.text} {url}")

    async def go(self, path: str) -> None:
        """Open a page."""
        await self.page.goto(f"{self.home_assistant.url}/{path}")

    async def command(self, **message: Any) -> Any:
        """Send a command over the frontend's own connection."""
        return await self.page.evaluate(
            "(it) => document.querySelector('home-assistant').hass.callWS(it)", message
        )

    async def log_in(self) -> None:
        """Log in."""
        await self.go("")
        await self.page.get_by_label("Username").fill(USERNAME)
        await self.page.locator("input[type=password]").fill(PASSWORD)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_selector("home-assistant-main")

    def button(self, name: str) -> Locator:
        """Return a button by what it says."""
        return self.page.get_by_role("button", name=name, exact=True)

    async def fill(self, label: str, text: str) -> None:
        """Fill a field of a form in. Its label is not its input's: it stands around it."""
        field = self.page.locator("ha-selector").filter(has_text=label)
        await field.locator("input").last.fill(text)

    async def shoot(
        self,
        name: str,
        *,
        of: str | None = CARD,
        dark: bool = False,
        size: ViewportSize = DESK,
    ) -> None:
        """Take a picture of a part of the page, or of the whole of it from its top."""
        await self.page.set_viewport_size(size)
        if of is None:
            await self.page.evaluate("scrollTo(0, 0)")
        await self._show(dark)
        path = self.taken / f"{name}.png"
        await self._settle(path, self.kept / path.name, of)
        await self.page.set_viewport_size(DESK)
        await self._show(dark=False)

    async def _settle(self, path: Path, kept: Path, of: str | None) -> None:
        """Take pictures until one looks like the one that is kept, or nothing moves any more."""
        before = None
        for _ in range(SHOTS):
            picture = await self._picture(of)
            await asyncio.to_thread(path.write_bytes, picture)
            if picture == before or await asyncio.to_thread(look_alike, path, kept):
                return
            before = picture
            await self.page.wait_for_timeout(STILL_MS)
        raise DemoError(f"{path.stem} does not come to rest.")

    async def _picture(self, of: str | None) -> bytes:
        """Return a picture of the page as it is now, but for what time changes in it."""
        clip: FloatRect | None = None
        if of:
            box = await self.page.locator(of).first.bounding_box()
            assert box
            clip = {
                "x": box["x"] - EDGE,
                "y": box["y"] - EDGE,
                "width": box["width"] + 2 * EDGE,
                "height": box["height"] + 2 * EDGE,
            }
        if self.changes_with_time:
            await self.page.evaluate(AT_ALL_TIMES)
        return await self.page.screenshot(
            clip=clip, style=OWN_LETTERS + NO_POWER, animations="disabled"
        )

    async def rest(self) -> None:
        """Wait until nothing on the page moves by itself any more."""
        await self.page.wait_for_timeout(STILL_MS)
        async with asyncio.timeout(PATIENCE_MS / 1000):
            await self.page.evaluate(AT_REST)

    async def _show(self, dark: bool) -> None:
        """Change to a theme, and wait until it has faded in."""
        await self.page.emulate_media(color_scheme="dark" if dark else "light")
        async with asyncio.timeout(PATIENCE_MS / 1000):
            await self.page.evaluate(IN_THEME, dark)

    async def axe(self, dark: bool = False, of: str = CARD) -> list[str]:
        """Return what is wrong with a part of the page for those who do not see it, or not well."""
        await self._show(dark)
        if not await self.page.evaluate("() => Boolean(window.axe)"):
            await self.page.add_script_tag(path=AXE)
        element = await self.page.locator(of).first.element_handle()
        result = await self.page.evaluate(
            """(card) => axe.run(card, {resultTypes: ['violations']})""", element
        )
        await self._show(dark=False)
        return [
            f"{violation['id']}: {node['html']} {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]


class Row:
    """A charge point on the card."""

    def __init__(self, page: Page, name: str) -> None:
        """Find it by its name."""
        self.name = name
        self.section = page.get_by_role("region", name=name, exact=True).first
        self.button = self.section.locator("button.act")
        self.state = self.section.get_by_role("status")

    async def press(self, page: Page) -> None:
        """Press its button, and confirm where there is something to confirm."""
        starts = (await self.button.inner_text()).strip() == "Start"
        await self.button.click()
        if starts:
            dialog = page.locator("dialog-box")
            await dialog.get_by_role("button", name="Start", exact=True).click()

    async def says(self, label: str, state: str) -> None:
        """Wait until button and state say something."""
        await expect(self.button).to_have_text(label, timeout=PATIENCE_MS)
        await expect(self.state).to_have_text(state, timeout=PATIENCE_MS)
