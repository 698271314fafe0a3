"""Drawings: nothing overlaps, nothing moves from run to run, labels stay text."""

from __future__ import annotations

import json
import re
import time
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import hostile
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.drawing.boxes import Box
from careergraph.drawing.columns import MOST
from careergraph.drawing.layout import allot_lanes, arcs, spread, text_width, wrap
from careergraph.drawing.rendering import (
    Drawing,
    Mark,
    draw_comparison,
    draw_neighbourhood,
    draw_network,
    draw_stages,
    to_html,
    vis_network,
)
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLES = [Mark(f"role:{i}", f"Role number {i}", "role") for i in range(4)]
HOSTILE = '</script><img src=x onerror="alert(1)">'

labels = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz ABCMW-/éß漢"), min_size=1, max_size=90
).filter(str.strip)
needed = st.sampled_from(["skill", "tool", "industry", "degree", "experience", "responsibility"])


@st.composite
def things(draw: st.DrawFn, roles: int = 0, most: int = 40) -> list[Mark]:
    """Items with ids of their own, any label and kind, and owners among the first roles."""
    owners = st.sets(st.integers(0, max(roles - 1, 0)), min_size=1)
    drawn = draw(st.lists(st.tuples(labels, needed, owners, st.floats(0, 1)), max_size=most))
    return [
        Mark(f"id:{i}", label, kind, whose=tuple(ROLES[o].id for o in sorted(has)), weight=weight)
        for i, (label, kind, has, weight) in enumerate(drawn)
    ]


def boxes(drawing: Drawing) -> list[Box]:
    return [Box(n["x"], n["y"], n["width"], n["height"]) for n in drawing.nodes]


def headings(drawing: Drawing) -> list[Box]:
    found = []
    for mark in (mark for mark in drawing.marks if mark["mark"] == "heading"):
        wide = text_width(mark["text"], 13)
        x = mark["x"] + wide * (0.5 - mark.get("align", 0))
        found.append(Box(x, mark["y"], wide, 13))
    return found


def clashes(placed: Iterable[Box]) -> list[tuple[Box, Box]]:
    """Pairs that overlap by more than what rounding to a tenth of a pixel makes."""
    return [(a, b) for a, b in combinations(placed, 2) if a.overlaps(b, gap=-0.3)]


def assert_plain(value: Any) -> None:
    """Only the types that JSON has, exactly: a numpy float would pass isinstance."""
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        for part in value.values():
            assert_plain(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            assert_plain(part)
    else:
        assert value is None or type(value) in (str, int, float, bool), repr(value)


def assert_sound(drawing: Drawing, texts: Iterable[str]) -> None:
    """What holds of every drawing."""
    assert clashes(boxes(drawing)) == []
    for heading in headings(drawing):
        assert not any(heading.overlaps(box) for box in boxes(drawing))
    assert clashes(headings(drawing)) == []
    for box in boxes(drawing):
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= drawing.width
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= drawing.height
    assert {node["text"] for node in drawing.nodes} >= set(texts)
    assert_plain(drawing.to_dict())
    json.dumps(drawing.to_dict(), allow_nan=False)
    ids = {node["id"] for node in drawing.nodes}
    assert all({edge["from"], edge["to"]} <= ids for edge in drawing.edges)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.tuples(st.just(n), things(roles=n))))
def test_comparison_never_overlaps(drawn: tuple[int, list[Mark]]) -> None:
    count, items = drawn
    drawing = draw_comparison(ROLES[:count], items)
    assert_sound(drawing, [item.label for item in items])
    assert len(drawing.edges) == sum(len(item.whose) for item in items)


@settings(max_examples=30, deadline=None)
@given(things(most=70), st.integers(1, 14), st.integers(1, 40))
def test_neighbourhood_never_overlaps(items: list[Mark], per_kind: int, limit: int) -> None:
    assert_sound(draw_neighbourhood(ROLES[0], items, per_kind=per_kind, limit=limit), [])


