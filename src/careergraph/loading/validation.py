"""Check a graph: SHACL shapes, the order of learning, and where each statement comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.errors import UsageError
from careergraph.importers.source import term
from careergraph.network.answers import Answer
from careergraph.store.bundled import bundled_folder
from careergraph.store.dataset import native_store
from careergraph.store.union import sourced, strays
from careergraph.vocabulary import CG, ONTOLOGY, SOURCE_BASE, shorten

if TYPE_CHECKING:
    from rdflib import Dataset, URIRef

VIOLATION, WARNING = "Violation", "Warning"

_LABEL = term(SKOS.prefLabel)
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True)
class Result:
    """One thing that is wrong.

    ``focus`` is the IRI of what it is wrong with, ``path`` the property concerned (as ``cg:about``;
    "" where it is the thing as a whole), ``severity`` "Violation", "Warning" or "Info".
    """

    focus: str
    path: str
    message: str
    severity: str


@dataclass(frozen=True)
class ValidationReport(Answer):
    """All that is wrong with a graph; it ``conforms`` if there is no violation."""

    conforms: bool
    results: tuple[Result, ...]


def validate(graph: Dataset) -> ValidationReport:
    """Check a graph against ``graph/shapes.ttl`` and against what SHACL cannot say.

    That is: no circle in what is learnt before what, every statement in a source's graph, and every
    source described by title, licence and date. A graph that describes no source at all, as a file
    on its own does, is only warned of that; so is one whose sources each say one thing, but not the
    same, of what has one name, definition or salary.

    Raises:
        UsageError: the graph is at a remote endpoint.
    """
    store = native_store(graph)
    if store is None:
        raise UsageError("A remote endpoint cannot be validated; validate the files or the store.")
    results = [*_shape_results(store), *_circles(store), *_sourceless(store)]
    results.sort(key=lambda result: (result.severity != VIOLATION, result.focus, result.path))
    return ValidationReport(all(each.severity != VIOLATION for each in results), tuple(results))


def _shape_results(store: ox.Store) -> Iterator[Result]:
    """Run SHACL over all graphs together; circles are left to ``_circles``, which names each."""
    import pyshacl
    from rdflib import Graph, Namespace, URIRef

    sh = Namespace(_SH)
    data = Graph()
    triples = {quad.triple for quad in store}
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    shapes = Graph().parse(bundled_folder() / "shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    for result in report.subjects(RDF.type, sh.ValidationResult):
        if report.value(result, sh.sourceConstraintComponent) == sh.SPARQLConstraintComponent:
            continue
        focus = report.value(result, sh.focusNode)
        value = report.value(result, sh.value)
        found = f" Found: {_named(data, value)}." if value not in {None, focus} else ""
        message = f"{report.value(result, sh.resultMessage)}{found}"
        severity = str(report.value(result, sh.resultSeverity)).removeprefix(_SH)
        path = report.value(result, sh.resultPath)
        about = shorten(str(path or ""))
        at_most_one = report.value(result, sh.sourceConstraintComponent) in {
            sh.MaxCountConstraintComponent,
            sh.UniqueLangConstraintComponent,
        }
        if at_most_one and isinstance(focus, URIRef) and _sources_differ(store, focus, path):
            severity = WARNING
            message = f"Several sources each give one {about}; all are kept, and one is shown."
        yield Result(str(focus), about, f"{_named(data, focus)}: {message}", severity)


def _sources_differ(store: ox.Store, focus: URIRef, path: Any) -> bool:
    """Tell whether each source says one thing only there, as two articles do of one role."""
    said = Counter(
        (quad.graph_name, quad.object.language if isinstance(quad.object, ox.Literal) else None)
        for quad in sourced(store, term(focus), term(path))
    )
    return set(said.values()) == {1}


def _named(data: Any, thing: Any) -> str:
    """Give a thing's label, else what it is called in the graph."""
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
    """Give what stands in no graph, and the graphs whose source is not fully described."""
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
