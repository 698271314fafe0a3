"""The network itself: networkx's, with what a node or an edge has where nobody says otherwise."""

from __future__ import annotations

from typing import Any

import networkx as nx

from careergraph.network.answers import Shown


def _node() -> dict[str, Any]:
    return {
        "label": "", "kind": "group", "definition": "", "aliases": (), "iris": (), "sources": (),
        "facts": {},
    }  # fmt: skip


def _edge() -> dict[str, Any]:
    return {"weight": 1.0, "level": None, "sources": ()}


class CareerNetwork(Shown, nx.MultiDiGraph):  # type: ignore[type-arg]
    """A ``networkx.MultiDiGraph`` whose nodes and edges, added by hand, have what searches read."""

    node_attr_dict_factory = staticmethod(_node)
    edge_attr_dict_factory = staticmethod(_edge)

    def __repr__(self) -> str:
        return f"<CareerNetwork of {len(self):,} things>"


def as_simple(network: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Return a network as a plain directed graph whose attributes are texts and numbers.

    Algorithms that take no parallel edges run on it, and every writer of networkx writes it, as do
    igraph and pandas. What is several in the network (sources, aliases, IRIs) is one text, its
    parts with " | " between; each fact is an attribute of its own. The relations between two things
    are one edge: ``relation`` names them, ``weight`` is the highest of theirs.

    Args:
        network: as ``project`` gives it, or a part of it (``network.subgraph``).

    Examples:
        >>> tiny = CareerNetwork()
        >>> tiny.add_node("A", label="Analyst", kind="role", aliases=("Data analyst", "DA"))
        >>> for relation in ("requiresSkill", "usesTool"):
        ...     _ = tiny.add_edge("A", "B", key=relation)
        >>> simple = as_simple(tiny)
        >>> simple.nodes["A"]["aliases"], simple.edges["A", "B"]["relation"]
        ('Data analyst | DA', 'requiresSkill | usesTool')
    """
    simple: nx.DiGraph[str] = nx.DiGraph()
    for iri, data in network.nodes(data=True):
        facts = data.get("facts", {})
        plain = {name: value for name, value in data.items() if name != "facts"} | facts
        simple.add_node(iri, **{name: _plain(value) for name, value in plain.items()})
    for start, end, relation, data in network.edges(keys=True, data=True):
        edge = simple.get_edge_data(start, end, {"relation": "", "weight": 0.0, "sources": ""})
        sources = dict.fromkeys(filter(None, [*edge["sources"].split(_BETWEEN), *data["sources"]]))
        simple.add_edge(
            start,
            end,
            relation=_BETWEEN.join(filter(None, (edge["relation"], relation))),
            weight=max(edge["weight"], data["weight"]),
            sources=_BETWEEN.join(sources),
        )
    return simple


_BETWEEN = " | "


def _plain(value: object) -> str | float:
    if isinstance(value, (tuple, list)):
        return _BETWEEN.join(map(str, value))
    return value if isinstance(value, (int, float)) else str(value)
