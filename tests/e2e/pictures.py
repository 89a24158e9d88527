"""The pictures of the README: what was taken is compared with what is kept, or renews it.

A browser's version draws letters and edges in its own way, so that only pictures of one version can be
compared. Which one made those that are kept is noted beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Final
import warnings

from PIL import Image, ImageChops

NOTE: Final = "made-with.json"
NOTICEABLE: Final = 24
"""Of 255, in one colour: edges of letters may be a little lighter on another machine."""
LIKE: Final = 0.0004
"""The share of pixels in which pictures of the same may differ: less than one short word of a card."""


def share_of_difference(one: Path, other: Path) -> float:
    """Return the share of pixels that look otherwise, which is 1 where the sizes differ."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 1.0
        apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    red, green, blue = apart.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    counts = most.histogram()
    return sum(counts[NOTICEABLE + 1 :]) / sum(counts)


def look_alike(one: Path, other: Path) -> bool:
    """Return whether there are two pictures, which show the same."""
    if not (one.exists() and other.exists()):
        return False
    return share_of_difference(one, other) <= LIKE


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.png")}


@dataclass(frozen=True)
class Album:
    """The pictures that are kept in a folder."""

    folder: Path

    @property
    def made_with(self) -> str | None:
        """Return the browser that made them, with its version, ``None`` where that is not noted."""
        note = self.folder / NOTE
        if not note.exists():
            return None
        browser: str = json.loads(note.read_text())["browser"]
        return browser

    def differences(self, taken: Path) -> Mapping[str, str]:
        """Return in words what is other in the pictures of a folder than in these, by their names."""
        here, there = _names(self.folder), _names(taken)
        found = dict.fromkeys(there - here, "is new")
        found |= dict.fromkeys(here - there, "is not taken any more")
        for name in here & there:
            share = share_of_difference(self.folder / name, taken / name)
            if share > LIKE:
                found[name] = f"differs in {share:.2%} of its pixels"
        return dict(sorted(found.items()))

    def renew(self, taken: Path, browser: str) -> None:
        """Keep what looks otherwise, drop what is not taken any more, and note the browser."""
        for name in self.differences(taken):
            if (taken / name).exists():
                (self.folder / name).write_bytes((taken / name).read_bytes())
            else:
                (self.folder / name).unlink()
        (self.folder / NOTE).write_text(json.dumps({"browser": browser}) + "\n")

    def check(self, taken: Path, browser: str, *, renew: bool) -> None:
        """Compare what was taken with what is kept, where the same browser made both; or renew it.

        Raises:
            AssertionError: they differ.

        """
        if renew:
            self.renew(taken, browser)
        if browser != self.made_with:
            warnings.warn(
                f"No picture was compared: those in {self.folder} were made with {self.made_with}, this is {browser}.",
                stacklevel=2,
            )
        elif differences := self.differences(taken):
            told = "".join(f"\n  {name} {how}" for name, how in differences.items())
            raise AssertionError(
                f"Pictures in {self.folder} are not what is shown:{told}\n"
                f"The new ones are in {taken}; scripts/test --renew keeps them."
            )
