"""How often the way people move between two roles is guessed right, without being told.

Run ``python -m tests.evaluation.moves [FOLDER]`` from the root of a clone, over the bundled graph.
Only moves are counted of which a source states one way and not the other, and what sources state is
left out of the guess (``direction.SIGNS`` without the first); chance is 0.5, a tie counts half.

chosen on  The moves of the Swedish employment service, carried to ESCO, in
           ``FOLDER/benchmarks/related-roles`` (``../shared/data`` unless told otherwise). The signs
           and their weights were chosen on these.
unseen     The usual next steps that careergraph's editors wrote, on which nothing was chosen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from careergraph.analysis.similarity.direction import SIGNS
from careergraph.analysis.similarity.related import role_scores
from careergraph.analysis.similarity.vectors import RoleVectors, role_vectors
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, links, project
from careergraph.vocabulary import ID_BASE

FOLDER = Path(__file__).parents[2].parent / "shared" / "data"
MOVES = Path("benchmarks") / "related-roles" / "jobtech-esco-transitions.json"


def one_way(vectors: RoleVectors, moves: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return the moves between roles with enough data that are stated one way only, by row."""
    pairs = {
        (vectors.number[one], vectors.number[other])
        for one, other in moves
        if one in vectors.number and other in vectors.number
    }
    return sorted((one, other) for one, other in pairs if (other, one) not in pairs)


def row(name: str, network: Network, vectors: RoleVectors, moves: list[tuple[int, int]]) -> None:
    """Print how often each sign, and all together, guess the way right."""
    leaning = np.array(
        [role_scores(network, vectors, one, "to").leaning[other, 1:] for one, other in moves]
    )
    print(f"{name}: {len(moves)} moves of one way")
    for says, sign in (
        *zip((to for to, _ in SIGNS[1:]), leaning.T, strict=True),
        ("all together", leaning.sum(axis=1)),
    ):
        right = float(np.where(np.abs(sign) < 1e-9, 0.5, sign > 0).mean())
        speaks = float((np.abs(sign) >= 1e-9).mean())
        print(f"  {says:<52}{right:.3f}, speaks of {speaks:.0%}")


def main(folder: Path) -> int:
    """Print the table."""
    network = project(open_graph())
    vectors = role_vectors(network)
    if (folder / MOVES).exists():
        moves = json.loads((folder / MOVES).read_text("utf-8"))["transitions"]
        stated = one_way(vectors, ((move["from"], move["to"]) for move in moves))
        row("chosen on", network, vectors, stated)
    written = [
        (one, other)
        for one, other, _ in links(network, "leadsTo")
        if one.startswith(ID_BASE) and other.startswith(ID_BASE)
    ]
    row("unseen", network, vectors, one_way(vectors, written))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
