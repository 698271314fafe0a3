"""Validation: every complaint is a sentence about the right thing."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from careergraph.loading.bundled import bundled_folder
from careergraph.loading.opening import open_graph
from careergraph.loading.validation import ValidationReport, validate
from careergraph.store.dataset import dataset

PREFIXES = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix source: <https://w3id.org/careergraph/source/> .
@prefix x: <https://w3id.org/careergraph/id/skill/> .
"""
NAMED = """
x:a a cg:Skill ; skos:prefLabel "Adding"@en .
x:b a cg:Skill ; skos:prefLabel "Borrowing"@en .
x:c a cg:Skill ; skos:prefLabel "Counting"@en .
"""
SOURCE = """source:sums a cg:Source ; dct:title "Sums"@en ; dct:issued "2026-01-01"^^xsd:date ;
    dct:rights "Free to use."@en ."""


def checked(folder: Path, **files: str) -> ValidationReport:
    for name, text in files.items():
        suffix = "trig" if "{" in text else "ttl"
        (folder / f"{name}.{suffix}").write_text(PREFIXES + text, encoding="utf-8")
    return validate(open_graph(folder))


def test_the_bundled_graph_conforms() -> None:
    report = validate(open_graph("core"))
    assert report.to_dict() == {"conforms": True, "results": []}
    assert (bundled_folder() / "shapes.ttl").is_file()


def test_a_good_graph_conforms(tmp_path: Path) -> None:
    assert checked(tmp_path, sums=NAMED + "x:c cg:prerequisite x:a .", sources=SOURCE).conforms


def test_a_shape_is_told_in_its_own_words_with_the_name_of_the_thing(tmp_path: Path) -> None:
    report = checked(tmp_path, sums=NAMED + 'x:a skos:prefLabel "Summing"@en .', sources=SOURCE)
    (result,) = report.results
    assert not report.conforms
    assert result.focus == "https://w3id.org/careergraph/id/skill/a"
    assert result.path == "skos:prefLabel"
    assert result.message.startswith("Adding: ")
    assert "exactly one name" in result.message
    assert result.severity == "Violation"


@pytest.mark.parametrize(
    ("links", "circle"),
    [
        ("x:a cg:prerequisite x:a .", "Adding needs Adding"),
        (
            "x:a cg:prerequisite x:b . x:b cg:prerequisite x:c . x:c cg:prerequisite x:a .",
            "Adding needs Borrowing needs Counting needs Adding",
        ),
    ],
)
def test_a_circle_of_prerequisites_is_named_once(tmp_path: Path, links: str, circle: str) -> None:
    report = checked(tmp_path, sums=NAMED + links, sources=SOURCE)
    (result,) = report.results
    assert circle in result.message
    assert (result.path, result.severity) == ("cg:prerequisite", "Violation")
    assert not report.conforms


def test_a_circle_of_families_or_of_what_is_best_learnt_first_is_named(tmp_path: Path) -> None:
    families = "x:a skos:broader x:b . x:b skos:broader x:a ."
    order = "x:b cg:bestAfter x:c . x:c cg:prerequisite x:b ."
    report = checked(tmp_path, sums=NAMED + families + order, sources=SOURCE)
    assert [result.message.partition(". ")[0] for result in report.results] == [
        "These would stand above themselves: Adding belongs to Borrowing belongs to Adding",
        "These would have to be learnt before themselves: Borrowing needs Counting needs Borrowing",
    ]


def test_two_circles_are_two_results(tmp_path: Path) -> None:
    links = "x:a cg:prerequisite x:b . x:b cg:prerequisite x:a . x:c cg:prerequisite x:c ."
    report = checked(tmp_path, sums=NAMED + links, sources=SOURCE)
    assert len(report.results) == 2


