"""What a graph is made of: its sources, each with its title, date, licence and counts."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Dataset, Graph

from careergraph.network.answers import Answer
from careergraph.store.dataset import as_dataset, rows
from careergraph.vocabulary import KINDS, ONTOLOGY, RELATIONS, SOURCE_BASE

_CATALOGUE = f"{SOURCE_BASE}sources"  # the graph that describes the sources is none itself


@dataclass(frozen=True)
class SourceInfo(Answer):
    """One source; what the graph does not say of it is "".

    ``licence`` is an IRI, or a sentence where there is none; ``rights`` a sentence to go with it,
    such as an attribution that the licence asks for.
    """

    iri: str
    title: str
    publisher: str
    licence: str
    rights: str
    issued: str
    description: str
    triples: int
    roles: int


def list_sources(graph: Graph) -> list[SourceInfo]:
    """List the sources that a graph's statements stand in, the one with most roles first.

    Graphs that say nothing of careers, such as those that a server keeps for itself, are none.
    """
    graph = as_dataset(graph)
    described: dict[str, dict[str, str]] = {}
    for iri, name, text in rows(
        graph,
        """SELECT ?source ?name ?text WHERE {
          VALUES (?property ?name) { (dct:title "title") (dct:publisher "publisher")
            (dct:license "licence") (dct:rights "rights") (dct:issued "issued")
            (dct:description "description") }
          GRAPH ?catalogue { ?source a cg:Source ; ?property ?text } }
        ORDER BY ?source ?name (!LANGMATCHES(LANG(?text), "en")) ?text""",
    ):
        described.setdefault(str(iri), {}).setdefault(str(name), str(text))
    ours = set(described) | {
        str(iri)
        for (iri,) in rows(
            graph,
            f"""SELECT DISTINCT ?g WHERE {{
              {{ VALUES ?kind {{ {" ".join(f"<{kind.iri}>" for kind in KINDS.values())} }}
                GRAPH ?g {{ ?thing a ?kind }} }} UNION
              {{ VALUES ?relation {{ {" ".join(f"<{each.iri}>" for each in RELATIONS.values())}
                  skos:prefLabel skos:altLabel skos:definition }}
                GRAPH ?g {{ ?thing ?relation ?other }} }} }}""",
        )
    }
    triples = _counts(graph, "?s ?p ?o", "*")
    roles = _counts(graph, "?role a cg:Role", "DISTINCT ?role")
    found = []
    for iri, count in triples.items():
        if iri not in ours - {ONTOLOGY, _CATALOGUE}:
            continue
        about = described.get(iri, {})
        found.append(
            SourceInfo(
                iri=iri,
                title=about.get("title") or iri.removeprefix(SOURCE_BASE),
                publisher=about.get("publisher", ""),
                licence=about.get("licence") or about.get("rights", ""),
                rights=about.get("rights", ""),
                issued=about.get("issued", ""),
                description=about.get("description", ""),
                triples=count,
                roles=roles.get(iri, 0),
            )
        )
    return sorted(found, key=lambda source: (-source.roles, -source.triples, source.iri))


def _counts(graph: Dataset, pattern: str, what: str) -> dict[str, int]:
    query = f"SELECT ?g (COUNT({what}) AS ?n) WHERE {{ GRAPH ?g {{ {pattern} }} }} GROUP BY ?g"
    return {str(iri): int(str(count)) for iri, count in rows(graph, query)}
