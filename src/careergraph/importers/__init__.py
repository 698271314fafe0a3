"""Sources of career knowledge, each read by one function that yields triples as it reads.

The triples are ``pyoxigraph.Triple``: they go to the store as they are, and making them is several
times as fast as making rdflib's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pyoxigraph import Triple

from careergraph.errors import SourceError, UsageError
from careergraph.importers.article import describe_article, import_article, is_article
from careergraph.importers.esco import describe_esco, import_esco, is_esco
from careergraph.importers.onet import describe_onet, import_onet, is_onet
from careergraph.importers.rdf import describe_rdf, import_rdf, is_rdf
from careergraph.importers.source import Source
from careergraph.importers.table import describe_table, explain_table, import_table, is_table

__all__ = ["IMPORTERS", "Importer", "Source", "importer_for"]


@dataclass(frozen=True)
class Importer:
    """How one kind of source is recognised, read and named."""

    name: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path], Iterator[Triple]]
    describe: Callable[[Path], Source]
    explain: Callable[[Path], Iterable[str]] = lambda _: ()
    """Says in sentences how the source was understood, where that is not plain."""


IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        Importer("rdf", is_rdf, import_rdf, describe_rdf),
        Importer("table", is_table, import_table, describe_table, explain_table),
        Importer("article", is_article, import_article, describe_article),
        Importer("esco", is_esco, import_esco, describe_esco),
        Importer("onet", is_onet, import_onet, describe_onet),
    )
}


def importer_for(
    path: Path, as_: str | None = None, columns: Mapping[str, str] | None = None
) -> Importer:
    """Return how to read a source: as told, or by what it looks like.

    Args:
        path: a file, a folder or a zip.
        as_: a name in ``IMPORTERS``; guessed where None.
        columns: of a table, which column holds what (see ``columns.parse_columns``).

    Raises:
        UsageError: ``as_`` is none of ``IMPORTERS``.
        SourceError: nothing is there, or it looks like nothing that is known.
    """
    importer = _importer(path, as_)
    if not columns or importer.name != "table":
        return importer
    return replace(
        importer,
        read=partial(import_table, columns=columns),
        explain=partial(explain_table, columns=columns),
    )


def _importer(path: Path, as_: str | None) -> Importer:
    if as_ is not None:
        if as_ not in IMPORTERS:
            raise UsageError(f"“{as_}” is no kind of source; choose of {', '.join(IMPORTERS)}.")
        return IMPORTERS[as_]
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder; check the spelling.")
    for importer in IMPORTERS.values():
        if importer.recognises(path):
            return importer
    raise SourceError(
        f"{path}: looks like none of the sources known: an article (text, Markdown or HTML), a "
        "table (CSV, XLSX, ODS), ESCO's CSV or O*NET's text download, or RDF; where it is one, say "
        f"which with --as ({', '.join(IMPORTERS)})."
    )
