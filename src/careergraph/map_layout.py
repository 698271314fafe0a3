"""Where the roles lie on the map: near what they are like, and never label over label.

Communities are placed first, by their ties, with a force layout (Fruchterman and Reingold, 1991);
roles start around the middle of theirs and are drawn to the roles they are tied to and pushed off
from others taken at random (the forces of UMAP, McInnes et al., 2018, with a = b = 1), which takes
time in proportion to the number of roles. At last, boxes of the size of their labels are moved
apart. Everything random is seeded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import networkx as nx

from careergraph.layout import LINE, Box, text_width, wrap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEED = 7
WIDTH, HEIGHT = 1180.0, 760.0
"""Size of the map at zoom 1, in pixels."""
FULL = 0.25
"""The part of the map that all labels together take at the zoom at which all are shown."""
LABEL = 12.0
"""Size of the letters of a label in pixels, at any zoom."""
POINT = 14.0
"""Height of the point above its label in pixels, at any zoom."""

_EPOCHS = 240
_EVEN = 0.7  # how far each is moved to even out the map
_PUSHES = 300
_OTHERS = 6  # roles taken at random from which each is pushed off, each time


def label_lines(label: str) -> tuple[str, ...]:
    """Break a role's label into the lines under its point."""
    return wrap(label, 132, size=LABEL, lines=2)


def label_size(lines: Sequence[str]) -> tuple[float, float]:
    """Give width and height of a point with its label below, in pixels at any zoom."""
    return max(text_width(line, LABEL) for line in lines) + 6, POINT + LINE * 0.9 * len(lines)


def place_roles(
    ties: nx.Graph[str], labels: Sequence[str], community_of: Mapping[str, int]
) -> tuple[dict[str, tuple[float, float]], float]:
    """Give each role the middle of its point and label, x and y from 0 to 1 of the map's size.

    Args:
        ties: roles, tied to their nearest, with ``weight``.
        labels: their labels, in the order of the nodes of ``ties``.
        community_of: the number of each role's community.

    Returns:
        The places, and the zoom at which there is room for all labels.
    """
    import numpy as np

    roles = list(ties)
    if not roles:
        return {}, 1.0
    number = {role: place for place, role in enumerate(roles)}
    of = np.array([community_of[role] for role in roles])
    rng = np.random.default_rng(SEED)
    at = _start(ties, community_of)[of] + rng.normal(0, 1.0, (len(roles), 2))
    pairs = np.array([(number[a], number[b]) for a, b in ties.edges()], dtype=int).reshape(-1, 2)
    weights = np.array([data["weight"] for *_, data in ties.edges(data=True)], dtype=float)
    # A tie to another community pulls as well, yet less, so that communities stay together.
    weights = weights / max(float(weights.max(initial=0)), 1e-9)
    weights = np.where(of[pairs[:, 0]] == of[pairs[:, 1]], 1.0, 0.15) * (0.3 + 0.7 * weights)
    at = _forces(at, pairs, weights, rng)
    at = _spread_out(at)
    sizes = np.array([label_size(label_lines(label)) for label in labels])
    zoom = max(1.0, math.sqrt(float(sizes.prod(axis=1).sum()) / (FULL * WIDTH * HEIGHT)))
    extent = sizes / zoom
    at = apart(at, extent)
    low, high = (at - extent / 2).min(axis=0), (at + extent / 2).max(axis=0)
    # What was pushed over the edge is brought back by shrinking all, which takes a larger zoom.
    span = np.maximum(high - low, (WIDTH, HEIGHT))
    zoom *= float((span / (WIDTH, HEIGHT)).max())
    at = 0.5 + (at - (low + high) / 2) / span
    return {role: (float(x), float(y)) for role, (x, y) in zip(roles, at, strict=True)}, zoom


def _start(ties: nx.Graph[str], community_of: Mapping[str, int]) -> Floats:
    """Place the communities, an area each, about as far from one another as they are unlike."""
    import numpy as np

    many = max(community_of.values()) + 1
    between: nx.Graph[int] = nx.Graph()
    between.add_nodes_from(range(many))
    for a, b, data in ties.edges(data=True):
        one, other = community_of[a], community_of[b]
        if one != other:
            before = between.get_edge_data(one, other, {"weight": 0.0})["weight"]
            between.add_edge(one, other, weight=before + data["weight"])
    places = nx.spring_layout(between, weight="weight", seed=SEED, iterations=300, method="force")
    size = np.bincount(list(community_of.values()), minlength=many)
    middle = np.array([places[each] for each in range(many)], dtype=float)
    return middle * 1.6 * math.sqrt(float(size.sum()))


