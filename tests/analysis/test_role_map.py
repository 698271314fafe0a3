"""The map of roles: communities and their names, bridges, places, sizes, companions."""

from __future__ import annotations

import json

import numpy as np
import pytest
from networks import network, two_groups

from careergraph.analysis.cooccurrence import companions
from careergraph.analysis.role_map.area_names import name_areas
from careergraph.analysis.role_map.communities import NEAREST, RoleMap, participation, role_map
from careergraph.analysis.role_map.sizes import role_sizes
from careergraph.errors import NotFoundError, UsageError


@pytest.fixture(scope="module")
def kitchen() -> RoleMap:
    return role_map(two_groups())


def test_communities_are_what_shares_things(kitchen: RoleMap) -> None:
    homes = {role: c.number for c in kitchen.communities for role in c.roles}
    assert len(homes) == len(kitchen.places) == 9
    assert {place.iri: place.community for place in kitchen.places} == homes
    assert (
        len({homes[f"Cook {n}"] for n in range(4)} & {homes[f"Coder {n}"] for n in range(4)}) == 0
    )
    assert [c.number for c in kitchen.communities] == list(range(len(kitchen.communities)))


def test_communities_are_named_after_what_sets_them_apart(kitchen: RoleMap) -> None:
    names = [community.name for community in kitchen.communities]
    assert len(set(names)) == len(names)
    cooks = next(c for c in kitchen.communities if "Cook 1" in c.roles)
    assert set(cooks.name.lower().split(" and ")) <= {"knives", "heat", "dough", "salt"}
    told = {each.label: (each.inside, each.everywhere) for each in cooks.because}
    assert told["Salt"] == (sum(r.startswith("Cook") for r in cooks.roles), 4)
    assert not any(label.startswith("dish") for label in told)


def test_names_are_what_a_person_would_call_an_area() -> None:
    made = network({
        "Software tester": ["Testing", "manage test levels of all kinds", "Bug tracking"],
        "Test engineer": ["Testing", "manage test levels of all kinds", "Bug tracking"],
        "Night nurse": ["Care", "Anatomy", "First aid"],
        "Nurse": ["Care", "Anatomy", "First aid"],
    })  # fmt: skip
    made.nodes["Care"]["kind"] = "group"
    made.nodes["Care"]["label"] = "Nursing and care"
    things = ["Testing", "manage test levels of all kinds", "Bug tracking", "Care", "Anatomy"]
    inside = np.array([[2, 2, 2, 0, 0], [0, 0, 0, 2, 2], [1, 1, 1, 0, 0]])
    testers, nurses = ["Software tester", "Test engineer"], ["Night nurse", "Nurse"]
    assert name_areas(made, things, inside, [testers, nurses, ["Test engineer"]])[:2] == [
        "Testing",  # which roles are called after, and short
        "Nursing and care",  # a group that is all of it needs no second name
    ]
    made.nodes["Bug tracking"]["label"] = "Bug reports"
    for role in testers:
        made.nodes[role]["label"] = "Bug hunter"
    (name, _) = name_areas(made, things, inside[:2], [testers, nurses])
    assert name in {"Bug reports", "Bug reports and testing"}
    assert name_areas(made, [], np.zeros((2, 0), dtype=int), [testers, nurses]) == [
        "Bug hunter and similar roles",
        "Nurse and similar roles",
    ]


def test_an_area_of_two_families_is_named_after_both() -> None:
    families = {"Clerk": 4, "Manager": 3, "Cook": 2, "Miner": 9}
    titles = [f"{job} {n}" for job, many in families.items() for n in range(many)]
    made = network({title: ["Office"] for title in titles})
    for job in ("Clerk", "Manager", "Miner"):
        made.add_node(f"{job}s", label=f"{job}s", kind="group", facts={})
    for title in titles:
        if not title.startswith("Cook"):
            made.add_edge(title, f"{title.split()[0]}s", key="broader")
    inside = np.array([[9, 4, 3, 0], [9, 0, 0, 9]])
    things = ["Office", "Clerks", "Managers", "Miners"]
    names = name_areas(made, things, inside, [titles[:9], titles[9:]])
    assert names == ["Clerks and managers", "Miners"]


def test_what_is_said_of_another_area_already_is_not_said_again() -> None:
    testers, gurus, others = ["Game tester", "Tester"], ["Guru", "Web tester"], list("abcd")
    made = network({role: ["Testing"] for role in (*testers, *gurus, *others)})
    names = name_areas(made, ["Testing"], np.array([[2], [2], [0]]), [testers, gurus, others])
    assert names == ["Testing", "Guru and similar roles", "A and similar roles"]


def test_what_is_common_elsewhere_too_names_no_area() -> None:
    pilots, others = [f"Pilot {n}" for n in range(4)], [f"Clerk {n}" for n in range(40)]
    made = network({role: ["Steering"] for role in (*pilots, *others)})
    for elsewhere, name in ((1, "Steering"), (17, "Pilot 0 and similar roles")):
        inside = np.array([[3], [elsewhere]])
        assert name_areas(made, ["Steering"], inside, [pilots, others])[0] == name


def test_the_one_who_is_both_is_a_bridge(kitchen: RoleMap) -> None:
    between = {bridge.label: bridge for bridge in kitchen.roles_between}
    assert "Robot chef" in between
    assert len(between["Robot chef"].ties) == 2
    for bridge in kitchen.roles_between:
        counts = {number: float(count) for number, count in bridge.ties}
        assert bridge.participation == pytest.approx(participation(counts))


