"""O*NET: the occupations of the United States, as its text download comes.

The download (https://www.onetcenter.org/database.html, "Text") is a zip, or the folder unpacked
from it, of tables such as ``Occupation Data.txt``. O*NET gives its things codes, not IRIs; they get
``https://data.onetcenter.org/`` followed by

=========================  =======================================================================
``occupation/15-2051.00``  cg:Role; alternate titles as skos:altLabel, cg:jobZone (1 to 5)
``family/15``              cg:RoleGroup, the SOC major group; the occupation's skos:broader
``element/2.A.1.a``        cg:Skill, an element of ``Skills`` or ``Knowledge``; cg:requiresSkill
``tool/<slug>``            cg:Tool, an example of technology skills or tools used; cg:usesTool,
                           cg:hotTechnology
``commodity/43232306``     the UNSPSC commodity; a tool's skos:broader. A class of software is a
                           cg:Skill, equipment a cg:Tool
``task/8823``              cg:Responsibility, a task statement; cg:hasResponsibility
``requirement/…``          cg:Requirement: importance and level of a skill, cg:inDemand of a tool
=========================  =======================================================================

What counts as required:

* A skill whose importance is 3 ("important") or more on O*NET's scale of 1 to 5. Importance is
  scaled to 0–1 as (IM − 1) / 4, level as LV / 7. Elements that O*NET marks as not relevant, and
  figures that it recommends to suppress, are left out.
* Degrees as told in ``careergraph.importers.education``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.education import DEGREES, degrees_asked
from careergraph.importers.source import (
    Source,
    is_download,
    member_date,
    members,
    opened,
    read_table,
    term,
)
from careergraph.vocabulary import CG, ID_BASE, SOURCE_BASE, slug

BASE = "https://data.onetcenter.org/"
_slug = cache(slug)  # names recur from occupation to occupation

IMPORTANT = Decimal(3)
"""The least importance, of 1 to 5, that makes a skill required; O*NET words 3 as "important"."""

_OCCUPATIONS = "Occupation Data.txt"
_ALTERNATE = "Alternate Titles.txt"
_TASKS = "Task Statements.txt"
_TECHNOLOGY = "Technology Skills.txt"
_TOOLS = "Tools Used.txt"
_SKILLS = ("Skills.txt", "Knowledge.txt")
_ELEMENTS = "Content Model Reference.txt"
_ZONES = "Job Zones.txt"
_EDUCATION = "Education, Training, and Experience.txt"
_RELATED = "Related Occupations.txt"
_READ_ME = "Read Me.txt"

_FAMILIES = {
    "11": "Management",
    "13": "Business and Financial Operations",
    "15": "Computer and Mathematical",
    "17": "Architecture and Engineering",
    "19": "Life, Physical, and Social Science",
    "21": "Community and Social Service",
    "23": "Legal",
    "25": "Educational Instruction and Library",
    "27": "Arts, Design, Entertainment, Sports, and Media",
    "29": "Healthcare Practitioners and Technical",
    "31": "Healthcare Support",
    "33": "Protective Service",
    "35": "Food Preparation and Serving Related",
    "37": "Building and Grounds Cleaning and Maintenance",
    "39": "Personal Care and Service",
    "41": "Sales and Related",
    "43": "Office and Administrative Support",
    "45": "Farming, Fishing, and Forestry",
    "47": "Construction and Extraction",
    "49": "Installation, Maintenance, and Repair",
    "51": "Production",
    "53": "Transportation and Material Moving",
    "55": "Military Specific",
}
"""The major groups of the Standard Occupational Classification of 2018."""

_TYPE, _LABEL, _ALIAS = term(RDF.type), term(SKOS.prefLabel), term(SKOS.altLabel)
_BROADER, _DEFINITION = term(SKOS.broader), term(SKOS.definition)
_DECIMAL = term(XSD.decimal)
_REQUIREMENT, _ROLE, _REQUIRES = term(CG.Requirement), term(CG.role), term(CG.requires)


def is_onet(path: Path) -> bool:
    """Tell whether a folder or zip holds any table of O*NET's text download."""
    tables = {_OCCUPATIONS, _ALTERNATE, _TASKS, _TECHNOLOGY, _TOOLS, *_SKILLS, _ZONES, _EDUCATION}
    return is_download(path) and not tables.isdisjoint(members(path))


def describe_onet(path: Path) -> Source:
    """Name the source; the release and its month come from ``Read Me.txt`` where it is there."""
    about = ""
    if _READ_ME in members(path):
        with opened(path, _READ_ME) as file:
            about = file.read(4096).decode("utf-8", "replace")
    release = re.search(r"O\*NET ([\d.]+) Database", about)
    month = re.search(r"^(\w+ \d{4}) Release", about, re.MULTILINE)
    if month:
        issued = datetime.strptime(month[1], "%B %Y").date()
    else:
        issued = member_date(path, _OCCUPATIONS)
    return Source(
        iri=SOURCE_BASE + "onet",
        title=f"O*NET {release[1]} Database" if release else "O*NET Database",
        publisher="U.S. Department of Labor, Employment and Training Administration",
        licence="https://creativecommons.org/licenses/by/4.0/",
        issued=issued.isoformat(),
    )


