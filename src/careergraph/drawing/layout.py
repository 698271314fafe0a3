"""Positions in a drawing: text wrapped to boxes, boxes placed without overlap.

All lengths are CSS pixels at zoom 1; x grows to the right and y downwards, as on a canvas.
Everything is a pure function of its arguments: the same picture every time.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import Any

import networkx as nx

from careergraph.drawing.boxes import Box, apart, frame

LINE = 17.0
"""Height of one line of text."""

# Advance widths in em, a little wider than Source Sans and close to Arial, so that text
# measured here fits in the browser whichever sans-serif it finds.
_NARROW = dict.fromkeys("iljI.,:;'|!", 0.27) | dict.fromkeys('frt()[]{}/\\-"* ', 0.34)
_NARROWEST = min(_NARROW.values())
_WIDE = dict.fromkeys("mMW@%", 0.87) | dict.fromkeys("w", 0.74)


def text_width(text: str, size: float = 13.0) -> float:
    """Return the estimated width in pixels of ``text`` in a sans-serif of ``size`` pixels."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if character in _NARROW:
        return _NARROW[character]
    if character in _WIDE:
        return _WIDE[character]
    if not character.isascii():
        return 1.0 if ord(character) > 0x2E80 else 0.62
    return 0.68 if character.isupper() else 0.55


def wrap(text: str, width: float, *, size: float = 13.0, lines: int = 3) -> tuple[str, ...]:
    """Return ``text`` as at most ``lines`` lines of ``width`` pixels; the last may end in "…"."""
    broken: list[str] = []
    current = ""
    # More letters than this fill one line too many, however narrow they are.
    most = int((lines + 1) * width / (size * _NARROWEST)) + 1
    for word in " ".join(text.split())[:most].split():
        while text_width(word, size) > width and len(word) > 1:
            fits = (
                n for n in range(len(word) - 1, 1, -1) if text_width(word[:n] + "-", size) <= width
            )
            room = next(fits, 1)
            broken += [current] if current else []
            broken.append(word[:room] + "-")
            current, word = "", word[room:]
        longer = f"{current} {word}".strip()
        if current and text_width(longer, size) > width:
            broken.append(current)
            current = word
        else:
            current = longer
    if current or not broken:
        broken.append(current)
    if len(broken) <= lines:
        return tuple(broken)
    last = broken[lines - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return (*broken[: lines - 1], last.rstrip(" -,;") + "…")


def allot_lanes(
    heights: Sequence[Mapping[int, Mapping[str, float]]], lanes: int
) -> tuple[int, ...]:
    """Distribute ``lanes`` among columns so that bands aligned across them are lowest in total.

    ``heights[column][n][band]`` is how high a band is in that column given ``n`` lanes (keys
    1, 2, …). Among equals the most even sharing wins, then the one first in order.
    """

    def total(shares: tuple[int, ...]) -> float:
        tallest: dict[str, float] = {}
        for column, share in zip(heights, shares, strict=True):
            for band, height in column[share].items():
                tallest[band] = max(height, tallest.get(band, 0.0))
        return sum(tallest.values())

    cuts = combinations(range(1, lanes), len(heights) - 1)
    options = (tuple(b - a for a, b in zip((0, *cut), (*cut, lanes), strict=True)) for cut in cuts)
    return min(options, key=lambda shares: (total(shares), max(shares) - min(shares), shares))


def arcs(
    left: Sequence[float], right: Sequence[float], *, radius: float = 220.0
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Stack rows of the given heights on the two sides of an ellipse around the origin.

    Both sides run downwards. Each row has its own stretch of y, hence text that runs outward
    from the returned points cannot overlap.
    """
    reach = max(sum(left), sum(right), 160.0) / 2 * 1.12

    def side(heights: Sequence[float], direction: int) -> list[tuple[float, float]]:
        y = -sum(heights) / 2
        points = []
        for height in heights:
            middle = y + height / 2
            x = radius * math.sqrt(max(0.0, 1 - (middle / reach) ** 2))
            points.append((direction * x, middle))
            y += height
        return points

    return side(left, -1), side(right, 1)


def spread(
    graph: nx.Graph[Any],
    sizes: Mapping[Hashable, tuple[float, float]],
    *,
    gap: float = 14.0,
    seed: int = 7,
    aspect: float = 1.6,
) -> dict[Hashable, Box]:
    """Place boxes of given sizes by a force layout, without overlap.

    Each connected part is laid out by itself (Fruchterman and Reingold, 1991, as networkx has
    it), its boxes are pushed apart, and the parts are packed in rows towards ``aspect`` (width
    over height).
    """
    parts = sorted(
        nx.connected_components(nx.Graph(graph)), key=lambda part: (-len(part), min(map(str, part)))
    )
    return _pack([_spread_part(graph, part, sizes, gap, seed) for part in parts], gap, aspect)


def _spread_part(
    graph: nx.Graph[Any],
    part: set[Hashable],
    sizes: Mapping[Hashable, tuple[float, float]],
    gap: float,
    seed: int,
) -> dict[Hashable, Box]:
    import numpy as np

    # A fixed order, because networkx seeds positions in the order of the nodes.
    names = sorted(part, key=str)
    simple: nx.Graph[Any] = nx.Graph()
    simple.add_nodes_from(names)
    simple.add_edges_from(sorted(graph.subgraph(part).edges(), key=str))
    places = nx.spring_layout(simple, method="force", seed=seed)
    extent = np.array([sizes[name] for name in names], dtype=float) + gap
    at = np.array([places[name] for name in names], dtype=float)
    area = math.sqrt(float(extent.prod(axis=1).sum()))
    at *= np.array([1.7, 0.8]) * area / max(float(np.ptp(at, axis=0).max()), 1e-9)

    return {
        name: Box(x, y, *sizes[name])
        for name, (x, y) in zip(names, apart(at, extent).tolist(), strict=True)
    }


def _pack(parts: Sequence[dict[Hashable, Box]], gap: float, aspect: float) -> dict[Hashable, Box]:
    """Place the parts in rows, left to right, largest first."""
    frames = [frame(part.values()) for part in parts]
    room = sum((w + 3 * gap) * (h + 3 * gap) for _, _, w, h in frames)
    width = max([math.sqrt(room * aspect), *(wide for _, _, wide, _ in frames)])
    packed: dict[Hashable, Box] = {}
    x = y = row = 0.0
    for part, (left, top, w, h) in zip(parts, frames, strict=True):
        if x and x + w > width:
            x, y, row = 0.0, y + row + 3 * gap, 0.0
        for name, box in part.items():
            packed[name] = Box(box.x - left + x, box.y - top + y, box.width, box.height)
        x, row = x + w + 3 * gap, max(row, h)
    return packed
