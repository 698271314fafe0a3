"""Tables of matches in SSSOM."""

from __future__ import annotations

from pathlib import Path

import pytest

from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.sssom import describe_sssom, import_sssom

SET = """#curie_map:
#  ex: http://example.org/
#  other: http://other.example/
#mapping_set_title: "Mine"
#mapping_date: 2026-02-03
#license: https://creativecommons.org/licenses/by/4.0/
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification
ex:baker\tBaker\tskos:exactMatch\t\tother:1\tsemapv:ManualMappingCuration
ex:baker\tBaker\tskos:exactMatch\tNot\tother:2\tsemapv:ManualMappingCuration
ex:baker\tBaker\tskos:broadMatch\t\thttp://third.example/x\tsemapv:ManualMappingCuration
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.sssom.tsv"
    path.write_text(SET, encoding="utf-8")
    return path


def test_rows_are_relations_of_skos_and_owl(file: Path) -> None:
    assert importer_for(file).name == "sssom"
    assert [
        (triple.predicate.value.rpartition("#")[2], triple.object.value)
        for triple in import_sssom(file)
    ] == [
        ("exactMatch", "http://other.example/1"),
        ("differentFrom", "http://other.example/2"),
        ("broadMatch", "http://third.example/x"),
    ]
    source = describe_sssom(file)
    assert (source.title, source.issued) == ("Mine", "2026-02-03")
    assert source.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_commas_do_as_well(file: Path) -> None:
    table = file.with_name("mine.csv")
    table.write_text(file.read_text().replace("\t", ","))
    assert set(import_sssom(table)) == set(import_sssom(file))
    assert importer_for(table).name == "sssom"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("other:1", "nobody:1", r"row 8: “nobody:1” is no IRI"),
        ("skos:broadMatch", "skos:broader", r"row 10: .*broader is no kind of match"),
        ("other:1", "", r"row 8: “” is no IRI"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(file: Path, old: str, new: str, complaint: str) -> None:
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(SourceError, match=complaint):
        list(import_sssom(file))
