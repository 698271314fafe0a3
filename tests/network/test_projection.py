"""From statements to a network: merging, names, weights, facts, and the same every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import OWL, Dataset
from tiny import opened

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning import fit
from careergraph.analysis.learning import path as learning_paths
from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.similarity import vectors as role_vectors
from careergraph.analysis.similarity.related import related_roles
from careergraph.loading.opening import open_graph
from careergraph.network.describe import describe
from careergraph.network.lookup import search
from careergraph.network.projection import Network, project
from careergraph.vocabulary import ID_BASE, KINDS, RELATIONS, SOURCE_BASE

PYTHON = ID_BASE + "tool/python"
ANALYST = ID_BASE + "role/analyst"

OURS = """
role:analyst a cg:Role ; skos:prefLabel "Analyst"@en ; cg:usesTool tool:python ;
  cg:requiresSkill skill:sums .
tool:python a cg:Tool ; skos:prefLabel "Python"@en ; skos:altLabel "Py"@en, "Le Python"@fr .
skill:sums a cg:Skill ; skos:prefLabel "Sums"@en .
[] a cg:Requirement ; cg:role role:analyst ; cg:requires skill:sums ; cg:importance 0.25 .
source:ours a cg:Source ; dct:title "Ours" .
"""
OTHER = """
o:Analyst a cg:Role ; skos:prefLabel "analyst (other)"@en ; cg:usesTool o:Python ;
  cg:requiresSkill skill:sums .
o:Python a cg:Skill ; skos:prefLabel "python (programming)"@en ; skos:altLabel "CPython"@en ;
  skos:definition "A language."@en .
[] a cg:Requirement ; cg:role o:Analyst ; cg:requires skill:sums ; cg:importance 0.75 ;
  cg:level 0.5 .
