"""The official crosswalk of ESCO and O*NET: which of their occupations are the same, or close.

It is one table (https://esco.ec.europa.eu/en/use-esco/eures-countries-mapping-tables), with a few
rows about itself before its header. Its kinds of match say how the O*NET occupation stands to the
ESCO one: a "broadMatch" is broader than it. Each mapping becomes one statement, from ESCO to O*NET,
as SKOS words it:

===========  ==========================================================================
exactMatch   skos:exactMatch
closeMatch   skos:closeMatch
broadMatch   skos:broadMatch: the O*NET occupation is the broader
narrowMatch  skos:narrowMatch: the O*NET occupation is the narrower
exactISCO    skos:exactMatch, of a group of ISCO and an O*NET occupation
===========  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from pyoxigraph import NamedNode, Triple
from rdflib.namespace import SKOS

from careergraph.errors import SourceError
from careergraph.importers.download import Download, is_download
from careergraph.importers.onet import occupation
from careergraph.importers.source import Source, term
from careergraph.vocabulary import SOURCE_BASE

_MATCHES = {
    "exactMatch": SKOS.exactMatch,
    "closeMatch": SKOS.closeMatch,
    "broadMatch": SKOS.broadMatch,
    "narrowMatch": SKOS.narrowMatch,
    "exactISCO": SKOS.exactMatch,
}
_COLUMNS = ("O*NET Id", "ESCO or ISCO URI", "Type of Match")


def is_crosswalk(path: Path) -> bool:
    """Whether a folder, a zip or a file holds the crosswalk."""
    return is_download(path) and _table(Download(path)) is not None


def describe_crosswalk(path: Path) -> Source:
    """Name the source; version and date come from the rows before its header."""
    download = Download(path)
    about = download.beginning(_table(download) or path.name)
    issued = datetime(2022, 9, 1)
    if month := re.search(r"version date\W*(\w{3}-\d\d)", about):
        with suppress(ValueError):
            issued = datetime.strptime(month[1], "%b-%y")
    version = re.search(r"version\W+([\d.]+)", about)
    return Source(
        iri=SOURCE_BASE + "esco-onet-crosswalk",
        title=" ".join(["ESCO and O*NET crosswalk", *([version[1]] if version else [])]),
        publisher="European Commission, with the U.S. Department of Labor",
        licence="This service uses the ESCO classification of the European Commission and the "
        "O*NET-SOC taxonomy of the U.S. Department of Labor, Employment and Training "
        "Administration; reuse is allowed with attribution to both.",
        issued=issued.date().isoformat(),
    )


def import_crosswalk(path: Path) -> Iterator[Triple]:
    """Read the crosswalk, row by row.

    Raises:
        SourceError: it cannot be read, or has a kind of match that is not known.
    """
    download = Download(path)
    name = _table(download) or path.name
    properties = {kind: term(property_) for kind, property_ in _MATCHES.items()}
    for code, iri, kind in download.rows(name, _COLUMNS):
        if kind not in properties:
            raise SourceError(
                f"{download}: “{kind}” is no kind of match; they are {', '.join(properties)}."
            )
        try:
            start = NamedNode(iri.strip())
        except ValueError as error:
            raise SourceError(f"{download}: “{iri}” is not an IRI ({error}).") from error
        yield Triple(start, properties[kind], occupation(code))


def _table(download: Download) -> str | None:
    return next(
        (
            name
            for name in download.names
            if PurePosixPath(name).suffix.lower() == ".csv"
            and all(column in download.beginning(name) for column in _COLUMNS)
        ),
        None,
    )
