"""Tables as CSV that a spreadsheet opens as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


def table_csv(header: tuple[str, ...], lines: Iterator[tuple[object, ...]]) -> bytes:
    """Return a table as CSV in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_defused(cell) for cell in line] for line in (header, *lines))
    return out.getvalue().encode("utf-8-sig")


def _defused(cell: object) -> object:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r\n") else cell
