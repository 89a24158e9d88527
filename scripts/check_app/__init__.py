"""Which tests belong to what was changed: those that mirror it, and those that are about the whole tree."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
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
    ("benchmarks", "tests/benchmarks"),
    ("blueprints/automation/shell_ev", "tests/blueprints"),
)
_WHOLE_PACKAGE: Final = ("__init__", "__main__")


def selection(root: Path, named: Iterable[str]) -> list[str]:
    """Return the test files for paths below ``root``, sorted; a folder stands for all that is in it.

    Args:
        root: the checkout.
        named: files or folders relative to it, ``.`` for everything; they need not exist any more.

    """
    found = {test for path in ALWAYS for test in _in_folder(root, path)}
    for path in named:
        if (root / path).is_dir():
            found |= {
                test
                for each in sorted((root / path).rglob("*"))
                for test in _of_file(root, each.relative_to(root).as_posix())
                if each.is_file() and _not_below(test, LONG)
            }
        else:
            found |= set(_of_file(root, PurePosixPath(path).as_posix()))
    return sorted(test for test in found if _not_below(test, ELSEWHERE))


def _of_file(root: Path, path: str) -> Iterator[str]:
    """Give the tests of one file."""
    if not path.endswith((".py", ".yaml", ".ambr")):
        return
    if path.startswith("tests/"):
        yield from _of_test_file(root, path)
    for source, tests in _MIRRORS:
        if path.startswith(f"{source}/"):
            room = PurePosixPath(tests, PurePosixPath(path).relative_to(source)).parent
            yield from _of_module(root, room, PurePosixPath(path).stem)


def _of_test_file(root: Path, path: str) -> Iterator[str]:
    """Give a test file itself; for a snapshot its test, for what tests share those beside it."""
    file = PurePosixPath(path)
    if file.suffix == ".ambr":
        file = file.parent.with_name(f"{file.stem}.py")
    if file.name.startswith("test_"):
        if (root / file).is_file():
            yield file.as_posix()
        return
    for test in _in_folder(root, file.parent.as_posix()):
        if _not_below(test, LONG) or not _not_below(path, LONG):
            yield test


def _of_module(root: Path, room: PurePosixPath, name: str) -> Iterator[str]:
    """Give the tests that are called after a module; where there are none, those of its room."""
    if name in _WHOLE_PACKAGE:
        found = _called(root, room.parent, room.name)
    else:
        found = _called(root, room, name)
    yield from found or _called(root, room, "*")


def _called(root: Path, folder: PurePosixPath, name: str) -> list[str]:
    """Return the tests of a folder by the name they begin with."""
    files = {
        *(root / folder).glob(f"test_{name}.py"),
        *(root / folder).glob(f"test_{name}_*.py"),
    }
    return [file.relative_to(root).as_posix() for file in sorted(files)]


def _in_folder(root: Path, path: str) -> Iterator[str]:
    """Give a test file, or all in a folder."""
    start = root / path
    for file in [start] if start.is_file() else sorted(start.rglob("test_*.py")):
        yield file.relative_to(root).as_posix()


def _not_below(test: str, paths: Iterable[str]) -> bool:
    return not any(test == path or test.startswith(f"{path}/") for path in paths)
