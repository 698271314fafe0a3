"""All roles at a glance: what lies near what, how they group, what joins the groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import streamlit as st

from app import address, knowledge, resources
from app.components import evidence, related, skill_card
from app.components.graph import graph as drawing
from app.components.graph import graph_event
from app.components.search import search_box
from careergraph.analysis.cooccurrence import asked_by_several, companions, companions_query
from careergraph.analysis.learning.effort import points
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.role_map.communities import Bridge, Place, RoleMap, role_map
from careergraph.analysis.role_map.sizes import SIZES, By, Sizes, role_sizes
from careergraph.analysis.similarity.related import ranked_query, related_query, related_roles
from careergraph.drawing.rendering import to_html
from careergraph.drawing.role_map import draw_map, symbol
from careergraph.export.files import export_map
from careergraph.export.path import path_query
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from careergraph.analysis.learning.path import LearningPath
    from careergraph.drawing.rendering import Drawing

_SIZED_BY = {"central": "How central", "leads": "Next steps", "fit": "What I know"}


def _controls() -> By:
    """Show what can be asked of the map; give what roles are sized by."""
    roles = resources.names("role")
    find, needs, start, to, by = st.columns([5, 5, 5, 5, 8], vertical_alignment="bottom")
    with needs:
        _skill_box()
    for column, name, label, empty in (
        (find, "pick", "Find", "a role"),
        (start, "from", "From", "where you are"),
        (to, "to", "To", "where you want to be"),
    ):
        key = f"map-{name}"
        st.session_state[key] = resources.thing(name, "role")
        column.selectbox(
            label,
            list(roles),
            key=key,
            index=None,
            format_func=roles.__getitem__,
            placeholder=empty,
            on_change=lambda name=name, key=key: _bring(name, st.session_state[key]),
        )
    now = "".join(address.given("size"))
    st.session_state["map-size"] = now if now in SIZES else "central"
    by.segmented_control(
        "A larger point means",
        list(_SIZED_BY),
        key="map-size",
        format_func=_SIZED_BY.__getitem__,
        on_change=lambda: address.put(size=st.session_state["map-size"]),
        help="\n".join(f"- **{_SIZED_BY[name]}**: {about}" for name, about in SIZES.items()),
    )
    return cast("By", st.session_state["map-size"] or "central")


def _bring(parameter: str, role: str | None) -> None:
    """Write a role that was looked for into the address, and show its area if that is hidden."""
    area = next((str(place.community) for place in found.places if place.iri == role), None)
    hide = [each for each in address.given("hide") if each != area]
    address.put(**{parameter: role, "hide": hide})


def _skill_box() -> None:
    # O*NET has 19,000 tools of one role alone; the browser takes a second a click to list them.
    several = asked_by_several(network)
    names = {iri: name for iri, name in resources.names().items() if iri in several or iri == skill}
    st.session_state["map-skill"] = skill
    st.selectbox(
        "Who needs",
        list(names),
        key="map-skill",
        index=None,
        format_func=lambda iri: f"{KINDS[network.nodes[iri]['kind']].symbol} {names[iri]}",
        on_change=lambda: _look_at(st.session_state["map-skill"]),
        placeholder="a skill or tool",
        help="Lists what several roles need. What only one role needs, Search above finds too.",
    )


def _look_at(skill: str | None) -> None:
    """Light the roles that need a skill, and show its card in place of a role's."""
    address.put(skill=skill, pick=None)


def _way() -> LearningPath | None:
    """Give the way between the two roles chosen, if two are."""
    start, to = resources.thing("from", "role"), resources.thing("to", "role")
    if not start or not to or start == to:
        return None
    return learning_path(network, to, start, knowledge.known())


def _routes(way: LearningPath | None) -> list[list[str]]:
    if way is None or way.start is None:
        return []
    direct = [way.start.iri, way.target.iri]
    by_way = [
        [way.start.iri, *(role.iri for role in route.roles), way.target.iri] for route in way.via
    ]
    return [*by_way, direct]


def _query() -> str:
    """Give the query for what was asked for last: a role, a skill, a way, or nothing yet."""
    if picked:
        return related_query(picked)
    if told:
        return companions_query(told.thing.iri)
    return path_query(network, way) if way else ranked_query()


