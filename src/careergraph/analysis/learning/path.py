"""From here to there: what is missing for a role, in which order to learn it, and why.

A tiny graph, and the path through it::

    data analyst ── needs ──> SQL, Statistics
    AI architect ── needs ──> SQL, Deep learning, Docker

    Statistics ── before ──> Machine learning ── before ──> Deep learning

    learning_path(network, to=AI architect, start=data analyst)
      known     SQL (needed), Statistics (built on)
      stage 1   Machine learning (needed for Deep learning) · Docker (required)
      stage 2   Deep learning (required)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from rdflib import Graph

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.needs import PARTS as NEEDED
from careergraph.analysis.learning.needs import Known, Needs, needs_of
from careergraph.analysis.learning.plan import STAGE, Plan, plan
from careergraph.analysis.learning.qualifications import (
    NotLearnable,
    also_welcome,
    item,
    not_learnable,
    reading_order,
    required,
)
from careergraph.analysis.learning.requirements import MIN_NEEDS, Requirement
from careergraph.analysis.learning.routes import Route, one_ladder, stepping_stones
from careergraph.analysis.learning.size import SIZES, field_of, size_of, weeks_of
from careergraph.analysis.similarity.vectors import PARTS as COMPARED
from careergraph.errors import UsageError
from careergraph.network.agreement import Agreement
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.lookup import Thing, iri_of
from careergraph.network.projection import Network, network_of
from careergraph.reading.profile import Knowledge, Unknown, recognise

PARTS = NEEDED | COMPARED
"""What of a graph it takes to find a way to a role by way of others, see ``project``."""


@dataclass(frozen=True)
class KnownThing(Answer):
    """A known thing that matters here; ``why`` is "named", "start" (the role) or "implied"."""

    iri: str
    label: str
    kind: str
    why: str


@dataclass(frozen=True)
class Missing(Item):
    """A requirement that is not met; where it has alternatives, ``one_of`` lists them all.

    ``details`` are what other sources call it or parts of it, see ``Requirement``.
    """

    one_of: tuple[Ref, ...]
    details: tuple[Ref, ...]


@dataclass(frozen=True)
class Step(Answer):
    """One thing to learn.

    ``why`` is "required" by the target, "one of" several that would do, "used" in the target role
    without being required, or "prerequisite" of another step. ``needed_for`` lists the steps that
    cannot do without it, ``builds_on`` the known things that it builds on, ``covers`` what the
    target asks for and is met by it as well, ``any_of`` what would do in its stead, the best first.
    ``size`` is "small", "medium" or "large", for the reason in ``size_because``. ``value`` is a
    share of 1 (see ``Plan.value``), ``level`` the level that the target asks for and
    ``known_level`` the one there is, 0 to 1, where a source measures them; ``level_word`` is how a
    text puts it ("familiarity"). ``sources`` are IRIs; ``agreement`` is how many of the sources
    that describe the target ask for it (None: it is a prerequisite), ``details`` what these call it
    or parts of it, see ``Requirement``.
    """

    iri: str
    label: str
    kind: str
    why: str
    needed_for: tuple[Ref, ...]
    covers: tuple[Ref, ...]
    any_of: tuple[Ref, ...]
    size: str
    size_because: str
    sources: tuple[str, ...]
    builds_on: tuple[Ref, ...]
    value: float
    level: float | None
    known_level: float | None
    level_word: str
    agreement: Agreement | None
    details: tuple[Ref, ...]


@dataclass(frozen=True)
class Fold(Answer):
    """Steps of one field that a stage does not show at first; None for those of no field."""

    field: Ref | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Stage(Answer):
    """Steps that can be taken side by side, once the stages before are done.

    ``steps`` are the most valuable ones, ``plan.STAGE`` at the most, ``folded`` the rest by field.
    """

    steps: tuple[Step, ...]
    folded: tuple[Fold, ...]

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The steps shown and the folded ones."""
        return (*self.steps, *(step for fold in self.folded for step in fold.steps))


@dataclass(frozen=True)
class Circle(Answer):
    """A "``first`` is learnt before ``then``" left aside because it closed a circle."""

    first: Ref
    then: Ref