@settings(max_examples=30, deadline=None)
@given(things(most=30), st.integers(1, 6), st.randoms(use_true_random=False))
def test_stages_never_overlap(items: list[Mark], stages: int, random: Any) -> None:
    columns: list[list[Mark]] = [[] for _ in range(stages + 1)]
    for item in items:
        random.choice(columns).append(item)
    ids = [item.id for item in items]
    pairs = [(random.choice(ids), random.choice(ids)) for _ in ids]
    drawing = draw_stages(columns[0], columns[1:], ROLES[0], pairs)
    assert_sound(drawing, [item.label for item in items])


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 60), st.tuples(st.floats(5, 300), st.floats(5, 80)), max_size=40
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=60),
)
def test_force_layout_never_overlaps(
    sizes: dict[Any, tuple[float, float]], edges: list[tuple[int, int]]
) -> None:
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from(edge for edge in edges if {*edge} <= sizes.keys())
    placed = spread(graph, sizes)
    assert placed.keys() == sizes.keys()
    assert all((box.width, box.height) == sizes[name] for name, box in placed.items())
    assert clashes(placed.values()) == []


def network(size: int) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    tree = nx.barabasi_albert_graph(size, 2, seed=3)
    for name in tree:
        graph.add_node(f"n{name}", label=f"A thing called {name}", kind="skill", definition="")
    for a, b in tree.edges:
        graph.add_edge(f"n{a}", f"n{b}", key="broader")
    return graph


@pytest.mark.parametrize("size", [0, 1, 30, 120])
def test_network_of_boxes_and_of_symbols(size: int) -> None:
    graph = network(size) if size > 2 else nx.MultiDiGraph(nx.empty_graph(size))
    drawing = draw_network(graph)
    assert_sound(drawing, [data.get("label", "0") for _, data in graph.nodes(data=True)])
    assert {node["style"] for node in drawing.nodes} <= {"mark" if size > 80 else "card"}
    assert len(drawing.edges) == graph.number_of_edges()


def test_network_beyond_its_limit_keeps_the_best_tied_and_says_so() -> None:
    drawing = draw_network(network(40), limit=10)
    assert len(drawing.nodes) == 10
    assert "30 more are not drawn" in drawing.summary
    hub = max(network(40).degree, key=lambda pair: pair[1])[0]
    assert hub in {node["id"] for node in drawing.nodes}


def test_network_takes_a_plain_graph() -> None:
    drawing = draw_network(nx.path_graph(3))
    assert len(drawing.edges) == 2
    assert not any(edge["arrow"] for edge in drawing.edges)


def test_same_arguments_same_picture() -> None:
    items = [Mark(f"i{n}", f"Thing {n}", "tool", whose=("role:0",)) for n in range(9)]
    for draw in (
        lambda: draw_comparison(ROLES[:2], items),
        lambda: draw_neighbourhood(ROLES[0], items),
        lambda: draw_stages(items[:3], [items[3:]], ROLES[0], [("i0", "i4")]),
        lambda: draw_network(network(30)),
    ):
        assert draw().to_dict() == draw().to_dict()


def test_comparison_puts_each_thing_in_its_column() -> None:
    items = [
        Mark("a", "Only first", "skill", whose=("role:0",)),
        Mark("b", "Shared", "skill", whose=("role:0", "role:1")),
        Mark("c", "Only second", "tool", whose=("role:1",)),
    ]
    drawing = draw_comparison(ROLES[:2], items)
    x = {node["id"]: node["x"] for node in drawing.nodes}
    assert x["a"] < x["b"] < x["c"]
    assert [section["title"] for section in drawing.sections] == [
        "Both (1)",
        "Only Role number 0 (1)",
        "Only Role number 1 (1)",
    ]
    counts = [mark["count"] for mark in drawing.marks if "count" in mark]
    assert counts == ["1 of 2 shared", "0 of 1 shared"]


