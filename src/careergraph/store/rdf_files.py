"""RDF files: their formats by name, and what they say, read with care.

What has no IRI in a file (a blank node) gets one, so that it can be a role like any other and the
same file always gives the same graph.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote
from xml.parsers import expat

import pyoxigraph as ox
from rdflib.namespace import SKOS

from careergraph.errors import SourceError
from careergraph.store.foreign_files import opened_raw
from careergraph.store.jsonld import local_bytes
from careergraph.vocabulary import INVERSES, ONTOLOGY, SOURCE_BASE, slug

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}

_NAMES = frozenset({ox.NamedNode(str(SKOS.prefLabel)), ox.NamedNode(str(SKOS.altLabel))})
_INVERSES = {ox.NamedNode(back): ox.NamedNode(forth) for back, forth in INVERSES.items()}
_UNSEEN = re.compile(
    r"^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$|[\u200b\u2060]"
)
"""Spaces around a name, and characters of no width that nobody sees in it."""

MAX_DEPTH = 200
"""How deep the elements of RDF/XML may be nested; what people write stays below ten."""

# A handful of entities that grow from one another fill any memory; plain ones are harmless.
_ENTITY_THAT_REFERS = re.compile(
    rb"<!ENTITY\s+(?:%|[^\s\"'>]+\s+(?:SYSTEM|PUBLIC|\"[^\"]*[&%]|'[^']*[&%]))"
)


def rdf_format(path: Path) -> ox.RdfFormat | None:
    """Return an RDF file's format by its name, ``.gz`` or not; None where it is none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return FORMATS.get(suffixes[-1]) if suffixes else None


def source_of(path: Path) -> str:
    """Return the IRI of the source that a file holds, which is the name of its graph."""
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
    with opened_raw(path) as stream:
        if stream.peek(3).startswith(codecs.BOM_UTF8):  # the mark that some editors put first
            stream.read(3)
        store.bulk_extend(parse_rdf(stream, path))


def parse_rdf(data: bytes | IO[bytes], path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of a file; those in no graph stand in the file's own source.

    Blank nodes become IRIs by the order in which the file names them, and names lose the spaces
    around them and characters that nobody sees. What is said the other way round, such as
    cg:skillRequiredBy, is turned.

    Args:
        data: what the file holds; as a stream it is read as it is parsed, where the format allows.
        path: where it lies, by which its format and its source are known.

    Raises:
        SourceError: its syntax is wrong (the line is named), or it is harmful.
    """
    format_ = rdf_format(path)
    if format_ is None:
        raise SourceError(
            f"{path}: is not RDF by its name; the names known end in {', '.join(FORMATS)}."
        )
    source = source_of(path)
    graph = ox.NamedNode(source)
    known: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(node: ox.BlankNode) -> ox.NamedNode:
        if node not in known:
            known[node] = ox.NamedNode(f"{source}/unnamed-{len(known) + 1}")
        return known[node]

    blank = ox.BlankNode
    try:
        if format_ in {ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD}:
            # Nothing of it is parsed before all of it is known to be harmless.
            data = data if isinstance(data, bytes) else data.read()
            if format_ == ox.RdfFormat.RDF_XML:
                refuse_harmful_xml(data, path)
            else:
                data = local_bytes(data)
        for quad in ox.parse(data, format_, base_iri=f"{source}/"):
            subject, property_, value, where = quad
            if isinstance(where, ox.DefaultGraph):
                where = graph
            elif type(where) is blank:
                where = named(where)
            if type(subject) is blank:
                subject = named(subject)
            if type(value) is blank:
                value = named(value)
            elif property_ in _NAMES and type(value) is ox.Literal:
                value = _plain(value)
            elif property_ in _INVERSES and type(value) is ox.NamedNode:
                subject, property_, value = value, _INVERSES[property_], subject
            yield ox.Quad(subject, property_, value, where)
    except SyntaxError as error:
        line = f"line {error.lineno}" if error.lineno else "the file"
        raise SourceError(
            f"{path}: {line} is not valid {format_.name} ({error.msg}); correct it there."
        ) from error
    except (MemoryError, ValueError) as error:
        raise SourceError(f"{path}: is not valid {format_.name}: {error}.") from error


def _plain(name: ox.Literal) -> ox.Literal:
    """Return a name without what nobody sees of it, in its language."""
    text = _UNSEEN.sub("", name.value)
    if text == name.value:
        return name
    if name.language:
        return ox.Literal(text, language=name.language)
    return ox.Literal(text, datatype=name.datatype)


def refuse_harmful_xml(xml: bytes, path: Path) -> None:
    """Refuse XML that no parser should be given.

    Raises:
        SourceError: its entities point outside or grow, or its elements are nested too deep.
    """
    if _ENTITY_THAT_REFERS.search(xml):
        raise SourceError(
            f"{path}: declares an XML entity that refers elsewhere, which is not followed; save "
            "it without, or as Turtle."
        )
    depth = 0

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise SourceError(f"{path}: nests elements more than {MAX_DEPTH} deep; save it anew.")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        # Of what is only wrong, the RDF parser says more.
        if "amplification" in str(error):
            raise SourceError(
                f"{path}: declares an XML entity that makes it far larger than it is; save it "
                "without, or as Turtle."
            ) from error
