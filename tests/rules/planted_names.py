"""Mistakes in the names that code gives to things."""

from typing import Final

from . import naming as n
from .mistakes import Mistake, at_the_root, file

MISTAKES: Final = (
    *(
        Mistake(
            n.names_are_the_fields_words,
            at_the_root(path, source),
            f"{path}:1: 'it' says nothing",
        )
        for path in (
            "custom_components/shell_ev/planted.py",
            *("simulator/planted.py", "scripts/planted.py"),
            *("benchmarks/planted.py", "tests/rules/planted.py"),
        )
        for source in (
            "for it in sessions: pass",
            "for number, it in enumerate(sessions): pass",
            "found = [it.state for it in sessions]",
            "found = {key: it for key, it in sessions.items()}",
            "sessions.sort(key=lambda it: it.state)",
            "with ask() as it: pass",
            "def f(it): pass",
            "if it := sessions: pass",
        )
    ),
    *(
        Mistake(
            n.functions_and_modules_say_what_they_are_for,
            file("planted.py", source),
            f"planted.py: {name!r} does not say",
        )
        for source, name in (
            ("def _bear(err): pass", "_bear"),
            ("async def bear(err): pass", "bear"),
            ("class X:\n    def judge(self): pass", "judge"),
            ("def f():\n    def told(): pass", "told"),
            ("def _ours(ids): pass", "_ours"),
        )
    ),
    *(
        Mistake(
            n.functions_and_modules_say_what_they_are_for,
            at_the_root(path, ""),
            f"{path}: {name!r} does not say",
        )
        for path, name in (
            ("custom_components/shell_ev/words.py", "words"),
            ("simulator/targets.py", "targets"),
        )
    ),
)
