"""Pay and outlook: the figures of the U.S. Bureau of Labor Statistics, as they come.

Two kinds of tables are read, in CSV or Excel, from a zip, a folder or on their own:

* Occupational Employment and Wage Statistics (https://www.bls.gov/oes/tables.htm), national, by
  state or by metropolitan area. Of figures by industry, those across all industries are taken.
* Employment projections (https://www.bls.gov/emp/data/occupational-data.htm), in the layout of the
  Bureau's own table or of the Occupational Outlook Handbook.

A figure belongs to a code of the Standard Occupational Classification (see
``careergraph.importers.soc``) and carries its place, its date and, by its graph, its source:

===============================  ================================================================
schema:estimatedSalary           of a code: a schema:MonetaryAmountDistribution, with
                                 schema:percentile10, 25, 75, 90 and schema:median,
                                 schema:currency, schema:duration (P1Y, or PT1H for pay that is
                                 only known by the hour), schema:areaServed,
                                 schema:observationDate, and cg:employment, how many hold the job
cg:employmentProjection          of a code: a cg:EmploymentProjection, with schema:startDate and
                                 schema:endDate, cg:employment and cg:projectedEmployment,
                                 cg:employmentChange (per cent), cg:annualOpenings,
                                 cg:entryEducation, cg:entryExperience, cg:entryTraining,
                                 schema:areaServed
===============================  ================================================================

What is missing ("-", "*", "#", "**") is left out; "#" stands for more than a limit that the table
does not give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, XSD
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.download import Download, is_download, plain
from careergraph.importers.soc import soc_code, soc_triples
from careergraph.importers.source import Source, term
from careergraph.vocabulary import CG, ID_BASE, SCHEMA, SOURCE_BASE, slug

_PUBLISHER = "U.S. Bureau of Labor Statistics"
_LICENCE = "Public domain; name the U.S. Bureau of Labor Statistics and the date."
_COUNTRY = "United States"

_PAY = ("AREA_TITLE", "OCC_CODE", "OCC_TITLE", "TOT_EMP", "A_MEDIAN")
_AMOUNTS = {
    "PCT10": SCHEMA.percentile10,
    "PCT25": SCHEMA.percentile25,
    "MEDIAN": SCHEMA.median,
    "PCT75": SCHEMA.percentile75,
    "PCT90": SCHEMA.percentile90,
}
_PAID_FOR = {"A": "P1Y", "H": "PT1H"}
_ALL_INDUSTRIES = {"", "0", "000000"}

_OUTLOOK = {
    "code": r"soccode|\d{4}nationalemploymentmatrixcode",
    "title": r"title|\d{4}nationalemploymentmatrixtitle",
    "before": r"employment(\d{4})",
    "after": r"(?:projected)?employment(\d{4})",
    "change": r"(?:employment)?changepercent(?:\d{4}\d+)?",
    "openings": r"(?:occupational|annual)openings(?:\d{4}\d+annualaverage)?",
    "pay": r"median(?:annualwagedollars|pay)(\d{4})\d*",
    "education": r"(?:typical)?(?:education(?:neededfor)?entry|entryeducation)",
    "experience": r"workexperience(?:inarelatedoccupation)?",
    "training": r"(?:typicalonthejob)?training(?:needed.*)?",
}
"""What a column of projections is, by its name without case and signs, and the year in it."""

_PROJECTED = {"2022": "2023-09-06", "2023": "2024-08-29", "2024": "2025-08-28"}
"""When projections came out, by the year that they begin with."""

_Columns = dict[str, tuple[str, str]]
"""What a column holds → its name, and the year in it."""


def is_pay(path: Path) -> bool:
    """Whether a folder, a zip or a file holds a table of pay of the Bureau."""
    return is_download(path) and bool(_pay_tables(Download(path)))


def describe_pay(*paths: Path) -> Source:
    """Name the source; its tables do not state their year, so it comes from their names.

    Raises:
        SourceError: the names tell no year, or two.
    """
    year = _pay_year(paths)
    return Source(
        iri=f"{SOURCE_BASE}bls-pay-{year}",
        title=f"Occupational Employment and Wage Statistics, May {year}",
        publisher=_PUBLISHER,
        licence=_LICENCE,
        issued=f"{year}-05-01",
    )


def import_pay(*paths: Path) -> Iterator[Triple]:
    """Read tables of pay, row by row; a row that gives no pay is left out.

    Raises:
        SourceError: the names of the tables tell no year, or two; or a table cannot be read.
    """
    download = Download(*paths)
    date = Literal(f"{_pay_year(paths)}-05", datatype=term(XSD.gYearMonth))
    cells = [f"{period}_{amount}" for period in _PAID_FOR for amount in _AMOUNTS]
    described: set[str] = set()
    for table in _pay_tables(download):
        for area, code, title, employment, _, industry, *amounts in download.rows(
            table, _PAY, ("NAICS", *cells)
        ):
            if industry not in _ALL_INDUSTRIES:
                continue
            if code not in described:
                described.add(code)
                yield from soc_triples(code, title)
            place = _COUNTRY if area in {"National", "U.S."} else area
            half = len(_AMOUNTS)
            yearly, hourly = amounts[:half], amounts[half:]
            # Where work is not steady, pay is only known by the hour.
            period, given = ("A", yearly) if any(map(_number, yearly)) else ("H", hourly)
            figures = dict(zip(_AMOUNTS.values(), map(_number, given), strict=True))
            if any(figures.values()):
                yield from _pay(code, place, date, figures, _PAID_FOR[period], _number(employment))


def is_outlook(path: Path) -> bool:
    """Whether a folder, a zip or a file holds a table of employment projections of the Bureau."""
    return is_download(path) and bool(_outlook_tables(Download(path)))


def describe_outlook(path: Path) -> Source:
    """Name the source; the years come from its columns."""
    _, columns = _outlook_tables(Download(path))[0]
    start, end = columns["before"][1], columns["after"][1]
    return Source(
        iri=f"{SOURCE_BASE}bls-outlook-{start}-{end}",
        title=f"Employment projections {start}–{end}",
        publisher=_PUBLISHER,
        licence=_LICENCE,
        issued=_PROJECTED.get(start, f"{int(start) + 1}-09-01"),
    )


def import_outlook(path: Path) -> Iterator[Triple]:
    """Read employment projections, row by row; a row without a code is left out.

    Raises:
        SourceError: the table cannot be read.
    """
    download = Download(path)
    table, columns = _outlook_tables(download)[0]
    # The Bureau's own table counts in thousands, the handbook's in heads.
    unit = Decimal(1 if plain(columns["code"][0]) == "soccode" else 1000)
    start, end = columns["before"][1], columns["after"][1]
    fields = [field for field in columns if field not in {"code", "title"}]
    names = [columns[field][0] for field in ("code", "title", *fields)]
    for code, title, *cells in download.rows(table, names):
        if not re.fullmatch(r"\d\d-\d{4}", code.strip()):
            continue
        code, row = code.strip(), dict(zip(fields, cells, strict=True))
        yield from soc_triples(code, title.strip())
        node = NamedNode(f"{ID_BASE}outlook/{code}/{slug(_COUNTRY)}/{start}-{end}")
        yield Triple(soc_code(code), term(CG.employmentProjection), node)
        yield Triple(node, term(RDF.type), term(CG.EmploymentProjection))
        yield Triple(node, term(SCHEMA.areaServed), Literal(_COUNTRY, language="en"))
        for property_, year in ((SCHEMA.startDate, start), (SCHEMA.endDate, end)):
            yield Triple(node, term(property_), Literal(year, datatype=term(XSD.gYear)))
        for field, number, factor in (
            ("before", CG.employment, unit),
            ("after", CG.projectedEmployment, unit),
            ("change", CG.employmentChange, Decimal(1)),
            ("openings", CG.annualOpenings, unit),
        ):
            if (value := _number(row.get(field, ""))) is not None:
                yield Triple(node, term(number), _decimal(value * factor))
        for field, text in (
            ("education", CG.entryEducation),
            ("experience", CG.entryExperience),
            ("training", CG.entryTraining),
        ):
            # The handbook refers to its own pages where occupations of a group differ.
            if row.get(field, "").strip() not in {"", "—", "-", "See How to Become One"}:
                yield Triple(node, term(text), Literal(row[field].strip(), language="en"))
        if "pay" in columns and (median := _number(row["pay"])) is not None:
            date = Literal(columns["pay"][1], datatype=term(XSD.gYear))
            yield from _pay(code, _COUNTRY, date, {SCHEMA.median: median}, "P1Y", None)


def _pay_tables(download: Download) -> list[str]:
    return [
        name
        for name in download.like(r"oe[wm]?s|national|state|msa|bos|all_data")
        if any({*map(plain, _PAY)} <= {*map(plain, row)} for row in download.first_rows(name))
    ]


def _pay_year(paths: tuple[Path, ...]) -> str:
    names = [name for path in paths for name in (path.name, *Download(path).names)]
    years = {
        match[1] for name in names for match in re.finditer(r"(?:M_?|may[-_ ]?)(20\d\d)", name)
    }
    years |= {f"20{match[1]}" for name in names if (match := re.match(r"oesm(\d\d)", name))}
    if len(years) == 1:
        return years.pop()
    told = f"tell the years {', '.join(sorted(years))}" if years else "do not tell its year"
    raise SourceError(
        f"{' and '.join(map(str, paths))}: the names of these tables of pay {told}; give one year "
        "under the Bureau's own names, such as national_M2025_dl.xlsx."
    )


def _outlook_tables(download: Download) -> list[tuple[str, _Columns]]:
    """Return the tables of projections, each with its columns."""
    return [
        (name, columns)
        for name in download.like(r"occupation|projection|outlook")
        for row in download.first_rows(name)
        if {"code", "title", "before", "after"} <= (columns := _outlook_columns(row)).keys()
    ]


def _outlook_columns(header: list[str]) -> _Columns:
    columns: _Columns = {}
    for cell in header:
        for field, pattern in _OUTLOOK.items():
            match = re.fullmatch(pattern, plain(cell))
            if match and field not in columns:
                columns[field] = (cell, match[1] if match.groups() else "")
                break
    return columns


def _pay(
    code: str,
    place: str,
    date: Literal,
    amounts: Mapping[URIRef, Decimal | None],
    paid_for: str,
    employment: Decimal | None,
) -> Iterator[Triple]:
    node = NamedNode(f"{ID_BASE}pay/{code}/{slug(place)}/{date.value}")
    yield Triple(soc_code(code), term(SCHEMA.estimatedSalary), node)
    yield Triple(node, term(RDF.type), term(SCHEMA.MonetaryAmountDistribution))
    yield Triple(node, term(SCHEMA.areaServed), Literal(place, language="en"))
    yield Triple(node, term(SCHEMA.observationDate), date)
    yield Triple(node, term(SCHEMA.currency), Literal("USD"))
    yield Triple(node, term(SCHEMA.duration), Literal(paid_for, datatype=term(XSD.duration)))
    for property_, amount in amounts.items():
        if amount is not None:
            yield Triple(node, term(property_), _decimal(amount))
    if employment is not None:
        yield Triple(node, term(CG.employment), _decimal(employment))


def _number(cell: str) -> Decimal | None:
    """Return a figure; None where the Bureau gives none."""
    try:
        value = Decimal(cell.replace(",", "").strip())
    except ArithmeticError:
        return None
    return value if value.is_finite() else None


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value.normalize():f}", datatype=term(XSD.decimal))
