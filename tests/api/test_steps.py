"""What a call takes beside what aiohttp does: counted in steps, which are the same everywhere."""

from collections.abc import Awaitable, Callable
from inspect import CO_COROUTINE
from pathlib import Path
import sys
from types import FrameType

import pytest

from custom_components.shell_ev import api
from custom_components.shell_ev.api import (
    EmaId,
    ShellEvClient,
    client as client_module,
    documented,
    identifiers,
)
from simulator import Simulator
from tests.api.conftest import make
from tests.conftest import CARD, HOME

API = str(Path(api.__file__).parent)

MOST_STEPS = 191
"""Calls that our own code makes for one call of Shell's with a session in its answer."""


def is_ours(frame: FrameType | None) -> bool:
    """Whether this is the client's own code."""
    return frame is not None and frame.f_code.co_filename.startswith(API)


async def steps_of(call: Callable[[], Awaitable[object]]) -> int:
    """Return how many functions our own code calls, Python's in C among them.

    Coroutines do not count: one is called again for each piece of an answer, however many come.
    """
    steps = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        if event == "c_call":
            steps += is_ours(frame)
        elif event == "call" and not frame.f_code.co_flags & CO_COROUTINE:
            steps += is_ours(frame.f_back)

    sys.setprofile(note)
    try:
        await call()
    finally:
        sys.setprofile(None)
    return steps


async def test_steps_of_a_look_at_the_sessions(
    simulator: Simulator, client: ShellEvClient
) -> None:
    """As many each time, once an answer like it was seen, and no more than they were."""
    simulator.start_by_card(CARD, HOME)
    assert len(await client.active(CARD)) == 1
    steps = [await steps_of(lambda: client.active(CARD)) for _ in range(3)]
    assert steps == [steps[0]] * 3
    assert steps[0] <= MOST_STEPS


async def test_an_address_is_built_once(
    client: ShellEvClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of a card's sessions is the same at each look; another card's is another."""
    addresses = client_module._address
    addresses.cache_clear()
    for card in (CARD, CARD, "NL-TNM-C00122999-L", CARD):
        await client.active(card)
    known = addresses.cache_info()
    assert (known.misses, known.hits) == (2, 2)


def test_a_card_is_read_in_few_steps() -> None:
    """Each charge point names its card: the check digit is reckoned out once."""
    identifiers.emi3_check_digit.cache_clear()
    for _ in range(100):
        assert str(EmaId.parse(CARD)) == CARD
    assert identifiers.emi3_check_digit.cache_info().misses == 1


async def test_documented_keys_are_folded_once(client: ShellEvClient) -> None:
    """For the first answer of its kind; an account that is set up after finds them folded."""
    await client.active(CARD)
    folded = documented._folded.cache_info().misses
    await make(client._session, str(client._server)).active(CARD)
    assert documented._folded.cache_info().misses == folded
