"""Tables as people keep them, read as rows of text: CSV of any kind, Excel, OpenDocument.

What a file is, is told by its first bytes and not by its name. Spreadsheets are read by calamine.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import SourceError
from careergraph.importers.columns import field_of
from careergraph.store.foreign_files import MAX_BYTES, MAX_RATIO, read_file

MAX_FILE = 50_000_000
"""The largest file of one's own that is read, in bytes; one with all jobs there are is smaller."""

MAX_COLUMNS = 256
"""The most columns of a table, which is what a spreadsheet used to hold."""

MAX_CELLS = 3_000_000
"""The most cells of a sheet."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = [
    "cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256",
    "cp874", "cp932", "gb18030", "big5", "euc_kr",
]  # fmt: skip
"""What spreadsheets save CSV as where it is not Unicode: the code pages of Windows and the Mac."""

_SEPARATORS = ",;\t|"
_OLE = b"\xd0\xcf\x11\xe0"  # a spreadsheet of before 2007, or a new one under a password
_HEADER_ROWS = 15


@dataclass(frozen=True)
class Sheet:
    """One sheet of a table: its name ("" in a text file) and its rows, cells as trimmed text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(path: Path) -> list[Sheet]:
    """Read all sheets of a table that hold anything.

    Raises:
        SourceError: it cannot be read, is empty or too large.
    """
    data = file_bytes(path, "a table in CSV, XLSX or ODS")
    if data.startswith((b"PK\x03\x04", _OLE)):
        sheets = read_workbook(data, str(path))
    else:
        text = decoded(path, data)
        sheets = [Sheet("", _separated(path, text))]
    sheets = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise SourceError(f"{path}: is empty; give a table with a role in each row.")
    for sheet in sheets:
        width = max(map(len, sheet.rows))
        where = f"{path}: sheet {sheet.name}" if sheet.name else f"{path}"
        if width > MAX_COLUMNS:
            raise SourceError(
                f"{where}: has {width} columns, more than the {MAX_COLUMNS} that a table of roles "
                "may have; give roles and skills as rows, one role and one skill in each."
            )
        if width * len(sheet.rows) > MAX_CELLS:
            raise SourceError(f"{where}: has more than {MAX_CELLS:,} cells; split it.")
    return sheets


def file_bytes(path: Path, wanted: str) -> bytes:
    """Return what a file holds.

    Args:
        path: the file.
        wanted: what it should be, in a few words.

    Raises:
        SourceError: it is no file, cannot be read or is too large.
    """
    if path.is_file() and path.stat().st_size > MAX_FILE:
        raise SourceError(
            f"{path}: is larger than {MAX_FILE // 1_000_000} MB, more than {wanted} should be; "
            "split it."
        )
    return read_file(path, MAX_FILE)


# ------------------------------------------------------------------------------ spreadsheets


def read_workbook(data: bytes, where: str) -> list[Sheet]:
    """Read the visible sheets of a spreadsheet.

    Args:
        data: the file, in XLSX, ODS or the like.
        where: its name, for messages.

    Raises:
        SourceError: it is no spreadsheet, damaged, locked or too large.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if not data.startswith(_OLE):
        _refuse_bomb(data, where)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Sheet(
                about.name,
                tuple(
                    tuple(map(_cell, row))
                    for row in book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                ),
            )
            for about in book.sheets_metadata
            if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
        ]
    except Exception as error:  # calamine raises many kinds, a panic of its own among them
        if "password" in str(error).lower():
            raise SourceError(
                f"{where}: is protected by a password; save a copy without one and give that."
            ) from error
        raise SourceError(
            f"{where}: is no spreadsheet that can be read ({error}); save it again as XLSX, ODS or "
            "CSV."
        ) from error


def _refuse_bomb(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise SourceError(
            f"{where}: is cut short or damaged ({error}); save it again and give that."
        ) from error
    if size > min(MAX_BYTES, max(len(data) * MAX_RATIO, 1_000_000)):
        raise SourceError(f"{where}: is larger than a table should be once opened; split it.")
    if "word/document.xml" in names:
        raise SourceError(f"{where}: is a Word document and no table; copy its table into a sheet.")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return trimmed(str(value))


# ------------------------------------------------------------------------------ text


def trimmed(text: str) -> str:
    """Return a text without spaces around it and without characters that nobody sees."""
    return re.sub("[\u200b-\u200f\u2060\ufeff\xad]", "", text).replace("\xa0", " ").strip()


def decoded(path: Path, data: bytes) -> str:
    """Turn bytes into text, in whatever encoding they were written.

    Raises:
        SourceError: they are no text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in data[:4096]:
        # UTF-16 without a mark: of each two bytes the first is mostly nought, or the second.
        first, second = (data[start:4096:2].count(0) for start in (0, 1))
        encoding = "utf-16-be" if first > second else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _in_code_page(data)
    if "\0" in text:
        raise SourceError(f"{path}: is no text in any encoding that is known; save it as UTF-8.")
    return text


def _in_code_page(data: bytes) -> str:
    """Decode by the code page in which most columns get a known name, else the likeliest."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data, cp_isolation=_ENCODINGS).best()
    best, most = str(guess) if guess else "\0", -1
    for encoding in (guess.encoding if guess else "ascii", *_ENCODINGS):
        text = data[:20_000].decode(encoding, errors="replace")
        known = 0 if "\ufffd" in text else _sense(text, _separator(text))[0]
        if known > most:
            best, most = data.decode(encoding, errors="replace"), known
    return best


def _separated(path: Path, text: str) -> tuple[tuple[str, ...], ...]:
    """Split text into rows and cells at the separator that makes most sense of its first rows."""
    declared = re.match(r"sep=(.)\r?\n", text, re.I)  # as Excel has it
    if declared:
        separator, text = declared[1], text[declared.end() :]
    else:
        separator = _separator(text)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return tuple(tuple(map(trimmed, row)) for row in reader)
    except csv.Error as error:
        raise SourceError(f"{path}: cannot be read as a table ({error}); save it again.") from error


def _separator(text: str) -> str:
    head = text[:2_000]
    others = sorted({sign for sign in head if not sign.isalnum()} - set("\"' \r\n()-/.&+'"))
    candidates = [*_SEPARATORS, *(sign for sign in others if sign not in _SEPARATORS)]
    best: str = max(candidates, key=lambda separator: _sense(text, separator))
    return best  # the first, the most usual, of equals


def _sense(text: str, separator: str) -> tuple[int, float]:
    """Return how many columns get a known name, and which part of the rows has one width above 1.

    Only the first rows of a text are looked at.
    """
    try:
        reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        rows = [row for row in reader if any(row)][:30]
    except csv.Error:
        return 0, 0.0
    widths = [len(row) for row in rows]
    usual = max(widths, key=widths.count, default=0)
    known = max((_known(row) for row in rows[:_HEADER_ROWS]), default=0)
    return (known, widths.count(usual) / len(rows)) if usual > 1 else (0, 0.0)


def _known(row: list[str]) -> int:
    return sum(bool(field_of(trimmed(cell))) for cell in row if 0 < len(cell) < 60)
