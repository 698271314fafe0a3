"""How long a drawing takes to lay out; each is made once a question and kept by the app."""

from __future__ import annotations

import networkx as nx
from pytest_benchmark.fixture import BenchmarkFixture

from careergraph.drawing.rendering import Mark, draw_comparison, draw_neighbourhood, draw_network

KINDS = ("skill", "tool", "degree", "responsibility")
ROLES = [Mark(f"r{i}", f"Role {i}", "role") for i in range(4)]
ITEMS = [
    Mark(
        f"i{n}",
        "some words in a label " * (n % 3 + 1),
        KINDS[n % 4],
        whose=tuple(role.id for i, role in enumerate(ROLES) if i == n % 4 or n % (i + 3) == 0),
    )
    for n in range(200)
]


def test_comparison_of_four_roles_and_200_things(benchmark: BenchmarkFixture) -> None:
    """Long groups end with one node that stands for the rest: 151 nodes."""
    assert len(benchmark(draw_comparison, ROLES, ITEMS).nodes) == 151


def test_comparison_of_four_roles_and_200_things_unfolded(benchmark: BenchmarkFixture) -> None:
    drawing = benchmark(lambda: draw_comparison(ROLES, ITEMS, whole=KINDS))
    assert len(drawing.nodes) == 204


def test_neighbourhood_of_200_things(benchmark: BenchmarkFixture) -> None:
    assert len(benchmark(draw_neighbourhood, ROLES[0], ITEMS).nodes) == 45


def test_force_layout_of_300_things(benchmark: BenchmarkFixture) -> None:
    network = nx.barabasi_albert_graph(300, 2, seed=1)
    nx.set_node_attributes(network, "skill", "kind")
    nx.set_node_attributes(network, {n: f"A thing called {n}" for n in network}, "label")
    drawing = benchmark.pedantic(draw_network, (network,), rounds=3, warmup_rounds=1)
    assert len(drawing.nodes) == 300
