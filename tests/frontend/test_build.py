"""The card: its own tests, its types, and that the built module is what its source makes."""

import pytest

from tests.e2e.programs import ROOT, finished

SECONDS = 280


@pytest.mark.timeout(SECONDS + 10)
async def test_the_card_is_as_built() -> None:
    """`scripts/build-card --check` passes."""
    check = ROOT / "scripts" / "build-card"
    code, output, complaints = await finished(check, "--check", seconds=SECONDS)
    assert code == 0, output[-3000:] + complaints[-3000:]
