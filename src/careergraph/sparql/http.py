"""A SPARQL 1.1 Protocol endpoint over guarded queries, with a page for browsers.

W3C Recommendation: SPARQL 1.1 Protocol, 21 March 2013 (query operation; updates are refused).
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from rdflib import Dataset
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from careergraph.errors import CareerGraphError, FormatError, QueryError, QueryLimitError
from careergraph.sparql.access_log import LOG, AccessLog, log_to_stderr
from careergraph.sparql.description import DESCRIBING, Contents, contents, description
from careergraph.sparql.pool import Frame, allow_many_connections, end_queries_on_signals
from careergraph.sparql.protocol import GRAPH_TYPES, TABLE_TYPES, Ask, preferred, read
from careergraph.sparql.query import MEGABYTE, Limits, answer_in_pieces, run_query
from careergraph.sparql.worker import CHUNK
from careergraph.store.formats import GRAPH_FORMATS, RESULT_FORMATS
from careergraph.vocabulary import CG, ID_BASE, ONTOLOGY, PREFIXES

SERVED = Limits(max_rows=1_000_000, max_bytes=500 * MEGABYTE)
"""What a query may take that comes over HTTP: whole graphs can be fetched, piece by piece."""

RETRY_AFTER = "5"
SEND_PATIENCE = 60.0
"""Seconds a client may take to accept one piece before its answer is given up."""

MAX_ASKED = 12
"""Requests of one client that may wait or be answered at once."""

MAX_SPOOLED = 1000 * MEGABYTE
"""Bytes of answers that may wait for one client to take them."""

EXPOSED = ("Careergraph-Max-Rows", "Careergraph-Truncated", "Retry-After", "Server-Timing")
"""Headers that a page elsewhere may read, where it may ask at all."""

ALLOWED = "GET, HEAD, POST, OPTIONS"

STATUS_OF_LIMIT = {"time": 408, "memory": 503, "workers": 503, "cancelled": 499}

_BASE = ONTOLOGY.removesuffix("/ontology")
_DECLARED = "GRAPH <{iri}> {{ ?thing ?property ?value }}"
_SAID_OF = f"""{{{{ BIND(<{{iri}}> AS ?thing) ?thing ?property ?value }}}} UNION
  {{{{ BIND(<{{iri}}> AS ?value) ?thing ?property ?value }}}} UNION
  {{{{ ?thing <{CG.role}> <{{iri}}> ; ?property ?value }}}}"""


@dataclass
class Service:
    """What the handlers share: the graph, the limits, and the threads that wait for workers."""

    graph: Dataset
    limits: Limits = SERVED
    explore: str | None = None
    held: Contents | None = None
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(256, thread_name_prefix="sparql")
    )
    asked: Counter[str] = field(default_factory=Counter)
    spooled: Counter[str] = field(default_factory=Counter)

    def contents(self) -> Contents:
        """Return what the graph holds, counted once."""
        if self.held is None:
            self.held = contents(self.graph)
        return self.held


def create_app(
    graph: Dataset,
    *,
    limits: Limits = SERVED,
    cors: Sequence[str] = (),
    hosts: Sequence[str] = ("*",),
    beside: Sequence[Route] = (),
) -> Starlette:
    """Return an ASGI application that serves one graph.

    Args:
        graph: as ``open_graph`` gives it.
        limits: what one query may take.
        cors: origins whose pages may ask, "*" for all; none unless told.
        hosts: names this server goes by; a request for another is turned away.
        beside: further routes.
    """
    middleware = [
        Middleware(AccessLog),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(GZipMiddleware, minimum_size=1400, compresslevel=4),
    ]
    if cors:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(cors),
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
                expose_headers=EXPOSED,
            )
        )
    home = Route("/", lambda _: RedirectResponse("/sparql"))
    own = routes(graph, limits=limits)
    return Starlette(routes=[home, *own, *beside], middleware=middleware)


def routes(graph: Dataset, *, limits: Limits = SERVED, explore: str | None = None) -> list[Route]:
    """Return the endpoint's routes, to be mounted beside others.

    Args:
        graph: as ``open_graph`` gives it.
        limits: what one query may take.
        explore: address of the app's page about one thing, to which its IRI is appended.
    """
    service = Service(graph, limits, explore)
    # Those that are not allowed come here as well, or the app beside it would answer for them.
    methods = ["GET", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
    return [
        Route("/sparql", partial(sparql, service), methods=methods),
        Route("/sparql/", partial(sparql, service), methods=methods),
        Route("/health", health),
        Route("/.well-known/void", lambda _: RedirectResponse("/sparql", 303)),
        Route("/ontology", partial(thing, service)),
        Route("/ontology/{version}", lambda _: RedirectResponse("/ontology", 303)),
        Route("/id/{name:path}", partial(thing, service)),
        Route("/source/{name:path}", partial(thing, service)),
    ]


def serve(
    graph: Dataset,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    limits: Limits = SERVED,
    cors: Sequence[str] = (),
    beside: Callable[[Dataset], Sequence[Route]] | None = None,
) -> None:
    """Serve a graph until interrupted, with the access log on stderr, one JSON object a line."""
    import uvicorn

    log_to_stderr()
    allow_many_connections()
    at_home = host in {"127.0.0.1", "localhost", "::1"}
    hosts = ("127.0.0.1", "localhost", "[::1]") if at_home else ("*",)
    run_query(graph, "ASK {}")  # a graph that cannot be queried is told now, and a worker is warm

    def app() -> Starlette:
        end_queries_on_signals()
        more = () if beside is None else beside(graph)
        return create_app(graph, limits=limits, cors=cors, hosts=hosts, beside=more)

    uvicorn.run(app, factory=True, host=host, port=port, log_level="warning", access_log=False)


# ---------------------------------------------------------------- the routes


async def sparql(service: Service, request: Request) -> ASGIApp:
    """Answer a query, describe the service, or show the page."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ALLOWED})
    if request.method not in {"GET", "HEAD", "POST"}:
        return problem(405, "A query is sent with GET or POST; the graph is read-only.")
    accept = request.headers.get("accept", "")
    forms = (*TABLE_TYPES, *GRAPH_TYPES)
    if request.method != "POST" and preferred(accept, (*forms, "text/html")) == "text/html":
        return page()
    if request.method != "POST" and not request.query_params:
        return await described(service, request)
    try:
        ask = await read(request)
    except HTTPException as error:
        return problem(error.status_code, error.detail)
    return await answered(service, request, ask)


