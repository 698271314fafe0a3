"""A role's surroundings: roles like it and why, the usual next steps, jobs and what they pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import streamlit as st

from app import address, resources
from app.components import evidence
from careergraph.analysis.similarity.related import (
    MEASURES,
    Direction,
    Measure,
    Related,
    RelatedRole,
    related_query,
    related_roles,
)
from careergraph.analysis.similarity.vectors import PARTS, USUAL_WEIGHTS
from careergraph.export.text import isolated
from careergraph.vocabulary import KINDS, shorten

if TYPE_CHECKING:
    from careergraph.network.projection import Network

SHOWN = 6
_GLUE = "\u00a0"  # between an amount and its currency, so that no line breaks there


class _Order(NamedTuple):
    """What roles can be ranked by: its name, and a score in words."""

    measure: Measure
    direction: Direction | None
    name: str
    told: str


_ORDERS = {
    "all": _Order("cosine", None, "all that is known", "{} alike"),
    "shared": _Order("jaccard", None, "what both share", "{} shared"),
    "to": _Order("coverage", "to", "what this role has of the other", "{} of it already there"),
    "from": _Order("coverage", "from", "what the other has of this role", "has {} of this role"),
    "onward": _Order("move", "to", "where people can go", "{} within reach"),
    "before": _Order("move", "from", "where people come from", "{} within reach"),
}

_WORDS = {
    "rating": "what matters more than usual",
    "family": "kinds of things",
    "work": "words about the work",
    "names": "names",
    "meaning": "being described alike",
    "group": "field",
}
_WIDER = {"group": "field", "role": "close to"}  # else a kind that things of both belong to
_COLOURS = {
    "rating": "#56B4E9",
    "family": "#8172B2",
    "work": "#6B6B6B",
    "names": "#D55E00",
    "meaning": "#332288",
    "group": "#8C564B",
}


def show(role: str, go: Callable[[str], None]) -> None:
    """Show roles like this one with reasons, the usual next steps, and jobs with their pay.

    ``go`` puts another role into the middle.
    """
    _alike(role, go)
    _next_steps(role)
    _jobs(role)


def nearest(role: str, most: int = 1) -> list[str]:
    """Return the roles most like one, as far as there are any."""
    answer = related_roles(resources.network(PARTS), role, k=most)
    return [other.iri for other in answer.related]


def _alike(role: str, go: Callable[[str], None]) -> None:
    network = resources.network(PARTS)
    by = next((name for name in address.given("by") if name in _ORDERS), "all")
    order = _ORDERS[by]
    answer = related_roles(network, role, SHOWN, order.measure, order.direction)
    st.markdown(f"### Roles like {evidence.plain(answer.role.label)}")
    if answer.enough_data:
        _order_box(by)
    if answer.note:
        st.caption(evidence.plain(answer.note))
    if not answer.related:
        return
    st.html(f'<div style="font-size:.8rem;opacity:.85">{_key(answer.related)}</div>')
    for other in answer.related:
        _role(answer, other, order, go)
    with st.expander("Why? The measures side by side"):
        _measures(answer)
    evidence.actions(related_query(role), {}, "related")


def _order_box(by: str) -> None:
    st.session_state["related-by"] = by
    st.segmented_control(
        "Nearest by",
        list(_ORDERS),
        key="related-by",
        format_func=lambda name: _ORDERS[name].name,
        on_change=lambda: address.put(by=st.session_state["related-by"]),
        help="\n".join(
            f"- **{order.name}**: {MEASURES[order.measure]}" for order in _ORDERS.values()
        ),
    )


def _role(answer: Related, other: RelatedRole, order: _Order, go: Callable[[str], None]) -> None:
    score = order.told.format(f"{other.score:.0%}")
    with st.container(border=True, gap="small"):
        st.html(
            '<div class="cg-bar"><div style="grid-column:1/-1;display:flex;flex-wrap:wrap;'
            'justify-content:space-between;gap:0 1rem">'
            f"<strong>{escape(isolated(_name(other)))}</strong>"
            f"<span>{score} · share {other.shared} of {other.union} things</span></div>"
            f'<i style="display:flex" role="img" aria-label="{escape(_parts_told(other))}">'
            f"{_segments(other)}</i></div>"
        )
        network, iri = resources.network(PARTS), answer.role.iri
        st.caption(f"Both: {evidence.plain(because(network, iri, other))}")
        if order.measure == "move":
            st.caption("Which way people move: " + "; ".join(sign.says for sign in other.way[:3]))
        if other.disagree:
            far = max(other.measures, key=lambda measure: other.measures[measure].rank)
            st.caption(
                f"The measures disagree: by {_by(far, answer)} it is only in place "
                f"{other.measures[far].rank} of {answer.ranked}."
            )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _links(answer.role.iri, other.iri, go)


def because(network: Network, role: str, other: RelatedRole, most: int = 5) -> str:
    """Show what two roles have in common in a line, the weightiest first, in parts of a hundred."""
    labels, rest = [], other.because[most:]
    both = set(network.successors(role)) & set(network.successors(other.iri))
    for reason in other.because[:most]:
        wider = _WIDER.get(reason.kind) or (None if reason.iri in both else "kind")
        labels.append(f"{wider} “{reason.label}”" if wider and not reason.words else reason.label)
    if rest:
        labels.append(f"{len(rest)} {'other' if len(rest) == 1 else 'others'}")
    shares = [reason.share for reason in other.because[:most]]
    parts = _hundredths([*shares, other.score - sum(shares)] if rest else shares)
    return "; ".join(f"{label} {part}%" for label, part in zip(labels, parts, strict=True))


def _hundredths(shares: Sequence[float]) -> list[int]:
    """Round shares to parts of a hundred that add up to it: those cut most get one more."""
    exact = [100 * share / sum(shares) for share in shares]
    parts = [int(part) for part in exact]
    most_cut = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in most_cut[: 100 - sum(parts)]:
        parts[place] += 1
    return parts


def _by(measure: str, answer: Related) -> str:
    """Name a measure; coverage in the direction that its places are counted in."""
    directions = (None, answer.direction or "to")
    return next(
        order.name
        for order in _ORDERS.values()
        if order.measure == measure and order.direction in directions
    )


def _links(role: str, other: str, go: Callable[[str], None]) -> None:
    """Offer what one may want of another role: to look at it, compare it, get there."""
    one, two = shorten(role), shorten(other)
    st.button(  # a link to the page one is on would leave its address as it was
        "Explore",
        icon=":material/hub:",
        key=f"related-{two}",
        type="tertiary",
        on_click=go,
        args=(other,),
    )
    st.page_link(
        "views/compare.py",
        label="Compare",
        icon=":material/compare_arrows:",
        query_params={"role": [one, two]},
    )
    st.page_link(
        "views/path.py",
        label="How do I get there?",
        icon=":material/route:",
        query_params={"from": one, "to": two},
    )


def _name(role: RelatedRole) -> str:
    return resources.name(role.iri)


def _segments(other: RelatedRole) -> str:
    return "".join(
        f'<b title="{escape(_word(part.kind))}" style="width:{100 * part.share:.2f}%;'
        f'background:{_colour(part.kind)}"></b>'
        for part in other.parts
        if part.share > 0
    )


def _parts_told(other: RelatedRole) -> str:
    parts = sorted(other.parts, key=lambda part: -part.share)
    return ", ".join(
        f"{_word(part.kind)} {part.share / other.score:.0%}" for part in parts if part.share > 0
    )


def _key(related: tuple[RelatedRole, ...]) -> str:
    """Name the colours of the bars; a bar's parts add up to how alike two roles are."""
    seen = {part.kind for other in related for part in other.parts if part.share > 0}
    swatch = "display:inline-block;width:.7em;height:.7em;border-radius:.15em;margin:0 .35em 0 .9em"
    return "Made up of" + "".join(
        f' <span style="white-space:nowrap"><i style="{swatch};background:{_colour(kind)}"></i>'
        f"{escape(_word(kind))}</span>"
        for kind in dict.fromkeys((*USUAL_WEIGHTS, *KINDS))
        if kind in seen
    )


