"""The card as it lies in a real browser: nothing is cut off, and nothing jumps."""

import json
import sys

from .programs import finished

SECONDS = 120
MOST_SHIFT = 0.02
"""As browsers count it: the share of the page that moves, times how far."""


async def test_nothing_is_cut_off_and_nothing_jumps() -> None:
    """Every price, fee, time and power is to be seen in the widths that a section allows.

    Where a session ends, the page below moves too slowly for a shift; where one begins, the button
    that has slid under the finger takes no press, and a moment later it does.
    """
    browser = (sys.executable, "-m", "tests.e2e.widths")
    code, output, complaints = await finished(*browser, seconds=SECONDS)

    assert code == 0, complaints[-4000:]
    seen = json.loads(output)
    assert seen["cut"] == {}
    assert seen["shift"] < MOST_SHIFT
    assert (seen["early"], seen["late"]) == (0, 1)
