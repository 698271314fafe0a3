"""What to learn for a role, given what is known: the steps, why each is there, and their order.

``learning_path`` shows a plan, ``stepping_stones`` compares the plans of roles on the way.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import networkx as nx

from careergraph.analysis.learning.needs import Known, Needs
from careergraph.analysis.learning.requirements import Requirement

Why = Literal["required", "one of", "used", "prerequisite"]

STAGE = 5
"""The most steps that a stage shows, about as many things as one keeps in mind."""

STAGES = 6
"""How many stages of that size there are at the most; of a longer path the stages are larger."""


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps to a role.

    ``unmet`` are the requirements that are not met yet, ``met_by`` gives the step that meets each.
    ``why`` has every step, ``choice`` the other ways to take a step of several alternatives, best
    first.
    """

    needs: Needs
    unmet: tuple[Requirement, ...]
    met_by: Mapping[Requirement, str]
    why: Mapping[str, Why]
    choice: Mapping[str, tuple[str, ...]]

    @cached_property
    def order(self) -> nx.DiGraph[str]:
        """The steps, linked as they follow each other, preferences included."""
        order: nx.DiGraph[str] = nx.DiGraph()
        order.add_nodes_from(self.why)
        for step in self.why:
            seen, waiting = {step}, [step]
            while waiting:
                thing = waiting.pop()
                if thing not in self.needs.order:
                    continue
                for earlier in self.needs.order.predecessors(thing):
                    if earlier in self.why:
                        order.add_edge(earlier, step)
                    elif earlier not in seen:
                        seen.add(earlier)
                        waiting.append(earlier)
        for member, later in self.stand_ins:
            if not nx.has_path(order, later, member):
                order.add_edge(member, later)
        return order

    @cached_property
    def stand_ins(self) -> list[tuple[str, str]]:
        """Each step that stands for its class of tools, with what cannot do without the class."""
        return [
            (member, later)
            for later in self.why
            for family in self.needs.before(later)
            if family in self.needs.tool_classes and family not in self.why
            for member in self.why
            if _stands_for(self.needs, member, family)
        ]

    def builders(self, step: str) -> list[str]:
        """Return the steps that cannot be taken without a step, by label."""
        after = set(self.needs.ladder.successors(step)) if step in self.needs.ladder else set()
        after |= {later for member, later in self.stand_ins if member == step}
        return sorted(after.intersection(self.order[step]), key=self.needs.by_label)

    @cached_property
    def value(self) -> dict[str, float]:
        """The share of what is missing that each step meets or opens, 0 to 1.

        Each missing requirement is weighed as in ``Needs.weight``; a step opens what cannot be
        learnt without it.
        """
        weight = dict.fromkeys(self.why, 0.0)
        for requirement, step in self.met_by.items():
            weight[step] += self.needs.weight(requirement)
        total = sum(weight.values()) or 1.0
        opens: dict[str, set[str]] = {}
        for step in reversed(list(nx.topological_sort(self.order))):
            after = self.builders(step)
            opens[step] = {step, *after}.union(*(opens[other] for other in after))
        return {step: sum(weight[each] for each in sorted(opens[step])) / total for step in weight}

    @cached_property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """The steps in stages, each after all that it follows, what is merely used last.

        List scheduling: of what can be learnt next, the most valuable ``STAGE`` steps make a stage,
        or more where there would be more than ``STAGES`` (Graham, "Bounds on multiprocessing timing
        anomalies", 1969). What is merely used, and comes
        before nothing that is needed, follows in generations (Kahn, "Topological sorting of large
        networks", 1962), which may be larger.
        """
        core = {step for step, why in self.why.items() if why != "used"}
        core |= {before for step in tuple(core) for before in nx.ancestors(self.order, step)}
        stages: list[tuple[str, ...]] = []
        size = max(STAGE, math.ceil(len(core) / STAGES))
        done: set[str] = set()
        while len(done) < len(core):
            ready = [step for step in core - done if done.issuperset(self.order.pred[step])]
            stages.append(tuple(sorted(ready, key=self._by_value)[:size]))
            done.update(stages[-1])
        used = self.order.subgraph(self.why.keys() - core)
        stages += [
            tuple(sorted(generation, key=self._by_value))
            for generation in nx.topological_generations(used)
        ]
        return tuple(stages)

    def _by_value(self, step: str) -> tuple[float, tuple[str, str]]:
        return (-round(self.value[step], 9), self.needs.by_label(step))


