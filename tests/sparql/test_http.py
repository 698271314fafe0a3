"""The HTTP endpoint: negotiation, errors, streaming, limits, and the page."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import hostile
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oxrdflib import OxigraphStore
from rdflib import SKOS, Dataset, Graph, URIRef
from requests.exceptions import ChunkedEncodingError
from serving import Client, serving
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from careergraph.loading.opening import open_graph
from careergraph.sparql.access_log import AccessLog
from careergraph.sparql.http import MAX_ASKED, create_app, routes
from careergraph.sparql.protocol import GRAPH_TYPES, TABLE_TYPES, preferred
from careergraph.sparql.query import Limits, stop_workers
from careergraph.store.rdf_files import _UNSEEN
from careergraph.vocabulary import ID_BASE

T = TypeVar("T")

WELDER = ID_BASE + "role/welder"
TRIG = f"""
@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
ex:one {{ <{WELDER}> a cg:Role ; skos:prefLabel "Welder"@en ; cg:requiresSkill ex:welding . }}
ex:two {{ <{WELDER}> cg:requiresSkill ex:reading . }}
"""
SELECT = "SELECT ?s { ?r cg:requiresSkill ?s } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?r cg:requiresSkill ?s }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(12)) + " }"


@pytest.fixture(scope="module")
def graph() -> Iterator[Dataset]:
    store = ox.Store()
    store.load(TRIG, ox.RdfFormat.TRIG)
    small = Dataset(store=OxigraphStore(store=store), default_union=True)
    yield small
    stop_workers(small)


@pytest.fixture(scope="module")
def client(graph: Dataset) -> Iterator[Client]:
    with serving(create_app(graph)) as client:
        yield client


def get(client: Client, query: str, accept: str | None = None, **params: Any) -> Any:
    headers = {"Accept": accept} if accept is not None else {}
    return client.get("/sparql", params={"query": query, **params}, headers=headers)


# ---------------------------------------------------------------- negotiation


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/*", "application/sparql-results+json", "application/n-triples"),
        ("text/*", "text/xml", "text/turtle"),
        ("text/csv", "text/csv", None),
        ("TEXT/CSV", "text/csv", None),
        ("text/turtle", None, "text/turtle"),
        ("application/json", "application/json", "application/json"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values", None),
        ("text/csv;q=0.2,*/*;q=0.1", "text/csv", "text/turtle"),
        ("*/*;q=0.5, text/turtle;q=0, application/ld+json;q=0.6",
         "application/sparql-results+json", "application/ld+json"),
        ("application/sparql-results+json;q=0, */*", "application/json", "text/turtle"),
        ("text/csv;q=nonsense", None, None),
        ("image/png", None, None),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", None, "application/rdf+xml"),
        ("text/csv; charset=utf-8; q=0.9", "text/csv", None),
        (",,;q=1,garbage", None, None),
    ],
)  # fmt: skip
def test_the_best_liked_type_wins(accept: str, table: str | None, graph: str | None) -> None:
    assert preferred(accept, TABLE_TYPES) == table
    assert preferred(accept, GRAPH_TYPES) == graph


@pytest.mark.parametrize("media_type", TABLE_TYPES)
def test_tables_come_as_asked(client: Client, media_type: str) -> None:
    response = get(client, SELECT, media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert "Accept" in response.headers["vary"]
    form = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }.get(TABLE_TYPES[media_type])
    if form is None:
        assert response.text.split() == [
            "s",
            "http://example.org/reading",
            "http://example.org/welding",
        ]
    else:
        rows = ox.parse_query_results(response.content, form)
        assert [row[0].value.rpartition("/")[2] for row in rows] == ["reading", "welding"]


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_triples_come_as_asked(client: Client, media_type: str) -> None:
    response = get(client, CONSTRUCT, media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    form = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }[GRAPH_TYPES[media_type]]
    assert len(list(ox.parse(response.content, form))) == 2


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), ("ASK {}", "application/n-triples"), (CONSTRUCT, "text/csv"),
     (SELECT, "image/png")],
)  # fmt: skip
def test_what_cannot_be_written_as_asked_is_406(client: Client, query: str, accept: str) -> None:
    response = get(client, query, accept)
    assert response.status_code == 406
    assert response.json()["detail"]


# ---------------------------------------------------------------- requests


def test_the_ways_to_ask_agree(client: Client) -> None:
    form = client.post("/sparql", data={"query": SELECT})
    direct = client.post(
        "/sparql", data=SELECT, headers={"Content-Type": "application/sparql-query"}
    )
    charset = client.post(
        "/sparql",
        data=SELECT,
        headers={"Content-Type": 'application/sparql-query; charset="UTF-8"'},
    )
    assert form.json() == direct.json() == charset.json() == get(client, SELECT).json()


def test_the_dataset_can_be_chosen(client: Client) -> None:
    def skills(response: Any) -> list[str]:
        rows = response.json()["results"]["bindings"]
        return [row["s"]["value"].rpartition("/")[2] for row in rows]

    chosen = {"default-graph-uri": "http://example.org/two"}
    assert skills(get(client, SELECT, **chosen)) == ["reading"]
    assert skills(client.post("/sparql", data={"query": SELECT, **chosen})) == ["reading"]
    both = {"default-graph-uri": ["http://example.org/one", "http://example.org/two"]}
    assert skills(get(client, SELECT, **both)) == ["reading", "welding"]
    named = "SELECT ?s { GRAPH ?g { ?r cg:requiresSkill ?s } }"
    assert skills(get(client, named, **{"named-graph-uri": "http://example.org/one"})) == [
        "welding"
    ]


@pytest.mark.parametrize(
    ("method", "arguments", "status"),
    [
        ("GET", {"params": {"query": "SELECT * {"}}, 400),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("GET", {"params": {"default-graph-uri": "http://example.org/one"}}, 400),
        ("GET", {"params": {"query": "INSERT DATA { <a:a> <a:b> 1 }"}}, 400),
        ("GET", {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}}, 400),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}, 400),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 403),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403),
        ("POST", {"data": {}}, 415),
        ("POST", {"data": {"x": "y"}}, 400),
        ("POST", {"data": "ASK {}"}, 415),
        ("POST", {"data": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"data": "CLEAR ALL",
                  "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ("POST", {"data": "ASK {}".encode("utf-16"),
                  "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("POST", {"data": "ASK {}".encode("utf-16"),
                  "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}}, 415),
        ("POST", {"data": "#" * 900_000,
                  "headers": {"Content-Type": "application/sparql-query"}}, 413),
        ("POST", {"data": {f"field{n}": "x" for n in range(2000)}}, 400),
        ("PUT", {"data": "ASK {}"}, 405),
        ("DELETE", {}, 405),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_is_told_so(
    client: Client, method: str, arguments: dict[str, Any], status: int
) -> None:
    response = client.request(method, "/sparql", **arguments)
    assert response.status_code == status
    assert "Traceback" not in response.text
    if status == 405:
        assert "POST" in response.headers["allow"]
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"].endswith((".", "…"))


def test_a_syntax_error_has_a_place(client: Client) -> None:
    problem = get(client, "SELECT ?s {\n ?s nope:x ?o }").json()
    assert (problem["line"], problem["column"]) == (2, 5)
    assert "nope:" in problem["detail"]


def test_head_and_options(client: Client) -> None:
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("application/sparql-results+json")
    options = client.options("/sparql")
    assert options.status_code == 204
    assert set(options.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_other_origins_may_ask_only_when_told(graph: Dataset, client: Client) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    closed = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    assert "access-control-allow-origin" not in closed.headers
    with serving(create_app(graph, cors=["https://elsewhere.example"])) as opened:
        answer = opened.get("/sparql", params={"query": "ASK {}"}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://elsewhere.example"
        asked = origin | {"Access-Control-Request-Method": "POST"}
        preflight = opened.options("/sparql", headers=asked)
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_a_foreign_host_name_is_turned_away(graph: Dataset) -> None:
    with serving(create_app(graph, hosts=["127.0.0.1"])) as client:
        assert client.get("/health").status_code == 200
        assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400


# ---------------------------------------------------------------- other resources


def test_the_service_describes_itself(client: Client) -> None:
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    text = response.text
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert f"<{sd}endpoint> <{client.home}/sparql>" in text
    for what in ("SPARQL11Query", "UnionDefaultGraph"):
        assert f"<{sd}{what}>" in text
    assert f"<{sd}name> <http://example.org/one>" in text
    void, dct = "http://rdfs.org/ns/void#", "http://purl.org/dc/terms/"
    said = Graph().parse(data=text, format="nt")
    dataset = URIRef(f"{client.home}/sparql#dataset")
    one = URIRef("http://example.org/one")
    assert int(str(said.value(dataset, URIRef(f"{void}triples")))) == len(
        client.get(
            "/sparql",
            params={"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"},
            headers={"Accept": "application/n-triples"},
        ).text.splitlines()
    )
    assert URIRef(str(SKOS)) in set(said.objects(dataset, URIRef(f"{void}vocabulary")))
    assert (dataset, URIRef(f"{void}subset"), one) in said
    assert said.value(one, URIRef(f"{void}triples"))
    assert said.value(one, URIRef(f"{dct}title"))
    assert client.get("/.well-known/void").headers["location"] == "/sparql"
    turtle = client.get("/sparql")
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert len(list(ox.parse(turtle.content, ox.RdfFormat.TURTLE))) == len(text.splitlines())


def test_health(client: Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_a_thing_answers_at_its_own_path(client: Client) -> None:
    turtle = client.get("/id/role/welder", headers={"Accept": "text/turtle"})
    assert turtle.status_code == 200
    assert '"Welder"@en' in turtle.text
    linked = client.get("/id/role/welder", headers={"Accept": "application/ld+json"})
    assert any(WELDER in json.dumps(each) for each in linked.json())
    assert client.get("/id/role/welder", headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/id/role/plumber").status_code == 404
    assert client.get("/id/role/%3E%20%3Fx").status_code == 404, "no way into the query"


def test_ontology_sources_and_parts_of_things_answer_at_their_paths() -> None:
    core = open_graph("core")
    with serving(create_app(core)) as client:
        assert client.get("/ontology/0.1.0").headers["location"] == "/ontology"
        for path, says in {
            "/ontology": '"requires skill"@en',
            "/source/esco-ict": "ESCO",
            "/id/skill/machine-learning": "cg:requiresSkill skill:machine-learning",
            "/id/posting/x/y": None,
        }.items():
            answer = client.get(path, headers={"Accept": "text/turtle"})
            assert answer.status_code == (200 if says else 404), path
            assert (says or "") in answer.text
            page = client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == (303 if says else 404)
    stop_workers(core)


def test_a_thing_of_any_name_is_told_letter_by_letter(tmp_path: Path) -> None:
    named = open_graph(hostile.write(tmp_path))
    forms = {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/ld+json": "json-ld",
    }
    with serving(create_app(named)) as client:
        for number, label in enumerate(hostile.LABELS):
            path = f"/id/{'tool' if number % 3 else 'skill'}/{number}"
            for accept, form in forms.items():
                answer = client.get(path, headers={"Accept": accept})
                told = Graph().parse(data=answer.content, format=form)
                kept = next(iter(told.objects(None, SKOS.prefLabel)))
                assert str(kept) == _UNSEEN.sub("", label)
            page = client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == 303
            assert hostile.MARK not in page.headers["Location"]
    stop_workers(named)


def test_a_browser_is_sent_to_a_page_about_the_thing(graph: Dataset, client: Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    alone = client.get("/id/role/welder", headers=browser)
    assert alone.status_code == 303
    assert alone.headers["location"].startswith("/sparql?query=CONSTRUCT")
    assert alone.headers["vary"] == "Accept"
    beside = Mount("/", PlainTextResponse("the app"))  # as the explorer is: it answers for the rest
    both = [*routes(graph, explore="/explore?thing="), beside]
    with serving(Starlette(routes=both)) as app:
        within = app.get("/id/role/welder", headers=browser)
        refused = app.put("/sparql", data="ASK {}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert within.headers["location"] == "/explore?thing=" + WELDER.replace(":", "%3A").replace(
        "/", "%2F"
    )


def test_the_page_needs_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html"})
    assert response.headers["content-type"].startswith("text/html")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    for loading in ('src="', "@import", "url(", '<link rel="stylesheet"'):
        assert loading not in response.text
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert response.text.count(f'nonce="{nonce}"') == 2
    again = client.get("/sparql", headers={"Accept": "text/html"})
    assert nonce not in again.text


# ---------------------------------------------------------------- size and time


@pytest.fixture(scope="module")
def large() -> Iterator[Dataset]:
    store = ox.Store()
    p, g = ox.NamedNode("http://example.org/p"), ox.NamedNode("http://example.org/g")
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://example.org/{n}"), p, ox.Literal(f"number {n}"), g)
        for n in range(20_000)
    )
    dataset = Dataset(store=OxigraphStore(store=store), default_union=True)
    yield dataset
    stop_workers(dataset)


def test_a_large_answer_is_complete_and_compressed(large: Dataset) -> None:
    with serving(create_app(large)) as client:
        form = {"query": "SELECT * { ?s ?p ?o }"}
        answer = client.post("/sparql", data=form, headers={"Accept": "text/csv"})
        assert answer.headers["content-encoding"] == "gzip"
        assert len(answer.text.splitlines()) == 20_001
        triples = get(client, "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
        assert len(triples.text.splitlines()) == 20_000


def in_a_loop(scenario: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: another test's event loop may live in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(scenario, 60)).result()


class Peer:
    """An ASGI client that can look at each message and leave when it likes."""

    def __init__(self, query: str, path: str = "/sparql", client: str = "127.0.0.1") -> None:
        self.query, self.path, self.client = query, path, client
        self.messages: list[dict[str, Any]] = []
        self.gone = asyncio.Event()
        self.wakes = asyncio.Event()
        self.asked = False

    async def receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": self.query.encode(), "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.messages.append(message)
        self.wakes.set()

    async def ask(self, app: Any) -> None:
        scope = {
            "type": "http", "method": "POST" if self.query else "GET", "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": b"", "headers": [(b"content-type", b"application/sparql-query")],
            "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
            "scheme": "http", "server": ("testserver", 80), "client": (self.client, 1),
        }  # fmt: skip
        await app(scope, self.receive, self.send)


def test_pieces_arrive_before_the_answer_is_whole(large: Dataset) -> None:
    async def scenario() -> Peer:
        peer = Peer("SELECT * { ?s ?p ?o }")
        await peer.ask(create_app(large))
        return peer

    messages = in_a_loop(scenario()).messages
    bodies = [message for message in messages if message["type"] == "http.response.body"]
    assert len(bodies) > 10
    assert [body["more_body"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    whole = json.loads(b"".join(body["body"] for body in bodies))
    assert len(whole["results"]["bindings"]) == 20_000


def test_a_client_that_leaves_ends_its_query(graph: Dataset) -> None:
    from careergraph.sparql.pool import pool_of

    async def scenario() -> float:
        app = create_app(graph, limits=Limits(timeout=30))
        peer = Peer(ENDLESS)
        asking = asyncio.create_task(peer.ask(app))
        await asyncio.sleep(0.8)
        assert len(pool_of(graph).busy) == 1
        peer.gone.set()
        start = asyncio.get_running_loop().time()
        await asyncio.wait_for(asking, 5)
        while pool_of(graph).busy:
            await asyncio.sleep(0.01)
        return asyncio.get_running_loop().time() - start

    assert in_a_loop(scenario()) < 2


def test_a_client_that_leaves_midway_frees_the_worker(large: Dataset) -> None:
    from careergraph.sparql.pool import pool_of

    async def scenario() -> None:
        peer = Peer("SELECT * { ?s ?p ?o . ?a ?b ?c }")
        asking = asyncio.create_task(peer.ask(create_app(large, limits=Limits(max_rows=10**9))))
        await peer.wakes.wait()
        peer.gone.set()
        await asyncio.wait_for(asking, 5)
        while pool_of(large).busy:
            await asyncio.sleep(0.01)

    in_a_loop(scenario())


def test_the_time_limit_is_408_and_others_are_answered(graph: Dataset) -> None:
    async def scenario() -> tuple[list[int], list[int]]:
        app = create_app(graph, limits=Limits(timeout=1))
        slow = [Peer(ENDLESS) for _ in range(3)]
        asking = [asyncio.create_task(peer.ask(app)) for peer in slow]
        quick = []
        while not all(task.done() for task in asking):
            peer = Peer(SELECT)
            await peer.ask(app)
            quick.append(peer.messages[0]["status"])
        headers = dict(slow[0].messages[0]["headers"])
        assert headers[b"retry-after"]
        return [peer.messages[0]["status"] for peer in slow], quick

    slow, quick = in_a_loop(scenario())
    assert slow == [408, 408, 408]
    assert len(quick) > 5
    assert set(quick) == {200}


def test_a_full_house_is_503(graph: Dataset) -> None:
    async def scenario() -> list[int]:
        app = create_app(graph, limits=Limits(timeout=2, patience=0.2))
        peers = [Peer(ENDLESS) for _ in range(6)]
        await asyncio.gather(*(peer.ask(app) for peer in peers))
        refused = [peer for peer in peers if peer.messages[0]["status"] == 503]
        assert all(b"retry-after" in dict(peer.messages[0]["headers"]) for peer in refused)
        return sorted(peer.messages[0]["status"] for peer in peers)

    # Nobody has all places: the third stays free for other clients.
    assert in_a_loop(scenario()) == [408, 408, 503, 503, 503, 503]


def test_short_questions_are_answered_while_long_ones_wait(graph: Dataset) -> None:
    async def scenario() -> tuple[set[int], list[float]]:
        app = create_app(graph, limits=Limits(timeout=5))
        asking = [
            asyncio.create_task(Peer(ENDLESS, client=f"10.0.0.{number}").ask(app))
            for number in range(8)
        ]
        await asyncio.sleep(1)
        statuses, times = set(), []
        for _ in range(20):
            peer = Peer(SELECT)
            start = time.monotonic()
            await peer.ask(app)
            times.append(time.monotonic() - start)
            statuses.add(peer.messages[0]["status"])
            await asyncio.sleep(0.1)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        return statuses, times

    statuses, times = in_a_loop(scenario())
    assert statuses == {200}
    # The first may wait for a process to start; the others find one.
    assert sorted(times)[15] < 1, times


def test_who_reads_slowly_holds_no_worker(large: Dataset) -> None:
    from careergraph.sparql.pool import pool_of

    class Slow(Peer):
        async def send(self, message: Any) -> None:
            await super().send(message)
            if message.get("body"):
                await self.gone.wait()

    async def scenario() -> None:
        app = create_app(large, limits=Limits(max_rows=10**6))
        slow = [Slow("SELECT * { ?s ?p ?o }", client=f"10.0.0.{n}") for n in range(8)]
        asking = [asyncio.create_task(peer.ask(app)) for peer in slow]
        for peer in slow:
            await peer.wakes.wait()
        for _ in range(300):
            if not pool_of(large).busy:
                break
            await asyncio.sleep(0.05)
        assert not pool_of(large).busy, "all is answered, though nobody has read it"
        ordinary = Peer("ASK {}")
        await ordinary.ask(app)
        assert ordinary.messages[0]["status"] == 200
        for peer in slow:
            peer.gone.set()
        await asyncio.gather(*asking)

    in_a_loop(scenario())


def test_one_client_cannot_ask_without_end(graph: Dataset) -> None:
    async def scenario() -> list[int]:
        app = create_app(graph, limits=Limits(timeout=1, patience=3))
        peers = [Peer(ENDLESS, client="10.0.0.1") for _ in range(MAX_ASKED + 3)]
        await asyncio.gather(*(peer.ask(app) for peer in peers))
        return [peer.messages[0]["status"] for peer in peers]

    assert in_a_loop(scenario())[-3:] == [503, 503, 503]


def test_health_and_identifiers_answer_whatever_is_running(graph: Dataset) -> None:
    async def scenario() -> tuple[int, int]:
        app = create_app(graph, limits=Limits(timeout=3))
        asking = [
            asyncio.create_task(Peer(ENDLESS, client=f"10.0.0.{number}").ask(app))
            for number in range(8)
        ]
        await asyncio.sleep(1)
        well, thing = Peer("", path="/health"), Peer("", path="/id/role/nothing")
        await well.ask(app)
        await thing.ask(app)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        return well.messages[0]["status"], thing.messages[0]["status"]

    assert in_a_loop(scenario()) == (200, 404)


def test_rows_beyond_the_limit_are_cut_and_marked(large: Dataset) -> None:
    with serving(create_app(large, limits=Limits(max_rows=5))) as client:
        answer = get(client, "SELECT * { ?s ?p ?o }")
        whole = get(client, "SELECT * { ?s ?p ?o } LIMIT 5")
    assert len(answer.json()["results"]["bindings"]) == 5
    assert answer.headers["careergraph-truncated"] == "true"
    assert answer.headers["careergraph-max-rows"] == "5"
    assert "careergraph-truncated" not in whole.headers


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "text/xml"])
def test_a_long_answer_that_is_cut_is_broken_off(large: Dataset, accept: str) -> None:
    limits = Limits(max_rows=20_000)
    with serving(create_app(large, limits=limits)) as client:
        with pytest.raises(ChunkedEncodingError):
            get(client, "SELECT * { ?s ?p ?o . ?t ?q ?u }", accept)
        whole = get(client, "SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 20000", accept)
    assert whole.status_code == 200
    assert len(whole.content) > 65_536, "it comes in several pieces"


# ---------------------------------------------------------------- the log


def test_each_request_is_one_line_of_json(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "careergraph.access"):
        get(client, SELECT)
        get(client, "SELECT * {")
        until = time.monotonic() + 5  # a line is written when its answer is out already
        while len(caplog.records) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    first, second = (json.loads(record.message) for record in caplog.records)
    assert (first["method"], first["path"], first["status"]) == ("GET", "/sparql", 200)
    assert first["ms"] >= 0
    assert first["bytes"] > 0
    assert second["status"] == 400


def test_the_log_can_be_of_some_paths_alone(
    graph: Dataset, caplog: pytest.LogCaptureFixture
) -> None:
    app = AccessLog(Starlette(routes=routes(graph)), paths=("/sparql",))
    with caplog.at_level(logging.INFO, "careergraph.access"), serving(app) as client:
        client.get("/health")
        get(client, SELECT)
    assert [json.loads(record.message)["path"] for record in caplog.records] == ["/sparql"]


# ---------------------------------------------------------------- anything at all

HEADER = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
TYPES = st.sampled_from(
    ["application/sparql-query", "application/x-www-form-urlencoded", "text/plain", ""]
)


@given(
    method=st.sampled_from(["GET", "POST", "HEAD"]),
    search=st.dictionaries(
        st.sampled_from(["query", "default-graph-uri", "named-graph-uri", "update", "é"]),
        st.one_of(st.text(max_size=30), st.just(SELECT), st.just("http://example.org/one")),
    ),
    accept=st.one_of(HEADER, st.sampled_from(["*/*", "text/csv;q=0.1,text/*", "text/turtle", ""])),
    content_type=st.one_of(TYPES, HEADER),
    body=st.one_of(
        st.binary(max_size=60), st.just(SELECT.encode()), st.just(b"query=ASK%20%7B%7D")
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request_gets_a_proper_answer(
    client: Client, method: str, search: dict[str, str], accept: str, content_type: str, body: bytes
) -> None:
    response = client.request(
        method,
        "/sparql",
        params=search,
        data=body if method == "POST" else None,
        headers={"Accept": accept, "Content-Type": content_type},
    )
    assert response.status_code in {200, 400, 403, 406, 413, 415}
    assert "Traceback" not in response.text
    if response.status_code != 200 and method != "HEAD":
        assert response.json()["detail"]
