"""Reports: pages that stand alone, whatever the labels say."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import hostile as hostile_labels
import networkx as nx
import pytest
from networks import network as made_network

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.path import learning_path
from careergraph.export.report import comparison_report, path_report
from careergraph.export.text import isolated
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import find
from careergraph.network.projection import project
from careergraph.vocabulary import ID_BASE

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    '"><iframe src="https://evil.example">',
    "</style><style>*{display:none}",
    "{{ 7*7 }} & &lt;b&gt;",
]


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def stands_alone(html: str) -> Page:
    page = Page(html)
    assert page.open == [], "every element is closed"
    assert not {"script", "img", "iframe", "link", "object", "embed", "a", "form"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | ({"src", "href"} & names)
    style = html[html.index("<style>") : html.index("</style>")]
    styles = [value for name, value in page.attributes if name == "style"]
    assert not [text for text in (style, *styles) if "url(" in text or "@import" in text]
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes
    return page


def hostile() -> nx.MultiDiGraph:
    """Two roles and a skill before another, all of hostile names, said by a hostile source."""
    made = made_network(
        {HOSTILE[0]: [HOSTILE[1], HOSTILE[2], HOSTILE[3]], HOSTILE[5]: [HOSTILE[1], HOSTILE[4]]},
        before=[(HOSTILE[2], HOSTILE[4])],
        families={HOSTILE[5] + " family": [HOSTILE[3], HOSTILE[4]]},
    )
    made.graph["sources"] = {"me": HOSTILE[0]}
    return made


@pytest.mark.parametrize("reversed_", [False, True])
def test_hostile_names_are_text(reversed_: bool) -> None:
    made = hostile()
    roles = [HOSTILE[5], HOSTILE[0]] if reversed_ else [HOSTILE[0], HOSTILE[5]]
    comparison = stands_alone(comparison_report(made, compare_roles(made, *roles)))
    path = stands_alone(path_report(made, learning_path(made, roles[0], roles[1])))
    text = " ".join(comparison.text)
    assert all(label in text for label in HOSTILE)
    assert all(role in " ".join(path.text) for role in roles)


def test_every_hostile_label_is_text(tmp_path: Path) -> None:
    made = project(open_graph(hostile_labels.write(tmp_path)))
    roles = [f"{ID_BASE}role/{number}" for number in range(4)]
    comparison = compare_roles(made, *roles)
    pages = [stands_alone(comparison_report(made, comparison))]
    pages += [
        stands_alone(path_report(made, learning_path(made, roles[n], roles[n - 1])))
        for n in range(4)
    ]
    text = "".join("".join(page.text) for page in pages)
    for item in comparison.items:
        assert isolated(item.label).strip() in text, item.label
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067")
    assert text.count("\u2068") == text.count("\u2069") > 0


def test_a_comparison_shows_its_counts_evidence_and_query(network: nx.MultiDiGraph) -> None:
    roles = [find(network, name).iri for name in ("ML engineer", "AI architect")]
    comparison = compare_roles(network, *roles)
    page = stands_alone(comparison_report(network, comparison))
    text = "".join(page.text)
    assert f"{comparison.overall.shared} of {comparison.overall.union}" in text
    assert "Machine Learning Engineer and AI Architect" in text
    for item in comparison.items:
        assert item.label in text
    assert {title for title in network.graph["sources"].values() if title in text}
    assert "GROUP BY ?thing" in text
    assert all(role in text for role in roles)


def test_three_roles_without_a_thing(network: nx.MultiDiGraph) -> None:
    made = made_network({"A": [], "B": [], "C": []})
    text = "".join(stands_alone(comparison_report(made, compare_roles(made, *"ABC"))).text)
    assert "0 of 0" in text
    assert "A, B and C" in text


def test_a_path_shows_its_stages(network: nx.MultiDiGraph) -> None:
    path = learning_path(
        network, find(network, "AI architect").iri, find(network, "ML engineer").iri
    )
    text = "".join(stands_alone(path_report(network, path)).text)
    assert "How to become AI Architect" in text
    assert all(step.label in text for stage in path.stages for step in stage.steps)
