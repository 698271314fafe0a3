"""Which roles suit what one knows, on graphs small enough to reckon by hand."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from networks import THINGS, Network, network, networks

from careergraph import fit_roles
from careergraph.analysis.learning.fit import Nearness
from careergraph.analysis.learning.needs import needs_of

TWO = {
    "analyst": ["SQL", "Statistics", "Tableau", "Excel", "Communication"],
    "engineer": ["SQL", "Python", "ETL", "Airflow", "Git"],
    "sketch": ["SQL", "Python"],
}


def test_the_fit_drawn_in_the_docstring() -> None:
    answer = fit_roles(network(TWO), ["SQL", "Python", "Fortran"])
    assert [(role.label, role.met, role.needed) for role in answer.roles] == [
        ("engineer", 2, 5),
        ("analyst", 1, 5),
    ]
    assert [item.label for item in answer.roles[0].missing] == ["Airflow", "ETL", "Git"]
    assert [thing.label for thing in answer.known] == ["SQL", "Python"]
    assert [name.text for name in answer.unknown] == ["Fortran"]
    assert json.loads(json.dumps(answer.to_dict()))["roles"][0]["missing"][0]["label"] == "Airflow"


def test_k_roles_at_the_most_and_none_of_which_nothing_is_met() -> None:
    assert len(fit_roles(network(TWO), ["SQL"], k=1).roles) == 1
    assert fit_roles(network(TWO), ["Nothing"]).roles == ()
    assert fit_roles(network({}), ["Nothing"]).roles == ()


def test_a_role_that_asks_for_much_is_not_ahead_because_some_of_it_is_met() -> None:
    graph = network(
        {
            "small": ["A", "B", "C", "D", "E"],
            "huge": ["A", "B", "C", *(f"H{number}" for number in range(40))],
        }
    )
    best, other = fit_roles(graph, ["A", "B", "C"]).roles
    assert (best.label, best.met, best.needed) == ("small", 3, 5)
    assert (other.met, other.needed) == (3, 43)


def test_alternatives_count_once_and_a_class_is_met_by_a_member() -> None:
    graph = network(
        {"there": ["A", "B", "C", "Clouds", "AWS", "Azure"]},
        families={"Clouds": ["AWS", "Azure", "GCP"]},
        classes=["Clouds"],
        kinds={"AWS": "tool", "Azure": "tool", "GCP": "tool"},
    )
    (role,) = fit_roles(graph, ["GCP"]).roles
    assert (role.met, role.needed) == (1, 4)


def test_a_role_one_has_been_in_is_known_and_not_offered() -> None:
    answer = fit_roles(network(TWO), ["analyst"])
    assert [role.label for role in answer.roles] == ["engineer"]


@given(networks(), st.sets(st.sampled_from(THINGS), max_size=6))
@settings(max_examples=200, deadline=None)
def test_arrays_and_requirements_agree(graph: Network, known: set[str]) -> None:
    needs = needs_of(graph)
    has = needs.known([], known)
    nearness = Nearness.of(needs, [], sorted(known))
    table = nearness.table
    asked = [one for role in table.roles for one in needs.requirements(role)]
    assert len(asked) == len(table.weight)
    for number, requirement in enumerate(asked):
        role = table.roles[table.row[number].item()]
        assert sorted(set(table.met_by(number))) == sorted(set(requirement.things))
        assert needs.meets(role, requirement, has) == nearness.met[number]
    for role in fit_roles(graph, known, k=100).roles:
        met = [needs.meets(role.iri, one, has) for one in needs.requirements(role.iri)]
        assert (role.met, role.needed) == (sum(met), len(met))
        assert len(role.missing) == role.needed - role.met


def many_roles() -> Network:
    """A hundred roles and more, so that their words are compared as well."""
    trades = ["welder", "cook", "driver", "nurse"]
    roles = {
        f"{trade} {number}": [f"{trade} {trade}shop {place}" for place in range(4)]
        + [f"own {number}"]
        for trade in trades
        for number in range(30)
    }
    return network({**roles, "welder": [f"welder weldershop {place}" for place in range(6)]})


def test_what_is_no_thing_is_still_heard_and_counts_as_nothing_met() -> None:
    answer = fit_roles(many_roles(), ["weldershop welder"], k=5)
    assert [name.text for name in answer.unknown] == ["weldershop welder"]
    assert all(role.label.startswith("welder") for role in answer.roles)
    assert {role.met for role in answer.roles} == {0}
    assert {role.described_with for role in answer.roles} == {("weldershop welder",)}


def test_a_name_of_which_roles_bear_half_the_words_only_is_not_heard() -> None:
    assert fit_roles(many_roles(), ["welder juggling"]).roles == ()


def test_who_knows_two_things_sees_roles_first_that_take_both() -> None:
    roles = {f"role {number}": [f"{number} {place}" for place in range(5)] for number in range(20)}
    graph = network(
        {
            **roles,
            "only A": ["A", "a1", "a2", "a3", "a4"],
            "only B": ["B", "b1", "b2", "b3", "b4"],
            "both": ["A", "B", *(f"c{number}" for number in range(8))],
        }
    )
    assert fit_roles(graph, ["A", "B"]).roles[0].label == "both"


def test_a_short_list_is_not_ahead_for_being_short() -> None:
    roles = {f"role {number}": [f"{number} {place}" for place in range(30)] for number in range(9)}
    graph = network(
        {
            **roles,
            "short": ["A", "x1", "x2", "x3", "x4"],
            "long": ["A", "B", "C", *(f"y{number}" for number in range(20))],
        }
    )
    assert [role.label for role in fit_roles(graph, ["A", "B", "C"]).roles] == ["long", "short"]


def test_of_two_roles_alike_the_one_that_several_sources_describe_comes_first() -> None:
    needs = ["A", "B", "C", "D", "E"]
    graph = network({"a job": needs, "the job": needs})
    graph.nodes["the job"]["iris"] += ("urn:another",)
    assert [role.label for role in fit_roles(graph, ["A"]).roles] == ["the job", "a job"]
