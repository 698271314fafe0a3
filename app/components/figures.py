"""What a role pays and how many are expected to hold it, with place, time and source."""

from __future__ import annotations

import streamlit as st

from app import resources
from app.components import evidence
from careergraph.network.figures import Outlook, Pay, pay_and_outlook
from careergraph.vocabulary import counted

_SPANS = {"P1Y": "a year", "PT1H": "an hour", "P1M": "a month", "P1W": "a week", "P1D": "a day"}
_GLUE = "\u00a0"
"""Between an amount and its currency, so that no line breaks there."""


def show(iris: list[str]) -> None:
    """Show the latest pay of the place with most people, the outlook, and other places folded."""
    off = resources.sources_off()
    figures = pay_and_outlook(resources.graph(), iris)
    pay = [one for one in figures.pay if one.source not in off and one.median is not None]
    outlook = [one for one in figures.outlook if one.source not in off]
    if pay:
        first = pay[0]
        st.markdown(f"**Pay** {_amount(first)} in {evidence.plain(first.place)}: half earn more")
        if first.percentile10 is not None and first.percentile90 is not None:
            low, high = _number(first.percentile10), _number(first.percentile90)
            st.caption(f"Eight in ten earn between {low} and {high}.")
        _said_by(first.occupation, first.code, first.date, first.source)
        rest = [one for one in pay[1:] if one.date == first.date and one.span == first.span]
        if rest:
            with st.expander(f"In {counted(len(rest), 'other place')}"):
                rest.sort(key=lambda one: -(one.median or 0))
                for one in rest:
                    st.markdown(f"{evidence.plain(one.place)}: {_amount(one)}")
    if outlook:
        _outlook(outlook[0])


def _outlook(outlook: Outlook) -> None:
    parts = []
    if outlook.change is not None:
        word = "more" if outlook.change >= 0 else "fewer"
        parts.append(f"{abs(outlook.change):g}{_GLUE}% {word} jobs")
    if outlook.openings is not None:
        parts.append(f"{_number(outlook.openings)} openings a year")
    if not parts:
        return
    span = f"{outlook.start[:4]} to {outlook.end[:4]}"
    st.markdown(f"**Outlook** {', '.join(parts)}, {span}, {evidence.plain(outlook.place)}")
    if outlook.education:
        st.caption(f"Usual way in: {evidence.plain(outlook.education)}")
    _said_by(outlook.occupation, outlook.code, "", outlook.source)


def _amount(pay: Pay) -> str:
    amount = f"{evidence.plain(pay.currency)}{_GLUE}{_number(pay.median or 0)}"
    return f"{amount} {_SPANS.get(pay.span, evidence.plain(pay.span))}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:,.2f}"


def _said_by(occupation: str, code: str, date: str, source: str) -> None:
    network = resources.network(resources.NAMES)
    whose = " ".join(part for part in (occupation, f"({code})" if code else "") if part)
    parts = [evidence.plain(whose), evidence.plain(date), evidence.titles(network, [source])]
    st.caption(", ".join(part for part in parts if part))
