"""What the documents show works as it is shown, and the site can be built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_readme import words

import careergraph
from careergraph.cli.arguments import parser
from careergraph.importers import IMPORTERS
from careergraph.loading.opening import open_graph

ROOT = Path(__file__).parents[1]
DOCS = ROOT / ".github/docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(page: str, language: str) -> list[str]:
    found = BLOCK.findall((DOCS / page).read_text("utf-8"))
    return [text for name, text in found if name == language]


@pytest.fixture
def on_the_small_graph(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What opens all occupations opens the graph that is there at once; files are the test's."""

    def small(location: object = None, mapping: str | None = None) -> object:
        return open_graph("core" if location is None else location, mapping)

    monkeypatch.setattr("careergraph.open_graph", small, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("on_the_small_graph")
@pytest.mark.parametrize("page", [page for page in PAGES if page != "cookbook.md"])
def test_each_example_of_a_page_runs(page: str) -> None:
    for text in blocks(page, "python"):
        exec(compile(text, page, "exec"), {})


FIRST, *RECIPES = blocks("cookbook.md", "python")


@pytest.mark.usefixtures("on_the_small_graph")
@pytest.mark.parametrize("number", range(1, len(RECIPES) + 1))
def test_each_recipe_of_the_cookbook_runs(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    exec(compile(FIRST, "cookbook.md", "exec"), names)
    if number == 10:  # it takes the file that the one before it makes
        exec(compile(RECIPES[8], "cookbook.md", "exec"), names)
    exec(compile(RECIPES[number - 1], f"recipe {number}", "exec"), names)
    assert capsys.readouterr().out.strip()


def test_there_are_fifteen_recipes() -> None:
    assert len(RECIPES) == 15


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_understood(page: str) -> None:
    for text in blocks(page, "sh"):
        for line in text.splitlines():
            if line.startswith("careergraph "):
                assert callable(parser().parse_args(words(line)).run)


@pytest.mark.parametrize("page", PAGES)
def test_pictures_are_there(page: str) -> None:
    for picture in re.findall(r"!\[[^]]+\]\(([^)]+)\)", (DOCS / page).read_text("utf-8")):
        assert (DOCS / page).parent.joinpath(picture).is_file()


def test_every_layout_that_is_read_is_told() -> None:
    told = set(re.findall(r"`([\w-]+)`(?=[^|\n]*\|)", (DOCS / "layouts.md").read_text("utf-8")))
    assert IMPORTERS.keys() <= told


def test_the_reference_has_every_public_name_once() -> None:
    stated = re.findall(r"^::: careergraph\.\S*?(\w+)$", (DOCS / "reference.md").read_text(), re.M)
    assert sorted(stated) == sorted(careergraph.__all__)


@pytest.mark.slow
def test_the_notebook_runs() -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    notebook = nbformat.read(DOCS / "careergraph.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=120).execute()
    shown = [
        output["data"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    assert len(shown) == sum(cell.cell_type == "code" for cell in notebook.cells)
    assert sum("<svg" in data.get("text/html", "") for data in shown) >= 3
    assert all(not cell.outputs for cell in nbformat.read(DOCS / "careergraph.ipynb", 4).cells
               if cell.cell_type == "code"), "it is kept without outputs"  # fmt: skip


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    config = pytest.importorskip("mkdocs.config")
    from mkdocs.commands.build import build

    loaded = config.load_config(str(ROOT / ".github/mkdocs.yml"), site_dir=str(tmp_path))
    build(loaded)
    page = (tmp_path / "reference/index.html").read_text("utf-8")
    for name in ("compare_roles", "RoleMatrix", "NotFoundError"):
        assert name in page