def _forces(at: Floats, pairs: Any, weights: Floats, rng: np.random.Generator) -> Floats:
    import numpy as np

    many = len(at)
    one, other = pairs[:, 0], pairs[:, 1]
    for epoch in range(_EPOCHS):
        rate = 0.9 * (1 - epoch / _EPOCHS)
        apart = at[one] - at[other]
        pull = apart * (weights * 2 / (1 + (apart**2).sum(axis=1)))[:, None]
        move = np.zeros_like(at)
        for axis in (0, 1):
            move[:, axis] -= np.bincount(one, pull[:, axis], many)
            move[:, axis] += np.bincount(other, pull[:, axis], many)
        away = at[:, None, :] - at[rng.integers(many, size=(many, _OTHERS))]
        square = (away**2).sum(axis=2)
        push = away * (2 / ((0.05 + square) * (1 + square)))[:, :, None]
        move += push.sum(axis=1)
        at = at + rate * np.clip(move, -4, 4)
    return at


def _spread_out(at: Floats) -> Floats:
    """Turn the map to lie along its longer side, and even out how densely it is filled.

    Each point moves most of the way to a cell of its own among cells of equal size, which halve the
    map again and again so that each half holds half of the points (Bentley, 1975).
    """
    import numpy as np

    at = at - at.mean(axis=0)
    if len(at) > 2:
        _, _, axes = np.linalg.svd(at, full_matrices=False)
        axes *= np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
        at = at @ axes.T
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9) * (WIDTH, HEIGHT)
    cells = np.zeros_like(at)

    def halve(rows: Any, low: Floats, high: Floats) -> None:
        if len(rows) == 1:
            cells[rows] = (low + high) / 2
            return
        axis = int((high - low).argmax())
        rows = rows[np.argsort(at[rows, axis], kind="stable")]
        half = len(rows) // 2
        cut = low[axis] + (high[axis] - low[axis]) * half / len(rows)
        halve(rows[:half], low, np.where(np.arange(2) == axis, cut, high))
        halve(rows[half:], np.where(np.arange(2) == axis, cut, low), high)

    halve(np.arange(len(at)), np.zeros(2), np.array([WIDTH, HEIGHT]))
    return np.asarray((1 - _EVEN) * at + _EVEN * cells)


def apart(at: Floats, extent: Floats) -> Floats:
    """Move boxes apart, each pair along the axis where it takes the least, until none overlap.

    Args:
        at: their middles, a row each.
        extent: their widths and heights.
    """
    import numpy as np
    from scipy.spatial import cKDTree

    reach = float(np.hypot(*extent.max(axis=0)))
    at = at.copy()
    one = other = np.zeros(0, dtype=int)
    for _ in range(_PUSHES):
        near = cKDTree(at).query_pairs(reach, output_type="ndarray")
        one, other = near[:, 0], near[:, 1]
        apart = at[one] - at[other]
        overlap = (extent[one] + extent[other]) / 2 - np.abs(apart)
        clash = (overlap > 0).all(axis=1)
        one, other, apart, overlap = one[clash], other[clash], apart[clash], overlap[clash]
        if not len(one):
            break
        sideways = overlap[:, 0] < overlap[:, 1]
        sign = np.where(apart >= 0, 1.0, -1.0)
        push = 0.5 * (overlap + 0.2) * sign * np.stack([sideways, ~sideways], axis=1)
        for axis in (0, 1):
            at[:, axis] += np.bincount(one, push[:, axis], len(at))
            at[:, axis] -= np.bincount(other, push[:, axis], len(at))
    return _settle(at, extent, sorted({*one.tolist(), *other.tolist()}))


def _settle(at: Floats, extent: Floats, left: Sequence[int]) -> Floats:
    """Move the boxes that still overlap to the nearest free place, looking in ever wider rings."""
    boxes = [Box(*place, *size) for place, size in zip(at.tolist(), extent.tolist(), strict=True)]
    taken = Taken(float(extent.max(initial=1.0)))
    for place in sorted(set(range(len(boxes))) - set(left)):
        taken.add(boxes[place])
    for place in left:
        box = boxes[place]
        rings = (
            Box(box.x + ring * across * math.cos(turn), box.y + ring * down * math.sin(turn),
                box.width, box.height)
            for ring in count()
            for across, down in [(box.width / 4, box.height / 2)]
            for turn in [step * math.tau / (6 * ring or 1) for step in range(6 * ring or 1)]
        )  # fmt: skip
        boxes[place] = next(free for free in rings if taken.is_free(free))
        taken.add(boxes[place])
        at[place] = boxes[place].x, boxes[place].y
    return at


class Taken:
    """Boxes by the cells of a grid in which their middles lie, so that few are looked at."""

    def __init__(self, cell: float) -> None:
        """Make the grid; a cell is at least as wide and high as any box."""
        self._cell = cell
        self._boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        """Take the room of a box."""
        self._boxes[self._at(box)].append(box)

    def is_free(self, box: Box) -> bool:
        """Tell whether no box that was added overlaps this one."""
        column, row = self._at(box)
        return not any(
            box.overlaps(other)
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in self._boxes.get((x, y), ())
        )

    def _at(self, box: Box) -> tuple[int, int]:
        return int(box.x // self._cell), int(box.y // self._cell)
