"""How the endpoint keeps up: the same 20 questions from 8 clients at once, put to three servers.

What counts are the ratios that are told at the end. The goal: at least half of Oxigraph's own
server, which guards nothing, over the same store on disk; and at least ten times rdflib-endpoint.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from careergraph.loading.bundled import bundled_folder
from careergraph.loading.load import load
from careergraph.loading.opening import open_graph
from careergraph.sparql.query import run_query, stop_workers
from careergraph.store.dataset import native_store
from careergraph.store.remote import with_prefixes
from careergraph.store.union import sourced
from careergraph.vocabulary import PREFIXES

CLIENTS = 8
TEXTS = {path.stem: path.read_text() for path in (bundled_folder() / "queries").glob("*.rq")}
QUESTIONS = [
    with_prefixes(text, PREFIXES) for _, text in sorted(TEXTS.items()) if "\nSELECT" in text
][:20]
MINUTES_IN_RDFLIB = ("same-thing-elsewhere", "shared-skills")
"""rdflib-endpoint is spared these two, each of which would take it minutes."""

OURS = """
import sys
from careergraph.sparql.http import serve
from careergraph.loading.opening import open_graph
serve(open_graph(sys.argv[2]), port=int(sys.argv[1]))
"""
RDFLIB_ENDPOINT = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[2], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), port=int(sys.argv[1]), log_level="error")
"""


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core of the bundled graph as one file of N-Quads."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    store = native_store(open_graph("core"))
    assert store is not None
    path.write_bytes(ox.serialize(sourced(store), format=ox.RdfFormat.N_QUADS))
    return path


@pytest.fixture(scope="module")
def store(quads: Path) -> str:
    """The same as a store on disk, for us and for Oxigraph's server alike."""
    folder = quads.with_name("store")
    load(["core"], folder)
    return str(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], address: str) -> Iterator[str]:
    """Run a server until the block ends, from when it answers a first question."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **silent)  # type: ignore[call-overload]
    try:
        for _ in range(600):
            try:
                ask(http.client.HTTPConnection(urlsplit(address).netloc), address, "ASK {}")
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"{command[0]} did not start")
        yield address
    finally:
        process.kill()
        process.wait()


def ask(connection: http.client.HTTPConnection, address: str, query: str) -> bytes:
    connection.request(
        "POST",
        urlsplit(address).path,
        query.encode(),
        {
            "Content-Type": "application/sparql-query",
            "Accept": "application/sparql-results+json",
        },
    )
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body[:300]
    return body


def everyone_asks(address: str, questions: list[str], clients: int) -> int:
    """Let each client put every question once, each in its own order; count the answers."""

    def client(number: int) -> int:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        mine = questions[number:] + questions[:number]
        answers = [ask(connection, address, question) for question in mine]
        connection.close()
        return len(answers)

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(client, range(clients)))


@pytest.fixture(scope="class")
def rates() -> Iterator[dict[str, float]]:
    """Answers a second by server; as ratios when all are measured."""
    found: dict[str, float] = {}
    yield found
    for ours, theirs in (("on_disk", "oxigraph"), ("in_memory", "rdflib"), ("on_disk", "rdflib")):
        if ours in found and theirs in found:
            print(f"\ncareergraph {ours} : {theirs} = {found[ours] / found[theirs]:.2f} : 1")


def measure(
    rates: dict[str, float],
    server: str,
    benchmark: Any,
    command: list[str],
    address: str,
    rounds: int = 5,
    questions: list[str] = QUESTIONS,
    clients: int = CLIENTS,
) -> None:
    with running(command, address):
        if rounds > 1:
            everyone_asks(address, questions, clients)
        answers = benchmark.pedantic(everyone_asks, (address, questions, clients), rounds=rounds)
    assert answers == clients * len(questions)
    if not benchmark.stats:  # run without timing
        return
    rates[server] = answers / benchmark.stats["median"]
    benchmark.extra_info["answers_per_second"] = round(rates[server], 1)
    print(f"\n{server}: {rates[server]:.1f} answers a second")


@pytest.mark.benchmark(group="endpoint: 8 clients, 20 questions each")
class TestThroughput:
    def test_careergraph(self, benchmark: Any, rates: dict[str, float]) -> None:
        port = free_port()
        command = [sys.executable, "-c", OURS, str(port), "core"]
        measure(rates, "in_memory", benchmark, command, f"http://127.0.0.1:{port}/sparql")

    def test_careergraph_on_disk(self, benchmark: Any, rates: dict[str, float], store: str) -> None:
        port = free_port()
        command = [sys.executable, "-c", OURS, str(port), store]
        measure(rates, "on_disk", benchmark, command, f"http://127.0.0.1:{port}/sparql")

    def test_oxigraph_server(self, benchmark: Any, rates: dict[str, float], store: str) -> None:
        oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
        if oxigraph is None:
            pytest.skip("Oxigraph's server is not installed: pip install oxigraph")
        port = free_port()
        command = [oxigraph, "serve-read-only", "-l", store, "-b", f"127.0.0.1:{port}"]
        measure(rates, "oxigraph", benchmark, command, f"http://127.0.0.1:{port}/query")

    def test_rdflib_endpoint(self, benchmark: Any, rates: dict[str, float], quads: Path) -> None:
        pytest.importorskip("rdflib_endpoint", reason="pip install rdflib-endpoint to compare")
        port = free_port()
        command = [sys.executable, "-c", RDFLIB_ENDPOINT, str(port), str(quads)]
        spared = [with_prefixes(TEXTS[name], PREFIXES) for name in MINUTES_IN_RDFLIB]
        questions = [question for question in QUESTIONS if question not in spared]
        # One client: this server works on one question at a time whoever asks.
        address = f"http://127.0.0.1:{port}/"
        measure(rates, "rdflib", benchmark, command, address, 1, questions, 1)


@pytest.mark.benchmark(group="one small query")
class TestOverhead:
    """What the guard costs: the same query in this process, and in a worker."""

    QUERY = "SELECT ?role ?label { ?role a cg:Role ; skos:prefLabel ?label } LIMIT 10"

    def test_unguarded(self, benchmark: Any) -> None:
        store = native_store(open_graph("core"))
        assert store is not None
        asked = {"prefixes": PREFIXES, "use_default_graph_as_union": True}
        benchmark(lambda: list(store.query(self.QUERY, **asked)))

    def test_guarded(self, benchmark: Any) -> None:
        graph = open_graph("core")
        run_query(graph, self.QUERY)  # starts a worker
        benchmark(lambda: run_query(graph, self.QUERY).rows)
        stop_workers(graph)
