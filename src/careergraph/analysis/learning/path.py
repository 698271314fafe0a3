"""From here to there: what is missing for a role, in which order to learn it, and why.

A tiny graph, and the path through it::

    data analyst ── needs ──> SQL, Statistics
    AI architect ── needs ──> SQL, Deep learning, Docker

    Statistics ── before ──> Machine learning ── before ──> Deep learning

    learning_path(network, to=AI architect, start=data analyst)
      known     SQL (needed), Statistics (built on)
      stage 1   Docker (required) · Machine learning (needed for Deep learning)
      stage 2   Deep learning (required)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.effort import EFFORT, Effort, shortfall
from careergraph.analysis.learning.needs import MIN_NEEDS, Known, Needs, needs_of
from careergraph.analysis.learning.needs import PARTS as NEEDED
from careergraph.analysis.learning.qualifications import (
    NotLearnable,
    also_welcome,
    items,
    not_learnable,
    reading_order,
    required,
)
from careergraph.analysis.learning.routes import Route, stepping_stones
from careergraph.analysis.similarity.vectors import PARTS as COMPARED
from careergraph.errors import UsageError
from careergraph.network.answers import Answer, Ref, ref
from careergraph.network.projection import Network
from careergraph.reading.profile import Unknown, recognise

PARTS = NEEDED | COMPARED
"""What of a graph it takes to find a way to a role by way of others, see ``project``."""


@dataclass(frozen=True)
class KnownThing:
    """A known thing that matters here; ``why`` is "named", "start" (the role) or "implied"."""

    iri: str
    label: str
    kind: str
    why: str


@dataclass(frozen=True)
class Step:
    """One thing to learn.

    ``why`` is "required" (by the target) or "prerequisite"; ``needed_for`` lists the steps that
    build on it, ``builds_on`` the known things that it builds on, ``covers`` the classes of tools
    that are met by learning it, ``any_of`` what to choose from where the step is itself a class of
    tools, ``partly_known`` the known things that make it easier. ``level`` is the level that the
    target asks for and ``known_level`` the one there is, 0 to 1, where a source measures them.
    ``effort`` is in points, ``value`` a share of 1 (see ``learning_path``), ``sources`` are IRIs.
    """

    iri: str
    label: str
    kind: str
    why: str
    needed_for: tuple[Ref, ...]
    effort: float
    sources: tuple[str, ...]
    value: float
    builds_on: tuple[Ref, ...]
    covers: tuple[Ref, ...]
    any_of: tuple[Ref, ...]
    partly_known: tuple[Ref, ...]
    level: float | None
    known_level: float | None


@dataclass(frozen=True)
class Stage:
    """Steps that can be taken side by side, once the stages before are done."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Circle:
    """A "``first`` is learnt before ``then``" left aside because it closed a circle."""

    first: Ref
    then: Ref


