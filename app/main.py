"""The explorer's pages and the frame around them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import address, mine
from app.components import evidence
from app.components.mend import mend
from careergraph.errors import CareerGraphError

# Before the navigation, whose icons a browser would fetch from elsewhere as the page's own.
st.set_page_config(page_icon="🧭", layout="wide")
pages = [
    st.Page("views/home.py", title="Home", icon=":material/explore:", default=True),
    st.Page("views/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("views/path.py", title="Path", icon=":material/route:"),
    st.Page("views/explore.py", title="Explore", icon=":material/hub:"),
    st.Page("views/map.py", title="Map", icon=":material/map:"),
    st.Page("views/ask.py", title="Ask", icon=":material/terminal:"),
    st.Page("views/sources.py", title="Sources", icon=":material/library_books:"),
    st.Page("views/mine.py", title="Mine", icon=":material/person:"),
]
page = st.navigation(pages, position="top")
st.set_page_config(page_title=f"{page.title} · careergraph")
st.html(Path(__file__).with_name("style.css"))
with st.container(horizontal=True, gap=None, key="phone-pages"):
    # Streamlit's own drawer stays open over the page that was chosen, and over it after a reload.
    for one in pages:
        st.page_link(one, label=one.title)
mend()
address.arrive(page.url_path)
mine.remember()
try:
    mine.notice()
    page.run()
except CareerGraphError as error:
    st.error(evidence.plain(str(error)), icon=":material/error:")
except OSError as error:  # of a store that is damaged or gone, or a disk that is full
    st.error(
        f"What this page needs cannot be read or written: {evidence.plain(str(error))}. Everything "
        "that is yours is kept in your browser; try again when it is mended.",
        icon=":material/error:",
    )
