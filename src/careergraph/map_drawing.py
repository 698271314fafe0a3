"""The map of roles as a drawing: points in the colours of their communities, labels as room allows.

Labels keep their size on the screen, so zooming in makes room for more of them. Each point tells
from which zoom on its label is shown; at no zoom does a label lie over another, because boxes that
keep apart at one zoom do so at every larger one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from careergraph.drawing import Drawing, counted, listed
from careergraph.layout import LINE, Box, text_width, wrap
from careergraph.map_layout import HEIGHT, POINT, WIDTH, Taken, apart, label_lines, label_size
from careergraph.role_map import RoleMap

COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#AA4499", "#B8860B", "#332288", "#56B4E9", "#882255",
    "#44AA99", "#8C564B", "#6B6B6B", "#999933",
)  # fmt: skip
SYMBOLS = ("●", "■", "▲", "◆", "▼", "⬢", "★")
"""Colours and symbols of communities; together they repeat only after 84."""

ZOOMS = tuple(0.6 * 1.2**step for step in range(18))
"""The zooms at which labels come in."""

NAME = 14.0
"""Size of the letters of a community's name in pixels, at any zoom."""

_MARGIN = 44.0


def draw_map(
    role_map: RoleMap,
    sizes: Mapping[str, float],
    *,
    notes: Mapping[str, str] | None = None,
    routes: Sequence[Sequence[str]] = (),
    chosen: Sequence[str] = (),
    hidden: Collection[str] = (),
) -> Drawing:
    """Draw the map.

    Args:
        role_map: as ``role_map.role_map`` gives it.
        sizes: how large each role's point is, 0 to 1; the largest are labelled first.
        notes: what a point's size says of it, in words.
        routes: ways from role to role, the best first; all that is not on one is faded.
        chosen: roles that are labelled before all others, as those on a route are.
        hidden: numbers of communities, as text, that are left out.
    """
    first = dict.fromkeys([*chosen, *(role for route in routes for role in route)])
    on_way = {role for route in routes for role in route}
    spots = _spots(role_map)
    names = _names(role_map, spots, hidden)
    visible = [spot for spot in spots.values() if str(spot.community) not in hidden]
    rest = [spot for spot in visible if spot.iri not in first]
    rest.sort(key=lambda spot: (-sizes.get(spot.iri, 0.0), spot.label, spot.iri))
    leading = [spots[role] for role in first if role in spots and spots[role] in visible]
    from_zoom = _label_zooms([*leading, *names.values(), *rest])
    number = {iri: place for place, iri in enumerate(spots)}
    called = {community.number: community.name for community in role_map.communities}
    nodes = []
    for place in role_map.places:
        spot = spots[place.iri]
        size = sizes.get(place.iri, 0.0)
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
                "radius": round(2.6 + 4.4 * size**0.5, 1),
                "zoom": from_zoom.get(place.iri),
                "shape": "dot",
                "style": "point",
                "kind": str(place.community),
                "color": colour(place.community),
                "symbol": symbol(place.community),
                "nearest": [number[other] for other in place.nearest],
                "faded": bool(on_way) and place.iri not in on_way,
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
        marks=tuple(_marks(role_map, spots, names, from_zoom)),
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
    """Give the colour of a community by its number."""
    return COLOURS[community % len(COLOURS)]


def symbol(community: int) -> str:
    """Give the symbol of a community by its number."""
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

    def box(self, zoom: float) -> Box:
        """Give the room that point and label take in the drawing at a zoom."""
        middle = self.y + (self.height - POINT) / 2 / zoom
        return Box(self.x, middle, self.width / zoom, self.height / zoom)


@dataclass(frozen=True)
class _Name:
    """The name of a community, its middle at ``x`` and ``y``; shown below the zoom ``until``."""

    iri: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    until: float

    def box(self, zoom: float) -> Box:
        return Box(self.x, self.y, self.width / zoom, self.height / zoom)


