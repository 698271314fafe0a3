"""A networkx network over arrays: a node or a row of edges is made when somebody asks for it.

networkx reads a graph through three mappings; here they read arrays. So opening a network costs
nothing, a question costs what it touches, and every algorithm of networkx runs on it.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

import networkx as nx
import numpy as np

from careergraph.network.career_network import CareerNetwork
from careergraph.network.joining import Joined
from careergraph.network.statements import (
    FACT_NAMES,
    NUMERIC,
    RELATION_NAMES,
    Statements,
    familiarity,
    last_part,
)
from careergraph.vocabulary import KINDS, LEVEL_WORDS, LISTED_FACTS

Row = dict[str, dict[str, dict[str, Any]]]

_KINDS = tuple(KINDS)


class Arrays:
    """The nodes and edges of a network, read from arrays."""

    def __init__(self, statements: Statements, joined: Joined) -> None:
        self.statements, self.joined = statements, joined
        self._place: dict[str, int] = {}
        self._iri: dict[int, str] = {}
        self._sets: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self.joined.root)

    def iri(self, node: int) -> str:
        """Return the IRI of a node."""
        if (iri := self._iri.get(node)) is None:
            iri = self._iri[node] = self.statements.things[self.joined.root.item(node)]
            self._place[iri] = node
        return iri

    def node(self, iri: object) -> int:
        """Return the number of the node that goes by an IRI, -1 where none does."""
        if not isinstance(iri, str):
            return -1
        if (node := self._place.get(iri)) is None:
            thing = self._thing(iri)
            node = -1 if thing < 0 else self.joined.node.item(thing)
            if node < 0 or self.joined.root.item(node) != thing:
                return -1
            self._place[iri] = node
        return node

    def key(self, iri: str) -> str | None:
        """Return the IRI of the node that a thing of some IRI is part of, None where it is none."""
        thing = self._thing(iri)
        node = -1 if thing < 0 else self.joined.node.item(thing)
        return None if node < 0 else self.iri(node)

    def data(self, node: int) -> dict[str, Any]:
        """Return the attributes of a node."""
        joined, strings = self.joined, self.statements.strings
        label, definition = joined.label.item(node), joined.definition.item(node)
        tasks = joined.tasks[slice(*joined.task_starts[node : node + 2])].tolist()
        aliases = tuple(
            strings[string]
            for string in joined.aliases[slice(*joined.alias_starts[node : node + 2])].tolist()
        )
        data = {
            "label": strings[label] if label >= 0 else last_part(self.iri(node)),
            "kind": _KINDS[joined.kind.item(node)],
            "definition": strings[definition] if definition >= 0 else "",
            "aliases": aliases,
            "iris": tuple(
                self.statements.things[thing]
                for thing in joined.members[slice(*joined.member_starts[node : node + 2])].tolist()
            ),
            "sources": self._sources(joined.said_by.item(node)),
            "facts": {
                name: ", ".join(sorted(texts)) if name in LISTED_FACTS else _value(name, texts[0])
                for name, texts in self._facts(node).items()
            },
        }
        if twins := joined.twin_labels.item(node):
            data["twin_labels"] = aliases[:twins]
        if tasks:
            data["tasks"] = tuple(strings[string] for string in tasks)
        return data

    def _facts(self, node: int) -> dict[str, list[str]]:
        own = slice(*self.joined.fact_starts[node : node + 2].tolist())
        facts: dict[str, list[str]] = defaultdict(list)
        for name, value in zip(
            self.joined.facts[own].tolist(), self.joined.fact_values[own].tolist(), strict=True
        ):
            facts[FACT_NAMES[name]].append(self.statements.strings[value])
        return facts

    def edges_from(self, node: int) -> Iterator[tuple[str, int]]:
        """Return where the edges from a node lead, and the edges' numbers."""
        start, end = self.joined.starts[node : node + 2].tolist()
        targets = self.joined.targets[start:end].tolist()
        return zip(map(self.iri, targets), range(start, end), strict=True)

    def edges_to(self, node: int) -> Iterator[tuple[str, int]]:
        """Return where the edges to a node come from, and the edges' numbers."""
        start, end = self.joined.back_starts[node : node + 2].tolist()
        edges = self.joined.back_edges[start:end]
        origins = self.joined.origins[edges].tolist()
        return zip(map(self.iri, origins), edges.tolist(), strict=True)

    def edge(self, edge: int) -> tuple[str, dict[str, Any]]:
        """Return the relation and the attributes of an edge."""
        joined, level = self.joined, self.joined.levels.item(edge)
        data: dict[str, Any] = {
            "weight": joined.weights.item(edge),
            "level": None if level != level else level,
            "sources": self._sources(joined.stated_by.item(edge)),
        }
        if joined.borrowed.item(edge):
            data["borrowed"] = True
        if (word := joined.level_words.item(edge)) >= 0:
            data["level_word"] = LEVEL_WORDS[word]
        if (choice := joined.choices.item(edge)) >= 0:
            start, end = joined.option_starts[choice : choice + 2].tolist()
            data["one_of"] = tuple(map(self.iri, joined.options[start:end].tolist()))
        return RELATION_NAMES[joined.relations.item(edge)], data

    def of_kind(self, kinds: Collection[str]) -> list[str]:
        """Return the nodes of some kinds."""
        wanted = [place for place, name in enumerate(_KINDS) if name in kinds]
        return list(map(self.iri, np.flatnonzero(np.isin(self.joined.kind, wanted)).tolist()))

    def kind(self, iri: str) -> str:
        """Return the kind of the node that goes by an IRI."""
        if (node := self.node(iri)) < 0:
            raise KeyError(iri)
        return _KINDS[self.joined.kind.item(node)]

    def having(self, fact: str, fits: Callable[[str], bool]) -> list[str]:
        """Return the nodes of which a fact is a text that fits."""
        own = np.flatnonzero(self.joined.facts == FACT_NAMES.index(fact))
        values = self.joined.fact_values[own]
        fitting = [
            each for each in np.unique(values).tolist() if fits(self.statements.strings[each])
        ]
        rows = own[np.isin(values, fitting)]
        nodes = np.searchsorted(self.joined.fact_starts, rows, side="right") - 1
        return list(map(self.iri, nodes.tolist()))

    def links(self, relations: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """Return the (from, to, relation) of the edges of some relations."""
        wanted = [place for place, name in enumerate(RELATION_NAMES) if name in relations]
        edges = np.flatnonzero(np.isin(self.joined.relations, wanted))
        ends = (self.joined.origins[edges], self.joined.targets[edges])
        origins, targets = (map(self.iri, end.tolist()) for end in ends)
        names = map(RELATION_NAMES.__getitem__, self.joined.relations[edges].tolist())
        return zip(origins, targets, names, strict=True)

    def ends(self, iri: str, relation: str, *, back: bool) -> list[str]:
        """Return where the edges of a relation lead from a node, or come from ``back`` to it."""
        if (node := self.node(iri)) < 0:
            return []
        joined, number = self.joined, RELATION_NAMES.index(relation)
        if back:
            edges = joined.back_edges[slice(*joined.back_starts[node : node + 2])]
            ends = joined.origins[edges[joined.relations[edges] == number]]
        else:
            own = slice(*joined.starts[node : node + 2])
            ends = joined.targets[own][joined.relations[own] == number]
        return list(map(self.iri, ends.tolist()))

    def _thing(self, iri: str) -> int:
        things, key = self.statements.things, familiarity(iri)
        at = bisect_left(things, key, key=familiarity)
        return at if at < len(things) and things[at] == iri else -1

    def _sources(self, number: int) -> tuple[str, ...]:
        if number not in self._sets:
            start, end = self.joined.set_starts[number : number + 2].tolist()
            names = self.statements.sources
            self._sets[number] = tuple(
                names[source] for source in self.joined.source_sets[start:end].tolist()
            )
        return self._sets[number]


_Value = TypeVar("_Value")


class _ByNode(Mapping[str, _Value]):
    """Something of each node by its IRI, made when it is first asked for."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.made: dict[str, _Value] = {}

    @abstractmethod
    def make(self, iri: str, node: int) -> _Value:
        """Make it for a node: its IRI and its number."""

    def __getitem__(self, iri: str) -> _Value:
        if (value := self.made.get(iri)) is None:
            node = self.arrays.node(iri)
            if node < 0:
                raise KeyError(iri)
            value = self.made.setdefault(iri, self.make(iri, node))
        return value

    def __contains__(self, iri: object) -> bool:
        return self.arrays.node(iri) >= 0

    def __iter__(self) -> Iterator[str]:
        return map(self.arrays.iri, range(len(self.arrays)))

    def __len__(self) -> int:
        return len(self.arrays)


class _Nodes(_ByNode[dict[str, Any]]):
    """The attributes of nodes."""

    def make(self, iri: str, node: int) -> dict[str, Any]:
        return self.arrays.data(node)


class _Adjacency(_ByNode[Row]):
    """The edges from nodes, or those to them; an edge has the same attributes in both."""

    def __init__(self, arrays: Arrays, back: bool) -> None:
        super().__init__(arrays)
        self._back = back
        self.other: _Adjacency = self

    def make(self, iri: str, node: int) -> Row:
        row: Row = {}
        made = self.other.made
        for end, edge in self.arrays.edges_to(node) if self._back else self.arrays.edges_from(node):
            if (there := made.get(end)) is not None:
                row[end] = there[iri]
            else:
                relation, data = self.arrays.edge(edge)
                row.setdefault(end, {})[relation] = data
        return row


def mapped_network(arrays: Arrays) -> nx.MultiDiGraph[str]:
    """Return the network of arrays; it cannot be changed, a copy of it can."""
    network: Any = CareerNetwork()
    forward, back = _Adjacency(arrays, back=False), _Adjacency(arrays, back=True)
    forward.other, back.other = back, forward
    network._node, network._adj, network._pred = _Nodes(arrays), forward, back
    frozen: nx.MultiDiGraph[str] = nx.freeze(network)
    return frozen


def arrays_of(network: nx.MultiDiGraph[str]) -> Arrays | None:
    """Return the arrays that a network reads, None where it has none."""
    nodes = vars(network)["_node"]
    return nodes.arrays if isinstance(nodes, _Nodes) else None


def _value(name: str, text: str) -> str | float:
    return float(text) if name in NUMERIC else text
