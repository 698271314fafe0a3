"""Graphs that use other terms than ours, translated by a small Turtle file.

A mapping says in RDFS and OWL how another vocabulary relates to ours:

* ``rdfs:subClassOf`` for classes; a class may be all that has some value, such as a scheme of SKOS
  (``[ owl:onProperty skos:inScheme ; owl:hasValue … ]``);
* ``rdfs:subPropertyOf`` for properties, ``[ owl:inverseOf … ]`` where one runs the other way, and
  ``owl:propertyChainAxiom`` where it takes several to get there.

What it does not name is left behind, and so is a relation from a thing that cannot have it. Texts
come in every language. Ready mappings are in the folder ``mappings``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Dataset, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS
from rdflib.term import Node

from careergraph.errors import SourceError, UsageError
from careergraph.store.dataset import dataset, native_store
from careergraph.vocabulary import CG, ESCO, ID_BASE, KINDS, SOURCE_BASE, slug

READY = {path.stem: path for path in sorted((Path(__file__).parent / "mappings").glob("*.ttl"))}
"""The mappings that come with careergraph, by name."""

RANGES = {
    CG.requiresSkill: "skill",
    CG.prefersSkill: "skill",
    CG.usesTool: "tool",
    CG.worksInIndustry: "industry",
    CG.requiresDegree: "degree",
    CG.prefersDegree: "degree",
    CG.requiresExperience: "experience",
    CG.hasResponsibility: "responsibility",
}
LISTED = {"skill", "tool", "industry"}
"""Kinds that a text often names several of, with commas between."""

_TYPE, _LABEL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(SKOS.prefLabel))


def translate(graph: Dataset, mapping: str | Path) -> Dataset:
    """Return a dataset of what a mapping names in a graph, translated into our terms.

    A text where we have a thing (such as the skill "Python, SQL") becomes things of those names.

    Args:
        graph: in memory, on disk or behind an endpoint.
        mapping: a Turtle file, or the name of one that is ready.

    Returns:
        A graph in memory, its sources those of the original.

    Raises:
        UsageError: there is no such mapping, or it maps nothing.
        SourceError: the mapping or the graph cannot be read.
    """
    axioms = _read(mapping)
    store = ox.Store()
    here = ox.NamedNode(SOURCE_BASE + slug(_name(graph, mapping)))
    for theirs, ours in axioms.subject_objects(RDFS.subClassOf):
        solutions = _solutions(graph, _pattern(f"?from {_membership(axioms, theirs)}", "?from"))
        store.bulk_extend(
            ox.Quad(thing, _TYPE, ox.NamedNode(str(ours)), source or here)
            for thing, source in solutions
            if isinstance(thing, ox.NamedNode)
        )
    for theirs, ours in axioms.subject_objects(RDFS.subPropertyOf):
        forward = axioms.value(ours, OWL.inverseOf)
        solutions = _solutions(graph, _pattern(f"?from <{theirs}> ?to", "?from ?to"))
        ends = (
            (to, from_, source) if forward else (from_, to, source)
            for from_, to, source in solutions
        )
        store.bulk_extend(_said(URIRef(str(forward or ours)), ends, here))
    for ours, chain in axioms.subject_objects(OWL.propertyChainAxiom):
        way = "/".join(f"<{step}>" for step in Collection(axioms, chain))
        solutions = _solutions(graph, _pattern(f"?from {way} ?to", "?from ?to"))
        store.bulk_extend(_said(URIRef(str(ours)), solutions, here))
    _type_what_is_needed(store)
    _drop_what_does_not_fit(store)
    if not len(store):
        raise SourceError(
            f"The graph holds nothing that the mapping {mapping} names; is it in other terms yet?"
        )
    return dataset(store)


def properties_in(mapping: str | Path) -> frozenset[ox.NamedNode]:
    """Return the properties that a mapping reads; of a graph, ``translate`` needs no others.

    Raises:
        UsageError: there is no such mapping, or it maps nothing.
        SourceError: the mapping cannot be read.
    """
    axioms = _read(mapping)
    properties = {
        RDF.type,
        *axioms.subjects(RDFS.subPropertyOf),
        *axioms.objects(None, OWL.onProperty),
    }
    for chain in axioms.objects(None, OWL.propertyChainAxiom):
        properties.update(Collection(axioms, chain))
    return frozenset(ox.NamedNode(str(each)) for each in properties if isinstance(each, URIRef))


def _read(mapping: str | Path) -> Graph:
    path = READY.get(str(mapping), Path(mapping))
    if not path.is_file():
        raise UsageError(
            f"There is no mapping {mapping}; name a Turtle file or one of {', '.join(READY)}."
        )
    axioms = Graph()
    try:
        axioms.parse(path, format="turtle")
    except Exception as error:  # rdflib's parsers raise many kinds
        raise SourceError(f"The mapping {path.name} is not valid Turtle: {error}.") from error
    if not any(axioms.subjects(RDFS.subClassOf)):
        raise UsageError(f"The mapping {path.name} maps no class; say what is a cg:Role.")
    return axioms


def _name(graph: Dataset, mapping: str | Path) -> str:
    """Return the name for the source of statements that are in no named graph."""
    address = urlsplit(getattr(graph.store, "address", ""))
    return f"{address.hostname}{address.path}" if address.hostname else Path(mapping).stem


def _membership(axioms: Graph, theirs: Node) -> str:
    """Return, as SPARQL, what makes a thing a member of a class."""
    if isinstance(theirs, URIRef):
        return f"a <{theirs}>"
    property_, value = axioms.value(theirs, OWL.onProperty), axioms.value(theirs, OWL.hasValue)
    if isinstance(property_, URIRef) and value is not None:
        return f"<{property_}> {value.n3()}"
    raise UsageError(
        "A class without a name is said by owl:onProperty and owl:hasValue; correct the mapping."
    )


def _pattern(triple: str, wanted: str) -> str:
    return (
        f"SELECT DISTINCT {wanted} ?source WHERE "
        f"{{ {triple} . OPTIONAL {{ GRAPH ?source {{ {triple} }} }} }}"
    )


def _solutions(graph: Dataset, query: str) -> Iterator[Any]:
    if (store := native_store(graph)) is not None:
        return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    return iter(graph.store.solutions(query))  # type: ignore[attr-defined]


def _said(relation: URIRef, ends: Iterable[Any], here: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield a statement in our terms; a text becomes a thing where the relation leads to things."""
    predicate, kind = ox.NamedNode(str(relation)), RANGES.get(relation)
    for subject, target, source in ends:
        if not isinstance(subject, ox.NamedNode) or isinstance(target, ox.BlankNode):
            continue
        graph = source or here
        if kind is None or isinstance(target, ox.NamedNode):
            yield ox.Quad(subject, predicate, target, graph)
            continue
        names = re.split(r"\s*[,;\n]\s*", target.value) if kind in LISTED else [target.value]
        for name in filter(slug, names):
            thing = ox.NamedNode(f"{ID_BASE}{kind}/{slug(name)}")
            yield ox.Quad(subject, predicate, thing, graph)
            label = ox.Literal(name.strip(), language=target.language or "en")
            yield ox.Quad(thing, _LABEL, label, graph)


def _type_what_is_needed(store: ox.Store) -> None:
    """Type the things without a mapped class by the relations that lead to them."""
    for relation, kind in RANGES.items():
        store.update(
            f"INSERT {{ GRAPH ?g {{ ?thing a <{KINDS[kind].iri}> }} }} WHERE {{ "
            f"GRAPH ?g {{ ?role <{relation}> ?thing }} "
            "FILTER NOT EXISTS { GRAPH ?any { ?thing a ?kind } } }"
        )


def _drop_what_does_not_fit(store: ox.Store) -> None:
    """Take out what a skill is said to require of a role, and the other way round.

    ESCO has one property for what is essential for an occupation and for a skill.
    """
    misfits = [(CG.Skill, relation) for relation in RANGES]
    misfits += [
        (CG.Role, relation) for relation in (ESCO.relatedEssentialSkill, ESCO.relatedOptionalSkill)
    ]
    for class_, relation in misfits:
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?thing <{relation}> ?other }} }} WHERE {{ "
            f"GRAPH ?g {{ ?thing <{relation}> ?other }} GRAPH ?any {{ ?thing a <{class_}> }} }}"
        )
