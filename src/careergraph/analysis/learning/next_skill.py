"""The best next skill: which one thing, learnt now, brings most roles within reach.

A tiny graph, and the answer::

    known         SQL, Python
    analyst       needs SQL, Python, Statistics, Tableau, Excel      2 of 5
    scientist     needs SQL, Python, Statistics, R, pandas           2 of 5

    next_skills(network, [SQL, Python], within=0.6)
      1  Statistics   opens analyst and scientist, 3 of 5 each
      2  Excel        opens analyst
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from careergraph.analysis.learning.effort import EFFORT, Effort, shortfall
from careergraph.analysis.learning.needs import Known, Needs, needs_of
from careergraph.errors import UsageError
from careergraph.network.answers import Answer, Ref, ref
from careergraph.network.projection import Network
from careergraph.reading.profile import Unknown, recognise

WITHIN = 0.5
"""The share of a role's learnable needs from which on the role counts as within reach: among the
roles that come with careergraph, one who is in a role knows about so much (median 50 %) of what the
nearest other role needs."""


@dataclass(frozen=True)
class RoleFit:
    """How a role stands: ``known`` of ``needed`` things that it needs and that can be learnt."""

    iri: str
    label: str
    known: int
    needed: int


@dataclass(frozen=True)
class NextSkill:
    """One thing to learn now.

    ``opens`` lists the roles that it brings within reach, with their standing once it is learnt;
    ``needed_by`` counts the roles that it brings nearer at all, those included. ``effort`` is in
    points.
    """

    iri: str
    label: str
    kind: str
    opens: tuple[RoleFit, ...]
    needed_by: int
    effort: float


@dataclass(frozen=True)
class NextSkills(Answer):
    """The answer of ``next_skills``: the roles ``within_reach`` now, and what to learn next."""

    start: Ref | None
    known: tuple[Ref, ...]
    unknown: tuple[Unknown, ...]
    within: float
    within_reach: tuple[RoleFit, ...]
    skills: tuple[NextSkill, ...]


def next_skills(
    network: Network,
    known: Iterable[str] = (),
    *,
    start: str | None = None,
    k: int = 10,
    within: float = WITHIN,
    weights: Mapping[str, float] = EFFORT,
) -> NextSkills:
    """Rank what could be learnt now by how many roles it brings within reach.

    A role is within reach if at least the share ``within`` of its learnable needs is known, at the
    level that it asks for: "14 of 20". This says nothing of degrees, experience or the number of
    jobs. Only things whose prerequisites are all known can be learnt now. Ranked by the number of
    roles opened; then by how much nearer they bring the others: the part covered of what each lacks
    to come within reach, times the part that is there already, summed up; then by how many roles
    need them, by least effort and by label.

    Args:
        network: as ``project`` gives it.
        known: names or IRIs of what is known; those not recognised are reported in ``unknown``.
        start: IRI of the role one is in, if any.
        k: the number of things at the most.
        within: share of needs, above 0 to 1.
        weights: changes to the table of efforts, see ``effort.EFFORT``.

    Raises:
        NotFoundError: ``start`` is not a role of the network.
        UsageError: ``within`` is out of its range, or the weights are no table of efforts.
    """
    if not 0 < within <= 1:
        raise UsageError(f"A share of needs lies above 0 and up to 1, not at {within!r}.")
    needs = needs_of(network)
    origin = needs.role(start) if start is not None else None
    matches, unknown = recognise(network, known)
    roles = [*([origin] if origin else []), *(m.iri for m in matches if m.kind == "role")]
    named = [match.iri for match in matches if match.kind != "role"]
    has = needs.known(roles, named)
    effort = Effort.given(needs, has, weights)

    missing = {role: _missing(needs, role, has) for role in needs.ranked_roles}
    # 0.55 of 20 is 11, whatever floats make of it.
    enough = {role: math.ceil(within * len(needs.of_role[role]) - 1e-9) for role in missing}
    has_of = {role: len(needs.of_role[role]) - len(things) for role, things in missing.items()}
    lacking = {role: enough[role] - has_of[role] for role in missing}
    asked: dict[str, list[str]] = {}
    for role, things in missing.items():
        for thing in things:
            asked.setdefault(thing, []).append(role)

    def rank(iri: str) -> tuple[int, float, int, float, tuple[str, str]]:
        opened, nearer = 0, 0.0
        gains = _gains(needs, iri, asked)
        for role, gain in gains.items():
            if 0 < lacking[role] <= gain:
                opened += 1
            elif lacking[role] > 0:
                nearer += gain / lacking[role] * has_of[role] / enough[role]
        return (-opened, -round(nearer, 9), -len(gains), effort.of(iri), needs.by_label(iri))

    def skill(iri: str) -> NextSkill:
        gains = _gains(needs, iri, asked)
        opened = [role for role, gain in gains.items() if 0 < lacking[role] <= gain]
        return NextSkill(
            iri,
            network.nodes[iri]["label"],
            network.nodes[iri]["kind"],
            tuple(
                _standing(needs, role, len(missing[role]) - gains[role])
                for role in sorted(opened, key=needs.by_label)
            ),
            len(gains),
            round(effort.of(iri), 2),
        )

    best = heapq.nsmallest(max(k, 0), _learnable_now(needs, asked, has), key=rank)
    return NextSkills(
        start=ref(network, origin) if origin else None,
        known=tuple(ref(network, iri) for iri in sorted(named, key=needs.by_label)),
        unknown=unknown,
        within=within,
        within_reach=tuple(
            _standing(needs, role, len(missing[role]))
            for role in needs.ranked_roles
            if lacking[role] <= 0
        ),
        skills=tuple(skill(iri) for iri in best),
    )


def _missing(needs: Needs, role: str, has: Known) -> set[str]:
    return {
        thing
        for thing, need in needs.of_role[role].items()
        if shortfall(need.level, has.get(thing, 0.0))
    }


def _gains(needs: Needs, iri: str, asked: Mapping[str, list[str]]) -> dict[str, int]:
    """Give how many missing things each role gets by learning a thing, with all it implies."""
    gains: dict[str, int] = {}
    for thing in sorted(needs.implied(iri)):
        for role in asked.get(thing, ()):
            gains[role] = gains.get(role, 0) + 1
    return gains


def _learnable_now(needs: Needs, asked: Collection[str], has: Known) -> list[str]:
    """List what some role asks for, and what comes first, if all that it builds on is known."""
    wanted = {thing for each in asked for thing in needs.implied(each)}
    return [
        thing
        for thing in sorted(wanted)
        if (thing in asked or thing not in has)
        and all(earlier in has for earlier in needs.before(thing))
    ]


def _standing(needs: Needs, role: str, left: int) -> RoleFit:
    needed = len(needs.of_role[role])
    return RoleFit(role, needs.network.nodes[role]["label"], needed - left, needed)
