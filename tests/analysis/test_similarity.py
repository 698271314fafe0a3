"""Related roles: scores by hand, reasons that add up, order, and what is left out."""

from __future__ import annotations

import json
import math
import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import THINGS, Network, network, networks
from rdflib import Dataset

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.similarity.related import (
    FAR,
    MEASURES,
    ranked_query,
    related_query,
    related_roles,
)
from careergraph.analysis.similarity.scores import nearest_roles, similarities
from careergraph.analysis.similarity.vectors import (
    MIN_THINGS,
    USUAL_WEIGHTS,
    role_vectors,
    words_of,
)
from careergraph.errors import NoAnswerError, NotFoundError, UsageError
from careergraph.store.dataset import rows

KINDS = {name: name.split()[0] for name in THINGS}


def names(network: Network, role: str, **how: object) -> list[str]:
    return [each.label for each in related_roles(network, role, **how).related]  # type: ignore[arg-type]


def test_cosine_by_hand() -> None:
    """One-letter names have no words, so the skills are all the evidence there is."""
    tiny = network({"A": list("abcdex"), "B": list("abfgh"), "C": list("ijklm")})
    found = related_roles(tiny, "A")
    both, one = math.log(1 + 3 / 2), math.log(1 + 3 / 1)
    length_a = math.sqrt(2 * both**2 + 4 * one**2)
    length_b = math.sqrt(2 * both**2 + 3 * one**2)
    assert [each.label for each in found.related] == ["B"]
    assert found.related[0].score == pytest.approx(2 * both**2 / (length_a * length_b))
    assert (found.related[0].shared, found.related[0].union) == (2, 9)


def test_what_both_have_weighs_the_same_in_both() -> None:
    """The geometric mean of its importance to each, however far apart these are."""
    weights = {("A", "a"): (1.0, None), ("B", "a"): (0.25, None)}
    tiny = network({"A": list("abcde"), "B": list("afghi")}, weights=weights)
    shared, own = math.log(1 + 2 / 2) ** 2 * 0.25, 4 * math.log(1 + 2 / 1) ** 2
    assert related_roles(tiny, "A").related[0].score == pytest.approx(shared / (shared + own))


def test_importance_weighs() -> None:
    needs = {"A": list("abcde"), "B": list("afghi"), "C": list("bjklm")}
    weights = {("A", "a"): (1.0, None), ("A", "b"): (0.2, None)}
    assert names(network(needs, weights=weights), "A") == ["B", "C"]
    weights = {("A", "a"): (0.2, None), ("A", "b"): (1.0, None)}
    assert names(network(needs, weights=weights), "A") == ["C", "B"]


def test_what_few_roles_have_counts_most() -> None:
    needs = {"A": list("abcde"), "B": list("afghi"), "C": list("bjklm"), "D": list("bnopq")}
    assert names(network(needs), "A")[0] == "B"


def test_jaccard_and_coverage_by_hand() -> None:
    tiny = network({"A": list("abcde"), "B": list("abcdefghij"), "C": list("klmno")})
    by = {measure: related_roles(tiny, "A", measure=measure) for measure in MEASURES}  # type: ignore[arg-type]
    assert by["jaccard"].related[0].score == pytest.approx(5 / 10)
    both, one = math.log(1 + 3 / 2), math.log(1 + 3)
    assert by["coverage"].related[0].score == pytest.approx(5 * both / (5 * both + 5 * one))
    back = related_roles(tiny, "A", measure="coverage", direction="from")
    assert back.related[0].score == pytest.approx(1.0)
    assert (by["coverage"].direction, back.direction, by["jaccard"].direction) == (
        "to",
        "from",
        None,
    )


def test_coverage_counts_a_level_as_far_as_it_reaches() -> None:
    needs = {"A": list("abcde"), "B": list("abcde")}
    levels = {("A", "a"): (1.0, 0.25), ("B", "a"): (1.0, 0.5)}
    tiny = network(needs, weights=levels)
    to = related_roles(tiny, "A", measure="coverage").related[0]
    back = related_roles(tiny, "A", measure="coverage", direction="from").related[0]
    assert to.score == pytest.approx(4.5 / 5)
    assert back.score == pytest.approx(1.0)


