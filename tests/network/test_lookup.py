"""Finding things by what people type."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError
from careergraph.network.lookup import CERTAIN, find, named, nearest, normal_form, search
from careergraph.vocabulary import ID_BASE

OTHER = "https://other.example/"


def names(*things: tuple[str, str, str] | tuple[str, str, str, tuple[str, ...]]) -> nx.MultiDiGraph:
    """A network of (IRI, label, kind, aliases)."""
    made = nx.MultiDiGraph()
    for iri, label, kind, *aliases in things:
        made.add_node(
            iri, label=label, kind=kind, aliases=tuple(*aliases), iris=(iri, f"{OTHER}twin/{label}")
        )
    return made


TINY = names(
    ("A", "Data Scientist", "role", ("DS",)),
    ("B", "Data science", "skill", ("DS",)),
    ("C", "C", "tool"),
    ("C++", "C++", "tool", ("cpp",)),
    ("C#", "C#", "tool"),
    ("R", "R", "tool"),
    ("N", ".NET", "tool"),
    ("K", "Apache Kafka", "tool"),
    ("É", "Café manager", "role"),
    ("PY", "Python", "tool"),
    ("PD", "pandas", "tool", ("Python pandas",)),
)


def test_of_things_called_alike_the_one_called_so_most_comes_first() -> None:
    world = names(
        ("1", "Assistant surgeon", "role", ("CNA",)),
        ("2", "Nursing Assistant", "role", ("CNA", "Hospice CNA")),
    )
    assert [match.iri for match in named(world, "cna")] == ["2", "1"]
    assert [match.iri for match in search(world, "cna")] == ["2", "1"]
    assert find(world, "CNA").iri == "2"


def test_of_things_called_alike_the_one_with_a_label_like_it_is_taken() -> None:
    world = names(
        ("1", "Coating workers", "role", ("Painter",)),
        ("2", "construction painter", "role", ("painter",)),
    )
    assert find(world, "painter").iri == "2"


def test_initials_mean_the_thing_whose_label_has_them() -> None:
    world = names(
        ("1", "chief executive officer", "role", ("CEO", "CTO", "CFO")),
        ("2", "chief technology officer", "role", ("CTO",)),
    )
    assert find(world, "CTO").iri == "2"


def test_of_things_equally_typical_none_is_taken() -> None:
    world = names(
        ("1", "Dental nurse", "role", ("CNA",)),
        ("2", "Assistant surgeon", "role", ("CNA",)),
    )
    with pytest.raises(AmbiguousError, match=r"Dental nurse.*Assistant surgeon"):
        find(world, "CNA")


def test_the_label_of_a_twin_goes_before_another_name() -> None:
    world = names(
        ("1", "Nuclear medicine radiographer", "role", ("Nuclear Medicine Technologists",)),
        ("2", "Radiographer", "role", ("nuclear medicine technologist", "medicine technologist")),
        ("3", "Technologist of nuclear medicine", "role", ("nuclear medicine technologist",)),
    )
    world.nodes["1"]["twin_labels"] = ("Nuclear Medicine Technologists",)
    found = find(world, "nuclear medicine technologist")
    assert (found.iri, found.score) == ("1", 0.98)
    assert found.score < find(world, "radiographer").score


@pytest.mark.parametrize(
    ("many", "one"),
    [("Drill presses", "drill press"), ("Watches", "watch"), ("Boxes", "box"), ("Caches", "cache")],
)
def test_a_plural_finds_its_singular(many: str, one: str) -> None:
    assert normal_form(many) == normal_form(one)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("Data Scientist", "A"),
        ("data scientists", "A"),
        ("  DATA-SCIENTIST ", "A"),
        ("DS", "A"),  # a role before a skill of the same second name
        ("data science", "B"),
        ("c", "C"),
        ("c++", "C++"),
        ("CPP", "C++"),
        ("C#", "C#"),
        (".net", "N"),
        ("kafka", "K"),
        ("cafe MANAGER", "É"),
        ("Cafe\u0301 managers", "É"),
        ("A", "A"),
        (f"{OTHER}twin/Python", "PY"),
    ],
)
def test_a_name_finds_its_thing_however_it_is_typed(text: str, iri: str) -> None:
    assert find(TINY, text).iri == iri
    assert search(TINY, text)[0].iri == iri


def test_the_kind_asked_for_decides() -> None:
    assert find(TINY, "DS", kind="skill").iri == "B"
    assert [match.iri for match in search(TINY, "data", kind="skill")] == ["B"]
    assert {match.kind for match in search(TINY, "pythn data", kind="tool")} == {"tool"}
    with pytest.raises(NotFoundError):
        find(TINY, "Python", kind="role")


def test_a_match_says_which_name_fitted() -> None:
    match = find(TINY, "cpp")
    assert match.to_dict() == {
        "iri": "C++",
        "label": "C++",
        "kind": "tool",
        "matched": "cpp",
        "score": 0.95,
    }


def test_an_unknown_name_comes_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean “Python”") as caught:
        find(TINY, "pyhton")
    assert caught.value.suggestions[0] == "Python"
    assert caught.value.text == "pyhton"


@pytest.mark.parametrize("text", ["", " ", "?!", "☃", "qqqqqqqqqq", "x" * 10_000, "\udcff", "\0"])
def test_rubbish_finds_nothing_and_says_so_shortly(text: str) -> None:
    assert search(TINY, text) == []
    with pytest.raises(NotFoundError) as caught:
        find(TINY, text)
    message = str(caught.value)
    assert len(message) < 300
    assert message.endswith(".")


def test_two_things_of_one_name_are_told_apart_by_their_iris() -> None:
    twins = names((OTHER + "1", "Analyst", "role"), (OTHER + "2", "Analyst", "role"))
    with pytest.raises(AmbiguousError) as caught:
        find(twins, "analyst")
    assert caught.value.candidates == ((OTHER + "1", "Analyst"), (OTHER + "2", "Analyst"))
    assert OTHER + "2" in str(caught.value)
    assert find(twins, OTHER + "2").iri == OTHER + "2"
    assert len(named(twins, "ANALYSTS")) == 2


def test_our_own_thing_goes_before_another_sources() -> None:
    twins = names((OTHER + "1", "Analyst", "role"), (ID_BASE + "role/x", "Analyst", "role"))
    assert find(twins, "Analyst").iri == ID_BASE + "role/x"
    assert search(twins, "Analyst")[0].iri == ID_BASE + "role/x"


def test_a_label_goes_before_a_second_name_in_search() -> None:
    made = names(("1", "Python (language)", "skill", ("Python",)), ("2", "Python", "tool"))
    assert [match.iri for match in search(made, "python")][:2] == ["2", "1"]


def test_an_empty_graph_says_that_it_is_empty() -> None:
    with pytest.raises(NoAnswerError, match="holds no roles") as caught:
        find(nx.MultiDiGraph(), "anything", kind="role")
    assert not isinstance(caught.value, NotFoundError)
    assert search(nx.MultiDiGraph(), "anything") == []


def test_search_puts_names_before_beginnings_before_parts_before_slips() -> None:
    made = names(
        ("part", "Visual design", "skill"),
        ("slip", "Desing", "skill"),
        ("beginning", "Designer", "role"),
        ("name", "Design", "skill"),
    )
    found = [match.iri for match in search(made, "design")]
    assert found == ["name", "beginning", "part", "slip"]
    assert [match.iri for match in search(made, "design", limit=2)] == ["name", "beginning"]


def test_nearest_gives_labels_of_the_kind() -> None:
    assert nearest(TINY, "data scientst", kind="role") == ["Data Scientist"]


def test_every_thing_of_the_bundled_graph_is_found_by_its_label_and_iri(
    network: nx.MultiDiGraph,
) -> None:
    for iri, data in network.nodes(data=True):
        matches = named(network, data["label"], kind=data["kind"])
        assert matches, data["label"]
        assert normal_form(matches[0].label) == normal_form(data["label"])
        assert {find(network, each).iri for each in data["iris"]} == {iri}


def test_bundled_names_that_people_type(network: nx.MultiDiGraph) -> None:
    for text, label in {
        "ML engineer": "Machine Learning Engineer",
        "MLE": "Machine Learning Engineer",
        "ai architects": "AI Architect",
        "k8s": "Kubernetes",
        "sklearn": "scikit-learn",
        "NLP": "Natural language processing",
        "python": "Python",
        "amazon web services": "AWS",
    }.items():
        assert find(network, text).label == label
        assert search(network, text)[0].label == label


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    found = search(TINY, text)
    assert len({match.iri for match in found}) == len(found)
    try:
        assert find(TINY, text).iri in TINY
    except NoAnswerError as error:
        assert str(error).endswith((".", "?"))


def test_of_second_names_the_spelling_decides_nothing() -> None:
    world = names(
        (OTHER + "1", "Politics lecturer", "role", ("teacher",)),
        (OTHER + "2", "Head of school", "role", ("Teachers",)),
    )
    with pytest.raises(AmbiguousError):
        find(world, "teacher")
    assert all(match.score >= CERTAIN for match in search(world, "teacher")[:2])


def test_a_second_name_of_words_that_stand_in_many_names_is_no_certain_one() -> None:
    many = [(f"{OTHER}{number}", f"data work {number}", "role") for number in range(60)]
    world = names((f"{OTHER}s", "statistics", "skill", ("data",)), *many)
    with pytest.raises(NotFoundError):
        find(world, "data")
    assert search(world, "data")[0].score < CERTAIN


def test_the_first_that_search_lists_is_what_find_takes(network: nx.MultiDiGraph) -> None:
    for text in ("python", "data engineer", "k8s", "spark", "ML engineer", "sql"):
        assert search(network, text)[0].iri == find(network, text).iri
