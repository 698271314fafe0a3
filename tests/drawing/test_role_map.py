"""The drawn map: labels keep apart at every zoom, and what is asked for stands out."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Network, network, two_groups

from careergraph.analysis.cooccurrence import companions
from careergraph.analysis.role_map.communities import RoleMap, role_map
from careergraph.analysis.role_map.sizes import role_sizes
from careergraph.drawing.boxes import Box
from careergraph.drawing.map_layout import POINT, label_lines, label_size
from careergraph.drawing.role_map import (
    COLOURS,
    SYMBOLS,
    ZOOMS,
    _clear_zooms,
    _Spot,
    colour,
    draw_map,
    symbol,
)


@pytest.fixture(scope="module")
def kitchen() -> RoleMap:
    return role_map(two_groups())


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_maps(count: int) -> None:
    small = network({f"Role {n}": list("abcde") for n in range(count)})
    assert len(draw_map(role_map(small), {}).nodes) == count


def label_box(node: dict[str, Any], zoom: float) -> Box:
    """Return the room of a role's point and label at a zoom."""
    middle = node["y"] + (node["height"] - POINT) / 2 / zoom
    return Box(node["x"], middle, node["width"] / zoom, node["height"] / zoom)


def boxes_at(drawing: Any, zoom: float) -> list[Box]:
    """Return what is written at a zoom, as the browser lays it out."""
    labels = [
        label_box(node, zoom)
        for node in drawing.nodes
        if node["zoom"] is not None and node["zoom"] <= zoom
    ]
    return labels + names_of(drawing)


def names_of(drawing: Any) -> list[Box]:
    """Return the names of communities, which take the same part of the map at any zoom."""
    return [
        Box(
            mark["x"],
            mark["y"],
            mark["width"] / mark["zoom"],
            (17.0 * len(mark["lines"]) + 2) / mark["zoom"],
        )
        for mark in drawing.marks
        if mark["mark"] == "name"
    ]


def points_under_names(drawing: Any) -> list[str]:
    return [
        node["text"]
        for node in drawing.nodes
        for name in names_of(drawing)
        if name.overlaps(Box(node["x"], node["y"], 0, 0))
    ]


def points_under_labels(
    drawing: Any, zoom: float, *, faded_too: bool = True
) -> list[tuple[str, str]]:
    """List the points of which a label of another role covers more than the rim."""
    return [
        (node["text"], other["text"])
        for node in drawing.nodes
        if node["zoom"] and node["zoom"] <= zoom
        for middle in [node["y"] + node["height"] / 2 / zoom]
        for other in drawing.nodes
        if other is not node
        and faded_too >= other["faded"]
        and abs(other["x"] - node["x"]) < (node["width"] / 2 + other["radius"] - 1) / zoom
        and abs(other["y"] - middle) < ((node["height"] - POINT) / 2 + other["radius"] - 1) / zoom
    ]


def meeting(boxes: list[Box], slack: float) -> list[tuple[Box, Box]]:
    return [
        (a, b)
        for a, b in combinations(boxes, 2)
        if abs(a.x - b.x) < (a.width + b.width) / 2 - slack
        and abs(a.y - b.y) < (a.height + b.height) / 2 - slack
    ]


labels = st.lists(
    st.text("abcdefghij klmno", min_size=2, max_size=40).map(str.strip).filter(bool),
    min_size=2, max_size=40, unique=True,
)  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(labels, st.integers(1, 4))
def test_no_label_lies_over_another_at_any_zoom(names: list[str], groups: int) -> None:
    needs = {
        f"{name} role": [f"thing {number % groups}-{n}" for n in range(5)]
        for number, name in enumerate(names)
    }
    drawing = draw_map(role_map(network(needs)), {role: len(role) / 50 for role in needs})
    for zoom in (*ZOOMS, 0.8, 1.1, 3.3):
        # Places are rounded to a tenth of a pixel.
        assert not meeting(boxes_at(drawing, zoom), 0.11)
        assert points_under_labels(drawing, zoom) == []
    assert all(node["zoom"] for node in drawing.nodes), "every role is named at some zoom"
    assert points_under_names(drawing) == []
    for node in drawing.nodes:
        assert 0 <= node["x"] <= drawing.width
        assert 0 <= node["y"] <= drawing.height


def test_the_bundled_map_is_legible(network: Network) -> None:
    found = role_map(network)
    drawing = draw_map(found, role_sizes(network, found, "central").size)
    for zoom in (0.66, 1.0, 1.5, 2.0, 3.0, 4.0):
        assert not meeting(boxes_at(drawing, zoom), 0.11)
        assert points_under_labels(drawing, zoom) == []
    assert len(boxes_at(drawing, 1.0)) >= 20
    assert all(node["zoom"] for node in drawing.nodes)
    assert len(names_of(drawing)) == len(found.communities)
    assert points_under_names(drawing) == []
    assert all(len(community.name) <= 80 for community in found.communities)
    assert len({community.name for community in found.communities}) == len(found.communities)


def test_a_way_stands_out(kitchen: RoleMap) -> None:
    drawing = draw_map(
        kitchen, {}, routes=[["Cook 1", "Robot chef", "Coder 1"], ["Cook 1", "Coder 1"]]
    )
    on_way = {node["id"] for node in drawing.nodes if not node["faded"]}
    assert on_way == {"Cook 1", "Robot chef", "Coder 1"}
    assert [(edge["from"], edge["to"]) for edge in drawing.edges] == [
        ("Cook 1", "Robot chef"),
        ("Robot chef", "Coder 1"),
        ("Cook 1", "Coder 1"),
    ]
    assert drawing.edges[0]["width"] > drawing.edges[2]["width"]
    assert "Cook 1 to Robot chef to Coder 1" in drawing.summary


