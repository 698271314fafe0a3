"""ESCO: the European classification of occupations and skills, as its CSV download comes.

The download (https://esco.ec.europa.eu/en/use-esco/download) is a zip, or the folder unpacked
from it, of tables such as ``occupations_en.csv``; the tables of several languages may lie together.
Things keep ESCO's own IRIs:

==========================  =====================================================================
ESCO                        in the graph
==========================  =====================================================================
occupation                  cg:Role, skos:notation its code
skill, knowledge            cg:Skill (named technologies too: ESCO does not tell them apart),
                            esco:skillType and esco:skillReuseLevel as ESCO writes them
skill group                 cg:Skill, where the download has ``skillGroups``
ISCO group                  cg:RoleGroup, skos:notation its code
essential, optional         cg:requiresSkill, cg:prefersSkill
broader                     skos:broader
preferred, alternative      skos:prefLabel, skos:altLabel
description                 skos:definition
==========================  =====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.source import Source, is_download, member_date, members, read_table, term
from careergraph.vocabulary import CG, ESCO, SOURCE_BASE

_CONCEPTS: dict[str, tuple[URIRef, tuple[str, ...]]] = {
    "occupations": (CG.Role, ("code",)),
    "skills": (CG.Skill, ("skillType", "reuseLevel")),
    "ISCOGroups": (CG.RoleGroup, ("code",)),
    "skillGroups": (CG.Skill, ()),
}
_FACTS = {
    "code": SKOS.notation,
    "skillType": ESCO.skillType,
    "reuseLevel": ESCO.skillReuseLevel,
}
_REQUIREMENTS = "occupationSkillRelations"
_REQUIREMENT_TYPES = {"essential": CG.requiresSkill, "optional": CG.prefersSkill}
_BROADER = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")
_MAY_LACK = {"skillGroups", "broaderRelationsSkillPillar"}


def is_esco(path: Path) -> bool:
    """Tell whether a folder or zip holds any table of ESCO's CSV download."""
    tables = {*_CONCEPTS, _REQUIREMENTS, *_BROADER}
    return is_download(path) and any(
        name.endswith(".csv") and name.split("_")[0] in tables for name in members(path)
    )


def describe_esco(path: Path) -> Source:
    """Name the source; ESCO's tables do not say their version, so the date is the file's own."""
    occupations = _file("occupations", _languages(path)[0])
    return Source(
        iri=SOURCE_BASE + "esco",
        title="ESCO, the European classification of skills, competences and occupations",
        publisher="European Commission",
        licence="This service uses the ESCO classification of the European Commission. "
        "Reuse is allowed with this attribution (Commission Decision 2011/833/EU).",
        issued=member_date(path, occupations).isoformat(),
    )


def import_esco(path: Path) -> Iterator[Triple]:
    """Read an ESCO download, row by row.

    Labels come in every language that is there; relations, the same in each, from one.

    Args:
        path: the zip or the folder.

    Raises:
        SourceError: a table is missing (it is named), or cannot be read.
    """
    languages = _languages(path)
    for language in languages:
        for table in _CONCEPTS:
            if table not in _MAY_LACK or _file(table, language) in members(path):
                yield from _concepts(path, table, language)
    yield from _requirements(path, languages[0])
    for table in _BROADER:
        if table not in _MAY_LACK or _file(table, languages[0]) in members(path):
            yield from _broader(path, _file(table, languages[0]))


def _concepts(path: Path, table: str, language: str) -> Iterator[Triple]:
    class_, facts = _CONCEPTS[table]
    kind, type_ = term(class_), term(RDF.type)
    preferred, alternative = term(SKOS.prefLabel), term(SKOS.altLabel)
    properties = [term(_FACTS[fact]) for fact in facts]
    name = _file(table, language)
    columns = ("conceptUri", "preferredLabel", "altLabels", "description", *facts)
    for row in read_table(path, name, columns):
        iri, label, others, about = (cell.strip() for cell in row[:4])
        concept = _node(path, name, iri)
        yield Triple(concept, type_, kind)
        if label:
            yield Triple(concept, preferred, Literal(label, language=language))
        for other in dict.fromkeys(line.strip() for line in others.splitlines()):
            if other and other != label:
                yield Triple(concept, alternative, Literal(other, language=language))
        if about:
            yield Triple(concept, term(SKOS.definition), Literal(about, language=language))
        for property_, value in zip(properties, row[4:], strict=True):
            if value:
                yield Triple(concept, property_, Literal(value))


def _requirements(path: Path, language: str) -> Iterator[Triple]:
    name = _file(_REQUIREMENTS, language)
    relations = {word: term(iri) for word, iri in _REQUIREMENT_TYPES.items()}
    for role, relation, skill in read_table(
        path, name, ("occupationUri", "relationType", "skillUri")
    ):
        if relation not in relations:
            raise SourceError(
                f"{path}: {name}: “{relation}” is no relation that ESCO has; "
                f"they are {' and '.join(relations)}."
            )
        yield Triple(_node(path, name, role), relations[relation], _node(path, name, skill))


def _broader(path: Path, name: str) -> Iterator[Triple]:
    broader = term(SKOS.broader)
    for narrow, broad in read_table(path, name, ("conceptUri", "broaderUri")):
        if broad:
            yield Triple(_node(path, name, narrow), broader, _node(path, name, broad))


def _node(path: Path, name: str, iri: str) -> NamedNode:
    try:
        return NamedNode(iri.strip())
    except ValueError as error:
        raise SourceError(f"{path}: {name}: “{iri}” is not an IRI ({error}).") from error


def _languages(path: Path) -> list[str]:
    """List the languages of a download by its tables of occupations, English first."""
    matches = (re.fullmatch(r"occupations_(\w+)\.csv", name) for name in members(path))
    if languages := {match[1] for match in matches if match}:
        return sorted(languages, key=lambda language: (language != "en", language))
    raise SourceError(
        f"{path}: occupations_en.csv is missing (and so is that of any other language); "
        "give ESCO's CSV download as it came."
    )


def _file(table: str, language: str) -> str:
    return f"{table}_{language}.csv"
