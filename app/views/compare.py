"""Compare roles of one's own choice: up to four in a drawing, more as a matrix."""

from __future__ import annotations

import streamlit as st

from app import address, resources
from app.components import comparison, evidence, matrix, related
from app.components.picker import picker
from app.components.search import search_box

DRAWN = 4
MOST = 12


def _choose(roles: list[str]) -> None:
    address.put(role=roles, pick=None, unknown=None)


def _add_alike(roles: list[str]) -> None:
    """Add the roles most like the first, up to ten others; for use in a callback."""
    _choose(list(dict.fromkeys([*roles, *related.nearest(roles[0], 10)]))[:11])


search_box()
named = address.given("role") or address.given("unknown")
roles = resources.things("role", "role")[:MOST] or ([] if named else resources.opening_roles())
picker(
    f"Two to {MOST} roles (more than {DRAWN} become a table)",
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
    evidence.not_known(missed, "role", lambda role: _choose([*roles, role]))
if 0 < len(roles) <= DRAWN:
    st.button(
        f"Compare {evidence.plain(resources.name(roles[0]))} with the ten roles most like it",
        icon=":material/grid_on:",
        type="tertiary",
        on_click=_add_alike,
        args=(roles,),
    )
if len(roles) < 2:
    st.info("Choose one more role to compare with.", icon=":material/add:")
elif len(roles) > DRAWN:
    matrix.show(roles)
else:
    comparison.show(roles)
