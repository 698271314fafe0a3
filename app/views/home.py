"""First sight: one box that answers, a file to drop, and an example of what comes back."""

from __future__ import annotations

import streamlit as st

from app import address, knowledge, resources
from app.components import bring, comparison, evidence, question_answer
from app.components.search import search_box
from careergraph.errors import CareerGraphError
from careergraph.reading.profile import Profile, parse_profile
from careergraph.vocabulary import expand, shorten

_TAKEN = "home file"  # under this key: the file whose skills the address has taken over


def _example() -> None:
    roles = resources.opening_roles()
    if len(roles) < 2:
        st.info("This graph holds fewer than two roles, so there is nothing to compare yet.")
        return
    st.caption("An example of what comes back: two roles side by side.")
    comparison.show(roles)
    st.page_link(
        "views/compare.py",
        label="Change or add roles",
        icon=":material/compare_arrows:",
        query_params={"role": [shorten(role) for role in roles]},
    )


def _file() -> bool:
    """Ask for a file, show what is understood of it, and return whether that is the page."""
    file = st.file_uploader(
        "Or drop a file here: your CV, a job advert, an article, a table of roles, RDF",
        type=bring.READABLE,
        key="home-file",
        width="stretch",
    )
    bring.joined()
    if file is None:
        st.session_state.pop(_TAKEN, None)
        return False
    name, content = file.name, file.getvalue()
    try:
        as_ = bring.ask_kind(name, content, "home")
        if as_ != bring.PROFILE:
            if st.session_state.pop(_TAKEN, None):
                address.put(ask=None, **{"with": None})
            bring.review(name, content, as_, "home")
            return True
        profile = parse_profile(resources.network(resources.NAMES), content, name=name)
    except CareerGraphError as error:
        st.error(evidence.plain(str(error)), icon=":material/error:")
        return True
    _take_over(profile, hash(content))
    return not profile.known


def _take_over(profile: Profile, content: int) -> None:
    """Make of what a CV says the question which roles suit it, and offer what is not sure."""
    sure = [found.iri for found in profile.known if found.sure]
    if st.session_state.get(_TAKEN) != content:
        st.session_state[_TAKEN] = content
        address.put(ask="fit", **{"with": sure}, role=None, unknown=None)
    if not profile.known:
        st.info(
            "No skill or tool of the graph is named in it. If it is a job advert or an article, "
            "say so above; else type what you can do into the box.",
            icon=":material/search_off:",
        )
    here = [expand(text) for text in address.given("with")]
    if unsure := {f.iri: f.label for f in profile.known if not f.sure and f.iri not in here}:
        added = st.pills(
            "Perhaps also: add what is so",
            list(unsure),
            format_func=lambda iri: evidence.plain(unsure[iri]),
            key=f"home-unsure-{hash(tuple(unsure))}",
        )
        knowledge.show_doubts(found for found in profile.known if found.iri in unsure)
        if added:
            address.put(**{"with": [*here, added]})
            st.rerun()
    if profile.unknown:
        names = ", ".join(unknown.text for unknown in profile.unknown[:20])
        st.caption(f"Not recognised: {evidence.plain(names)}")
    new = [iri for iri in here if iri not in knowledge.known()]
    if new:
        st.button(
            f"Keep {'it' if len(new) == 1 else f'these {len(new)}'} as what I know",
            icon=":material/add_circle:",
            on_click=lambda: knowledge.set_known([*knowledge.known(), *new]),
        )


st.title("What would it take to get from this job to that one?", anchor=False)
search_box()
taken = _file()
if question := question_answer.asked():
    question_answer.show(question)
elif not taken:
    _example()
