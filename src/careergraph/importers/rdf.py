"""RDF of any format, gzipped or not: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML.

Nothing is fetched: schema.org's JSON-LD context comes with us, any other remote one is refused, and
so is an XML entity that points elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from careergraph.errors import SourceError
from careergraph.importers.source import Source, opened
from careergraph.store.rdf_files import parse_rdf, rdf_format, source_of
from careergraph.vocabulary import PREFIXES


def is_rdf(path: Path) -> bool:
    """Whether a file holds RDF, by its name."""
    return path.is_file() and rdf_format(path) is not None


def describe_rdf(path: Path) -> Source:
    """Return what is known of a file that may not say it: its name and date.

    Raises:
        SourceError: there is no such file.
    """
    if not path.exists():
        raise SourceError(f"{path}: there is no such file; check the spelling.")
    written = date.fromtimestamp(path.stat().st_mtime)
    return Source(
        iri=source_of(path),
        title=path.name.split(".")[0],
        publisher="not stated",
        licence="Not stated in the file.",
        issued=written.isoformat(),
    )


def import_rdf(path: Path) -> Iterator[Triple]:
    """Yield the statements of a file, whatever graphs they stand in.

    Raises:
        SourceError: the file cannot be read, or its syntax is wrong (the line is named).
    """
    return (quad.triple for quad in read_quads(path))


def read_quads(path: Path) -> Iterator[Quad]:
    """Yield the statements of a file with their graphs; what has none stands in the file's own.

    Raises:
        SourceError: the file cannot be read, or its syntax is wrong (the line is named).
    """
    with opened(path) as file:
        yield from parse_rdf(file, path)


def write_turtle(triples: Iterable[Triple]) -> str:
    """Write triples as tidy Turtle: a paragraph a thing, sorted, with the usual prefixes."""
    from rdflib import Graph

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph.serialize(format="turtle")
