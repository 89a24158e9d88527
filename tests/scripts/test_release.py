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

from tests.pages import section

KEEP_IT = "Keep the file: the place to send it is not open yet."
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


def test_what_the_page_says_to_do_without_hacs_works(repository: Repository) -> None:
    """From the files of the release: check them, unpack them, and they are where Home Assistant looks."""
    page = (ROOT / "docs" / "install.md").read_text()
    _, _, steps = page.partition("**Without HACS:**")
    steps, _, _ = steps.partition("\n## ")
    manifest = json.loads(
        (ROOT / "custom_components" / "shell_ev" / "manifest.json").read_text()
    )
    assert f"]({manifest['documentation']}/releases)" in steps
    assert "Unpack the zip in your configuration folder" in steps
    (check,) = re.findall(r"^ *(sha256sum .*)$", steps, re.MULTILINE)
    repository.commit("0.2.0")
    repository.release("v0.2.0")
    folder = repository.root / "dist"
    checked = subprocess.run(
        check.split(), cwd=folder, capture_output=True, text=True, check=True
    )
    assert f"answers `{checked.stdout.strip()}`" in steps
    configuration = repository.root / "configuration"
    with zipfile.ZipFile(folder / "shell_ev.zip") as archive:
        assert set(re.findall(r"`(\S+\.(?:zip|sha256))`", steps)) == {
            "shell_ev.zip",
            "shell_ev.zip.sha256",
        }
        archive.extractall(configuration)
    assert (configuration / "custom_components/shell_ev/manifest.json").is_file()


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


def test_there_is_no_release_while_reports_have_no_place_to_go(
    repository: Repository,
) -> None:
    """The doctor would tell people to keep their report, long after it could be sent."""
    (repository.integration / "api").mkdir()
    doctor = repository.integration / "api" / "diagnosis.py"
    doctor.write_text(f'_KEEP_IT = "{KEEP_IT}"\n')
    repository.commit("0.2.0")
    done = repository.release("v0.2.0")
    assert done.returncode == 1
    assert done.stderr == (
        'No release: reports have no place to go yet. "Before the first version"'
        " in docs/develop.md says what to change.\n"
    )
    assert not (repository.root / "dist").exists()
    # What is not committed is not released.
    doctor.write_text('_SEND_IT = "Send the file."\n')
    assert repository.release("v0.2.0").returncode == 1
    repository.commit("0.2.0")
    assert repository.release("v0.2.0").returncode == 0


def test_the_steps_of_the_page_make_a_release(repository: Repository) -> None:
    """With the heading, the tag and the command that stand there; GitHub listens for such a tag."""
    steps = section(ROOT / "docs" / "develop.md", "Publishing")
    (heading,) = re.findall(r"`(## \[.+?\] - \S+)`", steps)
    (version,) = re.findall(r"\[(.+)\]", heading)
    repository.commit(version, f"# Changelog\n\n{heading}\n\n### Fixed\n\n- It.\n")
    (command,) = re.findall(r"`(scripts/release \S+)`", steps)
    subprocess.run(command.split(), cwd=repository.root, check=True)
    assert (repository.root / "dist" / "notes.md").read_text() == "### Fixed\n\n- It.\n"
    assert set(re.findall(r"`git (?:tag|push)[^`]* (\S+)`", steps)) == {f"v{version}"}
    assert command.endswith(f" v{version}")
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text()
    assert 'tags: ["v*"]' in workflow
    released = {*re.findall(r"dist/(\S+\.zip\S*)", workflow)}
    assert released == {*re.findall(r"`(shell_ev\.\S+)`", steps)}


def test_the_files_with_the_version_are_in_the_steps() -> None:
    """All of them, and no other."""
    manifest = json.loads(
        (ROOT / "custom_components/shell_ev/manifest.json").read_text()
    )
    saying = re.compile(rf'version\w*"?\s*[:=]\s*"{re.escape(manifest["version"])}"')
    integration = ROOT / "custom_components" / "shell_ev"
    holding = {
        f"{path.relative_to(ROOT)}"
        for path in (*integration.rglob("*.py"), *integration.rglob("*.json"))
        if saying.search(path.read_text())
    }
    steps = section(ROOT / "docs" / "develop.md", "Publishing")
    (first,) = re.findall(r"^1\. Put its number .*$", steps, re.MULTILINE)
    assert set(re.findall(r"`([\w/]+\.\w+)`", first)) == holding


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
