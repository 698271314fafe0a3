"""What a source says, by role and kind, before it joins a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph.importers import importer_for
from careergraph.importers.rdf import read_quads
from careergraph.network.projection import Network, project
from careergraph.reading.article.article import read_article
from careergraph.store.dataset import dataset
from careergraph.vocabulary import PREFIXES, RELATIONS, REQUIREMENTS


def extract(path: Path, as_: str | None = None) -> dict[str, Any]:
    """Read a source and tell what it says.

    Args:
        path: a file, a folder or a zip.
        as_: how to read it (a name in ``importers.IMPORTERS``); guessed where None.

    Returns:
        ``roles`` (each with ``label``, ``definition`` and lists by kind; degrees as ``level``,
        ``field`` and ``required``), ``postings``, ``issued`` and ``unmatched``, what found no
        place.

    Raises:
        SourceError: the source cannot be read.
        UsageError: ``as_`` is none of the importers.
    """
    importer = importer_for(path, as_)
    if importer.name == "article":
        return read_article(path).to_dict()
    store = _store(path, importer.name)
    network = project(dataset(store))
    roles = [iri for iri, data in network.nodes(data=True) if data["kind"] == "role"]
    postings = [data for _, data in network.nodes(data=True) if data["kind"] == "posting"]
    return {
        "roles": [_role(network, iri) for iri in roles],
        "postings": [{"title": data["label"], **data["facts"]} for data in postings],
        "issued": importer.describe(path).issued,
        "unmatched": sorted(set(_unmatched(store, network))),
    }


def to_turtle(path: Path, as_: str | None = None) -> bytes:
    """Read a source and write its statements as Turtle; errors as ``extract``."""
    triples = importer_for(path, as_).read(path)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _store(path: Path, name: str) -> ox.Store:
    store, graph = ox.Store(), ox.NamedNode("urn:source")
    if name == "rdf":
        store.bulk_extend(read_quads(path))
    else:
        triples = importer_for(path, name).read(path)
        store.bulk_extend(
            ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples
        )
    return store


def _unmatched(store: ox.Store, network: Network) -> Iterator[str]:
    """Give what roles are said to need that the source names and does not describe."""
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
    found: dict[str, Any] = {"label": data["label"], "definition": data["definition"]}
    for kind in ("skill", "tool", "industry", "degree", "experience", "responsibility"):
        found[kind] = []
    for _, thing, relation in network.out_edges(iri, keys=True):
        if relation not in REQUIREMENTS:
            continue
        about = network.nodes[thing]
        said: Any = about["label"]
        if about["kind"] == "degree":
            said = {
                "level": about["facts"].get("degreeLevel"),
                "field": about["facts"].get("fieldOfStudy"),
                "required": relation == "requiresDegree",
            }
        if said not in found[about["kind"]]:
            found[about["kind"]].append(said)
    return found
