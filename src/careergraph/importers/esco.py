"""ESCO: the European classification of occupations and skills, as its CSV downloads come.

A download (https://esco.ec.europa.eu/en/use-esco/download) is a zip, or the folder unpacked from
it, of tables such as ``occupations_en.csv``. Some releases bring the relations in a second zip,
without a language in their names. Zips and folders of several languages may lie together, and a
language may follow when the others are in the store already. Things keep ESCO's own IRIs:

==========================  =====================================================================
ESCO                        in the graph
==========================  =====================================================================
occupation                  cg:Role, skos:notation its code
skill, knowledge            cg:Skill (named technologies too: ESCO does not tell them apart),
                            esco:skillType and esco:skillReuseLevel, by ESCO's IRIs of them
skill group                 cg:Skill, skos:notation its code
ISCO group                  cg:RoleGroup, skos:notation its code
essential, optional         cg:requiresSkill, cg:prefersSkill of an occupation;
                            esco:relatedEssentialSkill, esco:relatedOptionalSkill of a skill
broader, hierarchy          skos:broader
collection                  cg:collection: "digital", "green", "transversal" and others
preferred, alternative      skos:prefLabel, skos:altLabel
description                 skos:definition
==========================  =====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.download import Download, is_download
from careergraph.importers.source import Source, term
from careergraph.vocabulary import CG, ESCO, SOURCE_BASE

_CONCEPTS: dict[str, tuple[URIRef, tuple[str, ...]]] = {
    "occupations": (CG.Role, ("code",)),
    "skills": (CG.Skill, ("skillType", "reuseLevel")),
    "ISCOGroups": (CG.RoleGroup, ("code",)),
    "skillGroups": (CG.Skill, ("code",)),
}
_FACTS = {
    "code": SKOS.notation,
    "skillType": ESCO.skillType,
    "reuseLevel": ESCO.skillReuseLevel,
}
_REQUIREMENTS, _HIERARCHY = "occupationSkillRelations", "skillsHierarchy"
_RELATIONS: dict[str, tuple[tuple[str, str, str], dict[str, URIRef]]] = {
    _REQUIREMENTS: (
        ("occupationUri", "relationType", "skillUri"),
        {"essential": CG.requiresSkill, "optional": CG.prefersSkill},
    ),
    "skillSkillRelations": (
        ("originalSkillUri", "relationType", "relatedSkillUri"),
        {"essential": ESCO.relatedEssentialSkill, "optional": ESCO.relatedOptionalSkill},
    ),
}
_BROADER = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")
_COLLECTION = re.compile(r"(\w+?)(?:Skills|Occupations)Collection")
_OF_NO_LANGUAGE = {*_RELATIONS, *_BROADER}
_MAY_LACK = {"skillGroups", "skillSkillRelations", "broaderRelationsSkillPillar"}
_NAME = re.compile(r"([A-Za-z]+)(?:_([a-z]{2,3}(?:-[A-Za-z]+)?))?\.(?i:csv)")

_RELEASE = re.compile(r"(?<![\d.])1\.\d(?:\.\d)?(?![.\d]*\d)")
_ISSUED = {"1.0": "2017-07-28", "1.1": "2022-01-27", "1.2": "2024-05-15"}
"""When the first of each line of releases came out, for tables that do not date their concepts."""

_Tables = dict[str, dict[str, str]]
"""Table → language, "" for none → the name of its file; English first."""


_CODED = {
    str(ESCO.skillType): "http://data.europa.eu/esco/skill-type/",
    str(ESCO.skillReuseLevel): "http://data.europa.eu/esco/skill-reuse-level/",
}


def esco_value(property_: str, text: str) -> NamedNode | Literal:
    """Return a value of ESCO's tables; of what it has a list of values for, the IRI of one.

    >>> esco_value("http://data.europa.eu/esco/model#skillType", "skill/competence").value
    'http://data.europa.eu/esco/skill-type/skill'
    """
    if property_ not in _CODED or " " in text:
        return Literal(text)
    return NamedNode(_CODED[property_] + text.removesuffix("/competence"))


def is_esco(path: Path) -> bool:
    """Whether a folder, a zip or a file holds any table of ESCO's CSV download.

    Such a table has ESCO's name, and names concepts by their URIs.
    """
    if not is_download(path):
        return False
    download = Download(path)
    return any(
        re.search(r"\bURI\b|\w+Uri\b", download.beginning(name))
        for files in _tables(download).values()
        for name in files.values()
    )


def describe_esco(*paths: Path) -> Source:
    """Name the source.

    ESCO's tables do not state their release. Its number is taken from the names that they came
    under, and its date from what was modified last.

    Raises:
        SourceError: the parts are of two releases.
    """
    download = Download(*paths)
    matches = (_RELEASE.search(name) for path in paths for name in (path.name, path.parent.name))
    releases = sorted({match[0] for match in matches if match})
    if len(releases) > 1:
        raise SourceError(
            f"{download} are of the releases {' and '.join(releases)}; give the parts of one."
        )
    return Source(
        iri=SOURCE_BASE + "esco",
        title=" ".join(["ESCO", *releases])
        + ", the European classification of skills, competences and occupations",
        publisher="European Commission",
        licence="This service uses the ESCO classification of the European Commission. "
        "Reuse is allowed with this attribution (Commission Decision 2011/833/EU).",
        issued=_issued(download, *releases),
    )


def import_esco(*paths: Path, known: Iterable[Triple] = ()) -> Iterator[Triple]:
    """Read ESCO's downloads, row by row.

    Labels come in every language that is there; relations, the same in each, from one.

    Args:
        paths: zips, folders and tables that make up one release.
        known: what a store has of this release already. Of it, all stays that the downloads do not
            say anew; without it, they must be complete.

    Raises:
        SourceError: a table is missing (it is named), or cannot be read.
    """
    download = Download(*paths)
    tables = _tables(download)
    known = list(known)
    if not known:
        _refuse_gaps(download, tables)
    for table in _CONCEPTS:
        for language, name in tables.get(table, {}).items():
            yield from _concepts(download, table, name, language)
    for language, name in tables.get(_HIERARCHY, {}).items():
        groups = tables.get("skillGroups", {}).get(language)
        yield from _hierarchy(download, name, language, groups)
    stated: set[NamedNode] = set()
    for table, (columns, relations) in _RELATIONS.items():
        if table in tables:
            stated |= set(map(term, relations.values()))
            yield from _relations(download, _first(tables[table]), columns, relations)
    for table in _BROADER:
        if table in tables:
            stated.add(term(SKOS.broader))
            yield from _broader(download, _first(tables[table]))
    for table in tables:
        if match := _COLLECTION.fullmatch(table):
            yield from _collection(download, _first(tables[table]), match[1])
    languages = {language for table in _CONCEPTS for language in tables.get(table, ())}
    for triple in known:
        if isinstance(triple.object, Literal) and triple.object.language:
            stays = triple.object.language not in languages
        else:
            stays = triple.predicate not in stated
        if stays:
            yield triple


def _tables(download: Download) -> _Tables:
    """Find ESCO's tables by their names."""
    tables: _Tables = {}
    for name in download.names:
        match = _NAME.fullmatch(name)
        if match and (match[2] or match[1] in _OF_NO_LANGUAGE):
            table = match[1]
            if table in {*_CONCEPTS, *_OF_NO_LANGUAGE, _HIERARCHY} or _COLLECTION.fullmatch(table):
                tables.setdefault(table, {})[(match[2] or "").lower()] = name

    def english_first(language: str) -> tuple[bool, bool, str]:
        return bool(language), not language.startswith("en"), language

    return {
        table: {language: files[language] for language in sorted(files, key=english_first)}
        for table, files in tables.items()
    }


