"""What roles need, what is learnt before what, and what knowing one thing says about others.

Worked out once for each network and kept as long as the network lives; `learning_paths`, `routes`
and `next_skill` all stand on it, so that they agree on what a role needs and on what is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from careergraph.errors import NotFoundError
from careergraph.network.cache import kept_with
from careergraph.network.projection import Network
from careergraph.vocabulary import REQUIREMENTS

LEARNABLE = ("skill", "tool")
"""The kinds that can be learnt; degrees, experience, industries and duties are told apart."""

NEEDED = ("requiresSkill", "usesTool")
"""The relations by which a role needs what can be learnt; what it merely prefers is not a need."""

MIN_NEEDS = 5
"""A role with fewer learnable needs on record has too little data to rank or to step on."""

PARTS = frozenset({*REQUIREMENTS, "prerequisite", "broader", "closeMatch", "leadsTo", "facts"})
"""What of a graph it takes to plan a way between roles, see ``project``."""

Known = dict[str, float]
"""What is known, and to which level, above 0 to 1 (1 where nobody measured it)."""


@dataclass(frozen=True)
class Need:
    """That a role needs a thing: how much and to which level (0 to 1), how it says so, and who."""

    importance: float
    level: float | None
    relations: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Needs:
    """The needs of every role of a network, and the order in which things are learnt.

    ``of_role`` gives each role's learnable needs; ``ladder`` has a link from each thing to what is
    learnt after it, and no circles; ``broken`` lists the (earlier, later) links left out because
    they closed one; ``classes`` gives for each thing the classes of tools it is a member of.
    """

    network: Network
    node_of: Mapping[str, str]
    of_role: Mapping[str, Mapping[str, Need]]
    ladder: nx.DiGraph[str]
    broken: tuple[tuple[str, str], ...]
    classes: Mapping[str, frozenset[str]]
    _implied: dict[str, frozenset[str]] = field(default_factory=dict)
    _plans: dict[str, dict[str, float | None]] = field(default_factory=dict)
    _holdings: dict[str, Known] = field(default_factory=dict)

    def role(self, iri: str) -> str:
        """Give the role's key in the network.

        Raises:
            NotFoundError: there is no such role.
        """
        node = self.node_of.get(iri)
        if node is None or self.network.nodes[node]["kind"] != "role":
            raise NotFoundError(f"There is no role {iri} in the graph; look it up with find.", iri)
        return node

    def by_label(self, iri: str) -> tuple[str, str]:
        """Give the sort key that settles every tie: the label, then the IRI."""
        return (self.network.nodes[iri]["label"].casefold(), iri)

    def in_order(self, iris: Iterable[str]) -> list[str]:
        """Put things in an order in which they can be learnt, by label where there is a choice."""
        return list(nx.lexicographical_topological_sort(self.among(iris), key=self.by_label))

    def among(self, iris: Iterable[str]) -> nx.DiGraph[str]:
        """Give the part of the ladder that lies among some things, all of them in it."""
        part: nx.DiGraph[str] = nx.DiGraph()
        part.add_nodes_from(iris)
        part.add_edges_from(
            [
                (earlier, later)
                for later in part
                for earlier in self.before(later)
                if earlier in part
            ]
        )
        return part

    def before(self, iri: str) -> Iterable[str]:
        """Give what is learnt right before a thing."""
        return self.ladder.predecessors(iri) if iri in self.ladder else ()

    def implied(self, iri: str) -> frozenset[str]:
        """Give all that one who knows a thing knows: itself, what is learnt before it, its classes.

        A class of tools ("Machine-learning frameworks") is known by knowing one of its members
        (PyTorch). Any other family is known only in part, see ``familiar``.
        """
        if iri not in self._implied:
            found, waiting = {iri}, [iri]
            while waiting:
                thing = waiting.pop()
                for other in (*self.before(thing), *self.classes.get(thing, ())):
                    if other not in found:
                        found.add(other)
                        waiting.append(other)
            self._implied[iri] = frozenset(found)
        return self._implied[iri]

    def plan(self, role: str) -> Mapping[str, float | None]:
        """Give all that leads to a role: its needs and what is learnt before them, with levels.

        A class of tools is left out where the role names a member of it, for to learn the member is
        to meet the class; see ``covered``. A level of None means that any knowledge will do.
        """
        if role not in self._plans:
            needs = self.of_role[role]
            met = {family for thing in needs for family in self.classes.get(thing, ())}
            direct = [thing for thing in needs if thing not in met]
            things = set(direct)
            waiting = direct
            while waiting:
                thing = waiting.pop()
                for earlier in self.before(thing):
                    if earlier not in things:
                        things.add(earlier)
                        waiting.append(earlier)
            self._plans[role] = {
                thing: needs[thing].level if thing in needs else None for thing in sorted(things)
            }
        return self._plans[role]

    def covered(self, role: str) -> dict[str, str]:
        """Give the classes of tools that a role needs and meets by a member: class -> member."""
        needs, plan = self.of_role[role], self.plan(role)
        by_weight = sorted(
            needs, key=lambda thing: (-needs[thing].importance, self.by_label(thing))
        )
        found: dict[str, str] = {}
        for thing in by_weight:
            for family in sorted(self.classes.get(thing, ())):
                if family in needs and family not in plan:
                    found.setdefault(family, thing)
        return {
            family: self._member_in(plan, family, thing, found) for family, thing in found.items()
        }

    def _member_in(
        self, plan: Mapping[str, object], family: str, member: str, found: Mapping[str, str]
    ) -> str:
        # A class may be met by a narrower class that is itself met by a tool.
        seen = {family}
        while member not in plan and member in found and member not in seen:
            seen.add(member)
            member = found[member]
        return member

    def held(self, role: str) -> Known:
        """Give what somebody in a role knows: all it needs, and what that implies."""
        if role not in self._holdings:
            needs = self.of_role[role]
            held: Known = {}
            for thing in (*needs, *self.plan(role)):
                for known in self.implied(thing):
                    level = needs[known].level if known in needs else None
                    held[known] = 1.0 if level is None else level
            self._holdings[role] = held
        return self._holdings[role]

    def known(self, roles: Iterable[str], things: Iterable[str]) -> Known:
        """Give what one knows who has been in some roles and knows some things, all implied."""
        known: Known = {}
        for role in roles:
            known = learn(known, self.held(role))
        return learn(known, {iri: 1.0 for thing in things for iri in self.implied(thing)})

    def familiar(self, known: Iterable[str]) -> set[str]:
        """Give what is known in part: families of known things, and what is close to them."""
        found: set[str] = set()
        waiting = list(known)
        for thing in list(waiting):
            found.update(self.close.get(thing, ()))
        while waiting:
            for family in self.families.get(waiting.pop(), ()):
                if family not in found:
                    found.add(family)
                    waiting.append(family)
        return found

    def known_parts(self, iri: str, known: Mapping[str, float]) -> list[str]:
        """Give the known things that make a thing known in part, by label."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            for member in self.members.get(waiting.pop(), ()):
                if member not in found:
                    found.add(member)
                    waiting.append(member)
        found.update(self.close.get(iri, ()))
        return sorted(found & known.keys(), key=self.by_label)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """For each learnable thing, the families it belongs to directly."""
        return _links(self.network, "broader")

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """For each family, the things that belong to it directly."""
        return _reverse(self.families)

    @cached_property
    def close(self) -> Mapping[str, tuple[str, ...]]:
        """For each learnable thing, those that a source calls close to it."""
        return _both_ways(_links(self.network, "closeMatch"))

    @cached_property
    def roles_needing(self) -> Mapping[str, tuple[str, ...]]:
        """For each learnable thing, the roles that need it."""
        return _reverse(self.of_role)

    @cached_property
    def ranked_roles(self) -> tuple[str, ...]:
        """The roles with enough data to be ranked or stepped on, by label."""
        enough = (role for role, needs in self.of_role.items() if len(needs) >= MIN_NEEDS)
        return tuple(sorted(enough, key=self.by_label))

    def rarity(self, iri: str) -> float:
        """Give how distinctive a thing is: its inverse document frequency over the roles.

        1 + ln((1 + N) / (1 + n)) for n of N roles that need it (Spärck Jones, "A statistical
        interpretation of term specificity and its application in retrieval", 1972; smoothed).
        """
        needing = len(self.roles_needing.get(iri, ()))
        return 1 + math.log((1 + len(self.of_role)) / (1 + needing))

    def is_tool(self, iri: str) -> bool:
        """Tell whether a thing is a tool or a class of tools."""
        return self.network.nodes[iri]["kind"] == "tool" or iri in self.tool_classes

    @cached_property
    def tool_classes(self) -> frozenset[str]:
        """The classes of tools that have members."""
        return frozenset().union(*self.classes.values())