def test_families_tell_of_products_of_one_class() -> None:
    tiny = network(
        {"A": list("abcde"), "B": list("fghij"), "C": list("klmno")},
        families={"frameworks": ["a", "f"]},
    )
    found = related_roles(tiny, "A").related
    assert [each.label for each in found] == ["B"]
    assert [reason.label for reason in found[0].because] == ["frameworks"]
    assert (found[0].shared, found[0].union) == (0, 10)


def test_a_close_match_is_evidence_too() -> None:
    tiny = network(
        {"A": list("abcde"), "B": list("fghij"), "C": list("klmno")},
        links=[("a", "closeMatch", "f")],
    )
    assert names(tiny, "A") == ["B"]


def test_words_of_names_and_work_are_told() -> None:
    needs = {"Data engineer": ["a", "b", "c", "d", "Build pipelines"],
             "Data architect": ["e", "f", "g", "h", "Repair broken pipelines"],
             "Nurse": list("ijklm")}  # fmt: skip
    tiny = network(
        needs,
        kinds={"Build pipelines": "responsibility", "Repair broken pipelines": "responsibility"},
    )
    (found,) = related_roles(tiny, "Data engineer").related
    told = {reason.kind: reason.words for reason in found.because}
    assert told == {"role": ("data",), "responsibility": ("pipeline",)}
    assert {reason.iri for reason in found.because} == {"Data architect"}
    assert {reason.label for reason in found.because} == {
        "Both names say “data”",
        "Both speak of “pipeline”",
    }


def test_a_label_names_the_weightiest_words_and_counts_the_others() -> None:
    """All words count; twelve are told, four named."""
    words = " ".join(f"word{letter}" for letter in "abcdefghijklmn")
    needs = {f"Rare {words}": list("abcde"), f"Rare {words} x": list("fghij")}
    needs |= {f"{words} {n}": [f"{n}-{letter}" for letter in "vwxyz"] for n in range(3)}
    tiny = network(needs | {"Nurse": list("klmno")})
    near = related_roles(tiny, f"Rare {words}").related[0]
    (reason,) = near.because
    assert reason.label == "Both names say “rare, worda, wordb, wordc” and 11 more words"
    assert (len(reason.words), reason.share) == (12, pytest.approx(near.score))


def test_a_shared_responsibility_is_credited_with_its_words() -> None:
    duty = "Explain findings"
    tiny = network(
        {"A": ["a", "b", "c", "d", duty], "B": ["e", "f", "g", "h", duty], "C": list("ijklm")},
        kinds={duty: "responsibility"},
    )
    (found,) = related_roles(tiny, "A").related
    assert [(reason.label, reason.words) for reason in found.because] == [(duty, ())]
    assert found.because[0].share == pytest.approx(found.score)


def test_words_are_in_the_singular_and_longer_than_a_letter() -> None:
    assert words_of("R and Python languages") == ["and", "python", "language"]


@pytest.mark.parametrize("joining", ["and", "et", "und", "の"])
def test_a_word_of_every_tenth_name_says_nothing_in_any_language(joining: str) -> None:
    needs = {
        f"Job{n} {joining} more{n}": [f"{n}-{letter}" for letter in "abcde"] for n in range(11)
    }
    assert related_roles(network(needs), f"Job0 {joining} more0").related == ()


def test_words_that_join_the_few_definitions_there_are_say_nothing() -> None:
    needs = {f"Role{n}": [f"{n}-{letter}" for letter in "abcde"] for n in range(200)}
    made = network(needs)
    for number in range(12):  # a small part of all roles
        made.nodes[f"Role{number}"]["definition"] = f"One whom that{number // 2} suits"
    assert [each.label for each in related_roles(made, "Role0").related] == ["Role1"]


