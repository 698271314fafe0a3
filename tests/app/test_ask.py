"""The page that asks in SPARQL, without a browser."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import answered, drawing, opened, said, thing
from streamlit.testing.v1 import AppTest

from careergraph.errors import QueryLimitError
from careergraph.sparql import query as asking
from careergraph.vocabulary import ONTOLOGY, SOURCE_BASE

ESCO, ALIGNMENTS = SOURCE_BASE + "esco-ict", SOURCE_BASE + "alignments"


def caption(at: AppTest) -> str:
    return "\n".join(each.value for each in at.caption)


def titled(at: AppTest, beginning: str) -> Any:
    """The button whose title begins so."""
    return next(each for each in at.button if each.label.replace("\\", "").startswith(beginning))


# ---- what is shown


def test_a_table_names_things_and_leads_to_them() -> None:
    at = opened("ask", q="SELECT ?role ?label { ?role a cg:Role ; skos:prefLabel ?label } LIMIT 3")
    assert answered(at)["columns"] == ["role", "label"]
    assert len(answered(at)["rows"]) == 3
    for (name, _, iri, address, symbol), _ in answered(at)["rows"]:
        assert name
        assert "://" in iri
        assert address.startswith("role:") or "://" in address
        assert symbol == "★"
    assert "3 rows in" in caption(at)
    assert "1 row in" in caption(opened("ask", q="SELECT (1 AS ?x) {}"))


def test_an_iri_that_means_a_thing_of_another_leads_to_it() -> None:
    query = (
        f"SELECT ?ours ?theirs {{ GRAPH <{ALIGNMENTS}> {{ ?ours skos:exactMatch ?theirs }} "
        "?ours a ?kind . ?theirs a ?other } LIMIT 50"
    )
    rows = answered(opened("ask", q=query))["rows"]
    assert rows
    assert all(ours[0] == theirs[0] and ours[3] == theirs[3] for ours, theirs in rows)


def test_languages_numbers_and_what_is_no_thing() -> None:
    query = """SELECT ?text ?number ?class ?nothing
      { VALUES (?text ?number ?class) { ("Bäcker"@de 2.50 cg:Role) ("baker"@en 10 <urn:x>) } }"""
    first, second = answered(opened("ask", q=query))["rows"]
    assert first == [
        ["Bäcker", None, "de", "", ""],
        ["2.5", 2.5, "", "", ""],
        ["cg:Role", None, ONTOLOGY + "#Role", "", ""],
        ["", None, "", "", ""],
    ]
    assert [cell[0] for cell in second] == ["baker", "10", "urn:x", ""]


def test_a_long_text_is_shortened_in_the_table_alone() -> None:
    at = opened("ask", q=f"SELECT ('{'x' * 3000}' AS ?long) {{}}")
    ((cell,),) = answered(at)["rows"]
    assert len(cell[0]) == 1001
    assert "x" * 3000 in "".join(block.value for block in at.get("code"))


def test_yes_or_no() -> None:
    assert "### Yes" in said(opened("ask", q="ASK { ?role a cg:Role }"))
    assert "### No" in said(opened("ask", q="ASK { ?role a cg:Nope }"))
    assert "0 rows" not in caption(opened("ask", q="ASK { ?role a cg:Nope }"))


def test_what_is_constructed_is_drawn() -> None:
    query = "CONSTRUCT { role:ai-architect cg:usesTool ?t } { role:ai-architect cg:usesTool ?t }"
    at = opened("ask", q=query)
    names = {node["id"] for node in drawing(at)["drawing"]["nodes"]}
    assert thing("tool", "aws") in names
    assert len(answered(at)["rows"]) == len(names) - 1


def test_statements_in_words_of_ones_own_are_drawn_too() -> None:
    at = opened("ask", q="CONSTRUCT { ?t <urn:usedBy> ?r } { ?r cg:usesTool ?t } LIMIT 5")
    assert {edge["label"] for edge in drawing(at)["drawing"]["edges"]} == {"urn:usedBy"}


@pytest.mark.parametrize(
    ("query", "views"),
    [
        ("SELECT ?label ?n { VALUES (?label ?n) { ('a' 1) ('b' 2) } }", ["Table", "Chart"]),
        ("SELECT ?label ?n { VALUES (?label ?n) { ('a' 1) ('a' 2) } }", []),
        ("SELECT ?label ?n { VALUES (?label ?n) { ('a' 1) ('b' 'x') } }", []),
        ("SELECT ?label ?n { VALUES (?label ?n) { ('a' 1) } }", []),
        ("CONSTRUCT WHERE { role:ai-architect cg:usesTool ?t }", ["Drawing", "Table"]),
        ("DESCRIBE role:ai-architect", ["Drawing", "Table"]),
        ("CONSTRUCT WHERE { role:ai-architect skos:prefLabel ?label }", []),
    ],
)
def test_an_answer_is_shown_in_the_ways_that_fit(query: str, views: list[str]) -> None:
    assert [tab.label for tab in opened("ask", q=query).tabs] == views


def test_a_mistake_is_marked_at_its_place() -> None:
    at = opened("ask", q="SELECT ?x WHERE {\n  ?x a cg:Role .\n  ?x cg:usesTool }")
    assert "not valid SPARQL: line 3, column 18: something is missing before “}”." in said(at)
    given = [json.loads(each.proto.json) for each in at.get("bidi_component")]
    assert next(each for each in given if "error" in each)["error"] == [3, 18]
    assert not answered(at)


def test_a_change_of_the_graph_is_refused() -> None:
    assert "read-only" in said(opened("ask", q="INSERT DATA { <urn:a> <urn:b> <urn:c> }"))


# ---- when it is asked


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every query that the graph is asked, one after another."""
    queries: list[str] = []
    answer = asking.run_query

    def noting(graph: Any, query: str, **how: Any) -> Any:
        queries.append(query)
        if "too long" in query:
            raise QueryLimitError("The query took too long and was stopped.", "time")
        return answer(graph, query, **how)

    monkeypatch.setattr(asking, "run_query", noting)
    return queries


