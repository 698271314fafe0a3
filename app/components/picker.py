"""A box that looks names up while one types: kind, other name and source beside each.

Names never go to the browser as a list. What is typed is searched on the server, in a fragment of
the page, so that a keystroke costs one search and not one run of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from app import resources
from careergraph.network.lookup import search
from careergraph.vocabulary import KINDS

MOST = 8
"""How many names are offered at the most."""

_HERE = Path(__file__).parent

Chosen = Callable[[str], None]


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "careergraph_picker",
        css=(_HERE / "picker.css").read_text("utf-8"),
        js=(_HERE / "picker.js").read_text("utf-8"),
    )


@st.fragment
def picker(
    label: str,
    *,
    key: str,
    on_choose: Chosen,
    on_remove: Chosen | None = None,
    on_text: Chosen | None = None,
    chosen: Sequence[str] = (),
    kinds: Sequence[str] = (),
    most: int | None = 1,
    placeholder: str = "",
    show_label: bool = True,
    also: Callable[[str], Sequence[dict[str, str]]] | None = None,
) -> None:
    """Show the box.

    Args:
        label: what the box is for; read aloud also where ``show_label`` is False.
        key: of the box, one for each on a page.
        on_choose: called with the IRI of the name chosen, or the ``iri`` of an entry of ``also``.
        on_remove: called with the IRI of a chosen thing that is taken back; None: none can be.
        on_text: called with the text as it is typed when Enter is pressed on it; None: only what is
            offered can be chosen.
        chosen: IRIs of what is chosen now, shown as chips.
        kinds: look only among these kinds of things; all where empty.
        most: how many things can be chosen; None for any number.
        placeholder: shown while the box is empty.
        show_label: whether the label stands above the box.
        also: more entries to offer for what is typed, each with "iri", "label", "symbol" and
            "note".
    """
    network = resources.network(resources.NAMES)
    typed = (st.session_state.get(key) or {}).get("typed") or ""

    def act() -> None:
        event = (st.session_state.get(key) or {}).get("event") or {}
        match event.get("do"):
            case "choose":
                on_choose(event["iri"])
            case "remove" if on_remove:
                on_remove(event["iri"])
            case "text" if on_text:
                on_text(event["text"])

    box = _component()(
        key=key,
        data={
            "label": label,
            "showLabel": show_label,
            "placeholder": placeholder,
            "typed": typed,
            "options": _options(network, typed, kinds, chosen)
            + (list(also(typed)) if also and typed.strip() else []),
            "chosen": [
                {"iri": iri, "label": resources.name(iri), "symbol": _symbol(network, iri)}
                for iri in chosen
            ],
            "removable": on_remove is not None,
            "free": on_text is not None,
            "full": most is not None and most > 1 and len(chosen) >= most,
            "single": most == 1,
        },
        on_typed_change=lambda: None,
        on_event_change=act,
        height="content",
    )
    if box.event:
        st.rerun(scope="app")


def _symbol(network: Any, iri: str) -> str:
    return KINDS[network.nodes[iri]["kind"]].symbol


def _options(
    network: Any, typed: str, kinds: Sequence[str], chosen: Sequence[str]
) -> list[dict[str, str]]:
    if not typed.strip():
        return []
    found = search(network, typed, kind=kinds[0] if len(kinds) == 1 else None, limit=3 * MOST)
    offered = []
    for match in found:
        if (kinds and match.kind not in kinds) or match.iri in chosen:
            continue
        note = "" if match.matched.casefold() == match.label.casefold() else match.matched
        offered.append(
            {
                "iri": match.iri,
                "label": resources.name(match.iri),
                "symbol": KINDS[match.kind].symbol,
                "note": " · ".join(part for part in (match.kind, note) if part),
            }
        )
    return offered[:MOST]
