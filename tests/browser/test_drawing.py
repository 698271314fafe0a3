"""A drawing in a real browser: alone as one HTML file, and inside Streamlit both ways."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browsing
import networkx as nx
import pytest

from careergraph.drawing.rendering import (
    Drawing,
    Mark,
    draw_comparison,
    draw_neighbourhood,
    draw_network,
    draw_stages,
    to_html,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HOSTILE = '</script><img src="x" onerror="document.title = \'run\'">'
ROLES = [Mark("r:a", "Baker", "role", note="Bakes."), Mark("r:b", "Cook", "role")]
ITEMS = [
    Mark("s:dough", "Dough", "skill", note="Flour and water.", whose=("r:a",)),
    Mark("s:heat", "Heat control", "skill", whose=("r:a", "r:b")),
    Mark("t:oven", "Oven", "tool", whose=("r:a", "r:b")),
    Mark("t:wok", "Wok", "tool", whose=("r:b",)),
    Mark("t:odd", HOSTILE, "tool", note=HOSTILE, whose=("r:b",)),
]
DRAWING = draw_comparison(ROLES, ITEMS)
IN_APP = draw_comparison(ROLES, ITEMS[:3])
APP = """
import sys
import time
sys.path.insert(0, sys.argv[1])
import streamlit as st
from careergraph.drawing.rendering import Mark, draw_comparison
from app.components.graph import graph

items = [
    Mark("s:dough", "Dough", "skill", whose=("r:a",)),
    Mark("s:heat", "Heat control", "skill", whose=("r:a", "r:b")),
    Mark("t:oven", "Oven", "tool", whose=("r:a", "r:b")),
]
roles = [Mark("r:a", "Baker", "role"), Mark("r:b", "Cook", "role")]
st.set_page_config(layout="wide")
held = st.session_state
hidden = st.query_params.get_all("hide")

def pick():
    held.chosen = held.table

