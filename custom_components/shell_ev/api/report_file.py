"""The file that a report goes to. What is there already is never replaced."""

from itertools import count
from pathlib import Path
from typing import Any

from .console import Console
from .exit_codes import UsageError
from .report import as_text, read_report


def check_output(path: Path) -> None:
    """See that a report can be written there, and leave things as they were.

    Raises:
        UsageError: there is something else, or it cannot be written.
    """
    if (
        path.exists(follow_symlinks=False)
        and not path.is_dir()
        and not _is_report(path)
    ):
        raise UsageError(
            f"{path} is there and is no report. Choose another --output, or remove it."
        )
    free = _free(path)
    try:
        free.open("a").close()
        free.unlink()
    except OSError as err:
        raise UsageError(_not_written(free, err)) from None


def write(made: dict[str, Any], path: Path, console: Console) -> bool:
    """Write a report and say where. An earlier one is kept: the new one gets a number.

    Return whether it could be written.
    """
    free = _free(path)
    try:
        free.write_text(as_text(made), encoding="utf-8")
    except OSError as err:
        console.warn(_not_written(free, err))
        return False
    console.say(
        f"The report is in {free}. It describes the form of the answers and contains none of your data."
    )
    if free != path:
        console.say(f"The earlier report in {path} was kept.")
    return True


def _free(path: Path) -> Path:
    """Return the path, or the first with a number at which there is nothing."""
    if path.is_dir():
        return path  # of which it is then said that it is none for a file
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    free = path
    while free.exists(follow_symlinks=False):
        free = next(numbered)
    return free


def _is_report(path: Path) -> bool:
    try:
        read_report(path.read_text(encoding="utf-8"))
    except OSError, ValueError:
        return False
    return True


def _not_written(path: Path, err: OSError) -> str:
    return f"{path} cannot be written: {err.strerror}. Choose another --output."
