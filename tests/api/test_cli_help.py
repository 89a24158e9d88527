"""What ``--help`` tells a person who knows nothing yet."""

import re

import pytest

from custom_components.shell_ev.api.cli import main
from custom_components.shell_ev.api.commands import COMMANDS
from custom_components.shell_ev.api.exit_codes import EXIT_CODES, ExitCode


def test_the_help_tells_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of the one table."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for code in ExitCode:
        assert f"{code:>3}  {EXIT_CODES[code]}" in told


@pytest.mark.parametrize("command", [*COMMANDS, "doctor"])
def test_the_help_tells_of_each_option(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """What it does, and what holds without it."""
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit):
        main([command, "--help"])
    _, *entries = re.split(r"\n  (?=\S)", capsys.readouterr().out.split("\n\n", 2)[2])
    assert len(entries) >= 3
    for entry in entries:
        name, _, told = entry.partition("  ")
        assert told.strip(), name
        if name.startswith("--"):
            assert "(default: " in told, name


def test_the_help_tells_where_http_will_do(capsys: pytest.CaptureFixture[str]) -> None:
    """On this computer itself, as for the simulator."""
    with pytest.raises(SystemExit):
        main(["doctor", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "on this computer itself, http://" in told
    assert "as in 48.85,2.35" in told
    assert "(default: 52.37,4.9, Amsterdam)" in told
