"""Every page without a browser: its answer, its address, and what cannot break it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pages import (
    APP,
    answered,
    chosen,
    drawing,
    forget_graph,
    opened,
    pickers,
    said,
    thing,
    view,
)
from streamlit.testing.v1 import AppTest

from app.components.search import SEARCHED
from careergraph.analysis.similarity.related import related_roles
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, of_kind, project
from careergraph.vocabulary import shorten

ESCO = "https://w3id.org/careergraph/source/esco-ict"
QUESTION = "I am a data analyst who knows SQL and Tableau. How do I become an AI architect?"
COMPARED = "Two to 12 roles (more than 4 become a table)"
PAGES = re.findall(r'"views/(\w+)\.py"', (APP / "main.py").read_text("utf-8"))
LONG = "x" * 10_000


def address(at: AppTest) -> dict[str, list[str]]:
    """What the page's address holds."""
    held = dict(at.query_params)
    return {name: [value] if isinstance(value, str) else value for name, value in held.items()}


def marked_up(at: AppTest) -> list[str]:
    """All texts of a page that Streamlit reads as Markdown."""
    texts = [*at.markdown, *at.caption, *at.title, *at.info, *at.warning, *at.error]
    labelled = [*at.button, *at.checkbox, *at.toggle, *at.expander, *at.get("page_link")]
    return [each.value for each in texts] + [
        getattr(each, "label", "") or each.proto.label for each in labelled
    ]


def sentence(at: AppTest) -> str:
    """The page's answer in one sentence: a heading of the fifth order."""
    return next(text.value for text in at.markdown if text.value.startswith("## "))


def drawn(at: AppTest) -> dict[str, dict[str, Any]]:
    """What is drawn, by IRI."""
    return {node["id"]: node for node in drawing(at)["drawing"]["nodes"]}


def ask_in_words(at: AppTest, question: str) -> AppTest:
    """Ask what was typed into the search box, or the IRI of what was chosen there."""
    at.session_state[SEARCHED] = question
    return at.run()


# ---- first sight


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_an_answer(page: str) -> None:
    at = opened(page)
    assert not at.warning
    assert not at.error
    if page == "ask":
        assert answered(at)["rows"]
    elif page == "sources":
        assert len(at.toggle) >= 6
        assert all(switch.value for switch in at.toggle)
    elif page == "mine":
        assert "My files (0)" in said(at)
    else:
        shown = drawing(at)["drawing"]
        assert len(shown["nodes"]) > 10
        assert shown["summary"]


def test_home_counts_what_the_two_roles_share() -> None:
    at = opened()
    assert "**Machine Learning Engineer** and **AI Architect** share" in sentence(at)
    table = at.dataframe[0].value
    both = table[table["Whose"] == "both"]
    assert f"share **{len(both)} of {len(table)}** things" in sentence(at)
    assert {"Programming languages", "AWS", "Google Cloud"} <= set(both["Thing"])
    roles = {thing("role", "machine-learning-engineer"), thing("role", "ai-architect")}
    assert roles <= drawn(at).keys()
    assert len(drawn(at)) == len(table) + len(roles)


# ---- the address


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_comparison_of_roles_of_ones_own_choice(count: int) -> None:
    roles = ["data-scientist", "data-analyst", "ai-architect", "data-engineer"][:count]
    at = opened("compare", role=[f"role:{role}" for role in roles])
    assert chosen(at, COMPARED) == [thing("role", role) for role in roles]
    assert address(at)["role"] == [f"role:{role}" for role in roles]
    assert all(thing("role", role) in drawn(at) for role in roles)
    assert view(opened("compare", **at.query_params)) == view(at)


def test_what_is_picked_stands_in_drawing_table_and_address() -> None:
    at = opened("compare", pick="tool:aws")
    assert drawing(at)["selected"] == thing("tool", "aws")
    assert "**Why?**" in said(at)
    assert "**AI Architect** uses **AWS**, says *" in said(at)
    at.button(key="why-close").click().run()
    assert "pick" not in at.query_params
    assert drawing(at)["selected"] is None
    assert "**Why?**" not in said(at)


