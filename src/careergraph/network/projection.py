"""RDF to networkx: the one place where a graph of statements becomes a network of things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

import networkx as nx
from rdflib import Dataset, Graph

from careergraph.errors import UsageError
from careergraph.network.cache import kept_on_disk, kept_with, settle
from careergraph.network.career_network import CareerNetwork
from careergraph.network.joining import Joined, join
from careergraph.network.mapped import Arrays, arrays_of, mapped_network
from careergraph.network.statements import all_statements, read_statements
from careergraph.store.dataset import as_dataset, store_on_disk

Network: TypeAlias = "nx.MultiDiGraph[str]"


def project(
    graph: Graph,
    *,
    sources: Collection[str] | None = None,
    language: str = "en",
    about: Collection[str] | None = None,
    parts: Collection[str] | None = None,
) -> Network:
    """Turn a graph into the network that everything else analyses.

    A node is a thing of one of the kinds in ``vocabulary.KINDS``, keyed by its IRI; things joined
    by skos:exactMatch are one node, keyed by our own IRI where one of them has it. A statement that
    two things are one, or close, is overruled by owl:differentFrom. Node attributes: ``label``,
    ``kind``, ``definition`` ("" where none), ``aliases``, ``iris``, ``sources`` (tuples) and
    ``facts`` (plain values by the names in ``vocabulary.FACTS``); a role of which a source tells
    the tasks also carries these (``tasks``), and what several sources label the labels that are not
    its own (``twin_labels``, among the aliases). An edge is keyed by the
    relation's local name and carries ``weight`` (importance, 0 to 1; 1 where no source weighs it),
    ``level`` (0 to 1 or None) and ``sources``; a need also carries ``level_word`` where a text
    gives one (``vocabulary.LEVEL_WORDS``), and ``one_of``, the alternatives of which one is enough,
    where a source names some. An edge that is ``borrowed`` (True; else the attribute is missing) is
    said only of what is one with the thing that it comes from, not under that thing's own IRI.
    Where sources weigh a relation differently the highest counts; what
    lies outside 0 to 1 is taken as the nearer of the two.
    ``network.graph["sources"]`` maps each source's IRI to its title.

    The network of a store on disk is read from arrays that lie in the store, each part of it when
    it is asked for; it cannot be changed, but ``network.copy()`` can. Where the arrays are missing,
    or of other statements than the store holds, they are made.

    Args:
        graph: a dataset as ``open_graph`` gives it, or any other graph of rdflib.
        sources: take only what these sources (IRIs of named graphs) say; None for all.
        language: of labels and definitions; where a thing has none in it, any other serves.
        about: of a graph that is no store, take only what it needs to describe these things (IRIs)
            or to compare them: what they are linked with, by its label, and the families of that;
            None for the whole graph.
        parts: of a graph that is no store, fetch of each thing, beside its kind and names, only
            these: relations by their name in ``vocabulary.RELATIONS``, "definition", "task",
            "facts"; None for all. What a question reads stands as ``PARTS`` in the module that
            answers it.

    Returns:
        The network; nodes and edges come in the same order every time.
    """
    graph = as_dataset(graph)
    if (store := store_on_disk(graph)) is not None:
        settle(graph, store)
        statements = all_statements(graph)
        if sources is None:
            network = mapped_network(Arrays(statements, _whole(graph, language)))
            if language == "en":
                settle(network, store)
        else:
            network = mapped_network(Arrays(statements, join(statements, sources, language)))
    else:
        statements = read_statements(graph, about, parts)
        network = _copied(Arrays(statements, join(statements, sources, language)))
    network.graph["sources"] = dict(statements.titles)
    return network


def network_of(graph: Network | Graph) -> Network:
    """Return a network as it is, and that of a graph.

    Raises:
        UsageError: it is neither.
    """
    if isinstance(graph, nx.MultiDiGraph):
        return graph
    if isinstance(graph, Graph):
        return project(graph)
    raise UsageError(
        "A network is wanted here, as project returns it, or a graph as open_graph does, not "
        f"a {type(graph).__name__}."
    )


@kept_on_disk(Joined)
def _whole(graph: Dataset, language: str) -> Joined:
    return join(all_statements(graph), None, language)


def _copied(arrays: Arrays) -> Network:
    """Return a network that holds all that arrays do."""
    network: Network = CareerNetwork()
    iris = [arrays.iri(node) for node in range(len(arrays))]
    network.add_nodes_from((iri, arrays.data(node)) for node, iri in enumerate(iris))
    for node, iri in enumerate(iris):
        for end, edge in arrays.edges_from(node):
            relation, data = arrays.edge(edge)
            network.add_edge(iri, end, key=relation, **data)
    return network


def node_of(network: Network, iri: str) -> str | None:
    """Return the node that a thing of some IRI is part of, None where there is none."""
    if (arrays := arrays_of(network)) is not None:
        return arrays.key(iri)
    return _node_of(network).get(iri)


@kept_with
def _node_of(network: Network) -> dict[str, str]:
    return {own: iri for iri, data in network.nodes(data=True) for own in data.get("iris", (iri,))}


def of_kind(network: Network, *kinds: str) -> list[str]:
    """Return the nodes of some kinds, in the network's order, without reading any other."""
    if (arrays := arrays_of(network)) is not None:
        return arrays.of_kind(kinds)
    return [iri for iri, data in network.nodes(data=True) if data["kind"] in kinds]


def links(network: Network, *relations: str) -> Iterator[tuple[str, str, str]]:
    """Return the (from, to, relation) of all edges of some relations, in the network's order."""
    if (arrays := arrays_of(network)) is not None:
        return arrays.links(relations)
    return (edge for edge in network.edges(keys=True) if edge[2] in relations)


def ends(network: Network, iri: str, relation: str, *, back: bool = False) -> list[str]:
    """Return what a node is linked with by a relation, without reading its other edges.

    Args:
        network: as ``project`` gives it.
        iri: of the node; one that is not in the network is linked with nothing.
        relation: a name in ``vocabulary.RELATIONS``.
        back: follow the links to the node, not those from it.
    """
    if (arrays := arrays_of(network)) is not None:
        return arrays.ends(iri, relation, back=back)
    others = (network.pred if back else network.succ)[iri].items() if iri in network else ()
    return [other for other, relations in others if relation in relations]


def kind_of(network: Network, iri: str) -> str:
    """Return the kind of a node, without reading what else there is of it.

    Raises:
        KeyError: the IRI is not in the network.
    """
    if (arrays := arrays_of(network)) is not None:
        return arrays.kind(iri)
    kind: str = network.nodes[iri]["kind"]
    return kind


def having(network: Network, fact: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the nodes of which a fact is a text that fits, in the network's order."""
    if (arrays := arrays_of(network)) is not None:
        return arrays.having(fact, fits)
    facts = network.nodes(data="facts", default={})
    return [iri for iri, of_it in facts if fact in of_it and fits(str(of_it[fact]))]
