"""Opening a graph: every format, every place, and everything that can be wrong with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Dataset, URIRef
from tiny import HEAD, opened, write

from careergraph.errors import SourceError
from careergraph.loading.bundled import bundled_files
from careergraph.loading.opening import open_graph
from careergraph.sparql.query import run_query
from careergraph.store.dataset import native_store, rows
from careergraph.store.rdf_files import FORMATS, rdf_files, source_of
from careergraph.store.union import sourced
from careergraph.vocabulary import ID_BASE, ONTOLOGY, PREFIXES, SOURCE_BASE

TRIPLE = ox.Triple(
    ox.NamedNode("https://w3id.org/careergraph/id/role/a"),
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    ox.Literal("Käse", language="en"),
)
BROKEN = HEAD + 'role:a a cg:Role .\nrole:b skos:prefLabel "B"@en\nrole:c a cg:Role .\n'


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def quads(graph: Dataset) -> set[tuple[str, str]]:
    """Each statement's object, with the graph it stands in."""
    return {(str(quad.object), str(quad.graph_name)) for quad in native_store(graph)}


def in_an_old_store(graph: Dataset, folder: Path) -> Dataset:
    """Put the sources alone into a store on disk, without their union."""
    ox.Store(str(folder)).bulk_extend(sourced(native_store(graph)))
    return open_graph(folder)


def in_source(name: str) -> str:
    return f"<{SOURCE_BASE}{name}>"


def test_the_bundled_graph_has_a_named_graph_for_each_file(graph: Dataset) -> None:
    named = {str(name.value) for name in native_store(graph).named_graphs()}
    assert named == {source_of(file) for file in bundled_files("core")}
    assert f"{SOURCE_BASE}shapes" not in named


def test_the_default_graph_is_the_union_of_the_sources(tmp_path: Path) -> None:
    graph = opened(tmp_path, one="role:a a cg:Role .", two="role:b a cg:Role .")
    assert len(list(graph.query("SELECT ?r { ?r a cg:Role }"))) == 2
    assert list(rows(graph, "SELECT ?g { GRAPH ?g { role:a a cg:Role } }")) == [
        (SOURCE_BASE + "one",)
    ]


def test_what_two_sources_state_is_one_triple_and_two_quads(tmp_path: Path) -> None:
    same = 'role:a a cg:Role ; skos:prefLabel "A"@en .'
    graph = opened(tmp_path, one=same, two=same)
    assert list(rows(graph, COUNT)) == [("2",)]
    assert [int(row.n) for row in graph.query(COUNT)] == [2]
    assert len(list(graph.triples((None, None, None)))) == len(graph) == 2
    written = graph.serialize(format="nquads")
    assert len(list(graph.quads())) == len(written.split(" .\n")) - 1 == 4
    for form in ("nquads", "trig", "json-ld"):
        again = Dataset().parse(data=graph.serialize(format=form), format=form)
        assert set(again.quads()) == set(graph.quads()), form
    assert len(set(graph.graph(URIRef(SOURCE_BASE + "one")))) == 2


def test_a_change_of_a_graph_in_memory_is_seen(tmp_path: Path) -> None:
    graph = opened(tmp_path, one='role:a skos:prefLabel "A"@en .', two="role:a a cg:Role .")
    assert list(rows(graph, COUNT)) == [("2",)]
    one = graph.graph(URIRef(SOURCE_BASE + "one"))
    one.add((URIRef(ID_BASE + "role/a"), RDF.type, URIRef(PREFIXES["cg"] + "Role")))
    assert list(rows(graph, COUNT)) == [("2",)]
    one.add((URIRef(ID_BASE + "role/b"), RDF.type, URIRef(PREFIXES["cg"] + "Role")))
    assert list(rows(graph, COUNT)) == [("3",)]
    one.remove((None, RDF.type, None))
    assert list(rows(graph, COUNT)) == [("2",)]
    graph.remove_graph(one)
    assert list(rows(graph, COUNT)) == [("1",)]


def test_a_store_without_the_union_answers_as_it_did(tmp_path: Path) -> None:
    graph = opened(tmp_path, one="role:a a cg:Role .", two="role:b a cg:Role .")
    old = in_an_old_store(graph, tmp_path / "old")
    for query in (COUNT, "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"):
        assert list(rows(old, query)) == list(rows(graph, query))
    assert set(old.quads()) == set(graph.quads())
    assert set(old.triples((None, None, None))) == set(graph.triples((None, None, None)))
    assert run_query(old, COUNT).rows == run_query(graph, COUNT).rows


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_format_is_read_into_its_own_source(
    tmp_path: Path, suffix: str, zipped: bool
) -> None:
    data = ox.serialize([TRIPLE], format=FORMATS[suffix])
    file = tmp_path / f"my-roles{suffix.upper()}{'.GZ' if zipped else ''}"
    file.write_bytes(gzip.compress(data) if zipped else data)
    assert quads(open_graph(file)) == {('"Käse"@en', in_source("my-roles"))}


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])
def test_statements_keep_the_graph_they_stand_in_and_the_rest_gets_the_files(
    tmp_path: Path, suffix: str
) -> None:
    named = ox.Quad(*TRIPLE, ox.NamedNode("http://somewhere.example/"))
    data = ox.serialize([named, ox.Quad(*TRIPLE)], format=FORMATS[suffix])
    (tmp_path / f"mixed{suffix}").write_bytes(data)
    assert quads(open_graph(tmp_path)) == {
        ('"Käse"@en', "<http://somewhere.example/>"),
        ('"Käse"@en', in_source("mixed")),
    }


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    text = "_:x cg:role role:a ; cg:importance 0.5 ."
    graph = opened(tmp_path, one=text, two=text)
    assert len({quad.subject for quad in native_store(graph)}) == 2


