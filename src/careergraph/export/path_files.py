"""A learning path to take along: checklist, table, calendar, Turtle, and the query behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from careergraph.analysis.learning.path import LearningPath, Step
from careergraph.export.sentences import path_sentence, reason
from careergraph.export.tables import table_csv
from careergraph.network.learning_resources import LearningResource
from careergraph.network.projection import Network
from careergraph.vocabulary import CG, KINDS, PREFIXES, SCHEMA

Resources = Mapping[str, Sequence[LearningResource]]
"""By the IRI of a step, where it can be learnt."""


def path_to_markdown(path: LearningPath, resources: Resources | None = None) -> str:
    """Return a path as a checklist that reads well as plain text and in any Markdown viewer."""
    where = resources or {}
    name = path.target.label
    lines = [f"# The way to {_escape(name)}", "", _escape(path_sentence(path)), ""]
    lines += [f"> {_escape(note)}\n" for note in path.notes]
    if path.unknown:
        names = ", ".join(_escape(unknown.text) for unknown in path.unknown)
        lines += [f"Not recognised, and left out: {names}.", ""]
    for number, stage in enumerate(path.stages, 1):
        lines += [f"## Stage {number}", "", *(_task(step, name, where) for step in stage.steps), ""]
        for fold in stage.folded:
            field = fold.field.label if fold.field else "More"
            lines += [
                f"### {_escape(field)}",
                "",
                *(_task(step, name, where) for step in fold.steps),
                "",
            ]
    if path.via:
        lines += ["## By way of another role", ""]
        for route in path.via:
            way = " → ".join(_escape(hop.to.label) for hop in route.hops)
            lines.append(f"- {way}: {_escape(route.why)}")
            for hop in route.hops:
                new = ", ".join(_escape(item.label) for item in hop.new) or "nothing new"
                lines.append(f"  - {_escape(hop.to.label)}: {new} ({hop.reused} known by then)")
        lines.append("")
    if path.not_learnable:
        lines += ["## Asked for, and not learnt by study", ""]
        lines += [f"- [ ] {_escape(t.label)} ({t.kind}; {t.how})" for t in path.not_learnable]
        lines.append("")
    if path.also_welcome:
        lines += ["## Welcome, not needed", ""]
        lines += [f"- [ ] {_escape(item.label)}" for item in path.also_welcome]
        lines.append("")
    return "\n".join(lines)


def path_to_csv(
    path: LearningPath,
    plan: Mapping[str, Mapping[str, str]] | None = None,
    resources: Resources | None = None,
) -> bytes:
    """Return a path as a table with a step a row, in UTF-8 as spreadsheets take it.

    Args:
        path: as ``learning_path`` returns it.
        plan: by the IRI of a step, its "state", "note" and "link", where a person keeps a plan.
        resources: where each step can be learnt.
    """
    rows = []
    for number, stage in enumerate(path.stages, 1):
        for step in stage.all_steps:
            held = (plan or {}).get(step.iri, {})
            why = reason(step, path.target.label)
            rows.append(
                (
                    number, step.label, KINDS[step.kind].name, step.size, why,
                    held.get("state") or "to do", held.get("note", ""), held.get("link", ""),
                    "; ".join(" ".join(filter(None, (one.name, one.url)))
                              for one in (resources or {}).get(step.iri, ())),
                    step.iri,
                )
            )  # fmt: skip
    header = ("stage", "step", "kind", "size", "why", "state", "note", "link", "learn at", "iri")
    return table_csv(header, iter(rows))


class Span(NamedTuple):
    """The days from which to which a step is learnt; the last one is not part of it."""

    begin: date
    end: date


def schedule(path: LearningPath, weeks: Mapping[str, float], begin: date) -> dict[str, Span]:
    """Return when each step is learnt, one after the other, by its IRI.

    Args:
        path: as ``learning_path`` returns it.
        weeks: how many weeks a step of each size takes.
        begin: the day on which the first step begins.
    """
    spans: dict[str, Span] = {}
    day = begin
    for step in path.steps:
        end = day + timedelta(days=max(1, round(7 * weeks[step.size])))
        spans[step.iri] = Span(day, end)
        day = end
    return spans


WEEKS: dict[str, float] = {"small": 1, "medium": 3, "large": 8}
"""Weeks that a step of each size is given in a calendar where a person has not said."""


def path_to_icalendar(path: LearningPath, weeks: Mapping[str, float], begin: date) -> bytes:
    """Return a path as a calendar (RFC 5545): one all-day event a step, one after the other.

    Args:
        path: as ``learning_path`` returns it.
        weeks: how many weeks a step of each size takes.
        begin: the day on which the first step begins.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//careergraph//learning path//EN"]
    spans = schedule(path, weeks, begin)
    for step in path.steps:
        day, end = spans[step.iri]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid5(NAMESPACE_URL, f'{path.target.iri} {step.iri}')}",
            f"DTSTAMP:{begin:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{_calendar_text(f'Learn {step.label}')}",
            f"DESCRIPTION:{_calendar_text(reason(step, path.target.label))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _calendar_text(text: str) -> str:
    """Return a text as a value of a calendar, on one line."""
    plain = " ".join(text.split())
    return re.sub(r"([\\,;])", r"\\\1", re.sub(r"[\x00-\x1f\x7f]", "", plain))


