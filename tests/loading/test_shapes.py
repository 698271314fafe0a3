"""SHACL by way of SPARQL finds what SHACL alone finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph

from careergraph.loading.bundled import bundled_folder
from careergraph.loading.shapes import check_shapes

PREFIXES = """@prefix : <http://example.org/> .
@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = """
:baker a cg:Role ; skos:prefLabel "Baker"@en , "Bäcker"@de ; cg:requiresSkill :kneading ;
  cg:usesTool :oven ; cg:jobZone 2 ; skos:broader :trades .
:trades a cg:RoleGroup ; skos:prefLabel "Trades"@en .
:kneading a cg:Skill ; skos:prefLabel "Kneading"@en ; skos:altLabel "To knead"@en .
:oven a cg:Tool ; skos:prefLabel "Oven"@en .
cg:FineTool rdfs:subClassOf cg:Tool . :scale a cg:FineTool ; skos:prefLabel "Scale"@en .
:baker cg:usesTool :scale .
:need a cg:Requirement ; cg:role :baker ; cg:requires :kneading ; cg:importance 0.5 .
:degree a cg:Degree ; skos:prefLabel "Bachelor"@en ; cg:degreeLevel "bachelor" .
:job a schema:JobPosting ; skos:prefLabel "Baker here"@en ; schema:title "Baker" ;
  schema:relevantOccupation :baker ; schema:baseSalary :pay ; schema:employmentType "FULL_TIME" .
:pay a schema:MonetaryAmount ; schema:currency "EUR" ; schema:minValue 1 ; schema:maxValue 2 ;
  schema:unitText "YEAR" .
:tip a cg:Tip ; skos:prefLabel "Tip"@en ; cg:about :baker ; schema:position 1 .
:book a cg:Source ; dct:title "Book"@en ; dct:issued "2026-01-01"^^xsd:date ; dct:rights "Free" .
:match a cg:Match ; cg:from :a ; cg:to :b ; cg:matchedBy "name" .
"""
BAD = [
    ':baker skos:prefLabel "Other"@EN .',
    ':oven skos:altLabel "no language" .',
    ":miller a cg:Role .",
    ':baker skos:broader "trades" .',
    ":baker cg:requiresSkill :trades .",
    ":baker cg:usesTool :kneading .",
    ":baker cg:requiresDegree :nowhere .",
    ":baker cg:jobZone 7 .",
    ':baker cg:jobZone "two" .',
    ":kneading a cg:Tool .",
    ":kneading a cg:FineTool .",
    ':degree cg:degreeLevel "high" .',
    ":need cg:role :oven .",
    ':need cg:level "high" .',
    ":need cg:importance 1.5 .",
    ":other a cg:Requirement ; cg:role :baker .",
    ":kneading cg:prerequisite :trades .",
    ":tip schema:position 1.5 .",
    ':tip schema:position "one"^^xsd:integer .',
    ':tip schema:mentions "bread" .',
    ":pay schema:maxValue 0 .",
    ':pay schema:currency "Euro" .',
    ':job schema:employmentType "sometimes" .',
    ':job schema:hiringOrganization "Bread & Co" .',
    ':leaflet a cg:Source ; dct:title "Leaflet"@en ; dct:issued "today" .',
    ':match cg:to "here" .',
]


def checked(
    store: ox.Store, shapes: Graph, tell: Callable[[str], object] = str
) -> list[tuple[str, ...]]:
    def ask(query: str) -> Iterator[ox.QuerySolution]:
        return iter(cast(ox.QuerySolutions, store.query(query)))

    reports = check_shapes(store, ask, shapes, tell)
    return sorted(said for report, _ in reports for said in told(report))


def told(report: Graph) -> list[tuple[str, ...]]:
    about = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultMessage)
    return [
        tuple(
            "path" if part == SH.resultPath and str(value).startswith("n") else str(value)
            for part in about
            for value in [report.value(result, part)]
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Our shapes but for those in SPARQL, which ``check_shapes`` leaves out."""
    graph = Graph().parse(bundled_folder() / "shapes.ttl")
    for shape in list(graph.subjects(SH.sparql)):
        graph.remove((shape, SH.targetNode, None))
    return graph


def test_what_is_right_is_not_looked_at_closer(shapes: Graph) -> None:
    store = ox.Store()
    store.load((PREFIXES + GOOD).encode(), ox.RdfFormat.TURTLE)
    suspects: list[str] = []
    assert checked(store, shapes, suspects.append) == []
    closer = [line for line in suspects if line.startswith("looking closer")]
    # Whether a text is a whole number or a date, and which of two things holds, SHACL is asked.
    assert len(closer) == 2


@pytest.mark.parametrize("bad", BAD)
def test_all_that_shacl_finds_is_found(shapes: Graph, bad: str) -> None:
    text = PREFIXES + GOOD + bad
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    data = Graph().parse(data=text, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    assert told(report)
    assert checked(store, shapes) == sorted(told(report))


def test_a_constraint_that_is_not_known_is_left_to_shacl() -> None:
    shapes = Graph().parse(
        data=PREFIXES
        + """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        :Short a sh:NodeShape ; sh:targetClass :Word ;
          sh:property [ sh:path skos:notation ; sh:maxLength 3 ] .
        """,
        format="turtle",
    )
    store = ox.Store()
    words = ':a a :Word ; skos:notation "abc" . :b a :Word ; skos:notation "abcd" .'
    store.load((PREFIXES + words).encode(), ox.RdfFormat.TURTLE)
    ((focus, *_),) = checked(store, shapes)
    assert focus == "http://example.org/b"