@pytest.fixture(scope="module")
def large() -> Network:
    """Draw 120 roles of four trades with ratings of twelve skills that all have."""
    rng = random.Random(3)
    trades = {"Nurse": "patient ward care wound", "Cook": "kitchen meal oven menu",
              "Coder": "software code server bug", "Miner": "pit ore shaft drill"}  # fmt: skip
    needs: dict[str, list[str]] = {}
    weights = {}
    for number in range(120):
        trade = list(trades)[number % 4]
        role = f"{trade} {number}"
        words = [rng.choice(trades[trade].split()) for _ in range(3)]
        duty = f"Look after {' '.join(words)} x{number}"
        needs[role] = [*rng.sample([f"{trade} tool {n}" for n in range(15)], 5), duty]
        for rated in range(12):
            needs[role].append(f"rated {rated}")
            high = rated % 4 == number % 4
            weights[role, f"rated {rated}"] = (
                rng.uniform(*((0.6, 0.9) if high else (0.3, 0.5))),
                None,
            )
    kinds = {name: "tool" for names in needs.values() for name in names if " tool " in name}
    kinds |= {
        name: "responsibility" for names in needs.values() for name in names if "Look" in name
    }
    return network(needs, kinds=kinds, weights=weights)


def test_ratings_that_all_roles_have_count_where_they_are_above_the_mean(large: Network) -> None:
    vectors = role_vectors(large)
    start, end = vectors.spans["rating"]
    assert set(vectors.columns[start:end]) == {f"rated {n}" for n in range(12)}
    nurse = vectors.matrix[[vectors.number["Nurse 0"]], start:end].toarray()[0]
    told = {vectors.columns[start + at] for at in np.flatnonzero(nurse > 0.5)}
    assert told == {"rated 0", "rated 4", "rated 8"}


def test_weights_are_measured_on_a_graph_that_is_large_enough(large: Network) -> None:
    measured = dict(zip(role_vectors(large).spans, role_vectors(large).weights, strict=True))
    usual = role_vectors(network({"A": list("abcde")})).weights
    assert usual.tolist() == list(USUAL_WEIGHTS.values())
    assert measured["tool"] != USUAL_WEIGHTS["tool"]
    assert measured["industry"] == USUAL_WEIGHTS["industry"], "there are none to measure"
    noise = large.copy()
    rng = random.Random(5)
    for role in role_vectors(large).roles:
        for name in rng.sample([f"chance {n}" for n in range(15)], 5):
            noise.add_node(name, label=name, kind="degree", definition="", aliases=(), iris=(name,),
                           sources=("me",), facts={})  # fmt: skip
            noise.add_edge(role, name, key="requiresDegree", weight=1.0, level=None, sources=())
    vectors = role_vectors(noise)
    weights = dict(zip(vectors.spans, vectors.weights, strict=True))
    assert weights["degree"] < weights["tool"] / 4, "what contradicts all else is hardly heard"


def test_what_is_meant_alike_is_a_reason_of_its_own(large: Network) -> None:
    near = related_roles(large, "Nurse 0", k=20).related
    assert {each.label.split()[0] for each in near} == {"Nurse"}
    reasons = [reason for each in near for reason in each.because if "Described" in reason.label]
    assert reasons
    for each in near:
        words = [bool(reason.words) for reason in each.because]
        assert words == sorted(words), "things come before words"
        assert sum(reason.share for reason in each.because) == pytest.approx(each.score)


def test_a_large_graph_is_compared_alike_one_by_one_and_all_at_once(large: Network) -> None:
    vectors = role_vectors(large)
    square = similarities(vectors)
    for role in vectors.roles[::10]:
        row = vectors.number[role]
        for each in related_roles(large, role).related:
            assert square[row, vectors.number[each.iri]] == pytest.approx(each.score, abs=1e-8)
            assert square[vectors.number[each.iri], row] == pytest.approx(each.score, abs=1e-8)


@settings(deadline=None, max_examples=15)
@given(st.sets(st.integers(0, 119), min_size=2, max_size=2), st.sampled_from(["tool", "skill"]))
def test_sharing_one_more_thing_in_a_large_graph_never_lowers_a_score(
    large: Network, pair: set[int], kind: str
) -> None:
    roles = role_vectors(large).roles
    one, other = (roles[number] for number in sorted(pair))
    more = large.copy()
    name = f"new {kind}"
    more.add_node(name, label=name, kind=kind, definition="", aliases=(), iris=(name,),
                  sources=("me",), facts={})  # fmt: skip
    for role in (one, other):
        more.add_edge(role, name, key="requiresSkill", weight=0.5, level=None, sources=("me",))
    before, after = (similarities(role_vectors(each)) for each in (large, more))
    rows = sorted(pair)
    assert after[rows[0], rows[1]] >= before[rows[0], rows[1]]


