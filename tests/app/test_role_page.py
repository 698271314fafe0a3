"""A role's surroundings in Explore: reasons that add up, measures, next steps, jobs and pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import APP, forget_graph, opened, said, thing
from streamlit.testing.v1 import AppTest

from app.components.related import because
from careergraph.analysis.similarity.related import related_roles
from careergraph.network.projection import Network

ENGINEER = "role:data-engineer"


def heads(at: AppTest) -> list[str]:
    """The first line of each related role: its name, how alike, how many things shared."""
    found = [re.sub(r"<[^>]+>", " ", each.value or "") for each in at.get("html")]
    return [" ".join(text.split()) for text in found if " things" in text and "share" in text]


def both(at: AppTest) -> list[str]:
    """What each related role has in common with the role."""
    return [text.value for text in at.caption if text.value.startswith("Both")]


def noted(at: AppTest) -> list[str]:
    """What is said in small letters."""
    return [text.value.replace("\\", "") for text in at.caption]


@pytest.mark.parametrize(
    ("by", "measure", "direction", "told"),
    [
        ("", "cosine", None, "{} alike"),
        ("nonsense", "cosine", None, "{} alike"),
        ("shared", "jaccard", None, "{} shared"),
        ("to", "coverage", "to", "{} of it already there"),
        ("from", "coverage", "from", "has {} of this role"),
    ],
)
def test_roles_are_told_by_the_measure_asked_for(
    by: str, measure: str, direction: str | None, told: str, network: Network
) -> None:
    at = opened("explore", thing=ENGINEER, by=by)
    answer = related_roles(network, thing("role", "data-engineer"), 6, measure, direction)  # type: ignore[arg-type]
    expected = [
        f"{told.format(f'{each.score:.0%}')} · share {each.shared} of {each.union} things"
        for each in answer.related
    ]
    shown = heads(at)
    assert len(shown) == len(expected) == 6
    for head, each, end in zip(shown, answer.related, expected, strict=True):
        assert head.startswith(each.label)
        assert head.endswith(end)
    assert answer.note in noted(at)


@pytest.mark.parametrize("by", ["all", "shared", "to", "from"])
def test_the_parts_of_what_both_have_add_up_to_a_hundred(by: str) -> None:
    """Rounded to whole ones; all that is not named is one part."""
    told = both(opened("explore", thing=ENGINEER, by=by))
    assert len(told) == 6
    for text in told:
        parts = [int(part) for part in re.findall(r"(\d+)%(?:;|$)", text)]
        assert sum(parts) == 100


def test_a_role_that_others_belong_to_is_told_apart_from_a_thing(network: Network) -> None:
    role = thing("role", "machine-learning-engineer")
    like = related_roles(network, role, 10).related
    told = "\n".join(because(network, role, other, most=1000) for other in like)
    assert "; close to “Machine Learning Engineer” " in told


def test_what_things_of_both_belong_to_is_told_apart_from_what_both_share(network: Network) -> None:
    role = thing("role", "data-scientist")
    answer = related_roles(network, role, 6)
    told = both(opened("explore", thing="role:data-scientist"))
    assert any("kind “" in text for text in told)
    for text, other in zip(told, answer.related, strict=True):
        shared = {*network.successors(role)} & {*network.successors(other.iri)}
        labels = {network.nodes[iri]["label"] for iri in shared}
        for part in text.removeprefix("Both: ").replace("\\", "").split("; "):
            label = re.sub(r" \d+%$", "", part)
            if "“" not in label and not re.fullmatch(r"\d+ others?", label):
                assert label in labels


def test_what_to_rank_by_can_be_chosen() -> None:
    at = opened("explore", thing=ENGINEER)
    at = at.button_group(key="related-by").set_value("to").run()
    assert not at.exception
    assert at.query_params["by"] == "to"
    assert all("already there" in head for head in heads(at))


def test_a_related_role_is_gone_to_and_back_from() -> None:
    """The address follows, so that it can be shared and the browser's back button undoes it."""
    at = opened("explore", thing=ENGINEER, by="shared")
    at = at.button(key="related-role:data-architect").click().run()
    assert not at.exception
    assert at.query_params["thing"] == "role:data-architect"
    assert at.query_params["trail"] == ENGINEER
    assert at.query_params["by"] == "shared"
    assert "### Roles like Data Architect" in said(at)
    at = at.button(key="crumb-0").click().run()
    assert "### Roles like Data Engineer" in said(at)


