"""Alignment: one concept, one node; and never two concepts in one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.loading.alignment import (
    MATCHES,
    align,
    align_store,
    alignment_triples,
    find_pairs,
    terms_in,
)
from careergraph.loading.matching import Pair, Term, match_terms
from careergraph.loading.opening import open_graph
from careergraph.network.projection import project
from careergraph.store.dataset import native_store

OWN = "https://w3id.org/careergraph/id/"
PREFIXES = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix a: <http://a/> . @prefix b: <http://b/> . @prefix c: <http://c/> .
"""


def term(iri: str, label: str, *others: str, kind: str = "skill") -> Term:
    """Make a term whose source is the host of its IRI."""
    names = tuple((name, "en") for name in others)
    return Term(iri, kind, ((label, "en"),), names, frozenset({iri.split("/")[2]}))


def verdict(*terms: Term) -> list[tuple[str, str, bool]]:
    found = match_terms(terms)
    return sorted((*sorted((pair.one.iri, pair.other.iri)), pair.certain) for pair in found)


def store(**graphs: str) -> ox.Store:
    made = ox.Store()
    for name, turtle in graphs.items():
        made.load(PREFIXES + turtle, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"http://{name}/"))
    return made


SAME, NEAR, NOTHING = (
    [("http://a/1", "http://b/1", True)],
    [("http://a/1", "http://b/1", False)],
    [],
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the same label, whatever its spelling
        (("Machine learning",), ("machine learning",), SAME),
        (("Data-modelling",), ("data modeling",), SAME),
        (("Data warehouses",), ("Data warehouse",), SAME),
        (("Search engine optimization",), ("search engine optimisation",), SAME),
        (("Café management",), ("cafe management",), SAME),
        # the label of one is another name of the other
        (("Natural language processing", "Computational linguistics"),
         ("computational linguistics",), NEAR),
        (("ML",), ("Machine learning", "ML"), NEAR),
        (("ML", "Machine learning"), ("Machine learning", "ML"), SAME),
        # a verb
        (("use markup languages",), ("Markup languages",), SAME),
        (("apply a quality standard",), ("Quality standard",), SAME),
        # other names, slips of the pen, nothing
        (("Version control", "Source control"), ("Revision keeping", "source control"), NEAR),
        (("Version control", "VCS"), ("Video coding", "VCS"), NOTHING),
        (("Cartography design",), ("Cartogrpahy design",), NEAR),
        (("Statistics",), ("Statistical physics",), NOTHING),
        (("Java",), ("JavaScript",), NOTHING),
        (("Release 11 upgrades",), ("Release 12 upgrades",), NOTHING),
    ],
)  # fmt: skip
def test_skills(
    one: tuple[str, ...], other: tuple[str, ...], expected: list[tuple[str, str, bool]]
) -> None:
    assert verdict(term("http://a/1", *one), term("http://b/1", *other)) == expected


@pytest.mark.parametrize(
    ("tool", "other", "kind", "expected"),
    [
        (("Apache Kafka",), ("Kafka",), "tool", SAME),
        (("Power BI",), ("Microsoft Power BI",), "tool", SAME),
        (("AWS SageMaker",), ("Amazon Web Services AWS SageMaker",), "tool", SAME),
        (("Google Analytics",), ("Adobe Analytics",), "tool", NOTHING),
        (("C",), ("C++",), "tool", NOTHING),
        (("C",), ("C#",), "tool", NOTHING),
        (("Flare",), ("Flares",), "tool", NOTHING),
        (("Kubernetes",), ("kubernetes",), "skill", SAME),
        (("Python",), ("Python (computer programming)", "Python", "Python 3"), "skill", SAME),
        (("Canva",), ("Canvas (learning management systems)",), "skill", NOTHING),
        # a product among the other names of a skill is an example of it
        (("Keras",), ("Computer vision", "Keras"), "skill", NOTHING),
        (("Oracle Database",), ("Databases", "Database"), "skill", NOTHING),
    ],
)
def test_tools(
    tool: tuple[str, ...],
    other: tuple[str, ...],
    kind: str,
    expected: list[tuple[str, str, bool]],
) -> None:
    mine, theirs = term("http://a/1", *tool, kind="tool"), term("http://b/1", *other, kind=kind)
    assert verdict(mine, theirs) == expected
    assert verdict(theirs, mine) == expected


def test_kinds_are_not_mixed() -> None:
    skill, industry = term("http://a/1", "Energy"), term("http://b/1", "Energy", kind="industry")
    assert verdict(skill, industry) == []


def test_roles_are_one_by_their_labels_alone() -> None:
    one = term("http://a/1", "Data Scientist", "Modeller", kind="role")
    assert verdict(one, term("http://b/1", "data scientists", kind="role")) == SAME
    assert verdict(one, term("http://b/1", "Modeller", kind="role")) == NOTHING
    ours = term(f"{OWN}role/1", "Security Analyst", "SOC analyst", kind="role")
    for label, expected in (("securities analyst", []), ("SOC analyst", [False])):
        pairs = match_terms([ours, term("http://b/1", label, kind="role")])
        assert [pair.certain for pair in pairs] == expected


