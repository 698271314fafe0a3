"""What people expect of any command: completion, standard input, widths, examples, a browser."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from careergraph.cli import main
from careergraph.cli.arguments import COMMANDS, parser
from careergraph.cli.commands import _has_browser

XYLOGRAPH = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/x> a cg:Role ; skos:prefLabel "Xylograph"@en ."""


def completed(line: str) -> list[str]:
    """Return what a shell is told may come next."""
    asked = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE": "1",
             "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_SUPPRESS_SPACE": "1"}  # fmt: skip
    command = f"{sys.executable} -m careergraph 8>&1 9>/dev/null >/dev/null"
    result = subprocess.run(
        ["/bin/sh", "-c", command],
        check=True,
        env=os.environ | asked,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return [word.strip() for word in result.stdout.splitlines()]


def test_commands_options_and_choices_are_completed() -> None:
    assert completed("careergraph compl") == ["completion"]
    assert "--measure" in completed("careergraph related x --m")
    assert set(completed("careergraph related x --measure c")) == {"cosine", "coverage"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_how(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    printed = capsys.readouterr().out
    assert "_ARGCOMPLETE" in printed
    assert "careergraph" in printed
    if shell == "bash":
        subprocess.run(["/bin/bash", "-n"], input=printed, text=True, check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_ends_with_examples(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert f"careergraph {name}" in capsys.readouterr().out.partition("Examples:")[2]


def piped(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


@pytest.mark.parametrize(
    ("typed", "text", "printed"),
    [
        (["search", "xylograph", "--graph", "-"], XYLOGRAPH, "Xylograph"),
        (["validate", "-"], XYLOGRAPH, "licence"),
        (["preview", "-", "--as", "rdf"], XYLOGRAPH, "Xylograph"),
        (["query", "-"], "SELECT ?l { tool:kubernetes skos:prefLabel ?l }", "Kubernetes"),
        (["link", "-"], "You know Kubernetes.", "Kubernetes"),
        (["fit", "--profile", "-"], "SQL\nTableau\n", "Data Analyst"),
    ],
)
def test_a_dash_is_standard_input(
    typed: list[str],
    text: str,
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    piped(text, monkeypatch)
    main(typed)
    assert printed in capsys.readouterr().out


def test_lines_are_as_wide_as_columns_says() -> None:
    def widest(**environment: str) -> int:
        command = [sys.executable, "-m", "careergraph", "related", "data engineer", "-k", "3"]
        result = subprocess.run(
            command,
            check=True,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return max(map(len, result.stdout.splitlines()))

    assert widest(COLUMNS="70") <= 70 < widest(COLUMNS="140") <= 140


def test_a_path_is_written_in_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["path", "--to", "AI architect", "--format", "turtle", "--json"])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_preview_has_its_old_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(XYLOGRAPH)
    assert main(["import", str(file)]) == 0
    assert "Xylograph" in capsys.readouterr().out


def test_a_browser_is_opened_where_somebody_sits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert not _has_browser()
    monkeypatch.setenv("DISPLAY", ":0")
    assert _has_browser()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert not _has_browser()
