"""Comparisons: known answers on tiny networks, and what holds of any roles in any network."""

from __future__ import annotations

import json
from itertools import combinations, permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ROLES, Network, network, networks
from rdflib import Dataset
from tiny import opened

from careergraph.analysis.comparison import (
    Comparison,
    Overlap,
    compare_roles,
    comparison_query,
    requirements,
)
from careergraph.errors import NotFoundError, UsageError
from careergraph.network.lookup import find
from careergraph.network.projection import project
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE, KINDS, REQUIREMENTS

some = settings(max_examples=40)
compared = st.lists(st.sampled_from(ROLES), min_size=2, max_size=4, unique=True)


def labels(items: tuple) -> list[str]:
    return [item.label for item in items]


def near(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(pair.a.label, pair.b.label, pair.why) for pair in comparison.near]


def test_two_roles() -> None:
    made = network(
        {"A": ["SQL", "Sums", "Law"], "B": ["SQL", "Art"]},
        kinds={"SQL": "tool", "Law": "degree"},
    )
    found = compare_roles(made, "A", "B")
    assert labels(found.shared) == ["SQL"]
    assert {role: labels(items) for role, items in found.distinct.items()} == {
        "A": ["Sums", "Law"],
        "B": ["Art"],
    }
    assert found.partial == ()
    assert found.overall == Overlap(1, 4)
    assert found.overall.score == 0.25
    assert found.by_kind == {
        "skill": Overlap(0, 2),
        "tool": Overlap(1, 1),
        "degree": Overlap(0, 1),
    }
    assert found.shared[0].relations == {"A": ["usesTool"], "B": ["usesTool"]}
    assert found.shared[0].sources == ["me"]


def test_three_roles_have_what_some_share() -> None:
    found = compare_roles(
        network({"A": ["all", "ab", "a"], "B": ["all", "ab"], "C": ["all", "c"]}), "C", "A", "B"
    )
    assert [role.iri for role in found.roles] == ["C", "A", "B"]
    assert labels(found.shared) == ["all"]
    assert labels(found.partial) == ["ab"]
    assert {role: labels(items) for role, items in found.distinct.items()} == {
        "C": ["c"],
        "A": ["a"],
        "B": [],
    }
    assert found.overall == Overlap(1, 4)


def test_a_thing_had_by_two_relations_counts_once() -> None:
    made = network({"A": ["Python"], "B": ["Python"]}, links=[("A", "usesTool", "Python")])
    found = compare_roles(made, "A", "B")
    assert found.shared[0].relations == {"A": ["requiresSkill", "usesTool"], "B": ["requiresSkill"]}
    assert found.overall == Overlap(1, 1)


def test_roles_without_data_are_no_data_and_not_nothing_in_common() -> None:
    found = compare_roles(network({"A": [], "B": []}), "A", "B")
    assert found.overall.score is None
    assert found.to_dict()["similarity"]["overall"] is None


def test_near_and_why() -> None:
    made = network(
        {
            "A": ["PyTorch", "Git", "Rivers", "both"],
            "B": ["Keras", "Version control", "Streams", "both"],
        },
        families={"ML frameworks": ["PyTorch", "Keras"], "Version control": ["Git"]},
        links=[("Streams", "closeMatch", "Rivers")],
    )
    assert near(compare_roles(made, "A", "B")) == [
        ("Rivers", "Streams", "a source calls them close"),
        ("Git", "Version control", "Git belongs to Version control"),
        ("Keras", "PyTorch", "both belong to ML frameworks"),
    ]


def test_near_by_one_step_between_but_not_by_a_family_of_hundreds() -> None:
    wide = [f"thing {number}" for number in range(30)]
    made = network(
        {"A": ["leaf", wide[0]], "B": ["root", wide[1]]},
        families={"middle": ["leaf"], "root": ["middle"], "Things": wide},
    )
    assert near(compare_roles(made, "A", "B")) == [("leaf", "root", "leaf belongs to root")]


@pytest.mark.timeout(30)  # half a second; counting a family anew for each pair took minutes
def test_roles_of_hundreds_of_things_in_a_family_of_thousands() -> None:
    needs = {role: [f"{role} {number}" for number in range(300)] for role in "AB"}
    family = [*needs["A"], *needs["B"], *map(str, range(3000))]
    assert compare_roles(network(needs, families={"All": family}), "A", "B").near == ()


def test_circles_of_families_do_no_harm() -> None:
    made = network({"A": ["x"], "B": ["y"]}, families={"x": ["y", "x"], "y": ["x"]})
    assert len(compare_roles(made, "A", "B").near) == 1


@pytest.mark.parametrize("roles", [(), ("A",), ("A", "A"), ("A", "B", "A")])
def test_a_comparison_takes_two_different_roles(roles: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="two different roles"):
        compare_roles(network({"A": ["x"], "B": ["x"]}), *roles)


@pytest.mark.parametrize("other", ["x", "nowhere"])
def test_only_roles_are_compared(other: str) -> None:
    with pytest.raises(NotFoundError, match=other):
        compare_roles(network({"A": ["x"]}), "A", other)


@some
@given(networks(), compared)
def test_the_parts_are_disjoint_and_together_complete(made: Network, roles: list[str]) -> None:
    found = compare_roles(made, *roles)
    parts = [found.shared, found.partial, *found.distinct.values()]
    sets = [{item.iri for item in part} for part in parts]
    assert all(not one & other for one, other in combinations(sets, 2))
    needs = {role: set(requirements(made, role)) for role in roles}
    assert set().union(*sets) == set().union(*needs.values())
    assert sets[0] == set.intersection(*needs.values())
    for role in roles:
        others = set().union(*(needs[other] for other in roles if other != role))
        assert {item.iri for item in found.distinct[role]} == needs[role] - others
    if len(roles) == 2:
        assert found.partial == ()


