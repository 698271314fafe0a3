"""The best next skill, on graphs small enough to reckon by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from careergraph.analysis.learning.next_skill import next_skills
from careergraph.errors import UsageError


def network(
    needs: dict[str, list[str]], before: list[tuple[str, str]] = ()
) -> nx.MultiDiGraph[str]:
    """Make a network of roles that need skills, and pairs (earlier, later) of skills."""
    made = nx.MultiDiGraph()
    names = {(role, "role") for role in needs}
    names |= {(skill, "skill") for skills in needs.values() for skill in skills}
    names |= {(skill, "skill") for pair in before for skill in pair}
    for name, kind in sorted(names):
        made.add_node(
            name, label=name, kind=kind, definition="", aliases=(), iris=(name,), sources=(),
            facts={},
        )  # fmt: skip
    for role, skills in needs.items():
        for skill in skills:
            made.add_edge(role, skill, key="requiresSkill", weight=1.0, level=None, sources=("me",))
    for earlier, later in before:
        made.add_edge(later, earlier, key="prerequisite", weight=1.0, level=None, sources=("me",))
    return made


TWO = {
    "analyst": ["SQL", "Python", "Statistics", "Tableau", "Excel"],
    "scientist": ["SQL", "Python", "Statistics", "R", "pandas"],
}


def test_the_skill_that_opens_most_roles_comes_first_with_the_roles_behind_the_number() -> None:
    found = next_skills(network(TWO), ["SQL", "Python"], within=0.6)
    best, second, *_ = found.skills
    assert best.label == "Statistics"
    assert [(role.label, role.met, role.needed) for role in best.opens] == [
        ("analyst", 3, 5),
        ("scientist", 3, 5),
    ]
    assert (second.label, [role.label for role in second.opens]) == ("Excel", ["analyst"])
    assert found.within_reach == ()


def test_what_is_known_is_not_recommended_and_what_is_within_reach_is_not_opened_again() -> None:
    found = next_skills(network(TWO), ["SQL", "Python", "Statistics"], within=0.6)
    assert [role.label for role in found.within_reach] == ["analyst", "scientist"]
    assert not {"SQL", "Python", "Statistics"} & {skill.label for skill in found.skills}
    assert not any(skill.opens for skill in found.skills)


def test_only_what_can_be_learnt_now_is_recommended() -> None:
    graph = network(TWO, [("Algebra", "Statistics")])
    labels = [skill.label for skill in next_skills(graph, ["SQL", "Python"]).skills]
    assert "Statistics" not in labels
    labels = [skill.label for skill in next_skills(graph, ["SQL", "Python", "Algebra"]).skills]
    assert "Statistics" in labels


def test_roles_with_too_little_data_count_for_nothing() -> None:
    found = next_skills(network({"short": ["A", "B"]}), ["A"])
    assert found.skills == ()
    assert found.within_reach == ()


def test_a_share_is_counted_in_whole_things() -> None:
    twenty = [f"S{number:02}" for number in range(20)]
    found = next_skills(network({"role": twenty}), twenty[:10], within=0.55, k=1)
    assert [role.met for role in found.skills[0].opens] == [11]


def test_a_start_role_counts_as_known() -> None:
    found = next_skills(network(TWO), start="analyst", within=0.8)
    assert [skill.label for skill in found.skills if skill.opens] == ["pandas", "R"]


@pytest.mark.parametrize("within", [0, -1, 1.5])
def test_a_share_out_of_range_is_refused_in_one_sentence(within: float) -> None:
    with pytest.raises(UsageError, match="share of needs"):
        next_skills(network(TWO), within=within)


def test_the_answer_is_plain_and_names_what_it_did_not_know() -> None:
    answer = next_skills(network(TWO), ["SQL", "Fortran"], k=2).to_dict()
    assert [name["text"] for name in answer["unknown"]] == ["Fortran"]
    assert len(answer["skills"]) == 2
    assert list(answer["known"]) == [{"iri": "SQL", "label": "SQL", "kind": "skill"}]


NEAR_AND_FAR = {
    "frontend": ["HTML", "CSS", "JavaScript", "React", "Testing"],
    **{
        f"office {number}": ["Talking", "Writing", f"X{number}", f"Y{number}", f"Z{number}"]
        for number in range(9)
    },
}


def test_what_is_near_to_the_person_comes_before_what_is_everywhere() -> None:
    found = next_skills(network(NEAR_AND_FAR), ["HTML", "CSS"])
    assert found.skills[0].label in {"JavaScript", "React", "Testing"}
    assert {skill.label for skill in found.skills[:3]} == {"JavaScript", "React", "Testing"}


def test_who_has_nothing_within_reach_is_told_what_comes_nearest_and_what_is_missing() -> None:
    found = next_skills(network(NEAR_AND_FAR), ["HTML"])
    assert found.within_reach == ()
    nearest = found.nearest[0]
    assert (nearest.label, nearest.met, nearest.needed) == ("frontend", 1, 5)
    assert [item.label for item in nearest.missing] == ["CSS", "JavaScript", "React", "Testing"]
    assert [role.label for role in found.skills[0].nearer] == ["frontend"]
