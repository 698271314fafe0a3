"""What a drawing consists of: things at positions, lines, a legend, and the same as lists.

A :class:`Canvas` collects them in a networkx graph while a drawing is made; the finished
:class:`Drawing` is plain data, handed over by way of a pyvis network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import TYPE_CHECKING, Any

import networkx as nx

from careergraph.drawing.boxes import Box, frame
from careergraph.drawing.layout import text_width
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from pyvis.network import Network

SYMBOL_ROOM = 24.0
"""Width that a symbol takes beside its label."""

_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Mark:
    """One thing to draw.

    Attributes:
        id: What the drawing reports when the thing is chosen (an IRI).
        label: Its name, shown in full.
        kind: A name in :data:`careergraph.vocabulary.KINDS`.
        note: A sentence shown on hover, such as its definition.
        relation: How it stands to the focus of the drawing, in words ("needs the skill").
        whose: The ids of the roles that have it, for a comparison.
        weight: From 0 to 1: how strongly a neighbour is tied, how much a step is worth.
    """

    id: str
    label: str
    kind: str
    note: str = ""
    relation: str = ""
    whose: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Drawing:
    """A picture as plain data: strings, finite numbers, and dicts and tuples of them.

    Attributes:
        form: "comparison", "neighbourhood", "stages" or "network".
        summary: What the picture shows, in a sentence, for those who do not see it.
        width: Pixels at zoom 1; the origin is the left upper corner.
        height: Pixels at zoom 1.
        nodes: As pyvis gives them (id, label, x, y, shape, color, title …), with width, height,
            lines, style, symbol, kind, text (the full label) and speech (what a screen reader
            says).
        edges: As pyvis gives them (from, to …), with the route of the line as points.
        legend: A dict a kind: name, plural, symbol, colour, count, hidden.
        marks: What is drawn beside the things: headings, rules, panels and arcs.
        sections: The same contents as lists: title, and groups of kind, title and ids.
    """

    form: str
    summary: str
    width: float
    height: float
    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    legend: tuple[dict[str, Any], ...]
    marks: tuple[dict[str, Any], ...]
    sections: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the drawing as a dict that ``json.dumps(…, allow_nan=False)`` accepts.

        What is in it is the drawing's own, not a copy: a map has tens of thousands of parts.
        """
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def network(self) -> Network:
        """Return the drawing as a pyvis network without physics."""
        return _pyvis(self.nodes, self.edges)