@some
@given(networks(), compared)
def test_every_item_names_who_has_it_and_how(made: Network, roles: list[str]) -> None:
    found = compare_roles(made, *roles)
    for item in found.items:
        assert [role for role in roles if item.iri in requirements(made, role)] == list(
            item.relations
        )
        for role, names in item.relations.items():
            assert names
            assert all(made.has_edge(role, item.iri, name) for name in names)
            assert set(names) <= set(REQUIREMENTS)
    order = [(list(KINDS).index(item.kind), item.label) for item in found.items]
    assert order == sorted(order)


@some
@given(networks(), compared)
def test_counts_add_up(made: Network, roles: list[str]) -> None:
    found = compare_roles(made, *roles)
    assert found.overall == Overlap(len(found.shared), len(found.items))
    assert sum(each.shared for each in found.by_kind.values()) == found.overall.shared
    assert sum(each.union for each in found.by_kind.values()) == found.overall.union
    assert all(each.union for each in found.by_kind.values())
    assert found.overall.score is None or 0 <= found.overall.score <= 1


@some
@given(networks(), compared)
def test_the_order_of_roles_changes_nothing_but_their_order(
    made: Network, roles: list[str]
) -> None:
    def essence(comparison: Comparison) -> object:
        return (
            [(item.iri, frozenset(item.relations)) for item in comparison.items],
            {role: [item.iri for item in items] for role, items in comparison.distinct.items()},
            [item.iri for item in comparison.shared],
            [item.iri for item in comparison.partial],
            near(comparison),
            comparison.overall,
            comparison.by_kind,
        )

    first = essence(compare_roles(made, *roles))
    assert all(essence(compare_roles(made, *other)) == first for other in permutations(roles))


@some
@given(networks(), compared)
def test_near_pairs_are_of_different_roles_and_none_is_shared_by_all(
    made: Network, roles: list[str]
) -> None:
    found = compare_roles(made, *roles)
    shared = {item.iri for item in found.shared}
    seen = set()
    for pair in found.near:
        assert pair.why
        assert pair.a.iri != pair.b.iri
        assert frozenset((pair.a.iri, pair.b.iri)) not in seen
        seen.add(frozenset((pair.a.iri, pair.b.iri)))
        assert not {pair.a.iri, pair.b.iri} & shared
        for role in roles:
            needs = requirements(made, role)
            assert not (pair.a.iri in needs and pair.b.iri in needs)


@some
@given(networks(), compared)
def test_an_answer_is_plain_json_and_changes_nothing(made: Network, roles: list[str]) -> None:
    before = nx.to_dict_of_dicts(made)
    answer = compare_roles(made, *roles).to_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {"roles", "shared", "distinct", "partial", "near", "similarity"}
    assert nx.to_dict_of_dicts(made) == before


def as_asked(graph: Dataset, roles: list[str]) -> dict[str | None, tuple[str | None, str | None]]:
    return {row[0]: (row[1], row[2]) for row in rows(graph, comparison_query(*roles))}


def as_compared(net: nx.MultiDiGraph, roles: list[str]) -> dict[str, tuple[str, str]]:
    items = compare_roles(net, *roles).items
    return {item.iri: (item.label, str(len(item.relations))) for item in items}


@pytest.mark.parametrize(
    "names",
    [
        ("ML engineer", "AI architect"),
        ("Data scientist", "Data analyst", "ML engineer"),
        ("DevOps engineer", "Cloud architect", "UX designer", "Security engineer"),
    ],
)
def test_the_query_gives_what_the_comparison_says(
    graph: Dataset, network: nx.MultiDiGraph, names: tuple[str, ...]
) -> None:
    roles = [find(network, name, kind="role").iri for name in names]
    assert as_asked(graph, roles) == as_compared(network, roles)


def test_the_query_counts_what_sources_call_the_same_as_one(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        ours='role:a a cg:Role ; skos:prefLabel "A"@en ; cg:usesTool tool:t . '
        'tool:t a cg:Tool ; skos:prefLabel "T"@en .',
        other='o:A a cg:Role ; skos:prefLabel "a (other)"@en ; cg:usesTool o:T, o:U . '
        'o:B a cg:Role ; skos:prefLabel "B"@en ; cg:usesTool o:T, p:U . '
        'o:T a cg:Tool ; skos:prefLabel "t (other)"@en . o:U a cg:Tool ; skos:prefLabel "U"@en . '
        'p:U a cg:Tool ; skos:prefLabel "u"@en .',
        same="o:A skos:exactMatch role:a . tool:t skos:exactMatch o:T . p:U skos:exactMatch o:U .",
    )
    roles = [ID_BASE + "role/a", "https://other.example/B"]
    expected = {ID_BASE + "tool/t": ("T", "2"), "https://other.example/U": ("U", "2")}
    assert as_compared(project(graph), roles) == expected
    assert as_asked(graph, roles) == expected


def test_the_bundled_roles_of_the_article(network: nx.MultiDiGraph) -> None:
    engineer, architect = find(network, "ML engineer").iri, find(network, "AI architect").iri
    found = compare_roles(network, engineer, architect)
    assert {"AWS", "Google Cloud"} <= set(labels(found.shared))
    assert "PyTorch" in labels(found.distinct[engineer])
    assert all(item.sources for item in found.items)
