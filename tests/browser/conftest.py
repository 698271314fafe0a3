"""Chromium, and the explorer served as a person would start it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import started

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        WebSocket,
    )

# Chromium itself asks nobody, and whom a page asks but this machine it does not find.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
# Below /<page> Streamlit looks for its server beside the page before it looks at the root, and the
# browser reports both misses as errors.
PROBES = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    names = ("chromium", "chromium-browser", "google-chrome")
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    playwright.expect.set_options(timeout=30_000)
    with playwright.sync_playwright() as driver:
        path = installed or driver.chromium.executable_path  # where Playwright puts its own
        if not Path(path).exists():
            pytest.skip("no Chromium on this machine")
        started = driver.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def home() -> Iterator[str]:
    """The address of a running explorer."""
    with started(str(Path(sys.executable).with_name("careergraph")), "app", "--port") as address:
        yield address


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all windows, so that the app's scripts are fetched once."""
    made = browser.new_context()
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext, home: str) -> Iterator[Callable[..., Page]]:
    """Open a path of the explorer in a window of its own, which is a session of its own.

    Whatever a test does there, no request may leave the machine and no error may reach the console.
    """
    outside: list[str] = []
    errors: list[str] = []
    pages: list[Page] = []
    at_home = re.escape(home.removeprefix("http://"))
    elsewhere = re.compile(rf"^(?!(https?|wss?)://{at_home}/|data:|blob:)")

    def asked(request: Request | WebSocket) -> None:
        if elsewhere.match(request.url):
            outside.append(request.url)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(message.location["url"]):
            errors.append(f"{message.text} ({message.location['url']})")

    def visit(path: str = "/", width: int = 1280) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        page.on("request", asked)
        page.on("websocket", asked)
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(home + path)
        return page

    yield visit
    for page in pages:
        page.close()
    if pages:  # What a person knows outlives the window: the next test is another person.
        page = context.new_page()
        page.goto(f"{home}/_stcore/health")
        page.evaluate("localStorage.clear()")
        page.close()
    assert outside == []
    assert errors == []
