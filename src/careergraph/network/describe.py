"""All that the graph says of one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any, Literal

from rdflib import Graph

from careergraph.network.agreement import Agreement, agreement
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.lookup import Thing, iri_of
from careergraph.network.projection import Network, network_of
from careergraph.vocabulary import KINDS, RELATIONS, REQUIREMENTS


@dataclass(frozen=True)
class RelationTo(Answer):
    """One statement about the thing: outward (it needs …) or inward (… needs it).

    ``agreement`` is how many of the sources that describe a role say that it asks for the other,
    None on the card of anything else.
    """

    relation: str
    direction: Literal["out", "in"]
    node: Ref
    weight: float
    sources: list[str]
    agreement: Agreement | None


@dataclass(frozen=True)
class Card(ListAnswer):
    """The answer of ``describe``: names, meaning, plain facts and relations, with their sources."""

    ROWS = "relations"

    iri: str
    label: str
    kind: str
    definition: str
    aliases: list[str]
    sources: list[str]
    facts: dict[str, str | float]
    iris: list[str]
    relations: tuple[RelationTo, ...]

    @property
    def by_source(self) -> dict[str, tuple[RelationTo, ...]]:
        """What each source that describes a role says that it asks for, in the card's order."""
        asked = [to for to in self.relations if to.agreement is not None]
        sources = sorted({source for to in asked for source in to.sources})
        return {source: tuple(to for to in asked if source in to.sources) for source in sources}


def describe(network: Network | Graph, thing: Thing) -> Card:
    """Return all that the network holds of one thing.

    Relations come by name, then by the kind of what is at the other end, what most sources say and
    what weighs most first. The
    definition of a role that no source defines is put together from its facts.

    Args:
        network: as ``project`` gives it.
        thing: a name, an IRI, or what another function returned.

    Raises:
        NotFoundError: and others, as ``find`` does.
    """
    network = network_of(network)
    iri = iri_of(network, thing)
    data = network.nodes[iri]

    def relation_to(
        name: str, direction: Literal["out", "in"], other: str, edge: Mapping[str, Any]
    ) -> RelationTo:
        sources = list(edge["sources"])
        asked = direction == "out" and name in REQUIREMENTS
        agreed = agreement(network, iri, sources) if asked else None
        return RelationTo(name, direction, ref(network, other), edge["weight"], sources, agreed)

    relations = [
        relation_to(name, "out", other, edge)
        for _, other, name, edge in network.out_edges(iri, keys=True, data=True)
    ] + [
        relation_to(name, "in", other, edge)
        for other, _, name, edge in network.in_edges(iri, keys=True, data=True)
    ]
    names, kinds = list(RELATIONS), list(KINDS)
    relations.sort(
        key=lambda to: (
            to.direction == "in",
            names.index(to.relation),
            kinds.index(to.node.kind),
            -(to.agreement.share if to.agreement else 1),
            -to.weight,
            to.node.label.casefold(),
            to.node.iri,
        )
    )
    return Card(
        iri=iri,
        label=data["label"],
        kind=data["kind"],
        definition=data["definition"] or _definition(network, iri),
        aliases=[name for name in data["aliases"] if name.casefold() != data["label"].casefold()],
        sources=list(data["sources"]),
        facts=dict(data["facts"]),
        iris=list(data["iris"]),
        relations=tuple(relations),
    )


def _definition(network: Network, iri: str) -> str:
    """Return what the facts of a role say it is: its group, other names, and what marks it out.

    What marks it out are the skills that count much in it and in few other things.
    """
    data = network.nodes[iri]
    if data["kind"] != "role":
        return ""
    groups: list[str] = []
    marks: list[tuple[float, str]] = []
    for _, other, relation, edge in network.out_edges(iri, keys=True, data=True):
        about = network.nodes[other]
        if relation == "broader" and about["kind"] == "group":
            groups.append(about["label"])
        elif relation == "requiresSkill":
            marks.append((-edge["weight"] / log(1 + network.in_degree(other)), about["label"]))
    parts = {
        "In the group": groups[:1],
        "also called": data["aliases"][:_NAMED],
        "most of all": [label for _, label in sorted(marks)[:_NAMED]],
    }
    text = "; ".join(f"{words} {', '.join(names)}" for words, names in parts.items() if names)
    return f"{text[0].upper()}{text[1:]}." if text else ""


_NAMED = 3  # names and skills that stand in a definition


def describe_query(iri: str) -> str:
    """Return the SPARQL that reproduces a card: every statement on the thing, with its source."""
    return f"""# Every statement about this thing, and the source that makes it.
SELECT ?subject ?relation ?object ?source WHERE {{
  VALUES ?asked {{ <{iri}> }}
  ?asked (skos:exactMatch|^skos:exactMatch)* ?thing .
  {{ GRAPH ?source {{ ?thing ?relation ?object }} BIND(?thing AS ?subject) }}
  UNION
  {{ GRAPH ?source {{ ?subject ?relation ?thing }} BIND(?thing AS ?object) }}
}} ORDER BY ?relation ?object ?subject"""
