"""What a source says, by role and kind, before it joins a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph.errors import UsageError
from careergraph.importers import Importer, importer_for
from careergraph.importers.rdf import read_quads, read_translated
from careergraph.network.projection import Network, project
from careergraph.reading.article import read_article
from careergraph.store.dataset import dataset
from careergraph.vocabulary import PREFIXES, RELATIONS, REQUIREMENTS


def preview(
    path: Path,
    as_: str | None = None,
    columns: Mapping[str, str] | None = None,
    mapping: str | Path | None = None,
) -> dict[str, Any]:
    """Read a source and return what it says.

    Args:
        path: a file, a folder or a zip.
        as_: how to read it (a name in ``importers.IMPORTERS``); guessed where None.
        columns: of a table, field → the column that holds it (see ``importers.columns``).
        mapping: how RDF in other terms is said in ours, see ``store.mapping``.

    Returns:
        ``roles`` (each with ``label``, ``definition`` and lists by kind; degrees as ``level``,
        ``field`` and ``required``), ``postings``, ``issued``, ``unmatched``, what found no place,
        and ``notes`` on how the source was understood.

    Raises:
        SourceError: the source cannot be read.
        UsageError: ``as_`` is none of the importers, columns are named of what is no table, or a
            mapping of what is no RDF.
    """
    importer = _chosen(path, as_, columns, mapping)
    if importer.name == "article":
        return read_article(path).to_dict()
    store, notes = _store(path, importer, mapping), importer.explain(path)
    network = project(dataset(store))
    roles = [iri for iri, data in network.nodes(data=True) if data["kind"] == "role"]
    postings = [data for _, data in network.nodes(data=True) if data["kind"] == "posting"]
    return {
        "roles": [_role(network, iri) for iri in roles],
        "postings": [{"title": data["label"], **data["facts"]} for data in postings],
        "issued": importer.describe(path).issued,
        "unmatched": [
            *sorted(set(_unmatched(store, network))),
            *notes.unmatched,
        ],
        "notes": list(notes.understood),
    }


def to_turtle(
    path: Path,
    as_: str | None = None,
    columns: Mapping[str, str] | None = None,
    mapping: str | Path | None = None,
) -> bytes:
    """Read a source and return its statements as Turtle; arguments and errors as of ``preview``."""
    importer = _chosen(path, as_, columns, mapping)
    triples = importer.read(path)
    if mapping:
        triples = (quad.triple for quad in read_translated([path], mapping))
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _chosen(
    path: Path,
    as_: str | None,
    columns: Mapping[str, str] | None,
    mapping: str | Path | None,
) -> Importer:
    importer = importer_for(path, as_, columns)
    if columns and importer.name != "table":
        raise UsageError("Only a table has columns; leave out --columns, or add --as table.")
    if mapping and importer.name != "rdf":
        raise UsageError("Only RDF is in other terms; leave out --mapping.")
    return importer


def _store(path: Path, importer: Importer, mapping: str | Path | None) -> ox.Store:
    store, graph = ox.Store(), ox.NamedNode("urn:source")
    if mapping:
        store.bulk_extend(read_translated([path], mapping))
    elif importer.name == "rdf":
        store.bulk_extend(read_quads(path))
    else:
        triples = importer.read(path)
        store.bulk_extend(
            ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples
        )
    return store


def _unmatched(store: ox.Store, network: Network) -> Iterator[str]:
    """Return what roles are said to need that the source names and does not describe."""
    known = {iri for _, data in network.nodes(data=True) for iri in data["iris"]}
    for name in REQUIREMENTS:
        relation = RELATIONS[name]
        for quad in store.quads_for_pattern(None, ox.NamedNode(relation.iri), None, None):
            role, thing = quad.subject, quad.object
            if (
                isinstance(role, ox.NamedNode)
                and isinstance(thing, ox.NamedNode)
                and thing.value not in known
            ):
                label = network.nodes[role.value]["label"] if role.value in network else role.value
                yield f"{label} {relation.label} {thing.value}, which the source does not describe"


def _role(network: Network, iri: str) -> dict[str, Any]:
    data = network.nodes[iri]
    described: dict[str, Any] = {"label": data["label"], "definition": data["definition"]}
    for kind in ("skill", "tool", "industry", "degree", "experience", "responsibility"):
        described[kind] = []
    for _, thing, relation in network.out_edges(iri, keys=True):
        if relation not in REQUIREMENTS:
            continue
        about = network.nodes[thing]
        entry: Any = about["label"]
        if about["kind"] == "degree":
            entry = {
                "level": about["facts"].get("degreeLevel"),
                "field": about["facts"].get("fieldOfStudy"),
                "required": relation == "requiresDegree",
            }
        if entry not in described[about["kind"]]:
            described[about["kind"]].append(entry)
    return described
