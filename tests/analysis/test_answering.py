"""Questions in plain words are answered by the analysis that fits, with a query that agrees."""

from __future__ import annotations

import json

import pytest
from evaluation.questions import questions, wrong
from rdflib import Dataset

from careergraph.analysis.answering import Listing, ask
from careergraph.analysis.learning.fit import RoleFits
from careergraph.network.projection import Network
from careergraph.store.dataset import rows


def test_judged_questions_are_understood(network: Network) -> None:
    assert len(wrong(network)) <= len(questions()) // 20


@pytest.mark.parametrize(
    "text",
    ["which roles need python and sql", "is python needed for a data analyst",
     "what comes before deep learning", "which jobs need no degree", "remote jobs"],
)  # fmt: skip
def test_a_list_and_its_query_agree(network: Network, graph: Dataset, text: str) -> None:
    asked = ask(network, text)
    assert isinstance(asked.answer, Listing)
    assert asked.answer.rows
    named = {iri for iri, *_ in rows(graph, asked.query)}
    for row in asked.answer.rows:
        assert named & set(network.nodes[row.thing.iri]["iris"]), row


def test_what_fits_is_told_with_what_is_missing(network: Network) -> None:
    asked = ask(network, "I know Python and SQL, what job fits me?")
    assert isinstance(asked.answer, RoleFits)
    assert all(role.met for role in asked.answer.roles)
    plain = json.loads(json.dumps(asked.to_dict(), allow_nan=False))
    assert plain["understood"]["about"] == "fit"
    assert {"iri", "label", "met", "needed", "missing"} <= plain["answer"]["roles"][0].keys()


def test_no_answer_is_made_up(network: Network) -> None:
    asked = ask(network, "who won the world cup")
    assert (asked.understood.about, asked.answer) == ("nothing", None)
    assert (
        ask(network, "Is Kubernetes needed for a UX designer?")
        .answer.rows[0]
        .note.startswith("no source says")
    )
