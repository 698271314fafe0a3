"""Learning paths: known answers on tiny graphs, and what holds of any path on any graph."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ROLES, THINGS, Network, network, networks

from careergraph.analysis.learning.effort import EFFORT, shortfall
from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.errors import NotFoundError, UsageError

# The graph drawn in the docstring of careergraph.learning_paths.
DRAWN = network(
    {
        "data analyst": ["SQL", "Statistics"],
        "AI architect": ["SQL", "Deep learning", "Docker"],
    },
    before=[("Statistics", "Machine learning"), ("Machine learning", "Deep learning")],
    kinds={"SQL": "tool", "Docker": "tool"},
)


def labels(path: LearningPath) -> list[list[str]]:
    return [[step.label for step in stage.steps] for stage in path.stages]


def step(path: LearningPath, label: str):
    return next(step for step in path.steps if step.label == label)


def test_the_path_drawn_in_the_docstring() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst")
    assert labels(path) == [["Docker", "Machine learning"], ["Deep learning"]]
    assert [(known.label, known.why) for known in path.known] == [
        ("Statistics", "start"),
        ("SQL", "start"),
    ]
    learning = step(path, "Machine learning")
    assert learning.why == "prerequisite"
    assert [later.label for later in learning.needed_for] == ["Deep learning"]
    assert [earlier.label for earlier in learning.builds_on] == ["Statistics"]
    assert step(path, "Deep learning").why == "required"
    assert [item.label for item in path.gap] == ["Deep learning", "Docker"]
    assert path.effort == 2 * EFFORT["skill"] + EFFORT["tool"]
    assert (path.met, path.needed) == (1, 3)


def test_the_way_back_is_another() -> None:
    assert labels(learning_path(DRAWN, "data analyst", "AI architect")) == []


def test_a_step_is_worth_what_it_carries_and_what_it_opens() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst")
    # Both missing needs are asked for by one role of two, so each is worth a half.
    assert [round(each.value, 2) for each in path.steps] == [0.5, 0.5, 0.5]
    three = network(
        {"here": [], "there": ["Rare", "Common"], "other": ["Common"], "another": ["Common"]}
    )
    rare, common = learning_path(three, "there").steps
    assert (rare.label, common.label) == ("Rare", "Common")
    assert rare.value > common.value
    assert rare.value + common.value == pytest.approx(1, abs=1e-3)


def test_what_matters_more_to_the_role_comes_first() -> None:
    graph = network(
        {"there": ["Aside", "Core"]},
        weights={("there", "Aside"): (0.2, None), ("there", "Core"): (0.9, None)},
    )
    assert labels(learning_path(graph, "there")) == [["Core", "Aside"]]


def test_what_comes_before_a_known_thing_is_known() -> None:
    path = learning_path(DRAWN, "AI architect", known=["Deep learning"])
    assert labels(path) == [["Docker", "SQL"]]
    path = learning_path(DRAWN, "AI architect", known=["machine-learning"])
    assert labels(path) == [["Docker", "Deep learning", "SQL"]]


FRAMEWORKS = network(
    {
        "generalist": ["Frameworks", "Mathematics"],
        "specialist": ["Frameworks", "PyTorch"],
        "artist": ["Neural networks"],
    },
    before=[("Mathematics", "Neural networks")],
    families={
        "Frameworks": ["PyTorch", "TensorFlow"],
        "Neural networks": ["Vision", "Language", "PyTorch"],
    },
    classes=["Frameworks"],
    kinds={"PyTorch": "tool", "TensorFlow": "tool"},
)


def test_a_class_of_tools_is_known_by_knowing_one_of_them() -> None:
    path = learning_path(FRAMEWORKS, "generalist", known=["TensorFlow"])
    assert labels(path) == [["Mathematics"]]


def test_any_other_family_is_known_in_part_and_takes_less_effort() -> None:
    path = learning_path(FRAMEWORKS, "artist", known=["Vision", "Mathematics"])
    networks = step(path, "Neural networks")
    assert networks.effort == EFFORT["skill"] * EFFORT["partly known"]
    assert [part.label for part in networks.partly_known] == ["Vision"]
    assert learning_path(FRAMEWORKS, "artist").effort == 2 * EFFORT["skill"]


def test_a_class_of_tools_is_met_on_the_way_or_by_any_choice() -> None:
    path = learning_path(FRAMEWORKS, "specialist")
    assert labels(path) == [["PyTorch"]]
    assert [family.label for family in step(path, "PyTorch").covers] == ["Frameworks"]
    assert step(path, "PyTorch").value == pytest.approx(1)
    choice = step(learning_path(FRAMEWORKS, "generalist"), "Frameworks")
    assert [tool.label for tool in choice.any_of] == ["PyTorch", "TensorFlow"]
    assert choice.effort == EFFORT["tool"]


def test_a_known_level_leaves_the_rest_to_learn() -> None:
    graph = network(
        {"junior": ["Python", "SQL"], "senior": ["Python", "SQL"]},
        weights={
            ("junior", "Python"): (1, 0.3),
            ("senior", "Python"): (1, 0.8),
            ("junior", "SQL"): (1, 0.5),
            ("senior", "SQL"): (1, 0.55),
        },
    )
    path = learning_path(graph, "senior", "junior")
    (python,) = path.steps
    assert (python.label, python.known_level, python.level) == ("Python", 0.3, 0.8)
    assert python.effort == pytest.approx(0.5 * EFFORT["skill"])
    assert learning_path(graph, "junior", "senior").steps == ()


def test_degrees_and_the_like_are_told_apart_from_what_can_be_learnt() -> None:
    kinds = {
        "Bachelor in A": "degree",
        "Bachelor in B": "degree",
        "Master in A": "degree",
        "Years": "experience",
        "Health": "industry",
        "Lead": "responsibility",
    }
    graph = network(
        {"here": ["Master in A"], "there": ["Bachelor in A", "Bachelor in B", "Years", "Health",
                                            "Lead", "Skill"]},
        kinds=kinds,
    )  # fmt: skip
    for name in kinds:
        if " in " in name:
            level, _, field = name.partition(" in ")
            graph.nodes[name]["facts"] = {"degreeLevel": level.lower(), "fieldOfStudy": field}
    path = learning_path(graph, "there")
    assert [step.label for step in path.steps] == ["Skill"]
    assert [each.label for each in path.not_learnable] == [
        "Health",
        "Bachelor in A",
        "Bachelor in B",
        "Years",
        "Lead",
    ]
    assert all(each.how for each in path.not_learnable)
    # The higher degree in one of the fields asked for stands for all of the lower level.
    left = {each.label for each in learning_path(graph, "there", "here").not_learnable}
    assert left == {"Years", "Health", "Lead"}
    # A lower degree does not stand for a higher one.
    left = {each.label for each in learning_path(graph, "here", "there").not_learnable}
    assert left == {"Master in A"}


def test_what_is_preferred_is_welcome_and_not_needed() -> None:
    graph = network({"there": ["Skill"]}, links=[("there", "prefersSkill", "Extra")])
    path = learning_path(graph, "there")
    assert [item.label for item in path.also_welcome] == ["Extra"]
    assert labels(path) == [["Skill"]]


def test_circles_are_broken_openly() -> None:
    graph = network(
        {"there": ["A", "B", "C"]}, before=[("A", "B"), ("B", "C"), ("C", "A"), ("A", "A")]
    )
    path = learning_path(graph, "there")
    assert sorted(step.label for step in path.steps) == ["A", "B", "C"]
    assert {(circle.first.label, circle.then.label) for circle in path.broken} == {
        ("A", "A"),
        ("C", "A"),
    }


def test_names_that_mean_nothing_are_reported_and_the_path_goes_on() -> None:
    path = learning_path(DRAWN, "AI architect", known=["Dokcer", "SQL", "  "])
    assert [(name.text, name.suggestions[:1]) for name in path.unknown] == [("Dokcer", ("Docker",))]
    assert "SQL" not in {step.label for step in path.steps}


def test_a_role_named_as_known_stands_for_all_it_needs() -> None:
    path = learning_path(DRAWN, "AI architect", known=["Data analyst"])
    assert labels(path) == labels(learning_path(DRAWN, "AI architect", "data analyst"))


def test_what_the_reader_should_know_is_said_in_sentences() -> None:
    path = learning_path(DRAWN, "AI architect", known=["SQL", "Deep learning", "Docker"])
    assert "You already know all there is to learn for AI architect." in path.notes
    assert any("3 things to learn for AI architect" in note for note in path.notes)
    assert not path.enough_data
    many = learning_path(network({"handyman": [f"S{n}" for n in range(101)]}), "handyman")
    assert any("more than anybody needs" in note for note in many.notes)
    empty = learning_path(network({"nobody": []}), "nobody")
    assert empty.notes == ("The graph knows nothing to learn for nobody, too little to rely on.",)


def test_impossible_questions_are_refused_in_one_sentence() -> None:
    with pytest.raises(UsageError, match="both the start and the target"):
        learning_path(DRAWN, "AI architect", "AI architect")
    with pytest.raises(NotFoundError, match="no role"):
        learning_path(DRAWN, "SQL")
    with pytest.raises(NotFoundError, match="no role"):
        learning_path(DRAWN, "AI architect", "nowhere")
    with pytest.raises(UsageError, match="not in the table"):
        learning_path(DRAWN, "AI architect", weights={"hours": 3})
    for bad in (0, -1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="above 0"):
            learning_path(DRAWN, "AI architect", weights={"skill": bad})


def test_the_table_of_efforts_can_be_changed_and_is_shown() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst", weights={"skill": 10})
    assert path.effort == 21
    assert path.weights == {**EFFORT, "skill": 10}


def test_a_path_is_plain_data() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst", ["Docker", "Fortran"])
    assert json.loads(json.dumps(path.to_dict(), allow_nan=False))["target"] == {
        "iri": "AI architect",
        "label": "AI architect",
        "kind": "role",
    }


known_things = st.sets(st.sampled_from(THINGS), max_size=6)
start_role = st.one_of(st.none(), st.sampled_from(ROLES[1:]))


@given(networks(), start_role, known_things)
@settings(max_examples=200, deadline=None)
def test_of_any_path(graph: Network, start: str | None, known: set[str]) -> None:
    path = learning_path(graph, ROLES[0], start, known)
    needs = needs_of(graph)
    has = needs.known([start] if start else [], known)
    steps = {step.iri: step for step in path.steps}
    assert len(steps) == len(path.steps)

    # No step before what it needs.
    stage_of = {
        step.iri: number for number, stage in enumerate(path.stages) for step in stage.steps
    }
    broken = {(circle.first.iri, circle.then.iri) for circle in path.broken}
    for later, earlier, relation in graph.edges(keys=True):
        if relation == "prerequisite" and later in steps and (earlier, later) not in broken:
            assert earlier in has or stage_of[earlier] < stage_of[later]

    # Nothing known is taught, except further where a source measures a higher level.
    for iri, each in steps.items():
        if iri in has:
            assert iri not in known
            assert each.level is not None
            assert each.level > has[iri]
        assert each.effort > 0
        assert 0 <= each.value <= 1
        assert each.why == "required" or each.needed_for

    # Everything the target needs is known, a step, or covered by one.
    covered = {thing.iri for step in path.steps for thing in step.covers}
    for iri, need in needs.of_role[ROLES[0]].items():
        assert iri in steps or iri in covered or not shortfall(need.level, has.get(iri, 0.0))
    assert {item.iri for item in path.gap} <= steps.keys() | covered
    assert path.met + len(path.gap) == path.needed

    assert path.effort == pytest.approx(sum(step.effort for step in path.steps))
    assert path == learning_path(graph, ROLES[0], start, sorted(known, reverse=True))


@given(networks(), start_role, known_things, st.sampled_from(THINGS))
@settings(max_examples=200, deadline=None)
def test_one_more_known_thing_never_makes_a_path_longer(
    graph: Network, start: str | None, known: set[str], more: str
) -> None:
    before = learning_path(graph, ROLES[0], start, known, k=0)
    after = learning_path(graph, ROLES[0], start, {*known, more}, k=0)
    assert after.effort <= before.effort + 1e-9
    assert len(after.steps) <= len(before.steps)
    assert {step.iri for step in after.steps} <= {step.iri for step in before.steps}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_all_pairs_of_the_bundled_roles() -> None:
    from careergraph.network.projection import project
    from careergraph.store.opening import open_graph

    graph = project(open_graph("core"))
    needs = needs_of(graph)
    count = 0
    for start in needs.of_role:
        for target in needs.of_role:
            if start != target:
                # Routes take longer; a part of the pairs is enough to see that none crashes.
                path = learning_path(graph, target, start, k=3 if count % 40 == 0 else 0)
                seen = {known.iri for known in path.known}
                for stage in path.stages:
                    ready = {step.iri for step in stage.steps}
                    for step in stage.steps:
                        assert {each.iri for each in step.builds_on} <= seen | needs.held(
                            start
                        ).keys()
                        assert not {each.iri for each in step.needed_for} & (seen | ready)
                    seen |= ready
                count += 1
    assert count == len(needs.of_role) * (len(needs.of_role) - 1)
