"""What axe-core finds: nothing, on any page, at any width, in any theme, with what opens opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import calm, expect
from pages import APP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = re.findall(r'"views/(\w+)\.py"', (APP / "main.py").read_text("utf-8"))
LOOKS = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]
ADDRESSES = {
    **{page: "/" if page == "home" else f"/{page}" for page in PAGES},
    "compare, a thing picked": "/compare?pick=tool:aws",
    "compare, a matrix": "/compare?" + "&".join(
        f"role=role:{role}"
        for role in ("data-analyst", "data-scientist", "data-engineer", "ai-architect",
                     "machine-learning-engineer")
    ),
    "path, a step picked": "/path?pick=skill:machine-learning",
    "explore, a thing picked": "/explore?thing=role:ai-architect&pick=skill:leadership",
    "map, a role picked": "/map?pick=role:ai-architect",
    "map, a skill looked at": "/map?skill=tool:python",
    "home, jobs that suit": "/?ask=fit&with=tool:python&with=tool:sql",
    "home, a name nobody knows": "/?ask=fit&unknown=flux",
    "ask, an error": "/ask?q=SELECT",
}  # fmt: skip
# What Streamlit itself renders and gives us no say in; each with what is wrong in it.
NOT_OURS = [
    # A canvas table carries an empty second grid for its overlay.
    "[data-testid=stDataFrame] canvas",
]
OPENED = ("popover", "expander", "both")


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    package = pytest.importorskip("axe_playwright_python.base")
    script: str = Path(package.AXE_FILE_PATH).read_text("utf-8")
    return script


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(browser: Browser, home: str, request: Any) -> Iterator[Callable[[str], Page]]:
    width, theme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        has_touch=width < 600,
        reduced_motion="reduce",
    )

    def look(path: str) -> Page:
        page = context.new_page()
        page.goto(home + path)
        calm(page)
        page.wait_for_timeout(600)  # what fades in is not yet as dark as it will be
        return page

    yield look
    context.close()


def found(page: Page, axe: str) -> list[str]:
    """What axe finds on a page, a line each."""
    page.evaluate(axe)
    result = page.evaluate(
        """async (leave) => await axe.run({ exclude: leave.map((one) => [one]) },
             { resultTypes: ["violations"] })""",
        NOT_OURS,
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} "
        f"{(node['any'] or node['all'] or node['none'] or [{'message': ''}])[0]['message'][:140]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def test_axe_finds_nothing(look: Callable[[str], Page], axe: str) -> None:
    wrong: dict[str, list[str]] = {}
    for name, address in ADDRESSES.items():
        page = look(address)
        if problems := found(page, axe):
            wrong[name] = problems
        page.close()
    assert wrong == {}


@pytest.mark.parametrize("name", ["home", "compare", "path", "explore", "ask", "sources", "mine"])
def test_axe_finds_nothing_in_what_opens(look: Callable[[str], Page], axe: str, name: str) -> None:
    page = look(ADDRESSES[name])
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    wrong = found(page, axe)
    for button in page.locator("[data-testid=stPopover] button").all():
        if button.is_visible():
            button.click()
            expect(page.locator("[data-testid=stPopoverBody]").first).to_be_visible()
            page.wait_for_timeout(400)
            wrong += found(page, axe)
            page.keyboard.press("Escape")
    assert sorted(set(wrong)) == []
