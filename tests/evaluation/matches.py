"""How well things of several sources are joined, and whether names that people use find them.

``matches.tsv`` holds pairs of all kinds of match, judged by reading what both sources say of them:
"same", "close" or "different". ``names.tsv`` holds everyday titles and tools, each with the labels
that sources give the right thing, or the few that are right, and its kind where one looks for a
role; ``names_further.tsv`` holds names that were listed later, of which the share is printed and
not judged. All is measured on the whole bundled graph. Run it with ``python -m
tests.evaluation.matches``; it fails where a figure is below what is promised.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from careergraph.errors import NoAnswerError
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import find
from careergraph.network.projection import Network, node_of, project
from careergraph.store.dataset import rows

FOLDER = Path(__file__).parent
EXACT, CLOSE, NAMES = 0.99, 0.90, 0.95
"""The least precision of exact and of close matches, and the least share of names found."""


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def decision(network: Network, one: str, other: str) -> str:
    """Return what the graph makes of two things: "same", "close" or "different"."""
    first, second = node_of(network, one), node_of(network, other)
    if first is None or second is None:
        return "different"
    if first == second:
        return "same"
    linked = network.has_edge(first, second, "closeMatch") or network.has_edge(
        second, first, "closeMatch"
    )
    return "close" if linked else "different"


def precision(network: Network) -> tuple[float, float]:
    """Print and return the precision of exact matches, and of the close ones that are ours."""
    right: Counter[tuple[str, str]] = Counter()
    made: Counter[tuple[str, str]] = Counter()
    for row in read("matches.tsv"):
        decided = decision(network, row["one"], row["other"])
        accepted = {"same": {"same"}, "close": {"same", "close"}}.get(decided, {"different"})
        made[decided, row["kind"]] += 1
        if row["verdict"] in accepted:
            right[decided, row["kind"]] += 1
        else:
            print(f"  {decided}, judged {row['verdict']}: {row['label']} | {row['other label']}")
    for decided, kind in sorted(made):
        share = right[decided, kind] / made[decided, kind]
        print(
            f"{decided:9} {kind:9} {right[decided, kind]:4} of {made[decided, kind]:4} {share:.3f}"
        )

    def share_of(decided: str, kinds: set[str]) -> float:
        hits = sum(right[decided, kind] for kind in kinds)
        return hits / sum(made[decided, kind] for kind in kinds)

    # What is close by the crosswalk is the word of the offices that made it, and stays theirs.
    return share_of("same", {"by hand", "by name", "crosswalk"}), share_of(
        "close", {"by hand", "by name"}
    )


def found(network: Network, labels: dict[str, set[str]], file: str = "names.tsv") -> float:
    """Print the names that lead elsewhere, and return the share that lead to the right thing."""
    listed = read(file)
    hits = 0
    for row in listed:
        right = row["label"].split(" | ")
        wanted = {node_of(network, iri) for label in right for iri in labels.get(label, ())}
        try:
            match = find(network, row["typed"], kind=row["kind"] or None)
        except NoAnswerError as error:
            print(f"  {row['typed']}: {error}")
            continue
        if match.iri in wanted:
            hits += 1
        else:
            print(f"  {row['typed']}: {match.label} instead of {row['label']}")
    print(f"{file} {hits} of {len(listed)} {hits / len(listed):.3f}")
    return hits / len(listed)


def main() -> int:
    """Measure, and return 1 where a figure is below what is promised."""
    graph = open_graph()
    network = project(graph)
    labels: dict[str, set[str]] = {}
    for iri, label in rows(graph, "SELECT ?thing ?label { ?thing skos:prefLabel ?label }"):
        labels.setdefault(str(label), set()).add(str(iri))
    exact, close = precision(network)
    found(network, labels, "names_further.tsv")
    names = found(network, labels)
    print(f"exact {exact:.3f} (≥ {EXACT}), close {close:.3f} (≥ {CLOSE}), names {names:.3f}")
    return int(exact < EXACT or close < CLOSE or names < NAMES)


if __name__ == "__main__":
    sys.exit(main())
