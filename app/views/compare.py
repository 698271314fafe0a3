"""Compare two to four roles of one's own choice."""

from __future__ import annotations

import streamlit as st

from app import address, resources
from app.components import comparison, evidence
from app.components.search import search_box
from careergraph.network.lookup import nearest

MOST = 4

search_box()
names = resources.names("role")
roles = resources.things("role", "role")[:MOST] or resources.opening_roles()
st.session_state["roles"] = roles


def _choose() -> None:
    address.put(role=st.session_state["roles"], pick=None, unknown=None)


st.multiselect(
    f"Two to {MOST} roles",
    list(names),
    key="roles",
    format_func=lambda iri: names[iri],
    max_selections=MOST,
    on_change=_choose,
    placeholder="Type the name of a role",
)
evidence.missing("role", kind="role")
for missed in address.given("unknown"):
    near = nearest(resources.network(resources.NAMES), missed, kind="role", limit=3)
    evidence.not_known(missed, near)
if len(roles) < 2:
    st.info("Choose one more role to compare with.", icon=":material/add:")
else:
    comparison.show(roles)
