"""Why two roles are alike: what they share, and what each thing adds to their score."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.projection import Network
from careergraph.role_vectors import WORDS, RoleVectors, words_of
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLD, NAMED = 12, 4
"""How many words a reason tells, and its label names, at the most; the others count as well."""


@dataclass(slots=True)  # not frozen: an answer makes hundreds, each in a quarter of the time
class Reason:
    """Something that two roles have in common and what it adds to their score.

    A thing of the graph, or, where ``words`` are given (the weightiest), the words that the names
    of both roles have (kind "role") or that tell of the work of both (kind "responsibility"); the
    label then names some of them, and the IRI is the related role's.
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
    network: Network, vectors: RoleVectors, row: int, others: Sequence[int], factors: Floats
) -> list[tuple[tuple[Reason, ...], tuple[Part, ...]]]:
    """Take the cosine measure of one role and each of some others apart.

    Args:
        network: the network.
        vectors: its roles as vectors.
        row: the row of the one role.
        others: the rows of the others.
        factors: by roles and kinds of evidence, what makes the product of two values a share of
            the score.

    Returns:
        For each of the others, what both share, and what each kind of evidence adds.
    """
    import numpy as np

    kinds, (used, values) = len(vectors.spans), _span(vectors.matrix, row)
    mine = np.zeros(len(vectors.columns))
    mine[used] = values
    theirs = vectors.matrix[list(others)]
    of = np.repeat(np.arange(len(others)), np.diff(theirs.indptr))
    cells = of * kinds + vectors.kinds[theirs.indices]
    both = np.flatnonzero(mine[theirs.indices])
    columns, common = theirs.indices[both], cells[both]
    adds = mine[columns] * theirs.data[both] * factors[others].ravel()[common]
    size = len(others) * kinds
    total, shared, has = (
        counted.reshape(-1, kinds).tolist()
        for counted in (
            np.bincount(common, adds, size),
            np.bincount(common, minlength=size),
            np.bincount(cells, minlength=size),
        )
    )
    own = np.bincount(vectors.kinds[used], minlength=kinds).tolist()
    # Where, among what is shared, each kind of each role begins and the last one ends.
    ends = common.searchsorted(np.arange(size + 1)).tolist()
    names, added = [vectors.columns[column] for column in columns.tolist()], adds.tolist()
    said = []
    for place, other in enumerate(others):
        shares: dict[str, float] = {}
        words: dict[str, dict[str, float]] = {}
        for kind, start in zip(vectors.spans, range(place * kinds, size), strict=False):
            span = slice(ends[start], ends[start + 1])
            if kind in WORDS:
                words[kind] = dict(zip(names[span], added[span], strict=True))
            else:  # a thing that is also a family to others adds as both
                for name, share in zip(names[span], added[span], strict=True):
                    shares[name] = shares.get(name, 0.0) + share
        parts = tuple(
            Part(kind, of_all, in_both, one + two - in_both, bool(one and two))
            for kind, of_all, in_both, one, two in zip(
                vectors.spans, total[place], shared[place], own, has[place], strict=True
            )
            if one or two
        )
        _credit_shared_work(network, vectors, row, other, words["work"], shares)
        reasons = _reasons(network, shares)
        for kind, of_kind, label in (
            ("names", "role", "Names with"),
            ("work", "responsibility", "Work described with"),
        ):
            if words[kind]:
                reason = _of_words(vectors.roles[other], label, of_kind, words[kind])
                insort(reasons, reason, key=lambda each: -each.share)
        said.append((tuple(reasons), parts))
    return said


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
    """Make reasons of shares above 0, the largest first, then by label and IRI."""
    nodes = network.nodes
    told = [
        (-round(share, 9), (data := nodes[iri])["label"], iri, data["kind"], share)
        for iri, share in shares.items()
        if share
    ]
    told.sort()
    return [Reason(iri, label, kind, share) for _, label, iri, kind, share in told]


def _of_words(role: str, label: str, kind: str, shares: Mapping[str, float]) -> Reason:
    told = [word for _, word in sorted((-share, word) for word, share in shares.items())]
    label += f" “{', '.join(told[:NAMED])}”"
    if more := len(told[NAMED:]):
        label += f" and {more} more word{'s' * (more > 1)}"
    return Reason(role, label, kind, sum(shares.values()), tuple(told[:TOLD]))


def _credit_shared_work(
    network: Network,
    vectors: RoleVectors,
    row: int,
    other: int,
    words: dict[str, float],
    shares: dict[str, float],
) -> None:
    """Put words down to the responsibilities in which both roles have them, where there are any.

    ``words`` gives what each word adds, which is moved to ``shares``.
    """
    if not vectors.responsibilities:
        return
    one, two = (set(_span(vectors.things, each)[0].tolist()) for each in (row, other))
    told: defaultdict[str, list[str]] = defaultdict(list)
    for column in sorted(one & two & vectors.responsibilities):
        iri = vectors.thing_names[column]
        for word in set(words_of(network.nodes[iri]["label"])):
            told[word].append(iri)
    for word in [word for word in words if word in told]:
        share = words.pop(word)
        for iri in told[word]:
            shares[iri] = shares.get(iri, 0.0) + share / len(told[word])