def test_comparison_of_three_marks_whose_it_is() -> None:
    items = [
        Mark("some", "Some", "skill", whose=("role:0", "role:2")),
        Mark("all", "All", "skill", whose=("role:0", "role:1", "role:2")),
    ]
    drawing = draw_comparison(ROLES[:3], items)
    letters = {node["id"]: node["letters"] for node in drawing.nodes}
    assert letters["some"] == ["A", "C"]
    assert letters["all"] == ["A", "B", "C"]
    assert letters["role:1"] == ["B"]


def test_comparison_passes_over_what_no_role_has() -> None:
    drawing = draw_comparison(ROLES[:2], [Mark("a", "Nobody's", "skill", whose=("role:3",))])
    assert [node["id"] for node in drawing.nodes] == ["role:0", "role:1"]
    assert drawing.legend == ()


def test_of_many_things_of_a_kind_the_rest_is_told_by_number() -> None:
    def many(role: str, count: int) -> list[Mark]:
        return [Mark(f"{role}-{n}", f"Tool {n}", "tool", whose=(role,)) for n in range(count)]

    items = [*many("role:0", MOST + 1), *many("role:1", MOST + 40)]
    drawing = draw_comparison(ROLES[:2], items)
    nodes = {node["id"]: node for node in drawing.nodes}
    assert [node["text"] for node in nodes.values() if node.get("more")] == ["+40 more"]
    assert {f"role:0-{MOST}", f"role:1-{MOST - 1}", "more:tool:2"} <= nodes.keys()
    assert f"{MOST + 40} only Role number 1" in drawing.summary
    assert drawing.legend[-1]["count"] == len(items)
    drawn = {node["id"] for node in draw_comparison(ROLES[:2], items, whole=["tool"]).nodes}
    assert drawn == {"role:0", "role:1", *(item.id for item in items)}


def test_of_many_steps_of_a_stage_the_rest_is_told_by_number() -> None:
    steps = [Mark(f"step-{n}", f"Step {n}", "skill") for n in range(MOST + 5)]
    drawing = draw_stages([], [steps, steps[:0]], ROLES[0], [])
    nodes = {node["id"]: node for node in drawing.nodes}
    assert nodes["more:Stage 1"]["text"] == "+5 more"
    assert len(nodes) == MOST + 2
    assert f"Stage 1 · {MOST + 5}" in [mark.get("text") for mark in drawing.marks]
    assert all("more:Stage 1" not in (edge["from"], edge["to"]) for edge in drawing.edges)
    opened = draw_stages([], [steps], ROLES[0], [], whole=["Stage 1"])
    assert {step.id for step in steps} < {node["id"] for node in opened.nodes}


@pytest.mark.parametrize("count", [0, 1, 5])
def test_comparison_wants_two_to_four_roles(count: int) -> None:
    roles = [Mark(f"r{i}", "Role", "role") for i in range(count)]
    with pytest.raises(ValueError, match="two to four"):
        draw_comparison(roles, [])


def test_lines_of_a_comparison_end_at_their_boxes() -> None:
    items = [
        Mark(f"i{n}", "A thing " * (n % 5 + 1), "skill", whose=owners)
        for n in range(12)
        for owners in [tuple(role.id for role in ROLES[: n % 4 + 1])]
    ]
    drawing = draw_comparison(ROLES, items)
    at = {node["id"]: node for node in drawing.nodes}
    for edge in drawing.edges:
        x, y = edge["route"][-1]
        box = at[edge["to"]]
        assert abs(abs(x - box["x"]) - box["width"] / 2) < 0.3
        assert abs(y - box["y"]) < 0.3
        head = at[edge["from"]]
        x, y = edge["route"][0]
        assert abs(x - head["x"]) <= head["width"] / 2 + 0.3
        assert abs(y - head["y"]) <= head["height"] / 2 + 0.3


