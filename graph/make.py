"""Make the two files of the bundled graph that no one writes by hand.

python graph/make.py esco FOLDER    graph/data/core/esco-ict.ttl from ESCO's CSV tables
python graph/make.py alignments     graph/alignments.ttl from all of graph
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
from rdflib.namespace import SKOS

from careergraph.importers.esco import import_esco
from careergraph.importers.rdf import read_quads, write_turtle
from careergraph.importers.source import term
from careergraph.loading.alignment import find_pairs
from careergraph.loading.matching import Pair
from careergraph.store.bundled import bundled_files, bundled_folder
from careergraph.store.rdf_files import source_of
from careergraph.vocabulary import ID_BASE

FOUND = "# 2 Found by name\n"
RULE = f"# {'-' * 93}\n"

ESCO_HEADER = """\
# The occupations of information and communications technology in ESCO 1.1, with their essential
# skills and ISCO groups: addresses, names, types and relations, without ESCO's descriptions.
# This service uses the ESCO classification of the European Commission.
# Its source is described in ../../sources.ttl. Made by `python graph/make.py esco FOLDER`.

"""


def make_esco(folder: Path) -> Path:
    """Write what may be copied of an ESCO download: facts, not descriptions."""
    facts = (triple for triple in import_esco(folder) if triple.predicate != term(SKOS.definition))
    target = bundled_folder() / "data" / "core" / "esco-ict.ttl"
    target.write_text(ESCO_HEADER + write_turtle(facts), encoding="utf-8")
    return target


def make_alignments() -> Path:
    """Find anew what is the same or close in the bundled graph, leaving what is judged by hand."""
    target = bundled_folder() / "alignments.ttl"
    judged, mark, _ = target.read_text(encoding="utf-8").partition(FOUND)
    store = ox.Store()
    for file in bundled_files("core"):
        if file != target:
            store.extend(read_quads(file))
    store.load(judged, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(source_of(target)))
    entries = sorted(_entry(pair) for pair in find_pairs(store))
    target.write_text(judged + mark + RULE + "".join(entries), encoding="utf-8")
    return target


def _entry(pair: Pair) -> str:
    """Write one pair, our own thing last, with the labels beside it."""
    ours, theirs = sorted(
        (pair.one, pair.other), key=lambda each: (not each.iri.startswith(ID_BASE), each.iri)
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
        case ["esco", folder]:
            print(make_esco(Path(folder)))
        case ["alignments"]:
            print(make_alignments())
        case _:
            sys.exit(__doc__)
