"""The address of a page holds its state.

What Python writes into ``st.query_params`` becomes a step of the browser's history, so the back
button undoes it. A page reads the address at each run and gives its widgets that state.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from careergraph.vocabulary import ID_BASE


def short(iri: str) -> str:
    """Write an IRI for an address: ours as ``kind:slug``, others whole."""
    return iri.removeprefix(ID_BASE).replace("/", ":", 1) if iri.startswith(ID_BASE) else iri


def full(text: str) -> str:
    """Read what ``short`` wrote."""
    return text if "://" in text else ID_BASE + text.replace(":", "/", 1)


def put(**parameters: str | Iterable[str] | None) -> None:
    """Write things into the address; None or nothing takes the parameter away."""
    state = {name: st.query_params.get_all(name) for name in st.query_params}
    for name, value in parameters.items():
        values = [value] if isinstance(value, str) else list(value or ())
        state[name] = [short(each) for each in values]
    wanted = {name: values for name, values in state.items() if values}
    if wanted != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(wanted)  # at once, so that it is one step of the history
