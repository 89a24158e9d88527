"""The card works in a real browser, in the real frontend of a real Home Assistant."""

import json
import os
from pathlib import Path
import re
import sys

from .browser import PICTURES
from .pictures import Album
from .programs import ROOT, finished

ALBUM = Album(ROOT / "docs" / "images")
RENEW = os.environ.get("SHELL_EV_RENEW") == "1"
SECONDS = 280


async def test_a_person_charges_with_the_card(tmp_path: Path) -> None:
    """From nothing to a charged car, a refused start, an outage, and a name that is markup.

    That the card shows what it should is waited for in the browser; here is what it saw, and
    whether the pictures of the README still show it.
    """
    browser = (sys.executable, "-m", "tests.e2e.browser")
    code, output, complaints = await finished(
        *browser, tmp_path, ALBUM.folder, seconds=SECONDS
    )
    assert code == 0, complaints[-4000:]
    seen = json.loads(output)

    assert seen["axe"] == []
    assert seen["complaints"] == []
    assert re.search(r"Wait \d+ seconds?$", seen["guard"])
    # By day: €0.25 for the start, €0.44 for each kWh.
    assert re.fullmatch(r"Charged 11\.4 kWh in .+≈ €5\.27", seen["session"])
    assert re.fullmatch(
        r"EvNotConnectedToEvse, RequestId [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        seen["reference"],
    )
    ALBUM.check(tmp_path / PICTURES, seen["browser"], renew=RENEW)
    assert {path.stem for path in ALBUM.folder.glob("*.png")} == {
        "card-dark",
        "card-error",
        "card-light",
        "card-phone",
        "dashboard",
    }
