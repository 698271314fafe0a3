"""Where a skill can be learnt, from RDF and from a table of one's own."""

from __future__ import annotations

from pathlib import Path

from careergraph.loading.load import join
from careergraph.loading.opening import open_graph
from careergraph.network.learning_resources import LearningResource, learning_resources
from careergraph.network.projection import project

TABLE = """Role,Skill,Course
Lamp keeper,Lamp care,Lamps for all https://lamps.example/course
Lamp keeper,SQL,"SQL by the sea
https://sea.example/sql"
Lamp keeper,Patience,
"""
SQL = "https://w3id.org/careergraph/id/tool/sql"
TURTLE = f"""@prefix schema: <https://schema.org/> .
@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x:r> a cg:Role ; skos:prefLabel "Tide clerk"@en ; cg:usesTool <{SQL}> .
<https://tide.example/c> a schema:Course ; schema:name "Tides in SQL"@en ; schema:teaches <{SQL}> .
"""


def test_a_column_of_a_table_and_a_course_in_rdf_stand_at_what_they_teach(tmp_path: Path) -> None:
    table, turtle = tmp_path / "lamps.csv", tmp_path / "tides.ttl"
    table.write_text(TABLE, "utf-8")
    turtle.write_text(TURTLE, "utf-8")
    graph, _ = join(open_graph("core"), [table, turtle])
    network = project(graph)
    of = {iri: data["iris"] for iri, data in network.nodes(data=True)}
    found = learning_resources(graph, of)
    source = "https://w3id.org/careergraph/source/"
    label = {network.nodes[iri]["label"]: resources for iri, resources in found.items()}
    assert label["Lamp care"] == (
        LearningResource("Lamps for all", "https://lamps.example/course", f"{source}lamps"),
    )
    assert {one.name: one.url for one in label["SQL"]} == {
        "SQL by the sea": "https://sea.example/sql",
        "Tides in SQL": "https://tide.example/c",
    }
    assert "Patience" not in label


def test_nothing_is_asked_of_nothing() -> None:
    assert learning_resources(open_graph("core"), {}) == {}