@dataclass(frozen=True)
class LearningPath(ListAnswer):
    """The answer of ``learning_path``.

    ``held_roles`` are those whose needs count as known: the start, and roles named. ``met`` of
    ``needed`` is how many of the target's requirements are met; ``gap`` is the rest of them,
    ``stages`` the way through them. ``weeks`` is the time for all steps, None unless somebody said
    how long steps take. ``not_learnable`` is asked for and no step, ``also_welcome`` is preferred
    and not needed. ``unknown`` are names that were not recognised, ``via`` routes by way of other
    roles, ``broken`` links left aside, ``notes`` sentences for the reader.
    """

    ROWS = "steps"

    target: Ref
    start: Ref | None
    held_roles: tuple[Ref, ...]
    known: tuple[KnownThing, ...]
    unknown: tuple[Unknown, ...]
    gap: tuple[Missing, ...]
    not_learnable: tuple[NotLearnable, ...]
    also_welcome: tuple[Item, ...]
    stages: tuple[Stage, ...]
    via: tuple[Route, ...]
    weeks: float | None
    met: int
    needed: int
    enough_data: bool
    broken: tuple[Circle, ...]
    notes: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order in which to take them."""
        return tuple(step for stage in self.stages for step in stage.all_steps)

    @property
    def sizes(self) -> dict[str, int]:
        """How many steps there are of each size, the sizes that occur."""
        names = [step.size for step in self.steps]
        return {size: names.count(size) for size in SIZES if size in names}


def learning_path(
    network: Network | Graph,
    to: Thing,
    start: Thing | None = None,
    known: Knowledge = (),
    *,
    k: int = 3,
    required_only: bool = False,
    weeks: Mapping[str, float] | None = None,
) -> LearningPath:
    """Find what it takes to get to a role, in which order, and by way of which other roles.

    *Known* is what the start role proves (``Needs.held``), what ``known`` names, and what those
    imply: what cannot be learnt without being known, and every class of tools of which one knows a
    member. Where people usually go from the start to the target, or the one is a kind of the other,
    nothing is taught that builds on nothing and that the target does not ask for.

    *Steps* are what meets the target's requirements and what those cannot do without, see ``plan``;
    *order* and stages, see ``Plan.stages``; *by way of*, see ``routes.stepping_stones``.

    Args:
        network: as ``project`` gives it.
        to: the role to get to: a name, an IRI, or what another function returned.
        start: the role to start from, if any, likewise.
        known: what is known, as for ``fit_roles``; names not recognised are reported in ``unknown``
            and the path goes on without them. The name of a role stands for all that it proves.
        k: the number of routes at the most.
        required_only: leave out what is merely used in the target role.
        weeks: how many weeks a step of each size takes, see ``size.SIZES``; None for no time.

    Returns:
        The path, the same for the same input.

    Raises:
        NotFoundError: and others, as ``find`` does, where ``to`` or ``start`` is no role.
        UsageError: start and target are one role, or the weeks are not given for each size.
    """
    weeks = weeks_of(weeks)
    network = network_of(network)
    needs = needs_of(network)
    target = iri_of(network, to, "role")
    origin = iri_of(network, start, "role") if start is not None else None
    if target == origin:
        raise UsageError(
            f"{ref(network, target).label} is both the start and the target; name two roles."
        )
    matches, unknown = recognise(network, known)
    roles = [*([origin] if origin else []), *(m.iri for m in matches if m.kind == "role")]
    named = {match.iri for match in matches if match.kind != "role"}
    has = needs.known(roles, named)
    if any(one_ladder(needs, role, target) for role in roles):
        has = {**needs.basics(target), **has}
    held = named | {iri for role in roles for iri in required(network, role)}

    planned = plan(needs, target, has, required_only=required_only)
    stages = _stages(planned, target, has)
    via = stepping_stones(needs, target, origin, has, k=k, required_only=required_only)
    needed = [r for r in needs.requirements(target) if r.required or not required_only]
    steps = [step for stage in stages for step in stage.all_steps]
    return LearningPath(
        target=ref(network, target),
        start=ref(network, origin) if origin else None,
        held_roles=tuple(ref(network, role) for role in roles),
        known=_known_things(needs, target, has, named, held),
        unknown=unknown,
        gap=tuple(missing_item(needs, target, one) for one in planned.unmet),
        not_learnable=not_learnable(network, target, held, needs.experience(roles)),
        also_welcome=also_welcome(network, target, held | has.keys()),
        stages=stages,
        via=via,
        weeks=None if weeks is None else sum(weeks[step.size] for step in steps),
        met=len(needed) - len(planned.unmet),
        needed=len(needed),
        enough_data=len(needs.of_role[target]) >= MIN_NEEDS,
        broken=tuple(
            Circle(ref(network, first), ref(network, then))
            for first, then in needs.broken
            if then in planned.why
        ),
        notes=tuple(_notes(needs, target, origin, roles, planned, via, k)),
    )


def missing_item(needs: Needs, role: str, requirement: Requirement) -> Missing:
    """Return a requirement that is not met as an item of an answer."""
    name = requirement.family or requirement.options[0]
    options = [iri for iri in requirement.options if iri != name or len(requirement.options) > 1]
    of_thing = vars(item(needs.network, role, name))
    return Missing(
        **of_thing | {"agreement": {role: requirement.agreement}},
        one_of=tuple(ref(needs.network, iri) for iri in options),
        details=tuple(ref(needs.network, iri) for iri in requirement.details),
    )


def _stages(planned: Plan, target: str, has: Known) -> tuple[Stage, ...]:
    needs = planned.needs
    stages = []
    for names in planned.stages:
        steps = {iri: _step(planned, target, iri, has) for iri in names}
        field = {iri: field_of(needs, iri) for iri in names[STAGE:]}
        # A fold of a single step hides nothing; such steps make one fold of no field.
        counts = Counter(field.values())
        field = {iri: family if counts[family] > 1 else None for iri, family in field.items()}
        rest = sorted(field, key=lambda iri: (field[iri] is None, field[iri] or ""))
        folded = tuple(
            Fold(ref(needs.network, family) if family else None, tuple(steps[iri] for iri in iris))
            for family, iris in groupby(rest, key=field.__getitem__)
        )
        stages.append(Stage(tuple(steps[iri] for iri in names[:STAGE]), folded))
    return tuple(stages)


def _step(planned: Plan, target: str, iri: str, has: Known) -> Step:
    needs, network = planned.needs, planned.needs.network
    need = needs.of_role[target].get(iri)
    builders = planned.builders(iri)
    sources = set(need.sources if need else ())
    for later in builders:
        for earlier in (iri, *needs.all_classes(iri)):
            sources.update(
                network[later].get(earlier, {}).get("prerequisite", {}).get("sources", ())
            )

    def refs(iris: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(ref(network, each) for each in iris)

    met = [requirement for requirement, step in planned.met_by.items() if step == iri]
    covered = {requirement.family or requirement.options[0] for requirement in met}
    details = {thing for requirement in met for thing in requirement.details}
    level = need.level if need else None
    size = size_of(needs, iri, has, level)
    data = ref(network, iri)
    return Step(
        iri=iri,
        label=data.label,
        kind=data.kind,
        why=planned.why[iri],
        needed_for=refs(builders),
        covers=refs(sorted(covered - {iri}, key=needs.by_label)),
        any_of=refs(planned.choice.get(iri) or _members(needs, iri)),
        size=size.name,
        size_because=size.because,
        sources=tuple(sorted(sources)),
        builds_on=refs(sorted((e for e in needs.before(iri) if e in has), key=needs.by_label)),
        value=round(planned.value[iri], 4),
        level=level,
        known_level=has.get(iri) if level is not None else None,
        level_word=need.level_word if need else "",
        agreement=max((one.agreement for one in met), key=lambda of: of.sources, default=None),
        details=refs(sorted(details, key=needs.by_label)),
    )


def _members(needs: Needs, iri: str) -> list[str]:
    """Return the members of a class of tools, the most asked-for first; of another thing, none."""
    if iri not in needs.tool_classes:
        return []
    members = [member for member in needs.members_of(iri) if iri in needs.classes.get(member, ())]
    members.sort(key=lambda member: (-needs.times_needed(member), needs.by_label(member)))
    return members[:STAGE]


def _known_things(
    needs: Needs, target: str, has: Known, named: set[str], held: set[str]
) -> tuple[KnownThing, ...]:
    """List the named things, and of the other known ones those that the target asks for."""
    network = needs.network
    wanted = set(needs.of_role[target])
    wanted |= {earlier for thing in tuple(wanted) for earlier in needs.implied(thing)}
    shown = named | {iri for iri in wanted if iri in has}
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
    needs: Needs,
    target: str,
    origin: str | None,
    roles: list[str],
    planned: Plan,
    via: tuple[Route, ...],
    k: int,
) -> Iterable[str]:
    network = needs.network
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
            "needs: tools of one class are examples of which one is enough."
        )
    if needs.of_role[target] and not planned.why:
        yield f"You already know all there is to learn for {name}."
    elif origin and network.has_edge(origin, target, "leadsTo"):
        yield f"People often go from {ref(network, origin).label} to {name} directly."
    elif origin and k > 0 and not via and len(needs.of_role[target]) >= MIN_NEEDS:
        yield "No role in between makes the way clearly easier than going directly."