def test_equal_scores_come_by_label_then_iri() -> None:
    tiny = network({"A": list("abcde"), "Z": list("afghi"), "b": list("ajklm"), "C": list("anopq")})
    assert names(tiny, "A") == ["b", "C", "Z"]
    assert names(tiny, "A", k=2) == ["b", "C"]


def test_roles_with_too_little_data_are_left_out_and_said_to_be() -> None:
    tiny = network({"A": list("abcde"), "B": list("abcde"), "C": list("abc")})
    found = related_roles(tiny, "A")
    assert names(tiny, "A") == ["B"]
    assert (found.left_out, found.ranked, found.enough_data) == (1, 1, True)
    assert found.note == "1 role has fewer than 5 things on record and is left out."
    poor = related_roles(tiny, "C")
    assert (poor.related, poor.enough_data, poor.left_out) == ((), False, 0)
    assert f"fewer than {MIN_THINGS} things" in poor.note


def test_nothing_in_common_is_told_apart_from_no_data() -> None:
    tiny = network({"A": list("abcde"), "B": list("fghij")})
    found = related_roles(tiny, "A")
    assert found.enough_data
    assert found.note == "No role has anything that counts in common with A."


@pytest.mark.parametrize("importance", [1.0, 0.0])
def test_roles_with_the_same_things_are_like_each_other_if_these_matter(importance: float) -> None:
    """By number they are alike even so."""
    needs = {role: list("abcde") for role in "ABC"}
    weights = {(role, thing): (importance, 0.0) for role in "ABC" for thing in "abcde"}
    tiny = network(needs, weights=weights)
    for measure in MEASURES:
        found = related_roles(tiny, "A", measure=measure)  # type: ignore[arg-type]
        alike = measure == "jaccard" or importance > 0
        told = [(each.label, each.score, each.shared) for each in found.related]
        assert told == ([("B", pytest.approx(1), 5), ("C", pytest.approx(1), 5)] if alike else [])
        assert bool(found.note) != alike


def test_a_graph_without_roles_or_with_one() -> None:
    for empty in (network({}), network({}, kinds={"a": "skill"})):
        with pytest.raises(NoAnswerError):
            related_roles(empty, "a")
        assert similarities(role_vectors(empty)).size == 0
        assert nearest_roles(role_vectors(empty), 3) == []
    alone = network({"A": list("abcde")})
    found = related_roles(alone, "A")
    assert (found.related, found.ranked, found.enough_data) == ((), 0, True)
    assert nearest_roles(role_vectors(alone), 3) == [[]]


def test_a_thing_that_is_a_family_to_others_adds_as_both() -> None:
    """Its two shares are told as one."""
    tiny = network(
        {"A": ["suite", *"abcd"], "B": ["suite", *"fghi"], "C": ["part", *"klmn"]},
        kinds={"suite": "tool", "part": "tool"},
        families={"suite": ["part"]},
    )
    near, far = related_roles(tiny, "A").related
    assert [reason.label for reason in near.because] == ["suite"]
    assert near.because[0].share == pytest.approx(near.score)
    assert {part.kind for part in near.parts if part.share} == {"tool", "family"}
    assert (far.label, far.shared, far.because[0].label) == ("C", 0, "suite")


def test_a_kind_that_one_role_lacks_is_said_to_be_lacking() -> None:
    tiny = network(
        {"A": ["tool s", *"abcde"], "B": list("abcde"), "C": ["tool s", *"fghi"]}, kinds=KINDS
    )
    found = {each.label: each for each in related_roles(tiny, "A").related}
    parts = {part.kind: part for part in found["B"].parts}
    assert parts["skill"].enough_data
    assert not parts["tool"].enough_data
    assert (parts["tool"].shared, parts["tool"].union, parts["tool"].share) == (0, 1, 0.0)


