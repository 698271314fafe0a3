"""A career graph behind somebody else's SPARQL 1.1 endpoint.

Who may ask is told by the environment: CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, or
CAREERGRAPH_TOKEN.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any, TypeVar, cast
from urllib.parse import urlencode

import pyoxigraph as ox
import urllib3
from rdflib import Dataset
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Variable

from careergraph.errors import QueryError, QueryLimitError, SourceError
from careergraph.store.dataset import rdflib_term
from careergraph.vocabulary import ID_BASE, PREFIXES

T = TypeVar("T")
Solutions = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]

RETRIES = urllib3.Retry(
    total=4,
    connect=1,
    read=0,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)
"""Half a second, one, two, four; or as long as the server's Retry-After says."""

TABLE_FORMATS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "application/json": ox.QueryResultsFormat.JSON,
}
"""XML first: in JSON, Virtuoso writes true as 1."""
GRAPH_FORMATS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}


def open_endpoint(address: str) -> Dataset:
    """Open a SPARQL 1.1 endpoint as a dataset that fetches only the answers to queries.

    Raises:
        SourceError: it does not answer, wants to know who asks, or does not speak SPARQL.
    """
    ask_endpoint(address, "ASK {}", timeout=15)
    return Dataset(store=EndpointStore(address), default_union=True)


class EndpointStore(Store):
    """A store that passes SPARQL on to an endpoint, as much of one as reading needs."""

    context_aware = True
    graph_aware = True

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def solutions(self, query: str) -> Iterator[ox.QuerySolution]:
        """Return a SELECT's solutions as pyoxigraph's terms; the project's prefixes are declared.

        Raises:
            SourceError: the endpoint cut the answer off; analysis of a part would mislead.
        """
        answer, most = _ask(self.address, query)
        count = 0
        for row in _sound(self.address, cast("ox.QuerySolutions", answer)):
            count += 1
            yield row
        if most and count >= most:
            raise SourceError(
                f"{self.address} cuts answers off at {most:,} rows, and this takes more; raise its "
                "limit (ResultSetMaxRows in Virtuoso)."
            )

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 (rdflib's names)
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **_: Any,
    ) -> Result:
        """Return the answer to a SPARQL string in rdflib's terms."""
        if initBindings or not isinstance(query, str):
            raise QueryError("An endpoint takes a query as text, without bindings.")
        prefixes = {name: str(namespace) for name, namespace in initNs.items()}
        answer = ask_endpoint(self.address, query, prefixes=prefixes)
        if isinstance(answer, ox.QueryBoolean):
            result = Result("ASK")
            result.askAnswer = bool(answer)
        elif isinstance(answer, ox.QuerySolutions):
            result = Result("SELECT")
            names = [Variable(variable.value) for variable in answer.variables]
            result.vars = names
            result.bindings = [
                {
                    name: term
                    for name, term in zip(names, map(rdflib_term, row), strict=True)
                    if term is not None
                }
                for row in _sound(self.address, answer)
            ]
        else:
            result = Result("CONSTRUCT")
            result.graph = graph = Dataset().default_graph
            for triple in _sound(self.address, answer):
                graph.add(tuple(rdflib_term(part) for part in triple))
        return result

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Yield the triples of all sources that match a pattern."""
        names = ("s", "p", "o")
        parts = [
            f"?{name}" if term is None else term.n3()
            for name, term in zip(names, triple_pattern, strict=True)
        ]
        free = [name for name, term in zip(names, triple_pattern, strict=True) if term is None]
        wanted = " ".join(f"?{name}" for name in free) or "(1 AS ?found)"
        query = f"SELECT DISTINCT {wanted} WHERE {{ {' '.join(parts)} }}"
        for row in self.solutions(query):
            terms = iter(rdflib_term(term) for term in row)
            triple = tuple(next(terms) if t is None else t for t in triple_pattern)
            yield triple, iter(())

    def contexts(self, triple: Any = None) -> Generator[Any]:
        """Yield the named graphs."""
        query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
        for (name,) in self.solutions(query):
            yield rdflib_term(name)

    def __len__(self, context: Any = None) -> int:
        query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        (row,) = self.solutions(query)
        return int(cast("ox.Literal", row[0]).value)


def ask_endpoint(
    address: str,
    query: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    timeout: float = 60,
) -> Solutions:
    """Send a query to an endpoint, and again if it is too busy.

    Args:
        address: of the endpoint.
        query: any but an update; prefixes it uses and does not declare are added.
        prefixes: the namespaces of those.
        default_graphs: IRIs of the graphs that together are the default graph.
        named_graphs: IRIs of the graphs that GRAPH can name.
        timeout: seconds that one try may take.

    Raises:
        SyntaxError: it is not valid SPARQL.
        QueryError: the endpoint refuses it.
        QueryLimitError: the endpoint takes too long.
        SourceError: the endpoint is down, wants to know who asks, or does not speak SPARQL; this
            one may be raised as late as when the answer, which is read as it comes, breaks off.
    """
    return _ask(address, query, prefixes, default_graphs, named_graphs, timeout)[0]


def _ask(
    address: str,
    query: str,
    prefixes: Mapping[str, str] = PREFIXES,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    timeout: float = 60,
) -> tuple[Solutions, int]:
    """Return an answer, and the row limit that the endpoint announces, 0 without one."""
    form = _form(query, prefixes)
    formats = GRAPH_FORMATS if form is ox.QueryTriples else TABLE_FORMATS
    fields = [("query", with_prefixes(query, prefixes))]
    fields += [("default-graph-uri", iri) for iri in default_graphs]
    fields += [("named-graph-uri", iri) for iri in named_graphs]
    try:
        response = _connections().urlopen(
            "POST",
            address,
            body=urlencode(fields),
            headers={
                "Accept": ", ".join(f"{name};q={1 - at / 10}" for at, name in enumerate(formats)),
                "Accept-Encoding": "gzip",
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": "careergraph",
            }
            | _credentials(),
            timeout=urllib3.Timeout(connect=min(timeout, 10), read=timeout),
            preload_content=False,
        )
    except urllib3.exceptions.MaxRetryError as error:
        if isinstance(error.reason, urllib3.exceptions.ReadTimeoutError):
            raise _too_slow(address, timeout) from error
        raise SourceError(
            f"{address} does not answer; check the address and whether the endpoint is up."
        ) from error
    except urllib3.exceptions.HTTPError as error:
        raise SourceError(f"{address} cannot be asked: {str(error).rstrip('.')}.") from error
    answer = _read(address, response, formats)
    limit = response.headers.get("X-SPARQL-MaxRows", "")  # Virtuoso's way to say so
    most = int(limit) if re.fullmatch(r"\d{1,9}", limit, re.ASCII) else 0
    if form is ox.QueryBoolean and isinstance(answer, ox.QuerySolutions):
        # Virtuoso says yes with a row that holds 1, and no with none.
        yes = any(str(row[0].value) not in {"0", "false"} for row in answer)
        body = b'{"head":{},"boolean":%s}' % (b"true" if yes else b"false")
        answer = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    return answer, most


class _Body:
    """The body of an endpoint's answer, read as it arrives."""

    def __init__(self, address: str, response: Any) -> None:
        self._address, self._response = address, response

    def read(self, size: int | None = None) -> bytes:
        try:
            return cast("bytes", self._response.read(size))
        except urllib3.exceptions.ReadTimeoutError as error:
            raise _too_slow(self._address, 0) from error
        except urllib3.exceptions.HTTPError as error:
            raise SourceError(
                f"{self._address} broke off in the middle of its answer; try again, or ask for "
                "less at once."
            ) from error


