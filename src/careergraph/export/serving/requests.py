"""What other programs may ask: each question a function of a network and of plain values.

The names and types of the arguments are the parameters that HTTP and agents see, the first
paragraph of the docstring is what they read. An answer is the JSON of the command of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from rdflib import Literal as Text

from careergraph.analysis.answering import ask as answer_question
from careergraph.analysis.comparison import compare_roles, comparison_query
from careergraph.analysis.learning.fit import fit_roles
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.similarity.related import Direction, Measure, related_query, related_roles
from careergraph.errors import UsageError
from careergraph.export.path_files import path_query
from careergraph.network.describe import describe, describe_query
from careergraph.network.lookup import search as look_up
from careergraph.network.projection import Network
from careergraph.reading.linking import link_text
from careergraph.vocabulary import KINDS, REQUIREMENTS

MOST = 200
"""The most of anything that one answer ranks."""

MOST_ROLES = 12
"""The most roles of one comparison."""

MOST_KNOWN = 500
"""The most names of what somebody knows."""

LONGEST = 20_000
"""Letters of the longest text that is read."""


@dataclass(frozen=True)
class Reply:
    """An answer as its command prints it, and SPARQL that reproduces what it stands on."""

    answer: dict[str, Any]
    query: str


def search(network: Network, text: str, kind: str | None = None, limit: int = 20) -> Reply:
    """Look up roles, skills, tools and all else by name, forgiving of slips."""
    if kind not in (None, *KINDS):
        raise UsageError(f"There is no kind “{kind}”; choose from {', '.join(KINDS)}.")
    matches = look_up(network, _text(text), kind=kind, limit=_count(limit))
    return Reply({"results": [match.to_dict() for match in matches]}, _search_query(text))


def show(network: Network, thing: str) -> Reply:
    """Return all that the graph says of one thing: names, meaning, facts, relations, sources."""
    card = describe(network, thing)
    return Reply(card.to_dict(), describe_query(card.iri))


def compare(network: Network, role: list[str]) -> Reply:
    """Return what two roles or more share, what sets them apart, and what comes near."""
    _few(role, MOST_ROLES, "roles")
    comparison = compare_roles(network, *role)
    query = comparison_query(*(each.iri for each in comparison.roles))
    return Reply(comparison.to_dict(), query)


def related(
    network: Network,
    role: str,
    k: int = 10,
    measure: Measure = "cosine",
    direction: Direction | None = None,
) -> Reply:
    """Return the roles most like one, and why; "move" ranks by where people go or come from."""
    found = related_roles(network, role, _count(k), measure, direction)
    return Reply(found.to_dict(), related_query(found.role.iri))


def path(
    network: Network,
    to: str,
    start: str | None = None,
    know: list[str] | None = None,
    k: int = 3,
    required_only: bool = False,
) -> Reply:
    """Return what to learn for a role, in which order and why, and by way of which other roles."""
    _few(know or (), MOST_KNOWN, "known things")
    way = learning_path(network, to, start, know or (), k=_count(k), required_only=required_only)
    return Reply(way.to_dict(), path_query(network, way))


def fit(network: Network, know: list[str], k: int = 10) -> Reply:
    """Return the roles that suit what somebody knows, best first, with what each still asks for."""
    _few(know, MOST_KNOWN, "known things")
    fits = fit_roles(network, know, k=_count(k))
    return Reply(fits.to_dict(), _fit_query([thing.iri for thing in fits.known]))


def link(network: Network, text: str, k: int = 5) -> Reply:
    """Return the roles, skills and tools that a text names or means, with the words that say so."""
    links = link_text(network, _text(text), _count(k))
    query = _things_query([found.iri for found in links])
    return Reply({"links": [found.to_dict() for found in links]}, query)


def ask(network: Network, question: str) -> Reply:
    """Answer a question in plain words, and tell what was understood of it."""
    asked = answer_question(network, _text(question))
    return Reply(asked.to_dict(), asked.query)


QUESTIONS: dict[str, Callable[..., Reply]] = {
    function.__name__: function
    for function in (search, show, compare, related, path, fit, link, ask)
}
"""The questions by the names of their commands."""


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise UsageError(f"The text is {len(text):,} letters long; keep it below {LONGEST:,}.")
    return text


def _count(number: int) -> int:
    if not 1 <= number <= MOST:
        raise UsageError(f"The number of answers is 1 to {MOST}, not {number}.")
    return number


def _few(things: Collection[str], most: int, name: str) -> None:
    if len(things) > most:
        raise UsageError(f"{len(things):,} {name} are more than one answer takes; name {most}.")


_SAME = "(skos:exactMatch|^skos:exactMatch)*"


def _search_query(text: str) -> str:
    return f"""# The things that have a text in one of their names.
SELECT DISTINCT ?thing ?label ?name WHERE {{
  ?thing skos:prefLabel|skos:altLabel ?name ; skos:prefLabel ?label .
  FILTER(CONTAINS(LCASE(STR(?name)), {Text(text.strip().lower()).n3()}))
}} ORDER BY ?label"""


def _fit_query(known: list[str]) -> str:
    return f"""# How many of the known things each role asks for.
SELECT ?role ?label (COUNT(DISTINCT ?thing) AS ?met) WHERE {{
  VALUES ?thing {{ {" ".join(f"<{iri}>" for iri in known)} }}
  VALUES ?relation {{ {" ".join(f"cg:{name}" for name in REQUIREMENTS)} }}
  ?thing {_SAME} ?twin . ?role ?relation ?twin ; skos:prefLabel ?label .
}} GROUP BY ?role ?label ORDER BY DESC(?met) ?label"""


def _things_query(iris: list[str]) -> str:
    return f"""# What these things are.
SELECT ?thing ?label ?kind WHERE {{
  VALUES ?thing {{ {" ".join(f"<{iri}>" for iri in iris)} }}
  ?thing skos:prefLabel ?label ; a ?kind
}} ORDER BY ?label"""