def test_kinds_switched_off_in_the_address_are_not_drawn() -> None:
    at = opened("compare", hide=["industry", "tool"])
    assert {"industry", "tool"}.isdisjoint(node["kind"] for node in drawn(at).values())
    assert {kind["name"] for kind in drawing(at)["drawing"]["legend"] if kind["hidden"]} == {
        "industry",
        "tool",
    }


def test_walking_leaves_a_trail_and_back_undoes_it() -> None:
    at = opened("explore", thing="role:ai-architect", pick="tool:aws")
    next(button for button in at.button if button.label == "Go there").click().run()
    assert address(at)["thing"] == ["tool:aws"]
    assert address(at)["trail"] == ["role:ai-architect"]
    assert "### ■ AWS" in said(at)
    assert view(opened("explore", **at.query_params)) == view(at)
    next(button for button in at.button if button.label == "Back").click().run()
    assert address(at)["thing"] == ["role:ai-architect"]
    assert "trail" not in at.query_params
    assert "### ★ AI Architect" in said(at)


def test_a_role_is_compared_with_another_that_has_to_do_with_it(network: Network) -> None:
    def compared(role: str) -> str:
        links = [link.proto for link in opened("explore", thing=role).get("page_link")]
        compare = (link for link in links if link.label == "Compare" and link.query_string)
        return str(next(compare).query_string)

    assert compared("role:ai-architect") == (
        "role=role%3Aai-architect&role=role%3Amachine-learning-engineer"
    )
    nearest = related_roles(network, thing("role", "data-analyst"), k=1).related[0].iri
    assert compared("role:data-analyst") == urlencode(
        [("role", "role:data-analyst"), ("role", shorten(nearest))]
    )


def test_what_is_picked_in_explore_can_be_marked_as_known() -> None:
    at = opened("explore", thing="role:data-analyst", pick="tool:python")
    at.button(key=f"know-{thing('tool', 'python')}").click().run()
    assert address(at)["know"] == ["tool:python"]


def test_explore_counts_what_it_lists() -> None:
    at = opened("explore", thing="tool:python", show="skill")
    table = at.dataframe[0].value
    assert f"{len(table)} skills" in said(at)
    assert set(table["Kind"]) == {"● skill"}
    assert "Also called" in "".join(caption.value for caption in at.caption)


def test_a_path_and_its_weeks_live_in_the_address() -> None:
    at = opened("path", to="role:data-engineer", know="tool:sql", **{"from": "role:data-analyst"})
    before = sentence(at)
    for size, weeks in {"small": 1.0, "medium": 4.0, "large": 12.0}.items():
        at.number_input(key=f"weeks-{size}").set_value(weeks).run()
    assert address(at)["from"] == ["role:data-analyst"]
    assert address(at)["weeks-medium"] == ["4"]
    assert "At your pace that takes" in sentence(at)
    assert sentence(at) != before
    assert view(opened("path", **at.query_params)) == view(at)


