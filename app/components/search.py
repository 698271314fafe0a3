"""The search box: names and questions in, the page that answers them out."""

from __future__ import annotations

import streamlit as st

from app import address, knowledge, resources
from app.components import evidence
from careergraph.reading.questions import Question, understand
from careergraph.vocabulary import KINDS


def search_box() -> None:
    """Show the box, and what one knows; what is asked opens the page that answers it."""
    network = resources.network(resources.NAMES)
    names = resources.names()
    box, known = st.columns([5, 1], vertical_alignment="bottom")
    with known:
        knowledge.panel()
    kinds = {iri: network.nodes[iri]["kind"] for iri in names}
    become = {
        f"How do I become: {name}?": iri for iri, name in names.items() if kinds[iri] == "role"
    }
    options = [*names, *become]

    def words(option: str) -> str:
        if option in names:
            return f"{KINDS[kinds[option]].symbol} {names[option]} · {kinds[option]}"
        return option

    def choose() -> None:
        asked = st.session_state["search"] or ""
        if asked in names:
            st.session_state["asked"] = "explore", {"thing": address.short(asked)}
        elif asked in become:
            st.session_state["asked"] = "path", {"to": address.short(become[asked])}
        elif question := understand(network, asked):
            st.session_state["asked"] = _place(question)
        if "asked" in st.session_state:
            # Else the answer, if it stands on the same page, would find the question asked again.
            st.session_state["search"] = None

    asked = box.selectbox(
        "Search",
        options,
        index=None,
        key="search",
        format_func=words,
        on_change=choose,
        accept_new_options=True,
        placeholder="Search a role, skill or tool, or ask “How do I become an AI architect?”",
        label_visibility="collapsed",
    )
    if "asked" in st.session_state:
        page, parameters = st.session_state.pop("asked")
        address.go(page, **parameters)
    if asked:
        st.warning(
            f"Nothing here is called anything like “{evidence.plain(asked[:80])}”. "
            "Try a shorter word, or ask “Compare … with …” or “How do I become …?”",
            icon=":material/search_off:",
        )


def _place(question: Question) -> tuple[str, dict[str, str | list[str]]]:
    """Give the page that answers a question, and its parameters."""
    short = [address.short(role.iri) for role in question.roles]
    unknown: dict[str, str | list[str]] = {"unknown": list(question.unknown)}
    if question.about == "thing" and not question.unknown:
        return "explore", {"thing": short[0]}
    if question.about != "path":
        return "compare", {"role": short, **unknown}
    parameters = {"to": short[0], **unknown}
    if question.start:
        parameters["from"] = address.short(question.start.iri)
    parameters["know"] = [address.short(known.iri) for known in question.known]
    return "path", parameters
