"""A network of things as GraphML, GEXF, or two tables, its nodes and its edges.

What is several of one thing (sources, aliases, IRIs) is one text, its parts with " | " between.
"""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
from collections import Counter
from typing import Any

import networkx as nx

from careergraph.export.tables import table_csv
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS, RELATIONS

_BETWEEN = " | "
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))  # by which seeds of a sunflower stay apart
_APART = 14.0  # pixels between two points at one place
_ZIPPED = (1980, 1, 1, 0, 0, 0)  # the date in a zip, which would make other bytes tomorrow


def network_bytes(network: Network, format: str) -> bytes:  # noqa: A002
    """Return a network as "graphml", "gexf", or "tables" (nodes.csv and edges.csv in a zip).

    GEXF has colours, sizes and positions as well, so that it opens as the map of roles does.
    """
    if format == "tables":
        return _tables(network)
    plain: Network = nx.MultiDiGraph()
    plain.add_nodes_from((iri, _node(data)) for iri, data in network.nodes(data=True))
    for one, other, name, edge in network.edges(keys=True, data=True):
        plain.add_edge(one, other, **_edge(name, edge))
    out = io.BytesIO()
    if format == "graphml":
        nx.write_graphml(plain, out)
        return out.getvalue()
    _add_looks(plain, network)
    nx.write_gexf(plain, out)
    # The date of writing would make other bytes of the same graph tomorrow.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue(), count=1)


def edges_csv(network: Network) -> bytes:
    """Return all relations as a table, and each thing without any in a row of its own."""
    header = ("from", "from_kind", "says", "relation", "to", "to_kind", "weight", "level",
              "sources", "from_iri", "to_iri")  # fmt: skip

    def end(iri: str) -> tuple[str, str]:
        return network.nodes[iri]["label"], network.nodes[iri]["kind"]

    lines: list[tuple[object, ...]] = [
        (*end(one), RELATIONS[name].label, name, *end(other), edge["weight"], _level(edge),
         " ".join(edge["sources"]), one, other)
        for one, other, name, edge in network.edges(keys=True, data=True)
    ]  # fmt: skip
    lines += [
        (*end(iri), "", "", "", "", "", "", " ".join(network.nodes[iri]["sources"]), iri, "")
        for iri in nx.isolates(network)
    ]
    return table_csv(header, iter(lines))


def _tables(network: Network) -> bytes:
    nodes = [{"iri": iri, **_node(data)} for iri, data in network.nodes(data=True)]
    edges = [
        {"from": one, "to": other, **_edge(name, edge)}
        for one, other, name, edge in network.edges(keys=True, data=True)
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in (("nodes.csv", nodes), ("edges.csv", edges)):
            header = tuple(dict.fromkeys(column for row in rows for column in row))
            lines = (tuple(row.get(column, "") for column in header) for row in rows)
            file = zipfile.ZipInfo(name, _ZIPPED)
            archive.writestr(file, table_csv(header, lines), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _node(data: dict[str, Any]) -> dict[str, str]:
    return {
        "label": _printable(data["label"]),
        "kind": data["kind"],
        "definition": _printable(data["definition"]),
        "aliases": _printable(_BETWEEN.join(data["aliases"])),
        "iris": _BETWEEN.join(data["iris"]),
        "sources": _BETWEEN.join(data["sources"]),
        "tasks": _printable(_BETWEEN.join(data.get("tasks", ()))),
        "facts": _printable(json.dumps(data["facts"], ensure_ascii=False, sort_keys=True))
        if data["facts"]
        else "",
    }


def _edge(name: str, edge: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of an edge; those that it does not have are left out."""
    about = {
        "relation": name,
        "label": RELATIONS[name].label,
        "weight": edge["weight"],
        "level": edge["level"],
        "level_word": edge.get("level_word"),
        "one_of": _BETWEEN.join(edge["one_of"]) if "one_of" in edge else None,
        "sources": _BETWEEN.join(edge["sources"]),
    }
    return {key: value for key, value in about.items() if value is not None}


def _level(edge: dict[str, Any]) -> object:
    return "" if edge["level"] is None else edge["level"]


def _add_looks(plain: Network, network: Network) -> None:
    """Set for each node a colour, a size and a position, as GEXF's viz module has them."""
    from careergraph.analysis.role_map.communities import role_map
    from careergraph.drawing.map_layout import HEIGHT, WIDTH, place_roles
    from careergraph.drawing.role_map import colour

    drawn = role_map(network)
    area = {place.iri: place.community for place in drawn.places}
    at: dict[str, tuple[float, float]] = {}
    if area:
        layout = place_roles(drawn)
        scale = max(layout.zoom, 1.0)
        # Gephi counts y upwards, the map downwards.
        at = {iri: (x * WIDTH * scale, -y * HEIGHT * scale) for iri, (x, y) in layout.roles.items()}
    taken: Counter[tuple[float, float]] = Counter()
    for iri, data in plain.nodes(data=True):
        x, y = at[iri] if iri in at else _beside(iri, network, at, taken)
        shade = colour(area[iri]) if iri in area else KINDS[data["kind"]].colour
        red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
        data["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": round(4 + 2 * math.sqrt(network.degree(iri)), 2),
            "position": {"x": round(x, 2), "y": round(y, 2), "z": 0.0},
        }


def _beside(
    iri: str,
    network: Network,
    at: dict[str, tuple[float, float]],
    taken: Counter[tuple[float, float]],
) -> tuple[float, float]:
    """Return the middle of what a thing is linked with, or near it where others are there."""
    near = [at[other] for other in {*network.pred[iri], *network.succ[iri]} if other in at]
    x, y = (math.fsum(side) / len(near) for side in zip(*near, strict=True)) if near else (0.0, 0.0)
    middle = (round(x, 1), round(y, 1))
    taken[middle] += 1
    turn, away = taken[middle] * _GOLDEN_ANGLE, _APART * math.sqrt(taken[middle])
    return x + away * math.cos(turn), y + away * math.sin(turn)


def _printable(text: str) -> str:
    """Return a text without the control characters that RDF allows and XML does not."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
