"""A button that copies a text with one click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "careergraph_copy",
        css=(_HERE / "copy_button.css").read_text("utf-8"),
        js=(_HERE / "copy_button.js").read_text("utf-8"),
    )


def copy_button(label: str, text: str, *, key: str) -> None:
    """Show a button that copies ``text`` and says that it did."""
    _component()(key=key, data={"label": label, "text": text}, height="content", width="content")