"""
THIRD = """
p:PYTHON a cg:Tool ; skos:prefLabel "PYTHON"@en ; skos:definition "Ein Werkzeug."@de .
"""
SAME = """
o:Python skos:exactMatch tool:python .
p:PYTHON skos:exactMatch o:Python .
o:Analyst skos:exactMatch role:analyst .
"""


@pytest.fixture
def merged(tmp_path: Path) -> Dataset:
    return opened(tmp_path, ours=OURS, other=OTHER, third=THIRD, same=SAME)


def snapshot(network: nx.MultiDiGraph) -> tuple[list, list, dict]:
    return (
        list(network.nodes(data=True)),
        list(network.edges(keys=True, data=True)),
        network.graph,
    )


def plain(graph: Dataset) -> Dataset:
    """The same statements in a dataset that rdflib keeps itself."""
    dataset = Dataset()
    dataset.parse(data=graph.serialize(format="nquads"), format="nquads")
    return dataset


def one_role(folder: Path, text: str) -> dict:
    network = project(opened(folder, one=text))
    return network.nodes[ID_BASE + "role/a"]


def test_things_that_three_sources_name_are_one_node_under_our_name(merged: Dataset) -> None:
    network = project(merged)
    python = network.nodes[PYTHON]
    assert python["iris"] == (
        PYTHON,
        "https://other.example/Python",
        "https://third.example/PYTHON",
    )
    assert (python["label"], python["kind"]) == ("Python", "tool")
    assert python["definition"] == "A language."
    assert set(python["aliases"]) == {"Py", "CPython", "python (programming)", "PYTHON"}
    assert python["sources"] == tuple(SOURCE_BASE + name for name in ("other", "ours", "third"))
    assert set(network) == {PYTHON, ANALYST, ID_BASE + "skill/sums"}


def test_an_edge_that_two_sources_state_is_one_and_names_both(merged: Dataset) -> None:
    network = project(merged)
    assert network.number_of_edges() == 2
    assert network.edges[ANALYST, PYTHON, "usesTool"] == {
        "weight": 1.0,
        "level": None,
        "sources": (SOURCE_BASE + "other", SOURCE_BASE + "ours"),
    }
    assert network.edges[ANALYST, ID_BASE + "skill/sums", "requiresSkill"]["weight"] == 0.75
    assert network.edges[ANALYST, ID_BASE + "skill/sums", "requiresSkill"]["level"] == 0.5


def test_only_the_sources_asked_for_are_heard(merged: Dataset) -> None:
    network = project(merged, sources=[SOURCE_BASE + "ours"])
    assert network.nodes[PYTHON]["iris"] == (PYTHON,)
    assert network.nodes[PYTHON]["definition"] == ""
    edge = network.edges[ANALYST, ID_BASE + "skill/sums", "requiresSkill"]
    assert edge == {"weight": 0.25, "level": None, "sources": (SOURCE_BASE + "ours",)}
    apart = project(merged, sources=[SOURCE_BASE + name for name in ("ours", "other", "third")])
    assert len(apart) == 6, "nobody says that they are the same"
    assert len(project(merged, sources=[])) == 0


def test_a_network_is_the_same_every_time_and_from_any_store(merged: Dataset) -> None:
    first = snapshot(project(merged))
    assert snapshot(project(merged)) == first
    assert snapshot(project(plain(merged))) == first


def test_the_bundled_graph_is_the_same_every_time(graph: Dataset, network: nx.MultiDiGraph) -> None:
    assert snapshot(project(open_graph("core"))) == snapshot(network)


def test_a_shipped_file_is_the_same_from_a_plain_dataset() -> None:
    file = next(Path(__file__).parents[2].glob("graph/data/ml-engineer-vs-ai-architect.ttl"))
    graph = open_graph(file)
    assert snapshot(project(plain(graph))) == snapshot(project(graph))


def test_every_node_and_edge_of_the_bundled_network_keeps_the_promise(
    network: nx.MultiDiGraph,
) -> None:
    titles = network.graph["sources"]
    assert len(network) > 500
    for iri, data in network.nodes(data=True):
        promised = {"label", "kind", "definition", "aliases", "iris", "sources", "facts"}
        assert set(data) - {"twin_labels"} == promised
        assert set(data.get("twin_labels", ())) <= set(data["aliases"])
        assert data["kind"] in KINDS
        assert data["label"].strip()
        assert data["label"] not in data["aliases"]
        assert iri == data["iris"][0]
        assert data["sources"]
        assert set(data["sources"]) <= set(titles)
    for _, _, name, edge in network.edges(keys=True, data=True):
        assert name in RELATIONS
        assert 0 <= edge["weight"] <= 1
        assert edge["level"] is None or 0 <= edge["level"] <= 1
        assert edge["sources"]
        assert set(edge["sources"]) <= set(titles)


@pytest.mark.parametrize(
    ("labels", "language", "label"),
    [
        ('"Chef"@fr', "en", "Chef"),
        ('"Chef"@fr, "Cook"@en-GB', "en", "Cook"),
        ('"Chef"@fr, "Cook"', "en", "Cook"),
        ('"Chef"@fr, "Cook"@en, "Koch"', "en", "Cook"),
        ('"Chef"@fr, "Cook"@en', "fr", "Chef"),
        ('"Chef"@fr-CA, "Cook"@en', "fr-FR", "Chef"),
    ],
)
def test_names_in_the_wanted_language_come_first_and_any_other_serves(
    tmp_path: Path, labels: str, language: str, label: str
) -> None:
    graph = opened(tmp_path, one=f"role:a a cg:Role ; skos:prefLabel {labels} .")
    assert project(graph, language=language).nodes[ID_BASE + "role/a"]["label"] == label


def test_our_foreign_name_gives_way_to_another_sources_in_the_wanted_language(
    tmp_path: Path,
) -> None:
    graph = opened(
        tmp_path,
        ours='role:a a cg:Role ; skos:prefLabel "Koch"@de .',
        other='o:A a cg:Role ; skos:prefLabel "Cook"@en ; skos:exactMatch role:a .',
    )
    assert project(graph).nodes[ID_BASE + "role/a"]["label"] == "Cook"


def test_what_has_no_name_is_called_by_its_iri(tmp_path: Path) -> None:
    assert one_role(tmp_path, "role:a a cg:Role .")["label"] == "a"


@pytest.mark.parametrize(
    ("said", "weight", "level"),
    [
        ("cg:importance 0.4 ; cg:level 0.2", 0.4, 0.2),
        ("cg:importance 4 ; cg:level -1", 1.0, 0.0),
        ('cg:importance "much" ; cg:level "NaN"', 1.0, None),
        ("cg:level 0.2", 1.0, 0.2),
        ("cg:importance 0.1, 0.3, 0.2", 0.3, None),
    ],
)
def test_weights_lie_between_0_and_1_whatever_a_source_says(
    tmp_path: Path, said: str, weight: float, level: float | None
) -> None:
    graph = opened(
        tmp_path,
        one=f"""role:a a cg:Role ; cg:requiresSkill skill:b . skill:b a cg:Skill .
        [] a cg:Requirement ; cg:role role:a ; cg:requires skill:b ; {said} .""",
    )
    edge = project(graph).edges[ID_BASE + "role/a", ID_BASE + "skill/b", "requiresSkill"]
    assert (edge["weight"], edge["level"]) == (weight, level)


def test_facts_and_what_a_posting_pays(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        one="""
        <https://w3id.org/careergraph/id/posting/x> a schema:JobPosting ;
          schema:title "Cook"@en, "Chef"@fr ; schema:jobLocation "Rome" ;
          schema:relevantOccupation role:a ;
          schema:hiringOrganization [ schema:name "Osteria" ] ;
          schema:baseSalary [ schema:currency "EUR" ; schema:minValue 0 ; schema:maxValue "lots" ;
            schema:unitText "YEAR" ] .
        role:a a cg:Role . degree:d a cg:Degree ; cg:degreeLevel "bachelor" .""",
    )
    network = project(graph)
    assert network.nodes[ID_BASE + "posting/x"]["facts"] == {
        "title": "Cook",
        "jobLocation": "Rome",
        "employer": "Osteria",
        "currency": "EUR",
        "minValue": 0.0,
        "unit": "YEAR",
    }
    assert network.nodes[ID_BASE + "degree/d"]["facts"] == {"degreeLevel": "bachelor"}
    assert network.has_edge(ID_BASE + "posting/x", ID_BASE + "role/a", "relevantOccupation")


def test_odd_statements_are_passed_over(tmp_path: Path) -> None:
    network = project(
        opened(
            tmp_path,
            one="""
            role:a a cg:Role ; skos:prefLabel "A"@en ; skos:definition [ rdfs:label "not plain" ] ;
              cg:requiresSkill skill:undescribed, "a string" ; cg:leadsTo role:a .""",
        )
    )
    assert set(network) == {ID_BASE + "role/a"}
    assert network.nodes[ID_BASE + "role/a"]["definition"] == ""
    assert network.number_of_edges() == 0


def test_what_has_no_address_is_a_thing_like_any_other(tmp_path: Path) -> None:
    text = """[ a cg:Role ; skos:prefLabel "Baker"@en ;
                cg:requiresSkill [ a cg:Skill ; skos:prefLabel " Dough\u200b "@en ] ] ."""
    one, again = (project(opened(tmp_path, one=text)) for _ in range(2))
    assert set(one.edges(keys=True)) == set(again.edges(keys=True))
    assert sorted(data["label"] for _, data in one.nodes(data=True)) == ["Baker", "Dough"]


def test_an_empty_graph_is_an_empty_network(tmp_path: Path) -> None:
    network = project(opened(tmp_path, one=""))
    assert len(network) == 0
    assert network.graph["sources"] == {}


def test_projecting_changes_nothing(merged: Dataset) -> None:
    before = set(merged.quads())
    project(merged)
    assert set(merged.quads()) == before


def test_a_part_of_the_graph_gives_the_same_comparisons_and_cards(
    graph: Dataset, network: Network
) -> None:
    roles = sorted(iri for iri, data in network.nodes(data=True) if data["kind"] == "role")
    things = sorted(network)
    chosen = random.Random(7)
    for _ in range(12):
        pair = chosen.sample(roles, 2)
        part = project(graph, about=pair)
        assert len(part) < len(network)
        assert compare_roles(part, *pair) == compare_roles(network, *pair)
        thing = chosen.choice(things)
        assert describe(project(graph, about=[thing]), thing) == describe(network, thing)


ANSWERS: dict[str, tuple[Collection[str], Callable[[Network, str, str], Any]]] = {
    "search": ((), lambda network, one, _: search(network, network.nodes[one]["label"][:-1])),
    "related": (role_vectors.PARTS, lambda network, one, _: related_roles(network, one)),
    "path": (learning_paths.PARTS, learning_paths.learning_path),
    "next": (fit.PARTS, lambda network, one, _: next_skills(network, [], start=one)),
}


@pytest.mark.parametrize("question", ANSWERS)
def test_the_parts_that_a_question_reads_are_enough_to_answer_it(
    graph: Dataset, network: Network, question: str
) -> None:
    parts, answer = ANSWERS[question]
    part = project(graph, parts=parts)
    roles = [iri for iri, data in network.nodes(data=True) if data["kind"] == "role"]
    assert len(part.edges) < len(network.edges)
    for one, other in list(pairwise(roles))[::7]:
        assert answer(part, one, other) == answer(network, one, other)


def test_a_part_fetches_no_more_than_it_takes(graph: Dataset) -> None:
    part = project(graph, about=[PYTHON])
    assert all(PYTHON in edge[:2] or edge[2] in {"broader", "closeMatch"} for edge in part.edges)
    assert {edge[2] for edge in project(graph, parts=["leadsTo"]).edges} == {"leadsTo"}


def test_a_part_knows_things_by_all_their_addresses(graph: Dataset, network: Network) -> None:
    merged = next(iri for iri, data in network.nodes(data=True) if len(data["iris"]) > 1)
    other = next(iri for iri in network.nodes[merged]["iris"] if iri != merged)
    assert merged in project(graph, about=[other])


def test_what_is_no_address_asks_for_nothing(graph: Dataset) -> None:
    assert not project(graph, about=["x> } DROP ALL #", "no such thing"])


def test_a_need_has_its_alternatives_and_the_level_that_a_text_asks_for(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        one="""role:a a cg:Role ; cg:usesTool tool:r, tool:java ; cg:requiresSkill skill:sums ;
          cg:leadsTo role:b . role:b a cg:Role . skill:sums a cg:Skill .
        tool:r a cg:Tool . tool:java a cg:Tool . tool:lost a cg:Tool .
        [] a cg:Requirement ; cg:role role:a ; cg:oneOf tool:r, tool:java, tool:lost ;
          cg:levelWord "strong" .
        [] a cg:Requirement ; cg:role role:a ; cg:oneOf tool:lost, skill:sums .
        [] a cg:Requirement ; cg:role role:a ; cg:requires skill:sums ; cg:levelWord "odd" .
        [] a cg:Requirement ; cg:role role:a ; cg:requires role:b ; cg:levelWord "expertise" .""",
        other="""
        [] a cg:Requirement ; cg:role role:a ; cg:requires tool:r ; cg:levelWord "expertise" .
        [] a cg:Requirement ; cg:role role:a ; cg:requires tool:java ; cg:levelWord "knowledge" .
        """,
    )
    edges = {
        ID_BASE + edge[1].removeprefix(ID_BASE): edge[2]
        for edge in project(graph).edges(ID_BASE + "role/a", data=True)
    }
    both = (ID_BASE + "tool/java", ID_BASE + "tool/r")
    assert {
        iri: data.get("one_of") for iri, data in edges.items() if "one_of" in data
    } == dict.fromkeys(both, both)
    assert {iri: data["level_word"] for iri, data in edges.items() if "level_word" in data} == {
        ID_BASE + "tool/r": "expertise",
        ID_BASE + "tool/java": "strong",
    }
    alone = project(graph, sources=[SOURCE_BASE + "one"])
    assert alone.edges[ID_BASE + "role/a", ID_BASE + "tool/r", "usesTool"]["level_word"] == "strong"


CROSSWALK = """
p:one skos:exactMatch o:Actuary . p:two skos:exactMatch o:Clerk . p:three skos:exactMatch o:Clerk .
p:group skos:exactMatch o:Clerk . p:four skos:broadMatch o:Clerk .
"""


def test_what_one_thing_is_said_to_be_of_another_source_twice_stays_two(tmp_path: Path) -> None:
    """As the official crosswalk says of seven occupations, and of 43 that they are a group."""
    role = "a cg:Role ; skos:prefLabel"
    network = project(
        opened(
            tmp_path,
            other=f'o:Actuary {role} "Actuaries"@en . o:Clerk {role} "Clerks"@en .',
            third=" ".join(
                f'p:{name} {role} "{name}"@en .' for name in ("one", "two", "three", "four")
            )
            + 'p:group a cg:RoleGroup ; skos:prefLabel "clerks"@en .',
            crosswalk=CROSSWALK,
        )
    )
    assert len(network) == 6
    (joined,) = (data for _, data in network.nodes(data=True) if len(data["iris"]) > 1)
    assert [iri.rpartition("/")[2] for iri in joined["iris"]] == ["Actuary", "one"]
    kept = {(one.rpartition("/")[2], relation) for one, _, relation in network.edges(keys=True)}
    assert kept == {
        ("two", "closeMatch"),
        ("three", "closeMatch"),
        ("group", "closeMatch"),
        ("four", "broadMatch"),
    }


def test_facts_that_come_in_lists_are_all_there(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        one="""role:a a cg:Role ; skos:prefLabel "A"@en ; cg:jobZone 4 ;
          cg:interest "Social"@en , "Artistic"@en ; cg:workValue "Support"@en .""",
        other='role:a cg:interest "Social"@en ; cg:jobZone 5 .',
    )
    assert project(graph).nodes[ID_BASE + "role/a"]["facts"] == {
        "jobZone": "4",
        "interest": "Artistic, Social",
        "workValue": "Support",
    }


def test_a_line_that_two_things_differ_overrules_what_joins_them(tmp_path: Path) -> None:
    things = 'role:a a cg:Role ; skos:prefLabel "A"@en . o:b a cg:Role ; skos:prefLabel "B"@en .'
    same = "role:a skos:exactMatch o:b ; skos:closeMatch o:b ."
    assert len(project(opened(tmp_path, one=things, two=same))) == 1
    split = project(
        opened(tmp_path, one=things, two=same, mine=f"o:b <{OWL.differentFrom}> role:a .")
    )
    assert len(split) == 2
    assert split.number_of_edges() == 0


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "Boulanger"), ("es", "Baker"), ("en", "Baker")]
)
def test_a_label_is_in_the_language_asked_for_then_english_then_any(
    tmp_path: Path, language: str, label: str
) -> None:
    graph = opened(
        tmp_path,
        one="""role:b a cg:Role ; skos:prefLabel "Bäcker"@de , "Baker"@en-GB , "Boulanger"@fr .
               role:m a cg:Role ; skos:prefLabel "Müller"@de .""",
    )
    network = project(graph, language=language)
    assert network.nodes[ID_BASE + "role/b"]["label"] == label
    assert network.nodes[ID_BASE + "role/m"]["label"] == "Müller"
