"""The terminal that the command line talks to."""

from collections.abc import Callable
from getpass import getpass
import json
import os
import sys
from typing import Any, Final, TextIO

from .exit_codes import UsageError

_YES: Final = ("y", "yes")


def put(stream: TextIO | None, text: str) -> OSError | None:
    """Write to a stream. Return what is wrong with it: then it goes nowhere from now on.

    That nobody reads any more, as behind ``| head``, or a window is closed, ends nothing that is
    under way: a session that was begun has to be ended, and a report written. A process may have
    no such stream at all.
    """
    if stream is None:
        return None
    try:
        stream.write(text)
        stream.flush()
    except OSError as err:
        # Python sends on what is left in the stream once more at its end, and would complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        return err
    return None


def ask_openly(question: str) -> str:
    """Return what a person types. The question goes to standard error: output may go to a file."""
    put(sys.stderr, question)
    return input()


class Console:
    """Says things to a person, or to a program, and asks the person.

    What was asked for goes to standard output, all else to standard error. With ``as_json``
    the one JSON document is all there is on standard output.
    """

    def __init__(
        self,
        *,
        as_json: bool = False,
        output: TextIO | None = None,
        errors: TextIO | None = None,
        ask_openly: Callable[[str], str] = ask_openly,
        ask_secretly: Callable[[str], str] = getpass,
        is_interactive: bool | None = None,
    ) -> None:
        """Talk to the process's own terminal, where nothing else is given."""
        self.as_json = as_json
        self._output = output or sys.stdout
        self._errors = errors or sys.stderr
        self._ask_openly = ask_openly
        self._ask_secretly = ask_secretly
        # getpass would echo where there is no terminal, and input needs all three streams.
        self._is_interactive = (
            None not in (sys.stdin, sys.stdout, sys.stderr) and sys.stdin.isatty()
            if is_interactive is None
            else is_interactive
        )

    def say(self, text: str) -> None:
        """Say something to a person."""
        _write(self._errors if self.as_json else self._output, text)

    def warn(self, text: str) -> None:
        """Say what is wrong, and what to do."""
        _write(self._errors, text)

    def hand_over(self, data: Any, *lines: str) -> None:
        """Give what was asked for: as JSON, or in lines.

        Raises:
            UsageError: it cannot be written. A reader that has left wants no more of it.
        """
        text = json.dumps(data, indent=2) if self.as_json else "\n".join(lines)
        problem = _write(self._output, text)
        if problem and not isinstance(problem, BrokenPipeError):
            raise UsageError(f"The output cannot be written: {problem.strerror}.")

    def ask(
        self, question: str, variable: str, *, example: str = "", secret: bool = False
    ) -> str:
        """Return what a person types, a secret without showing it. On nothing they are asked again.

        Raises:
            UsageError: there is nobody to ask, or they end the input.
        """
        if not self._is_interactive:
            raise UsageError(
                f"{question} is missing. Set {variable}, or run this in a terminal."
            )
        ask = self._ask_secretly if secret else self._ask_openly
        prompt = f"{question}, as in {example}: " if example else f"{question}: "
        typed = ""
        while not typed:
            try:
                typed = ask(prompt).strip()
            except EOFError:
                raise UsageError(
                    f"{question} is missing. Run this again and type it."
                ) from None
        return typed

    def agree(self, question: str) -> bool:
        """Return whether a person says yes.

        Raises:
            UsageError: there is nobody to ask.
        """
        if not self._is_interactive:
            raise UsageError(
                "There is nobody to ask. Run this in a terminal, or add --yes."
            )
        try:
            return self._ask_openly(f"{question} [y/N] ").strip().lower() in _YES
        except EOFError:
            return False


def _write(stream: TextIO | None, text: str) -> OSError | None:
    """Write a line. What the terminal has no character for is shown as a question mark."""
    encoding = (stream and stream.encoding) or "utf-8"
    return put(stream, text.encode(encoding, "replace").decode(encoding) + "\n")
