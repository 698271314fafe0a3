"""Routes by way of other roles: known answers on tiny graphs, and what holds of any route."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ROLES, THINGS, Network, network, networks

from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.analysis.learning.routes import CLEARLY_EASIER, DETOUR, EASIER

A, B, C, D = ([f"{letter}{number}" for number in range(1, 6)] for letter in "abcd")

# here ── 10 skills ──> there; halfway ── 5 of them ──; aside shares nothing with there
ROLES_BETWEEN = {
    "here": A,
    "halfway": [*A, *B],
    "there": [*B, *C],
    "aside": D,
    "sketch": B[:4],
}


def zoned(graph: Network, **zones: int) -> Network:
    """Set for roles of a network their job zones."""
    for role, zone in zones.items():
        graph.nodes[role]["facts"] = {"jobZone": str(zone)}
    return graph


HALFWAY = zoned(network(ROLES_BETWEEN), here=3, halfway=4, there=4, aside=4, sketch=4)


def names(path: LearningPath) -> list[list[str]]:
    return [[role.label for role in route.roles] for route in path.via]


def test_a_role_that_lies_between_is_offered_with_the_reason() -> None:
    path = learning_path(HALFWAY, "there", "here")
    assert names(path) == [["halfway"]]
    (route,) = path.via
    first, second = route.hops
    assert (first.start.label, first.to.label, second.to.label) == ("here", "halfway", "there")
    assert sorted(item.label for item in first.new) == B
    assert sorted(item.label for item in second.new) == C
    assert (first.reused, second.reused) == (5, 5)
    assert (route.largest, route.total) == (5, 10)
    assert (
        route.why
        == "halfway lies between here and there: at most 5 things to learn at once instead of 10."
    )
    assert route.to_dict()["hops"][0]["from"]["label"] == "here"


def test_who_comes_from_no_role_is_offered_no_invented_stones() -> None:
    assert learning_path(HALFWAY, "there", known=A).via == ()


def test_no_route_by_a_role_already_fulfilled_or_of_too_little_data() -> None:
    path = learning_path(HALFWAY, "there", "halfway")
    assert path.via == ()
    assert any("easier" in note for note in path.notes)


def test_no_stone_is_a_step_down_or_overshoots_or_of_unknown_zone() -> None:
    for zone in (2, 5):
        graph = zoned(network(ROLES_BETWEEN), here=3, there=4, halfway=zone)
        assert learning_path(graph, "there", "here").via == ()
    graph = zoned(network(ROLES_BETWEEN), here=3, there=4)
    assert learning_path(graph, "there", "here").via == ()
    # From a higher zone to a lower one a stone may lie between.
    graph = zoned(network(ROLES_BETWEEN), here=4, halfway=4, there=3)
    assert names(learning_path(graph, "there", "here")) == [["halfway"]]


def test_moves_that_a_source_states_go_first_and_say_so() -> None:
    roles = {"here": A, "plain": [*A, *B], "usual": [*A, *B[:3], *D], "there": [*B, *C]}
    plain = zoned(network(roles), here=3, plain=4, there=4)
    assert names(learning_path(plain, "there", "here")) == [["plain"]]
    moves = [("here", "leadsTo", "usual"), ("usual", "leadsTo", "there")]
    graph = zoned(network(roles, links=moves), here=3, plain=4, there=4)
    path = learning_path(graph, "there", "here")
    assert names(path) == [["usual"], ["plain"]]
    assert [hop.usual for hop in path.via[0].hops] == [True, True]
    assert path.via[0].why == (
        "People often go from here to usual and on to there: at most 8 things to learn at once "
        "instead of 10, 5 more in all."
    )


def test_two_stones_where_a_source_states_the_whole_way() -> None:
    roles = {"here": A, "one": [*A, *B], "two": [*B, *C], "there": [*B, *C, *D]}
    moves = list(pairwise(roles))
    graph = network(roles, links=[(one, "leadsTo", other) for one, other in moves])
    path = learning_path(graph, "there", "here", k=5)
    assert names(path) == [["one", "two"]]
    assert [len(hop.new) for hop in path.via[0].hops] == [5, 5, 5]


def test_where_people_go_directly_nothing_lies_between() -> None:
    graph = network(ROLES_BETWEEN, links=[("here", "leadsTo", "there")])
    path = learning_path(zoned(graph, here=3, halfway=4, there=4), "there", "here")
    assert path.via == ()
    assert path.notes == ("People often go from here to there directly.",)


def test_routes_are_alternatives() -> None:
    path = learning_path(HALFWAY, "there", "here", k=5)
    stones = [name for route in names(path) for name in route]
    assert len(stones) == len(set(stones))
    assert learning_path(HALFWAY, "there", "here", k=0).via == ()


def test_a_role_close_to_the_target_is_no_stone() -> None:
    graph = network(ROLES_BETWEEN, links=[("halfway", "closeMatch", "there")])
    assert learning_path(zoned(graph, here=3, halfway=4, there=4), "there", "here").via == ()


@pytest.mark.slow
@given(
    networks(),
    st.sampled_from(ROLES[1:]),
    st.sets(st.sampled_from(THINGS), max_size=4),
    st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES)), max_size=8),
    st.lists(st.integers(1, 5), min_size=len(ROLES), max_size=len(ROLES)),
    st.integers(0, 4),
)
@settings(max_examples=200, deadline=None)
def test_of_any_route(
    graph: Network,
    start: str,
    known: set[str],
    moves: list[tuple[str, str]],
    zones: list[int],
    k: int,
) -> None:
    for one, other in moves:
        if one != other:
            graph.add_edge(one, other, "leadsTo", weight=1.0, level=None, sources=("me",))
    zone_of = dict(zip(ROLES, zones, strict=True))
    zoned(graph, **zone_of)
    path = learning_path(graph, ROLES[0], start, known, k=k)
    needs = needs_of(graph)
    assert len(path.via) <= k
    for route in path.via:
        stated = all(graph.has_edge(hop.start.iri, hop.to.iri, "leadsTo") for hop in route.hops)
        direct = len(path.steps)
        assert route.largest <= (EASIER if stated else CLEARLY_EASIER) * direct
        assert route.total <= DETOUR * direct
        assert stated or len(route.roles) == 1
        assert route.why.endswith(".")
        assert (start, ROLES[0]) == (route.hops[0].start.iri, route.hops[-1].to.iri)
        way = [zone_of[hop.start.iri] for hop in route.hops] + [zone_of[ROLES[0]]]
        assert way in (sorted(way), sorted(way, reverse=True))
        # Walked hop by hop, a route is the paths of its hops, each knowing the roles before.
        been: list[str] = []
        for hop in route.hops:
            been.append(hop.start.iri)
            alone = learning_path(graph, hop.to.iri, hop.start.iri, [*been, *known], k=0)
            assert {item.iri for item in hop.new} >= {step.iri for step in alone.steps}
            assert hop.new
        assert all(len(needs.of_role[role.iri]) >= 5 for role in route.roles)
