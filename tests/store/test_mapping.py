"""Graphs in the terms of ESCO, of schema.org, and of a mapping written for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset
from serving import serving

from careergraph.analysis.comparison import compare_roles
from careergraph.errors import SourceError, UsageError
from careergraph.loading.opening import open_graph
from careergraph.network.projection import project
from careergraph.sparql.http import create_app
from careergraph.sparql.query import stop_workers
from careergraph.store.mapping import READY, translate
from careergraph.vocabulary import ID_BASE

ESCO = """
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://data.europa.eu/esco/> .
:welder a esco:Occupation ; skos:prefLabel "welder"@en, "Schweißer"@de ; skos:altLabel "weldor"@en ;
  esco:relatedEssentialSkill :welding, :reading ; skos:broader :trades .
:fitter a esco:Occupation ; skos:prefLabel "fitter"@en ; esco:relatedOptionalSkill :drilling .
:welding a esco:Skill ; skos:prefLabel "welding"@en .
:reading a esco:Skill ; skos:prefLabel "reading plans"@en ; esco:isEssentialSkillFor :fitter .
:drilling skos:prefLabel "drilling"@en .
"""
SCHEMA = """
@prefix schema: <https://schema.org/> .
@prefix : <http://example.org/> .
:smith a schema:Occupation ; schema:name "Smith" ; schema:skills "Forging, Reading plans; C++" ;
  schema:responsibilities "Make tools, and mend them" ; schema:industry :metal .
