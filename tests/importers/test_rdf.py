"""RDF of any format, and the reading of files that may be anything."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from careergraph.errors import SourceError, UsageError
from careergraph.importers import importer_for, source
from careergraph.importers.download import Download
from careergraph.importers.rdf import describe_rdf, import_rdf, read_quads, write_turtle

ROLE = ox.Triple(
    ox.NamedNode("https://example.org/baker"),
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    ox.Literal("Bäcker", language="de"),
)
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entity}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<rdf:Description rdf:about="http://x/a"><x:p>&a;</x:p></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read_gzipped_or_not(tmp_path: Path, suffix: str, zipped: bool) -> None:
    data = ox.serialize([ROLE], format=FORMATS[suffix])
    file = tmp_path / (f"crafts.{suffix}.gz" if zipped else f"crafts.{suffix}")
    file.write_bytes(gzip.compress(data) if zipped else data)
    assert list(import_rdf(file)) == [ROLE]
    assert importer_for(file).name == "rdf"
    assert describe_rdf(file).iri == "https://w3id.org/careergraph/source/crafts"


def test_statements_without_a_graph_go_to_the_files_own(tmp_path: Path) -> None:
    file = tmp_path / "two.trig"
    file.write_text("<http://x/a> <http://x/p> 1 . <http://x/g> { <http://x/a> <http://x/p> 2 }")
    assert {quad.graph_name.value for quad in read_quads(file)} == {
        "https://w3id.org/careergraph/source/two",
        "http://x/g",
    }


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text("<http://x/a> <http://x/p> 1 .", encoding="utf-8-sig")
    assert len(list(import_rdf(file))) == 1


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:x <http://x/p> _:x .")
    (one,), (other,) = (list(import_rdf(tmp_path / name)) for name in ("a.nt", "b.nt"))
    assert one.subject != other.subject


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<http://x/a> <http://x/p> 1 .\n<http://x/a> <http://x/p> 'cut")
    with pytest.raises(SourceError, match=r"bad\.ttl: line 2 is not valid Turtle"):
        list(import_rdf(file))


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY a PUBLIC "x" "http://localhost/x">',
        '<!ENTITY b "bbbbbbbb"><!ENTITY a "&b;&b;&b;&b;">',
        "<!ENTITY b 'bbbbbbbb'>\n<!ENTITY\na\n'>&b;&b;'>",
        f'<!-- {"x" * 100_000} --><!ENTITY b "b"><!ENTITY a ">>&b;&b;">',
        '<!ENTITY % p SYSTEM "http://localhost/x.dtd"> %p;',
    ],
)
def test_entities_that_refer_elsewhere_are_refused(tmp_path: Path, entity: str) -> None:
    file = tmp_path / "x.rdf"
    file.write_text(XML.format(entity=entity))
    with pytest.raises(SourceError, match="entity that refers elsewhere"):
        list(import_rdf(file))


def test_a_plain_entity_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.rdf"
    file.write_text(XML.format(entity='<!ENTITY a "text">'))
    assert [each.object.value for each in import_rdf(file)] == ["text"]


def test_a_remote_context_is_not_fetched(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonld"
    file.write_text('{"@context": "https://x.org/", "@id": "http://x/a", "name": "b"}')
    with pytest.raises(SourceError, match=r"context https://x\.org/, and remote contexts"):
        list(import_rdf(file))


@pytest.mark.parametrize("context", ["https://schema.org/", "http://schema.org", "//schema.org"])
def test_schema_orgs_context_comes_along(tmp_path: Path, context: str) -> None:
    file = tmp_path / "x.jsonld"
    file.write_text(f'{{"@context": "{context}", "@type": "Occupation", "name": "Baker"}}')
    assert [(each.predicate.value, each.object.value) for each in import_rdf(file)] == [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://schema.org/Occupation"),
        ("https://schema.org/name", "Baker"),
    ]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("ttl", "[ <http://x/p> [ <http://x/p> 1 ] ] . _:b <http://x/p> _:b , ( 1 2 ) ."),
        ("jsonld", '{"http://x/p": [{"http://x/p": 1}, {"http://x/q": {"http://x/p": 2}}]}'),
        ("nt", "_:b <http://x/p> _:c ."),
        ("trig", "_:g { [] <http://x/p> 1 }"),
    ],
)
def test_the_same_file_gives_the_same_graph(tmp_path: Path, suffix: str, text: str) -> None:
    file = tmp_path / f"x.{suffix}"
    file.write_text(text)
    quads = list(read_quads(file))
    assert quads == list(read_quads(file))
    assert "_:" not in " ".join(map(str, quads))
    shorter = [node for quad in quads for node in (quad.subject, quad.graph_name)]
    assert all(node.value.startswith("https://w3id.org/careergraph/source/x") for node in shorter)


def test_names_lose_what_nobody_sees(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    label, other = (ROLE.predicate.value.replace("pref", kind) for kind in ("pref", "alt"))
    file.write_text(
        f'<http://x/a> <{label}> "  Bäcker\u200b"@de ; <{other}> "\ufeffBrot bäcker " ; '
        '<http://x/note> " kept " .'
    )
    assert [each.object for each in import_rdf(file)] == [
        ox.Literal("Bäcker", language="de"), ox.Literal("Brot bäcker"), ox.Literal(" kept "),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n" * 10, "is empty"),
        (b"\x7fELF\0\0\0\0", "binary"),
        ("<http://x/a> <http://x/p> 'é' .".encode("utf-16"), "UTF-16"),
        ("<http://x/a> <http://x/p> 'é' .".encode("latin-1"), "UTF-8"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "x.ttl"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=complaint):
        list(import_rdf(file))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    with file.open("wb") as sparse:
        sparse.truncate(source.MAX_BYTES)
    with pytest.raises(SourceError, match="larger than 200 MB"):
        list(import_rdf(file))


def test_a_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    line = b"<http://x/aaaaaaaaaaaaaaaaaaaaaaaaaa> <http://x/bbbbbbbbbbbbbbbbbbbbbbbbb> _:c .\n"
    file = tmp_path / "x.nt.gz"
    file.write_bytes(gzip.compress(line * 100_000))
    with pytest.raises(SourceError, match="once opened"):
        list(import_rdf(file))


def test_a_damaged_gzip_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.nt.gz"
    whole = gzip.compress(ox.serialize([ROLE], format=ox.RdfFormat.N_TRIPLES) * 50)
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="cannot be read"):
        list(import_rdf(file))


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Skills.txt", b"a\tb\n" + b"1\t2\n" * 2_000_000)
    with pytest.raises(SourceError, match="once opened"):
        next(Download(archive).rows("Skills.txt", ("a",)))


def test_a_path_in_a_zip_is_but_a_name(tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../outside/Skills.txt", "a\tb\n1\t2\n")
    assert Download(archive).names == ["Skills.txt"]
    assert list(Download(archive).rows("Skills.txt", ("b", "a"))) == [("2", "1")]
    assert [file.name for file in tmp_path.iterdir()] == ["x.zip"]


def test_a_zip_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(SourceError, match="no zip that can be opened"):
        Download(file)


def test_what_is_not_there_and_what_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        importer_for(tmp_path / "none.ttl")
    with pytest.raises(SourceError, match="none of the sources known"):
        importer_for(tmp_path)
    unknown = tmp_path / "notes.odt"
    unknown.write_bytes(b"some bytes")
    with pytest.raises(SourceError, match="none of the sources known"):
        importer_for(unknown)
    with pytest.raises(UsageError, match="choose of schema-org, rdf, esco, onet"):
        importer_for(tmp_path, "csv")


def test_turtle_is_written_tidily_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(write_turtle([ROLE]), encoding="utf-8")
    assert 'skos:prefLabel "Bäcker"@de' in file.read_text(encoding="utf-8")
    assert list(import_rdf(file)) == [ROLE]
