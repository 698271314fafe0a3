"""What Streamlit renders that a screen reader stumbles over, mended in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_name("mend.js").read_text("utf-8")
    return st.components.v2.component("careergraph_mend", js=script)


def mend() -> None:
    """Mend each page; once in a page's life is enough."""
    _component()(key="mend", data={}, height=1)
