"""From here to there: what to learn for a role, in which order, and by way of which others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from app import address, knowledge, plan, resources
from app.components import evidence
from app.components.graph import graph_in_address
from app.components.picker import picker
from app.components.search import search_box
from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.learning.path import PARTS, LearningPath, Step, learning_path
from careergraph.analysis.learning.routes import Route
from careergraph.analysis.learning.size import SIZES
from careergraph.drawing.columns import MOST
from careergraph.errors import CareerGraphError
from careergraph.export.path_files import (
    WEEKS,
    Resources,
    Span,
    path_query,
    path_to_csv,
    path_to_icalendar,
    path_to_markdown,
    path_to_turtle,
    schedule,
)
from careergraph.export.path_page import draw_path, plan_page, plan_picture
from careergraph.export.report import path_report
from careergraph.export.sentences import path_sentence, reason
from careergraph.export.text import isolated
from careergraph.network.learning_resources import LearningResource, learning_resources
from careergraph.vocabulary import ID_BASE, KINDS, counted, shorten

if TYPE_CHECKING:
    from careergraph.network.projection import Network

RESOURCES = 3  # places to learn a thing that stand at its step; all are in the files
USUAL = (ID_BASE + "role/data-analyst", ID_BASE + "role/ai-architect")


def _choose(parameter: str, role: str) -> None:
    address.put(**{parameter: role, "pick": None})


def _meant(text: str, iri: str) -> None:
    """Take a thing as known in place of a name that is not known; for use in a callback."""
    address.put(unknown=[other for other in address.given("unknown") if other != text])
    knowledge.set_known([*knowledge.known(), iri])


def _start_from_nothing(_: str) -> None:
    _choose("from", address.NOTHING)


def _ask(start: str | None, target: str) -> None:
    """Show who one is and where one wants to get to; another choice goes to the address."""
    left, right = st.columns(2)
    for column, name, label, role, empty in (
        (left, "from", "I am", start, "a job title, or nothing in particular"),
        (right, "to", "I want to become", target, "a job title"),
    ):
        with column:
            picker(
                label,
                key=name,
                kinds=("role",),
                chosen=[role] if role else [],
                on_choose=partial(_choose, name),
                on_remove=_start_from_nothing if name == "from" else None,
                placeholder=empty,
            )


def _weeks() -> dict[str, float] | None:
    """Return the weeks a step of each size takes, as the address holds them, if it does."""
    weeks = {}
    for name in SIZES:
        try:
            weeks[name] = float("".join(address.given(f"weeks-{name}")))
        except ValueError:
            return None
    return weeks if all(0 < value <= 100 for value in weeks.values()) else None


def _ask_weeks() -> None:
    def change() -> None:
        values = {name: st.session_state[f"weeks-{name}"] for name in SIZES}
        whole = all(values.values())
        address.put(
            **{f"weeks-{name}": f"{value:g}" if whole else None for name, value in values.items()}
        )

    given = _weeks() or {}
    with st.expander("How long it takes"):
        st.markdown(
            "A step is small, medium or large by what you know near it; nobody knows how fast you "
            "learn. Say how many weeks a step of each size takes you, and the time adds up."
        )
        for column, name in zip(st.columns(len(SIZES)), SIZES, strict=True):
            st.session_state[f"weeks-{name}"] = given.get(
                name, st.session_state.get(f"weeks-{name}")
            )
            column.number_input(
                name.capitalize(),
                0.1,
                100.0,
                value=None,
                step=0.5,
                key=f"weeks-{name}",
                on_change=change,
            )


def _step(path: LearningPath, step: Step, when: Span | None, where: Resources) -> None:
    """Show a step to tick, with what the plan says of it and the way to its card."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.checkbox(
            f"{KINDS[step.kind].symbol} {evidence.plain(step.label)}",
            value=False,
            key=f"step-{step.iri}",
            on_change=plan.set_state,
            args=(path, step.iri, "done"),
        )
        st.button(
            "Plan",
            key=f"plan-open-{step.iri}",
            icon=":material/edit_note:",
            type="tertiary",
            help=f"Mark {evidence.plain(step.label)} as begun, add a note or a link",
            on_click=address.put,
            kwargs={"pick": step.iri},
        )
    # Beside the box and not in its label, which a screen reader reads as it is written.
    until = f" · until {when.end:%d %b %Y}" if when else ""
    st.caption(evidence.plain(reason(step, path.target.label)) + until)
    for resource in where.get(step.iri, ())[:RESOURCES]:
        st.caption(f":material/menu_book: {_resource(resource)}")
    if said := plan.badge(path.target.iri, step.iri):
        st.caption(said)


