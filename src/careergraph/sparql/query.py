"""Guarded SPARQL: read-only, and stopped at a limit in time, rows, size or memory.

A query runs in a worker process, because nothing else can be stopped for certain: Oxigraph has no
way to cancel. A few workers stay warm, each holding the graph, and one that is killed is replaced.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Identifier

from careergraph.errors import FormatError, QueryError, QueryLimitError, SourceError
from careergraph.network.answers import ListAnswer, pandas
from careergraph.sparql.pool import Frame, pool_of, stop_workers
from careergraph.sparql.results import table, xml_triples, yes_or_no
from careergraph.store.dataset import as_dataset, rdflib_term
from careergraph.store.formats import GRAPH_FORMATS, RESULT_FORMATS
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Limits", "QueryResult", "answer_in_pieces", "run_query", "stop_workers"]

MAX_QUERY = 200_000
"""Characters of the longest query that is looked at."""

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What one query may take.

    Attributes:
        timeout: seconds until the worker is killed.
        max_rows: rows or triples of the answer; what is beyond is cut off, and said so.
        max_bytes: bytes of the answer as it is written; likewise.
        memory: bytes a worker may use beside the graph.
        patience: seconds to wait for a worker while all are busy.
    """

    timeout: float = 30
    max_rows: int = 10_000
    max_bytes: int = 100 * MEGABYTE
    memory: int = 1000 * MEGABYTE
    patience: float = 10


