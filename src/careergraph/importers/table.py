"""A person's own table of roles: CSV, Excel or OpenDocument, in one of three layouts.

* a role a row, with lists in its cells ("SQL; Python");
* a role and a thing that it takes a row, with its level or importance where known;
* a matrix: roles by skills, either way round, with levels, weights or marks in the cells.

Columns are known by their names (see ``importers.columns``) or named by the person. All sheets of a
workbook that have such columns are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Triple
from rdflib.namespace import SKOS

from careergraph.errors import SourceError, UsageError
from careergraph.importers.columns import (
    REQUIREMENTS,
    Header,
    column_letter,
    names_all,
    plain_name,
    read_header,
)
from careergraph.importers.ratings import Rating, is_rating, rating_of, share_of, sort_of
from careergraph.importers.sheets import Sheet, read_sheets
from careergraph.importers.source import Source
from careergraph.importers.statements import Notes, Statements, list_items
from careergraph.network.answers import Answer
from careergraph.reading.degrees import degrees
from careergraph.vocabulary import CG, SOURCE_BASE, slug

SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

TEMPLATE = (
    ("Role", "Other names", "Description", "Skills", "Preferred skills", "Tools", "Industries",
     "Degree", "Experience", "Responsibilities", "Next role"),
    ("Baker", "Bread maker", "Makes bread and rolls.", "Dough making; Food hygiene",
     "Cake decorating", "Deck oven; Dough mixer", "Food production", "Certificate in baking",
     "Early shifts in a bakery", "Plan the night's baking; Look after the sourdough",
     "Master baker"),
)  # fmt: skip
"""A table to fill in: the names of its columns and one role as an example."""

_SCALES = (1, 2, 3, 4, 5, 7, 10, 100)
"""Where scales usually end; the first that holds all numbers of a table is taken for its own."""

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

_RATED = re.compile(r"(.*\S)\s*(?:\(([^()]+)\)|[:=]\s*([\w./% -]+))$")


@dataclass(frozen=True)
class Column(Answer):
    """A column of a table as it was understood: ``taken_for`` one of ``columns.FIELDS``, or ""."""

    sheet: str
    letter: str
    name: str
    taken_for: str


@dataclass(frozen=True)
class Entry:
    """One thing that a table says a role takes; shares are from 0 to 1, None where not said.

    ``resource`` is where it can be learnt: a name, an address, or both; "" where not said.
    """

    field: str
    text: str
    need: str = "must"
    importance: float | None = None
    level: float | None = None
    resource: str = ""


@dataclass(frozen=True)
class TableRole:
    """A role as the rows of a table describe it."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Table:
    """All that a table says: its roles, how each column was understood, what found no place."""

    language: str
    columns: tuple[Column, ...]
    scales: tuple[str, ...]
    roles: tuple[TableRole, ...]
    unmatched: tuple[str, ...]


def is_table(path: Path) -> bool:
    """Whether a file is a table, by its name."""
    return path.is_file() and path.suffix.lower() in SUFFIXES


def describe_table(path: Path) -> Source:
    """Return what is known of the source: the name and date of its file.

    Raises:
        SourceError: there is no such file.
    """
    if not path.exists():
        raise SourceError(f"{path}: there is no such file; check the spelling.")
    return Source(
        iri=f"{SOURCE_BASE}{slug(path.stem) or 'table'}",
        title=path.stem,
        publisher="Not stated",
        licence="Not stated in the file.",
        issued=date.fromtimestamp(path.stat().st_mtime).isoformat(),
    )


def import_table(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Triple]:
    """Yield what a table says as triples, its source's description first.

    Raises:
        SourceError: as ``read_roles``.
        UsageError: likewise.
    """
    source = describe_table(path)
    table = read_roles(path, columns)
    yield from source.triples()
    yield from _statements(table, source.iri)