RUBBISH = {
    "role": ["role:ai-architect", ["role:nope", "role:ai-architect"],
             ["tool:python", "skill:statistics"], ["role:ai-architect", "role:ai-architect"],
             "http://[", "", LONG,
             ["role:data-scientist", "role:ai-architect", "role:data-analyst", "role:data-engineer",
              "role:machine-learning-engineer"]],
    "to": ["role:nope", "tool:python", "http://[", LONG],
    "from": ["role:nope", "tool:python", "role:ai-architect", LONG],
    "thing": ["nope", "degree:", "https://a b", LONG],
    "pick": ["nope", "role:ai-architect", "degree:bachelor", LONG],
    "hide": ["nonsense", ["role", "skill", "tool", "industry", "degree", "experience"], LONG],
    "know": ["nonsense", "industry:finance", ["tool:python", "tool:python"], LONG],
    "unknown": ["<script>alert(1)</script>", "**[x](http://y)**", LONG],
    "skill": ["nan", "-1", "1e999", "abc"],
    "tool": ["1e-320"],
    "partly-known": ["2"],
    "trail": ["nope", ["tool:python"] * 30],
    "show": ["nonsense", LONG],
    "without": ["nonsense", LONG],
    "q": [LONG, "SELECT", "\x00", "DELETE WHERE { ?s ?p ?o }", "SELECT (1/0 AS ?x) {}",
          "SELECT * {}", "SELECT (1 AS ?x) (2 AS ?X) {}", "DESCRIBE <http://a>",
          "SELECT ?s { ?s a cg:Nope }"],
}  # fmt: skip
READS = {
    "home": ["pick", "hide", "know", "without"],
    "compare": ["role", "pick", "hide", "know"],
    "path": ["to", "from", "know", "unknown", "skill", "tool", "partly-known", "pick", "hide"],
    "explore": ["thing", "pick", "trail", "show", "hide", "know"],
    "map": ["from", "to", "role", "pick", "hide", "know", "skill"],
    "ask": ["q", "know"],
    "sources": ["without"],
    "mine": ["know", "without"],
}


@pytest.mark.parametrize(
    ("page", "parameter"), [(page, name) for page in PAGES for name in READS[page]]
)
def test_rubbish_in_the_address_breaks_no_page(page: str, parameter: str) -> None:
    at = opened(page, nonsense="1")
    for value in RUBBISH[parameter]:
        at.query_params.clear()
        at.query_params[parameter] = value
        at.run()
        assert not at.exception, value
        assert said(at)
        assert LONG not in said(at)


def test_an_address_names_at_most_twelve_roles() -> None:
    network = project(open_graph("core"))
    many = [shorten(iri) for iri in of_kind(network, "role")[:13]]
    assert len(chosen(opened("compare", role=many), COMPARED)) == 12
    one = opened("compare", role="role:ai-architect")
    assert "Choose one more role" in said(one)


def test_an_unknown_thing_in_the_address_is_told() -> None:
    assert "knows nothing by the name" in said(opened("explore", thing="tool:nope"))
    for page, parameter in (("compare", "role"), ("path", "to"), ("path", "from"), ("map", "pick")):
        at = opened(page, **{parameter: "role:data-scientits"})
        assert "Did you mean" in said(at)
        next(button for button in at.button if button.label == "★ Data Scientist").click().run()
        assert address(at)[parameter] == ["role:data-scientist"], page


# ---- many roles


def test_a_role_is_compared_with_the_ten_most_like_it_as_a_table_and_a_workbook() -> None:
    at = opened("compare", role="role:data-analyst")
    next(button for button in at.button if "ten roles most like it" in button.label).click().run()
    assert not at.exception
    assert len(chosen(at, COMPARED)) == 11
    assert "Of 11 roles, most like **Data Analyst** is" in said(at)
    table = at.dataframe[0].value
    assert list(table["Role"]) == list(table.columns[1:])
    assert all(table.iloc[place, place + 1] == 100 for place in range(11))
    at.query_params["show"] = "missing"
    missing = at.run().dataframe[0].value
    assert all(missing.iloc[place, place + 1] == 0 for place in range(11))
    at.query_params["show"] = "things"
    things = at.run().dataframe[0].value
    assert list(things["Roles"]) == sorted(things["Roles"], reverse=True)


# ---- the map


def test_the_map_lights_who_needs_a_skill_and_tells_what_goes_with_it() -> None:
    at = opened("map", skill="tool:python")
    bright = [node["text"] for node in drawn(at).values() if not node["faded"]]
    rows = at.dataframe[0].value
    assert 5 < len(bright) < len(rows)
    asking = rows["Role"][rows["Needs Python"] == "yes"]
    assert sorted(name.partition(" (")[0] for name in asking) == sorted(bright)
    assert "need or welcome it" in said(at)
    opens = next(button for button in at.button if button.label.startswith("■ PyTorch"))
    opens.click().run()
    assert address(at)["skill"] == ["tool:pytorch"]
    assert "PyTorch" in said(at)
    at.button(key="why-close").click().run()
    assert "skill" not in address(at)
    assert not any(node["faded"] for node in drawn(at).values())


