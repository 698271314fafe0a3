"""How long a command takes from nothing, and a question once all is open, over every occupation.

The store holds the small graph, ESCO and O*NET and is built once. Aims on a machine of two cores:
commands 0.8 s (search, compare), 1.2 s (related) and 1.5 s (path, next); a question that follows
others 15 ms (search, compare), 5 ms (related) and 50 ms (path); opening the network whole, every
node and edge made, 3 s.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.similarity.related import related_roles
from careergraph.loading.load import load
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import search
from careergraph.network.projection import Network, of_kind, project

DATA = Path(__file__).parents[2].parent / "shared" / "data"
NURSE, DATA_SCIENTIST = "Registered Nurses", "Data Scientists"
COMMANDS = {
    "search": ["search", "nurse"],
    "compare": ["compare", NURSE, DATA_SCIENTIST],
    "related": ["related", NURSE],
    "path": ["path", "--from", NURSE, "--to", DATA_SCIENTIST],
    "next": ["next", "--from", NURSE],
}


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = [DATA / "esco-1.1.0", DATA / "onet-29.2"]
    if not all(source.is_dir() for source in sources):
        pytest.skip("the downloads of ESCO 1.1.0 and O*NET 29.2 do not lie beside this clone")
    folder = tmp_path_factory.mktemp("every") / "store"
    load(["core", *sources], folder)
    return folder


@pytest.fixture(scope="module")
def network(store: Path) -> Network:
    return project(open_graph(store))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.benchmark(group="a command, from nothing")
def test_command(benchmark: BenchmarkFixture, store: Path, command: str) -> None:
    run = [sys.executable, "-m", "careergraph", "--graph", str(store), *COMMANDS[command], "--json"]
    said = benchmark.pedantic(
        subprocess.run, (run,), {"check": True, "capture_output": True}, rounds=3, warmup_rounds=1
    )
    assert said.stdout.startswith(b"{")


def pairs(network: Network) -> Iterator[tuple[str, str]]:
    chance, roles = random.Random(4), of_kind(network, "role")
    return cycle([(chance.choice(roles), chance.choice(roles)) for _ in range(100)])


def compare(network: Network, one: str, other: str) -> Any:
    return compare_roles(network, one, other) if one != other else None


QUESTIONS: dict[str, Callable[[Network, str, str], Any]] = {
    "search": lambda network, one, _: search(network, network.nodes[one]["label"][:-2]),
    "compare": compare,
    "related": lambda network, one, _: related_roles(network, one),
    "path": lambda network, one, other: one != other and learning_path(network, other, one),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.benchmark(group="a question that follows others")
def test_question(benchmark: BenchmarkFixture, network: Network, question: str) -> None:
    ends = pairs(network)
    benchmark.pedantic(
        lambda: QUESTIONS[question](network, *next(ends)), rounds=50, warmup_rounds=5
    )


@pytest.mark.benchmark(group="the network")
def test_open_the_network(benchmark: BenchmarkFixture, store: Path) -> None:
    assert len(benchmark(lambda: project(open_graph(store)))) > 50_000


@pytest.mark.benchmark(group="the network")
def test_make_every_node_and_edge(benchmark: BenchmarkFixture, store: Path) -> None:
    def whole() -> int:
        network = project(open_graph(store))
        return len(list(network.nodes(data=True))) + len(list(network.edges(data=True)))

    assert benchmark.pedantic(whole, rounds=3) > 200_000