def _resource(resource: LearningResource) -> str:
    """Return, as Markdown, where something can be learnt, and who says so."""
    network = resources.network(resources.NAMES)
    name, link = evidence.plain(resource.name), plan.safe(resource.url)
    shown = f"[{name}]({link})" if link else name
    return f"{shown}, says {evidence.titles(network, [resource.source])}"


def _where(network: Network, path: LearningPath) -> Resources:
    """Return where each step can be learnt, as the sources say that are switched on."""
    off = resources.sources_off()
    iris = {step.iri: network.nodes[step.iri]["iris"] for step in path.steps}
    return {
        step: kept
        for step, found in learning_resources(resources.graph(), iris).items()
        if (kept := [one for one in found if one.source not in off])
    }


def _checklist(
    path: LearningPath, whole: list[str], spans: Mapping[str, Span], where: Resources
) -> None:
    """List the steps with their reasons; a tick marks one as known and the rest rearranges."""
    st.markdown("### Step by step")
    st.caption("Tick what you know already or have learnt: the rest rearranges.")
    plan.done(path)
    for number, stage in enumerate(path.stages, 1):
        title = f"Stage {number}"
        ends = [spans[step.iri].end for step in stage.all_steps if step.iri in spans]
        until = f" :gray[until {max(ends):%d %b %Y}]" if ends else ""
        st.markdown(f"**{title}**{until}")
        folded = title not in whole and bool(stage.folded)
        for step in stage.steps if folded else stage.all_steps:
            _step(path, step, spans.get(step.iri), where)
        if folded:
            st.button(
                f"Show all {len(stage.all_steps)}",
                key=f"all-{number}",
                type="tertiary",
                on_click=lambda title=title: address.put(all=[*whole, title]),
            )


def _routes(path: LearningPath) -> None:
    if not path.via:
        return
    st.markdown("### By way of another role")
    for route, column in zip(path.via, st.columns(len(path.via)), strict=True):
        with column.container(border=True, height="stretch"):
            _route(route)


def _route(route: Route) -> None:
    st.html(
        '<ol class="cg-rail">'
        + "".join(
            f"<li><span>{len(hop.new)} new, {hop.reused} reused"
            f"{' · a usual next step' if hop.usual else ''}</span>"
            f"<b>{escape(isolated(hop.to.label))}</b></li>"
            for hop in route.hops
        )
        + f"</ol><p class='cg-sum'>{escape(isolated(route.why))}</p>"
    )
    for hop in route.hops:
        names = ", ".join(item.label for item in hop.new[:MOST])
        more = f" and {len(hop.new) - MOST} more" if len(hop.new) > MOST else ""
        new = f"{evidence.plain(names) or 'nothing new'}{more}"
        st.caption(f"**{evidence.plain(hop.to.label)}**: {new}")


def _asked_besides(path: LearningPath) -> None:
    if not path.not_learnable and not path.also_welcome:
        return
    with st.expander(
        f"Asked for besides: {len(path.not_learnable)} that no course gives, "
        f"{len(path.also_welcome)} welcome"
    ):
        for each in path.not_learnable:
            st.markdown(
                f"{KINDS[each.kind].symbol} {evidence.plain(each.label)} "
                f":gray[· {each.kind}, {evidence.plain(each.how)}]"
            )
        for item in path.also_welcome:
            st.markdown(f"{KINDS[item.kind].symbol} {evidence.plain(item.label)} :gray[· welcome]")


def _opens_doors(network: Network, start: str | None, known: list[str]) -> None:
    """Offer what, learnt now, brings most roles within reach."""
    if not known and not start:
        return
    with st.expander("What opens most doors now", icon=":material/key:"):
        answer = next_skills(network, known, start=start, k=6)
        reach = ", ".join(role.label for role in answer.within_reach[:8])
        st.caption(
            f"Within reach, at {answer.within:.0%} of what a role asks for: "
            f"{evidence.plain(reach) or 'no role yet'}."
        )
        for skill in answer.skills:
            opens = ", ".join(f"{r.label} ({r.met} of {r.needed})" for r in skill.opens[:4])
            st.markdown(
                f"{KINDS[skill.kind].symbol} **{evidence.plain(skill.label)}** "
                + (f"brings {evidence.plain(opens)} within reach, and " if opens else "")
                + f"is asked for by {counted(skill.needed_by, 'role')}"
            )
        st.caption(
            "First comes what brings the roles nearest to you nearer still, and builds on what "
            "you know; how many roles ask for it counts less."
        )


