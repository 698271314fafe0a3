"""Which of the forms on offer an HTTP client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

TABLE_TYPES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of answers to SELECT and ASK, best first, and the format each stands for."""

GRAPH_TYPES: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""Media types of answers to CONSTRUCT and DESCRIBE, likewise."""


def preferred(accept: str, offered: Mapping[str, str] | tuple[str, ...]) -> str | None:
    """Give the media type on offer that an Accept header rates highest, None if it takes none.

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
