"""What a graph is made of."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset
from tiny import opened

from careergraph.network.sources import SourceInfo, list_sources
from careergraph.store.dataset import native_store
from careergraph.vocabulary import SOURCE_BASE


def test_sources_with_and_without_a_description(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        mine="role:a a cg:Role . role:b a cg:Role . role:a cg:leadsTo role:b .",
        other="role:a a cg:Role .",
        sources="""
        source:mine a cg:Source ; dct:title "Mine"@en, "Meins"@de ; dct:publisher "Me" ;
          dct:issued "2024-10-30"^^xsd:date ; dct:rights "all mine" ; dct:description "Mine."@en .
        source:elsewhere a cg:Source ; dct:title "Not loaded" .""",
    )
    assert list_sources(graph) == [
        SourceInfo(
            iri=SOURCE_BASE + "mine",
            title="Mine",
            publisher="Me",
            licence="all mine",
            rights="all mine",
            issued="2024-10-30",
            description="Mine.",
            triples=3,
            roles=2,
        ),
        SourceInfo(SOURCE_BASE + "other", "other", "", "", "", "", "", triples=1, roles=1),
    ]


def test_a_licence_goes_before_rights(tmp_path: Path) -> None:
    about = 'a cg:Source ; dct:license <https://licence.example/> ; dct:rights "words" .'
    graph = opened(tmp_path, a="role:a a cg:Role .", sources=f"source:a {about}")
    [source] = list_sources(graph)
    assert (source.licence, source.rights) == ("https://licence.example/", "words")


def test_an_empty_graph_has_no_sources(tmp_path: Path) -> None:
    assert list_sources(opened(tmp_path, empty="")) == []


def test_the_same_from_a_dataset_that_rdflib_keeps(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        a="role:a a cg:Role ; cg:leadsTo role:b .",
        sources='source:a a cg:Source ; dct:title "A" .',
    )
    plain = Dataset()
    plain.parse(data=graph.serialize(format="nquads"), format="nquads")
    assert list_sources(plain) == list_sources(graph)


def test_every_bundled_source_says_what_it_is(graph: Dataset) -> None:
    found = list_sources(graph)
    assert len(found) > 3
    for source in found:
        assert all((source.title, source.publisher, source.licence, source.issued))
        assert source.to_dict()["triples"] > 0
    counted = sum(source.triples for source in found)
    assert counted < len(native_store(graph)), "the ontology and the catalogue are no sources"
    assert [source.roles for source in found] == sorted((s.roles for s in found), reverse=True)
