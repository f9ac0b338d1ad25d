"""A Chromium that is installed here, driven without a screen; it downloads nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoBrowser(Exception):
    """There is no Chromium here."""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start the Chromium that is installed.

    Raises NoBrowser when there is none.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoBrowser("no Chromium is on the PATH; apt-get install chromium brings one")
    # Chromium refuses its sandbox to root, and a container's /dev/shm may be too small for it.
    plain = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=plain)
        try:
            yield browser
        finally:
            browser.close()


def requested(page: Any) -> list[str]:
    """List from now on what a page asks for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked
