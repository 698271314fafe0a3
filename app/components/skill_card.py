"""The card of a skill: what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app import knowledge
from app.components import evidence
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.analysis.cooccurrence import Companion, Companions
    from careergraph.network.answers import Ref

_FIRST = 8  # roles that are named


def card(of: Companions, look_at: Callable[[str], None]) -> None:
    """Show who needs a skill, what travels with it and what it opens, each a way on."""
    thing = of.thing
    st.markdown(f"{KINDS[thing.kind].symbol} **{evidence.plain(thing.label)}** · {thing.kind}")
    names = [evidence.plain(role.label) for role in of.roles]
    who = f"{len(names)} of {of.all_roles} roles" if names else "No role"
    rest = len(names) - _FIRST
    more = f" and {rest} more" if rest > 0 else ""
    st.markdown(
        f"**{who} {'needs or welcomes' if len(names) < 2 else 'need or welcome'} it**"
        + (f", marked on the map: {', '.join(names[:_FIRST])}{more}." if names else ".")
    )
    with st.container(gap=None):
        if of.travels_with:
            st.markdown(
                "**What travels with it**",
                help="How many of the roles that ask for the thing ask for this one too, and how "
                "many times more often that is than by chance.",
            )
        for each in of.travels_with:
            _way_on(
                "with", look_at, each, f": {each.together} of {each.alone} roles, {each.lift:.1f} ×"
            )
    with st.container(gap=None):
        st.markdown("**What it opens**" if of.opens else "Nothing in the graph is learnt after it.")
        for opened in of.opens:
            _way_on("opens", look_at, opened)
    knowledge.button(thing.iri)
    evidence.explore(thing.iri)


def _way_on(
    name: str, look_at: Callable[[str], None], thing: Companion | Ref, told: str = ""
) -> None:
    st.button(
        f"{KINDS[thing.kind].symbol} {evidence.plain(thing.label)}{told}",
        key=f"map-{name}-{thing.iri}",
        type="tertiary",
        on_click=look_at,
        args=(thing.iri,),
    )
