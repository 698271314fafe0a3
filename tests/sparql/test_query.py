"""Guarded SPARQL: right answers, every limit, and nothing that gets out or in."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.namespace import XSD

from careergraph.errors import FormatError, QueryError, QueryLimitError
from careergraph.loading.opening import open_graph
from careergraph.sparql.pool import pool_of
from careergraph.sparql.query import MAX_QUERY, Limits, answer_in_pieces, run_query, stop_workers
from careergraph.sparql.words import keywords, unescaped

EX = "http://example.org/"
TRIG = """
@prefix ex: <http://example.org/> .
@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:one {
  ex:welder a cg:Role ; skos:prefLabel "Welder"@en ; cg:requiresSkill ex:welding .
  ex:welding skos:prefLabel "Welding"@en ; skos:note "tab\\there, \\"quote\\", line\\nbreak <&>" .
}
ex:two {
  ex:welder a cg:Role ; cg:requiresSkill ex:reading ; ex:pay 41000.5 ; ex:open true .
  ex:reading skos:prefLabel "Reading plans"@en ; ex:seen [ ex:on "2026-01-01" ] .
}
"""
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"


def dataset(store: ox.Store) -> Dataset:
    return Dataset(store=OxigraphStore(store=store), default_union=True)


@pytest.fixture(scope="module")
def graph() -> Iterator[Dataset]:
    store = ox.Store()
    store.load(TRIG, ox.RdfFormat.TRIG)
    small = dataset(store)
    yield small
    stop_workers(small)


@pytest.fixture(scope="module")
def ring() -> Iterator[Dataset]:
    """A ring of 2,000 things that lead to one another: small, and dear to ask carelessly."""
    store = ox.Store()
    leads, graph_name = ox.NamedNode(EX + "leads"), ox.NamedNode(EX + "ring")
    things = [ox.NamedNode(f"{EX}{number}") for number in range(2000)]
    for here, there in zip(things, things[1:] + things[:1], strict=True):
        store.add(ox.Quad(here, leads, there, graph_name))
    large = dataset(store)
    yield large
    stop_workers(large)


# ---------------------------------------------------------------- answers


def test_select_gives_rdflib_terms(graph: Dataset) -> None:
    result = run_query(
        graph,
        "SELECT ?pay ?open ?label ?none ?node { ?r <http://example.org/pay> ?pay ; "
        "<http://example.org/open> ?open ; skos:prefLabel ?label . ?x <http://example.org/seen> "
        "?node }",
    )
    assert result.kind == "select"
    assert result.variables == ("pay", "open", "label", "none", "node")
    ((pay, is_open, label, nothing, node),) = result.rows
    assert pay == Literal("41000.5", datatype=XSD.decimal)
    assert is_open == Literal(True)
    assert label == Literal("Welder", lang="en")
    assert nothing is None
    assert isinstance(node, BNode)
    assert 0 < result.seconds < 1
    assert not result.truncated


def test_ask_is_yes_or_no(graph: Dataset) -> None:
    assert run_query(graph, "ASK { ?r a cg:Role }").boolean is True
    assert run_query(graph, "ASK { ?r a cg:Tool }").boolean is False


def test_construct_and_describe_give_triples(graph: Dataset) -> None:
    result = run_query(graph, "CONSTRUCT { ?r a cg:Tool } WHERE { ?r a cg:Role }")
    assert result.kind == "construct"
    assert len(result.graph()) == len(result.rows) == 1
    about = run_query(graph, "DESCRIBE <http://example.org/welder>").graph()
    assert (URIRef(EX + "welder"), URIRef(EX + "open"), Literal(True)) in about


def test_the_default_graph_is_the_union_and_a_set(graph: Dataset) -> None:
    both = run_query(graph, "SELECT ?s { <http://example.org/welder> cg:requiresSkill ?s }")
    assert {str(row[0]) for row in both.rows} == {EX + "welding", EX + "reading"}
    (count,) = run_query(graph, "SELECT (COUNT(*) AS ?n) { ?r a cg:Role }").rows[0]
    assert count == Literal(1), "what two sources state is one statement"


def test_graph_tells_the_source(graph: Dataset) -> None:
    query = "SELECT ?g { GRAPH ?g { ?r a cg:Role } } ORDER BY ?g"
    assert [str(row[0]) for row in run_query(graph, query).rows] == [EX + "one", EX + "two"]


@pytest.mark.parametrize(
    ("dataset_clause", "arguments", "skills"),
    [
        ("FROM <http://example.org/one>", {}, {"welding"}),
        ("FROM <http://example.org/one> FROM <http://example.org/two>", {}, {"welding", "reading"}),
        ("", {"default_graphs": [EX + "two"]}, {"reading"}),
        ("FROM <http://example.org/one>", {"default_graphs": [EX + "two"]}, {"reading"}),
        ("", {"named_graphs": [EX + "two"]}, set()),
    ],
)
def test_from_and_the_arguments_choose_the_graphs(
    graph: Dataset, dataset_clause: str, arguments: dict[str, list[str]], skills: set[str]
) -> None:
    query = f"SELECT ?s {dataset_clause} {{ ?r cg:requiresSkill ?s }}"
    rows = run_query(graph, query, **arguments).rows  # type: ignore[arg-type]
    assert {str(row[0]).removeprefix(EX) for row in rows} == skills


def test_from_named_limits_graph(graph: Dataset) -> None:
    query = "SELECT ?g FROM NAMED <http://example.org/one> { GRAPH ?g { ?r a cg:Role } }"
    assert [str(row[0]) for row in run_query(graph, query).rows] == [EX + "one"]


def test_the_word_from_is_no_dataset(graph: Dataset) -> None:
    query = 'SELECT ?s { ?r cg:requiresSkill ?s FILTER(?s != "from service") } # FROM <x>'
    assert len(run_query(graph, query).rows) == 2


@pytest.mark.parametrize("written_as", ["json", "xml", "csv", "tsv"])
def test_tables_are_written_as_oxigraph_writes_them(graph: Dataset, written_as: str) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o FILTER(!isBlank(?o) && !isBlank(?s)) } ORDER BY ?s ?p ?o"
    forms = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    pieces = answer_in_pieces(graph, query, Limits(), table_format=written_as)
    written = b"".join(piece for _, piece in pieces)
    expected = run_query(graph, query).serialize(written_as)
    if written_as == "csv":
        assert written == expected
        return
    ours, theirs = (ox.parse_query_results(text, forms[written_as]) for text in (written, expected))
    assert ours.variables == theirs.variables
    assert [list(row) for row in ours] == [list(row) for row in theirs]
    assert written.count(b"Reading plans") == 1


@pytest.mark.parametrize("written_as", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_triples_are_written_in_every_format(graph: Dataset, written_as: str) -> None:
    forms = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(!isBlank(?o) && !isBlank(?s)) }"
    streamed = b"".join(
        piece for _, piece in answer_in_pieces(graph, query, Limits(), graph_format=written_as)
    )
    result = run_query(graph, query)
    expected = set(map(str, ox.parse(result.body, ox.RdfFormat.N_TRIPLES)))
    for text in (streamed, result.serialize(written_as)):
        assert set(map(str, ox.parse(text, forms[written_as]))) == expected


def test_a_table_cannot_be_turtle(graph: Dataset) -> None:
    with pytest.raises(FormatError, match="choose one of json, xml, csv, tsv"):
        run_query(graph, "SELECT * { ?s ?p ?o }").serialize("turtle")
    with pytest.raises(FormatError, match="SELECT and ASK"):
        list(answer_in_pieces(graph, "ASK {}", Limits(), table_format=None))


def test_to_dict_is_sparql_json(graph: Dataset) -> None:
    result = run_query(graph, "SELECT ?r { ?r a cg:Role }").to_dict()
    assert result["results"]["bindings"] == [{"r": {"type": "uri", "value": EX + "welder"}}]
    triples = run_query(graph, "CONSTRUCT WHERE { ?r a cg:Role }").to_dict()["triples"]
    assert triples[0][0] == f"<{EX}welder>"


def test_a_graph_on_disk_answers_alike(graph: Dataset, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.load(TRIG, ox.RdfFormat.TRIG)
    store.flush()
    del store
    on_disk = open_graph(tmp_path / "store")
    query = "SELECT DISTINCT ?g ?s { GRAPH ?g { ?r cg:requiresSkill ?s } } ORDER BY ?g ?s"
    assert run_query(on_disk, query).rows == run_query(graph, query).rows
    with pytest.raises(QueryLimitError):
        run_query(on_disk, f"SELECT * {{ {CROSS} . {CROSS.upper()} }} ORDER BY ?a", timeout=0.5)
    assert run_query(on_disk, query).rows == run_query(graph, query).rows
    stop_workers(on_disk)


def test_a_plain_rdflib_dataset_answers_too() -> None:
    plain = Dataset(default_union=True)
    plain.parse(data=TRIG, format="trig")
    assert len(run_query(plain, "SELECT ?s { ?r cg:requiresSkill ?s }").rows) == 2
    stop_workers(plain)


def test_after_stop_workers_changes_are_seen() -> None:
    changing = dataset(ox.Store())
    assert not run_query(changing, "ASK { ?s ?p ?o }").boolean
    changing.graph(URIRef(EX + "g")).add((URIRef(EX + "a"), URIRef(EX + "b"), Literal(1)))
    stop_workers(changing)
    assert run_query(changing, "ASK { ?s ?p ?o }").boolean
    stop_workers(changing)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("query", "line", "column", "what"),
    [
        ("SELECT * {", 1, 11, "“}” is missing, for the “{” in line 1, column 10"),
        ("SELECT ?s {\n  ?s foo:bar ?o }", 2, 6, "the prefix foo: is not declared"),
        (
            "SELECT ?s WHERE {\n ?s ?p ?o .\n FILTER(?o > ) }",
            3,
            14,
            "something is missing before “\\)”",
        ),
        ("SELEC ?s { ?s ?p ?o }", 1, 1, "did you mean SELECT"),
        ("SELECT ?s { ?s ?p }", 1, 19, "something is missing before “}”"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", 1, 30, "“BY” is missing before “\\?s”"),
        ("", 1, 1, "something is missing"),
    ],
)
def test_a_syntax_error_tells_its_place(
    graph: Dataset, query: str, line: int, column: int, what: str
) -> None:
    with pytest.raises(QueryError, match=what) as raised:
        run_query(graph, query)
    assert (raised.value.line, raised.value.column) == (line, column)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/data.ttl>",
        "CLEAR ALL",
        "PREFIX ex: <http://example.org/> INSERT { ex:a ex:b ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(graph: Dataset, query: str) -> None:
    with pytest.raises(QueryError, match="read-only"):
        run_query(graph, query)


SERVICES = [
    "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o { SELECT ?x { { OPTIONAL { sErViCe <ADDRESS> { ?x ?y ?z } } } } } }",
    "ASK { FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?where { <ADDRESS> } SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { # a comment that ends at a carriage return \r SERVICE <ADDRESS> { ?s ?p ?o } }",
    'SELECT * { VALUES ?x { "\\u0022 # " } SERVICE <ADDRESS> { ?s ?p ?o } }',
    "SELECT * { VALUES ?x { '''a' # ''' } SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s <http://example.org/#> ?o . SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { LATERAL { SERVICE <ADDRESS> { ?s ?p ?o } } }",
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """An HTTP server that notes who comes."""
    visits: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", visits
    server.shutdown()


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_however_it_hides(
    graph: Dataset, listener: tuple[str, list[str]], query: str
) -> None:
    address, visits = listener
    with pytest.raises(QueryError):
        run_query(graph, query.replace("ADDRESS", address))
    assert visits == []


def test_even_an_unseen_service_finds_no_way_out(
    graph: Dataset, listener: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the check of the algebra, the worker still cannot open a socket."""
    from careergraph.sparql import worker as query_worker

    address, visits = listener
    store = ox.Store()
    job = {
        "default_graphs": [],
        "named_graphs": [],
        "prefixes": {},
        "base": None,
        "names_its_dataset": False,
    }
    job["query"] = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    with query_worker.no_new_files(), pytest.raises(OSError, match="Too many open files"):
        list(query_worker.local(store)(job))
    assert visits == []


