"""What every page stands on: the graph and its network, opened once and kept."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from careergraph.projection import project
from careergraph.sources import SourceInfo, list_sources
from careergraph.store import open_graph
from careergraph.vocabulary import ID_BASE, KINDS

if TYPE_CHECKING:
    from rdflib import Dataset

    from careergraph.projection import Network

ARTICLE_ROLES = (ID_BASE + "role/machine-learning-engineer", ID_BASE + "role/ai-architect")


@cache
def shared_graph() -> Dataset:
    """Open the graph that CAREERGRAPH_GRAPH names, the bundled one by default."""
    return open_graph(os.environ.get("CAREERGRAPH_GRAPH") or None)


def graph() -> Dataset:
    """Give the graph that this person looks at."""
    return shared_graph()


@st.cache_resource(show_spinner="Reading the graph …", max_entries=8)
def _project(sources: tuple[str, ...] | None) -> Network:
    return project(graph(), sources=sources)


@st.cache_resource(show_spinner=False)
def sources() -> list[SourceInfo]:
    """List what the graph is made of."""
    return list_sources(graph())


def network() -> Network:
    """Give the network of the sources that this person has switched on."""
    chosen = st.session_state.get("sources_on")
    return _project(None if chosen is None else tuple(sorted(chosen)))


@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={"networkx.MultiDiGraph": id})
def _names(_network: Network, _of: int, kind: str | None) -> dict[str, str]:
    things = [
        (iri, data)
        for iri, data in _network.nodes(data=True)
        if (data["kind"] == kind if kind else data["kind"] in {"role", "skill", "tool"})
    ]
    seen = Counter(data["label"].casefold() for _, data in things)
    titles = _network.graph["sources"]

    def name(iri: str, data: dict[str, str]) -> str:
        if seen[data["label"].casefold()] == 1 or iri.startswith(ID_BASE):
            return data["label"]
        source = next(iter(data["sources"]), "")
        return f"{data['label']} ({titles.get(source, source)})"

    order = list(KINDS)
    things.sort(key=lambda thing: (order.index(thing[1]["kind"]), thing[1]["label"].casefold()))
    return {iri: name(iri, data) for iri, data in things}


def names(kind: str | None = None) -> dict[str, str]:
    """Map each role, skill and tool (or each thing of one kind) to a name no other of it has."""
    found = network()
    return _names(found, id(found), kind)


def opening_roles() -> list[str]:
    """Give the two roles that the explorer opens on: the article's, or else the best described."""
    found = network()
    if all(role in found for role in ARTICLE_ROLES):
        return list(ARTICLE_ROLES)
    roles = [iri for iri, data in found.nodes(data=True) if data["kind"] == "role"]
    return sorted(roles, key=lambda iri: (-found.out_degree(iri), iri))[:2]