def _read(address: str, response: Any, formats: Mapping[str, Any]) -> Solutions:
    body = _Body(address, response)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status in {401, 403}:
        raise SourceError(
            f"{address} wants to know who asks; set CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, or "
            "CAREERGRAPH_TOKEN."
        )
    if response.status in {429, 503}:
        raise SourceError(f"{address} is too busy; try again later.")
    if response.status in {408, 504}:
        raise _too_slow(address, 0)
    if response.status == 400:
        reply = " ".join(body.read(2000).decode("utf-8", "replace").split())
        raise QueryError(f"{address} refuses the query: {reply[:300] or 'it does not say why'}")
    if response.status != 200:
        raise SourceError(f"{address} answers with HTTP status {response.status}; check it.")
    form = formats.get(media_type)
    if form is None:
        what = "a web page" if "html" in media_type else media_type or "something unnamed"
        raise SourceError(
            f"{address} answers with {what} and not with SPARQL results; give the address of the "
            "SPARQL endpoint itself, which often ends in /sparql or /query."
        )
    try:
        if isinstance(form, ox.QueryResultsFormat):
            return ox.parse_query_results(cast("IO[bytes]", body), form)
        return (quad.triple for quad in ox.parse(cast("IO[bytes]", body), form))
    except SyntaxError as error:
        raise _broken(address, error) from error


def _sound(address: str, results: Iterable[T]) -> Iterator[T]:
    """Yield results as they arrive; raise an error that names the endpoint where they break off."""
    try:
        yield from results
    except SyntaxError as error:
        raise _broken(address, error) from error


def _broken(address: str, error: SyntaxError) -> SourceError:
    return SourceError(f"{address} answers with broken results: {error}.")


def _too_slow(address: str, seconds: float) -> QueryLimitError:
    after = f" within {seconds:g} s" if seconds else " in its own time limit"
    return QueryLimitError(f"{address} has no answer{after}; ask for less at once.", "time")


def _form(query: str, prefixes: Mapping[str, str]) -> type:
    """Return the kind of answer that a query has, by running it over an empty store."""
    with suppress(OSError):
        return type(ox.Store().query(query, prefixes=dict(prefixes), base_iri=ID_BASE))
    return ox.QuerySolutions


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """Return a query with our base, and the prefixes that it uses undeclared, on its first line."""
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*)\s*:", query))
    used = set(re.findall(r"(?<![\w:?$<])([A-Za-z][\w.-]*):", query))
    missing = sorted((used - declared) & set(prefixes))
    declarations = "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in missing)
    return f"BASE <{ID_BASE}> {declarations}{query}"


@lru_cache(maxsize=1)
def _connections() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=4, retries=RETRIES)


def _credentials() -> dict[str, str]:
    if token := os.environ.get("CAREERGRAPH_TOKEN"):
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get("CAREERGRAPH_USER"):
        password = os.environ.get("CAREERGRAPH_PASSWORD", "")
        return dict(urllib3.make_headers(basic_auth=f"{user}:{password}"))
    return {}
