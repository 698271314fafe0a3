"""Pay and outlook of a role, by its code and the groups that it lies in."""

from __future__ import annotations

from pathlib import Path

from tiny import opened

from careergraph.network.figures import pay_and_outlook
from careergraph.vocabulary import ID_BASE, SOURCE_BASE

ROLES = """
role:analyst a cg:Role ; skos:prefLabel "Analyst"@en ; schema:occupationalCategory o:15-2051 .
role:helper a cg:Role ; skos:prefLabel "Helper"@en ; schema:occupationalCategory o:15-1232 .
role:baker a cg:Role ; skos:prefLabel "Baker"@en .
o:15-2051 schema:codeValue "15-2051" ; schema:name "Scientists"@en ; skos:broader o:15-2050 .
o:15-2050 schema:codeValue "15-2050" .
o:15-1232 schema:codeValue "15-1232" ; skos:broader o:15-1230 .
"""
PAY = """
o:15-2051 schema:codeValue "15-2051" ; schema:name "Data scientists"@en ;
  schema:estimatedSalary o:a, o:b .
o:15-2050 schema:codeValue "15-2050" ; schema:estimatedSalary o:c .
o:a schema:areaServed "California"@en ; schema:observationDate "2025-05"^^xsd:gYearMonth ;
  schema:currency "USD" ; schema:duration "P1Y"^^xsd:duration ; schema:median 140000.0 ;
  cg:employment 38000 .
o:b schema:areaServed "United States"@en ; schema:observationDate "2025-05"^^xsd:gYearMonth ;
  schema:currency "USD" ; schema:duration "P1Y"^^xsd:duration ; schema:median 112590.0 ;
  schema:percentile90 190000.0 ; cg:employment 233440 .
o:c schema:areaServed "United States"@en ; schema:median 1.0 .
"""
OUTLOOK = """
o:15-1230 schema:codeValue "15-1230" ; schema:name "Support"@en ; cg:employmentProjection o:d .
o:d schema:areaServed "United States"@en ; schema:startDate "2024"^^xsd:gYear ;
  schema:endDate "2034"^^xsd:gYear ; cg:employment 900000 ; cg:projectedEmployment 882000 ;
  cg:employmentChange -2.0 ; cg:entryEducation "Some college"@en .
"""


def test_pay_of_the_own_code_comes_with_place_date_and_source(tmp_path: Path) -> None:
    graph = opened(tmp_path, roles=ROLES, pay=PAY, outlook=OUTLOOK)
    found = pay_and_outlook(graph, [ID_BASE + "role/analyst"])
    assert [(one.place, one.median, one.code) for one in found.pay] == [
        ("United States", 112590.0, "15-2051"),
        ("California", 140000.0, "15-2051"),
    ]
    first = found.pay[0]
    assert (first.date, first.currency, first.span) == ("2025-05", "USD", "P1Y")
    assert (first.percentile90, first.percentile10) == (190000.0, None)
    assert (first.occupation, first.source) == ("Data scientists", SOURCE_BASE + "pay")
    assert found.outlook == ()


def test_where_the_own_code_has_no_figure_that_of_its_group_serves(tmp_path: Path) -> None:
    graph = opened(tmp_path, roles=ROLES, pay=PAY, outlook=OUTLOOK)
    (outlook,) = pay_and_outlook(graph, [ID_BASE + "role/helper"]).outlook
    assert (outlook.code, outlook.occupation, outlook.start, outlook.end) == (
        "15-1230",
        "Support",
        "2024",
        "2034",
    )
    assert (outlook.change, outlook.projected, outlook.openings) == (-2.0, 882000.0, None)
    assert outlook.education == "Some college"


def test_a_role_without_a_code_has_no_figures(tmp_path: Path) -> None:
    found = pay_and_outlook(opened(tmp_path, roles=ROLES, pay=PAY), [ID_BASE + "role/baker"])
    assert found.to_dict() == {"pay": [], "outlook": []}