def _spots(role_map: RoleMap) -> dict[str, _Spot]:
    """Give the points; a place is the middle of a point and its label where all are shown."""
    spots = {}
    for place in role_map.places:
        lines = label_lines(place.label)
        width, height = label_size(lines)
        x, middle = _MARGIN + place.x * WIDTH, _MARGIN + place.y * HEIGHT
        y = middle - (height - POINT) / 2 / role_map.zoom
        spots[place.iri] = _Spot(
            place.iri, place.label, place.community, x, y, lines, width, height
        )
    return spots


def _names(
    role_map: RoleMap, spots: Mapping[str, _Spot], hidden: Collection[str]
) -> dict[int, _Name]:
    """Put each community's name in the middle of its roles, or close by where names would meet."""
    import numpy as np

    shown = [each for each in role_map.communities if str(each.number) not in hidden]
    if not shown:
        return {}
    lines = [wrap(each.name, 200, size=NAME, lines=3) for each in shown]
    sizes = np.array(
        [
            (max(text_width(line, NAME) for line in of) * 1.08 + 8, LINE * len(of) + 2)
            for of in lines
        ]
    )
    room = sizes / ZOOMS[0]
    at = np.array(
        [
            [float(np.median([getattr(spots[role], axis) for role in each.roles])) for axis in "xy"]
            for each in shown
        ]
    )
    edge = np.array([WIDTH, HEIGHT]) + 2 * _MARGIN
    for _ in range(20):  # what is pushed over the edge comes back, which may push others
        at = np.clip(apart(at, room), room / 2, edge - room / 2)
    until = max(1.5, 0.7 * role_map.zoom)
    return {
        each.number: _Name(
            f"community:{each.number}", of, float(x), float(y), size[0], size[1], until
        )
        for each, of, (x, y), size in zip(shown, lines, at, sizes.tolist(), strict=True)
    }


def _label_zooms(labels: Iterable[_Spot | _Name]) -> dict[str, float]:
    """Give each label the least zoom from which on it can be shown; the first have precedence."""
    waiting = list(labels)
    shown: list[_Spot | _Name] = []
    from_zoom: dict[str, float] = {}
    for zoom in ZOOMS:
        taken = Taken(max((each.width for each in (*waiting, *shown)), default=1.0) / zoom)
        for each in shown:
            if not isinstance(each, _Name) or zoom < each.until:
                taken.add(each.box(zoom))
        left = []
        for each in waiting:
            box = each.box(zoom)
            if isinstance(each, _Name) and zoom >= each.until:
                continue
            if taken.is_free(box):
                taken.add(box)
                shown.append(each)
                from_zoom[each.iri] = round(zoom, 3)
            else:
                left.append(each)
        waiting = left
    return from_zoom


def _marks(
    role_map: RoleMap,
    spots: Mapping[str, _Spot],
    names: Mapping[int, _Name],
    from_zoom: Mapping[str, float],
) -> Iterator[dict[str, Any]]:
    reach = 0.72 * (WIDTH * HEIGHT / max(len(spots), 1)) ** 0.5
    for community in role_map.communities:
        yield {
            "mark": "area",
            "points": [[round(spots[r].x, 1), round(spots[r].y, 1)] for r in community.roles],
            "radius": round(min(reach, _MARGIN + 6), 1),
            "color": colour(community.number),
            "kind": str(community.number),
        }
    for number, name in names.items():
        yield {
            "mark": "name",
            "lines": list(name.lines),
            "x": round(name.x, 1),
            "y": round(name.y, 1),
            "width": round(name.width, 1),
            "zoom": from_zoom.get(name.iri),
            "until": name.until,
            "color": colour(number),
            "kind": str(number),
        }


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
    areas = listed([f"{each.name} ({len(each.roles)})" for each in role_map.communities])
    said = f"{counted(len(role_map.places), 'role')}, the more alike the nearer: {areas or 'none'}."
    for route in routes[:1]:
        said += f" The way marked: {' to '.join(label[role] for role in route if role in label)}."
    return said
