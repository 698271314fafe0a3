"""Make the files of the bundled graph that no one writes by hand.

python graph/make.py world FOLDER   graph/data/world/ from the downloads that lie in FOLDER: ESCO
                                    1.1.0, O*NET, the crosswalk between them, the figures of the BLS
python graph/make.py core FOLDER    graph/data/core/esco-ict.ttl from an ESCO download in FOLDER
python graph/make.py matches        what is the same or close in either graph, without reading any
                                    download
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.importers import IMPORTERS
from careergraph.importers.rdf import read_quads, write_turtle
from careergraph.importers.source import term
from careergraph.loading.alignment import MATCHES, alignment_triples, find_pairs
from careergraph.loading.bundled import bundled_files, bundled_folder
from careergraph.loading.matching import Pair
from careergraph.vocabulary import CG, ID_BASE, PREFIXES, SCHEMA

DOWNLOADS = {
    "esco": ("esco-1.1.0",),
    "onet": ("onet-29.2",),
    "crosswalk": ("esco-onet-crosswalk",),
    "bls-pay": ("bls",),
    "bls-outlook": ("bls",),
}
"""Importer → where its download lies in the folder of downloads."""

STATES = "bls-pay"
"""The importer of which the figures of the nation are taken alone: those of states are many."""

SENTENCES = {term(SKOS.definition), term(CG.hasTask)}
"""The properties whose values are the classifications' own words, which are not copied."""

ESCO_HEADER = """\
# The occupations of information and communications technology in ESCO 1.1, with their essential
# skills and ISCO groups: addresses, names, types and relations, without ESCO's descriptions.
# This service uses the ESCO classification of the European Commission.
# Its source is described in ../../sources.ttl. Made by `python graph/make.py core FOLDER`.

"""

MATCHES_HEADER = """\
# What is the same or close in the core graph and stated nowhere else, found by names. What is
# judged by hand stands in ../../alignments.ttl. Made by `python graph/make.py matches`.

@prefix cg:    <https://w3id.org/careergraph/ontology#> .
@prefix skos:  <http://www.w3.org/2004/02/skos/core#> .
@prefix role:  <https://w3id.org/careergraph/id/role/> .
@prefix skill: <https://w3id.org/careergraph/id/skill/> .
@prefix tool:  <https://w3id.org/careergraph/id/tool/> .
"""


def make_world(downloads: Path) -> None:
    """Write what may be copied of the downloads: facts, none of their sentences."""
    for name, folders in DOWNLOADS.items():
        importer = IMPORTERS[name]
        paths = [path for folder in folders for path in _parts(downloads / folder)]
        facts = without_sentences(importer.read(*paths))
        if name == STATES:
            facts = of_the_nation(facts)
        graph = importer.describe(*paths).iri.rpartition("/")[2]
        _write(bundled_folder() / "data" / "world" / f"{graph}.ttl.gz", facts)
    make_matches("world")


def make_core(downloads: Path) -> None:
    """Write the small part of ESCO that stands for it in the core."""
    facts = without_sentences(IMPORTERS["esco"].read(downloads))
    target = bundled_folder() / "data" / "core" / "esco-ict.ttl"
    target.write_text(ESCO_HEADER + write_turtle(facts), encoding="utf-8")


def make_matches(part: Literal["core", "world"]) -> None:
    """Find anew what is the same or close among the sources of one of the two graphs."""
    folder = bundled_folder() / "data" / part
    store = ox.Store()
    for file in bundled_files(part):
        if file.name.split(".")[0] != _MATCHES_NAME:
            store.bulk_extend(read_quads(file))
    pairs = find_pairs(store)
    if part == "world":
        _write(folder / f"{_MATCHES_NAME}.ttl.gz", alignment_triples(pairs))
    else:
        entries = sorted(_entry(pair) for pair in pairs)
        target = folder / f"{_MATCHES_NAME}.ttl"
        target.write_text(MATCHES_HEADER + "".join(entries), encoding="utf-8")


_MATCHES_NAME = MATCHES.value.rpartition("/")[2]


def without_sentences(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the facts among triples, each once: no definitions, and nothing about tasks."""
    facts = list(dict.fromkeys(triples))
    type_, task = term(RDF.type), term(CG.Task)
    tasks = {fact.subject for fact in facts if (fact.predicate, fact.object) == (type_, task)}
    return [
        fact
        for fact in facts
        if fact.predicate not in SENTENCES
        and fact.subject not in tasks
        and fact.object not in tasks
    ]


def of_the_nation(facts: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the figures of the whole country, without those of its parts."""
    facts = list(facts)
    country = ox.Literal("United States", language="en")
    area = term(SCHEMA.areaServed)
    parts = {fact.subject for fact in facts if fact.predicate == area and fact.object != country}
    return [fact for fact in facts if parts.isdisjoint({fact.subject, fact.object})]


def _parts(folder: Path) -> list[Path]:
    """Return the zips of a folder, or the folder where it is one download."""
    return sorted(folder.glob("*.zip")) or [folder]


def _write(target: Path, triples: Iterable[ox.Triple]) -> None:
    """Write triples as Turtle, compressed, to the same bytes every time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    target.write_bytes(gzip.compress(turtle, compresslevel=9, mtime=0))
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _entry(pair: Pair) -> str:
    """Write one pair, our own thing last, with the labels beside it."""
    ours, theirs = sorted(
        (pair.one, pair.other), key=lambda thing: (not thing.iri.startswith(ID_BASE), thing.iri)
    )
    relation = "skos:exactMatch" if pair.certain else "skos:closeMatch"
    start, end = _short(theirs.iri), _short(ours.iri)
    return f"""
# {ours.label} {"=" if pair.certain else "~"} {theirs.label}
{start} {relation} {end} .
[] a cg:Match ; cg:from {start} ; cg:to {end} ; cg:matchedBy "{pair.how}" .
"""


def _short(iri: str) -> str:
    kind, _, name = iri.removeprefix(ID_BASE).partition("/")
    return f"{kind}:{name}" if iri.startswith(ID_BASE) else f"<{iri}>"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["world", folder]:
            make_world(Path(folder))
        case ["core", folder]:
            make_core(Path(folder))
        case ["matches"]:
            make_matches("core")
            make_matches("world")
        case _:
            sys.exit(__doc__)
