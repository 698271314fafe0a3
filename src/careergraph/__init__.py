"""careergraph: what would it take to get from this job to that one?

>>> from careergraph import compare_roles, find, open_graph, project
>>> network = project(open_graph())
>>> engineer, architect = find(network, "ML engineer"), find(network, "AI architect")
>>> comparison = compare_roles(network, engineer.iri, architect.iri)
>>> sorted(item.label for item in comparison.shared if item.kind == "tool")
['AWS', 'Google Cloud']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careergraph.card import Card as Card
    from careergraph.card import describe as describe
    from careergraph.comparison import Comparison as Comparison
    from careergraph.comparison import compare_roles as compare_roles
    from careergraph.errors import CareerGraphError as CareerGraphError
    from careergraph.learning_paths import LearningPath as LearningPath
    from careergraph.learning_paths import learning_path as learning_path
    from careergraph.lookup import Match as Match
    from careergraph.lookup import find as find
    from careergraph.lookup import search as search
    from careergraph.next_skill import next_skills as next_skills
    from careergraph.projection import project as project
    from careergraph.query import run_query as run_query
    from careergraph.similarity import related_roles as related_roles
    from careergraph.sources import list_sources as list_sources
    from careergraph.store import open_graph as open_graph
    from careergraph.validation import validate as validate

_HOME = {
    "CareerGraphError": "errors",
    "Card": "card",
    "Comparison": "comparison",
    "LearningPath": "learning_paths",
    "Match": "lookup",
    "compare_roles": "comparison",
    "describe": "card",
    "find": "lookup",
    "learning_path": "learning_paths",
    "list_sources": "sources",
    "next_skills": "next_skill",
    "open_graph": "store",
    "project": "projection",
    "related_roles": "similarity",
    "run_query": "query",
    "search": "lookup",
    "validate": "validation",
}

__all__ = tuple(_HOME)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that one command pays for one module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
