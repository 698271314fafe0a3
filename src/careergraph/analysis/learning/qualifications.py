"""What a role asks for besides what can be learnt step by step, and what it merely welcomes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.requirements import LEARNABLE, NEEDED
from careergraph.network.agreement import agreement
from careergraph.network.projection import Network
from careergraph.vocabulary import DEGREE_LEVELS, KINDS, REQUIREMENTS


@dataclass(frozen=True)
class NotLearnable(Item):
    """A thing that the target asks for and that is no step of a path; ``how`` one comes by it."""

    how: str


_HOW = {
    "degree": "earned by study",
    "experience": "comes with time at work",
    "industry": "got to know by working in it",
    "responsibility": "taken on in the role itself",
}


def not_learnable(
    network: Network, target: str, held: Collection[str], experience: Collection[str] = ()
) -> tuple[NotLearnable, ...]:
    """List what a role asks for that is not learnt step by step and that one does not hold.

    A source lists the fields of a degree as alternatives: who holds one of the degrees asked for,
    or a higher one in its field, is not asked for another of that level or below.

    Args:
        network: as ``project`` gives it.
        target: IRI of the role.
        held: IRIs of what one has, degrees and all.
        experience: IRIs of the experience that one has gained in the roles one has been in.
    """
    kind = network.nodes(data="kind")
    learnable = {
        thing
        for _, thing, relation in network.out_edges(target, keys=True)
        if relation in NEEDED and kind[thing] in LEARNABLE
    }
    others = required(network, target) - learnable
    asked = {iri for iri in others if kind[iri] == "degree"}
    degrees = [iri for iri in held if kind[iri] == "degree"]
    reached = max(
        (
            _rank(network, one)
            for one in asked
            for other in degrees
            if one == other
            or (
                _rank(network, other) >= _rank(network, one)
                and _field(network, one) in {None, _field(network, other)}
            )
        ),
        default=-1,
    )
    left = {
        iri
        for iri in others.difference(held, experience)
        if iri not in asked or _rank(network, iri) > reached
    }
    return tuple(
        NotLearnable(**vars(item), how=_HOW.get(item.kind, "not a thing to learn"))
        for item in items(network, target, left)
    )


def also_welcome(network: Network, target: str, held: Collection[str]) -> tuple[Item, ...]:
    """List what a role prefers without needing it, save what one has."""
    preferred = {
        thing
        for _, thing, relation in network.out_edges(target, keys=True)
        if relation.startswith("prefers")
    }
    return items(network, target, preferred.difference(required(network, target), held))


def required(network: Network, role: str) -> set[str]:
    """Return all that a role requires, learnable or not, and not what it merely prefers."""
    return {
        thing
        for _, thing, relation in network.out_edges(role, keys=True)
        if relation in REQUIREMENTS and not relation.startswith("prefers")
    }


def items(network: Network, role: str, iris: Iterable[str]) -> tuple[Item, ...]:
    """Return things that a role has as items of an answer, in reading order."""
    return tuple(
        item(network, role, iri)
        for iri in sorted(iris, key=lambda iri: reading_order(network, iri))
    )


def item(network: Network, role: str, iri: str) -> Item:
    """Return a thing as an item of an answer, with the relations by which a role has it."""
    links = network[role].get(iri, {})
    relations = sorted((name for name in links if name in REQUIREMENTS), key=REQUIREMENTS.index)
    sources = {source for name in relations for source in links[name]["sources"]}
    data = network.nodes[iri]
    return Item(
        iri,
        data["label"],
        data["kind"],
        {role: relations} if relations else {},
        sorted(sources),
        {role: agreement(network, role, sources)} if relations else {},
    )


def reading_order(network: Network, iri: str) -> tuple[int, str, str]:
    """Return the sort key of a thing in an answer: its kind, then its label."""
    data = network.nodes[iri]
    return (list(KINDS).index(data["kind"]), data["label"].casefold(), iri)


def _rank(network: Network, degree: str) -> int:
    level = network.nodes[degree].get("facts", {}).get("degreeLevel")
    return DEGREE_LEVELS.index(level) if level in DEGREE_LEVELS else len(DEGREE_LEVELS)


def _field(network: Network, degree: str) -> str | None:
    field: str | None = network.nodes[degree].get("facts", {}).get("fieldOfStudy")
    return field
