"""The network of a store is read from arrays: the same as of the same graph in memory."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Dataset
from tiny import write

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.role_map.communities import role_map
from careergraph.analysis.similarity.related import related_roles
from careergraph.loading.load import load
from careergraph.loading.opening import open_graph
from careergraph.network.describe import describe
from careergraph.network.lookup import search
from careergraph.network.projection import Network, ends, links, node_of, of_kind, project
from careergraph.store.dataset import dataset, native_store
from careergraph.vocabulary import KINDS, RELATIONS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mapped") / "store"
    load(["core"], folder)
    return folder


@pytest.fixture(scope="module")
def on_disk(store: Path) -> Dataset:
    return open_graph(store)


@pytest.fixture(scope="module")
def in_memory(on_disk: Dataset) -> Dataset:
    """The same statements, in a store that lies in memory."""
    graph = open_graph([])
    native = native_store(on_disk)
    assert native is not None
    copy = native_store(graph)
    assert copy is not None
    copy.bulk_extend(native)
    return dataset(copy)


@pytest.fixture(scope="module")
def mapped(on_disk: Dataset) -> Network:
    return project(on_disk)


@pytest.fixture(scope="module")
def plain(in_memory: Dataset) -> Network:
    return project(in_memory)


def content(network: Network) -> tuple[object, ...]:
    return (
        list(network.nodes(data=True)),
        list(network.edges(keys=True, data=True)),
        list(network.in_edges(keys=True, data=True)),
        network.graph,
    )


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 12) if isinstance(value, float) else value


def test_it_holds_the_same_in_the_same_order(mapped: Network, plain: Network) -> None:
    assert content(mapped) == content(plain)
    assert len(mapped) == len(plain) > 2000


def test_switching_sources_off_or_another_language_gives_the_same(
    on_disk: Dataset, in_memory: Dataset, plain: Network
) -> None:
    sources = sorted(plain.graph["sources"])
    for chosen in (sources[:2], sources[1:], []):
        assert content(project(on_disk, sources=chosen)) == content(
            project(in_memory, sources=chosen)
        )
    assert content(project(on_disk, language="de")) == content(project(in_memory, language="de"))


def test_questions_have_the_same_answers(mapped: Network, plain: Network) -> None:
    chance = random.Random(3)
    things = chance.sample(sorted(plain), 40)
    roles = chance.sample(of_kind(plain, "role"), 10)
    for thing in things:
        assert describe(mapped, thing) == describe(plain, thing)
        words = plain.nodes[thing]["label"]
        assert search(mapped, words) == search(plain, words)
        assert search(mapped, words[1:6]) == search(plain, words[1:6])
    for one, other in pairwise(roles):
        assert compare_roles(mapped, one, other) == compare_roles(plain, one, other)
        # Sums over arrays that lie elsewhere in memory may differ in the last bit.
        ours, others = (rounded(related_roles(each, one).to_dict()) for each in (mapped, plain))
        assert ours == others
        assert learning_path(mapped, one, other) == learning_path(plain, one, other)
        assert role_map(mapped).communities == role_map(plain).communities
        assert next_skills(mapped, [], start=one) == next_skills(plain, [], start=one)


def test_what_networkx_computes_is_the_same(mapped: Network, plain: Network) -> None:
    assert nx.number_weakly_connected_components(mapped) == nx.number_weakly_connected_components(
        plain
    )
    assert dict(mapped.degree()) == dict(plain.degree())
    assert nx.pagerank(nx.DiGraph(mapped)) == nx.pagerank(nx.DiGraph(plain))
    some = sorted(plain)[::20]
    assert nx.utils.graphs_equal(mapped.subgraph(some), plain.subgraph(some))


def test_it_cannot_be_changed_and_a_copy_can(mapped: Network) -> None:
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        mapped.remove_node(next(iter(mapped)))
    copy = mapped.copy()
    copy.remove_node(next(iter(mapped)))
    copy.add_edge("a", "b", key="leadsTo")
    assert len(copy) == len(mapped) + 1


def test_an_edge_has_the_same_attributes_from_both_ends(store: Path) -> None:
    for ends_first in (True, False):
        network = project(open_graph(store))
        one, other, relation = next(links(network, "requiresSkill"))
        rows = [network.pred[other][one], network.succ[one][other]][:: 1 if ends_first else -1]
        assert rows[0][relation] is rows[1][relation]


def test_a_question_makes_no_more_of_the_network_than_it_touches(store: Path) -> None:
    network = project(open_graph(store))
    describe(network, of_kind(network, "role")[0])
    assert 0 < len(network._node.made) < len(network) / 4


def test_a_store_is_opened_without_asking_for_its_statements(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from careergraph.network import statements

    def asked(*_: object) -> None:
        pytest.fail("the statements were read")

    monkeypatch.setattr(statements, "rows", asked)
    assert len(project(open_graph(store))) > 2000


@pytest.mark.parametrize("kind", ["mapped", "plain"])
def test_kinds_links_and_other_iris_are_found_without_a_walk_through_all(
    kind: str, request: pytest.FixtureRequest
) -> None:
    network: Network = request.getfixturevalue(kind)
    for name in KINDS:
        wanted = [iri for iri, data in network.nodes(data=True) if data["kind"] == name]
        assert of_kind(network, name) == wanted
    for name in RELATIONS:
        wanted = [edge for edge in network.edges(keys=True) if edge[2] == name]
        assert list(links(network, name)) == wanted
    for iri in random.Random(5).sample(sorted(network), 60):
        for name in ("broader", "closeMatch", "requiresSkill"):
            to = [other for _, other, relation in network.out_edges(iri, keys=True)
                  if relation == name]  # fmt: skip
            back = [other for other, _, relation in network.in_edges(iri, keys=True)
                    if relation == name]  # fmt: skip
            assert ends(network, iri, name) == to
            assert ends(network, iri, name, back=True) == back
    assert ends(network, "https://other.example/nothing", "broader") == []
    for iri, data in network.nodes(data=True):
        assert {node_of(network, each) for each in data["iris"]} == {iri}
    assert node_of(network, "https://other.example/nothing") is None


@pytest.mark.parametrize("strange", [None, 5, "", "x", ("a", "b")])
def test_what_is_not_in_it_is_not_found(mapped: Network, strange: object) -> None:
    assert strange not in mapped
    assert not mapped.has_edge(strange, strange)
    with pytest.raises(KeyError):
        mapped.nodes[strange]


def test_a_store_of_no_things_is_an_empty_network(tmp_path: Path) -> None:
    load(write(tmp_path, one="source:one a cg:Source ."), tmp_path / "store")
    network = project(open_graph(tmp_path / "store"))
    assert (len(network), network.number_of_edges()) == (0, 0)