@dataclass(frozen=True)
class LearningPath(Answer):
    """The answer of ``learning_path``.

    ``held_roles`` are those whose needs count as known: the start, and roles named. ``met`` of
    ``needed`` is how many of the target's learnable needs are known; ``gap`` is the rest
    of them, ``stages`` the way through them, ``effort`` the sum over all steps in the points of
    ``weights``. ``not_learnable`` is asked for and not counted in the effort, ``also_welcome`` is
    preferred and not needed. ``unknown`` are names that were not recognised, ``via`` routes by way
    of other roles, ``broken`` prerequisites left aside, ``notes`` sentences for the reader.
    """

    target: Ref
    start: Ref | None
    held_roles: tuple[Ref, ...]
    known: tuple[KnownThing, ...]
    unknown: tuple[Unknown, ...]
    gap: tuple[Item, ...]
    not_learnable: tuple[NotLearnable, ...]
    also_welcome: tuple[Item, ...]
    stages: tuple[Stage, ...]
    via: tuple[Route, ...]
    effort: float
    met: int
    needed: int
    enough_data: bool
    weights: dict[str, float]
    broken: tuple[Circle, ...]
    notes: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Give all steps in the order in which to take them."""
        return tuple(step for stage in self.stages for step in stage.steps)


def learning_path(
    network: Network,
    to: str,
    start: str | None = None,
    known: Iterable[str] = (),
    *,
    k: int = 3,
    weights: Mapping[str, float] = EFFORT,
) -> LearningPath:
    """Find what it takes to get to a role, in which order, and by way of which other roles.

    *Known* is what the start role needs, what ``known`` names, and what those imply: all that is
    learnt before a known thing, and every class of tools of which one knows a member. Other
    families of known things are known in part and take less effort.

    *Order*: the gap and the prerequisites that it drags in fall into topological generations (Kahn,
    "Topological sorting of large networks", 1962): a step stands as early as it can, after all
    that it needs. Within a stage, needs whose level a source has measured come before those that it
    merely lists, and of each the most valuable first. The value of a step is the share of what is
    missing that it carries or opens, each missing need weighed by its importance to the target
    times its inverse document frequency over the roles (Spärck Jones, 1972; Salton and
    Buckley, "Term-weighting approaches in automatic text retrieval", 1988)::

        value(step) = Σ weight(d) / Σ weight(m)
            d: the missing needs among the step, what it covers, and all steps that build on it
            m: all missing needs
            weight(d) = importance(d) · (1 + ln((1 + roles) / (1 + roles that need d)))

    *By way of*: see ``routes.stepping_stones``.

    Args:
        network: as ``project`` gives it.
        to: IRI of the role to get to.
        start: IRI of the role to start from, if any.
        known: names or IRIs of what is known; those not recognised are reported in ``unknown`` and
            the path goes on without them. The name of a role stands for all that it needs.
        k: the number of routes at the most.
        weights: changes to the table of efforts, see ``effort.EFFORT``.

    Returns:
        The path, the same for the same input. One more known thing never makes it longer.

    Raises:
        NotFoundError: ``to`` or ``start`` is not a role of the network.
        UsageError: start and target are one role, or the weights are no such table.
    """
    needs = needs_of(network)
    target = needs.role(to)
    origin = needs.role(start) if start is not None else None
    if target == origin:
        raise UsageError(
            f"{ref(network, target).label} is both the start and the target; name two roles."
        )
    matches, unknown = recognise(network, known)
    roles = [*([origin] if origin else []), *(m.iri for m in matches if m.kind == "role")]
    named = {match.iri for match in matches if match.kind != "role"}
    has = needs.known(roles, named)
    held = named | {iri for role in roles for iri in required(network, role)}

    wanted = needs.of_role[target]
    effort = Effort.given(needs, has, weights)
    missing = effort.missing(target, has)
    gap = {iri for iri, need in wanted.items() if shortfall(need.level, has.get(iri, 0.0))}
    via = stepping_stones(effort, target, origin, has, k=k)
    return LearningPath(
        target=ref(network, target),
        start=ref(network, origin) if origin else None,
        held_roles=tuple(ref(network, role) for role in roles),
        known=_known_things(needs, target, has, named, held),
        unknown=unknown,
        gap=items(network, target, gap),
        not_learnable=not_learnable(network, target, held),
        also_welcome=also_welcome(network, target, held | has.keys()),
        stages=_stages(needs, target, has, missing, gap),
        via=via,
        effort=round(sum(missing.values()), 2),
        met=len(wanted) - len(gap),
        needed=len(wanted),
        enough_data=len(wanted) >= MIN_NEEDS,
        weights=dict(effort.table),
        broken=tuple(
            Circle(ref(network, first), ref(network, then))
            for first, then in needs.broken
            if then in needs.plan(target)
        ),
        notes=tuple(_notes(network, target, roles, needs, missing, via, k)),
    )


def _stages(
    needs: Needs, target: str, has: Known, missing: Mapping[str, float], gap: set[str]
) -> tuple[Stage, ...]:
    """Put what is missing in order, in stages."""
    network, wanted = needs.network, needs.of_role[target]
    order = needs.among(missing)
    generations = list(nx.topological_generations(order))

    covered: dict[str, list[str]] = {}
    for family, member in needs.covered(target).items():
        if family in gap and member in missing:
            covered.setdefault(member, []).append(family)
    weight = {iri: wanted[iri].importance * needs.rarity(iri) for iri in sorted(gap)}
    total = sum(weight.values()) or 1.0
    later: dict[str, set[str]] = {}
    for generation in reversed(generations):
        for iri in generation:
            later[iri] = set(order[iri]).union(*(later[other] for other in order[iri]))
    value = {
        iri: sum(
            weight.get(each, 0.0)
            for opened in sorted({iri, *later[iri]})
            for each in (opened, *covered.get(opened, ()))
        )
        / total
        for iri in missing
    }

    def things(iris: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(ref(network, iri) for iri in sorted(iris, key=needs.by_label))

    def step(iri: str) -> Step:
        sources = set(wanted[iri].sources) if iri in wanted else set()
        for other in order[iri]:
            sources.update(network.edges[other, iri, "prerequisite"]["sources"])
        level = wanted[iri].level if iri in wanted else None
        data = ref(network, iri)
        return Step(
            iri=iri,
            label=data.label,
            kind=data.kind,
            why="required" if iri in gap else "prerequisite",
            needed_for=things(order[iri]),
            effort=missing[iri],
            sources=tuple(sorted(sources)),
            value=round(value[iri], 4),
            builds_on=things(other for other in needs.before(iri) if other in has),
            covers=things(covered.get(iri, ())),
            any_of=_choice(needs, iri),
            partly_known=things(needs.known_parts(iri, has)) if iri not in has else (),
            level=level,
            known_level=has.get(iri) if level is not None else None,
        )

    return tuple(
        Stage(
            tuple(
                step(iri)
                for iri in sorted(
                    generation,
                    key=lambda iri: (
                        iri not in wanted or wanted[iri].level is None,
                        -round(value[iri], 9),
                        missing[iri],
                        needs.by_label(iri),
                    ),
                )
            )
        )
        for generation in generations
    )


def _choice(needs: Needs, iri: str) -> tuple[Ref, ...]:
    """Give the members of a class of tools, the most asked-for first; of another thing, none."""
    if iri not in needs.tool_classes:
        return ()
    members = [member for member in needs.members[iri] if iri in needs.classes.get(member, ())]
    members.sort(
        key=lambda member: (-len(needs.roles_needing.get(member, ())), needs.by_label(member))
    )
    return tuple(ref(needs.network, member) for member in members[:5])


def _known_things(
    needs: Needs, target: str, has: Known, named: set[str], held: set[str]
) -> tuple[KnownThing, ...]:
    """List the named things, and of the other known ones those that the target builds on."""
    network, wanted = needs.network, needs.of_role[target]
    shown = named | {iri for iri in (*wanted, *needs.plan(target)) if iri in has}
    return tuple(
        KnownThing(
            iri,
            network.nodes[iri]["label"],
            network.nodes[iri]["kind"],
            "named" if iri in named else "start" if iri in held else "implied",
        )
        for iri in sorted(shown, key=lambda iri: reading_order(network, iri))
    )


_MANY = 100


def _notes(
    network: Network,
    target: str,
    roles: list[str],
    needs: Needs,
    missing: Mapping[str, float],
    via: tuple[Route, ...],
    k: int,
) -> Iterable[str]:
    name = ref(network, target).label
    for role in (target, *roles):
        count = len(needs.of_role[role])
        if count < MIN_NEEDS:
            things = "1 thing" if count == 1 else f"{count} things" if count else "nothing"
            yield (
                f"The graph knows {things} to learn for {ref(network, role).label}, "
                "too little to rely on."
            )
    if len(needs.of_role[target]) > _MANY:
        yield (
            f"The graph lists {len(needs.of_role[target])} things for {name}, more than anybody "
            "needs: they are examples, so begin with the first of each stage."
        )
    if needs.of_role[target] and not missing:
        yield f"You already know all there is to learn for {name}."
    elif k > 0 and missing and not via and len(needs.of_role[target]) >= MIN_NEEDS:
        yield "No role in between makes the way clearly easier than going directly."
