"""Check a graph: its terms, SHACL shapes, the order of learning, and who says each statement."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import networkx as nx
import pyoxigraph as ox
from rdflib import SH, Dataset, Graph, URIRef
from rdflib.namespace import RDF, SKOS

from careergraph.errors import UsageError
from careergraph.importers.source import term
from careergraph.loading.bundled import bundled_folder
from careergraph.loading.opening import CORE, open_graph
from careergraph.loading.shapes import Ask, check_shapes
from careergraph.loading.terms import misspelt, nearest
from careergraph.network.answers import Answer, ListAnswer
from careergraph.store.dataset import as_dataset, native_store, store_on_disk
from careergraph.store.union import sourced, strays
from careergraph.vocabulary import (
    CG,
    ID_BASE,
    ONTOLOGY,
    PREFIXES,
    RELATIONS,
    SOURCE_BASE,
    shorten,
)

VIOLATION, WARNING = "Violation", "Warning"

_LABEL = term(SKOS.prefLabel)


@dataclass(frozen=True)
class Result(Answer):
    """One thing that is wrong.

    ``focus`` is the IRI of what it is wrong with, ``path`` the property concerned (as ``cg:about``;
    "" where it is the thing as a whole), ``severity`` "Violation", "Warning" or "Info".
    """

    focus: str
    path: str
    message: str
    severity: str


@dataclass(frozen=True)
class ValidationReport(ListAnswer):
    """All that is wrong with a graph; it ``conforms`` if there is no violation."""

    ROWS = "results"

    conforms: bool
    results: tuple[Result, ...]


def validate(graph: Graph, progress: Callable[[str], None] | None = None) -> ValidationReport:
    """Check a graph against ``graph/shapes.ttl`` and against what SHACL cannot say.

    That is: no term of ours that is misspelt, nothing used that neither the graph nor the one that
    comes with careergraph describes, no circle in what is learnt before what, every statement in a
    source's graph, and every source described by title, licence and date. A graph that describes
    no source at all, as a file on its own does, is only warned of that; so is one whose sources
    each say one thing, but not the same, of what has one name, definition or salary.

    Args:
        graph: any graph of rdflib, in memory or in a store.
        progress: is told, in a few words, what is being done.

    Raises:
        UsageError: the graph is at a remote endpoint.
    """
    tell = progress or (lambda _: None)
    store = _native(graph)
    tell(f"looking at {len(store):,} statements")
    ask = partial(_select, store, united=_is_united(graph))
    results = list(_misspelt(ask))
    tell("looking for things that nothing describes")
    used = _used(ask)
    elsewhere = _described_elsewhere(set(used))
    results += _undescribed(ask, used, elsewhere)
    results += _shape_results(store, ask, elsewhere | used.keys(), tell)
    tell("looking for circles")
    results += _circles(store)
    results += _sourceless(store)
    results.sort(key=lambda result: (result.severity != VIOLATION, result.focus, result.path))
    return ValidationReport(all(result.severity != VIOLATION for result in results), tuple(results))


def _native(graph: Graph) -> ox.Store:
    """Return the store below a graph, or a copy of one that rdflib keeps itself.

    Raises:
        UsageError: the graph is at a remote endpoint.
    """
    store = native_store(as_dataset(graph))
    if store is None:
        raise UsageError("A remote endpoint cannot be validated; validate the files or the store.")
    return store


def _is_united(graph: Graph) -> bool:
    """Whether a graph is of a store whose default graph holds the union, each statement once."""
    store = store_on_disk(graph) if isinstance(graph, Dataset) else None
    return store is not None and store.united()


def _select(store: ox.Store, query: str, *, united: bool) -> Iterator[ox.QuerySolution]:
    """Ask all sources together, which a store that is ``united`` answers sooner."""
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=not united)
    return iter(cast("ox.QuerySolutions", solutions))


def _misspelt(ask: Ask) -> Iterator[Result]:
    """Name each term that is written as ours and is none, with one thing that it is said of."""
    for place, pattern in (("property", "?thing ?term ?any"), ("class", "?thing a ?term")):
        query = f"""SELECT ?term (SAMPLE(?thing) AS ?one) (COUNT(*) AS ?times) WHERE {{
          {pattern} FILTER(STRSTARTS(STR(?term), "{CG._NS}")) }} GROUP BY ?term"""
        for row in ask(query):
            fault = misspelt(_text(row["term"]))
            if fault:
                times = int(_text(row["times"]))
                used = "once" if times == 1 else f"{times:,} times, for one"
                yield Result(
                    focus=_text(row["one"]),
                    path=shorten(_text(row["term"])),
                    message=f"{fault} It is used as a {place} {used} with "
                    f"{shorten(_text(row['one']))}.",
                    severity=VIOLATION,
                )


def _used(ask: Ask) -> dict[str, list[tuple[str, str]]]:
    """Return things that relations lead to and nothing here describes: IRI → (whose, relation)."""
    # What a mapping such as skos:closeMatch leads to may well be described elsewhere alone.
    relations = " ".join(
        f"<{relation.iri}>"
        for relation in RELATIONS.values()
        if not relation.name.endswith("Match")
    )
    query = f"""SELECT ?thing ?relation ?of WHERE {{ VALUES ?relation {{ {relations} }}
      ?of ?relation ?thing FILTER(isIRI(?thing)) FILTER NOT EXISTS {{ ?thing a ?class }} }}"""
    used: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in ask(query):
        used[_text(row["thing"])].append((_text(row["of"]), _text(row["relation"])))
    return used


def _described_elsewhere(left: set[str]) -> set[str]:
    """Return which of some things the graph that comes with careergraph describes."""
    described = set[str]()
    for location in (CORE, None):
        # Of our own names the core has all; what others name may be in the whole graph alone.
        left = {iri for iri in left if location or not iri.startswith(ID_BASE)}
        bundled = native_store(open_graph(location)) if left else None
        if bundled is not None:
            there = {
                iri
                for iri in left
                if any(bundled.quads_for_pattern(ox.NamedNode(iri), term(RDF.type), None))
            }
            described |= there
            left -= there
    return described


def _undescribed(
    ask: Ask, used: dict[str, list[tuple[str, str]]], elsewhere: set[str]
) -> Iterator[Result]:
    """Name each thing that is used and that nothing describes, and one that may be meant."""
    if not used.keys() - elsewhere:
        return
    things = {_text(row["thing"]) for row in ask("SELECT DISTINCT ?thing { ?thing a ?kind }")}
    shelves: dict[str, set[str]] = defaultdict(set)
    for iri in things:
        shelves[_namespace(iri)].add(iri)
    for iri, uses in used.items():
        if iri in elsewhere:
            continue
        whose, relation = min(uses)
        near = nearest(iri, frozenset(shelves[_namespace(iri)]))
        hint = f"did you mean {shorten(near)}?" if near else "say what it is, by kind and name."
        yield Result(
            focus=whose,
            path=shorten(relation),
            message=f"{shorten(iri)} is used here and described nowhere; {hint}",
            severity=VIOLATION,
        )


def _namespace(iri: str) -> str:
    return re.split(r"[^/#]*$", iri)[0]


def _shape_results(
    store: ox.Store, ask: Ask, undescribed: set[str], tell: Callable[[str], None]
) -> Iterator[Result]:
    """Check all graphs together against the shapes.

    Circles are left to ``_circles``, which names each, and what nothing describes to
    ``_undescribed``.
    """
    shapes = Graph().parse(bundled_folder() / "shapes.ttl")
    silent = set(map(URIRef, undescribed))
    for report, data in check_shapes(store, ask, shapes, tell):
        for result in report.subjects(RDF.type, SH.ValidationResult):
            component = report.value(result, SH.sourceConstraintComponent)
            focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
            if (
                component in {SH.ClassConstraintComponent, SH.OrConstraintComponent}
                and value in silent
            ):
                continue
            seen = f" Found: {_named(data, value)}." if value not in {None, focus} else ""
            message = f"{report.value(result, SH.resultMessage)}{seen}"
            severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
            path = report.value(result, SH.resultPath)
            about = shorten(str(path or ""))
            at_most_one = component in {
                SH.MaxCountConstraintComponent,
                SH.UniqueLangConstraintComponent,
            }
            if at_most_one and isinstance(focus, URIRef) and _sources_differ(store, focus, path):
                severity = WARNING
                message = f"Several sources each give one {about}; all are kept, and one is shown."
            yield Result(str(focus), about, f"{_named(data, focus)}: {message}", severity)


def _sources_differ(store: ox.Store, focus: URIRef, path: Any) -> bool:
    """Whether each source says one thing only there, as two articles do of one role."""
    said = Counter(
        (quad.graph_name, quad.object.language if isinstance(quad.object, ox.Literal) else None)
        for quad in sourced(store, term(focus), term(path))
    )
    return set(said.values()) == {1}


def _named(data: Any, thing: Any) -> str:
    """Return a thing's label, else what it is called in the graph."""
    labels = sorted(str(label) for label in data.objects(thing, SKOS.prefLabel))
    return labels[0] if labels else shorten(str(thing))


