"""Requests as the SPARQL 1.1 Protocol defines them: what is asked, and the form of the answer.

W3C Recommendation: SPARQL 1.1 Protocol, 21 March 2013; content negotiation as in RFC 9110, section
12.5.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from careergraph.sparql.query import MAX_QUERY
from careergraph.store.formats import GRAPH_FORMATS, RESULT_FORMATS

TABLE_TYPES: Mapping[str, str] = {
    media_type: name
    for name, aliases in {
        "json": ["application/json"],
        "xml": ["application/xml", "text/xml"],
        "csv": [],
        "tsv": [],
    }.items()
    for media_type in (RESULT_FORMATS[name].media_type, *aliases)
}
"""Media types of answers to SELECT and ASK, best first, and the format each stands for."""

GRAPH_TYPES: Mapping[str, str] = {
    **{form.media_type: name for name, form in GRAPH_FORMATS.items()},
    "application/xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""Media types of answers to CONSTRUCT and DESCRIBE, likewise."""


@dataclass(frozen=True)
class Ask:
    """What a request asks: a query and the graphs it is put to."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def preferred(accept: str, offered: Mapping[str, str] | tuple[str, ...]) -> str | None:
    """Return the offered media type that an Accept header rates highest, None if it accepts none.

    Of types rated alike, the one the client names more precisely wins, then the one offered first.

    >>> preferred("text/csv;q=0.5, application/json", TABLE_TYPES)
    'application/json'
    >>> preferred("text/*;q=0.9, text/csv;q=0", TABLE_TYPES)
    'text/xml'
    >>> preferred("image/png", TABLE_TYPES) is None
    True
    """
    wishes = _wishes(accept)
    best: tuple[float, int] = (0.0, 0)
    choice = None
    for media_type in offered:
        family = media_type.partition("/")[0]
        # The most precise range that a type falls under decides its rating.
        for precision, range_ in ((2, media_type), (1, f"{family}/*"), (0, "*/*")):
            if range_ in wishes:
                rating = (wishes[range_], precision)
                if rating[0] > 0 and rating > best:
                    best, choice = rating, media_type
                break
    return choice


@lru_cache(maxsize=256)
def _wishes(accept: str) -> dict[str, float]:
    """Read an Accept header as ratings by media range; an empty one takes anything."""
    wishes: dict[str, float] = {}
    for wish in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in wish.split(";"))
        rating = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    rating = min(1.0, max(0.0, float(value)))
                except ValueError:
                    rating = 0.0
        if "/" in media_range:
            wishes[media_range] = rating
    return wishes if accept.strip() else {"*/*": 1.0}


async def read(request: Request) -> Ask:
    """Read the query operation that a request asks for.

    Raises:
        HTTPException: it asks for none, or in a way that the protocol does not know.
    """
    said = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if request.method == "POST":
        content_type = request.headers.get("content-type", "")
        media_type, _, parameters = content_type.partition(";")
        body = await _body(request)
        match media_type.strip().lower():
            case "application/x-www-form-urlencoded":
                form = parse_qs(_text(body), keep_blank_values=True)
                for name, values in form.items():
                    said.setdefault(name, []).extend(values)
            case "application/sparql-query":
                if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
                    raise HTTPException(415, "A query is sent in UTF-8.")
                said.setdefault("query", []).append(_text(body))
            case "application/sparql-update":
                raise HTTPException(403, "Updates are refused: the graph is read-only.")
            case _:
                raise HTTPException(
                    415,
                    "Send a query as application/sparql-query, or as the field query of "
                    "application/x-www-form-urlencoded.",
                )
    if "update" in said:
        raise HTTPException(403, "Updates are refused: the graph is read-only.")
    queries = said.get("query", [])
    if len(queries) != 1:
        raise HTTPException(400, f"Send one query; this request holds {len(queries) or 'none'}.")
    return Ask(
        queries[0],
        tuple(said.get("default-graph-uri", ())),
        tuple(said.get("named-graph-uri", ())),
    )


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > 4 * MAX_QUERY:
            raise HTTPException(413, f"The query is too long; keep it below {MAX_QUERY:,}.")
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The query is not UTF-8 at byte {error.start}.") from error
