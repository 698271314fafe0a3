"""What every importer begins with: who says it, and its files opened with care."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import DCTERMS, RDF, XSD

from careergraph.errors import SourceError
from careergraph.network.answers import Answer
from careergraph.store.foreign_files import MAX_BYTES, opened_raw
from careergraph.vocabulary import CG


@dataclass(frozen=True)
class Source(Answer):
    """Who says it: the name of a source's graph and what people must know about it.

    ``licence`` is an IRI where there is one, else a sentence; ``issued`` an ISO date.
    """

    iri: str
    title: str
    publisher: str
    licence: str
    issued: str

    def triples(self) -> Iterator[Triple]:
        """Yield the same as RDF, about ``iri``."""
        source = NamedNode(self.iri)
        yield Triple(source, term(RDF.type), term(CG.Source))
        yield Triple(source, term(DCTERMS.title), Literal(self.title, language="en"))
        yield Triple(source, term(DCTERMS.publisher), Literal(self.publisher))
        if self.licence.startswith(("http://", "https://")):
            yield Triple(source, term(DCTERMS.license), NamedNode(self.licence))
        else:
            yield Triple(source, term(DCTERMS.rights), Literal(self.licence, language="en"))
        yield Triple(source, term(DCTERMS.issued), Literal(self.issued, datatype=term(XSD.date)))


def term(iri: str) -> NamedNode:
    """Return an rdflib term of our vocabulary as the Oxigraph term that importers yield."""
    return NamedNode(str(iri))


@contextmanager
def opened(path: Path, member: str = "", most: int = MAX_BYTES) -> Iterator[io.BufferedReader]:
    """Open a file, or a member of a zip, for reading as bytes.

    A ``.gz`` file is decompressed on the way. What is read past the limits raises.

    Args:
        path: the file, or the zip.
        member: where in the zip it is; "" for the file itself.
        most: how many bytes are read at most.

    Raises:
        SourceError: it is missing, empty, binary, too large or damaged.
    """
    with opened_raw(path, member, most) as stream:
        head = stream.peek(4096)[:4096]
        where = f"{path}: {member}" if member else f"{path}"
        if not head.strip():
            raise SourceError(f"{where}: is empty.")
        if b"\0" in head:
            raise SourceError(f"{where}: is binary or in UTF-16; plain text in UTF-8 is wanted.")
        if head.startswith(codecs.BOM_UTF8):
            stream.read(len(codecs.BOM_UTF8))
        yield stream