def learn(known: Known, more: Mapping[str, float]) -> Known:
    """Give what is known after learning more: the higher level of each thing."""
    both = dict(known)
    for thing, level in more.items():
        both[thing] = max(level, both.get(thing, 0.0))
    return both


@kept_with
def needs_of(network: Network) -> Needs:
    """Give the needs of a network's roles, worked out at the first call and then kept.

    A network is taken to stay as it is once it has been asked about.
    """
    kind = {iri: data["kind"] for iri, data in network.nodes(data=True)}
    of_role: dict[str, dict[str, Need]] = {}
    for role in sorted(iri for iri in kind if kind[iri] == "role"):
        needs: dict[str, Need] = {}
        for _, thing, relation, data in network.out_edges(role, keys=True, data=True):
            # A level of 0 is a source's way to say that the work does not call for the thing.
            if relation in NEEDED and kind[thing] in LEARNABLE and data.get("level") != 0:
                found = Need(data["weight"], data.get("level"), (relation,), tuple(data["sources"]))
                needs[thing] = _joined(needs[thing], found) if thing in needs else found
        of_role[role] = needs
    steps = [
        (earlier, later)
        for later, earlier, relation in network.edges(keys=True)
        if relation == "prerequisite" and kind[later] in LEARNABLE and kind[earlier] in LEARNABLE
    ]
    label = {iri: (data["label"].casefold(), iri) for iri, data in network.nodes(data=True)}
    ladder: nx.DiGraph[str] = nx.DiGraph()
    ladder.add_edges_from(sorted(steps, key=lambda step: (label[step[0]], label[step[1]])))
    broken = _break_circles(ladder)
    return Needs(
        network=network,
        node_of={each: iri for iri, data in network.nodes(data=True) for each in _iris(iri, data)},
        of_role=of_role,
        ladder=ladder,
        broken=tuple(broken),
        classes=_classes(network, kind),
    )


