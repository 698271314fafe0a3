"""Take out of what is loaded the statements that nothing could be made of, and say why.

This is the quick check of a load, so that one bad line does not spoil a source; all that is wrong
with a graph is told by ``careergraph.loading.validation``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.importers.source import term
from careergraph.loading.terms import misspelt
from careergraph.vocabulary import CG, KINDS, RELATIONS, REQUIREMENTS

_TYPE, _LABEL = term(RDF.type), term(SKOS.prefLabel)
_CLASSES = {term(CG.Task), *(ox.NamedNode(kind.iri) for kind in KINDS.values())}
_WEIGHTS = {term(CG.importance), term(CG.level)}
_RELATIONS = {
    term(CG.hasTask),
    *(ox.NamedNode(RELATIONS[name].iri) for name in (*REQUIREMENTS, "leadsTo", "relatedRole")),
}

_Thing = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True)
class SetAside:
    """Statements of a source that a load could not use: how many, why, and one of them."""

    source: str
    count: int
    why: str
    example: str


class Sieve:
    """What was seen of statements on their way into a store, and which of them to take out.

    Taken out are things without a name, second names in one language, weights that are no number
    from 0 to 1, terms of ours that are misspelt, and relations from or to things that no source of
    the store describes.
    """

    def __init__(self) -> None:
        self._types: dict[_Thing, list[ox.Quad]] = defaultdict(list)
        self._names: dict[tuple[object, str | None, object], ox.Quad] = {}
        self._named: set[object] = set()
        self._relations: list[ox.Quad] = []
        self._faults: dict[ox.NamedNode, str] = {}
        self._unusable: dict[tuple[str, str], set[ox.Quad]] = defaultdict(set)

    def _misspelt(self, property_: ox.NamedNode) -> str:
        """Return what is wrong with the name of a property, looked up once for each."""
        if property_ not in self._faults:
            self._faults[property_] = misspelt(property_.value).rstrip(".")
        return self._faults[property_]

    def watch(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the statements as they come, keeping note of those that matter here."""
        for quad in quads:
            yield quad
            property_, value = quad.predicate, quad.object
            if property_ == _TYPE:
                if value in _CLASSES:
                    self._types[quad.subject].append(quad)
                elif isinstance(value, ox.NamedNode) and (fault := misspelt(value.value)):
                    self._drop(quad, fault.rstrip("."))
            elif fault := self._misspelt(property_):
                self._drop(quad, fault)
            elif property_ == _LABEL:
                self._note_name(quad)
            elif property_ in _RELATIONS:
                self._relations.append(quad)
            elif property_ in _WEIGHTS and not _is_share(value):
                self._drop(quad, "weights that are not a number from 0 to 1")

    def set_aside(self, store: ox.Store) -> list[SetAside]:
        """Take what cannot be used out of the store, which holds all sources, and report it."""
        known: dict[_Thing | ox.Literal, bool] = {
            thing: thing in self._named or any(store.quads_for_pattern(thing, _LABEL, None))
            for thing in self._types
        }
        for thing, types in self._types.items():
            if not known[thing]:
                for quad in types:
                    self._drop(quad, "things without a name (skos:prefLabel)")
        for quad in self._relations:
            for end in (quad.subject, quad.object):
                if end in known or isinstance(end, ox.Literal):
                    continue
                # A source that was in the store before may describe it.
                typed = store.quads_for_pattern(end, _TYPE, None)
                known[end] = any(each.object in _CLASSES for each in typed)
            if not (known[quad.subject] and known.get(quad.object, False)):
                self._drop(quad, "relations from or to things that no source here describes")
        report = []
        for (source, why), quads in self._unusable.items():
            for quad in quads:
                store.remove(quad)
            first = min(quads, key=str)
            example = f"{first.subject} {first.predicate} {first.object}"
            report.append(SetAside(source, len(quads), why, example))
        return report

    def _note_name(self, quad: ox.Quad) -> None:
        language = quad.object.language if isinstance(quad.object, ox.Literal) else None
        self._named.add(quad.subject)
        key = (quad.subject, language, quad.graph_name)
        first = self._names.setdefault(key, quad)
        if first.object != quad.object:
            self._names[key], second = sorted((first, quad), key=str)
            self._drop(second, "second names (skos:prefLabel) in one language")

    def _drop(self, quad: ox.Quad, why: str) -> None:
        graph = quad.graph_name
        self._unusable[graph.value if isinstance(graph, ox.NamedNode) else "", why].add(quad)


def _is_share(value: object) -> bool:
    try:
        return isinstance(value, ox.Literal) and 0 <= float(value.value) <= 1
    except ValueError:
        return False