@dataclass(frozen=True)
class QueryResult(ListAnswer):
    """The answer to a query; a list of its rows, each a dict from variables to plain values.

    Attributes:
        kind: "select", "ask", or "construct" (which DESCRIBE is too).
        variables: names of the columns; subject, predicate, object for "construct".
        seconds: time the evaluation took in the worker.
        truncated: whether rows were cut off at a limit.
        body: SPARQL JSON for "select" and "ask", N-Triples for "construct".
    """

    ROWS = "records"

    kind: str
    variables: tuple[str, ...]
    seconds: float
    truncated: bool
    body: bytes = field(repr=False)

    @cached_property
    def boolean(self) -> bool:
        """The answer to an ASK; for other queries, whether there are rows."""
        return bool(json.loads(self.body)["boolean"]) if self.kind == "ask" else bool(self.rows)

    @cached_property
    def rows(self) -> tuple[tuple[Identifier | None, ...], ...]:
        """The rows in rdflib's terms, None where a variable is unbound; none for an ASK."""
        if self.kind == "construct":
            triples = ox.parse(self.body, ox.RdfFormat.N_TRIPLES)
            return tuple(tuple(rdflib_term(part) for part in quad.triple) for quad in triples)
        results = ox.parse_query_results(self.body, ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return ()
        return tuple(tuple(rdflib_term(term) for term in solution) for solution in results)

    @property
    def records(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts from variables to Python's values: IRIs as text, numbers as numbers."""
        for row in self.rows:
            yield dict(zip(self.variables, map(_value, row), strict=True))

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a table whose columns are the variables."""
        table: pd.DataFrame = pandas().DataFrame(list(self), columns=list(self.variables))
        return table

    def graph(self) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as an rdflib graph."""
        graph = Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        if self.kind == "construct":
            graph.parse(data=self.body, format="nt")
        return graph

    def serialize(self, format: str = "") -> bytes:  # noqa: A002 (rdflib's name for it)
        """Return the answer in one of the W3C's formats.

        Args:
            format: one of RESULT_FORMATS for "select" and "ask" (json by default), or of
                GRAPH_FORMATS for "construct" (turtle by default).

        Raises:
            FormatError: the format cannot hold an answer of this kind.
        """
        fitting = GRAPH_FORMATS if self.kind == "construct" else RESULT_FORMATS
        form = fitting.get(format or next(iter(fitting)))
        if form is None:
            raise FormatError(
                f"The answer to {_a(self.kind)} cannot be written as {format}; "
                f"choose one of {', '.join(fitting)}."
            )
        if self.kind != "construct":
            if form is RESULT_FORMATS["xml"]:
                return self._xml().encode()
            results = ox.parse_query_results(self.body, ox.QueryResultsFormat.JSON)
            written = results.serialize(
                format=ox.QueryResultsFormat.from_media_type(form.media_type)
            )
            return written or b""
        rdf = ox.RdfFormat.from_media_type(form.media_type)
        prefixes = PREFIXES if rdf != ox.RdfFormat.N_TRIPLES else None
        parsed = (quad.triple for quad in ox.parse(self.body, ox.RdfFormat.N_TRIPLES))
        triples = xml_triples(parsed) if rdf == ox.RdfFormat.RDF_XML else parsed
        try:
            return ox.serialize(triples, format=rdf, prefixes=prefixes) or b""
        except ValueError as error:
            raise FormatError(str(error)) from error

    def _xml(self) -> str:
        """Return the answer in the SPARQL Query Results XML Format, well formed in any case."""
        if self.kind == "ask":
            return yes_or_no("xml", bool(self.boolean))
        parsed = ox.parse_query_results(self.body, ox.QueryResultsFormat.JSON)
        solutions = cast("ox.QuerySolutions", parsed)
        names = [variable.value for variable in solutions.variables]
        head, rows, tail = table("xml", names, solutions)
        return "".join((head, *rows, tail))

    def to_dict(self) -> dict[str, Any]:
        """Return SPARQL JSON, or ``{"triples": […]}`` with terms in N-Triples form."""
        if self.kind != "construct":
            return dict(json.loads(self.body))
        triples = ox.parse(self.body, ox.RdfFormat.N_TRIPLES)
        return {"triples": [[str(part) for part in quad.triple] for quad in triples]}


def run_query(
    graph: Graph,
    query: str,
    *,
    timeout: float = Limits.timeout,
    max_rows: int = Limits.max_rows,
    max_bytes: int = Limits.max_bytes,
    memory: int = Limits.memory,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    cancelled: threading.Event | None = None,
) -> QueryResult:
    """Answer a SPARQL query from an untrusted source, read-only and within limits.

    The default graph is the union of the sources, and ``GRAPH ?g`` tells the source. The prefixes
    of careergraph.vocabulary.PREFIXES need not be declared, and relative IRIs such as
    ``<role/ai-architect>`` are this project's own. What was added to the graph since the
    last query is seen, unless it went past rdflib into pyoxigraph's store itself: then call
    ``stop_workers``.

    Args:
        graph: as ``open_graph`` gives it, or any other graph of rdflib.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        timeout: seconds, see Limits for this and the next three.
        max_rows: of the answer.
        max_bytes: of the answer.
        memory: bytes.
        default_graphs: IRIs of the graphs to query instead of what FROM says, and
        named_graphs: instead of what FROM NAMED says.
        cancelled: stops the query when another thread sets it.

    Raises:
        QueryError: the query is not valid (with line and column), or is refused.
        QueryLimitError: it was stopped at a limit in time or memory, or all workers are busy.
        SourceError: the graph cannot be read.
    """
    limits = Limits(timeout, max_rows, max_bytes, memory)
    graph = as_dataset(graph)
    pieces = list(
        answer_in_pieces(
            graph,
            query,
            limits,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            cancelled=cancelled,
        )
    )
    about = pieces[-1][0]
    columns = about["variables"] or (
        ("subject", "predicate", "object") if about["kind"] == "construct" else ()
    )
    return QueryResult(
        kind=about["kind"],
        variables=tuple(columns),
        seconds=about["seconds"],
        truncated=about["truncated"],
        body=b"".join(piece for _, piece in pieces),
    )


def answer_in_pieces(
    graph: Dataset,
    query: str,
    limits: Limits,
    *,
    table_format: str | None = "json",
    graph_format: str | None = "ntriples",
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    cancelled: threading.Event | None = None,
    client: str | None = None,
) -> Generator[Frame]:
    """Answer a query as ``run_query`` does, piece by piece while it runs.

    ``client`` is who asks, for whom some places stay closed; None for one who may have all.

    Yields:
        What is known of the answer (kind, variables, format, rows, truncated, and in the last
        piece seconds), and some of its bytes. Closing the iterator early kills the query.

    Raises:
        FormatError: the answer has a form whose format is None.
        QueryError: and others, as ``run_query`` does.
    """
    if len(query) > MAX_QUERY:
        raise QueryError(
            f"The query is {len(query):,} characters long; keep it below {MAX_QUERY:,}."
        )
    job = {
        "query": query,
        "table_format": table_format,
        "graph_format": graph_format,
        "default_graphs": list(default_graphs),
        "named_graphs": list(named_graphs),
        "timeout": limits.timeout,
        "max_rows": limits.max_rows,
        "max_bytes": limits.max_bytes,
        "memory": limits.memory,
    }
    pool = pool_of(graph)
    for lane in ("quick", "slow"):
        worker = pool.take(limits.patience, client, lane)
        fit_for_more = False
        # What comes in the first moment is held back, for it may all have to begin anew.
        held: list[Frame] = []
        settled = lane == "slow"
        try:
            for frame in worker.work(job, limits.timeout, cancelled or threading.Event()):
                if frame is None:
                    settled = settled or pool.slow_down(worker)
                    if not settled:
                        break
                else:
                    about, _ = frame
                    fit_for_more = not about.get("more") and not about.get("retire")
                    if "error" in about:
                        raise _as_error(about)
                    held.append(frame)
                    settled = settled or not about.get("more")
                if settled:
                    yield from held
                    held.clear()
            else:
                return
        finally:
            pool.give_back(worker, fit_for_more)


def _value(term: Identifier | None) -> Any:
    value = term.toPython() if isinstance(term, RdfLiteral) else term
    return str(value) if isinstance(value, Identifier) else value


def _as_error(about: dict[str, Any]) -> QueryError | SourceError:
    message, problem = about["error"], about["problem"]
    if problem == "source":
        return SourceError(message)
    if problem == "format":
        return FormatError(message)
    if problem == "time":
        return QueryLimitError(message, "time")
    if problem == "memory":
        return QueryLimitError(
            "The query needed more memory than is allowed; sort and group less at once.", "memory"
        )
    if problem == "evaluation":
        message = f"The query cannot be evaluated: {message}."
    line, column = about["place"] or (0, 0)
    return QueryError(message, line, column)


def _a(kind: str) -> str:
    return {"select": "a SELECT", "ask": "an ASK"}.get(kind, "a CONSTRUCT or DESCRIBE")
