"""All roles at a glance: what lies near what, how they group, what joins the groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import streamlit as st

from app import address, knowledge, resources
from app.components import evidence, related, skill_card
from app.components.graph import graph as drawing
from app.components.picker import picker
from app.components.search import search_box
from careergraph.analysis.cooccurrence import Companions, companions, companions_query
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.role_map.communities import Bridge, Place, RoleMap, role_map
from careergraph.analysis.role_map.sizes import SIZES, By, Sizes, role_sizes
from careergraph.analysis.similarity.related import ranked_query, related_query, related_roles
from careergraph.drawing.rendering import to_html
from careergraph.drawing.role_map import draw_map, symbol
from careergraph.export.files import export_map
from careergraph.export.path_files import path_query
from careergraph.network.projection import links
from careergraph.vocabulary import KINDS, shorten

if TYPE_CHECKING:
    from careergraph.analysis.learning.path import LearningPath
    from careergraph.drawing.rendering import Drawing
    from careergraph.network.projection import Network

_SIZED_BY = {"central": "How central", "leads": "Next steps", "fit": "What I know"}
_DRAWN = "map-drawn"


@dataclass(frozen=True)
class _View:
    """What the address asks of the map: the role or skill looked at, and the way to show."""

    network: Network
    roles: RoleMap
    picked: str | None
    skill: Companions | None
    way: LearningPath | None
    by: By
    sizes: Sizes
    hidden: list[str]

    @property
    def needing(self) -> dict[str, float]:
        """Return the roles that need the skill looked at, with how important it is there."""
        return {role.iri: role.importance for role in self.skill.roles} if self.skill else {}

    @property
    def routes(self) -> list[list[str]]:
        """Return the ways between the two roles chosen, the easiest first, the direct one last."""
        if self.way is None or self.way.start is None:
            return []
        start, target = self.way.start.iri, self.way.target.iri
        by_way = [[start, *(role.iri for role in route.roles), target] for route in self.way.via]
        return [*by_way, [start, target]]

    @property
    def listed(self) -> list[Place]:
        """Return the roles of the areas shown: what needs the skill first, then by size."""
        return sorted(
            (place for place in self.roles.places if str(place.community) not in self.hidden),
            key=lambda place: (
                place.iri not in self.needing,
                -self.sizes.size[place.iri],
                place.label.casefold(),
                place.iri,
            ),
        )


def _look_at_skill(skill: str | None) -> None:
    """Light the roles that need a skill, and show its card in place of a role's."""
    address.put(skill=skill, pick=None)


def _look_at_role(roles: RoleMap, parameter: str, role: str | None) -> None:
    """Write a role that was looked for into the address, and show its area if that is hidden."""
    area = next((str(place.community) for place in roles.places if place.iri == role), None)
    shown = [number for number in address.given("hide") if number != area]
    address.put(**{parameter: role, "hide": shown})


def _forget_role(parameter: str, _: str) -> None:
    address.put(**{parameter: None})


def _controls(roles: RoleMap, skill: str | None) -> None:
    """Show the boxes for a role, a skill and a way."""
    find, needs, start, to = st.columns(4, vertical_alignment="bottom")
    for column, name, label, empty in (
        (find, "pick", "Find", "a role"),
        (start, "from", "From", "where you are"),
        (to, "to", "To", "where you want to be"),
    ):
        role = resources.thing(name, "role")
        with column:
            picker(
                label,
                key=f"map-{name}",
                kinds=("role",),
                chosen=[role] if role else [],
                on_choose=partial(_look_at_role, roles, name),
                on_remove=partial(_forget_role, name),
                placeholder=empty,
            )
    with needs:
        picker(
            "Who needs",
            key="map-skill",
            kinds=("skill", "tool"),
            chosen=[skill] if skill else [],
            on_choose=_look_at_skill,
            on_remove=lambda _: _look_at_skill(None),
            placeholder="a skill or tool",
        )


def _sized_by() -> By:
    """Show what the size of a point can mean, and return what it means now."""
    now = "".join(address.given("size"))
    st.session_state["map-size"] = now if now in SIZES else "central"
    st.segmented_control(
        "A larger point means",
        list(_SIZED_BY),
        key="map-size",
        format_func=_SIZED_BY.__getitem__,
        on_change=lambda: address.put(size=st.session_state["map-size"]),
        help="\n".join(f"- **{_SIZED_BY[name]}**: {about}" for name, about in SIZES.items()),
    )
    return cast("By", st.session_state["map-size"] or "central")


def _way(network: Network) -> LearningPath | None:
    """Return the way between the two roles chosen, if two are."""
    start, to = resources.thing("from", "role"), resources.thing("to", "role")
    if not start or not to or start == to:
        return None
    return learning_path(network, to, start, knowledge.known())