def plan(needs: Needs, role: str, has: Known, *, required_only: bool = False) -> Plan:
    """Work out what to learn for a role.

    What is required comes first, then what is merely used. A requirement with alternatives is met
    by one that is to be learnt anyway, else by the one that takes the fewest further steps and, of
    several, the one that most roles ask for; where the tools are examples of a catalogue's class
    (``Needs.catalogues``), the class is the step. What a step cannot do without is a step before
    it.

    Args:
        needs: of the network.
        role: the role to get to.
        has: what is known.
        required_only: leave out what is merely used.
    """
    unmet = tuple(
        one
        for one in needs.requirements(role)
        if not (required_only and not one.required) and not needs.meets(role, one, has)
    )
    why: dict[str, Why] = {}
    met_by: dict[Requirement, str] = {}
    choice: dict[str, tuple[str, ...]] = {}
    planned: set[str] = set()

    def take(requirement: Requirement, step: str, reason: Why) -> None:
        met_by[requirement] = step
        if requirement.required or step not in planned:
            why[step] = reason
        planned.add(step)
        for earlier in _missing_before(needs, step, has) - planned:
            why[earlier] = "prerequisite"
            planned.add(earlier)

    asked_things = set(needs.of_role[role])
    for required in (True, False):
        asked = [one for one in unmet if one.required is required]
        for requirement in (one for one in asked if not _is_choice(needs, one)):
            [step] = requirement.options
            take(requirement, step, "required" if required else "used")
        for requirement in (one for one in asked if one not in met_by):
            # A class that is needed first is better met by a member that the role asks for.
            steps = [
                step
                for step in planned
                if why[step] != "prerequisite" or step not in needs.tool_classes
            ]
            if chosen := _met_by_plan(needs, requirement, steps):
                met_by[requirement] = chosen
                if required and why[chosen] == "prerequisite":
                    why[chosen] = "one of"
                continue
            # What the role asks for itself makes no alternative dearer, until one is settled on.
            free = planned | asked_things if required else planned
            first, *others = _ranked_options(needs, requirement, has, free)
            if requirement.family in needs.catalogues:
                first, others = requirement.family, [first, *others]
            take(requirement, first, "one of" if required else "used")
            choice[first] = tuple(others)
    for family in [iri for iri, reason in why.items() if reason == "prerequisite"]:
        if any(_stands_for(needs, step, family) for step in why):
            del why[family]
    # What only such a class could not do without is no step, but for what is used as well.
    for step in (why.keys() - _needed(needs, why)).intersection(met_by.values()):
        why[step] = "used"
    for step in why.keys() - _needed(needs, why):
        del why[step]
    return Plan(needs, unmet, met_by, why, choice)


def _needed(needs: Needs, why: Mapping[str, Why]) -> set[str]:
    """Return the steps that are asked for, and those that they cannot do without."""
    needed = {step for step, reason in why.items() if reason != "prerequisite"}
    waiting = list(needed)
    while waiting:
        for earlier in needs.before(waiting.pop()):
            before = {earlier} if earlier in why else {
                step for step in why if _stands_for(needs, step, earlier)
            }  # fmt: skip
            waiting += before - needed
            needed |= before
    return needed


def _stands_for(needs: Needs, step: str, family: str) -> bool:
    """Whether to learn a step is to learn a class of tools that others build on."""
    return family in needs.all_classes(step) and family not in _missing_before(needs, step, ())


def _is_choice(needs: Needs, requirement: Requirement) -> bool:
    return (
        len(requirement.options) > 1
        or requirement.options[0] in needs.tool_classes
        or requirement.family in needs.catalogues
    )


def _missing_before(needs: Needs, step: str, has: Collection[str]) -> set[str]:
    """Return what a step cannot do without and is not known, all the way back."""
    missing: set[str] = set()
    waiting = [step]
    while waiting:
        for earlier in needs.before(waiting.pop()):
            if earlier not in has and earlier not in missing:
                missing.add(earlier)
                waiting.append(earlier)
    return missing


def _met_by_plan(needs: Needs, requirement: Requirement, planned: Iterable[str]) -> str | None:
    """Return the planned step that meets a requirement: one of its options, or of its class."""
    meeting = [
        step
        for step in planned
        if step in requirement.options
        or (requirement.family is not None and requirement.family in needs.all_classes(step))
    ]
    return min(meeting, key=lambda step: (step not in requirement.options, needs.by_label(step)),
               default=None)  # fmt: skip


def _ranked_options(
    needs: Needs, requirement: Requirement, has: Collection[str], planned: Collection[str]
) -> list[str]:
    """Return the alternatives that meet a requirement, the best to take first.

    That is the one that takes the fewest things which are neither known nor to be learnt anyway:
    what it cannot do without, then what it is best learnt after.
    """

    def rank(option: str) -> tuple[int, int, int, tuple[str, str]]:
        further = _missing_before(needs, option, has).difference(planned)
        before = needs.order.predecessors(option) if option in needs.order else ()
        easier = [earlier for earlier in before if earlier not in has and earlier not in planned]
        return (len(further), len(easier), -needs.times_needed(option), needs.by_label(option))

    return sorted(requirement.options, key=rank)
