"""Tabiya's CSV layout, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from careergraph.errors import SourceError
from careergraph.importers import importer_for, importers_for
from careergraph.importers.tabiya import describe_tabiya, import_tabiya

ESCO = "http://data.europa.eu/esco/"
OWN = "https://w3id.org/careergraph/id/"
CG = "https://w3id.org/careergraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TABLES = {
    "occupations.csv": "ESCOURI,ID,UUIDHISTORY,ISCOGROUPCODE,CODE,PREFERREDLABEL,ALTLABELS,"
    f"""DESCRIPTION,OCCUPATIONTYPE
{ESCO}occupation/1,o1,a1,2511,2511.1,data scientist,"data scientists
researcher of data","Finds patterns, and says so.",escooccupation
,o2,"new
first",2511,2511.1_1,data gatherer,,,localoccupation
""",
    "skills.csv": "ORIGINURI,ID,UUIDHISTORY,SKILLTYPE,REUSELEVEL,PREFERREDLABEL,ALTLABELS,"
    f"""DESCRIPTION
{ESCO}skill/1,s1,b1,knowledge,sector-specific,Python,,
{ESCO}skill/2,s2,b2,skill/competence,transversal,explain,,
""",
    "ISCOGroups.csv": f"""ESCOURI,ID,UUIDHISTORY,CODE,PREFERREDLABEL,ALTLABELS,DESCRIPTION
{ESCO}isco/C2511,g1,c1,2511,Systems analysts,,
""",
    "occupation_skill_relations.csv": """OCCUPATIONTYPE,OCCUPATIONID,RELATIONTYPE,SKILLID
escooccupation,o1,essential,s1
localoccupation,o2,optional,s2
""",
    "skill_to_skill_relations.csv": """REQUIRINGID,RELATIONTYPE,REQUIREDID
s2,optional,s1
""",
    "occupations_hierarchy.csv": """PARENTOBJECTTYPE,PARENTID,CHILDID,CHILDOBJECTTYPE
iscogroup,g1,o1,escooccupation
escooccupation,o1,o2,localoccupation
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def said(path: Path, subject: str, predicate: str) -> set[str]:
    return {
        triple.object.value
        for triple in import_tabiya(path)
        if triple.subject == NamedNode(subject) and triple.predicate == NamedNode(predicate)
    }


def test_what_is_of_esco_keeps_its_iri_and_the_rest_gets_one_that_stays(folder: Path) -> None:
    local = f"{OWN}role/first"
    assert said(folder, f"{ESCO}occupation/1", f"{SKOS}altLabel") == {
        "data scientists",
        "researcher of data",
    }
    assert said(folder, local, f"{SKOS}prefLabel") == {"data gatherer"}
    assert said(folder, f"{ESCO}occupation/1", f"{CG}requiresSkill") == {f"{ESCO}skill/1"}
    assert said(folder, local, f"{CG}prefersSkill") == {f"{ESCO}skill/2"}
    assert said(folder, local, f"{SKOS}broader") == {f"{ESCO}occupation/1"}
    assert said(folder, f"{ESCO}occupation/1", f"{SKOS}broader") == {f"{ESCO}isco/C2511"}
    assert said(folder, f"{ESCO}skill/2", f"{ESCO}model#relatedOptionalSkill") == {f"{ESCO}skill/1"}


def test_it_is_recognised_and_described(folder: Path) -> None:
    assert [importer.name for importer in importers_for(folder)] == ["tabiya"]
    (folder / "model_info.csv").write_text(
        "UUIDHISTORY,NAME,LOCALE,DESCRIPTION,VERSION,RELEASED,RELEASENOTES,CREATEDAT,UPDATEDAT\n"
        "x,South Africa,ZA,,2.0.1,true,,2025-03-01T00:00:00Z,2025-04-02T00:00:00Z\n",
        encoding="utf-8",
    )
    about = describe_tabiya(folder)
    assert (about.title, about.issued) == ("South Africa 2.0.1", "2025-03-01")


def test_a_table_of_ones_own_is_not_taken_for_it(tmp_path: Path) -> None:
    table = tmp_path / "occupations.csv"
    table.write_text("role,skills\nBaker,Kneading\n", encoding="utf-8")
    assert importer_for(table).name == "table"


def test_what_is_wrong_is_told(folder: Path) -> None:
    relations = folder / "occupation_skill_relations.csv"
    relations.write_text(TABLES[relations.name] + "escooccupation,o9,essential,s1\n")
    with pytest.raises(SourceError, match="speaks of o9, which no other table has"):
        list(import_tabiya(folder))
    relations.write_text(TABLES[relations.name].replace("essential", "perhaps"))
    with pytest.raises(SourceError, match="“perhaps” is no relation"):
        list(import_tabiya(folder))
    (folder / "skills.csv").unlink()
    with pytest.raises(SourceError, match=r"skills\.csv is missing"):
        list(import_tabiya(folder))
