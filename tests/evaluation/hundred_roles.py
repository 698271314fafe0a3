"""A hundred roles over all major groups of ISCO-08, opened, compared and planned to.

Each is looked up by its label, described, compared with the next and planned to from it, in the
whole bundled graph. What a reader would stumble over is listed: a label that leads elsewhere, a
card with little on it, a comparison of nothing, a way with more steps to what is required than
anybody can follow. Run it with ``python -m tests.evaluation.hundred_roles``; it fails where more
than one role in ten puzzles.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from careergraph.analysis.comparison import compare_roles
from careergraph.analysis.learning.path import learning_path
from careergraph.errors import NoAnswerError
from careergraph.loading.opening import open_graph
from careergraph.network.describe import describe
from careergraph.network.lookup import find
from careergraph.network.projection import Network, ends, of_kind, project

_GROUP = "http://data.europa.eu/esco/isco/C"
EACH = 10
"""How many roles are drawn of each of the ten major groups."""
FEW, MANY = 5, 120
"""A card with fewer things says little; nobody follows a way of more steps to what is required."""


def drawn(network: Network, seed: int = 13) -> list[str]:
    """Return the roles: as many of each major group, in an order in which neighbours differ."""
    groups: dict[str, list[str]] = defaultdict(list)
    for role in of_kind(network, "role"):
        for group in ends(network, role, "broader"):
            if group.startswith(_GROUP):
                groups[group.removeprefix(_GROUP)[0]].append(role)
                break
    chance = random.Random(seed)
    chosen = [chance.sample(sorted(groups[digit]), EACH) for digit in sorted(groups)]
    return [role for row in zip(*chosen, strict=True) for role in row]


def puzzles(network: Network, role: str, other: str) -> Iterator[str]:
    """Return what a reader would stumble over at a role, in words."""
    label = network.nodes[role]["label"]
    try:
        if (met := find(network, label, kind="role")).iri != role:
            yield f"its label leads to {met.label}"
    except NoAnswerError as error:
        yield f"its label leads nowhere: {error}"
    card = describe(network, role)
    needed = [to for to in card.relations if to.agreement is not None]
    if not card.definition:
        yield "its card has no definition"
    if len(needed) < FEW:
        yield f"its card lists {len(needed)} things"
    if not compare_roles(network, role, other).overall.union:
        yield "its comparison is empty"
    path = learning_path(network, role, other)
    required = [step for step in path.steps if step.why != "used"]
    if len(required) > MANY:
        yield f"{len(required)} steps to what it requires"
    if not path.steps and path.met < path.needed:
        yield "its way has no steps"
    twins = Counter(step.label.casefold() for step in path.steps)
    yield from (
        f"its way says “{name}” {count} times" for name, count in twins.items() if count > 1
    )


def main() -> int:
    """List what puzzles, and return 1 where that is more than one role in ten."""
    network = project(open_graph())
    roles = drawn(network)
    puzzling = 0
    for role, other in zip(roles, [*roles[1:], roles[0]], strict=True):
        found = list(puzzles(network, role, other))
        puzzling += bool(found)
        for what in found:
            print(f"  {network.nodes[role]['label']}: {what}")
    print(f"{puzzling} of {len(roles)} roles puzzle")
    return int(puzzling > len(roles) / 10)


if __name__ == "__main__":
    sys.exit(main())
