"""Writes into a store which things of different sources are the same, or close.

``careergraph.loading.matching`` decides that by names, this module writes it down, and
``careergraph.network.joining`` makes one node of what is the same. The matches stand in a graph of
their own, ``MATCHES``, with a note on each pair that says how it was found; what any source states
itself comes first and is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, SKOS

from careergraph.importers.source import Source, term
from careergraph.loading.matching import Pair, Term, match_terms
from careergraph.network.answers import Answer
from careergraph.network.projection import Network
from careergraph.network.statements import familiarity
from careergraph.store.union import sourced
from careergraph.vocabulary import CG, KINDS, ONTOLOGY, SOURCE_BASE

MATCHES = ox.NamedNode(f"{SOURCE_BASE}matches")
"""The graph of the matches that were found, not stated."""

MATCHES_SOURCE = Source(
    iri=MATCHES.value,
    title="Matches between the sources of this store, found by careergraph",
    publisher="The careergraph project",
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    issued="2026-11-24",
)

_DESCRIBING = {ONTOLOGY, f"{SOURCE_BASE}sources"}  # graphs that name no things
_MATCHED_KINDS = {"role", "skill", "tool", "industry", "degree", "experience"}


@dataclass(frozen=True)
class Alignment(Answer):
    """What was found for a thing: the ``same`` or a ``near`` other thing, or that it is ``new``.

    ``other`` is the other thing's IRI, and ``how`` says what the match rests on; both are "" where
    the thing is new.
    """

    iri: str
    label: str
    kind: str
    status: str
    other: str
    other_label: str
    how: str


def align(known: Network | ox.Store, triples: Iterable[ox.Triple]) -> list[Alignment]:
    """Return for each thing in ``triples`` what ``known`` has: the same, what is near, or nothing.

    Args:
        known: a network, or a store.
        triples: what a new source says, as an importer yields it.

    Returns:
        For each thing the one that is the same, or else those that are near, or else that it is
        new; in the order in which ``triples`` name them.
    """
    if isinstance(known, ox.Store):
        old = terms_in((quad.triple, _name(quad.graph_name)) for quad in _naming(known))
        held = {thing.iri: thing for thing in old}
    else:
        old, held = _network_terms(known)
    new = terms_in((triple, "") for triple in triples)
    same: dict[str, Alignment] = {}
    near: dict[str, list[Alignment]] = defaultdict(list)
    for pair in match_terms([*old, *(thing for thing in new if thing.iri not in held)]):
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if "" in one.sources and "" not in other.sources:
                if pair.certain:
                    same.setdefault(one.iri, _match(one, "same", other, pair.how))
                else:
                    near[one.iri].append(_match(one, "near", other, pair.how))
    alignments: list[Alignment] = []
    for thing in new:
        if thing.iri in held:
            alignments.append(_match(thing, "same", held[thing.iri], "same address"))
        elif thing.iri in same:
            alignments.append(same[thing.iri])
        else:
            alignments += near.get(thing.iri) or [_match(thing, "new")]
    return alignments


def align_store(store: ox.Store) -> tuple[int, int]:
    """Find what is the same or close among all sources of a store, and write it to ``MATCHES``.

    What was found before is found anew; what any source states is left as it is.

    Returns:
        The number of pairs that are the same and that are near, found and stated.
    """
    store.remove_graph(MATCHES)
    same, _, close = _stated(store)
    pairs = find_pairs(store)
    store.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, MATCHES)
        for triple in alignment_triples(pairs)
    )
    certain = sum(pair.certain for pair in pairs)
    return len(same) + certain, len(close) + len(pairs) - certain


def find_pairs(store: ox.Store) -> list[Pair]:
    """Find what is the same or close among all sources of a store, and not stated by any."""
    if sum(_name(graph) not in _DESCRIBING for graph in store.named_graphs()) < 2:
        return []
    same, apart, _ = _stated(store)
    terms = terms_in((quad.triple, _name(quad.graph_name)) for quad in _naming(store))
    return match_terms(terms, same=same, apart=apart)


def alignment_triples(pairs: Iterable[Pair]) -> Iterator[ox.Triple]:
    """Yield pairs as RDF: the mapping, from the less to the more familiar thing, and a note how."""
    exact, close, type_ = term(SKOS.exactMatch), term(SKOS.closeMatch), term(RDF.type)
    for pair in pairs:
        one, other = sorted((pair.one.iri, pair.other.iri), key=familiarity, reverse=True)
        start, end = ox.NamedNode(one), ox.NamedNode(other)
        ends = blake2b(f"{one} {other}".encode(), digest_size=8).hexdigest()
        note = ox.NamedNode(f"{MATCHES.value}/{ends}")
        yield ox.Triple(start, exact if pair.certain else close, end)
        yield ox.Triple(note, type_, term(CG.Match))
        yield ox.Triple(note, _cg("from"), start)
        yield ox.Triple(note, _cg("to"), end)
        yield ox.Triple(note, term(CG.matchedBy), ox.Literal(pair.how))


def terms_in(statements: Iterable[tuple[ox.Triple, str]]) -> list[Term]:
    """Gather the things that statements, each with its source, say something of; in their order."""
    kind_of_class = {kind.iri: kind.name for kind in KINDS.values() if kind.name in _MATCHED_KINDS}
    type_, preferred, alternative = str(RDF.type), str(SKOS.prefLabel), str(SKOS.altLabel)
    kinds: dict[str, str] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    names: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    others: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for triple, source in statements:
        thing, property_, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(thing, ox.NamedNode):
            continue
        if property_ == type_ and isinstance(value, ox.NamedNode):
            if kind := kind_of_class.get(value.value):
                kinds[thing.value] = kind
                sources[thing.value].add(source)
        elif property_ in {preferred, alternative} and isinstance(value, ox.Literal):
            texts = names if property_ == preferred else others
            texts[thing.value][value.value, value.language or "en"] = None
    return [
        Term(iri, kind, tuple(names[iri]), tuple(others[iri]), frozenset(sources[iri]))
        for iri, kind in kinds.items()
    ]


def _match(one: Term, status: str, other: Term | None = None, how: str = "") -> Alignment:
    return Alignment(
        iri=one.iri,
        label=one.label,
        kind=one.kind,
        status=status,
        other=other.iri if other else "",
        other_label=other.label if other else "",
        how=how,
    )


def _network_terms(network: Network) -> tuple[list[Term], dict[str, Term]]:
    """Return a network's things as terms, and the term of each IRI."""
    terms: list[Term] = []
    held: dict[str, Term] = {}
    for iri, data in network.nodes(data=True):
        if data["kind"] in _MATCHED_KINDS:
            others = tuple((alias, "en") for alias in data["aliases"])
            label = ((data["label"], "en"),)
            terms.append(Term(iri, data["kind"], label, others, frozenset(data["sources"])))
            held |= dict.fromkeys(data["iris"], terms[-1])
    return terms, held


def _stated(
    store: ox.Store,
) -> tuple[set[frozenset[str]], set[frozenset[str]], set[frozenset[str]]]:
    """Return the pairs of IRIs that sources state to be one, not to be one, and to be close."""

    def pairs(properties: Iterable[str]) -> set[frozenset[str]]:
        return {
            frozenset((quad.subject.value, quad.object.value))
            for property_ in properties
            for quad in store.quads_for_pattern(None, term(property_), None)
            if isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
            and _name(quad.graph_name) != ONTOLOGY
        }

    close = pairs([SKOS.closeMatch])
    others = pairs([SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch, OWL.differentFrom])
    return pairs([SKOS.exactMatch]), close | others, close


def _naming(store: ox.Store) -> Iterator[ox.Quad]:
    for property_ in (RDF.type, SKOS.prefLabel, SKOS.altLabel):
        yield from sourced(store, None, term(property_))


def _name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | ox.Triple) -> str:
    return graph.value if isinstance(graph, ox.NamedNode) else ""


def _cg(name: str) -> ox.NamedNode:
    """Return a term whose name is a word of Python's."""
    return ox.NamedNode(f"{CG._NS}{name}")