async def thing(service: Service, request: Request) -> ASGIApp:
    """Answer a request for an IRI of ours: its page for a browser, its statements for others.

    These are what is said of it, what leads to it, and how much a role takes of each thing. Of the
    ontology they are all that it declares.
    """
    iri = _BASE + quote(request.scope["path"])
    asked = _DECLARED if iri == ONTOLOGY else _SAID_OF
    pattern = asked.format(iri=iri)
    try:
        known = await in_thread(service, run_query, service.graph, f"ASK {{ {pattern} }}")
    except CareerGraphError as error:
        return failed(error)
    if not known.boolean:
        return problem(404, f"Nothing in this graph goes by {iri}.")
    query = f"CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ {pattern} }}"
    forms = (*GRAPH_TYPES, "text/html")
    form = preferred(request.headers.get("accept", ""), forms)
    if form is None:
        return not_acceptable(forms)
    if form == "text/html":
        page = "/sparql?" + urlencode({"query": query})
        if service.explore is not None and iri.startswith(ID_BASE):
            page = service.explore + quote(iri, safe="")
        return RedirectResponse(page, 303, {"Vary": "Accept"})
    return await answered(service, request, Ask(query))


async def health(_: Request) -> Response:
    """Report that requests are answered; how busy the workers are is no illness."""
    return JSONResponse({"status": "ok"})


def page() -> HTMLResponse:
    """Return the query page, which loads nothing from anywhere else."""
    from jinja2 import Environment, PackageLoader

    nonce = secrets.token_urlsafe(16)
    templates = Environment(loader=PackageLoader("careergraph.sparql"), autoescape=True)
    text = templates.get_template("query.html").render(
        nonce=nonce, prefixes=PREFIXES, formats={**RESULT_FORMATS, **GRAPH_FORMATS}
    )
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "connect-src 'self'; img-src data:; "  # the icon, which is none
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(text, headers={"Content-Security-Policy": policy, "Vary": "Accept"})


