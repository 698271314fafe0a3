"""What an endpoint is and holds: its languages and formats, sources, counts and vocabularies.

W3C Recommendation: SPARQL 1.1 Service Description, 21 March 2013; W3C Interest Group Note:
Describing Linked Datasets with the VoID Vocabulary, 3 March 2011.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.namespace import DCTERMS, RDF, VOID, XSD

from careergraph.network.sources import SourceInfo, list_sources
from careergraph.sparql.query import run_query
from careergraph.vocabulary import ID_BASE, PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
DESCRIBING = {"sd": SD, "formats": FORMATS, "void": str(VOID), "dct": str(DCTERMS)}
"""The prefixes of a description."""

_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """What a graph holds: its named graphs, its sources, and how often each term is used."""

    graphs: tuple[str, ...]
    sources: tuple[SourceInfo, ...]
    properties: dict[str, int]
    classes: dict[str, int]


def contents(graph: Dataset) -> Contents:
    """Count what a graph holds.

    Raises:
        QueryLimitError: the graph is too large to be counted within the usual limits.
    """

    def counted(pattern: str, term: str) -> dict[str, int]:
        query = f"SELECT {term} (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY {term} ORDER BY {term}"
        return {str(row[0]): int(str(row[1])) for row in run_query(graph, query).rows}

    named = run_query(graph, "SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g")
    return Contents(
        graphs=tuple(str(row[0]) for row in named.rows),
        sources=tuple(list_sources(graph)),
        properties=counted("?thing ?property ?value", "?property"),
        classes=counted("?thing a ?class FILTER(isIRI(?class))", "?class"),
    )


def description(here: str, held: Contents) -> Iterator[ox.Triple]:
    """Yield the description of a service and of what it holds.

    Args:
        here: the address of the endpoint.
        held: what its graph holds.
    """
    service, dataset, default = (
        ox.NamedNode(here + part) for part in ("", "#dataset", "#default-graph")
    )
    yield from _said(
        service,
        ("a", SD + "Service"),
        (SD + "endpoint", here),
        (SD + "supportedLanguage", SD + "SPARQL11Query"),
        (SD + "feature", SD + "UnionDefaultGraph"),
        *((SD + "resultFormat", FORMATS + name) for name in _RESULT_FORMATS),
        (SD + "defaultDataset", dataset.value),
    )
    used = {iri.rpartition("#")[0] or iri.rpartition("/")[0] for iri in held.properties}
    yield from _said(
        dataset,
        ("a", SD + "Dataset"),
        ("a", str(VOID.Dataset)),
        (SD + "defaultGraph", default.value),
        (str(VOID.sparqlEndpoint), here),
        (str(VOID.uriSpace), ID_BASE, "string"),
        (str(VOID.triples), sum(held.properties.values())),
        (str(VOID.properties), len(held.properties)),
        (str(VOID.classes), len(held.classes)),
        *(
            (str(VOID.vocabulary), namespace)
            for namespace in PREFIXES.values()
            if namespace.rstrip("#/") in used
        ),
        *((SD + "namedGraph", f"{here}#{_name(iri)}") for iri in held.graphs),
        *((str(VOID.subset), source.iri) for source in held.sources),
    )
    yield from _said(default, ("a", SD + "Graph"))
    for partition, term, counts, amount in (
        (VOID.propertyPartition, VOID.property, held.properties, VOID.triples),
        (VOID.classPartition, VOID["class"], held.classes, VOID.entities),
    ):
        for iri, count in counts.items():
            part = ox.NamedNode(f"{here}#{_name(iri)}")
            yield ox.Triple(dataset, ox.NamedNode(str(partition)), part)
            yield from _said(part, (str(term), iri), (str(amount), count))
    for iri in held.graphs:
        named = ox.NamedNode(f"{here}#{_name(iri)}")
        yield from _said(named, ("a", SD + "NamedGraph"), (SD + "name", iri))
    for source in held.sources:
        yield from _said(
            ox.NamedNode(source.iri),
            ("a", str(VOID.Dataset)),
            (str(DCTERMS.title), source.title, "string"),
            (str(DCTERMS.publisher), source.publisher, "string"),
            (
                str(DCTERMS.license if source.licence.startswith("http") else DCTERMS.rights),
                source.licence,
                "" if source.licence.startswith("http") else "string",
            ),
            (str(DCTERMS.issued), source.issued, "date"),
            (str(VOID.triples), source.triples),
        )


def _name(iri: str) -> str:
    """Return the name of a part of the description that is about a term or a graph."""
    return iri.replace("://", "/").replace("#", "/")


def _said(
    subject: ox.NamedNode, *about: tuple[str, str | int] | tuple[str, str, str]
) -> Iterator[ox.Triple]:
    """Yield what is said of a thing: property, value and of a text its type; "" is left out."""
    for property_, value, *form in about:
        predicate = ox.NamedNode(str(RDF.type) if property_ == "a" else property_)
        if isinstance(value, int):
            yield ox.Triple(subject, predicate, ox.Literal(value))
        elif value and form and form[0]:
            datatype = ox.NamedNode(f"{XSD}{form[0]}")
            yield ox.Triple(subject, predicate, ox.Literal(value, datatype=datatype))
        elif value:
            yield ox.Triple(subject, predicate, ox.NamedNode(value))
