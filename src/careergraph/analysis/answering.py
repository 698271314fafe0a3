"""Answer a question asked in plain words by the analysis that fits what was understood.

Every answer carries the SPARQL that reproduces what it shows, so that it can be checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph

from careergraph.analysis.comparison import compare_roles, comparison_query
from careergraph.analysis.learning.fit import fit_roles
from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.similarity.related import related_query, related_roles
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.describe import describe, describe_query
from careergraph.network.lookup import Match
from careergraph.network.projection import Network, network_of
from careergraph.reading.questions import Question, understand
from careergraph.vocabulary import RELATIONS

MOST = 25
"""The most rows of a list."""

_NEEDS = ("requiresSkill", "usesTool", "prefersSkill", "requiresDegree", "prefersDegree")


@dataclass(frozen=True)
class Row(Answer):
    """A thing in a list, and what the list says of it."""

    thing: Ref
    note: str


@dataclass(frozen=True)
class Listing(ListAnswer):
    """A list that answers a question: a sentence, the first rows, and how many there are."""

    ROWS = "rows"

    sentence: str
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True)
class Asked(Answer):
    """The answer of ``ask``.

    ``answer`` is a ``Comparison``, ``LearningPath``, ``RoleFits``, ``Card``, ``Related``,
    ``NextSkills`` or ``Listing``, None where nothing was understood; ``query`` is the SPARQL that
    reproduces it, "" where there is none.
    """

    understood: Question
    answer: Answer | None
    query: str

    def to_dict(self) -> dict[str, object]:
        """Return the question as understood, with its query, and the answer."""
        plain = super().to_dict()
        plain["understood"]["query"] = plain.pop("query")
        return plain


def ask(network: Network | Graph, text: str) -> Asked:
    """Answer a question in plain words.

    Args:
        network: as ``project`` gives it.
        text: the question, see ``reading.questions.understand`` for what is understood.
    """
    network = network_of(network)
    return answer(network, understand(network, text))


def answer(network: Network, question: Question) -> Asked:
    """Answer a question that has been understood."""
    roles = [role.iri for role in question.roles]
    known = [thing.iri for thing in question.known]
    start = question.start.iri if question.start else None
    found: Answer | None = None
    query = ""
    match question.intent:
        case "compare":
            found, query = compare_roles(network, *roles), comparison_query(*roles)
        case "path" if question.target:
            found = learning_path(network, question.target.iri, start, known)
        case "fit" if known or start:
            found = fit_roles(network, [*known, *([start] if start else [])])
        case "next":
            found = next_skills(network, known, start=start)
        case "thing" | "pay":
            found, query = describe(network, roles[0]), describe_query(roles[0])
        case "similar":
            found, query = related_roles(network, roles[0]), related_query(roles[0])
        case "needing":
            found, query = _needing(network, question.known), _needing_query(known)
        case "needed":
            found, query = _needed(network, question), _needed_query(roles[0], known)
        case "before":
            found, query = _before(network, known[0]), _before_query(known[0])
        case "without degree":
            found, query = _without_degree(network), WITHOUT_DEGREE
        case "remote":
            found, query = _remote(network, roles), REMOTE
    return Asked(question, found, query)


def _listing(sentence: str, rows: Iterable[Row]) -> Listing:
    listed = list(rows)
    return Listing(sentence, tuple(listed[:MOST]), len(listed))


def _needing(network: Network, things: tuple[Match, ...]) -> Listing:
    """List the roles that ask for all of some things, the one that they matter most to first."""
    asking: dict[str, float] | None = None
    for thing in things:
        weights = {
            role: max(data["weight"] for data in links.values())
            for role, links in network.pred[thing.iri].items()
            if network.nodes[role]["kind"] == "role" and not set(_NEEDS).isdisjoint(links)
        }
        asking = (
            weights
            if asking is None
            else {role: asking[role] + weights[role] for role in asking.keys() & weights.keys()}
        )
    asking = asking or {}
    names = " and ".join(thing.label for thing in things)
    order = sorted(asking, key=lambda role: (-asking[role], network.nodes[role]["label"], role))
    rows = [Row(ref(network, role), "") for role in order]
    return _listing(f"{len(rows)} {'role asks' if len(rows) == 1 else 'roles ask'} for {names}.",
                    rows)  # fmt: skip


def _needed(network: Network, question: Question) -> Listing:
    """Return for each thing whether a role asks for it, and how."""
    role = question.roles[0]
    rows = []
    for thing in question.known:
        links = network.get_edge_data(role.iri, thing.iri) or {}
        how = [RELATIONS[name].label for name in _NEEDS if name in links]
        said = f"yes: {role.label} {how[0]} it" if how else f"no source says that {role.label} does"
        rows.append(Row(ref(network, thing.iri), said))
    yes = sum(row.note.startswith("yes") for row in rows)
    names = ", ".join(thing.label for thing in question.known)
    word = "asks for" if yes == len(rows) else "does not ask for" if not yes else "asks for some of"
    return _listing(f"{role.label} {word} {names}.", rows)


def _before(network: Network, thing: str) -> Listing:
    """List what is learnt before a thing, the nearest first."""
    seen, layer, rows = {thing}, [thing], []
    while layer:
        following = []
        for later in layer:
            for earlier, links in network[later].items():
                if earlier not in seen and ("prerequisite" in links or "bestAfter" in links):
                    seen.add(earlier)
                    following.append(earlier)
                    note = "" if later == thing else f"for {network.nodes[later]['label']}"
                    rows.append(Row(ref(network, earlier), note))
        layer = following
    label = network.nodes[thing]["label"]
    count = f"{len(rows)} {'thing is' if len(rows) == 1 else 'things are'}"
    return _listing(f"{count} learnt before {label}." if rows
                    else f"Nothing in the graph is learnt before {label}.", rows)  # fmt: skip


def _without_degree(network: Network) -> Listing:
    """List the roles that say what they need and do not say that a degree is required."""
    rows = []
    for role, data in network.nodes(data=True):
        if data["kind"] != "role":
            continue
        links = [name for _, _, name in network.out_edges(role, keys=True)]
        needs = sum(name in {"requiresSkill", "usesTool"} for name in links)
        if needs and "requiresDegree" not in links:
            rows.append((needs, Row(ref(network, role), f"{needs} skills and tools on record")))
    rows.sort(key=lambda row: (-row[0], row[1].thing.label, row[1].thing.iri))
    return _listing(
        f"{len(rows)} roles have no degree among what they require on record.",
        (row for _, row in rows),
    )


def _remote(network: Network, roles: list[str]) -> Listing:
    """List the job postings whose work is remote, of some roles or of all."""
    rows = []
    for posting, data in network.nodes(data=True):
        if data["kind"] == "posting" and data["facts"].get("jobLocationType") == "TELECOMMUTE":
            offers = [
                other for other, links in network[posting].items() if "relevantOccupation" in links
            ]
            if not roles or set(roles) & set(offers):
                label = ", ".join(network.nodes[role]["label"] for role in offers)
                rows.append(Row(ref(network, posting), label))
    return _listing(f"{len(rows)} job postings can be done from anywhere.", rows)


_LABELS = "OPTIONAL { ?thing skos:prefLabel ?label }"


def _needing_query(things: list[str]) -> str:
    needs = "|".join(f"cg:{name}" for name in _NEEDS)
    patterns = " ".join(
        f"?thing {needs} ?t{place} . ?t{place} (skos:exactMatch|^skos:exactMatch)* <{iri}> ."
        for place, iri in enumerate(things)
    )
    return f"""# The roles that ask for all of these things.
