"""Compare two to four roles of one's own choice."""

from __future__ import annotations

import streamlit as st

from app import address, resources
from app.components import comparison, evidence
from app.components.picker import picker
from app.components.search import search_box
from careergraph.network.lookup import nearest

MOST = 4


def _choose(roles: list[str]) -> None:
    address.put(role=roles, pick=None, unknown=None)


search_box()
named = address.given("role") or address.given("unknown")
roles = resources.things("role", "role")[:MOST] or ([] if named else resources.opening_roles())
picker(
    f"Two to {MOST} roles",
    key="roles",
    kinds=("role",),
    chosen=roles,
    most=MOST,
    on_choose=lambda role: _choose([*roles, role]),
    on_remove=lambda gone: _choose([role for role in roles if role != gone] or [address.NOTHING]),
    placeholder="Add a role",
)
evidence.missing("role", kind="role")
for missed in address.given("unknown"):
    near = nearest(resources.network(resources.NAMES), missed, kind="role", limit=3)
    evidence.not_known(missed, near)
if len(roles) < 2:
    st.info("Choose one more role to compare with.", icon=":material/add:")
else:
    comparison.show(roles)
