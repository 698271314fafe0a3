"""SSSOM: a table of matches between things, with a head that says what its prefixes stand for.

A row says that ``subject_id`` is, by ``predicate_id``, the same as ``object_id``, or close,
broader, narrower or related; with the modifier "Not" that it is not the same. Ids are IRIs, or
short forms by the ``curie_map`` of the head. Other columns, such as how sure it is, are left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Triple
from rdflib.namespace import OWL, SKOS

from careergraph.errors import SourceError
from careergraph.importers.sheets import decoded, file_bytes
from careergraph.importers.source import Source
from careergraph.vocabulary import PREFIXES, SOURCE_BASE, slug

_COLUMNS = ("subject_id", "predicate_id", "object_id")
_USUAL = PREFIXES | {"owl": str(OWL)}
_EXACT = str(SKOS.exactMatch)
_PREDICATES = {
    **{
        str(match): str(match)
        for match in (
            SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
        )
    },
    str(OWL.sameAs): _EXACT,
    str(OWL.equivalentClass): _EXACT,
    str(OWL.differentFrom): str(OWL.differentFrom),
}  # fmt: skip
_ABSOLUTE = re.compile(r'(?:https?|urn):[^\s<>"{}|\\^`]+')
_ENDINGS = {".tsv", ".csv", ".txt", ".sssom"}


def is_sssom(path: Path) -> bool:
    """Whether a file is a table whose header names subject, predicate and object."""
    if not path.is_file() or path.suffix.lower() not in _ENDINGS:
        return False
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = next((line for line in file if not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError):
        return False
    return set(_COLUMNS) <= set(re.split(r"[\t,]", header.strip()))


def describe_sssom(path: Path) -> Source:
    """Return what the head says of a set of matches, else the name and date of its file.

    Raises:
        SourceError: there is no such file.
    """
    head, _ = _parts(path)
    licence = head.get("license", "")
    return Source(
        iri=f"{SOURCE_BASE}{slug(path.name.partition('.')[0]) or 'matches'}",
        title=head.get("mapping_set_title") or path.name.partition(".")[0],
        publisher=head.get("mapping_provider") or "Not stated",
        licence=licence if licence and "unspecified" not in licence else "Not stated in the file.",
        issued=head.get("mapping_date") or date.fromtimestamp(path.stat().st_mtime).isoformat(),
    )


def import_sssom(path: Path) -> Iterator[Triple]:
    """Yield each row as the relation of SKOS or OWL that it is.

    Raises:
        SourceError: the file cannot be read, or a row holds an unknown prefix or predicate.
    """
    head, rows = _parts(path)
    prefixes = _USUAL | {
        name.removeprefix("curie_map/"): start
        for name, start in head.items()
        if name.startswith("curie_map/")
    }
    for number, row in rows:
        one, predicate, other = (
            _iri(row.get(column) or "", prefixes, f"{path}: row {number}") for column in _COLUMNS
        )
        relation = _PREDICATES.get(predicate)
        if (row.get("predicate_modifier") or "").strip().lower() == "not":
            relation = str(OWL.differentFrom) if relation == _EXACT else ""
        elif relation is None:
            raise SourceError(
                f"{path}: row {number}: {predicate} is no kind of match that is known; use one of "
                "skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch."
            )
        if relation:
            yield Triple(NamedNode(one), NamedNode(relation), NamedNode(other))


def _parts(path: Path) -> tuple[dict[str, str], list[tuple[int, dict[str, str]]]]:
    """Return the head of a file, and its rows with their numbers in the file.

    The head is YAML behind "#"; of what is nested the names are put together ("curie_map/skos").
    """
    lines = decoded(path, file_bytes(path, "a table of matches")).splitlines()
    start = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head: dict[str, str] = {}
    within = ""
    for line in lines[:start]:
        if entry := re.fullmatch(r"#(\s*)([\w.-]+):(?:\s+[\"']?(.*?)[\"']?)?\s*", line):
            indent, name, value = entry[1], entry[2], entry[3] or ""
            nested = len(indent) > 1 and within
            head[f"{within}/{name}" if nested else name] = value
            within = within if nested or value else name
    text = "\n".join(lines[start:])
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    return head, list(enumerate(table, start + 2))


def _iri(text: str, prefixes: dict[str, str], where: str) -> str:
    short = text.strip().strip("<>")
    prefix, colon, name = short.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + name
    if _ABSOLUTE.fullmatch(short):
        return short
    raise SourceError(
        f"{where}: “{short[:60]}” is no IRI, and the head of the file does not say what its prefix "
        "stands for; add it to the curie_map."
    )
