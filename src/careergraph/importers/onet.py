"""O*NET: the occupations of the United States, as its downloads come.

A download (https://www.onetcenter.org/database.html: text, Excel or CSV) is a zip, or the folder
unpacked from it, of tables such as ``Occupation Data.txt``. Releases 23 to 31 are read; 30.3 gave
several tables other names, which stand beside the older ones below. O*NET gives its things codes,
not IRIs; they get ``https://data.onetcenter.org/`` followed by

=========================  =======================================================================
``occupation/15-2051.00``  cg:Role; alternate titles as skos:altLabel, cg:jobZone (1 to 5);
                           cg:interest, cg:workValue and cg:workStyle
``family/15``              cg:RoleGroup, the SOC major group; the occupation's skos:broader
``soc/15-2051``            schema:CategoryCode, the occupation's schema:occupationalCategory; see
                           ``careergraph.importers.soc``
``element/2.A.1.a``        cg:Skill, an element of skills or knowledge; cg:requiresSkill
``tool/<slug>``            cg:Tool, an example of technology skills or tools used; cg:usesTool,
                           cg:hotTechnology
``commodity/43232306``     the UNSPSC commodity; a tool's skos:broader. A class of software is a
                           cg:Skill, equipment a cg:Tool. Since 30.3 an element stands for it
``activity/4.A.1.a.1…``    cg:Responsibility, a detailed work activity, which occupations share;
                           cg:hasResponsibility. Intermediate and generalized activities are its
                           skos:broader
``task/8823``              cg:Task, a task statement, which is of one occupation alone; cg:hasTask.
                           The work activities that it is part of are its skos:broader
``requirement/…``          cg:Requirement: importance and level of a skill, cg:inDemand of a tool
=========================  =======================================================================

What counts as required:

* A skill whose importance is 3 ("important") or more on O*NET's scale of 1 to 5. What is rated
  below keeps its rating as a cg:Requirement. Importance is scaled to 0–1 as (IM − 1) / 4, level as
  LV / 7. Elements that O*NET marks as not relevant, and figures that it recommends to suppress, are
  left out.
* Degrees as told in ``careergraph.importers.education``.

What counts as an interest or a value of a role is its high points, and as its styles the three that
matter most.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from heapq import nlargest
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.download import Download, is_download
from careergraph.importers.education import DEGREES, degrees_asked
from careergraph.importers.soc import ONET, soc_code, soc_triples
from careergraph.importers.source import Source, term
from careergraph.network.lookup import normal_form
from careergraph.vocabulary import CG, ESCO, ID_BASE, SCHEMA, SOURCE_BASE, slug

_slug = cache(slug)  # names recur from occupation to occupation

_BASIC = ("2.A.1.a", "2.A.1.b", "2.A.1.c", "2.A.1.d", "2.A.2")
"""The elements that O*NET calls basic skills and that any work asks for: to read, listen, write and
speak, to think and to learn; of mathematics and science little may do."""

IMPORTANT = Decimal(3)
"""The least importance, of 1 to 5, that makes a skill required; O*NET words 3 as "important"."""

_OCCUPATIONS = "Occupation Data"
_TITLES = ("Alternate Titles", "Job Titles")
_TASKS = "Task Statements"
_TECHNOLOGY = ("Technology Skills", "Software Skills")
_TOOLS = "Tools Used"
_SKILLS = ("Skills", "Essential Skills", "Transferable Skills")
_KNOWLEDGE = "Knowledge"
_ZONES = "Job Zones"
_EDUCATION = ("Education, Training, and Experience", "Education")
_REQUIRED = (
    (_OCCUPATIONS,), _TITLES, (_TASKS,), _TECHNOLOGY, _SKILLS, (_KNOWLEDGE,), (_ZONES,), _EDUCATION,
)  # fmt: skip
_ELEMENTS = "Content Model Reference"
_TASK_ACTIVITIES, _DETAILED, _INTERMEDIATE = "Tasks to DWAs", "DWA Reference", "IWA Reference"
_RELATED = "Related Occupations"
_READ_ME = "Read Me.txt"

_CODE = "O*NET-SOC Code"

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

MAKER = re.compile(
    r"^(?:adobe|amazon web services|amazon|apple|atlassian|autodesk|aws|bentley|cisco|citrix|corel"
    r"|dassault systemes|esri|google|hashicorp|ibm|intuit|jetbrains|mathworks|microsoft office"
    r"|microsoft|openai|oracle|red hat|salesforce\.com|salesforce|sap|siemens|statacorp|symantec"
    r"|tenable|the mathworks|trimble|vmware) (?=\S)",
    re.IGNORECASE,
)
"""The maker before a product's name, which people leave out."""

