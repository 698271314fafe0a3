"""A matrix of roles as a workbook (XLSX) and as CSV."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from careergraph.analysis.matrix import RoleMatrix, ThingMatrix
from careergraph.export.tables import table_csv

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Row = tuple[object, ...]


def matrix_to_csv(matrix: RoleMatrix) -> bytes:
    """Return a matrix of roles as CSV, a pair of roles a line."""
    return table_csv(_PAIR, _pairs(matrix))


def matrix_to_xlsx(matrix: RoleMatrix, things: ThingMatrix) -> bytes:
    """Return a workbook of four sheets that sort and filter.

    They are: how alike two roles are, what is missing for one role in another, both a pair a line,
    and which role asks for which thing, with its importance (0 to 1).
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    labels = [role.label for role in matrix.roles]
    square: dict[str, Any] = {"Alike": matrix.score, "Missing": matrix.gap}
    for title, values in square.items():
        corner = {"Alike": "role", "Missing": "from (row) to (column)"}[title]
        rows = [(label, *map(_number, line)) for label, line in zip(labels, values, strict=True)]
        _fill(book.create_sheet(title), (corner, *labels), rows, "0%" if title == "Alike" else "0")
    _fill(book.create_sheet("Pairs"), _PAIR, _pairs(matrix), "0.00")
    weights = things.weight.toarray().T
    _fill(
        book.create_sheet("Things"),
        ("thing", "kind", "roles", *(role.label for role in things.roles)),
        (
            (thing.label, thing.kind, int((line > 0).sum()), *(one or None for one in line))
            for thing, line in zip(things.things, weights, strict=True)
        ),
        "0.00",
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_PAIR = ("from", "to", "alike", "missing", "asked for")


def _pairs(matrix: RoleMatrix) -> Iterator[Row]:
    for row, start in enumerate(matrix.roles):
        for column, target in enumerate(matrix.roles):
            if row != column:
                yield (
                    start.label,
                    target.label,
                    _number(matrix.score[row, column]),
                    _number(matrix.gap[row, column]),
                    _number(matrix.needed[column]),
                )


def _number(value: float) -> float | None:
    """Return a number for a cell: nothing where there is too little data, and no false digits."""
    return None if math.isnan(value) else round(float(value), 4)


def _fill(sheet: Worksheet, header: Row, rows: Any, number_format: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, row in enumerate((header, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(place, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a label that begins with "=" is no formula
            elif isinstance(value, float):
                cell.number_format = number_format
            if place == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, title in enumerate(header, 1):
        width = 34 if column == 1 else max(10, min(24, len(str(title)) + 3))
        sheet.column_dimensions[get_column_letter(column)].width = width
