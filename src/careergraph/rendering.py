"""Drawings: what a view wants to show, laid out and handed over as a pyvis network.

Each function takes plain :class:`Item` objects (or a networkx graph), lays them out
(:mod:`careergraph.layout`) and returns a :class:`Drawing`, which is plain data: the Streamlit
component shows it, :func:`to_html` writes it to one file that opens without a network.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from careergraph.layout import LINE, Box, allot_lanes, arcs, frame, spread, text_width, wrap
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from pyvis.network import Network

WIDTH = 1180.0
"""How wide a drawing is at zoom 1 unless its contents ask for more."""
CARDS = 80
"""Up to so many things a network is drawn as boxes, beyond as symbols with a label."""
LIMIT = 300
"""How many things one drawing shows at most."""
DRAWING_JS = Path(__file__).with_name("drawing.js")
"""What shows a drawing in a browser; needs vis-network (:func:`vis_network`)."""
DRAWING_CSS = Path(__file__).with_name("drawing.css")

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
_PADDING = 14.0
_SYMBOL = 24.0
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Item:
    """One thing to draw.

    Attributes:
        id: What the drawing reports when the thing is chosen (an IRI).
        label: Its name, shown in full.
        kind: A name in :data:`careergraph.vocabulary.KINDS`.
        note: A sentence shown on hover, such as its definition.
        relation: How it stands to the focus of the drawing, in words ("needs the skill").
        whose: The ids of the roles that have it; read by :func:`draw_comparison`.
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
    """A picture as plain data (see :meth:`to_dict`).

    Attributes:
        form: "comparison", "neighbourhood", "stages" or "network".
        summary: What the picture shows, in a sentence, for those who do not see it.
        width: Pixels at zoom 1; the origin is the left upper corner.
        height: Pixels at zoom 1.
        nodes: As pyvis gives them (id, label, x, y, shape, color, title …), with width, height,
            lines, style, symbol, kind, chips, faded and speech (what a screen reader says).
        edges: As pyvis gives them (from, to …), with the route of the line as points.
        legend: A dict a kind: name, plural, symbol, colour, count, hidden.
        marks: What is drawn beneath: headings, rules, panels and arcs.
        sections: The same contents as lists: title, and groups of kind, title and ids.
    """

    form: str
    summary: str
    width: float
    height: float
    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    legend: tuple[dict[str, Any], ...] = ()
    marks: tuple[dict[str, Any], ...] = ()
    sections: tuple[dict[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the drawing as JSON has it: dicts, lists, strings, finite numbers."""
        return asdict(self)

    def network(self) -> Network:
        """Give the drawing as a pyvis network, physics off."""
        return _pyvis(self.nodes, self.edges)


@dataclass
class _Canvas:
    """A picture in the making: a networkx graph that knows what is drawn where."""

    graph: nx.MultiDiGraph[str] = field(default_factory=nx.MultiDiGraph)
    marks: list[dict[str, Any]] = field(default_factory=list)

    def card(
        self, item: Item, box: Box, lines: Sequence[str], *, style: str = "card", **more: Any
    ) -> None:
        """Add a thing; ``more`` goes to the renderer as it is."""
        kind = KINDS[item.kind]
        about = [item.label, more.pop("about", item.relation), item.note]
        says = [item.label, kind.name, more.pop("says", item.relation)]
        self.graph.add_node(
            item.id,
            text=item.label,
            label="\n".join(lines),
            lines=list(lines),
            title="\n".join(part for part in about if part),
            speech=", ".join(part for part in says if part),
            kind=item.kind,
            symbol=kind.symbol,
            color=kind.colour,
            style=style,
            shape="box" if style in ("card", "header", "focus") else kind.shape,
            x=round(box.x, 1),
            y=round(box.y, 1),
            width=round(box.width, 1),
            height=round(box.height, 1),
            **more,
        )

    def line(
        self, start: str, end: str, route: Sequence[tuple[float, float]] = (), **more: Any
    ) -> None:
        """Add a line along ``route``, straight between the two without one."""
        points = route or [self._at(start), self._at(end)]
        self.graph.add_edge(
            start, end, route=[[round(x, 1), round(y, 1)] for x, y in points], **more
        )

    def heading(self, text: str, x: float, y: float, **more: Any) -> None:
        """Write ``text`` from ``x`` on, its middle at ``y``."""
        self.marks.append({"mark": "heading", "text": text, "x": x, "y": y, **more})

    def box(self, name: str) -> Box:
        """Give the place of a thing."""
        node = self.graph.nodes[name]
        return Box(node["x"], node["y"], node["width"], node["height"])

    def finish(
        self,
        form: str,
        summary: str,
        legend: Sequence[dict[str, Any]],
        sections: Iterable[tuple[str, Sequence[Item]]],
        *,
        margin: float = 6.0,
        size: tuple[float, float] | None = None,
    ) -> Drawing:
        """Move everything to the origin and hand it over by way of pyvis."""
        left, top, width, height = (0.0, 0.0, *size) if size else self._frame(margin)
        for _, node in self.graph.nodes(data=True):
            node["x"], node["y"] = round(node["x"] - left, 1), round(node["y"] - top, 1)
        for *_, edge in self.graph.edges(data=True):
            edge["route"] = [[round(x - left, 1), round(y - top, 1)] for x, y in edge["route"]]
        for mark in self.marks:
            if "points" in mark:
                mark["points"] = [[x - left, y - top] for x, y in mark["points"]]
            else:
                mark["x"], mark["y"] = mark["x"] - left, mark["y"] - top
        nodes = [{"id": name, **data} for name, data in self.graph.nodes(data=True)]
        edges = [{"from": a, "to": b, **data} for a, b, data in self.graph.edges(data=True)]
        drawn, joined, *_ = _pyvis(nodes, edges).get_network_data()
        return Drawing(
            form,
            summary,
            round(width, 1),
            round(height, 1),
            tuple(drawn),
            tuple(joined),
            tuple(legend),
            tuple(self.marks),
            tuple(_section(title, items) for title, items in sections if items),
        )

    def _at(self, name: str) -> tuple[float, float]:
        node = self.graph.nodes[name]
        x, y = node.get("anchor", (node["x"], node["y"]))
        return x, y

    def _frame(self, margin: float) -> tuple[float, float, float, float]:
        headings = [
            Box(m["x"] + text_width(m["text"], 14) * (0.5 - m.get("align", 0)), m["y"],
                text_width(m["text"], 14), 20)
            for m in self.marks
            if m["mark"] == "heading"
        ]  # fmt: skip
        left, top, width, height = frame([*map(self.box, self.graph), *headings])
        return left - margin, top - margin, width + 2 * margin, height + 2 * margin


def draw_comparison(
    roles: Sequence[Item], items: Sequence[Item], *, hidden: Collection[str] = ()
) -> Drawing:
    """Draw what two to four roles share and what each has for itself, in columns.

    Two roles: only the first, both, only the second. With more, the middle splits into what
    some have and what all have, each thing marked with the letters of its roles.

    Args:
        roles: Two to four roles, in the order of their columns.
        items: What they have; ``whose`` names the roles, order is kept within a kind.
        hidden: Kinds left out of the columns; the legend still counts them.

    Raises:
        ValueError: If there are not two to four roles.
    """
    if not 2 <= len(roles) <= 4:
        raise ValueError(f"A comparison is drawn for two to four roles, not {len(roles)}.")
    names = [role.id for role in roles]
    letter = {role.id: "ABCD"[place] for place, role in enumerate(roles)}
    short = {role.id: role.label for role in roles}
    half = (len(roles) + 1) // 2
    columns: list[tuple[str, tuple[str, ...]]] = [(role.label, (role.id,)) for role in roles]
    middle: list[tuple[str, tuple[str, ...]]] = [
        ("both" if len(roles) == 2 else "all", tuple(names))
    ]
    if len(roles) > 2:
        middle.insert(0, ("some", ()))
    columns[half:half] = middle

    def column_of(item: Item) -> int:
        has = tuple(name for name in names if name in item.whose)
        return next((i for i, (_, whose) in enumerate(columns) if whose == has), half)

    shown = [item for item in items if item.kind not in hidden]
    bands = _by_kind(shown)
    cells = {
        (place, kind): [item for item in group if column_of(item) == place]
        for kind, group in bands.items()
        for place in range(len(columns))
    }
    gutter, gap = (58.0 if len(roles) == 2 else 44.0), 8.0
    lanes = max(len(columns), 5)
    lane = (WIDTH - gutter * (len(columns) - 1)) / lanes
    # Sentences take the width of their column, names one lane of it.
    sentences = {
        kind
        for kind, group in bands.items()
        if any(len(wrap(i.label, _room(lane - gap, i, len(roles)), lines=9)) > 2 for i in group)
    }

    def grid(place: int, kind: str, share: int) -> list[list[tuple[Item, tuple[str, ...]]]]:
        """Set a cell's items in rows of so many lanes, with their wrapped text."""
        across = 1 if kind in sentences else share
        width = (share * lane - gap * (across - 1)) / across
        most = 3 if share * lane > 200 else 4
        lined = [
            (item, wrap(item.label, _room(width, item, len(roles)), lines=most))
            for item in cells[place, kind]
        ]
        return [lined[i : i + across] for i in range(0, len(lined), across)]

    def high(place: int, kind: str, share: int) -> float:
        return sum(_tall(row) + gap for row in grid(place, kind, share))

    shares = allot_lanes(
        [
            {
                share: {kind: high(place, kind, share) for kind in bands}
                for share in range(1, lanes - len(columns) + 2)
            }
            for place in range(len(columns))
        ],
        lanes,
    )
    spans = []
    x = 0.0
    for share in shares:
        spans.append((x, x + share * lane))
        x += share * lane + gutter

    canvas = _Canvas()
    counts = [sum(len(cells[place, kind]) for kind in bands) for place in range(len(columns))]
    top = 58.0 if len(roles) == 2 else 74.0
    titles = []
    for place, (title, whose) in enumerate(columns):
        left, right = spans[place]
        if len(whose) == 1:
            role = roles[names.index(whose[0])]
            canvas.card(
                role,
                Box((left + right) / 2, 27, right - left, 54),
                wrap(role.label, right - left - 84, size=15, lines=2),
                style="header",
                chips=[letter[role.id]] if len(roles) > 2 else [],
                detail=f"{counts[place]} only here",
                says=f"{counts[place]} things that only it has",
            )
            titles.append(f"Only {role.label}")
        else:
            words = {"both": "Both", "some": "Some", "all": f"All {len(roles)}"}[title]
            canvas.heading(words, (left + right) / 2, 18, align=0.5, size=16, strong=True)
            canvas.heading(f"{counts[place]} shared", (left + right) / 2, 39, align=0.5, soft=True)
            titles.append(words)

    y = top
    for kind, group in bands.items():
        shared = sum(len(item.whose) == len(roles) for item in group)
        canvas.heading(
            KINDS[kind].plural.capitalize(), 0, y + 12, kind=kind, symbol=KINDS[kind].symbol,
            color=KINDS[kind].colour, strong=True, count=f"{shared} of {len(group)} shared",
        )  # fmt: skip
        canvas.marks.append({"mark": "rule", "x": 0, "y": y, "width": WIDTH})
        bottom = y + 30
        for place in range(len(columns)):
            row_y = y + 30
            left, right = spans[place]
            for row in grid(place, kind, shares[place]):
                across = 1 if kind in sentences else shares[place]
                width = (right - left - gap * (across - 1)) / across
                height = _tall(row)
                for lane_place, (item, lines) in enumerate(row):
                    middle_x = left + width / 2 + lane_place * (width + gap)
                    has = [name for name in names if name in item.whose]
                    owners = _listed([short[name] for name in has])
                    words = f"only {owners}" if len(has) == 1 else f"shared by {owners}"
                    several = len(roles) > 2 and len(has) > 1
                    canvas.card(
                        item, Box(middle_x, row_y + height / 2, width, height), lines,
                        chips=[letter[name] for name in has] if several else [],
                        about=words.capitalize(), says=words,
                    )  # fmt: skip
                row_y += height + gap
            bottom = max(bottom, row_y)
        y = bottom + 6

    for place, (_, whose) in enumerate(columns):
        if len(whose) != 1:
            left, right = spans[place]
            canvas.marks.insert(
                0,
                {"mark": "panel", "x": left - 14, "y": 0, "width": right - left + 28, "height": y},
            )
    for item in shown:
        place = column_of(item)
        for order, name in enumerate(names):
            if name in item.whose:
                home = next(i for i, (_, whose) in enumerate(columns) if whose == (name,))
                shift = (order - (len(names) - 1) / 2) * 7 if len(names) > 2 else 0.0
                canvas.line(
                    name, item.id, _branch(canvas, item.id, name, place, home, half, spans, shift,
                                           gutter), label="",
                )  # fmt: skip

    parts = [
        f"{count} {title[0].lower()}{title[1:]}"
        for count, title in zip(counts, titles, strict=True)
    ]
    summary = f"{_listed([role.label for role in roles])} compared: {'; '.join(parts)}"
    sections = [
        (f"{title} ({counts[place]})", [i for kind in bands for i in cells[place, kind]])
        for place, title in enumerate(titles)
    ]
    return canvas.finish(
        "comparison", summary + ".", _legend(items, hidden), sections, size=(WIDTH, y + 4)
    )


def _branch(
    canvas: _Canvas,
    item: str,
    role: str,
    place: int,
    home: int,
    half: int,
    spans: Sequence[tuple[float, float]],
    shift: float,
    gutter: float,
) -> list[tuple[float, float]]:
    """Lead a line from a role's header through the gutters, never across another box's text."""
    head, box = canvas.box(role), canvas.box(item)
    from_left = home < half
    own = place == home
    # The gutter that the line runs down in lies on the side of the column the role is on.
    at_right = own == from_left
    gutter_x = spans[place][1] + gutter / 2 if at_right else spans[place][0] - gutter / 2
    gutter_x += shift
    near = spans[home][1] if from_left else spans[home][0]
    enters = box.x + box.width / 2 if at_right else box.x - box.width / 2
    if abs(gutter_x - near) < gutter:
        return [(near, head.y), (gutter_x, head.y), (gutter_x, box.y), (enters, box.y)]
    bus = head.y + head.height / 2 + 10 + shift / 2
    start = head.x + (near - head.x) / 2
    return [
        (start, head.y + head.height / 2), (start, bus), (gutter_x, bus), (gutter_x, box.y),
        (enters, box.y),
    ]  # fmt: skip


def draw_neighbourhood(
    focus: Item,
    neighbours: Sequence[Item],
    *,
    per_kind: int = 14,
    limit: int = 40,
    hidden: Collection[str] = (),
) -> Drawing:
    """Draw a thing in the middle and what it is tied to on arcs around it, an arc a kind.

    The strongest come first (``weight``, then the order given). Of a kind with more than
    ``per_kind``, or when there are more than ``limit`` in all, the rest is one "+23 more" whose
    id is ``"more:<kind>"``.
    """
    bands = _by_kind([item for item in neighbours if item.kind not in hidden])
    ranked = {kind: sorted(group, key=lambda item: -item.weight) for kind, group in bands.items()}
    keep = {kind: min(len(group), per_kind) for kind, group in ranked.items()}
    while sum(keep.values()) > limit and max(keep.values()) > 1:
        keep[max(keep, key=lambda kind: keep[kind])] -= 1
    arc: dict[str, list[Item]] = {}
    for kind, group in ranked.items():
        rest = len(group) - keep[kind]
        more = Item(f"more:{kind}", f"+{rest} more", kind, f"Show all {KINDS[kind].plural}")
        arc[kind] = [*group[: keep[kind]], *([more] if rest else [])]

    reach, title_row = 250.0, 34.0
    lines = {item.id: wrap(item.label, reach, lines=2) for group in arc.values() for item in group}

    def rows(kind: str) -> list[float]:
        return [title_row, *(LINE * len(lines[i.id]) + 8 for i in arc[kind]), 10.0]

    sides = _halve({kind: sum(rows(kind)) for kind in arc})
    stacks = [[height for kind in side for height in rows(kind)] for side in sides]
    points = arcs(stacks[1], stacks[0], radius=270.0)

    canvas = _Canvas()
    name = wrap(focus.label, 190, size=15, lines=3)
    canvas.card(
        focus, Box(0, 0, 230, 30 + LINE * 1.15 * len(name)), name, style="focus",
        says=f"in the middle of {len(neighbours)} things",
    )  # fmt: skip
    for direction, side, at in ((1, sides[0], points[1]), (-1, sides[1], points[0])):
        place = iter(at)
        for kind in side:
            x, y = next(place)
            title = f"{KINDS[kind].plural.capitalize()} · {len(ranked[kind])}"
            canvas.heading(
                title, x + direction * 6, y + 4,
                align=0 if direction > 0 else 1, strong=True, color=KINDS[kind].colour, kind=kind,
            )  # fmt: skip
            trail = []
            for item in arc[kind]:
                x, y = next(place)
                trail.append((x, y))
                wide = max(text_width(text) for text in lines[item.id]) + _SYMBOL
                box = Box(x + direction * (wide / 2 - 8), y, wide, LINE * len(lines[item.id]) + 4)
                canvas.card(
                    item, box, lines[item.id], style="mark", anchor=[x, y],
                    align="left" if direction > 0 else "right", more=item.id.startswith("more:"),
                )  # fmt: skip
                canvas.line(
                    focus.id, item.id, [(0, 0), (x - direction * 9, y)], label=item.relation,
                    width=round(0.8 + 1.7 * item.weight, 2),
                )  # fmt: skip
            next(place)
            canvas.marks.append(
                {"mark": "arc", "points": [(px - direction * 13, py) for px, py in trail],
                 "color": KINDS[kind].colour, "kind": kind}
            )  # fmt: skip
    for node in canvas.graph.nodes.values():
        node.pop("anchor", None)
    counted = [f"{len(group)} {KINDS[kind].plural}" for kind, group in ranked.items()]
    return canvas.finish(
        "neighbourhood",
        f"{focus.label} and what it is tied to: {_listed(counted) or 'nothing yet'}.",
        _legend(neighbours, hidden),
        [(focus.label, [item for group in arc.values() for item in group])],
    )


def draw_stages(
    known: Sequence[Item],
    stages: Sequence[Sequence[Item]],
    target: Item,
    needed_for: Iterable[tuple[str, str]],
    *,
    hidden: Collection[str] = (),
) -> Drawing:
    """Draw a learning path: what you have, stage after stage, and the role at the right.

    Args:
        known: What one has already, drawn faded; leave out what no step builds on.
        stages: The steps of each stage; ``weight`` (0 to 1) is a step's value, its height.
        target: The role.
        needed_for: Pairs of ids, the first needed for the second; unknown ids are passed over.
        hidden: Kinds left out; the legend still counts them.
    """
    columns = [("What you have", known), *(
        (f"Stage {place}", steps) for place, steps in enumerate(stages, 1)
    ), ("The role", [target])]  # fmt: skip
    columns = [
        (title, [i for i in items if i.kind not in hidden or i is target])
        for title, items in columns
    ]
    columns = [(title, items) for title, items in columns if items]
    gap, gutter = 10.0, 62.0
    width = (WIDTH - gutter * (len(columns) - 1)) / len(columns)
    width = min(230.0, max(150.0, width))
    pairs = sorted(set(needed_for))
    where: dict[str, float] = {}
    canvas = _Canvas()
    for place, (title, items) in enumerate(columns):
        x = place * (width + gutter)
        tied = {
            item.id: [where[a] for a, b in pairs if b == item.id and a in where] for item in items
        }
        # Each step near the middle of what it builds on: fewer lines cross.
        items = sorted(
            items, key=lambda i: (sum(tied[i.id]) / len(tied[i.id]) if tied[i.id] else 0.0,
                                  -i.weight),
        )  # fmt: skip
        boxes = [(item, wrap(item.label, width - _SYMBOL - 2 * 10, lines=3)) for item in items]
        heights = [LINE * len(lines) + _PADDING + 18 * i.weight for i, lines in boxes]
        y = -(sum(heights) + gap * (len(heights) - 1)) / 2
        for (item, lines), height in zip(boxes, heights, strict=True):
            goal = item is target
            canvas.card(
                item, Box(x, y + height / 2, width, height), lines,
                style="focus" if goal else "card", faded=title == "What you have",
                value=None if goal or title == "What you have" else round(item.weight, 3),
                says=title.lower(),
            )  # fmt: skip
            where[item.id] = y + height / 2
            y += height + gap
    upper = min(canvas.box(name).y - canvas.box(name).height / 2 for name in canvas.graph)
    for place, (title, items) in enumerate(columns):
        count = f" · {len(items)}" if title != "The role" else ""
        canvas.heading(title + count, place * (width + gutter), upper - 26, align=0.5, strong=True)
    for start, end in pairs:
        if start in where and end in where:
            a, b = canvas.box(start), canvas.box(end)
            canvas.line(
                start, end, [(a.x + a.width / 2, a.y), (b.x - b.width / 2 - 2, b.y)],
                curve=True, arrow=True, label="needed for",
            )  # fmt: skip
    every = [item for _, items in columns for item in items if item is not target]
    steps = sum(map(len, stages))
    return canvas.finish(
        "stages",
        f"The way to {target.label}: {steps} steps in {len(stages)} stages, "
        f"building on {len(known)} things you have.",
        _legend([*known, *(i for stage in stages for i in stage)], hidden),
        [(title, items) for title, items in columns if every],
    )


def draw_network(
    network: nx.Graph[Any], *, hidden: Collection[str] = (), limit: int = LIMIT, seed: int = 7
) -> Drawing:
    """Draw any small graph: a force layout of each connected part, boxes pushed apart.

    Args:
        network: Nodes with ``label`` and ``kind`` (and ``definition``), edges with ``label``,
            or, in a multigraph, the key, as their name.
        hidden: Kinds left out; the legend still counts them.
        limit: Of more nodes than this, those with the most neighbours are drawn.
        seed: Of the force layout; the same seed gives the same picture.
    """
    kinds = {name: data.get("kind", "group") for name, data in network.nodes(data=True)}
    every = {
        name: Item(str(name), str(data.get("label", name)), kinds[name] if kinds[name] in KINDS
                   else "group", str(data.get("definition", "")))
        for name, data in network.nodes(data=True)
    }  # fmt: skip
    visible = [name for name, item in every.items() if item.kind not in hidden]
    kept = sorted(visible, key=lambda name: (-network.degree(name), str(name)))[:limit]
    graph = network.subgraph(kept)
    cards = len(kept) <= CARDS
    lines = {
        name: wrap(every[name].label, 140 if cards else 120, lines=3 if cards else 2)
        for name in kept
    }
    sizes = {}
    for name in kept:
        wide = max(text_width(line) for line in lines[name])
        tall = LINE * len(lines[name])
        sizes[name] = (wide + _SYMBOL + 20, tall + _PADDING) if cards else (wide + 4, tall + 18)
    boxes = spread(graph, sizes, gap=22.0 if cards else 8.0, seed=seed) if kept else {}
    canvas = _Canvas()
    for name in sorted(kept, key=str):
        tied = {every[other].label for other in nx.all_neighbors(graph, name)}
        canvas.card(
            every[name], boxes[name], lines[name], style="card" if cards else "mark",
            align="below", says=f"tied to {len(tied)}",
        )  # fmt: skip
    named: Any = nx.MultiDiGraph(graph).edges(keys=True, data="label")
    for start, end, key, label in named:
        name = label or (key if isinstance(key, str) else "")
        a, b = boxes[start], boxes[end]
        route = [_edge_of(a, b), _edge_of(b, a)]
        if start != end:
            canvas.line(str(start), str(end), route, label=name, arrow=network.is_directed())
    left_out = len(visible) - len(kept)
    return canvas.finish(
        "network",
        f"{len(kept)} things and {canvas.graph.number_of_edges()} ties between them"
        + (f"; {left_out} more are not drawn." if left_out else "."),
        _legend(every.values(), hidden),
        [("Everything drawn", [every[name] for name in kept])],
    )


def vis_network() -> Path:
    """Give the path of vis-network's script inside the installed pyvis, without importing pyvis."""
    origin = getattr(find_spec("pyvis"), "origin", None)
    found = Path(str(origin)).parent.glob("templates/lib/vis-*/vis-network.min.js")
    return max(found, key=lambda path: path.parent.name)


def to_html(drawing: Drawing, title: str) -> str:
    """Write a drawing as one HTML page that needs nothing else and asks the network for nothing.

    Labels are data to the page, never markup; without JavaScript the same contents are a list.
    """
    payload = json.dumps({"drawing": drawing.to_dict()}, allow_nan=False).replace("<", "\\u003c")
    library = vis_network().read_text("utf-8").replace("</script", "<\\/script")
    names = {node["id"]: node["text"] for node in drawing.nodes}
    lists = "".join(
        f"<h2>{escape(section['title'])}</h2>"
        + "".join(
            f"<h3>{escape(group['title'])}</h3><ul>"
            + "".join(f"<li>{escape(names[i])}</li>" for i in group["ids"] if i in names)
            + "</ul>"
            for group in section["groups"]
        )
        for section in drawing.sections
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(title)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 1200px; margin: 2rem auto; padding: 0 1rem; font-family: system-ui, sans-serif;
  background: var(--st-background-color, #fff); color: var(--st-text-color, #1d2733); }}
@media (prefers-color-scheme: dark) {{ :root {{ --st-background-color: #12171f;
  --st-text-color: #eef1f5; --st-primary-color: #6bb5ff; }} }}
{DRAWING_CSS.read_text("utf-8")}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>{escape(drawing.summary)}</p>
<main id="drawing"></main>
<noscript>{lists}</noscript>
<script type="application/json" id="data">{payload}</script>
<script>{library}</script>
<script>
{DRAWING_JS.read_text("utf-8")}
careergraphDrawing(document.getElementById("drawing"), vis, () => {{}})
  .show(JSON.parse(document.getElementById("data").textContent));
</script>
</body>
</html>
"""


def _edge_of(box: Box, other: Box) -> tuple[float, float]:
    """Where the line from the centre of ``box`` to that of ``other`` leaves the box."""
    dx, dy = other.x - box.x, other.y - box.y
    reach = max(abs(dx) / (box.width / 2), abs(dy) / (box.height / 2), 1.0)
    return box.x + dx / reach, box.y + dy / reach


def _pyvis(nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]]) -> Network:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    for node in nodes:
        data = dict(node)
        network.add_node(data.pop("id"), **data)
    for edge in edges:
        data = dict(edge)
        network.add_edge(data.pop("from"), data.pop("to"), **data)
    return network


def _by_kind(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Group items by kind, in the order in which kinds are always shown."""
    ordered = sorted(items, key=lambda item: _ORDER[item.kind])
    return {kind: list(group) for kind, group in groupby(ordered, key=lambda item: item.kind)}


def _legend(items: Iterable[Item], hidden: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"name": kind, "plural": KINDS[kind].plural, "symbol": KINDS[kind].symbol,
         "colour": KINDS[kind].colour, "count": len(group), "hidden": kind in hidden}
        for kind, group in _by_kind(items).items()
    ]  # fmt: skip


def _section(title: str, items: Sequence[Item]) -> dict[str, Any]:
    return {
        "title": title,
        "groups": [
            {"kind": kind, "title": KINDS[kind].plural.capitalize(), "ids": [i.id for i in group]}
            for kind, group in _by_kind(items).items()
        ],
    }


def _room(width: float, item: Item, roles: int) -> float:
    """Width left for text in a card: less padding, symbol and the letters of its roles."""
    letters = 18.0 * len(item.whose) if roles > 2 and len(item.whose) > 1 else 0.0
    return width - _SYMBOL - 2 * 10 - letters


def _tall(row: Sequence[tuple[Item, tuple[str, ...]]]) -> float:
    return max(LINE * len(lines) for _, lines in row) + _PADDING


def _halve(heights: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Cut the kinds, in order, into a right and a left side of nearly equal height."""
    kinds = list(heights)

    def uneven(cut: int) -> float:
        return abs(sum(heights[k] for k in kinds[:cut]) - sum(heights[k] for k in kinds[cut:]))

    cut = min(range(len(kinds) + 1), key=lambda n: (uneven(n), -n))
    return kinds[:cut], kinds[cut:]


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
