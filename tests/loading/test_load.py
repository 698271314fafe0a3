"""Loading: all of the sources or none, each a graph of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import tiny

from careergraph.errors import SourceError, UsageError
from careergraph.export.files import export_graph
from careergraph.loading.load import CATALOGUE, LoadReport, load
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import find
from careergraph.network.projection import project
from careergraph.network.sources import list_sources

DATA = Path(__file__).parents[1] / "data"
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"
SOURCE = "https://w3id.org/careergraph/source/"
PREFIXES = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix role: <https://w3id.org/careergraph/id/role/> .
@prefix skill: <https://w3id.org/careergraph/id/skill/> .
@prefix tool: <https://w3id.org/careergraph/id/tool/> .
"""
BAKER = """
role:baker a cg:Role ; skos:prefLabel "Baker"@en ; cg:requiresSkill skill:kneading .
skill:kneading a cg:Skill ; skos:prefLabel "Kneading"@en .
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def baker(tmp_path: Path) -> Path:
    return turtle(tmp_path / "baker.ttl", BAKER)


def turtle(file: Path, text: str) -> Path:
    file.write_text(PREFIXES + text, encoding="utf-8")
    return file


def labels(store: Path) -> set[str]:
    return {data["label"] for _, data in project(open_graph(store)).nodes(data=True)}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_source_is_a_named_graph_with_its_description(store: Path, baker: Path) -> None:
    report = load([baker], store)
    assert [(each.iri, each.triples, each.roles) for each in report.sources] == [
        (f"{SOURCE}baker", 5, 1)
    ]
    (listed,) = list_sources(open_graph(store))
    assert (listed.iri, listed.title, listed.roles) == (f"{SOURCE}baker", "baker", 1)
    assert listed.issued
    assert listed.licence


def test_several_kinds_of_source_in_one_load(store: Path, baker: Path) -> None:
    report = load([baker, DATA / "esco", DATA / "onet"], store)
    assert {each.iri.removeprefix(SOURCE): each.roles for each in report.sources} == {
        "baker": 1,
        "esco": 2,
        "onet": 2,
    }
    assert {"Baker", "data scientist"} <= labels(store)
    network = project(open_graph(store))
    one = network.nodes[find(network, "Data Scientists").iri]  # one job, one node
    assert set(one["sources"]) == {f"{SOURCE}esco", f"{SOURCE}onet"}
    assert report.to_dict()["sources"][2]["title"] == "O*NET 29.2 Database"


def test_a_later_load_keeps_the_other_sources(store: Path, baker: Path) -> None:
    load([DATA / "esco"], store)
    load([baker], store)
    assert {"Baker", "data scientist"} <= labels(store)
    titles = {each.iri: each.title for each in list_sources(open_graph(store))}
    assert titles[f"{SOURCE}esco"].startswith("ESCO")


ESCO_RDF = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <http://data.europa.eu/esco/> .
"""
OCCUPATIONS = """
:baker a esco:Occupation ; esco:relatedEssentialSkill :kneading ; esco:memberOfISCOGroup :C7512 ;
  xl:prefLabel [ xl:literalForm "baker"@en ] , [ xl:literalForm "Bäcker"@de ] ;
  dct:description [ esco:nodeLiteral "Bakes."@en ] ; dct:modified "2020" .
:C7512 skos:inScheme :concept-scheme\\/isco ; skos:prefLabel "Bakers"@en .
"""
SKILLS = ':kneading a esco:Skill ; skos:prefLabel "knead"@en , "kneten"@de .'


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_in_other_terms_is_loaded_with_a_mapping(
    store: Path, tmp_path: Path, packed: bool
) -> None:
    """Several files are translated together, for one may use what another describes."""
    files = [tmp_path / "occupations.ttl", tmp_path / "skills.ttl"]
    for file, text in zip(files, (OCCUPATIONS, SKILLS), strict=True):
        file.write_text(ESCO_RDF + text)
    if packed:
        for place, file in enumerate(files):
            files[place] = file.with_suffix(".zip")
            with zipfile.ZipFile(files[place], "w") as archive:
                archive.write(file, file.name)
            file.unlink()
    report = load(files, store, mapping="esco")
    assert [(each.title, each.roles) for each in report.sources] == [
        ("occupations", 1),
        ("skills", 0),
    ]
    base = "http://data.europa.eu/esco/"
    network = project(open_graph(store), language="de")
    assert (network.nodes[f"{base}baker"]["label"], network.nodes[f"{base}kneading"]["label"]) == (
        "Bäcker",
        "kneten",
    )
    assert network.nodes[f"{base}baker"]["definition"] == "Bakes."
    assert network.has_edge(f"{base}baker", f"{base}C7512", "broader")
    assert network.has_edge(f"{base}baker", f"{base}kneading", "requiresSkill")


