"""O*NET's text download, as a miniature of two occupations."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.education import degrees_asked
from careergraph.importers.onet import describe_onet, import_onet, is_onet, other_names

MINIATURE = Path(__file__).parents[1] / "data" / "onet"
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"
BASE = "https://data.onetcenter.org/"
CG = "https://w3id.org/careergraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCIENTIST, EXECUTIVE = "occupation/15-2051.00", "occupation/11-1011.00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(MINIATURE, tmp_path / "onet")


def said(subject: str, predicate: str, path: Path = MINIATURE) -> set[str]:
    about = NamedNode(BASE + subject)
    return {
        each.object.value.removeprefix(BASE)
        for each in import_onet(path)
        if each.subject == about and each.predicate == NamedNode(predicate)
    }


def test_titles_alternate_titles_and_family() -> None:
    assert said(SCIENTIST, f"{SKOS}prefLabel") == {"Data Scientists"}
    assert said(EXECUTIVE, f"{SKOS}altLabel") == {"Chief Executive Officer", "CEO"}
    assert said(SCIENTIST, f"{SKOS}broader") == {"family/15"}
    assert said("family/15", f"{SKOS}prefLabel") == {"Computer and Mathematical"}


def test_a_task_is_a_detail_of_its_role() -> None:
    assert said(SCIENTIST, f"{CG}hasTask") == {"task/1"}
    assert said("task/1", f"{SKOS}prefLabel") == {'Draw "what if" charts.'}
    assert said("task/1", f"{SKOS}broader") == {"activity/4.A.2.a.4.I01.D01"}


def test_work_activities_are_responsibilities_that_occupations_share() -> None:
    activity = "activity/4.A.2.a.4.I01.D01"
    assert said(SCIENTIST, f"{CG}hasResponsibility") == {activity}
    assert said(EXECUTIVE, f"{CG}hasResponsibility") == {activity}
    assert said(activity, f"{SKOS}prefLabel") == {"Study charts"}
    assert said(activity, f"{SKOS}broader") == {"activity/4.A.2.a.4.I01"}
    assert said("activity/4.A.2.a.4.I01", f"{SKOS}broader") == {"activity/4.A.2.a.4"}
    assert said("activity/4.A.2.a.4", f"{SKOS}prefLabel") == {"Analyzing Data"}


def test_interests_values_and_styles_are_facts_of_a_role() -> None:
    assert said(SCIENTIST, f"{CG}interest") == {"Investigative", "Conventional"}
    assert said(SCIENTIST, f"{CG}workValue") == {
        "Independence",
        "Achievement",
        "Working Conditions",
    }
    assert said(SCIENTIST, f"{CG}workStyle") == {"Attention to Detail", "Persistence", "Initiative"}


def test_a_role_has_its_code_of_the_standard_classification() -> None:
    assert said(SCIENTIST, "https://schema.org/occupationalCategory") == {"soc/15-2051"}
    assert said("soc/15-2051", "https://schema.org/codeValue") == {"15-2051"}


def test_tools_stand_under_their_commodity_with_their_flags() -> None:
    sql = "tool/structured-query-language-sql"
    assert said(SCIENTIST, f"{CG}usesTool") == {sql, "tool/microsoft-azure-software"}
    assert said(sql, f"{SKOS}broader") == {"commodity/43232306"}
    assert said(sql, f"{SKOS}altLabel") == {"Structured query language", "SQL"}
    assert said(sql, f"{CG}hotTechnology") == {"true"}
    in_demand = "requirement/15-2051.00/structured-query-language-sql"
    assert said(in_demand, f"{CG}inDemand") == {"true"}
    assert said(in_demand, f"{CG}requires") == {sql}
    assert said("requirement/15-2051.00/microsoft-azure-software", f"{CG}inDemand") == set()


def test_an_example_named_as_its_commodity_is_the_commodity() -> None:
    assert said(EXECUTIVE, f"{CG}requiresSkill") == {"commodity/43232110"}  # spreadsheet software
    assert said(EXECUTIVE, f"{CG}usesTool") == {"commodity/43211503", "tool/laptop-computers"}
    assert said("commodity/43211503", f"{SKOS}broader") == set()


def test_spellings_of_one_slug_are_one_tool() -> None:
    assert said("tool/laptop-computers", f"{SKOS}prefLabel") == {"Laptop computers"}
    assert said("tool/laptop-computers", f"{SKOS}altLabel") == {"laptop  computers"}


def test_skills_that_matter_are_required_with_importance_and_level_from_0_to_1() -> None:
    assert said(SCIENTIST, f"{CG}requiresSkill") == {
        "element/2.A.1.e",
        "element/2.A.1.b",
        "element/2.C.4.a",
    }
    reading = "requirement/15-2051.00/2.A.1.a"  # rated below "important", and not required
    assert said(reading, f"{CG}importance") == {"0.4975"}
    mathematics = "requirement/15-2051.00/2.A.1.e"
    assert said(mathematics, f"{CG}importance") == {"0.875"}  # (4.5 - 1) / 4
    assert said(mathematics, f"{CG}level") == {"0.75"}  # 5.25 / 7
    assert said(mathematics, f"{CG}role") == {SCIENTIST}


def test_what_is_to_be_suppressed_or_not_relevant_is_left_out() -> None:
    assert said("requirement/15-2051.00/2.A.1.b", f"{CG}importance") == {"0.5"}
    assert said("requirement/15-2051.00/2.A.1.b", f"{CG}level") == set()
    assert "element/2.A.1.e" not in said(EXECUTIVE, f"{CG}requiresSkill")
    assert "element/2.B.3.e" not in said(EXECUTIVE, f"{CG}requiresSkill")


def test_elements_of_one_name_are_told_apart_and_defined() -> None:
    assert said("element/2.A.1.e", f"{SKOS}prefLabel") == {"Mathematics"}
    assert said("element/2.C.4.a", f"{SKOS}prefLabel") == {"Mathematics (knowledge)"}
    assert said("element/2.A.1.e", f"{SKOS}definition") == {"Using mathematics to solve problems."}


def test_job_zone_degrees_and_related_occupations() -> None:
    assert said(SCIENTIST, f"{CG}jobZone") == {"5"}
    assert said(EXECUTIVE, f"{CG}jobZone") == set()
    degree = "https://w3id.org/careergraph/id/degree/"
    assert said(SCIENTIST, f"{CG}requiresDegree") == {f"{degree}bachelor"}
    assert said(SCIENTIST, f"{CG}prefersDegree") == {f"{degree}master"}
    assert said(SCIENTIST, f"{CG}relatedRole") == {EXECUTIVE}


def test_nothing_is_said_of_degrees_where_suppressed_answers_could_decide() -> None:
    assert said(EXECUTIVE, f"{CG}requiresDegree") == set()
    assert said(EXECUTIVE, f"{CG}prefersDegree") == set()
    school, bachelor, master = "2", "6", "8"
    some = {school: Decimal(20), bachelor: Decimal(25), master: Decimal(25)}
    assert degrees_asked({**some, school: Decimal(50)}) == (["bachelor"], ["master"])
    assert degrees_asked(some) == ([], [])  # the other 30 per cent may ask for a master's
    assert degrees_asked({school: Decimal(1), master: Decimal(30)}) == ([], [])


def test_related_occupations_may_be_absent(folder: Path) -> None:
    (folder / "Related Occupations.txt").unlink()
    assert said(SCIENTIST, f"{CG}relatedRole", folder) == set()


def rewritten(folder: Path, ending: str) -> Path:
    """The miniature with all tables in another format, as O*NET offers them."""
    openpyxl = pytest.importorskip("openpyxl")
    for file in folder.glob("*.txt"):
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        if file.name == "Read Me.txt":
            continue
        if ending == "csv":
            with file.with_suffix(".csv").open("w", encoding="utf-8", newline="") as table:
                csv.writer(table).writerows(rows)
        else:
            book = openpyxl.Workbook()
            for row in rows:
                numbers = [
                    float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell for cell in row
                ]
                book.active.append(numbers)
            book.save(file.with_suffix(".xlsx"))
        file.unlink()
    return folder


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_in_csv_and_excel_say_what_those_in_text_say(folder: Path, ending: str) -> None:
    assert set(import_onet(rewritten(folder, ending))) == set(import_onet(MINIATURE))
    assert importer_for(folder).name == "onet"


def test_the_tables_one_by_one_are_the_download_too() -> None:
    assert set(import_onet(*MINIATURE.glob("*.txt"))) == set(import_onet(MINIATURE))


def test_older_releases_flag_no_demand(folder: Path) -> None:
    table = folder / "Technology Skills.txt"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("".join(f"{row.rpartition(chr(9))[0]}\n" for row in rows), encoding="utf-8")
    assert said(SCIENTIST, f"{CG}usesTool", folder) == said(SCIENTIST, f"{CG}usesTool")
    sql = "tool/structured-query-language-sql"
    assert said(sql, f"{CG}hotTechnology", folder) == {"true"}
    assert not any(triple.predicate.value == f"{CG}inDemand" for triple in import_onet(folder))


def test_newer_releases_name_tables_and_columns_otherwise(folder: Path) -> None:
    """As 30.3 does: skills in two tables, software under elements, no tools."""
    header, *skills = (folder / "Skills.txt").read_text(encoding="utf-8").splitlines(True)
    for title, part in (("Essential", ".A."), ("Transferable", ".B.")):
        rows = [row for row in skills if f"\t2{part}" in row]
        (folder / f"{title} Skills.txt").write_text("".join([header, *rows]), encoding="utf-8")
    (folder / "Skills.txt").unlink()
    (folder / "Tools Used.txt").unlink()
    (folder / "Technology Skills.txt").unlink()
    (folder / "Software Skills.txt").write_text(
        "O*NET-SOC Code\tElement ID\tElement Name\tWorkplace Example\tHot Technology\tIn Demand\n"
        "15-2051.00\t5.A.1\tDatabase software\tStructured query language SQL\tY\tY\n"
        "11-1011.00\t5.A.2\tSpreadsheet software\tSpreadsheet software\tN\tN\n",
        encoding="utf-8",
    )
    titles = (folder / "Alternate Titles.txt").read_text(encoding="utf-8")
    (folder / "Alternate Titles.txt").unlink()
    (folder / "Job Titles.txt").write_text(
        titles.replace("Alternate Title\t", "Job Title\t"), encoding="utf-8"
    )
    (folder / "Education, Training, and Experience.txt").rename(folder / "Education.txt")
    assert importer_for(folder).name == "onet"
    sql = "tool/structured-query-language-sql"
    assert said(SCIENTIST, f"{CG}usesTool", folder) == {sql}
    assert said(sql, f"{SKOS}broader", folder) == {"element/5.A.1"}
    assert said("element/5.A.1", f"{SKOS}prefLabel", folder) == {"Database software"}
    assert said(EXECUTIVE, f"{CG}requiresSkill", folder) == {"element/5.A.2"}
    assert said(SCIENTIST, f"{CG}requiresSkill", folder) == said(SCIENTIST, f"{CG}requiresSkill")
    for relation in (f"{SKOS}altLabel", f"{CG}requiresDegree"):
        assert said(EXECUTIVE, relation, folder) == said(EXECUTIVE, relation)


def test_the_release_is_named() -> None:
    about = describe_onet(MINIATURE)
    assert (about.title, about.issued) == ("O*NET 29.2 Database", "2025-02-01")
    assert importer_for(MINIATURE).name == "onet"


def test_a_zip_says_what_the_folder_says(tmp_path: Path) -> None:
    archive = tmp_path / "db_29_2_text.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in MINIATURE.iterdir():
            packed.write(file, f"db_29_2_text/{file.name}")
            packed.writestr(f"__MACOSX/._{file.name}", b"\0")
    assert set(import_onet(archive)) == set(import_onet(MINIATURE))
    assert describe_onet(archive) == describe_onet(MINIATURE)


@pytest.mark.parametrize("missing", ["Skills.txt", "Occupation Data.txt", "Technology Skills.txt"])
def test_a_missing_table_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    assert is_onet(folder)
    with pytest.raises(SourceError, match=missing):
        list(import_onet(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("Skills.txt", "Element ID", "Element", "lacks the column Element ID"),
        ("Skills.txt", "4.5\t", "four\t", "“four” is not a number"),
        ("Occupation Data.txt", "15-2051.00", "15-2051", "is not an O\\*NET-SOC code"),
        ("Task Statements.txt", "\t08/2023\tAnalyst", "", "row 2 has 5 cells"),
    ],
)
def test_a_bad_table_is_told(folder: Path, name: str, old: str, new: str, complaint: str) -> None:
    table = folder / name
    table.write_bytes(table.read_bytes().replace(old.encode(), new.encode(), 1))
    with pytest.raises(SourceError, match=complaint) as error:
        list(import_onet(folder))
    assert name in str(error.value)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Structured query language SQL", ["Structured query language", "SQL"]),
        ("Amazon Web Services AWS software", ["Amazon Web Services", "AWS"]),
        ("Extensible markup language XML", ["Extensible markup language", "XML"]),
        ("Microsoft Azure software", ["Microsoft Azure", "Azure"]),
        ("Ansible software", ["Ansible"]),
        ("Email software", []),
        ("IBM SPSS", ["SPSS"]),
        ("The MathWorks MATLAB", ["MATLAB"]),
        ("Dassault Systemes SolidWorks", ["SolidWorks"]),
        ("Microsoft Access", []),
        ("Microsoft Office software", ["Microsoft Office"]),
        ("Apple iOS", []),
        ("Python", []),
    ],
)
def test_names_are_taken_apart(name: str, others: list[str]) -> None:
    assert other_names(name, {"access", "email", "office"}) == others


shares = st.dictionaries(
    st.sampled_from([str(category) for category in range(1, 13)]),
    st.decimals(0, 100, places=2),
    min_size=1,
).filter(lambda answers: sum(answers.values()) > 0)


@given(shares)
def test_at_most_one_degree_is_required_and_those_preferred_are_higher(
    answers: dict[str, Decimal],
) -> None:
    total = sum(answers.values())
    required, preferred = degrees_asked(
        {category: 100 * value / total for category, value in answers.items()}
    )
    ladder = [
        "secondary",
        "certificate",
        "associate",
        "bachelor",
        "master",
        "professional",
        "doctorate",
    ]
    order = [ladder.index(level) for level in required + preferred]
    assert len(required) <= 1
    assert order == sorted(set(order))


def test_who_asks_for_no_school_asks_for_no_degree() -> None:
    assert degrees_asked({"1": Decimal(60), "2": Decimal(40)}) == ([], ["secondary"])


@pytest.mark.slow
def test_the_real_thing() -> None:
    if not REAL.is_dir():
        pytest.skip("the O*NET 29.2 tables are not beside this clone")
    kinds: dict[str, set[str]] = {}
    weights = []
    for each in import_onet(REAL):
        if each.predicate.value.endswith("#type"):
            kinds.setdefault(each.object.value.rpartition("#")[2], set()).add(each.subject.value)
        elif each.predicate.value in {f"{CG}importance", f"{CG}level"}:
            weights.append(float(each.object.value))
    assert len(kinds["Role"]) == 1016
    assert len(kinds["Task"]) == 18796
    assert len(kinds["Responsibility"]) == 2087 + 332 + 37  # detailed, intermediate, generalized
    assert len(kinds["RoleGroup"]) == 23
    assert not kinds["Skill"] & kinds["Tool"]
    assert min(weights) >= 0
    assert max(weights) <= 1
