"""The best next skill: which one thing, learnt now, opens most of the roles near to the person.

A tiny graph, and the answer::

    known         HTML, CSS
    frontend      asks for HTML, CSS, JavaScript, React     2 of 4
    designer      asks for Figma, Typography, CSS, Colour   1 of 4
    accountant    asks for Excel, Ledgers, Tax, SAP         0 of 4

    next_skills(network, [HTML, CSS])      JavaScript, for frontend is nearest
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph

from careergraph.analysis.learning.fit import Nearness, RoleFit, role_fit
from careergraph.analysis.learning.needs import Known, Needs, needs_of
from careergraph.analysis.learning.size import size_of
from careergraph.errors import UsageError
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.lookup import Thing, iri_of
from careergraph.network.projection import Network, network_of
from careergraph.reading.profile import Knowledge, Unknown, recognise

WITHIN = 0.5
"""The share of a role's requirements from which on the role counts as within reach: among the roles
that come with careergraph, one who is in a role meets about so much (median 50 %) of what the
nearest other role asks for."""

SHARPNESS = 8
"""How sharply a role counts less the farther it is: the power of its nearness."""

AROUND = 30
"""How many of the nearest roles are looked at; what is farther counts for next to nothing."""

USED = 0.5
"""How much what a role merely uses counts beside its weight: tools come and go, a subject opens."""

BUILDING = 0.5
"""How much more a thing counts for each known thing that it builds on, up to ``MOST_BUILT_ON``."""

MOST_BUILT_ON = 3
"""How many known things count for what builds on them."""

NEAREST = 3
"""How many of the roles that come nearest are told, for one who has none within reach."""


@dataclass(frozen=True)
class NextSkill(Answer):
    """One thing to learn now.

    ``opens`` lists the roles that it brings within reach, ``nearer`` those of the nearest roles
    that it brings nearer, each with its standing once the thing is learnt. ``needed_by`` counts all
    roles that ask for it. ``size`` is as in ``size.SIZES``, for the reason in
    ``size_because``.
    """

    iri: str
    label: str
    kind: str
    opens: tuple[RoleFit, ...]
    nearer: tuple[RoleFit, ...]
    needed_by: int
    size: str
    size_because: str


@dataclass(frozen=True)
class NextSkills(ListAnswer):
    """The answer of ``next_skills``.

    ``within_reach`` are the roles within reach now, the nearest first, ``nearest`` those that come
    nearest to it, with what is missing, and ``skills`` what to learn next.
    """

    ROWS = "skills"

    start: Ref | None
    known: tuple[Ref, ...]
    unknown: tuple[Unknown, ...]
    within: float
    within_reach: tuple[RoleFit, ...]
    nearest: tuple[RoleFit, ...]
    skills: tuple[NextSkill, ...]


def next_skills(
    network: Network | Graph,
    known: Knowledge = (),
    *,
    start: Thing | None = None,
    k: int = 10,
    within: float = WITHIN,
) -> NextSkills:
    """Rank what could be learnt now by how much of the roles near to the person it opens.

    A role is within reach if at least the share ``within`` of its requirements is met: "14 of 20".
    This says nothing of degrees, experience or the number of jobs. Only things whose prerequisites
    are all known can be learnt now. A thing is worth the sum over the roles around (``AROUND``) of
    the share of the role that it would meet times how near the role is (``fit.Nearness``, the
    nearest being 1), to the power of ``SHARPNESS``, so that what a few near roles ask for beats
    what distant ones ask for everywhere; where nothing is known, all roles are equally near. What
    builds on known things counts for more (``BUILDING``). Of one class of tools only the best is
    told.

    Args:
        network: as ``project`` gives it.
        known: what is known, as for ``fit_roles``.
        start: the role one is in, if any: a name, an IRI, or what another function returned.
        k: the number of things at the most.
        within: share of requirements, above 0 to 1.

    Raises:
        NotFoundError: and others, as ``find`` does, where ``start`` is no role.
        UsageError: ``within`` is out of its range.
    """
    if not 0 < within <= 1:
        raise UsageError(f"A share of needs lies above 0 and up to 1, not at {within!r}.")
    network = network_of(network)
    needs = needs_of(network)
    origin = iri_of(network, start, "role") if start is not None else None
    matches, unknown = recognise(network, known)
    been = [*([origin] if origin else []), *(m.iri for m in matches if m.kind == "role")]
    named = [match.iri for match in matches if match.kind != "role"]
    has = needs.known(been, named)
    gains = _Gains(needs, Nearness.of(needs, been, named), has, been)

    ranked = [role for role in gains.nearness.ranked if role not in been]
    standing = {role: role_fit(needs, role, has) for role in ranked if gains.reached(role, within)}
    out_of_reach = [role for role in ranked if role not in standing][:NEAREST]
    best: list[str] = []
    classes: set[str] = set()
    for iri in sorted(
        gains.learnable, key=lambda iri: (-round(gains.worth(iri), 9), needs.by_label(iri))
    ):
        # Of one class of tools the best is enough; the others would do in its stead.
        if len(best) < k and classes.isdisjoint(needs.all_classes(iri)):
            best.append(iri)
            classes.update(needs.all_classes(iri))
    near = set(ranked[: 2 * NEAREST])
    return NextSkills(
        start=ref(network, origin) if origin else None,
        known=tuple(ref(network, iri) for iri in sorted(named, key=needs.by_label)),
        unknown=unknown,
        within=within,
        within_reach=tuple(standing.values()),
        nearest=tuple(role_fit(needs, role, has) for role in out_of_reach),
        skills=tuple(gains.skill(iri, near, within) for iri in best),
    )


class _Gains:
    """What each thing that could be learnt now would meet of what roles ask for."""

    def __init__(self, needs: Needs, nearness: Nearness, has: Known, been: Iterable[str]) -> None:
        import numpy as np

        self.needs, self.nearness, self.has = needs, nearness, has
        table = nearness.table
        self.needed = np.bincount(table.row, minlength=len(table.roles))
        self.met = np.bincount(table.row[nearness.met], minlength=len(table.roles))
        near = nearness.score.copy()
        for role in been:
            if role in table.row_of:
                near[table.row_of[role]] = 0.0
        some = near.any()
        near = near / near.max() if some else np.ones(len(near))
        weight = table.weight * np.where(table.required, 1.0, USED)
        share = weight / np.maximum(table.per_role(weight), 1e-12)[table.row]
        self.value = np.where(nearness.met, 0.0, share * near[table.row] ** SHARPNESS)
        self.meets: dict[str, set[int]] = {}
        around = np.full(len(near), not some)
        around[np.argsort(-near, kind="stable")[:AROUND]] = True
        for number in np.flatnonzero(~nearness.met & around[table.row]).tolist():
            for iri in table.met_by(number):
                self.meets.setdefault(iri, set()).add(number)

    @property
    def learnable(self) -> list[str]:
        """The things that some role asks for, and what comes first, if they can be learnt now.

        A class of tools is learnt by one of its members.
        """
        wanted = {
            thing
            for iri in self.meets
            if iri not in self.needs.tool_classes
            for thing in self.needs.implied(iri)
        }
        return [
            iri
            for iri in sorted(wanted)
            if (iri in self.meets or iri not in self.has)
            and iri not in self.needs.tool_classes
            and all(earlier in self.has for earlier in self.needs.before(iri))
        ]

    def met_by(self, iri: str) -> set[int]:
        """Return the numbers of the requirements that a thing would meet, with all it implies."""
        return {number for thing in self.needs.implied(iri) for number in self.meets.get(thing, ())}

    def worth(self, iri: str) -> float:
        """Return what a thing is worth: what it meets, and half of what builds on it.

        What builds on known things counts for more, for it is nearer than what does not.
        """
        own = self.met_by(iri)
        later = {
            number
            for after in (self.needs.ladder.successors(iri) if iri in self.needs.ladder else ())
            for number in self.meets.get(after, ())
        }
        worth = sum(self.value[number] for number in sorted(own))
        worth += sum(self.value[number] for number in sorted(later - own)) / 2
        before = self.needs.order.predecessors(iri) if iri in self.needs.order else ()
        known = min(sum(earlier in self.has for earlier in before), MOST_BUILT_ON)
        return float(worth * (1 + BUILDING * known))

    def needed_by(self, iri: str) -> int:
        """Return how many roles name a thing, or what it implies, that one does not know yet."""
        things = self.needs.implied(iri) - self.has.keys()
        return len({role for thing in things for role in self.needs.roles_needing(thing)})

    def reached(self, role: str, within: float, more: int = 0) -> bool:
        """Whether a role is within reach once so many more of its requirements are met."""
        row = self.nearness.table.row_of[role]
        # 0.55 of 20 is 11, whatever floats make of it.
        return bool(self.met[row] + more >= math.ceil(within * self.needed[row] - 1e-9))

    def skill(self, iri: str, near: set[str], within: float) -> NextSkill:
        """Return a thing to learn as an answer."""
        table, needs = self.nearness.table, self.needs
        more: dict[str, int] = {}
        for number in self.met_by(iri):
            role = table.roles[int(table.row[number])]
            more[role] = more.get(role, 0) + 1
        then = {**self.has, **dict.fromkeys(needs.implied(iri), 1.0)}
        opened = [
            role
            for role in more
            if not self.reached(role, within) and self.reached(role, within, more[role])
        ]
        nearer = [role for role in more if role in near and role not in opened]
        size = size_of(needs, iri, self.has, None)
        data = ref(needs.network, iri)
        return NextSkill(
            iri,
            data.label,
            data.kind,
            tuple(role_fit(needs, role, then) for role in sorted(opened, key=needs.by_label)),
            tuple(role_fit(needs, role, then) for role in sorted(nearer, key=needs.by_label)),
            self.needed_by(iri),
            size.name,
            size.because,
        )
