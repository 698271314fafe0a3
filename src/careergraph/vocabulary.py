"""The words of the graph: namespaces, kinds of things, and the relations between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD, DefinedNamespace, Namespace
from rdflib.term import URIRef

ID_BASE = "https://w3id.org/careergraph/id/"
SOURCE_BASE = "https://w3id.org/careergraph/source/"
ONTOLOGY = "https://w3id.org/careergraph/ontology"


class CG(DefinedNamespace):
    """Terms of ``graph/ontology.ttl``; an undeclared one raises AttributeError."""

    _NS = Namespace("https://w3id.org/careergraph/ontology#")
    _fail = True

    Role: URIRef
    Skill: URIRef
    Tool: URIRef
    Industry: URIRef
    Degree: URIRef
    Experience: URIRef
    Responsibility: URIRef
    Task: URIRef
    EmploymentProjection: URIRef
    RoleGroup: URIRef
    Outlook: URIRef
    Tip: URIRef
    SalaryInsight: URIRef
    Requirement: URIRef
    Source: URIRef
    Match: URIRef

    requiresSkill: URIRef
    prefersSkill: URIRef
    usesTool: URIRef
    worksInIndustry: URIRef
    requiresDegree: URIRef
    prefersDegree: URIRef
    requiresExperience: URIRef
    hasResponsibility: URIRef
    hasTask: URIRef
    leadsTo: URIRef
    relatedRole: URIRef
    prerequisite: URIRef
    bestAfter: URIRef
    experienceIn: URIRef
    about: URIRef

    role: URIRef
    requires: URIRef
    oneOf: URIRef
    importance: URIRef
    level: URIRef
    levelWord: URIRef
    degreeLevel: URIRef
    fieldOfStudy: URIRef
    careerLevel: URIRef
    hotTechnology: URIRef
    inDemand: URIRef
    metByMember: URIRef
    jobZone: URIRef
    interest: URIRef
    workValue: URIRef
    workStyle: URIRef
    collection: URIRef
    employment: URIRef
    employmentProjection: URIRef
    projectedEmployment: URIRef
    employmentChange: URIRef
    annualOpenings: URIRef
    entryEducation: URIRef
    entryExperience: URIRef
    entryTraining: URIRef
    matchedBy: URIRef
    knows: URIRef
    concepts: URIRef

    skillRequiredBy: URIRef
    skillPreferredBy: URIRef
    toolUsedBy: URIRef
    industryOf: URIRef
    degreeRequiredBy: URIRef
    degreePreferredBy: URIRef
    experienceRequiredBy: URIRef
    responsibilityOf: URIRef
    taskOf: URIRef
    followsFrom: URIRef
    prerequisiteOf: URIRef
    bestBefore: URIRef


SCHEMA = Namespace("https://schema.org/")
ESCO = Namespace("http://data.europa.eu/esco/model#")

PREFIXES: dict[str, str] = {
    "cg": str(CG._NS),
    "skos": str(SKOS),
    "schema": str(SCHEMA),
    "esco": str(ESCO),
    "dct": str(DCTERMS),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "role": ID_BASE + "role/",
    "skill": ID_BASE + "skill/",
    "tool": ID_BASE + "tool/",
    "industry": ID_BASE + "industry/",
    "degree": ID_BASE + "degree/",
    "source": SOURCE_BASE,
}


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name, its colour and its symbol.

    ``colour`` is told apart by colour-blind people too (after Okabe and Ito, 2008) and stands
    beside ``symbol``, so that colour alone never carries the meaning; ``shape`` is the same symbol
    in vis-network's words.
    """

    name: str
    plural: str
    iri: str
    colour: str
    symbol: str
    shape: str

    def counted(self, count: int) -> str:
        """Return a number of them: "1 job posting", "2 job postings"."""
        one = re.sub("ies$", "ys", self.plural).removesuffix("s")
        return f"{count} {one if count == 1 else self.plural}"


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("role", "roles", str(CG.Role), "#D55E00", "★", "star"),
        Kind("skill", "skills", str(CG.Skill), "#0072B2", "●", "dot"),
        Kind("tool", "tools", str(CG.Tool), "#009E73", "■", "square"),
        Kind("industry", "industries", str(CG.Industry), "#B8860B", "▲", "triangle"),
        Kind("degree", "degrees", str(CG.Degree), "#AA4499", "◆", "diamond"),
        Kind("experience", "experiences", str(CG.Experience), "#56B4E9", "⬢", "hexagon"),
        Kind("responsibility", "responsibilities", str(CG.Responsibility), "#6B6B6B", "▼",
             "triangleDown"),
        Kind("group", "role groups", str(CG.RoleGroup), "#8C564B", "☆", "star"),
        Kind("posting", "job postings", str(SCHEMA.JobPosting), "#882255", "✉", "square"),
        Kind("outlook", "outlooks", str(CG.Outlook), "#44AA99", "◈", "diamond"),
        Kind("tip", "tips", str(CG.Tip), "#999933", "✦", "dot"),
        Kind("salary", "salary insights", str(CG.SalaryInsight), "#332288", "¤", "dot"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """One relation, with words that make a sentence when read in either direction."""

    name: str
    iri: str
    label: str
    inverse: str


RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (
        Relation("requiresSkill", str(CG.requiresSkill), "needs the skill", "needed by"),
        Relation("prefersSkill", str(CG.prefersSkill), "welcomes the skill", "welcomed by"),
        Relation("usesTool", str(CG.usesTool), "uses", "used by"),
        Relation("worksInIndustry", str(CG.worksInIndustry), "works in", "employs"),
        Relation("requiresDegree", str(CG.requiresDegree), "requires", "required by"),
        Relation("prefersDegree", str(CG.prefersDegree), "prefers", "preferred by"),
        Relation("requiresExperience", str(CG.requiresExperience), "requires", "required by"),
        Relation("hasResponsibility", str(CG.hasResponsibility), "is responsible for",
                 "is the responsibility of"),
        Relation("leadsTo", str(CG.leadsTo), "often leads to", "often follows from"),
        Relation("relatedRole", str(CG.relatedRole), "is listed with", "is listed with"),
        Relation("broader", str(SKOS.broader), "belongs to", "includes"),
        Relation("prerequisite", str(CG.prerequisite), "is learnt after", "is learnt before"),
        Relation("bestAfter", str(CG.bestAfter), "is best learnt after", "is best learnt before"),
        Relation("competencyRequired", str(SCHEMA.competencyRequired), "proves", "is proven by"),
        Relation("closeMatch", str(SKOS.closeMatch), "is close to", "is close to"),
        Relation("broadMatch", str(SKOS.broadMatch), "is narrower than", "is broader than"),
        Relation("narrowMatch", str(SKOS.narrowMatch), "is broader than", "is narrower than"),
        Relation("relatedEssentialSkill", str(ESCO.relatedEssentialSkill), "rests on",
                 "is essential to"),
        Relation("relatedOptionalSkill", str(ESCO.relatedOptionalSkill), "is helped by", "helps"),
        Relation("experienceIn", str(CG.experienceIn), "is experience in", "is practised in"),
        Relation("about", str(CG.about), "speaks of", "is spoken of in"),
        Relation("relevantOccupation", str(SCHEMA.relevantOccupation), "is a job as",
                 "is offered in"),
        Relation("mentions", str(SCHEMA.mentions), "mentions", "is mentioned in"),
    )
}  # fmt: skip

