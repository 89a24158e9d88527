"""Which tests belong to what was changed: those that mirror it, and those that are about the whole tree."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Final

ALWAYS: Final = ("tests/rules", "tests/test_layout.py", "tests/test_repository.py")
"""About the tree as a whole, and done in seconds."""
ELSEWHERE: Final = ("tests/e2e", "tests/simulator/test_sdk.py")
"""They need a browser or Shell's SDK installed: only ``scripts/test`` runs them."""
LONG: Final = ("tests/blueprints", "tests/long")
"""They take minutes: run where what they mirror is changed or named itself, not its folder."""

_MIRRORS: Final = (
    ("custom_components/shell_ev", "tests"),
    ("simulator", "tests/simulator"),
    ("scripts", "tests/scripts"),
    ("blueprints/automation/shell_ev", "tests/blueprints"),
)
"""Folders of modules, and those of their tests."""
_MODULES: Final = (".py", ".yaml")
_OTHERS: Final = (
    ("*.md", "tests/test_docs.py"),
    ("*.md", "tests/test_menus.py"),
    ("*.md", "tests/test_pages.py"),
    ("*.md", "tests/test_readme.py"),
    (".github/*", "tests/test_github.py"),
    (".github/*", "tests/test_menus.py"),
    ("CHANGELOG.md", "tests/scripts/test_release.py"),
    ("SECURITY.md", "tests/test_github.py"),
    ("frontend/*", "tests/frontend"),
    ("custom_components/shell_ev/frontend/*", "tests/frontend"),
    ("scripts/*", "tests/scripts"),
    ("pyproject.toml", "tests"),
    ("requirements*", "tests"),
)
"""What is no module, by its pattern, and what is tested then."""
_WHOLE_PACKAGE: Final = ("__init__", "__main__")


def selection(
    files: Sequence[str], named: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the test files for what was changed, and those of them that only ``scripts/test`` runs.

    Args:
        files: all files of the checkout, relative to it.
        named: files or folders of it, ``.`` for everything; they need not exist any more.

    """
    tests = [file for file in files if _is_test(file)]
    found = {test for path in ALWAYS for test in _below(tests, path)}
    for path in named:
        inside = [file for file in files if path == "." or file.startswith(f"{path}/")]
        for file in inside or [path]:
            of_file = _of_file(tests, file)
            found |= {
                test for test in of_file if not inside or not _is_below(test, LONG)
            }
    left = {test for test in found if _is_below(test, ELSEWHERE)}
    return sorted(found - left), sorted(left)


def _of_file(tests: list[str], path: str) -> Iterator[str]:
    """Give the tests of one file."""
    if path.startswith("tests/"):
        yield from _of_test_file(tests, path)
        return
    mirror = next((each for each in _MIRRORS if path.startswith(f"{each[0]}/")), None)
    if mirror and path.endswith(_MODULES):
        room = PurePosixPath(
            mirror[1], PurePosixPath(path).relative_to(mirror[0])
        ).parent
        yield from _of_module(tests, room, PurePosixPath(path).stem)
        return
    for pattern, folder in _OTHERS:
        if fnmatchcase(path, pattern):
            yield from (
                test for test in _below(tests, folder) if not _is_below(test, LONG)
            )


def _of_test_file(tests: list[str], path: str) -> Iterator[str]:
    """Give a test file itself; for a snapshot its test, for what tests share those beside it."""
    file = PurePosixPath(path)
    if file.suffix == ".ambr":
        file = file.parent.with_name(f"{file.stem}.py")
    if file.name.startswith("test_"):
        yield from _below(tests, file.as_posix())
    elif file.suffix == ".py":
        long = _is_below(path, LONG)
        for test in _below(tests, file.parent.as_posix()):
            if long or not _is_below(test, LONG):
                yield test


def _of_module(tests: list[str], room: PurePosixPath, name: str) -> list[str]:
    """Return the tests that are called after a module; where there are none, those of its room."""
    if name in _WHOLE_PACKAGE:
        found = _called(tests, room.parent, room.name)
    else:
        found = _called(tests, room, name)
    return found or _called(tests, room, "*")


def _called(tests: list[str], folder: PurePosixPath, name: str) -> list[str]:
    """Return the tests of a folder by the name they begin with."""
    return [
        test
        for test in tests
        if PurePosixPath(test).parent == folder
        and any(
            fnmatchcase(PurePosixPath(test).name, pattern)
            for pattern in (f"test_{name}.py", f"test_{name}_*.py")
        )
    ]


def _is_test(file: str) -> bool:
    return file.startswith("tests/") and fnmatchcase(file, "*/test_*.py")


def _below(tests: list[str], path: str) -> list[str]:
    """Return a test file, or all in a folder."""
    return [test for test in tests if _is_below(test, (path,))]


def _is_below(test: str, paths: Iterable[str]) -> bool:
    return any(test == path or test.startswith(f"{path}/") for path in paths)