def _first(files: dict[str, str]) -> str:
    return next(iter(files.values()))


def _refuse_gaps(download: Download, tables: _Tables) -> None:
    if "occupations" not in tables:
        raise SourceError(
            f"{download}: occupations_en.csv is missing (and so is that of any other language); "
            "give ESCO's CSV download as it came."
        )
    first, *_ = languages = list(tables["occupations"])
    for table in (*_CONCEPTS, *_RELATIONS, *_BROADER):
        if table in _MAY_LACK:
            continue
        if table in _OF_NO_LANGUAGE and table not in tables:
            raise SourceError(
                f"{download}: {table}_{first}.csv is missing, and so is {table}.csv; ESCO's "
                "relations may come in a zip of their own, so give that along with this."
            )
        for language in languages:
            if table in _CONCEPTS and language not in tables.get(table, {}):
                raise SourceError(
                    f"{download}: {table}_{language}.csv is missing; give ESCO's CSV download as "
                    "it came."
                )


def _issued(download: Download, release: str = "") -> str:
    tables = _tables(download)
    changed = ""
    for table in ("occupations", "skills"):
        for name in tables.get(table, {}).values():
            dates = (row[1][:10] for row in download.rows(name, ("conceptUri",), ("modifiedDate",)))
            changed = max(changed, *dates, "")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", changed):
        return changed
    if release[:3] in _ISSUED:
        return _ISSUED[release[:3]]
    return download.written(_first(next(iter(tables.values())))).isoformat()


