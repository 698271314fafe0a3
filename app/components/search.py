"""The search box: names and questions in, the page that answers them out."""

from __future__ import annotations

import streamlit as st

import address
import knowledge
import resources
from careergraph.questions import Question, understand
from careergraph.vocabulary import KINDS
from components import evidence


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

    asked = box.selectbox(
        "Search",
        options,
        index=None,
        key="search",
        format_func=words,
        accept_new_options=True,
        placeholder="Search a role, skill or tool, or ask “How do I become an AI architect?”",
        label_visibility="collapsed",
    )
    if not asked:
        return
    if asked in names:
        address.go("explore", thing=address.short(asked))
    if asked in become:
        address.go("path", to=address.short(become[asked]))
    question = understand(network, asked)
    if question is None:
        st.warning(
            f"Nothing here is called anything like “{evidence.plain(asked[:80])}”. "
            "Try a shorter word, or ask “Compare … with …” or “How do I become …?”",
            icon=":material/search_off:",
        )
    else:
        _open(question)


def _open(question: Question) -> None:
    short = [address.short(role.iri) for role in question.roles]
    if question.about == "thing" and not question.unknown:
        address.go("explore", thing=short[0])
    parameters: dict[str, str | list[str]] = {"unknown": list(question.unknown)}
    if question.about != "path":
        address.go("compare", role=short, **parameters)
    parameters["to"] = short[0]
    if question.start:
        parameters["from"] = address.short(question.start.iri)
    parameters["know"] = [address.short(known.iri) for known in question.known]
    address.go("path", **parameters)
