"""What is one and what is not, of things that were once joined wrongly or missed."""

from __future__ import annotations

import gzip

import networkx as nx
import pyoxigraph as ox
import pytest

from careergraph.loading.bundled import bundled_folder
from careergraph.vocabulary import ID_BASE

ESCO, ONET = "http://data.europa.eu/esco/", "https://data.onetcenter.org/"

ONE = {
    "debug software": (f"{ESCO}skill/2522a6ce-3202-4ac8-9f5b-b9cb5a3a83a1", "skill/debugging"),
    "perform data cleansing": (
        f"{ESCO}skill/50b100ea-74fd-4706-99db-3e4ca55e51b8", "skill/data-preprocessing",
    ),
    "manage ICT virtualisation environments": (
        f"{ESCO}skill/ae4f0cc6-e0b9-47f5-bdca-2fc2e6316dce", "skill/virtualisation",
    ),
    "use scripting programming": (
        f"{ESCO}skill/5ef0c719-5bcb-49f8-b8eb-824388225333", "skill/scripting-languages",
    ),
    "teamwork principles": (f"{ESCO}skill/a5b0cd5c-e13a-4ab3-8d93-4d242adcfb01", "skill/teamwork"),
    "use spreadsheets software": (
        f"{ESCO}skill/1973c966-f236-40c9-b2d4-5d71a89019be", "skill/spreadsheets",
    ),
    "The MathWorks MATLAB": (
        f"{ONET}tool/the-mathworks-matlab", f"{ESCO}skill/c3a03c5a-c260-4c26-9b9a-873abb396f4d",
    ),
    "StataCorp Stata": (f"{ONET}tool/statacorp-stata", "tool/stata"),
    "Jenkins CI": (f"{ONET}tool/jenkins-ci", "tool/jenkins"),
    "Ansible software": (f"{ONET}tool/ansible-software", "tool/ansible"),
    "Microsoft Office Outlook": (
        f"{ONET}tool/microsoft-office-outlook", f"{ONET}tool/microsoft-outlook",
    ),
    "Esri ArcGIS": (f"{ONET}tool/esri-arcgis", f"{ONET}tool/esri-arcgis-software"),
}  # fmt: skip

TWO = {
    "JavaScript Framework, Frontend frameworks": (
        f"{ESCO}skill/9b9de2a4-d8af-4a7b-933a-a8334ae60067", "skill/frontend-frameworks",
    ),
    "CFD software, the discipline": (
        f"{ONET}tool/computational-fluid-dynamics-cfd-software",
        f"{ESCO}skill/77592603-505b-4096-97dd-d0def6bd7601",
    ),
    "SPC software, the discipline": (
        f"{ONET}tool/statistical-process-control-spc-software",
        f"{ESCO}skill/0c77bcd5-b94a-475d-98e9-5a4327e4d726",
    ),
    "SEO software, the discipline": (
        f"{ONET}tool/search-engine-optimization-seo-software",
        f"{ESCO}skill/eda4d727-4374-49af-ace4-118c7c906835",
    ),
    "RAD software, the discipline": (
        f"{ONET}tool/rapid-application-development-rad-software",
        f"{ESCO}skill/96eb286a-58b7-45ff-a916-5578d0b79b8c",
    ),
}  # fmt: skip

NEITHER_ONE_NOR_CLOSE = {
    "ICT change and configuration manager, DevOps Engineer": (
        f"{ESCO}occupation/3b1ea27c-781c-41eb-821f-214285260dd2", "role/devops-engineer",
    ),
    "Blockchain Engineers, Security Engineer": (
        f"{ONET}occupation/15-1299.07", "role/security-engineer",
    ),
    "Mathematicians, knowledge engineer": (
        f"{ONET}occupation/15-2021.00",
        f"{ESCO}occupation/812c217d-32b7-4f6a-9faf-993d3577ac7f",
    ),
    "SPARK, Apache Spark": (
        f"{ESCO}skill/af7ae54f-4649-4c16-87c7-59ba41d4d57f", "tool/apache-spark",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def stated() -> dict[str, set[frozenset[str]]]:
    """Return by relation the pairs that come with the graph, but for those that are overruled."""
    folder = bundled_folder()
    files = [(folder / "alignments.ttl").read_bytes()]
    files += [
        gzip.decompress(file.read_bytes())
        for name in ("matches", "esco-onet-crosswalk")
        for file in [folder / "data" / "world" / f"{name}.ttl.gz"]
    ]
    pairs: dict[str, set[frozenset[str]]] = {}
    for text in files:
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
                relation = triple.predicate.value.rpartition("#")[2]
                pair = frozenset((triple.subject.value, triple.object.value))
                pairs.setdefault(relation, set()).add(pair)
    for relation in ("exactMatch", "closeMatch"):
        pairs[relation] -= pairs["differentFrom"]
    return pairs


def full(pair: tuple[str, str]) -> frozenset[str]:
    return frozenset(iri if "://" in iri else ID_BASE + iri for iri in pair)


def are_one(stated: dict[str, set[frozenset[str]]], pair: tuple[str, str]) -> bool:
    """Whether exact matches join two things, if by way of others."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(full(pair))
    joined.add_edges_from(tuple(each) for each in stated["exactMatch"])
    return nx.has_path(joined, *full(pair))


@pytest.mark.parametrize("pair", ONE.values(), ids=list(ONE))
def test_what_is_one_is_joined(stated: dict[str, set[frozenset[str]]], pair) -> None:
    assert are_one(stated, pair)


@pytest.mark.parametrize("pair", TWO.values(), ids=list(TWO))
def test_what_is_two_stays_two(stated: dict[str, set[frozenset[str]]], pair) -> None:
    assert not are_one(stated, pair)


@pytest.mark.parametrize("pair", NEITHER_ONE_NOR_CLOSE.values(), ids=list(NEITHER_ONE_NOR_CLOSE))
def test_what_has_little_in_common_is_not_close(
    stated: dict[str, set[frozenset[str]]], pair
) -> None:
    assert not are_one(stated, pair)
    assert full(pair) not in stated["closeMatch"]
