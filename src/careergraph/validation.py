"""Check a graph: SHACL shapes, the order of learning, and where each statement comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.importers.source import term
from careergraph.vocabulary import CG, KINDS, RELATIONS, REQUIREMENTS


@dataclass(frozen=True)
class SetAside:
    """Statements of a source that a load could not use: how many, why, and one of them."""

    source: str
    count: int
    why: str
    example: str


def set_aside(store: ox.Store, graphs: Sequence[ox.NamedNode]) -> list[SetAside]:
    """Take out of a store what some of its graphs say and nothing could be made of.

    That is: things without a name, second names in one language, weights that are no number from 0
    to 1, and relations from or to things that no source of the store describes.

    Args:
        store: the store, which is changed.
        graphs: the graphs to check, those that were just loaded.
    """
    report: list[SetAside] = []
    # What has no name is gone before relations are looked at, so these go with it.
    for check in (_nameless, _second_names, _wrong_weights, _dangling):
        found: dict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
        for graph in graphs:
            for quad, why in check(store, graph):
                found[graph.value, why].append(quad)
        for (source, why), quads in found.items():
            for quad in quads:
                store.remove(quad)
            first = quads[0]
            example = f"{first.subject} {first.predicate} {first.object}"
            report.append(SetAside(source, len(quads), why, example))
    return report


_Found = Iterator[tuple[ox.Quad, str]]


def _things(store: ox.Store, graph: ox.NamedNode | None) -> Iterator[ox.Quad]:
    for kind in KINDS.values():
        yield from store.quads_for_pattern(None, term(RDF.type), ox.NamedNode(kind.iri), graph)


def _nameless(store: ox.Store, graph: ox.NamedNode) -> _Found:
    named = {quad.subject for quad in store.quads_for_pattern(None, term(SKOS.prefLabel), None)}
    for quad in _things(store, graph):
        if quad.subject not in named:
            yield quad, "things without a name (skos:prefLabel)"


def _second_names(store: ox.Store, graph: ox.NamedNode) -> _Found:
    kept: dict[tuple[str, str], ox.Quad] = {}
    for quad in store.quads_for_pattern(None, term(SKOS.prefLabel), None, graph):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            name = (quad.subject.value, quad.object.language or "")
            first = kept.setdefault(name, quad)
            if first is not quad:
                kept[name], second = sorted((first, quad), key=str)
                yield second, "second names (skos:prefLabel) in one language"


def _wrong_weights(store: ox.Store, graph: ox.NamedNode) -> _Found:
    for property_ in (CG.importance, CG.level):
        for quad in store.quads_for_pattern(None, term(property_), None, graph):
            try:
                right = isinstance(quad.object, ox.Literal) and 0 <= float(quad.object.value) <= 1
            except ValueError:
                right = False
            if not right:
                yield quad, "weights that are not a number from 0 to 1"


def _dangling(store: ox.Store, graph: ox.NamedNode) -> _Found:
    known = {quad.subject for quad in _things(store, None)}
    for name in (*REQUIREMENTS, "leadsTo", "relatedRole"):
        relation = ox.NamedNode(RELATIONS[name].iri)
        for quad in store.quads_for_pattern(None, relation, None, graph):
            if quad.subject not in known or quad.object not in known:
                yield quad, "relations from or to things that no source here describes"
