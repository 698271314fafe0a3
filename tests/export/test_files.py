"""Exports: every format is read back by another library, and says the same."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import pytest
from networks import network as made_network
from rdflib import SKOS, Dataset, URIRef
from rdflib import Graph as RdfGraph
from rdflib.term import Node
from tiny import HEAD, opened

from careergraph.analysis.comparison import Comparison, compare_roles
from careergraph.analysis.role_map.communities import role_map
from careergraph.errors import NoAnswerError, UsageError
from careergraph.export.files import export_comparison, export_graph, whose
from careergraph.importers import importer_for
from careergraph.importers.source import term
from careergraph.importers.sssom import describe_sssom, import_sssom
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import find
from careergraph.network.projection import Network, project
from careergraph.store.dataset import native_store
from careergraph.store.formats import EXPORT_FORMATS
from careergraph.store.union import sourced
from careergraph.vocabulary import ID_BASE, SOURCE_BASE

TEXT = """
role:a a cg:Role ; skos:prefLabel "A & <b>"@en ; cg:requiresSkill skill:x, tool:t ;
  cg:usesTool tool:t .
role:b a cg:Role ; skos:prefLabel "B"@en ; cg:requiresSkill skill:x, skill:y .
skill:x a cg:Skill ; skos:prefLabel "X, \\"quoted\\"\\nand broken"@en .
skill:y a cg:Skill ; skos:prefLabel "bell\\u0007 and Żółw 🐢"@en ; skos:definition "a\\u0000b"@en .
tool:t a cg:Tool ; skos:prefLabel "T"@en ; skos:altLabel "Tee"@en , "Tea"@en .
tool:alone a cg:Tool ; skos:prefLabel "Alone"@en .
[] a cg:Requirement ; cg:role role:a ; cg:requires skill:x ; cg:importance 0.5 ;
  cg:level 0.25 .
[] a cg:Requirement ; cg:role role:b ; cg:requires skill:x ; cg:importance 0.6 .
source:one a cg:Source ; dct:title "One" .
"""
OTHER = """
o:A a cg:Role ; skos:prefLabel "a elsewhere"@en ; skos:exactMatch role:a ; cg:usesTool o:U .
o:U a cg:Tool ; skos:prefLabel "U"@en . o:T a cg:Tool ; skos:exactMatch tool:t .
"""
ALONE = ID_BASE + "tool/alone"
A, B = ID_BASE + "role/a", ID_BASE + "role/b"
GRAPHS = [name for name in EXPORT_FORMATS if name != "html"]


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return opened(tmp_path, one=TEXT, two=OTHER)


def table(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take a file without the mark for Latin-1"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_network(data: bytes, name: str) -> nx.MultiDiGraph:
    read = nx.read_graphml if name == "graphml" else nx.read_gexf
    return read(io.BytesIO(data), **({"force_multigraph": True} if name == "graphml" else {}))


def statements(text: str) -> set[tuple[Node, ...]]:
    """What Turtle states, where the nameless go by the names that they get when read as “one”."""
    for number in range(1, text.count("[] a") + 1):
        text = text.replace("[] a", f"<{SOURCE_BASE}one/unnamed-{number}> a", 1)
    return set(RdfGraph().parse(data=HEAD + text))


def test_turtle_holds_every_statement(small: Dataset) -> None:
    read = RdfGraph().parse(data=export_graph(small, project(small), "turtle"), format="turtle")
    assert set(read) == statements(TEXT + OTHER)


@pytest.mark.parametrize("name", ["nquads", "jsonld"])
def test_quads_keep_the_source_of_each_statement(small: Dataset, tmp_path: Path, name: str) -> None:
    data = export_graph(small, project(small), name)
    read = Dataset()
    read.parse(data=data, format={"nquads": "nquads", "jsonld": "json-ld"}[name])
    for source, text in {"one": TEXT, "two": OTHER}.items():
        assert set(read.graph(URIRef(SOURCE_BASE + source))) == statements(text)
    file = tmp_path / f"again.{EXPORT_FORMATS[name].ending}"
    file.write_bytes(data)
    assert export_graph(open_graph(file), project(small), name) == data


def test_jsonld_has_short_names_and_needs_within_their_role(small: Dataset) -> None:
    document = json.loads(export_graph(small, project(small), "jsonld"))
    sources = {part["id"]: part["@graph"] for part in document["@graph"]}
    things = {thing["id"]: thing for thing in sources["source:one"]}
    role = things["role:a"]
    assert (role["type"], role["label"], role["usesTool"]) == ("Role", {"en": "A & <b>"}, "tool:t")
    (need,) = role["requirements"]
    assert need["requires"] == "skill:x"
    assert need["importance"] == {"@value": "0.5", "@type": "xsd:decimal"}
    assert things["tool:t"]["aliases"] == {"en": ["Tea", "Tee"]}


ODD = """
<urn:a> skos:prefLabel "plain", "no language"^^<urn:type>, "Haus"@de, "house"@en-GB ;
  skos:altLabel <urn:b> ; cg:requiresSkill "text", <urn:b> ; cg:jobZone 2, "02"^^xsd:integer ;
  cg:hotTechnology true, "1"^^xsd:boolean ; <urn:p> 1.50, 1e3, "2026-01-01"^^xsd:date, "" ;
  a cg:Role, <urn:Class> .