def test_a_role_chosen_on_the_map_covers_the_card_of_a_skill() -> None:
    at = opened("map", skill="tool:python", pick="role:data-engineer")
    assert "Most like it" in said(at)
    assert any(node["faded"] for node in drawn(at).values())
    at.button(key="why-close").click().run()
    assert address(at) == {"skill": ["tool:python"]}
    assert "need or welcome it" in said(at)


# ---- what a person knows


def test_known_things_are_counted_and_marked_on_every_page() -> None:
    at = opened("explore", thing="tool:aws")
    at.button(key=f"know-{thing('tool', 'aws')}").click().run()
    assert address(at)["know"] == ["tool:aws"]
    assert at.button(key=f"know-{thing('tool', 'aws')}").label == "You know this"
    at.switch_page("views/compare.py").run()
    assert "You know **1** of what Machine Learning Engineer takes" in said(at)
    assert drawn(at)[thing("tool", "aws")]["text"] == "✓ AWS"
    at.switch_page("views/path.py").run()
    assert f"step-{thing('tool', 'aws')}" not in {box.key for box in at.checkbox}
    at.switch_page("views/explore.py")
    at.query_params["thing"] = "tool:aws"
    at.run()
    at.button(key=f"know-{thing('tool', 'aws')}").click().run()
    assert "know" not in at.query_params
    at.switch_page("views/compare.py").run()
    assert "You know" not in said(at)


def test_going_back_forgets_what_was_marked_and_moving_on_does_not() -> None:
    at = opened("path", to="role:ai-architect")
    before = sentence(at)
    at.checkbox(key=f"step-{thing('skill', 'machine-learning')}").check().run()
    ticked = sentence(at)
    assert ticked != before
    del at.query_params["know"]
    assert sentence(at.run()) == before
    at.query_params["know"] = "skill:machine-learning"
    assert sentence(at.run()) == ticked
    at.query_params.clear()
    at.query_params["to"] = "role:data-engineer"
    at.run()
    at.query_params["to"] = "role:ai-architect"
    assert sentence(at.run()) == ticked


def test_a_pasted_cv_is_offered_for_confirmation() -> None:
    at = opened("compare")
    at.text_area(key="profile-text").set_value("Five years of Python, SQL and k8s.").run()
    assert not at.exception
    add = next(button for button in at.button if button.label.startswith("Add "))
    add.click().run()
    assert {"tool:python", "tool:sql", "tool:kubernetes"} <= set(address(at)["know"])


def test_ticking_a_step_rearranges_the_path() -> None:
    at = opened("path", to="role:ai-architect", know=["tool:sql", "tool:tableau"])
    before = {box.key for box in at.checkbox}
    steps = f"{len(before)} steps"
    assert steps in sentence(at)
    ticked = f"step-{thing('skill', 'machine-learning')}"
    at.checkbox(key=ticked).check().run()
    after = {box.key for box in at.checkbox}
    assert after < before
    assert ticked not in after
    assert thing("skill", "machine-learning") not in {step.removeprefix("step-") for step in after}
    assert address(at)["know"] == ["tool:sql", "tool:tableau", "skill:machine-learning"]
    assert f"{len(after)} steps" in sentence(at)


def test_a_path_to_where_one_is_says_so() -> None:
    at = opened("path", **{"from": "role:ai-architect", "to": "role:ai-architect"})
    assert "both the start and the target" in said(at)


def test_a_path_names_what_it_did_not_recognise() -> None:
    at = opened("path", to="role:ai-architect", unknown="Phyton")
    assert "“Phyton” is not in the graph" in said(at)
    assert "Did you mean" in said(at)
    next(button for button in at.button if button.label.endswith(" Python")).click().run()
    assert address(at)["know"] == ["tool:python"]
    assert "unknown" not in at.query_params


