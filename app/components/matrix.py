"""Many roles at once: how alike each two are, what one lacks for another, who asks for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isnan

import pandas as pd
import streamlit as st

from app import address, resources
from app.components import evidence
from careergraph.analysis.comparison import comparison_query
from careergraph.analysis.learning.path import PARTS
from careergraph.analysis.matrix import RoleMatrix, ThingMatrix, role_matrix, thing_matrix
from careergraph.export.matrix import matrix_to_csv, matrix_to_xlsx
from careergraph.vocabulary import KINDS, counted, shorten

_VIEWS = {"alike": "How alike", "missing": "What is missing", "things": "Who asks for what"}


def show(roles: list[str]) -> None:
    """Show roles by roles, or roles by things, as a table that sorts."""
    network = resources.network(PARTS)
    matrix, things = role_matrix(network, roles), thing_matrix(network, roles)
    names = [resources.name(role) for role in roles]
    st.markdown(f"## {_summary(matrix, names)}")
    view = next((name for name in address.given("show") if name in _VIEWS), "alike")
    st.session_state["matrix-view"] = view
    st.segmented_control(
        "Show",
        list(_VIEWS),
        key="matrix-view",
        format_func=lambda name: _VIEWS[name],
        on_change=lambda: address.put(show=st.session_state["matrix-view"]),
        label_visibility="collapsed",
    )
    if view == "things":
        _things(things, names)
    else:
        _pairs(matrix, names, view)
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "Workbook (XLSX)": ("roles.xlsx", lambda: matrix_to_xlsx(matrix, things)),
        "Table (CSV)": ("roles.csv", lambda: matrix_to_csv(matrix)),
    }
    evidence.actions(comparison_query(*roles), files, "matrix")


def _summary(matrix: RoleMatrix, names: list[str]) -> str:
    """Show which of the roles is most like the first, and which the fewest things away."""
    first = f"**{evidence.plain(names[0])}**"
    others = range(1, len(names))
    said = []
    if alike := [place for place in others if not isnan(matrix.score[0, place])]:
        nearest = max(alike, key=lambda place: matrix.score[0, place])
        said.append(
            f"most like {first} is **{evidence.plain(names[nearest])}** "
            f"({matrix.score[0, nearest]:.0%})"
        )
    if reached := [place for place in others if not isnan(matrix.gap[0, place])]:
        near = min(reached, key=lambda place: matrix.gap[0, place])
        said.append(
            f"least is missing for **{evidence.plain(names[near])}** "
            f"({matrix.gap[0, near]:.0f} of {matrix.needed[near]:.0f})"
        )
    return f"Of {len(names)} roles, {', and '.join(said) or 'none has enough data'}."


def _pairs(matrix: RoleMatrix, names: list[str], view: str) -> None:
    frame = pd.DataFrame({"Role": names})
    for place, name in enumerate(names):
        asked = matrix.needed[place]
        if view == "alike":
            frame[name] = (100 * matrix.score[:, place]).round()
        else:
            title = name if isnan(asked) else f"{name} ({asked:.0f})"
            frame[title] = matrix.gap[:, place]
    number = "%d%%" if view == "alike" else "%d"
    config = {
        str(name): st.column_config.NumberColumn(format=number, width=110)
        for name in frame.columns[1:]
    }
    picked = resources.thing("pick", "role")
    rows = [place for place, role in enumerate(matrix.roles) if role.iri == picked]
    st.session_state["matrix-table"] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        at = st.session_state["matrix-table"]["selection"]["rows"]
        address.put(pick=matrix.roles[at[0]].iri if at else None)

    st.dataframe(
        frame,
        key="matrix-table",
        hide_index=True,
        height=38 + 35 * len(names),
        column_config={"Role": st.column_config.TextColumn(pinned=True, width=190), **config},
        on_select=choose,
        selection_mode="single-row",
        alt=f"{_VIEWS[view]}, role by role.",
    )
    st.caption(
        "How alike the role of the row and the role of the column are."
        if view == "alike"
        else "How many things somebody in the role of the row has to learn for the role of the "
        "column, which asks for as many as stand in brackets."
    )
    first = matrix.roles[0].iri
    if picked and picked != first and rows:
        with st.container(horizontal=True, gap="small"):
            st.page_link(
                "views/compare.py",
                label=f"Compare {evidence.plain(names[0])} and {evidence.plain(names[rows[0]])}",
                icon=":material/compare_arrows:",
                query_params={"role": [shorten(first), shorten(picked)]},
            )
            st.page_link(
                "views/path.py",
                label="From one to the other",
                icon=":material/route:",
                query_params={"from": shorten(first), "to": shorten(picked)},
            )
    else:
        st.caption("Choose a row to compare it with the first role, or to see the way there.")


def _things(things: ThingMatrix, names: list[str]) -> None:
    weights = things.weight.toarray().T
    frame = pd.DataFrame(
        {
            "Thing": [f"{KINDS[thing.kind].symbol} {thing.label}" for thing in things.things],
            "Roles": (weights > 0).sum(axis=1),
            **{name: _positive(weights[:, place]) for place, name in enumerate(names)},
        }
    )
    bar = {
        name: st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent", width=110)
        for name in names
    }
    st.dataframe(
        frame,
        key="matrix-things",
        hide_index=True,
        height=460,
        column_config={
            "Thing": st.column_config.TextColumn(pinned=True, width=220),
            "Roles": st.column_config.NumberColumn(width=70),
            **bar,
        },
        alt="Things that the roles ask for, by how many of them ask, with how much each counts.",
    )
    st.caption(
        f"{counted(len(things.things), 'thing')}, those that most roles ask for first; the bar is "
        "how much a thing counts in the role."
    )


def _positive(weights: Iterable[float]) -> list[float | None]:
    """Return weights for cells, nothing where a role does not ask for a thing."""
    return [float(weight) or None for weight in weights]
