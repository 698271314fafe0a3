"""Drawings: what a view shows, laid out and returned as a pyvis network.

Each function takes plain :class:`Item` objects (or a networkx graph), lays them out
(:mod:`careergraph.layout`) and returns a :class:`Drawing`, which is plain data: the Streamlit
component shows it, :func:`to_html` writes it to one file that opens without a network.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx

from careergraph.drawing.boxes import Box
from careergraph.drawing.columns import draw_comparison, draw_stages
from careergraph.drawing.elements import (
    SYMBOL_ROOM,
    Canvas,
    Drawing,
    Mark,
    by_kind,
)
from careergraph.drawing.layout import LINE, arcs, spread, text_width, wrap
from careergraph.vocabulary import KINDS, counted, enumeration

__all__ = [
    "Drawing",
    "Mark",
    "draw_comparison",
    "draw_neighbourhood",
    "draw_network",
    "draw_stages",
    "drawing_script",
    "drawing_style",
    "to_html",
    "vis_network",
]

CARDS = 80
"""Up to so many things a network is drawn as boxes, beyond as symbols with a label."""
LIMIT = 300
"""How many things one drawing shows at most."""

_BROWSER = Path(__file__).parent / "browser"
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


def draw_neighbourhood(
    focus: Mark,
    neighbours: Sequence[Mark],
    *,
    per_kind: int = 14,
    limit: int = 40,
    hidden: Collection[str] = (),
) -> Drawing:
    """Draw a thing in the middle, and its neighbours on arcs around it, one for each kind.

    The strongest come first (``weight``, then the order given). Of a kind with more than
    ``per_kind``, or when there are more than ``limit`` in all, the rest is one "+23 more" whose
    id is ``"more:<kind>"``.
    """
    others = list({item.id: item for item in reversed(neighbours) if item.id != focus.id}.values())
    bands = by_kind(item for item in reversed(others) if item.kind not in hidden)
    ranked = {kind: sorted(group, key=lambda i: -i.weight) for kind, group in bands.items()}
    arc = _strongest(ranked, per_kind, limit)
    lines = {i.id: wrap(i.label, 220, lines=2) for group in arc.values() for i in group}
    rows = {
        kind: [30.0, *(LINE * len(lines[item.id]) + 6 for item in group), 8.0]
        for kind, group in arc.items()
    }
    sides = _halve({kind: sum(heights) for kind, heights in rows.items()})
    left, right = arcs(*([high for kind in side for high in rows[kind]] for side in sides))

    canvas = Canvas()
    name = wrap(focus.label, 190, size=15, lines=3)
    canvas.put(
        focus, Box(0, 0, 230, 26 + 19 * len(name)), name, style="focus",
        says=f"in the middle of {counted(len(others), 'thing')}",
    )  # fmt: skip
    for out, side, points in ((-1, sides[0], iter(left)), (1, sides[1], iter(right))):
        for kind in side:
            x, y = next(points)
            title = f"{KINDS[kind].plural.capitalize()} · {len(ranked[kind])}"
            canvas.head(title, x + out * 6, y + 3, align=(1 - out) / 2, strong=True, kind=kind)
            trail = [next(points) for _ in arc[kind]]
            next(points)
            for item, (x, y) in zip(arc[kind], trail, strict=True):
                wide = max(map(text_width, lines[item.id])) + SYMBOL_ROOM
                box = Box(x + out * (wide / 2 - 8), y, wide, LINE * len(lines[item.id]) + 3)
                more = item.id.startswith("more:")
                canvas.put(
                    item, box, lines[item.id], style="mark", more=more,
                    align="right" if out < 0 else "left", says="" if more else KINDS[kind].name,
                )  # fmt: skip
                thick = 0.7 + 1.1 * float(item.weight)
                canvas.join(focus.id, item.id, [(0, 0), (x - out * 13, y)], width=round(thick, 2))
            inner = [[x - out * 13, y] for x, y in trail]
            canvas.marks.append(
                {"mark": "arc", "points": inner, "color": KINDS[kind].colour, "kind": kind}
            )
    counts = [KINDS[kind].counted(len(g)) for kind, g in ranked.items()]
    summary = f"{focus.label} and what it is tied to: {enumeration(counts) or 'nothing'}."
    everything = [item for group in arc.values() for item in group]
    return canvas.finish(
        "neighbourhood", summary, others, hidden, [(f"Around {focus.label}", everything)]
    )


def _strongest(
    ranked: Mapping[str, Sequence[Mark]], per_kind: int, limit: int
) -> dict[str, list[Mark]]:
    """Return the first of each kind, the longest list cut most; the rest becomes one "+23 more"."""
    keep = {kind: min(len(group), per_kind) for kind, group in ranked.items()}
    while sum(keep.values()) > limit and max(keep.values()) > 1:
        keep[max(keep, key=lambda kind: keep[kind])] -= 1
    shown = {}
    for kind, group in ranked.items():
        rest = len(group) - keep[kind]
        if rest < 2:  # "+1 more" would take the place of that one.
            shown[kind] = list(group)
            continue
        more = Mark(f"more:{kind}", f"+{rest} more", kind, f"Show all {KINDS[kind].plural}")
        shown[kind] = [*group[: keep[kind]], more]
    return shown


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
    every = {
        name: Mark(
            str(name),
            str(data.get("label", name)),
            data["kind"] if data.get("kind") in KINDS else "group",
            str(data.get("definition", "")),
        )
        for name, data in network.nodes(data=True)
    }
    visible = [name for name, item in every.items() if item.kind not in hidden]
    kept = sorted(visible, key=lambda name: (-network.degree(name), str(name)))[:limit]
    cards = len(kept) <= CARDS
    lines = {
        name: wrap(every[name].label, 140 if cards else 128, lines=3 if cards else 2)
        for name in kept
    }
    more = (SYMBOL_ROOM + 16, 14) if cards else (4, 18)
    sizes = {
        name: (max(map(text_width, text)) + more[0], LINE * len(text) + more[1])
        for name, text in lines.items()
    }
    boxes = spread(network.subgraph(kept), sizes, gap=22 if cards else 8, seed=seed)

    canvas = Canvas()
    for name, box in boxes.items():
        tied = len(set(nx.all_neighbors(network, name)) & boxes.keys() - {name})
        canvas.put(
            every[name], box, lines[name], style="card" if cards else "mark", align="below",
            says=f"tied to {counted(tied, 'thing')}",
        )  # fmt: skip
    directed = network.is_directed()
    named: Any = (nx.MultiDiGraph if directed else nx.MultiGraph)(network.subgraph(kept))
    for start, end, key, label in named.edges(keys=True, data="label"):
        if start != end:
            a, b = boxes[start], boxes[end]
            canvas.join(
                str(start), str(end), [_towards(a, b), _towards(b, a)], arrow=directed,
                label=label or (key if isinstance(key, str) else ""),
            )  # fmt: skip
    ties = canvas.graph.number_of_edges()
    summary = f"{counted(len(kept), 'thing')} and {counted(ties, 'tie')} between them"
    if len(visible) > len(kept):
        summary += f"; {len(visible) - len(kept)} more are not drawn"
    everything = [("Everything drawn", [every[name] for name in kept])]
    return canvas.finish("network", f"{summary}.", every.values(), hidden, everything)


def vis_network() -> Path:
    """Return the path of vis-network's script in the installed pyvis, without importing pyvis."""
    origin = getattr(find_spec("pyvis"), "origin", None)
    found = Path(str(origin)).parent.glob("templates/lib/vis-*/vis-network.min.js")
    return max(found, key=lambda path: path.parent.name)


