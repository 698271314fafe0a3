"""RDF of any format: Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML; plain, gzipped, zipped.

Nothing is fetched: schema.org's JSON-LD context comes with us, any other remote one is refused, and
so is an XML entity that points elsewhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import cast

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from careergraph.errors import SourceError
from careergraph.importers.source import Source, opened
from careergraph.store.dataset import dataset, native_store
from careergraph.store.foreign_files import MAX_BYTES
from careergraph.store.mapping import properties_in, translate
from careergraph.store.rdf_files import parse_rdf, rdf_format, source_of
from careergraph.vocabulary import PREFIXES

_MAX_STREAMED = 4_000_000_000
"""The largest file, uncompressed, of which only what a mapping names is kept."""


def is_rdf(path: Path) -> bool:
    """Whether a file, or one in a zip, holds RDF, by its name."""
    return path.is_file() and (rdf_format(path) is not None or bool(_packed(path)))


def describe_rdf(path: Path) -> Source:
    """Return what is known of a file that may not say it: its name and date.

    Raises:
        SourceError: there is no such file.
    """
    if not path.exists():
        raise SourceError(f"{path}: there is no such file; check the spelling.")
    written = date.fromtimestamp(path.stat().st_mtime)
    return Source(
        iri=source_of(_unpacked(path)[1]),
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


def read_quads(path: Path, most: int = MAX_BYTES) -> Iterator[Quad]:
    """Yield the statements of a file with their graphs; what has none stands in the file's own.

    Args:
        path: the file, or a zip that holds one RDF file.
        most: how many bytes are read at most.

    Raises:
        SourceError: the file cannot be read, or its syntax is wrong (the line is named).
    """
    member, unpacked = _unpacked(path)
    with opened(path, member, most) as file:
        yield from parse_rdf(file, unpacked)


def read_translated(paths: Iterable[Path], mapping: str | Path) -> Iterator[Quad]:
    """Yield what files in other terms say, in ours; see ``careergraph.store.mapping``.

    They are translated together, for one may say what a thing is that another names. Only what the
    mapping names is kept of them, so that they may be large.

    Raises:
        SourceError: a file cannot be read, or the mapping names nothing in them.
        UsageError: there is no such mapping.
    """
    wanted, paths = properties_in(mapping), list(paths)
    store = Store()
    for path in paths:
        # What is parsed in one piece must fit into memory.
        whole = rdf_format(_unpacked(path)[1]) in {RdfFormat.RDF_XML, RdfFormat.JSON_LD}
        quads = read_quads(path, MAX_BYTES if whole else _MAX_STREAMED)
        store.bulk_extend(quad for quad in quads if quad.predicate in wanted)
    if not len(store):
        files = " and ".join(map(str, paths))
        raise SourceError(f"{files}: holds nothing that the mapping {mapping} names.")
    yield from cast(Store, native_store(translate(dataset(store), mapping)))


def _unpacked(path: Path) -> tuple[str, Path]:
    """Return the RDF file in a zip, and the path by which its format and source are known.

    It goes by the name of the zip, which is what people see. Of no zip, that is "" and the path.

    Raises:
        SourceError: the zip holds several RDF files.
    """
    member, *others = _packed(path) or [""]
    if others:
        raise SourceError(
            f"{path}: holds {len(others) + 1} RDF files; unpack it and name the folder."
        )
    return member, path.with_suffix(PurePath(member).suffix) if member else path


def _packed(path: Path) -> list[str]:
    """Return the names of the RDF files in a zip."""
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
    return [name for name in names if rdf_format(Path(name)) is not None]


def write_turtle(triples: Iterable[Triple]) -> str:
    """Write triples as tidy Turtle: a paragraph a thing, sorted, with the usual prefixes."""
    from rdflib import Graph

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph.serialize(format="turtle")