@pytest.mark.parametrize("query", ["ASK { ?role a cg:Role }", "SELECT", "ASK {} # too long"])
def test_the_graph_is_asked_again_only_when_told(asked: list[str], query: str) -> None:
    at = opened("ask", q=query)
    at.text_input[0].set_value("remote").run()
    at.text_input[0].set_value("").run()
    assert asked == [query]
    titled(at, "Which postings").click().run()
    assert len(asked) == 2
    titled(at, "Which postings").click().run()
    assert len(asked) == 3
    at.session_state["without"] = [ESCO]
    at.run()
    assert len(asked) == 4


def test_sources_that_are_switched_off_are_not_asked() -> None:
    query = "SELECT (COUNT(DISTINCT ?role) AS ?n) { ?role a cg:Role ; skos:prefLabel ?name }"
    everything = answered(opened("ask", q=query))["rows"][0][0][1]
    at = opened("ask", q=query, without=ESCO)
    assert 0 < answered(at)["rows"][0][0][1] < everything
    assert "Asked without" in caption(at)
    own = opened("ask", q=query.replace(" {", f" FROM <{ESCO}> {{", 1), without=ESCO)
    assert answered(own)["rows"][0][0][1] > 0, "a query that names its sources means them"
    assert "Asked without" not in caption(own)


# ---- what is kept and taken along


def test_what_was_asked_is_kept() -> None:
    at = opened("ask")
    at.text_input[0].set_value("remote").run()
    assert len([button for button in at.button if button.label.endswith("?")]) < 5
    titled(at, "Which postings").click().run()
    assert "q" in at.query_params
    assert any("What I asked (1)" in each.label for each in at.expander)
    assert answered(opened("ask", **at.query_params)) == answered(at)


def test_a_query_is_kept_by_name_and_forgotten() -> None:
    query = "ASK { ?role a cg:Role }"
    at = opened("ask", q=query)
    at.text_input(key="keep-as").set_value(" Any *roles*? ")
    titled(at, "Keep it").click().run()
    assert any("What I keep (1)" in each.label for each in at.expander)
    assert at.session_state["kept queries"] == {"Any *roles*?": query}
    titled(at, "Any *roles*?").click().run()
    assert at.session_state["asked queries"] == [query]
    at.button(key="forget-0").click().run()
    assert at.session_state["kept queries"] == {}
    assert not any("What I keep" in each.label for each in at.expander)


def test_code_asks_the_same_whatever_the_query_holds(tmp_path: Path) -> None:
    query = (
        '# it\'s $(touch pwned) `touch pwned` "$HOME"\n'
        + "ASK { FILTER('END' != \"'; touch pwned; '\" && 'a\\\\tb' != '''\n'''"
        + ' && """\n""" != "") }'
    )
    at = opened("ask", q=query)
    assert "### Yes" in said(at)
    curl, shell, python = [block.value for block in at.get("code")][:3]
    for name in ("curl", "careergraph"):
        stub = '#!/bin/sh\nprintf "%s\\0" "$@"\ncase " $* " in *" - "*) cat ;; esac\n'
        (tmp_path / name).write_text(stub)
        (tmp_path / name).chmod(0o755)

    def run(code: str) -> list[str]:
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", code], cwd=tmp_path, env={"PATH": path}, capture_output=True, check=True
        )
        return done.stdout.decode().split("\0")

    assert run(curl)[-2] == f"query={query}"
    assert run(shell)[-5:] == ["query", "-", "--format", "json", query]
    assert not (tmp_path / "pwned").exists()
    printed: dict[str, Any] = {}
    exec(python, printed)
    assert printed["answer"].boolean is True


def test_the_page_says_nothing_that_only_its_code_should() -> None:
    assert len(opened("ask").markdown) == 1  # the heading
