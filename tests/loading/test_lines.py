"""What a source says line by line, and what becomes of it when a person changes a line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from careergraph.importers import importer_for
from careergraph.loading.lines import Change, Line, changed_triples, statement_lines
from careergraph.loading.opening import open_graph
from careergraph.network.projection import project
from careergraph.store.dataset import dataset

ADVERT = """Position: Data Tuner

Your profile
- SQL and Python every day
- Flux capacitor tuning at night

Your tasks
- Keep the pipelines running

Apply now
"""


@pytest.fixture
def advert(tmp_path: Path) -> Path:
    path = tmp_path / "advert.txt"
    path.write_text(ADVERT, "utf-8")
    return path


@pytest.fixture
def triples(advert: Path) -> list[ox.Triple]:
    return list(importer_for(advert, "posting").read(advert))


@pytest.fixture
def lines(triples: list[ox.Triple]) -> list[Line]:
    return statement_lines(triples, project(open_graph("core")), ADVERT)


def place(lines: list[Line], label: str) -> int:
    return next(at for at, line in enumerate(lines) if line.label.casefold() == label.casefold())


def after(triples: list[ox.Triple]) -> set[tuple[str, str, str]]:
    """Role, relation and label of each thing, once the triples are a graph."""
    store = ox.Store()
    store.extend(ox.Quad(*triple, ox.NamedNode("urn:source")) for triple in triples)
    network = project(dataset(store))
    return {
        (network.nodes[one]["label"], relation, network.nodes[other]["label"])
        for one, other, relation in network.edges(keys=True)
    }


def test_each_line_says_what_is_known_and_where_it_stands(lines: list[Line]) -> None:
    sql = lines[place(lines, "SQL")]
    assert (sql.role, sql.status) == ("Data tuner", "same")
    assert "SQL and Python every day" in sql.sentence
    assert lines[place(lines, "Flux capacitor tuning")].status == "new"


def test_nothing_changed_is_the_source_itself(triples: list[ox.Triple], lines: list[Line]) -> None:
    assert list(changed_triples(triples, lines, {}, "urn:source")) == triples


def test_a_line_left_out_is_gone_and_no_other(triples: list[ox.Triple], lines: list[Line]) -> None:
    gone = place(lines, "SQL")
    kept = after(list(changed_triples(triples, lines, {gone: None}, "urn:source")))
    before = after(triples)
    assert {label for _, _, label in before - kept} == {lines[gone].label}
    assert kept < before


def test_a_line_is_called_another_thing_of_another_kind_of_another_role(
    triples: list[ox.Triple], lines: list[Line]
) -> None:
    at = place(lines, "Flux capacitor tuning")
    change = Change("Night tuner", "tool", "Flux capacitor")
    changed = after(list(changed_triples(triples, lines, {at: change}, "urn:source")))
    assert ("Night tuner", "usesTool", "Flux capacitor") in changed
    assert not any(
        "tuning" in label.casefold() and "tuner" not in label.casefold() for _, _, label in changed
    )


def test_a_line_is_added(triples: list[ox.Triple], lines: list[Line]) -> None:
    added = {len(lines): Change("Data tuner", "skill", "Patience")}
    changed = after(list(changed_triples(triples, lines, added, "urn:source")))
    assert ("Data tuner", "requiresSkill", "Patience") in changed


def test_what_the_graph_alone_describes_is_named_by_it_and_nothing_is_lost() -> None:
    role = ox.NamedNode("urn:x:keeper")
    skill = ox.NamedNode("https://w3id.org/careergraph/ontology#requiresSkill")
    known = ox.NamedNode("https://w3id.org/careergraph/id/skill/communication")
    said = [ox.Triple(role, skill, known), ox.Triple(role, skill, ox.NamedNode("urn:x:lamp-care"))]
    lines = statement_lines(said, project(open_graph("core")))
    assert [(line.role, line.label, line.status) for line in lines] == [
        ("keeper", "Communication", "same"),
        ("keeper", "lamp-care", "new"),
    ]
