"""Running the simulator as a program."""

from http import HTTPStatus
import json
import os
from pathlib import Path
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from simulator.__main__ import main

ROOT = Path(__file__).parents[2]


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


def test_it_answers_like_a_report(socket_enabled: None, tmp_path: Path) -> None:
    """As a person gives it one."""
    entry = {
        "operation": "authorize",
        "generation": "",
        "status": 401,
        "content": "html",
        "paths": {},
        "words": {},
        "findings": [],
    }
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps({"report": "shell_ev_api", "version": 1, "operations": [entry]})
    )
    answers: list[bytes] = []
    threads: list[threading.Thread] = []

    def visit(text: str) -> None:
        with pytest.raises(HTTPError) as refused:
            urlopen(
                f"{text.split()[1]}/v2/oauth/token", b"grant_type=client_credentials"
            )
        answers.append(refused.value.read())
        os.kill(os.getpid(), signal.SIGTERM)

    def announced(text: str) -> None:
        threads.append(threading.Thread(target=visit, args=(text,)))
        threads[0].start()

    assert main(["--port", "0", "--like", str(report)], announced) == 0
    threads[0].join()
    assert answers[0].startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "No such file or directory"),
        ("{}", "This is not a report that can be read."),
    ],
)
def test_what_is_no_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str | None, told: str
) -> None:
    """It is told, and nothing is served."""
    report = tmp_path / "report.json"
    if text is not None:
        report.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(["--port", "0", "--like", str(report)])
    assert ended.value.code == 2
    assert f"{report}: {told}" in capsys.readouterr().err


def test_simulate_finds_a_report_where_the_person_is(tmp_path: Path) -> None:
    """The doctor writes it where they are, and they hand it to scripts/simulate from there."""
    checkout = tmp_path / "checkout"
    (checkout / "scripts").mkdir(parents=True)
    (checkout / ".dev/venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/simulate", checkout / "scripts/simulate")
    for name, text in {
        "scripts/setup": "#!/bin/sh\nexit 0\n",
        ".dev/venv/bin/python": f'#!/bin/sh\nexport PYTHONPATH="$PYTHONPATH:{ROOT}"\nexec {sys.executable} "$@"\n',
    }.items():
        (checkout / name).write_text(text)
        (checkout / name).chmod(0o755)
    shutil.copy(ROOT / "tests/reports/all_ten.json", tmp_path / "shell-ev-report.json")
    process = subprocess.Popen(
        ["checkout/scripts/simulate", "--port", "0", "--like", "shell-ev-report.json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        if not said.startswith("Simulator: "):
            said += process.stdout.read()
    finally:
        process.terminate()
        process.wait()
    assert said.startswith("Simulator: "), said
