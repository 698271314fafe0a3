"""Shapes that articles come in, each by a small input that stands for its kind."""

from __future__ import annotations

from time import perf_counter

import pytest

from careergraph.errors import SourceError
from careergraph.reading.article import ArticleRole, read_article

TITLE = "# Data Analyst vs. Data Engineer\n\n"


def both(text: str) -> tuple[ArticleRole, ArticleRole]:
    one, other = read_article(text).roles
    return one, other


def named(role: ArticleRole) -> set[str]:
    """The labels of a role's skills and tools."""
    return {term.label for term in (*role.skill, *role.tool)}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        pytest.param(
            "## What Does a Data Analyst Do?\n\n**Skills:**\n\n- SQL\n\n"
            "## What Does a Data Engineer Do?\n\n**Skills:**\n\n- Airflow\n",
            {"SQL"}, {"Apache Airflow"}, id="a question as a role's heading",
        ),
        pytest.param(
            "## Skills of a Data Analyst\n\n**Must have**\n\n- SQL\n\n"
            "## Skills of a Data Engineer\n\n- Airflow\n",
            {"SQL"}, {"Apache Airflow"}, id="a section and its role in one heading",
        ),
        pytest.param(
            "## Required Skills\n\n### Data Analyst\n\n- Python<br/>\n- <b>SQL</b>\n\n"
            "### Data Engineer\n\n<style>.x { color: red }</style>\n\n- Airflow<br>\n",
            {"Python", "SQL"}, {"Apache Airflow"}, id="tags in Markdown",
        ),
        pytest.param(
            "| | Data Analyst | Data Engineer |\n|---|---|---|\n"
            "| Tools | Tableau<br>Power BI | Airflow |\n",
            {"Tableau", "Power BI"}, {"Apache Airflow"}, id="breaks in a cell",
        ),
        pytest.param(
            "## Skills\n\n### Data Analyst\n\nThe team uses various tools:\n\n- Tableau\n\n"
            "You can:\n\n- Stay updated\n\n### Data Engineer\n\n- Airflow\n",
            {"Tableau"}, {"Apache Airflow"}, id="advice after a list",
        ),
        pytest.param(
            "## Tools\n\n### Data Analyst\n\n- **Grafana**: panels, with alerts and reports\n\n"
            "### Data Engineer\n\n- Databases: SQLite, MariaDB\n",
            {"Grafana"}, {"SQLite", "MariaDB"}, id="a tool and what it is for",
        ),
        pytest.param(
            "## Required Skills\n\n### Data Analyst\n\n- Excel at communication\n"
            "- Lead meetings with teams\n\n### Data Engineer\n\n- Excel\n",
            {"Communication"}, {"Microsoft Excel"}, id="words that tools are too",
        ),
        pytest.param(
            "Required Skills\n\nData Analyst\n\uf0b7 SQL\n\uf0b7 Tact\n\n"
            "Data Engineer\no Airflow\no Tact\n",
            {"SQL", "Tact"}, {"Apache Airflow", "Tact"}, id="bullets of a word processor",
        ),
        pytest.param(
            "## Required Skills\n\n### Data Analyst\n\n- **Soft:** Communication\n"
            "- **Technical:** SQL\n\n### Data Engineer\n\n- Airflow\n",
            {"Communication", "SQL"}, {"Apache Airflow"}, id="sorts of skills",
        ),
        pytest.param(
            "## Data Analyst\n\nSkills: SQL\n\nIndustries: Finance\n\n"
            "## Data Engineer\n\nSkills: Airflow\n\nIndustries: Technology\n",
            {"SQL"}, {"Apache Airflow"}, id="sections in a line each",
        ),
        pytest.param(
            "## 1. Data Analyst\n\n| Aspect | About |\n|---|---|\n| Skills Needed | SQL, tact |\n"
            "\n## 2. Data Engineer\n\n| Aspect | Description |\n|---|---|\n| Tools | Airflow |\n",
            {"SQL", "Tact"}, {"Apache Airflow"}, id="a table for each role",
        ),
        pytest.param(
            "## Data Analyst\n\n- Key skills required: Data analysts need proficiency in SQL.\n\n"
            "## Data Engineer\n\n- Key skills required: Airflow, tact\n",
            {"SQL"}, {"Apache Airflow", "Tact"}, id="a section in an item",
        ),
    ],
)  # fmt: skip
def test_what_each_role_needs(text: str, first: set[str], second: set[str]) -> None:
    one, other = both(TITLE + text)
    assert (named(one), named(other)) == (first, second)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("| Aspect | Solution Architect | Enterprise Architect |\n|---|---|---|\n| Tools | AWS | "
         "TOGAF |\n", ["Solution architect", "Enterprise architect"]),
        ("---\ntitle: Data Analyst vs. Data Engineer\n---\n\n## Skills\n\n- SQL\n",
         ["Data analyst", "Data engineer"]),
        ("7 Must-Have Skills for Data Analysts and Data Engineers\n\n## Skills\n\n- SQL\n",
         ["Data analyst", "Data engineer"]),
        ("Difference between Data Engineer - Data Analyst\n\n1. Data Engineer\n\n- SQL\n",
         ["Data engineer", "Data analyst"]),
        ("# SRE vs. DevOps Engineer\n\n## SRE\n\n### Tools\n\n- Linux\n\n## DevOps\n\n### Tools\n\n"
         "- Jenkins\n", ["SRE", "DevOps engineer"]),
        ("# Front-end vs. Back-end Developer\n\n## Front-end development: skills\n\n- CSS\n",
         ["Front-end developer", "Back-end developer"]),
    ],
)  # fmt: skip
def test_roles_are_named_in_many_ways(text: str, labels: list[str]) -> None:
    assert [role.label for role in read_article(text).roles] == labels


