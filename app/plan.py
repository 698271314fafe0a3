"""A person's plan for a role: which steps are begun or done, with a note and a link to each.

It belongs to the person (see ``mine``). A step that is done counts as known everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st

from app import knowledge, resources
from app.components import evidence
from careergraph.analysis.learning.path import LearningPath
from careergraph.vocabulary import KINDS

State = Literal["to do", "doing", "done"]

_ICONS: dict[State, str] = {"to do": "○", "doing": "◐", "done": "✓"}
_MOST_LETTERS = 2_000


def entries(target: str) -> dict[str, dict[str, Any]]:
    """Return what the plan for a role holds of each step, by its IRI; change it with ``write``."""
    plans = st.session_state.get("plan")
    found = plans.get(target) if isinstance(plans, dict) else None
    if not isinstance(found, dict):
        return {}
    return {iri: entry for iri, entry in found.items() if isinstance(entry, dict)}


def write(target: str, step: str, **values: str | list[str] | None) -> None:
    """Set what the plan for a role holds of a step; what is None or empty is forgotten."""
    plans: dict[str, Any] = dict(st.session_state.get("plan") or {})
    entry = {**entries(target).get(step, {}), **values}
    entry = {name: value for name, value in entry.items() if value}
    of_target = {**entries(target), step: entry}
    plans[target] = {iri: held for iri, held in of_target.items() if held}
    st.session_state["plan"] = {iri: held for iri, held in plans.items() if held}


def targets() -> dict[str, dict[State, int]]:
    """Return the roles that there is a plan for, each with its number of steps by state."""
    nodes = resources.network(resources.NAMES).nodes
    plans = st.session_state.get("plan")
    counts: dict[str, dict[State, int]] = {}
    for target in plans if isinstance(plans, dict) else ():
        if target in nodes and entries(target):
            states = Counter(state(target, step) for step in entries(target))
            counts[target] = {name: states[name] for name in _ICONS if states[name]}
    return counts


def forget(target: str) -> None:
    """Forget the plan for a role; for use in a callback."""
    plans = st.session_state.get("plan") or {}
    st.session_state["plan"] = {iri: held for iri, held in plans.items() if iri != target}


def state(target: str, step: str) -> State:
    """Return whether a step is to be done, begun or done."""
    said = entries(target).get(step, {}).get("state")
    return said if said in _ICONS else "to do"


def set_state(path: LearningPath, step: str, new: State) -> None:
    """Set the state of a step; for use in a callback. What is done is known from then on."""
    target = path.target.iri
    known = step in knowledge.known()
    opened = [ref.iri for one in path.steps if one.iri == step for ref in one.needed_for]
    if new == "done":
        write(target, step, state="done", opened=opened)
    else:
        write(target, step, state=None if new == "to do" else new, opened=None)
    if known != (new == "done"):
        knowledge.toggle(step)


def badge(target: str, step: str) -> str:
    """Return, as Markdown, what the plan says of a step: begun, its note, its link."""
    entry = entries(target).get(step, {})
    parts = []
    if entry.get("state") == "doing":
        parts.append(f"**{_ICONS['doing']} doing**")
    if note := str(entry.get("note", "")):
        parts.append(evidence.plain(note))
    if link := safe(str(entry.get("link", ""))):
        parts.append(f"[{evidence.plain(urlsplit(link).netloc)}]({link})")
    return " · ".join(parts)


def card(path: LearningPath, step: str) -> None:
    """Show where a step of the plan stands, its note and its link, to be changed."""
    target = path.target.iri
    entry = entries(target).get(step, {})
    key = f"plan-{step}"
    now = state(target, step)
    st.session_state[key] = now
    st.segmented_control(
        "In my plan",
        list(_ICONS),
        key=key,
        format_func=lambda name: f"{_ICONS[name]} {name}",
        on_change=lambda: set_state(path, step, st.session_state[key] or "to do"),
    )
    for name, label, hint in (
        ("note", "Note", "a course, a date, a thought"),
        ("link", "Link", "https://…"),
    ):
        st.session_state[f"{key}-{name}"] = str(entry.get(name, ""))
        st.text_input(
            label,
            key=f"{key}-{name}",
            placeholder=hint,
            max_chars=_MOST_LETTERS,
            on_change=lambda name=name: write(
                target, step, **{name: st.session_state[f"{key}-{name}"].strip()}
            ),
        )
    if entry.get("link") and not safe(str(entry["link"])):
        st.caption("This is no address of a page; one begins with https://.")


def done(path: LearningPath) -> None:
    """List the steps that are done, with what each opened, and a way to take it back."""
    nodes = resources.network(resources.NAMES).nodes
    target, known = path.target.iri, set(knowledge.known())
    finished = [
        (iri, entry)
        for iri, entry in entries(target).items()
        if entry.get("state") == "done" and iri in nodes and iri in known
    ]
    if not finished:
        return
    st.markdown(f"**Done ({len(finished)})**")
    for iri, entry in finished:
        opened = [nodes[other]["label"] for other in entry.get("opened", ()) if other in nodes]
        after = f" :gray[· opened {evidence.plain(', '.join(opened))}]" if opened else ""
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            symbol = KINDS[nodes[iri]["kind"]].symbol
            st.markdown(f"✓ {symbol} ~~{evidence.plain(nodes[iri]['label'])}~~{after}")
            st.button(
                "Not done",
                key=f"undone-{iri}",
                type="tertiary",
                on_click=set_state,
                args=(path, iri, "to do"),
            )


def notes(target: str) -> Mapping[str, Mapping[str, str]]:
    """Return state, note and link of each step of a plan, for the files made of it."""
    return {
        iri: {name: str(entry.get(name, "")) for name in ("state", "note", "link")}
        for iri, entry in entries(target).items()
    }


def safe(link: str) -> str:
    """Return a link that may stand on a page: an address of the web without what ends a link."""
    parts = urlsplit(link) if link.startswith(("https://", "http://")) else None
    if parts is None or not parts.netloc or any(letter in link for letter in " ()<>[]\"'\\`"):
        return ""
    return link
