"""Walks through the forms of the integration, and reads each: of an account, its charge points, and repairs."""

from typing import Final

from scripts.demo_app.account import DOMAIN
from scripts.demo_app.demo import Simulator

from .frontend import Frontend
from .reading import Reader

SEND: Final = "ha-button[slot=primaryAction]"
"""The button under a form."""
CHOICE: Final = "step-flow-menu"
PAGE: Final = f"config/integrations/integration/{DOMAIN}"
ROW: Final = "ha-config-entry-row"
"""An account on that page."""
ENTRY: Final = "/api/config/config_entries/entry"
USER: Final = "config.step.user"
POINT: Final = "config_subentries.charge_point"

OTHER: Final = {
    "client_id": "other-client",
    "client_secret": "other-secret",
    "ema_id": "NL-TNM-C00122046-M",
}
"""What the simulated Shell knows, and no account here has yet."""


async def walk(reader: Reader, simulator: Simulator) -> None:
    """Walk through all of them; what was added for it is removed afterwards."""
    await change(reader)
    await add(reader, simulator.url)
    frontend = reader.frontend
    entries = await frontend.command(type="config_entries/get", domain=DOMAIN)
    added = entries[-1]
    await mend(reader, simulator, added["entry_id"], added["title"])
    await frontend.home_assistant.delete(f"{ENTRY}/{added['entry_id']}")


async def change(reader: Reader) -> None:
    """Look at what the one account is given more of, and changed with."""
    page, frontend = reader.page, reader.frontend
    await frontend.go(PAGE)
    await reader.choose(f"{POINT}.initiate_flow.user")
    await reader.choose(f"{POINT}.step.user.menu_options.evse_id")
    await reader.look_at_form("charge-point")
    await frontend.go(PAGE)
    await page.locator(f"{ROW} ha-dropdown [slot=trigger]").first.click()
    await page.locator(f"{ROW} [value=reconfigure]").first.click()
    await reader.look_at_form("reconfigure")
    await frontend.go(PAGE)
    await page.locator(f"{ROW} ha-icon-button[slot=end]").first.click()
    await reader.look_at_form("options")


async def add(reader: Reader, server: str) -> None:
    """Look at a new account's form, the choice that follows, the map, and what is found on it."""
    page, frontend, words = reader.page, reader.frontend, reader.language.words
    await frontend.go(f"config/integrations/dashboard/add?domain={DOMAIN}")
    await frontend.button("OK").click()
    custom = f"{USER}.sections.custom_server"
    await page.get_by_text(words[f"{custom}.name"], exact=True).click()
    await reader.look_at_form("account")
    for key, text in OTHER.items():
        await frontend.fill(words[f"{USER}.data.{key}"], text)
    await frontend.fill(words[f"{custom}.data.url"], server)
    await page.locator(SEND).click()
    await reader.look_at_form("choice", CHOICE)
    await reader.choose(f"{POINT}.step.user.menu_options.near_home")
    await page.locator(".maplibregl-marker").first.wait_for()
    await reader.look_at_form("map")
    await page.locator(SEND).click()
    await page.get_by_text(words[f"{POINT}.step.choose.title"]).wait_for()
    await reader.look_at_form("found")


async def mend(reader: Reader, simulator: Simulator, entry_id: str, title: str) -> None:
    """Look at the repair of a card that Shell refuses, and at signing in again."""
    card = reader.language.words["common.charge_card"]
    await simulator.refuse_cards()
    await _open_repair(reader.frontend, entry_id, card)
    await reader.look_at_form("repair")
    await simulator.recover()
    await simulator.refuse_clients()
    await _open_repair(reader.frontend, entry_id, title)
    await reader.look_at_form("sign-in")
    await simulator.recover()


async def _open_repair(frontend: Frontend, entry_id: str, about: str) -> None:
    """Let an account find out what is wrong, and open what Home Assistant says of it."""
    await frontend.home_assistant.post(f"{ENTRY}/{entry_id}/reload")
    await frontend.go("config/repairs")
    repairs = frontend.page.locator("ha-config-repairs ha-list-item-button")
    await repairs.filter(has_text=about).click()
    # The list behind the form shortens its names by intention, so it is not looked at.
    hide = "(list) => { list.style.display = 'none'; }"
    await frontend.page.locator("ha-config-repairs").evaluate(hide)
