"""Files that are no files, or more than they seem: one sentence each, in time and in memory."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SENTENCE = re.compile(r"(?:[^\n]*\n)*careergraph[^\n]*[.?…]\n\Z")
MEMORY = 1_500_000_000
SECONDS = 40
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every kind of hostile file, by the name that tests call it by."""
    folder = tmp_path_factory.mktemp("files")
    for ending in ("ttl", "txt", "csv", "html", "json"):
        os.mkfifo(folder / f"pipe.{ending}")
        (folder / f"zero.{ending}").symlink_to("/dev/zero")
        (folder / f"folder.{ending}").mkdir()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(folder / "socket.ttl"))
    with gzip.open(folder / "bomb.nt.gz", "wb", 9) as bomb:
        line = b'<http://e/s> <http://e/p> "' + b"x" * 999_000 + b'" .\n'
        for _ in range(3_000):
            bomb.write(line)
    entity = f'<!DOCTYPE r [<!ENTITY e "{"x" * 100_000}">]>{HEAD}'
    use = '<rdf:Description rdf:about="http://e/{}"><e:p>&e;</e:p></rdf:Description>'
    (folder / "entity.rdf").write_text(
        entity + "".join(map(use.format, range(12_000))) + "</rdf:RDF>"
    )
    deep = "<rdf:Description><e:p>" * 50_000
    (folder / "deep.rdf").write_text(HEAD + deep)
    (folder / "deep.json").write_text("[" * 200_000)
    (folder / "deep.jsonld").write_text('{"@context": {}, "http://e/p":' * 50_000)
    (folder / "number.json").write_text('{"skills": [{"name": ' + "9" * 5_000 + "}]}")
    (folder / "lines.txt").write_text("\n" * 40_000 + "SQL")
    for number, text in enumerate(("<!--", "![", "[", "#", "```", "**", "<p>", "|", "a.", "(")):
        (folder / f"marks{number}.md").write_text(text * 46_000)
        (folder / f"lines{number}.md").write_text(f"{text}\n" * 20_000)
    (folder / "title.md").write_text("Data " * 40_000 + "Engineer vs Data Scientist\n")
    (folder / "charset.html").write_bytes(b"<meta charset=undefined><p>A role needs SQL</p>")
    (folder / "charset2.html").write_bytes(b"<meta charset='utf-7'><p>A role \xff needs SQL</p>")
    with zipfile.ZipFile(folder / "month.zip", "w") as archive:
        entry = zipfile.ZipInfo("db_29_2_text/Occupation Data.txt")
        entry.date_time = (1980, 0, 0, 0, 0, 0)
        archive.writestr(entry, "O*NET-SOC Code\tTitle\tDescription\n15-2051.00\tData\tx\n")
        archive.writestr("db_29_2_text/Read Me.txt", "O*NET 29.2 Database\nWinter 2025 Release\n")
    with zipfile.ZipFile(folder / "esco.zip", "w") as archive:
        entry = zipfile.ZipInfo("occupations_en.csv")
        entry.date_time = (1980, 0, 0, 0, 0, 0)
        archive.writestr(entry, "conceptType,conceptUri,preferredLabel\nOccupation,http://e/,x\n")
    (folder / "empty.ttl").write_bytes(b"")
    (folder / "binary.ttl").write_bytes(bytes(range(256)) * 100)
    yield folder
    listening.close()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may take so much memory and time, and no more."""
    limited = (
        f"import resource as r, sys; r.setrlimit(r.RLIMIT_DATA, ({MEMORY}, {MEMORY}));"
        f"r.setrlimit(r.RLIMIT_CPU, ({SECONDS}, {SECONDS}));"
        "from careergraph.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", limited, *arguments],
        capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


REFUSED = [
    *((command, f"{kind}.{ending}") for kind in ("pipe", "zero", "folder") for command, ending in
      (("query", "txt"), ("profile", "json"), ("preview", "txt"), ("graph", "ttl"))),
    ("graph", "socket.ttl"), ("load", "socket.ttl"), ("load", "pipe.csv"), ("load", "zero.html"),
    ("graph", "bomb.nt.gz"), ("load", "bomb.nt.gz"), ("graph", "entity.rdf"),
    ("load", "entity.rdf"), ("graph", "deep.rdf"), ("graph", "deep.jsonld"),
    ("profile", "deep.json"), ("profile", "number.json"), ("graph", "binary.ttl"),
    ("graph", "x" * 300 + ".ttl"), ("profile", "x" * 300), ("query", "x" * 300),
    ("load", "x" * 300), ("graph", "a\0b.ttl"), ("profile", "a\0b"), ("load", "a\0b"),
]  # fmt: skip
READ = [
    ("profile", "lines.txt"), ("load", "month.zip"), ("load", "esco.zip"),
    ("preview", "charset.html"), ("preview", "title.md"), ("preview", "charset2.html"),
    *(("preview", f"{kind}{number}.md") for kind in ("marks", "lines") for number in range(10)),
]  # fmt: skip


def asked(files: Path, command: str, name: str) -> subprocess.CompletedProcess[str]:
    path = str(files / name)
    if command == "graph":
        return run("--graph", path, "sources")
    if command == "profile":
        return run("--graph", "core", "fit", "--profile", path)
    if command == "load":
        return run("load", path, "--dry-run", "--store", str(files / "none.store"))
    return run("--graph", "core", command, path)


@pytest.mark.parametrize(("command", "name"), REFUSED, ids=lambda part: repr(part)[:30])
def test_what_cannot_be_read_is_refused_in_a_sentence(files: Path, command: str, name: str) -> None:
    if "\0" in name:
        pytest.skip("no shell passes a NUL on; see the explorer's tests")
    answer = asked(files, command, name)
    assert "Traceback" not in answer.stderr, answer.stderr
    assert SENTENCE.match(answer.stderr), answer.stderr[-500:]
    assert answer.returncode in {1, 2, 3}, answer.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("command", "name"), READ, ids=lambda part: repr(part)[:30])
def test_what_is_long_is_read_or_refused_in_time(files: Path, command: str, name: str) -> None:
    answer = asked(files, command, name)
    assert "Traceback" not in answer.stderr, answer.stderr
    assert answer.returncode in {0, 1, 2, 3}, answer.stderr
    assert answer.returncode == 0 or SENTENCE.match(answer.stderr), answer.stderr


def test_a_query_that_is_no_text_is_told_so(files: Path) -> None:
    answer = run("--graph", "core", "query", str(files / "binary.ttl"))
    assert SENTENCE.match(answer.stderr)