def test_a_statement_in_no_graph_is_told() -> None:
    store = ox.Store()
    store.load(PREFIXES + NAMED + SOURCE, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://g/"))
    store.load(PREFIXES + "x:a skos:note 'stray' .", ox.RdfFormat.TURTLE)
    report = validate(dataset(store))
    (result,) = [each for each in report.results if each.path == "skos:note"]
    assert result.focus == "https://w3id.org/careergraph/id/skill/a"
    assert "no source's graph" in result.message
    assert not report.conforms


def test_a_source_that_nothing_describes_is_told(tmp_path: Path) -> None:
    report = checked(tmp_path, sums=NAMED, others=NAMED, sources=SOURCE)
    (result,) = report.results
    assert result.focus == "https://w3id.org/careergraph/source/others"
    assert "source:others" in result.message
    assert not report.conforms


def test_a_lone_file_is_only_warned_of_that(tmp_path: Path) -> None:
    report = checked(tmp_path, sums=NAMED)
    assert [result.severity for result in report.results] == ["Warning"]
    assert report.conforms


def test_sources_that_differ_are_only_warned_of(tmp_path: Path) -> None:
    other = NAMED.replace("Adding", "adding") + 'x:a skos:definition "One."@en .\n'
    sources = SOURCE + SOURCE.replace("sums", "others")
    files = {"sums": NAMED + 'x:a skos:definition "Two."@en .', "others": other}
    report = checked(tmp_path, sources=sources, **files)
    assert [(each.path, each.severity) for each in report.results] == [
        ("skos:definition", "Warning"),
        ("skos:prefLabel", "Warning"),
    ]
    assert "Several sources" in report.results[0].message
    assert report.conforms
    twice = other + 'x:a skos:definition "Three."@en .'
    assert not checked(tmp_path, sources=sources, **{**files, "others": twice}).conforms


@pytest.mark.parametrize(
    ("lacking", "word"), [("dct:title", "title"), ("dct:issued", "date"), ("dct:rights", "terms")]
)
def test_a_source_needs_title_date_and_licence(tmp_path: Path, lacking: str, word: str) -> None:
    described = SOURCE.replace(lacking, "dct:description")
    report = checked(tmp_path, sums=NAMED, sources=described)
    assert not report.conforms
    assert any(word in result.message for result in report.results)


def test_a_misspelt_term_is_told_with_the_nearest_right_one(tmp_path: Path) -> None:
    report = checked(tmp_path, sums=NAMED + "x:c cg:prerequisit x:a . x:d a cg:Skil .")
    assert not report.conforms
    told = {each.path: each.message for each in report.results if each.path}
    assert told["cg:prerequisit"].startswith(
        "cg:prerequisit is no term of careergraph; did you mean cg:prerequisite?"
    )
    assert "did you mean cg:Skill?" in told["cg:Skil"]


def test_a_thing_used_and_described_nowhere_is_told_once(tmp_path: Path) -> None:
    links = "x:r a cg:Role ; skos:prefLabel 'Reckoner'@en ; cg:requiresSkill x:bb , x:a ."
    report = checked(tmp_path, sums=NAMED + links.replace("'", '"'), sources=SOURCE)
    (result,) = report.results
    assert result.message == "skill:bb is used here and described nowhere; did you mean skill:b?"
    assert (result.path, result.severity) == ("cg:requiresSkill", "Violation")


def test_what_comes_with_careergraph_may_be_used(tmp_path: Path) -> None:
    links = """x:r a cg:Role ; skos:prefLabel "Reckoner"@en ;
        cg:usesTool <https://w3id.org/careergraph/id/tool/python> ."""
    assert checked(tmp_path, sums=NAMED + links, sources=SOURCE).results == ()


def test_any_dataset_of_rdflibs_is_checked() -> None:
    graph = Dataset()
    graph.parse(
        data=PREFIXES + "<http://g/> {" + NAMED + "x:a cg:prerequisite x:a }", format="trig"
    )
    assert any("would have to be learnt" in each.message for each in validate(graph).results)


def test_progress_is_told() -> None:
    told: list[str] = []
    validate(open_graph("core"), told.append)
    assert told[0].startswith("looking at ")
    assert any(line.startswith("checking shape 2 of ") for line in told)
