"""A table of an answer as a Streamlit component: sorted by a click, things lead into Explore."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

_HERE = Path(__file__).parent


class Cell(NamedTuple):
    """What stands in a row and a column.

    Attributes:
        text: what is read.
        value: what to sort by, where that is a number.
        note: what the text does not say, such as its language or the whole IRI.
        thing: what the cell leads to, as in the address of Explore; "" for nothing.
        symbol: of the kind of thing.
    """

    text: str
    value: float | None = None
    note: str = ""
    thing: str = ""
    symbol: str = ""


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "careergraph_table",
        css=(_HERE / "table.css").read_text("utf-8"),
        js=(_HERE / "table.js").read_text("utf-8"),
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, key: str) -> str | None:
    """Show the table; give the thing to go to, in the one run after it was clicked."""
    shown = _component()(
        key=key,
        data={"columns": list(columns), "rows": [[list(cell) for cell in row] for row in rows]},
        on_open_change=lambda: None,
        height="content",
    )
    opened: str | None = shown.open
    return opened