def test_a_heading_may_name_a_role_by_its_field() -> None:
    text = "## SRE\n\n### Tools\n\n- Linux\n\n## DevOps\n\n### Tools\n\n- Jenkins\n"
    one, other = both("# SRE vs. DevOps Engineer\n\n" + text)
    assert (named(one), named(other)) == ({"Linux"}, {"Jenkins"})


def test_headings_may_be_numbered_lettered_or_adorned() -> None:
    text = "{} Data Analyst:\n\nSkills: SQL\n\n{} Data Engineer:\n\nSkills: Airflow\n"
    for first, second in (("1.", "2."), ("A.", "B."), ("🔧 1.", "📊 2."), ("➢", "➢")):
        one, other = both(TITLE + text.format(first, second))
        assert (named(one), named(other)) == ({"SQL"}, {"Apache Airflow"})


def test_a_trend_is_no_requirement_and_a_remark_no_responsibility() -> None:
    one, _ = both(
        TITLE + "## Education\n\n### Data Analyst\n\nA bachelor's degree in statistics is "
        "required. A master's in analytics is becoming more popular.\n\n## Responsibilities\n\nThe "
        "responsibilities of data analysts and data engineers are quite different.\n\n"
        "### Data Analyst\n\n- Build reports\n"
    )
    assert {(degree.level, degree.required) for degree in one.degree} == {
        ("bachelor", True),
        ("master", False),
    }
    assert one.responsibility == ("Build reports",)


def test_what_compares_no_jobs_is_refused() -> None:
    with pytest.raises(SourceError, match="names no two roles"):
        read_article("# Shared Hosting vs. VPS Hosting\n\n## Tools\n\n- cPanel\n")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "mark", ["<!--", "![", "[", "#", "\n", "Data Analyst vs ", "<br>", "**", "`", "<style>", "|"]
)
def test_no_mark_in_a_row_is_slow(mark: str) -> None:
    start = perf_counter()
    read_article(f"{TITLE}## Skills\n\n- SQL\n\n{mark * (120_000 // len(mark))}\n")
    assert perf_counter() - start < 15
