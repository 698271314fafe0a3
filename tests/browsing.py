"""The explorer in a browser: what a page shows and holds, and how a person moves on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def expect(what: Any) -> Any:
    from playwright.sync_api import expect

    return expect(what)


def held(page: Page) -> dict[str, list[str]]:
    """What the address holds."""
    return parse_qs(urlsplit(page.url).query)


def holds(page: Page, **parameters: list[str] | None) -> None:
    """Wait until the address holds this, None for a parameter that is gone."""
    page.wait_for_function(
        """(wanted) => {
            const held = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([name, values]) =>
                JSON.stringify(held.getAll(name)) === JSON.stringify(values ?? []));
        }""",
        arg=parameters,
    )


def drawn(page: Page) -> None:
    """Wait until a drawing stands there."""
    expect(page.locator(".cg-legend button").first).to_be_visible()
    calm(page)


def calm(page: Page) -> None:
    """Wait until the page has run."""
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def spot(page: Page, picture: dict[str, Any], iri: str) -> dict[str, float]:
    """Where in the drawing a thing lies."""
    place = next(node for node in picture["nodes"] if node["id"] == iri)
    box = page.locator(".cg-stage").bounding_box()
    assert box
    scale = box["width"] / picture["width"]
    return {"x": place["x"] * scale, "y": place["y"] * scale}


def line(page: Page) -> Locator:
    """What the drawing says below itself of the thing chosen."""
    return page.locator(".cg-line")


def table_row(page: Page, name: str) -> dict[str, float]:
    """Where in the first table the box to tick a row lies."""
    cell = page.locator("[data-testid=stDataFrame] td", has_text=re.compile(f"^{name}$")).first
    cell.wait_for(state="attached")
    number = int((cell.get_attribute("id") or "").rpartition("-")[2])
    return {"x": 16, "y": 35 * (number + 1) + 17}


def chosen_row(page: Page) -> Locator:
    return page.locator("[data-testid=stDataFrame] tr[aria-selected=true]").first


def focused(page: Page) -> str:
    """Role and name of what has the focus, looking into components too."""
    told: str = page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            const name = at.getAttribute("aria-label") || at.innerText || at.placeholder || "";
            return `${at.getAttribute("role") || at.tagName.toLowerCase()} ${name}`;
        }"""
    )
    return " ".join(told.split())


def tab_to(page: Page, wanted: str, back: bool = False) -> None:
    """Press Tab until something of that role and name has the focus."""
    seen = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(focused(page))
        if re.search(wanted, seen[-1]):
            return
    pytest.fail(f"Tab never got to {wanted}, only to {seen}")
