"""ESCO's CSV download, as a miniature of two occupations in two languages."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.esco import describe_esco, import_esco, is_esco

MINIATURE = Path(__file__).parents[1] / "data" / "esco"
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
REAL = SHARED / "esco-1.1-ict"
CG = "https://w3id.org/careergraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ESCO = "http://data.europa.eu/esco/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(MINIATURE, tmp_path / "esco")


def said(path: Path, subject: str, predicate: str) -> set[str]:
    about = NamedNode(ESCO + subject)
    return {
        f"{each.object.value}@{each.object.language}"
        if isinstance(each.object, Literal) and each.object.language
        else each.object.value
        for each in import_esco(path)
        if each.subject == about and each.predicate == NamedNode(predicate)
    }


def test_essential_and_optional_relations() -> None:
    assert said(MINIATURE, "occupation/1", f"{CG}requiresSkill") == {f"{ESCO}skill/1"}
    assert said(MINIATURE, "occupation/1", f"{CG}prefersSkill") == {f"{ESCO}skill/2"}


def test_labels_of_every_language_stand_on_one_thing() -> None:
    assert said(MINIATURE, "occupation/1", f"{SKOS}prefLabel") == {
        "data scientist@en",
        "Datenwissenschaftler@de",
    }


def test_another_language_alone_will_do(folder: Path) -> None:
    for file in folder.glob("*_en.csv"):
        file.unlink()
    assert said(folder, "occupation/2", f"{SKOS}prefLabel") == {"Dateningenieur@de"}
    assert said(folder, "occupation/2", f"{CG}requiresSkill") == {f"{ESCO}skill/1"}


def test_other_names_leave_the_label_out_and_keep_quotes() -> None:
    assert said(MINIATURE, "skill/2", f"{SKOS}prefLabel") == {
        'explain "why"@en',
        "Gründe nennen@de",
    }
    assert said(MINIATURE, "skill/2", f"{SKOS}altLabel") == {"give reasons@en"}


def test_types_levels_codes_and_descriptions() -> None:
    assert said(MINIATURE, "skill/1", f"{ESCO}model#skillType") == {f"{ESCO}skill-type/knowledge"}
    assert said(MINIATURE, "skill/2", f"{ESCO}model#skillReuseLevel") == {
        f"{ESCO}skill-reuse-level/transversal"
    }
    assert said(MINIATURE, "occupation/1", f"{SKOS}notation") == {"2511.1"}
    assert said(MINIATURE, "occupation/1", f"{SKOS}definition") == {
        "Finds patterns, and says so.@en"
    }


def test_groups_are_role_groups_in_a_line_of_broader_ones() -> None:
    assert said(MINIATURE, "isco/C2511", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") == {
        f"{CG}RoleGroup"
    }
    assert said(MINIATURE, "occupation/1", f"{SKOS}broader") == {f"{ESCO}isco/C2511"}
    assert said(MINIATURE, "isco/C2511", f"{SKOS}broader") == {f"{ESCO}isco/C25"}


def test_a_zip_says_what_the_folder_says(tmp_path: Path) -> None:
    archive = tmp_path / "esco.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in MINIATURE.iterdir():
            packed.write(file, f"ESCO dataset/{file.name}")
    assert set(import_esco(archive)) == set(import_esco(MINIATURE))


def test_the_first_releases_have_no_codes_and_languages_of_a_country(folder: Path) -> None:
    """As ESCO 1.0 has it: fewer columns, all in one zip, "en-us" beside "es"."""
    for file in folder.glob("*_de.csv"):
        file.unlink()
    for file in folder.glob("*_en.csv"):
        rows = list(csv.reader(file.open(encoding="utf-8", newline="")))
        kept = [place for place, name in enumerate(rows[0]) if name not in {"code", "status"}]
        if file.name.startswith("ISCO"):
            kept = list(range(len(rows[0])))
        with (folder / file.name.replace("_en", "_en-us")).open("w", newline="") as table:
            csv.writer(table).writerows([row[place] for place in kept] for row in rows)
        file.unlink()
    assert said(folder, "occupation/1", f"{SKOS}prefLabel") == {"data scientist@en-us"}
    assert said(folder, "occupation/1", f"{SKOS}notation") == set()
    assert said(folder, "occupation/1", f"{CG}requiresSkill") == {f"{ESCO}skill/1"}
    dated = folder.rename(folder.with_name("esco 1.0.3"))
    assert (describe_esco(dated).title[:10], describe_esco(dated).issued) == (
        "ESCO 1.0.3",
        "2017-07-28",
    )


def test_relations_may_have_labels_beside_their_ends(folder: Path) -> None:
    """As ESCO 1.2 has it, in a table for each language."""
    for language in ("en", "de"):
        name = f"occupationSkillRelations_{language}.csv"
        rows = list(csv.reader((folder / name).open(encoding="utf-8", newline="")))
        rows[0].insert(1, "occupationLabel")
        for row in rows[1:]:
            row.insert(1, f"a label in {language}, with a comma")
        with (folder / name).open("w", encoding="utf-8", newline="") as table:
            csv.writer(table).writerows(rows)
    (folder / "skills_en.csv").rename(folder / "skills_en.CSV")
    assert set(import_esco(folder)) == set(import_esco(MINIATURE))


def test_groups_relations_of_skills_and_collections(folder: Path) -> None:
    skill = f"{ESCO}skill"
    tables = {
        "skillGroups_en.csv": "conceptType,conceptUri,preferredLabel,altLabels,description,code\n"
        f"SkillGroup,{skill}/S,skills,,,S\nSkillGroup,{skill}/S1,communication,,,S1\n",
        "skillsHierarchy_en.csv": "Level 0 URI,Level 0 preferred term,Level 1 URI,"
        "Level 1 preferred term,Level 2 URI,Level 2 preferred term,Level 3 URI,"
        "Level 3 preferred term,Description,Scope note,Level 0 code,Level 1 code,Level 2 code,"
        f"Level 3 code\n{skill}/S,skills,,,,,,,,,S\n"
        f"{skill}/S,skills,{skill}/S2,computing,,,,,All with computers.,,S,S2\n",
        "broaderRelationsSkillPillar.csv": "conceptType,conceptUri,broaderType,broaderUri\n"
        f"SkillGroup,{skill}/S1,SkillGroup,{skill}/S\n",
        "skillSkillRelations.csv": "originalSkillUri,originalSkillType,relationType,"
        "relatedSkillType,relatedSkillUri\n"
        f"{skill}/2,skill,optional,knowledge,{skill}/1\n",
        "transversalSkillsCollection_en.csv": "conceptType,conceptUri,altLabels\n"
        f"KnowledgeSkillCompetence,{skill}/2,a | b\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert said(folder, "skill/S1", f"{SKOS}notation") == {"S1"}
    assert said(folder, "skill/S1", f"{SKOS}broader") == {f"{skill}/S"}
    assert said(folder, "skill/S2", f"{SKOS}prefLabel") == {"computing@en"}
    assert said(folder, "skill/S2", f"{SKOS}broader") == {f"{skill}/S"}
    assert said(folder, "skill/S2", f"{SKOS}notation") == {"S2"}
    assert said(folder, "skill/2", f"{ESCO}model#relatedOptionalSkill") == {f"{skill}/1"}
    assert said(folder, "skill/2", f"{CG}collection") == {"transversal"}


def test_it_is_recognised_and_described() -> None:
    assert importer_for(MINIATURE).name == "esco"
    about = describe_esco(MINIATURE)
    assert about.iri == "https://w3id.org/careergraph/source/esco"
    assert "European Commission" in about.licence


def test_a_table_of_ones_own_under_such_a_name_is_not_taken_for_it(tmp_path: Path) -> None:
    table = tmp_path / "skills_en.csv"
    table.write_text("role,skills\nBaker,Kneading\n", encoding="utf-8")
    assert importer_for(table).name == "table"


def test_yields_triples_as_it_reads() -> None:
    assert isinstance(next(import_esco(MINIATURE)), Triple)


@pytest.mark.parametrize(
    "missing",
    [
        "skills_en.csv",
        "ISCOGroups_en.csv",
        "occupationSkillRelations_en.csv",
        "broaderRelationsOccPillar_en.csv",
    ],
)
def test_a_missing_table_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    if "elations" in missing:  # those of another language would do
        (folder / missing.replace("_en", "_de")).unlink()
    assert is_esco(folder)
    with pytest.raises(SourceError, match=missing):
        list(import_esco(folder))


def test_without_occupations_there_is_no_language(folder: Path) -> None:
    for file in folder.glob("occupations_*.csv"):
        file.unlink()
    with pytest.raises(SourceError, match=r"occupations_en\.csv is missing"):
        list(import_esco(folder))


def test_other_columns_than_wanted_are_named(folder: Path) -> None:
    table = folder / "skills_en.csv"
    table.write_text(table.read_text().replace("conceptUri", "uri", 1))
    with pytest.raises(
        SourceError, match=r"lacks the column conceptUri.*wanted are conceptUri, pre"
    ):
        list(import_esco(folder))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (b"KnowledgeSkillCompetence,http://x/1,knowl", "row 4 has 3 cells"),
        (b'KnowledgeSkillCompetence,http://x/1,,,a,"cut off', "cannot be read as CSV"),
        (b"KnowledgeSkillCompetence,http://x/1,,,caf\xe9,,,\n", "not UTF-8"),
        (b"KnowledgeSkillCompetence,no iri,,,a,,,\n", "“no iri” is not an IRI"),
    ],
)
def test_a_bad_row_is_told(folder: Path, row: bytes, complaint: str) -> None:
    table = folder / "skills_en.csv"
    table.write_bytes(table.read_bytes() + row)
    with pytest.raises(SourceError, match=complaint) as error:
        list(import_esco(folder))
    assert "skills_en.csv" in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_relation_is_told(folder: Path) -> None:
    table = folder / "occupationSkillRelations_en.csv"
    table.write_text(table.read_text().replace("optional", "perhaps"))
    with pytest.raises(SourceError, match="“perhaps” is no relation"):
        list(import_esco(folder))


def test_the_real_thing() -> None:
    if not REAL.is_dir():
        pytest.skip("the ESCO 1.1 tables are not beside this clone")
    triples = list(import_esco(REAL))
    kinds = [each.object.value for each in triples if each.predicate.value.endswith("#type")]
    counts = {kind.rpartition("#")[2]: kinds.count(kind) for kind in set(kinds)}
    assert counts == {"Role": 91, "Skill": 1278, "RoleGroup": 23}
    assert sum(each.predicate.value == f"{CG}requiresSkill" for each in triples) == 1932


@pytest.mark.parametrize(
    ("release", "counts"),
    [
        ("1.1.0", {"Role": 3008, "RoleGroup": 619, "Skill": 13891 + 643, "essential": 65096,
                   "optional": 58756, "of skills": 5899, "broader": 3617 + 20771, "green": 570}),
        ("1.1.1", {"Role": 3007, "RoleGroup": 619, "Skill": 13896 + 640 + 7, "essential": 64946,
                   "optional": 58909, "of skills": 5899, "broader": 3617 + 20656, "digital": 1201}),
    ],
)  # fmt: skip
def test_official_releases_in_two_zips(release: str, counts: dict[str, int]) -> None:
    folder = SHARED / f"esco-{release}"
    if not folder.is_dir():
        pytest.skip(f"ESCO {release} is not beside this clone")
    triples = set(import_esco(*folder.iterdir()))
    kinds = Counter(
        triple.object.value.rpartition("#")[2]
        for triple in triples
        if triple.predicate.value.endswith("#type")
    )
    relations = Counter(triple.predicate.value for triple in triples)
    collections = Counter(
        triple.object.value for triple in triples if triple.predicate.value == f"{CG}collection"
    )
    told = {
        **kinds,
        **collections,
        "essential": relations[f"{CG}requiresSkill"],
        "optional": relations[f"{CG}prefersSkill"],
        "of skills": relations[f"{ESCO}model#relatedEssentialSkill"]
        + relations[f"{ESCO}model#relatedOptionalSkill"],
        "broader": relations[f"{SKOS}broader"],
    }
    assert {name: told[name] for name in counts} == counts
    assert describe_esco(folder).title.startswith(f"ESCO {release},")
    assert describe_esco(folder).issued.startswith("2022-0")
