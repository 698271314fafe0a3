"""Questions in plain words: many phrasings, rubbish, and very long input."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.reading.questions import Question, understand


def things(*names: str) -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    for name in names:
        label, kind, *aliases = name.split("|")
        made.add_node(label, label=label, kind=kind, aliases=tuple(aliases), iris=(label,))
    return made


WORLD = things(
    "Machine Learning Engineer|role|ML engineer|MLE",
    "AI Architect|role|AI solutions architect",
    "Data Analyst|role",
    "Data Scientist|role|Data science specialist",
    "Research and development manager|role|R&D manager",
    "Software Developer|role",
    "DevOps Engineer|role",
    "SQL|tool",
    "Python|tool",
    "Tableau|tool",
    "Node.js|tool",
    ".NET|tool",
    "C++|tool",
    "Go|tool",
    "R|tool",
    "Communication|skill",
)
ML, AI, DA, DS = "Machine Learning Engineer", "AI Architect", "Data Analyst", "Data Scientist"


def ask(text: str) -> Question:
    question = understand(WORLD, text)
    assert question.about != "nothing", text
    return question


def roles(question: Question) -> list[str]:
    return [role.label for role in question.roles]


@pytest.mark.parametrize(
    "text",
    [
        "ML engineer vs AI architect",
        "ml engineers VS. ai architects?",
        "ML engineer versus AI architect",
        "Compare ML engineer with AI architect",
        "please compare the ML engineer and the AI architect.",
        "compare ML engineer to AI architect",
        "compare ML engineer, AI architect",
        "ML engineer and AI architect",
        "ML engineer or AI architect?",
        "ML engineer & AI architect",
        "difference between ML engineer and AI architect",
        "What is the difference between an ML engineer and an AI architect?",
        "what's the difference between ML engineer & AI architect",
        "What do ML engineers and AI architects share?",
        "What do ML engineers and AI architects have in common?",
        "How does an ML engineer differ from an AI architect?",
        "How do ML engineers and AI architects differ?",
        "Should I become an ML engineer or an AI architect?",
        "ml enginer vs ai architct",
    ],
)
def test_comparisons(text: str) -> None:
    question = ask(text)
    assert (question.about, roles(question)) == ("comparison", [ML, AI])


def test_comparisons_of_up_to_four() -> None:
    assert roles(ask("compare ML engineer, AI architect and data analyst")) == [ML, AI, DA]
    assert len(ask("compare MLE, AI architect, data analyst, data scientist, devops").roles) == 4


def test_a_comparison_with_what_is_unknown_shows_what_is_known_and_says_so() -> None:
    question = ask("compare data scientist with astronaut")
    assert (question.about, roles(question)) == ("thing", [DS])
    assert question.unknown == ("astronaut",)


@pytest.mark.parametrize("text", ["compare data scientist", "data scientist vs data scientists"])
def test_one_role_is_no_comparison(text: str) -> None:
    question = ask(text)
    assert (question.about, roles(question)) == ("thing", [DS])


@pytest.mark.parametrize(
    "text",
    [
        "How do I become an AI architect?",
        "how can i become ai architect",
        "Become an AI architect",
        "I want to be an AI architect",
        "I'd love to become an AI architect!",
        "path to AI architect",
        "What should I learn to become an AI architect?",
        "How long does it take to become an AI architect?",
        "What does it take to turn into an AI architect",
        "how do I get to be an AI architect",
        "I want to move into AI architect",
        "How hard is becoming an AI architect?",
    ],
)
def test_paths_without_a_start(text: str) -> None:
    question = ask(text)
    assert (question.about, roles(question), question.start) == ("path", [AI], None)
    assert question.known == question.unknown == ()


@pytest.mark.parametrize(
    "text",
    [
        "from data analyst to AI architect",
        "How do I get from data analyst to AI architect?",
        "How do I switch from a data analyst to an AI architect",
        "What would it take to get from data analyst to AI architect?",
        "transition from data analyst into AI architect",
        "data analyst to AI architect",
        "I am a data analyst. How do I become an AI architect?",
        "I'm a data analyst, how do I become an AI architect?",
        "I’m currently a data analyst and want to become an AI architect",
        "I work as a data analyst and want to become an AI architect",
        "As a data analyst, what do I need to become an AI architect?",
        "As a data analyst how do I become an AI architect?",
    ],
)
def test_paths_with_a_start(text: str) -> None:
    question = ask(text)
    assert (question.about, roles(question)) == ("path", [AI])
    assert question.start is not None
    assert question.start.label == DA
    assert question.known == question.unknown == ()


@pytest.mark.parametrize(
    ("text", "start", "known", "unknown"),
    [
        (
            "I am a data analyst who knows SQL and Tableau. How do I become an AI architect?",
            DA,
            ["SQL", "Tableau"],
            (),
        ),
        ("I know Python, SQL and R. How do I become an AI architect?", None,
         ["Python", "SQL", "R"], ()),
        ("I want to become an AI architect and I know python, sql", None, ["Python", "SQL"], ()),
        ("I want to become an AI architect. I know python; sql", None, ["Python", "SQL"], ()),
        ("What do I need to become an AI architect if I know Python?", None, ["Python"], ()),
        ("From data analyst to AI architect, knowing C++ and Node.js", DA, ["C++", "Node.js"], ()),
        ("I know Node.js, .NET and C++. How do I become an AI architect?", None,
         ["Node.js", ".NET", "C++"], ()),
        ("I'm good at Python, how do I become an AI architect", None, ["Python"], ()),
        ("I know SQL as well as Python, how do I become an AI architect?", None,
         ["SQL", "Python"], ()),
        ("I am a data analyst and I know SQL, how do I get to be an AI architect?", DA, ["SQL"],
         ()),
        ("As a software developer with Go and Python, how do I become an AI architect?",
         "Software Developer", ["Go", "Python"], ()),
        ("I know SQL and juggling. How do I become an AI architect?", None, ["SQL"], ("juggling",)),
        ("I am an astronaut. How do I become an AI architect?", None, [], ("astronaut",)),
        ("How can a data analyst become an AI architect?", DA, [], ()),
        ("Can a data analyst who knows SQL become an AI architect?", DA, ["SQL"], ()),
        ("data analist to ai architekt", DA, [], ()),
        ("how do i becom an ai architekt", None, [], ()),
    ],
)  # fmt: skip
def test_paths_with_what_is_known(
    text: str, start: str | None, known: list[str], unknown: tuple[str, ...]
) -> None:
    question = ask(text)
    assert (question.about, roles(question)) == ("path", [AI])
    assert (question.start.label if question.start else None) == start
    assert [match.label for match in question.known] == known
    assert question.unknown == unknown


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Python", "Python"),
        ("pyhton", "Python"),
        ("r", "R"),
        (".net", ".NET"),
        ("C++?", "C++"),
        ("what is Python?", "Python"),
        ("What does an ML engineer do?", ML),
        ("Which skills does a data scientist need?", DS),
        ("introduction to Python", "Python"),
        ("R&D manager", "Research and development manager"),
        ("Research and development manager", "Research and development manager"),
    ],
)
def test_things(text: str, label: str) -> None:
    question = ask(text)
    assert (question.about, roles(question)) == ("thing", [label])


def test_a_role_with_and_in_its_name_stays_whole() -> None:
    name = "research and development manager"
    assert roles(ask(f"How do I become a {name}?")) == [name.capitalize()]
    assert roles(ask(f"compare {name} and data analyst")) == [name.capitalize(), DA]


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "...", "☃☃☃", "to be or not to be", "How do I become an astronaut?",
     "qwertzuiop", "from to", "\0", "\udcff", "(((", "<script>alert(1)</script>", "a" * 10_000,
     "nurse", "astronaut", "welding course"],
)  # fmt: skip
def test_rubbish_means_nothing(text: str) -> None:
    assert understand(WORLD, text).about == "nothing"


def test_a_word_of_the_question_is_no_acronym() -> None:
    world = things("Fire Simulation Technique|tool|FIRST", "Baker|role")
    assert understand(world, "what should I learn first").about == "nothing"
    for text, label in (("FIRST", "Fire Simulation Technique"), ("what first, baker?", "Baker")):
        question = understand(world, text)
        assert roles(question) == [label]


LONG = {
    "from": "from " * 2000,
    "from to": "from a " + "to to " * 1600,
    "as": "as a x " * 1400,
    "become": "become " * 1400,
    "compare": "compare " + "?." * 5000 + "x",
    "commas": "compare " + "a, " * 3300,
    "versus": "a vs b " * 1400,
    "ands": "compare " + "a and b " * 1200,
    "known": "I am a data analyst who knows " + "a, " * 3000 + "how do I become an AI architect",
    "share": "what do " + "share " * 1600,
    "words": "lorem ipsum dolor " * 550,
    "spaces": "I am" + " " * 10_000 + "a",
    "apostrophes": "I'm " * 2500,
}


@pytest.mark.timeout(20)  # each takes a fraction of a second; going back and forth took minutes
@pytest.mark.parametrize("name", LONG)
def test_ten_thousand_letters_are_read_at_once(network: nx.MultiDiGraph, name: str) -> None:
    question = understand(network, LONG[name])
    assert len(question.roles) <= 4


def test_the_bundled_graph_answers_its_own_first_questions(network: nx.MultiDiGraph) -> None:
    question = understand(network, "I am a data analyst who knows SQL. How do I become an MLE?")
    assert question.about == "path"
    assert roles(question) == [ML]
    assert question.start is not None
    assert [match.label for match in question.known] == ["SQL"]


CUES = "I am a an the from to become compare with and vs know how do ? . , ; data analyst SQL"
words = st.sampled_from(CUES.split())


@given(st.lists(words, max_size=15).map(" ".join) | st.text(max_size=80))
def test_any_question_is_answered_or_not_but_never_fails(text: str) -> None:
    question = understand(WORLD, text)
    if question.about in {"comparison", "path", "thing"}:
        assert question.roles
        assert len(question.roles) > 1 or question.about != "comparison"
        assert all(name.strip() for name in question.unknown)
