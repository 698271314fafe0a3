"""Walk through the graph: one thing in the middle, what it has to do with around it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from app import address, knowledge, resources
from app.components import evidence, figures, related
from app.components.graph import graph as drawing
from app.components.search import search_box
from careergraph.drawing.rendering import Mark, draw_neighbourhood
from careergraph.network.describe import Card, RelationTo, describe, describe_query
from careergraph.vocabulary import KINDS, RELATIONS, shorten

if TYPE_CHECKING:
    from careergraph.network.projection import Network

MAX_TRAIL = 8  # how many places one came from the address remembers


def _go(iri: str, trail: list[str]) -> None:
    address.put(thing=iri, trail=trail[-MAX_TRAIL:], pick=None, show=None)


def _words(relation: str, direction: str) -> str:
    return RELATIONS[relation].label if direction == "out" else RELATIONS[relation].inverse


def _breadcrumbs(trail: list[str], label: str) -> None:
    if not trail:
        return
    nodes = resources.network(resources.NAMES).nodes
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            "Back",
            icon=":material/undo:",
            on_click=_go,
            args=(trail[-1], trail[:-1]),
            help="Undo the last move",
        )
        for place, iri in enumerate(trail):
            st.button(
                evidence.plain(nodes[iri]["label"]),
                key=f"crumb-{place}",
                type="tertiary",
                on_click=_go,
                args=(iri, trail[:place]),
            )
            st.markdown("›")
        st.markdown(f"**{evidence.plain(label)}**")


def _card(network: Network, card: Card) -> None:
    st.markdown(f"### {KINDS[card.kind].symbol} {evidence.plain(card.label)}")
    st.caption(card.kind)
    if card.definition:
        st.markdown(evidence.plain(card.definition))
    if card.aliases:
        st.caption(f"Also called {evidence.plain(', '.join(card.aliases[:12]))}")
    for name, value in _facts(card).items():
        st.markdown(f"**{name}** {evidence.plain(value)}")
    if card.kind == "role":
        with st.container(horizontal=True, gap="small"):
            opening = resources.opening_roles()
            # One role alone cannot be compared, so the one most like it comes along.
            others = opening if card.iri in opening else related.nearest(card.iri)
            compared = dict.fromkeys([card.iri, *others])
            st.page_link(
                "views/path.py",
                label="How do I get there?",
                icon=":material/route:",
                query_params={"to": shorten(card.iri)},
            )
            st.page_link(
                "views/compare.py",
                label="Compare",
                icon=":material/compare_arrows:",
                query_params={"role": [shorten(role) for role in compared]},
            )
        figures.show(card.iris)
    knowledge.button(card.iri)
    with st.expander("Why? Sources and identifiers"):
        for source in card.sources:
            st.markdown(f"- {evidence.titles(network, [source])}")
        st.caption("\n\n".join(map(evidence.plain, card.iris)))


def _facts(card: Card) -> dict[str, str]:
    facts = {name: str(value) for name, value in card.facts.items()}
    low, high = card.facts.get("minValue"), card.facts.get("maxValue")
    pay = ""
    if isinstance(low, float) and isinstance(high, float):
        unit = facts.get("unit", "year").lower()
        pay = f"{facts.get('currency', '')}\u00a0{low:,.0f}–{high:,.0f} a {unit}"
    shown = {
        "Employer": facts.get("employer", ""),
        "Place": facts.get("jobLocation", ""),
        "Remote": "yes" if facts.get("jobLocationType") == "TELECOMMUTE" else "",
        "Contract": facts.get("employmentType", "").replace("_", " ").lower(),
        "Level": facts.get("careerLevel", "") or facts.get("degreeLevel", ""),
        "Field": facts.get("fieldOfStudy", ""),
        "Pay": pay,
    }
    return {name: value for name, value in shown.items() if value}


def _items(network: Network, card: Card) -> list[Mark]:
    """Return all that a thing has to do with, each once, with the relations in words."""
    related_to: dict[str, list[RelationTo]] = {}
    for relation in card.relations:
        related_to.setdefault(relation.node.iri, []).append(relation)
    return [
        Mark(
            iri,
            relations[0].node.label,
            relations[0].node.kind,
            network.nodes[iri]["definition"],
            relation=" and ".join(
                dict.fromkeys(_words(to.relation, to.direction) for to in relations)
            ),
            weight=max(to.weight for to in relations),
        )
        for iri, relations in related_to.items()
    ]


def _counted(items: list[Mark]) -> dict[str, str]:
    """Return how many things of each kind there are, in words."""
    counts = Counter(item.kind for item in items)
    return {kind: KINDS[kind].counted(counts[kind]) for kind in KINDS if counts[kind]}


def _table(card: Card, items: list[Mark], picked: str | None, wanted: str | None) -> None:
    counts = _counted(items)
    st.session_state["kind"] = wanted if wanted in counts else None
    st.pills(
        "Show",
        list(counts),
        key="kind",
        on_change=lambda: address.put(show=st.session_state["kind"]),
        label_visibility="collapsed",
        format_func=lambda kind: f"{KINDS[kind].symbol} {counts[kind]}",
    )
    shown = [item for item in items if wanted not in counts or item.kind == wanted]
    frame = pd.DataFrame(
        {
            "Thing": [item.label for item in shown],
            "Kind": [f"{KINDS[item.kind].symbol} {item.kind}" for item in shown],
            "How": [item.relation for item in shown],
            "Weight": [item.weight for item in shown],
        }
    )
    rows = [place for place, item in enumerate(shown) if item.id == picked]
    st.session_state["table"] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        chosen = st.session_state["table"]["selection"]["rows"]
        address.put(pick=shown[chosen[0]].id if chosen else None)

    st.dataframe(
        frame,
        key="table",
        hide_index=True,
        on_select=choose,
        selection_mode="single-row",
        height=min(420, 38 + 35 * max(1, len(shown))),
        column_order=("Thing", "Kind", "How", "Weight")
        if any(item.weight != 1 for item in shown)
        else ("Thing", "Kind", "How"),
        column_config={
            "Thing": st.column_config.TextColumn(width=340),
            "Weight": st.column_config.ProgressColumn(min_value=0, max_value=1, format="%.2f"),
        },
        alt=f"All that {card.label} has to do with.",
    )


def _by_source(network: Network, card: Card) -> None:
    """Show side by side what each source says that a role asks for."""
    said = card.by_source
    if len(said) < 2:
        return
    titles = {source: network.graph["sources"].get(source, shorten(source)) for source in said}
    with st.expander(f"What each of {len(said)} sources says of it", icon=":material/compare:"):
        st.caption("What most of them ask for comes first.")
        ways: dict[str, dict[str, list[str]]] = {}
        for source, relations in said.items():
            for to in relations:
                of_thing = ways.setdefault(to.node.iri, {})
                of_thing.setdefault(source, []).append(RELATIONS[to.relation].label)
        things = {to.node.iri: to.node for to in card.relations}
        order = sorted(ways, key=lambda iri: -len(ways[iri]))
        st.dataframe(
            pd.DataFrame(
                {
                    "Thing": [
                        f"{KINDS[things[iri].kind].symbol} {things[iri].label}" for iri in order
                    ],
                    **{
                        title: [" and ".join(ways[iri].get(source, [])) for iri in order]
                        for source, title in titles.items()
                    },
                }
            ),
            hide_index=True,
            height=420,
            column_config={"Thing": st.column_config.TextColumn(width=200)},
            alt=f"What each source says that {card.label} asks for.",
        )


def _drawing(card: Card, items: list[Mark], trail: list[str], picked: str | None) -> None:
    hidden = address.given("hide")

    def go(focus: str) -> None:
        if focus.startswith("more:"):
            address.put(show=focus.removeprefix("more:"))
        else:
            _go(focus, [*trail, card.iri])

    drawing(
        draw_neighbourhood(
            Mark(card.iri, card.label, card.kind, card.definition), items, hidden=hidden
        ),
        key=f"explore-{shorten(card.iri)}",
        selected=picked,
        hidden_kinds=hidden,
        on_choose=lambda iri: address.put(pick=iri),
        on_hide=lambda kinds: address.put(hide=kinds),
        on_focus=go,
    )


def _why(network: Network, card: Card, picked: str, trail: list[str]) -> None:
    """Show what the thing picked has to do with this one, and who says so."""
    statements = [
        (
            evidence.statement(card.label, to.relation, to.node.label)
            if to.direction == "out"
            else evidence.statement(to.node.label, to.relation, card.label)
        )
        + evidence.titles(network, to.sources)
        for to in card.relations
        if to.node.iri == picked
    ]
    with evidence.panel():
        evidence.why(network, picked, statements)
        knowledge.button(picked)
        st.button(
            "Go there",
            icon=":material/arrow_forward:",
            on_click=_go,
            args=(picked, [*trail, card.iri]),
        )


def _page() -> None:
    names = resources.network(resources.NAMES)
    if not names:
        st.info("This graph holds nothing yet.")
        return
    focus = resources.thing("thing") or next(iter((*resources.opening_roles(), *names)))
    if address.given("thing") and resources.thing("thing") is None:
        st.warning(
            "The graph knows nothing by the name in this address, so here is a role instead."
        )
    picked = resources.thing("pick")
    trail = [iri for iri in resources.things("trail") if iri != focus]
    network = resources.network(about=[focus])
    card = describe(network, focus)
    items = _items(network, card)
    _breadcrumbs(trail, card.label)
    left, right = st.container(key="explore-thing").columns([3, 1], gap="large")
    with left:
        st.markdown(
            f"**{evidence.plain(card.label)}** has to do with "
            f"{', '.join(_counted(items).values()) or 'nothing yet'}."
        )
        _drawing(card, items, trail, picked)
    with right, st.container(border=True):
        _card(network, card)
    evidence.actions(describe_query(focus), {}, "explore")
    _table(card, items, picked, next(iter(address.given("show")), None))
    if card.kind == "role":
        _by_source(network, card)
        related.show(focus, lambda iri: _go(iri, [*trail, focus]))
    if picked and any(item.id == picked for item in items):
        _why(network, card, picked, trail)


search_box()
_page()
