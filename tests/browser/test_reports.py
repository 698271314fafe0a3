"""Reports in Chromium: a page for a telephone is as wide as the telephone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.path import learning_path
from careergraph.export.report import comparison_report, path_report
from careergraph.network.lookup import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_nothing_stands_out_on_a_narrow_screen(
    browser: Browser, network: nx.MultiDiGraph, tmp_path: Path
) -> None:
    engineer, architect = (find(network, name).iri for name in ("ML engineer", "AI architect"))
    reports = {
        "comparison": comparison_report(network, compare_roles(network, engineer, architect)),
        "path": path_report(network, learning_path(network, architect, engineer)),
    }
    page = browser.new_page(viewport={"width": 390, "height": 800})
    for name, text in reports.items():
        file = tmp_path / f"{name}.html"
        file.write_text(text, encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
    page.close()
