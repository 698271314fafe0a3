"""A path as a checklist, as Turtle and as the query that reproduces it."""

from __future__ import annotations

import csv
import random
import re
from datetime import date

import pytest
from networks import network
from rdflib import Graph
from rdflib.namespace import RDF

from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.export.path_files import (
    path_query,
    path_to_csv,
    path_to_icalendar,
    path_to_markdown,
    path_to_turtle,
)
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, project
from careergraph.store.dataset import rows
from careergraph.vocabulary import CG, SCHEMA

KINDS = {"SQL": "tool", "Docker_C*": "tool", "Master": "degree"}
FIVE = range(5)
GRAPH = network(
    {
        "data analyst": ["SQL", "Statistics", *(f"S{n}" for n in FIVE)],
        "AI architect": ["SQL", "Deep learning", "Docker_C*", "Master", *(f"T{n}" for n in FIVE)],
        "data scientist": ["SQL", "Statistics", "Deep learning", *(f"T{n}" for n in range(3))],
    },
    before=[("Statistics", "Machine learning"), ("Machine learning", "Deep learning")],
    kinds=KINDS,
    links=[
        ("AI architect", "prefersSkill", "Writing"),
        ("data analyst", "leadsTo", "data scientist"),
        ("data scientist", "leadsTo", "AI architect"),
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def path() -> LearningPath:
    return learning_path(GRAPH, "AI architect", "data analyst", ["Fortran"])


def test_a_checklist_holds_every_step_with_its_reason(path: LearningPath) -> None:
    text = path_to_markdown(path)
    lines = text.splitlines()
    assert lines[0] == "# The way to AI architect"
    boxes = [line for line in lines if line.startswith("- [ ] **")]
    assert len(boxes) == len(path.steps)
    assert (
        "- [ ] **Machine learning**: learn before Deep learning; "
        "medium: builds on Statistics" in lines
    )
    assert (
        r"- [ ] **Docker\_C\***: used in AI architect, not required; "
        "small: a tool that builds on nothing else" in lines
    )
    assert "Not recognised, and left out: Fortran." in lines
    assert (
        "- data scientist → AI architect: People often go from data analyst to data scientist and "
        "on to AI architect: at most " in text
    )
    assert "  - data scientist: " in text
    assert any(line.startswith("- [ ] Master (degree; earned by study") for line in lines)
    assert lines[-1] == "- [ ] Writing"


@pytest.fixture(scope="module")
def bundled() -> tuple[object, Network]:
    graph = open_graph("core")
    return graph, project(graph)


def asked(graph: object, network: Network, path: LearningPath) -> set[str]:
    node_of = {each: iri for iri, data in network.nodes(data=True) for each in data["iris"]}
    return {node_of[thing] for thing, _ in rows(graph, path_query(network, path))}


def test_turtle_keeps_the_order_and_what_builds_on_what(bundled: tuple[object, Network]) -> None:
    base = "https://w3id.org/careergraph/id/role/"
    path = learning_path(bundled[1], f"{base}ai-architect", f"{base}data-analyst", k=0)
    graph = Graph().parse(data=path_to_turtle(path), format="turtle")
    steps = sorted(
        (int(graph.value(step, SCHEMA.position)), str(graph.value(step, SCHEMA.about)))
        for step in graph.subjects(RDF.type, SCHEMA.HowToStep)
    )
    assert [iri for _, iri in steps] == [step.iri for step in path.steps]
    links = {
        (str(later), str(earlier)) for later, earlier in graph.subject_objects(CG.prerequisite)
    }
    assert links == {(later.iri, step.iri) for step in path.steps for later in step.needed_for}
    assert links


def test_the_query_finds_the_steps_of_the_path(bundled: tuple[object, Network]) -> None:
    graph, network = bundled
    roles = sorted(iri for iri, kind in network.nodes(data="kind") if kind == "role")
    things = sorted(iri for iri, kind in network.nodes(data="kind") if kind in {"skill", "tool"})
    chance = random.Random(7)
    for _ in range(25):
        start, target = chance.sample(roles, 2)
        known = chance.sample(things, 5)
        for begin in (start, None):
            path = learning_path(network, target, begin, known, k=0)
            assert asked(graph, network, path) >= {step.iri for step in path.steps}, path.target


def test_the_query_counts_a_role_named_as_known(bundled: tuple[object, Network]) -> None:
    graph, network = bundled
    base = "https://w3id.org/careergraph/id/role/"
    path = learning_path(network, f"{base}ai-architect", known=["Data analyst", "Docker"], k=0)
    assert asked(graph, network, path) >= {step.iri for step in path.steps}
    assert "Docker" not in {network.nodes[iri]["label"] for iri in asked(graph, network, path)}
    assert path.steps


def test_a_table_of_a_path_has_a_step_a_row_with_what_the_plan_says() -> None:
    path = learning_path(GRAPH, "AI architect", "data analyst")
    first = path.steps[0]
    plan = {first.iri: {"state": "doing", "note": "=HYPERLINK(1)", "link": "https://a.example/"}}
    rows = list(csv.DictReader(path_to_csv(path, plan).decode("utf-8-sig").splitlines()))
    assert [row["iri"] for row in rows] == [step.iri for step in path.steps]
    assert (rows[0]["state"], rows[0]["link"]) == ("doing", "https://a.example/")
    assert not rows[0]["note"].startswith("=")
    assert {row["state"] for row in rows[1:]} == {"to do"}


def test_a_calendar_gives_each_step_its_weeks_one_after_the_other() -> None:
    path = learning_path(GRAPH, "AI architect", "data analyst")
    weeks = {"small": 1, "medium": 2, "large": 4}
    text = path_to_icalendar(path, weeks, date(2026, 1, 5)).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    begins = re.findall(r"DTSTART;VALUE=DATE:(\d+)", whole)
    ends = re.findall(r"DTEND;VALUE=DATE:(\d+)", whole)
    assert len(begins) == len(ends) == len(path.steps)
    assert begins[0] == "20260105"
    assert begins[1:] == ends[:-1]
    days = (date.fromisoformat(ends[-1]) - date(2026, 1, 5)).days
    assert days == 7 * sum(weeks[step.size] for step in path.steps)
    assert len(set(re.findall(r"UID:(\S+)", whole))) == len(path.steps)