# ---- a plan


def test_a_step_is_begun_noted_and_done_and_can_be_taken_back() -> None:
    at = opened("path", to="role:data-engineer", pick="tool:sql", **{"from": "-"})
    sql = thing("tool", "sql")
    at.segmented_control(key=f"plan-{sql}").set_value("doing").run()
    at.text_input(key=f"plan-{sql}-note").set_value("evening *course*").run()
    at.text_input(key=f"plan-{sql}-link").set_value("javascript:alert(1)").run()
    assert not at.exception
    assert "This is no address of a page" in "".join(caption.value for caption in at.caption)
    assert "javascript" not in "".join(caption.value for caption in at.caption)
    at.text_input(key=f"plan-{sql}-link").set_value("https://learn.example/sql").run()
    badge = next(caption.value for caption in at.caption if "doing" in caption.value)
    assert "evening \\*course\\*" in badge
    assert "[learn.example](https://learn.example/sql)" in badge
    at.checkbox(key=f"step-{sql}").check().run()
    assert "**Done (1)**" in said(at)
    assert "tool:sql" in address(at)["know"]
    at.button(key=f"undone-{sql}").click().run()
    assert "Done (1)" not in said(at)
    assert at.checkbox(key=f"step-{sql}")


# ---- the search box


@pytest.mark.parametrize(
    ("question", "leads_to"),
    [
        (QUESTION, {"to": ["role:ai-architect"], "from": ["role:data-analyst"],
                    "know": ["tool:sql", "tool:tableau"]}),
        ("How do I become a data engineer?", {"to": ["role:data-engineer"]}),
        ("ML engineer vs data scientist",
         {"role": ["role:machine-learning-engineer", "role:data-scientist"]}),
        ("k8s", {"thing": ["tool:kubernetes"]}),
    ],
    ids=["path with start", "path", "comparison", "thing"],
)  # fmt: skip
def test_a_question_leads_to_the_page_that_answers_it(
    question: str, leads_to: dict[str, list[str]]
) -> None:
    at = ask_in_words(opened(), question)
    assert not at.exception
    assert not at.warning
    assert address(at) == leads_to
    assert drawing(at)["drawing"]["form"] in {"stages", "comparison", "neighbourhood"}


@pytest.mark.parametrize("page", PAGES)
def test_the_search_box_leads_on_from_every_page(page: str) -> None:
    at = opened(page, **({"thing": "role:data-analyst"} if page == "explore" else {}))
    if not [box for box in pickers(at) if box["label"] == "Search"]:
        pytest.skip("without a search box")
    at = ask_in_words(at, thing("tool", "kubernetes"))
    assert address(at)["thing"] == ["tool:kubernetes"]
    assert "### ■ Kubernetes" in said(at)


def test_a_comparison_with_a_name_that_nothing_has_says_so() -> None:
    at = ask_in_words(opened(), "Compare a data scientist with an astronaut")
    assert address(at)["role"] == ["role:data-scientist"]
    assert "astronaut” is not in the graph, so it is left out." in said(at)
    assert "Choose one more role" in said(at)


def test_a_question_that_means_nothing_says_what_to_try() -> None:
    at = ask_in_words(opened(), "zzzqqqxxx")
    assert "“zzzqqqxxx” is not understood" in said(at)
    assert "You can ask, for example" in said(at)


