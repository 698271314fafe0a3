"""Foreign text before a terminal: shown as it is written, never acting; in files it is kept."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import hostile
import pytest

from careergraph.export.tables import answer_csv
from careergraph.export.text import isolated, shown
from careergraph.loading.opening import open_graph
from careergraph.sparql.query import run_query, stop_workers
from careergraph.store.rdf_files import _UNSEEN

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ACTS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]"
)
LABELS = "SELECT ?name { ?thing skos:prefLabel ?name }"
COMMANDS = [
    ["search", "a"], ["show", "role:0"], ["show", "skill:0"], ["show", "tool:74", "--json"],
    ["compare", "role:0", "role:1"], ["related", "role:0"], ["sources"], ["sources", "--json"],
    ["path", "--to", "role:1", "--from", "role:0"], ["fit", "--know", "skill:0", "tool:1"],
    *(["path", "--to", "role:1", "--format", form] for form in ("markdown", "turtle", "html")),
    ["next", "--know", "skill:0"], ["validate"], ["link", "www.evil.example"],
    ["export", "role:0", "role:1", "--format", "csv", "--out", "-"],
    ["show", "no\x1b]0;such\x07 thing\u202e"], ["query", "no\x9bsuch\x1b[2J file"],
    ["sear\x1b[2Jch"], ["--graph", "\x1b[2J.ttl", "sources"],
]  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.write(tmp_path_factory.mktemp("hostile"))


def on_a_terminal(graph: Path, *arguments: str) -> str:
    """What a command prints to a terminal, its errors among it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "careergraph", "--graph", str(graph), *arguments]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux tells that the other side is closed
                break
            if not piece:
                break
            pieces.append(piece)
    os.close(ours)
    return b"".join(pieces).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_acts_on_the_terminal(graph: Path, command: list[str]) -> None:
    printed = on_a_terminal(graph, *command)
    assert printed.strip()
    assert "Traceback" not in printed
    assert not ACTS.findall(COLOUR.sub("", printed)), printed
    assert printed.count("\u2068") == printed.count("\u2069"), "what is isolated ends"


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_every_label_is_shown(graph: Path, tmp_path: Path, form: str) -> None:
    query = tmp_path / "labels.rq"
    query.write_text(LABELS)
    printed = on_a_terminal(graph, "query", str(query), "--format", form)
    assert not ACTS.findall(COLOUR.sub("", printed))
    assert "␛[31mred" in printed or "\\u001B[31mred" in printed or "\\u001b[31mred" in printed
    assert "\u2068" in printed
    assert "<U+202E>" in printed


def test_a_file_keeps_every_letter(graph: Path, tmp_path: Path) -> None:
    query = tmp_path / "labels.rq"
    query.write_text(LABELS)
    run = [sys.executable, "-m", "careergraph", "--graph", str(graph)]
    answer = json.loads(subprocess.check_output([*run, "query", str(query), "--format", "json"]))
    kept = {row["name"]["value"] for row in answer["results"]["bindings"]}
    assert {_UNSEEN.sub("", label) for label in hostile.LABELS} == kept


def test_no_table_holds_a_formula(graph: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "careergraph", "--graph", str(graph), "export", "--format", "csv"]
    for what in (["role:0", "role:1"], [], ["--map"]):
        out = tmp_path / "out.csv"
        done = subprocess.run([*run, *what, "--out", str(out)], capture_output=True, check=False)
        if not out.exists():
            assert b"too little" in done.stderr
            continue
        for row in csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r") and len(cell) > 1]
        out.unlink()


def test_the_answer_for_a_spreadsheet_holds_no_formula(graph: Path) -> None:
    opened = open_graph(graph)
    table = answer_csv(run_query(opened, LABELS)).decode("utf-8-sig")
    stop_workers(opened)
    cells = [cell for (cell,) in csv.reader(io.StringIO(table, newline=""))]
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_direction_is_kept_within_a_text() -> None:
    for label in hostile.DIRECTION:
        for text in (shown(label), isolated(label)):
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200f\u061c")
            assert text.count("\u2068") == text.count("\u2069") <= 1
