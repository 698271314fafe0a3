"""Matrices: each cell is what the answer about that one pair tells."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from networks import ROLES, Network, network, networks

from careergraph.analysis.comparison import requirements
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.matrix import role_matrix, thing_matrix
from careergraph.analysis.similarity.related import related_roles
from careergraph.errors import NotFoundError, UsageError
from careergraph.network.projection import of_kind


def test_cells_are_what_the_single_answers_tell(network: nx.MultiDiGraph) -> None:
    roles = of_kind(network, "role")[:40:4]
    found = role_matrix(network, roles)
    assert [role.iri for role in found.roles] == roles
    for row, column in permutations(range(len(roles)), 2):
        path = learning_path(network, roles[column], roles[row], k=0)
        if np.isnan(found.needed[column]):
            assert not path.enough_data
            continue
        assert found.gap[row, column] == len(path.gap)
        assert found.needed[column] == path.needed
    for row, role in enumerate(roles):
        scores = {one.iri: one.score for one in related_roles(network, role, k=500).related}
        for column, other in enumerate(roles):
            if column != row and not np.isnan(found.score[row, column]):
                assert found.score[row, column] == pytest.approx(scores.get(other, 0.0))
    assert np.nan_to_num(np.diag(found.gap)).tolist() == [0.0] * len(roles)


@given(networks())
@settings(max_examples=20)
def test_of_any_network(made: Network) -> None:
    roles = [role for role in ROLES if role in made]
    found = role_matrix(made, roles)
    assert np.array_equal(found.score, found.score.T, equal_nan=True)
    assert np.all(~(found.gap > found.needed))
    asked = thing_matrix(made, roles)
    for row, role in enumerate(roles):
        of_role = {asked.things[place].iri for place in asked.weight[[row]].indices}
        assert of_role == set(requirements(made, role))


def test_all_roles_are_taken_where_none_are_named(network: nx.MultiDiGraph) -> None:
    found = role_matrix(network)
    assert len(found.roles) == len(of_kind(network, "role"))
    labels = [role.label.casefold() for role in found.roles]
    assert labels == sorted(labels)


def test_too_little_data_is_told_apart_from_nothing_in_common() -> None:
    made = network({"A": "abcdef", "B": "uvwxyz", "C": "a"})
    found = role_matrix(made, list("ABC"))
    assert found.score[0, 1] == 0
    assert np.isnan(found.score[0, 2])
    assert found.gap[0, 1] == 6
    assert np.isnan(found.gap[0, 2])
    assert not np.isnan(found.gap[2, 0])
    assert found.to_dict()["score"][0] == [1.0, 0.0, None]


def test_things_that_most_ask_for_come_first_and_kinds_choose() -> None:
    made = network({"A": ["SQL", "Law"], "B": ["SQL", "Art"]}, kinds={"SQL": "tool"})
    found = thing_matrix(made, ["A", "B"])
    assert [thing.label for thing in found.things] == ["SQL", "Art", "Law"]
    assert found.weight.toarray().tolist() == [[1, 0, 1], [1, 1, 0]]
    assert [t.label for t in thing_matrix(made, ["A"], kinds=["tool"]).things] == ["SQL"]
    assert found.to_dict()["weight"] == [[0, 0, 1.0], [0, 2, 1.0], [1, 0, 1.0], [1, 1, 1.0]]


def test_what_is_no_matrix_is_refused() -> None:
    made = network({"A": "abcdef"})
    with pytest.raises(UsageError, match="each role once"):
        role_matrix(made, ["A", "A"])
    with pytest.raises(UsageError, match="at least one"):
        role_matrix(made, [])
    with pytest.raises(NotFoundError):
        thing_matrix(made, ["Z"])
    with pytest.raises(UsageError, match="no kind “job”"):
        thing_matrix(made, ["A"], kinds=["job"])
