"""The package as a library: what is public, how answers look, twelve questions of an analyst."""

from __future__ import annotations

import ast
import sys
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import networkx as nx
import pandas as pd
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

import careergraph as cg
from careergraph.cli.arguments import COMMANDS
from careergraph.network.answers import Shown
from careergraph.vocabulary import CG, ID_BASE

NURSE, CARE = URIRef("https://example.org/nurse"), URIRef("https://example.org/care")

OF_COMMAND = {
    "search": "search", "ask": "ask", "link": "link_text", "show": "describe",
    "compare": "compare_roles", "related": "related_roles", "path": "learning_path",
    "next": "next_skills", "fit": "fit_roles", "query": "run_query", "load": "load",
    "preview": "preview", "validate": "validate", "sources": "list_sources",
    "export": "export_graph", "serve": "serve", "check": "check_store",
}  # fmt: skip
"""What a command does, in Python; the others start a program or print."""


def test_each_public_name_is_there_once_for_people_and_for_type_checkers() -> None:
    tree = ast.parse(Path(cg.__file__).read_text("utf-8"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    stated = [
        name.asname
        for line in typed.body
        if isinstance(line, ast.ImportFrom)
        for name in line.names
    ]
    assert sorted(stated) == sorted(set(cg.__all__)) == sorted(cg.__all__)
    assert all(getattr(cg, name) is not None for name in cg.__all__)


def test_every_command_can_be_called() -> None:
    programs = {"app", "completion", "mcp"}
    assert OF_COMMAND.keys() == COMMANDS.keys() - programs
    assert set(OF_COMMAND.values()) <= set(cg.__all__)


def test_every_error_is_public() -> None:
    from careergraph import errors

    names = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    assert {name for name in names if name.endswith("Error")} <= set(cg.__all__)


def parts_of(kind: object) -> set[type]:
    """Return the types of answers in an annotation, and in the fields of these."""
    found: set[type] = set()
    for part in get_args(kind):
        found |= parts_of(part)
    if is_dataclass(kind) and isinstance(kind, type):
        names = {**vars(sys.modules[kind.__module__])}
        found.add(kind)
        for field in fields(kind):
            # Arrays and the like are named for the type checker alone.
            with suppress(NameError):
                found |= parts_of(eval(str(field.type), names))
    return found


def test_every_type_in_an_answer_is_public() -> None:
    answers = [kind for name in cg.__all__ if isinstance(kind := getattr(cg, name), type)]
    used = set().union(*map(parts_of, answers))
    assert len(used) > 50
    assert {kind.__name__ for kind in used} <= set(cg.__all__)


# ---------------------------------------------------------------- what a thing is given by


def test_a_thing_is_a_name_an_iri_a_prefixed_name_or_an_answer(network: nx.MultiDiGraph) -> None:
    match = cg.find(network, "AI architect")
    ways = ["AI architect", match.iri, "role:ai-architect", match, cg.describe(network, match)]
    paths = [cg.learning_path(network, way, "data analyst", k=0) for way in ways]
    assert all(path == paths[0] for path in paths)
    assert cg.compare_roles(network, match, "ML engineer").shared
    nearest = cg.related_roles(network, match, k=3)
    assert len(cg.compare_roles(network, match, *nearest).roles) == 4
    assert cg.role_matrix(network, nearest).score.shape == (3, 3)


def test_what_names_no_role_is_refused_with_the_nearest(network: nx.MultiDiGraph) -> None:
    with pytest.raises(cg.NotFoundError, match="did you mean"):
        cg.compare_roles(network, "AI architekt", "ML engineer")
    with pytest.raises(cg.UsageError, match="not int"):
        cg.related_roles(network, 7)


def test_one_known_name_is_one_name(network: nx.MultiDiGraph) -> None:
    assert [thing.label for thing in cg.fit_roles(network, "Python").known] == ["Python"]
    python = cg.find(network, "Python")
    assert cg.fit_roles(network, python) == cg.fit_roles(network, ["Python"])
    path = cg.learning_path(network, "data engineer", known="SQL")
    assert "SQL" in {thing.label for thing in path.known if thing.why == "named"}


def test_a_profile_is_what_one_knows(network: nx.MultiDiGraph, tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    file.write_text("Python\nSQL\n")
    profile = cg.read_profile(network, file)
    assert cg.fit_roles(network, profile) == cg.fit_roles(network, ["Python", "SQL"])


def test_a_graph_serves_where_a_network_is_wanted(graph: Dataset, network: nx.MultiDiGraph) -> None:
    assert cg.search(graph, "python") == cg.search(network, "python")
    assert cg.find(graph, "AI architect") == cg.find(network, "AI architect")
    with pytest.raises(cg.UsageError, match="not a DiGraph"):
        cg.search(nx.DiGraph(), "python")
    with pytest.raises(cg.UsageError, match="not a network"):
        cg.run_query(network, "ASK {}")


# ---------------------------------------------------------------- graphs of one's own


def small() -> Graph:
    graph = Graph()
    graph.add((NURSE, RDF.type, URIRef(CG.Role)))
    graph.add((NURSE, SKOS.prefLabel, Literal("Nurse", "en")))
    graph.add((CARE, RDF.type, URIRef(CG.Skill)))
    graph.add((CARE, SKOS.prefLabel, Literal("Care", "en")))
    graph.add((NURSE, URIRef(CG.requiresSkill), CARE))
    return graph


def test_a_plain_graph_of_rdflib_works() -> None:
    network = cg.project(small())
    assert cg.describe(network, "nurse").relations[0].node.label == "Care"
    assert cg.run_query(small(), "SELECT ?r { ?r a cg:Role }").rows == ((NURSE,),)
    assert cg.search(small(), "nurse")[0].iri == str(NURSE)
    assert [source.roles for source in cg.list_sources(small())] == [1]


def test_a_plain_dataset_of_rdflib_keeps_its_sources() -> None:
    dataset = Dataset()
    for triple in small():
        dataset.graph(URIRef("https://example.org/me")).add(triple)
    assert cg.project(dataset).nodes[str(NURSE)]["sources"] == ("https://example.org/me",)


def test_graphs_are_mixed(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    small().serialize(file, format="turtle")
    mixed = cg.open_graph(["core", str(file)])
    assert cg.find(mixed, "nurse").iri == str(NURSE)
    assert cg.find(mixed, "ML engineer").iri.startswith(ID_BASE)
    with pytest.raises(cg.UsageError, match="not put together"):
        cg.open_graph(["core", "https://example.org/sparql"])


def test_a_query_sees_what_was_added_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    small().serialize(file, format="turtle")
    graph = cg.open_graph(str(file))
    count = "SELECT (COUNT(?r) AS ?n) { ?r a cg:Role }"
    own = graph.graph(URIRef("https://example.org/more"))
    assert list(cg.run_query(graph, count)) == [{"n": 1}]
    own.add((CARE, RDF.type, URIRef(CG.Role)))
    assert list(cg.run_query(graph, count)) == [{"n": 2}]
    own.remove((CARE, RDF.type, URIRef(CG.Role)))
    assert list(cg.run_query(graph, count)) == [{"n": 1}]


# ---------------------------------------------------------------- beside other libraries


def test_a_query_becomes_a_table(graph: Dataset) -> None:
    found = cg.run_query(
        graph,
        "SELECT ?role ?name { ?role a cg:Role ; skos:prefLabel ?name } ORDER BY ?name LIMIT 2",
    )
    assert list(pd.DataFrame(found).columns) == list(found.to_pandas().columns) == ["role", "name"]
    assert isinstance(found.to_pandas().iloc[0]["name"], str)
    empty = cg.run_query(graph, "SELECT ?a ?b { ?a cg:isNowhere ?b }").to_pandas()
    assert list(empty.columns) == ["a", "b"]


def test_without_pandas_a_table_is_refused_in_a_sentence(
    network: nx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(cg.UsageError, match=r"pip install 'careergraph\[pandas\]'"):
        cg.related_roles(network, "data engineer").to_pandas()


def test_a_plain_network_is_written_by_networkx(network: nx.MultiDiGraph, tmp_path: Path) -> None:
    things = list(network)[:200]
    simple = cg.as_simple(network.subgraph(things))
    nx.write_graphml(simple, tmp_path / "n.graphml")
    nx.write_gexf(simple, tmp_path / "n.gexf")
    again = nx.read_graphml(tmp_path / "n.graphml")
    assert again.number_of_edges() == simple.number_of_edges() > 0
    assert again.nodes[things[0]]["label"] == network.nodes[things[0]]["label"]
    assert nx.pagerank(simple)
    assert list(nx.to_pandas_edgelist(network.subgraph(things)).columns)[:2] == ["source", "target"]


def test_igraph_takes_a_network_as_it_is(network: nx.MultiDiGraph) -> None:
    igraph = pytest.importorskip("igraph")
    part = network.subgraph(list(network)[:100])
    taken = igraph.Graph.from_networkx(part)
    assert (taken.vcount(), taken.ecount()) == (len(part), part.number_of_edges())


def test_a_node_added_by_hand_does_not_break_a_search(network: nx.MultiDiGraph) -> None:
    own = network.copy()
    own.add_node("https://example.org/welder")
    own.add_edge("https://example.org/welder", "https://example.org/welding", key="requiresSkill")
    own.add_node("https://example.org/smith", label="Smith", kind="role")
    assert cg.find(own, "smith").kind == "role"
    assert cg.search(own, "welding")
    assert cg.describe(own, "https://example.org/welder").kind == "group"
    assert cg.related_roles(own, "data engineer").related


# ---------------------------------------------------------------- in a notebook


def answers(network: nx.MultiDiGraph) -> list[object]:
    return [
        cg.compare_roles(network, "ML engineer", "AI architect"),
        cg.learning_path(network, "AI architect", "data analyst"),
        cg.related_roles(network, "data engineer"),
        cg.fit_roles(network, ["SQL", "Python"]),
        cg.next_skills(network, ["SQL", "Python"]),
        cg.describe(network, "Kubernetes"),
        cg.role_map(network),
        cg.role_matrix(network, ["ML engineer", "AI architect"]),
        cg.thing_matrix(network, ["ML engineer", "AI architect"]),
        cg.ask(network, "compare ML engineer and AI architect"),
        network.subgraph(list(network)[:40]),
        network,
    ]


def test_answers_are_short_in_a_line(network: nx.MultiDiGraph) -> None:
    for answer in answers(network):
        assert len(repr(answer)) < 1000, type(answer)


def test_answers_show_themselves_as_pictures_and_tables(network: nx.MultiDiGraph) -> None:
    for answer in answers(network):
        assert isinstance(answer, Shown)
        html = answer._repr_html_()
        assert html.startswith("<"), type(answer)
        assert "<script" not in html
        assert "<svg" in html or "<table" in html
    comparison, path = answers(network)[:2]
    assert all("<svg" in shown._repr_html_() for shown in (comparison, path))
    assert "AWS" in comparison._repr_html_()


def test_labels_are_text_in_a_notebook() -> None:
    graph = small()
    graph.add((NURSE, SKOS.prefLabel, Literal("<img src=x onerror=alert(1)>", "en")))
    graph.remove((NURSE, SKOS.prefLabel, Literal("Nurse", "en")))
    assert "<img" not in cg.describe(cg.project(graph), str(NURSE))._repr_html_()
    assert "<img" not in cg.project(graph)._repr_html_()


def test_lists_are_gone_through_and_become_tables(network: nx.MultiDiGraph) -> None:
    related = cg.related_roles(network, "data engineer", k=4)
    assert [role.label for role in related] == list(related.to_pandas()["label"])
    comparison = cg.compare_roles(network, "ML engineer", "AI architect").to_pandas()
    assert {"label", "kind", "Machine Learning Engineer", "AI Architect"} <= set(comparison)
    matrix = cg.role_matrix(network, related).to_pandas("gap")
    assert list(matrix.index) == list(matrix.columns) == [role.label for role in related]


# ---------------------------------------------------------------- twelve questions of an analyst


def questions() -> dict[str, list[str]]:
    """Return the questions of the list below, and the lines that answer each."""
    asked: dict[str, list[str]] = {}
    for part in TWELVE.strip().split("\n# ")[0:]:
        title, *lines = part.removeprefix("# ").splitlines()
        asked[title] = [line for line in lines if line.strip()]
    return asked


TWELVE = """
# Which roles are most alike among ten, and what would each change take?
ten = cg.related_roles(network, "data engineer", k=10)
answer = cg.role_matrix(network, ten).to_pandas("gap")
# Which skills do most roles ask for?
answer = (cg.thing_matrix(network, kinds=["skill"]).to_pandas() > 0).sum()
# What do a data analyst and a data scientist share, by kind?
comparison = cg.compare_roles(network, "data analyst", "data scientist")
answer = comparison.to_pandas().groupby("kind").size()
# What is missing on the way from data analyst to data engineer, and where does it stand?
path = cg.learning_path(network, to="data engineer", start="data analyst")
answer = path.to_pandas()[["label", "kind", "size", "why"]]
# Which roles suit somebody who knows SQL and Tableau?
answer = cg.fit_roles(network, ["SQL", "Tableau"], k=5).to_pandas()[["label", "met", "needed"]]
# Which one skill opens most?
answer = cg.next_skills(network, ["SQL", "Tableau"], start="data analyst").to_pandas()
# Which roles ask for Kubernetes, and how much does it count there?
answer = cg.describe(network, "Kubernetes").to_pandas().query("direction == 'in'")
# How many roles does each source describe?
answer = pd.DataFrame(cg.list_sources(graph))[["title", "roles", "triples"]]
# What does an advert ask for?
answer = pd.DataFrame(cg.link_text(network, "You know Kubernetes, Terraform and Python.", k=10))
# Which skills lie between most roles?
central = nx.pagerank(cg.as_simple(network))
answer = pd.Series({network.nodes[iri]["label"]: rank for iri, rank in central.items()})
# Which communities do roles form, and how large are they?
answer = cg.role_map(network).to_pandas().groupby("community").size()
# Which tools does each role use, straight from SPARQL?
found = cg.run_query(graph, "SELECT ?role ?tool { ?r cg:usesTool ?t . ?r skos:prefLabel ?role . ?t skos:prefLabel ?tool }")
answer = found.to_pandas().groupby("role").size()
"""  # noqa: E501


@pytest.mark.parametrize("question", questions())
def test_twelve_questions_take_five_lines_at_the_most(
    question: str, graph: Dataset, network: nx.MultiDiGraph
) -> None:
    lines = questions()[question]
    assert len(lines) <= 5
    names = {"cg": cg, "pd": pd, "nx": nx, "graph": graph, "network": network}
    exec("\n".join(lines), names)
    assert len(names["answer"]) > 0


def test_there_are_twelve() -> None:
    assert len(questions()) == 12
    assert len({field.name for field in fields(cg.Ref)}) == 3
