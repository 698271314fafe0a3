"""Pay and outlook of roles, as statistics give them, each figure with its place, time and source.

Figures hang on codes of a classification of occupations (see part 7 of ``graph/ontology.ttl``). A
role has those of its own code; where there are none, those of the narrowest group that it lies in.
Figures of different places, times, currencies or spans of work are never put together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from rdflib import Dataset, Graph, URIRef

from careergraph.network.answers import Answer
from careergraph.network.lookup import Thing, iri_of, name_of, several
from careergraph.network.projection import project
from careergraph.store.dataset import as_dataset, rows
from careergraph.vocabulary import CG, SCHEMA, expand

_Figure = TypeVar("_Figure", "Pay", "Outlook")

_CATEGORIES = """SELECT DISTINCT ?category WHERE {{ VALUES ?role {{ {roles} }}
  ?role schema:occupationalCategory/skos:broader* ?category }}"""
_FIGURES = """SELECT ?code ?title ?figure ?property ?value ?source WHERE {{
  GRAPH ?source {{ VALUES ?category {{ {categories} }}
    ?category <{relation}> ?figure ; schema:codeValue ?code . ?figure ?property ?value
    OPTIONAL {{ ?category schema:name ?title }} }} }}"""


@dataclass(frozen=True)
class Pay(Answer):
    """What people in an occupation earn, at one place and time.

    ``code`` and ``occupation`` say whose pay it is: the role's own occupation, or a group. ``span``
    is what is paid for, as an ISO 8601 duration: "P1Y" or "PT1H". What the source does not give is
    None.
    """

    code: str
    occupation: str
    place: str
    date: str
    currency: str
    span: str
    percentile10: float | None
    percentile25: float | None
    median: float | None
    percentile75: float | None
    percentile90: float | None
    employment: float | None
    source: str


@dataclass(frozen=True)
class Outlook(Answer):
    """How many people are expected to hold an occupation, at one place and over a span of years.

    ``change`` is in per cent; ``openings`` are in a year. What the source does not give is None or
    "".
    """

    code: str
    occupation: str
    place: str
    start: str
    end: str
    employment: float | None
    projected: float | None
    change: float | None
    openings: float | None
    education: str
    experience: str
    training: str
    source: str


@dataclass(frozen=True)
class Figures(Answer):
    """Pay and outlook; the latest first, of one time the place with most people first."""

    pay: tuple[Pay, ...]
    outlook: tuple[Outlook, ...]


def pay_and_outlook(graph: Graph, roles: Thing | Iterable[Thing]) -> Figures:
    """Return pay and outlook of a role.

    Args:
        graph: a dataset as ``open_graph`` returns it.
        roles: the role: a name, what another function returned, or the IRIs that it goes by, which
            may be several (``iris`` of a node of a network).
    """
    graph = as_dataset(graph)
    iris = _iris(graph, roles)
    pay = [
        Pay(
            code=code,
            occupation=title,
            place=properties.get(str(SCHEMA.areaServed), ""),
            date=properties.get(str(SCHEMA.observationDate), ""),
            currency=properties.get(str(SCHEMA.currency), ""),
            span=properties.get(str(SCHEMA.duration), ""),
            percentile10=_number(properties, SCHEMA.percentile10),
            percentile25=_number(properties, SCHEMA.percentile25),
            median=_number(properties, SCHEMA.median),
            percentile75=_number(properties, SCHEMA.percentile75),
            percentile90=_number(properties, SCHEMA.percentile90),
            employment=_number(properties, CG.employment),
            source=source,
        )
        for code, title, properties, source in _figures(graph, iris, SCHEMA.estimatedSalary)
    ]
    outlook = [
        Outlook(
            code=code,
            occupation=title,
            place=properties.get(str(SCHEMA.areaServed), ""),
            start=properties.get(str(SCHEMA.startDate), ""),
            end=properties.get(str(SCHEMA.endDate), ""),
            employment=_number(properties, CG.employment),
            projected=_number(properties, CG.projectedEmployment),
            change=_number(properties, CG.employmentChange),
            openings=_number(properties, CG.annualOpenings),
            education=properties.get(str(CG.entryEducation), ""),
            experience=properties.get(str(CG.entryExperience), ""),
            training=properties.get(str(CG.entryTraining), ""),
            source=source,
        )
        for code, title, properties, source in _figures(graph, iris, CG.employmentProjection)
    ]
    pay.sort(key=lambda figure: (-(figure.employment or 0), figure.place, figure.code))
    outlook.sort(key=lambda figure: (-(figure.employment or 0), figure.place, figure.code))
    return Figures(
        tuple(sorted(_narrowest(pay), key=lambda figure: figure.date, reverse=True)),
        tuple(sorted(_narrowest(outlook), key=lambda figure: figure.start, reverse=True)),
    )


def _iris(graph: Dataset, roles: Thing | Iterable[Thing]) -> set[str]:
    """Return all IRIs of a role; where it is named, the graph is looked through for it."""
    iris: set[str] = set()
    for role in several(roles):
        name = expand(name_of(role))
        if "://" in name:
            iris.update((name, *getattr(role, "iris", ())))
        else:
            network = project(graph)
            iris.update(network.nodes[iri_of(network, name, "role")]["iris"])
    return iris


def _figures(
    graph: Dataset, roles: Collection[str], relation: str
) -> list[tuple[str, str, dict[str, str], str]]:
    """Return code, its title, what is said of a figure, and its source."""
    categories = rows(graph, _CATEGORIES.format(roles=_terms(roles)))
    named = _terms([iri for (iri,) in categories if iri])
    properties: dict[tuple[str, str, str, str], dict[str, str]] = defaultdict(dict)
    for code, title, figure, property_, value, source in rows(
        graph, _FIGURES.format(categories=named, relation=relation)
    ):
        properties[code or "", title or "", figure or "", source or ""][property_ or ""] = (
            value or ""
        )
    return [
        (code, title, figure, source) for (code, title, _, source), figure in properties.items()
    ]


def _terms(iris: Collection[str]) -> str:
    return " ".join(URIRef(iri).n3() for iri in sorted(iris))


def _narrowest(figures: list[_Figure]) -> list[_Figure]:
    """Leave out what is of a group where its source gives it of the occupation itself."""
    own: dict[tuple[str, str], int] = {}
    for figure in figures:
        place = (figure.place, figure.source)
        own[place] = min(_breadth(figure.code), own.get(place, len(figure.code)))
    return [
        figure for figure in figures if _breadth(figure.code) == own[figure.place, figure.source]
    ]


def _breadth(code: str) -> int:
    """Return how wide a group is, by the zeros that its code ends with."""
    return len(code) - len(code.rstrip("0"))


def _number(properties: dict[str, str], property_: str) -> float | None:
    try:
        return float(properties[str(property_)])
    except (KeyError, ValueError):
        return None
