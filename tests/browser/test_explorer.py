"""The explorer as people use it: by mouse, by keyboard, in a narrow window, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import (
    calm,
    chosen_row,
    drawn,
    expect,
    held,
    holds,
    line,
    spot,
    tab_to,
    table_row,
)
from pages import APP, drawing, opened, thing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

PAGES = re.findall(r'"views/(\w+)\.py"', (APP / "main.py").read_text("utf-8"))
QUESTION = "I am a data analyst who knows SQL and Tableau. How do I become an AI architect?"
AWS = thing("tool", "aws")


# ---- by mouse


def test_home_draws_its_comparison(visit: Visit) -> None:
    page = visit()
    drawn(page)
    expect(page.get_by_text("Machine Learning Engineer and AI Architect share")).to_be_visible()
    inks = page.locator(".cg-stage canvas").evaluate(
        """(canvas) => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const seen = new Set();
            for (let at = 0; at < data.length; at += 4) seen.add(`${data.slice(at, at + 3)}`);
            return seen.size;
        }"""
    )
    assert inks > 50
    expect(page).to_have_title("Home · careergraph")


def test_drawing_and_table_follow_each_other(visit: Visit) -> None:
    page = visit()
    drawn(page)
    picture = drawing(opened())["drawing"]
    page.locator(".cg-stage").click(position=spot(page, picture, AWS))
    holds(page, pick=["tool:aws"])
    expect(line(page)).to_contain_text("AWS – tool, shared by")
    expect(chosen_row(page)).to_contain_text("AWS")
    expect(page.get_by_text("Why?", exact=True)).to_be_visible()
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(
        position=table_row(page, "Google Cloud")
    )
    holds(page, pick=["tool:google-cloud"])
    expect(line(page)).to_contain_text("Google Cloud – tool, shared by")
    expect(chosen_row(page)).to_contain_text("Google Cloud")


def test_double_click_moves_and_back_returns(visit: Visit) -> None:
    page = visit()
    drawn(page)
    picture = drawing(opened())["drawing"]
    page.locator(".cg-stage").dblclick(position=spot(page, picture, AWS))
    page.wait_for_url(re.compile(r"/explore\?"))
    holds(page, thing=["tool:aws"])
    expect(page.get_by_role("heading", name="AWS")).to_be_visible()
    drawn(page)
    around = drawing(opened("explore", thing="tool:aws"))["drawing"]
    other = next(node for node in around["nodes"] if node["kind"] == "role")
    page.locator(".cg-stage").dblclick(position=spot(page, around, other["id"]))
    expect(page.get_by_role("heading", name=other["text"], exact=False).first).to_be_visible()
    assert held(page)["trail"] == ["tool:aws"]
    page.go_back()
    expect(page.get_by_role("heading", name="■ AWS")).to_be_visible()
    holds(page, thing=["tool:aws"], trail=None)


def test_back_takes_a_choice_back(visit: Visit) -> None:
    roles = ["role:data-scientist", "role:data-analyst"]
    things = opened("compare", role=roles).dataframe[0].value["Thing"][:2]
    page = visit(f"/compare?role={roles[0]}&role={roles[1]}")
    drawn(page)
    for name in things:
        page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(
            position=table_row(page, re.escape(name))
        )
        expect(line(page)).to_contain_text(f"{name} – ")
        calm(page)
    page.go_back()
    expect(line(page)).to_contain_text(f"{things[0]} – ")
    expect(chosen_row(page)).to_contain_text(things[0])
    page.go_back()
    expect(line(page)).to_have_text("")
    expect(page.get_by_text("Data Scientist and Data Analyst share")).to_be_visible()


def test_a_copied_address_opens_the_same_view(visit: Visit) -> None:
    page = visit("/compare?pick=tool:aws&know=tool:python")
    drawn(page)
    page.locator(".cg-legend button", has_text="industries").click()
    holds(page, hide=["industry"])
    calm(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    copy = visit("/" + address.partition("//")[2].partition("/")[2])
    drawn(copy)
    expect(line(copy)).to_contain_text("AWS – tool")
    expect(copy.locator(".cg-legend [aria-pressed=false]")).to_have_text(re.compile("industries"))
    expect(copy.get_by_role("button", name="What I know (1)")).to_be_visible()
    expect(chosen_row(copy)).to_contain_text("AWS")


def test_a_kind_switched_off_leaves_drawing_and_address_in_step(visit: Visit) -> None:
    page = visit()
    drawn(page)
    tools = page.locator(".cg-legend button", has_text="tools")
    tools.click()
    expect(tools).to_have_attribute("aria-pressed", "false")
    holds(page, hide=["tool"])
    page.go_back()
    expect(tools).to_have_attribute("aria-pressed", "true")


# ---- by keyboard


def test_a_comparison_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    drawn(page)
    tab_to(page, "^a .*Compare$")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Two to 12 roles")).to_be_visible()
    drawn(page)
    tab_to(page, "^combobox Add a role")
    page.keyboard.type("Data Scientist")
    expect(page.get_by_role("option", name="Data Scientist").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("and Data Scientist share")).to_be_visible()
    page.keyboard.press("Escape")
    calm(page)
    tab_to(page, "^application ")
    page.keyboard.press("ArrowDown")
    heard = line(page).inner_text()
    assert heard
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pick="))
    expect(page.get_by_text("Why?", exact=True)).to_be_visible()
    assert line(page).inner_text() != heard
    page.keyboard.press("Escape")
    holds(page, pick=None)
    expect(page.get_by_text("Why?", exact=True)).to_be_hidden()


@pytest.mark.parametrize("path", ["/compare?pick=tool:aws", "/explore?thing=tool:python"])
def test_what_can_be_used_in_a_drawing_has_a_name_and_shows_its_focus(
    visit: Visit, path: str
) -> None:
    page = visit(path)
    drawn(page)
    snapshot = page.locator(".cg").aria_snapshot()
    usable = re.findall(r"- (?:button|application|link|textbox|checkbox)\b.*", snapshot)
    assert len(usable) > 5
    assert [each for each in usable if not re.match(r'- \w+ "\S', each)] == []
    tab_to(page, "^button .*skills")
    ring = "(at) => [getComputedStyle(at).outlineStyle, getComputedStyle(at).outlineWidth]"
    for place in (page.locator(".cg-legend button", has_text="skills"), page.locator(".cg-stage")):
        expect(place).to_be_focused()
        style, width = place.evaluate(ring)
        assert style != "none"
        assert width == "2px"
        tab_to(page, "^application ")


# ---- the question of the product


def test_from_a_question_to_a_path_that_one_takes_away(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    drawn(page)
    page.get_by_role("combobox", name="Search").click()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/path\?"))
    holds(page, **{"from": ["role:data-analyst"], "to": ["role:ai-architect"],
                   "know": ["tool:sql", "tool:tableau"]})  # fmt: skip
    expect(page.get_by_text("From Data Analyst to AI Architect: you meet")).to_be_visible()
    expect(page.get_by_role("button", name="What I know (2)")).to_be_visible()
    expect(page.get_by_text("No role in between makes the way clearly easier")).to_be_visible()
    drawn(page)
    steps = page.get_by_role("checkbox")
    before = int(re.search(r"take (\d+) steps", page.locator("h2").inner_text())[1])
    assert before > 10
    expect(steps).to_have_count(before)
    learnt = page.locator("label", has_text=re.compile("^● Machine learning$"))
    learnt.click()
    expect(learnt).to_have_count(0)
    holds(page, know=["tool:sql", "tool:tableau", "skill:machine-learning"])
    calm(page)
    after = int(re.search(r"take (\d+) steps", page.locator("h2").inner_text())[1])
    assert after < before
    expect(steps).to_have_count(after)
    page.go_back()
    expect(steps).to_have_count(before)
    expect(learnt.get_by_role("checkbox")).not_to_be_checked()
    calm(page)
    page.get_by_role("button", name="Download", exact=False).first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Checklist (Markdown)").click()
    assert download.value.suggested_filename == "how-to-become-ai-architect.md"
    download.value.save_as(tmp_path / "path.md")
    checklist = (tmp_path / "path.md").read_text("utf-8")
    assert checklist.count("- [ ] **") == before
    order = [checklist.index(f"- [ ] **{name}**") for name in ("Machine learning", "MLOps")]
    assert order == sorted(order)


# ---- what belongs to a person


def test_what_one_knows_survives_in_the_browser_and_a_link_does_not_replace_it(
    browser: Browser, home: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}/explore?thing=tool:kubernetes")
    page.get_by_role("button", name="I know this").first.click()
    expect(page.get_by_role("button", name="What I know (1)")).to_be_visible()
    page.wait_for_function("localStorage.getItem('careergraph')?.includes('kubernetes')")
    page.close()
    tomorrow = context.new_page()
    tomorrow.goto(f"{home}/path?know=tool:sql&know=tool:python")
    expect(tomorrow.get_by_text("This link brings a list")).to_be_visible()
    expect(tomorrow.get_by_role("button", name="What I know (2)")).to_be_visible()
    assert "python" not in tomorrow.evaluate("localStorage.getItem('careergraph')")
    tomorrow.get_by_role("button", name="Add this to mine").click()
    expect(tomorrow.get_by_role("button", name="What I know (3)")).to_be_visible()
    tomorrow.wait_for_function("localStorage.getItem('careergraph').includes('python')")
    tomorrow.get_by_role("link", name="Mine", exact=True).first.click()
    tomorrow.get_by_role("button", name="Erase all").click()
    tomorrow.get_by_role("button", name="Erase all that is mine").click()
    expect(tomorrow.get_by_role("heading", name="What I know (0)")).to_be_visible()
    tomorrow.wait_for_function("localStorage.getItem('careergraph') === null")
    stranger = browser.new_context().new_page()
    stranger.goto(f"{home}/path")
    expect(stranger.get_by_role("button", name="What I know")).to_be_visible()
    stranger.context.close()
    context.close()


# ---- narrow, light and dark


def test_on_a_narrow_page_one_goes_from_the_list(visit: Visit) -> None:
    page = visit(width=390)
    drawn(page)
    page.locator(".cg-item", has_text="AWS").filter(has_text=re.compile("^AWS$")).click()
    holds(page, pick=["tool:aws"])
    page.get_by_role("button", name="Close").click()
    holds(page, pick=None)


CONTRAST = """(elements) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const over = ([r, g, b, a], below) =>
        [r, g, b].map((part, at) => (part * a + below[at] * (255 - a)) / 255);
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const parents = (element) => {
        const found = [];
        for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
            found.unshift(at);
        }
        return found;
    };
    const read = elements.filter((each) => each.innerText?.trim() && each.checkVisibility());
    return read.map((each) => {
        const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
        let ground = rgba(dark ? "black" : "white");
        let seen = 1;
        for (const at of parents(each)) {
            ground = over(rgba(getComputedStyle(at).backgroundColor), ground);
            seen *= Number(getComputedStyle(at).opacity);
        }
        const ink = rgba(getComputedStyle(each).color);
        const [a, b] = [light(over([...ink.slice(0, 3), ink[3] * seen], ground)), light(ground)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [each.innerText.trim().slice(0, 40), ratio];
    });
}"""
READ = (
    "h1, h2, h3, [data-testid=stMarkdownContainer] p, [data-testid=stCaptionContainer] p, label, "
    ".cg-button, .cg-line, .cg-count, .cg-bar span, [data-testid=stTopNavLink] p, .bar span, "
    "button p, summary, [data-testid=stAlert] p, th button, td"
)


@pytest.mark.parametrize(
    ("path", "last"),
    [
        ("/compare?pick=tool:aws&know=tool:python", "Explore AWS"),
        ("/path?unknown=Phyton", "How long it takes"),
        ("/ask?q=SELECT", "Who says that"),
        ("/ask", "Who says that"),
        ("/sources", "Download the graph"),
    ],
)
def test_text_stands_out_in_light_and_dark(visit: Visit, path: str, last: str) -> None:
    page = visit(path)
    expect(page.get_by_text(last).first).to_be_visible()
    calm(page)
    app = page.locator("[data-testid=stApp]")
    colours = "(each) => getComputedStyle(each).color"
    light = app.evaluate(colours)
    for scheme in ("light", "dark"):
        if scheme == "dark":
            page.emulate_media(color_scheme="dark")
            expect(app).not_to_have_css("color", light)
        if page.locator(".cg-item, .cg-line").count():
            expect(page.locator(".cg")).to_have_css("color", app.evaluate(colours))
        # Streamlit fades what a run is about to replace, for a moment after all is calm.
        for _ in range(40):
            ratios = page.locator(READ).evaluate_all(CONTRAST)
            faint = [each for each in ratios if each[1] < 4.5]
            if not faint:
                break
            page.wait_for_timeout(250)
        assert len(ratios) > 10
        assert faint == [], scheme


# ---- all pages


def test_every_page_wide_and_narrow(visit: Visit) -> None:
    """Whom a page asks, and what it reports as an error, is judged when the window closes."""
    page = visit()
    for name in PAGES:
        if name != "home":
            page.get_by_role("link", name=name.capitalize(), exact=True).first.click()
            page.wait_for_url(re.compile(f"/{name}$"))
        if name in {"ask", "sources", "mine"}:
            expect(page.locator("h2").first).to_be_visible()
        else:
            drawn(page)
            expect(page.locator(".cg-stage")).to_be_visible()
        calm(page)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        page.set_viewport_size({"width": 390, "height": 800})
        if name == "map":
            expect(page.locator(".cg-stage")).to_be_visible()
        elif name not in {"ask", "sources", "mine"}:
            expect(page.locator(".cg-stage")).to_be_hidden()
            expect(page.locator(".cg-list .cg-item").first).to_be_visible()
        for part in ("html", "[data-testid=stMain]"):
            over = page.locator(part).evaluate("(part) => part.scrollWidth - part.clientWidth")
            assert over <= 0, name
        page.set_viewport_size({"width": 1280, "height": 900})


def test_unknown_addresses_are_answered_in_words(visit: Visit) -> None:
    page = visit("/explore?thing=tool:nope&pick=nope&hide=nonsense&trail=nope")
    expect(page.get_by_text("The graph knows nothing by the name in this address")).to_be_visible()
    drawn(page)
