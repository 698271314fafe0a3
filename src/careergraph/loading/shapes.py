"""SHACL over a graph of any size: SPARQL finds what may break a shape, and SHACL checks only that.

A shape is turned into a condition in SPARQL that holds of each thing that breaks the shape, and
perhaps of some that do not. pySHACL, which takes a millisecond or so for each thing and shape, then
judges those alone, with what stands around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import XSD
from rdflib.term import Node

from careergraph.store.dataset import rdflib_term

Ask = Callable[[str], Iterator[ox.QuerySolution]]

_TARGETS = {
    SH.targetClass: f"{{this}} a/<{RDFS.subClassOf}>* {{target}}",
    SH.targetSubjectsOf: "{this} {target} ?any",
    SH.targetObjectsOf: "?any {target} {this}",
}
_ALWAYS, _NEVER = "true", "false"
_WELL_FORMED = {RDF.langString, XSD.string}  # datatypes of which any text is a value


def check_shapes(
    store: ox.Store, ask: Ask, shapes: Graph, tell: Callable[[str], None]
) -> Iterator[tuple[Graph, Graph]]:
    """Check all statements of a store together, shape by shape.

    Shapes may look at a thing, at what it points to, and at the classes of that. Constraints in
    SPARQL are left out: each asks for the whole graph.

    Args:
        store: what is checked.
        ask: answers a query in SPARQL over all its graphs together.
        shapes: in SHACL.
        tell: is told, in a few words, what is being done.

    Yields:
        For each shape that something may break, the results as SHACL reports them, and the part of
        the graph that was looked at.
    """
    import pyshacl

    aims = [
        (shape, target, value)
        for target in _TARGETS
        for shape, value in shapes.subject_objects(target)
    ]
    unaimed = Graph() + shapes
    for target in (*_TARGETS, SH.targetNode):
        unaimed.remove((None, target, None))
    checked = sorted({shape for shape, *_ in aims}, key=str)
    for number, shape in enumerate(checked, 1):
        tell(f"checking shape {number} of {len(checked)}: {str(shape).rpartition('#')[2]}")
        suspects = {
            thing
            for of, target, value in aims
            if of == shape
            for thing in _suspects(ask, shapes, shape, target, value)
        }
        if not suspects:
            continue
        tell(f"looking closer at {len(suspects):,} things")
        around = _around(store, suspects)
        alone = Graph() + unaimed
        for thing in suspects:
            alone.add((shape, SH.targetNode, cast(Node, rdflib_term(thing))))
        _, results, _ = pyshacl.validate(around, shacl_graph=alone, inference="none", inplace=True)
        yield cast(Graph, results), around


def _suspects(
    ask: Ask, shapes: Graph, shape: Node, target: URIRef, value: Node
) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    """Yield the things at which a shape aims and which may break it."""
    aim = _TARGETS[target].format(this="?this", target=value.n3())
    for condition in dict.fromkeys(_conditions(shapes, shape, "?this")):
        if condition != _NEVER:
            for solution in ask(f"SELECT DISTINCT ?this {{ {aim} FILTER({condition}) }}"):
                yield cast("ox.NamedNode", solution["this"])


def _conditions(shapes: Graph, shape: Node, this: str) -> Iterator[str]:
    """Yield conditions of which at least one holds where a thing breaks a shape."""
    for predicate, value in shapes.predicate_objects(shape):
        if predicate == SH.property:
            path = _path(shapes, shapes.value(value, SH.path))
            inner = f"{this}_"
            for constraint, bound in shapes.predicate_objects(value):
                yield _of_values(shapes, constraint, bound, f"{this} {path} {inner}", inner)
        else:
            yield _of_value(shapes, predicate, value, this)


def _of_values(shapes: Graph, constraint: Node, bound: Node, leads: str, end: str) -> str:
    """Return when what a path leads to breaks a constraint."""
    other = f"{end}other"
    both = f"{leads} . {leads.removesuffix(end)}{other} FILTER(!sameTerm({end}, {other})"
    if constraint == SH.minCount:
        return f"NOT EXISTS {{ {leads} }}" if str(bound) == "1" else _ALWAYS
    if constraint == SH.maxCount:
        return f"EXISTS {{ {both}) }}"
    if constraint == SH.uniqueLang:
        return f"EXISTS {{ {both} && LCASE(LANG({end})) = LCASE(LANG({other}))) }}"
    if constraint == SH.lessThanOrEquals:
        subject = leads.partition(" ")[0]
        ordered = f"COALESCE({end} <= {other}, false)"
        return f"EXISTS {{ {leads} . {subject} {bound.n3()} {other} FILTER(!{ordered}) }}"
    condition = _of_value(shapes, constraint, bound, end)
    return condition if condition == _NEVER else f"EXISTS {{ {leads} FILTER({condition}) }}"


def _of_value(shapes: Graph, constraint: Node, bound: Node, value: str) -> str:
    """Return when a value breaks a constraint; what is no constraint, as a message, never breaks.

    A constraint that is not known here is taken to be broken, so that SHACL is asked.
    """
    if constraint == SH["class"]:
        kind = f"{value} a ?kind . ?kind <{RDFS.subClassOf}>+ {bound.n3()}"
        return f"(NOT EXISTS {{ {value} a {bound.n3()} }} && NOT EXISTS {{ {kind} }})"
    if constraint in {SH["or"], SH["in"]}:
        options = list(Collection(shapes, bound))
        if constraint == SH["or"]:
            return " && ".join(_broken(shapes, option, value) for option in options)
        listed = ", ".join(option.n3() for option in options)
        return f"!COALESCE({value} IN ({listed}), false)"
    if constraint == SH["not"] and set(shapes.predicates(bound)) <= {RDF.type, SH["class"]}:
        return f"!({_broken(shapes, bound, value)})"
    if constraint == SH.nodeKind:
        return f"!isIRI({value})" if bound == SH.IRI else _ALWAYS
    if constraint == SH.datatype and bound in _WELL_FORMED:
        return f"!COALESCE(DATATYPE({value}) = {bound.n3()}, false)"
    if constraint == SH.pattern:
        return f"!COALESCE(REGEX(STR({value}), {Literal(bound).n3()}), false)"
    if constraint in {SH.minInclusive, SH.maxInclusive}:
        sign = ">=" if constraint == SH.minInclusive else "<="
        return f"!COALESCE({value} {sign} {bound.n3()}, false)"
    telling = {RDF.type, SH.path, SH.message, SH.sparql, SH.severity, SH.name, SH.targetNode}
    return _NEVER if constraint in telling | _TARGETS.keys() else _ALWAYS


def _broken(shapes: Graph, shape: Node, this: str) -> str:
    """Return when a thing breaks a shape, as one condition."""
    return f"({' || '.join(_conditions(shapes, shape, this))})"


def _path(shapes: Graph, path: Node | None) -> str:
    if isinstance(path, BNode) and (options := shapes.value(path, SH.alternativePath)):
        return f"({'|'.join(option.n3() for option in Collection(shapes, options))})"
    return path.n3() if path is not None else ""


def _around(store: ox.Store, things: Iterable[ox.NamedNode | ox.BlankNode | ox.Literal]) -> Graph:
    """Return what is said of some things and of what they point to, and which class is of which."""
    subjects = {thing for thing in things if not isinstance(thing, ox.Literal)}
    said = {
        quad.triple for thing in subjects for quad in store.quads_for_pattern(thing, None, None)
    }
    values = {triple.object for triple in said if not isinstance(triple.object, ox.Literal)}
    for value in values - subjects:
        said |= {quad.triple for quad in store.quads_for_pattern(value, None, None)}
    classes = store.quads_for_pattern(None, ox.NamedNode(str(RDFS.subClassOf)), None)
    said |= {quad.triple for quad in classes}
    return Graph().parse(data=ox.serialize(said, format=ox.RdfFormat.N_TRIPLES), format="nt")