async def described(service: Service, request: Request) -> Response:
    """Describe the service and what it holds."""
    accept = request.headers.get("accept", "")
    media_type = preferred(accept, GRAPH_TYPES)
    if media_type is None:
        return not_acceptable(tuple(GRAPH_TYPES))
    try:
        held = await in_thread(service, service.contents)
    except CareerGraphError as error:
        return failed(error)
    form = ox.RdfFormat.from_media_type(GRAPH_FORMATS[GRAPH_TYPES[media_type]].media_type)
    prefixes = DESCRIBING if media_type != "application/n-triples" else None
    triples = description(str(request.url.replace(query="")), held)
    body = ox.serialize(triples, format=form, prefixes=prefixes)
    return Response(body, headers={"Content-Type": media_type, "Vary": "Accept"})


# ---------------------------------------------------------------- answering


async def answered(service: Service, request: Request, ask: Ask) -> ASGIApp:
    """Run a query and answer in the format that the client prefers."""
    accept = request.headers.get("accept", "")
    as_table, as_graph = preferred(accept, TABLE_TYPES), preferred(accept, GRAPH_TYPES)
    if as_table is None and as_graph is None:
        return not_acceptable((*TABLE_TYPES, *GRAPH_TYPES))
    client = request.client.host if request.client else ""
    if service.asked[client] >= MAX_ASKED:
        return problem(503, f"You ask {MAX_ASKED} things at once; wait for an answer.")
    service.asked[client] += 1
    cancelled = threading.Event()
    pieces = answer_in_pieces(
        service.graph,
        ask.query,
        service.limits,
        table_format=as_table and TABLE_TYPES[as_table],
        graph_format=as_graph and GRAPH_TYPES[as_graph],
        default_graphs=ask.default_graphs,
        named_graphs=ask.named_graphs,
        cancelled=cancelled,
        client=client,
    )
    answer = StreamedAnswer(service, request, client, pieces, cancelled)
    try:
        about, piece = await answer.first()
    except CareerGraphError as error:
        return failed(error)
    finally:
        answer.stop_watching()
        service.asked[client] -= 1
    media_type = as_graph if about["kind"] == "construct" else as_table
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8",
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "Careergraph-Max-Rows": str(service.limits.max_rows),
    }
    if about["more"]:
        answer.begin(piece, headers)
        return answer
    pieces.close()
    if about["truncated"]:
        headers["Careergraph-Truncated"] = "true"
    headers["Server-Timing"] = f"query;dur={about['seconds'] * 1000:.2f}"
    return Response(piece, headers=headers)


