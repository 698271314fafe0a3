"""What roles need, what is learnt before what, and what knowing one thing says about others.

Worked out once for each network and kept as long as the network lives. Paths, routes, the next
skill and the fit of roles all stand on it, so that they agree on what is needed and what is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
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
"""A role with fewer needs on record has too little data to rank or to step on."""

NOTICEABLE = 0.1
"""A known thing is learnt further only if the level wanted is higher by this much: levels of O*NET
are means over a few dozen raters, and smaller differences are within their error."""

CATALOGUE = 20
"""A class with more members is no list of alternatives but a shelf of a classification."""

PARTS = frozenset(
    {
        *REQUIREMENTS,
        "prerequisite",
        "bestAfter",
        "competencyRequired",
        "experienceIn",
        "broader",
        "closeMatch",
        "leadsTo",
        "facts",
    }
)
"""What of a graph it takes to plan a way between roles, see ``project``."""

Known = dict[str, float]
"""What is known, and to which level, above 0 to 1 (1 where nobody measured it)."""


@dataclass(frozen=True)
class Need:
    """That a role names a thing: how much it counts and to which level (0 to 1), how, and who says.

    ``level_word`` is how a text puts the level, "" where it does not.
    """

    importance: float
    level: float | None
    relations: tuple[str, ...]
    sources: tuple[str, ...]
    level_word: str = ""
    one_of: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a source requires the thing; else people in the role merely use it."""
        return "requiresSkill" in self.relations


@dataclass(frozen=True)
class Requirement:
    """One thing that a role asks for, met by any one of its ``options``.

    ``family`` is the class of tools that the options are members of, which is met by any other
    member as well. What is not ``required`` is merely used.
    """

    options: tuple[str, ...]
    family: str | None
    required: bool
    importance: float

    @property
    def things(self) -> tuple[str, ...]:
        """All that meets it: its options, and what the knowledge of any member implies."""
        if self.family is None or self.family in self.options:
            return self.options
        return (*self.options, self.family)


