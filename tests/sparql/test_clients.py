"""Programs of other people ask the endpoint as they ask any other."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Client, serving

from careergraph.export.serving import api
from careergraph.sparql.http import create_app
from careergraph.vocabulary import CG, ID_BASE

ROLES = """PREFIX cg: <https://w3id.org/careergraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?role ?label WHERE { ?role a cg:Role ; skos:prefLabel ?label } ORDER BY ?role LIMIT 3"""
ARCHITECT = URIRef(ID_BASE + "role/ai-architect")


@pytest.fixture(scope="module")
def client(graph: Dataset) -> Iterator[Client]:
    with serving(create_app(graph, cors=["*"], beside=api.routes(graph))) as client:
        yield client


@pytest.fixture(scope="module")
def address(client: Client) -> str:
    return f"{client.home}/sparql"


@pytest.fixture(scope="module")
def expected(graph: Dataset) -> list[str]:
    return [str(row[0]) for row in graph.query(ROLES)]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper(address: str, expected: list[str], method: str, form: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    wrapper.setQuery(ROLES)
    answer = wrapper.queryAndConvert()
    if form == "json":
        found = [row["role"]["value"] for row in answer["results"]["bindings"]]
        assert found == expected
    else:
        text = answer.toxml() if form == "xml" else answer.decode()
        assert all(iri in text for iri in expected)


def test_sparqlwrapper_builds_a_graph(address: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(address)
    wrapper.setQuery(f"DESCRIBE <{ARCHITECT}>")
    assert (ARCHITECT, None, None) in wrapper.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store(address: str, expected: list[str], method: str) -> None:
    remote = Graph(SPARQLStore(address, method=method))
    assert [str(row[0]) for row in remote.query(ROLES)] == expected
    assert "AI Architect" in {str(label) for label in remote.objects(ARCHITECT, SKOS.prefLabel)}
    assert (ARCHITECT, None, URIRef(CG.Role)) in remote


@pytest.mark.parametrize("post", [False, True])
def test_sparql_dataframe(address: str, expected: list[str], post: bool) -> None:
    import sparql_dataframe

    table = sparql_dataframe.get(address, ROLES, post=post)
    assert list(table["role"]) == expected
    assert list(table.columns) == ["role", "label"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize(
    "typed",
    [
        ["-G", "--data-urlencode", f"query={ROLES}"],
        ["--data-urlencode", f"query={ROLES}"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", ROLES],
    ],
    ids=["get", "form", "body"],
)
def test_curl(address: str, expected: list[str], typed: list[str]) -> None:
    asked = ["curl", "--silent", "--fail", "-H", "Accept: text/csv", *typed, address]
    lines = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    assert lines[0] == "role,label"
    assert [line.partition(",")[0] for line in lines[1:]] == expected


def test_yasgui(client: Client, expected: list[str]) -> None:
    """Send what its editor does from a page elsewhere: a preflight, then a form."""
    origin = {"Origin": "https://yasgui.triply.cc"}
    ahead = client.options(
        "/sparql",
        headers=origin
        | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "accept"},
    )
    assert ahead.status_code == 200
    assert ahead.headers["access-control-allow-origin"] == "*"
    answer = client.post(
        "/sparql",
        data={"query": ROLES},
        headers=origin | {"Accept": "application/sparql-results+json,*/*;q=0.9"},
    )
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Careergraph-Truncated" in answer.headers["access-control-expose-headers"]
    assert [row["role"]["value"] for row in answer.json()["results"]["bindings"]] == expected
    triples = client.post(
        "/sparql",
        data={"query": "CONSTRUCT WHERE { ?r a cg:Role }"},
        headers=origin | {"Accept": "text/turtle,*/*;q=0.9"},
    )
    assert triples.headers["content-type"].startswith("text/turtle")


COMUNICA = (
    Path(__file__).parents[2] / "build/comunica/node_modules/@comunica/query-sparql/bin/query.js"
)


@pytest.mark.skipif(not COMUNICA.is_file(), reason="Comunica is not installed: `make comunica`")
def test_comunica(address: str, expected: list[str]) -> None:
    asked = ["node", str(COMUNICA), f"sparql@{address}", ROLES]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=120)
    assert [row["role"] for row in json.loads(answer.stdout)] == expected
