"""The drawing as a Streamlit component: shows a Drawing, tells what is chosen in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from careergraph.drawing.rendering import Drawing, drawing_script, drawing_style, vis_network


@dataclass(frozen=True)
class GraphEvent:
    """What stands chosen in a drawing.

    Attributes:
        selected: Id of the chosen thing, or None.
        focus: Id of the thing to go to, in the one run after a double click, else None;
            "more:<kind>" after a click on a "+23 more".
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
    known = _known(key)
    now = {
        "choice": known["choice"].after(selected, _reported(key, "choice")),
        "filter": known["filter"].after(tuple(hidden_kinds), _reported(key, "filter")),
    }
    st.session_state[_memory(key)] = now
    event = _event(key, now)
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
    """Tell what stands chosen in the drawing of that key without showing it, as in a callback.

    ``selected`` and ``hidden_kinds`` are what to start from if it was not shown yet.
    """
    if _memory(key) not in st.session_state:
        return GraphEvent(selected, None, tuple(hidden_kinds))
    known = _known(key)
    return _event(
        key, {name: of.after(of.passed, _reported(key, name)) for name, of in known.items()}
    )


@dataclass(frozen=True)
class _Value:
    """A value that both the page and the browser set, as of the last run."""

    passed: Any
    stamp: int | None
    value: Any

    def after(self, passed: Any, reported: dict[str, Any] | None) -> _Value:
        """Take what changed last: what the browser reports, or what the page passes."""
        if reported and reported["at"] != self.stamp:
            return _Value(passed, reported["at"], reported["value"])
        return _Value(passed, self.stamp, self.value if passed == self.passed else passed)


def _known(key: str) -> dict[str, _Value]:
    start = {"choice": _Value(None, None, None), "filter": _Value((), None, ())}
    known: dict[str, _Value] = st.session_state.get(_memory(key), start)
    return known


def _reported(key: str, name: str) -> Any:
    return (st.session_state.get(key) or {}).get(name)


def _event(key: str, now: dict[str, _Value]) -> GraphEvent:
    return GraphEvent(now["choice"].value, _reported(key, "focus"), tuple(now["filter"].value))


def _memory(key: str) -> str:
    return f"{key}:shown"


def _nothing() -> None:
    """Stand in for a callback; Streamlit wants one for each value a component reports."""


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
    """Have Streamlit serve vis-network out of pyvis; give its path below the app's address."""
    library = vis_network()
    served = declare_component("vis", path=str(library.parent))
    return f"component/{served.name}/{library.name}"
