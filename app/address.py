"""The address of a page holds its state.

What Python writes into ``st.query_params`` becomes a step of the browser's history, so the back
button undoes it. A page reads the address at each run and gives its widgets that state. What goes
along from page to page is kept in the session as well, since the navigation clears the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from careergraph.vocabulary import expand, shorten

NOTHING = "-"
"""What a parameter holds where a person chose nothing, as against not having chosen yet."""

CARRIED = ("know", "without")
"""What goes along from page to page: what one knows, and the sources switched off."""


def state() -> dict[str, list[str]]:
    """Return what the address says: the values of each parameter.

    Streamlit leaves a step of the history behind where one page switches to another: the old page
    with the new one's parameters. Who comes back to it sees the page as it was left.
    """
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    left: dict[object, dict[str, list[str]]] = st.session_state.get("left", {})
    return left.get(_step(now), now)


def _step(parameters: Mapping[str, Sequence[str]]) -> object:
    named = {name: tuple(values) for name, values in parameters.items() if values}
    return st.session_state.get("page"), tuple(sorted(named.items()))


def given(parameter: str) -> list[str]:
    """Return the values of a parameter, in order."""
    return state().get(parameter, [])


def go(page: str, **parameters: str | Sequence[str]) -> None:
    """Switch to another page ("compare") with these parameters, as the address writes them."""
    lists = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in parameters.items()
    }
    if page != st.session_state.get("page"):
        st.session_state.setdefault("left", {})[_step(lists)] = state()
    st.switch_page(f"views/{page}.py", query_params=lists)


def put(**parameters: str | Iterable[str] | None) -> None:
    """Write things into the address; None or nothing takes the parameter away."""
    wanted = dict(state())
    for name, value in parameters.items():
        values = [value] if isinstance(value, str) else list(value or ())
        wanted[name] = [shorten(each) for each in values]
    wanted = {name: values for name, values in wanted.items() if values}
    if wanted != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(wanted)  # at once, so that it is one step of the history


def carried(parameter: str) -> list[str]:
    """Return what goes along under a name: what the address says, else what was said last."""
    if named := given(parameter):
        st.session_state[parameter] = list(dict.fromkeys(expand(text) for text in named))
    return list(st.session_state.get(parameter, ()))


def carry(parameter: str, iris: Iterable[str]) -> None:
    """Set what goes along under a name; for use in a callback."""
    st.session_state[parameter] = list(dict.fromkeys(iris))
    put(**{parameter: st.session_state[parameter]})


def arrive(page: str) -> None:
    """Notice, before a page runs, that the back button took out of the address what goes along.

    The navigation and links leave it out too, but they lead to another page, another view or to
    an empty address, and then it stays.
    """
    st.session_state["page"] = page or "home"
    now = state()
    view = page, {name: values for name, values in now.items() if name not in CARRIED}
    held = now.keys() & set(CARRIED)
    before = st.session_state.get("arrived")
    if now and before and before[0] == view:
        for name in before[1] - held:
            st.session_state.pop(name, None)
    st.session_state["arrived"] = view, held


def link() -> str:
    """Return the address that opens what this person sees now, with all that goes along."""
    now = state() | {name: [shorten(iri) for iri in carried(name)] for name in CARRIED}
    pairs = [(name, value) for name, values in now.items() for value in values]
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(pairs)}" if pairs else page
