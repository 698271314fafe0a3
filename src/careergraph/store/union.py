"""The default graph of an Oxigraph store as the union of its named graphs, each statement once.

Every statement stands in the graph of its source. Oxigraph can take the union of the graphs as it
goes, but gives a statement once for each graph that holds it, and slowly; where SPARQL has a set.
So the union is written to the default graph, which is otherwise empty. Who walks through a store
passes it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

import pyoxigraph as ox

DEFAULT = ox.DefaultGraph()


def is_united(store: ox.Store) -> bool:
    """Whether the default graph holds the union; in a store from an older version it is empty."""
    return next(store.quads_for_pattern(None, None, None, DEFAULT), None) is not None


def unite(store: ox.Store) -> None:
    """Write the union to the default graph if it is empty."""
    if not is_united(store):
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def in_the_union(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads as they are in the default graph, once for each source that states them."""
    return (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def sourced(
    store: ox.Store, subject: Any = None, predicate: Any = None, object_: Any = None
) -> Iterator[ox.Quad]:
    """Yield the quads that match a pattern (None: anything) with their sources, not the union."""
    quads = store.quads_for_pattern(subject, predicate, object_, None)
    return (quad for quad in quads if quad.graph_name != DEFAULT)


def strays(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the quads that are in the default graph and in no source."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?source { ?s ?p ?o } } }"
    for solution in cast("ox.QuerySolutions", store.query(query)):
        yield ox.Quad(solution["s"], solution["p"], solution["o"])
