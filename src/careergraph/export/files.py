"""A graph, a comparison or the map of roles in the formats that other tools read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import chain
from typing import Literal

import pyoxigraph as ox
from rdflib import Dataset

from careergraph.analysis.comparison import Comparison
from careergraph.errors import NoAnswerError, UsageError
from careergraph.export.jsonld import to_jsonld
from careergraph.export.networks import edges_csv, network_bytes
from careergraph.export.sssom import export_sssom
from careergraph.export.tables import table_csv
from careergraph.importers.table import TEMPLATE
from careergraph.network.projection import Network
from careergraph.store.dataset import native_store
from careergraph.store.formats import EXPORT_FORMATS, MAP_FORMATS
from careergraph.store.union import sourced, strays
from careergraph.vocabulary import PREFIXES, RELATIONS

Format = Literal[
    "turtle", "jsonld", "nquads", "graphml", "gexf", "csv", "tables", "sssom", "html"
]  # fmt: skip
_RDF = {
    name: ox.RdfFormat.from_media_type(EXPORT_FORMATS[name].media_type)
    for name in ("turtle", "jsonld", "nquads")
}


def export_graph(graph: Dataset, network: Network, format: Format) -> bytes:  # noqa: A002
    """Return the whole graph in a format.

    Turtle holds the statements alone; N-Quads and JSON-LD keep the source of each as its named
    graph; GraphML, GEXF and CSV hold the network that the analyses run on, "tables" its nodes and
    edges apart; SSSOM holds the matches between sources; HTML is the map of its roles, a page that
    opens without a network.

    Raises:
        NoAnswerError: the graph tells too little of its roles for a map.
    """
    if format in _RDF:
        return _rdf(_quads(graph), format)
    if format == "csv":
        return edges_csv(network)
    if format == "sssom":
        return export_sssom(graph)
    if format == "html":
        return export_map(network, format)
    return network_bytes(network, format)


def export_comparison(
    graph: Dataset,
    network: Network,
    comparison: Comparison,
    format: Format,  # noqa: A002
) -> bytes:
    """Return a comparison in a format: roles, their things, and what each source says."""
    if format == "csv":
        return _comparison_csv(network, comparison)
    if format == "html":
        from careergraph.export.report import comparison_report

        return comparison_report(network, comparison).encode()
    things = {role.iri for role in comparison.roles} | {item.iri for item in comparison.items}
    named = {iri for thing in things for iri in network.nodes[thing]["iris"]}
    if format == "sssom":
        return export_sssom(graph, named)
    if format in _RDF:
        roles = {iri for role in comparison.roles for iri in network.nodes[role.iri]["iris"]}
        return _rdf(_about(graph, roles, named), format)
    return network_bytes(network.subgraph(things), format)


def _comparison_csv(network: Network, comparison: Comparison) -> bytes:
    """Return a comparison as a table: a thing a row, in words, and then in the machine's names."""
    titles, roles = network.graph["sources"], comparison.roles
    return table_csv(
        (
            "thing", "kind", "whose", *(role.label for role in roles), "says",
            "iri", *(f"{role.label} (relations)" for role in roles), "sources",
        ),
        (
            (
                item.label,
                item.kind,
                whose(comparison, item.relations),
                *(
                    "; ".join(RELATIONS[name].label for name in item.relations.get(role.iri, ()))
                    for role in roles
                ),
                "; ".join(titles.get(source) or source for source in item.sources),
                item.iri,
                *("; ".join(item.relations.get(role.iri, ())) for role in roles),
                " ".join(item.sources),
            )
            for item in comparison.items
        ),
    )  # fmt: skip


def whose(comparison: Comparison, relations: dict[str, list[str]]) -> str:
    """Return in words which of the compared roles have a thing."""
    holders = [role.label for role in comparison.roles if role.iri in relations]
    if len(holders) == len(comparison.roles):
        return "both" if len(holders) == 2 else "all"
    return f"only {holders[0]}" if len(holders) == 1 else " and ".join(holders)


def export_map(network: Network, format: str) -> bytes:  # noqa: A002
    """Return the map of roles in a format.

    CSV has a role a row: where it lies (x and y from 0 to 1), its area, and what points are sized
    by; JSON has areas and bridges as well; HTML is a page that opens without a network.

    Raises:
        NoAnswerError: the graph tells too little of its roles for a map.
        UsageError: the map is not written in that format.
    """
    from careergraph.analysis.role_map.communities import role_map
    from careergraph.analysis.role_map.sizes import role_sizes

    if format not in MAP_FORMATS:
        raise UsageError(f"The map is written as csv, json or html, not as {format}.")
    found = role_map(network)
    if not found.places:
        raise NoAnswerError(
            "The graph tells too little of its roles for a map; name two roles to compare, or "
            "choose another --format."
        )
    central, leads = (role_sizes(network, found, by) for by in ("central", "leads"))
    if format == "html":
        from careergraph.drawing.rendering import to_html
        from careergraph.drawing.role_map import draw_map

        drawing = draw_map(found, central.size, notes=central.says)
        return to_html(drawing, "Map of roles").encode()
    from careergraph.drawing.map_layout import place_roles

    at = place_roles(found).roles
    measures = {"central": central.value, "leads": leads.value}
    if format == "json":
        plain = found.to_dict() | {"measures": measures}
        for place in plain["places"]:
            place["x"], place["y"] = at[place["iri"]]
        return json.dumps(plain, ensure_ascii=False).encode()
    label = {place.iri: place.label for place in found.places}
    return table_csv(
        ("iri", "role", "area", "x", "y", *measures, "nearest"),
        (
            (
                place.iri,
                place.label,
                found.communities[place.community].name,
                *(round(middle, 4) for middle in at[place.iri]),
                *(measure[place.iri] for measure in measures.values()),
                "; ".join(label[other] for other in place.nearest),
            )
            for place in found.places
        ),
    )


def export_template() -> bytes:
    """Return a table of roles to fill in: CSV with the names of its columns and one example."""
    header, *examples = TEMPLATE
    return table_csv(header, iter(examples))


def _quads(graph: Dataset) -> Iterator[ox.Quad]:
    store = native_store(graph)
    if store is None:
        raise UsageError(
            "A remote graph is not copied as RDF; take another format, or CONSTRUCT what you want "
            "with SPARQL."
        )
    return chain(sourced(store), strays(store))


def _about(graph: Dataset, roles: set[str], named: set[str]) -> Iterator[ox.Quad]:
    """Yield the statements between the compared roles and their things, and the names of both."""
    describing = {
        PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "definition", "broader")
    } | {PREFIXES["rdf"] + "type"}
    for quad in _quads(graph):
        subject, target = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or subject.value not in named:
            continue
        links = subject.value in roles or quad.predicate.value == PREFIXES["skos"] + "exactMatch"
        within = isinstance(target, ox.NamedNode) and target.value in named
        if (links and within) or quad.predicate.value in describing:
            yield quad


def _rdf(quads: Iterator[ox.Quad], format: str) -> bytes:  # noqa: A002
    dataset = ox.Dataset(quads)
    # Blank nodes get names by what is said of them: the same graph gives the same bytes.
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    out = io.BytesIO()
    if format == "turtle":
        triples = sorted({quad.triple for quad in dataset}, key=str)
        ox.serialize(triples, out, format=_RDF[format], prefixes=PREFIXES)
    elif format == "jsonld":
        out.write(to_jsonld(dataset))
    else:
        by_source = sorted(dataset, key=lambda quad: (str(quad.graph_name), str(quad)))
        ox.serialize(by_source, out, format=_RDF[format])
    return out.getvalue()
