"""What GitHub runs and asks for: it cannot run here, so published linters read it, and its rules are checked."""

import json
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from homeassistant.util.yaml import parse_yaml

from tests.test_readme import leads_somewhere

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(
    path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"
)
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "github-workflows"),
    **dict.fromkeys(FORMS, "github-issue-forms"),
    GITHUB / "ISSUE_TEMPLATE" / "config.yml": "github-issue-config",
    GITHUB / "dependabot.yml": "dependabot",
}
TOOLS = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))


def run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a linter that requirements.txt brings; none of them asks the network for anything."""
    found = shutil.which(tool, path=TOOLS)
    assert found, f"{tool} is not installed; scripts/setup does that"
    return subprocess.run(
        (found, *map(str, arguments)), capture_output=True, text=True, check=False
    )


def has_its_form(path: Path, schema: str) -> subprocess.CompletedProcess[str]:
    """Check a file against a schema that comes with check-jsonschema."""
    return run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", path)


def audit(path: Path) -> subprocess.CompletedProcess[str]:
    """Look for what lets others in: rights, pins, words from outside in a shell."""
    return run("zizmor", "--offline", "--no-progress", "--color=never", path)


def parsed(path: Path) -> Any:
    """Return a file as GitHub reads it, but that ``on`` is no switch there."""
    return parse_yaml(re.sub(r"^on:", '"on":', path.read_text(), flags=re.MULTILINE))


def jobs() -> dict[str, dict[str, Any]]:
    """Return the jobs of all workflows."""
    return {
        f"{path.name}: {name}": job
        for path in WORKFLOWS
        for name, job in parsed(path)["jobs"].items()
    }


def commands() -> list[str]:
    """Return what the jobs run."""
    return [
        step["run"]
        for job in jobs().values()
        for step in job.get("steps", ())
        if "run" in step
    ]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: str(path.relative_to(ROOT)))
def test_github_would_take_it(path: Path) -> None:
    """Every key is known, and has the form that it is to have."""
    checked = has_its_form(path, SCHEMAS[path])
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (GITHUB / "workflows" / "tests.yml", "runs-on: ", "run-on: "),
        (GITHUB / "ISSUE_TEMPLATE" / "bug_report.yml", "type: input", "type: line"),
        (GITHUB / "ISSUE_TEMPLATE" / "config.yml", "    url:", "    link:"),
        (GITHUB / "dependabot.yml", "interval: monthly", "interval: sometimes"),
    ],
)
def test_what_github_would_not_take_is_found(
    path: Path, good: str, bad: str, tmp_path: Path
) -> None:
    """Otherwise the test above would say nothing."""
    planted = tmp_path / path.name
    planted.write_text(path.read_text().replace(good, bad))
    assert has_its_form(planted, SCHEMAS[path]).returncode == 1


def test_nobody_is_let_in() -> None:
    """No workflow gives away more than it must."""
    audited = audit(GITHUB)
    assert audited.returncode == 0, audited.stdout


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        (r"checkout@\w{40} # v([\d.]+)", r"checkout@v\1", "unpinned-uses"),
        (r"persist-credentials: false", "fetch-depth: 1", "artipacked"),
        (r"scripts/test$", "echo ${{ github.head_ref }}", "template-injection"),
        (
            r"^ *permissions:(?: {}|\n +contents: read.*)\n",
            "",
            "excessive-permissions",
        ),
    ],
)
def test_who_lets_somebody_in_is_found(
    good: str, bad: str, complaint: str, tmp_path: Path
) -> None:
    """Otherwise the test above would say nothing."""
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    text = (GITHUB / "workflows" / "tests.yml").read_text()
    planted = re.sub(good, bad, text, flags=re.MULTILINE)
    assert planted != text
    (workflows / "tests.yml").write_text(planted)
    audited = audit(tmp_path)
    assert audited.returncode != 0
    assert complaint in audited.stdout


def test_every_action_is_pinned_to_one_commit() -> None:
    """And says which version that is; the same action is the same everywhere."""
    used = {
        action
        for path in WORKFLOWS
        for action in re.findall(r"uses: ([^$\s].*)$", path.read_text(), re.MULTILINE)
    }
    form = r"([\w-]+/[\w/-]+)@[0-9a-f]{40} # [\w.]+"
    actions = [re.fullmatch(form, action) for action in sorted(used)]
    assert used
    assert None not in actions
    assert len({action[1] for action in actions if action}) == len(used)


def test_a_workflow_may_nothing_that_a_job_does_not_ask_for() -> None:
    """Each job has its own rights and an end; one alone writes: who makes the release."""
    assert {path.name: parsed(path)["permissions"] for path in WORKFLOWS} == {
        path.name: {} for path in WORKFLOWS
    }
    assert [path.name for path in WORKFLOWS if "concurrency" not in parsed(path)] == []
    writing = {
        name
        for name, job in jobs().items()
        if job["permissions"] != {"contents": "read"}
    }
    assert writing == {"release.yml: release"}
    assert jobs()["release.yml: release"]["permissions"] == {"contents": "write"}
    endless = {
        name
        for name, job in jobs().items()
        if "uses" not in job and "timeout-minutes" not in job
    }
    assert endless == set()


def test_the_oldest_and_the_newest_release_are_tested() -> None:
    """The oldest is the one that HACS asks for, read where HACS reads it."""
    assert json.loads((ROOT / "hacs.json").read_text())["homeassistant"]
    tests = [command for command in commands() if command.startswith("scripts/test")]
    assert tests == [
        "scripts/test",
        'scripts/test --home-assistant "$(jq --raw-output .homeassistant hacs.json)"',
    ]


def test_nothing_is_released_untested() -> None:
    """The release waits for the tests of the tag itself, and holds what the script packs."""
    release = jobs()["release.yml: release"]
    assert release["needs"] == "tests"
    # The repository itself, at the commit that runs.
    assert jobs()["release.yml: tests"]["uses"] == "$/.github/workflows/tests.yml"
    assert "workflow_call" in parsed(GITHUB / "workflows" / "tests.yml")["on"]
    packed, made = (step["run"] for step in release["steps"] if "run" in step)
    assert packed == 'scripts/release "$GITHUB_REF_NAME" dist'
    named = set(re.findall(r"dist/(\S+)", made))
    written = (ROOT / "scripts" / "release").read_text()
    assert named == set(re.findall(r'>?"?\$folder/([\w.]+)"?', written)) | {
        "shell_ev.zip.sha256"
    }


def test_every_script_that_is_run_is_there() -> None:
    """And can be run."""
    named = {
        script
        for command in commands()
        for script in re.findall(r"scripts/\w+", command)
    }
    assert named
    assert [name for name in named if not os.access(ROOT / name, os.X_OK)] == []


def test_a_report_of_a_fault_asks_for_what_helps() -> None:
    """Both versions and the diagnostics have to be there; the doctor's report where there are none."""
    fields = {
        field["id"]: field
        for field in parsed(GITHUB / "ISSUE_TEMPLATE" / "bug_report.yml")["body"]
        if "id" in field
    }
    wanted = {
        name
        for name, field in fields.items()
        if field.get("validations", {}).get("required")
    }
    assert {"diagnostics", "home-assistant", "integration", "what"} <= wanted
    assert "doctor" in fields
    assert "doctor" not in wanted
    described = fields["doctor"]["attributes"]["description"]
    assert "scripts/doctor" in described
    assert "shell-ev-report.json" in described


@pytest.mark.parametrize(
    "path",
    [*SCHEMAS, ROOT / "SECURITY.md", ROOT / "CHANGELOG.md"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_link_leads_somewhere(path: Path) -> None:
    """Those into this repository, to a page and its heading."""
    text = path.read_text()
    links = {
        *re.findall(r"https://github\.com/shell-ev-charging/[^\s)\"]+", text),
        *re.findall(r"\]\((?!https?:)([^)]+)\)", text),
    }
    assert {link for link in links if not leads_somewhere(path, link)} == set()
