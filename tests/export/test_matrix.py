"""A matrix of roles as files."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from networks import Network, network

from careergraph.analysis.matrix import RoleMatrix, ThingMatrix, role_matrix, thing_matrix
from careergraph.export.matrix import matrix_to_csv, matrix_to_xlsx

NEEDS = {"A": "abcdef", "B": "abcdeghi", "=1+1": "abcdefghi", "Empty": ""}


@pytest.fixture
def few() -> Network:
    return network(NEEDS)


@pytest.fixture
def answers(few: Network) -> tuple[RoleMatrix, ThingMatrix]:
    return role_matrix(few, list(NEEDS)), thing_matrix(few, list(NEEDS))


def test_the_workbook_holds_the_matrices_as_numbers(
    answers: tuple[RoleMatrix, ThingMatrix],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(matrix_to_xlsx(*answers)))
    assert book.sheetnames == ["Alike", "Missing", "Pairs", "Things"]
    missing = [[cell.value for cell in row] for row in book["Missing"]]
    assert missing[0] == ["from (row) to (column)", *NEEDS]
    assert missing[1] == ["A", 0, 3, 3, None]  # nothing is known of the last: no number
    alike = [[cell.value for cell in row] for row in book["Alike"]]
    assert alike[1][1] == 1
    assert 0 < alike[1][2] == alike[2][1] < 1
    things = {row[0].value: [cell.value for cell in row[1:]] for row in book["Things"]}
    assert things["a"] == ["skill", 3, 1, 1, 1, None]
    assert things["f"] == ["skill", 2, 1, None, 1, None]


def test_a_label_is_no_formula(answers: tuple[RoleMatrix, ThingMatrix]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(matrix_to_xlsx(*answers)))["Alike"]
    assert (sheet["D1"].value, sheet["D1"].data_type) == ("=1+1", "s")


def test_csv_has_a_pair_a_line(answers: tuple[RoleMatrix, ThingMatrix]) -> None:
    text = matrix_to_csv(answers[0]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 12
    assert rows[0] | {"alike": ""} == {
        "from": "A", "to": "B", "alike": "", "missing": "3.0", "asked for": "8.0",
    }  # fmt: skip
    assert rows[2]["missing"] == ""
