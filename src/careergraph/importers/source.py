"""What every importer begins with: who says it, and its files opened with care."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import DCTERMS, RDF, XSD

from careergraph.errors import SourceError
from careergraph.network.answers import Answer
from careergraph.vocabulary import CG

MAX_BYTES = 200_000_000
"""The largest file that is read, uncompressed; the largest of O*NET and ESCO stay below a third."""

MAX_RATIO = 200
"""How much a compressed file may grow: text grows tenfold or so, a bomb a thousandfold."""


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


@contextmanager
def opened_raw(path: Path, member: str = "", most: int = MAX_BYTES) -> Iterator[io.BufferedReader]:
    """Open a file as ``opened`` does, whatever it holds: a spreadsheet is binary.

    Raises:
        SourceError: it is missing, too large or damaged.
    """
    where = f"{path}: {member}" if member else f"{path}"
    try:
        with ExitStack() as stack:
            if member:
                archive = stack.enter_context(zipfile.ZipFile(path))
                entry = archive.getinfo(member)
                stream = stack.enter_context(archive.open(entry))
                yield _limited(stream, where, entry.file_size, entry.compress_size, most)
            else:
                file = stack.enter_context(path.open("rb"))
                size = path.stat().st_size
                if path.suffix.lower() == ".gz":
                    unpacked = stack.enter_context(gzip.open(file))
                    yield _limited(cast(IO[bytes], unpacked), where, 0, size, most)
                else:
                    yield _limited(file, where, size, size, most)
    except FileNotFoundError as error:
        raise SourceError(f"{where}: there is no such file; check the spelling.") from error
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # RuntimeError is what zipfile raises for a member under a password.
        raise SourceError(f"{where}: cannot be read ({error}); download it again.") from error


def _limited(stream: IO[bytes], where: str, size: int, packed: int, most: int) -> io.BufferedReader:
    """Return a buffered stream that refuses to read past the limits.

    Args:
        stream: what is to be read.
        where: its name, for messages.
        size: how many bytes the file is said to hold.
        packed: how many bytes it takes as it lies there.
        most: how many bytes are read at most, however large the file is.
    """
    limit = min(most, max(packed * MAX_RATIO, 1_000_000))
    if size >= limit:
        raise SourceError(_too_large(where, limit))
    return io.BufferedReader(_Limited(stream, limit, where), 1 << 16)


def _too_large(where: str, limit: int) -> str:
    return (
        f"{where}: is larger than {limit / 1e6:,.0f} MB once opened, more than any career "
        "source should be; split it or take out what is not needed."
    )


class _Limited(io.RawIOBase):
    """A stream of bytes that raises once more than ``limit`` of them were read."""

    def __init__(self, stream: IO[bytes], limit: int, where: str) -> None:
        self._stream, self._left, self._limit, self._where = stream, limit, limit, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(_too_large(self._where, self._limit))
        buffer[: len(data)] = data
        return len(data)