def _word(kind: str) -> str:
    return _WORDS.get(kind) or KINDS[kind].plural


def _colour(kind: str) -> str:
    return _COLOURS.get(kind) or KINDS[kind].colour


def _measures(answer: Related) -> None:
    frame: dict[str, list[Any]] = {"Role": [_name(other) for other in answer.related]}
    for name in MEASURES:
        frame[f"By {_by(name, answer)}"] = [
            f"{other.measures[name].score:.0%} · place {other.measures[name].rank}"
            for other in answer.related
        ]
    frame["Shared things"] = [f"{other.shared} of {other.union}" for other in answer.related]
    st.dataframe(pd.DataFrame(frame), hide_index=True)
    st.caption(
        f"Place 1 of {answer.ranked} is the role most alike by that measure. Where measures put a "
        "role far apart, look at both roles before relying on either. What both have stands above "
        "with the part of the likeness that it makes; the parts add up to 100%."
    )


def _next_steps(role: str) -> None:
    network = resources.network(about=[role])
    after = _ends(network, role, "leadsTo", out=True)
    before = _ends(network, role, "leadsTo", out=False)
    for title, roles, way in (
        ("Usual next steps", after, lambda other: (role, other)),
        ("People come from", before, lambda other: (other, role)),
    ):
        if roles:
            st.markdown(f"### {title}")
            with st.container(horizontal=True, gap="small"):
                for other in roles:
                    start, end = way(other)
                    st.page_link(
                        "views/path.py",
                        label=evidence.plain(network.nodes[other]["label"]),
                        icon=":material/trending_flat:",
                        query_params={"from": shorten(start), "to": shorten(end)},
                    )