def import_onet(path: Path) -> Iterator[Triple]:
    """Read an O*NET download, row by row.

    ``Content Model Reference.txt`` (definitions of skills) and ``Related Occupations.txt`` are read
    where they are there; every other table that is named above must be.

    Args:
        path: the zip or the folder.

    Raises:
        SourceError: a table is missing (it is named), or cannot be read.
    """
    yield from _occupations(path)
    yield from _tasks(path)
    yield from _tools(path)
    yield from _skills(path)
    yield from _job_zones(path)
    yield from _degrees(path)
    if _RELATED in members(path):
        yield from _related(path)


def _iri(kind: str, code: str) -> NamedNode:
    return NamedNode(f"{BASE}{kind}/{code.strip()}")


def _thing(thing: NamedNode, class_: URIRef, label: str) -> Iterator[Triple]:
    yield Triple(thing, _TYPE, term(class_))
    yield Triple(thing, _LABEL, Literal(label, language="en"))


def _occupations(path: Path) -> Iterator[Triple]:
    titles = {}
    for code, title, about in read_table(
        path, _OCCUPATIONS, ("O*NET-SOC Code", "Title", "Description")
    ):
        if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code):
            raise SourceError(f"{path}: {_OCCUPATIONS}: “{code}” is not an O*NET-SOC code.")
        role = _iri("occupation", code)
        titles[code] = title
        yield from _thing(role, CG.Role, title)
        yield Triple(role, _DEFINITION, Literal(about, language="en"))
        yield Triple(role, term(SKOS.notation), Literal(code))
        yield Triple(role, _BROADER, _iri("family", code[:2]))
    for family in sorted({code[:2] for code in titles}):
        label = _FAMILIES.get(family, f"SOC major group {family}")
        yield from _thing(_iri("family", family), CG.RoleGroup, label)
    for code, *names in read_table(
        path, _ALTERNATE, ("O*NET-SOC Code", "Alternate Title", "Short Title")
    ):
        for name in names:
            if name not in {"n/a", "", titles.get(code)}:
                yield Triple(_iri("occupation", code), _ALIAS, Literal(name, language="en"))


def _tasks(path: Path) -> Iterator[Triple]:
    has = term(CG.hasResponsibility)
    for code, number, task in read_table(path, _TASKS, ("O*NET-SOC Code", "Task ID", "Task")):
        node = _iri("task", number)
        yield from _thing(node, CG.Responsibility, task)
        yield Triple(_iri("occupation", code), has, node)


def _tools(path: Path) -> Iterator[Triple]:
    """Give the examples of both tables; spellings of one slug are one tool.

    An example that goes by the name of a commodity ("Spreadsheet software") is that commodity.
    """
    flags = ("Hot Technology", "In Demand")
    columns = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title")
    uses, knows = term(CG.usesTool), term(CG.requiresSkill)
    in_demand, hot, yes = term(CG.inDemand), term(CG.hotTechnology), Literal(True)
    families: dict[str, NamedNode] = {}
    skills: set[NamedNode] = set()
    for table in (_TECHNOLOGY, _TOOLS):
        for _, _, code, title in read_table(path, table, columns):
            if _slug(title) not in families:
                family = families[_slug(title)] = _iri("commodity", code)
                # To know a class of software is a skill; the other commodities are equipment.
                is_skill = code.startswith("4323")
                yield from _thing(family, CG.Skill if is_skill else CG.Tool, title)
                if is_skill:
                    skills.add(family)
    spelt = dict.fromkeys(families.values(), "")
    for table, more in ((_TECHNOLOGY, flags), (_TOOLS, ())):
        for code, name, _, title, *flagged in read_table(path, table, columns + more):
            role, family = _iri("occupation", code), families[_slug(title)]
            tool = families.get(_slug(name)) or _iri("tool", _slug(name))
            if tool not in spelt:
                spelt[tool] = name
                yield from _thing(tool, CG.Tool, name)
                for other in other_names(name):
                    yield Triple(tool, _ALIAS, Literal(other, language="en"))
            elif spelt[tool] not in {name, ""}:
                yield Triple(tool, _ALIAS, Literal(name, language="en"))
            yield Triple(role, knows if tool in skills else uses, tool)
            if spelt[tool]:
                yield Triple(tool, _BROADER, family)
            if flagged and flagged[0] == "Y":
                yield Triple(tool, hot, yes)
            if flagged and flagged[1] == "Y":
                node = _iri("requirement", f"{code}/{_slug(name)}")
                yield from _requirement(node, role, tool)
                yield Triple(node, in_demand, yes)