def drawing_script() -> str:
    """Return the JavaScript that shows a drawing: ``careergraphDrawing(host, vis, report)``."""
    return "".join((_BROWSER / name).read_text("utf-8") for name in ("paint.js", "drawing.js"))


def drawing_style() -> str:
    """Return the CSS that belongs to :func:`drawing_script`."""
    return (_BROWSER / "drawing.css").read_text("utf-8")


def to_html(drawing: Drawing, title: str) -> str:
    """Return a drawing as one HTML page that needs no other file and makes no request.

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
  overflow-wrap: anywhere;
  background: var(--st-background-color, #fff); color: var(--st-text-color, #1d2733); }}
@media (prefers-color-scheme: dark) {{ :root {{ --st-background-color: #12171f;
  --st-text-color: #eef1f5; --st-primary-color: #6bb5ff; }} }}
{drawing_style()}
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
{drawing_script()}
careergraphDrawing(document.getElementById("drawing"), vis, () => {{}})
  .show(JSON.parse(document.getElementById("data").textContent));
</script>
</body>
</html>
"""


def _towards(box: Box, other: Box) -> tuple[float, float]:
    """Return the point where the line between two centres leaves the first box."""
    dx, dy = other.x - box.x, other.y - box.y
    reach = max(abs(dx) / (box.width / 2), abs(dy) / (box.height / 2), 1.0)
    return box.x + dx / reach, box.y + dy / reach


def _halve(heights: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Split the kinds, in order, into a left and a right side of nearly equal height."""
    kinds = list(heights)

    def uneven(cut: int) -> float:
        return abs(sum(heights[k] for k in kinds[:cut]) - sum(heights[k] for k in kinds[cut:]))

    cut = min(range(len(kinds) + 1), key=lambda n: (uneven(n), -n))
    return kinds[:cut], kinds[cut:]