def test_a_mapping_that_names_nothing_in_a_file_is_refused(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "books.ttl"
    file.write_text('<urn:a> <urn:title> "A" .')
    with pytest.raises(SourceError, match=r"books\.ttl: holds nothing that the mapping esco names"):
        load([file], store, mapping="esco")
    assert not store.exists()


def test_loading_again_replaces(store: Path, baker: Path) -> None:
    load([baker], store)
    turtle(baker, BAKER.replace("Kneading", "Baking"))
    load([baker], store)
    assert labels(store) == {"Baker", "Baking"}


def test_the_default_graph_is_the_union_each_statement_once(store: Path, baker: Path) -> None:
    """Also after a source is replaced, one is set aside in part, and what was matched changes."""
    twin = turtle(baker.with_name("twin.ttl"), BAKER + "role:baker cg:requiresSkill skill:gone .")
    for text in (BAKER, BAKER.replace("Kneading", "Data science")):
        turtle(baker, text)
        load([baker, twin, DATA / "esco"], store)
        held = ox.Store.read_only(str(store))
        default = [str(quad.triple) for quad in held if quad.graph_name == ox.DefaultGraph()]
        named = [str(quad.triple) for quad in held if quad.graph_name != ox.DefaultGraph()]
        assert len(default) == len(set(default)) < len(named)
        assert set(default) == set(named)
        assert not any("skill/gone" in triple for triple in default)


def test_a_folder_of_rdf_is_a_source_a_file(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "crafts"
    folder.mkdir()
    turtle(folder / "baker.ttl", BAKER)
    turtle(folder / "smith.ttl", BAKER.replace("baker", "smith").replace("Baker", "Smith"))
    report = load([folder], store)
    assert [each.iri for each in report.sources] == [f"{SOURCE}baker", f"{SOURCE}smith"]


def test_downloads_of_esco_in_two_languages_are_one_source(store: Path, tmp_path: Path) -> None:
    zips = {}
    for language in ("en", "de"):
        with zipfile.ZipFile(tmp_path / f"ESCO {language}.zip", "w") as archive:
            for file in (DATA / "esco").glob(f"*_{language}.csv"):
                archive.write(file, file.name)
        zips[language] = Path(str(archive.filename))
    together = load(list(zips.values()), store).sources
    whole = load([DATA / "esco"], tmp_path / "whole").sources
    assert [(each.iri, each.triples) for each in together] == [
        (each.iri, each.triples) for each in whole
    ]
    assert load([zips["en"], DATA / "esco"], store).sources[0].triples == whole[0].triples
    other = shutil.copytree(DATA / "esco", tmp_path / "other release")
    skills = other / "skills_en.csv"
    skills.write_text(skills.read_text().replace("Python 3", "Python 4"))
    with pytest.raises(SourceError, match=r"two different files skills_en\.csv"):
        load([DATA / "esco", other], store)


def test_a_language_is_added_to_what_a_store_has(store: Path, tmp_path: Path) -> None:
    german = tmp_path / "ESCO de.zip"
    with zipfile.ZipFile(german, "w") as archive:
        for table in ("occupations", "skills", "ISCOGroups"):
            archive.write(DATA / "esco" / f"{table}_de.csv", f"{table}_de.csv")
    with pytest.raises(SourceError, match="a zip of their own"):
        load([german], store)
    english = shutil.copytree(
        DATA / "esco", tmp_path / "english", ignore=shutil.ignore_patterns("*_de.csv")
    )
    load([english], store)
    (source,) = load([german], store).sources
    (whole,) = load([DATA / "esco"], tmp_path / "whole").sources
    assert source == whole
    assert load([english], store).sources == (whole,)


def test_relations_come_in_a_zip_of_their_own_without_a_language(
    store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ESCO dataset - v1.1.0"
    folder.mkdir()
    for part in ("en", ""):
        with zipfile.ZipFile(folder / f"ESCO v1.1.0 - {part} - csv.zip", "w") as archive:
            for file in (DATA / "esco").glob("*_en.csv"):
                table = file.name.removesuffix("_en.csv")
                if ("elations" in table) is (part == ""):
                    archive.write(file, f"{table}.csv" if part == "" else file.name)
    whole = shutil.copytree(
        DATA / "esco", tmp_path / "whole", ignore=shutil.ignore_patterns("*_de.csv")
    )
    (expected,) = load([whole], tmp_path / "expected").sources
    for given in ([folder], sorted(folder.iterdir())):
        (source,) = load(given, store).sources
        assert (source.triples, source.title[:10]) == (expected.triples, "ESCO 1.1.0")
    relations = sorted(folder.iterdir())[0]
    with pytest.raises(SourceError, match=r"occupations_en\.csv is missing"):
        load([relations], tmp_path / "alone")
    newer = relations.rename(tmp_path / "ESCO v1.1.1 - csv.zip")
    with pytest.raises(SourceError, match=r"of the releases 1\.1\.0 and 1\.1\.1"):
        load([*folder.iterdir(), newer], store)


def test_the_bundled_graph_can_be_loaded_along(store: Path, baker: Path) -> None:
    report = load(["core", baker], store)
    assert report.same > 50
    described = {each.iri: each.title for each in report.sources}
    assert described[f"{SOURCE}esco-ict"].startswith("ESCO 1.1")
    assert {"baker", "ai architect"} <= {label.casefold() for label in labels(store)}


def test_an_export_comes_back_as_the_sources_it_was_made_of(store: Path, tmp_path: Path) -> None:
    load([DATA / "esco", DATA / "onet"], store)
    dump = tmp_path / "all.nq"
    graph = open_graph(store)
    dump.write_bytes(export_graph(graph, project(graph), "nquads"))
    again = tmp_path / "again"
    load([dump], again)
    first, second = (list_sources(open_graph(each)) for each in (store, again))
    assert [each.to_dict() for each in second] == [each.to_dict() for each in first]


def test_a_dry_run_reports_and_writes_nothing(store: Path, baker: Path) -> None:
    told: list[str] = []
    report = load([baker, DATA / "esco"], store, dry_run=True, progress=told.append)
    assert [each.roles for each in report.sources] == [1, 2]
    assert any("esco" in each for each in told)
    assert [file.name for file in store.parent.iterdir()] == ["baker.ttl"]


def test_a_failing_load_leaves_the_store_as_it_was(store: Path, baker: Path) -> None:
    load([baker], store)
    before = snapshot(store)
    bad = turtle(store.parent / "bad.ttl", "role:x a cg:Role ; skos:prefLabel 'cut off")
    with pytest.raises(SourceError, match=r"bad\.ttl: line"):
        load([DATA / "esco", bad], store)
    assert snapshot(store) == before
    assert not list(store.parent.glob(".*"))


def packed(source: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for file in sorted(source.iterdir()):
            into.write(file, file.name)
    return archive


def cut_short(folder: Path) -> list[Path]:
    archive = packed(DATA / "onet", folder / "db_29_2_text.zip")
    archive.write_bytes(archive.read_bytes()[:-200])
    return [archive]


def damaged_inside(folder: Path) -> list[Path]:
    archive = packed(DATA / "onet", folder / "db_29_2_text.zip")
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as about:
        start = about.getinfo("Occupation Data.txt").header_offset + 30 + len("Occupation Data.txt")
    data[start : start + 20] = b"\xff" * 20
    archive.write_bytes(data)
    return [archive]


def no_zip_at_all(folder: Path) -> list[Path]:
    (folder / "esco.zip").write_bytes(b"<html>Please sign in</html>")
    return [folder / "esco.zip"]


def without_relations(folder: Path) -> list[Path]:
    left_out = shutil.ignore_patterns("occupationSkillRelations*")
    return [shutil.copytree(DATA / "esco", folder / "esco 1.1.0", ignore=left_out)]


def two_releases_of_esco(folder: Path) -> list[Path]:
    return [packed(DATA / "esco", folder / f"ESCO v1.1.{number}.zip") for number in range(2)]


def two_releases_of_onet(folder: Path) -> list[Path]:
    other = shutil.copytree(DATA / "onet", folder / "db_30_0_text")
    table = other / "Skills.txt"
    table.write_text(table.read_text().replace("5.25", "5.5"))
    return [DATA / "onet", other]


def workbook_that_is_none(folder: Path) -> list[Path]:
    onet = shutil.copytree(DATA / "onet", folder / "onet")
    (onet / "Skills.txt").rename(onet / "Skills.xlsx")
    return [onet]


def sheet_of_something_else(folder: Path) -> list[Path]:
    openpyxl = pytest.importorskip("openpyxl")
    onet = shutil.copytree(DATA / "onet", folder / "onet")
    (onet / "Skills.txt").unlink()
    book = openpyxl.Workbook()
    book.active.append(["Dish", "Price"])
    book.save(onet / "Skills.xlsx")
    return [onet]


def pay_of_no_year(folder: Path) -> list[Path]:
    (folder / "oews.csv").write_text(
        "AREA_TITLE,OCC_CODE,OCC_TITLE,TOT_EMP,A_MEDIAN\nNational,15-2051,Data,1,2\n"
    )
    return [folder / "oews.csv"]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (cut_short, r"db_29_2_text\.zip: is no zip that can be opened .* download it again"),
        (damaged_inside, r"Occupation Data\.txt: cannot be read .* download it again"),
        (no_zip_at_all, r"esco\.zip: is no zip that can be opened"),
        (without_relations, r"occupationSkillRelations_en\.csv is missing, .* zip of their own"),
        (two_releases_of_esco, r"are of the releases 1\.1\.0 and 1\.1\.1; give the parts of one"),
        (two_releases_of_onet, r"hold two different files Skills\.txt, .* give one of them"),
        (workbook_that_is_none, r"Skills\.xlsx: is cut short or damaged .* save it again"),
        (sheet_of_something_else, r"Skills\.xlsx: lacks the column O\*NET-SOC Code, Element ID"),
        (pay_of_no_year, r"do not tell its year; .* national_M2025_dl\.xlsx"),
    ],
)
def test_bad_downloads_are_told_in_a_sentence_and_harm_no_store(
    store: Path, baker: Path, tmp_path: Path, bad: Callable[[Path], list[Path]], complaint: str
) -> None:
    load([baker], store)
    before = snapshot(store)
    folder = tmp_path / "downloads"
    folder.mkdir()
    with pytest.raises(SourceError, match=complaint) as error:
        load(bad(folder), store)
    assert "\n" not in str(error.value)
    assert snapshot(store) == before
    assert not list(store.parent.glob(".*"))


def test_a_folder_may_hold_several_downloads(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    packed(DATA / "esco", folder / "ESCO v1.1.0.zip")
    packed(DATA / "onet", folder / "db_29_2_text.zip")
    roles = {each.iri.removeprefix(SOURCE): each.roles for each in load([folder], store).sources}
    assert roles == {"esco": 2, "onet": 2}


def test_the_order_of_sources_does_not_matter(store: Path, tmp_path: Path) -> None:
    sources = [DATA / "esco", DATA / "onet"]
    load(sources, store)
    load(sources[::-1], tmp_path / "other")
    one, other = (ox.Store.read_only(str(place)) for place in (store, tmp_path / "other"))
    assert set(one) == set(other)


def test_a_failing_first_load_leaves_nothing(store: Path) -> None:
    empty = turtle(store.parent / "empty.ttl", "# nothing\n")
    with pytest.raises(SourceError, match="holds no statement"):
        load([empty], store)
    assert [file.name for file in store.parent.iterdir()] == ["empty.ttl"]


KILLED = """
import sys, time
from careergraph.loading.load import load
def tell(message):
    print(message, flush=True)
    if message == "checking":
        time.sleep(60)
load([sys.argv[1]], sys.argv[2], progress=tell)
"""


def killed_load(source: Path, store: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(source), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout
        assert any("checking" in line for line in iter(loading.stdout.readline, ""))
        os.kill(loading.pid, signal.SIGKILL)


def test_a_killed_load_leaves_the_store_and_the_next_clears_up(store: Path, baker: Path) -> None:
    load([baker], store)
    before = snapshot(store)
    killed_load(DATA / "esco", store)
    assert snapshot(store) == before
    assert (store.parent / ".store.loading").is_dir()
    load([DATA / "onet"], store)
    assert not (store.parent / ".store.loading").exists()
    assert {"Baker", "Data Scientists"} <= labels(store)
    assert "data scientist" not in labels(store)


def test_a_store_that_was_moved_aside_is_put_back(store: Path, baker: Path) -> None:
    load([baker], store)
    site = store.parent / ".store.loading"
    site.mkdir()
    store.rename(site / "old")  # as a load leaves it that is killed between two renames
    load([DATA / "esco"], store)
    assert {"Baker", "data scientist"} <= labels(store)


def test_two_loads_do_not_write_at_once(store: Path, baker: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(baker), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout
        assert any("checking" in line for line in iter(loading.stdout.readline, ""))
        try:
            with pytest.raises(SourceError, match="Another load is writing"):
                load([DATA / "esco"], store)
        finally:
            loading.kill()


def test_a_reader_goes_on_reading_while_its_store_is_replaced(store: Path, baker: Path) -> None:
    load([baker, DATA / "esco"], store)
    reader = open_graph(store)
    load([DATA / "onet"], store)
    load([baker], store)
    assert "data scientist" in {data["label"] for _, data in project(reader).nodes(data=True)}


def test_several_processes_open_a_store_at_once_and_fast(store: Path, baker: Path) -> None:
    load([baker], store)
    first = open_graph(store)
    started = time.perf_counter()
    second = open_graph(store)
    assert len(list_sources(first)) == len(list_sources(second)) == 1
    assert time.perf_counter() - started < 5


def test_a_folder_of_other_things_is_not_overwritten(store: Path, baker: Path) -> None:
    store.mkdir()
    (store / "thesis.txt").write_text("years of work")
    with pytest.raises(SourceError, match="is no store"):
        load([baker], store)
    assert (store / "thesis.txt").read_text() == "years of work"


def test_the_default_graph_of_a_store_of_another_program_is_not_lost(
    store: Path, baker: Path
) -> None:
    theirs = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.NamedNode("x:c"))
    other = ox.Store(str(store))
    other.add(theirs)
    del other
    with pytest.raises(SourceError, match="of another program"):
        load([baker], store)
    assert list(ox.Store.read_only(str(store))) == [theirs]


def test_an_empty_folder_becomes_the_store(store: Path, baker: Path) -> None:
    store.mkdir()
    load([baker], store)
    assert labels(store) == {"Baker", "Kneading"}


def test_wrong_use_is_told(store: Path, baker: Path) -> None:
    with pytest.raises(UsageError, match="No source"):
        load([], store)
    with pytest.raises(UsageError, match="same name"):
        load([baker, baker], store)
    with pytest.raises(UsageError, match="no kind of source"):
        load([baker], store, as_="excel")
    with pytest.raises(SourceError, match="no such file"):
        load([baker.with_name("nowhere.ttl")], store)


def test_what_cannot_be_used_is_set_aside_with_its_reason(store: Path, tmp_path: Path) -> None:
    odd = turtle(
        tmp_path / "odd.ttl",
        BAKER
        + """
role:baker cg:requiresSkill skill:nowhere , skill:nameless ; skos:prefLabel "Bread maker"@en .
skill:nameless a cg:Skill .
[] a cg:Requirement ; cg:role role:baker ; cg:requires skill:kneading ; cg:importance 7 ;
    cg:level "high" .
""",
    )
    aside = {each.why: each.count for each in load([odd], store).set_aside}
    assert aside == {
        "things without a name (skos:prefLabel)": 1,
        "second names (skos:prefLabel) in one language": 1,
        "weights that are not a number from 0 to 1": 2,
        "relations from or to things that no source here describes": 2,
    }
    network = project(open_graph(store))
    assert labels(store) == {"Baker", "Kneading"}
    assert [data["weight"] for *_, data in network.edges(data=True)] == [1.0]


def test_things_of_several_sources_become_one_and_a_line_overrules(
    store: Path, tmp_path: Path
) -> None:
    mine = turtle(
        tmp_path / "mine.ttl",
        'tool:python a cg:Tool ; skos:prefLabel "Python"@en . ',
    )
    assert load([mine, DATA / "esco"], store).same == 1
    network = project(open_graph(store))
    python = network.nodes["https://w3id.org/careergraph/id/tool/python"]
    assert python["sources"] == (f"{SOURCE}esco", f"{SOURCE}mine")
    assert len(python["iris"]) == 2
    turtle(
        mine,
        """tool:python a cg:Tool ; skos:prefLabel "Python"@en ;
        owl:differentFrom <http://data.europa.eu/esco/skill/1> .""",
    )
    assert load([mine], store).same == 0
    network = project(open_graph(store))
    assert network.nodes["https://w3id.org/careergraph/id/tool/python"]["sources"] == (
        f"{SOURCE}mine",
    )


def test_a_crosswalk_may_come_before_what_it_joins(store: Path, baker: Path) -> None:
    crosswalk = turtle(baker.with_name("crosswalk.ttl"), "role:a skos:exactMatch role:b .")
    assert load([baker, crosswalk, DATA / "esco"], store).set_aside == ()


def test_a_description_in_the_catalogue_counts(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    turtle(folder / "baker.ttl", BAKER)
    turtle(
        folder / "sources.ttl",
        f"""@prefix dct: <http://purl.org/dc/terms/> .
        <{SOURCE}baker> a cg:Source ; dct:title "How bread is made"@en .""",
    )
    (loaded,) = load([folder], store).sources
    assert loaded.title == "How bread is made"
    load([DATA / "esco"], store)
    kept = ox.Store.read_only(str(store))
    assert any(
        quad.object.value == "How bread is made"
        for quad in kept.quads_for_pattern(None, None, None, CATALOGUE)
    )


@pytest.mark.slow
def test_the_whole_of_onet(store: Path) -> None:
    if not REAL.is_dir():
        pytest.skip("the O*NET 29.2 tables are not beside this clone")
    report: LoadReport = load([REAL], store)
    (onet,) = report.sources
    assert onet.roles == 1016
    assert onet.triples > 600_000
    assert report.set_aside == ()


def test_a_row_about_an_unknown_occupation_is_set_aside(store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(DATA / "onet", tmp_path / "onet")
    tasks = folder / "Task Statements.txt"
    tasks.write_bytes(tasks.read_bytes() + b"99-9999.00\t3\tVanish.\tCore\t1\t08/2023\tAnalyst\r\n")
    (aside,) = load([folder], store).set_aside
    assert (aside.source, aside.count) == (f"{SOURCE}onet", 1)
    assert "99-9999.00" in aside.example


def test_misspelt_terms_are_set_aside_with_the_right_ones(tmp_path: Path) -> None:
    (file,) = tiny.write(
        tmp_path,
        mine="""role:a a cg:Role ; skos:prefLabel "A"@en ; cg:requiresSkil skill:s ;
                cg:requiresSkill skill:s . skill:s a cg:Skill ; skos:prefLabel "S"@en .
                skill:t a cg:Skil ; skos:prefLabel "T"@en .
                [ cg:role role:a ; cg:requires skill:s ; cg:importance "high" ] .""",
    )
    report = load([file], tmp_path / "store")
    reasons = {aside.why: aside.count for aside in report.set_aside}
    assert reasons == {
        "cg:requiresSkil is no term of careergraph; did you mean cg:requiresSkill?": 1,
        "cg:Skil is no term of careergraph; did you mean cg:Skill?": 1,
        "weights that are not a number from 0 to 1": 1,
    }