_TYPE, _LABEL, _ALIAS = term(RDF.type), term(SKOS.prefLabel), term(SKOS.altLabel)
_BROADER, _DEFINITION = term(SKOS.broader), term(SKOS.definition)
_DECIMAL = term(XSD.decimal)
_TRANSVERSAL = NamedNode("http://data.europa.eu/esco/skill-reuse-level/transversal")
_REQUIREMENT, _ROLE, _REQUIRES = term(CG.Requirement), term(CG.role), term(CG.requires)


def is_onet(path: Path) -> bool:
    """Whether a folder, a zip or a file holds any table of O*NET's downloads that is told by name.

    Names that a table of anybody's may have, such as Skills or Education, tell nothing.
    """
    telling = (_OCCUPATIONS, _TASKS, _TASK_ACTIVITIES, _DETAILED, *_TECHNOLOGY, _TOOLS, _TITLES[0])
    return is_download(path) and bool(Download(path).find(*telling, _ZONES, _EDUCATION[0]))


def describe_onet(*paths: Path) -> Source:
    """Name the source.

    The release and its month come from ``Read Me.txt``; where it is not there, the release from the
    names that the tables came under, and the date from theirs.
    """
    download = Download(*paths)
    about = download.beginning(_READ_ME) if _READ_ME in download.names else ""
    names = " ".join(name for path in paths for name in (path.parent.name, path.name))
    release = re.search(r"O\*NET ([\d.]+) Database", about) or re.search(
        r"(?:db|o\*?net)[_ -]?(\d\d[._]\d)", names, re.IGNORECASE
    )
    issued = download.written((download.find(_OCCUPATIONS) or download.names)[0])
    if month := re.search(r"^(\w+ \d{4}) Release", about, re.MULTILINE):
        with contextlib.suppress(ValueError):  # "Winter 2025" names no month
            issued = datetime.strptime(month[1], "%B %Y").date()
    return Source(
        iri=SOURCE_BASE + "onet",
        title=f"O*NET {release[1].replace('_', '.')} Database" if release else "O*NET Database",
        publisher="U.S. Department of Labor, Employment and Training Administration",
        licence="https://creativecommons.org/licenses/by/4.0/",
        issued=issued.isoformat(),
    )


def import_onet(*paths: Path) -> Iterator[Triple]:
    """Read an O*NET download, row by row.

    Args:
        paths: zips, folders and tables that make up one release.

    Raises:
        SourceError: a table is missing that every release has (it is named), or cannot be read.
    """
    download = Download(*paths)
    for titles in _REQUIRED:
        if not download.find(*titles):
            raise SourceError(
                f"{download}: {titles[0]}.txt is missing; give O*NET's download whole, as text, "
                "Excel or CSV."
            )
    elements = _elements(download)
    yield from _occupations(download)
    yield from _tasks(download)
    yield from _activities(download, elements)
    yield from _tools(download)
    yield from _skills(download, elements)
    yield from _job_zones(download)
    yield from _degrees(download)
    yield from _facts(download)
    for name in download.find(_RELATED):
        yield from _related(download, name)


def occupation(code: str) -> NamedNode:
    """Return the IRI of an occupation, from its O*NET-SOC code."""
    return _iri("occupation", code)


def _iri(kind: str, code: str) -> NamedNode:
    return NamedNode(f"{ONET}{kind}/{code.strip()}")


def _thing(thing: NamedNode, class_: URIRef, label: str) -> Iterator[Triple]:
    yield Triple(thing, _TYPE, term(class_))
    yield Triple(thing, _LABEL, Literal(label, language="en"))


