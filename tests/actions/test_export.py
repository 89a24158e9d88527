"""The CSV as an action returns it, and where it may be written."""

import asyncio
from codecs import BOM_UTF8
import csv
from datetime import timedelta
import errno
from io import StringIO
import os
from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import Context, HomeAssistant
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)

from custom_components.shell_ev.actions.export import write_export
from custom_components.shell_ev.api.models import SessionState
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.csv_file import HEADER
from custom_components.shell_ev.session.record import Billed, Event
from tests.conftest import Home
from tests.store.records import NOW, ended, put

HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[2]
NAMING_PATHS = (
    "custom_components/shell_ev/services.yaml",
    "custom_components/shell_ev/translations/en.json",
    "docs/actions.md",
    "docs/troubleshoot.md",
)


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give Home Assistant a folder of this test's own."""
    folder = tmp_path / "config"
    folder.mkdir()
    return str(folder)


@pytest.fixture
async def config(
    hass: HomeAssistant, entry: MockConfigEntry, tmp_path: Path, hass_config_dir: str
) -> Path:
    """Return the configuration folder of an account that has charged twice.

    Home Assistant allows what it does by itself (media and www), and a folder that was added.
    """
    config = Path(hass_config_dir)
    for folder in ("media", "media/deep", "www", "www/deep", "private"):
        (config / folder).mkdir()
    (tmp_path / "added").mkdir()
    await async_process_ha_core_config(
        hass,
        {
            "media_dirs": {"local": str(config / "media")},
            "allowlist_external_dirs": [str(tmp_path / "added")],
        },
    )
    put(
        entry.runtime_data.store,
        ended(1),
        ended(2, NOW + HOUR, billed=Billed(energy=11.4, amount=5.27, currency="EUR")),
    )
    return config


def rows(text: str) -> list[dict[str, str]]:
    """Return what a stranger reads."""
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def files(folder: Path) -> set[str]:
    """Return all that is in a folder, hidden files included."""
    return {str(file.relative_to(folder)) for file in folder.rglob("*.*")}


