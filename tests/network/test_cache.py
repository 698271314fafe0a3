"""What is worked out once: kept with its network, and in the store for the next process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tiny import write

from careergraph.loading.load import load
from careergraph.loading.opening import open_graph
from careergraph.network import cache
from careergraph.network.cache import kept_on_disk, kept_with
from careergraph.network.projection import Network, project

ONE = 'role:a a cg:Role ; skos:prefLabel "A"@en .'
TWO = 'role:a a cg:Role ; skos:prefLabel "B"@en . role:c a cg:Role ; skos:prefLabel "C"@en .'


@dataclass(frozen=True)
class Answer:
    nodes: int


Function = Callable[..., Answer]


@pytest.fixture
def asked() -> list[Any]:
    return []


@pytest.fixture
def count(asked: list[Any]) -> Function:
    @kept_on_disk(Answer)
    def nodes(network: Network, without: frozenset[str] = frozenset()) -> Answer:
        asked.append(without)
        return Answer(len(network))

    nodes.__wrapped__.__module__ = "careergraph.network.projection"  # code that can be checked
    return nodes


@pytest.fixture
def store(tmp_path: Path) -> Path:
    load(write(tmp_path, one=ONE), tmp_path / "store")
    return tmp_path / "store"


def opened(store: Path) -> Network:
    return project(open_graph(store))


def kept(store: Path) -> list[Path]:
    return sorted(store.glob("*nodes*.arrays"))


def test_a_result_is_kept_with_its_network_and_for_each_of_the_other_arguments() -> None:
    class Owner:
        pass

    asked = []
    once = kept_with(lambda owner, *rest: asked.append(rest) or len(asked))
    owner = Owner()
    assert [once(owner), once(owner), once(owner, 1), once(Owner())] == [1, 1, 2, 3]


def test_the_next_process_maps_what_is_kept(store: Path, count: Function, asked: list[Any]) -> None:
    assert [count(opened(store)) for _ in range(3)] == [Answer(1)] * 3
    assert len(asked) == 1
    assert count(opened(store), frozenset({"b", "a"})) == Answer(1)
    count(opened(store), frozenset({"a", "b"}))
    assert asked == [frozenset(), {"a", "b"}]


def test_a_network_of_some_sources_or_in_memory_keeps_its_results_to_itself(
    store: Path, tmp_path: Path, count: Function
) -> None:
    graph = open_graph(store)
    assert count(project(graph, sources=[])) == Answer(0)
    count(project(open_graph(write(tmp_path, one=ONE))))
    assert not kept(store)


def test_what_was_made_of_other_statements_is_made_anew(
    store: Path, tmp_path: Path, count: Function, asked: list[Any]
) -> None:
    count(opened(store))
    [file] = kept(store)
    old = file.read_bytes()
    load(write(tmp_path, one=TWO), store)
    file.write_bytes(old)
    assert count(opened(store)) == Answer(2)
    assert len(asked) == 2


def test_what_other_code_made_is_made_anew(
    store: Path, count: Function, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    count(opened(store))
    monkeypatch.setattr(cache, "_code", lambda module: 0)
    count(opened(store))
    assert len(asked) == 2


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff" * 200])
def test_what_is_damaged_is_made_anew(
    store: Path, count: Function, asked: list[Any], damage: bytes
) -> None:
    count(opened(store))
    kept(store)[0].write_bytes(damage)
    assert [count(opened(store)) for _ in range(2)] == [Answer(1)] * 2
    assert len(asked) == 2


def test_an_index_that_is_missing_or_damaged_is_made_anew(store: Path) -> None:
    before = dict(opened(store).nodes(data=True))
    for file in store.glob("*.arrays"):
        file.write_bytes(file.read_bytes()[:100])
    assert dict(opened(store).nodes(data=True)) == before
    for file in store.glob("*.arrays"):
        file.unlink()
    assert dict(opened(store).nodes(data=True)) == before
    assert list(store.glob("*.arrays"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser writes anywhere")
def test_in_a_store_that_cannot_be_written_nothing_is_kept(
    store: Path, count: Function, asked: list[Any]
) -> None:
    store.chmod(0o555)
    count(opened(store)), count(opened(store))
    store.chmod(0o755)
    assert len(asked) == 2


def test_a_result_of_a_store_that_is_no_longer_there_is_not_left_in_its_successor(
    store: Path, tmp_path: Path, count: Function
) -> None:
    network = opened(store)
    load(write(tmp_path, one=TWO), store)
    assert count(network) == Answer(1)
    assert not kept(store)
    shutil.rmtree(store)
    assert count(network, frozenset({"x"})) == Answer(1)
