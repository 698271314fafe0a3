"""Positions on the map of roles: near similar roles, and never label over label.

Communities are placed first, by their ties, with a force layout (Fruchterman and Reingold, 1991);
roles start around the middle of theirs and are drawn to the roles they are tied to and pushed off
from others taken at random (the forces of UMAP, McInnes et al., 2018, with a = b = 1), which takes
time in proportion to the number of roles. At last, room is made for the communities' names, and
boxes of the size of the roles' labels are moved apart. Everything random is seeded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from careergraph.analysis.role_map.communities import RoleMap
from careergraph.drawing.boxes import apart
from careergraph.drawing.layout import LINE, text_width, wrap
from careergraph.network.cache import kept_with

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
NAME = 14.0
"""Size of the letters of a community's name in pixels, at the zoom the layout gives for it."""
NAMES = 0.2
"""The part of a community's share of the map that is kept free for its name, at the most."""

_EPOCHS = 240
_MANY, _FEWER = 2000, 96  # roles beyond which fewer epochs do, in the proportion that UMAP keeps
_UNEVEN = 0.3  # what is left of each one's way to its place on an even map, at the most
_PLACES = 10.0  # … by the root of the number of roles, for so do the places get smaller
_WIDE = 2.0  # how many times as wide as high the room for a label is, about
_OTHERS = 6  # roles taken at random from which each is pushed off, each time
_NAME_ZOOM = 0.75  # the least zoom at which a name is as large as can be
_AROUND = 6  # pixels kept free around a name
_FRAME = 2.0  # how many times as wide as a name is what makes room for it


@dataclass(frozen=True)
class Layout:
    """The positions of roles and names: centres, x and y from 0 to 1 of the map's size.

    ``roles`` gives the middle of each role's point and label; at ``zoom`` there is room for all
    labels. ``names`` gives the middle of each community's name and a zoom: if it grows and shrinks
    with the map and has letters of ``NAME`` pixels at that zoom, it covers neither a point nor
    another name.
    """

    roles: dict[str, tuple[float, float]]
    names: list[tuple[float, float, float]]
    zoom: float


def label_lines(label: str) -> tuple[str, ...]:
    """Return the lines of a role's label, which stand under its point."""
    return wrap(label, 132, size=LABEL, lines=2)


def label_size(lines: Sequence[str]) -> tuple[float, float]:
    """Return width and height, in pixels at any zoom, of a point with its label below."""
    return max(text_width(line, LABEL) for line in lines) + 6, POINT + LINE * 0.9 * len(lines)


def name_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a community's name."""
    return wrap(name, 190, size=NAME, lines=3)


def name_size(lines: Sequence[str]) -> tuple[float, float]:
    """Return width and height in pixels of a community's name in letters of full size."""
    return max(text_width(line, NAME) for line in lines) * 1.08 + 8, LINE * len(lines) + 2


@kept_with
def place_roles(role_map: RoleMap) -> Layout:
    """Return the layout of a map, computed once for each."""
    import numpy as np

    roles = [place.iri for place in role_map.places]
    if not roles:
        return Layout({}, [], 1.0)
    labels = [place.label for place in role_map.places]
    community_of = {place.iri: place.community for place in role_map.places}
    names = [community.name for community in role_map.communities]
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(roles)
    for place in role_map.places:
        ties.add_weighted_edges_from(
            (place.iri, other, score)
            for other, score in zip(place.nearest, place.likeness, strict=True)
        )
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
    named = np.array([name_size(name_lines(name)) for name in names])
    share = np.bincount(of, minlength=len(names)) / len(of)
    name_zoom = np.maximum(
        _NAME_ZOOM, np.sqrt(named.prod(axis=1) / (NAMES * share * WIDTH * HEIGHT))
    )
    room = named / name_zoom[:, None] + _AROUND
    middles = np.array([np.median(at[of == number], axis=0) for number in range(len(names))])
    at, name_at = _with_room(at, _within(middles, room), room)
    sizes = np.array([label_size(label_lines(label)) for label in labels])
    zoom = max(1.0, math.sqrt(float(sizes.prod(axis=1).sum()) / (FULL * WIDTH * HEIGHT)))
    extent = sizes / zoom
    at = apart(at, extent, name_at, room)
    low = np.minimum((at - extent / 2).min(axis=0), (name_at - room / 2).min(axis=0))
    high = np.maximum((at + extent / 2).max(axis=0), (name_at + room / 2).max(axis=0))
    # What was pushed over the edge is brought back by shrinking all, which takes a larger zoom.
    span = np.maximum(high - low, (WIDTH, HEIGHT))
    shrunk = float((span / (WIDTH, HEIGHT)).max())
    at, name_at = (0.5 + (each - (low + high) / 2) / span for each in (at, name_at))
    return Layout(
        {role: (float(x), float(y)) for role, (x, y) in zip(roles, at, strict=True)},
        [
            (float(x), float(y), float(each) * shrunk)
            for (x, y), each in zip(name_at, name_zoom, strict=True)
        ],
        zoom * shrunk,
    )


