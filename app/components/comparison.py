"""A comparison as a person sees it: a sentence, bars, the drawing, the table in step, and why."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import permutations
from string import ascii_uppercase
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from app import address, knowledge, resources
from app.components import evidence
from app.components.graph import graph_in_address
from careergraph.analysis.comparison import Comparison, Item, compare_roles, comparison_query
from careergraph.drawing.rendering import Mark, draw_comparison
from careergraph.drawing.svg import to_svg
from careergraph.export.files import Format, export_comparison, whose
from careergraph.export.sentences import comparison_sentence
from careergraph.store.formats import EXPORT_FORMATS
from careergraph.vocabulary import KINDS, RELATIONS, counted, enumeration, shorten

if TYPE_CHECKING:
    from careergraph.drawing.rendering import Drawing
    from careergraph.network.projection import Network

_FILES: dict[str, Format] = {
    "Table (CSV)": "csv",
    "Report (HTML, opens without a network)": "html",
    "Turtle (RDF)": "turtle",
    "JSON-LD (RDF)": "jsonld",
    "GraphML (for Gephi and the like)": "graphml",
}


def show(roles: list[str]) -> None:
    """Show what roles share and what sets them apart; the thing picked is in the address."""
    network = resources.network(about=roles)
    comparison = compare_roles(network, *roles)
    names = [f"**{evidence.plain(role.label)}**" for role in comparison.roles]
    overall = comparison.overall
    st.markdown(
        f"## {', '.join(names[:-1])} and {names[-1]} share "
        f"**{overall.shared} of {overall.union}** things."
    )
    _warn_of_little_data(network, comparison)
    _tell_known(comparison)
    _ways_on(comparison)
    st.html(f'<div class="cg-bars">{_bars(comparison)}</div>')
    if len(roles) > 2:
        letters = zip(ascii_uppercase, comparison.roles, strict=False)
        named = ", ".join(f"**{letter}** {evidence.plain(one.label)}" for letter, one in letters)
        st.caption(f"Below, {named}.")
    picked = resources.thing("pick")
    key = "comparison-" + "-".join(shorten(role) for role in roles)
    hidden, whole = address.given("hide"), address.given("all")
    drawn = _drawn(network, comparison, hidden, whole)
    drawn_already = {node["id"] for node in drawn.nodes}
    kind = next((item.kind for item in comparison.items if item.iri == picked), None)
    if kind and kind not in hidden and picked not in drawn_already:
        whole = [*whole, kind]  # it is one of the "+23 more"
        drawn = _drawn(network, comparison, hidden, whole)

    graph_in_address(drawn, key=f"{key}-drawing", selected=picked, hidden_kinds=hidden, whole=whole)
    evidence.actions(comparison_query(*roles), _files(network, comparison, drawn), key)
    _table(comparison, picked, f"{key}-table")
    _near(comparison)
    at = next((node["x"] for node in drawn.nodes if node["id"] == picked), 0.0)
    _why(network, comparison, picked, left=at > drawn.width / 2)


def _ways_on(comparison: Comparison) -> None:
    """Offer the way from each of the roles to each other."""
    pairs = list(permutations(comparison.roles, 2))
    with (
        st.popover("From one to another", icon=":material/route:", key="ways-on")
        if len(pairs) > 2
        else st.container(horizontal=True, gap="medium")
    ):
        for start, target in pairs:
            st.page_link(
                "views/path.py",
                label=f"From {evidence.plain(start.label)} to {evidence.plain(target.label)}",
                icon=":material/route:",
                query_params={"from": shorten(start.iri), "to": shorten(target.iri)},
            )


def _tell_known(comparison: Comparison) -> None:
    """Count what this person knows of each role."""
    known = set(knowledge.known())
    if not known:
        return
    counts = ", ".join(
        f"**{sum(role.iri in item.relations and item.iri in known for item in comparison.items)}** "
        f"of what {evidence.plain(role.label)} takes"
        for role in comparison.roles
    )
    st.markdown(f":material/school: You know {counts}. What you know is marked ✓.")


def _warn_of_little_data(network: Network, comparison: Comparison) -> None:
    for role in comparison.roles:
        count = sum(role.iri in item.relations for item in comparison.items)
        if count < 5:
            st.info(
                f"The graph knows only {counted(count, 'thing')} of {evidence.plain(role.label)}, "
                "too little for a fair comparison.",
                icon=":material/info:",
            )


def _bars(comparison: Comparison) -> str:
    """Return, kind by kind, how much is shared, as bars with their counts beside."""
    return "".join(
        f"""<div class="cg-bar"><span>{KINDS[kind].symbol} {escape(KINDS[kind].plural)}</span>
        <span>{overlap.shared} of {overlap.union}</span><i><b style="background:
        {KINDS[kind].colour};width:{100 * overlap.shared / overlap.union:.0f}%"></b></i></div>"""
        for kind, overlap in comparison.by_kind.items()
    )


