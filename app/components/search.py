"""The search box: names and questions in, the page that answers them out."""

from __future__ import annotations

import streamlit as st

from app import address, knowledge, resources
from app.components import question_answer
from app.components.picker import picker
from careergraph.network.lookup import PLAUSIBLE, search
from careergraph.reading.questions import Question, understand
from careergraph.vocabulary import shorten

SEARCHED = "search asked"
"""Under this key the session holds what was asked in the box, until the page has answered it."""


def search_box(label: str = "A job, a question, or what you can do") -> None:
    """Show the box, and what one knows; what is asked opens the page that answers it."""
    box, known = st.columns([5, 1], vertical_alignment="bottom")
    with known:
        knowledge.panel()
    with box:
        picker(
            "Search",
            key="search",
            on_choose=_keep,
            on_text=_keep,
            most=None,
            placeholder=label,
            show_label=False,
        )
    if asked := st.session_state.pop(SEARCHED, None):
        _answer(asked)


def _keep(asked: str) -> None:
    st.session_state[SEARCHED] = asked


def _answer(asked: str) -> None:
    """Go to the page that answers what was asked, or say that it was not understood."""
    network = resources.network(resources.NAMES)
    if asked in network:
        address.go("explore", thing=shorten(asked))
        return
    question = understand(network, asked)
    if question.about == "nothing":
        near = search(network, asked, limit=5)
        question_answer.not_understood(
            asked, [match.iri for match in near if match.score >= PLAUSIBLE]
        )
    else:
        page, parameters = _place(question)
        address.go(page, **parameters)


def _place(question: Question) -> tuple[str, dict[str, list[str]]]:
    """Return the page that answers a question, and its parameters."""
    roles = [shorten(role.iri) for role in question.roles]
    unknown = list(question.unknown)
    if question.about == "thing" and not unknown:
        return "explore", {"thing": roles[:1]}
    if question.about in {"comparison", "thing"}:
        return "compare", {"role": roles, "unknown": unknown}
    if question.about == "path":
        return "path", {
            "to": roles[:1],
            "from": [shorten(question.start.iri)] if question.start else [],
            "know": [shorten(thing.iri) for thing in question.known],
            "unknown": unknown,
        }
    return "home", question_answer.parameters(question)
