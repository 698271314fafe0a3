"""What importers of a person's own roles say in RDF: things by their labels, and weights."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import URIRef

from careergraph.importers.source import term
from careergraph.reading.article.degrees import RELATED_FIELD, Degree
from careergraph.vocabulary import CG, ID_BASE, KINDS, slug

_DEGREES = {
    "secondary": "Secondary school", "certificate": "Certificate", "associate": "Associate degree",
    "bachelor": "Bachelor's degree", "master": "Master's degree", "mba": "MBA",
    "doctorate": "Doctorate", "professional": "Professional degree",
}  # fmt: skip


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
        """Say something of a thing in the language of the source."""
        self.say(subject, property_, Literal(text, language=self._language))

    def thing(self, kind: str, label: str) -> NamedNode | None:
        """Name a thing of a kind in ``vocabulary.KINDS``; None where the label has no letter."""
        if not slug(label):
            return None
        node = NamedNode(f"{ID_BASE}{kind}/{slug(label)}")
        if node not in self._named:
            self._named.add(node)
            self.say(node, RDF.type, NamedNode(KINDS[kind].iri))
            self.text(node, SKOS.prefLabel, label)
        return node

    def link(self, subject: NamedNode, relation: URIRef, kind: str, label: str) -> NamedNode | None:
        """Relate a thing to the one of that kind and label, and return this."""
        if node := self.thing(kind, label):
            self.say(subject, relation, node)
        return node

    def weigh(
        self, role: NamedNode, thing: NamedNode, *, importance: float | None, level: float | None
    ) -> None:
        """Say how much a thing counts in a role, and how well it must be mastered (0 to 1)."""
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

    def degree(self, role: NamedNode, degree: Degree) -> None:
        """Say that a role requires or welcomes a degree."""
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
