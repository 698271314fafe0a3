"""The shapes: each rule of a valid career graph, kept and broken, and what a person is told."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph

SHAPES = Graph().parse(Path(__file__).parents[2] / "graph" / "shapes.ttl")
PREFIXES = """
@prefix : <https://example.org/> . @prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:role a cg:Role ; skos:prefLabel "Data engineer"@en .
:skill a cg:Skill ; skos:prefLabel "Statistics"@en .
:tool a cg:Tool ; skos:prefLabel "Python"@en .
"""
PAY = "[] schema:baseSalary [ schema:currency {} ; schema:minValue {} ; schema:maxValue {} ; "


@pytest.mark.parametrize(
    ("turtle", "complaint"),
    [
        ("", None),
        (":skill cg:prerequisite :tool . :role cg:requiresSkill :tool , :skill .", None),
        (PAY.format('"USD"', 1, 2) + 'schema:unitText "YEAR" ] .', None),
        (":nameless a cg:Skill .", "exactly one name"),
        (':role skos:prefLabel "Data plumber"@en .', "exactly one name"),
        (':untagged a cg:Tool ; skos:prefLabel "Java" .', "tag it with its language"),
        (":role cg:requiresSkill :role .", "only skills and tools"),
        (":role cg:usesTool :skill .", "Only a tool can be used"),
        (":role cg:requiresDegree :skill .", "Only a degree or certificate"),
        (":role cg:worksInIndustry :skill .", "works in industries"),
        (":role skos:broader :skill .", "under a role or a role group"),
        (":tool a cg:Skill .", "a skill or a tool, not both"),
        (
            ':d a cg:Degree ; skos:prefLabel "D"@en ; cg:degreeLevel "phd" .',
            "exactly one level",
        ),
        (":tool cg:prerequisite :role .", "can be learnt first"),
        (":tool cg:prerequisite :skill . :skill cg:prerequisite :tool .", "learnt before itself"),
        (":tool skos:broader :skill . :skill skos:broader :tool .", "belong to itself"),
        (
            "[] a cg:Requirement ; cg:role :role ; cg:requires :tool ; cg:importance 1.1 .",
            "Importance",
        ),
        ("[] a cg:Requirement ; cg:role :role ; cg:requires :tool ; cg:level -0.1 .", "Level"),
        (PAY.format('"USD"', 3, 2) + 'schema:unitText "YEAR" ] .', "above its highest"),
        (PAY.format('"dollars"', 1, 2) + 'schema:unitText "YEAR" ] .', "currency"),
        (':s a cg:Source ; dct:title "S"@en ; dct:issued "2026-01-01"^^xsd:date .', "terms"),
        (':s a cg:Source ; dct:title "S"@en ; dct:rights "All"@en .', "date of its issue"),
        (':t a cg:Tip ; skos:prefLabel "T"@en .', "at least one role"),
    ],
)
def test_shapes_say_what_is_wrong(turtle: str, complaint: str | None) -> None:
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=SHAPES)
    if complaint is None:
        assert conforms, report
    else:
        assert not conforms
        messages = re.findall(r"^\s*Message: (.*)$", str(report), re.MULTILINE)
        assert messages and all(complaint in message for message in messages)
