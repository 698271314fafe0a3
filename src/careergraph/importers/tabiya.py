"""Tabiya's taxonomies: ESCO and what countries add to it, in the CSV layout of Tabiya's platform.

A download (https://github.com/tabiya-tech/tabiya-open-dataset) is a folder or a zip of tables such
as ``occupations.csv`` with columns in capitals. Rows have ids of their own, by which relations lead
from table to table; a thing that is ESCO's keeps ESCO's IRI, another gets one from the last entry
of its UUID history, which stays the same from release to release:

============================  ====================================================
occupation                    cg:Role
skill, skill group            cg:Skill
ISCO or occupation group      cg:RoleGroup
essential, optional           cg:requiresSkill, cg:prefersSkill of an occupation;
                              esco:relatedEssentialSkill, … of a skill
hierarchies                   skos:broader
============================  ====================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.download import Download, is_download
from careergraph.importers.esco import esco_value
from careergraph.importers.source import Source, term
from careergraph.vocabulary import CG, ESCO, ID_BASE, SOURCE_BASE

_CONCEPTS: dict[tuple[str, ...], tuple[URIRef, str]] = {
    ("occupations",): (CG.Role, "role"),
    ("skills",): (CG.Skill, "skill"),
    ("ISCO groups", "occupation groups"): (CG.RoleGroup, "group"),
    ("skill groups",): (CG.Skill, "skill-group"),
}
_REQUIREMENTS: tuple[str, ...] = ("occupation skill relations", "occupation to skill relations")
_OF_SKILLS: tuple[str, ...] = ("skill skill relations", "skill to skill relations")
_RELATIONS: dict[tuple[str, ...], tuple[tuple[str, str, str], dict[str, URIRef]]] = {
    _REQUIREMENTS: (
        ("OCCUPATIONID", "RELATIONTYPE", "SKILLID"),
        {"essential": CG.requiresSkill, "optional": CG.prefersSkill},
    ),
    _OF_SKILLS: (
        ("REQUIRINGID", "RELATIONTYPE", "REQUIREDID"),
        {"essential": ESCO.relatedEssentialSkill, "optional": ESCO.relatedOptionalSkill},
    ),
}
_HIERARCHIES = (
    "occupation hierarchy",
    "occupations hierarchy",
    "skill hierarchy",
    "skills hierarchy",
)
_FACTS = {"CODE": SKOS.notation, "SKILLTYPE": ESCO.skillType, "REUSELEVEL": ESCO.skillReuseLevel}
_MODEL = "model info"


def is_tabiya(path: Path) -> bool:
    """Whether a folder or a zip holds occupations and their skills in Tabiya's layout."""
    if not is_download(path):
        return False
    download = Download(path)
    return bool(download.find("occupations")) and bool(download.find(*_REQUIREMENTS))


def describe_tabiya(*paths: Path) -> Source:
    """Name the source; name, release and date come from ``model_info.csv`` where it is there."""
    download = Download(*paths)
    title, release, issued = "ESCO in Tabiya's layout", "", ""
    for table in download.find(_MODEL):
        columns = ("NAME", "VERSION", "RELEASED|UPDATEDAT", "CREATEDAT")
        for name, version, changed, created in download.rows(table, columns[:1], columns[1:]):
            title, release = name or title, version
            issued = next((day[:10] for day in (changed, created) if day[:4].isdecimal()), "")
    table, *_ = [*download.find("occupations"), *download.names]
    return Source(
        iri=SOURCE_BASE + "tabiya",
        title=" ".join(filter(None, (title, release))),
        publisher="Tabiya, after the European Commission",
        licence="This service uses the ESCO classification of the European Commission; Tabiya's "
        "changes are under the licence that comes with them.",
        issued=issued or download.written(table).isoformat(),
    )


def import_tabiya(*paths: Path) -> Iterator[Triple]:
    """Read the tables, row by row.

    Raises:
        SourceError: a table is missing (it is named), or cannot be read.
    """
    download = Download(*paths)
    for required in (("occupations",), ("skills",), _REQUIREMENTS):
        if not download.find(*required):
            raise SourceError(
                f"{download}: {required[0].replace(' ', '_')}.csv is missing; give Tabiya's "
                "download as it came."
            )
    things: dict[str, NamedNode] = {}
    for titles, (class_, kind) in _CONCEPTS.items():
        for table in download.find(*titles):
            columns = ("ID", "PREFERREDLABEL", "ALTLABELS", "DESCRIPTION", "UUIDHISTORY")
            optional = ("ORIGINURI|ESCOURI", *_FACTS)
            for row in download.rows(table, columns, optional):
                key, label, others, about, history, iri, *facts = (cell.strip() for cell in row)
                thing = things[key] = _node(kind, iri, history)
                yield Triple(thing, term(RDF.type), term(class_))
                yield Triple(thing, term(SKOS.prefLabel), Literal(label, language="en"))
                for other in dict.fromkeys(map(str.strip, others.splitlines())):
                    if other not in {"", label}:
                        yield Triple(thing, term(SKOS.altLabel), Literal(other, language="en"))
                if about:
                    yield Triple(thing, term(SKOS.definition), Literal(about, language="en"))
                for property_, fact in zip(_FACTS.values(), facts, strict=True):
                    if fact:
                        value = esco_value(str(property_), fact)
                        yield Triple(thing, term(property_), value)
    for titles, (ends, relations) in _RELATIONS.items():
        for table in download.find(*titles):
            for start, kind, end in download.rows(table, ends):
                # A country may weigh a relation by how often it is signalled, and not name a kind.
                if (kind := kind or "optional") not in relations:
                    raise SourceError(
                        f"{download}: {table}: “{kind}” is no relation; they are "
                        f"{' and '.join(relations)}."
                    )
                skill = _known(things, table, end)
                yield Triple(_known(things, table, start), term(relations[kind]), skill)
    for table in download.find(*_HIERARCHIES):
        for parent, child in download.rows(table, ("PARENTID", "CHILDID")):
            broad, narrow = _known(things, table, parent), _known(things, table, child)
            yield Triple(narrow, term(SKOS.broader), broad)


def _node(kind: str, iri: str, history: str) -> NamedNode:
    try:
        return NamedNode(iri or f"{ID_BASE}{kind}/{history.rsplit(maxsplit=1)[-1]}")
    except (ValueError, IndexError) as error:
        raise SourceError(
            f"“{iri or history}” is neither an IRI nor a history of UUIDs; give Tabiya's download "
            "as it came."
        ) from error


def _known(things: dict[str, NamedNode], table: str, key: str) -> NamedNode:
    if key.strip() not in things:
        raise SourceError(
            f"{table}: speaks of {key}, which no other table has; give Tabiya's download whole."
        )
    return things[key.strip()]
