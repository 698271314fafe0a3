"""The examples in docstrings run."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

import pytest

import careergraph

MODULES = ["careergraph", *(m.name for m in walk_packages(careergraph.__path__, "careergraph."))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    outcome = doctest.testmod(import_module(name), optionflags=FLAGS)
    assert outcome.failed == 0


def test_there_are_examples() -> None:
    found = doctest.DocTestFinder(exclude_empty=True).find(
        import_module("careergraph.analysis.comparison")
    )
    assert [each for each in found if each.examples]


def test_modules_that_the_text_names_exist() -> None:
    named = {
        name
        for folder in careergraph.__path__
        for file in Path(folder).rglob("*.py")
        for name in re.findall(r"``(careergraph(?:\.[a-z_]+)+)``", file.read_text("utf-8"))
    }
    # careergraph.access is the name of a log.
    assert named - {"careergraph.access"} == {name for name in named if find_spec(name)}