def test_roles_that_need_a_thing_stand_out(kitchen: RoleMap) -> None:
    drawing = draw_map(kitchen, {}, lit=["Robot chef", "Coder 2"])
    assert {node["id"] for node in drawing.nodes if not node["faded"]} == {"Robot chef", "Coder 2"}
    assert not any(node["strong"] for node in drawing.nodes)
    assert not any(node["faded"] for node in draw_map(kitchen, {}).nodes)


def test_what_is_lit_is_named_before_what_is_faded(network: Network) -> None:
    found = role_map(network)
    size = role_sizes(network, found, "central").size
    python = next(n for n, data in network.nodes(data=True) if data["label"] == "Python")
    lit = {role.iri for role in companions(network, python).roles}
    at_rest = {node["id"]: node["zoom"] for node in draw_map(found, size).nodes}
    drawing = draw_map(found, size, lit=lit)
    named = {node["id"] for node in drawing.nodes if node["zoom"] <= 1.0}
    assert len(named & lit) > len({role for role in lit if at_rest.get(role, 9.0) <= 1.0})
    for zoom in (1.0, 1.5, 2.0):
        assert not meeting(boxes_at(drawing, zoom), 0.11)
        assert points_under_labels(drawing, zoom, faded_too=False) == []


def test_a_label_asked_for_takes_the_place_of_the_name_of_an_area(network: Network) -> None:
    found = role_map(network)
    for place in found.places[::10]:
        drawing = draw_map(found, {}, chosen=[place.iri])
        assert {node["id"]: node["zoom"] for node in drawing.nodes}[place.iri] == ZOOMS[0]


def test_a_label_asked_for_is_shown_even_over_a_point(kitchen: RoleMap) -> None:
    sizes = {place.iri: 1.0 for place in kitchen.places}
    for place in kitchen.places:
        at_rest = {node["id"]: node["zoom"] for node in draw_map(kitchen, sizes).nodes}
        asked = draw_map(kitchen, sizes, chosen=[place.iri])
        assert {node["id"]: node["zoom"] for node in asked.nodes}[place.iri] <= at_rest[place.iri]


def test_only_points_below_stand_in_the_way_of_a_label() -> None:
    def clear(x: float, y: float) -> float:
        spots = [_Spot(iri, iri, 0, *at, ("Cook",), 60, 30, 5) for iri, at in
                 (("here", (0.0, 0.0)), ("there", (x, y)))]  # fmt: skip
        return _clear_zooms(spots)["here"]

    assert clear(20, 0) == clear(20, -9) == 0
    assert clear(200, 5) == 0, "where it has come down to the label, it is no longer beside it"
    assert clear(20, 5) == pytest.approx(35 / 20), "until it is no longer above or below"
    assert clear(2, 14) == pytest.approx(28 / 14), "until the label is above it"


def test_only_what_leads_it_stands_in_the_way_of_a_label_asked_for(network: Network) -> None:
    found = role_map(network)
    sizes = role_sizes(network, found, "central").size
    late = 0
    for place in found.places[::5]:
        way = [place.iri, *place.nearest[:3]]
        drawn = {node["id"]: node for node in draw_map(found, sizes, routes=[way]).nodes}
        for last, iri in enumerate(way):
            for zoom in (each for each in ZOOMS if each < drawn[iri]["zoom"] - 0.001):
                late += 1
                box, *ahead = (label_box(drawn[each], zoom) for each in (iri, *way[:last]))
                assert any(meeting([box, other], -0.11) for other in ahead)
    assert late, "some have to wait"


def test_the_drawing_is_plain_data_that_pyvis_takes(kitchen: RoleMap) -> None:
    drawing = draw_map(kitchen, {"Cook 1": 1.0}, notes={"Cook 1": "much"}, hidden=["1"])
    assert json.loads(json.dumps(drawing.to_dict(), allow_nan=False))["form"] == "map"
    assert len(drawing.network().nodes) == len(kitchen.places)
    assert [entry["hidden"] for entry in drawing.legend][:2] == [False, True]
    assert sum(entry["count"] for entry in drawing.legend) == len(kitchen.places)
    node = next(node for node in drawing.nodes if node["id"] == "Cook 1")
    assert node["title"].endswith("much")
    assert node["radius"] == max(each["radius"] for each in drawing.nodes)
    assert {i for section in drawing.sections for i in section["groups"][0]["ids"]} == {
        place.iri for place in kitchen.places
    }
    assert all(
        [drawing.nodes[other]["id"] for other in node["nearest"]] == list(place.nearest)
        for node, place in zip(drawing.nodes, kitchen.places, strict=True)
    )


def test_colours_and_symbols_tell_many_communities_apart() -> None:
    several = len(COLOURS) * len(SYMBOLS)
    assert len({(colour(number), symbol(number)) for number in range(several)}) == several


def test_labels_are_measured_with_their_point() -> None:
    one, two = label_size(label_lines("Cook")), label_size(label_lines("Cook of many fine dishes"))
    assert one[1] < two[1]
    assert one[0] < two[0]
