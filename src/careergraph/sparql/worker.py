"""The process in which a query runs, so that it can be capped and killed.

Started by ``careergraph.sparql.pool``. It imports next to nothing, to be ready in a tenth of a
second, opens a graph once, then answers one job after another over a connection:

    job    {"query", "table_format", "graph_format", "default_graphs", "named_graphs",
            "timeout", "max_rows", "max_bytes", "memory"}
    frame  one line of JSON {"kind", "variables", "format", "rows", "truncated", "seconds", "more"}
           and a piece of the answer; or {"error", "problem", "place"} alone

What a query may do is bounded three times. Oxigraph's query grammar has no updates. A query with
the keyword SERVICE is refused. And while a query runs the process may open neither file nor socket.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing.connection import Connection
from typing import IO, Any, cast

import pyoxigraph as ox

from careergraph.sparql.results import table, xml_triples, yes_or_no
from careergraph.sparql.words import keywords, unescaped
from careergraph.store.formats import GRAPH_FORMATS
from careergraph.store.union import is_united, unite

try:
    import resource
except ImportError:  # not on Windows: there only the limit in time holds
    resource = None  # type: ignore[assignment]

CHUNK = 65_536
"""Bytes gathered before a piece of the answer is sent."""

LONGEST_KEYWORD = 40
"""Spaces that keep Oxigraph from running into the end of a query while it looks for a keyword."""

UPDATE = re.compile(r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.I)

PROBLEMS = {
    "MemoryError": "memory",
    "QueryError": "refused",
    "QueryLimitError": "time",
    "SourceError": "source",
}
"""What the parent is told for an error, by its name; an endpoint's errors are the package's own."""

Ask = Callable[[dict[str, Any]], Any]
"""Evaluates a job: gives pyoxigraph's QuerySolutions, QueryBoolean or triples."""


