"""An answer as one HTML page that stands alone: no script, no request, fit to print and to file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from string import ascii_uppercase
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from careergraph.analysis.comparison import Comparison, comparison_query
from careergraph.analysis.learning.path import LearningPath
from careergraph.export.path_files import path_query
from careergraph.export.sentences import (
    comparison_columns,
    comparison_sentence,
    path_sentence,
    reason,
)
from careergraph.export.text import isolated
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS, enumeration

_TEMPLATES = Environment(
    loader=PackageLoader("careergraph.export"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    finalize=lambda value: isolated(value) if type(value) is str else value,
)
_TEMPLATES.globals.update(kinds=KINDS)
_TEMPLATES.filters["extract"] = lambda key, mapping: mapping[key]


def comparison_report(network: Network, comparison: Comparison) -> str:
    """Return a comparison as a page: counts, what is shared and what is not, evidence and query."""
    return render_page(
        "comparison.html",
        network,
        title=enumeration([role.label for role in comparison.roles]),
        summary=comparison_sentence(comparison),
        comparison=comparison,
        columns=comparison_columns(comparison),
        letters=_letters(comparison),
        query=comparison_query(*(role.iri for role in comparison.roles)),
        sources=_numbered(source for item in comparison.items for source in item.sources),
    )


def path_report(network: Network, path: LearningPath) -> str:
    """Return a learning path as a page: stages with reasons, routes, what else is asked, query."""
    return render_page(
        "path.html",
        network,
        title=f"How to become {path.target.label}",
        summary=path_sentence(path),
        path=path,
        query=path_query(network, path),
        reason=reason,
        sources=_numbered(source for step in path.steps for source in step.sources),
    )


def _letters(comparison: Comparison) -> dict[str, str]:
    """Return the letter by which a report names each of more than two roles."""
    roles = comparison.roles if len(comparison.roles) > 2 else ()
    return {role.iri: letter for role, letter in zip(roles, ascii_uppercase, strict=False)}


def _numbered(sources: Iterable[str]) -> dict[str, int]:
    """Return the number by which a report names each source, who says most first."""
    counts = Counter(sources)
    ranked = sorted(counts, key=lambda source: (-counts[source], source))
    return {source: number for number, source in enumerate(ranked, 1)}


def render_page(template: str, network: Network, **content: Any) -> str:
    """Return a page made of a template of this package."""
    return _TEMPLATES.get_template(template).render(
        titles=network.graph["sources"], today=date.today().isoformat(), **content
    )
