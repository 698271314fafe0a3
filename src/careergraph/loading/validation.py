"""Check a graph: its terms, SHACL shapes, the order of learning, and who says each statement."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.errors import UsageError
from careergraph.importers.source import term
from careergraph.loading.terms import misspelt, nearest
from careergraph.network.answers import Answer, ListAnswer
from careergraph.store.bundled import bundled_folder
from careergraph.store.dataset import as_dataset, native_store
from careergraph.store.opening import CORE, open_graph
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

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

VIOLATION, WARNING = "Violation", "Warning"

_LABEL = term(SKOS.prefLabel)
_SH = "http://www.w3.org/ns/shacl#"


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
    elsewhere = _described_elsewhere(store)
    results = [
        *_misspelt(store),
        *_undescribed(store, elsewhere),
        *_shape_results(store, elsewhere, tell),
        *_circles(store),
        *_sourceless(store),
    ]
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


def _select(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return iter(cast("ox.QuerySolutions", solutions))


def _misspelt(store: ox.Store) -> Iterator[Result]:
    """Name each term that is written as ours and is none, with one thing that it is said of."""
    for place, pattern in (("property", "?thing ?term ?any"), ("class", "?thing a ?term")):
        query = f"""SELECT ?term (SAMPLE(?thing) AS ?one) (COUNT(*) AS ?times) WHERE {{
          {pattern} FILTER(STRSTARTS(STR(?term), "{CG._NS}")) }} GROUP BY ?term"""
        for row in _select(store, query):
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


def _used(store: ox.Store) -> dict[str, list[tuple[str, str]]]:
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
    for row in _select(store, query):
        used[_text(row["thing"])].append((_text(row["of"]), _text(row["relation"])))
    return used


def _described_elsewhere(store: ox.Store) -> set[str]:
    """Return the things used here that the graph that comes with careergraph describes."""
    left, described = set(_used(store)), set[str]()
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


def _undescribed(store: ox.Store, elsewhere: set[str]) -> Iterator[Result]:
    """Name each thing that is used and that nothing describes, and one that may be meant."""
    things = {
        _text(row["thing"]) for row in _select(store, "SELECT DISTINCT ?thing { ?thing a ?kind }")
    }
    shelves: dict[str, set[str]] = defaultdict(set)
    for iri in things:
        shelves[_namespace(iri)].add(iri)
    for iri, uses in _used(store).items():
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
    store: ox.Store, elsewhere: set[str], tell: Callable[[str], None]
) -> Iterator[Result]:
    """Run SHACL over all graphs together, shape by shape.

    Circles are left to ``_circles``, which names each, and what nothing describes to
    ``_undescribed``.
    """
    import pyshacl
    from rdflib import Graph, Namespace, URIRef

    sh = Namespace(_SH)
    data = Graph()
    triples = {quad.triple for quad in store}
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    silent = {URIRef(iri) for iri in (*elsewhere, *_used(store))}
    shapes = Graph().parse(bundled_folder() / "shapes.ttl")
    targets = (sh.targetClass, sh.targetNode, sh.targetSubjectsOf, sh.targetObjectsOf)
    aims = [triple for target in targets for triple in shapes.triples((None, target, None))]
    checked = sorted({str(shape) for shape, *_ in aims})
    report = Graph()
    for number, shape in enumerate(checked, 1):
        tell(f"checking shape {number} of {len(checked)}: {shape.rpartition('#')[2]}")
        alone = Graph() + shapes
        for aim in aims:
            if str(aim[0]) != shape:
                alone.remove(aim)
        _, results, _ = pyshacl.validate(data, shacl_graph=alone, inference="none", inplace=True)
        report += results
    for result in report.subjects(RDF.type, sh.ValidationResult):
        component = report.value(result, sh.sourceConstraintComponent)
        focus, value = report.value(result, sh.focusNode), report.value(result, sh.value)
        if component == sh.SPARQLConstraintComponent:
            continue
        if component in {sh.ClassConstraintComponent, sh.OrConstraintComponent} and value in silent:
            continue
        seen = f" Found: {_named(data, value)}." if value not in {None, focus} else ""
        message = f"{report.value(result, sh.resultMessage)}{seen}"
        severity = str(report.value(result, sh.resultSeverity)).removeprefix(_SH)
        path = report.value(result, sh.resultPath)
        about = shorten(str(path or ""))
        at_most_one = component in {
            sh.MaxCountConstraintComponent,
            sh.UniqueLangConstraintComponent,
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
    """Name one circle in each knot of things that would have to be learnt before themselves."""
    before: nx.DiGraph[str] = nx.DiGraph()
    for quad in store.quads_for_pattern(None, term(CG.prerequisite), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            before.add_edge(quad.subject.value, quad.object.value)
    labels = {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, _LABEL, None)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.subject.value in before
    }
    for knot in nx.strongly_connected_components(before):
        start = min(knot)
        if len(knot) > 1 or before.has_edge(start, start):
            circle = [start for start, *_ in nx.find_cycle(before.subgraph(knot), start)]
            names = [labels.get(iri, shorten(iri)) for iri in (*circle, circle[0])]
            yield Result(
                focus=circle[0],
                path=shorten(str(CG.prerequisite)),
                message="These would have to be learnt before themselves: "
                f"{' needs '.join(names)}. Take out one of the links.",
                severity=VIOLATION,
            )


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