def _missing(network: Network, roles: RoleMap) -> None:
    """Show what the address names that is not in the graph, or not on the map."""
    evidence.missing("pick", "from", "to", kind="role")
    evidence.missing("skill")
    on_map = {place.iri for place in roles.places}
    asked = [resources.thing(parameter, "role") for parameter in ("pick", "from", "to")]
    for role in dict.fromkeys(role for role in asked if role and role not in on_map):
        label = evidence.plain(network.nodes[role]["label"])
        st.caption(f"{label} has too little on record to be on the map.")
    if asked[1] and asked[1] == asked[2]:
        st.caption("From and to are the same role: choose another to see the way.")


def _drawn(view: _View) -> Drawing:
    chosen = [role for name in ("from", "to") if (role := resources.thing(name, "role"))]
    known = knowledge.known() if view.by == "fit" else []
    skill = view.skill.thing.iri if view.skill else None
    asked = (view.by, view.routes, chosen, skill, view.hidden, known)
    kept = st.session_state.get(_DRAWN)
    # What is picked is not in it, so a click finds the drawing made.
    if kept is None or kept[0] is not view.network or kept[1] != asked:
        drawing = draw_map(
            view.roles,
            view.sizes.size,
            notes=view.sizes.says,
            routes=view.routes,
            chosen=chosen,
            lit=view.needing,
            hidden=view.hidden,
        )
        kept = st.session_state[_DRAWN] = (view.network, asked, drawing)
    return cast("Drawing", kept[2])


def _list_routes(way: LearningPath) -> None:
    assert way.start is not None  # noqa: S101 - ``_way`` asks for both
    ends = {"from": shorten(way.start.iri), "to": shorten(way.target.iri)}
    st.markdown(
        f"**{evidence.plain(way.start.label)}** to **{evidence.plain(way.target.label)}**: "
        f"{len(way.steps)} things to learn directly.",
        help="“Step by step” says what. The way first named is drawn thickest.",
    )
    for route in way.via:
        stations = " → ".join(evidence.plain(role.label) for role in route.roles)
        st.markdown(f"- by way of **{stations}**: {evidence.plain(route.why)}")
    if not way.via:
        st.caption("No role in between makes the way easier.")
    st.page_link("views/path.py", label="Step by step", icon=":material/route:", query_params=ends)


def _query(view: _View) -> str:
    """Return the query for what was asked for last: a role, a skill, a way, or nothing yet."""
    if view.picked:
        return related_query(view.picked)
    if view.skill:
        return companions_query(view.skill.thing.iri)
    return path_query(view.network, view.way) if view.way else ranked_query()


def _frame(view: _View) -> pd.DataFrame:
    area_of = {community.number: community.name for community in view.roles.communities}
    places, needing = view.listed, view.needing
    needs = {
        f"Needs {view.skill.thing.label}": ["yes" if p.iri in needing else "" for p in places]
    } if view.skill else {}  # fmt: skip
    label = {place.iri: place.label for place in view.roles.places}
    return pd.DataFrame(
        {
            "Role": [resources.name(place.iri) for place in places],
            **needs,
            "Area": [f"{symbol(place.community)} {area_of[place.community]}" for place in places],
            _SIZED_BY[view.by]: [view.sizes.says[place.iri] for place in places],
            "Nearest": ["; ".join(label[other] for other in place.nearest[:3]) for place in places],
        }
    )


def _choosable(
    frame: pd.DataFrame,
    key: str,
    iris: Sequence[str],
    chosen: str | None,
    choose: Callable[[str | None], None],
    **more: Any,
) -> None:
    """Show a table with a thing a row, in step with the one chosen."""
    rows = [number for number, iri in enumerate(iris) if iri == chosen]
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def on_select() -> None:
        at = st.session_state[key]["selection"]["rows"]
        choose(iris[at[0]] if at else None)

    st.dataframe(
        frame, key=key, hide_index=True, on_select=on_select, selection_mode="single-row", **more
    )


def _table(view: _View) -> None:
    """Show the same as a table, in step with the drawing."""
    _choosable(
        _frame(view),
        "map-table",
        [place.iri for place in view.listed],
        view.picked,
        lambda role: _look_at_role(view.roles, "pick", role),
        height=420,
        alt="All roles of the map: area, size, and the roles nearest to each.",
    )


def _areas(roles: RoleMap) -> None:
    with st.expander(f"What sets the {len(roles.communities)} areas apart"):
        st.dataframe(
            pd.DataFrame(
                {
                    "Area": [f"{symbol(c.number)} {c.name}" for c in roles.communities],
                    "Roles": [len(c.roles) for c in roles.communities],
                    "More often here than elsewhere": [
                        "; ".join(f"{d.label} ({d.inside} of {d.everywhere})" for d in c.because)
                        for c in roles.communities
                    ],
                }
            ),
            hide_index=True,
        )
        st.caption("“14 of 19” means that 14 of the 19 roles that have the thing lie in this area.")


