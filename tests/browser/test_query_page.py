"""The query page of `careergraph serve`, in Chromium, with no network but the server itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import serving

from careergraph.loading.opening import open_graph
from careergraph.sparql.http import create_app
from careergraph.sparql.query import stop_workers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    graph = open_graph("core")
    with serving(create_app(graph)) as client:
        yield client.home
    stop_workers(graph)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test if it asks elsewhere or reports an error."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "blob:", "data:"))
            else complaints.append(f"asked {request.url}")
        ),
    )
    yield opened
    opened.close()
    assert complaints == []


def test_the_first_query_is_there_to_be_run(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Run").click()
    page.locator("#answer td").first.wait_for()
    assert page.locator("#answer tbody tr").count() == 20
    assert "20 rows" in page.inner_text("#status")
    assert "query=" in page.url, "the address holds the query, and can be shared"


def test_an_address_with_a_query_shows_its_answer(page: Page, address: str) -> None:
    page.goto(f"{address}/id/role/ai-architect")
    page.locator("#answer pre").wait_for()
    assert "AI Architect" in page.inner_text("#answer pre")
    assert page.input_value("#query").startswith("CONSTRUCT {")


def test_an_error_is_marked_at_its_place(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#query", "SELECT ?s {\n ?s nope:x ?o }")
    page.keyboard.press("Control+Enter")
    page.locator(".error").wait_for()
    assert "the prefix nope: is not declared" in page.inner_text(".error")
    start = page.evaluate("() => document.getElementById('query').selectionStart")
    assert start == "SELECT ?s {\n ?s nope:x".index("nope")


def test_a_query_can_be_stopped(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click()
    page.locator("#status", has_text="Stopped.").wait_for()
    page.fill("#query", "ASK { ?role a cg:Role }")
    page.keyboard.press("Control+Enter")
    page.locator("#answer", has_text="Yes.").wait_for()


def test_an_answer_can_be_downloaded(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#query", "SELECT ?tool { ?tool skos:prefLabel 'Python'@en }")
    with page.expect_download() as download:
        page.select_option("#form", "text/csv")
    assert download.value.suggested_filename == "answer.csv"
    written = Path(download.value.path()).read_text()
    assert written.split() == ["tool", "https://w3id.org/careergraph/id/tool/python"]


def test_a_label_is_text_and_never_markup(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#query", "SELECT ('<img src=x onerror=alert(1)>' AS ?label) {}")
    page.keyboard.press("Control+Enter")
    page.locator("#answer td").wait_for()
    assert page.locator("#answer img").count() == 0
    assert "<img" in page.inner_text("#answer td")
