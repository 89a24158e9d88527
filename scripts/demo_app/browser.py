"""A real browser, driven without a display: the one that SHELL_EV_BROWSER names."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.async_api import Page, async_playwright

_ARGUMENTS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    # Letters are drawn the same on every machine, and nothing is fetched from the internet.
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@asynccontextmanager
async def browser_page(
    failure: Path | None = None, **context: Any
) -> AsyncGenerator[Page]:
    """Open a page of a browser that nobody has used before.

    Where what is done with it fails, a picture of the page is written to ``failure``: nothing
    tells as much of what went wrong as what could be seen then.
    """
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch_persistent_context(
                folder,
                executable_path=os.environ["SHELL_EV_BROWSER"],
                args=list(_ARGUMENTS),
                **context,
            )
            try:
                page = await browser.new_page()
                try:
                    yield page
                except Exception:
                    if failure:
                        await page.screenshot(path=failure)
                    raise
            finally:
                await browser.close()