def test_service_as_a_word_is_harmless(graph: Dataset) -> None:
    query = 'SELECT ?service { ?service skos:prefLabel "Customer service"@en } # no SERVICE here'
    assert run_query(graph, query).rows == ()


def test_a_query_beyond_sparql_1_1_may_hold_any_word(graph: Dataset) -> None:
    query = 'SELECT ?x { VALUES ?y { 1 } LATERAL { BIND("from a service" AS ?x) } }'
    assert [str(row[0]) for row in run_query(graph, query).rows] == ["from a service"]


@pytest.mark.parametrize("query", [*SERVICES, 'ASK { ?s ?p "\\u0022 . SERVICE <a:b> { } #" }'])
def test_an_endpoint_is_sent_no_service_either(query: str) -> None:
    assert "SERVICE" in keywords(unescaped(query)) | keywords(query)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("SELECT ?x FROM <a:b> { }", True),
        ("select ?x from named <a:b> { }", True),
        ("SELECT ?x # a\rFROM <a:b> { }", True),
        ("SELECT ?x FROM<a:b>{}", True),
        ("""SELECT ?from { ?from from:from 'from' , \"\"\"from "from" \"\"\" }""", False),
        ("SELECT ?x { ?x a:from _:from ; <from> ?y } # FROM", False),
        ("SELECT ?x { ?x a:b 'x'@from }", False),
    ],
)
def test_a_query_that_names_its_dataset_is_known(query: str, there: bool) -> None:
    assert ("FROM" in keywords(query)) == there


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "{{(" * 60_000,
        "ASK { FROM " + "-(" * 90_000,
        "ASK {" + " FROM ?x" * 25_000,
        "SELECT * { VALUES ?x {" + " 'from'" * 25_000,
        "from '" + "a" * 199_000,
        "from <" * 30_000,
        "from a" + "." * 199_000,
        'from """' + '""x' * 60_000,
        "from " + "a" * 199_000,
        "from " + ":" * 199_000,
    ],
    ids=lambda query: query[:20],
)
def test_a_query_is_checked_in_linear_time(query: str) -> None:
    start = time.process_time()
    keywords(query)
    assert time.process_time() - start < 1