def _drawn(sizes: Sizes, by: By, routes: list[list[str]], hidden: list[str]) -> Drawing:
    chosen = [role for name in ("from", "to") if (role := resources.thing(name, "role"))]
    known = knowledge.known() if by == "fit" else []
    asked = (by, routes, chosen, skill, list(hidden), known)
    kept = st.session_state.get("map-drawn")
    # What is picked is not in it, so a click finds the drawing made.
    if kept is None or kept[0] is not network or kept[1] != asked:
        made = draw_map(
            found,
            sizes.size,
            notes=sizes.says,
            routes=routes,
            chosen=chosen,
            lit=_needing(),
            hidden=hidden,
        )
        kept = st.session_state["map-drawn"] = (network, asked, made)
    return cast("Drawing", kept[2])


def _tell_routes(way: LearningPath) -> None:
    assert way.start is not None  # noqa: S101 - _way asks for both
    ends = {"from": address.short(way.start.iri), "to": address.short(way.target.iri)}
    st.markdown(
        f"**{evidence.plain(way.start.label)}** to **{evidence.plain(way.target.label)}**: "
        f"effort {points(way.effort)} directly.",
        help="Effort is what there is to learn, in points that tell more from less: “Step by "
        "step” tells of what. The way first named asks for least, all of it and its hardest part "
        "together, and is drawn thickest.",
    )
    for route in way.via:
        stations = " → ".join(evidence.plain(role.label) for role in route.roles)
        st.markdown(
            f"- by way of **{stations}**: effort {points(route.total_effort)} in all, "
            f"{points(route.hardest)} at most in one go"
        )
    if not way.via:
        st.caption("No role in between makes the way easier.")
    st.page_link("views/path.py", label="Step by step", icon=":material/route:", query_params=ends)


def _tell_missing() -> None:
    """Tell what the address names that is not in the graph, or not on the map."""
    evidence.missing("pick", "from", "to", kind="role")
    evidence.missing("skill")
    on_map = {place.iri for place in found.places}
    asked = [resources.thing(parameter, "role") for parameter in ("pick", "from", "to")]
    for role in dict.fromkeys(role for role in asked if role and role not in on_map):
        label = evidence.plain(network.nodes[role]["label"])
        st.caption(f"{label} has too little on record to be on the map.")
    if asked[1] and asked[1] == asked[2]:
        st.caption("From and to are the same role: choose another to see the way.")


def _needing() -> dict[str, float]:
    """Give the roles that need the skill that is looked at, with how important it is there."""
    return {role.iri: role.importance for role in told.roles} if told else {}


def _listed(sizes: Sizes, hidden: list[str]) -> list[Place]:
    needing = _needing()
    return sorted(
        (place for place in found.places if str(place.community) not in hidden),
        key=lambda place: (
            place.iri not in needing,
            -sizes.size[place.iri],
            place.label.casefold(),
            place.iri,
        ),
    )


def _frame(sizes: Sizes, by: By, hidden: list[str]) -> pd.DataFrame:
    called = {community.number: community.name for community in found.communities}
    places, names, needing = _listed(sizes, hidden), resources.names("role"), _needing()
    told_of_skill = {
        f"Needs {told.thing.label}": ["yes" if place.iri in needing else "" for place in places]
    } if told else {}  # fmt: skip
    return pd.DataFrame(
        {
            "Role": [names[place.iri] for place in places],
            **told_of_skill,
            "Area": [f"{symbol(place.community)} {called[place.community]}" for place in places],
            _SIZED_BY[by]: [sizes.says[place.iri] for place in places],
            "Nearest": ["; ".join(names[other] for other in place.nearest[:3]) for place in places],
        }
    )


def _choosable(
    frame: pd.DataFrame, key: str, iris: Sequence[str], parameter: str, **more: Any
) -> None:
    """Show a table with a thing a row, in step with the parameter that names the one chosen."""
    chosen = resources.thing(parameter)
    rows = [number for number, iri in enumerate(iris) if iri == chosen]
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}

    def choose() -> None:
        at = st.session_state[key]["selection"]["rows"]
        one = iris[at[0]] if at else None
        if parameter == "pick":
            _bring(parameter, one)
        else:
            _look_at(one)

    st.dataframe(
        frame, key=key, hide_index=True, on_select=choose, selection_mode="single-row", **more
    )


def _table(sizes: Sizes, by: By, hidden: list[str]) -> None:
    """Show the same as a table, in step with the drawing."""
    _choosable(
        _frame(sizes, by, hidden),
        "map-table",
        [place.iri for place in _listed(sizes, hidden)],
        "pick",
        height=420,
        alt="All roles of the map: area, size, and the roles nearest to each.",
    )


