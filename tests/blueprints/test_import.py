"""Each blueprint imports into Home Assistant as a person would import it."""

import json
from pathlib import Path
import re
from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from .conftest import FOLDER

NAME = "shell-ev-charging/home-assistant-shell-ev"
REPOSITORY = f"https://github.com/{NAME}"
BLUEPRINTS = sorted((FOLDER / "shell_ev").glob("*.yaml"))
TEXTS = {path: path.read_text() for path in BLUEPRINTS}


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
async def test_import(
    hass: HomeAssistant,
    hass_ws_client: Any,
    aioclient_mock: Any,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    path: Path,
) -> None:
    """From its address to the list of blueprints, without a warning."""
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, "automation", {})
    inside = f"main/blueprints/automation/shell_ev/{path.name}"
    text = TEXTS[path]
    aioclient_mock.get(f"https://raw.githubusercontent.com/{NAME}/{inside}", text=text)
    client = await hass_ws_client()
    caplog.clear()
    await client.send_json_auto_id(
        {"type": "blueprint/import", "url": f"{REPOSITORY}/blob/{inside}"}
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    imported = answer["result"]
    assert imported["validation_errors"] is None
    assert imported["suggested_filename"] == f"shell-ev-charging/{path.stem}"
    await client.send_json_auto_id(
        {
            "type": "blueprint/save",
            "domain": "automation",
            "path": f"shell_ev/{path.name}",
            "yaml": imported["raw_data"],
            "source_url": f"{REPOSITORY}/blob/{inside}",
        }
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    await client.send_json_auto_id({"type": "blueprint/list", "domain": "automation"})
    answer = await client.receive_json()
    listed = answer["result"][f"shell_ev/{path.name}"]
    assert listed["metadata"]["name"].startswith("Shell EV - ")
    assert not [
        record for record in caplog.records if record.levelname in ("WARNING", "ERROR")
    ]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_it_imports_wherever_the_integration_runs(path: Path) -> None:
    """It asks for no newer Home Assistant than HACS does."""
    asked = json.loads((FOLDER.parents[1] / "hacs.json").read_text())["homeassistant"]
    assert re.findall(r"min_version: (\S+)", TEXTS[path]) == [asked]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_it_says_that_it_is_in_english(path: Path) -> None:
    """Home Assistant cannot translate it, and whoever imports it should not wonder."""
    read: Any = parse_yaml(TEXTS[path])
    assert (
        read["blueprint"]["description"].rstrip().endswith("Its texts are in English.")
    )


def test_there_are_six() -> None:
    """None is forgotten."""
    assert [path.stem for path in BLUEPRINTS] == [
        "cheap_hours",
        "monthly_report",
        "solar_surplus",
        "stop_at",
        "sun_then_cheap_hours",
        "tell_me",
    ]


def test_those_that_start_do_it_in_one_way() -> None:
    """Beyond what each asks for they are the same, word for word; each knows its own sessions."""
    starting = ("cheap_hours", "solar_surplus", "sun_then_cheap_hours")
    texts = [TEXTS[FOLDER / "shell_ev" / f"{name}.yaml"] for name in starting]
    parts = [text.partition("# From here on") for text in texts]
    assert len({rest for _, _, rest in parts}) == 1
    marks = [re.findall(r'own: "([0-9a-f]{8})"', asked) for asked, _, _ in parts]
    assert marks == [["c4ea2c0e"], ["501a2c0e"], ["5c4ea2c0"]]
    assert all(mark in parts[0][2] for (mark,) in marks)