[] a cg:Requirement ; cg:role <urn:a>, <urn:b> ; cg:requires <urn:c> .
[] a cg:Requirement ; cg:role <urn:nowhere> ; cg:requires <urn:c> .
<urn:n1> a cg:Requirement ; cg:role <urn:n2> . <urn:n2> a cg:Requirement ; cg:role <urn:n1> .
<urn:self> a cg:Requirement ; cg:role <urn:self> .
"""


@pytest.mark.parametrize("name", ["turtle", "nquads", "jsonld"])
def test_nothing_is_lost_on_the_way_out_and_in(tmp_path: Path, name: str) -> None:
    first = opened(tmp_path, odd=ODD, one=TEXT)
    data = export_graph(first, project(first), name)
    file = tmp_path / "again" / f"odd.{EXPORT_FORMATS[name].ending}"
    file.parent.mkdir()
    file.write_bytes(data)
    stores = [native_store(graph) for graph in (first, open_graph(file))]
    one, two = (
        {quad.triple if name == "turtle" else quad for quad in sourced(store)} for store in stores
    )
    assert one == two


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networks_are_read_back_whole(small: Dataset, name: str) -> None:
    network = project(small)
    read = read_network(export_graph(small, network, name), name)
    assert set(read) == set(network)
    for iri, data in network.nodes(data=True):
        assert read.nodes[iri]["kind"] == data["kind"]
        for several in ("sources", "aliases", "iris"):
            parts = read.nodes[iri][several].split(" | ") if read.nodes[iri][several] else []
            assert parts == list(data[several])
    assert read.nodes[A]["label"] == "A & <b>"
    assert read.nodes[ID_BASE + "skill/y"]["label"] == "bell and Żółw 🐢"

    def edges(graph: nx.MultiDiGraph, relation: str) -> set[tuple[object, ...]]:
        return {
            (one, other, edge.get(relation) or key, edge["weight"], edge.get("level"))
            for one, other, key, edge in graph.edges(keys=True, data=True)
        }

    assert edges(read, "relation") == edges(network, "")


def test_the_table_of_a_graph_has_a_line_for_each_relation(small: Dataset) -> None:
    network = project(small)
    lines = table(export_graph(small, network, "csv"))
    assert len(lines) == network.number_of_edges() + 1, "and one for the tool that nobody uses"
    assert [line["from_iri"] for line in lines if not line["relation"]] == [ALONE]
    assert {(line["from_iri"], line["relation"], line["to_iri"]) for line in lines[:-1]} == {
        (one, relation, other) for one, other, relation in network.edges(keys=True)
    }
    assert {"from": "B", "relation": "requiresSkill", "weight": "0.6"}.items() <= next(
        line for line in lines if line["from"] == "B" and line["weight"] != "1.0"
    ).items()
    assert 'X, "quoted"\nand broken' in {line["to"] for line in lines}


def test_nodes_and_edges_are_two_tables(small: Dataset) -> None:
    network = project(small)
    with zipfile.ZipFile(io.BytesIO(export_graph(small, network, "tables"))) as archive:
        nodes, edges = (table(archive.read(name)) for name in ("nodes.csv", "edges.csv"))
    assert [node["iri"] for node in nodes] == list(network)
    assert {node["iri"]: node["aliases"] for node in nodes}[ID_BASE + "tool/t"] == "Tea | Tee"
    assert {(edge["from"], edge["relation"], edge["to"]) for edge in edges} == {
        (one, relation, other) for one, other, relation in network.edges(keys=True)
    }
    assert {edge["level"] for edge in edges} == {"", "0.25"}


def test_gexf_looks_like_the_map(graph: Dataset, network: Network) -> None:
    read = nx.read_gexf(io.BytesIO(export_graph(graph, network, "gexf")))
    looks = {iri: data["viz"] for iri, data in read.nodes(data=True)}
    places = role_map(network).places
    colours = {place.community: set() for place in places}
    for place in places:
        shade = looks[place.iri]["color"]
        colours[place.community].add(tuple(shade[part] for part in "rgb"))
    assert all(len(shades) == 1 for shades in colours.values())
    at = [(look["position"]["x"], look["position"]["y"]) for look in looks.values()]
    assert len(set(at)) == len(at), "no two things lie on one another"
    assert all(look["size"] > 0 for look in looks.values())


def test_matches_go_out_and_come_in_as_sssom(small: Dataset, tmp_path: Path) -> None:
    data = export_graph(small, project(small), "sssom")
    file = tmp_path / "matches.sssom.tsv"
    file.write_bytes(data)
    assert importer_for(file).name == "sssom"
    store = native_store(small)
    assert store is not None
    stated = {quad.triple for quad in store.quads_for_pattern(None, term(SKOS.exactMatch), None)}
    assert set(import_sssom(file)) == stated
    assert len(stated) == 2
    assert b"role:a" in data
    assert describe_sssom(file).title == "Matches of a graph of careers"


def test_a_whole_graph_as_a_page_is_the_map_of_its_roles(graph: Dataset, network: Network) -> None:
    page = export_graph(graph, network, "html").decode()
    assert "Map of roles" in page
    assert "Data Engineer" in page


def test_there_is_no_map_of_roles_that_little_is_known_of(small: Dataset) -> None:
    with pytest.raises(NoAnswerError, match="name two roles"):
        export_graph(small, project(small), "html")


@pytest.mark.parametrize("name", ["turtle", "nquads", "jsonld"])
def test_a_comparison_in_rdf_is_the_same_comparison_when_it_is_opened(
    small: Dataset, tmp_path: Path, name: str
) -> None:
    network = project(small)
    comparison = compare_roles(network, A, B)
    assert comparison.overall.union == 4
    file = tmp_path / f"comparison.{EXPORT_FORMATS[name].ending}"
    file.write_bytes(export_comparison(small, network, comparison, name))
    again = compare_roles(project(open_graph(file)), A, B)
    if name == "turtle":  # holds the statements alone, without who makes them
        assert essence(again) == essence(comparison)
    else:
        assert again.to_dict() == comparison.to_dict()


def essence(comparison: Comparison) -> list[tuple[str, dict[str, list[str]]]]:
    return [(item.label, item.relations) for item in comparison.items]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_comparison_as_a_network_holds_the_roles_and_their_things(
    small: Dataset, name: str
) -> None:
    network = project(small)
    comparison = compare_roles(network, A, B)
    read = read_network(export_comparison(small, network, comparison, name), name)
    assert set(read) == {A, B} | {item.iri for item in comparison.items}


def test_a_comparison_as_a_table_says_whose_each_thing_is(small: Dataset) -> None:
    network = project(small)
    lines = table(export_comparison(small, network, compare_roles(network, A, B), "csv"))
    assert {line["thing"]: line["whose"] for line in lines} == {
        'X, "quoted"\nand broken': "both",
        "bell\x07 and Żółw 🐢": "only B",
        "T": "only A & <b>",
        "U": "only A & <b>",
    }
    assert lines[0]["B"] == "needs the skill"
    assert lines[0]["B (relations)"] == "requiresSkill"


def test_whose() -> None:
    three = compare_roles(
        made_network({"A": ["all", "two"], "B": ["all", "two"], "C": ["all", "one"]}), "A", "B", "C"
    )
    assert {item.label: whose(three, item.relations) for item in three.items} == {
        "all": "all",
        "two": "A and B",
        "one": "only C",
    }


@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_a_formula(graph: Dataset, label: str) -> None:
    network = made_network({label: [label + "!"], "B": ["ok"]})
    for data in (
        export_graph(graph, network, "csv"),
        export_comparison(graph, network, compare_roles(network, label, "B"), "csv"),
    ):
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
                 for cell in row]  # fmt: skip
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")]
        assert f"'{label}!" in cells


@pytest.mark.parametrize("name", GRAPHS)
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    def written(folder: str) -> tuple[bytes, bytes]:
        (tmp_path / folder).mkdir()
        graph = opened(tmp_path / folder, one=TEXT, two=OTHER)
        network = project(graph)
        comparison = compare_roles(network, A, B)
        return (
            export_graph(graph, network, name),
            export_comparison(graph, network, comparison, name),
        )

    assert written("first") == written("second")


def test_no_format_tells_the_date(small: Dataset) -> None:
    assert b"lastmodified" not in export_graph(small, project(small), "gexf")


@pytest.mark.parametrize("name", GRAPHS)
def test_an_empty_graph_can_be_written(tmp_path: Path, name: str) -> None:
    empty = opened(tmp_path, empty="")
    data = export_graph(empty, project(empty), name)
    if name in {"graphml", "gexf"}:
        assert len(read_network(data, name)) == 0
    else:
        assert data.count(b"<https://w3id.org/careergraph/id/role/a>") == 0


def test_a_graph_that_lives_elsewhere_is_not_copied_as_rdf() -> None:
    with pytest.raises(UsageError, match="not copied as RDF"):
        export_graph(Dataset(), nx.MultiDiGraph(), "turtle")


def test_the_bundled_comparison_in_every_format(graph: Dataset, network: nx.MultiDiGraph) -> None:
    roles = [find(network, name).iri for name in ("ML engineer", "AI architect")]
    comparison = compare_roles(network, *roles)
    written = {name: export_comparison(graph, network, comparison, name) for name in EXPORT_FORMATS}
    with zipfile.ZipFile(io.BytesIO(written.pop("tables"))) as archive:
        assert b"PyTorch" in archive.read("nodes.csv")
    assert b"\tskos:exactMatch\t" in written.pop("sssom")
    assert all(b"PyTorch" in data for data in written.values())
    assert len(table(written["csv"])) == comparison.overall.union
    assert len(native_store(graph)) > len(RdfGraph().parse(data=written["turtle"], format="turtle"))
