"""Make the two files of the bundled graph that no one writes by hand.

python scripts/make_graph.py esco FOLDER    graph/data/esco-ict.ttl from ESCO's CSV tables
python scripts/make_graph.py alignments     graph/alignments.ttl from all of graph/data
"""

from __future__ import annotations

import sys
from pathlib import Path

from rdflib.namespace import SKOS

from careergraph.importers.esco import import_esco
from careergraph.importers.rdf import write_turtle
from careergraph.importers.source import term
from careergraph.store import bundled_folder

ESCO_HEADER = """\
# The occupations of information and communications technology in ESCO 1.1, with their essential
# skills and ISCO groups: addresses, names, types and relations, without ESCO's descriptions.
# This service uses the ESCO classification of the European Commission.
# Its source is described in ../sources.ttl. Made by `python scripts/make_graph.py esco FOLDER`.

"""


def make_esco(folder: Path) -> Path:
    """Write what may be copied of an ESCO download: facts, not descriptions."""
    facts = (triple for triple in import_esco(folder) if triple.predicate != term(SKOS.definition))
    target = bundled_folder() / "data" / "esco-ict.ttl"
    target.write_text(ESCO_HEADER + write_turtle(facts), encoding="utf-8")
    return target


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["esco", folder]:
            print(make_esco(Path(folder)))
        case _:
            sys.exit(__doc__)
