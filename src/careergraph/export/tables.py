"""Tables as CSV that a spreadsheet opens as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careergraph.sparql.query import QueryResult


def table_csv(header: tuple[str, ...], lines: Iterator[tuple[object, ...]]) -> bytes:
    """Return a table as CSV in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_defused(cell) for cell in line] for line in (header, *lines))
    return out.getvalue().encode("utf-8-sig")


def answer_csv(answer: QueryResult) -> bytes:
    """Return the answer to a SELECT as a table for spreadsheets.

    ``QueryResult.serialize`` writes the CSV that the W3C defines, for programs: letter by letter.
    """
    rows = (["" if term is None else str(term) for term in row] for row in answer.rows)
    return table_csv(answer.variables, map(tuple, rows))


def _defused(cell: object) -> object:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r\n") else cell