def test_hidden_kinds_leave_the_picture_but_stay_in_the_legend() -> None:
    items = [
        Mark("a", "Python", "tool", whose=("role:0",)),
        Mark("b", "Statistics", "skill", whose=("role:0",)),
    ]
    for drawing in (
        draw_comparison(ROLES[:2], items, hidden=["tool"]),
        draw_neighbourhood(ROLES[0], items, hidden=["tool"]),
        draw_stages([], [items], ROLES[0], [], hidden=["tool"]),
    ):
        assert "a" not in {node["id"] for node in drawing.nodes}
        legend = {kind["name"]: (kind["count"], kind["hidden"]) for kind in drawing.legend}
        assert legend == {"skill": (1, False), "tool": (1, True)}


def test_neighbourhood_shows_the_strongest_and_counts_the_rest() -> None:
    items = [Mark(f"s{n}", f"Skill {n}", "skill", weight=n / 30) for n in range(30)]
    drawing = draw_neighbourhood(ROLES[0], [*items, Mark("t", "Git", "tool")], per_kind=7)
    shown = [node["id"] for node in drawing.nodes]
    assert shown == ["role:0", *(f"s{n}" for n in range(29, 22, -1)), "more:skill", "t"]
    more = next(node for node in drawing.nodes if node["id"] == "more:skill")
    assert more["text"] == "+23 more"
    assert drawing.legend[0]["count"] == 30


def test_neighbourhood_keeps_to_its_limit_and_never_says_plus_one() -> None:
    items = [
        Mark(f"{k}{n}", f"{k} {n}", k, weight=0.5) for k in ("skill", "tool") for n in range(9)
    ]
    drawing = draw_neighbourhood(ROLES[0], items, limit=16)
    assert "more:skill" not in {node["id"] for node in drawing.nodes}
    drawing = draw_neighbourhood(ROLES[0], items, limit=10)
    assert sum(not n["id"].startswith("more:") for n in drawing.nodes) == 1 + 10


def test_neighbourhood_puts_a_thing_tied_twice_once() -> None:
    twice = [Mark("a", "Python", "tool"), Mark("a", "Python", "tool"), Mark("role:0", "R", "role")]
    drawing = draw_neighbourhood(ROLES[0], twice)
    assert [node["id"] for node in drawing.nodes] == ["role:0", "a"]


def test_stages_run_from_left_to_right_and_only_last_steps_point_at_the_role() -> None:
    a, b, c = (Mark(i, i.upper(), "skill", weight=0.5) for i in "abc")
    drawing = draw_stages([a], [[b], [c]], ROLES[0], [("a", "b"), ("b", "c"), ("b", "nowhere")])
    x = {node["id"]: node["x"] for node in drawing.nodes}
    assert x["a"] < x["b"] < x["c"] < x["role:0"]
    lines = {(edge["from"], edge["to"]) for edge in drawing.edges}
    assert lines == {("a", "b"), ("b", "c"), ("c", "role:0")}
    assert [node["id"] for node in drawing.nodes if node.get("faded")] == ["a"]


def test_a_step_of_more_value_is_taller() -> None:
    steps = [Mark("low", "Low", "skill", weight=0.1), Mark("high", "High", "skill", weight=0.9)]
    at = {node["id"]: node for node in draw_stages([], [steps], ROLES[0], []).nodes}
    assert at["high"]["height"] > at["low"]["height"]
    assert at["high"]["value"] == 0.9


def test_drawing_is_a_pyvis_network() -> None:
    from pyvis.network import Network

    drawing = draw_neighbourhood(ROLES[0], [Mark("a", "Python", "tool", weight=0.5)])
    network = drawing.network()
    assert isinstance(network, Network)
    nodes, edges, *_, options = network.get_network_data()
    assert tuple(nodes) == drawing.nodes
    assert tuple(edges) == drawing.edges
    assert json.loads(options)["physics"]["enabled"] is False


