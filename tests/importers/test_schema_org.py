"""schema.org's occupations and job postings, as files and inside web pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from careergraph import find, open_graph, project
from careergraph.cli import main
from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.schema_org import (
    describe_schema_org,
    explain_schema_org,
    import_schema_org,
)
from careergraph.loading.load import load
from careergraph.loading.preview import preview
from careergraph.vocabulary import ID_BASE

POSTING: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Senior Baker (m/f/d)",
    "datePosted": "2026-03-01",
    "hiringOrganization": {"@type": "Organization", "name": "Bread & Co"},
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue", "minValue": "2,800", "maxValue": 3200,
            "unitText": "MONTH",
        },
    },
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Graz", "addressCountry": "AT"},
    },
    "employmentType": ["FULL_TIME"],
    "skills": ["Dough making", {"@type": "DefinedTerm", "name": "Food hygiene"}],
    "educationRequirements": {
        "@type": "EducationalOccupationalCredential", "credentialCategory": "bachelor degree",
    },
    "experienceRequirements": {
        "@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24,
    },
    "responsibilities": "<ul><li>Plan the night's baking</li><li>Train apprentices</li></ul>",
}  # fmt: skip
OCCUPATION: dict[str, Any] = {
    "@context": "http://schema.org",
    "@type": "Occupation",
    "name": "Miller",
    "alternateName": "Grain miller",
    "skills": "Grain testing, Sieving",
    "industry": "Food production",
    "experienceRequirements": "Work in a mill",
    "occupationLocation": {"@type": "Country", "name": "US"},
    "estimatedSalary": [
        {
            "@type": "MonetaryAmountDistribution", "name": "base", "currency": "USD",
            "duration": "P1Y", "percentile10": "30000", "median": 41000, "percentile90": 60000,
        }
    ],
}  # fmt: skip


def json_file(folder: Path, document: object, name: str = "job.jsonld") -> Path:
    file = folder / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def page(folder: Path, *blocks: str) -> Path:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    file = folder / "job.html"
    file.write_text(f"<html lang='en'><title>Jobs &amp; more</title>{scripts}<p>Hello</p></html>")
    return file


def role(path: Path, label: str) -> dict[str, Any]:
    (found,) = [each for each in preview(path)["roles"] if each["label"] == label]
    return found


def test_a_posting_says_all_that_it_asks_and_offers(tmp_path: Path) -> None:
    file = json_file(tmp_path, POSTING)
    assert importer_for(file).name == "schema-org"
    asked = role(file, "Baker")
    assert asked["skill"] == ["Dough making", "Food hygiene"]
    assert asked["degree"] == [{"level": "bachelor", "field": None, "required": True}]
    assert asked["experience"] == ["2 years of experience"]
    assert asked["responsibility"] == ["Plan the night's baking", "Train apprentices"]
    (posting,) = preview(file)["postings"]
    assert posting == {
        "title": "Senior Baker (m/f/d)", "employer": "Bread & Co", "jobLocation": "Graz, AT",
        "employmentType": "FULL_TIME", "currency": "EUR", "minValue": 2800.0, "maxValue": 3200.0,
        "unit": "MONTH",
    }  # fmt: skip


def test_an_occupation_with_its_estimated_pay(tmp_path: Path) -> None:
    file = json_file(tmp_path, OCCUPATION)
    told = role(file, "Miller")
    assert told["skill"] == ["Grain testing", "Sieving"]
    assert told["industry"] == ["Food production"]
    assert told["experience"] == ["Work in a mill"]
    load([file], tmp_path / "store")
    network = project(open_graph(tmp_path / "store"))
    miller = find(network, "Grain miller").iri
    (pay,) = [one for one, _, key in network.in_edges(miller, keys=True) if key == "about"]
    assert network.nodes[pay]["definition"] == "USD 30,000 to 60,000 per year, median 41,000."
    assert network.nodes[pay]["label"] == "Pay of Miller in US"


def test_several_blocks_of_a_page_are_read_and_a_broken_one_passed_over(tmp_path: Path) -> None:
    site = json.dumps({"@context": "https://schema.org", "@type": "WebSite", "name": "x"})
    graph = {"@context": "http://schema.org/", "@graph": [{**OCCUPATION}]}
    del graph["@graph"][0]["@context"]
    file = page(tmp_path, site, "{broken", f"<!-- {json.dumps(POSTING)} -->", json.dumps(graph))
    assert importer_for(file).name == "schema-org"
    assert {each["label"] for each in preview(file)["roles"]} == {"Baker", "Miller"}
    source = describe_schema_org(file)
    assert (source.title, source.publisher) == ("Jobs & more", "Bread & Co")
    assert source.issued == "2026-03-01"


@pytest.mark.parametrize(
    "context",
    [
        "https://schema.org",
        "http://schema.org/",
        "https://schema.org/docs/jsonldcontext.json",
        ["https://schema.org/", {"x": "https://x.org/"}],
        {"@vocab": "http://schema.org/"},
        None,
    ],
)
def test_every_form_of_the_context(tmp_path: Path, context: object) -> None:
    file = json_file(tmp_path, {**POSTING, "@context": context, "x:y": "schema.org"})
    assert role(file, "Baker")["skill"] == ["Dough making", "Food hygiene"]


@pytest.mark.parametrize(
    "document",
    [
        [POSTING, OCCUPATION],
        {"@context": "https://schema.org", "@graph": [POSTING, OCCUPATION]},
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": [{"@type": "ListItem", "item": each}
                                for each in (POSTING, OCCUPATION)],
        },
    ],
)  # fmt: skip
def test_lists_and_graphs(tmp_path: Path, document: object) -> None:
    file = json_file(tmp_path, document, "jobs.json")
    assert {each["label"] for each in preview(file)["roles"]} == {"Baker", "Miller"}


def test_an_iri_is_kept_and_what_has_none_gets_the_same_every_time(tmp_path: Path) -> None:
    named = {
        **OCCUPATION,
        "@id": "https://x.org/miller",
        "skills": {"@id": "https://x.org/sieve", "name": "Sieving"},
    }
    file = json_file(tmp_path, [named, POSTING])
    triples = list(import_schema_org(file))
    assert triples == list(import_schema_org(file))
    subjects = {triple.subject.value for triple in triples}
    assert {"https://x.org/miller", "https://x.org/sieve", f"{ID_BASE}role/baker"} <= subjects
    assert "_:" not in " ".join(map(str, triples))


def test_the_occupation_of_a_posting_is_its_role(tmp_path: Path) -> None:
    document = {**POSTING, "relevantOccupation": {"@type": "Occupation", "name": "Pastry cook"}}
    assert role(json_file(tmp_path, document), "Pastry cook")["skill"]


@pytest.mark.parametrize(
    ("pay", "told"),
    [
        ({"@type": "MonetaryAmount", "currency": "GBP", "value": {"value": 20, "unitText": "HOUR"}},
         ("GBP", 20.0, 20.0, "HOUR")),
        ({"@type": "PriceSpecification", "priceCurrency": "CHF", "minPrice": "60 000"},
         ("CHF", 60000.0, None, "YEAR")),
        ("USD 100K - 130K", ("USD", 100000.0, 130000.0, "YEAR")),
        ("by agreement", (None, None, None, None)),
    ],
)  # fmt: skip
def test_pay_in_its_many_forms(tmp_path: Path, pay: object, told: tuple[object, ...]) -> None:
    file = json_file(tmp_path, {**POSTING, "baseSalary": pay})
    (posting,) = preview(file)["postings"]
    found = tuple(posting.get(name) for name in ("currency", "minValue", "maxValue", "unit"))
    assert found == told
    assert bool(explain_schema_org(file).unmatched) == (told[0] is None)


def test_sentences_where_a_list_belongs_are_told_not_taken(tmp_path: Path) -> None:
    prose = "You are somebody who loves bread, knows how to lead and has seen a lot of bakeries"
    file = json_file(
        tmp_path, {**POSTING, "skills": f"Dough making; {prose} in all your long life"}
    )
    assert role(file, "Baker")["skill"] == ["Dough making"]
    assert any(line.startswith("You are") for line in preview(file)["unmatched"])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"@context": "https://schema.org", "@type": "JobPosting"', "no JSON-LD that can be read"),
        ('{"@context": "https://schema.org", "@type": "Person", "x": "JobPosting"}',
         "says nothing"),
        ("[" * 5000 + '"schema.org JobPosting"', "no JSON-LD that can be read"),
        ('{"@context": "https://elsewhere.org/x", "@type": "JobPosting", "x": "schema.org"}',
         "remote contexts"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    file = tmp_path / "job.jsonld"
    file.write_text(text)
    with pytest.raises(SourceError, match=complaint):
        list(import_schema_org(file))
    assert main(["load", str(file), "--store", str(tmp_path / "store")]) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "store").exists()


def test_the_description_of_a_posting_is_read_as_an_advert(tmp_path: Path) -> None:
    description = (
        "<p>We are Bread & Co and use Kubernetes.</p><h3>Your tasks</h3><ul><li>Bake with data</li>"
        "</ul><h3>Requirements</h3><ul><li>Python and SQL</li><li>Bachelor's degree in statistics"
        "</li><li>3+ years of experience in baking</li></ul><h3>Nice to have</h3><p>Apache Kafka"
        "</p><h3>What we offer</h3><ul><li>Excel courses</li></ul>"
    )
    posting = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Data Engineer",
        "description": description,
        "hiringOrganization": {"@type": "Organization", "name": "Bread & Co"},
    }
    file = tmp_path / "job.jsonld"
    file.write_text(json.dumps(posting), "utf-8")
    (role,) = preview(file)["roles"]
    assert set(role["skill"]) | set(role["tool"]) == {"Python", "SQL", "Baking", "Apache Kafka"}
    assert role["responsibility"] == ["Bake with data"]
    assert role["degree"] == [{"level": "bachelor", "field": "Statistics", "required": True}]
    assert role["experience"] == ["3+ years of experience in baking"]
