"""An answer as one HTML page that stands alone: no script, no request, fit to print and to file."""

from __future__ import annotations

from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from careergraph.analysis.comparison import Comparison, comparison_query
from careergraph.analysis.learning.path import LearningPath
from careergraph.export.path import path_query
from careergraph.export.sentences import (
    comparison_columns,
    comparison_sentence,
    path_sentence,
    reason,
)
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS, RELATIONS, enumeration

_TEMPLATES = Environment(
    loader=PackageLoader("careergraph.export"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
_TEMPLATES.globals.update(kinds=KINDS, relations=RELATIONS)


def comparison_report(network: Network, comparison: Comparison) -> str:
    """Return a comparison as a page: counts, what is shared and what is not, evidence and query."""
    return _page(
        "comparison.html",
        network,
        title=enumeration([role.label for role in comparison.roles]),
        summary=comparison_sentence(comparison),
        comparison=comparison,
        columns=comparison_columns(comparison),
        query=comparison_query(*(role.iri for role in comparison.roles)),
    )


def path_report(network: Network, path: LearningPath) -> str:
    """Return a learning path as a page: stages with reasons, routes, what else is asked, query."""
    return _page(
        "path.html",
        network,
        title=f"How to become {path.target.label}",
        summary=path_sentence(path),
        path=path,
        query=path_query(network, path),
        reason=reason,
    )


def _page(template: str, network: Network, **content: Any) -> str:
    return _TEMPLATES.get_template(template).render(
        titles=network.graph["sources"], today=date.today().isoformat(), **content
    )
