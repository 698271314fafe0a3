"""What a person knows, read from every form it comes in, and from those it should not."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import network

from careergraph.errors import CareerGraphError, SourceError, UsageError
from careergraph.network.projection import Network
from careergraph.reading.mentions import find_in_text
from careergraph.reading.profile import (
    MAX_BYTES,
    parse_profile,
    profile_to_json,
    profile_to_turtle,
    read_profile,
    recognise,
)

TOOLS = ["SQL", "Python", "R", "Go", "C++", "Tableau", "Apache Spark", "Microsoft Excel", "Node.js"]
GRAPH = network(
    {"analyst": [*TOOLS, "Machine learning", "Deep learning", "Learning", "Experimental design"]},
    kinds=dict.fromkeys(TOOLS, "tool"),
)
GRAPH.nodes["Experimental design"]["aliases"] = ("DoE",)
GRAPH.nodes["Machine learning"]["aliases"] = ("ML",)
GRAPH.nodes["Microsoft Excel"]["aliases"] = ("Excel",)


def labels(text: str | bytes) -> list[str]:
    return [found.label for found in parse_profile(GRAPH, text).known]


@pytest.mark.parametrize(
    "text",
    [
        "SQL\nmachine-learning\n",
        "- SQL\n* Machine learning\n",
        "1. SQL\n2) ML\n",
        "SQL, ML",
        "# what I know\nSQL; Machine Learning\n",
        '["SQL", "ML"]',
        '{"knows": [{"iri": "SQL", "label": "SQL"}, {"label": "ML"}]}',
        '{"basics": {}, "skills": [{"name": "My data", "keywords": ["SQL", "ML"]}]}',
        '{"skills": [{"name": "SQL", "level": "Master"}, {"name": "Machine learning"}]}',
        "\ufeffSQL\r\nML\r\n",
    ],
)
def test_every_form_of_profile_is_read(text: str) -> None:
    profile = parse_profile(GRAPH, text.encode())
    assert [found.label for found in profile.known] == ["SQL", "Machine learning"]
    assert profile.unknown == ()


def test_turtle_is_read_by_iri_and_by_name() -> None:
    turtle = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
        @prefix schema: <https://schema.org/> .
        <#me> cg:knows "SQL", "Fortran" ; schema:knowsAbout "ML" ."""
    profile = parse_profile(GRAPH, turtle)
    assert sorted(found.label for found in profile.known) == ["Machine learning", "SQL"]
    assert [name.text for name in profile.unknown] == ["Fortran"]


def test_names_not_recognised_come_with_suggestions_and_the_rest_goes_on() -> None:
    profile = parse_profile(GRAPH, "SQL\nTabelau\nPython")
    assert [found.label for found in profile.known] == ["SQL", "Python"]
    assert [(name.text, name.suggestions[0]) for name in profile.unknown] == [
        ("Tabelau", "Tableau")
    ]
    assert profile.names == ("SQL", "Python", "Tabelau")


def test_a_name_that_fits_several_things_equally_means_them_all() -> None:
    graph = network({"one": ["x:python", "y:python"]})
    for iri in ("x:python", "y:python"):
        graph.nodes[iri]["label"] = "Python"
    matches, unknown = recognise(graph, ["python"])
    assert [match.iri for match in matches] == ["x:python", "y:python"]
    assert unknown == ()


@given(st.sets(st.sampled_from(TOOLS)).filter(len))
def test_what_is_written_is_read_again(known: set[str]) -> None:
    graph = network({"role": []}, kinds={f"https://e.org/{n}": "tool" for n, _ in enumerate(TOOLS)})
    for number, label in enumerate(TOOLS):
        graph.nodes[f"https://e.org/{number}"]["label"] = label
    iris = sorted(f"https://e.org/{TOOLS.index(label)}" for label in known)
    for written in (profile_to_turtle(graph, iris), profile_to_json(graph, iris)):
        assert sorted(found.iri for found in parse_profile(graph, written).known) == iris


CV = """Jane Doe
Data analyst, Acme, 2019 to 2024. I go to work by bike and spark joy.
Used SQL daily, built Excel models; deep learning, machine
learning on the side. Knows C++. Express delivery, R & D.
Skills: R, Go, Spark | Node.js
"""


def test_names_in_a_cv_are_found_as_whole_words_the_longest_first() -> None:
    found = {each.label: each for each in find_in_text(GRAPH, CV)}
    assert list(found) == [
        "SQL",
        "Microsoft Excel",
        "Deep learning",
        "Machine learning",
        "C++",
        "R",
        "Go",
        "Apache Spark",
        "Node.js",
    ]
    assert found["SQL"].snippet == "Used SQL daily, built Excel models; deep…"
    assert found["SQL"].sure
    assert found["Go"].sure  # among others of a list
    assert found["Go"].snippet == "Skills: R, Go, Spark | Node.js"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I go home. Research and more.", []),
        ("R", ["R"]),
        ("Languages: Python, R", ["Python", "R"]),
        ("Languages (R and Go)", ["R", "Go"]),
        ("plan R turned out well", []),
        ("Jane Doe", []),
        ("a DOE study, a DoE", ["Experimental design"]),
        ("MLflow and sqlite", []),
        ("python; Python; PYTHON", ["Python"]),
        ("Excel at what you do", []),
        ("proficient in Excel daily", ["Microsoft Excel"]),
        ("R & D, R&D", []),
        ("Machine\nLearning", ["Learning"]),
        ("", []),
    ],
)
def test_short_and_everyday_names_need_a_list_around_them(text: str, expected: list[str]) -> None:
    assert [found.label for found in find_in_text(GRAPH, text)] == expected


