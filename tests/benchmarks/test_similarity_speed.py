"""How fast related roles and the map are over all of O*NET, and over ten times as many roles.

Aims on a machine of two cores, warm: one role's related roles in 5 ms, all pairs in 2 s, the map in
20 s once; all but all pairs no more than 12 times slower with ten times the roles.
"""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import NamedNode, Quad
from pytest_benchmark.fixture import BenchmarkFixture

from careergraph.analysis.role_map.communities import role_map
from careergraph.analysis.role_map.sizes import role_sizes
from careergraph.analysis.similarity.related import related_roles
from careergraph.analysis.similarity.scores import similarities
from careergraph.analysis.similarity.vectors import role_vectors, words_of
from careergraph.drawing.role_map import draw_map
from careergraph.importers.onet import import_onet
from careergraph.loading.opening import open_graph
from careergraph.network.cache import forget
from careergraph.network.projection import Network, project
from careergraph.store.dataset import native_store

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"
STRAY = 0.3
"""The part of a made role's things and words that come from another copy than most."""


@pytest.fixture(scope="module")
def onet(tmp_path_factory: pytest.TempPathFactory) -> Network:
    if not FOLDER.is_dir():
        pytest.skip("needs the O*NET download beside the clone, in ../shared/data/onet-29.2")
    empty = tmp_path_factory.mktemp("empty") / "nothing.ttl"
    empty.write_text("")
    graph = open_graph(empty)
    store, source = native_store(graph), NamedNode("urn:onet")
    assert store is not None
    store.bulk_extend(
        Quad(each.subject, each.predicate, each.object, source) for each in import_onet(FOLDER)
    )
    return project(graph)


@pytest.fixture(scope="module")
def tenfold(onet: Network) -> Network:
    """Make 10,160 roles: ten copies of O*NET, the ends of whose edges are mixed.

    A copied role keeps how many things of each relation it has and how many different words; a
    copied thing or word is, in expectation, had by as many roles as its original. Most of a role's
    ends stay in its copy, so that there are likenesses to find.
    """
    chance = random.Random(10)
    made: Network = nx.MultiDiGraph(sources={})

    def copy(name: str, of: int) -> str:
        return f"{name}{chr(97 + of) * 2 if of else ''}"

    def end(of: int) -> int:
        return chance.randrange(10) if chance.random() < STRAY else of

    def text(words: str, of: int, ends: dict[str, int]) -> str:
        """Copy words; one that a role says twice goes to the same copy both times."""
        plain = [" ".join(words_of(word)) for word in words.split()]
        for word in plain:
            ends.setdefault(word, end(of))
        return " ".join(
            copy(word, ends[word]) if word else joining
            for word, joining in zip(plain, words.split(), strict=True)
        )

    for of in range(10):
        told: dict[str, dict[str, int]] = defaultdict(dict)  # by role: where each of its words went
        for iri, data in onet.nodes(data=True):
            mixed = data["kind"] in {"role", "responsibility"}
            name = copy(iri, of)
            role = iri if data["kind"] == "role" else next(onet.predecessors(iri), iri)
            ends = told[role]
            made.add_node(
                name,
                **data
                | {
                    "label": text(data["label"], of, ends) if mixed else copy(data["label"], of),
                    "aliases": tuple(text(each, of, ends) for each in data["aliases"] if mixed),
                    "definition": text(data["definition"], of, ends) if mixed else "",
                    "iris": (name,),
                },
            )
    for of in range(10):
        for one, other, relation, data in onet.edges(keys=True, data=True):
            to = of if relation in {"broader", "hasResponsibility"} else end(of)
            made.add_edge(copy(one, of), copy(other, to), key=relation, **data)
    return made


def related_of_one(benchmark: BenchmarkFixture, network: Network) -> None:
    roles = role_vectors(network).roles
    chosen = iter(random.Random(5).choices(roles, k=100_000))
    found = benchmark(lambda: related_roles(network, next(chosen)))
    assert len(found.related) == 10


def the_map(benchmark: BenchmarkFixture, network: Network) -> None:
    """Measure all that the first sight of the map takes, its roles as vectors included.

    Where the machine is busy with other things, ``--benchmark-timer=time.process_time`` counts only
    what this takes of it.
    """

    drawn = benchmark.pedantic(role_map, (network,), setup=lambda: forget(network), rounds=3)
    assert len(drawn.places) == len(role_vectors(network).roles)


@pytest.mark.benchmark(group="related roles of one role")
def test_related_roles(benchmark: BenchmarkFixture, onet: Network) -> None:
    related_of_one(benchmark, onet)


@pytest.mark.benchmark(group="related roles of one role")
def test_related_roles_of_ten_thousand(benchmark: BenchmarkFixture, tenfold: Network) -> None:
    related_of_one(benchmark, tenfold)


@pytest.mark.benchmark(group="all pairs")
def test_all_pairs(benchmark: BenchmarkFixture, onet: Network) -> None:
    vectors = role_vectors(onet)
    assert benchmark.pedantic(similarities, (vectors,), rounds=5).shape == (len(vectors.roles),) * 2


@pytest.mark.benchmark(group="map, laid out")
def test_map(benchmark: BenchmarkFixture, onet: Network) -> None:
    the_map(benchmark, onet)


@pytest.mark.benchmark(group="map, laid out")
def test_map_of_ten_thousand(benchmark: BenchmarkFixture, tenfold: Network) -> None:
    the_map(benchmark, tenfold)


@pytest.mark.benchmark(group="map, from the cache")
def test_map_again(benchmark: BenchmarkFixture, onet: Network) -> None:
    role_map(onet)
    assert benchmark(role_map, onet).places


@pytest.mark.benchmark(group="map, drawn")
def test_map_drawn(benchmark: BenchmarkFixture, onet: Network) -> None:
    found = role_map(onet)
    sizes = role_sizes(onet, found, "central").size
    assert benchmark.pedantic(draw_map, (found, sizes), rounds=3, warmup_rounds=1).nodes