def test_a_byte_order_mark_and_relative_iris_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "notepad.ttl"
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + "<a> a cg:Role .").encode())
    [quad] = native_store(open_graph(file))
    assert quad.subject.value == f"{SOURCE_BASE}notepad/a"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("my-roles.ttl", SOURCE_BASE + "my-roles"),
        ("Roles 2024.nt.gz", SOURCE_BASE + "roles-2024"),
        ("onet.29.2.ttl", SOURCE_BASE + "onet-29-2"),
        ("onet.29.3.ttl", SOURCE_BASE + "onet-29-3"),
        ("ontology.ttl", ONTOLOGY),
        ("役割.ttl", SOURCE_BASE + "役割"),
    ],
)
def test_two_files_of_different_names_are_two_sources(name: str, source: str) -> None:
    assert source_of(Path(name)) == source


def test_a_folder_is_read_whole_but_for_shapes_and_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    files = write(tmp_path, b="", shapes="", a="") + write(tmp_path / "deep", c="")
    (tmp_path / ".hidden.ttl").write_text("rubbish")
    (tmp_path / "notes.txt").write_text("rubbish")
    assert [file.name for file in rdf_files(tmp_path)] == ["a.ttl", "b.ttl", "c.ttl"]
    assert len(files) == 4


def test_an_empty_file_is_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_bytes(b"")
    assert len(native_store(open_graph(tmp_path / "empty.ttl"))) == 0


def test_a_store_on_disk_is_opened_read_only(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.add(ox.Quad(*TRIPLE, ox.NamedNode(SOURCE_BASE + "x")))
    store.flush()
    del store
    graph = open_graph(tmp_path / "store")
    assert quads(graph) == {('"Käse"@en', in_source("x"))}
    with pytest.raises(RuntimeError, match="read-write"):
        native_store(graph).add(ox.Quad(*TRIPLE))


@pytest.mark.parametrize("native", [True, False])
def test_rows_are_the_same_from_any_store(tmp_path: Path, native: bool) -> None:
    graph: Dataset = opened(tmp_path, one='role:a skos:prefLabel "A"@en ; cg:jobZone 4 .')
    if not native:
        plain = Dataset(default_union=True)
        plain.parse(data=graph.serialize(format="nquads"), format="nquads")
        graph = plain
    query = """SELECT ?s ?o (LANG(?o) AS ?l) ?none WHERE {
      GRAPH ?g { ?s skos:prefLabel|cg:jobZone ?o } } ORDER BY STR(?o)"""
    a = "https://w3id.org/careergraph/id/role/a"
    assert list(rows(graph, query)) == [(a, "4", "", None), (a, "A", "en", None)]


def test_a_syntax_error_names_the_file_and_its_line(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text(BROKEN)
    line = HEAD.count("\n") + 3
    with pytest.raises(SourceError, match=rf"broken\.ttl: line {line} is not valid Turtle"):
        open_graph(tmp_path)


BAD = {
    "binary.ttl": bytes(range(256)) * 8,
    "utf16.ttl": "<a> <b> <c> .".encode("utf-16"),
    "latin.ttl": '<http://a> <http://b> "é" .'.encode("latin-1"),
    "rubbish.trig": b"{ [ (",
    "rubbish.nt": b"{ [ (",
    "rubbish.nq": b"{ [ (",
    "rubbish.jsonld": b"{ [ (",
    "rubbish.rdf": b"<a><b></a>",
    "remote.jsonld": b'{"@context": "https://elsewhere.org/", "@id": "http://a", "name": "x"}',
    "no.ttl.gz": b"not gzip at all",
    "cut.ttl.gz": gzip.compress(b"<http://a> <http://b> <http://c> .\n" * 99)[:-9],
    "damaged.ttl.gz": gzip.compress(b"<http://a> <http://b> <http://c> .\n")[:20] + b"\xff" * 40,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    with pytest.raises(SourceError, match=name.replace(".", r"\.")):
        open_graph(tmp_path / name)


def test_xml_entities_that_grow_are_refused_and_plain_ones_are_not(tmp_path: Path) -> None:
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about="http://a"><rdf:value>&b;</rdf:value></rdf:Description></rdf:RDF>"""
    plain, bomb = tmp_path / "plain.rdf", tmp_path / "bomb.rdf"
    plain.write_text(f'<!DOCTYPE x [<!ENTITY b "two">]>{body}')
    bomb.write_text(f'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]>{body}')
    assert quads(open_graph(plain)) == {('"two"', in_source("plain"))}
    with pytest.raises(SourceError, match="entity"):
        open_graph(bomb)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("nowhere.ttl", "There is no file or folder"),
        ("empty", "holds no RDF file"),
        ("notes.txt", "not an RDF file by its name"),
        ("corrupt", "cannot be opened"),
        ("x" * 5000, "cannot be read"),
    ],
)
def test_places_with_nothing_to_read(tmp_path: Path, place: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "corrupt").mkdir()
    (tmp_path / "corrupt" / "CURRENT").write_text("rubbish")
    with pytest.raises(SourceError, match=says):
        open_graph(tmp_path / place)


def test_an_empty_name_is_not_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, stray="role:a a cg:Role .")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="empty name"):
        open_graph("")
