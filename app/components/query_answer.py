"""The answer to a query: a table with links, a drawing of statements, bars of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import streamlit as st
from rdflib import RDF
from rdflib.term import Identifier, Literal, URIRef

from app import address
from app.components.graph import graph as drawing
from app.components.table import Cell, table
from careergraph.drawing.rendering import draw_network
from careergraph.network.projection import node_of
from careergraph.sparql.query import QueryResult
from careergraph.vocabulary import KINDS, PREFIXES, RELATIONS, expand, shorten

if TYPE_CHECKING:
    from careergraph.network.projection import Network

BARS = 50
"""Rows that are still a chart."""

LONGEST = 1000
"""Letters of a text in a table; all of it is in the files."""


def answer(network: Network, result: QueryResult) -> None:
    """Show an answer in the ways that fit it; a click on a thing opens it in Explore."""
    if result.kind == "ask":
        st.markdown(f"### {'Yes' if result.boolean else 'No'}")
        return
    if not result.rows:
        st.info("Nothing in the graph fits this question.", icon=":material/search_off:")
        return
    picture = _picture(network, result) if result.kind == "construct" else None
    bars = _bars(network, result) if result.kind == "select" else None
    views: dict[str, Callable[[], str | None]] = {"Table": lambda: _table(network, result)}
    if picture:
        views = {"Drawing": lambda: drawing(draw_network(picture), key="ask-drawing")} | views
    if bars is not None:
        views["Chart"] = lambda: _chart(bars)
    places = st.tabs(list(views)) if len(views) > 1 else [st.container()]
    for place, show in zip(places, views.values(), strict=True):
        with place:
            if thing := show():
                address.go("explore", thing=shorten(thing))


def curie(iri: str) -> str:
    """Shorten an IRI by the longest prefix that fits it."""
    fitting = [(len(each), prefix) for prefix, each in PREFIXES.items() if iri.startswith(each)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def _cell(network: Network, term: Identifier | None) -> Cell:
    if isinstance(term, URIRef):
        if thing := node_of(network, str(term)):
            data = network.nodes[thing]
            symbol = KINDS[data["kind"]].symbol
            return Cell(data["label"], None, str(term), shorten(thing), symbol)
        return Cell(curie(str(term)), note=str(term))
    if isinstance(term, Literal):
        note = term.language if term.language not in {None, "en"} else ""
        text = str(term) if len(term) <= LONGEST else f"{term[:LONGEST]}…"
        return Cell(text, _number(term), note or "")
    return Cell("" if term is None else str(term))


def _number(term: Identifier | None) -> float | None:
    value = term.toPython() if isinstance(term, Literal) else None
    try:
        return None if value is None or isinstance(value, (bool, str)) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _table(network: Network, result: QueryResult) -> str | None:
    rows = [[_cell(network, term) for term in row] for row in result.rows]
    opened = table(result.variables, rows, key="ask-table")
    return expand(opened) if opened else None


def _picture(network: Network, result: QueryResult) -> nx.MultiDiGraph[str] | None:
    """Make a network of the statements between things; None where there is none."""
    picture: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    words = {relation.iri: relation.label for relation in RELATIONS.values()}
    for subject, predicate, target in result.rows:
        ends = [node_of(network, str(each)) for each in (subject, target)]
        start, end = ends
        if start and end and isinstance(target, URIRef) and predicate != RDF.type:
            for thing in (start, end):
                data = network.nodes[thing]
                picture.add_node(thing, label=data["label"], kind=data["kind"])
            label = words.get(str(predicate)) or curie(str(predicate))
            picture.add_edge(start, end, key=str(predicate), label=label)
    return picture or None


def _bars(network: Network, result: QueryResult) -> pd.DataFrame | None:
    """Make bars of an answer whose rows each have a name and a number; else None."""
    if not 2 <= len(result.rows) <= BARS:
        return None
    columns = [[_cell(network, term) for term in row] for row in zip(*result.rows, strict=True)]
    numbers = [at for at, cells in enumerate(columns) if all(c.value is not None for c in cells)]
    names = [at for at in range(len(columns)) if at not in numbers]
    for at in reversed(names):
        labels = [cell.text for cell in columns[at]]
        if numbers and len(set(labels)) == len(labels):
            number = numbers[0]
            values = [cell.value for cell in columns[number]]
            return pd.DataFrame({result.variables[at]: labels, result.variables[number]: values})
    return None


def _chart(bars: pd.DataFrame) -> None:
    name, number = bars.columns
    st.bar_chart(bars, x=name, y=number, horizontal=True, sort=False, height=80 + 24 * len(bars))