def read_roles(path: Path, columns: Mapping[str, str] | None = None) -> Table:
    """Read a table of roles.

    Args:
        path: a file in CSV, XLSX, ODS or the like.
        columns: field (see ``columns.FIELDS``) → name or letter of the column that holds it;
            the others are known by their names.

    Raises:
        SourceError: it cannot be read, holds no column of roles, or a matrix holds text.
        UsageError: it has no column of a name in ``columns``.
    """
    # A load describes a source and reads it, and would otherwise open the file twice.
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _read_roles(path, changed, tuple(sorted((columns or {}).items())))


def explain_table(path: Path, columns: Mapping[str, str] | None = None) -> Notes:
    """Return how the columns of a table were understood; errors as ``read_roles``."""
    table = read_roles(path, columns)
    sheets: dict[str, list[Column]] = {}
    for column in table.columns:
        sheets.setdefault(column.sheet, []).append(column)
    notes = []
    for sheet, own in sheets.items():
        taken: dict[str, list[str]] = {}
        for column in own:
            taken.setdefault(column.taken_for, []).append(column.name or column.letter)
        left = taken.pop("", [])
        words = [f"{_listed(names)} as {field}" for field, names in taken.items()]
        words += [f"{_listed(left)} left out"] if left else []
        notes.append(f"{path.name}{f', sheet {sheet}' if sheet else ''}: {'; '.join(words)}")
    notes += [f"{path.name}: {note}" for note in table.scales]
    return Notes(tuple(notes), table.unmatched)


@lru_cache(maxsize=2)
def _read_roles(path: Path, changed: int, columns: tuple[tuple[str, str], ...]) -> Table:
    wanted = dict(columns)
    sheets = read_sheets(path)
    readings = [
        _Reading(path, sheet, header)
        for sheet in sheets
        if (header := _find_header(sheet, wanted)) is not None
    ]
    if not readings:
        raise _no_roles(path, sheets, wanted)
    for reading in readings:
        reading.read()
    roles = [role for reading in readings for role in reading.roles.items()]
    if not roles:
        raise SourceError(f"{path}: names columns but holds no role below them; fill it in.")
    labels: dict[str, str] = {}
    entries: dict[str, list[Entry]] = {}
    for label, said in roles:
        known = labels.setdefault(slug(label) or label, label)
        entries.setdefault(known, []).extend(said)
    return Table(
        language=readings[0].header.language,
        columns=tuple(column for reading in readings for column in reading.columns()),
        scales=tuple(dict.fromkeys(note for reading in readings for note in reading.scales)),
        roles=tuple(TableRole(label, tuple(said)) for label, said in entries.items()),
        unmatched=tuple(line for reading in readings for line in reading.unmatched),
    )


def _find_header(sheet: Sheet, wanted: Mapping[str, str]) -> Header | None:
    """Find the row that names the columns; None where no row does."""
    best: Header | None = None
    for row, names in enumerate(sheet.rows[:15]):
        header = read_header(row, names, wanted)
        if wanted and not names_all(names, wanted):
            continue
        about_roles = header.columns("role") or _corner(sheet, header) is not None
        if about_roles and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def _corner(sheet: Sheet, header: Header) -> int | None:
    """Return the column of a matrix whose names stand in a header without a column of roles.

    That is the first one, of skills, or without a name (then it holds roles), if what stands right
    of it is mostly ratings.
    """
    named = [at for at, name in enumerate(header.names) if name]
    first = header.columns("skill", "tool")
    if first:
        place = first[0]
    elif named and named[0] > 0 and not header.fields:
        place = named[0] - 1
    else:
        return None
    others = [at for at in named if at > place and at not in header.fields]
    rated = [at for at in others if _share_of_ratings(sheet, header, at) >= 0.5]
    return place if len(rated) >= 2 and len(rated) * 2 >= len(others) else None


