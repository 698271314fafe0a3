"""First sight: one box that answers, and as an example the two roles that the graph began with."""

from __future__ import annotations

import streamlit as st

from app import resources
from app.components import answers, comparison
from app.components.search import search_box
from careergraph.vocabulary import shorten


def _example() -> None:
    roles = resources.opening_roles()
    if len(roles) < 2:
        st.info("This graph holds fewer than two roles, so there is nothing to compare yet.")
        return
    comparison.show(roles)
    st.page_link(
        "views/compare.py",
        label="Change or add roles",
        icon=":material/compare_arrows:",
        query_params={"role": [shorten(role) for role in roles]},
    )


st.title("What would it take to get from this job to that one?", anchor=False)
search_box()
if question := answers.asked():
    answers.show(question)
else:
    _example()
