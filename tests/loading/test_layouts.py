"""Every layout that is read: the same twice gives the same store, a zip what its folder gives."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from importers import (
    test_bls,
    test_crosswalk,
    test_nice,
    test_posting,
    test_schema_org,
    test_tabiya,
    test_table,
)

from careergraph.loading.load import load
from careergraph.vocabulary import CG

DATA = Path(__file__).parents[1] / "data"

TURTLE = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a cg:Role ; skos:prefLabel "Baker"@en ; cg:requiresSkill [ a cg:Skill ; skos:prefLabel "Kneading" ] .
"""  # noqa: E501
ESCO_RDF = """@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:baker> a esco:Occupation ; skos:prefLabel "baker"@en ; esco:relatedEssentialSkill <urn:knead> .
<urn:knead> skos:prefLabel "knead"@en .
"""

Build = Callable[[Path], Path]


def texts(folder: Path, files: dict[str, str]) -> Path:
    """Write files to a folder, and return the one, or the folder of several."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / next(iter(files)) if len(files) == 1 else folder


def copied(name: str) -> Build:
    return lambda folder: shutil.copytree(DATA / name, folder, dirs_exist_ok=True)


def one_file(name: str, text: str) -> Build:
    return lambda folder: texts(folder, {name: text})


DOWNLOADS: dict[str, Build] = {
    "esco": copied("esco"),
    "onet": copied("onet"),
    "crosswalk": one_file("ONET Occupations.csv", test_crosswalk.ROWS),
    "tabiya": lambda folder: texts(folder, test_tabiya.TABLES),
    "pay": one_file("oews-may-2025-national-and-states.csv", test_bls.PAY),
    "outlook": one_file("outlook-2024-2034.csv", test_bls.HANDBOOK),
}
"""What comes as a folder or as a zip."""

FILES: dict[str, Build] = {
    "nice": one_file("nice.json", json.dumps(test_nice.CONTENT)),
    "schema.org": one_file("job.jsonld", json.dumps(test_schema_org.POSTING)),
    "schema.org in a page": one_file(
        "job.html",
        '<html><script type="application/ld+json">'
        f"{json.dumps(test_schema_org.POSTING)}</script></html>",
    ),
    "rdf": one_file("roles.ttl", TURTLE),
    "rdf in other terms": one_file("esco.ttl", ESCO_RDF),
    "csv": lambda folder: test_table.csv_file(folder, test_table.LISTS),
    "xlsx": lambda folder: test_table.xlsx_file(folder, Roles=test_table.MATRIX),
    "ods": lambda folder: test_table.ods_file(folder, test_table.PAIRS),
    "advert": test_posting.text_file,
    "advert in html": test_posting.html_file,
    "advert in docx": test_posting.docx_file,
}


def loaded(store: Path, *sources: Path, mapping: str | None = None) -> set[str]:
    """Load sources, and return what the store then holds, none of it without a name."""
    load(sources, store, mapping=mapping)
    quads = list(ox.Store.read_only(str(store)))
    assert not any(
        isinstance(end, ox.BlankNode) for quad in quads for end in (quad.subject, quad.object)
    )
    return {str(quad) for quad in quads}


@pytest.mark.parametrize("layout", [*DOWNLOADS, *FILES])
def test_the_same_load_twice_gives_the_same_store(tmp_path: Path, layout: str) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    source = {**DOWNLOADS, **FILES}[layout](folder)
    mapping = "esco" if layout == "rdf in other terms" else None
    first = loaded(tmp_path / "store", source, mapping=mapping)
    assert any(f"{CG._NS}" in quad for quad in first)
    assert loaded(tmp_path / "store", source, mapping=mapping) == first, "into the same store"
    assert loaded(tmp_path / "other", source, mapping=mapping) == first, "into another"


@pytest.mark.parametrize("layout", DOWNLOADS)
def test_a_zip_gives_what_its_folder_gives(tmp_path: Path, layout: str) -> None:
    folder = tmp_path / "download"
    folder.mkdir()
    source = DOWNLOADS[layout](folder)
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w") as into:
        for file in sorted(folder.iterdir()):
            into.write(file, f"in a folder/{file.name}")
    unpacked = loaded(tmp_path / "one", source)
    assert loaded(tmp_path / "two", folder) == unpacked
    assert loaded(tmp_path / "three", archive) == unpacked