def _within(middles: Floats, room: Floats) -> Floats:
    """Return names moved so that they neither overlap nor cross the edge."""
    import numpy as np

    for _ in range(20):  # what is pushed over the edge comes back, which may push others
        middles = apart(np.clip(middles, room / 2, (WIDTH, HEIGHT) - room / 2), room)
    return middles


def _start(ties: nx.Graph[str], community_of: Mapping[str, int]) -> Floats:
    """Place the communities, an area each, the farther apart the less alike they are."""
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
    epochs = _EPOCHS if many <= _MANY else _FEWER
    for epoch in range(epochs):
        rate = 0.9 * (1 - epoch / epochs)
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
    """Rotate the map to its longer side, and even out its density."""
    import numpy as np

    at = at - at.mean(axis=0)
    if len(at) > 2:
        _, _, axes = np.linalg.svd(at, full_matrices=False)
        axes *= np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
        at = at @ axes.T
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9) * (WIDTH, HEIGHT)
    return _evened(at)


def _evened(at: Floats) -> Floats:
    """Move each point most of the way to a cell of its own among cells of equal size.

    Cells are wider than high, as labels are. They halve the map again and again so that each half
    holds half of the points (Bentley, 1975).
    """
    import numpy as np

    cells = np.zeros_like(at)

    def halve(rows: Any, low: Floats, high: Floats) -> None:
        if len(rows) == 1:
            cells[rows] = (low + high) / 2
            return
        axis = int(((high - low) / (_WIDE, 1)).argmax())
        rows = rows[np.argsort(at[rows, axis], kind="stable")]
        half = len(rows) // 2
        cut = low[axis] + (high[axis] - low[axis]) * half / len(rows)
        halve(rows[:half], low, np.where(np.arange(2) == axis, cut, high))
        halve(rows[half:], np.where(np.arange(2) == axis, cut, low), high)

    halve(np.arange(len(at)), np.zeros(2), np.array([WIDTH, HEIGHT]))
    left = min(_UNEVEN, _PLACES / math.sqrt(len(at)))
    return np.asarray(left * at + (1 - left) * cells)


def _with_room(at: Floats, middles: Floats, room: Floats) -> tuple[Floats, Floats]:
    """Make room for boxes: move the points inside one into a frame around it, and even those out.

    Returns:
        The points, and the middles of the boxes, which may have moved as well.
    """
    import numpy as np

    filling, owner = [], []
    for number, (middle, (width, height)) in enumerate(zip(middles, room, strict=True)):
        away = at - middle
        distance = np.maximum(np.abs(away / (width / 2, height / 2)).max(axis=1), 1e-9)
        pressed = np.where(distance < _FRAME, 1 + distance * (1 - 1 / _FRAME), distance)
        at = middle + away * (pressed / distance)[:, None]
        # Points as dense as elsewhere take up the room while the others are evened out.
        wanted = len(at) * width * height / (WIDTH * HEIGHT)
        columns = max(1, round(math.sqrt(wanted * width / height)))
        rows = max(1, round(wanted / columns))
        across = (np.arange(columns) + 0.5) / columns - 0.5
        down = (np.arange(rows) + 0.5) / rows - 0.5
        grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
        filling.append(middle + grid * (width, height))
        owner += [number] * len(grid)
    evened = _evened(np.concatenate([at, *filling]))
    filled, of = evened[len(at) :], np.array(owner)
    middles = np.array([filled[of == number].mean(axis=0) for number in range(len(room))])
    return evened[: len(at)], _within(middles, room)
