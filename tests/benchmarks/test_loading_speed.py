"""How long it takes to load O*NET's whole text download, and to open the store that comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from careergraph.loading.load import load
from careergraph.loading.opening import open_graph

ONET = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not ONET.is_dir():
        pytest.skip("the O*NET 29.2 tables are not beside this clone")
    store = tmp_path_factory.mktemp("speed") / "store"
    load([ONET], store)
    return store


def test_load_onet(benchmark: Any, store: Path) -> None:
    report = benchmark.pedantic(load, ([ONET], store), rounds=2)
    assert report.sources[0].roles == 1016


def test_load_onet_beside_the_bundled_graph(benchmark: Any, store: Path) -> None:
    """Matching the names of several sources is what this adds."""
    both = store.with_name("both")
    report = benchmark.pedantic(load, (["core", ONET], both), rounds=1)
    assert report.same > 200


def test_open_the_store(benchmark: Any, store: Path) -> None:
    graph = benchmark(open_graph, store)
    assert any(graph.graphs())


def test_open_the_bundled_graph(benchmark: Any) -> None:
    graph = benchmark(open_graph)
    assert any(graph.graphs())
