"""An editor for SPARQL: colours, completion of the graph's own terms, errors marked in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "careergraph_editor",
        css=(_HERE / "editor.css").read_text("utf-8"),
        js=(_HERE / "editor.js").read_text("utf-8"),
    )


def editor(
    query: str,
    *,
    key: str,
    words: Sequence[tuple[str, str]] = (),
    error: tuple[int, int] | None = None,
    on_run: Callable[[], None],
) -> None:
    """Show the editor.

    Args:
        query: what stands in it; another text than in the run before replaces what was typed.
        key: under which ``st.session_state[key]["run"]`` holds the text in ``on_run``.
        words: what completion offers: each term and what it means.
        error: line and column, from 1, of what is wrong.
        on_run: called when the person runs the query, by the button or Ctrl+Enter.
    """
    _component()(
        key=key,
        data={
            "query": query,
            "words": [{"text": text, "note": note} for text, note in words],
            "error": list(error) if error else None,
        },
        on_run_change=on_run,
        height="content",
    )
