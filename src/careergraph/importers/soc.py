"""The Standard Occupational Classification: the codes by which pay and outlook belong to roles.

A code is a schema:CategoryCode. O*NET's occupations have theirs as schema:occupationalCategory,
and figures of the U.S. Bureau of Labor Statistics hang on it. What holds of a group of occupations
hangs on the group's code, to which the codes in it lead by skos:broader.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS

from careergraph.importers.source import term
from careergraph.vocabulary import SCHEMA

ONET = "https://data.onetcenter.org/"
"""What the IRIs of O*NET's occupations and of the classification that they refine begin with."""


def soc_code(code: str) -> NamedNode:
    """Return the IRI of a code, such as 15-2051, or 15-2000 for a group."""
    return NamedNode(f"{ONET}soc/{code}")


def soc_groups(code: str) -> list[str]:
    """Return the codes of the groups that a code lies in, the narrowest first.

    >>> soc_groups("15-1232"), soc_groups("15-0000")
    (['15-1230', '15-1200', '15-1000', '15-0000'], [])
    """
    digits = code[3:]
    groups = [f"{code[:3]}{digits[:kept].ljust(4, '0')}" for kept in (3, 2, 1, 0)]
    return [group for group in dict.fromkeys(groups) if group != code]


def soc_triples(code: str, title: str = "") -> Iterator[Triple]:
    """Yield what a code is and which groups it lies in."""
    line = [code, *soc_groups(code)]
    for group in line:
        yield Triple(soc_code(group), term(RDF.type), term(SCHEMA.CategoryCode))
        yield Triple(soc_code(group), term(SCHEMA.codeValue), Literal(group))
    for narrow, broad in pairwise(line):
        yield Triple(soc_code(narrow), term(SKOS.broader), soc_code(broad))
    if title:
        yield Triple(soc_code(code), term(SCHEMA.name), Literal(title, language="en"))
