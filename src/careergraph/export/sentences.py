"""What a comparison and a learning path come to, in the sentences that every view of them shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from careergraph.analysis.comparison import Comparison, Item
from careergraph.analysis.learning.effort import points
from careergraph.analysis.learning.path import LearningPath, Step
from careergraph.analysis.learning.routes import Hop, Route
from careergraph.network.answers import Ref


def enumeration(names: Sequence[str]) -> str:
    """Return names as running text.

    >>> enumeration(["a cook", "a nurse", "a teacher"])
    'a cook, a nurse and a teacher'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "step"), count(2, "step")
    ('1 step', '2 steps')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def comparison_sentence(comparison: Comparison) -> str:
    """Return how much the roles share."""
    names = enumeration([role.label for role in comparison.roles])
    return f"{names} share {comparison.overall.shared} of {comparison.overall.union} things."


def comparison_columns(comparison: Comparison) -> list[tuple[str, Sequence[Item]]]:
    """Return the parts of a comparison under their headings: what is shared, then each role's own.

    "Some share" is left out where it is empty, as it always is between two roles.
    """
    labels = {role.iri: role.label for role in comparison.roles}
    shared = ("Both share" if len(labels) == 2 else "All share", comparison.shared)
    partial = [("Some share", comparison.partial)] if comparison.partial else []
    own = [(f"Only {labels[role]}", items) for role, items in comparison.distinct.items()]
    return [shared, *partial, *own]


def path_sentence(path: LearningPath) -> str:
    """Return where a path leads, how much of it is known, and how long it is."""
    way = f"From {path.start.label} to" if path.start else "To"
    return (
        f"{way} {path.target.label}: you know {path.met} of the {count(path.needed, 'thing')} it "
        f"needs that can be learnt. {count(len(path.steps), 'step')} in "
        f"{count(len(path.stages), 'stage')}, effort {points(path.effort)}."
    )


def effort_sentence(path: LearningPath) -> str:
    """Return what effort is counted in."""
    table = ", ".join(f"{name} {points(value)}" for name, value in path.weights.items())
    return f"Effort is in points, not hours: {table}."


def route_sentence(route: Route, path: LearningPath) -> str:
    """Return what a route by way of other roles takes, beside the direct way."""
    return (
        f"effort {points(route.total_effort)} in all, {points(route.hardest)} at most at once; "
        f"directly {points(path.effort)} at once"
    )


def hop_sentence(hop: Hop) -> str:
    """Return what one hop of a route takes."""
    return f"{len(hop.new)} new, {hop.reused} reused, effort {points(hop.effort)}"


def reason(step: Step, target: str) -> str:
    """Return in a few words why a step is on the path to the role named ``target``."""
    parts = [f"needed by {target}"] if step.why == "required" else []
    if step.needed_for:
        parts.append(f"learn before {_labels(step.needed_for)}")
    if step.covers:
        parts.append(f"covers {_labels(step.covers)}")
    if step.any_of:
        parts.append(f"any one will do: {_labels(step.any_of)}")
    if step.partly_known:
        parts.append(f"easier for you, who know {_labels(step.partly_known)}")
    if step.level is not None and step.known_level:
        parts.append(f"from level {step.known_level:.2f} to {step.level:.2f}")
    return "; ".join(parts)


def _labels(things: Iterable[Ref]) -> str:
    return ", ".join(thing.label for thing in things)