INVERSES: dict[str, str] = {
    str(CG.skillRequiredBy): str(CG.requiresSkill),
    str(CG.skillPreferredBy): str(CG.prefersSkill),
    str(CG.toolUsedBy): str(CG.usesTool),
    str(CG.industryOf): str(CG.worksInIndustry),
    str(CG.degreeRequiredBy): str(CG.requiresDegree),
    str(CG.degreePreferredBy): str(CG.prefersDegree),
    str(CG.experienceRequiredBy): str(CG.requiresExperience),
    str(CG.responsibilityOf): str(CG.hasResponsibility),
    str(CG.taskOf): str(CG.hasTask),
    str(CG.followsFrom): str(CG.leadsTo),
    str(CG.prerequisiteOf): str(CG.prerequisite),
    str(CG.bestBefore): str(CG.bestAfter),
}
"""Properties that say the other way round what another says, by which they are read."""

REQUIREMENTS: tuple[str, ...] = (
    "requiresSkill",
    "prefersSkill",
    "usesTool",
    "worksInIndustry",
    "requiresDegree",
    "prefersDegree",
    "requiresExperience",
    "hasResponsibility",
)
"""The relations by which a role says what it takes; comparisons are made of these."""

LEVEL_WORDS: tuple[str, ...] = (
    "familiarity",
    "knowledge",
    "experience",
    "proficiency",
    "strong",
    "expertise",
)
"""The words by which a text says how well a thing must be mastered, least first."""

