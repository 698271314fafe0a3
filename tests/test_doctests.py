"""The examples in docstrings run."""

from __future__ import annotations

import doctest
from importlib import import_module
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