def _share_of_ratings(sheet: Sheet, header: Header, column: int) -> float:
    """Return the part of a column's cells that are ratings, of those that hold anything."""
    cells = [row[column] for row in sheet.rows[header.row + 1 :] if len(row) > column]
    cells = [cell for cell in cells if cell]
    return sum(is_rating(cell) for cell in cells) / len(cells) if cells else 0.0


def _no_roles(path: Path, sheets: Sequence[Sheet], wanted: Mapping[str, str]) -> Exception:
    first = next((row for row in sheets[0].rows if any(row)), ())
    names = _listed([f"“{name[:40]}”" for name in first if name])
    if wanted:
        lacking = next(
            (column for column in wanted.values() if not names_all(first, {"": column})),
            next(iter(wanted.values())),
        )
        return UsageError(
            f"{path}: has no column “{lacking}” in one row with the others named; its first row "
            f"is {names}."
        )
    if len(sheets) > 1:
        return SourceError(
            f"{path}: none of its sheets ({_listed([sheet.name for sheet in sheets])}) has a "
            "column that is known to hold roles; name it, as in --columns role=Title,skill=Skill."
        )
    return SourceError(
        f"{path}: has no column that is known to hold roles; its first row is {names}; say which "
        "it is, as in --columns role=Title,skill=Competence."
    )