@dataclass(frozen=True, eq=False)
class Needs:
    """The needs of every role of a network, and the order in which things are learnt.

    ``of_role`` gives the learnable things that each role names. ``ladder`` has a link from each
    thing to what cannot be learnt without it, ``order`` also those to what is best learnt after it;
    neither has circles. ``broken`` lists the (earlier, later) links left out because they closed
    one. ``classes`` gives for each thing the classes of tools it is a member of.
    """

    network: Network
    node_of: Mapping[str, str]
    of_role: Mapping[str, Mapping[str, Need]]
    ladder: nx.DiGraph[str]
    order: nx.DiGraph[str]
    broken: tuple[tuple[str, str], ...]
    classes: Mapping[str, frozenset[str]]
    _implied: dict[str, frozenset[str]] = field(default_factory=dict)
    _requirements: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    _holdings: dict[str, Known] = field(default_factory=dict)
    _class_rarity: dict[str, float] = field(default_factory=dict)
    _below: dict[str, frozenset[str]] = field(default_factory=dict)

    def role(self, iri: str) -> str:
        """Return the role's key in the network.

        Raises:
            NotFoundError: there is no such role.
        """
        node = self.node_of.get(iri)
        if node is None or self.network.nodes[node]["kind"] != "role":
            raise NotFoundError(f"There is no role {iri} in the graph; look it up with find.", iri)
        return node

    def by_label(self, iri: str) -> tuple[str, str]:
        """Return the sort key that settles every tie: the label, then the IRI."""
        return (self.network.nodes[iri]["label"].casefold(), iri)

    def before(self, iri: str) -> Iterable[str]:
        """Return what one cannot do without in order to learn a thing, one step back."""
        return self.ladder.predecessors(iri) if iri in self.ladder else ()

    def implied(self, iri: str) -> frozenset[str]:
        """Return all that one who knows a thing knows: itself, its prerequisites, its classes.

        A class of tools ("Machine-learning frameworks") is known by knowing one of its members
        (PyTorch), which says nothing of what the class as a whole builds on. Any other family is
        known only in part, see ``familiar``.
        """
        if iri not in self._implied:
            known = {iri}
            waiting = [iri]
            while waiting:
                for earlier in self.before(waiting.pop()):
                    if earlier not in known:
                        known.add(earlier)
                        waiting.append(earlier)
            known.update(family for thing in tuple(known) for family in self.all_classes(thing))
            self._implied[iri] = frozenset(known)
        return self._implied[iri]

    def all_classes(self, iri: str) -> set[str]:
        """Return the classes of tools that a thing is a member of, and those that hold them."""
        classes: set[str] = set()
        waiting = [iri]
        while waiting:
            for family in self.classes.get(waiting.pop(), ()):
                if family not in classes:
                    classes.add(family)
                    waiting.append(family)
        return classes

    def requirements(self, role: str) -> tuple[Requirement, ...]:
        """Return what a role asks for, one by one, the required before the merely used.

        Things are alternatives where a source lists them as such, where the role names their class
        beside them ("cloud platforms", AWS, Azure), and where several of one class are merely used.
        A tool of a class of which the role requires another one is not asked for besides. Of a
        class that a classification of products fills, the tools are examples.
        """
        if role not in self._requirements:
            self._requirements[role] = tuple(self._grouped(self.of_role[role]))
        return self._requirements[role]

    def _grouped(self, needs: Mapping[str, Need]) -> Iterator[Requirement]:
        by_weight = sorted(needs, key=lambda iri: (-needs[iri].importance, self.by_label(iri)))
        grouped: set[str] = set()
        groups: list[Requirement] = []

        def group(options: list[str], family: str | None) -> None:
            grouped.update(options)
            members = [needs[iri] for iri in options]
            members += [needs[family]] if family and family in needs else []
            groups.append(
                Requirement(
                    tuple(options),
                    family,
                    any(need.required for need in members),
                    max(need.importance for need in members),
                )
            )

        met: set[str] = set()
        for iri in by_weight:
            if needs[iri].one_of and iri not in grouped:
                options = [other for other in by_weight if other in needs[iri].one_of]
                common = set.intersection(*(self.all_classes(other) for other in options))
                family = min(common.intersection(needs), key=self.by_label, default=None)
                group(options, family)
                met.update([family] if family else [])
        members = self._members_named(needs, by_weight)
        for family in sorted(members, key=lambda iri: (-len(members[iri]), self.by_label(iri))):
            free = [iri for iri in members[family] if iri not in grouped]
            must = [iri for iri in members[family] if needs[iri].required]
            if family in met:
                met.update(free)
            elif family in needs:
                met.add(family)
                if len(must) == 1:
                    met.update(iri for iri in free if iri not in must)
                elif free:
                    group(free, family)
            elif must:
                met.update(iri for iri in free if iri not in must)
            elif len(free) > 1 or (free and family in self.catalogues):
                group(free, family)
        for iri in by_weight:
            if iri not in grouped | met:
                group([iri], iri if iri in self.tool_classes else None)
        yield from sorted(groups, key=lambda one: (not one.required, -one.importance))

    def _members_named(
        self, needs: Mapping[str, Need], by_weight: Iterable[str]
    ) -> dict[str, list[str]]:
        """Return the members of each class of tools that a role names, narrower classes aside."""
        members: dict[str, list[str]] = defaultdict(list)
        for iri in by_weight:
            for family in sorted(self.all_classes(iri)):
                if (iri not in self.tool_classes or family in needs) and self._sorts(
                    family, iri, needs[iri]
                ):
                    members[family].append(iri)
        return members

    def _sorts(self, family: str, member: str, need: Need) -> bool:
        """Whether a class is used to sort a role's tool: a catalogue sorts its own source's."""
        if family not in self.catalogues:
            return True
        link = self.network[member].get(family, {}).get("broader", {})
        return not set(link.get("sources", ())).isdisjoint(need.sources)

    def held(self, role: str) -> Known:
        """Return what somebody in a role knows: all it names, and what that implies.

        To that come what the roles need that it belongs under, what the experience proves that it
        asks for, what all the degrees prove that open the way to it, what people in any role know
        (``everyday``) and, where a source measures the role, what they know to some degree
        (``common_levels``).
        """
        if role not in self._holdings:
            own = self.of_role[role].values()
            is_measured = any(need.level is not None for need in own)
            held: Known = {**(self.common_levels if is_measured else {})}
            held.update(dict.fromkeys(self.everyday, 1.0))
            for one in (role, *sorted(self._broader_roles(role))):
                needs = self.of_role[one]
                for thing in (*needs, *self._proven(one)):
                    for known in self.implied(thing):
                        level = needs[known].level if known in needs else None
                        held[known] = max(held.get(known, 0.0), 1.0 if level is None else level)
            self._holdings[role] = held
        return self._holdings[role]

    def _broader_roles(self, role: str) -> set[str]:
        roles: set[str] = set()
        waiting = [role]
        while waiting:
            for _, other, relation in self.network.out_edges(waiting.pop(), keys=True):
                if relation == "broader" and other in self.of_role and other not in {role, *roles}:
                    roles.add(other)
                    waiting.append(other)
        return roles

    def _proven(self, role: str) -> set[str]:
        """Return what the experience and the degrees that a role asks for prove that one knows."""
        asked: dict[str, set[str]] = defaultdict(set)
        for _, thing, relation in self.network.out_edges(role, keys=True):
            asked[relation].add(thing)
        proven = {
            thing
            for experience in asked["requiresExperience"]
            for thing in self.proofs.get(experience, ())
        }
        degrees = [set(self.proofs.get(degree, ())) for degree in asked["requiresDegree"]]
        return proven.union(set.intersection(*degrees) if degrees else ())

    def experience(self, roles: Iterable[str]) -> set[str]:
        """Return the experience that somebody has who has been in some roles.

        One has experience in what the roles need.
        """
        done = {thing for role in roles for thing in self.held(role)}
        kind = self.network.nodes(data="kind")
        return {
            iri
            for iri, things in self.proofs.items()
            if kind[iri] == "experience" and not done.isdisjoint(things)
        }

    def basics(self, role: str) -> Known:
        """Return what builds on nothing and that a role does not ask for, as if it were known."""
        return {
            iri: 1.0
            for iri in self.order
            if not self.order.pred[iri] and iri not in self.of_role[role]
        }

    def known(self, roles: Iterable[str], things: Iterable[str]) -> Known:
        """Return what one knows who has been in some roles and knows some things, all implied.

        ``things`` may hold degrees and experience, which stand for what they prove.
        """
        known: Known = {}
        for role in roles:
            known = learn(known, self.held(role))
        given = [each for iri in things for each in (iri, *self.proofs.get(iri, ()))]
        return learn(known, {iri: 1.0 for thing in given for iri in self.implied(thing)})

    def meets(self, role: str, requirement: Requirement, known: Mapping[str, float]) -> bool:
        """Whether what is known meets a requirement of a role, at the level that it asks for."""
        needs = self.of_role[role]
        return any(
            not shortfall(needs[iri].level if iri in needs else None, known.get(iri, 0.0))
            for iri in requirement.things
        )

    def familiar(self, known: Iterable[str]) -> set[str]:
        """Return what is known in part: families of known things, and what is close to them."""
        familiar: set[str] = set()
        waiting = list(known)
        for thing in list(waiting):
            familiar.update(self.close.get(thing, ()))
        while waiting:
            for family in self.families.get(waiting.pop(), ()):
                if family not in familiar:
                    familiar.add(family)
                    waiting.append(family)
        return familiar

    def known_parts(self, iri: str, known: Collection[str]) -> list[str]:
        """Return the known things that make a thing known in part, by label."""
        parts: set[str] = set()
        waiting = [iri]
        while waiting:
            for member in self.members.get(waiting.pop(), ()):
                if member not in parts:
                    parts.add(member)
                    waiting.append(member)
        parts.update(self.close.get(iri, ()))
        return sorted(parts.intersection(known), key=self.by_label)

    def below(self, family: str) -> frozenset[str]:
        """Return a family with all that belongs to it, directly or not."""
        if family not in self._below:
            below = {family}
            waiting = [family]
            while waiting:
                for member in self.members.get(waiting.pop(), ()):
                    if member not in below:
                        below.add(member)
                        waiting.append(member)
            self._below[family] = frozenset(below)
        return self._below[family]

    def size(self, family: str) -> int:
        """Return how many things belong to a family, itself included."""
        return len(self.below(family))

    @cached_property
    def everyday(self) -> tuple[str, ...]:
        """What people in any role know: skills that a source calls transversal, by IRI."""
        return tuple(
            sorted(
                iri
                for iri, data in self.network.nodes(data=True)
                if data["kind"] in LEARNABLE
                and str(data.get("facts", {}).get("reuseLevel", "")).endswith("transversal")
            )
        )

    @cached_property
    def common_levels(self) -> Known:
        """What a source measures and at least a third of the roles it measures ask for.

        A measured role that does not ask for it still has some of it: the least that any asks for.
        """
        levels: dict[str, list[float]] = defaultdict(list)
        measured = 0
        for needs in self.of_role.values():
            found = {iri: need.level for iri, need in needs.items() if need.level is not None}
            measured += bool(found)
            for iri, level in found.items():
                levels[iri].append(level)
        return {iri: min(each) for iri, each in levels.items() if 3 * len(each) >= measured > 3}

    @cached_property
    def catalogues(self) -> frozenset[str]:
        """The classes of tools that a classification of products fills: roles use examples of them.

        They have more members (``CATALOGUE``) than anybody would list as alternatives.
        """
        return frozenset(
            family for family in self.tool_classes if len(self.members[family]) > CATALOGUE
        )

    @cached_property
    def proofs(self) -> Mapping[str, tuple[str, ...]]:
        """For each degree and experience, the learnable things that it proves."""
        kind = self.network.nodes(data="kind")
        proofs: dict[str, list[str]] = defaultdict(list)
        for one, other, relation in self.network.edges(keys=True):
            if relation in {"competencyRequired", "experienceIn"} and kind[other] in LEARNABLE:
                proofs[one].append(other)
        return {one: tuple(others) for one, others in proofs.items()}

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
        """Return how distinctive a thing is: its inverse document frequency over the roles.

        1 + ln((1 + N) / (1 + n)) for n of N roles that need it (Spärck Jones, "A statistical
        interpretation of term specificity and its application in retrieval", 1972; smoothed).
        """
        needing = len(self.roles_needing.get(iri, ()))
        return 1 + math.log((1 + len(self.of_role)) / (1 + needing))

    def _rarity_of_class(self, family: str) -> float:
        if family not in self._class_rarity:
            members = self.members.get(family, ())
            self._class_rarity[family] = min(map(self.rarity, (family, *members)))
        return self._class_rarity[family]

    def weight(self, requirement: Requirement) -> float:
        """Return how much a requirement counts: importance times rarity, half where merely used.

        Of alternatives, and of the members of a class, the most common one tells how rare it is to
        ask for one of them.
        """
        rarity = min(self.rarity(iri) for iri in requirement.things)
        if requirement.family:
            rarity = min(rarity, self._rarity_of_class(requirement.family))
        return requirement.importance * rarity * (1.0 if requirement.required else 0.5)

    @cached_property
    def tool_classes(self) -> frozenset[str]:
        """The classes of tools that have members."""
        return frozenset().union(*self.classes.values())