def _bridges(view: _View) -> None:
    st.markdown("### Bridges between areas")
    st.caption(
        "A bridge is at home in several areas rather than in one; the more evenly it is spread "
        "over them, the better it joins them. Those spread evenly over many roles come first. "
        "Choose one to see it on the map."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _bridge_table(
            view,
            "Roles",
            view.roles.roles_between,
            "near roles",
            lambda role: _look_at_role(view.roles, "pick", role),
        )
    with right:
        _bridge_table(view, "Skills and tools", view.roles.things_between, "roles", _look_at_skill)


def _bridge_table(
    view: _View,
    title: str,
    bridges: tuple[Bridge, ...],
    unit: str,
    choose: Callable[[str | None], None],
) -> None:
    if not bridges:
        return
    area_of = {community.number: community.name for community in view.roles.communities}
    frame = pd.DataFrame(
        {
            title: [f"{KINDS[bridge.kind].symbol} {bridge.label}" for bridge in bridges],
            "Spread": [bridge.participation for bridge in bridges],
            "Joins": [
                "; ".join(f"{area_of[area]} ({count} {unit})" for area, count in bridge.ties[:3])
                for bridge in bridges
            ],
        }
    )
    spread = st.column_config.ProgressColumn(
        width=90,
        min_value=0,
        max_value=1,
        format="%.2f",
        help="0: all in one area; the nearer to 1, the more evenly over several.",
    )
    _choosable(
        frame,
        f"map-bridges-{title}",
        [bridge.iri for bridge in bridges],
        view.skill.thing.iri if view.skill else view.picked,
        choose,
        column_config={title: st.column_config.TextColumn(width=200), "Spread": spread},
    )


def _card(network: Network, role: str) -> None:
    data = network.nodes[role]
    st.markdown(f"{KINDS['role'].symbol} **{evidence.plain(data['label'])}**")
    if data["definition"]:
        st.markdown(evidence.plain(data["definition"]))
    answer = related_roles(network, role, k=4)
    likeness = [
        f"- **{evidence.plain(other.label)}**: "
        + evidence.plain(related.because(network, answer.role.iri, other, 3))
        for other in answer.related
    ]
    st.markdown(
        "\n".join(["**Most like it**", *likeness]) if likeness else evidence.plain(answer.note)
    )
    with st.container(horizontal=True, gap="small"):
        for name, label in (("from", "From here"), ("to", "To here")):
            st.button(label, key=f"map-{name}-here", on_click=address.put, kwargs={name: role})
        evidence.explore(role)


def _drawing(view: _View) -> None:
    """Show the map, what it says of a way, and what can be taken away of it."""
    drawn = _drawn(view)
    focus = drawing(
        drawn,
        key="map",
        selected=view.picked,
        hidden_kinds=view.hidden,
        on_choose=lambda iri: address.put(pick=iri),
        on_hide=lambda kinds: address.put(hide=kinds),
    )
    if focus:
        address.go("explore", thing=shorten(focus))
    if view.way:
        _list_routes(view.way)
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "Table (CSV)": ("map-of-roles.csv", lambda: _frame(view).to_csv(index=False).encode()),
        "Drawing (HTML, opens without a network)": (
            "map-of-roles.html",
            lambda: to_html(drawn, "Map of roles").encode(),
        ),
        "All of it (JSON)": ("map-of-roles.json", lambda: export_map(view.network, "json")),
    }
    evidence.actions(_query(view), files, "map")


def _page() -> None:
    network = resources.network()
    roles = role_map(network)
    if not roles.places:
        st.info("No role of this graph has enough data to be put on a map.")
        return
    st.markdown(
        f"## **{len(roles.places)} roles** in **{len(roles.communities)} areas**: the nearer "
        "two lie, the more they have in common."
    )
    if roles.note:
        st.caption(roles.note)
    skill = resources.thing("skill", "skill") or resources.thing("skill", "tool")
    with st.container(key="map-controls"):
        _controls(roles, skill)
        by = _sized_by()
    if by == "leads" and not any(links(network, "leadsTo")):
        st.caption("No source of this graph names usual next steps, so all points are alike.")
    if by == "fit" and not knowledge.known():
        st.caption(
            "Nothing is marked as known yet: do so under “What I know”, or on any skill's card."
        )
    _missing(network, roles)
    view = _View(
        network=network,
        roles=roles,
        picked=resources.thing("pick", "role"),
        skill=companions(network, skill) if skill else None,
        way=_way(network),
        by=by,
        sizes=role_sizes(network, roles, by, known=knowledge.known()),
        hidden=address.given("hide"),
    )
    _drawing(view)
    _table(view)
    _areas(roles)
    _bridges(view)
    if view.picked or view.skill:
        with st.container(key="map-card"), evidence.panel("pick" if view.picked else "skill"):
            if view.picked:
                _card(network, view.picked)
            elif view.skill:
                skill_card.card(view.skill, _look_at_skill)


search_box()
_page()