def _elements(download: Download) -> dict[str, tuple[str, str]]:
    """Return name and description of each element of O*NET's content model."""
    columns = ("Element ID", "Element Name", "Description")
    return {
        element: (label, about)
        for name in download.find(_ELEMENTS)
        for element, label, about in download.rows(name, columns)
    }


def _occupations(download: Download) -> Iterator[Triple]:
    (table,) = download.find(_OCCUPATIONS)
    titles = {}
    for code, title, about in download.rows(table, (_CODE, "Title", "Description")):
        if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code):
            raise SourceError(f"{download}: {table}: “{code}” is not an O*NET-SOC code.")
        role, soc = occupation(code), code[:7]
        titles[code] = title
        yield from _thing(role, CG.Role, title)
        yield Triple(role, _DEFINITION, Literal(about, language="en"))
        yield Triple(role, term(SKOS.notation), Literal(code))
        yield Triple(role, _BROADER, _iri("family", code[:2]))
        yield Triple(role, term(SCHEMA.occupationalCategory), soc_code(soc))
        yield from soc_triples(soc)
    for family in sorted({code[:2] for code in titles}):
        label = _FAMILIES.get(family, f"SOC major group {family}")
        yield from _thing(_iri("family", family), CG.RoleGroup, label)
    for name in download.find(*_TITLES):
        columns = (_CODE, "Alternate Title|Job Title")
        for code, *others in download.rows(name, columns, ("Short Title",)):
            for other in others:
                if other not in {"n/a", "", titles.get(code)}:
                    yield Triple(occupation(code), _ALIAS, Literal(other, language="en"))


def _tasks(download: Download) -> Iterator[Triple]:
    (name,) = download.find(_TASKS)
    has = term(CG.hasTask)
    for code, number, task in download.rows(name, (_CODE, "Task ID", "Task")):
        node = _iri("task", number)
        yield from _thing(node, CG.Task, task)
        yield Triple(occupation(code), has, node)


def _activities(download: Download, elements: dict[str, tuple[str, str]]) -> Iterator[Triple]:
    """Read the work activities: which there are, and which a task and its occupation involve."""
    named: set[str] = set()

    def activity(code: str, label: str, broader: str) -> Iterator[Triple]:
        if code not in named:
            named.add(code)
            yield from _thing(_iri("activity", code), CG.Responsibility, label.rstrip("."))
            if broader in named:
                yield Triple(_iri("activity", code), _BROADER, _iri("activity", broader))

    for name in download.find(_INTERMEDIATE):
        for element, code, label in download.rows(name, ("Element ID", "IWA ID", "IWA Title")):
            if element in elements:
                yield from activity(element, elements[element][0], "")
            yield from activity(code, label, element)
    for name in download.find(_DETAILED):
        for above, code, label in download.rows(name, ("IWA ID", "DWA ID", "DWA Title")):
            yield from activity(code, label, above)
    has = term(CG.hasResponsibility)
    for name in download.find(_TASK_ACTIVITIES):
        for code, task, done in download.rows(name, (_CODE, "Task ID", "DWA ID")):
            yield Triple(occupation(code), has, _iri("activity", done))
            yield Triple(_iri("task", task), _BROADER, _iri("activity", done))


def _examples(
    download: Download,
) -> Iterator[tuple[str, str, NamedNode, str, bool, bool, bool]]:
    """Yield the rows of all tables of software and tools.

    Yields:
        Code of the occupation, example, the class that the example is of with its name, and
        whether it is software, hot and in demand.
    """
    flags = ("Hot Technology", "In Demand")
    columns = (_CODE, "Example|Workplace Example", "Commodity Code|Element ID",
               "Commodity Title|Element Name")  # fmt: skip
    for name in download.find(*_TECHNOLOGY, _TOOLS):
        for code, example, number, title, hot, wanted in download.rows(name, columns, flags):
            kind = "commodity" if number.isdecimal() else "element"
            # To know a class of software is a skill; the other commodities are equipment.
            software = kind == "element" or number.startswith("4323")
            yield code, example, _iri(kind, number), title, software, hot == "Y", wanted == "Y"


