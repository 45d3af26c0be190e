"""The browser of the system, driven by Playwright: which one, how it is started, and what is said without one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # containers give no right to make one; it opens nothing but pages of our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Neither windows of the browser's own, nor processes kept ready for pages that nobody opens: half of the work.
    "--disable-features=PreloadTopChromeWebUI,WebUITabStrip,SpareRendererForSitePerProcess,BackForwardCache,PaintHolding",
    "--renderer-process-limit=1",
    "--font-render-hinting=none",  # letters as wide here as there
)
REMEDY = "install it (sh scripts/install_chromium.sh) or name another one by TEST_CHROMIUM"


def find_chromium() -> Path | None:
    """The program that TEST_CHROMIUM names, else the one of the system."""
    named = os.environ.get("TEST_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    return next((Path(found) for name in NAMES if (found := which(name)) is not None), None)


def chromium_or_skip() -> Path:
    """The program. Without one the tests are skipped, or fail where TEST_BROWSER=required promises them."""
    found = find_chromium()
    if found is not None:
        return found
    reason = f"no Chromium: {REMEDY}"
    if os.environ.get("TEST_BROWSER") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window, in a folder of its own that is thrown away."""
    program = chromium_or_skip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
