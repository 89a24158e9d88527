"""Reads a page of Home Assistant in a language: what is cut off there, and what stands there in English."""

from collections.abc import Iterable
from dataclasses import dataclass, field
import json
from pathlib import Path
import re
from typing import Any, Final

from playwright.async_api import Page

from scripts.demo_app.account import DOMAIN
from scripts.demo_app.state import ROOT

from .frontend import ROOTS, Frontend

TRANSLATIONS: Final = (
    ROOT / "custom_components" / DOMAIN / "translations",
    ROOT / "frontend" / "src" / "translations",
)
FORM: Final = "step-flow-form"
WHOLE: Final = 2000
"""The height, in pixels, in which the longest form shows all of itself."""
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
    if (letters.left < from - 1.5 || letters.right > to + 1.5) cut.push(...said);
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


def _pieces(text: str) -> list[str]:
    """Return what a text is in on a page: paragraphs, links and what is set in other letters end a piece."""
    return [piece.strip() for piece in re.split(r"\n+|\[|\]\(\S*\)|[`*]", text)]


def _pattern(text: str) -> str | None:
    """Return what a piece looks like on a page, ``None`` where it has too few words of its own."""
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
        pieces = (piece for text in texts for piece in _pieces(text))
        patterns = {pattern for piece in pieces if (pattern := _pattern(piece))}
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
        await self.frontend.rest()
        path = self.frontend.taken / f"{self.language.code}-{name}.png"
        await self.page.screenshot(path=path)
        texts, cut, english = await self._read()
        self.seen.own[name] = sum(map(self.language.says, texts))
        if cut:
            self.seen.cut[name] = cut
        if english:
            self.seen.english[name] = english

    async def look_at_form(self, name: str, form: str = FORM) -> None:
        """Look at the whole of a form, or of what else a dialog shows."""
        phone = self.page.viewport_size
        assert phone
        await self.page.locator(form).wait_for()
        await self.page.set_viewport_size({**phone, "height": WHOLE})
        await self.look(name)
        await self.page.set_viewport_size(phone)

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
