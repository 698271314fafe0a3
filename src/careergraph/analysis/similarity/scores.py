"""How alike roles are: the cosine measure, of one role with all, of all pairs, of the nearest.

``similarity.related_roles`` tells what the measure is, and answers with it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from careergraph.analysis.similarity.vectors import RoleVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CANDIDATES, RARE, BLOCK = 64, 100, 1024
"""How many roles are looked at closely to find the nearest of each; how many roles may have what
these are found by; for how many roles this is done at a time."""

_FEWEST = 16  # candidates of each group of roles; a group of fewer roles is taken as it is


def cosines(
    vectors: RoleVectors, row: int, others: Any, cells: Any, ours: Floats, theirs: Floats
) -> tuple[Floats, Floats]:
    """Return the cosine measure of a role with others, and what makes it up.

    Args:
        vectors: the roles.
        row: the one role.
        others: the rows of the others.
        cells: for each thing or word that one of the others shares, where in a table of others by
            kinds of evidence it belongs, row by row;
        ours: its value in the one row;
        theirs: its value in the other.

    Returns:
        The scores, and by others and kinds the factor that makes the product of two values a share
        of the score.
    """
    import numpy as np

    present, squares = vectors.present[others], vectors.squares[others]
    both, our, their = (
        np.bincount(cells, each, present.size).reshape(present.shape)
        for each in (ours * theirs, ours * ours, theirs * theirs)
    )
    only_our = np.maximum(vectors.squares[row] - our, 0)
    only_their = np.maximum(squares - their, 0)
    length = np.sqrt((both + only_our) * (both + only_their))
    meaning = list(vectors.spans).index("meaning")
    both[:, meaning], length[:, meaning] = meant_alike(vectors, row, others), 1.0
    length *= np.maximum(present, vectors.present[row]).sum(axis=1)[:, None]
    factors = np.zeros(present.shape)
    np.divide(vectors.present[row], length, out=factors, where=both > 0)
    return (both * factors).sum(axis=1), factors


def meant_alike(vectors: RoleVectors, row: int, others: Any) -> Floats:
    """Return how alike in meaning one role and others are described, 0 to 1."""
    import numpy as np

    alike: Floats = np.maximum(vectors.meaning[others] @ vectors.meaning[row], 0.0)
    return alike


def likenesses(vectors: RoleVectors, row: int) -> tuple[Floats, Floats]:
    """Return the cosine measure of one role with all, by row, and its factors (see ``cosines``)."""
    import numpy as np

    matrix = vectors.matrix
    own = slice(matrix.indptr[row], matrix.indptr[row + 1])
    at, lengths = held(vectors.by_column, matrix.indices[own])
    ours, theirs = np.repeat(matrix.data[own], lengths), vectors.by_column.data[at]
    return cosines(vectors, row, slice(None), vectors.cells[at], ours, theirs)


def similarities(vectors: RoleVectors, rows: Any = None) -> Floats:
    """Return the cosine measure of every pair of some rows, a dense symmetric matrix; None: all."""
    import numpy as np

    rows = np.arange(len(vectors.roles)) if rows is None else rows
    matrix, presence, lengths = vectors.matrix[rows], vectors.present[rows], vectors.squares[rows]
    total = np.zeros((len(rows),) * 2)
    known = presence.sum(axis=1)
    either = known[:, None] + known[None, :]
    for kind, (start, end) in enumerate(vectors.spans.values()):
        weight, block = vectors.weights[kind], matrix[:, start:end]
        has, squares = block.copy(), block.copy()
        has.data, squares.data = np.ones(block.nnz), block.data**2
        both = (block @ block.T).toarray()
        only = np.maximum(lengths[:, kind, None] - (squares @ has.T).toarray(), 0)
        length = np.sqrt((both + only) * (both + only.T))
        total += weight * np.divide(both, length, out=np.zeros_like(both), where=both > 0)
        present = presence[:, kind] > 0
        either -= weight * (present[:, None] & present[None, :])
    meaning = vectors.meaning[rows]
    of_meaning = vectors.weights[list(vectors.spans).index("meaning")]
    total += of_meaning * np.maximum(meaning @ meaning.T, 0)
    return np.asarray(total / np.maximum(either, 1e-12))


def nearest_roles(vectors: RoleVectors, k: int) -> list[list[tuple[int, float]]]:
    """Return, for each row, the k nearest rows by the cosine measure, nearest first, with scores.

    The time goes with the number of roles rather than its square: the ``CANDIDATES`` that are
    nearest by what at most ``RARE`` roles have are then scored by all evidence.
    """
    import numpy as np

    alike = np.zeros(len(vectors.roles), dtype=np.int64)
    return [_best(others, scores, k) for others, scores in _candidates(vectors, alike)]


def nearest_in_any_terms(vectors: RoleVectors, k: int) -> list[list[tuple[int, float]]]:
    """Return, for each row, the k nearest rows, however they are described, with likenesses.

    Sources describe roles in terms of their own, by tools and ratings or by skills, and roles that
    are described in different terms are less alike by the cosine measure than two accounts of one
    job in the same terms. Their likenesses are therefore raised to the level of those, as batches
    of measurements are brought together by mutual nearest neighbours (Haghverdi, Lun, Morgan and
    Marioni, Nature Biotechnology 36, 2018): the nearest of other terms are on average as near as
    the nearest of the same, over the quarter of roles that are surest to have a counterpart.
    """
    import numpy as np

    kinds = list(vectors.spans)
    told_by = vectors.present[:, [kinds.index(kind) for kind in _TERMS]] > 0
    _, terms = np.unique(told_by, axis=0, return_inverse=True)
    sizes = np.bincount(terms)
    candidates = _candidates(vectors, terms)
    tops = np.zeros((len(terms), len(sizes)))
    for row, (others, scores) in enumerate(candidates):
        np.maximum.at(tops[row], terms[others], scores)
    usual = np.zeros((len(sizes),) * 2)
    for one, other in np.ndindex(*usual.shape):
        highest = np.sort(tops[terms == one, other])
        surest = max(int(sizes[[one, other]].min()) // 4, 1)
        usual[one, other] = highest[-surest:].mean()
    level = usual.diagonal()[:, None] / np.maximum(usual, 1e-12)
    few = sizes < _FEWEST  # too few to tell from how near they usually are
    level[few], level[:, few] = 1.0, 1.0
    return [
        _best(others, np.minimum(scores * level[terms[row], terms[others]], 1.0), k)
        for row, (others, scores) in enumerate(candidates)
    ]


_TERMS = ("skill", "tool", "rating", "responsibility")
"""The kinds of evidence that one source has and another has not."""


def _best(others: Any, scores: Floats, k: int) -> list[tuple[int, float]]:
    import numpy as np

    scores = scores.round(9)
    best = np.argsort(-scores, kind="stable")[:k]
    nearest = zip(others[best].tolist(), scores[best].tolist(), strict=True)
    return [(other, score) for other, score in nearest if score > 0]


def _candidates(vectors: RoleVectors, groups: Any) -> list[tuple[Any, Floats]]:
    """Return, for each row, the rows that can be its nearest, and how alike they are.

    Args:
        vectors: the roles.
        groups: by row, the number of its group; there are candidates of each.
    """
    import numpy as np

    frequency = np.bincount(vectors.matrix.indices, minlength=len(vectors.columns))
    several = frequency > 1  # what one role alone has is in its length only
    matrix, kinds, frequency = (
        vectors.matrix[:, several],
        vectors.kinds[several],
        frequency[several],
    )
    unit = matrix.copy()
    row_of = np.repeat(np.arange(len(vectors.roles)), np.diff(matrix.indptr))
    kind_of = kinds[matrix.indices]
    unit.data *= np.sqrt(vectors.present[row_of, kind_of] / vectors.squares[row_of, kind_of])
    rare = unit[:, frequency <= RARE]
    rare_by_column = rare.T.tocsr()
    mine, has = np.zeros(len(kinds)), np.zeros(len(kinds), dtype=bool)
    most = max(CANDIDATES // max(len(np.unique(groups)), 1), _FEWEST)
    candidates: list[tuple[Any, Floats]] = []
    for start in range(0, len(vectors.roles), BLOCK):
        partial = rare[start : start + BLOCK] @ rare_by_column
        for row, (low, high) in enumerate(pairwise(partial.indptr.tolist()), start):
            others, scores = partial.indices[low:high], partial.data[low:high]
            if len(others) > most:
                order = np.lexsort((-scores, groups[others]))
                first = np.searchsorted(groups[others[order]], groups[others[order]])
                others = others[order[np.arange(len(order)) - first < most]]
            others = np.sort(others[others != row])
            span = slice(matrix.indptr[row], matrix.indptr[row + 1])
            own = matrix.indices[span]
            mine[own], has[own] = matrix.data[span], True
            theirs = matrix[others]
            at = np.flatnonzero(has[theirs.indices])  # bytes stay in the cache, floats not
            columns = theirs.indices[at]
            rows = np.repeat(np.arange(len(others)), np.diff(theirs.indptr))[at]
            cells = rows * len(vectors.spans) + kinds[columns]
            scores = cosines(vectors, row, others, cells, mine[columns], theirs.data[at])[0]
            has[own] = False
            candidates.append((others, scores))
    return candidates


def held(by_column: Any, columns: Any) -> tuple[Any, Any]:
    """Return where some columns of a sparse matrix (CSC) stand in its data, and their lengths."""
    import numpy as np

    lows = by_column.indptr[columns]
    lengths = by_column.indptr[columns + 1] - lows
    at = np.arange(lengths.sum()) + np.repeat(lows - np.cumsum(lengths) + lengths, lengths)
    return at, lengths