class RefusedError(Exception):
    """A query that will not be answered.

    ``problem`` is one of syntax, refused, format, limit, evaluation; ``place`` is (line, column).
    """

    def __init__(self, message: str, problem: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.problem = problem
        self.place = place


def names_its_dataset(query: str) -> bool:
    """Check a query, and return whether it names with FROM the graphs that it reads.

    Raises:
        RefusedError: it reads from elsewhere, with SERVICE.
    """
    words = keywords(query)
    if "SERVICE" in words:
        raise RefusedError(
            "SERVICE is refused: a query here reads this graph only; take the SERVICE part out.",
            "refused",
        )
    return "FROM" in words


def parse(query: str, prefixes: dict[str, str] | None = None) -> None:
    """Check the syntax with Oxigraph, over an empty store and without network access."""
    with suppress(OSError), no_new_files():
        ox.Store().query(query, prefixes=prefixes, base_iri="http://localhost/")


def explain_syntax(query: str, prefixes: dict[str, str]) -> RefusedError:
    """Return a sentence, with line and column, for one of Oxigraph's syntax errors."""
    from careergraph.sparql.diagnose import find_mistake, line_and_column

    at, what = find_mistake(query, lambda text: read_beginning(text, prefixes))
    if UPDATE.match(query, at):
        return RefusedError(
            "Updates are refused: the graph is read-only; ask with SELECT, ASK, CONSTRUCT or "
            "DESCRIBE.",
            "refused",
        )
    line, column = line_and_column(query, at)
    return RefusedError(
        f"The query is not valid SPARQL: line {line}, column {column}: {what.rstrip('?')}"
        f"{'?' if what.endswith('?') else '.'}",
        "syntax",
        (line, column),
    )


def read_beginning(text: str, prefixes: dict[str, str]) -> tuple[bool, list[str]]:
    """Whether a text is the beginning of a query, and Oxigraph's message about it."""
    padded = text + " " * LONGEST_KEYWORD
    try:
        parse(padded, prefixes)
    except SyntaxError as error:
        found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", str(error), re.DOTALL)
        if not found:
            return True, [str(error)]
        lines = padded.split("\n")
        at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
        sentences = re.findall(r"(?:^|, )([A-Z][\w*]*(?: [\w*]+){2,})(?=, |$)", found[3])
        return at >= len(padded), sentences
    return True, []


@contextmanager
def no_new_files() -> Iterator[None]:
    """Keep the process from opening files and sockets; those already open go on working."""
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def memory_in_use() -> int:
    """Return this process's own writable memory in bytes, 0 where the system does not report it."""
    try:
        with open("/proc/self/statm") as statm:  # noqa: PTH123 (pathlib takes longer to import)
            return int(statm.read().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def set_limits(base: int, memory: int, seconds: float) -> None:
    """Limit memory beyond what the graph takes, and processor time in case the parent has died."""
    if resource is None:
        return
    caps = {
        resource.RLIMIT_DATA: base + memory,
        resource.RLIMIT_CPU: int(time.process_time() + seconds) + 5,
    }
    for kind, cap in caps.items():
        hard = resource.getrlimit(kind)[1]
        within = cap if hard == resource.RLIM_INFINITY else min(cap, hard)
        resource.setrlimit(kind, (within, hard))


class Sink:
    """A buffer that sends what is written on in pieces, and knows how many bytes are left."""

    def __init__(self, send: Callable[[bytes], None], max_bytes: int) -> None:
        self.send = send
        self.room = max_bytes
        self.pieces: list[bytes] = []
        self.gathered = 0

    def write(self, piece: bytes) -> int:
        """Append a piece of any size, after sending what has gathered if that is enough."""
        if self.gathered >= CHUNK:
            self.send(self.take())
        self.pieces.append(piece)
        self.gathered += len(piece)
        self.room -= len(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are sent when there is enough of them, or at the end."""

    def take(self) -> bytes:
        """Return what has gathered, and forget it."""
        piece = b"".join(self.pieces)
        self.pieces.clear()
        self.gathered = 0
        return piece


def _as_written(names: list[str], query: str) -> list[str]:
    """Return the columns of ``SELECT *`` in the order in which the query names them."""
    first = re.search(r"\bselect\b\s*(?:distinct\b|reduced\b)?\s*(\*)?", query, re.I)
    if not first or not first[1]:
        return names
    written = re.findall(r"[?$](\w+)", query[first.end() :])
    place = {name: number for number, name in reversed(list(enumerate(written)))}
    return sorted(names, key=lambda name: place.get(name, len(written)))


def answer(
    job: dict[str, Any], ask: Ask, send: Callable[[dict[str, Any], bytes], None]
) -> tuple[dict[str, Any], bytes]:
    """Evaluate one query up to the job's limits; send all pieces but the last, and return it."""
    start = time.perf_counter()
    result = ask(job)
    about: dict[str, Any] = {"variables": [], "rows": 0, "truncated": False, "more": True}
    sink = Sink(lambda piece: send(about, piece), job["max_bytes"])
    if isinstance(result, ox.QueryBoolean):
        about |= {"kind": "ask", "format": _wanted(job, "table_format"), "rows": 1}
        sink.write(yes_or_no(about["format"], bool(result)).encode())
    elif isinstance(result, ox.QuerySolutions):
        names = _as_written([variable.value for variable in result.variables], job["query"])
        about |= {"kind": "select", "format": _wanted(job, "table_format"), "variables": names}
        before, lines, after = table(about["format"], names, result)
        sink.write(before.encode())
        for line in lines:
            piece = line.encode()
            if about["rows"] == job["max_rows"] or len(piece) > sink.room:
                about["truncated"] = True
                break
            sink.write(piece)
            about["rows"] += 1
        sink.write(after.encode())
    else:
        about |= {"kind": "construct", "format": _wanted(job, "graph_format")}
        prefixes = job["prefixes"] if about["format"] != "ntriples" else None
        triples = _limited(result, about, sink, job["max_rows"])
        if about["format"] == "rdfxml":
            triples = xml_triples(triples)
        try:
            ox.serialize(
                triples,
                cast("IO[bytes]", sink),
                ox.RdfFormat.from_media_type(GRAPH_FORMATS[about["format"]].media_type),
                prefixes=prefixes,
            )
        except ValueError as error:
            raise RefusedError(str(error), "format") from error
    about |= {"more": False, "seconds": time.perf_counter() - start}
    return about, sink.take()


def _limited(
    triples: Iterable[ox.Triple], about: dict[str, Any], sink: Sink, most: int
) -> Iterator[ox.Triple]:
    for triple in triples:
        if about["rows"] == most or sink.room < 0:
            about["truncated"] = True
            return
        about["rows"] += 1
        yield triple


def _wanted(job: dict[str, Any], which: str) -> str:
    if job[which] is None:
        form = "RDF" if which == "table_format" else "a table"
        kind = "SELECT and ASK" if which == "table_format" else "CONSTRUCT and DESCRIBE"
        raise RefusedError(f"{kind} queries have no answer as {form}.", "format")
    return str(job[which])


def local(store: ox.Store) -> Ask:
    """Return a function that evaluates jobs in an Oxigraph store, over the union of its graphs."""
    union = not is_united(store)

    def ask(job: dict[str, Any]) -> Any:
        dataset: dict[str, Any] = {
            "use_default_graph_as_union": union and not job["names_its_dataset"]
        }
        if job["default_graphs"] or job["named_graphs"]:
            dataset = {
                "default_graph": [ox.NamedNode(iri) for iri in job["default_graphs"]],
                "named_graphs": [ox.NamedNode(iri) for iri in job["named_graphs"]],
            }
        return store.query(job["query"], prefixes=job["prefixes"], base_iri=job["base"], **dataset)

    return ask


def remote(address: str) -> Ask:
    """Return a function that passes jobs on to a SPARQL endpoint, after the same checks."""
    from careergraph.store.remote import ask_endpoint

    def ask(job: dict[str, Any]) -> Any:
        parse(job["query"], job["prefixes"])
        names_its_dataset(unescaped(job["query"]))
        return ask_endpoint(
            address,
            job["query"],
            prefixes=job["prefixes"],
            default_graphs=job["default_graphs"],
            named_graphs=job["named_graphs"],
            timeout=job["timeout"],
        )

    return ask


def open_source(source: dict[str, Any]) -> Ask:
    """Open the graph that the parent names: a store's folder, a file of N-Quads, or an endpoint."""
    if "endpoint" in source:
        return remote(source["endpoint"])
    if "folder" in source:
        return local(ox.Store.read_only(source["folder"]))
    store = ox.Store()
    store.bulk_load(path=source["file"], format=ox.RdfFormat.N_QUADS)
    unite(store)
    return local(store)


def problem(error: Exception, job: dict[str, Any]) -> dict[str, Any]:
    """Return an error as the head of a frame."""
    if isinstance(error, SyntaxError):
        try:
            parse(job["query"], job["prefixes"])
        except SyntaxError:
            error = explain_syntax(job["query"], job["prefixes"])
        else:  # the query is well-formed, so what came back from an endpoint is not
            error = RefusedError(f"The endpoint answers with broken results: {error}.", "source")
    if isinstance(error, RefusedError):
        return {"error": str(error), "problem": error.problem, "place": error.place}
    what = PROBLEMS.get(type(error).__name__, "evaluation")
    return {"error": str(error), "problem": what, "place": None}


def main() -> None:
    """Open the graph, then answer jobs until the parent closes the connection."""
    connection = Connection(int(sys.argv[1]))

    def send(head: dict[str, Any], piece: bytes = b"") -> None:
        connection.send_bytes(json.dumps(head).encode() + b"\n" + piece)

    try:
        source = json.loads(connection.recv_bytes())
        ask = open_source(source)
    except Exception as error:  # whatever it is, the parent tells the user
        send({"error": str(error), "problem": "source", "place": None})
        return
    send({"ready": True})
    base = memory_in_use()
    # The way to an endpoint is a socket; everything else is open by now.
    closed = nullcontext if "endpoint" in source else no_new_files
    while True:
        try:
            job = json.loads(connection.recv_bytes())
        except EOFError:
            return
        job |= {"prefixes": source["prefixes"], "base": source["base"]}
        set_limits(base, job["memory"], job["timeout"])
        try:
            job["names_its_dataset"] = names_its_dataset(job["query"])
            with closed():
                head, piece = answer(job, ask, send)
        except Exception as error:  # whatever it is, the worker lives on
            head, piece = problem(error, job), b""
        # What a heavy query leaves behind would be missing to the next one.
        head["retire"] = memory_in_use() - base > job["memory"] // 2
        send(head, piece)


if __name__ == "__main__":
    main()
