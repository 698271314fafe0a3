"""One-sentence summaries of a comparison and of a learning path, and headings of their parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from careergraph.analysis.comparison import Comparison, Item
from careergraph.analysis.learning.path import LearningPath, Step
from careergraph.network.answers import Ref
from careergraph.vocabulary import counted, enumeration


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
    """Return where a path leads, how much of it is met, how long it is and of which sizes."""
    way = f"From {path.start.label} to" if path.start else "To"
    sentence = (
        f"{way} {path.target.label}: you meet {path.met} of the {counted(path.needed, 'thing')} it "
        "asks for that can be learnt."
    )
    if path.steps:
        sizes = enumeration([f"{number} {size}" for size, number in path.sizes.items()])
        missing = path.needed - path.met
        first = sum(step.why == "prerequisite" for step in path.steps)
        way = f"The other {missing} " if path.met else "They " if missing > 1 else "It "
        sentence += f" {way}take{'s' if missing == 1 else ''} {counted(len(path.steps), 'step')}"
        sentence += f", {first} of them to learn first" if first else ""
        sentence += f": {sizes}."
    if path.weeks is not None and path.steps:
        sentence += f" At your pace that takes {counted(round(path.weeks), 'week')}."
    return sentence


def reason(step: Step, target: str) -> str:
    """Return in a few words why a step is on the path to the role named ``target``."""
    noted = ", ".join(filter(None, [step.level_word, str(step.agreement or "")]))
    noted = f" ({noted})" if noted else ""
    parts = {
        "required": [f"required by {target}{noted}"],
        "one of": [f"one of several that {target} asks for{noted}"],
        "used": [f"used in {target}, not required{noted}"],
        "prerequisite": [],
    }[step.why]
    if step.details:
        parts.append(f"also: {first_labels(step.details)}")
    if step.needed_for:
        parts.append(f"learn before {_labels(step.needed_for)}")
    if step.covers:
        parts.append(f"covers {_labels(step.covers)}")
    if step.any_of:
        parts.append(f"or instead {_labels(step.any_of)}")
    parts.append(f"{step.size}: {step.size_because}")
    return "; ".join(parts)


def first_labels(things: Sequence[Ref], many: int = 5) -> str:
    """Return the labels of the first of some things, and how many more there are."""
    more = f" and {len(things) - many} more" if len(things) > many else ""
    return _labels(things[:many]) + more


def _labels(things: Iterable[Ref]) -> str:
    return ", ".join(thing.label for thing in things)