def _tools(download: Download) -> Iterator[Triple]:
    """Read the examples of all tables; spellings that differ by a plural or a sign are one tool.

    An example that goes by the name of a class ("Spreadsheet software") is that class.
    """
    uses, knows = term(CG.usesTool), term(CG.requiresSkill)
    in_demand, hot_technology, yes = term(CG.inDemand), term(CG.hotTechnology), Literal(True)
    families: dict[str, NamedNode] = {}
    skills: set[NamedNode] = set()
    examples = list(_examples(download))
    common = _common_words(download)
    for _, _, family, title, software, *_ in examples:
        common.update(word for word in title.split() if word.islower())
        if _slug(title) not in families:
            families[_slug(title)] = family
            yield from _thing(family, CG.Skill if software else CG.Tool, title)
            # O*NET calls the tools of a class its examples: to know one is enough.
            yield Triple(family, term(CG.metByMember), yes)
            if software:
                skills.add(family)
    common.update(word for _, name, *_ in examples for word in name.split() if word.islower())
    spelt = {family: {""} for family in families.values()}
    tools = {_spelling(title): families[_slug(title)] for _, _, _, title, *_ in examples}
    for code, example, _, title, _, hot, wanted in examples:
        role, family = occupation(code), families[_slug(title)]
        tool = tools.setdefault(_spelling(example), _iri("tool", _slug(example)))
        if tool not in spelt:
            spelt[tool] = {example}
            yield from _thing(tool, CG.Tool, example)
            for other in other_names(example, common):
                yield Triple(tool, _ALIAS, Literal(other, language="en"))
        elif spelt[tool].isdisjoint({example, ""}):
            spelt[tool].add(example)
            yield Triple(tool, _ALIAS, Literal(example, language="en"))
        yield Triple(role, knows if tool in skills else uses, tool)
        if "" not in spelt[tool]:
            yield Triple(tool, _BROADER, family)
        if hot:
            yield Triple(tool, hot_technology, yes)
        if wanted:
            node = _iri("requirement", f"{code}/{_slug(example)}")
            yield from _requirement(node, role, tool)
            yield Triple(node, in_demand, yes)


@cache
def _spelling(name: str) -> str:
    """Return what the spellings of one tool share; "Pigs" are not "Apache Pig"."""
    maker = "apache " if name.startswith("Apache ") else ""
    return maker + normal_form(name)


def _common_words(download: Download) -> set[str]:
    """Return the words that tasks are told in, which as names tell no product."""
    return {
        word
        for name in download.find(_TASKS)
        for (task,) in download.rows(name, ("Task",))
        for word in re.findall(r"\b[a-z]+\b", task)
    }


