"""The drawing as a Streamlit component: shows a Drawing, reports what is chosen in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from app import address
from careergraph.drawing.rendering import Drawing, drawing_script, drawing_style, vis_network
from careergraph.vocabulary import shorten


def graph(
    drawing: Drawing,
    *,
    key: str,
    selected: str | None = None,
    hidden_kinds: Collection[str] = (),
    on_choose: Callable[[str | None], None] | None = None,
    on_hide: Callable[[list[str]], None] | None = None,
    on_focus: Callable[[str], None] | None = None,
) -> str | None:
    """Show a drawing and return the id of the thing to go to, in the one run after a double click.

    The page holds what is chosen and hidden: a callback writes it where the page reads it, and the
    drawing shows what the page passes. What has no callback the drawing keeps to itself. So it
    also follows a step back in the history that comes before the page has run.

    Args:
        drawing: what to show.
        key: of the drawing, one for each on a page.
        selected: id of the thing chosen.
        hidden_kinds: kinds switched off in the legend.
        on_choose: called with the id of the thing chosen, None where a choice was taken back.
        on_hide: called with the kinds now switched off.
        on_focus: called with the id of the thing to go to; "more:<kind>" after a click on a
            "+23 more".
    """
    key = key.replace("__", "-")  # which Streamlit keeps for itself
    choice, filtered = _reported(key, "choice"), _reported(key, "filter")
    heard = max((event["at"] for event in (choice, filtered) if event), default=0)

    def choose() -> None:
        if on_choose and not _reported(key, "focus"):
            on_choose(_reported(key, "choice")["value"])

    def hide() -> None:
        if on_hide:
            on_hide(_reported(key, "filter")["value"])

    def focus() -> None:
        # The first click of a double click chooses. Should both arrive together, Streamlit would
        # call this before "choose", and the page would choose on the page gone to.
        chosen = _reported(key, "choice")
        if on_choose and chosen and chosen["at"] > heard:
            on_choose(chosen["value"])
        if on_focus and (thing := _reported(key, "focus")):
            on_focus(thing)

    data = {
        "drawing": drawing.to_dict(),
        "selected": choice["value"] if choice and not on_choose else selected,
        "hidden": filtered["value"] if filtered and not on_hide else list(hidden_kinds),
        "heard": heard,
        "vis": _served_vis(),
    }
    json.dumps(data, allow_nan=False)  # Streamlit would turn what is not JSON into one string.
    shown = _component()(
        key=key,
        data=data,
        on_choice_change=choose,
        on_filter_change=hide,
        on_focus_change=focus,
        height="content",
    )
    thing: str | None = shown.focus
    return thing


def graph_in_address(
    drawing: Drawing, *, key: str, selected: str | None, hidden_kinds: list[str], whole: list[str]
) -> None:
    """Show a drawing whose choice, hidden kinds and unfolded kinds the page's address holds.

    Args:
        drawing: what to show.
        key: of the drawing, one for each on a page.
        selected: id of the thing chosen, which the address calls ``pick``.
        hidden_kinds: kinds switched off in the legend, ``hide`` in the address.
        whole: kinds of which all is shown, ``all`` in the address.
    """

    def show_all(focus: str) -> None:
        if focus.startswith("more:"):
            address.put(all=[*whole, focus.removeprefix("more:")])

    focus = graph(
        drawing,
        key=key,
        selected=selected,
        hidden_kinds=hidden_kinds,
        on_choose=lambda iri: address.put(pick=iri),
        on_hide=lambda kinds: address.put(hide=kinds),
        on_focus=show_all,
    )
    if focus and not focus.startswith("more:"):
        address.go("explore", thing=shorten(focus))


def _reported(key: str, name: str) -> Any:
    """Return what the browser said last under a name, None where it said nothing."""
    return (st.session_state.get(key) or {}).get(name)


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = drawing_script() + Path(__file__).with_name("graph.js").read_text("utf-8")
    return st.components.v2.component(
        "careergraph_drawing",
        css=drawing_style(),
        js=script,
    )


@st.cache_resource(show_spinner=False)
def _served_vis() -> str:
    """Have Streamlit serve vis-network out of pyvis; return its path below the app's address."""
    library = vis_network()
    served = declare_component("vis", path=str(library.parent))
    return f"component/{served.name}/{library.name}"
