"""The search box: names and questions in, the page that answers them out."""

from __future__ import annotations

import streamlit as st

from app import address, knowledge, resources
from app.components import evidence
from app.components.picker import picker
from careergraph.reading.questions import Question, understand

SEARCHED = "search asked"
"""Under this key the session holds what was asked in the box, until the page has answered it."""


def search_box() -> None:
    """Show the box, and what one knows; what is asked opens the page that answers it."""
    box, known = st.columns([5, 1], vertical_alignment="bottom")
    with known:
        knowledge.panel()
    with box:
        picker(
            "Search",
            key="search",
            on_choose=_look_at,
            on_text=_ask,
            most=None,
            placeholder="A job, a skill, a tool, or “How do I become an AI architect?”",
            show_label=False,
        )
    if asked := st.session_state.pop(SEARCHED, None):
        _answer(asked)


def _look_at(iri: str) -> None:
    st.session_state[SEARCHED] = iri


def _ask(text: str) -> None:
    st.session_state[SEARCHED] = text


def _answer(asked: str) -> None:
    """Go to the page that answers what was asked, or say that nothing is called so."""
    network = resources.network(resources.NAMES)
    if asked in network:
        address.go("explore", thing=address.short(asked))
    elif question := understand(network, asked):
        page, parameters = _place(question)
        address.go(page, **parameters)
    else:
        st.warning(
            f"Nothing here is called anything like “{evidence.plain(asked[:80])}”. "
            "Try a shorter word, or ask “Compare … with …” or “How do I become …?”",
            icon=":material/search_off:",
        )


def _place(question: Question) -> tuple[str, dict[str, str | list[str]]]:
    """Return the page that answers a question, and its parameters."""
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
