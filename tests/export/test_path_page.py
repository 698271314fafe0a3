"""A plan on one page and as a picture, and when its steps are done."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from networks import Network, network

from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.export.path_files import schedule
from careergraph.export.path_page import plan_page, plan_picture
from careergraph.network.learning_resources import LearningResource

WEEKS = {"small": 1.0, "medium": 2.0, "large": 4.0}


@pytest.fixture
def plan() -> tuple[Network, LearningPath]:
    few = network(
        {"Now": "abc", "<b>Then</b>": "abdefg"},
        before=[("d", "e"), ("e", "f")],
    )
    return few, learning_path(few, "<b>Then</b>", "Now", weeks=WEEKS)


def test_steps_follow_one_another_and_take_the_weeks_of_their_size(
    plan: tuple[Network, LearningPath],
) -> None:
    _, path = plan
    begin = date(2026, 1, 1)
    spans = schedule(path, WEEKS, begin)
    day = begin
    for step in path.steps:
        assert spans[step.iri] == (day, day + timedelta(weeks=WEEKS[step.size]))
        day = spans[step.iri].end
    assert day == begin + timedelta(weeks=path.weeks or 0)


def test_the_page_says_from_where_to_where_by_which_way_and_by_whose_word(
    plan: tuple[Network, LearningPath],
) -> None:
    few, path = plan
    first = path.steps[0].iri
    page = plan_page(
        few,
        path,
        notes={first: {"state": "doing", "note": "every Monday"}},
        resources={first: [LearningResource("All of it", "https://all.example", "me")]},
        spans=schedule(path, WEEKS, date(2026, 1, 1)),
    )
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.S)
    assert "From Now to &lt;b&gt;Then&lt;/b&gt;" in text
    for said in ("What I bring", "every Monday", "All of it", "https://all.example", "Me", "until"):
        assert said in text
    assert all(re.search(rf"\b{step.label}\b", text) for step in path.steps)
    assert "SELECT" not in page
    assert "<script" not in page


def test_the_picture_is_xml_that_asks_for_nothing(plan: tuple[Network, LearningPath]) -> None:
    few, path = plan
    picture = ElementTree.fromstring(plan_picture(few, path))
    written = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert written[0] == "From Now to <b>Then</b>"
    assert {step.label for step in path.steps} <= set(written)
    assert not [name for part in picture.iter() for name in part.attrib if "href" in name]
