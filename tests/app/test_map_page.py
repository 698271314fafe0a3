"""The page Map as a person sees it: what is looked for is shown, or said not to be there."""

from __future__ import annotations

import pytest
from pages import chosen, opened, said
from rdflib import Dataset

from careergraph.analysis.cooccurrence import companions, companions_query
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.role_map.communities import role_map
from careergraph.network.projection import Network
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE

ARCHITECT = ID_BASE + "role/cloud-architect"


def area_of(network: Network, role: str) -> str:
    """The number of a role's area, as the address writes it."""
    return next(str(p.community) for p in role_map(network).places if p.iri == role)


@pytest.mark.parametrize("label", ["Find", "From", "To"])
def test_a_role_of_the_address_stands_in_its_box(label: str) -> None:
    parameter = {"Find": "pick", "From": "from", "To": "to"}[label]
    assert chosen(opened("map", **{parameter: "role:cloud-architect"}), label) == [ARCHITECT]


def test_what_the_address_names_and_the_graph_does_not_know_is_told() -> None:
    at = opened("map", pick="role:data-analist", skill="tool:no-such-thing", to="role:ai-architect")
    told = [warning.value.replace("\\", "") for warning in at.warning]
    assert len(told) == 2
    assert "“data analist” is not in the graph" in told[0]
    assert "★ Data Analyst" in [button.label for button in at.button]
    assert "“no such thing”" in told[1]
    assert not opened("map", pick="role:data-analyst", skill="tool:python").warning


def test_a_role_that_is_not_on_the_map_is_said_not_to_be(network: Network) -> None:
    role = ID_BASE + "role/bioinformaticist"
    assert role not in {place.iri for place in role_map(network).places}
    for parameter in ("pick", "from"):
        at = opened("map", **{parameter: "role:bioinformaticist", "to": "role:data-analyst"})
        captions = [caption.value for caption in at.caption]
        assert "Bioinformaticist has too little on record to be on the map." in captions


def test_the_way_from_a_role_to_itself_is_asked_about() -> None:
    at = opened("map", **{"from": "role:data-analyst", "to": "role:data-analyst"})
    assert any("the same role" in caption.value for caption in at.caption)
    assert "to learn directly" not in said(at)


def test_how_evenly_a_bridge_is_spread_stands_beside_its_name() -> None:
    tables = [table.value for table in opened("map").dataframe]
    bridges = [table for table in tables if "Spread" in table]
    assert [list(table)[1:] for table in bridges] == [["Spread", "Joins"]] * 2
    assert all(0 < spread < 1 for table in bridges for spread in table["Spread"])


def test_the_query_of_a_skill_finds_the_roles_that_are_lit(
    graph: Dataset, network: Network
) -> None:
    for thing in ("tool/python", "skill/programming"):
        told = companions(network, ID_BASE + thing)
        found = {role for role, _ in rows(graph, companions_query(ID_BASE + thing))}
        same = {iri for role in told.roles for iri in network.nodes[role.iri]["iris"]}
        assert {role.iri for role in told.roles} <= found <= same
    assert companions_query(ID_BASE + "tool/python") in [
        code.value for code in opened("map", skill="tool:python").code
    ]


def test_the_query_of_a_way_finds_what_there_is_to_learn_on_it(
    network: Network, graph: Dataset
) -> None:
    ends = {"from": "role:data-analyst", "to": "role:ai-architect"}
    at = opened("map", **ends)
    way = learning_path(network, ID_BASE + "role/ai-architect", ID_BASE + "role/data-analyst")
    query = next(code.value for code in at.code if "SELECT" in code.value)
    assert {thing for thing, _ in rows(graph, query)} >= {step.iri for step in way.steps}
    assert f"{len(way.steps)} things to learn directly" in said(at)


def test_a_skill_on_the_map_is_marked_as_known() -> None:
    at = opened("map", skill="tool:python")
    at.button(key=f"know-{ID_BASE}tool/python").click().run()
    assert at.button(key=f"know-{ID_BASE}tool/python").label == "You know this"
