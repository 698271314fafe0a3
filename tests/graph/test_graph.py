"""The graph that careergraph ships: well-formed, valid, in our words, true to its article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pyshacl
import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL

from careergraph.loading.opening import open_graph
from careergraph.vocabulary import CG, ID_BASE, INVERSES, KINDS, SCHEMA, SOURCE_BASE, slug

ROOT = Path(__file__).parents[2]
GRAPH = ROOT / "graph"
SEEDS = ROOT.parent / "shared" / "seeds"
FILES = sorted(GRAPH.rglob("*.ttl"))
QUERIES = sorted(GRAPH.glob("queries/*.rq"))
DATA = [file for file in FILES if file.name not in {"ontology.ttl", "shapes.ttl"}]
ARTICLE = GRAPH / "data" / "ml-engineer-vs-ai-architect.ttl"
ENGINEER = URIRef(ID_BASE + "role/machine-learning-engineer")
ARCHITECT = URIRef(ID_BASE + "role/ai-architect")


@cache
def parse(file: Path) -> Graph:
    return Graph().parse(file)


@cache
def everything() -> Graph:
    union = Graph()
    for file in DATA:
        union += parse(file)
    return union


def own(subjects: Iterator[object]) -> set[URIRef]:
    """Keep the things of our own namespace; others keep the names that others gave them."""
    return {s for s in subjects if isinstance(s, URIRef) and s.startswith(ID_BASE)}


def kind_of(thing: URIRef) -> str:
    return thing.removeprefix(ID_BASE).split("/")[0]


def normalised(label: object) -> str:
    return re.sub(r"[^a-z0-9+#]+", " ", str(label).lower()).strip()


def labels(graph: Graph, subject: URIRef, relation: URIRef) -> set[str]:
    """Name what a thing points to by one relation."""
    return {str(graph.value(o, SKOS.prefLabel)) for o in graph.objects(subject, relation)}


# --- every file --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_parses_and_says_something(file: Path) -> None:
    assert len(parse(file)) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_uses_only_terms_that_the_ontology_declares(file: Path) -> None:
    declared = set(parse(GRAPH / "ontology.ttl").subjects(RDF.type, None))
    used = {
        term
        for triple in parse(file)
        for term in triple
        if isinstance(term, URIRef) and term.startswith(str(CG._NS))
    }
    assert used <= declared


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.name)
def test_queries_ask_only_for_terms_that_the_ontology_declares(file: Path) -> None:
    declared = set(parse(GRAPH / "ontology.ttl").subjects(RDF.type, None))
    asked = re.findall(r"\bcg:(\w+)", file.read_text("utf-8"))
    assert {URIRef(f"{CG._NS}{name}") for name in asked} <= declared


def test_ontology_labels_and_comments_each_term() -> None:
    ontology = parse(GRAPH / "ontology.ttl")
    terms = {s for s in ontology.subjects(RDF.type, None) if str(s).startswith(str(CG._NS))}
    for term in terms:
        assert len(list(ontology.objects(term, RDFS.label))) == 1, term
        (comment,) = ontology.objects(term, RDFS.comment)
        assert isinstance(comment, Literal) and comment.language == "en", term
        assert comment.endswith("."), term


def test_ontology_and_library_know_the_same_terms() -> None:
    ontology = parse(GRAPH / "ontology.ttl")
    declared = {str(s) for s in ontology.subjects(RDF.type, None)} - {str(CG._NS).rstrip("#")}
    known = {str(getattr(CG, name)) for name in CG.__annotations__ if not name.startswith("_")}
    assert known <= declared
    used = {str(term) for file in DATA for triple in parse(file) for term in triple}
    for query in QUERIES:
        names = re.findall(r"\bcg:(\w+)", query.read_text("utf-8"))
        used |= {f"{CG._NS}{name}" for name in names}
    assert {term for term in declared if term.startswith(str(CG._NS))} <= known | used


def test_classes_and_properties_align_by_what_is_meant_for_them() -> None:
    ontology = parse(GRAPH / "ontology.ttl")
    esco = URIRef("http://data.europa.eu/esco/model#Occupation")
    assert {SCHEMA.Occupation, esco} <= set(ontology.objects(CG.Role, OWL.equivalentClass))
    assert (None, SKOS.closeMatch, None) not in ontology
    for kind in KINDS.values():
        if kind.iri.startswith(str(CG._NS)):
            assert (URIRef(kind.iri), RDFS.subClassOf, SKOS.Concept) in ontology


def test_ontology_says_who_made_it_and_each_term_where_it_is_defined() -> None:
    ontology = parse(GRAPH / "ontology.ttl")
    (itself,) = ontology.subjects(RDF.type, OWL.Ontology)
    version = ontology.value(itself, OWL.versionInfo)
    assert str(ontology.value(itself, OWL.versionIRI)) == f"{itself}/{version}"
    assert ontology.value(itself, DCTERMS.creator)
    assert ontology.value(itself, DCTERMS.license)
    terms = {s for s in ontology.subjects(RDF.type, None) if str(s).startswith(str(CG._NS))}
    assert {(itself, *ontology.objects(term, RDFS.isDefinedBy)) for term in terms} == {
        (itself, itself)
    }


def test_what_is_said_the_other_way_round_is_turned(tmp_path: Path) -> None:
    ontology = parse(GRAPH / "ontology.ttl")
    declared = {str(one): str(two) for one, two in ontology.subject_objects(OWL.inverseOf)}
    assert declared == INVERSES
    file = tmp_path / "bread.ttl"
    lines = (f"<urn:{at}a> <{back}> <urn:{at}b> ." for at, back in enumerate(INVERSES))
    file.write_text("\n".join(lines))
    turned = open_graph(file)
    for at, forth in enumerate(INVERSES.values()):
        assert (URIRef(f"urn:{at}b"), URIRef(forth), URIRef(f"urn:{at}a")) in turned


def test_things_of_our_own_are_in_our_scheme() -> None:
    for file in DATA:
        graph = parse(file)
        for kind in KINDS.values():
            for thing in graph.subjects(RDF.type, URIRef(kind.iri)):
                if kind.iri.startswith(str(CG._NS)) and str(thing).startswith(ID_BASE):
                    assert (thing, SKOS.inScheme, CG.concepts) in graph, thing


# --- the whole graph ---------------------------------------------------------------------------


def test_whole_graph_conforms_to_its_shapes() -> None:
    conforms, _, report = pyshacl.validate(
        everything(), shacl_graph=parse(GRAPH / "shapes.ttl"), inplace=True
    )
    assert conforms, report


def test_each_file_of_data_is_a_described_source() -> None:
    sources = set(parse(GRAPH / "sources.ttl").subjects(RDF.type, CG.Source))
    stems = [file.stem for file in DATA if file.name != "sources.ttl"]
    assert {URIRef(SOURCE_BASE + stem) for stem in stems} <= sources


def test_nothing_points_at_a_thing_of_ours_that_no_file_describes() -> None:
    graph = everything()
    assert own(graph.objects()) <= set(graph.subjects(SKOS.prefLabel, None))


def test_name_and_address_of_a_thing_agree() -> None:
    graph = everything()
    for thing in own(graph.subjects(SKOS.prefLabel, None)):
        name = str(graph.value(thing, SKOS.prefLabel))
        if kind_of(thing) == "degree":
            level, field = graph.value(thing, CG.degreeLevel), graph.value(thing, CG.fieldOfStudy)
            name = f"{level} {field or ''}"
            if "related field" in str(graph.value(thing, SKOS.prefLabel)):
                name += "related field"
        assert str(thing) == f"{ID_BASE}{kind_of(thing)}/{slug(name)}"
        assert (thing, RDF.type, URIRef(KINDS[kind_of(thing)].iri)) in graph


def test_no_two_things_of_one_kind_go_by_one_name() -> None:
    graph = everything()
    named: dict[tuple[str, str], set[URIRef]] = defaultdict(set)
    for relation in (SKOS.prefLabel, SKOS.altLabel):
        for thing in own(graph.subjects(relation, None)):
            for label in graph.objects(thing, relation):
                named[kind_of(thing), normalised(label)].add(thing)
    clashes = {
        name: things
        for name, things in named.items()
        if len(things) > 1
        and any(normalised(graph.value(thing, SKOS.prefLabel)) == name[1] for thing in things)
    }
    assert not clashes


def test_no_family_contains_itself() -> None:
    families = nx.DiGraph(list(everything().subject_objects(SKOS.broader)))
    assert nx.is_directed_acyclic_graph(families)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source article is not in this clone")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_facts_are_told_in_our_own_words(file: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    article = "\n".join(seed.read_text("utf-8") for seed in SEEDS.glob("*.txt"))
    assert not runs(article) & runs(file.read_text("utf-8"))


# --- what the article says ---------------------------------------------------------------------


def test_article_has_its_date_and_terms() -> None:
    sources, article = parse(GRAPH / "sources.ttl"), URIRef(SOURCE_BASE + ARTICLE.stem)
    assert str(sources.value(article, DCTERMS.issued)) == "2024-10-30"
    assert "facts" in str(sources.value(article, DCTERMS.rights))


@pytest.mark.parametrize("role", [ENGINEER, ARCHITECT])
def test_both_roles_are_defined_and_have_five_responsibilities(role: URIRef) -> None:
    article = parse(ARTICLE)
    assert article.value(role, SKOS.definition) is not None
    assert len(labels(article, role, CG.hasResponsibility)) == 5


@pytest.mark.parametrize(
    ("role", "relation", "expected"),
    [
        (
            ENGINEER,
            CG.requiresSkill,
            "Programming languages; Python; R; Java; Machine learning algorithms; "
            "Machine-learning frameworks; TensorFlow; PyTorch; Data preprocessing; "
            "Feature engineering; Statistics; Probability; Cloud platforms; AWS; Google Cloud; "
            "Model deployment",
        ),
        (
            ENGINEER,
            CG.usesTool,
            "Python; R; Java; Scala; TensorFlow; Keras; PyTorch; scikit-learn; pandas; NumPy; "
            "Git; AWS SageMaker; Google AI Platform",
        ),
        (
            ENGINEER,
            CG.worksInIndustry,
            "Technology; Software development; Finance; Banking; Healthcare; Pharmaceuticals; "
            "E-commerce; Retail; Automotive; Transportation",
        ),
        (
            ENGINEER,
            CG.requiresDegree,
            "Bachelor's degree in Computer science; Bachelor's degree in Data science; "
            "Bachelor's degree in Mathematics; Bachelor's degree in a related field",
        ),
        (
            ENGINEER,
            CG.prefersDegree,
            "Master's degree; Certificate in Machine learning; Certificate in Data science",
        ),
        (
            ARCHITECT,
            CG.requiresSkill,
            "System architecture; Design principles; Artificial intelligence; "
            "Natural language processing; Computer vision; Programming languages; "
            "Scripting languages; Big data technologies; Apache Hadoop; Apache Spark; "
            "Communication; Leadership; Team management; Project management",
        ),
        (
            ARCHITECT,
            CG.usesTool,
            "UML; ArchiMate; AWS; Azure; Google Cloud; Apache Hadoop; Apache Spark; Jira; "
            "Confluence; Prometheus; Grafana",
        ),
        (
            ARCHITECT,
            CG.worksInIndustry,
            "Information technology; Consulting; Telecommunications; Manufacturing; "
            "Supply chain; Government; Defense; Energy; Utilities",
        ),
        (
            ARCHITECT,
            CG.requiresDegree,
            "Bachelor's degree in Computer science; Bachelor's degree in Engineering; "
            "Bachelor's degree in a related field",
        ),
        (
            ARCHITECT,
            CG.prefersDegree,
            "Master's degree in Artificial intelligence; Master's degree in Technology management; "
            "MBA in Artificial intelligence; MBA in Technology management",
        ),
        (
            ARCHITECT,
            CG.requiresExperience,
            "Experience in software development; Experience in system architecture",
        ),
    ],
)
def test_what_the_article_says_a_role_takes(role: URIRef, relation: URIRef, expected: str) -> None:
    assert labels(parse(ARTICLE), role, relation) == set(expected.split("; "))


@pytest.mark.parametrize(
    ("tool", "families"),
    [
        ("python", {"Programming languages", "Scripting languages"}),
        ("keras", {"Machine-learning frameworks"}),
        ("pandas", {"Data manipulation tools"}),
        ("git", {"Version control"}),
        ("aws-sagemaker", {"Cloud services", "AWS"}),
        ("google-ai-platform", {"Cloud services", "Google Cloud"}),
        ("archimate", {"Architecture design tools"}),
        ("azure", {"Cloud platforms"}),
        ("apache-hadoop", {"Big data technologies"}),
        ("jira", {"Collaboration tools"}),
        ("grafana", {"Monitoring and logging tools"}),
    ],
)
def test_tools_stand_under_the_families_of_the_article(tool: str, families: set[str]) -> None:
    assert labels(parse(ARTICLE), URIRef(f"{ID_BASE}tool/{tool}"), SKOS.broader) == families


def test_article_offers_five_jobs_with_pay_in_dollars() -> None:
    rows = parse(ARTICLE).query(
        """SELECT ?employer ?low ?high ?remote WHERE {
            ?job a schema:JobPosting ; schema:hiringOrganization/schema:name ?employer ;
                schema:employmentType "FULL_TIME" ; schema:jobLocation ?place ;
                schema:baseSalary [ schema:currency "USD" ; schema:unitText "YEAR" ;
                    schema:minValue ?low ; schema:maxValue ?high ] .
            BIND(EXISTS { ?job schema:jobLocationType "TELECOMMUTE" } AS ?remote) }""",
        initNs={"schema": SCHEMA},
    )
    assert {tuple(value.toPython() for value in row) for row in rows} == {
        ("murmuration", 100_000, 130_000, True),
        ("murmuration", 120_000, 150_000, True),
        ("Rochester Institute of Technology", 75_000, 150_000, False),
        ("State Street", 235_000, 246_000, False),
        ("Washington University in St. Louis", 55_000, 100_000, False),
    }


def test_article_gives_five_tips_in_order() -> None:
    article = parse(ARTICLE)
    tips = {
        int(article.value(tip, SCHEMA.position)): labels(article, tip, SCHEMA.mentions)
        for tip in article.subjects(RDF.type, CG.Tip)
    }
    assert tips == {
        1: {"Programming", "Statistics", "Data analysis"},
        2: set(),
        3: {"Artificial intelligence", "Machine learning"},
        4: {"LinkedIn"},
        5: set(),
    }


def test_article_speaks_of_outlook_and_pay() -> None:
    article = parse(ARTICLE)
    spoken_of = {
        kind: [labels(article, each, CG.about) for each in article.subjects(RDF.type, kind)]
        for kind in (CG.Outlook, CG.SalaryInsight)
    }
    engineer, architect = "Machine Learning Engineer", "AI Architect"
    both = {engineer, architect}
    assert sorted(spoken_of[CG.Outlook], key=sorted) == sorted(
        [both, both, {engineer}, {architect}], key=sorted
    )
    paid = sorted(role for roles in spoken_of[CG.SalaryInsight] for role in roles)
    assert paid == [architect, "Engineer", engineer]


def test_things_of_the_article_are_defined_and_have_other_names() -> None:
    article, graph = parse(ARTICLE), everything()
    for kind in ("role", "skill", "tool", "industry", "degree", "experience", "responsibility"):
        for thing in article.subjects(RDF.type, URIRef(KINDS[kind].iri)):
            assert graph.value(thing, SKOS.definition) is not None, thing
            if thing != URIRef(ID_BASE + "role/engineer"):
                assert graph.value(thing, SKOS.altLabel) is not None, thing
