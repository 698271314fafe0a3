"""What roles need, what is learnt before what, and what knowing one thing says about others.

Worked out once for each network and kept as long as the network lives. Paths, routes, the next
skill and the fit of roles all stand on it, so that they agree on what is needed and what is known.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import networkx as nx

from careergraph.analysis.learning.order import classes_of, orders
from careergraph.analysis.learning.requirements import (
    LEARNABLE,
    MIN_NEEDS,
    NEEDED,
    Need,
    NeedsOfRoles,
    Requirement,
    requirements_of,
)
from careergraph.network.arrays import Numbers, Texts
from careergraph.network.cache import kept_on_disk, kept_with
from careergraph.network.projection import Network, ends, having, kind_of, links
from careergraph.vocabulary import REQUIREMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


@dataclass(frozen=True, eq=False)
class Needs:
    """The needs of every role of a network, and the order in which things are learnt.

    ``of_role`` gives the learnable things that each role names. ``ladder`` has a link from each
    thing to what cannot be learnt without it, ``order`` also those to what is best learnt after it;
    neither has circles. ``broken`` lists the (earlier, later) links left out because they closed
    one. ``classes`` gives for each thing the classes of tools it is a member of.
    """

    network: Network
    of_role: Mapping[str, Mapping[str, Need]]
    ladder: nx.DiGraph[str]
    order: nx.DiGraph[str]
    broken: tuple[tuple[str, str], ...]
    classes: Mapping[str, frozenset[str]]
    _implied: dict[str, frozenset[str]] = field(default_factory=dict)
    _requirements: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    _holdings: dict[str, Known] = field(default_factory=dict)
    _rarity: dict[str, float] = field(default_factory=dict)
    _class_rarity: dict[str, float] = field(default_factory=dict)
    _wider: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _below: dict[str, frozenset[str]] = field(default_factory=dict)

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
        """Return what a role asks for, one by one, see ``requirements_of``."""
        if role not in self._requirements:
            self._requirements[role] = requirements_of(self, role)
        return self._requirements[role]

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
        return {
            iri
            for iri, things in self.proofs.items()
            if kind_of(self.network, iri) == "experience" and not done.isdisjoint(things)
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
            familiar.update(self.close_to(thing))
        while waiting:
            for family in self.families_of(waiting.pop()):
                if family not in familiar:
                    familiar.add(family)
                    waiting.append(family)
        return familiar

    def known_parts(self, iri: str, known: Collection[str]) -> list[str]:
        """Return the known things that make a thing known in part, by label."""
        parts: set[str] = set()
        waiting = [iri]
        while waiting:
            for member in self.members_of(waiting.pop()):
                if member not in parts:
                    parts.add(member)
                    waiting.append(member)
        parts.update(self.close_to(iri))
        return sorted(parts.intersection(known), key=self.by_label)

    def below(self, family: str) -> frozenset[str]:
        """Return a family with all that belongs to it, directly or not."""
        if family not in self._below:
            below = {family}
            waiting = [family]
            while waiting:
                for member in self.members_of(waiting.pop()):
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
        transversal = having(
            self.network, "reuseLevel", lambda level: level.endswith("transversal")
        )
        return tuple(sorted(iri for iri in transversal if self._is_learnable(iri)))

    @cached_property
    def common_levels(self) -> Known:
        """What a source measures and at least a third of the roles it measures ask for.

        A measured role that does not ask for it still has some of it: for all that is known, about
        the level that three in four of those ask for that do (the lower quartile).
        """
        overview = _overview(self.network)
        return dict(zip(overview.common, overview.common_levels.tolist(), strict=True))

    @cached_property
    def catalogues(self) -> frozenset[str]:
        """The classes of tools that a classification of products fills: roles use examples of them.

        They have more members (``CATALOGUE``) than anybody would list as alternatives.
        """
        return frozenset(
            family for family in self.tool_classes if len(self.members_of(family)) > CATALOGUE
        )

    @cached_property
    def proofs(self) -> Mapping[str, tuple[str, ...]]:
        """For each degree and experience, the learnable things that it proves."""
        proofs: dict[str, list[str]] = defaultdict(list)
        for one, other, _ in links(self.network, "competencyRequired", "experienceIn"):
            if self._is_learnable(other):
                proofs[one].append(other)
        return {one: tuple(others) for one, others in proofs.items()}

    def families_of(self, iri: str) -> list[str]:
        """Return the families that a learnable thing belongs to directly."""
        return self._linked(iri, "broader")

    def members_of(self, iri: str) -> list[str]:
        """Return the learnable things that belong to a family directly."""
        return self._linked(iri, "broader", back=True)

    def close_to(self, iri: str) -> list[str]:
        """Return the learnable things that a source calls close to one."""
        both = (self._linked(iri, "closeMatch", back=back) for back in (False, True))
        return list(dict.fromkeys(chain(*both)))

    def _linked(self, iri: str, relation: str, *, back: bool = False) -> list[str]:
        if iri not in self.network or not self._is_learnable(iri):
            return []
        others = ends(self.network, iri, relation, back=back)
        return [other for other in others if self._is_learnable(other)]

    def wider(self, iri: str) -> Mapping[str, int]:
        """Return what a thing comes close to or belongs to, in one step or two, and in how many.

        What people in any role know says nothing of the things that are filed under it, nor does a
        shelf of a classification.
        """
        if iri not in self._wider:
            steps = {iri: 0}
            for step in (1, 2):
                for one in [one for one, many in steps.items() if many == step - 1]:
                    for other in (*self.close_to(one), *self.families_of(one)):
                        if other not in self._vague:
                            steps.setdefault(other, step)
            self._wider[iri] = steps
        return self._wider[iri]

    @cached_property
    def _vague(self) -> frozenset[str]:
        return self.catalogues.union(self.everyday)

    def _is_learnable(self, iri: str) -> bool:
        return kind_of(self.network, iri) in LEARNABLE

    def times_needed(self, iri: str) -> int:
        """Return how many roles need a thing."""
        return _overview(self.network).times.get(iri, 0)

    def roles_needing(self, iri: str) -> list[str]:
        """Return the roles that need a thing."""
        return [
            role
            for role, ties in (self.network.pred[iri] if iri in self.network else {}).items()
            if kind_of(self.network, role) == "role"
            and any(name in NEEDED and data.get("level") != 0 for name, data in ties.items())
        ]

    @property
    def ranked_roles(self) -> Sequence[str]:
        """The roles with enough data to be ranked or stepped on, by label."""
        return _overview(self.network).ranked

    def is_ranked(self, role: str) -> bool:
        """Whether a role has enough data to be ranked or stepped on.

        Of a role for which nothing is required, only examples of its tools are on record.
        """
        needs = self.of_role[role]
        return len(needs) >= MIN_NEEDS and any(need.required for need in needs.values())

    def rarity(self, iri: str) -> float:
        """Return how distinctive a thing is: its inverse document frequency over the roles.

        1 + ln((1 + N) / (1 + n)) for n of N roles that need it (Spärck Jones, "A statistical
        interpretation of term specificity and its application in retrieval", 1972; smoothed).
        """
        if iri not in self._rarity:
            times = self.times_needed(iri)
            self._rarity[iri] = 1 + math.log((1 + len(self.of_role)) / (1 + times))
        return self._rarity[iri]

    def _rarity_of_class(self, family: str) -> float:
        if family not in self._class_rarity:
            members = self.members_of(family)
            self._class_rarity[family] = min(map(self.rarity, (family, *members)))
        return self._class_rarity[family]

    def weight(self, requirement: Requirement) -> float:
        """Return how much a requirement counts: importance times rarity, half where merely used.

        Of what some of the sources ask for that describe the role, their part of them.
        Of alternatives, and of the members of a class, the most common one tells how rare it is to
        ask for one of them.
        """
        rarity = min(self.rarity(iri) for iri in requirement.things)
        if requirement.family:
            rarity = min(rarity, self._rarity_of_class(requirement.family))
        importance = requirement.importance * requirement.agreement.share
        return importance * rarity * (1.0 if requirement.required else 0.5)

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
    """Return the needs of a network's roles, worked out as they are asked for and then kept.

    A network is taken to stay as it is once it has been asked about.
    """
    ladder, order, broken = orders(network)
    return Needs(network, NeedsOfRoles(network), ladder, order, broken, classes_of(network))


@dataclass(frozen=True, eq=False)
class _Overview:
    """What is known only once the needs of all roles are.

    Attributes:
        ranked: the roles with enough data to be ranked, by label.
        times: how many roles need each thing.
        common: the things that at least a third of the roles ask for that a source measures.
        common_levels: the level that three in four of these ask for.
    """

    ranked: Texts
    times: Numbers
    common: Texts
    common_levels: NDArray[np.float64]


@kept_on_disk(_Overview)
def _overview(network: Network) -> _Overview:
    import numpy as np

    needs = needs_of(network)
    times: Counter[str] = Counter()
    levels: dict[str, list[float]] = defaultdict(list)
    measured = 0
    for of_one in needs.of_role.values():
        times.update(of_one.keys())
        given = {iri: need.level for iri, need in of_one.items() if need.level is not None}
        measured += bool(given)
        for iri, level in given.items():
            levels[iri].append(level)
    common = {
        iri: float(np.quantile(each, 0.25, method="lower"))
        for iri, each in levels.items()
        if 3 * len(each) >= measured > 3
    }
    return _Overview(
        ranked=Texts.of(sorted(filter(needs.is_ranked, needs.of_role), key=needs.by_label)),
        times=Numbers.of(times),
        common=Texts.of(common),
        common_levels=np.array(list(common.values()), dtype=float),
    )
