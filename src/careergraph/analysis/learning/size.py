"""How much a step is, from what one knows near it: small, medium or large, and why.

Nobody knows how many hours a stranger needs, so a size is no time; who wants time says how many
weeks a step of each size takes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from careergraph.analysis.learning.needs import Needs
from careergraph.errors import UsageError

FIELD = 1000
"""The most things that a field holds."""

SIZES = ("small", "medium", "large")
"""The sizes of a step, least first."""


@dataclass(frozen=True)
class Size:
    """The size of a step, and the evidence for it in a few words."""

    name: str
    because: str


def size_of(needs: Needs, thing: str, has: Mapping[str, float], level: float | None) -> Size:
    """Size one thing to learn for one who knows some things.

    Args:
        needs: of the network.
        thing: what is to be learnt.
        has: what is known.
        level: the level wanted, 0 to 1, where a source measures it.

    Returns:
        Small: what one knows at a lower level, another tool of a class one knows, a family of which
        one knows parts, and a tool that builds on known things alone. Medium: any other tool, and a
        skill of a field in which one knows something or that builds on what one knows. Large: a
        skill of a new field.
    """
    if has.get(thing):
        return Size(
            "small", f"you know it, and need {level or 1:.0%} where you have {has[thing]:.0%}"
        )
    if kin := _known(needs, _siblings(needs, thing), has):
        return Size("small", f"you know {kin}, which is of the same class")
    if kin := _known(needs, needs.known_parts(thing, has), has):
        return Size("small", f"you know {kin}, which is part of it or close to it")
    before = list(needs.order.predecessors(thing)) if thing in needs.order else []
    known = [iri for iri in before if iri in has]
    is_tool = needs.network.nodes[thing]["kind"] == "tool" or thing in needs.tool_classes
    if is_tool:
        if known and len(known) == len(before):
            return Size("small", f"a tool that builds on {_known(needs, known, has)}")
        if not before:
            return Size("small", "a tool that builds on nothing else")
        return Size("medium", "a tool that builds on what is learnt before it")
    if known:
        return Size("medium", f"builds on {_known(needs, known, has)}")
    field = field_of(needs, thing)
    near = needs.below(field) if field else frozenset()
    if kin := _known(needs, near, has):
        return Size("medium", f"you know {kin} of the same field")
    label = needs.network.nodes[field]["label"] if field else ""
    return Size("large", f"a new field: {label}" if label else "a new field")


def field_of(needs: Needs, thing: str) -> str | None:
    """Return the widest family that a thing belongs to and that is still a field.

    The pillars of a classification ("knowledge") hold more things (``FIELD``) than a field does.
    None where the thing belongs to no such family.
    """
    families: dict[str, int] = {}
    waiting = [thing]
    while waiting:
        for family in needs.families_of(waiting.pop()):
            if family not in families and family != thing:
                families[family] = needs.size(family)
                if families[family] <= FIELD:
                    waiting.append(family)
    fields = [family for family, size in families.items() if size <= FIELD]
    return min(fields, key=lambda family: (-families[family], needs.by_label(family)), default=None)


def weeks_of(weeks: Mapping[str, float] | None) -> dict[str, float] | None:
    """Return the weeks that a step of each size takes, checked.

    Raises:
        UsageError: a size is missing or unknown, or its weeks are no number above 0.
    """
    if weeks is None:
        return None
    if set(weeks) != set(SIZES):
        raise UsageError(f"Give weeks for each of the sizes {', '.join(SIZES)}.")
    for name, value in weeks.items():
        if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0):
            raise UsageError(f"The weeks of a {name} step are a number above 0, not {value!r}.")
    return {name: float(weeks[name]) for name in SIZES}


def _siblings(needs: Needs, thing: str) -> set[str]:
    """Return the other members of the classes of tools that a thing is in."""
    return {
        member
        for family in needs.classes.get(thing, ())
        for member in needs.members_of(family)
        if member != thing
    }


def _known(needs: Needs, things: Collection[str], has: Mapping[str, float]) -> str:
    """Return the first two known ones of some things, by label, in words."""
    known = sorted((iri for iri in things if iri in has), key=needs.by_label)
    return " and ".join(needs.network.nodes[iri]["label"] for iri in known[:2])
