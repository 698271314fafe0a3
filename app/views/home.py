"""First sight: an answer, the comparison of the two roles that the graph began with."""

from __future__ import annotations

import streamlit as st

from app import address, resources
from app.components import comparison
from app.components.search import search_box

st.title("What would it take to get from this job to that one?", anchor=False)
search_box()
roles = resources.opening_roles()
if len(roles) < 2:
    st.info("This graph holds fewer than two roles, so there is nothing to compare yet.")
    st.stop()
comparison.show(roles)
st.page_link(
    "views/compare.py",
    label="Change or add roles",
    icon=":material/compare_arrows:",
    query_params={"role": [address.short(role) for role in roles]},
)