# ---------------------------------------------------------------- limits

ATTACKS = {
    "cross product, sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?a ?i ?e",
    "cross product, counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "cross product, distinct": f"SELECT DISTINCT ?a ?d ?g {{ {CROSS} }} ORDER BY DESC(?g)",
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>|!<b:b>)* ?b . ?b (!<a:a>)+ ?c }",
    "group_concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {CROSS} }}",
    "doubling text": "SELECT ?x { "
    + "BIND('0123456789' AS ?t0) "
    + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(40))
    + " BIND(STRLEN(?t40) AS ?x) }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(99)))} }}" for n in range(9))
    + " }",
    "nested groups": "SELECT * " + "{" * 60_000 + "}" * 60_000,
    "nested brackets": "SELECT * { FILTER(" + "(" * 60_000 + "1" + ")" * 60_000 + ") }",
    "nested service": "SELECT * " + "{" * 9_000 + "SERVICE <a:a> {}" + "}" * 9_000,
    "regex in a loop": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER(REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), '^(([a-z])+.)+[A-Z]([a-z])+$')) }",
}


@pytest.mark.parametrize("query", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_is_stopped_while_others_are_answered(ring: Dataset, query: str) -> None:
    run_query(ring, "ASK {}")
    started = time.monotonic()
    with ThreadPoolExecutor(1) as attacker:
        attack = attacker.submit(run_query, ring, query, timeout=1.5, memory=300_000_000)
        answered = 0
        while not attack.done():
            assert run_query(ring, "ASK { ?s ?p ?o }", timeout=30).boolean
            answered += 1
            time.sleep(0.01)
        with pytest.raises(QueryError) as raised:
            attack.result()
    assert answered > 0
    assert time.monotonic() - started < 20
    assert len(str(raised.value)) < 400
    assert str(raised.value).endswith(".")


def test_a_regular_expression_does_not_backtrack(ring: Dataset) -> None:
    query = f"ASK {{ FILTER(REGEX('{'a' * 5000}!', '^(a+)+$')) }}"
    assert run_query(ring, query).seconds < 1


def test_memory_is_capped(ring: Dataset) -> None:
    with pytest.raises(QueryLimitError, match="memory") as raised:
        run_query(ring, ATTACKS["doubling text"], timeout=20, memory=100_000_000)
    assert raised.value.limit == "memory"


def test_time_is_capped_close_to_what_was_asked(ring: Dataset) -> None:
    started = time.monotonic()
    with pytest.raises(QueryLimitError, match="too long") as raised:
        run_query(ring, ATTACKS["cross product, counted"], timeout=0.5)
    assert raised.value.limit == "time"
    assert time.monotonic() - started < 5


def test_rows_are_cut_off_and_said_so(ring: Dataset) -> None:
    result = run_query(ring, "SELECT * { ?s ?p ?o }", max_rows=7)
    assert (len(result.rows), result.truncated) == (7, True)
    exact = run_query(ring, "SELECT * { ?s ?p ?o } LIMIT 7", max_rows=7)
    assert (len(exact.rows), exact.truncated) == (7, False)
    triples = run_query(ring, "CONSTRUCT WHERE { ?s ?p ?o }", max_rows=7)
    assert (len(triples.rows), triples.truncated) == (7, True)


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
def test_size_is_capped_and_the_answer_stays_readable(ring: Dataset, form: str) -> None:
    result = run_query(ring, form + " WHERE { ?s ?p ?o }", max_bytes=20_000)
    assert result.truncated
    assert 0 < len(result.rows) < 2000
    assert len(result.body) < 40_000


def test_a_long_query_is_not_looked_at(ring: Dataset) -> None:
    with pytest.raises(QueryError, match="characters long"):
        run_query(ring, "#" * MAX_QUERY + "\nASK {}")


def test_a_query_can_be_cancelled(ring: Dataset) -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(QueryLimitError, match="cancelled"):
        run_query(ring, ATTACKS["cross product, counted"], cancelled=cancelled)
    assert time.monotonic() - started < 5


def test_leaving_an_answer_early_frees_its_worker(ring: Dataset) -> None:
    for _ in range(6):
        pieces = answer_in_pieces(ring, f"SELECT * {{ {CROSS} }}", Limits(max_rows=10**9))
        about, piece = next(pieces)
        assert about["more"]
        assert len(piece) >= 65_536
        pieces.close()
    assert run_query(ring, "ASK {}").boolean


def test_too_many_at_once_are_told_so(ring: Dataset) -> None:
    heavy = ATTACKS["cross product, counted"]
    limits = Limits(timeout=3, patience=0.2)

    def attempt(_: int) -> str:
        try:
            list(answer_in_pieces(ring, heavy, limits))
        except QueryLimitError as error:
            return error.limit
        return "answered"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, range(8)))
    assert outcomes == ["time"] * 3 + ["workers"] * 5