def learn(known: Known, more: Mapping[str, float]) -> Known:
    """Return what is known after learning more: the higher level of each thing."""
    both = dict(known)
    for thing, level in more.items():
        both[thing] = max(level, both.get(thing, 0.0))
    return both


def shortfall(wanted: float | None, has: float) -> float:
    """Return the part of a thing that is yet to learn, 0 to 1, for a level wanted (None: any).

    >>> shortfall(None, 0), shortfall(None, 0.2), shortfall(0.5, 0), shortfall(0.5, 0.45)
    (1.0, 0.0, 0.5, 0.0)
    """
    if has == 0:
        return 1.0 if wanted is None else wanted
    if wanted is None or wanted - has < NOTICEABLE:
        return 0.0
    return wanted - has


@kept_with
def needs_of(network: Network) -> Needs:
    """Return the needs of a network's roles, worked out at the first call and then kept.

    A network is taken to stay as it is once it has been asked about.
    """
    kind = {iri: data["kind"] for iri, data in network.nodes(data=True)}
    of_role: dict[str, dict[str, Need]] = {}
    for role in sorted(iri for iri in kind if kind[iri] == "role"):
        needs: dict[str, Need] = {}
        for _, thing, relation, data in network.out_edges(role, keys=True, data=True):
            # A level of 0 is a source's way to say that the work does not call for the thing.
            if relation in NEEDED and kind[thing] in LEARNABLE and data.get("level") != 0:
                need = Need(
                    data["weight"],
                    data.get("level"),
                    (relation,),
                    tuple(data["sources"]),
                    data.get("level_word", ""),
                    data.get("one_of", ()),
                )
                needs[thing] = _joined(needs[thing], need) if thing in needs else need
        of_role[role] = needs
    label = {iri: (data["label"].casefold(), iri) for iri, data in network.nodes(data=True)}
    links: dict[str, list[tuple[str, str]]] = {"prerequisite": [], "bestAfter": []}
    for later, earlier, relation in network.edges(keys=True):
        if relation in links and kind[later] in LEARNABLE and kind[earlier] in LEARNABLE:
            links[relation].append((earlier, later))
    for steps in links.values():
        steps.sort(key=lambda step: (label[step[0]], label[step[1]]))
    ladder: nx.DiGraph[str] = nx.DiGraph(links["prerequisite"])
    broken = _break_circles(ladder)
    order = ladder.copy()
    # One by one, so that a circle always costs the preference that closes it, never a prerequisite.
    for earlier, later in links["bestAfter"]:
        closes = earlier == later or (
            earlier in order and later in order and nx.has_path(order, later, earlier)
        )
        if closes:
            broken.append((earlier, later))
        else:
            order.add_edge(earlier, later)
    return Needs(
        network=network,
        node_of={each: iri for iri, data in network.nodes(data=True) for each in _iris(iri, data)},
        of_role=of_role,
        ladder=ladder,
        order=order,
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
        one.level_word or other.level_word,
        one.one_of or other.one_of,
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
    classes = {iri for iri in kind if kind[iri] in LEARNABLE and _is_class(facts[iri])}
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
    links: dict[str, list[str]] = defaultdict(list)
    for one, other, relation in network.edges(keys=True):
        if relation == name and kind[one] in LEARNABLE and kind[other] in LEARNABLE:
            links[one].append(other)
    return {one: tuple(others) for one, others in links.items()}


def _reverse(links: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    reverse: dict[str, list[str]] = defaultdict(list)
    for one, others in links.items():
        for other in others:
            reverse[other].append(one)
    return {other: tuple(ones) for other, ones in reverse.items()}


def _both_ways(links: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    back = _reverse(links)
    return {
        thing: tuple(dict.fromkeys((*links.get(thing, ()), *back.get(thing, ()))))
        for thing in (*links, *back)
    }
