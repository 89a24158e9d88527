"""Looks at the dashboard, a form and a device on a phone, in Dutch and in German.

``python -m tests.e2e.languages FOLDER`` works in FOLDER, takes pictures there, and prints as JSON what is
cut off and what stands there in English. The browser is that of SHELL_EV_BROWSER.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
import json
from pathlib import Path
import re
import sys
from typing import Any, Final

from playwright.async_api import Page, ViewportSize

from scripts.demo_app import account, dashboard
from scripts.demo_app.browser import browser_page
from scripts.demo_app.demo import home_assistant_at, set_up, simulated_shell
from scripts.demo_app.state import ROOT, Ports

from .browser import PICTURES
from .frontend import PATIENCE_MS, ROOTS, STILL_MS, Frontend

LANGUAGES: Final = ("nl", "de")
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
TRANSLATIONS: Final = (
    ROOT / "custom_components" / account.DOMAIN / "translations",
    ROOT / "frontend" / "src" / "translations",
)
POINT: Final = "shell-ev-charge-point"
PLANTED: Final = "Charge point"
"""What is written into the card to see that it would be found: in English, and wider than its box."""

LOOK: Final = (
    """() => {
  """
    + ROOTS
    + r"""
  const texts = [], cut = [];
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  for (const root of roots) for (const element of root.querySelectorAll("*")) {
    const nodes = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const said = nodes.map((node) => plain(node.data)).filter(Boolean);
    const {left, right} = element.getBoundingClientRect();
    const shown = element.checkVisibility({visibilityProperty: true}) && right > 0 && left < innerWidth;
    // What is a pixel wide is there for those who listen.
    if (!said.length || !shown || element.closest("style, script, title")) continue;
    texts.push(...said);
    const range = document.createRange();
    range.selectNodeContents(element);
    const letters = range.getBoundingClientRect();
    let [from, to] = [0, innerWidth];
    // It ends where the first box ends that cuts, or has an edge of its own.
    for (let box = element; box; box = box.parentElement ?? box.getRootNode().host) {
      const style = getComputedStyle(box);
      if (style.display === "contents" || (style.overflowX === "visible" && style.borderLeftWidth === "0px")) continue;
      if (style.overflowX === "auto" || style.overflowX === "scroll") break;
      const edge = box.getBoundingClientRect();
      // What is a pixel wide is there for those who listen.
      if (edge.width >= 8) [from, to] = [Math.max(from, edge.left), Math.min(to, edge.right)];
      else [from, to] = [-Infinity, Infinity];
      break;
    }
    if (letters.left < from - 1.5 || letters.right > to + 1.5) cut.push(said.join(" "));
  }
  return {texts, cut};
}"""
)
"""JavaScript: answers all texts that are shown, and those of them of which a part cannot be seen."""

PLANT: Final = """(text) => {
  const planted = document.createElement("div");
  planted.style.cssText = "width: 20px; overflow: hidden; white-space: nowrap";
  planted.textContent = text;
  document.querySelector("home-assistant").shadowRoot.append(planted);
}"""
"""JavaScript: writes a text where there is too little room."""


def _texts(folder: Path, language: str) -> dict[str, str]:
    """Return the texts of a language by their keys."""
    found: dict[str, str] = {}

    def walk(branch: dict[str, Any], path: str) -> None:
        for key, value in branch.items():
            if isinstance(value, dict):
                walk(value, f"{path}{key}.")
            else:
                found[f"{path}{key}"] = value

    walk(json.loads((folder / f"{language}.json").read_text()), "")
    return found


def _pattern(text: str) -> str | None:
    """Return what a text looks like on a page, ``None`` where it has too few words of its own."""
    parts = re.split(r"\{\w+\}", " ".join(text.split()))
    if max(map(len, re.findall(r"[^\W\d_]+", " ".join(parts))), default=0) < 3:
        return None
    return ".+".join(map(re.escape, parts))


class Language:
    """A language, and how its texts are told from English ones."""

    def __init__(self, code: str) -> None:
        """Read its texts."""
        self.code = code
        english: set[str] = set()
        self.words: dict[str, str] = {}
        for folder in TRANSLATIONS:
            own = _texts(folder, code)
            self.words |= own
            english |= {
                text
                for key, text in _texts(folder, "en").items()
                if own.get(key) != text
            }
        self._own = self._any_of(self.words.values())
        self._english = self._any_of(english)

    @staticmethod
    def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
        patterns = {pattern for text in texts if (pattern := _pattern(text))}
        return re.compile("|".join(sorted(patterns)))

    def says(self, text: str) -> bool:
        """Return whether this is one of its texts."""
        return bool(self._own.fullmatch(text))

    def is_english(self, text: str) -> bool:
        """Return whether this is a text that ought to be in this language."""
        return bool(self._english.fullmatch(text)) and not self.says(text)


@dataclass
class Seen:
    """What was seen in a language."""

    own: dict[str, int] = field(default_factory=dict)
    """How many texts of the integration were there, by the name of the picture."""
    cut: dict[str, list[str]] = field(default_factory=dict)
    english: dict[str, list[str]] = field(default_factory=dict)
    planted: bool = False
    """Whether a text would be found that is English and cut off."""


class Reader:
    """A person who reads in a language."""

    def __init__(self, frontend: Frontend, language: Language) -> None:
        """Sit down."""
        self.frontend = frontend
        self.page: Page = frontend.page
        self.language = language
        self.seen = Seen()

    async def look(self, name: str) -> None:
        """Take a picture of the page and read it."""
        await self.page.wait_for_timeout(STILL_MS)
        path = self.frontend.taken / f"{self.language.code}-{name}.png"
        await self.page.screenshot(path=path)
        texts, cut, english = await self._read()
        self.seen.own[name] = sum(map(self.language.says, texts))
        if cut:
            self.seen.cut[name] = cut
        if english:
            self.seen.english[name] = english

    async def _read(self) -> tuple[list[str], list[str], list[str]]:
        """Return the texts of the page, those of the integration that are cut, and those in English."""
        page = await self.page.evaluate(LOOK)
        english = [text for text in page["texts"] if self.language.is_english(text)]
        cut = [
            text
            for text in page["cut"]
            if self.language.says(text) or self.language.is_english(text)
        ]
        return page["texts"], cut, english

    async def plant(self) -> None:
        """See that what ought not to be there is found."""
        await self.page.evaluate(PLANT, PLANTED)
        _, cut, english = await self._read()
        self.seen.planted = PLANTED in cut and PLANTED in english

    async def choose(self, key: str) -> None:
        """Press what a text of this language stands on."""
        await self.page.get_by_text(self.language.words[key]).first.click()


async def charge(reader: Reader) -> None:
    """Look at the card: at rest, asking back, starting and charging, and at the map below it."""
    page = reader.page
    await reader.frontend.go(dashboard.URL_PATH)
    await page.locator("shell-ev-map button.place").first.wait_for()
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


async def set_something_up(reader: Reader) -> None:
    """Look at the form of a charge point, and at the page of one."""
    page = reader.page
    await reader.frontend.go(f"config/integrations/integration/{account.DOMAIN}")
    await reader.choose("config_subentries.charge_point.initiate_flow.user")
    await reader.choose("config_subentries.charge_point.step.user.menu_options.evse_id")
    await page.locator("step-flow-form input").first.wait_for()
    await reader.look("form")
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
async def household(folder: Path) -> AsyncGenerator[Frontend]:
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
        yield frontend


async def read(folder: Path) -> dict[str, Any]:
    """Return what was seen, by language."""
    seen: dict[str, Any] = {}
    async with household(folder) as frontend:
        for code in LANGUAGES:
            reader = Reader(frontend, Language(code))
            await _speak(frontend, reader.language)
            await charge(reader)
            await stop(reader)
            await set_something_up(reader)
            await reader.plant()
            seen[code] = vars(reader.seen)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(read(Path(sys.argv[1])))))
