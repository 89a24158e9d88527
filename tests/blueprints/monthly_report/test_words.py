"""Monthly report: what it says, and what it does where a file cannot be written."""

from collections.abc import Callable
import csv
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from io import StringIO
from pathlib import Path
import sys
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.components.media_source import async_resolve_media
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from ..conftest import Day, Use
from .conftest import (
    ALL_OF_IT,
    NOTHING_KNOWN,
    PATIENCE,
    SOON,
    know,
    metered,
    october,
    report,
    said,
    session,
)
from custom_components.shell_ev.api import SessionState
from custom_components.shell_ev.const import DOMAIN
from custom_components.shell_ev.session.record import Billed, Event, Solar
from tests.conftest import OFFICE, OTHER_CARD, card_subentry
from tests.pages import example
from tests.test_readme import MAIL

# What it says


async def test_a_month(
    entry: MockConfigEntry, day: Day, use: Use, given: list[ServiceCall]
) -> None:
    """The sums in words and as data, and each session in the CSV; what is not known is said."""
    know(
        entry,
        session(
            1, october(3), metering=metered(10, 4.6), solar=Solar(energy=4, covered=8)
        ),
        session(
            2,
            october(9),
            metering=metered(20.54, 9.25),
            solar=Solar(energy=2, covered=4),
        ),
        session(3, october(20), evse_id=OFFICE.replace("*", ""), evse_name=OFFICE),
        session(4, october(21), billed=Billed(energy=10)),
    )
    await report(day, use, tell=ALL_OF_IT)
    (call,) = given
    assert call.data["title"] == "Charged in October 2026"
    assert call.data["message"] == (
        "4 sessions: 40.5 kWh, 4:00 h, about 13.85 EUR (0.45 EUR/kWh).\n"
        "Sun: 6.0 of 12.0 kWh (50%).\n"
        "Not known, and not in the totals: the energy of 1 session, the cost of 2 sessions."
    )
    assert call.data["totals"]["sessions"] == 4
    assert call.data["totals"]["energy"] == 40.54
    assert call.data["path"] == ""
    rows = list(csv.DictReader(StringIO(call.data["csv"])))
    assert [row["charge_point"] for row in rows] == ["Home", "Home", "Office", "Home"]
    assert [row["energy_kwh"] for row in rows] == ["10.000", "20.540", "", "10.000"]