def _jobs(role: str) -> None:
    """List the postings, and the range of pay by source and currency, never mixed."""
    network = resources.network(about=[role])
    for about in _ends(network, role, "about", out=False):
        data = network.nodes[about]
        if data["kind"] == "salary":
            source = evidence.titles(network, data["sources"])
            st.caption(f"{evidence.plain(data['definition'] or data['label'])} Says {source}.")
    postings = _ends(network, role, "relevantOccupation", out=False)
    if not postings:
        return
    ranges: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    rows = []
    for posting in postings:
        data = network.nodes[posting]
        facts, source = data["facts"], evidence.titles(network, data["sources"])
        low, high = facts.get("minValue"), facts.get("maxValue")
        unit = str(facts.get("unit", "year")).lower()
        paid = [value for value in (low, high) if isinstance(value, float)]
        if paid:
            ranges[source, str(facts.get("currency", "")), unit] += paid
        remote = " (remote)" if facts.get("jobLocationType") == "TELECOMMUTE" else ""
        rows.append(
            {
                "Job": data["label"],
                "Employer": facts.get("employer", ""),
                "Place": f"{facts.get('jobLocation', '')}{remote}".strip(),
                "Level": facts.get("careerLevel", ""),
                "Pay": _pay(paid, str(facts.get("currency", "")), unit),
                "Source": ", ".join(network.graph["sources"].get(s, s) for s in data["sources"]),
            }
        )
    st.markdown(f"### {len(postings)} {'job' if len(postings) == 1 else 'jobs'} on record")
    for (source, currency, unit), paid in sorted(ranges.items()):
        st.markdown(
            f"{evidence.plain(_pay(paid, currency, unit)).replace(' ', _GLUE, 1)}, says {source}"
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _pay(paid: list[float], currency: str, unit: str) -> str:
    if not paid:
        return ""
    low, high = min(paid), max(paid)
    amount = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return f"{currency} {amount} a {unit}".strip()


def _ends(network: Network, role: str, relation: str, *, out: bool) -> list[str]:
    edges = network.out_edges(role, keys=True) if out else network.in_edges(role, keys=True)
    roles = {b if out else a for a, b, name in edges if name == relation}
    return sorted(roles, key=lambda iri: (network.nodes[iri]["label"].casefold(), iri))
