"""Foreign text in a browser: it is read as it stands, leads nowhere and asks for nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import hostile
import pytest
from browsing import calm, expect
from serving import started

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

SCRIPT = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]!r}
import hostile, streamlit as st
from app.components.evidence import plain
for number, label in enumerate(hostile.LABELS):
    with st.container(key=f"label-{{number}}"):
        st.markdown(plain(label))
        st.caption(f"**{{plain(label)}}** and *{{plain(label)}}*")
        st.button(plain(label), key=f"button-{{number}}", help=plain(label))
        st.markdown(f"- {{plain(label)}}")
"""
TEXTS = "[data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]"
UNSEEN = re.compile("[\u2060\u2066-\u2069\u200e\u200f\u061c\u202a-\u202e]")
PAGES = {
    "": {"know": ["tool:1", "skill:3"]},
    "compare": {"role": ["role:0", "role:1"], "pick": "degree:0"},
    "path": {"from": "role:0", "to": "role:1", "pick": "skill:3"},
    "explore": {"thing": "role:0", "pick": "tool:1", "trail": ["role:3", "skill:12"]},
    "map": {"from": "role:0", "to": "role:2"},
    "ask": {"q": "SELECT ?thing ?name { ?thing skos:prefLabel ?name }"},
    "sources": {},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the hostile graph."""
    graph = hostile.write(tmp_path_factory.mktemp("hostile"))
    command = str(Path(sys.executable).with_name("careergraph"))
    with started(command, "--graph", str(graph), "app", "--port") as address:
        yield address


def said(text: str) -> str:
    """A text without what nobody sees, spaces drawn together as a browser draws them."""
    return " ".join(UNSEEN.sub("", text).split())


def test_every_label_reads_as_it_stands(context: BrowserContext, tmp_path: Path) -> None:
    script = tmp_path / "labels.py"
    script.write_text(SCRIPT)
    streamlit = str(Path(sys.executable).with_name("streamlit"))
    options = ("--server.headless=true", "--browser.gatherUsageStats=false", "--server.port")
    with started(streamlit, "run", str(script), *options) as address:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(TEXTS)).to_have_count(5 * len(hostile.LABELS))
        for number, label in enumerate(hostile.LABELS):
            shown = page.locator(f".st-key-label-{number}")
            texts = shown.locator(TEXTS).all_text_contents()
            label = said(label)
            assert set(map(said, texts)) == {label, f"{label} and {label}"}
            made = "a, img, code, h1, h2, h3, hr, table, blockquote, del, svg, .katex, pre"
            assert shown.locator(made).count() == 0, label
        page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_nowhere_and_runs_nothing(visit: Callable[..., Page], name: str) -> None:
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{page.url.rstrip('/')}/{name}?{urlencode(PAGES[name], doseq=True)}")
    calm(page)
    page.wait_for_timeout(500)
    assert said(page.locator("[data-testid=stApp]").inner_text())
    links = page.locator("a[href], form, base, iframe, object, [src]")
    to = links.evaluate_all("all => all.map(a => a.href || a.src || a.action || '')")
    outside = [one for one in to if hostile.MARK in one.partition("?")[0]]
    # The one address that a page offers is the licence of a source, which is none here.
    assert not outside
    assert page.locator("[onerror], [onload], [onfocus], [onmouseover]").count() == 0
