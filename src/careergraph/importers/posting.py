"""A job advert, as text, HTML, PDF or DOCX: a role with what it asks for, and the job offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Triple

from careergraph.errors import SourceError
from careergraph.importers.source import Source
from careergraph.importers.statements import Notes, Statements
from careergraph.reading import advert
from careergraph.reading.advert import Advert
from careergraph.reading.documents import read_document
from careergraph.reading.roles import find_roles
from careergraph.vocabulary import SOURCE_BASE, slug

_DOCUMENTS = {".pdf", ".docx"}
_TEXTS = {".txt", ".text", ".md", ".markdown", ".html", ".htm"}


def is_posting(path: Path) -> bool:
    """Whether a file is an advert: it speaks as adverts do, and compares no two roles."""
    suffix = path.suffix.lower()
    if not path.is_file() or suffix not in _DOCUMENTS | _TEXTS:
        return False
    try:
        document = read_document(path, "an advert")
    except SourceError:
        return suffix in _DOCUMENTS
    compares = len(find_roles(document)) > 1
    return not compares and (suffix in _DOCUMENTS or advert.is_advert(document))


def describe_posting(path: Path) -> Source:
    """Return what is known of the source: the job, its employer and the advert's date.

    Raises:
        SourceError: as ``read_advert``.
    """
    said = read_advert(path)
    return Source(
        iri=f"{SOURCE_BASE}{slug(path.stem) or 'advert'}",
        title=f"Job advert: {said.posting.title}",
        publisher=said.posting.employer or "Not stated",
        licence="All rights stay with the advert's publisher.",
        issued=said.issued or date.fromtimestamp(path.stat().st_mtime).isoformat(),
    )


def explain_posting(path: Path) -> Notes:
    """Return what found no place; errors as ``read_advert``."""
    return Notes(unmatched=read_advert(path).unmatched)


def import_posting(path: Path) -> Iterator[Triple]:
    """Yield what an advert says as triples, its source's description first.

    Raises:
        SourceError: as ``read_advert``.
    """
    source, said = describe_posting(path), read_advert(path)
    yield from source.triples()
    say = Statements(source.iri)
    if role := say.thing("role", said.role.label):
        say.posting(said.posting, role)
        say.role(said.role, role)
    yield from say


def read_advert(path: Path) -> Advert:
    """Read a job advert.

    Raises:
        SourceError: the file cannot be read, or no line of it names a job or what one asks for.
    """
    # A load describes a source and reads it, and would otherwise open the file twice.
    return _read_once(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _read_once(path: Path, changed: int) -> Advert:
    wanted = "a job advert as text, HTML, PDF or DOCX"
    return advert.read_advert(read_document(path, wanted), str(path))
