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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath

from careergraph.errors import SourceError
from careergraph.importers.sheets import read_workbook
from careergraph.importers.source import opened
from careergraph.store.foreign_files import opened_raw

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
                by_title.setdefault(plain(path.stem), name)
        return [by_title[plain(title)] for title in titles if plain(title) in by_title]

    def like(self, pattern: str) -> list[str]:
        """Return the names of the tables in which a regular expression is found, in any case."""
        return [
            name
            for name in self.names
            if PurePosixPath(name).suffix.lower() in TABLES and re.search(pattern, name, re.I)
        ]

    def written(self, name: str) -> date:
        """Return when a file was last written; in a zip, before it was packed."""
        file = self._file(name)
        if not file.member:
            return date.fromtimestamp(file.path.stat().st_mtime)
        with suppress(ValueError), zipfile.ZipFile(file.path) as archive:
            return date(*archive.getinfo(file.member).date_time[:3])
        return date.fromtimestamp(file.path.stat().st_mtime)  # some zips say month 0

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

        A ``.csv`` file has commas and quotes, an ``.xlsx`` file its table in its largest sheet, any
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
        rows = self._all_rows(name)
        first, header = _header(rows, self._where(name), columns)
        wanted = [_index(header, column) for column in (*columns, *optional)]
        width = len(header)
        # The last cell of a padded row stands for the columns that the table does not have.
        pick = _picker([width if index is None else index for index in wanted])
        lacks = None in wanted
        ragged = ragged or PurePosixPath(name).suffix.lower() == ".xlsx"
        for number, row in enumerate(rows, first + 1):
            if len(row) != width:
                if not any(row):
                    continue
                if len(row) > width or not ragged:
                    raise SourceError(
                        f"{self._where(name)}: row {number} has {len(row)} cells where the header "
                        f"has {width}; the file looks cut short, so download it again."
                    )
                row = [*row, *[""] * (width - len(row))]
            yield pick([*row, ""] if lacks else row)

    def first_rows(self, name: str) -> list[list[str]]:
        """Return the rows of a table among which its header is; none where it cannot be read."""
        try:
            return list(islice(self._all_rows(name), _HEADER_ROWS))
        except SourceError:
            return []

    def _where(self, name: str) -> str:
        file = self._file(name)
        return str(file.path) if file.path.name == name else f"{file.path}: {name}"

    def _all_rows(self, name: str) -> Iterator[list[str]]:
        file, where = self._file(name), self._where(name)
        if PurePosixPath(name).suffix.lower() == ".xlsx":
            with opened_raw(file.path, file.member) as stream:
                sheets = read_workbook(stream.read(), where)
            largest = max((sheet.rows for sheet in sheets), key=len, default=())
            yield from map(list, largest)
            return
        number = 0
        with opened(file.path, file.member) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
            rows: Iterator[list[str]]
            if PurePosixPath(name).suffix.lower() == ".csv":
                rows = csv.reader(text, strict=True)
            else:
                rows = (line.rstrip("\r\n").split("\t") for line in text)
            try:
                for row in rows:
                    yield row
                    number += 1
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{where}: is not UTF-8 text (after row {number}); save it as UTF-8."
                ) from error
            except csv.Error as error:
                raise SourceError(
                    f"{where}: row {number + 1} cannot be read as CSV ({error}); "
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


def plain(title: str) -> str:
    """Return a name of a table or column without case, spaces and signs."""
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


def _header(rows: Iterator[list[str]], where: str, columns: Sequence[str]) -> tuple[int, list[str]]:
    """Read on to the header and return its number among the rows, and its cells in plain form."""
    first: list[str] = []
    for number, row in enumerate(islice(rows, _HEADER_ROWS), 1):
        header = [plain(cell) for cell in row]
        first = first or header
        if all(_index(header, column) is not None for column in columns):
            return number, header
    missing = [column for column in columns if _index(first, column) is None]
    raise SourceError(
        f"{where}: lacks the column {', '.join(map(_either, missing))}; the columns wanted are "
        f"{', '.join(map(_either, columns))}."
    )


def _picker(indexes: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    return lambda row: tuple([row[index] for index in indexes])


def _index(header: Sequence[str], column: str) -> int | None:
    names = map(plain, column.split("|"))
    return next((header.index(name) for name in names if name in header), None)


def _either(column: str) -> str:
    return column.replace("|", " or ")