def test_measures_that_disagree_are_flagged() -> None:
    """B bears A's very name and shares no thing with it; all others share one thing."""
    needs = {"Data engineer": list("abcde"), "Engineer of data": list("fghij")}
    needs |= {f"Role{n}": ["a", *(f"{n}-{letter}" for letter in "vwxy")] for n in range(12)}
    for k in (1, 12):
        found = related_roles(network(needs), "Data engineer", k=k)
        near, *others = found.related
        assert near.label == "Engineer of data"
        assert near.measures["jaccard"].rank == found.ranked > FAR * found.ranked
        assert near.disagree
        assert not any(each.disagree for each in others)


def test_no_measures_disagree_where_all_roles_are_told() -> None:
    tiny = network({"Data engineer": list("abcde"), "Engineer of data": list("fghij"),
                    **{name: ["a", *f"{n}klmno"] for n, name in enumerate("xyz")}})  # fmt: skip
    assert related_roles(tiny, "Data engineer", k=1).related[0].disagree
    assert not any(each.disagree for each in related_roles(tiny, "Data engineer").related)


def test_any_iri_of_a_merged_role_finds_it() -> None:
    tiny = network({"A": list("abcde"), "B": list("abcde")})
    tiny.nodes["A"]["iris"] = ("A", "https://other.example/a")
    assert related_roles(tiny, "https://other.example/a").role.iri == "A"


def test_any_iri_of_a_merged_role_with_too_little_data_finds_it() -> None:
    tiny = network({"A": list("abc"), "B": list("abcde")})
    tiny.nodes["A"]["iris"] = ("A", "https://other.example/a")
    found = related_roles(tiny, "https://other.example/a")
    assert (found.role.iri, found.enough_data) == ("A", False)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"k": 0}, "1 or more"),
        ({"measure": "angle"}, "no measure"),
        ({"direction": "to"}, "no direction"),
        ({"measure": "coverage", "direction": "up"}, "to or from"),
    ],
)
def test_wrong_questions_are_refused(how: dict[str, object], words: str) -> None:
    tiny = network({"A": list("abcde"), "B": list("abcde")})
    with pytest.raises(UsageError, match=words):
        related_roles(tiny, "A", **how)  # type: ignore[arg-type]


def test_an_unknown_role_is_not_found() -> None:
    tiny = network({"A": list("abcde")})
    for unknown in ("Z", "a"):
        with pytest.raises(NotFoundError, match="no role"):
            related_roles(tiny, unknown)


def test_groups_can_be_left_out_for_an_evaluation() -> None:
    tiny = network(
        {"A": list("abcde"), "B": list("fghij")},
        kinds={"group": "group"},
        links=[("A", "broader", "group"), ("B", "broader", "group")],
    )
    assert similarities(role_vectors(tiny))[0, 1] > 0
    assert similarities(role_vectors(tiny, without=["group"]))[0, 1] == 0


def test_a_source_that_lists_related_roles_is_no_evidence() -> None:
    """Else an evaluation by that list would judge it by itself."""
    needs = {"A": list("abcde"), "B": list("afghi"), "C": list("jklmn")}
    listed = network(needs, links=[("A", "relatedRole", "C")])
    assert related_roles(listed, "A") == related_roles(network(needs), "A")


def test_weights_are_shares_of_one() -> None:
    assert sum(USUAL_WEIGHTS.values()) == pytest.approx(1)


measures = st.sampled_from(
    [
        ("move", "to"),
        ("move", "from"),
        ("cosine", None),
        ("jaccard", None),
        ("coverage", "to"),
        ("coverage", "from"),
    ]
)


@settings(deadline=None, max_examples=60)
@given(networks(), measures)
def test_shares_add_up_and_no_role_is_its_own(drawn: Network, how: tuple[str, str | None]) -> None:
    for role in [iri for iri, data in drawn.nodes(data=True) if data["kind"] == "role"]:
        found = related_roles(drawn, role, measure=how[0], direction=how[1])  # type: ignore[arg-type]
        assert role not in [each.iri for each in found.related]
        scores = [each.score for each in found.related]
        assert scores == sorted(scores, reverse=True) or scores == pytest.approx(
            sorted(scores, reverse=True)
        )
        for each in found.related:
            assert 0 < each.score <= 1 + 1e-9
            assert sum(reason.share for reason in each.because) == pytest.approx(each.score)
            assert sum(part.share for part in each.parts) == pytest.approx(each.score)
            assert all(reason.share > 0 for reason in each.because)
            overall = compare_roles(drawn, role, each.iri).overall
            assert (each.shared, each.union) == (overall.shared, overall.union)
            assert each.measures[how[0]].score == each.score
        json.dumps(found.to_dict(), allow_nan=False)


