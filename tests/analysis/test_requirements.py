"""What a role asks for that several sources describe, each in its own words."""

from __future__ import annotations

from collections.abc import Mapping

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.needs import Needs, needs_of
from careergraph.analysis.learning.path import learning_path
from careergraph.analysis.learning.requirements import Requirement
from careergraph.loading.opening import open_graph
from careergraph.network.agreement import Agreement
from careergraph.network.describe import describe
from careergraph.network.projection import project
from tests.networks import Network, network

OURS = ["SQL", "Statistics", "Charts", "Reporting", "Writing"]


def described_by_two(
    twin: Mapping[str, str] = {}, shared: tuple[str, ...] = (), own: list[str] = OURS
) -> Network:
    """Make an analyst of whom we tell some things, and another source tells more.

    ``twin`` has what only the other source asks for, and how it is related to ours: "closeMatch
    SQL"; ``shared`` is what both ask for.
    """
    made = network(
        {"Analyst": [*own, *twin], "Cook": ["Knives", "SQL"]},
        links=[(thing, *said.split(" ", 1)) for thing, said in twin.items() if said],
    )
    for thing in twin:
        made.edges["Analyst", thing, "requiresSkill"].update(sources=("other",), borrowed=True)
    for thing in shared:
        made.edges["Analyst", thing, "requiresSkill"]["sources"] = ("me", "other")
    return made


def asked(made: Network) -> dict[str, Requirement]:
    return {one.options[0]: one for one in needs_of(made).requirements("Analyst")}


def test_what_another_source_calls_differently_is_a_detail_of_ours() -> None:
    made = described_by_two({
        "use query languages": "closeMatch SQL",
        "regression": "broader Statistics",
        "RDF queries": "broader use query languages",
    })  # fmt: skip
    requirements = asked(made)
    assert set(requirements) == set(OURS)
    assert requirements["SQL"].details == ("RDF queries", "use query languages")
    assert requirements["Statistics"].details == ("regression",)
    assert requirements["SQL"].agreement == Agreement(2, 2)
    assert requirements["Charts"].agreement == Agreement(1, 2)
    step = next(step for step in learning_path(made, "Analyst").steps if step.label == "SQL")
    assert [thing.label for thing in step.details] == ["RDF queries", "use query languages"]


def test_what_is_wider_than_ours_is_a_detail_too() -> None:
    made = described_by_two({"databases": ""})
    made.add_edge("SQL", "databases", key="broader", weight=1.0, level=None, sources=("me",))
    assert asked(made)["SQL"].details == ("databases",)


def test_what_both_ask_for_comes_first_and_what_only_the_other_asks_for_last() -> None:
    made = described_by_two({"juggling": ""}, shared=("Reporting",))
    needs = needs_of(made)
    requirements = needs.requirements("Analyst")
    assert requirements[0].options == ("Reporting",)
    assert (requirements[-1].options, requirements[-1].required) == (("juggling",), False)
    assert all(one.required for one in requirements[:-1])
    reporting, charts = (needs.weight(asked(made)[name]) for name in ("Reporting", "Charts"))
    assert reporting == 2 * charts
    steps = learning_path(made, "Analyst").steps
    assert (steps[0].label, str(steps[0].agreement)) == ("Reporting", "2 of 2 sources")
    assert (steps[-1].label, steps[-1].why) == ("juggling", "used")


def test_a_role_that_we_hardly_describe_is_what_all_say_it_is() -> None:
    made = described_by_two({"juggling": "", "fire": "closeMatch SQL"}, own=OURS[:4])
    requirements = asked(made)
    assert set(requirements) == {*OURS[:4], "juggling", "fire"}
    assert all(one.required for one in requirements.values())


def test_what_everybody_knows_joins_nothing() -> None:
    def details(reuse: str) -> tuple[str, ...]:
        made = described_by_two({"soldering": "broader handiwork"})
        made.add_edge("handiwork", "Charts", key="closeMatch", weight=1.0, sources=("me",))
        made.nodes["handiwork"]["facts"]["reuseLevel"] = reuse
        return asked(made)["Charts"].details

    assert details("cross-sector") == ("soldering",)
    assert details("transversal") == ()


def test_one_source_alone_leaves_all_as_it_says() -> None:
    needs: Needs = needs_of(network({"Cook": ["Knives", "Heat"], "Coder": ["Git"]}))
    assert [str(one.agreement) for one in needs.requirements("Cook")] == ["", ""]


def test_cards_and_comparisons_count_the_sources() -> None:
    made = described_by_two({"juggling": ""}, shared=("SQL",))
    first, *_ = describe(made, "Analyst").relations
    assert (first.node.label, str(first.agreement)) == ("SQL", "2 of 2 sources")
    by_source = describe(made, "Analyst").by_source
    assert [to.node.label for to in by_source["other"]] == ["SQL", "juggling"]
    assert {to.node.label for to in by_source["me"]} == set(OURS)
    items = compare_roles(made, "Analyst", "Cook")
    assert {role: str(of) for role, of in items.shared[0].agreement.items()} == {
        "Analyst": "2 of 2 sources",
        "Cook": "",
    }


def test_a_projection_tells_what_is_said_of_a_twin_alone(tmp_path) -> None:
    (tmp_path / "one.trig").write_text("""
        @prefix cg: <https://w3id.org/careergraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix role: <https://w3id.org/careergraph/id/role/> .
        @prefix skill: <https://w3id.org/careergraph/id/skill/> .
        <urn:me> { role:analyst a cg:Role ; skos:prefLabel "Analyst"@en ;
                     cg:requiresSkill skill:sql . skill:sql a cg:Skill . }
        <urn:other> { <urn:analyst> a cg:Role ; skos:exactMatch role:analyst ;
                        cg:requiresSkill skill:sql, skill:juggling . skill:juggling a cg:Skill . }
    """)
    made = project(open_graph(tmp_path / "one.trig"))
    edges = {
        thing.rpartition("/")[2]: (data["sources"], data.get("borrowed"))
        for _, thing, data in made.out_edges(
            "https://w3id.org/careergraph/id/role/analyst", data=True
        )
    }
    assert edges == {
        "sql": (("urn:me", "urn:other"), None),
        "juggling": (("urn:other",), True),
    }