async def test_what_began_oldest_first(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """A start that failed, or is not confirmed, is no charge; what runs is in it."""
    put(
        entry.runtime_data.store,
        ended(1, NOW + 2 * HOUR),
        ended(2, NOW, billed=Billed(energy=11.4, amount=5.27, currency="EUR")),
        ended(3, NOW + HOUR, state=SessionState.FAILED_TO_START, announced=frozenset()),
        ended(
            4,
            NOW + 9 * HOUR,
            state=SessionState.STARTED,
            ended_at=None,
            announced=frozenset({Event.STARTED}),
        ),
        ended(5, NOW + 3 * HOUR, evse_id="NLTNMX", evse_name="NL*TNM*X", ema_id="GONE"),
    )
    response = await home.act("export_sessions")
    assert response["path"] is None
    assert response["sessions"] == 4
    found = rows(response["csv"])
    assert [row["session_id"][-1] for row in found] == ["2", "1", "5", "4"]
    assert found[0] == dict.fromkeys(found[0], "") | {
        # Home Assistant's tests live in California.
        "started_at": "2026-11-20T03:00:00-08:00",
        "stopped_at": "2026-11-20T04:00:00-08:00",
        "duration_s": "3600",
        "charge_point": "Home",
        "evse_id": "NL*TNM*E02003451*0",
        "charge_card": "Card",
        "energy_kwh": "11.400",
        "energy_source": "bill",
        "cost": "5.27",
        "currency": "EUR",
        "cost_source": "bill",
        "average_price_per_kwh": "0.4623",
        "origin": "elsewhere",
        "session_id": "session-2",
    }
    assert (found[2]["charge_point"], found[2]["charge_card"]) == ("", "")
    assert (found[3]["stopped_at"], found[3]["duration_s"]) == ("", "")


async def test_a_span_begins_with_its_first_moment(
    entry: MockConfigEntry, home: Home
) -> None:
    """Its end is another's beginning; the same filters as in the list."""
    put(entry.runtime_data.store, ended(1, NOW), ended(2, NOW + HOUR))
    for data, expected in (
        ({"from": NOW - HOUR, "to": NOW}, 1),
        ({"from": NOW}, 1),
        ({"to": NOW - HOUR}, 0),
        ({"charge_point": home.device_id("Home")}, 2),
        ({"charge_card": home.device_id("Card")}, 2),
        ({"account": entry.entry_id}, 2),
    ):
        response = await home.act("export_sessions", **data)
        assert response["sessions"] == len(rows(response["csv"])) == expected, data
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("export_sessions", **{"from": NOW, "to": NOW - HOUR})
    assert caught.value.translation_key == "from_after_to"


async def test_an_export_for_nobody(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Neither a file nor a response: whoever wrote that meant something else."""
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(DOMAIN, "export_sessions", {}, blocking=True)
    assert caught.value.translation_key == "export_for_nobody"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("media/sessions.csv", "config/media/sessions.csv"),
        ("media/Report.CSV", "config/media/Report.CSV"),
        ("media/deep/../a.b.csv", "config/media/a.b.csv"),
        ("www/../media/sessions.csv", "config/media/sessions.csv"),
        ("../added/sessions.csv", "added/sessions.csv"),
        ("media/way/sessions.csv", "added/sessions.csv"),
    ],
)
async def test_a_file_is_written(
    hass: HomeAssistant,
    home: Home,
    config: Path,
    tmp_path: Path,
    path: str,
    written: str,
) -> None:
    """Seen from the configuration folder; with no response wanted, too."""
    (config / "media" / "way").symlink_to(tmp_path / "added")
    before = files(tmp_path)
    response = await home.act("export_sessions", path=path)
    file = tmp_path / written
    assert response["path"] == str(file)
    assert file.read_bytes() == response["csv"].encode()
    assert len(rows(response["csv"])) == 2
    umask = os.umask(0)
    os.umask(umask)
    assert file.stat().st_mode & 0o777 == 0o666 & ~umask
    assert files(tmp_path) - before == {written}
    file.unlink()
    await hass.services.async_call(
        DOMAIN, "export_sessions", {"path": str(file)}, blocking=True
    )
    assert file.read_bytes() == response["csv"].encode()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("media/sessions.txt", "export_name"),
        ("media/sessions", "export_name"),
        ("media/.csv", "export_name"),
        ("media/sessions.csv/..", "export_name"),
        ("", "export_name"),
        ("media/a\0.csv", "export_name"),
        ("media\0/a.csv", "export_name"),
        ("nowhere/sessions.csv", "export_folder_missing"),
        ("loop/sessions.csv", "export_folder_missing"),
        ("configuration.yaml/sessions.csv", "export_folder_missing"),
        ("www/sessions.csv", "export_public"),
        ("www/deep/sessions.csv", "export_public"),
        ("www/missing/sessions.csv", "export_public"),
        ("media/../www/sessions.csv", "export_public"),
        ("private/served/sessions.csv", "export_public"),
        ("private/sessions.csv", "export_not_allowed"),
        ("sessions.csv", "export_not_allowed"),
        ("/etc/sessions.csv", "export_not_allowed"),
        ("media/../../sessions.csv", "export_not_allowed"),
        ("media/out/sessions.csv", "export_not_allowed"),
    ],
)
async def test_where_no_file_is_written(
    home: Home, config: Path, tmp_path: Path, path: str, key: str
) -> None:
    """By no other name either: a link, a way round. The error says what to do."""
    (config / "configuration.yaml").touch()
    (config / "private" / "served").symlink_to(config / "www" / "deep")
    (config / "media" / "out").symlink_to(config / "private")
    (config / "loop").symlink_to(config / "loop")
    before = files(tmp_path)
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("export_sessions", path=path)
    assert caught.value.translation_key == key
    assert "{" not in str(caught.value)
    assert files(tmp_path) == before


@pytest.mark.usefixtures("entry")
async def test_the_paths_that_are_named_as_examples(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Home Assistant OS and in a container the media folder is not in the configuration."""
    monkeypatch.setattr("homeassistant.core_config.is_docker_env", lambda: True)
    await async_process_ha_core_config(hass, {})
    text = "".join((ROOT / name).read_text() for name in NAMING_PATHS)
    paths = re.findall(r"[\w/.-]+\.csv\b", text)
    assert len(paths) >= len(NAMING_PATHS)
    for path in paths:
        folder = Path(hass.config.path(path)).parent
        assert hass.config.is_allowed_path(str(folder)), path


async def test_a_name_with_half_of_a_character(
    hass: HomeAssistant, config: Path
) -> None:
    """No file system takes it."""
    with pytest.raises(ServiceValidationError) as caught:
        write_export(hass, "media/\ud800.csv", "")
    assert caught.value.translation_key == "export_name"


async def test_www_that_is_a_link(home: Home, config: Path) -> None:
    """Where the folder leads is as public as the folder; it need not be there at all."""
    (config / "www" / "deep").rmdir()
    (config / "www").rmdir()
    assert await home.act("export_sessions", path="media/deep/sessions.csv")
    (config / "www").symlink_to(config / "media" / "deep")
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("export_sessions", path="media/deep/sessions.csv")
    assert caught.value.translation_key == "export_public"


@pytest.mark.parametrize(
    "content",
    [
        HEADER,
        f"{HEADER}\r\n",
        f"{HEADER}\nold\n",
        f"{HEADER},tax\r\n",
        BOM_UTF8.decode() + HEADER,
    ],
)
async def test_an_earlier_export_is_replaced(
    home: Home, config: Path, content: str
) -> None:
    """Also one of a newer version, or that an editor has saved; never written into, but exchanged."""
    file = config / "media" / "sessions.csv"
    file.write_text(content)
    with file.open() as reader:
        response = await home.act("export_sessions", path="media/sessions.csv")
        assert reader.read() == content.replace("\r\n", "\n")
    assert file.read_bytes() == response["csv"].encode()


@pytest.mark.parametrize(
    "content",
    ["", "date,kWh\n", HEADER[:-1], f"{HEADER}s\r\n", f"\n{HEADER}", f'"{HEADER}"'],
)
async def test_a_file_of_another_kind_is_left_alone(
    home: Home, config: Path, content: str
) -> None:
    """It may be all that somebody has of it."""
    file = config / "media" / "sessions.csv"
    file.write_bytes(content.encode())
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("export_sessions", path="media/sessions.csv")
    assert caught.value.translation_key == "export_not_ours"
    assert str(file) in str(caught.value)
    assert file.read_bytes() == content.encode()
    assert files(config / "media") == {"sessions.csv"}


@pytest.mark.parametrize("kind", ["link", "broken link", "folder", "pipe"])
async def test_what_is_no_file_is_left_alone(
    home: Home, config: Path, kind: str
) -> None:
    """A link is not followed, not even to an export; a pipe is not waited for."""
    place = config / "media" / "sessions.csv"
    other = config / "private" / "other.csv"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(other)
        if kind == "link":
            other.write_text(HEADER)
    before = place.lstat()
    with pytest.raises(ServiceValidationError) as caught:
        await home.act("export_sessions", path="media/sessions.csv")
    assert caught.value.translation_key == "export_not_ours"
    assert place.lstat().st_ino == before.st_ino
    assert other.exists() is (kind == "link")
    assert files(config / "media") == {"sessions.csv"}


async def test_a_full_disk(
    home: Home, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier export stays, and nothing half-written lies about."""
    file = config / "media" / "sessions.csv"
    file.write_text(HEADER)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(HomeAssistantError) as caught:
            await home.act("export_sessions", path="media/sessions.csv")
    assert caught.value.translation_key == "export_failed"
    assert str(caught.value).startswith("The file could not be written: ENOSPC. ")
    assert file.read_text() == HEADER
    assert files(config / "media") == {"sessions.csv"}
    assert await home.act("export_sessions", path="media/sessions.csv")


async def test_a_name_that_no_disk_takes(home: Home, config: Path) -> None:
    """What the operating system calls it says why, in every language alike."""
    with pytest.raises(HomeAssistantError) as caught:
        await home.act("export_sessions", path=f"media/{'a' * 300}.csv")
    assert caught.value.translation_key == "export_failed"
    assert "written: ENAMETOOLONG. " in str(caught.value)
    assert files(config / "media") == set()


async def test_two_exports_at_once(home: Home, config: Path) -> None:
    """The file is one of them, whole."""
    one, two = await asyncio.gather(
        home.act("export_sessions", path="media/sessions.csv", to=NOW - HOUR / 2),
        home.act("export_sessions", path="media/sessions.csv"),
    )
    written = (config / "media" / "sessions.csv").read_bytes()
    assert (one["sessions"], two["sessions"]) == (1, 2)
    assert written in (one["csv"].encode(), two["csv"].encode())
    assert files(config / "media") == {"sessions.csv"}


async def test_a_file_is_for_administrators(
    hass: HomeAssistant,
    home: Home,
    config: Path,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    """And automations; who may only read gets the text."""

    async def export(user: MockUser | None, **data: Any) -> Any:
        return await hass.services.async_call(
            DOMAIN,
            "export_sessions",
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=user.id if user else None),
        )

    for user in (hass_admin_user, None):
        assert (await export(user, path="media/sessions.csv"))["path"]
    (config / "media" / "sessions.csv").unlink()
    assert (await export(hass_read_only_user))["sessions"] == 2
    for path in ("media/sessions.csv", "nowhere/a", ""):
        with pytest.raises(Unauthorized):
            await export(hass_read_only_user, path=path)
    assert files(config / "media") == set()


async def test_a_name_that_begins_like_a_formula(
    hass: HomeAssistant, entry: MockConfigEntry, home: Home
) -> None:
    """As a person may call a charge point; in the file it is text."""
    put(entry.runtime_data.store, ended(1))
    point = next(
        subentry for subentry in entry.subentries.values() if subentry.title == "Home"
    )
    hass.config_entries.async_update_subentry(
        entry, point, title='=HYPERLINK("x")\r\n, "Dam" 🚗'
    )
    await home.settle()
    response = await home.act("export_sessions")
    (row,) = rows(response["csv"])
    assert row["charge_point"] == '\'=HYPERLINK("x")\r\n, "Dam" 🚗'