def test_another_name_is_certain_where_it_is_our_own_word_or_a_products() -> None:
    for iri, label, certain in ((f"{OWN}skill/1", "Cloud", True), ("http://a/1", "Cloud", False)):
        mine = term(iri, label, "cloud technologies")
        [pair] = match_terms([mine, term("http://b/1", "cloud technologies")])
        assert pair.certain is certain
    tool = term("http://a/1", "The MathWorks MATLAB", "MATLAB", kind="tool")
    assert verdict(tool, term("http://b/1", "MATLAB")) == SAME


def test_what_a_source_has_matched_names_add_nothing_to() -> None:
    terms = [
        term(iri, label, kind="role")
        for iri, label in (
            ("http://a/1", "Baker"), ("http://b/1", "Bread maker"), ("http://b/2", "Baker")
        )
    ]  # fmt: skip
    assert match_terms(terms, apart=[frozenset({"http://a/1", "http://b/1"})]) == []


def test_what_is_done_is_no_tool_and_software_no_discipline() -> None:
    tool = term("http://a/1", "Autopsy", kind="tool")
    assert verdict(tool, term("http://b/1", "carry out an autopsy")) == NOTHING
    shims = term("http://a/1", "Shims", kind="tool")
    assert verdict(shims, term("http://b/1", "use shims")) == SAME
    software = term("http://a/1", "Fluid dynamics software", "Fluid dynamics", kind="tool")
    assert verdict(software, term("http://b/1", "fluid dynamics")) == NEAR


def test_one_source_is_never_matched_with_itself() -> None:
    assert verdict(term("http://a/1", "Mathematics"), term("http://a/2", "Mathematics")) == []


def test_what_is_ambiguous_is_only_near() -> None:
    found = verdict(
        term("http://a/1", "Design"),
        term("http://b/1", "Engineering design", "Design"),
        term("http://b/2", "Graphic design", "Design"),
    )
    assert found == [("http://a/1", "http://b/1", False), ("http://a/1", "http://b/2", False)]


def test_a_better_match_settles_the_matter() -> None:
    found = verdict(
        term("http://a/1", "Databases"),
        term("http://b/1", "database"),
        term("http://b/2", "Database management systems", "Databases"),
    )
    assert found == [("http://a/1", "http://b/1", True)]


def test_two_things_of_one_source_do_not_meet_by_way_of_a_third() -> None:
    found = verdict(
        term("http://a/1", "Encryption"),
        term("http://b/1", "Encryption", "Cryptography"),
        term("http://c/1", "Cryptography"),
        term("http://a/2", "Cryptography"),
    )
    certain = [pair for pair in found if pair[2]]
    assert ("http://a/1", "http://b/1", True) in certain
    assert ("http://a/2", "http://c/1", True) in certain
    assert len(certain) == 2


def test_languages_are_not_mixed() -> None:
    one = Term("http://a/1", "skill", (("Gift", "en"),), (), frozenset("a"))
    other = Term("http://b/1", "skill", (("Gift", "de"),), (), frozenset("b"))
    assert match_terms([one, other]) == []


