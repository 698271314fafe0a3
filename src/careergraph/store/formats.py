"""The file formats that are written, by the name that ``--format`` takes."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """The ending of a file's name, and the media type (IANA)."""

    ending: str
    media_type: str


RESULT_FORMATS = {
    "json": Format("json", "application/sparql-results+json"),
    "xml": Format("xml", "application/sparql-results+xml"),
    "csv": Format("csv", "text/csv"),
    "tsv": Format("tsv", "text/tab-separated-values"),
}
"""For the answers to SELECT and ASK."""

GRAPH_FORMATS = {
    "turtle": Format("ttl", "text/turtle"),
    "ntriples": Format("nt", "application/n-triples"),
    "rdfxml": Format("rdf", "application/rdf+xml"),
    "jsonld": Format("jsonld", "application/ld+json"),
}
"""For the answers to CONSTRUCT and DESCRIBE."""

EXPORT_FORMATS = {
    "turtle": GRAPH_FORMATS["turtle"],
    "jsonld": GRAPH_FORMATS["jsonld"],
    "nquads": Format("nq", "application/n-quads"),
    "graphml": Format("graphml", "application/graphml+xml"),
    "gexf": Format("gexf", "application/gexf+xml"),
    "csv": RESULT_FORMATS["csv"],
    "tables": Format("zip", "application/zip"),
    "sssom": Format("sssom.tsv", "text/tab-separated-values"),
    "html": Format("html", "text/html"),
}
"""For a graph or a comparison."""

MAP_FORMATS = {
    "csv": EXPORT_FORMATS["csv"],
    "json": Format("json", "application/json"),
    "html": EXPORT_FORMATS["html"],
}
"""For the map of roles."""
