"""What the README shows works as it is shown."""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import partial
from pathlib import Path

import pytest

from careergraph.cli.arguments import parser
from careergraph.cli.main import main
from careergraph.loading.opening import open_graph

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
PYTHON = [text for language, text in BLOCKS if language == "python"]
SHELL = [
    line.removeprefix("$ ")
    for language, text in BLOCKS
    if language == "sh"
    for line in text.replace("\\\n", " ").splitlines()
]
COMMANDS = [line for line in SHELL if line.startswith("careergraph ")]
READ_ONLY = {"search", "show", "compare", "related", "path", "next", "query", "sources"}


def words(line: str) -> list[str]:
    return shlex.split(line, comments=True)[1:]


def test_the_readme_has_a_name() -> None:
    assert README.startswith("# careergraph\n")


@pytest.mark.parametrize("text", PYTHON, ids=lambda text: text.splitlines()[0])
def test_python_examples_run(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # On the small graph, which is there at once.
    monkeypatch.setattr("careergraph.open_graph", partial(open_graph, "core"), raising=False)
    monkeypatch.chdir(tmp_path)
    exec(compile(text, "README.md", "exec"), {})
    if "print(" in text:
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_are_understood(line: str) -> None:
    assert callable(parser().parse_args(words(line)).run)


@pytest.mark.parametrize("line", [line for line in COMMANDS if "--graph" not in line])
def test_commands_that_only_read_have_an_answer(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = words(line)
    if arguments[0] not in READ_ONLY:
        pytest.skip("it writes, or runs until it is stopped")
    monkeypatch.chdir(ROOT)
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make ")])
def test_make_has_the_target(line: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
    assert words(line)[0] in targets


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:app|graph|src|tests)/[^`<* ]*)`", README)))
)
def test_files_that_are_named_are_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    "link", sorted(set(re.findall(r"\]\((?!https?:|#|mailto:)([^)]+)\)", README)))
)
def test_pictures_and_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link.partition("#")[0]).is_file()


def test_every_dependency_is_explained() -> None:
    if "| library |" not in README:
        pytest.skip("the README does not list libraries yet")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", need)[0] for need in project["dependencies"]}
    listed = README[README.index("| library |") :].partition("\n\n")[0]
    assert {name for name in names if not re.search(rf"\b{name}\b", listed)} == set()
