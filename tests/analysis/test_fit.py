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
    nearness = Nearness.of(needs, has)
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
