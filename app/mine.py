"""What belongs to a person: kept in their own browser, over reloads and tabs, never on the server.

The session holds it while a page is open; a small script writes it to the browser's storage and
reads it back when a new session begins. What came with a link that somebody sent is looked at and
not kept, until the person takes it over.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from app import address
from careergraph.vocabulary import expand

KEPT = ("know", "without", "kept queries", "asked queries", "plan")
"""The keys of the session that belong to the person."""

MAX_KEPT = 2_000_000
"""The most letters that are kept; a browser gives a site about five million."""

_READ, _BORROWED, _SEEN = "mine read", "mine borrowed", "mine seen"


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = Path(__file__).parent / "components" / "browser_storage.js"
    return st.components.v2.component("careergraph_storage", js=script.read_text("utf-8"))


def remember() -> None:
    """Read what the browser keeps, once a session, and write what has changed since.

    To be called on every page before it reads what a person knows.
    """
    text = "" if st.session_state.get(_BORROWED) else _written()
    stored = _component()(
        key="mine-storage",
        data={"text": text, "ready": bool(st.session_state.get(_READ))},
        on_stored_change=lambda: None,
        height=1,
    ).stored
    if stored is None or stored == st.session_state.get(_SEEN):
        return
    first = not st.session_state.get(_READ)
    st.session_state[_READ], st.session_state[_SEEN] = True, stored
    _adopt(_parsed(stored), first)


def erase() -> None:
    """Forget all that belongs to the person, in the session and in the browser."""
    for name in KEPT:
        st.session_state.pop(name, None)
    address.put(know=None, without=None)
    st.session_state[_BORROWED] = False


def notice() -> None:
    """Show that a link brought another list of known things, and offer both."""
    mine = st.session_state.get(_BORROWED)
    if not mine:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"This link brings a list of what somebody knows ({len(address.carried('know'))} "
            f"things). Yours ({len(mine.get('know', []))}) is kept as it was."
        )
        st.button("Use mine", key="mine-use", on_click=_use_mine)
        st.button("Add this to mine", key="mine-add", on_click=_add_to_mine)


def _use_mine() -> None:
    mine = st.session_state.pop(_BORROWED)
    address.carry("know", mine.get("know", []))


def _add_to_mine() -> None:
    mine = st.session_state.pop(_BORROWED)
    address.carry("know", [*mine.get("know", []), *address.carried("know")])


def _written() -> str:
    """Return what is to be kept, as JSON."""
    held = {name: st.session_state[name] for name in KEPT if st.session_state.get(name)}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= MAX_KEPT else ""


def _parsed(text: str) -> dict[str, Any]:
    """Return what a browser kept; what is not of our making is passed over."""
    try:
        held = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(held, dict):
        return {}
    of_type: dict[str, type] = dict.fromkeys(("know", "without", "asked queries"), list)
    of_type |= {"kept queries": dict, "plan": dict}
    return {name: value for name, value in held.items() if isinstance(value, of_type.get(name, ()))}


def _adopt(held: dict[str, Any], first: bool) -> None:
    """Take over what the browser keeps, unless a link brought something else to know."""
    from_link = {expand(text) for text in address.given("know")}
    if first and from_link - set(held.get("know", [])):
        if held.get("know"):
            st.session_state[_BORROWED] = held
        held = {name: value for name, value in held.items() if name != "know"}
    elif st.session_state.get(_BORROWED):
        st.session_state[_BORROWED] = held
        return
    for name, value in held.items():
        st.session_state[name] = value
    if "know" in held and from_link != set(held["know"]):
        address.put(know=held["know"] if address.given("know") else None)


def kept_where() -> None:
    """Show where what is mine is kept, and offer to erase it."""
    st.caption("Kept in this browser alone, also when you close it; nothing on the server.")
    st.button("Erase all that is mine", key="mine-erase", on_click=erase)
