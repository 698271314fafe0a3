"""careergraph: what would it take to get from this job to that one?

>>> from careergraph import compare_roles, find, open_graph, project
>>> network = project(open_graph("core"))
>>> engineer, architect = find(network, "ML engineer"), find(network, "AI architect")
>>> comparison = compare_roles(network, engineer.iri, architect.iri)
>>> sorted(item.label for item in comparison.shared if item.kind == "tool")
['AWS', 'Google Cloud']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careergraph.analysis.answering import Asked as Asked
    from careergraph.analysis.answering import ask as ask
    from careergraph.analysis.comparison import Comparison as Comparison
    from careergraph.analysis.comparison import compare_roles as compare_roles
    from careergraph.analysis.learning.fit import RoleFits as RoleFits
    from careergraph.analysis.learning.fit import fit_roles as fit_roles
    from careergraph.analysis.learning.next_skill import next_skills as next_skills
    from careergraph.analysis.learning.path import LearningPath as LearningPath
    from careergraph.analysis.learning.path import learning_path as learning_path
    from careergraph.analysis.matrix import RoleMatrix as RoleMatrix
    from careergraph.analysis.matrix import ThingMatrix as ThingMatrix
    from careergraph.analysis.matrix import role_matrix as role_matrix
    from careergraph.analysis.matrix import thing_matrix as thing_matrix
    from careergraph.analysis.similarity.related import related_roles as related_roles
    from careergraph.errors import CareerGraphError as CareerGraphError
    from careergraph.loading.validation import validate as validate
    from careergraph.network.describe import Card as Card
    from careergraph.network.describe import describe as describe
    from careergraph.network.figures import pay_and_outlook as pay_and_outlook
    from careergraph.network.lookup import Match as Match
    from careergraph.network.lookup import find as find
    from careergraph.network.lookup import search as search
    from careergraph.network.projection import project as project
    from careergraph.network.sources import list_sources as list_sources
    from careergraph.reading.linking import Link as Link
    from careergraph.reading.linking import link_text as link_text
    from careergraph.sparql.query import run_query as run_query
    from careergraph.store.opening import open_graph as open_graph

__version__ = "0.1.0"

_HOME = {
    "Asked": "analysis.answering",
    "CareerGraphError": "errors",
    "Card": "network.describe",
    "Comparison": "analysis.comparison",
    "LearningPath": "analysis.learning.path",
    "Link": "reading.linking",
    "Match": "network.lookup",
    "RoleMatrix": "analysis.matrix",
    "ThingMatrix": "analysis.matrix",
    "role_matrix": "analysis.matrix",
    "thing_matrix": "analysis.matrix",
    "RoleFits": "analysis.learning.fit",
    "ask": "analysis.answering",
    "compare_roles": "analysis.comparison",
    "describe": "network.describe",
    "find": "network.lookup",
    "fit_roles": "analysis.learning.fit",
    "learning_path": "analysis.learning.path",
    "link_text": "reading.linking",
    "list_sources": "network.sources",
    "next_skills": "analysis.learning.next_skill",
    "open_graph": "store.opening",
    "pay_and_outlook": "network.figures",
    "project": "network.projection",
    "related_roles": "analysis.similarity.related",
    "run_query": "sparql.query",
    "search": "network.lookup",
    "validate": "loading.validation",
}

__all__ = tuple(_HOME)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that one command pays for one module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
