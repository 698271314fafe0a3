"""What the graph is made of, a switch a source, and one's own sources joined."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from app import mine, resources
from app.components import bring, evidence
from careergraph.errors import CareerGraphError
from careergraph.export.files import export_graph
from careergraph.network.sources import SourceInfo
from careergraph.vocabulary import counted


def _card(source: SourceInfo, on: bool) -> None:
    with st.container(border=True, height="stretch"):
        key = f"source-{source.iri}"
        st.session_state[key] = on
        st.toggle(
            f"**{evidence.plain(source.title)}**",
            key=key,
            on_change=lambda: resources.switch(source.iri, st.session_state[key]),
        )
        if source.description:
            st.markdown(evidence.plain(source.description))
        roles = f"{counted(source.roles, 'role')}, " if source.roles else ""
        st.caption(
            f"{roles}{source.triples:,} statements "
            f"· {evidence.plain(source.publisher) or 'publisher unknown'} "
            f"· {evidence.plain(source.issued) or 'undated'}"
        )
        if source.licence.startswith("http"):
            st.caption(f"[Licence]({quote(source.licence, safe=':/?#=&%')})")
        if source.rights:
            st.caption(evidence.plain(source.rights))


def _bring_your_own() -> None:
    st.markdown("### Bring your own")
    st.markdown(
        "Drop an article, a job advert, a table of roles or a file of RDF. You see line by line "
        "what it says before it joins; it stays in your browser, nobody else sees it."
    )
    for name in resources.uploads():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check: **{evidence.plain(name)}** has joined your graph.")
            st.button("Take it out", key=f"leave-{name}", on_click=mine.remove_file, args=(name,))
    bring.joined()
    file = st.file_uploader("A file", type=bring.READABLE, label_visibility="collapsed")
    text = st.text_area(
        "… or paste an article or an advert",
        placeholder="… or paste the text of an article or an advert",
        height=120,
        label_visibility="collapsed",
        max_chars=500_000,
    )
    name, content = (file.name, file.getvalue()) if file else ("pasted text.txt", text.encode())
    if not content.strip():
        return
    try:
        as_ = bring.ask_kind(name, content, "sources")
        if as_ == bring.PROFILE:
            st.info("A CV or a list of what you know is opened on Home, or under “What I know”.")
        else:
            bring.review(name, content, as_, "sources")
    except CareerGraphError as error:
        st.error(evidence.plain(str(error)), icon=":material/error:")


off = resources.sources_off()
found = resources.sources()
st.markdown(
    f"## The graph is made of {counted(len(found), 'source')}. Switch one off and every page "
    "answers without it."
)
for place in range(0, len(found), 3):
    for column, source in zip(st.columns(3), found[place : place + 3], strict=False):
        with column:
            _card(source, source.iri not in off)
_bring_your_own()
graph, network = resources.graph(), resources.network()
with st.container(horizontal=True):
    st.download_button(
        "Download the graph (Turtle)",
        lambda: export_graph(graph, network, "turtle"),
        "careergraph.ttl",
        icon=":material/download:",
        on_click="ignore",
    )
