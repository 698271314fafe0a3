"""A person's own table of roles, in whatever form it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from careergraph import compare_roles, find, open_graph, project
from careergraph.cli import main
from careergraph.errors import SourceError, UsageError
from careergraph.importers import importer_for
from careergraph.importers.columns import parse_columns
from careergraph.importers.table import Table, import_table, read_roles
from careergraph.loading.load import load
from careergraph.loading.preview import preview
from careergraph.network.projection import Network
from careergraph.vocabulary import CG, ID_BASE

Rows = Sequence[Sequence[object]]

LISTS = (
    ("Role", "Skills", "Tools", "Degree", "Notes"),
    ("Baker", "Dough making; Food hygiene", "Deck oven", "Bachelor's degree in nutrition", "x"),
    ("Miller", "Grain testing; Food hygiene", "Roller mill; Sieve", "", ""),
)
PAIRS = (
    ("Role", "Skill", "Level (1-5)", "Importance", "Need"),
    ("Baker", "Kneading, folding and shaping", 4, 80, "essential"),
    ("", "Cake decorating", 2, 40, "optional"),
    ("Miller", "Grain testing", 5, 100, "essential"),
)
MATRIX = (("Role", "Dough", "Grain", "Hygiene"), ("Baker", 5, "", 3), ("Miller", 1, 4, "x"))


def csv_file(folder: Path, rows: Rows, name: str = "roles.csv", separator: str = ",") -> Path:
    file = folder / name
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def xlsx_file(folder: Path, **sheets: Rows) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(folder / "roles.xlsx")
    return folder / "roles.xlsx"


def ods_file(folder: Path, rows: Rows) -> Path:
    opendocument = pytest.importorskip("odf.opendocument")
    from odf.table import Table as OdfTable
    from odf.table import TableCell, TableRow
    from odf.text import P

    book = opendocument.OpenDocumentSpreadsheet()
    sheet = OdfTable(name="Jobs")
    for row in rows:
        line = TableRow()
        for cell in row:
            number = isinstance(cell, int)
            kind = {"valuetype": "float", "value": cell} if number else {"valuetype": "string"}
            field = TableCell(**kind)
            field.addElement(P(text=str(cell)))
            line.addElement(field)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(folder / "roles.ods"))
    return folder / "roles.ods"


def said(table: Table, role: str) -> dict[str, tuple[str, float | None, float | None]]:
    (found,) = [each for each in table.roles if each.label == role]
    return {entry.text: (entry.need, entry.level, entry.importance) for entry in found.entries}


def taken(table: Table) -> dict[str, str]:
    return {column.name: column.taken_for for column in table.columns}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~"])
def test_any_separator(tmp_path: Path, separator: str) -> None:
    table = read_roles(csv_file(tmp_path, LISTS, separator=separator))
    assert list(said(table, "Baker")) == [
        "Dough making",
        "Food hygiene",
        "Deck oven",
        "Bachelor's degree in nutrition",
    ]


@pytest.mark.parametrize(
    ("encoding", "header", "row"),
    [
        ("utf-8-sig", "Beruf;Fähigkeiten", "Bäcker;Öfen bedienen"),
        ("utf-16", "Beruf;Fähigkeiten", "Bäcker;Öfen bedienen"),
        ("utf-16-le", "Beruf;Fähigkeiten", "Bäcker;Öfen bedienen"),
        ("cp1252", "Beruf;Fähigkeiten", "Bäcker;Öfen bedienen"),
        ("mac_roman", "Métier;Compétences", "Pâtissier;Décorer un gâteau"),
        ("cp1251", "Role;Skills", "Пекарь;Выпечка хлеба и булочек"),
    ],
)
def test_any_encoding_that_a_spreadsheet_writes(
    tmp_path: Path, encoding: str, header: str, row: str
) -> None:
    file = tmp_path / "roles.csv"
    file.write_bytes(f"{header}\n{row}\n".encode(encoding))
    role, skill = row.split(";")
    assert said(read_roles(file), role) == {skill: ("must", None, None)}


def test_excels_line_that_names_the_separator(tmp_path: Path) -> None:
    file = tmp_path / "roles.csv"
    file.write_text("sep=#\nRole#Skill\nBaker#Dough\n")
    assert said(read_roles(file), "Baker") == {"Dough": ("must", None, None)}


def test_what_each_column_was_taken_for_is_told(tmp_path: Path) -> None:
    file = csv_file(tmp_path, LISTS)
    assert taken(read_roles(file)) == {
        "Role": "role", "Skills": "skill", "Tools": "tool", "Degree": "degree", "Notes": "",
    }  # fmt: skip
    assert preview(file)["notes"] == [
        "roles.csv: Role as role; Skills as skill; Tools as tool; Degree as degree; Notes left out"
    ]


@pytest.mark.parametrize(
    ("header", "fields", "language"),
    [
        ("Job title|Key skills required|Nice to have|Tech stack", "role skill preferred-skill tool",
         "en"),
        ("Berufsbezeichnung|Kompetenzen|Aufgaben|Abschluss", "role skill responsibility degree",
         "de"),
        ("Métier|Compétences|Outils|Diplôme", "role skill tool degree", "fr"),
        ("Puesto|Habilidades|Herramientas|Nivel", "role skill tool level", "es"),
    ],
)  # fmt: skip
def test_columns_are_known_by_names_in_several_languages(
    tmp_path: Path, header: str, fields: str, language: str
) -> None:
    names = header.split("|")
    table = read_roles(csv_file(tmp_path, [names, ["Baker", "Dough", "Bread", "Bachelor"]]))
    assert [column.taken_for for column in table.columns] == fields.split()
    assert table.language == language


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    table = read_roles(xlsx_file(tmp_path, Jobs=[("Our jobs",), (), *LISTS]))
    assert {role.label for role in table.roles} == {"Baker", "Miller"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_role_and_a_skill_a_row(tmp_path: Path, kind: str) -> None:
    makers = {
        "csv": lambda: csv_file(tmp_path, PAIRS),
        "xlsx": lambda: xlsx_file(tmp_path, Jobs=PAIRS),
        "ods": lambda: ods_file(tmp_path, PAIRS),
    }
    table = read_roles(makers[kind]())
    assert said(table, "Baker") == {
        "Kneading, folding and shaping": ("must", 0.8, 0.8),
        "Cake decorating": ("welcome", 0.4, 0.4),
    }
    assert said(table, "Miller") == {"Grain testing": ("must", 1.0, 1.0)}


def test_a_kind_column_sorts_what_a_row_names(tmp_path: Path) -> None:
    rows = [
        ("Role", "Skill", "Type"),
        ("Baker", "Deck oven", "Tool"),
        ("Baker", "Dough", "Knowledge"),
        ("Baker", "Bake bread at night", "Task"),
    ]
    (role,) = read_roles(csv_file(tmp_path, rows)).roles
    fields = {entry.text: entry.field for entry in role.entries}
    assert fields == {
        "Deck oven": "tool", "Dough": "skill", "Bake bread at night": "responsibility",
    }  # fmt: skip


def test_what_is_said_in_brackets_of_a_skill_is_its_level_or_need(tmp_path: Path) -> None:
    rows = [("Role", "Skills"), ("Baker", "Dough (expert), Cakes (optional), Bread (rye, wheat)")]
    assert said(read_roles(csv_file(tmp_path, rows)), "Baker") == {
        "Dough": ("must", 1.0, None),
        "Cakes": ("welcome", None, None),
        "Bread (rye, wheat)": ("must", None, None),
    }


def test_a_matrix_of_roles_by_skills(tmp_path: Path) -> None:
    table = read_roles(xlsx_file(tmp_path, Jobs=MATRIX))
    assert said(table, "Baker") == {"Dough": ("must", 1.0, None), "Hygiene": ("must", 0.6, None)}
    assert said(table, "Miller")["Hygiene"] == ("must", None, None)
    assert [role.label for role in table.roles] == ["Baker", "Miller"]


def test_a_matrix_the_other_way_round(tmp_path: Path) -> None:
    turned = [["Skill \\ Role", "Baker", "Miller"], *zip(*MATRIX, strict=True)][0:1]
    turned += [list(row) for row in zip(*MATRIX, strict=True)][1:]
    table = read_roles(csv_file(tmp_path, turned))
    assert said(table, "Baker") == {"Dough": ("must", 1.0, None), "Hygiene": ("must", 0.6, None)}


def test_a_matrix_whose_corner_is_empty_has_roles_as_rows(tmp_path: Path) -> None:
    rows = [("", "Dough", "Grain"), ("Baker", 1, 0.25), ("Miller", "", 0.5)]
    table = read_roles(csv_file(tmp_path, rows))
    assert said(table, "Baker") == {"Dough": ("must", None, 1.0), "Grain": ("must", None, 0.25)}


def test_columns_can_be_named(tmp_path: Path) -> None:
    rows = [("What", "Who", "Skills"), ("Dough", "Baker", "Grain")]
    file = csv_file(tmp_path, rows)
    with pytest.raises(SourceError, match=r"no column that is known to hold roles.*“What”, “Who”"):
        read_roles(file)
    for named in ("role=Who,skill=What", "role=B,skill=A"):
        assert list(said(read_roles(file, parse_columns(named)), "Baker")) == ["Dough"]
    with pytest.raises(UsageError, match="no column “Whom”"):
        read_roles(file, {"role": "Whom"})
    with pytest.raises(UsageError, match="nothing that a column can hold"):
        parse_columns("job=Who")
    with pytest.raises(UsageError, match="role=Title"):
        parse_columns("Who")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([("Role", "Dough", "Grain"), ("Baker", 1, 2), ("Miller", 3, "perhaps")],
         r"cell C3 says “perhaps”"),
        ([("Role", *(f"Skill {n} of all" for n in range(300))), ("Baker", *range(300))],
         "301 columns"),
        ([("Role", "Skill")], "no role below"),
        ([], "is empty"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_and_the_store_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: Rows, complaint: str
) -> None:
    store = tmp_path / "store"
    load([csv_file(tmp_path, LISTS)], store)
    before = {file.name: file.read_bytes() for file in store.iterdir() if file.suffix == ".sst"}
    bad = csv_file(tmp_path, rows, "bad.csv")
    with pytest.raises(SourceError, match=complaint):
        load([bad], store)
    assert main(["load", str(bad), "--store", str(store)]) == 3
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith(f"careergraph: {bad}: ")
    after = {file.name: file.read_bytes() for file in store.iterdir() if file.suffix == ".sst"}
    assert before == after


def test_bad_workbooks_are_told_in_a_sentence(tmp_path: Path) -> None:
    good = xlsx_file(tmp_path, Jobs=LISTS).read_bytes()
    wrong = xlsx_file(tmp_path, Notes=[("Hello",)], Sums=[("a", "b"), (1, 2)])
    with pytest.raises(SourceError, match=r"none of its sheets \(Notes, Sums\)"):
        read_roles(wrong)
    (tmp_path / "cut.xlsx").write_bytes(good[: len(good) // 2])
    with pytest.raises(SourceError, match="cut short"):
        read_roles(tmp_path / "cut.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    with pytest.raises(SourceError, match="no spreadsheet that can be read"):
        read_roles(tmp_path / "locked.xlsx")
    (tmp_path / "noise.csv").write_bytes(bytes(range(256)) * 9)
    with pytest.raises(SourceError, match="no text in any encoding"):
        read_roles(tmp_path / "noise.csv")


def test_a_table_becomes_roles_that_can_be_compared(tmp_path: Path) -> None:
    store = tmp_path / "store"
    told: list[str] = []
    report = load([csv_file(tmp_path, LISTS)], store, progress=told.append)
    assert [source.roles for source in report.sources] == [2]
    assert any("Skills as skill" in line for line in told)
    network = project(open_graph(store))
    shared = compare_roles(network, find(network, "Baker").iri, find(network, "Miller").iri).shared
    assert [item.label for item in shared] == ["Food hygiene"]


def test_levels_and_weights_reach_the_network(tmp_path: Path) -> None:
    load([csv_file(tmp_path, PAIRS)], tmp_path / "store")
    network = project(open_graph(tmp_path / "store"))
    edges = network.out_edges(find(network, "Baker").iri, keys=True, data=True)
    weighed = {(key, data["weight"], data["level"]) for *_, key, data in edges}
    assert weighed == {("requiresSkill", 0.8, 0.8), ("prefersSkill", 0.4, 0.4)}


def test_the_same_table_gives_the_same_statements(tmp_path: Path) -> None:
    file = csv_file(tmp_path, PAIRS)
    assert list(import_table(file)) == list(import_table(file))
    values = [
        Decimal(triple.object.value)
        for triple in import_table(file)
        if triple.predicate.value == str(CG.level)
    ]
    assert sorted(values) == [Decimal("0.4"), Decimal("0.8"), Decimal(1)]


def test_labels_in_any_script_stay_apart(tmp_path: Path) -> None:
    rows = [("Role", "Skill"), ("Пекарь 1", "Тесто"), ("Мельник 1", "面包")]
    iris = {each.subject.value for each in import_table(csv_file(tmp_path, rows))}
    assert {f"{ID_BASE}role/пекарь-1", f"{ID_BASE}role/мельник-1", f"{ID_BASE}skill/面包"} <= iris


def test_the_template_is_read_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.csv"
    assert main(["export", "--template", "--out", str(file)]) == 0
    table = read_roles(file)
    assert all(column.taken_for for column in table.columns)
    assert [role.label for role in table.roles] == ["Baker"]
    capsys.readouterr()
    assert main(["import", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {role["label"] for role in answer["roles"]} == {"Baker", "Master baker"}
    assert answer["unmatched"] == []
    assert main(["export", "--template", "--format", "turtle"]) == 2


def test_columns_are_for_tables_only(tmp_path: Path) -> None:
    article = tmp_path / "x.md"
    article.write_text("# Bakers vs. Millers\n\n## Skills\n\nNone.\n")
    with pytest.raises(UsageError, match="Only a table has columns"):
        load([article], tmp_path / "store", columns={"role": "A"})
    with pytest.raises(UsageError, match="Only a table has columns"):
        preview(article, columns={"role": "A"})
    assert importer_for(csv_file(tmp_path, LISTS)).name == "table"


def leads(network: Network) -> set[tuple[str, str]]:
    return {(one, other) for one, other, key in network.edges(keys=True) if key == "leadsTo"}


def test_a_table_of_moves_says_where_people_go_next(tmp_path: Path) -> None:
    """As public employment services publish them: a move a row, or several in a cell."""
    rows = (("Occupation", "Next role"), ("Baker", "Miller"), ("Miller", "Grain buyer; Baker"))
    load([csv_file(tmp_path, LISTS), csv_file(tmp_path, rows, "moves.csv")], tmp_path / "store")
    network = project(open_graph(tmp_path / "store"))
    named = {(network.nodes[a]["label"], network.nodes[b]["label"]) for a, b in leads(network)}
    assert named == {("Baker", "Miller"), ("Miller", "Grain buyer"), ("Miller", "Baker")}


def test_moves_may_name_the_roles_of_another_source_by_iri(tmp_path: Path) -> None:
    baker, miller = (f"{ID_BASE}role/{name}" for name in ("baker", "miller"))
    rows = (("Occupation", "Next role"), (baker, f"{miller}; {ID_BASE}role/unheard-of"))
    load([csv_file(tmp_path, LISTS), csv_file(tmp_path, rows, "moves.csv")], tmp_path / "store")
    network = project(open_graph(tmp_path / "store"))
    assert (baker, miller) in leads(network)
    assert {network.nodes[iri]["label"] for iri in (baker, miller)} == {"Baker", "Miller"}
