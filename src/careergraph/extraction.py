"""What a source says, by role and kind, before it joins a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph.importers import importer_for
from careergraph.importers.articles import read_article
from careergraph.importers.rdf import read_quads
from careergraph.projection import Network, project
from careergraph.store import dataset
from careergraph.vocabulary import PREFIXES, REQUIREMENTS


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
    network = _network(path, importer.name)
    roles = [iri for iri, data in network.nodes(data=True) if data["kind"] == "role"]
    postings = [data for _, data in network.nodes(data=True) if data["kind"] == "posting"]
    return {
        "roles": [_role(network, iri) for iri in roles],
        "postings": [{"title": data["label"], **data["facts"]} for data in postings],
        "issued": importer.describe(path).issued,
        "unmatched": [],
    }


def to_turtle(path: Path, as_: str | None = None) -> bytes:
    """Read a source and write its statements as Turtle; errors as ``extract``."""
    triples = importer_for(path, as_).read(path)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _network(path: Path, name: str) -> Network:
    store, graph = ox.Store(), ox.NamedNode("urn:source")
    if name == "rdf":
        store.bulk_extend(read_quads(path))
    else:
        triples = importer_for(path, name).read(path)
        store.bulk_extend(
            ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples
        )
    return project(dataset(store))


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
