"""Small networks for tests: spelt out by hand, or drawn at random."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
from hypothesis import strategies as st

Network = nx.MultiDiGraph


def network(
    needs: Mapping[str, Iterable[str]],
    *,
    before: Iterable[tuple[str, str]] = (),
    families: Mapping[str, Iterable[str]] = {},
    classes: Iterable[str] = (),
    kinds: Mapping[str, str] = {},
    links: Iterable[tuple[str, str, str]] = (),
    weights: Mapping[tuple[str, str], tuple[float, float | None]] = {},
) -> Network:
    """Make a network whose IRIs are its labels.

    Args:
        needs: what each role requires.
        before: (earlier, later) pairs.
        families: the members of each family.
        classes: the families that are met by a member.
        kinds: kinds of things that are not skills; keys of ``needs`` are roles.
        links: further (one, relation, other) links.
        weights: (importance, level) of needs.
    """
    made: Network = nx.MultiDiGraph(sources={"me": "Me"})
    relation = {"skill": "requiresSkill", "tool": "usesTool", "degree": "requiresDegree",
                "experience": "requiresExperience", "industry": "worksInIndustry",
                "responsibility": "hasResponsibility"}  # fmt: skip

    def add(name: str) -> None:
        if name not in made:
            kind = "role" if name in needs else kinds.get(name, "skill")
            facts: dict[str, Any] = {"metByMember": "true"} if name in set(classes) else {}
            made.add_node(
                name, label=name, kind=kind, definition="", aliases=(), iris=(name,),
                sources=("me",), facts=facts,
            )  # fmt: skip

    def link(one: str, name: str, other: str) -> None:
        add(one), add(other)
        weight, level = weights.get((one, other), (1.0, None))
        made.add_edge(one, other, key=name, weight=weight, level=level, sources=("me",))

    for name in kinds:
        add(name)
    for role, things in needs.items():
        add(role)
        for thing in things:
            link(role, relation[kinds.get(thing, "skill")], thing)
    for earlier, later in before:
        link(later, "prerequisite", earlier)
    for family, members in families.items():
        for member in members:
            link(member, "broader", family)
    for one, name, other in links:
        link(one, name, other)
    return made


def two_groups() -> Network:
    """Four cooks and four coders who share nothing, but for one who is both."""
    needs = {f"Cook {n}": ["Knives", "Heat", "Dough", "Salt", f"dish {n}"] for n in range(4)}
    needs |= {f"Coder {n}": ["Python", "Git", "Linux", "SQL", f"app {n}"] for n in range(4)}
    needs["Robot chef"] = ["Knives", "Heat", "Dough", "Python", "Git", "Linux"]
    return network(needs)


THINGS = [f"skill {letter}" for letter in "abcdefgh"] + [f"tool {letter}" for letter in "stuvwxyz"]
ROLES = [f"role {number}" for number in range(1, 6)]


@st.composite
def networks(draw: st.DrawFn, *, classes: bool = True) -> Network:
    """Draw a network of five roles and sixteen things, with circles, classes and levels in it."""
    thing = st.sampled_from(THINGS)
    pair = st.tuples(thing, thing)
    needs = {role: draw(st.sets(thing, max_size=12)) for role in ROLES}
    level = st.sampled_from([None, None, 0.0, 0.05, 0.3, 0.35, 0.8])
    weight = st.sampled_from([0.0, 0.3, 1.0])
    family = st.sampled_from(THINGS[:4])
    return network(
        needs,
        before=draw(st.lists(pair, max_size=14)),
        families=draw(st.dictionaries(family, st.sets(thing, max_size=4), max_size=3)),
        classes=draw(st.sets(family, max_size=3)) if classes else (),
        kinds={name: name.split()[0] for name in THINGS},
        links=[
            (one, relation, other)
            for relation in ("closeMatch", "bestAfter")
            for one, other in draw(st.lists(pair, max_size=4))
        ],
        weights={
            (role, name): draw(st.tuples(weight, level))
            for role, names in needs.items()
            for name in sorted(names)
        },
    )
