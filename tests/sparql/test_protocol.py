"""The SPARQL 1.1 Protocol's query operation, case by case.

The cases follow the W3C's test manifest in our words, over three graphs of our own. Where the
manifest itself lies beside the clone, its requests are sent as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from oxrdflib import OxigraphStore
from rdflib import RDF, RDFS, Dataset, Graph, Namespace, URIRef
from rdflib.collection import Collection
from serving import Client, serving

from careergraph.sparql.http import create_app
from careergraph.sparql.protocol import GRAPH_TYPES, TABLE_TYPES
from careergraph.sparql.query import stop_workers

MANIFEST = Path(__file__).parents[2].parent / "shared/data/w3c-sparql11-protocol/manifest.ttl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

SALT, TEA, RYE = (f"http://example.org/shelf/{name}" for name in ("salt", "tea", "rye"))
ON = "a <http://example.org/Jar>"
DIRECT = {"Content-Type": "application/sparql-query"}


def served(store: ox.Store) -> Iterator[Client]:
    graph = Dataset(store=OxigraphStore(store=store), default_union=True)
    with serving(create_app(graph)) as client:
        yield client
    stop_workers(graph)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Three graphs, each named after the one thing that it speaks of."""
    store = ox.Store()
    for name in (SALT, TEA, RYE):
        store.load(f"<{name}> {ON} .", ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(name))
    yield from served(store)


def answer(response: Any) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


BOTH = f"ASK {{ <{SALT}> {ON} . <{TEA}> {ON} }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{SALT}> {ON} }} GRAPH ?h {{ <{TEA}> {ON} }} }}"
FULL = f"ASK {{ <{RYE}> {ON} GRAPH ?g {{ <{SALT}> {ON} }} GRAPH ?h {{ <{TEA}> {ON} }} }}"
DATASETS = [
    ("default graphs", BOTH, {"default-graph-uri": [SALT, TEA]}, True),
    ("one default graph", BOTH, {"default-graph-uri": [SALT]}, False),
    ("an unknown default graph", BOTH, {"default-graph-uri": [SALT + "/none"]}, False),
    ("named graphs", NAMED, {"named-graph-uri": [SALT, TEA]}, True),
    ("one named graph", NAMED, {"named-graph-uri": [TEA]}, False),
    ("named graphs are not the default", BOTH, {"named-graph-uri": [SALT, TEA]}, False),
    ("default graphs are not named", NAMED, {"default-graph-uri": [SALT, TEA]}, False),
    ("both", FULL, {"default-graph-uri": [RYE], "named-graph-uri": [SALT, TEA]}, True),
    ("the request beats FROM", FULL.replace("ASK", f"ASK FROM <{SALT}>"),
     {"default-graph-uri": [RYE], "named-graph-uri": [SALT, TEA]}, True),
    ("FROM alone", BOTH.replace("ASK", f"ASK FROM <{SALT}> FROM <{TEA}>"), {}, True),
    ("all there is", FULL, {}, True),
]  # fmt: skip


@pytest.mark.parametrize("way", ["GET", "POST form", "POST direct", "POST form with URL"])
@pytest.mark.parametrize(
    ("query", "graphs", "expected"), [case[1:] for case in DATASETS], ids=[c[0] for c in DATASETS]
)
def test_the_dataset_is_what_the_request_says(
    client: Client, way: str, query: str, graphs: dict[str, list[str]], expected: bool
) -> None:
    response = {
        "GET": lambda: client.get("/sparql", params={"query": query, **graphs}),
        "POST form": lambda: client.post("/sparql", data={"query": query, **graphs}),
        "POST direct": lambda: client.post("/sparql", params=graphs, data=query, headers=DIRECT),
        "POST form with URL": lambda: client.post("/sparql", params=graphs, data={"query": query}),
    }[way]()
    assert answer(response) is expected


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_a_slash_at_the_end_changes_nothing(client: Client, path: str) -> None:
    assert answer(client.get(path, params={"query": "ASK {}"}))


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT (1 AS ?one) {}", TABLE_TYPES),
        ("ASK {}", TABLE_TYPES),
        ("DESCRIBE <http://example.org/>", GRAPH_TYPES),
        ("CONSTRUCT { <a:a> <a:b> 1 } WHERE {}", GRAPH_TYPES),
    ],
)
def test_an_answer_has_a_fitting_type(client: Client, query: str, types: dict[str, str]) -> None:
    response = client.post("/sparql", data=query.encode(), headers=DIRECT)
    assert response.headers["content-type"].split(";")[0] in types


