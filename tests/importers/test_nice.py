"""The NICE Framework's JSON, in miniature."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from careergraph.errors import SourceError
from careergraph.importers import importer_for
from careergraph.importers.nice import BASE, describe_nice, import_nice

CG = "https://w3id.org/careergraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def element(kind: str, key: str, title: str, text: str = "") -> dict[str, str]:
    return {"element_type": kind, "element_identifier": key, "title": title, "text": text}


def relationship(source: str, dest: str) -> dict[str, str]:
    return {
        "source_element_identifier": source,
        "dest_element_identifier": dest,
        "relationship_identifier": "projection",
    }


CONTENT: dict[str, Any] = {
    "documents": [{"doc_identifier": "SP_800_181", "name": "NICE", "version": "1.0.0"}],
    "elements": [
        element("category", "PD", "PROTECTION and DEFENSE", "Keeps systems safe."),
        element("work_role", "PD-WRL-001", "Defensive Cybersecurity", "Looks for attacks."),
        element("work_role", "PD-WRL-002", "Digital Forensics", "Looks for traces."),
        element("task", "T1", "", "Look at what was logged."),
        element("knowledge", "K1", "", "Knowledge of logs"),
        element("skill", "S1", "", "Skill in reading logs"),
        element("competency_area", "C1", "Log Analysis", "All about logs."),
        element("withdraw_reason", "W1", "gone"),
    ],
    "relationships": [
        relationship("PD", "PD-WRL-001"),
        relationship("PD-WRL-001", "T1"),
        relationship("PD-WRL-002", "T1"),
        relationship("PD-WRL-001", "K1"),
        relationship("S1", "PD-WRL-001"),
        relationship("C1", "S1"),
        relationship("W1", "T1"),
    ],
}


@pytest.fixture(params=["as NIST serves it", "plain"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    content = CONTENT if request.param == "plain" else {"response": {"elements": CONTENT}}
    path = tmp_path / "nice.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def links(path: Path) -> set[tuple[str, str, str]]:
    return {
        (
            triple.subject.value.removeprefix(BASE),
            triple.predicate.value.replace("#", "/").rpartition("/")[2],
            triple.object.value.removeprefix(BASE),
        )
        for triple in import_nice(path)
        if triple.object.value.startswith(BASE)
    }


def test_roles_tasks_knowledge_and_skills(file: Path) -> None:
    assert links(file) == {
        ("PD-WRL-001", "broader", "PD"),
        ("PD-WRL-001", "hasResponsibility", "T1"),
        ("PD-WRL-002", "hasResponsibility", "T1"),
        ("PD-WRL-001", "requiresSkill", "K1"),
        ("PD-WRL-001", "requiresSkill", "S1"),
        ("S1", "broader", "C1"),
    }
    labels = {
        triple.subject.value.removeprefix(BASE): triple.object.value
        for triple in import_nice(file)
        if triple.predicate.value == f"{SKOS}prefLabel"
    }
    assert len(labels) == 7
    assert (labels["T1"], labels["PD-WRL-002"]) == ("Look at what was logged", "Digital Forensics")


def test_it_is_recognised_and_described(file: Path) -> None:
    assert importer_for(file).name == "nice"
    about = describe_nice(file)
    assert (about.title[-5:], about.issued) == ("1.0.0", "2024-03-05")


def test_what_is_wrong_is_told(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[:-30], encoding="utf-8")
    with pytest.raises(SourceError, match="is not valid JSON"):
        list(import_nice(file))
    file.write_text(text.replace("dest_element", "other_element"), encoding="utf-8")
    with pytest.raises(SourceError, match="lacks 'dest_element_identifier'"):
        list(import_nice(file))
    file.write_text('["work_role"]', encoding="utf-8")
    with pytest.raises(SourceError, match="another layout"):
        list(import_nice(file))
