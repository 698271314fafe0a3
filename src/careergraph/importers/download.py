"""What a person downloaded: folders, zips and single files, taken together as one set of tables.

Files are found by their plain names, read where they are and never unpacked, so no name inside an
archive can point anywhere else on the disk.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath

from careergraph.errors import SourceError
from careergraph.importers.source import MAX_BYTES, MAX_RATIO, opened, opened_raw

TABLES = {".txt", ".tsv", ".csv", ".xlsx"}
"""How the names of tables end: text with tabs, text with commas, and sheets."""

_HEADER_ROWS = 30
"""Among so many first rows a header is looked for; some tables first say what they are."""


@dataclass(frozen=True)
class _File:
    """Where a file is: itself, or the member of a zip."""

    path: Path
    member: str = ""

    def size(self) -> int:
        if not self.member:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size

    def checksum(self) -> int:
        with opened_raw(self.path, self.member) as file:
            return zlib.crc32(file.read())


class Download:
    """The files of folders, zips and single files, by their plain names.

    Of two files of one name in one place, the one nearer its top counts. Zips in a folder count as
    part of it.

    Args:
        paths: folders, zips and files, in any mix.

    Raises:
        SourceError: nothing is there, or a zip cannot be opened.
    """

    def __init__(self, *paths: Path) -> None:
        self.paths = paths
        self._files: dict[str, list[_File]] = defaultdict(list)
        for path in paths:
            for place in _places(path):
                for name, file in place.items():
                    self._files[name].append(file)

    def __str__(self) -> str:
        return " and ".join(map(str, self.paths))

    @property
    def names(self) -> list[str]:
        """The plain names of all files, sorted."""
        return sorted(self._files)

    def find(self, *titles: str) -> list[str]:
        """Return the names of the tables of these titles, in the order of the titles.

        Case, spaces and signs in a name do not count: ``Job Zones.txt``, ``job_zones.csv`` and
        ``JobZones.xlsx`` are all of the title "Job Zones".
        """
        by_title: dict[str, str] = {}
        for name in self.names:
            path = PurePosixPath(name)
            if path.suffix.lower() in TABLES:
                by_title.setdefault(_plain(path.stem), name)
        return [by_title[_plain(title)] for title in titles if _plain(title) in by_title]

    def written(self, name: str) -> date:
        """Return when a file was last written; in a zip, before it was packed."""
        file = self._file(name)
        if not file.member:
            return date.fromtimestamp(file.path.stat().st_mtime)
        with zipfile.ZipFile(file.path) as archive:
            return date(*archive.getinfo(file.member).date_time[:3])

    def beginning(self, name: str, size: int = 4096) -> str:
        """Return the first bytes of a file as text; what is no UTF-8 in them is replaced."""
        file = self._file(name)
        with opened_raw(file.path, file.member) as stream:
            return stream.read(size).decode("utf-8-sig", "replace")

    def rows(
        self,
        name: str,
        columns: Sequence[str],
        optional: Sequence[str] = (),
        *,
        ragged: bool = False,
    ) -> Iterator[tuple[str, ...]]:
        """Read the named columns of one table, row by row.

        A ``.csv`` file has commas and quotes, an ``.xlsx`` file its table in its first sheet, any
        other has tabs and no quoting. Case and signs in a column's name do not count. The header is
        the first row that holds all columns.

        Args:
            name: the file's plain name.
            columns: the columns wanted, in the order in which they are yielded. Other names of the
                same column follow after "|".
            optional: columns that may be missing, and then are "" in every row.
            ragged: whether rows may be shorter than the header; their missing cells are "".

        Raises:
            SourceError: the file is missing, not UTF-8, lacks a column, or has a row cut short.
        """
        file = self._file(name)
        where = f"{file.path}: {name}" if file.member or file.path.name != name else str(file.path)
        if PurePosixPath(name).suffix.lower() == ".xlsx":
            yield from _picked(_sheet(file, where), where, columns, optional, ragged=True)
            return
        with opened(file.path, file.member) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
            rows: Iterator[list[str]]
            if PurePosixPath(name).suffix.lower() == ".csv":
                rows = csv.reader(text, strict=True)
            else:
                rows = (line.rstrip("\r\n").split("\t") for line in text)
            counted = _Counted(rows)
            try:
                yield from _picked(counted, where, columns, optional, ragged=ragged)
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{where}: is not UTF-8 text (after row {counted.number}); save it as UTF-8."
                ) from error
            except csv.Error as error:
                raise SourceError(
                    f"{where}: row {counted.number + 1} cannot be read as CSV ({error}); "
                    "the file looks cut short, so download it again."
                ) from error

    def _file(self, name: str) -> _File:
        files = self._files.get(name)
        if not files:
            raise SourceError(f"{self}: {name} is missing; give the whole download as it came.")
        first, *others = files
        for other in others:
            if first.size() != other.size() or first.checksum() != other.checksum():
                raise SourceError(
                    f"{first.path} and {other.path} hold two different files {name}, so they are "
                    "of two releases or a release and a copy of it; give one of them."
                )
        return first


def is_download(path: Path) -> bool:
    """Whether a path is a folder, a zip, or a file whose name ends as a table's does."""
    return path.is_dir() or _is_zip(path) or path.suffix.lower() in TABLES


