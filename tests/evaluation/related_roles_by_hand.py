"""How sensible the first five related roles of a hundred are, judged by hand.

Run ``python -m tests.evaluation.related_roles_by_hand [GRAPH]`` from the root of a clone; GRAPH is
the bundled graph unless another is named. The hundred were drawn at random from all roles of the
bundled graph (seed 2026). ``related_roles_judged.tsv`` holds the judgements, a pair in a row: would
an adviser name this role to somebody who asks what else is like the job? Claude, a language model,
judged them from names and reasons in November 2026, once and strictly: "no" where the work, the
place or the training is another, though a field is shared (a photographic developer and a picture
editor). Whoever disagrees changes the row. Pairs that are answered now and were not then are
counted as not judged.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from careergraph.analysis.similarity.related import related_roles
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, project

JUDGED = Path(__file__).with_name("related_roles_judged.tsv")
FIRST = 5


def judgements(path: Path = JUDGED) -> dict[str, dict[str, bool]]:
    """Read the judgements: by role, which related roles are sensible."""
    judged: dict[str, dict[str, bool]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            judged[row["role IRI"]][row["related IRI"]] = row["sensible"] == "yes"
    return dict(judged)


def count(network: Network, judged: dict[str, dict[str, bool]]) -> tuple[int, int, int]:
    """Return how many of the first related roles are sensible, not sensible, and not judged."""
    sensible = wrong = unknown = 0
    for role, pairs in judged.items():
        if role in network:
            for other in related_roles(network, role, FIRST).related:
                verdict = pairs.get(other.iri)
                sensible += verdict is True
                wrong += verdict is False
                unknown += verdict is None
    return sensible, wrong, unknown


def main(location: str | None) -> int:
    """Print the counts."""
    sensible, wrong, unknown = count(project(open_graph(location)), judgements())
    print(f"Of {sensible + wrong} pairs that are judged, {sensible} are sensible", end=" ")
    print(f"({sensible / max(sensible + wrong, 1):.1%}); {unknown} are not judged.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
