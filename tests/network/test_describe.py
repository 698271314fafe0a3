"""A card holds all that the graph says of a thing."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from networks import network
from rdflib import Dataset
from tiny import opened

from careergraph.errors import NotFoundError
from careergraph.network.answers import Ref
from careergraph.network.describe import describe, describe_query
from careergraph.network.lookup import find
from careergraph.network.projection import project
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE, SOURCE_BASE

ROLE = ID_BASE + "role/a"

TEXT = """
role:a a cg:Role ; skos:prefLabel "A"@en ; skos:altLabel "Aye"@en ; skos:definition "First."@en ;
  cg:jobZone 4 ; cg:requiresSkill skill:light, skill:heavy ; cg:usesTool tool:t ;
  cg:leadsTo role:b .
role:b a cg:Role ; skos:prefLabel "B"@en ; cg:leadsTo role:a .
skill:light a cg:Skill ; skos:prefLabel "Light"@en .
skill:heavy a cg:Skill ; skos:prefLabel "Heavy"@en .
tool:t a cg:Tool ; skos:prefLabel "T"@en .
[] a cg:Requirement ; cg:role role:a ; cg:requires skill:light ; cg:importance 0.1 .
[] a cg:Requirement ; cg:role role:a ; cg:requires skill:heavy ; cg:importance 0.9 .
"""


def test_a_card(tmp_path: Path) -> None:
    card = describe(project(opened(tmp_path, one=TEXT)), ROLE)
    assert (card.label, card.kind, card.definition) == ("A", "role", "First.")
    assert card.aliases == ["Aye"]
    assert card.facts == {"jobZone": "4"}
    assert card.sources == [SOURCE_BASE + "one"]
    assert card.iris == [ROLE]
    assert [(to.relation, to.direction, to.node.label, to.weight) for to in card.relations] == [
        ("requiresSkill", "out", "Heavy", 0.9),
        ("requiresSkill", "out", "Light", 0.1),
        ("usesTool", "out", "T", 1.0),
        ("leadsTo", "out", "B", 1.0),
        ("leadsTo", "in", "B", 1.0),
    ]
    assert card.relations[2].node == Ref(ID_BASE + "tool/t", "T", "tool")
    assert all(to.sources == [SOURCE_BASE + "one"] for to in card.relations)


def test_a_card_is_plain_json(network: nx.MultiDiGraph) -> None:
    answer = describe(network, find(network, "AI architect").iri).to_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert {"iri", "label", "kind", "definition", "aliases", "sources", "relations"} <= set(answer)
    fields = {"relation", "direction", "node", "weight", "sources", "agreement"}
    assert set(answer["relations"][0]) == fields


def test_a_card_is_a_copy(network: nx.MultiDiGraph) -> None:
    iri = find(network, "Python").iri
    card = describe(network, iri)
    card.aliases.clear(), card.facts.clear(), card.relations[0].sources.clear()
    assert describe(network, iri) == describe(network, iri) != card


def test_everything_in_the_bundled_graph_has_a_card(network: nx.MultiDiGraph) -> None:
    for iri in network:
        assert len(describe(network, iri).relations) == network.degree(iri)


def test_what_is_not_there_has_none(network: nx.MultiDiGraph) -> None:
    with pytest.raises(NotFoundError, match="search for its name"):
        describe(network, "https://nowhere.example/")


def test_the_query_gives_every_statement_under_any_of_its_iris(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        one=TEXT,
        other='o:A a cg:Role ; skos:prefLabel "a (other)"@en ; cg:usesTool o:U . '
        'o:U a cg:Tool ; skos:prefLabel "U"@en . o:A skos:exactMatch role:a .',
    )
    for iri in (ROLE, "https://other.example/A"):
        found = {(row[0], row[2]) for row in rows(graph, describe_query(iri))}
        assert (ROLE, ID_BASE + "tool/t") in found
        assert (ID_BASE + "role/b", ROLE) in found
        assert ("https://other.example/A", "https://other.example/U") in found


def test_the_query_holds_every_relation_of_a_bundled_card(
    graph: Dataset, network: nx.MultiDiGraph
) -> None:
    card = describe(network, find(network, "Kubernetes").iri)
    asked = {name for row in rows(graph, describe_query(card.iri)) for name in (row[0], row[2])}
    for to in card.relations:
        assert asked & set(network.nodes[to.node.iri]["iris"])


def test_a_role_that_nobody_defines_is_told_by_its_facts() -> None:
    role = network(
        {"Cook": ["Broth", "Heat"], "Smith": ["Heat"], "Potter": []},
        kinds={"Kitchens": "group"},
        links=[("Cook", "broader", "Kitchens")],
    )
    role.nodes["Cook"]["aliases"] = ("Chef",)
    told = "In the group Kitchens; also called Chef; most of all Broth, Heat."
    assert describe(role, "Cook").definition == told
    assert describe(role, "Smith").definition == "Most of all Heat."
    assert describe(role, "Potter").definition == ""
    assert describe(role, "Broth").definition == ""
    role.nodes["Cook"]["definition"] = "Cooks."
    assert describe(role, "Cook").definition == "Cooks."
