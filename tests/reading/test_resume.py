"""What a CV says that somebody knows: what is ticked beforehand, and what is only offered."""

from __future__ import annotations

import json

import pytest
from networks import network

from careergraph.reading.profile import parse_profile, split_names

TOOLS = [
    "SQL",
    "Python",
    "Rust",
    "Airtable",
    "LinkedIn",
    "Ranges",
    "Apache Spark",
    "Apache Airflow",
]
SKILLS = ["Wound care", "Compliance", "Community health", "Knitting", "Machine learning", "Skills"]
GRAPH = network({"nurse": [*TOOLS, *SKILLS, "Pruning"]}, kinds=dict.fromkeys(TOOLS, "tool"))
GRAPH.nodes["Airtable"]["aliases"] = ("COM",)
GRAPH.nodes["Pruning"]["aliases"] = ("tree care",)
for tool in ("Apache Spark", "Apache Airflow"):
    GRAPH.nodes[tool]["aliases"] = (tool.removeprefix("Apache "),)


def read(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return what is sure, what is doubtful and what is no name of the graph."""
    profile = parse_profile(GRAPH, text)
    sure = [found.label for found in profile.known if found.sure]
    doubtful = [found.label for found in profile.known if not found.sure]
    return sure, doubtful, [name.text for name in profile.unknown]


LONG = " and I have done so on every day of the week for these ten years."


@pytest.mark.parametrize(
    ("text", "sure", "doubtful"),
    [
        (f"I wrote SQL and did wound care{LONG}", ["SQL", "Wound care"], []),
        (f"I saw to the compliance of the ward and its ranges{LONG}", [], ["Compliance", "Ranges"]),
        (f"Community Health Nurse at the clinic{LONG}", [], ["Community health"]),
        (f"I did some tree care in parks{LONG}", [], ["Pruning"]),
        (f"Write to ann@ward.com or see https://rust.example.com/python, thanks{LONG}", [], []),
        (f"My page is on LinkedIn, as it should be{LONG}", [], ["LinkedIn"]),
        (f"My colleague uses Python in the office{LONG}", [], ["Python"]),
        (f"I am currently learning Python at night{LONG}", [], ["Python"]),
        (f"I do machine learning, SQL and more{LONG}", ["Machine learning", "SQL"], []),
        (f"Before that I worked at Airtable in sales{LONG}", [], ["Airtable"]),
        ("used airflow and spark at work", ["Apache Airflow", "Apache Spark"], []),
        ("Skills: compliance, SQL\nInterests: knitting", ["Compliance", "SQL"], ["Knitting"]),
        ("Skills\nPython (learning)\nSQL (advanced)\n\nHobbies\nKnitting", ["SQL"],
         ["Python", "Knitting"]),
        ("TECHNICAL SKILLS\n\nData: SQL\n\nEDUCATION\nDiploma, wound care", ["SQL"],
         ["Wound care"]),
        (f"# Skills\n\n- **Python**\n\n# References\n\nA person with wound care{LONG}", ["Python"],
         ["Wound care"]),
    ],
)  # fmt: skip
def test_only_what_is_certain_is_ticked(text: str, sure: list[str], doubtful: list[str]) -> None:
    assert read(text)[:2] == (sure, doubtful)


def test_what_is_listed_as_a_skill_and_is_no_name_is_kept() -> None:
    assert read("Skills:\n- Bread glazing\n- SQL")[2] == ["Bread glazing"]
    text = f"I am skilled in oven firing, glaze mixing, and wound care. It was good{LONG}"
    assert read(text) == (["Wound care"], [], ["oven firing", "glaze mixing"])


def test_what_is_doubtful_comes_with_its_words() -> None:
    profile = parse_profile(GRAPH, f"I saw to the compliance of the ward{LONG}")
    assert profile.known[0].snippet.startswith("I saw to the compliance of the ward")


def test_a_page_with_front_matter_and_tags_is_no_turtle() -> None:
    text = (
        f'+++\ntitle = "Me"\n+++\n<style>\na {{}}\n</style>\n\n<div>\n\nI wrote SQL{LONG}\n\n</div>'
    )
    assert read(text)[0] == ["SQL"]


def test_sentences_and_projects_of_json_resume_are_read_and_interests_not() -> None:
    resume = {
        "basics": {"summary": "I clean data with Python."},
        "work": [{"highlights": ["Did wound care on a ward"]}],
        "projects": [{"keywords": ["Rust"]}],
        "skills": [{"name": "SQL"}],
        "interests": [{"name": "Knitting"}],
    }
    assert read(json.dumps(resume))[:2] == (["SQL", "Rust", "Python", "Wound care"], [])


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("SQL Spark", ["SQL", "Spark"]),
        ("Apache Spark SQL, wound care", ["Apache Spark", "SQL", "wound care"]),
        ("Wound care", ["Wound care"]),
        ("wound SQL", ["wound SQL"]),
    ],
)
def test_several_names_in_one_are_split(typed: str, names: list[str]) -> None:
    assert split_names(GRAPH, typed) == names