def test_a_worker_that_something_else_ended_is_replaced(ring: Dataset) -> None:
    run_query(ring, "ASK {}")
    for worker in pool_of(ring).idle:
        worker.process.kill()
        worker.process.wait()
    assert run_query(ring, "ASK { ?s ?p ?o }").boolean


# ---------------------------------------------------------------- any text at all

WORDS = st.sampled_from(
    [
        *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "GRAPH", "FROM", "NAMED", "SERVICE"),
        *("SILENT", "OPTIONAL", "UNION", "MINUS", "FILTER", "EXISTS", "NOT", "BIND", "AS", "IN"),
        *("VALUES", "UNDEF", "GROUP", "BY", "HAVING", "ORDER", "DESC", "LIMIT", "OFFSET", "COUNT"),
        *("DISTINCT", "SUM", "GROUP_CONCAT", "PREFIX", "BASE", "REGEX", "STR", "LANG", "LATERAL"),
        *("INSERT", "DELETE", "LOAD", "CLEAR", "{", "}", "(", ")", "[", "]", ".", ";", ",", "*"),
        *("?s", "?p", "?o", "?g", "a", "cg:Role", "skos:broader+", "<http://example.org/a>", "<r>"),
        *("_:b", "'x'", '"y"@en', "1", "2.5", "true", "^^", "^", "|", "/", "+", "!", "=", "<", ">"),
        *("&&", "||", "<<", ">>", "ex:", ":x", "\\u0053", "#", "\r", "\n", "\t", "é", "💥"),
    ]
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60)


