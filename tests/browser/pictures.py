"""Make the pictures of the documents and the README anew: ``make pictures``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import careergraph as cg
from tests.browser.conftest import QUIET
from tests.browsing import calm
from tests.serving import started

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".github/docs/pictures"
PAGES = {
    "home": "/",
    "compare": "/compare?roles=role:machine-learning-engineer&roles=role:ai-architect",
    "path": "/path?from=role:data-analyst&to=role:ai-architect&know=tool:sql",
}


def of_the_explorer(browser: Browser) -> None:
    """Take a picture of each page at the width of a laptop, in the light look."""
    command = str(Path(sys.executable).with_name("careergraph"))
    with started(command, "--graph", "core", "app", "--port") as home:
        for name, address in PAGES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
            page.goto(home + address)
            page.locator("[data-testid=stApp]").wait_for()
            page.wait_for_timeout(4000)  # drawings come to rest
            calm(page)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()


def of_a_notebook(browser: Browser) -> None:
    """Take a picture of what a notebook shows of a comparison."""
    network = cg.project(cg.open_graph("core"))
    shown = cg.compare_roles(network, "ML engineer", "AI architect")._repr_html_()
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(f"<body style='font-family:sans-serif'>{shown}</body>")
    page.screenshot(path=PICTURES / "notebook.png")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        installed = shutil.which("chromium") or driver.chromium.executable_path
        started_browser = driver.chromium.launch(executable_path=installed, args=QUIET)
        of_the_explorer(started_browser)
        of_a_notebook(started_browser)
    shutil.copy(PICTURES / "home.png", ROOT / ".github/home.png")