async def test_currencies(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """They are said apart, as they were billed; one without decimals has none."""
    billed = (
        Billed(energy=10, amount=4.5, currency="EUR"),
        Billed(energy=20, amount=9, currency="EUR"),
        Billed(energy=10, amount=1710, currency="JPY"),
    )
    know(
        entry,
        *(session(n, october(n + 1), billed=one) for n, one in enumerate(billed)),
    )
    await report(day, use)
    assert said(told) == [
        (
            "Charged in October 2026",
            "3 sessions: 40.0 kWh, 3:00 h, 13.50 EUR (0.45 EUR/kWh) and 1710 JPY (171.00 JPY/kWh).",
        )
    ]


async def test_nothing_is_known_of_one(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """Neither energy nor cost is made up; what came of a bill without energy has no price."""
    unknown = session(1, october(1))
    know(entry, replace(unknown, ended_at=unknown.started_at))
    await report(day, use)
    ((_, message),) = said(told)
    assert message == f"1 session.\n{NOTHING_KNOWN}"


async def test_a_bill_without_energy(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """The amount is said, and no price."""
    know(entry, session(1, october(1), billed=Billed(amount=5, currency="EUR")))
    await report(day, use)
    ((_, message),) = said(told)
    assert message.startswith("1 session: 1:00 h, 5.00 EUR.\n")


async def test_nothing_was_charged(
    entry: MockConfigEntry, day: Day, use: Use, given: list[ServiceCall]
) -> None:
    """That is said, too, and a start that failed is nothing. The CSV has its header alone."""
    failed = {
        "state": SessionState.FAILED_TO_START,
        "started_at": None,
        "announced": frozenset({Event.START_FAILED}),
    }
    know(entry, session(1, october(9), **failed))
    await report(day, use, tell=ALL_OF_IT)
    (call,) = given
    assert call.data["message"] == "Nothing was charged."
    assert list(csv.DictReader(StringIO(call.data["csv"]))) == []
    assert call.data["csv"].startswith("started_at,")


async def test_a_month_is_that_of_the_clock_at_home(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """From its first midnight to the next, by when a session began, over the change of the clocks."""
    know(
        entry,
        *(
            session(n, began, metering=metered(2**n, None))
            for n, began in enumerate(
                (
                    datetime(2026, 9, 30, 23, 59),
                    datetime(2026, 10, 1, 0, 0),
                    datetime(2026, 10, 31, 23, 59),
                    datetime(2026, 11, 1, 0, 0),
                )
            )
        ),
    )
    await report(day, use)
    ((_, message),) = said(told)
    assert message.startswith("2 sessions: 6.0 kWh, 2:00 h.")


@pytest.mark.parametrize(
    ("chosen", "title", "energy"),
    [
        ({"charge_card": "Company card"}, "Company card", "6.0"),
        ({"charge_point": "Office"}, "Office", "5.0"),
        (
            {"charge_card": "Company card", "charge_point": "Office"},
            "Company card, Office",
            "4.0",
        ),
    ],
)
async def test_a_card_or_a_charge_point(
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
    chosen: dict[str, str],
    title: str,
    energy: str,
) -> None:
    """Only what was charged with it, or there; the title says so."""
    office = {"evse_id": OFFICE.replace("*", ""), "evse_name": OFFICE}
    company = {"ema_id": OTHER_CARD.replace("-", "")[:-1]}
    know(
        entry,
        session(1, october(1), metering=metered(1, None), **office),
        session(2, october(2), metering=metered(2, None), **company),
        session(3, october(3), metering=metered(4, None), **office, **company),
    )
    devices = {key: day.home.device_id(name) for key, name in chosen.items()}
    await report(day, use, **devices)
    ((told_title, message),) = said(told)
    assert told_title == f"Charged in October 2026: {title}"
    assert f": {energy} kWh" in message


async def test_an_account(
    entry: MockConfigEntry, day: Day, use: Use, told: list[ServiceCall]
) -> None:
    """It can be named."""
    await report(day, use, account=entry.entry_id)
    assert said(told) == [
        ("Charged in October 2026: Shell EV Charging", "Nothing was charged.")
    ]


async def test_this_month_so_far(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    told: list[ServiceCall],
) -> None:
    """With the session that is under way, which is said."""
    know(entry, session(1, october(31, 23), metering=metered(10, 4)))
    await day.home.switch("on")
    await day.live([0] * 2)
    await use("monthly_report", at="00:04:00", span="so_far")
    await day.live([0] * PATIENCE)
    assert said(told) == [
        (
            "Charged in November 2026 so far",
            f"1 session.\n{NOTHING_KNOWN}\n1 session is still under way.",
        )
    ]


async def test_in_ones_own_language_of_numbers(
    entry: MockConfigEntry, day: Day, use: Use, given: list[ServiceCall]
) -> None:
    """An action of one's own has the totals to word it differently."""
    know(entry, session(1, october(1), metering=metered(11.4, 5.27)))
    text = "{{ '%.1f' | format(totals.energy) | replace('.', ',') }} kWh"
    own = [{"action": "notify.mail", "data": {"message": text}}]
    await report(day, use, tell=own)
    assert [call.data["message"] for call in given] == ["11,4 kWh"]


# The file


async def test_a_file(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    given: list[ServiceCall],
    tmp_path: Path,
) -> None:
    """In a folder where Home Assistant may write, by the month and the automation."""
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    know(entry, session(1, october(1)))
    await report(day, use, folder=f"{tmp_path}/", tell=ALL_OF_IT)
    (call,) = given
    path = tmp_path / "shell-ev-2026-10-monthly-report.csv"
    assert call.data["path"] == str(path)
    assert call.data["message"].endswith(f"\nThe CSV is in {path}.")
    # A template's text has no line break at its end.
    assert path.read_bytes().decode().rstrip() == call.data["csv"]


def contents(folder: Path) -> dict[str, str]:
    """Return what is in the files of a folder, but for the line break at the end."""
    return {str(file): file.read_bytes().decode().rstrip() for file in folder.iterdir()}


async def test_two_reports_of_cards_with_one_name(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    make_entry: Callable[..., MockConfigEntry],
    day: Day,
    use: Use,
    given: list[ServiceCall],
    tmp_path: Path,
) -> None:
    """Each account has a card of that name: neither report sends the sessions of the other."""
    client = {"client_id": "other-client", "client_secret": "other-secret"}
    other = make_entry(card_subentry(OTHER_CARD), data=client)
    await hass.config_entries.async_setup(other.entry_id)
    await day.home.settle()
    know(entry, session(1, october(1)))
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    inputs = {"at": SOON, "folder": str(tmp_path), "tell": ALL_OF_IT}
    card, other_card = (
        device.id
        for each in (entry, other)
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), each.entry_id
        )
        if device.name == "Card"
    )
    path = "shell_ev/monthly_report.yaml"
    blueprint = {"path": path, "input": {**inputs, "charge_card": other_card}}
    automation = {"alias": "The other one", "use_blueprint": blueprint}
    await use("monthly_report", automation, charge_card=card, **inputs)
    await day.live([0] * PATIENCE)
    assert {Path(call.data["path"]).name for call in given} == {
        "shell-ev-2026-10-monthly-report.csv",
        "shell-ev-2026-10-the-other-one.csv",
    }
    assert contents(tmp_path) == {
        call.data["path"]: call.data["csv"].rstrip() for call in given
    }


async def test_a_file_that_cannot_be_written(
    entry: MockConfigEntry, day: Day, use: Use, given: list[ServiceCall], tmp_path: Path
) -> None:
    """The message comes all the same, says so, and has the CSV as text."""
    know(entry, session(1, october(1)))
    folder = tmp_path / "nowhere"
    await report(day, use, folder=str(folder), tell=ALL_OF_IT)
    (call,) = given
    assert call.data["path"] == ""
    assert call.data["message"].splitlines()[-1] == (
        f"The CSV could not be written to {folder}/shell-ev-2026-10-monthly-report.csv. "
        "See why in the log."
    )
    assert len(list(csv.DictReader(StringIO(call.data["csv"])))) == 1


async def test_no_csv_at_all(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    given: list[ServiceCall],
) -> None:
    """The totals come all the same."""

    async def fail(call: ServiceCall) -> None:
        raise HomeAssistantError("The disk is full")

    hass.services.async_register(
        DOMAIN, "export_sessions", fail, supports_response=SupportsResponse.ONLY
    )
    await report(day, use, tell=ALL_OF_IT)
    (call,) = given
    assert call.data["message"] == (
        "Nothing was charged.\nThe CSV could not be made. See why in the log."
    )
    assert call.data["csv"] == ""


@pytest.fixture
def smtp(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return Home Assistant's integration for mails; nothing is sent, so nothing that sends is needed."""
    monkeypatch.setitem(sys.modules, "aiosmtplib", MagicMock())
    return import_module("homeassistant.components.smtp.services")


@pytest.mark.parametrize("folder", ["", "nowhere"])
async def test_the_mail_of_the_page(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    day: Day,
    use: Use,
    smtp: Any,
    tmp_path: Path,
    folder: str,
) -> None:
    """What the page has to copy names the blueprint as it was imported, and attaches the file if there is one."""
    mails = async_mock_service(
        hass, "smtp", "send_message", smtp.SERVICE_SEND_MESSAGE_SCHEMA
    )
    hass.config.media_dirs = {"local": str(tmp_path)}
    assert await async_setup_component(hass, "media_source", {})
    automation = example(MAIL, day.home.device_id("Company card"))["use_blueprint"]
    assert automation["path"] == "shell-ev-charging/monthly_report.yaml"
    inputs = automation["input"]
    assert inputs.pop("folder") == "/media"
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    await report(day, use, folder=str(tmp_path / folder), **inputs)
    (mail,) = mails
    assert mail.data["title"] == "Charged in October 2026: Company card"
    assert mail.data["message"].startswith("Nothing was charged.")
    attached = [
        await async_resolve_media(hass, each["media_source"]["media_content_id"], None)
        for each in mail.data["attachments"]
    ]
    name = "shell-ev-2026-10-monthly-report.csv"
    written = [] if folder else [(tmp_path / name, "text/csv")]
    assert [(each.path, each.mime_type) for each in attached] == written
