"""The drawing as a Streamlit component: shows a Drawing, tells what is chosen in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from careergraph.rendering import DRAWING_CSS, DRAWING_JS, Drawing, vis_network

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class GraphEvent:
    """What stands chosen in a drawing.

    Attributes:
        selected: Id of the chosen thing, or None; "more:<kind>" for a "+23 more".
        focus: Id of the thing to go to, in the one run after a double click, else None.
        hidden_kinds: Kinds switched off in the legend.
    """

    selected: str | None
    focus: str | None
    hidden_kinds: tuple[str, ...]


def graph(
    drawing: Drawing,
    *,
    key: str,
    selected: str | None = None,
    hidden_kinds: Collection[str] = (),
    on_change: Callable[[], None] | None = None,
) -> GraphEvent:
    """Show a drawing and return what is chosen in it.

    The latest change wins, whether it was made in the drawing or by passing another ``selected``
    or ``hidden_kinds`` than in the run before (from a table, say); passing the same again changes
    nothing. ``on_change`` is called, before the script runs again, when something was chosen,
    filtered or double-clicked; :func:`graph_event` tells what.
    """
    event = graph_event(key, selected=selected, hidden_kinds=hidden_kinds)
    data = {
        "drawing": drawing.to_dict(),
        "selected": event.selected,
        "hidden": list(event.hidden_kinds),
        "vis": _served_vis(),
    }
    json.dumps(data, allow_nan=False)  # Streamlit would turn what is not JSON into one string.
    changed = on_change or _nothing
    _component()(
        key=key,
        data=data,
        on_choice_change=changed,
        on_filter_change=changed,
        on_focus_change=changed,
        height="content",
    )
    return event


def graph_event(
    key: str, *, selected: str | None = None, hidden_kinds: Collection[str] = ()
) -> GraphEvent:
    """Tell what stands chosen in the drawing of that key, before it is shown in this run.

    Pass the same ``selected`` and ``hidden_kinds`` as to :func:`graph`.
    """
    state: Any = st.session_state.get(key) or {}
    return GraphEvent(
        _latest(f"{key}:selected", selected, state.get("choice")),
        state.get("focus"),
        tuple(_latest(f"{key}:hidden", sorted(hidden_kinds), state.get("filter")) or ()),
    )


def _latest(memory: str, passed: Any, reported: dict[str, Any] | None) -> Any:
    """Of a value passed by the page and one reported by the browser, give the newer."""
    known = st.session_state.get(memory)
    if known is None:
        known = {"passed": None, "at": None, "value": None}
    if reported and reported["at"] != known["at"]:
        value = reported["value"]
    elif passed != known["passed"]:
        value = passed
    else:
        value = known["value"]
    at = reported["at"] if reported else known["at"]
    st.session_state[memory] = {"passed": passed, "at": at, "value": value}
    return value


def _nothing() -> None:
    """Stand in for a callback; Streamlit wants one for each value a component reports."""


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = DRAWING_JS.read_text("utf-8") + (_HERE / "graph.js").read_text("utf-8")
    return st.components.v2.component(
        "careergraph_drawing",
        css=DRAWING_CSS.read_text("utf-8"),
        js=script,
    )


@st.cache_resource(show_spinner=False)
def _served_vis() -> str:
    """Have Streamlit serve vis-network out of pyvis; give its path below the app's address."""
    library = vis_network()
    served = declare_component("vis", path=str(library.parent))
    return f"component/{served.name}/{library.name}"
