"""RDF of any format, gzipped or not: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML.

Nothing is fetched: a remote JSON-LD context or an XML entity that points elsewhere is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from careergraph.errors import SourceError
from careergraph.importers.source import Source, opened
from careergraph.store.rdf_files import FORMATS, rdf_format, refuse_entities, source_of
from careergraph.vocabulary import PREFIXES


def is_rdf(path: Path) -> bool:
    """Tell by its name whether a file holds RDF."""
    return path.is_file() and rdf_format(path) is not None


def describe_rdf(path: Path) -> Source:
    """Name the source of a file that does not describe it: by its name and date, no more."""
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
    """Read the statements of a file, whatever graphs they stand in.

    Raises:
        SourceError: the file cannot be read, or its syntax is wrong (the line is named).
    """
    return (quad.triple for quad in read_quads(path))


def read_quads(path: Path) -> Iterator[Quad]:
    """Read a file with its graphs; what stands in no named graph goes to the file's own source.

    Raises:
        SourceError: the file cannot be read, or its syntax is wrong (the line is named).
    """
    format_ = rdf_format(path)
    if format_ is None:
        raise SourceError(
            f"{path}: is not RDF by its name; the names known end in {', '.join(FORMATS)}."
        )
    source = source_of(path)
    graph, base = NamedNode(source), f"{source}/"
    try:
        with opened(path) as file:
            whole = file.read() if format_ == RdfFormat.RDF_XML else None
            if whole is not None:  # nothing of it is read before all of it is known to be harmless
                refuse_entities(whole, path)
            for quad in parse(whole or file, format_, base_iri=base, rename_blank_nodes=True):
                if isinstance(quad.graph_name, DefaultGraph):
                    yield Quad(quad.subject, quad.predicate, quad.object, graph)
                else:
                    yield quad
    except SyntaxError as error:
        line = f"line {error.lineno}" if error.lineno else "the file"
        raise SourceError(
            f"{path}: {line} is not valid {format_.name} ({error.msg}); correct it there."
        ) from error
    except (MemoryError, ValueError) as error:
        raise SourceError(f"{path}: is not valid {format_.name} ({error}).") from error


def write_turtle(triples: Iterable[Triple]) -> str:
    """Write triples as tidy Turtle: a paragraph a thing, sorted, with the usual prefixes."""
    from rdflib import Graph

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph.serialize(format="turtle")