def _circles(store: ox.Store) -> Iterator[Result]:
    """Name one circle in each knot of things that come before, or stand above, themselves."""
    for properties, would_have, link in (
        ((CG.prerequisite, CG.bestAfter), "have to be learnt before", "needs"),
        ((SKOS.broader,), "stand above", "belongs to"),
    ):
        leads: nx.DiGraph[str] = nx.DiGraph()
        for property_ in properties:
            for quad in store.quads_for_pattern(None, term(property_), None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    leads.add_edge(quad.subject.value, quad.object.value)
        for knot in nx.strongly_connected_components(leads):
            start = min(knot)
            if len(knot) > 1 or leads.has_edge(start, start):
                circle = [start for start, *_ in nx.find_cycle(leads.subgraph(knot), start)]
                names = [_label(store, iri) for iri in (*circle, circle[0])]
                yield Result(
                    focus=circle[0],
                    path=shorten(str(properties[0])),
                    message=f"These would {would_have} themselves: {f' {link} '.join(names)}. "
                    "Take out one of the links.",
                    severity=VIOLATION,
                )


def _label(store: ox.Store, iri: str) -> str:
    labels = store.quads_for_pattern(ox.NamedNode(iri), _LABEL, None)
    return min((_text(quad.object) for quad in labels), default=shorten(iri))


def _sourceless(store: ox.Store) -> Iterator[Result]:
    """Yield what stands in no graph, and the graphs whose source is not fully described."""
    stray = next(strays(store), None)
    if stray is not None:
        yield Result(
            focus=_text(stray.subject),
            path=shorten(stray.predicate.value),
            message="Statements stand in no source's graph, this one for example; put them into "
            "a named graph, or into a file of their own.",
            severity=VIOLATION,
        )
    described = {
        quad.subject for quad in store.quads_for_pattern(None, term(RDF.type), term(CG.Source))
    }
    for graph in sorted(store.named_graphs(), key=str):
        iri = _text(graph)
        if iri not in {ONTOLOGY, f"{SOURCE_BASE}sources"} and graph not in described:
            yield Result(
                focus=iri,
                path="",
                message=f"Nothing says what the source {shorten(iri)} is: give it a title "
                "(dct:title), a licence (dct:license or dct:rights) and a date (dct:issued) as "
                "a cg:Source.",
                severity=VIOLATION if described else WARNING,
            )


def _text(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.BlankNode | ox.Literal) else str(node)
