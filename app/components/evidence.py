"""What an answer stands on: who says so, the query that reproduces it, files to take away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app import address, resources
from app.components.copy_button import copy_button
from careergraph.export.text import isolated
from careergraph.network.lookup import PLAUSIBLE, search
from careergraph.network.projection import node_of
from careergraph.vocabulary import KINDS, RELATIONS, SOURCE_BASE, expand, shorten

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from careergraph.network.projection import Network


Chosen = Callable[[str], None]


def panel(parameter: str = "pick", *, left: bool = False) -> DeltaGenerator:
    """Open the card of what a parameter of the address names, with a button that puts it away.

    It floats where the reader is looking: on the right, or on the ``left`` where it would cover
    what was clicked.
    """
    card = st.container(key="why-left" if left else "why-right").container(key="why", border=True)
    card.button(
        "Close",
        icon=":material/close:",
        key="why-close",
        on_click=address.put,
        kwargs={parameter: None},
    )
    return card


def why(network: Network, iri: str, statements: Iterable[str]) -> None:
    """Show what a thing is and why it stands in the answer, a statement (Markdown) a line."""
    data = network.nodes[iri]
    st.markdown(f"{KINDS[data['kind']].symbol} **{plain(data['label'])}** · {data['kind']}")
    if data["definition"]:
        st.markdown(plain(data["definition"]))
    st.markdown("**Why?**\n" + "\n".join(f"- {statement}" for statement in statements))
    st.caption(f"`{iri}`")


def statement(subject: str, relation: str, target: str) -> str:
    """Begin a sentence, as Markdown, that the titles of those who say it complete."""
    return f"**{plain(subject)}** {RELATIONS[relation].label} **{plain(target)}**, says "


def titles(network: Network, sources: Iterable[str]) -> str:
    """Name sources by their titles, as Markdown."""
    known = network.graph["sources"]
    return ", ".join(
        f"*{plain(known.get(source) or source.removeprefix(SOURCE_BASE))}*" for source in sources
    )


def actions(query: str, files: Mapping[str, tuple[str, Callable[[], bytes]]], name: str) -> None:
    """Offer the query behind an answer, its files, and its address.

    Args:
        query: SPARQL.
        files: by what a person would call each: its file name and what writes it.
        name: tells these buttons from others on the page.
    """
    with st.container(horizontal=True, gap="small"):
        with st.popover("Show the query", icon=":material/code:", key=f"{name}-query"):
            st.caption("This SPARQL query asks the graph for what this answer stands on.")
            st.page_link(
                "views/ask.py",
                label="Open it in Ask",
                icon=":material/terminal:",
                query_params={"q": query},
            )
            st.code(query, language="sparql", wrap_lines=True)
        if files:
            with st.popover("Download", icon=":material/download:", key=f"{name}-files"):
                for title, (file, write) in files.items():
                    st.download_button(title, write, file, on_click="ignore", width="stretch")
        share(f"{name}-link")


def share(key: str) -> None:
    """Offer the page's address to copy; what it leaves out is said before, and offered as files."""
    uploads = resources.uploads()
    if not uploads:
        copy_button("Copy link", address.link(), key=key)
        return
    with st.popover("Copy link", icon=":material/link:", key=f"{key}-own"):
        own = plain(", ".join(uploads))
        st.markdown(f"The link leaves out what is yours alone: **{own}**. Send it along:")
        for name, content in uploads.items():
            st.download_button(
                plain(name),
                content,
                name,
                icon=":material/download:",
                key=f"{key}-{name}",
                on_click="ignore",
            )
        copy_button("Copy the link without it", address.link(), key=key)


def not_known(text: str, kind: str | None = None, on_choose: Chosen | None = None) -> None:
    """Warn that a name is none of the graph's, and offer what it may have meant.

    Args:
        text: the name.
        kind: of what is offered; None for any.
        on_choose: called with the IRI of what is chosen; None: a choice opens it in Explore.
    """
    st.warning(
        f"“{plain(text[:80])}” is not in the graph, so it is left out.", icon=":material/help:"
    )
    near = search(resources.network(resources.NAMES), text[:200], kind=kind, limit=3)
    offered = [match for match in near if match.score >= PLAUSIBLE]
    if not offered:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown("Did you mean")
        for match in offered:
            label = f"{KINDS[match.kind].symbol} {plain(resources.name(match.iri))}"
            key = f"meant-{text[:80]}-{match.iri}"
            if on_choose:
                st.button(label, key=key, type="tertiary", on_click=on_choose, args=(match.iri,))
            else:
                st.page_link(
                    "views/explore.py", label=label, query_params={"thing": shorten(match.iri)}
                )


def missing(*parameters: str, kind: str | None = None) -> None:
    """Warn of what these parameters of the address name that the graph does not know."""
    names = resources.network(resources.NAMES)
    for parameter in parameters:
        for text in address.given(parameter):
            if text != address.NOTHING and node_of(names, expand(text)) is None:
                name = text.rpartition(":")[2].replace("-", " ")
                not_known(name, kind, partial(_instead, parameter, text))


def _instead(parameter: str, text: str, iri: str) -> None:
    """Put a thing into the address in place of a name that is not known; for use in a callback."""
    address.put(**{parameter: [iri if one == text else one for one in address.given(parameter)]})


def explore(iri: str) -> None:
    """Offer the way to a thing's own page."""
    st.page_link(
        "views/explore.py",
        label="Explore",
        icon=":material/hub:",
        query_params={"thing": shorten(iri)},
    )


def plain(text: str) -> str:
    """Return foreign text as Markdown that shows it as it stands, on one line.

    Streamlit makes links, arrows and pictures also of what is escaped, once it is read; between
    the parts of these stands a word joiner, which nobody sees.
    """
    text = _MADE_ANYWAY.sub("\\g<0>\u2060", " ".join(isolated(text).split()))
    return _NUMBERED.sub(r"\1\\", _PUNCTUATION.sub(r"\\\g<0>", text))


_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#|~$:&]|^[-+=]")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)])")
_MADE_ANYWAY = re.compile(
    r"\b(?:www(?=\.)|https?:)|:(?=[\w+/-]+:)|[\w.+-](?=@)|[<>=~-](?=[<>=~-])", re.I
)
