"""Learning paths: known answers on tiny graphs, and what holds of any path on any graph."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ROLES, THINGS, Network, network, networks

from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.analysis.learning.plan import STAGE
from careergraph.errors import NotFoundError, UsageError

# The graph drawn in the docstring of careergraph.analysis.learning.path.
DRAWN = network(
    {
        "data analyst": ["SQL", "Statistics"],
        "AI architect": ["SQL", "Deep learning", "Docker"],
    },
    before=[("Statistics", "Machine learning"), ("Machine learning", "Deep learning")],
    kinds={"SQL": "tool", "Docker": "tool"},
)


def labels(path: LearningPath) -> list[list[str]]:
    return [[step.label for step in stage.all_steps] for stage in path.stages]


def step(path: LearningPath, label: str):
    return next(step for step in path.steps if step.label == label)


def test_the_path_drawn_in_the_docstring() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst")
    assert labels(path) == [["Machine learning"], ["Deep learning"], ["Docker"]]
    assert [(known.label, known.why) for known in path.known] == [
        ("Statistics", "start"),
        ("SQL", "start"),
    ]
    learning = step(path, "Machine learning")
    assert learning.why == "prerequisite"
    assert [later.label for later in learning.needed_for] == ["Deep learning"]
    assert [earlier.label for earlier in learning.builds_on] == ["Statistics"]
    assert step(path, "Deep learning").why == "required"
    assert step(path, "Docker").why == "used"
    assert [item.label for item in path.gap] == ["Deep learning", "Docker"]
    assert (path.met, path.needed) == (1, 3)


def test_the_way_back_is_another() -> None:
    assert labels(learning_path(DRAWN, "data analyst", "AI architect")) == []


def test_what_is_merely_used_comes_last_and_can_be_left_out() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst", required_only=True)
    assert labels(path) == [["Machine learning"], ["Deep learning"]]
    assert (path.met, path.needed) == (0, 1)


def test_a_step_is_worth_what_it_meets_and_what_it_opens() -> None:
    path = learning_path(DRAWN, "AI architect", "data analyst")
    # Both missing things are asked for by one role of two; what is merely used counts half.
    worth = {each.label: round(each.value, 2) for each in path.steps}
    assert worth == {"Machine learning": 0.67, "Deep learning": 0.67, "Docker": 0.33}
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
    # Of what is merely used, what sets the role apart comes first.
    assert labels(path) == [["Docker", "SQL"]]
    path = learning_path(DRAWN, "AI architect", known=["machine-learning"])
    assert labels(path) == [["Deep learning"], ["Docker", "SQL"]]


def test_what_is_best_learnt_first_orders_and_proves_nothing() -> None:
    graph = network(
        {"there": ["Queries", "Warehouses", "Lakes"]},
        links=[("Lakes", "bestAfter", "Warehouses"), ("Warehouses", "bestAfter", "Queries")],
    )
    assert labels(learning_path(graph, "there")) == [["Queries"], ["Warehouses"], ["Lakes"]]
    # Neither is dragged in, nor taken as known, nor a reason.
    assert labels(learning_path(graph, "there", known=["Lakes"])) == [["Queries"], ["Warehouses"]]
    path = learning_path(graph, "there", known=["Warehouses"])
    assert labels(path) == [["Queries"], ["Lakes"]]
    alone = network({"there": ["Lakes"]}, links=[("Lakes", "bestAfter", "Warehouses")])
    assert labels(learning_path(alone, "there")) == [["Lakes"]]
    assert step(path, "Queries").needed_for == ()


def test_of_a_circle_a_preference_gives_way_before_a_prerequisite() -> None:
    graph = network({"there": ["A", "B"]}, before=[("B", "A")], links=[("B", "bestAfter", "A")])
    path = learning_path(graph, "there")
    assert labels(path) == [["B"], ["A"]]
    assert [(circle.first.label, circle.then.label) for circle in path.broken] == [("A", "B")]


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


def test_a_class_met_by_a_member_does_not_hand_on_what_the_class_builds_on() -> None:
    graph = network(
        {"there": ["Frameworks", "Calculus"]},
        before=[("Calculus", "Frameworks")],
        families={"Frameworks": ["PyTorch"]},
        classes=["Frameworks"],
        kinds={"PyTorch": "tool"},
    )
    assert labels(learning_path(graph, "there", known=["PyTorch"])) == [["Calculus"]]
    assert labels(learning_path(graph, "there", known=["Frameworks"])) == []


def test_any_other_family_is_known_in_part_and_is_a_small_step() -> None:
    path = learning_path(FRAMEWORKS, "artist", known=["Vision", "Mathematics"])
    networks = step(path, "Neural networks")
    assert (networks.size, networks.size_because) == (
        "small",
        "you know Vision, which is part of it or close to it",
    )
    assert learning_path(FRAMEWORKS, "artist").sizes == {"large": 2}


def test_a_class_of_tools_is_met_on_the_way_or_by_any_choice() -> None:
    path = learning_path(FRAMEWORKS, "specialist")
    assert labels(path) == [["PyTorch"]]
    assert [family.label for family in step(path, "PyTorch").covers] == ["Frameworks"]
    assert step(path, "PyTorch").value == pytest.approx(1)
    choice = step(learning_path(FRAMEWORKS, "generalist"), "Frameworks")
    assert [tool.label for tool in choice.any_of] == ["PyTorch", "TensorFlow"]


LANGUAGES = ["Python", "R", "Java"]


def alternatives(**named: object) -> Network:
    graph = network(
        {"there": [*LANGUAGES, "SQL"], "other": ["Java"], "another": ["Java", "R"]},
        before=[("Statistics", "R"), ("Programming", "Python"), ("Programming", "Java")],
        **named,
    )
    for thing in LANGUAGES:
        graph["there"][thing]["requiresSkill"]["one_of"] = tuple(LANGUAGES)
    return graph


def test_what_a_source_lists_as_alternatives_is_met_by_one() -> None:
    path = learning_path(alternatives(), "there", known=["R"])
    assert (labels(path), path.met, path.needed) == ([["SQL"]], 1, 2)


def test_of_alternatives_the_one_that_builds_on_what_is_known_comes_first() -> None:
    path = learning_path(alternatives(), "there", known=["Statistics"])
    choice = step(path, "R")
    assert choice.why == "one of"
    assert [other.label for other in choice.any_of] == ["Java", "Python"]
    (gap, _) = path.gap
    assert [option.label for option in gap.one_of] == ["Java", "Python", "R"]
    # Nothing is known of any, so the one that most roles ask for comes first.
    assert step(learning_path(alternatives(), "there"), "Java").why == "one of"


def test_members_of_a_class_that_the_role_names_are_alternatives() -> None:
    clouds = network(
        {"there": ["Clouds", "AWS", "Azure"], "used": ["AWS", "Azure", "Docker"]},
        families={"Clouds": ["AWS", "Azure", "GCP"]},
        classes=["Clouds"],
        kinds={"AWS": "tool", "Azure": "tool", "GCP": "tool", "Docker": "tool"},
    )
    path = learning_path(clouds, "there")
    (cloud,) = path.steps
    assert (cloud.label, cloud.why) == ("AWS", "one of")
    assert [other.label for other in cloud.any_of] == ["Azure"]
    assert labels(learning_path(clouds, "there", known=["GCP"])) == []
    path = learning_path(clouds, "used")
    assert sorted((each.label, each.why) for each in path.steps) == [
        ("AWS", "used"),
        ("Docker", "used"),
    ]


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
    assert (python.size, python.size_because) == (
        "small",
        "you know it, and need 80% where you have 30%",
    )
    assert learning_path(graph, "junior", "senior").steps == ()


def test_a_stage_shows_five_steps_and_folds_the_rest_by_field() -> None:
    tools = [f"T{number}" for number in range(8)]
    graph = network(
        {"there": [*(f"S{number}" for number in range(12)), *tools]},
        families={"Left": tools[:4], "Right": tools[4:]},
        kinds=dict.fromkeys(tools, "tool"),
    )
    path = learning_path(graph, "there")
    assert [len(stage.steps) for stage in path.stages] == [5, 5, 2, 5]
    assert [len(stage.folded) for stage in path.stages[:3]] == [0, 0, 0]
    assert [
        (fold.field.label, [step.label for step in fold.steps]) for fold in path.stages[3].folded
    ] == [("Right", ["T5", "T6", "T7"])]


def test_a_start_proves_more_than_it_lists() -> None:
    graph = network(
        {
            "here": ["A"],
            "wider": ["Broad"],
            "there": ["A", "Broad", "Coding", "Talk", "Years", "Own"],
        },
        kinds={"Bachelor": "degree", "Other bachelor": "degree", "Years": "experience"},
        links=[
            ("here", "broader", "wider"),
            ("here", "requiresDegree", "Bachelor"),
            ("here", "requiresDegree", "Other bachelor"),
            ("Bachelor", "competencyRequired", "Coding"),
            ("Bachelor", "competencyRequired", "Own"),
            ("Other bachelor", "competencyRequired", "Coding"),
            ("Years", "experienceIn", "A"),
        ],
    )
    graph.nodes["Talk"]["facts"] = {"reuseLevel": "transversal"}
    path = learning_path(graph, "there", "here")
    # Of two degrees either opens the way, so what only one of them proves is not known.
    assert labels(path) == [["Own"]]
    assert path.not_learnable == ()
    # Who names the degree has it; who names skills has neither experience nor a job.
    path = learning_path(graph, "there", known=["Bachelor", "A"])
    assert labels(path) == [["Talk", "Broad"]]
    assert [each.label for each in path.not_learnable] == ["Years"]


def test_between_roles_of_one_ladder_nothing_basic_is_taught() -> None:
    roles = {"junior": ["A"], "senior": ["Advanced"]}
    before = [("Basic", "Middle"), ("Middle", "Advanced")]
    path = learning_path(network(roles, before=before), "senior", "junior")
    assert labels(path) == [["Basic"], ["Middle"], ["Advanced"]]
    graph = network(roles, before=before, links=[("junior", "leadsTo", "senior")])
    assert labels(learning_path(graph, "senior", "junior")) == [["Middle"], ["Advanced"]]


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
    with pytest.raises(UsageError, match="each of the sizes"):
        learning_path(DRAWN, "AI architect", weeks={"small": 3})
    for bad in (0, -1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="above 0"):
            learning_path(DRAWN, "AI architect", weeks={"small": 1, "medium": bad, "large": 3})


def test_only_who_says_how_long_steps_take_gets_a_time() -> None:
    assert learning_path(DRAWN, "AI architect", "data analyst").weeks is None
    weeks = {"small": 1, "medium": 4, "large": 12}
    path = learning_path(DRAWN, "AI architect", "data analyst", weeks=weeks)
    assert path.sizes == {"small": 1, "medium": 1, "large": 1}
    assert path.weeks == 17


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

    # No step before what it needs, nor before what is best learnt first.
    stage_of = {
        step.iri: number for number, stage in enumerate(path.stages) for step in stage.all_steps
    }
    broken = set(needs.broken)
    for later, earlier, relation in graph.edges(keys=True):
        if later in steps and (earlier, later) not in broken:
            if relation == "prerequisite":
                # Of a class of tools, a member that is learnt anyway is enough.
                by_member = any(earlier in needs.all_classes(iri) for iri in steps)
                assert earlier in has or by_member or stage_of[earlier] < stage_of[later]
            if relation == "bestAfter" and earlier in steps:
                assert stage_of[earlier] < stage_of[later]
    assert all(1 <= len(stage.steps) <= STAGE for stage in path.stages)

    # Nothing known is taught, except further where a source measures a higher level.
    for iri, each in steps.items():
        if iri in has:
            assert iri not in known
            assert each.level is not None
            assert each.level > has[iri]
        assert each.size_because
        assert 0 <= each.value <= 1
        assert each.why != "prerequisite" or each.needed_for

    # Each requirement is met already, or by a step.
    then = {**has, **{iri: 1.0 for step in steps for iri in needs.implied(step)}}
    for requirement in needs.requirements(ROLES[0]):
        assert needs.meets(ROLES[0], requirement, then)
    assert path.met + len(path.gap) == path.needed == len(needs.requirements(ROLES[0]))

    assert path == learning_path(graph, ROLES[0], start, sorted(known, reverse=True))


@given(networks(classes=False), start_role, known_things, st.sampled_from(THINGS))
@settings(max_examples=200, deadline=None)
def test_one_more_known_thing_never_makes_a_path_longer(
    graph: Network, start: str | None, known: set[str], more: str
) -> None:
    before = learning_path(graph, ROLES[0], start, known, k=0)
    after = learning_path(graph, ROLES[0], start, {*known, more}, k=0)
    # Without alternatives: what is known may change which of them is the shorter way.
    assert {step.iri for step in after.steps} <= {step.iri for step in before.steps}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_all_pairs_of_the_bundled_roles() -> None:
    from careergraph.loading.opening import open_graph
    from careergraph.network.projection import project

    graph = project(open_graph("core"))
    needs = needs_of(graph)
    count = 0
    for start in needs.of_role:
        for target in needs.of_role:
            if start != target:
                # Routes take longer; a part of the pairs is enough to see that none crashes.
                path = learning_path(graph, target, start, k=3 if count % 40 == 0 else 0)
                done: set[str] = set()
                for stage in path.stages:
                    ready = {step.iri for step in stage.all_steps}
                    for step in stage.all_steps:
                        assert not {each.iri for each in step.needed_for} & (done | ready)
                        assert step.iri not in needs.of_role[start]
                    done |= ready
                count += 1
    assert count == len(needs.of_role) * (len(needs.of_role) - 1)