def _iris(iri: str, data: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*data.get("iris", ()), iri)


def _joined(one: Need, other: Need) -> Need:
    levels = [need.level for need in (one, other) if need.level is not None]
    return Need(
        max(one.importance, other.importance),
        max(levels, default=None),
        tuple(sorted({*one.relations, *other.relations}, key=REQUIREMENTS.index)),
        tuple(sorted({*one.sources, *other.sources})),
    )


def _break_circles(ladder: nx.DiGraph[str]) -> list[tuple[str, str]]:
    """Take out of the ladder each link that closes a circle, and list them.

    Depth-first search leaves a graph without circles once its back edges are gone (Tarjan, 1972).
    """
    broken: list[tuple[str, str]] = []
    trail: set[str] = set()
    for one, other, event in list(nx.dfs_labeled_edges(ladder)):
        if event == "forward":
            trail.add(other)
        elif event == "reverse":
            trail.discard(other)
        elif event == "nontree" and other in trail:
            broken.append((one, other))
    ladder.remove_edges_from(broken)
    return broken


def _classes(network: Network, kind: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Find for each thing the classes of tools, marked by cg:metByMember, that it is a member of.

    A class may belong to a wider class ("Scripting languages" to "Programming languages"); a
    subject that is filed under a class ("Cloud security" under "Cloud platforms") is no member.
    """
    facts = network.nodes(data="facts", default={})
    classes = {iri for iri, kind_ in kind.items() if kind_ == "skill" and _is_class(facts[iri])}
    within: nx.DiGraph[str] = nx.DiGraph()
    within.add_edges_from(
        sorted(
            (member, family)
            for member, family, relation in network.edges(keys=True)
            if relation == "broader"
            and family in classes
            and (kind[member] == "tool" or member in classes)
        )
    )
    _break_circles(within)
    return {member: frozenset(within[member]) for member in within if within[member]}


def _is_class(facts: Mapping[str, object]) -> bool:
    return str(facts.get("metByMember", "")).lower() in {"true", "1"}


def _links(network: Network, name: str) -> dict[str, tuple[str, ...]]:
    kind = network.nodes(data="kind")
    found: dict[str, list[str]] = defaultdict(list)
    for one, other, relation in network.edges(keys=True):
        if relation == name and kind[one] in LEARNABLE and kind[other] in LEARNABLE:
            found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}


def _reverse(links: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, others in links.items():
        for other in others:
            found[other].append(one)
    return {other: tuple(ones) for other, ones in found.items()}


def _both_ways(links: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    back = _reverse(links)
    return {
        thing: tuple(dict.fromkeys((*links.get(thing, ()), *back.get(thing, ()))))
        for thing in (*links, *back)
    }
