"""The official crosswalk of ESCO and O*NET, as a miniature of one mapping a kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.crosswalk import describe_crosswalk, import_crosswalk

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "esco-onet-crosswalk"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ESCO = "http://data.europa.eu/esco"
HEADER = (
    "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,"
    "ESCO or ISCO Description,Type of Match"
)
ROWS = f"""\ufeffMapping project name,ESCO-O*NET Crosswalk,,,,,
Mapping project version,1,,,,,
Mapping project version date,Sep-22,,,,,
,,,,,,
{HEADER}
15-2051.00,Data Scientists,"Turn data into answers.",{ESCO}/occupation/1,data scientist,,exactMatch
15-2051.00,Data Scientists,,{ESCO}/occupation/2,data engineer,,closeMatch
11-1011.00,Chief Executives,,{ESCO}/occupation/3,airport chief executive,,broadMatch
19-3039.02,Neuropsychologists,,{ESCO}/occupation/4,psychologist,,narrowMatch
11-3031.00,Financial Managers,,{ESCO}/isco/C1211,Finance managers,,exactISCO
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "ONET Occupations.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def mappings(path: Path) -> list[tuple[str, str, str]]:
    return [
        (
            triple.subject.value.rpartition("/")[2],
            triple.predicate.value.removeprefix(SKOS),
            triple.object.value.rpartition("/")[2],
        )
        for triple in import_crosswalk(path)
    ]


def test_each_kind_of_match_is_its_skos_relation_from_esco_to_onet(table: Path) -> None:
    assert mappings(table) == [
        ("1", "exactMatch", "15-2051.00"),
        ("2", "closeMatch", "15-2051.00"),
        ("3", "broadMatch", "11-1011.00"),
        ("4", "narrowMatch", "19-3039.02"),
        ("C1211", "exactMatch", "11-3031.00"),
    ]


def test_it_is_recognised_and_described(table: Path) -> None:
    assert importer_for(table).name == importer_for(table.parent).name == "crosswalk"
    about = describe_crosswalk(table)
    assert (about.title, about.issued) == ("ESCO and O*NET crosswalk 1", "2022-09-01")


def test_an_unknown_kind_of_match_is_told(table: Path) -> None:
    table.write_text(ROWS.replace("closeMatch", "someMatch"), encoding="utf-8")
    with pytest.raises(SourceError, match="“someMatch” is no kind of match"):
        mappings(table)


def test_the_real_thing() -> None:
    if not REAL.is_dir():
        pytest.skip("the crosswalk is not beside this clone")
    kinds = Counter(kind for _, kind, _ in set(mappings(REAL)))
    assert kinds == {
        "exactMatch": 498 + 43,
        "closeMatch": 1432,
        "broadMatch": 2053,
        "narrowMatch": 227,
    }
