"""Which way people move between two roles: who can come to do whose job.

Likeness has no direction, moves have one. Moves that a source states come first; else people move
to where more preparation is asked for, from what is general to what is special, and to roles of
which they bring more than these bring of theirs. Each of these signs alone is weak (over the
one-way moves of the Swedish employment service the best is right in 64 of 100 cases), so they are
added up and shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from careergraph.analysis.similarity.vectors import RoleVectors, role_vectors
from careergraph.network.cache import kept_on_disk
from careergraph.network.projection import Network
from careergraph.vocabulary import DEGREE_LEVELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STATED = 4.0
"""How much a stated move weighs: a step in preparation, or a standard deviation in how special the
skills are, weighs 1."""

COVERED = 2.0
"""How much it weighs if one role has all of what the other takes and this has nothing of it."""

SKILL_LEVELS = {"1": 4.5, "2": 4.0, "3": 3.0, "4": 2.0, "5": 2.0, "6": 2.0, "7": 2.0, "8": 2.0,
                "9": 1.0}  # fmt: skip
"""Skill level by the first digit of a code of ISCO-08 (International Labour Organization, 2012).

Managers, of whom ISCO says levels 3 and 4, are half a step above the professionals they lead.
"""

_ISCO = "http://data.europa.eu/esco/isco/C"

SIGNS = (
    ("a source says that people go there", "a source says that people come from there"),
    ("it asks for more preparation (job zone)", "it asks for less preparation (job zone)"),
    ("its occupations are on a higher level", "its occupations are on a lower level"),
    ("it asks for a higher degree", "it asks for a lower degree"),
    ("what it asks for is more special", "what it asks for is more general"),
    ("more of what it takes is there than the reverse", "less of what it takes is there"),
)
"""The signs, in words: for a move to the other role, and for one from it."""


@dataclass(frozen=True)
class Sign:
    """Something that tells which way people move: to the other role if above 0, else from it."""

    says: str
    amount: float


@dataclass(frozen=True, eq=False)
class Places:
    """What is known of each role's place among roles, row by row; NaN where nothing is.

    Attributes:
        zone: the job zone, 1 to 5.
        level: the skill level of its ISCO group, 1 to 4.5.
        degree: the place of the highest degree required in ``DEGREE_LEVELS``.
        special: how rare its things are on average, in standard deviations over all roles.
        moves: pairs of rows: a source says that people move from the one to the other.
    """

    zone: Floats
    level: Floats
    degree: Floats
    special: Floats
    moves: NDArray[np.int64]


def leanings(network: Network, vectors: RoleVectors, row: int, coverage: Floats) -> Floats:
    """Return how strongly people lean from one role to each of all, below 0 the other way.

    Args:
        network: the network.
        vectors: its roles as vectors.
        row: the row of the one role.
        coverage: by row, the part that the one has of the other less the part the other has of it.

    Returns:
        By row and sign (in the order of ``SIGNS``), what the sign adds.
    """
    import numpy as np

    place = places(network)
    stated = np.zeros(len(vectors.roles))
    origins, targets = place.moves.T
    stated[targets[origins == row]] += STATED
    stated[origins[targets == row]] -= STATED
    known = (place.zone, place.level, place.degree, place.special)
    return np.column_stack(
        [stated, *(np.nan_to_num(step - step[row]) for step in known), COVERED * coverage]
    )


def with_the_stream(leaning: Floats) -> Floats:
    """Return 1 where people lean to the other role, or either way, and less the more they do not.

    That is twice the chance of a move that way by the logistic function, at the most 1.
    """
    import numpy as np

    part: Floats = np.minimum(2 / (1 + np.exp(-leaning)), 1.0)
    return part


def signs(leaning: Floats) -> tuple[Sign, ...]:
    """Return the signs that tell the way between two roles, the strongest first.

    Args:
        leaning: a row of what ``leanings`` returns.
    """
    told = [
        Sign(says[amount < 0], amount)
        for says, amount in zip(SIGNS, leaning.tolist(), strict=True)
        if round(amount, 9)
    ]
    return tuple(sorted(told, key=lambda sign: -abs(sign.amount)))


@kept_on_disk(Places)
def places(network: Network) -> Places:
    """Return each role's place among roles, in the order of its vectors."""
    import numpy as np

    vectors = role_vectors(network)
    count = len(vectors.roles)
    zone, level, degree = (np.full(count, np.nan) for _ in range(3))
    special = np.zeros(count)
    moves: list[tuple[int, int]] = []
    rarity = _rarity(vectors)
    column = {iri: place for place, iri in enumerate(vectors.thing_names)}
    for row, role in enumerate(vectors.roles):
        zone[row] = _number(network.nodes[role]["facts"].get("jobZone"))
        required = []
        for _, other, relation in network.out_edges(role, keys=True):
            if relation == "broader":
                digit = other.removeprefix(_ISCO)[:1]
                level[row] = np.fmax(level[row], SKILL_LEVELS.get(digit, np.nan))
            elif relation == "leadsTo" and (to := vectors.number.get(other)) is not None:
                moves.append((row, to))
            elif relation == "requiresDegree":
                of = network.nodes[other]["facts"].get("degreeLevel")
                if of in DEGREE_LEVELS:
                    degree[row] = np.fmax(degree[row], DEGREE_LEVELS.index(of))
            elif relation in {"requiresSkill", "usesTool"}:
                required.append(rarity[column[other]])
        special[row] = np.mean(required) if required else np.nan
    spread = np.nanstd(special) if np.isfinite(special).any() else 0.0
    pairs = np.array(moves, dtype=np.int64).reshape(-1, 2)
    return Places(zone, level, degree, special / (spread or 1.0), pairs)


def _number(fact: str | float | None) -> float:
    try:
        return float(fact) if fact is not None else nan
    except ValueError:
        return nan


def _rarity(vectors: RoleVectors) -> Floats:
    """Return how rare each thing is among roles, as a logarithm."""
    import numpy as np

    held = np.bincount(vectors.things.indices, minlength=len(vectors.thing_names))
    rarity: Floats = np.log(len(vectors.roles) / np.maximum(held, 1))
    return rarity