def _folded(line: str) -> str:
    """Return a line of a calendar broken after 75 bytes, as RFC 5545 asks."""
    parts, room = [""], 75
    for letter in line:
        size = len(letter.encode())
        if room < size:
            parts.append("")
            room = 74  # the blank that a further line begins with counts
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)


def path_to_turtle(path: LearningPath) -> str:
    """Return a path as Turtle: a schema:HowTo whose steps, in order, are about skills and tools."""
    from rdflib import BNode, Graph, Literal, URIRef
    from rdflib.namespace import RDF, SKOS

    graph = Graph()
    for prefix in ("cg", "skos", "schema", "xsd"):
        graph.bind(prefix, PREFIXES[prefix])
    way = BNode("path")
    graph.add((way, RDF.type, SCHEMA.HowTo))
    graph.add((way, SCHEMA.name, Literal(f"The way to {path.target.label}", lang="en")))
    graph.add((way, SCHEMA.about, URIRef(path.target.iri)))
    person = BNode("me")
    for known in path.known:
        graph.add((person, CG.knows, URIRef(known.iri)))
        graph.add((URIRef(known.iri), SKOS.prefLabel, Literal(known.label, lang="en")))
    for position, step in enumerate(path.steps, 1):
        thing, node = URIRef(step.iri), BNode(f"step{position}")
        graph.add((way, SCHEMA.step, node))
        graph.add((node, RDF.type, SCHEMA.HowToStep))
        graph.add((node, SCHEMA.position, Literal(position)))
        graph.add((node, SCHEMA.about, thing))
        graph.add((node, SCHEMA.description, Literal(reason(step, path.target.label), "en")))
        graph.add((thing, SKOS.prefLabel, Literal(step.label, lang="en")))
        for later in step.needed_for:
            graph.add((URIRef(later.iri), CG.prerequisite, thing))
    return graph.serialize(format="turtle")


def path_query(network: Network, path: LearningPath) -> str:
    """Return the SPARQL query that lists what a path is made of, for the graph it is of.

    It lists what the target asks for and what one cannot do without for that, less what is known.
    Which of several alternatives to take is for the path to choose; the query lists all.
    """
    named = [known.iri for known in path.known if known.why == "named"]
    roles = [role.iri for role in path.held_roles]
    return _QUERY.format(
        name=" ".join(path.target.label.split()),
        target=_values(network, [path.target.iri]),
        roles=_values(network, roles),
        named=_values(network, named),
        same="(cg:prerequisite|skos:exactMatch|^skos:exactMatch)*",
        needs="(cg:requiresSkill|cg:usesTool)",
    )


_QUERY = """# What to learn on the way to {name}:
# what it asks for and what one cannot do without for that, less what is known.
PREFIX cg: <https://w3id.org/careergraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?target {{ {target} }}
  ?target {needs} ?need .
  ?need {same} ?thing .
  ?thing skos:prefLabel ?label .
  # Known: what the roles need, what is named, and what nobody knows those without.
  MINUS {{ SELECT DISTINCT ?thing WHERE {{
    {{ VALUES ?role {{ {roles} }} ?role skos:broader* ?same . ?same {needs} ?have }}
    UNION {{ VALUES ?have {{ {named} }} }}
    ?have {same} ?thing .
  }} }}
}} ORDER BY ?label
"""


def _values(network: Network, iris: Iterable[str]) -> str:
    return " ".join(f"<{each}>" for iri in iris for each in network.nodes[iri]["iris"])


def _task(step: Step, target: str, resources: Resources) -> str:
    why = _escape(reason(step, target))
    where = "".join(
        f"\n  - {_escape(one.name)}" + (f": <{one.url}>" if one.url and ">" not in one.url else "")
        for one in resources.get(step.iri, ())
    )
    return f"- [ ] **{_escape(step.label)}**: {why}{where}"


def _escape(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text)
