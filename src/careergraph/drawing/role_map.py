"""The map of roles as a drawing: points coloured by community, labels where there is room.

Labels keep their size on the screen, so zooming in makes room for more of them. Each point tells
from which zoom on its label is shown; at no zoom does a label lie over another or over the point of
another role, because boxes that keep apart at one zoom do so at every larger one. The names of
communities grow and shrink with the map instead, in room that the layout keeps free for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from careergraph.analysis.role_map.communities import RoleMap
from careergraph.drawing.boxes import Box, Taken
from careergraph.drawing.elements import Drawing
from careergraph.drawing.map_layout import (
    HEIGHT,
    POINT,
    WIDTH,
    label_lines,
    label_size,
    name_lines,
    name_size,
    place_roles,
)
from careergraph.vocabulary import counted, enumeration

COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#AA4499", "#B8860B", "#332288", "#56B4E9", "#882255",
    "#44AA99", "#8C564B", "#6B6B6B", "#999933",
)  # fmt: skip
SYMBOLS = ("●", "■", "▲", "◆", "▼", "⬢", "★")
"""Colours and symbols of communities; together they repeat only after 84."""

ZOOMS = tuple(0.6 * 1.2**step for step in range(18))
"""The zooms at which labels come in."""

_MARGIN = 44.0


def draw_map(
    role_map: RoleMap,
    sizes: Mapping[str, float],
    *,
    notes: Mapping[str, str] | None = None,
    routes: Sequence[Sequence[str]] = (),
    chosen: Sequence[str] = (),
    lit: Collection[str] = (),
    hidden: Collection[str] = (),
) -> Drawing:
    """Draw the map.

    Args:
        role_map: as ``role_map.role_map`` gives it.
        sizes: how large each role's point is, 0 to 1; the largest are labelled first.
        notes: what a point's size says of it, in words.
        routes: ways from role to role, the best first; all that is not on one is faded.
        chosen: roles that are labelled before all others, as those on a route are.
        lit: roles that have what is looked for; the rest is faded.
        hidden: numbers of communities, as text, that are left out.
    """
    first = dict.fromkeys([*chosen, *(role for route in routes for role in route)])
    full = {role for route in routes for role in route} | set(lit)
    spots = _spots(role_map, sizes)
    names = _names(role_map, hidden)
    visible = [spot for spot in spots.values() if str(spot.community) not in hidden]
    rest = [spot for spot in visible if spot.iri not in first]
    rest.sort(
        key=lambda spot: (spot.iri not in lit, -sizes.get(spot.iri, 0.0), spot.label, spot.iri)
    )
    leading = [spots[role] for role in first if role in spots and spots[role] in visible]
    from_zoom = _label_zooms(leading, rest, names, lit)
    number = {iri: place for place, iri in enumerate(spots)}
    called = {community.number: community.name for community in role_map.communities}
    nodes = []
    for place in role_map.places:
        spot = spots[place.iri]
        about = [called[place.community], (notes or {}).get(place.iri, "")]
        nodes.append(
            {
                "id": place.iri,
                "label": "\n".join(spot.lines),
                "text": place.label,
                "lines": list(spot.lines),
                "title": "\n".join(part for part in (place.label, *about) if part),
                "speech": ", ".join(part for part in (place.label, *about) if part),
                "x": round(spot.x, 1),
                "y": round(spot.y, 1),
                "width": round(spot.width, 1),
                "height": round(spot.height, 1),
                "radius": round(spot.radius, 1),
                "zoom": from_zoom.get(place.iri),
                "shape": "dot",
                "style": "point",
                "kind": str(place.community),
                "color": colour(place.community),
                "symbol": symbol(place.community),
                "nearest": [number[other] for other in place.nearest],
                "faded": bool(full) and place.iri not in full,
                "strong": place.iri in first,
            }
        )
    return Drawing(
        form="map",
        summary=_summary(role_map, routes, {spot.iri: spot.label for spot in spots.values()}),
        width=WIDTH + 2 * _MARGIN,
        height=HEIGHT + 2 * _MARGIN,
        nodes=tuple(nodes),
        edges=tuple(_ways(routes, spots)),
        legend=tuple(
            {
                "name": str(community.number),
                "plural": community.name,
                "symbol": symbol(community.number),
                "colour": colour(community.number),
                "count": len(community.roles),
                "hidden": str(community.number) in hidden,
            }
            for community in role_map.communities
        ),
        marks=tuple(_marks(role_map, spots, names)),
        sections=tuple(
            {
                "title": f"{community.name} ({len(community.roles)})",
                "groups": [
                    {"kind": str(community.number), "title": "Roles", "ids": list(community.roles)}
                ],
            }
            for community in role_map.communities
        ),
    )


def colour(community: int) -> str:
    """Return the colour of a community by its number."""
    return COLOURS[community % len(COLOURS)]


def symbol(community: int) -> str:
    """Return the symbol of a community by its number."""
    return SYMBOLS[community % len(SYMBOLS)]


@dataclass(frozen=True)
class _Spot:
    """A point at ``x`` and ``y`` of the drawing, its label below; sizes in pixels on the screen."""

    iri: str
    label: str
    community: int
    x: float
    y: float
    lines: tuple[str, ...]
    width: float
    height: float
    radius: float

    def box(self, zoom: float) -> Box:
        """Return the box of point and label in the drawing at a zoom."""
        middle = self.y + (self.height - POINT) / 2 / zoom
        return Box(self.x, middle, self.width / zoom, self.height / zoom)


@dataclass(frozen=True)
class _Name:
    """The name of a community, in full size at ``zoom``; it grows and shrinks with the map."""

    number: int
    lines: tuple[str, ...]
    box: Box
    zoom: float


def _spots(role_map: RoleMap, sizes: Mapping[str, float]) -> dict[str, _Spot]:
    """Return the points; a place is the centre of a point and its label where all are shown."""
    layout, spots = place_roles(role_map), {}
    for place in role_map.places:
        lines = label_lines(place.label)
        width, height = label_size(lines)
        across, down = layout.roles[place.iri]
        x, middle = _MARGIN + across * WIDTH, _MARGIN + down * HEIGHT
        y = middle - (height - POINT) / 2 / layout.zoom
        radius = 2.6 + 4.4 * sizes.get(place.iri, 0.0) ** 0.5
        spots[place.iri] = _Spot(
            place.iri, place.label, place.community, x, y, lines, width, height, radius
        )
    return spots


def _names(role_map: RoleMap, hidden: Collection[str]) -> list[_Name]:
    names = []
    for community, (across, down, zoom) in zip(
        role_map.communities, place_roles(role_map).names, strict=True
    ):
        if str(community.number) not in hidden:
            lines = name_lines(community.name)
            width, height = (side / zoom for side in name_size(lines))
            x, y = _MARGIN + across * WIDTH, _MARGIN + down * HEIGHT
            names.append(_Name(community.number, lines, Box(x, y, width, height), zoom))
    return names


def _label_zooms(
    leading: Sequence[_Spot], rest: Sequence[_Spot], names: Iterable[_Name], lit: Collection[str]
) -> dict[str, float]:
    """Return the least zoom from which each label can be shown; earlier ones take precedence.

    A leading one waits only for room beside those that lead it: it may lie over the point of
    another role and the name of a community, which is not written then. A lit one may lie over
    the point of a faded role; the rest may not.
    """
    waiting = [*leading, *rest]
    widest = max((spot.width for spot in waiting), default=1.0)
    highest = max((spot.height for spot in waiting), default=1.0)
    clear = _clear_zooms(waiting)
    clear |= _clear_zooms([spot for spot in waiting if spot.iri in lit])
    place = {spot.iri: number for number, spot in enumerate(leading)}
    shown: list[_Spot] = []
    from_zoom: dict[str, float] = {}
    written = [name.box for name in names]
    for zoom in ZOOMS:
        ahead = [spot.box(zoom) for spot in leading]
        around = [*written, *ahead]
        taken = Taken(widest / zoom, highest / zoom)
        for spot in shown:
            taken.add(spot.box(zoom))
        left = []
        for spot in waiting:
            box = spot.box(zoom)
            if spot.iri in place:
                free = not any(map(box.overlaps, ahead[: place[spot.iri]]))
            else:
                free = zoom >= clear[spot.iri] and taken.is_free(box)
                free = free and not any(map(box.overlaps, around))
            if free:
                taken.add(box)
                shown.append(spot)
                from_zoom[spot.iri] = round(zoom, 3)
            else:
                left.append(spot)
        waiting = left
    return from_zoom


def _clear_zooms(spots: Sequence[_Spot]) -> dict[str, float]:
    """Return the least zoom from which each label is clear of all other points."""
    import numpy as np

    x, y, radius = np.array([(spot.x, spot.y, spot.radius) for spot in spots]).reshape(-1, 3).T
    clear = {}
    for spot in spots:
        across, down = np.abs(x - spot.x), y - spot.y
        beside = spot.width / 2 + radius
        with np.errstate(divide="ignore", invalid="ignore"):
            zooms = np.minimum(beside / across, (spot.height - POINT / 2 + radius) / down)
        # A point that has not come down to the label when it is beside it was never over it.
        zooms[down * beside <= (POINT / 2 - radius) * across] = 0.0
        clear[spot.iri] = float(zooms.max())
    return clear


def _marks(
    role_map: RoleMap, spots: Mapping[str, _Spot], names: Iterable[_Name]
) -> Iterator[dict[str, Any]]:
    reach = min(0.72 * (WIDTH * HEIGHT / max(len(spots), 1)) ** 0.5, _MARGIN + 6)
    named = {name.number: name for name in names}
    for community in role_map.communities:
        points = [(spots[role].x, spots[role].y) for role in community.roles]
        if name := named.get(community.number):
            points += _along(name.box, reach)
        yield {
            "mark": "area",
            "points": [[round(x, 1), round(y, 1)] for x, y in points],
            "radius": round(reach, 1),
            "color": colour(community.number),
            "kind": str(community.number),
        }
    for number, name in named.items():
        yield {
            "mark": "name",
            "lines": list(name.lines),
            "x": round(name.box.x, 1),
            "y": round(name.box.y, 1),
            "width": round(name.box.width * name.zoom, 1),
            "zoom": round(name.zoom, 3),
            "color": colour(number),
            "kind": str(number),
        }


def _along(box: Box, reach: float) -> Iterator[tuple[float, float]]:
    """Return the centres of circles that cover a box."""
    many = int(box.width / reach) + 1
    rows = int(box.height / reach / 1.5) + 1
    for row in range(rows):
        y = box.y + box.height * ((row + 0.5) / rows - 0.5)
        for step in range(many + 1):
            yield box.x + box.width * (step / many - 0.5), y


def _ways(routes: Sequence[Sequence[str]], spots: Mapping[str, _Spot]) -> Iterator[dict[str, Any]]:
    drawn = set()
    for place, route in enumerate(routes):
        for one, other in pairwise(route):
            if one in spots and other in spots and (one, other) not in drawn:
                drawn.add((one, other))
                yield {
                    "from": one,
                    "to": other,
                    "label": "",
                    "route": [
                        [round(spots[end].x, 1), round(spots[end].y, 1)] for end in (one, other)
                    ],
                    "arrow": True,
                    "strong": True,
                    "width": 3.0 if place == 0 else 1.6,
                }


def _summary(role_map: RoleMap, routes: Sequence[Sequence[str]], label: Mapping[str, str]) -> str:
    areas = enumeration([f"{area.name} ({len(area.roles)})" for area in role_map.communities])
    sentence = (
        f"{counted(len(role_map.places), 'role')}, the more alike the nearer: {areas or 'none'}."
    )
    for route in routes[:1]:
        sentence += (
            f" The way marked: {' to '.join(label[role] for role in route if role in label)}."
        )
    return sentence
