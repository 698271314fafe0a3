"""What importers of a person's own roles say in RDF: things by their labels, and weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import URIRef

from careergraph.importers.source import term
from careergraph.reading.article import ArticleRole
from careergraph.reading.degrees import RELATED_FIELD, Degree
from careergraph.reading.phrases import Term
from careergraph.reading.postings import Posting
from careergraph.reading.words import is_product
from careergraph.vocabulary import CG, ID_BASE, KINDS, SCHEMA, slug

_DEGREES = {
    "secondary": "Secondary school", "certificate": "Certificate", "associate": "Associate degree",
    "bachelor": "Bachelor's degree", "master": "Master's degree", "mba": "MBA",
    "doctorate": "Doctorate", "professional": "Professional degree",
}  # fmt: skip


_CONTRACTS = {
    "Full Time": "FULL_TIME", "Part Time": "PART_TIME", "Contract": "CONTRACTOR",
    "Freelance": "CONTRACTOR", "Internship": "INTERN", "Temporary": "TEMPORARY",
}  # fmt: skip
_AND = re.compile(r"^(?:and|or|und|oder|et|ou|y|&)\s+", re.I)
_BULLETS = re.compile(r"\s*(?:[\n\r;|•·▪●]|(?<=\n)\s*[-–*])\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_COMMAS = re.compile(r"\s*[,、،，]\s*(?![^()]*\))")


@dataclass(frozen=True)
class Notes:
    """How a source was understood, and what of it found no place; both in words for people."""

    understood: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()


def list_items(text: str, *, sentences: bool = False) -> list[str]:
    """Split a text into the things that it lists.

    The rarest sign that lists things splits: a line's end, a bullet or a semicolon, else a comma
    outside brackets, if what is listed are no ``sentences``.

    >>> list_items("SQL, dashboards (Tableau, Looker) and reports, and Python")
    ['SQL', 'dashboards (Tableau, Looker) and reports', 'Python']
    """
    if _BULLETS.search(text.strip()):
        parts = _BULLETS.split(text)
    else:
        parts = [text] if sentences else _COMMAS.split(text)
    items = (_AND.sub("", part.strip(" \t.-–*")) for part in parts)
    return [item for item in items if item]


class Statements:
    """Statements about roles, in the order in which they are made, each once.

    A thing is known by the slug of its label; of several spellings the first is its name.
    """

    def __init__(self, source: str, language: str = "en") -> None:
        """Begin the statements of a source.

        Args:
            source: the IRI of the source, which keeps its weights apart from those of others.
            language: the language of the labels.
        """
        self._source, self._language = source, language
        self._triples: dict[Triple, None] = {}
        self._named: set[NamedNode] = set()

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def say(self, subject: NamedNode, property_: URIRef, value: NamedNode | Literal) -> None:
        """Make a statement."""
        self._triples[Triple(subject, term(property_), value)] = None

    def text(self, subject: NamedNode, property_: URIRef, text: str) -> None:
        """Add a text about a thing, in the language of the source."""
        self.say(subject, property_, Literal(text, language=self._language))

    def thing(self, kind: str, label: str, iri: str = "") -> NamedNode | None:
        """Name a thing of a kind in ``vocabulary.KINDS``, under its own IRI if it has one.

        Returns:
            The thing; None where the label has no letter.
        """
        if not slug(label):
            return None
        node = NamedNode(iri or f"{ID_BASE}{kind}/{slug(label)}")
        if node not in self._named:
            self._named.add(node)
            self.say(node, RDF.type, NamedNode(KINDS[kind].iri))
            self.text(node, SKOS.prefLabel, label)
        return node

    def link(
        self, subject: NamedNode, relation: URIRef, kind: str, label: str, iri: str = ""
    ) -> NamedNode | None:
        """Relate a thing to the one that ``thing`` returns, and return this."""
        if node := self.thing(kind, label, iri):
            self.say(subject, relation, node)
        return node

    def weigh(
        self, role: NamedNode, thing: NamedNode, *, importance: float | None, level: float | None
    ) -> None:
        """Add how much a thing counts in a role, and how well it must be mastered (0 to 1)."""
        if importance is None and level is None:
            return
        ends = "/".join(node.value.removeprefix(ID_BASE) for node in (role, thing))
        node = NamedNode(f"{ID_BASE}requirement/{self._source.rpartition('/')[2]}/{ends}")
        self.say(node, RDF.type, term(CG.Requirement))
        self.say(node, CG.role, role)
        self.say(node, CG.requires, thing)
        for property_, share in ((CG.importance, importance), (CG.level, level)):
            if share is not None:
                text = f"{Decimal(str(share)):.4f}".rstrip("0").rstrip(".")
                self.say(node, property_, Literal(text, datatype=term(XSD.decimal)))

    def learning_resources(self, thing: NamedNode, text: str) -> None:
        """Add where a thing can be learnt: a name, an address of the web, or both; several a line.

        Lines that hold one address between them are about one resource.
        """
        several = len(_ADDRESS.findall(text)) > 1
        for one in text.splitlines() if several else [" ".join(text.split())]:
            if not slug(one):
                continue
            address = _ADDRESS.search(one)
            name = _ADDRESS.sub("", one).strip(" \t()<>–—-:,") or one.strip()
            node = NamedNode(f"{ID_BASE}resource/{slug(one)}")
            self.say(node, RDF.type, term(SCHEMA.LearningResource))
            self.text(node, SCHEMA.name, name)
            if address:
                self.say(node, SCHEMA.url, Literal(address[0]))
            self.say(node, SCHEMA.teaches, thing)

    def degree(self, role: NamedNode, degree: Degree) -> None:
        """Add that a role requires or welcomes a degree."""
        label = _DEGREES[degree.level]
        node = NamedNode(f"{ID_BASE}degree/{slug(f'{degree.level} {degree.field or str()}')}")
        if degree.field == RELATED_FIELD:
            label += " in a related field"
        elif degree.field:
            label += f" in {degree.field}"
        if node not in self._named:
            self._named.add(node)
            self.say(node, RDF.type, term(CG.Degree))
            self.say(node, SKOS.prefLabel, Literal(label, language="en"))
            self.say(node, CG.degreeLevel, Literal(degree.level))
            if degree.field:
                self.say(node, CG.fieldOfStudy, Literal(degree.field, language="en"))
        self.say(role, CG.requiresDegree if degree.required else CG.prefersDegree, node)

    def role(self, said: ArticleRole, role: NamedNode) -> None:
        """Add what an article or advert says of a role."""
        if said.definition:
            self.text(role, SKOS.definition, said.definition)
        for relation, terms in (
            (CG.requiresSkill, said.skill),
            (CG.prefersSkill, said.welcome),
            (CG.usesTool, said.tool),
        ):
            nodes = {asked: self._term(role, relation, asked) for asked in terms}
            if relation != CG.usesTool:
                self._levels(role, nodes)
        for label in said.industry:
            self.link(role, CG.worksInIndustry, "industry", label)
        for degree in said.degree:
            self.degree(role, degree)
        for label in said.responsibility:
            self.link(role, CG.hasResponsibility, "responsibility", label)
        for label in said.experience:
            if "experience" in label or label[:1].isdigit():
                self.link(role, CG.requiresExperience, "experience", label)
                continue
            lower = label if label[1:2].isupper() else label[:1].lower() + label[1:]
            node = self.link(role, CG.requiresExperience, "experience", f"Experience in {lower}")
            if node is not None:
                self.link(node, CG.experienceIn, "skill", label)

    def _levels(self, role: NamedNode, nodes: Mapping[Term, NamedNode | None]) -> None:
        """Add how well a role asks for its skills and tools, and which are alternatives."""
        choices: dict[str, list[tuple[Term, NamedNode]]] = {}
        for asked, node in nodes.items():
            if node is not None:
                choices.setdefault(asked.choice or node.value, []).append((asked, node))
        for choice, members in choices.items():
            level = next((asked.level for asked, _ in members if asked.level), "")
            if len(members) < 2 and not level:
                continue
            ends = f"{role.value.removeprefix(ID_BASE)}/{slug(choice.removeprefix(ID_BASE))}"
            node = NamedNode(f"{ID_BASE}requirement/{self._source.rpartition('/')[2]}/asks/{ends}")
            self.say(node, RDF.type, term(CG.Requirement))
            self.say(node, CG.role, role)
            for _, thing in members:
                self.say(node, CG.oneOf if len(members) > 1 else CG.requires, thing)
            if level:
                self.say(node, CG.levelWord, Literal(level))

    def _term(self, role: NamedNode, relation: URIRef, asked: Term) -> NamedNode | None:
        kind = "skill" if asked.kind == "skill" else "tool"
        if (relation, kind) == (CG.usesTool, "skill"):
            relation = CG.requiresSkill  # a class of tools is a skill to have, not a tool to use
        node = self.link(role, relation, kind, asked.label)
        # "Python libraries" is a family, "Python" would be the name of a tool.
        if node is not None and asked.family and not is_product(asked.family):
            self.link(node, SKOS.broader, "skill", asked.family)
        return node

    def posting(self, posting: Posting, role: NamedNode, iri: str = "") -> NamedNode:
        """Describe a job that is offered, as one in a role, and return it."""
        at = f" at {posting.employer}" if posting.employer else ""
        label = f"{posting.title}{at}"
        where = f" {posting.place}" if posting.place else ""
        node = NamedNode(iri or f"{ID_BASE}posting/{slug(label + where)}")
        self.say(node, RDF.type, term(SCHEMA.JobPosting))
        self.text(node, SKOS.prefLabel, label)
        self.say(node, SCHEMA.title, Literal(posting.title))
        self.say(node, SCHEMA.relevantOccupation, role)
        if posting.employer and slug(posting.employer):
            employer = NamedNode(f"{ID_BASE}organization/{slug(posting.employer)}")
            self.say(node, SCHEMA.hiringOrganization, employer)
            self.say(employer, RDF.type, term(SCHEMA.Organization))
            self.say(employer, SCHEMA.name, Literal(posting.employer))
        facts = {
            SCHEMA.jobLocation: posting.place,
            SCHEMA.jobLocationType: "TELECOMMUTE" if posting.remote else None,
            SCHEMA.employmentType: _CONTRACTS.get(posting.contract or "", posting.contract),
            CG.careerLevel: posting.level,
        }
        for property_, text in facts.items():
            if text:
                self.say(node, property_, Literal(text))
        if posting.currency:
            self._salary(node, posting)
        return node

    def _salary(self, node: NamedNode, posting: Posting) -> None:
        salary = NamedNode(f"{node.value}/salary")
        self.say(node, SCHEMA.baseSalary, salary)
        self.say(salary, RDF.type, term(SCHEMA.MonetaryAmount))
        self.say(salary, SCHEMA.currency, Literal(posting.currency or ""))
        for property_, amount in ((SCHEMA.minValue, posting.min), (SCHEMA.maxValue, posting.max)):
            if amount is not None:
                whole = amount.is_integer()
                datatype = term(XSD.integer if whole else XSD.decimal)
                text = str(int(amount)) if whole else str(amount)
                self.say(salary, property_, Literal(text, datatype=datatype))
        self.say(salary, SCHEMA.unitText, Literal(posting.period or "YEAR"))
