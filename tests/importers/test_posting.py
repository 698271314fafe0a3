"""Job adverts in whatever file they come, and files that are named and not read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from careergraph.cli import main
from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.posting import describe_posting, import_posting, read_advert
from careergraph.loading.load import load
from careergraph.loading.preview import preview

ADVERT = """Senior Data Engineer at Bread & Co
Location: Graz
Full-time, EUR 60,000 - 75,000 per year

About us
We bake with data and love Kubernetes jokes.

Your tasks:
- Build data pipelines
- Look after the data warehouse

Requirements
- Python and SQL
- 3+ years of experience with data warehouses
- Bachelor's degree in computer science

Nice to have
- Apache Kafka

What we offer
- Free bread
"""


def text_file(folder: Path, text: str = ADVERT, name: str = "advert.txt") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def html_file(folder: Path) -> Path:
    lines = ADVERT.strip().split("\n")
    body = "".join(
        f"<li>{line[2:]}</li>" if line.startswith("- ") else f"<p>{line}</p>" for line in lines
    )
    return text_file(folder, f"<html><body>{body}</body></html>", "advert.html")


def docx_file(folder: Path) -> Path:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in ADVERT.strip().split("\n"):
        style = "List Bullet" if line.startswith("- ") else None
        document.add_paragraph(line.removeprefix("- "), style=style)
    document.save(str(folder / "advert.docx"))
    return folder / "advert.docx"


def pdf_bytes(lines: list[str]) -> bytes:
    """Write the smallest PDF of one page that shows some lines."""
    shown = b"".join(
        b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("latin-1") + b") Tj T*\n"
        for line in lines
    )
    stream = b"BT /F1 11 Tf 14 TL 40 780 Td\n" + shown + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> "
        b">>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % at for at in offsets
    )
    out += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def pdf_file(folder: Path) -> Path:
    (folder / "advert.pdf").write_bytes(pdf_bytes(ADVERT.strip().split("\n")))
    return folder / "advert.pdf"


@pytest.mark.parametrize("make", [text_file, html_file, docx_file, pdf_file])
def test_an_advert_of_any_kind_becomes_a_role_with_what_it_asks(tmp_path: Path, make: Any) -> None:
    file = make(tmp_path)
    assert importer_for(file).name == "posting"
    answer = preview(file)
    (role,) = answer["roles"]
    assert role["label"] == "Data engineer"
    assert set(role["skill"] + role["tool"]) >= {"Python", "SQL", "Apache Kafka"}
    assert role["responsibility"] == ["Build data pipelines", "Look after the data warehouse"]
    assert role["degree"] == [{"level": "bachelor", "field": "Computer science", "required": True}]
    assert role["experience"] == ["3+ years of experience with data warehouses"]
    assert "Kubernetes" not in str(role)
    assert "bread" not in str(role).lower()
    (posting,) = answer["postings"]
    told = ("employer", "jobLocation", "employmentType", "currency", "minValue", "maxValue")
    assert [posting.get(name) for name in told] == [
        "Bread & Co", "Graz", "FULL_TIME", "EUR", 60000.0, 75000.0,
    ]  # fmt: skip


def test_an_advert_in_german(tmp_path: Path) -> None:
    text = (
        "Bäcker (m/w/d)\nUnternehmen: Brot AG\n\nIhre Aufgaben\n- Teig führen\n\nIhr Profil\n"
        "- Python\n\nWir bieten\n- Brot\n"
    )
    advert = read_advert(text_file(tmp_path, text))
    assert advert.role.responsibility == ("Teig führen",)
    assert [term.label for term in advert.role.skill] == ["Python"]
    assert advert.posting.employer == "Brot AG"


def test_an_advert_is_attributed_and_gives_the_same_every_time(tmp_path: Path) -> None:
    file = text_file(tmp_path)
    source = describe_posting(file)
    assert (source.title, source.publisher) == ("Job advert: Senior Data Engineer", "Bread & Co")
    assert list(import_posting(file)) == list(import_posting(file))
    report = load([file], tmp_path / "store")
    assert [(each.iri, each.roles) for each in report.sources] == [(source.iri, 1)]
    assert report.set_aside == ()


def locked_pdf(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("locked.pdf", locked_pdf(pdf_bytes(["Requirements", "SQL"])), "locked with a password"),
        ("none.pdf", b"just words", "is no PDF"),
        ("cut.pdf", pdf_bytes(["Requirements"])[:120], "PDF"),
        ("none.docx", b"just words", "is no DOCX"),
        ("zip.docx", b"PK\x03\x04 not really", "broken zip"),
        ("prose.pdf", pdf_bytes(["A poem about bread and butter."]), "no heading such as"),
        ("scan.pdf", pdf_bytes([]), "without text"),
    ],
)
def test_a_bad_advert_is_one_sentence_and_the_store_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, complaint: str
) -> None:
    store = tmp_path / "store"
    load([text_file(tmp_path)], store)
    before = sorted((file.name, file.stat().st_size) for file in store.iterdir())
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=complaint):
        load([tmp_path / name], store)
    assert main(["load", str(tmp_path / name), "--store", str(store)]) == 3
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1
    assert name in error
    assert sorted((file.name, file.stat().st_size) for file in store.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("skills.json", '{"data": [{"id": "KS120076FGP5WGWYMP0F", "name": "Java"}]}', "Lightcast"),
        ("skills.csv", "ID,NAME,TYPE\nKS120076FGP5WGWYMP0F,Java,Hard\n", "Lightcast"),
        ("frame.json", '{"CFDocument": {"title": "x"}, "CFItems": []}', "CASE"),
        ("rsd.csv", "Canonical URL,RSD Name,Skill Statement\nx,y,z\n", "Rich Skill"),
        ("rome.csv", "code_rome;libelle_rome\nD1102;Boulangerie\n", "ROME"),
        ("cv.xml", '<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"/>',
         "Europass"),
    ],
)  # fmt: skip
def test_files_of_other_makers_are_named_with_what_would_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, known: str
) -> None:
    file = text_file(tmp_path, text, name)
    assert main(["import", str(file)]) == 3
    error = capsys.readouterr().err
    assert name in error
    assert known in error
    assert "would be read" in error


def test_a_web_address_is_not_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "https://example.org/job"]) == 3
    error = capsys.readouterr().err
    assert "https://example.org/job: is an address on the web, and nothing is fetched" in error


def test_lists_of_the_front_matter_are_read(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Baker\nlocation: Graz\ntags:\n  - bread\nrequirements:\n"
        "  - Three years of experience in a bakery\n  - Knowledge of food safety\n---\n\n"
        "We bake from midnight to noon.\n"
    )
    role = read_advert(text_file(tmp_path, text)).role
    assert "Food safety" in {term.label for term in role.skill}
    assert "Bread" not in {term.label for term in role.skill}
    assert any("Three years" in lived for lived in role.experience)


def test_what_is_asked_for_may_stand_between_semicolons(tmp_path: Path) -> None:
    text = (
        "Village Bakery - Baker\nPosition: Part-time\n\nQualifications\n"
        "High school diploma; two years of experience in a bakery; excellent kneading skills; "
        "knowledge of food safety\n"
    )
    role = read_advert(text_file(tmp_path, text)).role
    assert role.label == "Baker"
    assert {"Kneading", "Food safety"} <= {term.label for term in role.skill}
    assert [degree.level for degree in role.degree] == ["secondary"]
    assert role.experience == ("two years of experience in a bakery",)