def test_what_suits_a_person_is_answered_on_home_and_can_be_corrected() -> None:
    at = ask_in_words(opened("compare"), "i know python and sql, what job fits me")
    assert address(at)["with"] == ["tool:python", "tool:sql"]
    assert chosen(at, "You know") == [thing("tool", "python"), thing("tool", "sql")]
    assert "you know **" in said(at)
    plans = [link.proto for link in at.get("page_link") if link.proto.label == "Plan it"]
    assert len(plans) >= 5
    assert "know=tool%3Apython" in plans[0].query_string
    alone = opened("home", ask="fit")
    assert "Name something that you know" in said(alone)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("which roles need kubernetes?", "roles ask for Kubernetes"),
        ("is python needed for a data analyst", "Data Analyst asks for Python"),
        ("what is learnt before deep learning", "are learnt before Deep learning"),
        ("which jobs need no degree", "have no degree among what they require"),
    ],
)
def test_a_list_answers_on_home_with_its_query(question: str, sentence: str) -> None:
    at = ask_in_words(opened(), question)
    assert sentence in said(at)
    assert any("SELECT" in code.value for code in at.code)


# ---- sources


def test_a_source_switched_off_is_left_out_everywhere() -> None:
    at = opened("sources")
    role = "http://data.europa.eu/esco/occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"
    [merged] = chosen(opened("compare", role=role), COMPARED)
    assert merged == thing("role", "data-scientist")
    at.toggle(key=f"source-{ESCO}").set_value(False).run()
    assert not at.exception
    assert address(at)["without"] == [shorten(ESCO)]
    for page in PAGES:
        at.switch_page(f"views/{page}.py").run()
        assert not at.exception, page
    without = opened("compare", role=role, without=ESCO)
    assert merged not in chosen(without, COMPARED)


def test_ones_own_source_joins_this_session_alone() -> None:
    turtle = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix cg: <https://w3id.org/careergraph/ontology#> .
        <urn:x:keeper> a cg:Role ; skos:prefLabel "Lighthouse keeper"@en ;
            cg:requiresSkill <urn:x:lamps> , <https://w3id.org/careergraph/id/skill/communication> .
        <urn:x:lamps> a cg:Skill ; skos:prefLabel "Lamp care"@en ."""
    at = opened("sources")
    at.file_uploader[0].upload("own.ttl", turtle.encode()).run()
    assert not at.exception
    assert "own.ttl says 2 things of 1 role" in said(at)
    next(button for button in at.button if button.label.startswith("Join it")).click().run()
    assert not at.exception
    assert "**own.ttl** has joined" in said(at)
    assert "**own.ttl** :gray[1 kB]" in said(at.switch_page("views/mine.py").run())
    at = ask_in_words(at.switch_page("views/compare.py").run(), "Lighthouse keeper")
    assert address(at)["thing"] == ["urn:x:keeper"]
    assert "thing" not in address(ask_in_words(opened("compare"), "Lighthouse keeper"))


def test_a_file_that_cannot_be_read_is_told_in_a_sentence() -> None:
    at = opened("sources")
    at.file_uploader[0].upload("broken.ttl", b"@prefix x").run()
    assert not at.exception
    assert said(at).rstrip().endswith("correct it there.")
    assert "broken.ttl: line 1 is not valid Turtle" in said(at)
    assert "/broken.ttl" not in said(at)


CV = b"""Jane Doe, jane@example.org

Work experience
Data analyst: SQL and Python every day, dashboards in Tableau
No experience with Kubernetes
"""
ADVERT = b"""Position: Lamp tuner

Your profile
- SQL and Python
- Lamp care by night

Your tasks
- Keep the lamps lit

