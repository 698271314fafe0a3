"""What this person knows: kept in the session, carried by the address, counted everywhere.

Nothing of it is stored on the server: it stays in the person's browser (see ``mine``).
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app import address, resources
from app.components import evidence
from app.components.picker import picker
from careergraph.errors import CareerGraphError
from careergraph.network.projection import node_of
from careergraph.reading.mentions import Found
from careergraph.reading.profile import parse_profile, profile_to_json, profile_to_turtle


def known() -> list[str]:
    """Return the IRIs of what is known, in the order in which they were marked."""
    network = resources.network(resources.NAMES)
    nodes = (node_of(network, iri) for iri in address.carried("know"))
    return [iri for iri in dict.fromkeys(nodes) if iri is not None]


def set_known(iris: list[str]) -> None:
    """Replace what is known; for use in a callback."""
    address.carry("know", iris)


def kept_queries() -> dict[str, str]:
    """Return the SPARQL queries that this person keeps, by name; change it to keep another."""
    kept: dict[str, str] = st.session_state.setdefault("kept queries", {})
    return kept


def asked_queries() -> list[str]:
    """Return the SPARQL queries that this person asked, the last one first; change it likewise."""
    asked: list[str] = st.session_state.setdefault("asked queries", [])
    return asked


def toggle(iri: str) -> None:
    """Mark a thing known, or no longer so; for use in a callback."""
    now = known()
    set_known([each for each in now if each != iri] if iri in now else [*now, iri])


def button(iri: str) -> None:
    """Show the one click that marks a skill or tool as known, once for every page."""
    if resources.network(resources.NAMES).nodes[iri]["kind"] not in {"skill", "tool"}:
        return
    knows = iri in known()
    st.button(
        "You know this" if knows else "I know this",
        icon=":material/check_circle:" if knows else ":material/add_circle:",
        key=f"know-{iri}",
        help="Click to take it back" if knows else "Counted in every comparison and path",
        on_click=toggle,
        args=(iri,),
    )


def pick(key: str, *, show_label: bool = True) -> None:
    """Show the box in which a person says what they know, with what is said already."""
    picker(
        "Skills and tools you know",
        key=key,
        kinds=("skill", "tool"),
        chosen=known(),
        most=None,
        on_choose=toggle,
        on_remove=toggle,
        placeholder="Type a skill or tool",
        show_label=show_label,
    )


def panel() -> None:
    """Show what is known behind a button: look through, take back, save, open, paste a CV."""
    network, now = resources.network(resources.NAMES), known()
    title = f"What I know ({len(now)})" if now else "What I know"
    with st.popover(title, icon=":material/school:", width="stretch", key="knowledge"):
        pick("knowledge-list")
        _open_profile()
        if now or kept_queries() or asked_queries():
            with st.container(horizontal=True):
                files = {
                    "JSON": (
                        "json",
                        profile_to_json(network, now, kept_queries(), asked_queries()),
                    ),
                    "Turtle": ("ttl", profile_to_turtle(network, now)),
                }
                for title, (ending, text) in files.items():
                    st.download_button(
                        f"Save as {title}", text, f"what-i-know.{ending}", on_click="ignore"
                    )
                st.button("Forget all", on_click=set_known, args=([],))
        st.caption("Kept in this browser alone, nothing on the server.")
        st.page_link("views/mine.py", label="All that is mine", icon=":material/person:")


def show_doubts(profile: Iterable[Found]) -> None:
    """Show for what is not sure the words from which it was read."""
    for found in profile:
        if not found.sure and found.snippet:
            st.caption(f"{evidence.plain(found.label)}? “{evidence.plain(found.snippet)}”")


def _open_profile() -> None:
    """Read a file or a pasted CV, and offer what was found in it for confirmation."""
    file = st.file_uploader(
        "Open a profile or a CV",
        type=["ttl", "json", "txt", "md", "csv", "pdf", "docx", "zip", "xml", "html"],
        key="profile-file",
    )
    pasted = st.text_area(
        "… or paste the text of a CV", key="profile-text", max_chars=200_000, height=100
    )
    data = file.getvalue() if file else pasted
    if not data:
        return
    try:
        profile = parse_profile(
            resources.network(resources.NAMES), data, name=file.name if file else "The text"
        )
    except CareerGraphError as error:
        st.warning(evidence.plain(str(error)), icon=":material/error:")
        return
    if st.session_state.get("profile-read") != hash(data):  # once, for some may be forgotten
        st.session_state["profile-read"] = hash(data)
        kept_queries().update(profile.queries)
        asked_queries().extend(each for each in profile.asked if each not in asked_queries())
    if profile.queries:
        st.caption(f"{len(profile.queries)} questions of yours are on the Ask page again.")
    if not profile.known:
        st.info("No skill or tool of the graph was found in it.", icon=":material/search_off:")
        return
    labels = {found.iri: found for found in profile.known}
    chosen = st.pills(
        f"Found {len(labels)}: take off what is not so",
        list(labels),
        selection_mode="multi",
        default=[iri for iri, found in labels.items() if found.sure],
        format_func=lambda iri: evidence.plain(labels[iri].label),
        key=f"profile-found-{hash(data)}",
    )
    show_doubts(labels.values())
    st.button(
        f"Add {len(chosen)} to what I know",
        type="primary",
        disabled=not chosen,
        on_click=lambda: set_known([*known(), *chosen]),
    )
    if profile.unknown:
        st.caption(
            "Not recognised: "
            + evidence.plain(", ".join(each.text for each in profile.unknown[:20]))
        )