@given(query=TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_gets_an_answer_or_a_sentence(graph: Dataset, query: str) -> None:
    try:
        result = run_query(graph, query, timeout=10, max_rows=100)
    except QueryError as error:
        assert str(error)
        assert "Traceback" not in str(error)
        assert not isinstance(error, QueryLimitError)
    else:
        assert result.kind in {"select", "ask", "construct"}
        json.dumps(result.to_dict())


HOSTILE = '<http://x/a> <http://x/{}> "a\\u0001b \\uFFFE & ]]> <" .'


@pytest.mark.parametrize("through", ["stream", "result"])
def test_xml_is_well_formed_whatever_the_graph_holds(through: str) -> None:
    store = ox.Store()
    store.load(HOSTILE.format("p"), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://x/g"))
    graph = dataset(store)

    def written(query: str, **wanted: str) -> bytes:
        if through == "result":
            return run_query(graph, query).serialize(*wanted.values())
        return b"".join(piece for _, piece in answer_in_pieces(graph, query, Limits(), **wanted))

    (table,) = ElementTree.fromstring(written("SELECT ?o { ?s ?p ?o }", table_format="xml")).iter(
        "{http://www.w3.org/2005/sparql-results#}literal"
    )
    (value,) = ElementTree.fromstring(
        written("CONSTRUCT WHERE { ?s ?p ?o }", graph_format="rdfxml")
    ).iter("{http://x/}p")
    assert table.text == value.text == "a\ufffdb \ufffd & ]]> <"
    assert b"true" in written("ASK {}", table_format="xml")


@pytest.mark.parametrize("name", ["0000240", "", "a/", "1.2"])
def test_a_property_that_rdf_xml_cannot_write_is_told(name: str) -> None:
    store = ox.Store()
    store.load(HOSTILE.format(name), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://x/g"))
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    with pytest.raises(FormatError, match=f"property http://x/{name} ends in no name"):
        run_query(dataset(store), query).serialize("rdfxml")
    with pytest.raises(FormatError, match="ask for Turtle"):
        list(answer_in_pieces(dataset(store), query, Limits(), graph_format="rdfxml"))