We offer free oil. Apply now
"""


def test_a_cv_dropped_on_home_is_answered_by_roles_that_suit() -> None:
    at = opened()
    at.file_uploader(key="home-file").upload("cv.txt", CV).run()
    assert not at.exception
    known = chosen(at, "You know")
    assert {thing("tool", "sql"), thing("tool", "tableau")} <= set(known)
    assert thing("tool", "kubernetes") not in known
    assert "you know **" in said(at)
    next(button for button in at.button if "as what I know" in button.label).click().run()
    assert set(known) <= set(at.session_state["know"])


def test_an_advert_dropped_on_home_is_joined_line_by_line() -> None:
    at = opened()
    at.file_uploader(key="home-file").upload("lamps.txt", ADVERT).run()
    assert not at.exception
    assert "lamps.txt says" in said(at)
    rows = next(each.value for each in at.dataframe if "Keep" in each.value)
    assert list(rows["Here"][rows["What"] == "SQL"]) == ["✓ known"]
    assert "SQL and Python" in set(rows["It says"])
    next(button for button in at.button if button.label.startswith("Join it")).click().run()
    assert not at.exception
    assert "lamps.txt has joined your graph." in "".join(each.value for each in at.success)


def test_all_that_is_mine_is_saved_and_opened_again() -> None:
    at = opened("mine", know=["tool:sql", "tool:python"])
    at.session_state["plan"] = {
        thing("role", "ai-architect"): {thing("skill", "leadership"): {"state": "doing"}}
    }
    at.run()
    assert "What I know (2)" in said(at)
    assert "My plans (1)" in said(at)
    assert "1 doing" in "".join(each.value for each in at.caption)


# ---- other graphs than the bundled one


@pytest.fixture
def graph_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Return what makes the explorer show another graph: a text of Turtle, None for no file."""
    monkeypatch.syspath_prepend(str(APP))

    def use(turtle: str | None) -> None:
        if turtle is not None:
            (tmp_path / "own.ttl").write_text(turtle)
        monkeypatch.setenv("CAREERGRAPH_GRAPH", str(tmp_path))
        forget_graph()

    yield use
    monkeypatch.undo()
    forget_graph()