st.selectbox("Table", [None, "s:dough", "t:oven"], key="table", on_change=pick)
time.sleep(0.3)  # A page that takes its time: one may step back before the drawing is reached.
st.text("working")
focus = graph(
    draw_comparison(roles, items),
    key="g",
    selected=held.get("chosen"),
    hidden_kinds=hidden,
    on_choose=lambda name: held.update(chosen=name),
    on_hide=lambda kinds: st.query_params.from_dict({"hide": kinds}),
)
st.text(f"selected={held.get('chosen')} hidden={hidden} focus={focus}")
"""


def watched(browser: Browser, **settings: Any) -> Page:
    """A page that keeps what it asked for and what went wrong in it."""
    page = browser.new_page(**settings)
    page.asked, page.wrong = [], []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
    page.on(
        "console",
        lambda message: message.type == "error" and page.wrong.append(message.text),  # type: ignore[attr-defined]
    )
    return page


def opened(browser: Browser, drawing: Drawing, folder: Path, width: int = 1280) -> Page:
    file = folder / "drawing.html"
    file.write_text(to_html(drawing, HOSTILE), "utf-8")
    page = watched(browser, viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_selector(".cg-legend button")
    return page


def spot(
    page: Page, drawing: Drawing, name: str, across: float = 0, down: float = 0
) -> tuple[float, float]:
    """Where a thing is on the page: its middle, or so many of its widths and heights off it."""
    node = next(node for node in drawing.nodes if node["id"] == name)
    box = page.locator(".cg-stage").bounding_box()
    assert box
    scale = box["width"] / drawing.width
    x, y = node["x"] + across * node["width"], node["y"] + down * node["height"]
    return box["x"] + x * scale, box["y"] + y * scale


def said(page: Page) -> str:
    return page.locator(".cg-line").inner_text()


@pytest.mark.parametrize(
    "drawing",
    [
        DRAWING,
        draw_comparison([*ROLES, Mark("r:c", "Waiter", "role")], ITEMS),
        draw_neighbourhood(ROLES[0], ITEMS, per_kind=1),
        draw_stages(ITEMS[:1], [ITEMS[1:3], ITEMS[3:]], ROLES[1], [("s:heat", "t:wok")]),
        draw_network(nx.path_graph(4)),
    ],
    ids=["two roles", "three roles", "neighbourhood", "stages", "network"],
)
def test_a_page_draws_asks_nothing_and_runs_no_label(
    browser: Browser, drawing: Drawing, tmp_path: Path
) -> None:
    page = opened(browser, drawing, tmp_path)
    page.mouse.move(*spot(page, drawing, drawing.nodes[-1]["id"]))
    page.wait_for_timeout(600)
    assert page.wrong == []
    assert len(page.asked) == 1  # The file itself.
    assert page.locator("img").count() == 0
    assert page.title() == HOSTILE
    inks = page.evaluate(
        """() => {
            const canvas = document.querySelector(".cg-stage canvas");
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const seen = new Set();
            for (let i = 0; i < data.length; i += 4) seen.add(`${data.slice(i, i + 4)}`);
            return seen.size;
        }"""
    )
    assert inks > 20
    page.close()


def test_hovering_shows_the_label_as_text(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, DRAWING, tmp_path)
    page.mouse.move(*spot(page, DRAWING, "t:odd"))
    page.wait_for_selector(".vis-tooltip:visible")
    assert HOSTILE in page.locator(".vis-tooltip").inner_text()
    assert page.locator(".vis-tooltip img").count() == 0
    page.close()


def test_choosing_by_mouse_and_clearing(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, DRAWING, tmp_path)
    page.mouse.click(*spot(page, DRAWING, "t:oven"))
    page.get_by_text("Oven – tool, shared by Baker and Cook").wait_for()
    page.keyboard.press("Escape")
    assert said(page) == ""
    page.close()


@pytest.mark.parametrize("across", [-0.45, 0.45])
@pytest.mark.parametrize("down", [-0.4, 0.4])
def test_a_card_is_chosen_wherever_it_is_clicked(
    browser: Browser, tmp_path: Path, across: float, down: float
) -> None:
    page = opened(browser, DRAWING, tmp_path)
    page.mouse.click(*spot(page, DRAWING, "t:oven", across, down))
    page.get_by_text("Oven – tool, shared by Baker and Cook").wait_for(timeout=5000)
    page.close()


def test_moving_and_choosing_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, DRAWING, tmp_path)
    page.locator(".cg-stage").focus()
    heard = []
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        heard.append(said(page).split(" – ")[0])
    assert heard == ["Dough", "Heat control", "Oven", "Wok"]
    page.keyboard.press("Enter")
    assert said(page) == "Wok – tool, only Cook"
    page.close()


def test_legend_hides_a_kind(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, DRAWING, tmp_path)
    tools = page.get_by_role("button", name="tools")
    assert tools.get_attribute("aria-pressed") == "true"
    tools.focus()
    page.keyboard.press("Enter")
    assert tools.get_attribute("aria-pressed") == "false"
    assert page.evaluate("document.activeElement.dataset.kind") == "tool"
    page.mouse.click(*spot(page, DRAWING, "t:oven"))
    page.wait_for_timeout(400)
    assert said(page) == ""
    page.close()


def test_wheel_scrolls_the_page_and_zooms_only_with_control(
    browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, DRAWING, tmp_path)
    page.set_viewport_size({"width": 1280, "height": 300})
    page.wait_for_timeout(200)
    page.mouse.move(*spot(page, DRAWING, "r:a"))
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 0
    before = page.screenshot()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_timeout(300)
    assert page.screenshot() != before
    page.close()


def test_narrow_page_shows_lists_instead(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, DRAWING, tmp_path, width=390)
    assert not page.locator(".cg-stage").is_visible()
    assert page.locator(".cg-list h3").all_inner_texts() == [
        "Both (2)",
        "Only Baker (1)",
        "Only Cook (2)",
    ]
    oven = page.get_by_role("button", name="Oven", exact=True)
    oven.click()
    assert oven.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="Go to Oven").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".cg-stage").wait_for(state="visible")
    page.close()


@pytest.fixture(scope="module", params=["", "below/here"], ids=["at the root", "below a path"])
def address(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[str]:
    """A small Streamlit app around the component."""
    script = tmp_path_factory.mktemp("app") / "page.py"
    script.write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
        "--server.address", "127.0.0.1", "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--server.baseUrlPath", request.param,
        "--", str(ROOT),
    ]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    at = f"http://127.0.0.1:{port}/{request.param}".rstrip("/")
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{at}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("Streamlit did not start")
        yield at
    finally:
        server.terminate()
        server.wait(10)


def test_python_and_the_drawing_stay_in_step(browser: Browser, address: str) -> None:
    page = watched(browser, viewport={"width": 1280, "height": 1000})
    page.goto(f"{address}/")
    page.wait_for_selector(".cg-legend button", timeout=60_000)
    stage = page.locator(".cg-stage")  # Its clicks wait for what lies over it, as a closing list.

    def sees(text: str) -> None:
        page.get_by_text(text, exact=True).wait_for(timeout=15_000)

    def pick(option: str) -> None:
        page.get_by_role("combobox").click()
        page.get_by_role("option", name=option, exact=True).click()
        page.get_by_role("listbox").wait_for(state="hidden")

    def place(name: str) -> Any:
        return browsing.spot(page, IN_APP.to_dict(), name)

    sees("selected=None hidden=[] focus=None")
    stage.click(position=place("s:heat"))
    sees("selected=s:heat hidden=[] focus=None")
    pick("s:dough")
    sees("selected=s:dough hidden=[] focus=None")
    page.get_by_text("Dough – skill, only Baker").wait_for()
    stage.click(position=place("s:heat"))
    sees("selected=s:heat hidden=[] focus=None")
    page.get_by_role("button", name="tools").click()
    sees("selected=s:heat hidden=['tool'] focus=None")
    stage.dblclick(position=place("s:dough"))
    sees("selected=s:dough hidden=['tool'] focus=s:dough")
    fetched = [url for url in page.asked if url.endswith("vis-network.min.js")]
    assert len(fetched) == 1
    assert fetched[0].startswith(address)
    assert [url for url in page.asked if not url.startswith((address, "blob:", "data:"))] == []
    assert page.wrong == []
    page.close()


def test_a_step_back_before_the_page_has_run_is_followed(browser: Browser, address: str) -> None:
    page = watched(browser, viewport={"width": 1280, "height": 1000})
    page.goto(f"{address}/")
    page.get_by_text("selected=None hidden=[] focus=None").wait_for(timeout=60_000)
    page.evaluate(
        """() => {
            const push = history.pushState;
            history.pushState = function (...step) {
                push.apply(this, step);
                history.pushState = push;
                addEventListener("popstate", () => { window.steppedBack = true; }, { once: true });
                history.back();
            };
        }"""
    )
    tools = page.get_by_role("button", name="tools")
    tools.click()
    page.wait_for_function("window.steppedBack")
    assert "hide" not in page.url
    page.locator(".cg-legend [data-kind=tool][aria-pressed=true]").wait_for(timeout=15_000)
    assert page.wrong == []
    page.close()
