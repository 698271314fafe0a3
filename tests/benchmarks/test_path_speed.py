"""How fast a path with its routes, and the best next skill, are found; the caches are warm.

Aims on a machine of two cores: 50 ms between two bundled roles, 300 ms over the whole of O*NET.
"""

from __future__ import annotations

import random
from itertools import cycle
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.learning.path import learning_path
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, project


@pytest.fixture(scope="module")
def bundled() -> Network:
    return project(open_graph("core"))


@pytest.fixture(scope="module")
def like_onet() -> Network:
    """Make a network of O*NET's size and shape: 1,016 roles, 68 measured skills, 26,000 tools.

    How many tools a role uses and how many roles use a tool both have a long tail, as there.
    """
    chance = random.Random(1)
    network: Network = nx.MultiDiGraph(sources={})

    def add(iri: str, kind: str) -> str:
        network.add_node(
            iri, label=iri, kind=kind, definition="", aliases=(), iris=(iri,), sources=(), facts={}
        )
        return iri

    def link(one: str, name: str, other: str, **data: Any) -> None:
        network.add_edge(
            one, other, key=name, **{"weight": 1.0, "level": None, "sources": ("o",), **data}
        )

    roles = [add(f"role {number}", "role") for number in range(1016)]
    skills = [add(f"skill {number}", "skill") for number in range(68)]
    tools = [add(f"tool {number}", "tool") for number in range(26_000)]
    for role in roles:
        for skill in chance.sample(skills, 20):
            link(
                role, "requiresSkill", skill,
                weight=round(chance.random(), 2), level=round(chance.uniform(0.2, 0.9), 2),
            )  # fmt: skip
        for _ in range(min(400, int(chance.paretovariate(1.1) * 25))):
            link(role, "usesTool", tools[min(25_999, int(chance.paretovariate(0.35)))])
    for later in range(1, 2_000):
        link(tools[later], "prerequisite", tools[chance.randrange(later)])
    return network


@pytest.fixture(scope="module")
def onet() -> Network:
    folder = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"
    if not folder.is_dir():
        pytest.skip("needs the O*NET download beside the clone, in ../shared/data/onet-29.2")
    from careergraph.importers.onet import import_onet

    graph = open_graph("core")
    store = graph.store._inner
    from pyoxigraph import NamedNode, Quad

    source = NamedNode("https://w3id.org/careergraph/source/onet")
    store.bulk_extend(Quad(*triple, source) for triple in import_onet(folder))
    return project(graph)


def pairs(network: Network, source: str = "") -> Any:
    """Go round and round through some pairs of roles, the same in each run."""
    roles = sorted(
        iri
        for iri, data in network.nodes(data=True)
        if data["kind"] == "role" and (not source or source in iri)
    )
    chance = random.Random(2)
    return cycle([tuple(chance.sample(roles, 2)) for _ in range(50)])


def paths(benchmark: BenchmarkFixture, network: Network, source: str = "") -> None:
    between = pairs(network, source)

    def run() -> None:
        start, target = next(between)
        learning_path(network, target, start)

    run()
    benchmark.pedantic(run, rounds=50, warmup_rounds=2)


def test_path_between_bundled_roles(benchmark: BenchmarkFixture, bundled: Network) -> None:
    paths(benchmark, bundled)


def test_path_over_a_network_like_onet(benchmark: BenchmarkFixture, like_onet: Network) -> None:
    paths(benchmark, like_onet)


def test_path_over_onet(benchmark: BenchmarkFixture, onet: Network) -> None:
    paths(benchmark, onet, "onetcenter")


def test_next_skill_over_bundled_roles(benchmark: BenchmarkFixture, bundled: Network) -> None:
    benchmark(next_skills, bundled, ["SQL", "Python", "Docker"])


def test_next_skill_over_onet(benchmark: BenchmarkFixture, onet: Network) -> None:
    benchmark.pedantic(next_skills, (onet, ["Python"]), rounds=5, warmup_rounds=1)