PREFIXES = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@base <https://w3id.org/careergraph/id/> .
"""
BAKER = f"""{PREFIXES}
<role/baker> a cg:Role ; skos:prefLabel "Baker"@en ; cg:requiresSkill <skill/dough> .
<skill/dough> a cg:Skill ; skos:prefLabel "Dough"@en .
"""


def test_what_a_graph_says_is_shown_as_it_stands(graph_of: Any) -> None:
    hostile = "![x](https://a.test/x.png) **zz** <img src='https://a.test/'> :red[zz] [zz](e:f)"
    told = f'skos:definition "{hostile}" ; skos:altLabel "{hostile}"'
    named = f'skos:prefLabel "{{}} {hostile}" ; {told}'
    roles = "".join(
        f"<role/{each}> a cg:Role ; {named.format(each)} ; cg:requiresSkill <skill/all> , "
        f"<skill/{each}> ; cg:requiresDegree <degree/d> ; cg:leadsTo <role/c> ; "
        f"cg:usesTool <tool/1> , <tool/2> , <tool/3> , <tool/{each}> .\n"
        f"<tool/{each}> a cg:Tool ; {named.format(each)} .\n"
        f"<skill/{each}> a cg:Skill ; {named.format(each)} ; cg:prerequisite <skill/all> .\n"
        for each in ("a", "b", "c")
    )
    graph_of(
        PREFIXES
        + roles
        + f"<skill/all> a cg:Skill ; {named.format('all')} .\n"
        + "".join(f"<tool/{n}> a cg:Tool ; {named.format(n)} .\n" for n in (1, 2, 3))
        + f"<degree/d> a cg:Degree ; {named.format('d')} .\n"
        "<posting/p> a schema:JobPosting ; schema:relevantOccupation <role/a> ; "
        f'{named.format("p")} ; schema:jobLocation "{hostile}" .\n'
        "<https://w3id.org/careergraph/source/own> a cg:Source ; dct:license <https://a.test/)> ; "
        + " ; ".join(f'dct:{part} "{hostile}"' for part in ("title", "publisher", "rights"))
        + " ."
    )
    for page, address in [
        ("home", {"pick": "skill:all", "know": "skill:b"}),
        ("compare", {"role": ["role:a", "role:b", "role:c"], "pick": "degree:d"}),
        ("path", {"from": "role:a", "to": "role:c", "pick": "skill:c", "unknown": hostile}),
        ("path", {"to": "role:c"}),
        ("explore", {"thing": "role:a", "pick": "skill:all", "trail": ["role:b", "skill:c"]}),
        ("explore", {"thing": "posting:p"}),
        ("map", {"from": "role:a", "to": "role:c"}),
        ("map", {"skill": "skill:all"}),
        ("ask", {"q": hostile}),
        ("sources", {}),
    ]:
        if page in PAGES:
            at = opened(page, **address)
            assert any("x.png" in text for text in marked_up(at)), page
            for text in marked_up(at):
                assert re.search(r"(?<!\\)(\*\*zz|<img|\[x|\[zz)", text) is None, (page, text)


def test_a_graph_of_one_role_is_told_in_words(graph_of: Any) -> None:
    graph_of(BAKER)
    assert "fewer than two roles" in said(opened())
    assert "Choose one more role" in said(opened("compare"))
    path = opened("path")
    assert "you meet 0 of the 1 thing it asks for" in sentence(path)
    assert "It takes 1 step" in sentence(path)
    assert "**Baker** has to do with 1 skill" in said(opened("explore"))
    assert "made of 1 source." in said(opened("sources"))
    assert "Nothing in the graph fits" in said(opened("ask"))


def test_a_graph_without_roles_is_told_in_words(graph_of: Any) -> None:
    graph_of("".join(line for line in BAKER.splitlines(True) if "role/baker" not in line))
    assert "fewer than two roles" in said(opened())
    assert "holds no roles" in said(opened("path"))
    assert "**Dough** has to do with nothing yet" in said(opened("explore"))
    for page in PAGES:
        opened(page)


def test_an_empty_graph_is_told_in_words(graph_of: Any) -> None:
    graph_of("")
    assert "holds nothing yet" in said(opened("explore"))
    for page in PAGES:
        assert said(opened(page))


@pytest.mark.parametrize(("turtle", "told"), [("@prefix x", "line 1"), (None, "holds no RDF file")])
def test_a_graph_that_cannot_be_read_is_told_on_every_page(
    graph_of: Any, turtle: str | None, told: str
) -> None:
    graph_of(turtle)
    for page in PAGES:
        assert told in said(opened(page))


def test_a_role_shows_pay_and_outlook_with_place_date_and_source(graph_of: Any) -> None:
    graph_of(f"""{PREFIXES} @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <role/baker> a cg:Role ; skos:prefLabel "Baker"@en ; schema:occupationalCategory <o/51> ;
      cg:requiresSkill <skill/dough> .
    <skill/dough> a cg:Skill ; skos:prefLabel "Dough"@en .
    <o/51> schema:codeValue "51" ; schema:name "Bakers"@en ; schema:estimatedSalary <o/a>, <o/b> ;
      cg:employmentProjection <o/p> .
    <o/a> schema:areaServed "Everland"@en ; schema:observationDate "2025-05"^^xsd:gYearMonth ;
      schema:currency "EUR" ; schema:duration "P1Y"^^xsd:duration ; schema:median 31000.0 ;
      schema:percentile10 22000.0 ; schema:percentile90 45000.0 ; cg:employment 900 .
    <o/b> schema:areaServed "North*"@en ; schema:observationDate "2025-05"^^xsd:gYearMonth ;
      schema:currency "EUR" ; schema:duration "P1Y"^^xsd:duration ; schema:median 28000.0 ;
      cg:employment 100 .
    <o/p> schema:areaServed "Everland"@en ; schema:startDate "2024"^^xsd:gYear ;
      schema:endDate "2034"^^xsd:gYear ; cg:employmentChange -2.5 ; cg:annualOpenings 1200 .""")
    at = opened("explore", thing="role:baker")
    assert "EUR\u00a031,000 a year in Everland: half earn more" in said(at)
    captions = "\n".join(caption.value for caption in at.caption)
    assert "between 22,000 and 45,000" in captions
    assert "Bakers (51), 2025-05" in captions.replace("\\", "")
    assert "North\\*" in "".join(text.value for text in at.markdown)
    assert "2.5\u00a0% fewer jobs, 1,200 openings a year, 2024 to 2034" in said(at)
