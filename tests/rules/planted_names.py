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
            n.names_say_what_they_are_for,
            file("planted.py", source),
            f"planted.py:{line}: {name!r} does not say",
        )
        for source, line, name in (
            ("def _bear(err): pass", 1, "_bear"),
            ("async def bear(err): pass", 1, "bear"),
            ("class X:\n    def judge(self): pass", 2, "judge"),
            ("def f():\n    def told(): pass", 2, "told"),
            ("def _ours(ids): pass", 1, "_ours"),
            ("class _Told: pass", 1, "_Told"),
            ("class X:\n    told: bool = False", 2, "told"),
            ("class X:\n    def f(self):\n        self._told = 1", 3, "_told"),
            ("def f(words): pass", 1, "words"),
            ("def f(*, words=None): pass", 1, "words"),
            ("def f(*words, **ours): pass", 1, "ours"),
            ("f = lambda told: told", 1, "told"),
            ("def f():\n    ours = {}", 2, "ours"),
            ("for words in phrases: pass", 1, "words"),
            ("found = [told for told in turns]", 1, "told"),
            ("if targets := f(): pass", 1, "targets"),
            ("with f() as told: pass", 1, "told"),
            ("import x as words", 1, "words"),
            ("try: pass\nexcept E as told: pass", 2, "told"),
            ("match x:\n    case [1, *words]: pass", 2, "words"),
            ("match x:\n    case {1: 2, **words}: pass", 2, "words"),
            ("match x:\n    case str() as words: pass", 2, "words"),
            ("type Told = str", 1, "Told"),
            ("OURS = 1", 1, "OURS"),
        )
    ),
    *(
        Mistake(
            n.names_say_what_they_are_for,
            at_the_root(path, ""),
            f"{path}:1: {name!r} does not say",
        )
        for path, name in (
            ("custom_components/shell_ev/words.py", "words"),
            ("simulator/targets.py", "targets"),
        )
    ),
    *(
        Mistake(
            n.frontend_modules_say_what_they_are_for,
            at_the_root(path, ""),
            f"{path}: {name!r} does not say",
        )
        for path, name in (
            ("frontend/src/words.ts", "words"),
            ("frontend/src/sessions/words.ts", "words"),
            ("frontend/src/map/ours.ts", "ours"),
        )
    ),
)