def _drawn(
    network: Network, comparison: Comparison, hidden: list[str], whole: list[str]
) -> Drawing:
    def note(iri: str) -> str:
        return str(network.nodes[iri]["definition"])

    known = set(knowledge.known())
    roles = [Mark(role.iri, role.label, "role", note(role.iri)) for role in comparison.roles]
    items = [
        Mark(
            item.iri,
            f"✓ {item.label}" if item.iri in known else item.label,
            item.kind,
            note(item.iri),
            relation=_how(comparison, item),
            whose=tuple(item.relations),
        )
        for item in comparison.items
    ]
    return draw_comparison(roles, items, hidden=hidden, whole=whole)


def _how(comparison: Comparison, item: Item) -> str:
    labels = {role.iri: role.label for role in comparison.roles}
    return "; ".join(
        f"{labels[role]} {' and '.join(RELATIONS[name].label for name in names)}"
        + (f" ({agreed})" if (agreed := str(item.agreement[role])) else "")
        for role, names in item.relations.items()
    )


def _table(comparison: Comparison, picked: str | None, key: str) -> None:
    own = [item for items in comparison.distinct.values() for item in items]
    items = [*comparison.shared, *comparison.partial, *own]
    frame = pd.DataFrame(
        {
            "Thing": [item.label for item in items],
            "Kind": [f"{KINDS[item.kind].symbol} {item.kind}" for item in items],
            "Whose": [whose(comparison, item.relations) for item in items],
            "How": [_how(comparison, item) for item in items],
        }
    )
    rows = [place for place, item in enumerate(items) if item.iri == picked]
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        address.put(pick=items[chosen[0]].iri if chosen else None)

    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=420,
        column_config={"Thing": st.column_config.TextColumn(width=280)},
        on_select=choose,
        selection_mode="single-row",
        alt="All that the roles have: each thing, its kind, whose it is, and how.",
    )


def _why(network: Network, comparison: Comparison, picked: str | None, *, left: bool) -> None:
    item = next((item for item in comparison.items if item.iri == picked), None)
    if item is None:
        return
    labels = {role.iri: role.label for role in comparison.roles}
    with evidence.panel(left=left):
        evidence.why(
            network,
            item.iri,
            [
                evidence.statement(labels[role], name, item.label)
                + evidence.titles(network, network.edges[role, item.iri, name]["sources"])
                for role, names in item.relations.items()
                for name in names
            ],
        )
        knowledge.button(item.iri)
        st.page_link(
            "views/explore.py",
            label=f"Explore {evidence.plain(item.label)}",
            icon=":material/hub:",
            query_params={"thing": shorten(item.iri)},
        )


def _near(comparison: Comparison) -> None:
    if not comparison.near:
        return
    with st.expander(f"Not the same, but close: {len(comparison.near)} pairs"):
        st.dataframe(
            pd.DataFrame(
                {
                    "This": [_of(comparison, pair.a) for pair in comparison.near],
                    "is close to": [_of(comparison, pair.b) for pair in comparison.near],
                    "because": [pair.why for pair in comparison.near],
                }
            ),
            hide_index=True,
        )


def _of(comparison: Comparison, item: Item) -> str:
    return f"{KINDS[item.kind].symbol} {item.label} ({whose(comparison, item.relations)})"


def _files(
    network: Network, comparison: Comparison, drawn: Drawing
) -> dict[str, tuple[str, Callable[[], bytes]]]:
    name = "-and-".join(shorten(role.iri).rpartition(":")[2] for role in comparison.roles)

    graph = resources.graph()  # what writes a file runs outside this person's session

    def write(format_: Format) -> Callable[[], bytes]:
        return lambda: export_comparison(graph, network, comparison, format_)

    title = enumeration([role.label for role in comparison.roles])
    sentence = comparison_sentence(comparison)
    return {
        words: (f"{name}.{EXPORT_FORMATS[each].ending}", write(each))
        for words, each in _FILES.items()
    } | {"Picture (SVG)": (f"{name}.svg", lambda: to_svg(drawn, title, [sentence]).encode())}
