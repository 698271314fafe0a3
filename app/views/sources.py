"""What the graph is made of, a switch a source, and one's own sources joined for this session."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from app import resources
from app.components import evidence
from careergraph.errors import CareerGraphError
from careergraph.export.files import export_graph
from careergraph.importers import importer_for
from careergraph.loading.alignment import Alignment, align
from careergraph.loading.preview import extract
from careergraph.network.sources import SourceInfo
from careergraph.vocabulary import KINDS, counted

READABLE = [
    "txt",
    "md",
    "html",
    "htm",
    "ttl",
    "trig",
    "nt",
    "nq",
    "jsonld",
    "rdf",
    "owl",
    "gz",
    "zip",
]
STATUS = {"same": "✓ same as", "near": "~ close to", "new": "+ new"}


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


def _preview(name: str, content: bytes) -> tuple[dict[str, Any], list[Alignment]]:
    """Read a file that is not joined yet: what it says, and how it fits what is there."""
    with resources.on_disk({name: content}) as (path,):
        said = extract(path)
        return said, align(resources.network(), importer_for(path).read(path))


def _said(said: dict[str, Any]) -> None:
    for role in said["roles"][:20]:
        st.markdown(f"★ **{evidence.plain(role['label'])}**")
        for kind in ("skill", "tool", "industry", "degree", "experience", "responsibility"):
            names = [
                name
                if isinstance(name, str)
                else f"{name['level']} in {name['field'] or 'any field'}"
                for name in role.get(kind, ())
            ]
            if names:
                st.markdown(
                    f"{KINDS[kind].symbol} {KINDS[kind].plural}: {evidence.plain(', '.join(names))}"
                )
    if len(said["roles"]) > 20:
        st.caption(f"… and {len(said['roles']) - 20} roles more")
    if said["postings"]:
        st.markdown(f"{KINDS['posting'].symbol} {len(said['postings'])} job postings")
    if said["unmatched"]:
        with st.expander(f"{len(said['unmatched'])} lines found no place"):
            for line in said["unmatched"]:
                st.markdown(f"- {evidence.plain(str(line))}")


def _fits(matches: list[Alignment]) -> None:
    counts = Counter(match.status for match in matches)
    st.markdown(
        f"**{counts['same']}** of its things are here already, **{counts['near']}** come close "
        f"to something here, **{counts['new']}** are new."
    )
    order = list(STATUS)
    shown = sorted(matches, key=lambda match: (order.index(match.status), match.label.casefold()))
    st.dataframe(
        pd.DataFrame(
            {
                "Thing": [match.label for match in shown],
                "Kind": [f"{KINDS[match.kind].symbol} {match.kind}" for match in shown],
                "Here": [f"{STATUS[match.status]} {match.other_label}".strip() for match in shown],
                "Because": [match.how for match in shown],
            }
        ),
        hide_index=True,
        height=320,
    )


def _join(name: str, content: bytes) -> None:
    try:
        resources.join_uploads({**resources.uploads(), name: content})
    except CareerGraphError as error:
        st.session_state["join-error"] = str(error)


def _leave(name: str) -> None:
    resources.join_uploads({k: v for k, v in resources.uploads().items() if k != name})


def _bring_your_own() -> None:
    st.markdown("#### Bring your own")
    st.markdown(
        "Drop an article that compares roles, or a file of RDF. You see what it says and how it "
        "fits before it joins; it joins your session alone, nobody else sees it."
    )
    for name in resources.uploads():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check: **{evidence.plain(name)}** has joined your graph.")
            st.button("Take it out", key=f"leave-{name}", on_click=_leave, args=(name,))
    if problem := st.session_state.pop("join-error", None):
        st.error(evidence.plain(problem), icon=":material/error:")
    file = st.file_uploader("A file", type=READABLE, label_visibility="collapsed")
    text = st.text_area(
        "… or paste an article",
        placeholder="… or paste the text of an article",
        height=120,
        label_visibility="collapsed",
        max_chars=500_000,
    )
    name, content = (file.name, file.getvalue()) if file else ("pasted article.txt", text.encode())
    if not content.strip():
        return
    try:
        said, matches = _preview(name, content)
    except CareerGraphError as error:
        st.error(evidence.plain(str(error)), icon=":material/error:")
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("##### What it says")
        _said(said)
    with right:
        st.markdown("##### How it fits")
        _fits(matches)
    if name not in resources.uploads():
        st.button(
            "Join it to my graph",
            type="primary",
            icon=":material/add:",
            on_click=_join,
            args=(name, content),
        )


off = resources.sources_off()
found = resources.sources()
st.markdown(
    f"##### The graph is made of {counted(len(found), 'source')}. Switch one off and every page "
    "answers without it."
)
for place in range(0, len(found), 3):
    for column, source in zip(st.columns(3), found[place : place + 3], strict=False):
        with column:
            _card(source, source.iri not in off)
_bring_your_own()
with st.container(horizontal=True):
    st.download_button(
        "Download the graph (Turtle)",
        lambda: export_graph(resources.graph(), resources.network(), "turtle"),
        "careergraph.ttl",
        icon=":material/download:",
        on_click="ignore",
    )
