"""Running the simulator as a program."""

from http import HTTPStatus
import os
import runpy
import signal
import sys
import threading
from urllib.request import urlopen

import pytest

from simulator.__main__ import main


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_interrupted(
    socket_enabled: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    """It says where, answers there, and goes without a complaint."""
    answers: list[int] = []
    threads: list[threading.Thread] = []

    def visit(text: str) -> None:
        address = text.split()[1]
        with urlopen(f"{address}/_simulator/state", timeout=10) as answer:
            answers.append(answer.status)
        os.kill(os.getpid(), number)

    def announced(text: str) -> None:
        threads.append(threading.Thread(target=visit, args=(text,)))
        threads[0].start()

    monkeypatch.setattr(sys.stdout, "write", announced)
    result = main(["--port", "0", "--seed", "3"])
    monkeypatch.undo()
    threads[0].join()
    assert (result, answers) == (0, [HTTPStatus.OK])


def test_it_explains_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a module."""
    monkeypatch.setattr(sys, "argv", ["simulate", "--help"])
    monkeypatch.delitem(sys.modules, "simulator.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("simulator", run_name="__main__")
    assert ended.value.code == 0
    assert "--port" in capsys.readouterr().out