class StreamedAnswer:
    """An ASGI response that streams an answer; if the client leaves, its query ends.

    The worker answers at its own speed into a file, from which the client takes at its own: who
    reads slowly, or not at all, holds no worker.
    """

    def __init__(
        self,
        service: Service,
        request: Request,
        client: str,
        pieces: Generator[Frame],
        cancelled: threading.Event,
    ) -> None:
        self.service = service
        self.request = request
        self.client = client
        self.pieces = pieces
        self.cancelled = cancelled
        self.watching: asyncio.Task[None] | None = None

    async def first(self) -> Frame:
        """Wait for the first piece; after 0.2 seconds, also watch for the client to leave."""
        loop = asyncio.get_running_loop()
        later = loop.call_later(0.2, self.watch)
        try:
            return await loop.run_in_executor(self.service.threads, next, self.pieces)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        finally:
            later.cancel()

    def begin(self, piece: bytes, headers: Mapping[str, str]) -> None:
        """Set what goes out first, once the answer is sent."""
        self.piece = piece
        self.headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    def watch(self) -> None:
        """Cancel the query if the client leaves."""
        if self.watching is None:
            self.watching = asyncio.create_task(self._wait_for_leave())

    def stop_watching(self) -> None:
        """Let the server watch the client again."""
        if self.watching is not None:
            self.watching.cancel()
            self.watching = None

    async def _wait_for_leave(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass
        self.cancelled.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces; an error breaks the connection, since the status is already sent."""
        self.watch()
        with Spool() as spool:
            spool.add(self.piece)
            filling = asyncio.get_running_loop().run_in_executor(
                self.service.threads, self._fill, spool
            )
            try:
                await send({"type": "http.response.start", "status": 200, "headers": self.headers})
                while not self.cancelled.is_set():
                    piece, more = await spool.take()
                    body: Message = {"type": "http.response.body", "body": piece, "more_body": more}
                    await asyncio.wait_for(send(body), SEND_PATIENCE)
                    if not more:
                        break
            except (CareerGraphError, OSError) as error:  # TimeoutError is an OSError
                LOG.warning(json.dumps({"broken_off": str(error) or type(error).__name__}))
            finally:
                self.stop_watching()
                self.cancelled.set()
                await filling

    def _fill(self, spool: Spool) -> None:
        """Write the pieces to the spool as they come; for a thread of its own."""
        held = 0
        try:
            for about, piece in self.pieces:
                if about["truncated"]:
                    # Its end is missing, and the status, which is sent, cannot say so any more.
                    raise QueryLimitError("more rows than are served", "memory")
                held += len(piece)
                self.service.spooled[self.client] += len(piece)
                if self.service.spooled[self.client] > MAX_SPOOLED:
                    raise QueryLimitError("Too much of what you asked waits to be read.", "workers")
                spool.add(piece)
            spool.end(None)
        except (CareerGraphError, OSError) as error:
            spool.end(error)
        finally:
            self.pieces.close()
            self.service.spooled[self.client] -= held


class Spool:
    """What a worker has answered and a client has not taken yet, beyond a megabyte on disk."""

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(MEGABYTE)  # noqa: SIM115 (closed by __exit__)
        self.lock = threading.Lock()
        self.loop = asyncio.get_running_loop()
        self.news = asyncio.Event()
        self.written = self.taken = 0
        self.ended = False
        self.error: Exception | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, piece: bytes) -> None:
        """Append a piece; from any thread."""
        with self.lock:
            self.file.seek(self.written)
            self.file.write(piece)
            self.written += len(piece)
        self.loop.call_soon_threadsafe(self.news.set)

    def end(self, error: Exception | None) -> None:
        """Mark the end of the pieces, or what ended them early; from any thread."""
        with self.lock:
            self.ended, self.error = True, error
        self.loop.call_soon_threadsafe(self.news.set)

    async def take(self) -> tuple[bytes, bool]:
        """Return the next bytes, and whether there are more to come.

        Raises:
            CareerGraphError: what ended the pieces early.
        """
        while True:
            self.news.clear()
            with self.lock:
                self.file.seek(self.taken)
                piece = self.file.read(CHUNK)
                self.taken += len(piece)
                all_taken = self.ended and self.taken == self.written
                error = self.error
            if error is not None and not piece:
                raise error
            if piece or all_taken:
                return piece, not all_taken or error is not None
            await self.news.wait()


async def in_thread(service: Service, function: Any, *args: Any, **named: Any) -> Any:
    """Run a function that waits for a worker in a thread, so that it does not hold up others."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(service.threads, partial(function, *args, **named))


def failed(error: CareerGraphError) -> Response:
    """Return the response that tells why a query has no answer."""
    if isinstance(error, QueryLimitError):
        return problem(STATUS_OF_LIMIT[error.limit], str(error))
    if isinstance(error, FormatError):
        return problem(406, str(error))
    if isinstance(error, QueryError):
        return problem(400, str(error), error)
    return problem(502, str(error))


def problem(status: int, detail: str, error: QueryError | None = None) -> Response:
    """Return an error as problem details (RFC 9457), with the place of a syntax error."""
    about: dict[str, Any] = {"status": status, "detail": detail}
    if error is not None and error.line:
        about |= {"line": error.line, "column": error.column}
    headers = {"Retry-After": RETRY_AFTER} if status in {408, 503} else {}
    if status == 405:
        headers["Allow"] = ALLOWED
    return JSONResponse(about, status, headers, "application/problem+json")


def not_acceptable(offered: Sequence[str]) -> Response:
    """Return the response that lists the media types on offer."""
    choice = ", ".join(dict.fromkeys(offered))
    return problem(406, f"None of the media types asked for is at hand; choose one of {choice}.")
