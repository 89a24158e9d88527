"""``scripts/release`` packs what a tag names, or says why it does not."""

import hashlib
import json
import os
from pathlib import Path
import re
import shutil
import subprocess
import zipfile

import pytest

ROOT = Path(__file__).parents[2]
CHANGES = """# Changelog

## [0.3.0] - not published yet

### Added

- What comes later.

## [0.2.0] - 2026-12-01

### Fixed

- What was wrong.

## [0.1.0] - 2026-11-30

### Added

- The first version.

[0.2.0]: https://example.org/0.2.0
"""
AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.org")


class Repository:
    """A repository of our form, in which a version is made."""

    def __init__(self, root: Path) -> None:
        """Begin with the script as it is."""
        self.root = root
        self.integration = root / "custom_components" / "shell_ev"
        self.integration.mkdir(parents=True)
        (root / "scripts").mkdir()
        shutil.copy2(ROOT / "scripts" / "release", root / "scripts")
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        """Call git here, whoever the developer is."""
        subprocess.run(("git", *AUTHOR, *arguments), cwd=self.root, check=True)

    def commit(self, version: str, changes: str = CHANGES) -> None:
        """Make a commit of this version."""
        manifest = {"domain": "shell_ev", "version": version}
        (self.integration / "manifest.json").write_text(json.dumps(manifest, indent=2))
        (self.integration / "__init__.py").write_text('"""The integration."""\n')
        (self.root / "CHANGELOG.md").write_text(changes)
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "x")

    def release(self, tag: str, *folder: str) -> subprocess.CompletedProcess[str]:
        """Run the script, from the root as the workflow does."""
        return subprocess.run(
            ("scripts/release", tag, *folder),
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return an empty repository."""
    return Repository(tmp_path / "repository")


def test_a_release_is_the_integration_as_it_was_committed(
    repository: Repository,
) -> None:
    """Unpacked in the configuration folder it is where Home Assistant looks; nothing else is in it."""
    repository.commit("0.2.0")
    (repository.integration / "__init__.py").write_text("half = 'done'\n")
    (repository.integration / "__pycache__").mkdir()
    (repository.integration / "__pycache__" / "x.pyc").write_bytes(b"x")
    done = repository.release("v0.2.0", "dist")
    assert done.returncode == 0, done.stderr
    folder = repository.root / "dist"
    assert {path.name for path in folder.iterdir()} == {
        "notes.md",
        "shell_ev.zip",
        "shell_ev.zip.sha256",
    }
    with zipfile.ZipFile(folder / "shell_ev.zip") as archive:
        files = {name for name in archive.namelist() if not name.endswith("/")}
        assert files == {
            "custom_components/shell_ev/__init__.py",
            "custom_components/shell_ev/manifest.json",
        }
        code = archive.read("custom_components/shell_ev/__init__.py")
    assert code == b'"""The integration."""\n'
    told = hashlib.sha256((folder / "shell_ev.zip").read_bytes()).hexdigest()
    assert (folder / "shell_ev.zip.sha256").read_text() == f"{told}  shell_ev.zip\n"
    assert (folder / "notes.md").read_text() == "### Fixed\n\n- What was wrong.\n"


def test_the_same_commit_gives_the_same_zip(repository: Repository) -> None:
    """So that whoever packs it again can compare the checksum."""
    repository.commit("0.2.0")
    sums = []
    for folder in ("one", "two"):
        repository.release("v0.2.0", folder)
        sums.append((repository.root / folder / "shell_ev.zip.sha256").read_text())
    assert len(set(sums)) == 1


def test_the_last_section_ends_before_the_links(repository: Repository) -> None:
    """They belong to the page, not to the version."""
    repository.commit("0.1.0")
    repository.release("v0.1.0")
    notes = (repository.root / "dist" / "notes.md").read_text()
    assert notes == "### Added\n\n- The first version.\n"


@pytest.mark.parametrize(
    ("version", "changes", "tag", "complaint"),
    [
        ("0.2.0", CHANGES, "v0.1.0", "the manifest's version is 0.2.0"),
        ("0.2.0", CHANGES, "0.2.0", "the tag is 0.2.0"),
        ("0.3.0", CHANGES, "v0.3.0", "no heading for 0.3.0 with the day"),
        ("0.4.0", CHANGES, "v0.4.0", "no heading for 0.4.0"),
        ("0.2.0", "## [0x2.0] - 2026-12-01\n- x\n", "v0.2.0", "no heading"),
        ("0.2.0", "## [0.2.0] - 2026-12-01\n\n## [0.1.0]\n", "v0.2.0", "says nothing"),
    ],
)
def test_what_does_not_agree_is_no_release(
    repository: Repository, version: str, changes: str, tag: str, complaint: str
) -> None:
    """Tag, manifest and changelog speak of one version, and the changelog has its day."""
    repository.commit(version, changes)
    done = repository.release(tag)
    assert (done.returncode, done.stderr.startswith("No release: ")) == (1, True)
    assert complaint in done.stderr
    assert not (repository.root / "dist").exists()


def test_our_own_changelog_has_its_form() -> None:
    """Newest first; every version is published on a day, or is not yet; this one is in it."""
    text = (ROOT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    form = r"\[(\d+\.\d+\.\d+)\] - (?:\d{4}-\d{2}-\d{2}|not published yet)"
    versions = [re.fullmatch(form, heading) for heading in headings]
    numbers = [
        tuple(map(int, version[1].split("."))) for version in versions if version
    ]
    assert len(numbers) == len(headings)
    assert numbers == sorted(set(numbers), reverse=True)
    manifest = json.loads(
        (ROOT / "custom_components" / "shell_ev" / "manifest.json").read_text()
    )
    assert tuple(map(int, manifest["version"].split("."))) in numbers
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_it_can_be_run() -> None:
    """As the workflow does, without naming what reads it."""
    assert os.access(ROOT / "scripts" / "release", os.X_OK)
