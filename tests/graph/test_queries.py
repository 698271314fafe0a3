"""The competency questions of graph/queries: the bundled graph answers each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset, URIRef

from careergraph.loading.bundled import bundled_folder
from careergraph.loading.opening import open_graph
from careergraph.sparql.query import QueryResult, run_query
from careergraph.vocabulary import CG, ID_BASE

QUERIES = sorted((bundled_folder() / "queries").glob("*.rq"))
ML_ENGINEER = URIRef(ID_BASE + "role/machine-learning-engineer")
AI_ARCHITECT = URIRef(ID_BASE + "role/ai-architect")


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return open_graph("core")


def ask(graph: Dataset, name: str) -> QueryResult:
    return run_query(graph, (bundled_folder() / "queries" / f"{name}.rq").read_text())


def column(result: QueryResult, name: str) -> list[object]:
    at = result.variables.index(name)
    return [row[at] for row in result.rows]


def needs(graph: Dataset, role: URIRef) -> set[object]:
    wanted = (CG.requiresSkill, CG.usesTool)
    return {thing for relation in wanted for thing in graph.objects(role, relation)}


def test_there_are_at_least_twenty_questions() -> None:
    assert len(QUERIES) >= 20


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_question_has_a_title_and_an_answer(path: Path, graph: Dataset) -> None:
    title, explanation, *_ = path.read_text().splitlines()
    assert title.startswith("# ")
    assert title.endswith("?"), "a title is a question in plain words"
    assert explanation.startswith("# ")
    result = run_query(graph, path.read_text())
    assert result.boolean, "the bundled graph has an answer"
    assert not result.truncated
    assert result.seconds < 5


def test_titles_differ() -> None:
    titles = [path.read_text().splitlines()[0] for path in QUERIES]
    assert len(set(titles)) == len(titles)


def test_no_question_lists_a_row_twice(graph: Dataset) -> None:
    for path in QUERIES:
        rows = run_query(graph, path.read_text()).rows
        assert len(set(rows)) == len(rows), path.name


def test_shared_skills_are_the_intersection(graph: Dataset) -> None:
    shared = needs(graph, ML_ENGINEER) & needs(graph, AI_ARCHITECT)
    assert set(column(ask(graph, "shared-skills"), "thing")) == shared


def test_what_is_new_is_the_difference_in_one_direction(graph: Dataset) -> None:
    new = needs(graph, AI_ARCHITECT) - needs(graph, ML_ENGINEER)
    assert set(column(ask(graph, "what-is-new"), "thing")) == new


def test_python_industries_count_roles(graph: Dataset) -> None:
    python = URIRef(ID_BASE + "tool/python")
    result = ask(graph, "python-industries")
    industry, _, roles = result.rows[0]
    users = {
        role
        for relation in (CG.requiresSkill, CG.usesTool)
        for role in graph.subjects(relation, python)
    }
    hired = set(graph.subjects(CG.worksInIndustry, industry))
    assert int(str(roles)) == len(users & hired)
    counts = [int(str(number)) for number in column(result, "roles")]
    assert counts == sorted(counts, reverse=True)


def test_before_deep_learning_follows_the_chain(graph: Dataset) -> None:
    reached, todo = set(), [URIRef(ID_BASE + "skill/deep-learning")]
    while todo:
        for first in graph.objects(todo.pop(), CG.prerequisite):
            if first not in reached:
                reached.add(first)
                todo.append(first)
    assert set(column(ask(graph, "before-deep-learning"), "first")) == reached
