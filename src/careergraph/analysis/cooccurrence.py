"""What goes with a skill: who needs it, what is asked for along with it, and what it opens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from careergraph.errors import NotFoundError
from careergraph.network.answers import Answer, Ref, ref
from careergraph.network.arrays import Numbers
from careergraph.network.cache import kept_on_disk
from careergraph.network.projection import Network, links, of_kind
from careergraph.vocabulary import REQUIREMENTS

TOGETHER = 2
"""Two things travel together only if at least so many roles ask for both."""


@dataclass(frozen=True)
class Companion:
    """A skill or tool that travels with the one asked for.

    ``together`` roles ask for both, ``alone`` is how many ask for it at all; ``lift`` is how many
    times more often the two are asked for together than if each came up by chance (Brin, Motwani,
    Ullman and Tsur, 1997).
    """

    iri: str
    label: str
    kind: str
    together: int
    alone: int
    lift: float


@dataclass(frozen=True)
class NeedsIt:
    """A role that needs or welcomes the thing, and how important it is there, 0 to 1."""

    iri: str
    label: str
    importance: float
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Companions(Answer):
    """The answer of ``companions``: the roles, most important first, of ``all_roles`` in all.

    ``travels_with`` comes in the order that ``companions`` tells;
    ``opens`` is what the thing is learnt before, directly.
    """

    thing: Ref
    roles: tuple[NeedsIt, ...]
    all_roles: int
    travels_with: tuple[Companion, ...]
    opens: tuple[Ref, ...]


def companions(network: Network, thing: str, k: int = 10) -> Companions:
    """Return which roles need a skill or tool, what travels with it, and what it opens.

    What travels with it is ranked by lift weighed by how many roles ask for both out of those that
    ask for either (so that one chance meeting of two rarities does not come first).

    Args:
        network: as ``project`` gives it.
        thing: IRI of a skill or tool.
        k: the number of companions at the most.

    Raises:
        NotFoundError: no such skill or tool.
    """
    if thing not in network or network.nodes[thing]["kind"] not in {"skill", "tool"}:
        raise NotFoundError(
            f"There is no skill or tool {thing} in the graph; search for it.", thing
        )
    roles = {role for role, _, name in network.in_edges(thing, keys=True) if name in REQUIREMENTS}
    total, times = len(of_kind(network, "role")), _asked(network).times
    both = Counter(
        other
        for role in roles
        for other, relations in network[role].items()
        if other != thing
        and not relations.keys().isdisjoint(REQUIREMENTS)
        and network.nodes[other]["kind"] in {"skill", "tool"}
    )
    companions = [
        Companion(
            other,
            network.nodes[other]["label"],
            network.nodes[other]["kind"],
            together,
            times[other],
            together * total / (len(roles) * times[other]),
        )
        for other, together in both.items()
        if together >= TOGETHER
    ]

    def place(companion: Companion) -> tuple[float, str, str]:
        either = len(roles) + companion.alone - companion.together
        return (
            -round(companion.lift * companion.together / either, 9),
            companion.label.casefold(),
            companion.iri,
        )

    opens = {
        later
        for later, _, relation in network.in_edges(thing, keys=True)
        if relation == "prerequisite"
    }
    return Companions(
        thing=ref(network, thing),
        roles=tuple(
            sorted(
                (_needs(network, role, thing) for role in roles),
                key=lambda need: (-need.importance, need.label.casefold(), need.iri),
            )
        ),
        all_roles=total,
        travels_with=tuple(
            sorted((companion for companion in companions if companion.lift > 1), key=place)[:k]
        ),
        opens=tuple(
            sorted(
                (ref(network, later) for later in opens),
                key=lambda thing_opened: (thing_opened.label.casefold(), thing_opened.iri),
            )
        ),
    )


def asked_by_several(network: Network) -> set[str]:
    """Return the skills and tools that more than one role asks for."""
    return {thing for thing, times in _asked(network).times.items() if times > 1}


def companions_query(thing: str) -> str:
    """Return the SPARQL that reproduces which roles need a thing, under all their IRIs."""
    return f"""# The roles that need or welcome it, by any of the names that are said to be one.
SELECT DISTINCT ?role ?label WHERE {{
  VALUES ?relation {{ {" ".join(f"cg:{name}" for name in REQUIREMENTS)} }}
  ?named (skos:exactMatch|^skos:exactMatch)* <{thing}> .
  ?twin ?relation ?named ; a cg:Role ; (skos:exactMatch|^skos:exactMatch)* ?role .
  ?role skos:prefLabel ?label FILTER(LANG(?label) = "en")
}} ORDER BY ?label"""


@dataclass(frozen=True, eq=False)
class Asked:
    """How many roles ask for each skill and tool."""

    times: Numbers


@kept_on_disk(Asked)
def _asked(network: Network) -> Asked:
    learnable = set(of_kind(network, "skill", "tool"))
    pairs = {(role, thing) for role, thing, _ in links(network, *REQUIREMENTS)}
    return Asked(Numbers.of(Counter(thing for _, thing in pairs if thing in learnable)))


def _needs(network: Network, role: str, thing: str) -> NeedsIt:
    ties = network[role][thing]
    names = [name for name in REQUIREMENTS if name in ties]
    importance = max(ties[name]["weight"] for name in names)
    return NeedsIt(role, network.nodes[role]["label"], importance, tuple(names))