def other_names(name: str, common: Collection[str] = ()) -> list[str]:
    """Take apart O*NET's way of naming a product: maker first, "software" or an acronym last.

    Args:
        name: as O*NET writes it.
        common: words that, alone, are no name of a product, in small letters.

    >>> other_names("Structured query language SQL"), other_names("Microsoft Azure software")
    (['Structured query language', 'SQL'], ['Microsoft Azure', 'Azure'])
    >>> other_names("Autodesk AutoCAD"), other_names("Microsoft Access", {"access"})
    (['AutoCAD'], [])
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

    def is_product(words: list[str]) -> bool:
        capital = all(word[0].isupper() or not word[0].isalpha() for word in words)
        return capital and any(word.lower() not in common for word in words)

    alone = MAKER.sub("", bare)
    names = [bare] if bare != name and is_product(bare.split()) else []
    return names + ([alone] if alone != bare and is_product(alone.split()) else [])


def _skills(download: Download, elements: dict[str, tuple[str, str]]) -> Iterator[Triple]:
    required, importance_, level_ = term(CG.requiresSkill), term(CG.importance), term(CG.level)
    known: set[str] = set()
    labels: set[str] = set()
    for table in download.find(*_SKILLS, _KNOWLEDGE):
        for code, element, label, importance, level in _ratings(download, table):
            role, skill = occupation(code), _iri("element", element)
            if element not in known:
                known.add(element)
                # Mathematics is an element of both tables.
                label = f"{label} (knowledge)" if label in labels else label
                labels.add(label)
                yield from _thing(skill, CG.Skill, label)
                if element.startswith(_BASIC):
                    yield Triple(skill, term(ESCO.skillReuseLevel), _TRANSVERSAL)
                if element in elements:
                    about = Literal(elements[element][1], language="en")
                    yield Triple(skill, _DEFINITION, about)
            if importance >= IMPORTANT:
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


@cache
def _share(value: Decimal) -> Literal:
    return Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


def _ratings(
    download: Download, table: str
) -> Iterator[tuple[str, str, str, Decimal, Decimal | None]]:
    """Yield code, element, label, importance and level of what is relevant.

    An element's rows for an occupation stand together.
    """
    columns = (_CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
    rows = download.rows(table, columns, ("Recommend Suppress", "Not Relevant"))
    for (code, element, label), ratings in groupby(rows, key=lambda row: row[:3]):
        values: dict[str, Decimal] = {}
        relevant = True
        for *_, scale, value, suppress, not_relevant in ratings:
            relevant = relevant and not_relevant != "Y"
            if suppress != "Y" and value != "n/a":
                values[scale] = _number(download, table, value)
        if relevant and "IM" in values:
            yield code, element, label, values["IM"], values.get("LV")


def _number(download: Download, table: str, value: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError as error:
        raise SourceError(f"{download}: {table}: “{value}” is not a number.") from error


def _job_zones(download: Download) -> Iterator[Triple]:
    (name,) = download.find(_ZONES)
    integer = term(XSD.integer)
    for code, zone in download.rows(name, (_CODE, "Job Zone")):
        if zone.isdecimal():
            yield Triple(occupation(code), term(CG.jobZone), Literal(zone, datatype=integer))


def _degrees(download: Download) -> Iterator[Triple]:
    columns = (_CODE, "Scale ID", "Category", "Data Value")
    shares: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for table in download.find(*_EDUCATION):
        rows = download.rows(table, columns, ("Recommend Suppress",))
        for code, scale, answer, value, suppress in rows:
            if scale == "RL" and suppress != "Y" and value != "n/a":
                shares[code][answer] = _number(download, table, value)
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
            yield Triple(occupation(code), term(relation), degree)


_STYLES = 3
"""So many work styles of an occupation are told, those that matter most."""


def _facts(download: Download) -> Iterator[Triple]:
    """Read interests and values, of which O*NET tells the high points, and work styles.

    A high point is the number of an element among those that are rated on the table's main scale,
    in their order; 0 is none.
    """
    for title, property_, scale in (
        ("Interests", CG.interest, "IH"),
        ("Work Values", CG.workValue, "VH"),
        ("Work Styles", CG.workStyle, ""),
    ):
        for table in download.find(title):
            columns = (_CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
            rows = download.rows(table, columns, ("Recommend Suppress",))
            for code, ratings in groupby(rows, key=lambda row: row[0]):
                facts = _high_points(download, table, list(ratings), scale)
                for label in facts:
                    fact = Literal(label, language="en")
                    yield Triple(occupation(code), term(property_), fact)


def _high_points(
    download: Download, table: str, ratings: list[tuple[str, ...]], scale: str
) -> list[str]:
    rated = [
        (element, label, _number(download, table, value), of)
        for _, element, label, of, value, suppress in ratings
        if suppress != "Y" and value != "n/a"
    ]
    if scale:
        labels = [label for _, label, _, of in sorted(rated) if of != scale]
        points = [int(value) for _, _, value, of in rated if of == scale]
        return [labels[point - 1] for point in points if 0 < point <= len(labels)]
    # Since 30, styles are rated for their impact (WI) and no longer for their importance (IM).
    matter = [(value, label) for _, label, value, of in rated if of in {"IM", "WI"}]
    return [label for _, label in nlargest(_STYLES, matter)]


def _related(download: Download, name: str) -> Iterator[Triple]:
    relation = term(CG.relatedRole)
    for code, other in download.rows(name, (_CODE, "Related O*NET-SOC Code")):
        yield Triple(occupation(code), relation, occupation(other))
