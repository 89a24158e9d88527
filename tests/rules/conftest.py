"""Fixtures: the repository as the rules see it, read once."""

from pathlib import Path

import pytest

from .tree import Tree


@pytest.fixture(scope="session")
def tree() -> Tree:
    """Return the repository's files."""
    return Tree.read(Path(__file__).parents[2])
