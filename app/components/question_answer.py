"""An answer to a question in plain words, below what was understood, which can be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast, get_args

import streamlit as st

from app import address, resources
from app.components import evidence
from app.components.picker import picker
from careergraph.analysis.answering import Listing, answer
from careergraph.analysis.learning.fit import RoleFit, RoleFits
from careergraph.analysis.learning.next_skill import NextSkills
from careergraph.analysis.similarity.related import Related
from careergraph.network.lookup import Match
from careergraph.reading.questions import EXAMPLES, Intent, Question
from careergraph.vocabulary import KINDS, counted, shorten

OPENING = 3
"""How many of the missing things of a role are named: those that open it."""

_ASKED: dict[str, str] = {
    "fit": "Which jobs suit what you know",
    "next": "What to learn next",
    "needing": "Which roles ask for all of these",
    "needed": "Whether a role asks for these",
    "before": "What is learnt before this",
    "similar": "Which roles are like this one",
    "without degree": "Which roles ask for no degree",
    "remote": "Which jobs can be done from anywhere",
}
"""What is asked, in words, by intent; other intents have pages of their own."""


def parameters(question: Question) -> dict[str, list[str]]:
    """Return what the address of Home holds for a question."""
    roles = [question.start] if question.start else list(question.roles)
    return {
        "ask": [question.intent],
        "role": [shorten(role.iri) for role in roles],
        "with": [shorten(thing.iri) for thing in question.known],
        "unknown": list(question.unknown),
    }


def asked() -> Question | None:
    """Return the question that the address of Home holds."""
    intent = next(iter(address.given("ask")), "")
    if intent not in _ASKED:
        return None
    roles, things = _matches("role"), _matches("with")
    start = roles[0] if roles and intent in {"fit", "next"} else None
    return Question(
        "fit" if intent == "fit" else "list",
        cast("Intent", intent) if intent in get_args(Intent) else "nothing",
        roles=() if start else roles,
        start=start,
        known=things,
        unknown=tuple(address.given("unknown")),
    )


def _matches(parameter: str) -> tuple[Match, ...]:
    nodes = resources.network(resources.NAMES).nodes
    return tuple(
        Match(iri, nodes[iri]["label"], nodes[iri]["kind"], nodes[iri]["label"])
        for iri in resources.things(parameter)
    )


def show(question: Question) -> None:
    """Show what was understood, as chips to correct, and the answer."""
    _understood(question)
    network = resources.network()
    if question.intent == "needed" and not (question.roles and question.known):
        st.info("Choose a role and a skill to see whether the one asks for the other.")
        return
    if question.intent in {"needing", "before"} and not question.known:
        st.info("Choose a skill or tool.")
        return
    if question.intent == "similar" and not question.roles:
        st.info("Choose a role.")
        return
    reply = answer(network, question)
    match reply.answer:
        case RoleFits() as fits:
            _fits(fits)
        case Listing() as listing:
            _listing(listing)
        case Related() as related:
            _rows([(role.iri, f"share {role.shared} of {role.union} things") for role in
                   related.related])  # fmt: skip
        case NextSkills() as following:
            _next(following)
        case _:
            st.info("Name something that you know: a skill, a tool, or the job you have.")
    if reply.query:
        evidence.actions(reply.query, {}, "asked")


def _understood(question: Question) -> None:
    st.markdown(f"## {_ASKED[question.intent]}")
    things = [thing.iri for thing in question.known]
    for text in question.unknown:
        rest = [other for other in question.unknown if other != text]
        evidence.not_known(text, on_choose=partial(_meant, things, rest))
    roles = [role.iri for role in ((question.start,) if question.start else question.roles) if role]
    asks_role = question.intent in {"fit", "next", "needed", "similar", "remote"}
    asks_things = question.intent in {"fit", "next", "needed", "needing", "before"}
    columns = st.columns([1, 2]) if asks_role and asks_things else [st.container()]
    if asks_role:
        with columns[0]:
            picker(
                "The job you have" if question.intent in {"fit", "next"} else "The role",
                key="asked-role",
                kinds=("role",),
                chosen=roles,
                on_choose=lambda iri: address.put(role=iri),
                on_remove=lambda _: address.put(role=None),
                placeholder="a job title",
            )
    if asks_things:
        with columns[-1]:
            picker(
                "You know" if question.intent in {"fit", "next"} else "Skills and tools",
                key="asked-things",
                kinds=("skill", "tool", "degree"),
                chosen=things,
                most=None,
                on_choose=lambda iri: address.put(**{"with": [*things, iri], "unknown": None}),
                on_remove=lambda gone: address.put(
                    **{"with": [iri for iri in things if iri != gone]}
                ),
                placeholder="add a skill or tool",
            )


def _meant(things: Sequence[str], unknown: Sequence[str], iri: str) -> None:
    """Take a thing in place of a name that is not known; for use in a callback."""
    address.put(**{"with": [*things, iri], "unknown": unknown})


def _fits(fits: RoleFits) -> None:
    if not fits.roles:
        st.info("No role of the graph asks for any of this. Add something else that you know.")
        return
    for at in range(0, len(fits.roles), 2):
        for column, role in zip(st.columns(2), fits.roles[at : at + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                _fit(role, [thing.iri for thing in fits.known])


def _fit(role: RoleFit, known: Sequence[str]) -> None:
    st.markdown(
        f"{KINDS['role'].symbol} **{evidence.plain(resources.name(role.iri))}** · "
        f"you know **{role.met} of {role.needed}**"
    )
    st.progress(role.met / role.needed if role.needed else 0.0)
    opening = ", ".join(thing.label for thing in role.missing[:OPENING])
    if opening:
        st.caption(f"What opens it: {evidence.plain(opening)}")
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            "views/path.py",
            label="Plan it",
            icon=":material/route:",
            query_params={
                "to": shorten(role.iri),
                "from": address.NOTHING,
                "know": [shorten(iri) for iri in known],
            },
        )
        evidence.explore(role.iri)


def _listing(listing: Listing) -> None:
    st.markdown(f"**{evidence.plain(listing.sentence)}**")
    _rows([(row.thing.iri, row.note) for row in listing.rows])
    if listing.total > len(listing.rows):
        st.caption(f"… and {listing.total - len(listing.rows)} more")


def _next(following: NextSkills) -> None:
    if not following.skills:
        st.info("Nothing that is learnt next is known for this. Add what you know.")
    _rows(
        [
            (skill.iri, f"asked for by {counted(skill.needed_by, 'role')}")
            for skill in following.skills
        ]
    )
    st.caption("First comes what brings the roles nearest to you nearer still.")


def _rows(rows: Sequence[tuple[str, str]]) -> None:
    nodes = resources.network(resources.NAMES).nodes
    for iri, note in rows:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            symbol = KINDS[nodes[iri]["kind"]].symbol
            st.page_link(
                "views/explore.py",
                label=f"{symbol} {evidence.plain(resources.name(iri))}",
                query_params={"thing": shorten(iri)},
            )
            if note:
                st.caption(evidence.plain(note))


def not_understood(text: str, near: Sequence[str]) -> None:
    """Show that a question was not understood, names that it may mean, and examples."""
    st.warning(
        f"“{evidence.plain(text[:80])}” is not understood, and nothing in the graph is called so.",
        icon=":material/search_off:",
    )
    if near:
        st.markdown("Did you mean one of these?")
        _rows([(iri, "") for iri in near])
    st.markdown("You can ask, for example:\n" + "\n".join(f"- {one}" for one in EXAMPLES))