def other_names(name: str) -> list[str]:
    """Take apart O*NET's way of naming a product: "software" last, an acronym after the name.

    >>> other_names("Structured query language SQL"), other_names("Microsoft Azure software")
    (['Structured query language', 'SQL'], ['Microsoft Azure'])
    """
    bare = name.removesuffix(" software")
    long, _, short = bare.rpartition(" ")
    letters = iter(long.lower())
    if (
        re.fullmatch(r"[A-Z][A-Za-z0-9]{1,5}", short)
        and sum(letter.isupper() for letter in short) > 1
        and " " in long
        and all(letter in letters for letter in short.lower() if letter.isalpha())
    ):
        return [long, short]
    is_product = bare != name and " " in bare and all(word[0].isupper() for word in bare.split())
    return [bare] if is_product else []


def _skills(path: Path) -> Iterator[Triple]:
    definitions: dict[str, str] = {}
    if _ELEMENTS in members(path):
        rows = read_table(path, _ELEMENTS, ("Element ID", "Description"))
        definitions = {row[0]: row[1] for row in rows}
    required, importance_, level_ = term(CG.requiresSkill), term(CG.importance), term(CG.level)
    known: set[str] = set()
    labels: set[str] = set()
    for table in _SKILLS:
        for code, element, label, importance, level in _ratings(path, table):
            role, skill = _iri("occupation", code), _iri("element", element)
            if element not in known:
                known.add(element)
                # Mathematics is an element of both tables.
                label = f"{label} (knowledge)" if label in labels else label
                labels.add(label)
                yield from _thing(skill, CG.Skill, label)
                if element in definitions:
                    about = Literal(definitions[element], language="en")
                    yield Triple(skill, _DEFINITION, about)
            yield Triple(role, required, skill)
            node = _iri("requirement", f"{code}/{element}")
            yield from _requirement(node, role, skill)
            yield Triple(node, importance_, _share((importance - 1) / 4))
            if level is not None:
                yield Triple(node, level_, _share(level / 7))


def _requirement(node: NamedNode, role: NamedNode, thing: NamedNode) -> Iterator[Triple]:
    yield Triple(node, _TYPE, _REQUIREMENT)
    yield Triple(node, _ROLE, role)
    yield Triple(node, _REQUIRES, thing)


def _share(value: Decimal) -> Literal:
    return Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


def _ratings(path: Path, table: str) -> Iterator[tuple[str, str, str, Decimal, Decimal | None]]:
    """Give code, element, label, importance and level of what matters.

    An element's rows for an occupation stand together.
    """
    columns = (
        "O*NET-SOC Code",
        "Element ID",
        "Element Name",
        "Scale ID",
        "Data Value",
        "Recommend Suppress",
        "Not Relevant",
    )
    rows = read_table(path, table, columns)
    for (code, element, label), ratings in groupby(rows, key=lambda row: row[:3]):
        values: dict[str, Decimal] = {}
        relevant = True
        for *_, scale, value, suppress, not_relevant in ratings:
            relevant = relevant and not_relevant != "Y"
            if suppress != "Y" and value != "n/a":
                values[scale] = _number(path, table, value)
        importance = values.get("IM")
        if relevant and importance is not None and importance >= IMPORTANT:
            yield code, element, label, importance, values.get("LV")


def _number(path: Path, table: str, value: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError as error:
        raise SourceError(f"{path}: {table}: “{value}” is not a number.") from error


def _job_zones(path: Path) -> Iterator[Triple]:
    integer = term(XSD.integer)
    for code, zone in read_table(path, _ZONES, ("O*NET-SOC Code", "Job Zone")):
        if zone.isdecimal():
            zone_ = Literal(zone, datatype=integer)
            yield Triple(_iri("occupation", code), term(CG.jobZone), zone_)


def _degrees(path: Path) -> Iterator[Triple]:
    columns = ("O*NET-SOC Code", "Scale ID", "Category", "Data Value", "Recommend Suppress")
    shares: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for code, scale, category, value, suppress in read_table(path, _EDUCATION, columns):
        if scale == "RL" and suppress != "Y" and value != "n/a":
            shares[code][category] = _number(path, _EDUCATION, value)
    named: set[str] = set()
    for code, answers in shares.items():
        required, preferred = degrees_asked(answers)
        relations = [(CG.requiresDegree, level) for level in required]
        relations += [(CG.prefersDegree, level) for level in preferred]
        for relation, level in relations:
            degree = NamedNode(f"{ID_BASE}degree/{level}")
            if level not in named:
                named.add(level)
                yield from _thing(degree, CG.Degree, DEGREES[level][0])
                yield Triple(degree, term(CG.degreeLevel), Literal(level))
            yield Triple(_iri("occupation", code), term(relation), degree)


def _related(path: Path) -> Iterator[Triple]:
    relation = term(CG.relatedRole)
    for code, other in read_table(path, _RELATED, ("O*NET-SOC Code", "Related O*NET-SOC Code")):
        yield Triple(_iri("occupation", code), relation, _iri("occupation", other))