def _is_zip(path: Path) -> bool:
    # Word and Excel files are zips too, and are read as what they are.
    return path.suffix.lower() == ".zip" or (not path.suffix and zipfile.is_zipfile(path))


def _plain(title: str) -> str:
    return re.sub(r"[\W_]", "", title).lower()


def _places(path: Path) -> Iterator[dict[str, _File]]:
    """Yield the files of a folder, of each zip in it, of a zip, or the one file that a path is."""
    if path.is_dir():
        inside = [file for file in (*path.glob("*"), *path.glob("*/*")) if file.is_file()]
        inside.sort(key=lambda file: (-len(file.parts), str(file)))
        yield {file.name: _File(file) for file in inside if not _is_zip(file)}
        for file in inside:
            if _is_zip(file):
                yield _packed(file)
    elif not path.exists():
        raise SourceError(f"{path}: there is no such file or folder; check the spelling.")
    elif _is_zip(path):
        yield _packed(path)
    else:
        yield {path.name: _File(path)}


def _packed(path: Path) -> dict[str, _File]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(
            f"{path}: is no zip that can be opened ({error}); it looks cut short, so download it "
            "again."
        ) from error
    members = [member for member in members if not member.startswith("__MACOSX/")]
    members.sort(key=lambda member: (member.count("/"), member), reverse=True)
    return {PurePosixPath(member).name: _File(path, member) for member in members}


class _Counted(Iterator[list[str]]):
    """Rows with the number of the last that was read."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows, self.number = rows, 0

    def __next__(self) -> list[str]:
        row = next(self._rows)
        self.number += 1
        return row


def _picked(
    rows: Iterable[list[str]],
    where: str,
    columns: Sequence[str],
    optional: Sequence[str],
    *,
    ragged: bool,
) -> Iterator[tuple[str, ...]]:
    """Find the header among the first rows and yield the wanted cells of all that follow it."""
    rows = iter(rows)
    first: list[list[str]] = []
    wanted: list[int | None] = []
    for row in islice(rows, _HEADER_ROWS):
        first.append(row)
        header = [_plain(cell) for cell in row]
        wanted = [_index(header, column) for column in columns]
        if None not in wanted:
            break
    else:
        header = [_plain(cell) for cell in first[0]] if first else []
        missing = [column for column in columns if _index(header, column) is None]
        raise SourceError(
            f"{where}: lacks the column {', '.join(map(_either, missing))}; the columns wanted are "
            f"{', '.join(map(_either, columns))}."
        )
    wanted += [_index(header, column) for column in optional]
    width = len(header)
    # The last cell of a padded row stands for the columns that the table does not have.
    pick = _picker([width if index is None else index for index in wanted])
    lacks = None in wanted
    for number, row in enumerate(rows, len(first) + 1):
        if len(row) != width:
            if not any(row):
                continue
            if len(row) > width or not ragged:
                raise SourceError(
                    f"{where}: row {number} has {len(row)} cells where the header has "
                    f"{width}; the file looks cut short, so download it again."
                )
            row = [*row, *[""] * (width - len(row))]
        yield pick([*row, ""] if lacks else row)


def _picker(indexes: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    return lambda row: tuple([row[index] for index in indexes])


def _index(header: Sequence[str], column: str) -> int | None:
    names = map(_plain, column.split("|"))
    return next((header.index(name) for name in names if name in header), None)


def _either(column: str) -> str:
    return column.replace("|", " or ")


def _sheet(file: _File, where: str) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook, cells as text."""
    from python_calamine import CalamineWorkbook

    with opened_raw(file.path, file.member) as stream:
        data = stream.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SourceError(
            f"{where}: is no workbook that can be opened ({error}); download it again."
        ) from error
    if size > min(MAX_BYTES, len(data) * MAX_RATIO):
        raise SourceError(f"{where}: is larger than a table should be once opened; split it.")
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except Exception as error:  # calamine raises many kinds, a panic of its own among them
        raise SourceError(f"{where}: cannot be read ({error}); download it again.") from error
    return ([_text(cell) for cell in row] for row in rows)


def _text(cell: object) -> str:
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell).strip()
