"""An answer as one HTML page that stands alone: no script, no request, fit to print and to file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from careergraph.analysis.comparison import Comparison, Item, comparison_query
from careergraph.analysis.learning.effort import points
from careergraph.analysis.learning.path import LearningPath
from careergraph.export.path import path_query, reason
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS, RELATIONS

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.15rem; margin-top: 2rem }
.lead { font-size: 1.1rem }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem }
.columns > section { border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: .5rem; padding: 0 1rem 1rem; break-inside: avoid }
ul { padding-left: 1.1rem } li { margin: .15rem 0 } .quiet { opacity: .75; font-size: .875rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
.bar { display: inline-block; width: 8rem; height: .5rem; border-radius: .25rem; overflow: hidden;
  background: color-mix(in srgb, currentColor 15%, transparent) }
.bar i { display: block; height: 100% }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; padding: 1rem;
  border-radius: .5rem; background: color-mix(in srgb, currentColor 8%, transparent) }
"""


def comparison_report(network: Network, comparison: Comparison) -> str:
    """Write a comparison as a page: counts, what is shared and what is not, evidence and query."""
    names = [role.label for role in comparison.roles]
    title = f"{', '.join(names[:-1])} and {names[-1]}"
    labels = {role.iri: role.label for role in comparison.roles}
    overall = comparison.overall
    columns = [("All share" if len(names) > 2 else "Both share", comparison.shared)]
    columns += [("Some share", comparison.partial)] if comparison.partial else []
    columns += [(f"Only {labels[role]}", items) for role, items in comparison.distinct.items()]
    counts = "".join(
        f"<tr><td>{KINDS[kind].symbol} {escape(KINDS[kind].plural)}</td><td><span class='bar'><i "
        f"style='width:{100 * each.shared / each.union:.0f}%;background:{KINDS[kind].colour}'></i>"
        f"</span></td><td>{each.shared} of {each.union}</td></tr>"
        for kind, each in comparison.by_kind.items()
    )
    near = "".join(
        f"<li>{escape(pair.a.label)} and {escape(pair.b.label)}: {escape(pair.why)}</li>"
        for pair in comparison.near
    )
    evidence = "".join(
        f"<tr><td>{_named(item.label, item.kind)}</td><td>{escape(labels[role])} "
        f"{escape(RELATIONS[name].label)}</td><td>{_sources(network, item.sources)}</td></tr>"
        for item in comparison.items
        for role, names_ in item.relations.items()
        for name in names_
    )
    return _page(
        title,
        f"<p class='lead'>They share <b>{overall.shared} of {overall.union}</b> things.</p>"
        f"<table>{counts}</table><div class='columns' style='margin-top:1.5rem'>"
        + "".join(_column(head, items) for head, items in columns)
        + "</div>"
        + (f"<h2>Not the same, but close</h2><ul>{near}</ul>" if near else "")
        + "<h2>Who says so</h2><table><tr><th>Thing</th><th>Statement</th><th>Source</th></tr>"
        f"{evidence}</table>",
        comparison_query(*labels),
    )


def path_report(network: Network, path: LearningPath) -> str:
    """Write a learning path as a page: stages with reasons, routes, what else is asked, query."""
    start = f" from {escape(path.start.label)}" if path.start else ""
    stages = "".join(
        f"<section><h2>Stage {number}</h2><ul>"
        + "".join(
            f"<li>{_named(step.label, step.kind)}<br><span class='quiet'>"
            f"{escape(reason(step, path.target.label))} · effort {points(step.effort)}<br>"
            f"says {_sources(network, step.sources)}</span></li>"
            for step in stage.steps
        )
        + "</ul></section>"
        for number, stage in enumerate(path.stages, 1)
    )
    routes = "".join(
        "<li>"
        + " → ".join(escape(role.label) for role in route.roles)
        + f": effort {points(route.total_effort)}<ul>"
        + "".join(
            f"<li>{escape(hop.to.label)}: "
            f"{escape(', '.join(item.label for item in hop.new) or 'nothing new')} "
            f"<span class='quiet'>({hop.reused} reused, effort {points(hop.effort)})</span></li>"
            for hop in route.hops
        )
        + "</ul></li>"
        for route in path.via
    )
    besides = "".join(
        f"<li>{_named(each.label, each.kind)} <span class='quiet'>{escape(each.how)}</span></li>"
        for each in path.not_learnable
    )
    weights = ", ".join(f"{name} {value:g}" for name, value in path.weights.items())
    return _page(
        f"How to become {path.target.label}",
        f"<p class='lead'>The way to {escape(path.target.label)}{start}: {path.met} of "
        f"{path.needed} things known, {len(path.steps)} steps, effort {points(path.effort)}.</p>"
        + "".join(f"<p class='quiet'>{escape(note)}</p>" for note in path.notes)
        + f"<div class='columns'>{stages}</div>"
        + (f"<h2>By way of another role</h2><ul>{routes}</ul>" if routes else "")
        + (f"<h2>Asked for, and not learnt by study</h2><ul>{besides}</ul>" if besides else "")
        + f"<p class='quiet'>Effort is in points, never hours: {escape(weights)}.</p>",
        path_query(network, path),
    )


def _page(title: str, body: str, query: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><h1>{escape(title)}</h1>{body}
<h2>The query that reproduces this</h2><pre>{escape(query)}</pre>
<p class="quiet">Written by careergraph on {date.today().isoformat()}.</p></body></html>
"""


def _column(title: str, items: Sequence[Item]) -> str:
    kinds = dict.fromkeys(item.kind for item in items)
    lists = "".join(
        f"<p class='quiet'>{escape(KINDS[kind].plural)}</p><ul>"
        + "".join(f"<li>{_named(i.label, i.kind)}</li>" for i in items if i.kind == kind)
        + "</ul>"
        for kind in kinds
    )
    return f"<section><h2>{escape(title)} ({len(items)})</h2>{lists or '<p>nothing</p>'}</section>"


def _named(label: str, kind: str) -> str:
    return f"<span style='color:{KINDS[kind].colour}'>{KINDS[kind].symbol}</span> {escape(label)}"


def _sources(network: Network, sources: Iterable[str]) -> str:
    titles = network.graph["sources"]
    return ", ".join(f"<i>{escape(titles.get(source, source))}</i>" for source in sources)
