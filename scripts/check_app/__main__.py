"""Prints the tests for the paths that are given, else for what differs from the main branch."""

from pathlib import Path
import subprocess
import sys
from typing import Final

from . import selection

ROOT: Final = Path(__file__).parents[2]
_MAIN: Final = ("origin/main", "main")


def main() -> None:
    """Print them, a line each."""
    named = sys.argv[1:]
    if missing := [path for path in named if not (ROOT / path).exists()]:
        sys.exit(
            f"Not in this checkout: {' '.join(missing)}. Name paths from its root."
        )
    print("\n".join(selection(ROOT, named or changed())))


def changed() -> list[str]:
    """Return the files that differ from the main branch, new ones included."""
    base = next((each for each in _MAIN if _git("rev-parse", "--verify", each)), "HEAD")
    base = "".join(_git("merge-base", base, "HEAD")) or "HEAD"
    return [
        *_git("diff", "--name-only", base),
        *_git("ls-files", "--others", "--exclude-standard"),
    ]


def _git(*arguments: str) -> list[str]:
    """Return the lines that git prints, none where it fails."""
    result = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [] if result.returncode else result.stdout.splitlines()


if __name__ == "__main__":
    main()