def test_found_matches_stand_in_a_graph_of_their_own_and_say_how() -> None:
    both = store(
        a='a:1 a cg:Skill ; skos:prefLabel "Knitting"@en .',
        b='b:1 a cg:Skill ; skos:prefLabel "knitting"@en .',
    )
    assert align_store(both) == (1, 0)
    assert align_store(both) == (1, 0)  # found anew, not added to
    graph = {
        (quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in both.quads_for_pattern(None, None, None, MATCHES)
    }
    assert ("exactMatch", "http://a/1") in graph
    assert ("matchedBy", "same label") in graph
    assert ("from", "http://b/1") in graph
    assert ("to", "http://a/1") in graph


@pytest.mark.parametrize(
    "line",
    [
        "a:1 owl:differentFrom b:1 .",
        "b:1 owl:differentFrom a:1 .",
        "a:1 skos:closeMatch b:1 .",
        "a:1 skos:relatedMatch b:1 .",
    ],
)
def test_a_line_of_turtle_overrules(line: str) -> None:
    both = store(
        a='a:1 a cg:Skill ; skos:prefLabel "Spark"@en .',
        b='b:1 a cg:Skill ; skos:prefLabel "SPARK"@en .',
        mine=line,
    )
    assert find_pairs(both) == []


def test_an_overruled_pair_does_not_meet_by_way_of_a_third() -> None:
    three = store(
        a='a:1 a cg:Skill ; skos:prefLabel "Spark"@en .',
        b='b:1 a cg:Skill ; skos:prefLabel "SPARK"@en .',
        c='c:1 a cg:Skill ; skos:prefLabel "spark"@en .',
        mine="a:1 owl:differentFrom b:1 .",
    )
    assert sum(pair.certain for pair in find_pairs(three)) == 1


def test_what_is_stated_to_be_one_counts_and_is_not_found_again() -> None:
    both = store(
        a='a:1 a cg:Skill ; skos:prefLabel "Sewing"@en .',
        b='b:1 a cg:Skill ; skos:prefLabel "Needlework"@en . b:2 a cg:Skill ; '
        'skos:prefLabel "Sewing"@en .',
        mine="a:1 skos:exactMatch b:1 .",
    )
    assert [pair for pair in find_pairs(both) if pair.certain] == []


def test_our_own_thing_is_what_a_match_leads_to() -> None:
    pair = Pair(term(f"{OWN}skill/x", "X"), term("http://a/1", "X"), True, "same label")
    first = next(alignment_triples([pair]))
    assert (first.subject.value, first.object.value) == ("http://a/1", f"{OWN}skill/x")


def test_a_preview_tells_same_near_and_new() -> None:
    network = project(open_graph("core"))
    new = store(
        mine=f"""
        <{OWN}tool/python> a cg:Tool ; skos:prefLabel "Python"@en .
        a:1 a cg:Tool ; skos:prefLabel "Apache Pytorch"@en .
        a:2 a cg:Role ; skos:prefLabel "ML engineer"@en .
        a:3 a cg:Skill ; skos:prefLabel "Underwater basket weaving"@en .
        """
    )
    triples = [quad.triple for quad in new]
    found = {match.iri: match for match in align(network, triples)}
    assert found[f"{OWN}tool/python"].status == "same"
    assert (found["http://a/1"].status, found["http://a/1"].other) == ("same", f"{OWN}tool/pytorch")
    assert found["http://a/2"].status == "near"
    assert found["http://a/2"].other == f"{OWN}role/machine-learning-engineer"
    assert (found["http://a/3"].status, found["http://a/3"].other) == ("new", "")
    bundled = native_store(open_graph("core"))
    assert bundled is not None
    assert {match.iri: match.status for match in align(bundled, triples)} == {
        iri: match.status for iri, match in found.items()
    }


def test_terms_keep_every_language_and_source() -> None:
    statements = store(
        a='a:1 a cg:Skill ; skos:prefLabel "Bread"@en , "Brot"@de ; skos:altLabel "Loaf"@en .',
        b='a:1 a cg:Skill ; skos:prefLabel "Bread"@en .',
    )
    (only,) = terms_in((quad.triple, quad.graph_name.value) for quad in statements)
    assert set(only.names) == {("Bread", "en"), ("Brot", "de")}
    assert only.sources == {"http://a/", "http://b/"}
    assert only.label == "Bread"


words = st.sampled_from(["data", "Data", "models", "model", "C++", "Go", "use", "design", "web"])
labels = st.lists(words, min_size=1, max_size=3).map(" ".join)
things = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["skill", "tool"]),
        labels,
        st.lists(labels, max_size=2),
    ),
    max_size=9,
)


@given(things)
def test_no_group_ever_holds_two_things_of_one_source(
    made: list[tuple[str, str, str, list[str]]],
) -> None:
    terms = [
        term(f"http://{source}/{number}", label, *others, kind=kind)
        for number, (source, kind, label, others) in enumerate(made)
    ]
    group = {each.iri: {each.iri} for each in terms}
    for pair in match_terms(terms):
        if pair.certain:
            one = group[pair.one.iri] | group[pair.other.iri]
            group.update(dict.fromkeys(one, one))
    for one in group.values():
        hosts = [iri.split("/")[2] for iri in one]
        assert len(hosts) == len(set(hosts))


@given(things)
def test_the_order_of_things_does_not_matter_to_what_is_near_or_same(
    made: list[tuple[str, str, str, list[str]]],
) -> None:
    terms = [
        term(f"http://{source}/{number}", label, *others, kind=kind)
        for number, (source, kind, label, others) in enumerate(made)
    ]
    assert verdict(*terms) == verdict(*reversed(terms))


def test_no_two_things_of_the_bundled_graph_are_left_unmatched() -> None:
    """What the names tell is in ``matches.ttl``, and nothing of ours there is stale."""
    bundled = native_store(open_graph("core"))
    assert bundled is not None
    assert [(pair.one.label, pair.other.label) for pair in find_pairs(bundled)] == []
    stated = {
        (quad.subject.value, quad.object.value)
        for quad in bundled.quads_for_pattern(
            None, ox.NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch"), None
        )
    }
    known = {quad.subject.value for quad in bundled if isinstance(quad.subject, ox.NamedNode)}
    assert stated
    assert {iri for pair in stated for iri in pair if iri.startswith(OWN)} <= known
    python = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
    spark = "http://data.europa.eu/esco/skill/af7ae54f-4649-4c16-87c7-59ba41d4d57f"
    assert (python, f"{OWN}tool/python") in stated
    assert (spark, f"{OWN}tool/apache-spark") not in stated