@dataclass
class Canvas:
    """A picture in the making."""

    graph: nx.MultiDiGraph[str] = field(default_factory=nx.MultiDiGraph)
    marks: list[dict[str, Any]] = field(default_factory=list)

    def put(
        self, item: Mark, box: Box, lines: Sequence[str], *, says: str, style: str = "card",
        **more: Any,
    ) -> None:  # fmt: skip
        """Add a thing.

        Args:
            item: The thing.
            box: Its place.
            lines: Its label, wrapped.
            says: How it stands in the drawing, in words, shown on hover and read aloud.
            style: "card", "mark" (symbol and label), "header" or "focus".
            more: Handed on to what paints it.
        """
        kind = KINDS[item.kind]
        about = [item.label, says[:1].upper() + says[1:], item.relation, item.note]
        speech = [item.label, kind.name, says, item.relation]
        self.graph.add_node(
            item.id,
            text=item.label,
            label="\n".join(lines),
            lines=list(lines),
            title="\n".join(part for part in about if part),
            speech=", ".join(dict.fromkeys(part for part in speech if part)),
            kind=item.kind,
            symbol=kind.symbol,
            color=kind.colour,
            style=style,
            shape=kind.shape if style == "mark" else "box",
            x=float(box.x),
            y=float(box.y),
            width=float(box.width),
            height=float(box.height),
            **more,
        )

    def join(self, start: str, end: str, route: Iterable[tuple[float, float]], **more: Any) -> None:
        """Add a line along ``route``; ``more`` is passed to the script that paints it."""
        self.graph.add_edge(start, end, route=[[float(x), float(y)] for x, y in route], **more)

    def head(self, text: str, x: float, y: float, **more: Any) -> None:
        """Add a heading centred on ``y``; at ``align`` 0 it starts at ``x``, at 1 it ends there."""
        self.marks.append({"mark": "heading", "text": text, "x": x, "y": y, **more})

    def box(self, name: str) -> Box:
        """Return the box of a thing."""
        node = self.graph.nodes[name]
        return Box(node["x"], node["y"], node["width"], node["height"])

    def finish(
        self,
        form: str,
        summary: str,
        items: Iterable[Mark],
        hidden: Collection[str],
        sections: Iterable[tuple[str, Sequence[Mark]]],
    ) -> Drawing:
        """Return the drawing, moved to the origin, its nodes and edges as pyvis has them.

        ``items`` is all that the legend counts, ``hidden`` the kinds that are left out.
        """
        left, top, width, height = self._frame(margin=3.0)

        def moved(thing: dict[str, Any]) -> dict[str, Any]:
            shifted = dict(thing)
            for points in {"route", "points"} & thing.keys():
                shifted[points] = [
                    [round(x - left, 1), round(y - top, 1)] for x, y in thing[points]
                ]
            if "x" in thing:
                shifted |= {"x": round(thing["x"] - left, 1), "y": round(thing["y"] - top, 1)}
            return shifted

        nodes = [{"id": name, **moved(data)} for name, data in self.graph.nodes(data=True)]
        edges = [{"from": a, "to": b, **moved(data)} for a, b, data in self.graph.edges(data=True)]
        drawn, joined, *_ = _pyvis(nodes, edges).get_network_data()
        return Drawing(
            form,
            summary,
            round(width, 1),
            round(height, 1),
            nodes=tuple(drawn),
            edges=tuple(joined),
            legend=tuple(_legend(items, hidden)),
            marks=tuple(moved(mark) for mark in self.marks),
            sections=tuple(_section(title, of) for title, of in sections),
        )

    def _frame(self, margin: float) -> tuple[float, float, float, float]:
        boxes = [self.box(name) for name in self.graph]
        for mark in self.marks:
            if mark["mark"] == "heading":
                wide = text_width(mark["text"], mark.get("size", 13.5))
                x = mark["x"] + wide * (0.5 - mark.get("align", 0))
                boxes.append(Box(x, mark["y"], wide, 20))
            elif "width" in mark:
                wide, high = mark["width"], mark.get("height", 1)
                boxes.append(Box(mark["x"] + wide / 2, mark["y"] + high / 2, wide, high))
        left, top, width, height = frame(boxes)
        return left - margin, top - margin, width + 2 * margin, height + 2 * margin


def by_kind(items: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Return items grouped by kind, in the order in which kinds are always shown."""
    ordered = sorted(items, key=lambda item: _ORDER[item.kind])
    return {kind: list(group) for kind, group in groupby(ordered, key=lambda item: item.kind)}


def _legend(items: Iterable[Mark], hidden: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"name": kind, "plural": KINDS[kind].plural, "symbol": KINDS[kind].symbol,
         "colour": KINDS[kind].colour, "count": len(group), "hidden": kind in hidden}
        for kind, group in by_kind(items).items()
    ]  # fmt: skip


def _section(title: str, items: Sequence[Mark]) -> dict[str, Any]:
    return {
        "title": title,
        "groups": [
            {"kind": kind, "title": KINDS[kind].plural.capitalize(), "ids": [i.id for i in group]}
            for kind, group in by_kind(items).items()
        ],
    }


def _pyvis(nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]]) -> Network:
    from pyvis.network import Network  # Takes 0.4 s to import.

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    for node in nodes:
        data = dict(node)
        network.add_node(data.pop("id"), **data)
    for edge in edges:
        data = dict(edge)
        network.add_edge(data.pop("from"), data.pop("to"), **data)
    return network
