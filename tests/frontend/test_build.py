"""The cards: their own tests, their types, and that the built modules are what their source makes."""

from pathlib import Path
import re
import sys

import pytest

from tests.e2e.programs import ROOT, finished

SECONDS = 280
BUILT_INTO = "custom_components/shell_ev/frontend"

CARD = 'import { a } from "./shared-1.js";\nconst part = () => import("./part-1.js");\n'
LONG = f"export default {list(range(300))};\n"
"""More than a language may weigh here."""
BUILT = {
    "shell-ev.js": CARD,
    "shared-1.js": "export const a = 1;\n",
    "part-1.js": 'import { a } from "./shared-1.js";\n',
    "nl-1.js": "export default {};\n",
}


@pytest.mark.timeout(SECONDS + 10)
async def test_the_cards_are_as_built() -> None:
    """`scripts/build-card --check` passes."""
    check = ROOT / "scripts" / "build-card"
    code, output, complaints = await finished(check, "--check", seconds=SECONDS)
    assert code == 0, output[-3000:] + complaints[-3000:]


def test_no_text_is_lost_in_the_build() -> None:
    """Its short key in the texts is that in the code, and every long one that is left is put together there."""
    built = {path.name: path.read_text() for path in (ROOT / BUILT_INTO).glob("*.js")}
    (texts,) = (text for name, text in built.items() if name.startswith("shared-"))
    kept = set(re.findall(r'"(\.[0-9a-z]{1,2})":`', texts))
    asked = set(re.findall(r"`(\.[0-9a-z]{1,2})`", "".join(built.values())))
    assert kept
    assert kept == asked


@pytest.mark.parametrize(
    ("changed", "most", "most_first", "complaint"),
    [
        ({}, 1000, 1000, ""),
        ({}, 150, 1000, "All together they are too large."),
        ({}, 1000, 100, "What every page loads is too large."),
        (
            {"part-1.js": 'import { b } from "./shell-ev.js";\n'},
            1000,
            1000,
            "part-1.js imports shell-ev.js.",
        ),
        # Who speaks English downloads what every page loads, who does not one language beside it.
        ({"nl-1.js": LONG}, 1000, 1000, "nl-1.js is too large."),
    ],
)
async def test_what_is_built_is_weighed(
    tmp_path: Path,
    changed: dict[str, str],
    most: int,
    most_first: int,
    complaint: str,
) -> None:
    """All files count but languages, each by itself; and for a page with the card alone those that it loads at once."""
    for name, content in (BUILT | changed).items():
        (tmp_path / name).write_text(content)
    code, output, complaints = await finished(
        Path(sys.executable).parent / "node",
        ROOT / "frontend" / "scripts" / "weigh.mjs",
        tmp_path,
        str(most),
        str(most_first),
        "100",
        seconds=20,
    )
    assert "shell-ev.js, shared-1.js:" in output
    assert complaints.strip() == complaint
    assert code == (1 if complaint else 0)