def _summary(path: LearningPath) -> None:
    st.markdown(f"## {evidence.plain(path_sentence(path))}")
    for note in path.notes:
        st.caption(evidence.plain(note))


def _drawing(network: Network, path: LearningPath, picked: str | None, whole: list[str]) -> None:
    hidden = address.given("hide")
    graph_in_address(
        draw_path(path, network, hidden=hidden, whole=whole),
        key=f"path-{shorten(path.target.iri)}",
        selected=picked,
        hidden_kinds=hidden,
        whole=whole,
    )


def _actions(
    network: Network, path: LearningPath, spans: Mapping[str, Span], where: Resources
) -> None:
    # What writes a file runs outside this person's session.
    notes, weeks = plan.notes(path.target.iri), _weeks() or WEEKS
    name = f"how-to-become-{shorten(path.target.iri).rpartition(':')[2].rpartition('/')[2]}"
    evidence.actions(
        path_query(network, path),
        {
            "My plan on one page (HTML, to print)": (
                f"{name}-plan.html",
                lambda: plan_page(
                    network, path, notes=notes, resources=where, spans=spans
                ).encode(),
            ),
            "My plan as a picture (SVG)": (
                f"{name}.svg",
                lambda: plan_picture(network, path, spans=spans).encode(),
            ),
            "Checklist (Markdown)": (f"{name}.md", lambda: path_to_markdown(path, where).encode()),
            "Table (CSV)": (f"{name}.csv", lambda: path_to_csv(path, notes, where)),
            "Calendar (iCalendar)": (
                f"{name}.ics",
                lambda: path_to_icalendar(path, weeks, date.today()),
            ),
            "Turtle (RDF)": (f"{name}.ttl", lambda: path_to_turtle(path).encode()),
            "Report (HTML, opens without a network)": (
                f"{name}.html",
                lambda: path_report(network, path).encode(),
            ),
            "JSON": (f"{name}.json", lambda: json.dumps(path.to_dict(), indent=2).encode()),
        },
        "path",
    )


def _roles(network: Network) -> tuple[str | None, str | None]:
    """Return where the way begins, if anywhere, and where it leads: as asked, or an example."""
    target = resources.thing("to", "role") or next(
        (role for role in (USUAL[1], *resources.opening_roles()) if role in network), None
    )
    start = resources.thing("from", "role")
    if not address.given("to") and not address.given("from") and target != USUAL[0]:
        start = USUAL[0] if USUAL[0] in network else None
    return start, target


def _page() -> None:
    network = resources.network(PARTS)
    start, target = _roles(network)
    if target is None:
        st.info("This graph holds no roles, so there is no way to show.")
        return
    _ask(start, target)
    known = knowledge.known()
    try:
        path = learning_path(
            network, target, start, [*known, *address.given("unknown")], weeks=_weeks()
        )
    except CareerGraphError as error:
        st.warning(evidence.plain(str(error)), icon=":material/error:")
        return
    evidence.missing("to", "from", kind="role")
    for missed in path.unknown:
        evidence.not_known(missed.text, on_choose=partial(_meant, missed.text))
    _summary(path)
    weeks = _weeks()
    spans = schedule(path, weeks, date.today()) if weeks else {}
    where = _where(network, path)
    picked = resources.thing("pick")
    whole = [*address.given("all")]
    whole += [
        f"Stage {number}"
        for number, stage in enumerate(path.stages, 1)
        if picked in [step.iri for step in stage.all_steps[MOST:]]
    ]
    with st.container(key="path-body"):
        with st.container(key="path-picture"):
            if path.steps:
                _drawing(network, path, picked, whole)
            _actions(network, path, spans, where)
            _routes(path)
        left, right = st.columns([3, 2], gap="large")
        with left:
            _checklist(path, whole, spans, where)
        with right:
            _asked_besides(path)
            _ask_weeks()
            _opens_doors(network, start, known)
    step = next((step for step in path.steps if step.iri == picked), None)
    if picked and step:
        # The card lies over the later stages, unless it is of one of those.
        at = [picked in [one.iri for one in stage.all_steps] for stage in path.stages].index(True)
        with evidence.panel(left=2 * at >= len(path.stages)):
            said = f"{evidence.plain(reason(step, path.target.label))}, says "
            evidence.why(network, picked, [said + evidence.titles(network, step.sources)])
            plan.card(path, picked)


search_box()
_page()
