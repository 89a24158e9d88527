"""Prints the tests for the paths that are given, else for what differs from the main branch."""

from pathlib import Path
import subprocess
import sys
from typing import Final

from . import selection

ROOT: Final = Path(__file__).resolve().parents[2]
_MAIN: Final = ("origin/main", "main")


def main() -> None:
    """Print them, a line each, and say what is left to ``scripts/test``."""
    # What was deleted is there until it is committed, which is as well: a person may name it.
    files = _git("ls-files", "--cached", "--others", "--exclude-standard")
    named = [_relative(path) for path in sys.argv[1:]]
    if missing := [path for path in named if not _is_known(path, files)]:
        sys.exit(f"Not in this checkout: {' '.join(missing)}")
    here = [file for file in files if (ROOT / file).is_file()]
    tests, left = selection(here, named or changed())
    print("\n".join(tests))
    if left:
        sys.stderr.write(f"Left to scripts/test: {' '.join(left)}\n")


def changed() -> list[str]:
    """Return the files that differ from the main branch, new ones included."""
    known = _git("for-each-ref", "--format=%(refname:short)", end="\n")
    main_branch = next((name for name in _MAIN if name in known), None)
    if main_branch is None:
        sys.exit("Neither main nor origin/main is known here. Name the paths to check.")
    (base,) = _git("merge-base", main_branch, "HEAD", end="\n")
    return [
        *_git("diff", "--name-only", "--no-renames", base),
        *_git("ls-files", "--others", "--exclude-standard"),
    ]


def _relative(path: str) -> str:
    """Return a path relative to the checkout, as git names it."""
    full = (ROOT / path).resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else path


def _is_known(path: str, files: list[str]) -> bool:
    return path == "." or any(
        file == path or file.startswith(f"{path}/") for file in files
    )


def _git(command: str, *arguments: str, end: str = "\0") -> list[str]:
    """Return what git prints, name by name; ``end`` is what each of them ends in.

    Raises:
        SystemExit: git cannot say, in its own words.

    """
    whole_names = ["-z"] if end == "\0" else []
    result = subprocess.run(
        ["git", command, *whole_names, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"git {command}: {result.stderr.strip()}")
    return [name for name in result.stdout.split(end) if name.strip()]


if __name__ == "__main__":
    main()
