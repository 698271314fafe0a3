"""What every importer begins with: who says it, and its files opened with care.

A download is a folder or a zip. Its files are found by their known names alone, read where they
are and never unpacked, so no name inside an archive can point anywhere else on the disk.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
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
        """Say the same in RDF, about ``iri``."""
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
    """Give an rdflib term of our vocabulary as the Oxigraph term that importers yield."""
    return NamedNode(str(iri))


def is_download(path: Path) -> bool:
    """Tell whether a path is a folder or, by its name or beginning, a zip."""
    return path.is_dir() or path.suffix.lower() == ".zip" or zipfile.is_zipfile(path)


def members(path: Path) -> dict[str, str]:
    """List the files of a folder or a zip: plain file name → where in ``path`` it is.

    Of two files of one name the one nearer the top counts.

    Raises:
        SourceError: nothing is there, or it is neither a folder nor a zip.
    """
    if path.is_dir():
        files = [*path.glob("*"), *path.glob("*/*")]
        found = [file.relative_to(path).as_posix() for file in files if file.is_file()]
    elif not path.exists():
        raise SourceError(f"{path}: there is no such file or folder; check the spelling.")
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                found = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        except (zipfile.BadZipFile, OSError) as error:
            raise SourceError(
                f"{path}: is neither a folder nor a zip that can be opened ({error}); "
                "give the download as it came."
            ) from error
    found = [name for name in found if not name.startswith("__MACOSX/")]
    found.sort(key=lambda name: (name.count("/"), name), reverse=True)
    return {PurePosixPath(name).name: name for name in found}


def member_date(path: Path, name: str) -> date:
    """Tell when the file ``name`` of the download ``path`` was last written."""
    if path.is_dir():
        return date.fromtimestamp((path / members(path)[name]).stat().st_mtime)
    with zipfile.ZipFile(path) as archive:
        return date(*archive.getinfo(members(path)[name]).date_time[:3])


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[io.BufferedReader]:
    """Open a file, or the file ``name`` of a folder or zip, for reading as bytes.

    A ``.gz`` file is decompressed on the way. What is read past the limits raises.

    Raises:
        SourceError: it is missing, empty, binary, too large or damaged.
    """
    where = f"{path}: {name}" if name else f"{path}"
    found = members(path).get(name, "") if name else ""
    if name and not found:
        raise SourceError(f"{path}: {name} is missing; give the whole download as it came.")
    try:
        with ExitStack() as stack:
            if name and not path.is_dir():
                archive = stack.enter_context(zipfile.ZipFile(path))
                entry = archive.getinfo(found)
                stream = stack.enter_context(archive.open(entry))
                yield _checked(stream, where, entry.file_size, entry.compress_size)
            else:
                file = path / found
                stream = stack.enter_context(file.open("rb"))
                size = file.stat().st_size
                if file.suffix.lower() == ".gz":
                    unpacked = stack.enter_context(gzip.open(stream))
                    yield _checked(cast(IO[bytes], unpacked), where, 0, size)
                else:
                    yield _checked(stream, where, size, size)
    except FileNotFoundError as error:
        raise SourceError(f"{where}: there is no such file; check the spelling.") from error
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # RuntimeError is what zipfile raises for a member under a password.
        raise SourceError(f"{where}: cannot be read ({error}); download it again.") from error


def _checked(stream: IO[bytes], where: str, size: int, packed: int) -> io.BufferedReader:
    """Give a buffered stream that refuses to read past the limits.

    ``size`` is what the file is said to hold, ``packed`` the bytes it takes as it lies there.
    """
    limit = min(MAX_BYTES, max(packed * MAX_RATIO, 1_000_000))
    if size >= limit:
        raise SourceError(_too_large(where, limit))
    reader: io.BufferedReader = io.BufferedReader(_Limited(stream, limit, where), 1 << 16)
    head = reader.peek(4096)[:4096]
    if not head.strip():
        raise SourceError(f"{where}: is empty.")
    if b"\0" in head:
        raise SourceError(f"{where}: is binary or in UTF-16; plain text in UTF-8 is wanted.")
    if head.startswith(codecs.BOM_UTF8):
        reader.read(len(codecs.BOM_UTF8))
    return reader


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


def read_table(path: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Read the named columns of one table of a download, row by row.

    A ``.csv`` file has commas and quotes, any other has tabs and no quoting.

    Args:
        path: a folder or a zip.
        name: the file's plain name.
        columns: the columns wanted, in the order in which they are to be given.

    Raises:
        SourceError: the file is missing, not UTF-8, lacks a column, or has a row cut short.
    """
    where = f"{path}: {name}"
    with opened(path, name) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        rows: Iterator[list[str]]
        if name.endswith(".csv"):
            rows = csv.reader(text, strict=True)
        else:
            rows = (line.rstrip("\r\n").split("\t") for line in text)
        number = 1
        try:
            header = [cell.strip() for cell in next(rows, [])]
            missing = [column for column in columns if column not in header]
            if missing:
                raise SourceError(
                    f"{where}: lacks the column {', '.join(missing)}; the columns wanted are "
                    f"{', '.join(columns)}."
                )
            pick = _picker([header.index(column) for column in columns])
            width = len(header)
            for number, row in enumerate(rows, 2):
                if len(row) == width:
                    yield pick(row)
                elif any(row):
                    raise SourceError(
                        f"{where}: row {number} has {len(row)} cells where the header has "
                        f"{width}; the file looks cut short, so download it again."
                    )
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{where}: is not UTF-8 text (after row {number}); save it as UTF-8."
            ) from error
        except csv.Error as error:
            raise SourceError(
                f"{where}: row {number + 1} cannot be read as CSV ({error}); "
                "the file looks cut short, so download it again."
            ) from error


def _picker(indexes: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    return lambda row: tuple([row[index] for index in indexes])