def _listed(names: Sequence[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


class _Reading:
    """The reading of one sheet."""

    def __init__(self, path: Path, sheet: Sheet, header: Header) -> None:
        self.path, self.sheet = path, sheet
        self.roles: dict[str, list[Entry]] = {}
        self.unmatched: list[str] = []
        self.scales: list[str] = []
        corner = None if header.columns("role") else _corner(sheet, header)
        self.by_skill = corner is not None and corner in header.fields
        if corner is not None and not self.by_skill:
            header = replace(header, fields={corner: "role"})
        self.header = header
        self.rated = self._rated_columns()

    def _rated_columns(self) -> list[int]:
        """Return the columns of a matrix; none where another column holds what a role takes."""
        requirements = self.header.columns(*REQUIREMENTS)
        if requirements and not self.by_skill:
            return []
        first = requirements[0] if self.by_skill else self.header.columns("role")[0]
        return [
            at
            for at, name in enumerate(self.header.names)
            if name
            and at > first
            and at not in self.header.fields
            and at not in self.header.left_out
            and re.search(r"[^\W\d_]", name)
            and _share_of_ratings(self.sheet, self.header, at) >= 0.5
        ]

    def columns(self) -> Iterator[Column]:
        """Yield each named column with what it was taken for."""
        for at, name in enumerate(self.header.names):
            taken = self.header.fields.get(at, "")
            if at in self.rated:
                taken = "role" if self.by_skill else "skill"
            if name or taken:
                yield Column(self.sheet.name, column_letter(at), name, taken)

    def read(self) -> None:
        if self.rated:
            self._read_matrix()
        if not self.by_skill:
            self._read_rows()

    # -------------------------------------------------------------------------- matrix

    def _read_matrix(self) -> None:
        [named, *_] = self.header.columns("skill", "tool") if self.by_skill else self._role()
        field = self.header.fields[named] if self.by_skill else "skill"
        cells: list[tuple[str, str, Rating]] = []
        for number, row in self._rows():
            if not (label := _at(row, named)):
                continue
            if not self.by_skill:
                self.roles.setdefault(label, [])
            for column in self.rated:
                rating = self._rating(number, column, _at(row, column))
                if rating is not None:
                    pair = (label, self.header.names[column])
                    role, thing = reversed(pair) if self.by_skill else pair
                    cells.append((role, thing, rating))
        numbers = [rating for _, _, rating in cells if rating.number is not None]
        measure = self._measure(numbers)
        scale = self._scale(numbers, measure)
        for role, thing, rating in cells:
            share = share_of(rating, scale)
            entry = Entry(field, thing, rating.need)
            if measure == "level":
                entry = replace(entry, level=share)
            elif measure == "importance":
                entry = replace(entry, importance=share)
            self.roles.setdefault(role, []).append(entry)

    def _rating(self, number: int, column: int, text: str) -> Rating | None:
        try:
            return rating_of(text)
        except ValueError as error:
            raise SourceError(
                f"{self._where()}: cell {column_letter(column)}{number} says “{text[:40]}”, which "
                "is no level, weight or mark; put a number or an x there, or leave it empty."
            ) from error

    def _measure(self, ratings: Sequence[Rating]) -> str:
        """Return what the numbers of a matrix are: "level", "importance", or "" for mere marks."""
        numbers = {rating.number for rating in ratings}
        if numbers <= {1.0} and not any(rating.is_share for rating in ratings):
            return ""
        above = [cell for row in self.sheet.rows[: self.header.row + 1] for cell in row]
        words = plain_name(" ".join([self.sheet.name, self.path.stem, *above]))
        if re.search(r"weight|importan|priorit|gewicht|wichtig|poids|peso", words):
            return "importance"
        fractions = all(number is not None and 0 <= number <= 1 for number in numbers)
        words_for_levels = any(rating.is_share for rating in ratings)
        return "importance" if fractions and not words_for_levels else "level"

    def _scale(self, ratings: Sequence[Rating], measure: str) -> float:
        """Return where the scale of some numbers ends, as said in the header or found."""
        most = max((rating.number or 0.0 for rating in ratings if not rating.is_share), default=0.0)
        if not most or not measure:
            return 1.0
        above = " ".join(cell for row in self.sheet.rows[: self.header.row + 1] for cell in row)
        ends = [float(end) for end in re.findall(r"\b[01]\s*(?:-|–|to|bis|à|a)\s*(\d+)\b", above)]
        scale = next((end for end in (*ends, *_SCALES) if end >= most), most)
        if scale != 1:
            self.scales.append(f"{measure} is read on a scale that ends at {scale:g}")
        return scale

    # -------------------------------------------------------------------------- rows

    def _read_rows(self) -> None:
        [role_column, *_] = self._role()
        fields = {at: name for at, name in self.header.fields.items() if at != role_column}
        rows: list[tuple[int, str, tuple[str, ...]]] = []
        label = ""
        for number, row in self._rows():
            label = _at(row, role_column) or label  # a merged cell holds its text once, at the top
            if label and slug(label):
                rows.append((number, label, row))
            else:
                self.unmatched.append(f"row {number} names no role")
        distinct = len({slug(label) for _, label, _ in rows})
        one_a_row = bool(self.header.columns("level", "importance")) or (
            len(rows) >= 1.5 * distinct
        )
        scales = {
            name: self._scale(self._ratings(rows, name), name) for name in ("level", "importance")
        }
        for number, label, row in rows:
            entries = self.roles.setdefault(label, [])
            shares: dict[str, float | None] = {}
            need, kind = "must", ""
            for at, name in fields.items():
                text = _at(row, at)
                if not text or name not in {"level", "importance", "need", "kind"}:
                    continue
                if name in scales:
                    try:
                        rating = rating_of(text)
                        shares[name] = share_of(rating, scales[name]) if rating else None
                    except ValueError:
                        self._unplaced(number, at, text)
                elif (sort := sort_of(text)) is not None:
                    need, kind = sort[0] or need, sort[1] or kind
                elif name == "need":
                    self._unplaced(number, at, text)
            resource = "\n".join(_at(row, at) for at in self.header.columns("resource"))
            for at, name in fields.items():
                if name in REQUIREMENTS and (text := _at(row, at)):
                    wanted = kind if kind and name == "skill" else name
                    for part, rating in _parts(text, name, one_a_row=one_a_row):
                        if wanted in {"degree", "preferred-degree"} and not degrees(part)[0]:
                            self._unplaced(number, at, part)
                            continue
                        level = share_of(rating, 1.0) if rating and rating.is_share else None
                        entries.append(
                            Entry(
                                wanted,
                                part,
                                rating.need if rating else need,
                                shares.get("importance"),
                                shares.get("level") if level is None else level,
                                resource,
                            )
                        )
                elif name in {"definition", "alias", "group", "next-role"} and _at(row, at):
                    entries.append(Entry(name, _at(row, at)))

    def _ratings(self, rows: Sequence[tuple[int, str, tuple[str, ...]]], name: str) -> list[Rating]:
        ratings = []
        for at in self.header.columns(name):
            for _, _, row in rows:
                if is_rating(_at(row, at)) and (rating := rating_of(_at(row, at))):
                    ratings.append(rating)
        return ratings

    def _unplaced(self, number: int, column: int, text: str) -> None:
        cell = f"{column_letter(column)}{number}"
        self.unmatched.append(f"cell {cell}: {self.header.names[column]} “{text[:60]}”")

    def _role(self) -> list[int]:
        return self.header.columns("role")

    def _rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows below the header that hold anything, numbered as a spreadsheet does."""
        start = self.header.row + 1
        for number, row in enumerate(self.sheet.rows[start:], start + 1):
            if any(row):
                yield number, row

    def _where(self) -> str:
        return f"{self.path}: sheet {self.sheet.name}" if self.sheet.name else f"{self.path}"


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _parts(text: str, field: str, *, one_a_row: bool) -> Iterator[tuple[str, Rating | None]]:
    """Split a cell into the things it lists, each with what is said of it in brackets.

    A comma splits only where a row lists several, and never what is said in whole sentences.
    """
    whole = one_a_row or field in {"responsibility", "experience", "degree", "preferred-degree"}
    for part in list_items(text, sentences=whole):
        rated = _RATED.fullmatch(part)
        rating = None
        if rated and field in {"skill", "preferred-skill", "tool"}:
            try:
                rating = rating_of(rated[2] or rated[3])
            except ValueError:
                rating = None
            if rating and (rated[3] or rating.is_share or rating.number is None):
                part = rated[1]
            else:
                rating = None
        if field == "preferred-skill":
            rating = replace(rating or Rating(), need="welcome")
        yield part, rating


def _role(statements: Statements, name: str) -> NamedNode | None:
    """Return the role of a name; a table of moves may name roles of other sources by their IRIs."""
    return NamedNode(name) if _IRI.fullmatch(name) else statements.thing("role", name)


def _statements(table: Table, source: str) -> Iterator[Triple]:
    statements = Statements(source, table.language)
    for role in table.roles:
        node = _role(statements, role.label)
        if node is None:
            continue
        defined = False
        for entry in role.entries:
            if entry.field == "definition":
                if not defined:
                    statements.text(node, SKOS.definition, entry.text)
                defined = True
            elif entry.field == "alias":
                for name, _ in _parts(entry.text, "alias", one_a_row=False):
                    statements.text(node, SKOS.altLabel, name)
            elif entry.field == "group":
                statements.link(node, SKOS.broader, "group", entry.text)
            elif entry.field == "next-role":
                for name, _ in _parts(entry.text, "next-role", one_a_row=False):
                    if after := _role(statements, name):
                        statements.say(node, CG.leadsTo, after)
            elif entry.field in {"degree", "preferred-degree"}:
                for degree in degrees(entry.text)[0]:
                    welcome = entry.field == "preferred-degree" or entry.need == "welcome"
                    statements.degree(node, replace(degree, required=not welcome))
            else:
                kind, relation = REQUIREMENTS[entry.field]
                if entry.need == "welcome" and kind in {"skill", "tool"}:
                    relation = CG.prefersSkill
                thing = statements.link(node, relation, kind, entry.text)
                if thing is not None:
                    statements.weigh(node, thing, importance=entry.importance, level=entry.level)
                    if kind in {"skill", "tool"}:
                        statements.learning_resources(thing, entry.resource)
    yield from statements
