"""Pay and outlook of the U.S. Bureau of Labor Statistics, in miniature and in its layouts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Triple

from careergraph.errors import SourceError
from careergraph.importers import importer_for, importers_for
from careergraph.importers.bls import describe_outlook, describe_pay, import_outlook, import_pay
from careergraph.vocabulary import CG, ID_BASE, SCHEMA

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "bls"
PAY = """AREA,AREA_TITLE,OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,A_MEAN,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90,H_MEDIAN
0000000,National,15-2051,Data Scientists,3,"233,440",120000,60000,80000,112590,150000,190000,54.13
0600000,California,15-2051,Data Scientists,3,38000,150000,70000,100000,140000,180000,#,67.31
0000000,National,27-2011,Actors,3,55000,-,-,-,-,-,-,29.05
0000000,National,27-9999,Others,3,100,-,-,-,*,-,-,-
"""  # noqa: E501
HANDBOOK = """soc_code,title,entry_education,work_experience,training,employment_2024,projected_employment_2034,change_percent,median_pay_2024
15-2051,Data scientists,Bachelor's degree,None,None,245900,328300,34,112590
,Agricultural workers,See How to Become One,None,None,812600,790200,-3,35980
15-1230,Computer support specialists,See How to Become One,None,None,900000,882000,-2,
"""  # noqa: E501
MATRIX = (
    ["Table 1.2 Occupational projections, 2024–34 (Numbers in thousands)"] + [None] * 8,
    [
        "2024 National Employment Matrix title",
        "2024 National Employment Matrix code",
        "Occupation type",
        "Employment, 2024",
        "Employment, 2034",
        "Employment change, percent, 2024–34",
        "Occupational openings, 2024–34 annual average",
        "Median annual wage, dollars, 2024[1]",
        "Typical education needed for entry",
    ],
    [
        "Data scientists",
        "15-2051",
        "Line item",
        245.9,
        328.3,
        33.5,
        23.4,
        112590,
        "Bachelor's degree",
    ],
)


@pytest.fixture
def pay(tmp_path: Path) -> Path:
    file = tmp_path / "oews-may-2025-national-and-states.csv"
    file.write_text(PAY, encoding="utf-8")
    return file


def facts(triples: list[Triple], subject: str) -> dict[str, str]:
    return {
        triple.predicate.value.replace("#", "/").rpartition("/")[2]: triple.object.value
        for triple in triples
        if triple.subject.value == ID_BASE + subject
    }


def kinds(triples: list[Triple]) -> Counter[str]:
    return Counter(
        triple.object.value for triple in set(triples) if triple.predicate.value.endswith("#type")
    )


def test_pay_has_its_place_date_currency_and_span(pay: Path) -> None:
    triples = list(import_pay(pay))
    assert facts(triples, "pay/15-2051/united-states/2025-05") == {
        "type": str(SCHEMA.MonetaryAmountDistribution),
        "areaServed": "United States",
        "observationDate": "2025-05",
        "currency": "USD",
        "duration": "P1Y",
        "percentile10": "60000",
        "percentile25": "80000",
        "median": "112590",
        "percentile75": "150000",
        "percentile90": "190000",
        "employment": "233440",
    }
    california = facts(triples, "pay/15-2051/california/2025-05")
    assert california["areaServed"] == "California"
    assert "percentile90" not in california  # above a limit that the table does not give
    actors = facts(triples, "pay/27-2011/united-states/2025-05")
    assert (actors["duration"], actors["median"]) == ("PT1H", "29.05")
    assert kinds(triples)[str(SCHEMA.MonetaryAmountDistribution)] == 3


def test_pay_hangs_on_the_code_that_roles_have_too(pay: Path) -> None:
    linked = {
        (triple.subject.value, triple.object.value)
        for triple in import_pay(pay)
        if triple.predicate.value == str(SCHEMA.estimatedSalary)
    }
    code = "https://data.onetcenter.org/soc/15-2051"
    assert (code, f"{ID_BASE}pay/15-2051/united-states/2025-05") in linked


def test_the_year_is_told_by_the_name_and_years_are_not_mixed(pay: Path) -> None:
    assert importer_for(pay).name == "bls-pay"
    about = describe_pay(pay)
    assert about.iri.endswith("/bls-pay-2025")
    assert "May 2025" in about.title
    other = pay.with_name("state_M2024_dl.csv")
    other.write_text(PAY, encoding="utf-8")
    assert describe_pay(other).issued == "2024-05-01"
    with pytest.raises(SourceError, match="the years 2024, 2025"):
        describe_pay(pay, other)
    with pytest.raises(SourceError, match="do not tell its year"):
        describe_pay(pay.rename(pay.with_name("oews national.csv")))


def test_projections_of_the_handbook(tmp_path: Path) -> None:
    file = tmp_path / "outlook-2024-2034.csv"
    file.write_text(HANDBOOK, encoding="utf-8")
    assert importer_for(file).name == "bls-outlook"
    assert describe_outlook(file).title == "Employment projections 2024–2034"
    triples = list(import_outlook(file))
    assert facts(triples, "outlook/15-2051/united-states/2024-2034") == {
        "type": str(CG.EmploymentProjection),
        "areaServed": "United States",
        "startDate": "2024",
        "endDate": "2034",
        "employment": "245900",
        "projectedEmployment": "328300",
        "employmentChange": "34",
        "entryEducation": "Bachelor's degree",
        "entryExperience": "None",
        "entryTraining": "None",
    }
    assert facts(triples, "outlook/15-1230/united-states/2024-2034")["employmentChange"] == "-2"
    assert facts(triples, "pay/15-2051/united-states/2024")["median"] == "112590"
    assert kinds(triples)[str(CG.EmploymentProjection)] == 2


def test_projections_as_the_bureau_gives_them_itself(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Index of the tables"])
    sheet = book.create_sheet("Table 1.2")
    for row in MATRIX:
        sheet.append(row)
    file = tmp_path / "occupation.xlsx"
    book.save(file)
    assert importer_for(file).name == "bls-outlook"
    outlook = facts(list(import_outlook(file)), "outlook/15-2051/united-states/2024-2034")
    assert outlook["employment"] == "245900"
    assert outlook["annualOpenings"] == "23400"
    assert outlook["employmentChange"] == "33.5"


def test_the_real_thing() -> None:
    if not REAL.is_dir():
        pytest.skip("the figures of the Bureau of Labor Statistics are not beside this clone")
    assert [importer.name for importer in importers_for(REAL)] == ["bls-pay", "bls-outlook"]
    # Of 38,512 rows 609 give no pay; of 342 projections 52 name groups without a code.
    pay = set(import_pay(REAL / "oews-may-2025-national-and-states.csv"))
    assert kinds(list(pay))[str(SCHEMA.MonetaryAmountDistribution)] == 38_512 - 609
    outlook = list(import_outlook(REAL))
    assert kinds(outlook)[str(CG.EmploymentProjection)] == 342 - 52
