"""A real Home Assistant is killed in the middle of starts; no session is lost or doubled."""

import json
import os
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("SHELL_EV_CRASHES", "20"))


@pytest.mark.timeout(1200)
def test_killed_in_the_middle_of_a_start(tmp_path: Path) -> None:
    """Twenty times at random moments: what Shell has is adopted, stops when told, and is never two."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.e2e.crashes", str(tmp_path), str(ROUNDS), "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1100,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    counts = json.loads(result.stdout)
    assert counts["rounds"] == ROUNDS
    assert counts["sessions"] <= counts["starts"] <= ROUNDS
    assert counts["adopted"] == counts["stopped"] == counts["sessions"]
    assert counts["answer_outstanding"] + counts["after_the_answer"] > 0