def test_hostile_labels_stay_text() -> None:
    items = [Mark("a", HOSTILE, "skill", note=HOSTILE, relation=HOSTILE, whose=("role:0",))]
    drawing = draw_comparison([Mark("role:0", HOSTILE, "role"), ROLES[1]], items)
    page = to_html(drawing, HOSTILE)
    assert "<img" not in page.replace(vis_network().read_text("utf-8"), "")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert data
    nodes = json.loads(data[1])["drawing"]["nodes"]
    assert HOSTILE in {node["text"] for node in nodes}
    assert page.count("</script>") == 3


def test_every_hostile_label_is_data() -> None:
    items = [
        Mark(f"{number}", label, "skill", note=label, whose=("role:0",))
        for number, label in enumerate(hostile.LABELS)
    ]
    for label in hostile.LABELS:
        page = to_html(draw_comparison([Mark("role:0", label, "role"), ROLES[1]], items), label)
        page = page.replace(vis_network().read_text("utf-8").replace("</script", "<\\/script"), "")
        assert page.count("<script") == page.count("</script>") == 3
        tags = re.findall(r"<(\w+)", re.sub(r"(?s)<script.*?</script>", "", page))
        plain = "html|head|meta|title|style|body|h[1-3]|p|main|noscript|ul|li"
        assert all(re.fullmatch(plain, tag) for tag in tags)
    data = re.search(r'id="data">(.*?)</script>', page, re.S)
    assert data
    nodes = json.loads(data[1])["drawing"]["nodes"]
    assert len({node["text"] for node in nodes} & set(hostile.LABELS)) > 10


def test_page_asks_the_network_for_nothing() -> None:
    page = to_html(draw_comparison(ROLES[:2], []), "Two roles")
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page)
    assert "new vis.Network" in page


@pytest.mark.parametrize("label", ["x" * 1_000_000, "x " * 500_000, "i" * 200, " " * 1_000_000])
def test_a_label_of_any_length_is_wrapped_at_once(label: str) -> None:
    start = time.process_time()
    broken = wrap(label, 110)
    assert time.process_time() - start < 0.5
    assert len(broken) == (3 if label.strip() else 1)
    assert broken[-1].endswith("…") == bool(label.strip())


def test_labels_are_wrapped_within_their_width() -> None:
    assert wrap("Natural language processing", 110) == ("Natural language", "processing")
    assert wrap("", 50) == ("",)
    assert wrap("one two three four five six", 40, lines=2)[-1].endswith("…")


@given(labels, st.floats(20, 300), st.integers(1, 5))
def test_wrapped_lines_fit(text: str, width: float, lines: int) -> None:
    broken = wrap(text, width, lines=lines)
    assert 1 <= len(broken) <= lines
    for line in broken:
        assert text_width(line) <= width or len(line) <= 3


def test_lanes_go_where_they_save_most_height() -> None:
    tall = {n: {"skill": 120.0 / n} for n in (1, 2, 3)}
    low = {n: {"skill": 10.0} for n in (1, 2, 3)}
    assert allot_lanes([tall, low, low], 5) == (3, 1, 1)
    assert allot_lanes([low, low], 4) == (2, 2)


def test_rows_on_arcs_do_not_share_a_height() -> None:
    left, right = arcs([20.0] * 6, [30.0] * 4)
    assert all(x < 0 for x, _ in left)
    assert all(x > 0 for x, _ in right)
    assert [b - a for (_, a), (_, b) in pairwise(left)] == pytest.approx([20] * 5)


def test_every_kind_can_be_drawn() -> None:
    items = [Mark(kind, kind, kind) for kind in KINDS if kind != "role"]
    drawing = draw_neighbourhood(ROLES[0], items)
    assert {node["symbol"] for node in drawing.nodes} == {kind.symbol for kind in KINDS.values()}