SELECT DISTINCT ?thing ?label WHERE {{ ?thing a cg:Role . {patterns} {_LABELS} }} ORDER BY ?label"""


def _needed_query(role: str, things: list[str]) -> str:
    named = " ".join(f"<{iri}>" for iri in things)
    return f"""# How a role asks for these things, and who says so.
SELECT ?thing ?relation ?source WHERE {{
  VALUES ?thing {{ {named} }}
  <{role}> (skos:exactMatch|^skos:exactMatch)* ?role .
  ?thing (skos:exactMatch|^skos:exactMatch)* ?twin .
  GRAPH ?source {{ ?role ?relation ?twin }}
}} ORDER BY ?thing"""


def _before_query(thing: str) -> str:
    return f"""# What is learnt before a thing, as far back as it goes.
SELECT DISTINCT ?thing ?label WHERE {{
  <{thing}> (cg:prerequisite|cg:bestAfter)+ ?thing . {_LABELS}
}} ORDER BY ?label"""


WITHOUT_DEGREE = f"""# Roles that say what they need, and not that a degree is required.
SELECT ?thing ?label (COUNT(DISTINCT ?need) AS ?needs) WHERE {{
  ?thing a cg:Role ; cg:requiresSkill|cg:usesTool ?need . {_LABELS}
  FILTER NOT EXISTS {{ ?thing cg:requiresDegree ?degree }}
}} GROUP BY ?thing ?label ORDER BY DESC(?needs) ?label"""

REMOTE = """# Job postings whose work is remote, and as what.
SELECT DISTINCT ?thing ?title ?role WHERE {
  ?thing a schema:JobPosting ; schema:title ?title ; schema:jobLocationType "TELECOMMUTE" ;
         schema:relevantOccupation ?role .
} ORDER BY ?title"""