def test_relative_iris_are_the_projects_own(client: Client) -> None:
    response = client.get("/sparql", params={"query": "SELECT (<role/welder> AS ?iri) {}"})
    found = response.json()["results"]["bindings"][0]["iri"]["value"]
    assert found == "https://w3id.org/careergraph/id/role/welder"


def test_text_outside_ascii_arrives_whole(client: Client) -> None:
    query = "SELECT ('čaj – 茶 💥' AS ?word) {}"
    direct = client.post("/sparql", data=query.encode(), headers=DIRECT)
    for response in (direct, client.get("/sparql", params={"query": query})):
        assert response.json()["results"]["bindings"][0]["word"]["value"] == "čaj – 茶 💥"


# ---------------------------------------------------------------- the W3C's own requests


def manifest() -> Graph:
    graph = Graph()
    if MANIFEST.is_file():
        graph.parse(MANIFEST)
    return graph


W3C = manifest()
CASES = [
    case
    for entries in W3C.objects(None, MF.entries)
    for case in Collection(W3C, entries)
    if not str(case).rpartition("#")[2].startswith("update_")
]
"""All but the cases in which an update is to succeed, which a read-only endpoint refuses."""


@pytest.fixture(scope="module")
def w3c_client() -> Iterator[Client]:
    store = ox.Store()
    for data in set(W3C.objects(None, UT.graphData)):
        file = W3C.value(data, UT.graph)
        label = W3C.value(data, RDFS.label)
        path = MANIFEST.parent / str(file).rpartition("/")[2]
        store.load(path=str(path), to_graph=ox.NamedNode(str(label)))
    yield from served(store)


@pytest.mark.skipif(not CASES, reason="the W3C's manifest is not beside this clone")
def test_the_manifest_is_read_whole() -> None:
    assert len([case for case in CASES if "quer" in str(case)]) == 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case).rpartition("#")[2])
def test_w3c(w3c_client: Client, case: URIRef) -> None:
    actions = [W3C.value(case, MF.action)]
    requests = [
        request for action in actions for request in Collection(W3C, W3C.value(action, HT.requests))
    ]
    assert requests
    for request in requests:
        check(w3c_client, request)


def check(client: Client, request: Any) -> None:
    headers = {}
    for field in Collection(W3C, W3C.value(request, HT.headers) or RDF.nil):
        headers[str(W3C.value(field, HT.fieldName))] = str(W3C.value(field, HT.fieldValue))
    body = W3C.value(request, HT.body)
    data = b""
    if body is not None:
        encoding = str(W3C.value(body, CNT.characterEncoding))
        data = str(W3C.value(body, CNT.chars)).encode(encoding)
    response = client.request(
        str(W3C.value(request, HT.methodName)),
        str(W3C.value(request, HT.absolutePath)),
        data=data,
        headers=headers,
    )
    expected = W3C.value(request, HT.resp)
    statuses = {str(status)[-3] for status in W3C.objects(expected, MF.expectedStatus)}
    assert str(response.status_code)[0] in statuses, response.text
    boolean = W3C.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert response.json()["boolean"] is boolean.toPython()
    media_type = response.headers["content-type"].split(";")[0]
    form = W3C.value(expected, MF.expectedFormat)
    if form is not None:
        assert media_type in (GRAPH_TYPES if str(form) == "RDF" else TABLE_TYPES)
