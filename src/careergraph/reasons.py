"""Why two roles are alike: what they share, and what each thing adds to their score."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.projection import Network
from careergraph.role_vectors import WORDS, RoleVectors, words_of
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLD = 12
"""How many words a reason tells at the most; the others count as well."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that two roles have in common and what it adds to their score.

    A thing of the graph, or, where ``words`` are given (the weightiest), the words that the names
    of both roles have (kind "role") or that tell of the work of both (kind "responsibility"); the
    IRI is then the related role's.
    """

    iri: str
    label: str
    kind: str
    share: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What one kind of evidence adds to a score.

    ``kind`` is a name in ``role_vectors.WEIGHTS`` for the cosine measure, in ``vocabulary.KINDS``
    for the others. ``shared`` and ``union`` count things, families, groups or words;
    ``enough_data`` is False where a role has none of the kind.
    """

    kind: str
    share: float
    shared: int
    union: int
    enough_data: bool


def cosine_reasons(
    network: Network, vectors: RoleVectors, row: int, other: int, mine: Floats, factors: Floats
) -> tuple[tuple[Reason, ...], tuple[Part, ...]]:
    """Take the cosine measure of two roles apart: by what they share, and by kind of evidence.

    Args:
        network: the network.
        vectors: its roles as vectors.
        row: the row of one role.
        other: the row of the other.
        mine: the first row of ``vectors.matrix``, dense.
        factors: by kind of evidence, what makes the product of two values a share of the score.
    """
    import numpy as np

    (ours, _), (theirs, their) = (_span(vectors.matrix, each) for each in (row, other))
    product = mine[theirs] * their
    both = product > 0
    columns = theirs[both]
    adds = (product[both] * factors[vectors.kinds[columns]]).tolist()
    # Where each kind begins and ends among the columns of the one, of the other, and of both.
    ends = np.array(list(vectors.spans.values()))
    bounds = [each.searchsorted(ends).tolist() for each in (ours, theirs, columns)]
    at = columns.tolist()
    shares: defaultdict[str, float] = defaultdict(float)
    words: dict[str, tuple[list[int], list[float]]] = {}
    parts = []
    for kind, here, there, (start, end) in zip(vectors.spans, *bounds, strict=True):
        one, two = here[1] - here[0], there[1] - there[0]
        added = adds[start:end]
        if one or two:
            union = one + two - len(added)
            parts.append(Part(kind, sum(added), len(added), union, bool(one and two)))
        if kind in WORDS:
            words[kind] = (at[start:end], added)
        else:
            for column, share in zip(at[start:end], added, strict=True):
                shares[vectors.columns[column]] += share
    _credit_shared_work(network, vectors, row, other, *words["work"], shares)
    reasons = _reasons(network, shares)
    for kind, of, label in (
        ("names", "role", "Words of their names"),
        ("work", "responsibility", "Words that tell of their work"),
    ):
        used, added = words[kind]
        if total := sum(added):
            weightiest = np.argsort(-np.array(added), kind="stable")[:TOLD].tolist()
            told = tuple(vectors.columns[used[place]] for place in weightiest if added[place])
            reason = Reason(vectors.roles[other], label, of, total, told)
            insort(reasons, reason, key=lambda each: -each.share)
    return tuple(reasons), tuple(parts)


def thing_reasons(
    network: Network, vectors: RoleVectors, row: int, other: int, shares: Mapping[str, float]
) -> tuple[tuple[Reason, ...], tuple[Part, ...]]:
    """Give the same for a measure made of things alone, where ``shares`` is what each adds."""
    one, two = (
        {vectors.thing_names[column] for column in entries(vectors.things, each)}
        for each in (row, other)
    )
    kinds = {iri: network.nodes[iri]["kind"] for iri in one | two}
    parts = []
    for kind in KINDS:
        ours, theirs = ({iri for iri in has if kinds[iri] == kind} for has in (one, two))
        if ours or theirs:
            share = sum(shares[iri] for iri in ours & theirs)
            both = bool(ours and theirs)
            parts.append(Part(kind, share, len(ours & theirs), len(ours | theirs), both))
    return tuple(_reasons(network, shares)), tuple(parts)


def entries(matrix: Any, row: int) -> dict[int, float]:
    """Give a row of a sparse matrix (CSR) as its columns and values."""
    columns, values = _span(matrix, row)
    return dict(zip(columns.tolist(), values.tolist(), strict=True))


def _span(matrix: Any, row: int) -> tuple[Any, Any]:
    span = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return matrix.indices[span], matrix.data[span]


def _reasons(network: Network, shares: Mapping[str, float]) -> list[Reason]:
    """Make reasons of shares, the largest first, then by label and IRI."""
    nodes = network.nodes
    told = [
        (-share, (data := nodes[iri])["label"], iri, data["kind"], share)
        for iri, share in shares.items()
    ]
    told.sort()
    return [Reason(iri, label, kind, share) for _, label, iri, kind, share in told]


def _credit_shared_work(
    network: Network,
    vectors: RoleVectors,
    row: int,
    other: int,
    words: list[int],
    added: list[float],
    shares: defaultdict[str, float],
) -> None:
    """Put words down to the responsibilities in which both roles have them, where there are any.

    ``words`` are columns, ``added`` is what each adds, which is moved to ``shares``.
    """
    if not vectors.responsibilities:
        return
    one, two = (set(_span(vectors.things, each)[0].tolist()) for each in (row, other))
    told: dict[str, list[str]] = {}
    for column in sorted(one & two & vectors.responsibilities):
        iri = vectors.thing_names[column]
        for word in set(words_of(network.nodes[iri]["label"])):
            told.setdefault(word, []).append(iri)
    for place, column in enumerate(words) if told else ():
        where = told.get(vectors.columns[column], ())
        for iri in where:
            shares[iri] += added[place] / len(where)
        if where:
            added[place] = 0.0