@settings(deadline=None, max_examples=60)
@given(networks())
def test_symmetric_measures_are_symmetric(drawn: Network) -> None:
    roles = role_vectors(drawn).roles
    for measure in ("cosine", "jaccard"):
        score = {
            (one, each.iri): each.score
            for one in roles
            for each in related_roles(drawn, one, measure=measure).related  # type: ignore[arg-type]
        }
        for (one, other), value in score.items():
            assert score[other, one] == pytest.approx(value)


@settings(deadline=None, max_examples=60)
@given(networks())
def test_blocks_all_pairs_and_single_roles_agree(drawn: Network) -> None:
    vectors = role_vectors(drawn)
    square = similarities(vectors)
    for row, role in enumerate(vectors.roles):
        single = {each.iri: each.score for each in related_roles(drawn, role).related}
        for other, score in nearest_roles(vectors, 3)[row]:
            assert square[row, other] == pytest.approx(score, abs=1e-8)
            assert single[vectors.roles[other]] == pytest.approx(score, abs=1e-8)


@settings(deadline=None, max_examples=60)
@given(networks(), st.integers())
def test_the_order_in_which_a_graph_is_told_changes_nothing(drawn: Network, seed: int) -> None:
    shuffled = nx.MultiDiGraph(**drawn.graph)
    nodes, edges = list(drawn.nodes(data=True)), list(drawn.edges(keys=True, data=True))
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    for role in role_vectors(drawn).roles:
        assert names(shuffled, role) == names(drawn, role)


needs_of_any = st.sampled_from([*THINGS, "skill new", "tool new"])
needs = st.sets(st.sampled_from(THINGS), min_size=MIN_THINGS, max_size=10)
importance = st.sampled_from([0.01, 0.3, 0.5, 1.0])


@settings(deadline=None, max_examples=200)
@given(
    st.tuples(needs, needs, needs),
    st.sampled_from([*THINGS, "skill new", "tool new", "Sell bread", "Bake fresh bread"]),
    st.sampled_from(
        [("cosine", None), ("jaccard", None), ("coverage", "to"), ("coverage", "from")]
    ),
    st.data(),
)
def test_a_thing_that_both_come_to_have_never_lowers_their_score(
    things: tuple[set[str], ...], new: str, how: tuple[str, str | None], data: st.DataObject
) -> None:
    """However much it matters to each, and whoever had it or its family or its words before."""
    tasks = {"Sell bread", "Bake fresh bread", "Sell cars", "Bake bricks"}
    had = [each | data.draw(st.sets(st.sampled_from(sorted(tasks)))) - {new} for each in things]
    weights = {
        (f"role {n}", name): (data.draw(importance), None)
        for n, each in enumerate(had)
        for name in sorted(each | {new})
    }
    families = data.draw(
        st.dictionaries(st.sampled_from(["class one", "class two"]), st.sets(needs_of_any))
    )

    def score(*sets: set[str]) -> float:
        tiny = network(
            {f"role {n}": sorted(each) for n, each in enumerate(sets)},
            kinds=KINDS
            | {"skill new": "skill", "tool new": "tool"}
            | dict.fromkeys(tasks, "responsibility"),
            families=families,
            weights=weights,
        )
        found = related_roles(tiny, "role 0", measure=how[0], direction=how[1])  # type: ignore[arg-type]
        return next((each.score for each in found.related if each.iri == "role 1"), 0.0)

    first, second, third = had
    assert score(first | {new}, second | {new}, third) >= score(first, second, third) - 1e-9


def test_a_stated_move_has_a_direction() -> None:
    needs = {"A": list("abcde"), "B": list("abcfg"), "C": list("abchi")}
    for link, better in (((("A", "leadsTo", "B"),), True), ((("B", "leadsTo", "A"),), False)):
        tiny = network(needs, links=link)
        to, back = (
            {each.iri: each for each in related_roles(tiny, one, measure="move").related}[two]
            for one, two in (("A", "B"), ("B", "A"))
        )
        assert (to.score > back.score) is better
        assert to.measures["cosine"].score == pytest.approx(back.measures["cosine"].score)
        assert ("people go there" in to.way[0].says) is better
        assert to.way[0].amount == -back.way[0].amount
        assert sum(reason.share for reason in to.because) == pytest.approx(to.score)
        turned = related_roles(tiny, "A", measure="move", direction="from").related
        assert next(each.score for each in turned if each.iri == "B") == pytest.approx(back.score)