# ---- a graph made up


PREFIXES = """@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@base <https://w3id.org/careergraph/id/> .
"""


def role(slug: str, label: str, *things: str) -> str:
    """A role that needs skills."""
    needs = "".join(
        f"<role/{slug}> cg:requiresSkill <skill/{each}> .\n"
        f'<skill/{each}> a cg:Skill ; skos:prefLabel "{each}"@en .\n'
        for each in things
    )
    return f'<role/{slug}> a cg:Role ; skos:prefLabel "{label}"@en .\n{needs}'


def posting(slug: str, currency: str, low: int, high: int, unit: str = "YEAR") -> str:
    """A job for a baker."""
    return (
        f'<posting/{slug}> a schema:JobPosting ; skos:prefLabel "Baker at {slug}"@en ;\n'
        "  schema:relevantOccupation <role/baker> ; schema:baseSalary [\n"
        f'  a schema:MonetaryAmount ; schema:currency "{currency}" ; schema:minValue {low} ;\n'
        f'  schema:maxValue {high} ; schema:unitText "{unit}" ] .\n'
    )


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder that the explorer takes for its graph, a source a file."""
    monkeypatch.syspath_prepend(str(APP))
    monkeypatch.setenv("CAREERGRAPH_GRAPH", str(tmp_path))
    forget_graph()
    yield tmp_path
    monkeypatch.undo()
    forget_graph()


def test_pay_is_told_by_source_and_currency_and_never_mixed(files: Path) -> None:
    one = posting("one", "USD", 30_000, 40_000) + posting("two", "USD", 35_000, 50_000)
    one += posting("three", "EUR", 20_000, 25_000) + posting("four", "USD", 15, 20, "HOUR")
    (files / "north.ttl").write_text(PREFIXES + role("baker", "Baker", *"abc") + one)
    (files / "south.ttl").write_text(PREFIXES + posting("five", "USD", 90_000, 90_000))
    at = opened("explore", thing="role:baker")
    assert [text.value for text in at.markdown if ", says " in text.value] == [
        "EUR\u00a020,000 to 25,000 a year, says *north*",
        "USD\u00a015 to 20 a hour, says *north*",
        "USD\u00a030,000 to 50,000 a year, says *north*",
        "USD\u00a090,000 a year, says *south*",
    ]
    assert "5 jobs on record" in said(at)


def test_a_role_with_too_little_data_says_so_and_offers_no_measure(files: Path) -> None:
    (files / "own.ttl").write_text(
        PREFIXES + role("baker", "Baker", *"abc") + role("cook", "Cook", *"abcde")
    )
    at = opened("explore", thing="role:baker")
    assert (
        "Baker has fewer than 5 things on record, too little to tell which roles are like it."
    ) in noted(at)
    assert not [each for each in at.get("button_group") if each.key == "related-by"]


def test_measures_that_disagree_are_told_with_the_place(files: Path) -> None:
    """Two have a name and no thing in common; all others share one."""
    turtle = PREFIXES + role("one", "Master baker", *"abcde")
    turtle += role("two", "Master baker", *"fghij")
    for n in range(9):
        turtle += role(f"other-{n}", f"Other{n}", "a", *(f"{n}-{letter}" for letter in "vwxy"))
    (files / "own.ttl").write_text(turtle)
    at = opened("explore", thing="role:one")
    disagree = [text.value for text in at.caption if "disagree" in text.value]
    assert disagree == ["The measures disagree: by what both share it is only in place 10 of 10."]