def _concepts(download: Download, table: str, name: str, language: str) -> Iterator[Triple]:
    class_, facts = _CONCEPTS[table]
    kind, type_ = term(class_), term(RDF.type)
    preferred, alternative = term(SKOS.prefLabel), term(SKOS.altLabel)
    properties = [term(_FACTS[fact]) for fact in facts]
    columns = ("conceptUri", "preferredLabel", "altLabels", "description")
    for row in download.rows(name, columns, facts):
        iri, label, others, description = (cell.strip() for cell in row[:4])
        concept = _node(name, iri)
        yield Triple(concept, type_, kind)
        if label:
            yield Triple(concept, preferred, Literal(label, language=language))
        for other in dict.fromkeys(line.strip() for line in others.splitlines()):
            if other and other != label:
                yield Triple(concept, alternative, Literal(other, language=language))
        if description:
            yield Triple(concept, term(SKOS.definition), Literal(description, language=language))
        for property_, value in zip(properties, row[4:], strict=True):
            if value:
                yield Triple(concept, property_, esco_value(property_.value, value))


def _hierarchy(
    download: Download, name: str, language: str, groups: str | None
) -> Iterator[Triple]:
    """Read the groups that only the table of the hierarchy names; ESCO 1.1.1 has seven."""
    named = {row[0].strip() for row in download.rows(groups, ("conceptUri",))} if groups else set()
    levels = [f"Level {level} {part}" for level in range(4) for part in ("URI", "preferred term")]
    codes = [f"Level {level} code" for level in range(4)]
    for row in download.rows(name, levels[:2], (*levels[2:], "Description", *codes), ragged=True):
        cells = [cell.strip() for cell in row]
        line = [
            level for level in zip(cells[0:8:2], cells[1:8:2], cells[9:], strict=True) if level[0]
        ]
        iri, label, code = line[-1]
        if iri in named:
            continue
        named.add(iri)
        group = _node(name, iri)
        yield Triple(group, term(RDF.type), term(CG.Skill))
        yield Triple(group, term(SKOS.prefLabel), Literal(label, language=language))
        if cells[8]:
            yield Triple(group, term(SKOS.definition), Literal(cells[8], language=language))
        if code:
            yield Triple(group, term(SKOS.notation), Literal(code))
        if len(line) > 1:
            yield Triple(group, term(SKOS.broader), _node(name, line[-2][0]))


def _relations(
    download: Download, name: str, columns: tuple[str, str, str], relations: dict[str, URIRef]
) -> Iterator[Triple]:
    properties = {kind: term(property_) for kind, property_ in relations.items()}
    for start, kind, end in download.rows(name, columns):
        if kind not in properties:
            raise SourceError(
                f"{download}: {name}: “{kind}” is no relation that ESCO has; "
                f"they are {' and '.join(properties)}."
            )
        yield Triple(_node(name, start), properties[kind], _node(name, end))


def _broader(download: Download, name: str) -> Iterator[Triple]:
    broader = term(SKOS.broader)
    for narrow, broad in download.rows(name, ("conceptUri", "broaderUri")):
        if broad:
            yield Triple(_node(name, narrow), broader, _node(name, broad))


def _collection(download: Download, name: str, title: str) -> Iterator[Triple]:
    collection, label = term(CG.collection), Literal(title)
    for (iri,) in download.rows(name, ("conceptUri",)):
        yield Triple(_node(name, iri), collection, label)


def _node(name: str, iri: str) -> NamedNode:
    try:
        return NamedNode(iri.strip())
    except ValueError as error:
        raise SourceError(f"{name}: “{iri}” is not an IRI ({error}).") from error
