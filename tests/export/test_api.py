"""JSON beside SPARQL: the answers of the commands over HTTP, how they are described, refusals."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest
from rdflib import Dataset
from serving import Client, serving

from careergraph.cli import main
from careergraph.export.serving import api, requests
from careergraph.sparql.http import create_app
from careergraph.sparql.query import Limits


@pytest.fixture(scope="module")
def client(graph: Dataset) -> Iterator[Client]:
    with serving(create_app(graph, cors=["*"], beside=api.routes(graph))) as client:
        yield client


ASKED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "search": ({"text": "k8s", "limit": 3}, ["k8s", "--limit", "3"]),
    "show": ({"thing": "Kubernetes"}, ["Kubernetes"]),
    "compare": ({"role": ["ML engineer", "AI architect"]}, ["ML engineer", "AI architect"]),
    "related": ({"role": "data engineer", "k": 3}, ["data engineer", "-k", "3"]),
    "path": (
        {"to": "AI architect", "from": "data analyst", "know": ["SQL"]},
        ["--to", "AI architect", "--from", "data analyst", "--know", "SQL"],
    ),
    "fit": ({"know": ["SQL", "Tableau"]}, ["--know", "SQL", "Tableau"]),
    "link": ({"text": "React and REST APIs"}, ["React and REST APIs"]),
    "ask": ({"question": "which roles need Kubernetes?"}, ["which roles need Kubernetes?"]),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_the_json_of_the_command(client: Client, name: str) -> None:
    given, typed = ASKED[name]
    with redirect_stdout(io.StringIO()) as printed:
        assert main([name, *typed, "--json"]) == 0
    expected = json.loads(printed.getvalue())
    answer = client.get(f"/api/{name}", params=given)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json() == expected
    assert client.post(f"/api/{name}", json=given).json() == expected


def test_every_question_is_described(client: Client) -> None:
    about = client.get("/api/openapi.json").json()
    assert about["openapi"].startswith("3.1")
    assert about["paths"].keys() == {f"/api/{name}" for name in requests.QUESTIONS}
    for name, (given, _) in ASKED.items():
        stated = about["paths"][f"/api/{name}"]["get"]["parameters"]
        named = {parameter["name"] for parameter in stated}
        assert given.keys() <= named
        assert {p["name"] for p in stated if p["required"]} <= given.keys()
    ids = [method["operationId"] for path in about["paths"].values() for method in path.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("search", 400, "text is missing"),
        ("search?text=a&limt=3", 400, "no parameter limt"),
        ("search?text=a&limit=many", 400, "limit is a integer"),
        ("search?text=a&limit=100000", 400, "1 to 200"),
        ("search?text=a&text=b", 400, "given once"),
        ("search?text=a&kind=job", 400, "no kind"),
        ("related?role=data+engineer&measure=magic", 400, "one of cosine"),
        ("show?thing=AI+architekt", 404, "did you mean"),
        ("compare?role=AI+architect", 400, "different roles"),
        ("compare?" + "&".join(["role=a"] * 13), 400, "name 12"),
        ("link?text=" + "a" * 20_001, 400, "keep it below"),
    ],
)
def test_what_cannot_be_answered_is_told(
    client: Client, address: str, status: int, words: str
) -> None:
    answer = client.get(f"/api/{address}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_body_is_an_object_of_a_size(client: Client) -> None:
    assert "JSON object" in client.post("/api/search", data="[1]").json()["detail"]
    assert "too long" in client.post("/api/search", data=b" " * 300_000).json()["detail"]


def test_a_slow_answer_is_an_error_and_its_place_is_free_when_it_ends(
    graph: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def search(network: Any, text: str) -> requests.Reply:
        if text == "slow":
            gate.wait(20)
        return requests.Reply({"text": text}, "")

    monkeypatch.setitem(requests.QUESTIONS, "search", search)
    limits = Limits(timeout=0.3, patience=0.3)
    with serving(create_app(graph, beside=api.routes(graph, limits=limits))) as client:
        client.get("/api/search", params={"text": "first"})
        for _ in range(4):
            assert client.get("/api/search", params={"text": "slow"}).status_code == 408
        busy = client.get("/api/search", params={"text": "quick"})
        assert busy.status_code == 503
        assert busy.headers["retry-after"]
        gate.set()
        answers = [client.get("/api/search", params={"text": "quick"}) for _ in range(3)]
        assert answers[-1].json() == {"text": "quick"}


def test_a_page_elsewhere_may_read_what_was_cut(client: Client) -> None:
    answer = client.get("/api/search?text=sql", headers={"Origin": "https://example.org"})
    assert "Careergraph-Truncated" in answer.headers["access-control-expose-headers"]
