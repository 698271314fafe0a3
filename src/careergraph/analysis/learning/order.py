"""What is learnt before what, and which things are classes that any member stands for.

The ladder holds the prerequisites, what one cannot do without; the order holds these and what is
best learnt before (``cg:bestAfter``), which orders and proves nothing. Neither has circles.
``careergraph.analysis.learning.plan`` cuts the steps of a path into stages by them.
"""

from __future__ import annotations

import networkx as nx

from careergraph.analysis.learning.requirements import LEARNABLE
from careergraph.network.projection import Network, having, kind_of, links


def orders(
    network: Network,
) -> tuple[nx.DiGraph[str], nx.DiGraph[str], tuple[tuple[str, str], ...]]:
    """Return the ladder, the order, and the links that were left out to break circles."""
    ladder: nx.DiGraph[str] = nx.DiGraph(_steps(network, "prerequisite"))
    broken = _break_circles(ladder)
    order = ladder.copy()
    # One by one, so that a circle always costs the preference that closes it, never a prerequisite.
    for earlier, later in _steps(network, "bestAfter"):
        closes = earlier == later or (
            earlier in order and later in order and nx.has_path(order, later, earlier)
        )
        if closes:
            broken.append((earlier, later))
        else:
            order.add_edge(earlier, later)
    return ladder, order, tuple(broken)


def _steps(network: Network, relation: str) -> list[tuple[str, str]]:
    """Return what is learnt before what by a relation, by label."""
    pairs = [
        (earlier, later)
        for later, earlier, _ in links(network, relation)
        if kind_of(network, later) in LEARNABLE and kind_of(network, earlier) in LEARNABLE
    ]
    label = {iri: (network.nodes[iri]["label"].casefold(), iri) for pair in pairs for iri in pair}
    return sorted(pairs, key=lambda pair: (label[pair[0]], label[pair[1]]))


def _break_circles(ladder: nx.DiGraph[str]) -> list[tuple[str, str]]:
    """Take out of the ladder each link that closes a circle, and list them.

    Depth-first search leaves a graph without circles once its back edges are gone (Tarjan, 1972).
    """
    broken: list[tuple[str, str]] = []
    trail: set[str] = set()
    for one, other, event in list(nx.dfs_labeled_edges(ladder)):
        if event == "forward":
            trail.add(other)
        elif event == "reverse":
            trail.discard(other)
        elif event == "nontree" and other in trail:
            broken.append((one, other))
    ladder.remove_edges_from(broken)
    return broken


def classes_of(network: Network) -> dict[str, frozenset[str]]:
    """Return for each thing the classes of tools, marked by cg:metByMember, that it is a member of.

    A class may belong to a wider class ("Scripting languages" to "Programming languages"); a
    subject that is filed under a class ("Cloud security" under "Cloud platforms") is no member.
    """
    marked = having(network, "metByMember", lambda text: text.lower() in {"true", "1"})
    classes = {iri for iri in marked if kind_of(network, iri) in LEARNABLE}
    within: nx.DiGraph[str] = nx.DiGraph()
    within.add_edges_from(
        sorted(
            (member, family)
            for family in classes
            for member, _, relation in network.in_edges(family, keys=True)
            if relation == "broader" and (member in classes or kind_of(network, member) == "tool")
        )
    )
    _break_circles(within)
    return {member: frozenset(within[member]) for member in within if within[member]}