def _areas() -> None:
    with st.expander(f"What sets the {len(found.communities)} areas apart"):
        st.dataframe(
            pd.DataFrame(
                {
                    "Area": [f"{symbol(c.number)} {c.name}" for c in found.communities],
                    "Roles": [len(c.roles) for c in found.communities],
                    "More often here than elsewhere": [
                        "; ".join(f"{d.label} ({d.inside} of {d.everywhere})" for d in c.because)
                        for c in found.communities
                    ],
                }
            ),
            hide_index=True,
        )
        st.caption("“14 of 19” means that 14 of the 19 roles that have the thing lie in this area.")


def _bridges() -> None:
    st.markdown("#### Bridges between areas")
    st.caption(
        "A bridge is at home in several areas rather than in one; the more evenly it is spread "
        "over them, the better it joins them. Those spread evenly over many roles come first. "
        "Choose one to see it on the map."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _bridge_table("Roles", found.roles_between, "near roles", "pick")
    with right:
        _bridge_table("Skills and tools", found.things_between, "roles", "skill")


def _bridge_table(title: str, bridges: tuple[Bridge, ...], counted: str, parameter: str) -> None:
    if not bridges:
        return
    called = {community.number: community.name for community in found.communities}
    frame = pd.DataFrame(
        {
            title: [f"{KINDS[each.kind].symbol} {each.label}" for each in bridges],
            "Spread": [each.participation for each in bridges],
            "Joins": [
                "; ".join(f"{called[area]} ({count} {counted})" for area, count in each.ties[:3])
                for each in bridges
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
        f"map-bridges-{parameter}",
        [each.iri for each in bridges],
        parameter,
        column_config={title: st.column_config.TextColumn(width=200), "Spread": spread},
    )


def _card(role: str) -> None:
    data = network.nodes[role]
    st.markdown(f"{KINDS['role'].symbol} **{evidence.plain(data['label'])}**")
    if data["definition"]:
        st.markdown(evidence.plain(data["definition"]))
    answer = related_roles(network, role, k=4)
    told = [
        f"- **{evidence.plain(each.label)}**: "
        + evidence.plain(related.because(network, answer.role.iri, each, 3))
        for each in answer.related
    ]
    st.markdown("\n".join(["**Most like it**", *told]) if told else evidence.plain(answer.note))
    with st.container(horizontal=True, gap="small"):
        for name, label in (("from", "From here"), ("to", "To here")):
            st.button(label, key=f"map-{name}-here", on_click=address.put, kwargs={name: role})
        evidence.explore(role)


search_box()
network = resources.network()
found: RoleMap = role_map(network)
if not found.places:
    st.info("No role of this graph has enough data to be put on a map.")
    st.stop()
st.markdown(
    f"##### **{len(found.places)} roles** in **{len(found.communities)} areas**: the nearer two "
    "lie, the more they have in common."
)
if found.note:
    st.caption(found.note)
skill = resources.thing("skill", "skill") or resources.thing("skill", "tool")
told = companions(network, skill) if skill else None
with st.container(key="map-controls"):
    by = _controls()
if by == "leads" and not any(relation == "leadsTo" for *_, relation in network.edges(keys=True)):
    st.caption("No source of this graph names usual next steps, so all points are alike.")
if by == "fit" and not knowledge.known():
    st.caption("Nothing is marked as known yet: do so under “What I know”, or on any skill's card.")
_tell_missing()
sizes = role_sizes(network, found, by, known=knowledge.known())
hidden = address.given("hide")
picked = resources.thing("pick", "role")
way = _way()


def _chosen() -> None:
    event = graph_event("map", selected=picked, hidden_kinds=hidden)
    address.put(pick=event.selected, hide=event.hidden_kinds)


event = drawing(
    _drawn(sizes, by, _routes(way), hidden),
    key="map",
    selected=picked,
    hidden_kinds=hidden,
    on_change=_chosen,
)
if event.focus:
    address.go("explore", thing=address.short(event.focus))
if way:
    _tell_routes(way)
evidence.actions(
    _query(),
    {
        "Table (CSV)": (
            "map-of-roles.csv",
            lambda: _frame(sizes, by, hidden).to_csv(index=False).encode(),
        ),
        "Drawing (HTML, opens without a network)": (
            "map-of-roles.html",
            lambda: to_html(_drawn(sizes, by, _routes(way), hidden), "Map of roles").encode(),
        ),
        "All of it (JSON)": (
            "map-of-roles.json",
            lambda: export_map(network, "json"),
        ),
    },
    "map",
)
_table(sizes, by, hidden)
_areas()
_bridges()
if picked or told:
    with st.container(key="map-card"), evidence.panel("pick" if picked else "skill"):
        if picked:
            _card(picked)
        elif told:
            skill_card.card(told, _look_at)
