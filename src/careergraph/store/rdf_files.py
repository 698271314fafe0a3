"""RDF files: their formats by name, and reading one into a store."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from careergraph.errors import SourceError
from careergraph.vocabulary import ONTOLOGY, SOURCE_BASE, slug

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}


# A handful of entities that grow from one another fill any memory; plain ones are harmless.
_ENTITY_THAT_REFERS = re.compile(
    rb"<!ENTITY\s+(?:%|[^\s\"'>]+\s+(?:SYSTEM|PUBLIC|\"[^\"]*[&%]|'[^']*[&%]))"
)


def rdf_format(path: Path) -> ox.RdfFormat | None:
    """Tell an RDF file's format by its name, ``.gz`` or not; None where it is none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return FORMATS.get(suffixes[-1]) if suffixes else None


def source_of(path: Path) -> str:
    """Give the IRI of the source that a file holds, which is the name of its graph."""
    stem = path.name
    while (suffix := Path(stem).suffix).lower() in {".gz", *FORMATS}:
        stem = stem.removesuffix(suffix)
    return ONTOLOGY if stem == "ontology" else SOURCE_BASE + (slug(stem) or quote(stem))


def rdf_files(folder: Path) -> list[Path]:
    """List the RDF files below a folder, sorted, without SHACL shapes: they are about a graph."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and rdf_format(path) and not path.name.startswith(("shapes.", "."))
    )


def load_file(store: ox.Store, path: Path) -> None:
    """Read one RDF file into a store; what stands in no graph there goes to the file's own source.

    Raises:
        SourceError: the file cannot be read or parsed; the message names the line.
    """
    source, format_ = source_of(path), rdf_format(path)
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".gz":
            data = gzip.decompress(data)
        if format_ == ox.RdfFormat.RDF_XML:
            refuse_entities(data, path)
        store.bulk_load(
            data.removeprefix(b"\xef\xbb\xbf"),  # the mark that some editors put first
            format_,
            base_iri=f"{source}/",
            to_graph=ox.NamedNode(source),
        )
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise SourceError(f"{path.name}{line} is not valid RDF: {error.msg}.") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise SourceError(f"{path} cannot be read: {error}.") from error


def refuse_entities(xml: bytes, path: Path) -> None:
    """Refuse XML whose entities point outside or grow from one another.

    Raises:
        SourceError: it declares such an entity.
    """
    if _ENTITY_THAT_REFERS.search(xml):
        raise SourceError(
            f"{path}: declares an XML entity that refers elsewhere, which is not followed; save "
            "it without, or as Turtle."
        )