@pytest.mark.parametrize(
    ("lower", "higher", "says"),
    [
        ({"jobZone": "2"}, {"jobZone": "4"}, "more preparation"),
        ({"jobZone": "no number"}, {"jobZone": "4"}, ""),
        ({}, {}, ""),
    ],
)
def test_people_move_to_where_more_preparation_is_asked_for(
    lower: dict[str, str], higher: dict[str, str], says: str
) -> None:
    tiny = network({"A": list("abcde"), "B": list("abcfg")})
    tiny.nodes["A"]["facts"], tiny.nodes["B"]["facts"] = lower, higher
    (to,), (back,) = (related_roles(tiny, one, measure="move").related for one in "AB")
    assert (to.score > back.score) is bool(says)
    assert [sign.says for sign in to.way if says in sign.says] == [sign.says for sign in to.way]


def test_a_higher_degree_and_a_higher_level_are_signs() -> None:
    manager = "http://data.europa.eu/esco/isco/C1"
    clerk = "http://data.europa.eu/esco/isco/C4"
    tiny = network(
        {"A": [*"abcd", "bachelor"], "B": [*"abcf", "master"]},
        kinds={"bachelor": "degree", "master": "degree", manager: "group", clerk: "group"},
        links=[("A", "broader", clerk), ("B", "broader", manager)],
    )
    for degree in ("bachelor", "master"):
        tiny.nodes[degree]["facts"] = {"degreeLevel": degree}
    (to,) = related_roles(tiny, "A", measure="move").related
    assert {sign.says: sign.amount for sign in to.way} == {
        "its occupations are on a higher level": 2.5,
        "it asks for a higher degree": 2.0,
    }


def test_over_the_bundled_graph(network: Network) -> None:
    role = "https://w3id.org/careergraph/id/role/machine-learning-engineer"
    found = related_roles(network, role)
    assert len(found.related) == 10
    assert "Data Scientist" in [each.label for each in found.related]
    assert set(found.to_dict()) >= {"role", "related", "left_out", "note"}
    assert set(found.to_dict()["related"][0]) >= {
        "iri", "label", "score", "shared", "union", "because",
    }  # fmt: skip
    assert set(found.to_dict()["related"][0]["because"][0]) >= {"iri", "label", "kind", "share"}


def alone(network: Network) -> set[str]:
    """Return the roles that no other is one with; the queries tell apart those that are."""
    roles = role_vectors(network).roles
    return {role for role in roles if len(network.nodes[role]["iris"]) == 1}


def test_a_query_lists_the_roles_with_enough_data(graph: Dataset, network: Network) -> None:
    vectors, own = role_vectors(network), alone(network)
    counted = {role: int(things or 0) for role, _, things in rows(graph, ranked_query())}
    assert {role for role in counted if vectors.number.get(role) is None} == set()
    taken = dict(zip(vectors.roles, np.diff(vectors.things.indptr).tolist(), strict=True))
    assert own
    assert {role: counted.get(role) for role in own} == {role: taken[role] for role in own}


def test_the_query_gives_the_same_counts(graph: Dataset, network: Network) -> None:
    """Of all roles with all others, though sources name a hundred of their things apart."""
    merged = [iri for iri, data in network.nodes(data=True) if len(data["iris"]) > 1]
    assert merged
    apart, own = 0, alone(network)
    for role in sorted(own):
        counted = {
            other: (int(shared or 0), int(union or 0))
            for other, _, shared, union in rows(graph, related_query(role))
        }
        found = related_roles(network, role, k=1000, measure="jaccard")
        assert role not in counted
        for each in found.related:
            if each.iri in own:
                assert counted[each.iri] == (each.shared, each.union)
                apart += any(reason.iri in merged for reason in each.because)
    assert apart