:metal schema:name "Metal" .
:job a schema:JobPosting ; schema:title "Village smith" ; schema:relevantOccupation :smith .
"""


def written(tmp_path: Path, name: str, text: str) -> Dataset:
    (tmp_path / name).write_text(text)
    return open_graph(tmp_path / name)


def test_esco_in_its_own_terms(tmp_path: Path) -> None:
    network = project(translate(written(tmp_path, "esco.ttl", ESCO), "esco"))
    base = "http://data.europa.eu/esco/"
    welder, fitter = base + "welder", base + "fitter"
    assert network.nodes[welder]["kind"] == "role"
    assert network.nodes[welder]["label"] == "welder"
    assert network.nodes[welder]["aliases"] == ("weldor",)
    assert network.has_edge(fitter, base + "reading", "requiresSkill"), "an inverse is turned"
    assert network.nodes[base + "drilling"]["kind"] == "skill", "its relation tells what it is"
    assert network.has_edge(fitter, base + "drilling", "prefersSkill")
    assert [node.label for node in compare_roles(network, welder, fitter).shared] == [
        "reading plans"
    ]


def test_every_language_comes_along(tmp_path: Path) -> None:
    network = project(translate(written(tmp_path, "esco.ttl", ESCO), "esco"), language="de")
    assert network.nodes["http://data.europa.eu/esco/welder"]["label"] == "Schweißer"


def test_esco_descriptions_groups_and_relations_of_skills(tmp_path: Path) -> None:
    more = """
    @prefix dct: <http://purl.org/dc/terms/> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
    :welder dct:description :text ; esco:memberOfISCOGroup :C7212 .
    :text a esco:NodeLiteral ; esco:language "en" ; esco:nodeLiteral "Joins metal."@en .
    :C7212 a skos:Concept ; skos:inScheme <http://data.europa.eu/esco/concept-scheme/isco> ;
      xl:prefLabel [ xl:literalForm "Welders and flame cutters"@en ] ; skos:notation "7212" .
    :welding esco:relatedOptionalSkill :reading .
    """
    translated = translate(written(tmp_path, "esco.ttl", ESCO + more), "esco")
    network = project(translated)
    base = "http://data.europa.eu/esco/"
    assert network.nodes[base + "welder"]["definition"] == "Joins metal."
    group = network.nodes[base + "C7212"]
    assert (group["kind"], group["label"]) == ("group", "Welders and flame cutters")
    assert network.has_edge(base + "welder", base + "C7212", "broader")
    assert set(network.get_edge_data(base + "welding", base + "reading")) == {
        "relatedOptionalSkill"
    }
    assert set(network.get_edge_data(base + "welder", base + "welding")) == {"requiresSkill"}


def test_plain_skos_whose_schemes_tell_what_a_concept_is(tmp_path: Path) -> None:
    mapping = tmp_path / "mine.ttl"
    mapping.write_text("""
        @prefix cg: <https://w3id.org/careergraph/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix x: <http://example.org/x#> .
        [ owl:onProperty skos:inScheme ; owl:hasValue x:jobs ] rdfs:subClassOf cg:Role .
        [ owl:onProperty skos:inScheme ; owl:hasValue x:skills ] rdfs:subClassOf cg:Skill .
        skos:related rdfs:subPropertyOf cg:requiresSkill .
        skos:prefLabel rdfs:subPropertyOf skos:prefLabel .
    """)
    graph = written(tmp_path, "thesaurus.ttl", """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix x: <http://example.org/x#> .
        x:baker a skos:Concept ; skos:inScheme x:jobs ; skos:prefLabel "Baker"@en ;
          skos:related x:kneading .
        x:kneading a skos:Concept ; skos:inScheme x:skills ; skos:prefLabel "Kneading"@en ;
          skos:related x:baker .
    """)  # fmt: skip
    network = project(translate(graph, mapping))
    x = "http://example.org/x#"
    assert list(network.edges(keys=True)) == [(x + "baker", x + "kneading", "requiresSkill")]
    mapping.write_text(mapping.read_text().replace("owl:hasValue", "owl:someValuesFrom"))
    with pytest.raises(UsageError, match="owl:hasValue"):
        translate(graph, mapping)


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_schema_org_texts_become_things(tmp_path: Path, scheme: str) -> None:
    text = SCHEMA.replace("https://schema.org/", f"{scheme}://schema.org/")
    network = project(translate(written(tmp_path, "shop.ttl", text), "schema-org"))
    smith = "http://example.org/smith"
    skills = {to for _, to, relation in network.out_edges(smith, keys=True) if "Skill" in relation}
    assert skills == {
        ID_BASE + "skill/" + name for name in ("forging", "reading-plans", "c-plus-plus")
    }
    assert network.nodes[ID_BASE + "skill/c-plus-plus"]["label"] == "C++"
    duties = [to for _, to, relation in network.out_edges(smith, keys=True) if "Resp" in relation]
    assert [network.nodes[duty]["label"] for duty in duties] == ["Make tools, and mend them"]
    assert network.nodes["http://example.org/metal"]["kind"] == "industry"
    assert network.nodes["http://example.org/job"]["kind"] == "posting"


def test_sources_stay_what_they_were(tmp_path: Path) -> None:
    network = project(translate(written(tmp_path, "esco.ttl", ESCO), "esco"))
    sources = network.nodes["http://data.europa.eu/esco/welder"]["sources"]
    assert sources == ("https://w3id.org/careergraph/source/esco",)


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    mapping = tmp_path / "mine.ttl"
    mapping.write_text("""
        @prefix cg: <https://w3id.org/careergraph/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix x: <http://example.org/x#> .
        x:Job rdfs:subClassOf cg:Role .
        x:with rdfs:subPropertyOf cg:usesTool .
        rdfs:label rdfs:subPropertyOf skos:prefLabel .
    """)
    graph = written(tmp_path, "jobs.ttl", """
        @prefix x: <http://example.org/x#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        x:baker a x:Job ; rdfs:label "Baker" ; x:with "Oven" ; x:secret "left behind" .
    """)  # fmt: skip
    translated = translate(graph, mapping)
    network = project(translated)
    assert network.has_edge("http://example.org/x#baker", ID_BASE + "tool/oven", "usesTool")
    assert not any("left behind" in str(term) for quad in translated.quads() for term in quad)


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    graph = written(tmp_path, "esco.ttl", ESCO)
    with pytest.raises(UsageError, match="one of esco, schema-org"):
        translate(graph, "klingon")
    with pytest.raises(SourceError, match="holds nothing that the mapping schema-org names"):
        translate(written(tmp_path, "empty.ttl", "<a:a> <a:b> <a:c> ."), "schema-org")
    broken = tmp_path / "broken.ttl"
    broken.write_text("this is no Turtle")
    with pytest.raises(SourceError, match=r"broken\.ttl is not valid Turtle"):
        translate(graph, broken)
    broken.write_text("")
    with pytest.raises(UsageError, match="maps no class"):
        translate(graph, broken)


def test_behind_an_endpoint_the_answer_is_the_same(tmp_path: Path) -> None:
    graph = written(tmp_path, "esco.ttl", ESCO)
    with serving(create_app(graph)) as client:
        network = project(open_graph(f"{client.home}/sparql", mapping="esco"))
    stop_workers(graph)
    ours = project(translate(graph, "esco"))
    assert dict(network.nodes(data=True)) == dict(ours.nodes(data=True))
    assert sorted(network.edges(keys=True)) == sorted(ours.edges(keys=True))


def test_the_environment_can_name_the_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREERGRAPH_MAPPING", "esco")
    network = project(written(tmp_path, "esco.ttl", ESCO))
    assert network.nodes["http://data.europa.eu/esco/welder"]["kind"] == "role"


def test_ready_mappings_are_there() -> None:
    assert set(READY) == {"esco", "schema-org"}
