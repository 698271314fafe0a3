"""A learning path as a plan on one page, to print or to send: from, to, what is there, the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careergraph.analysis.learning.path import LearningPath, Step
from careergraph.drawing.columns import draw_stages
from careergraph.drawing.elements import Drawing, Mark
from careergraph.drawing.svg import to_svg
from careergraph.export.path_files import Span
from careergraph.export.report import render_page
from careergraph.export.sentences import path_sentence, reason
from careergraph.network.learning_resources import LearningResource
from careergraph.network.projection import Network

Notes = Mapping[str, Mapping[str, str]]
Resources = Mapping[str, Sequence[LearningResource]]

BROUGHT = 24
"""How many of the things that one brings a page names; more are counted."""


def draw_path(
    path: LearningPath,
    network: Network | None = None,
    *,
    hidden: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> Drawing:
    """Draw a path from what is known, stage by stage, to the role.

    Args:
        path: as ``learning_path`` returns it.
        network: that the path is of, for what things mean, which is shown on hover.
        hidden: kinds that are left out.
        whole: the stages ("Stage 2") that are drawn whole, however long.
    """
    most = max((step.value for step in path.steps), default=1) or 1

    def mark(step: Step) -> Mark:
        return Mark(
            step.iri,
            step.label,
            step.kind,
            network.nodes[step.iri]["definition"] if network is not None else "",
            relation=reason(step, path.target.label),
            weight=max(step.value / most, 0.05),
        )

    used = {thing.iri for step in path.steps for thing in step.builds_on}
    have = [Mark(one.iri, one.label, one.kind) for one in path.known if one.iri in used]
    pairs = [(step.iri, after.iri) for step in path.steps for after in step.needed_for]
    pairs += [(thing.iri, step.iri) for step in path.steps for thing in step.builds_on]
    return draw_stages(
        have,
        [[mark(step) for step in stage.all_steps] for stage in path.stages],
        Mark(path.target.iri, path.target.label, "role"),
        pairs,
        hidden=hidden,
        whole=whole,
    )


def plan_title(path: LearningPath) -> str:
    """Return what a plan is called."""
    start = f"From {path.start.label} to" if path.start else "The way to"
    return f"{start} {path.target.label}"


def plan_page(
    network: Network,
    path: LearningPath,
    *,
    notes: Notes | None = None,
    resources: Resources | None = None,
    spans: Mapping[str, Span] | None = None,
) -> str:
    """Return a plan as one HTML page that stands alone and prints on one sheet.

    Args:
        network: that the path is of.
        path: as ``learning_path`` returns it.
        notes: by the IRI of a step, its "state", "note" and "link".
        resources: by the IRI of a step, where it can be learnt.
        spans: by the IRI of a step, when it is learnt, as ``schedule`` returns it.
    """
    met = [thing for thing in path.known if thing.why != "implied"] or list(path.known)
    done = [iri for iri, note in (notes or {}).items() if note.get("state") == "done"]
    return render_page(
        "plan.html",
        network,
        title=plan_title(path),
        summary=path_sentence(path),
        path=path,
        brought=met[:BROUGHT],
        more_brought=max(0, len(met) - BROUGHT),
        done=[network.nodes[iri]["label"] for iri in done if iri in network],
        notes=notes or {},
        resources=resources or {},
        spans=spans or {},
        sources=plan_sources(network, path),
        reason=reason,
    )


def plan_picture(
    network: Network, path: LearningPath, *, spans: Mapping[str, Span] | None = None
) -> str:
    """Return a plan as a picture (SVG): the sentence, what one brings, the way, whose word it is.

    Arguments as of ``plan_page``.
    """
    brought = [thing.label for thing in path.known[:BROUGHT]]
    above = [path_sentence(path)]
    if brought:
        rest = len(path.known) - len(brought)
        more = f", and {rest} more" if rest else ""
        above.append(f"What I bring: {', '.join(brought)}{more}.")
    if spans:
        above.append(f"Done by {max(span.end for span in spans.values()):%d %B %Y}.")
    below = [f"Whose word: {'; '.join(plan_sources(network, path))}. Drawn by careergraph."]
    return to_svg(draw_path(path, network), plan_title(path), above, below)


def plan_sources(network: Network, path: LearningPath) -> list[str]:
    """Return the titles of those who say what a plan is made of, who says most first."""
    titles = network.graph["sources"]
    counts: dict[str, int] = {}
    for step in path.steps:
        for source in step.sources:
            counts[source] = counts.get(source, 0) + 1
    return [titles.get(iri) or iri for iri in sorted(counts, key=lambda iri: (-counts[iri], iri))]
