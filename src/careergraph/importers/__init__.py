"""Sources of career knowledge, each read by one function that yields triples as it reads.

The triples are ``pyoxigraph.Triple``: they go to the store as they are, and making them is several
times as fast as making rdflib's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pyoxigraph import Triple

from careergraph.errors import SourceError, UsageError
from careergraph.importers.article import describe_article, import_article, is_article
from careergraph.importers.bls import (
    describe_outlook,
    describe_pay,
    import_outlook,
    import_pay,
    is_outlook,
    is_pay,
)
from careergraph.importers.crosswalk import describe_crosswalk, import_crosswalk, is_crosswalk
from careergraph.importers.esco import describe_esco, import_esco, is_esco
from careergraph.importers.foreign import looks_like
from careergraph.importers.nice import describe_nice, import_nice, is_nice
from careergraph.importers.onet import describe_onet, import_onet, is_onet
from careergraph.importers.posting import (
    describe_posting,
    explain_posting,
    import_posting,
    is_posting,
)
from careergraph.importers.rdf import describe_rdf, import_rdf, is_rdf
from careergraph.importers.schema_org import (
    describe_schema_org,
    explain_schema_org,
    import_schema_org,
    is_schema_org,
)
from careergraph.importers.source import Source
from careergraph.importers.sssom import describe_sssom, import_sssom, is_sssom
from careergraph.importers.statements import Notes
from careergraph.importers.tabiya import describe_tabiya, import_tabiya, is_tabiya
from careergraph.importers.table import describe_table, explain_table, import_table, is_table
from careergraph.store.foreign_files import refuse_devices

__all__ = ["IMPORTERS", "Importer", "Source", "importer_for", "importers_for"]


@dataclass(frozen=True)
class Importer:
    """How one kind of source is recognised, read and named.

    ``read`` and ``describe`` take one path, or of a kind that ``joins`` all the paths that make up
    one source, such as ESCO's two zips. ``read`` of a kind that ``grows`` takes besides, as
    ``known``, what a store has of the same release, and yields what stays of it. ``explain`` says
    in sentences how the source was understood, where that is not plain.
    """

    name: str
    recognises: Callable[[Path], bool]
    read: Callable[..., Iterator[Triple]]
    describe: Callable[..., Source]
    explain: Callable[..., Notes] = lambda *_: Notes()
    joins: bool = False
    grows: bool = False


# The first that recognises a file reads it: a table of a known name is no table of one's own.
IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        Importer(
            "schema-org",
            is_schema_org,
            import_schema_org,
            describe_schema_org,
            explain_schema_org,
        ),
        Importer("rdf", is_rdf, import_rdf, describe_rdf),
        Importer("esco", is_esco, import_esco, describe_esco, joins=True, grows=True),
        Importer("onet", is_onet, import_onet, describe_onet, joins=True),
        Importer("tabiya", is_tabiya, import_tabiya, describe_tabiya, joins=True),
        Importer("nice", is_nice, import_nice, describe_nice),
        Importer("bls-pay", is_pay, import_pay, describe_pay, joins=True),
        Importer("bls-outlook", is_outlook, import_outlook, describe_outlook),
        Importer("crosswalk", is_crosswalk, import_crosswalk, describe_crosswalk),
        Importer("sssom", is_sssom, import_sssom, describe_sssom),
        Importer("table", is_table, import_table, describe_table, explain_table),
        Importer("posting", is_posting, import_posting, describe_posting, explain_posting),
        Importer("article", is_article, import_article, describe_article),
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
    importer, *_ = importers_for(path, as_, columns)
    return importer


def importers_for(
    path: Path, as_: str | None = None, columns: Mapping[str, str] | None = None
) -> list[Importer]:
    """Return all ways to read something of what is there: a folder may hold several downloads.

    Arguments and errors are those of ``importer_for``.
    """
    if address := re.match(r"(https?):/+(.*)", str(path)):  # a Path folds the second slash
        raise SourceError(
            f"{address[1]}://{address[2]}: is an address on the web, and nothing is fetched; save "
            "the page or the file and name that."
        )
    refuse_devices(path)
    if as_ is not None:
        if as_ not in IMPORTERS:
            raise UsageError(f"“{as_}” is no kind of source; choose of {', '.join(IMPORTERS)}.")
        suited = [IMPORTERS[as_]]
    elif not path.exists():
        raise SourceError(f"{path}: there is no such file or folder; check the spelling.")
    elif known := looks_like(path):
        what, instead = known
        raise SourceError(
            f"{path}: looks like {what}, which is not read; what would be read is {instead}. Say "
            f"with --as what it is if it is something else ({', '.join(IMPORTERS)})."
        )
    else:
        suited = [importer for importer in IMPORTERS.values() if importer.recognises(path)]
    if not suited:
        raise SourceError(
            f"{path}: looks like none of the sources known: an article or a job advert (text, "
            "Markdown, HTML, PDF, DOCX), a table (CSV, XLSX, ODS), schema.org's JSON-LD, a "
            "download of ESCO, O*NET, their crosswalk, Tabiya, the NICE Framework or the BLS, or "
            f"RDF; where it is one, say which with --as ({', '.join(IMPORTERS)})."
        )
    if not path.is_dir():
        suited = suited[:1]
    if columns and suited[0].name == "table":
        read = partial(import_table, columns=columns)
        return [replace(suited[0], read=read, explain=partial(explain_table, columns=columns))]
    return suited
