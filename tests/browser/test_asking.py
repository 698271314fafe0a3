"""Asking in SPARQL as people do it: by mouse, by keyboard, and with a change of mind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browsing import calm, drawn, expect, holds
from pages import answered, opened

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

pytestmark = pytest.mark.browser

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?i) }"
COUNTS = """SELECT ?tool (COUNT(?role) AS ?roles) { ?role cg:usesTool ?tool }
GROUP BY ?tool ORDER BY DESC(?roles) LIMIT 10"""


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL query")


@pytest.mark.parametrize("width", [1280, 390])
def test_asking_with_completion_and_control_enter(visit: Visit, width: int) -> None:
    page = visit("/ask", width=width)
    expect(editor(page)).to_be_visible()
    editor(page).fill("")
    page.keyboard.type("SELECT ?tool { role:ai-architect cg:usesT")
    offers = page.get_by_role("listbox", name="Completions")
    expect(offers.get_by_role("option").first).to_contain_text("cg:usesTool")
    box = offers.bounding_box()
    assert box
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    expect(offers).to_be_hidden()
    page.keyboard.type("?tool }")
    query = "SELECT ?tool { role:ai-architect cg:usesTool ?tool }"
    expect(editor(page)).to_have_value(query)
    page.keyboard.press("Control+Enter")
    holds(page, q=[query])
    rows = len(answered(opened("ask", q=query))["rows"])
    expect(page.get_by_text(f"{rows} rows in")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(rows)


def test_a_prefix_is_completed_and_then_what_follows_it(visit: Visit) -> None:
    page = visit("/ask")
    expect(editor(page)).to_be_visible()
    editor(page).fill("")
    page.keyboard.type("ASK { ?x sko")
    offers = page.get_by_role("listbox", name="Completions").get_by_role("option")
    expect(offers.first).to_contain_text("skos:")
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value("ASK { ?x skos:")
    expect(offers.first).to_contain_text("skos:broader")
    page.keyboard.type("pref")
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value("ASK { ?x skos:prefLabel ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("“}” is missing")).to_be_visible()
    mark = page.locator(".editor .wrong")
    # Where nothing stands a blank is marked. Every answer paints the editor anew: only what tries
    # again can tell how the mark is, as the element found a moment ago may be gone.
    expect(mark).to_have_js_property("textContent", " ")
    expect(mark).to_be_visible()


def test_an_error_is_marked_where_it_is(visit: Visit) -> None:
    page = visit("/ask?q=" + quote("SELECT ?x WHERE {\n  ?x a cg:Role .\n  ?x cgs:usesTool ?y }"))
    expect(page.get_by_text("line 3, column 6: the prefix cgs: is not declared")).to_be_visible()
    expect(page.locator(".editor .wrong")).to_have_text("cgs:usesTool")
    expect(editor(page)).to_have_attribute("aria-invalid", "true")
    editor(page).fill("ASK { ?x a cg:Role }")
    expect(page.locator(".editor .wrong")).to_have_count(0)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("the prefix cgs: is not declared")).to_be_visible()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_slow_query_is_cancelled_and_holds_nobody_up(visit: Visit, by: str) -> None:
    page = visit("/ask")
    calm(page)
    editor(page).fill(SLOW)
    page.keyboard.press("Control+Enter")
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    other = visit("/compare")
    drawn(other)
    expect(cancel).to_be_visible()
    if by == "mouse":
        cancel.click()
    else:
        editor(page).focus()
        page.keyboard.press("Tab")  # to Run
        page.keyboard.press("Tab")
        expect(cancel).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled")).to_be_visible()
    expect(cancel).to_be_hidden()
    page.get_by_role("textbox", name="Find a question").fill("python")
    page.keyboard.press("Enter")
    calm(page)
    expect(page.get_by_text("Cancelled")).to_be_visible()


def test_a_table_is_sorted_and_leads_to_what_it_names_by_keyboard(visit: Visit) -> None:
    page = visit("/ask?q=" + quote(COUNTS))
    numbers = page.locator("td.number")
    expect(numbers).to_have_count(10)
    most = numbers.first.inner_text()
    page.get_by_role("region", name="The answer as a table").focus()
    for _ in ("tool", "roles"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="roles")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(numbers.last).to_have_text(most)
    page.keyboard.press("Tab")
    name = page.get_by_role("link", name=re.compile(".")).and_(page.locator("td a")).first
    expect(name).to_be_focused()
    tool = page.locator("tbody tr").first.locator("td").first.inner_text().removeprefix("■").strip()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?thing=*")
    expect(page.get_by_role("heading", name=tool)).to_be_visible()
    page.go_back()
    expect(editor(page)).to_have_value(COUNTS)
    expect(page.get_by_text("10 rows in")).to_be_visible()


def test_an_answer_is_taken_along_in_every_format(visit: Visit) -> None:
    page = visit("/ask?q=" + quote(COUNTS))
    took = page.get_by_text("10 rows in")
    before = took.inner_text()
    page.get_by_role("button", name="Download").click()
    for title, holds_it in {"JSON": "bindings", "XML": "<result>", "CSV": "tool,roles",
                            "TSV": "?tool\t?roles"}.items():  # fmt: skip
        with page.expect_download() as download:
            page.get_by_role("button", name=title, exact=True).click()
        assert holds_it in Path(download.value.path()).read_text("utf-8")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Chart").click()
    expect(page.locator("canvas, svg.marks").first).to_be_visible()
    calm(page)
    assert took.inner_text() == before, "it was not asked anew"


def test_what_was_asked_and_kept_comes_back_from_a_file(visit: Visit, tmp_path: Path) -> None:
    page = visit("/ask")
    calm(page)
    editor(page).fill(COUNTS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("10 rows in")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_label("Keep this question as").fill("Most used")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What I keep (1)")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="What I know").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as JSON").click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["queries"] == {"Most used": COUNTS}
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Mine", exact=True).first.click()
    page.get_by_role("button", name="Erase all").click()
    page.get_by_role("button", name="Erase all that is mine").click()
    page.wait_for_function("localStorage.getItem('careergraph') === null")

    again = visit("/ask")
    calm(again)
    expect(again.get_by_text("What I keep")).to_have_count(0)
    again.get_by_role("button", name="What I know").click()
    again.locator("input[type=file]").set_input_files(file)
    expect(again.get_by_text("What I keep (1)")).to_be_visible()
    expect(again.get_by_text("What I asked (1)")).to_be_visible()
    again.keyboard.press("Escape")
    again.get_by_text("What I keep (1)").click()
    again.get_by_role("button", name="Most used").click()
    expect(editor(again)).to_have_value(COUNTS)


@pytest.mark.parametrize("path", ["/compare", "/path?to=role:ai-architect", "/explore", "/map"])
def test_the_query_of_every_page_opens_here(visit: Visit, path: str) -> None:
    page = visit(path)
    drawn(page)
    page.get_by_role("button", name="Show the query").first.click()
    page.get_by_role("link", name="Open it in Ask").click()
    page.wait_for_url("**/ask?q=*")
    expect(page.get_by_text(re.compile(r"\d rows? in"))).to_be_visible()
    assert "WHERE" in editor(page).input_value()
