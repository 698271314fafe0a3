"""Words linked to the things that they name or mean."""

from __future__ import annotations

from time import perf_counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.network.lookup import CERTAIN
from careergraph.reading.linking import link_text


def world(*things: str) -> nx.MultiDiGraph:
    """A network of "label|kind|other name|other name"."""
    made = nx.MultiDiGraph()
    for thing in things:
        label, kind, *aliases = thing.split("|")
        made.add_node(label, label=label, kind=kind, aliases=tuple(aliases), iris=(label,))
    return made


WORLD = world(
    "React|tool|ReactJS", "REST APIs|skill|RESTful web services", "Go|tool|Golang",
    "manage staff|skill|supervise employees|lead a team", "computer vision|skill|TensorFlow",
    "TensorFlow|tool", "think creatively|skill|design", "Data Analyst|role", "Nurse|role",
    "take care of patients|skill|nurse the sick",
)  # fmt: skip


def test_what_is_named_is_certain_and_points_at_its_words() -> None:
    text = "Hands-on experience with React, restful web services."
    links = link_text(WORLD, text, k=2)
    assert {link.label for link in links} == {"React", "REST APIs"}
    for link in links:
        assert link.score >= CERTAIN
        assert text[link.start : link.end] == link.text


def test_what_is_only_meant_is_offered_below_certainty() -> None:
    text = "You lead the team. You supervise all other employees."
    [link] = [link for link in link_text(WORLD, text) if link.label == "manage staff"]
    assert 0 < link.score < CERTAIN
    assert text[link.start : link.end] == link.text


def test_a_label_goes_before_another_name() -> None:
    assert link_text(WORLD, "experienced with tensorflow")[0].label == "TensorFlow"


def test_an_everyday_word_for_short_is_no_certain_name() -> None:
    assert all(link.score < CERTAIN for link in link_text(WORLD, "a design of systems"))


def test_kinds_that_are_asked_for() -> None:
    assert [link.label for link in link_text(WORLD, "a data analyst")][:1] == ["Data Analyst"]
    assert all(link.kind == "role" for link in link_text(WORLD, "a nurse", kinds=["role"]))


@pytest.mark.parametrize("text", ["", "   ", "☃", "\0", ".....", "a" * 100_000, "x y " * 50_000])
def test_rubbish_links_to_nothing(text: str) -> None:
    assert link_text(WORLD, text) == ()


def test_an_empty_graph_has_nothing_to_link_to() -> None:
    assert link_text(nx.MultiDiGraph(), "Python") == ()


def test_a_long_text_takes_its_time_once() -> None:
    start = perf_counter()
    link_text(WORLD, "We manage React and the staff. " * 20_000)
    assert perf_counter() - start < 10


@given(st.text(max_size=80))
def test_any_text_is_linked_to_its_own_words(text: str) -> None:
    for link in link_text(WORLD, text):
        assert text[link.start : link.end] == link.text
        assert 0 < link.score <= 1