def test_areas_are_not_split_by_how_a_source_describes_roles() -> None:
    """One source tells tools, another skills; the words of names are all that they share."""
    trades = {"Nurse": "wound", "Cook": "meal", "Miner": "shaft", "Coder": "code", "Judge": "law"}
    needs, kinds = {}, {}
    for trade, word in trades.items():
        for number in range(10):
            kind = ("tool", "skill")[number % 2]
            things = [f"{trade} {kind} {(number // 2 + step) % 8}" for step in range(6)]
            needs[f"{trade} {word} {number:02}"] = things
            kinds.update(dict.fromkeys(things, kind))
    found = role_map(network(needs, kinds=kinds))
    for community in found.communities:
        assert {role.split()[0] for role in community.roles} == {community.roles[0].split()[0]}
        assert len({int(role.split()[-1]) % 2 for role in community.roles}) == 2
    for place in found.places:
        assert len({int(other.split()[-1]) % 2 for other in place.nearest}) == 2
        assert all(0 < likeness <= 1 for likeness in place.likeness)
        assert list(place.likeness) == sorted(place.likeness, reverse=True)


def test_what_is_special_joins_areas_before_what_is_usual() -> None:
    needs = {f"Cook {n}": ["Knives", "Heat", "Dough", "Salt", "Office"] for n in range(12)}
    needs |= {f"Coder {n}": ["Python", "Git", "Linux", "SQL", "Office"] for n in range(12)}
    needs |= {f"Miner {n}": ["Drill", "Shaft", "Lamp", "Ore", "Rope"] for n in range(12)}
    needs |= {f"Judge {n}": ["Law", "Court", "Verdict", "Oath", "Gown"] for n in range(12)}
    both = ("Cook 0", "Cook 1", "Coder 0", "Coder 1")
    for role in both:
        needs[role] = [*needs[role], "Robotics"]
    made = network(needs, weights={(role, "Robotics"): (0.2, None) for role in both})
    between = [bridge.label for bridge in role_map(made).things_between]
    assert between.index("Robotics") < between.index("Office")


def test_participation_by_hand() -> None:
    assert participation({}) == 0
    assert participation({1: 5}) == 0
    assert participation({1: 1, 2: 1, 3: 2}) == pytest.approx(1 - (1 + 1 + 4) / 16)


def test_near_roles_are_those_most_like_it(kitchen: RoleMap) -> None:
    for place in kitchen.places:
        assert len(place.nearest) <= NEAREST
        assert place.iri not in place.nearest
        if place.label.startswith("Cook"):
            assert not any(other.startswith("Coder") for other in place.nearest)


def test_the_same_network_gives_the_same_map() -> None:
    one, other = two_groups(), two_groups()
    assert role_map(one).to_dict() == role_map(other).to_dict()
    assert role_map(one) is role_map(one)
    json.dumps(role_map(one).to_dict(), allow_nan=False)


def test_roles_without_data_are_left_out_and_said_to_be() -> None:
    found = role_map(network({"A": list("abcde"), "B": list("abcde"), "C": ["a"]}))
    assert [place.iri for place in found.places] == ["A", "B"]
    assert found.left_out == 1
    assert "1 role has fewer than 5 things" in found.note


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_maps(count: int) -> None:
    small = network({f"Role {n}": list("abcde") for n in range(count)})
    assert len(role_map(small).places) == count


def test_sizes() -> None:
    needs = {"A": ["Python", "SQL"], "B": ["Python", "SQL", "x", "y", "z"], "C": list("vwxyz")}
    made = network(needs, links=[("B", "leadsTo", "C")])
    found = role_map(made)
    assert [place.iri for place in found.places] == ["B", "C"]
    leads = role_sizes(made, found, "leads")
    assert (dict(leads.size), leads.says["B"], leads.says["C"]) == (
        {"B": 1.0, "C": 0.0}, "leads to 1 role", "leads to 0 roles",
    )  # fmt: skip
    assert dict(role_sizes(made, found, "central").size) == {"B": 1.0, "C": 1.0}
    fit = role_sizes(made, found, "fit", known=["Python", "A"])
    assert fit.size["B"] == pytest.approx(2 / 5)
    assert fit.says["B"] == "you know 2 of 5 things it needs"
    with pytest.raises(UsageError, match="cannot be sized"):
        role_sizes(made, found, "pay")  # type: ignore[arg-type]


def test_what_goes_with_a_skill() -> None:
    made = network(
        {"A": ["Python", "SQL"], "B": ["Python", "SQL", "Git"], "C": ["Git"], "D": ["Python"]},
        before=[("Python", "pandas")],
        weights={("B", "Python"): (0.4, None)},
    )
    told = companions(made, "Python")
    assert [(role.label, role.importance) for role in told.roles] == [
        ("A", 1.0), ("D", 1.0), ("B", 0.4),
    ]  # fmt: skip
    assert told.all_roles == 4
    (sql,) = told.travels_with  # Git is asked for along with it only once
    assert (sql.label, sql.together, sql.alone) == ("SQL", 2, 2)
    assert sql.lift == pytest.approx(2 * 4 / (3 * 2))
    assert [each.label for each in told.opens] == ["pandas"]
    json.dumps(told.to_dict(), allow_nan=False)


def test_only_skills_and_tools_have_companions() -> None:
    made = network({"A": ["Python"]})
    for unknown in ("A", "nothing"):
        with pytest.raises(NotFoundError, match="no skill or tool"):
            companions(made, unknown)