FACTS: dict[str, str] = {
    "degreeLevel": str(CG.degreeLevel),
    "fieldOfStudy": str(CG.fieldOfStudy),
    "careerLevel": str(CG.careerLevel),
    "hotTechnology": str(CG.hotTechnology),
    "inDemand": str(CG.inDemand),
    "metByMember": str(CG.metByMember),
    "jobZone": str(CG.jobZone),
    "interest": str(CG.interest),
    "workValue": str(CG.workValue),
    "workStyle": str(CG.workStyle),
    "collection": str(CG.collection),
    "position": str(SCHEMA.position),
    "title": str(SCHEMA.title),
    "jobLocation": str(SCHEMA.jobLocation),
    "jobLocationType": str(SCHEMA.jobLocationType),
    "employmentType": str(SCHEMA.employmentType),
    "areaServed": str(SCHEMA.areaServed),
    "skillType": str(ESCO.skillType),
    "reuseLevel": str(ESCO.skillReuseLevel),
}
"""Plain values that a thing carries, by the name they go under in an answer."""

LISTED_FACTS = frozenset({"interest", "workValue", "workStyle", "collection"})
"""Facts of which a thing has several, which an answer gives in a row with commas between."""


DEGREE_LEVELS: tuple[str, ...] = (
    "secondary", "certificate", "associate", "bachelor", "professional", "master", "mba",
    "doctorate",
)  # fmt: skip
"""What cg:degreeLevel can be, the lowest first."""


def slug(label: str) -> str:
    """Return the last part of the IRI that a thing of this label has in our own namespace.

    Letters of any script stay, since an IRI may hold them (RFC 3987).

    >>> slug("C++"), slug("Node.js"), slug(".NET"), slug("CI/CD"), slug("R&D")
    ('c-plus-plus', 'node-js', 'dot-net', 'ci-cd', 'r-and-d')
    >>> slug("Bäcker/in"), slug("Пекарь")
    ('bäcker-in', 'пекарь')
    """
    text = unicodedata.normalize("NFKC", label).strip().lower()
    text = re.sub(r"^\.", "dot-", text)
    text = text.replace("+", "-plus").replace("#", "-sharp").replace("&", "-and-")
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else "-" for sign in text)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def expand(name: str) -> str:
    """Return the IRI of a prefixed name; anything else stays as it is.

    >>> expand("tool:kubernetes"), expand("cg:usesTool"), expand("Kubernetes")
    ('https://w3id.org/careergraph/id/tool/kubernetes',
     'https://w3id.org/careergraph/ontology#usesTool', 'Kubernetes')
    """
    prefix, colon, rest = name.partition(":")
    if not colon or not rest or " " in name or rest.startswith("//"):
        return name
    if prefix in KINDS:
        return f"{ID_BASE}{prefix}/{rest}"
    return PREFIXES[prefix] + rest if prefix in PREFIXES else name


def shorten(iri: str) -> str:
    """Return an IRI as a prefixed name, or as it is where no prefix fits.

    >>> shorten("https://w3id.org/careergraph/id/tool/kubernetes"), shorten("urn:x")
    ('tool:kubernetes', 'urn:x')
    """
    kind, _, name = iri.removeprefix(ID_BASE).partition("/")
    if iri.startswith(ID_BASE) and kind in KINDS:
        return f"{kind}:{name}"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "step"), counted(2000, "step"), counted(0, "industry", "industries")
    ('1 step', '2,000 steps', '0 industries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def enumeration(names: Sequence[str]) -> str:
    """Return names as running text.

    >>> enumeration(["a cook", "a nurse", "a teacher"])
    'a cook, a nurse and a teacher'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