def test_a_cv_is_told_from_a_list() -> None:
    assert parse_profile(GRAPH, CV).form == "text"
    assert parse_profile(GRAPH, "SQL\nPython\nFortran").form == "list"
    many = "\n".join(f"name {number}" for number in range(2000)) + "\nSQL"
    assert parse_profile(GRAPH, many).form == "text"


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", UsageError, "is empty"),
        (b"  \n ", UsageError, "is empty"),
        (bytes(range(32)) * 40, SourceError, "not text"),
        (b"%PDF-1.7 ...", SourceError, "as a PDF"),
        (b"PK\x03\x04...", SourceError, "broken zip"),
        (b"\xd0\xcf\x11\xe0...", SourceError, "old Office file"),
        (b"<!DOCTYPE html><html></html>", UsageError, "is empty"),
        (b"<?xml version='1.0'?><a>", SourceError, "not valid XML"),
        (b"x" * (MAX_BYTES + 1), SourceError, "larger than 5 MB"),
        (b'{"skills": [', UsageError, "not valid JSON"),
        (b"[" * 100_000, UsageError, "not valid JSON"),
        (b'{"name": "careergraph", "version": "1"}', UsageError, "JSON without"),
        (b"[1, 2, null]", UsageError, "names nothing"),
        (b'{"skills": "SQL"}', UsageError, "names nothing"),
        (b"@prefix cg: <https://w3id.org/careergraph/ontology#> .\n<#me> cg:knows", UsageError,
         "not valid Turtle"),
        (b"@prefix x: <http://x/> .\nx:a x:b x:c .", UsageError, "says of nobody"),
        (json.dumps([f"n{n}" for n in range(5000)]).encode(), UsageError, "keep it to"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_sentence(
    data: bytes, error: type[CareerGraphError], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        parse_profile(GRAPH, data, name="me.ttl")
    assert str(caught.value).startswith("me.ttl")
    assert "\n" not in str(caught.value)


def test_files_are_read_and_missing_ones_named(tmp_path: Path) -> None:
    file = tmp_path / "me.txt"
    file.write_text("SQL\n")
    assert [found.label for found in read_profile(GRAPH, file).known] == ["SQL"]
    with pytest.raises(SourceError, match="there is no such file"):
        read_profile(GRAPH, tmp_path / "nobody.txt")
    with pytest.raises(SourceError, match="is a folder"):
        read_profile(GRAPH, tmp_path)
    file.write_bytes(b"x" * 6_000_000)
    with pytest.raises(SourceError, match="larger than"):
        read_profile(GRAPH, file)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_no_file_crashes_the_reader(data: bytes | str) -> None:
    try:
        parse_profile(GRAPH, data)
    except CareerGraphError as error:
        assert str(error)


def packed(**files: str) -> bytes:
    """A zip of some text files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return data.getvalue()


def written(*lines: str) -> bytes:
    """A DOCX of some paragraphs, and a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(1, 1).cell(0, 0).text = "Tableau"
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def printed(text: str) -> bytes:
    """A PDF of one line, written by hand."""
    page = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    data = b"%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return data + b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n0\n%%EOF"


SENTENCE = "I built dashboards with SQL and machine learning for three years at a bank."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed(Skills="Name\nSQL\nR (Programming Language)\n"), ["SQL", "R"]),
        (written(SENTENCE), ["SQL", "Machine learning", "Tableau"]),
        (printed(SENTENCE), ["SQL", "Machine learning"]),
        (f"<html><style>R, Go</style><p>{SENTENCE}</p><ul><li>Go<li>R</ul></html>".encode(),
         ["SQL", "Machine learning", "Go", "R"]),
        (b"<?xml version='1.0'?><Candidate xmlns='http://europass.eu'><SkillName>SQL</SkillName>"
         b"<Description>Wrote Python.</Description></Candidate>", ["SQL", "Python"]),
    ],
    ids=["LinkedIn", "DOCX", "PDF", "HTML", "Europass"],
)  # fmt: skip
def test_files_that_people_have(data: bytes, expected: list[str]) -> None:
    assert labels(data) == expected


@pytest.mark.parametrize(
    ("text", "sure", "unsure"),
    [
        ("I do not know Python", [], []),
        ("I never worked with Tableau, but I know SQL.", ["SQL"], []),
        ("No experience in Python. Good at SQL.", ["SQL"], []),
        ("Not only SQL but also Python", ["SQL", "Python"], []),
        ("I want to learn Python and I use SQL", [], ["Python", "SQL"]),
        ("Skills: R, Go, Python", ["R", "Go", "Python"], []),
        ("used spark and python at work", ["Apache Spark", "Python"], []),
    ],
)
def test_what_is_denied_is_not_known_and_what_is_wished_not_sure(
    text: str, sure: list[str], unsure: list[str]
) -> None:
    profile = parse_profile(GRAPH, text)
    assert [found.label for found in profile.known if found.sure] == sure
    assert [found.label for found in profile.known if not found.sure] == unsure


def test_queries_that_a_person_keeps_come_back(network: Network) -> None:
    queries = {"All roles": "SELECT ?role { ?role a cg:Role }"}
    written = profile_to_json(network, [], queries, ["ASK {}", "SELECT * {}"])
    assert parse_profile(network, written).queries == queries
    assert parse_profile(network, written).asked == ("ASK {}", "SELECT * {}")
    assert parse_profile(network, profile_to_json(network, [], asked=["ASK {}"])).queries == {}
    odd = '{"knows": ["Python"], "queries": {"a": 1, "b": "ASK {}"}, "asked": [1, "ASK {}", {}]}'
    assert parse_profile(network, odd).queries == {"b": "ASK {}"}
    assert parse_profile(network, odd).asked == ("ASK {}",)
