"""How much what roles have tells them apart: sparse matrices of roles by columns, weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GENERIC, FEW = 0.1, 10
"""A word or family that more than this part of all roles have, if more than a few, says nothing."""


def with_values(matrix: Any, values: NDArray[Any]) -> Any:
    """Return a sparse matrix that has other values in the same places."""
    return type(matrix)((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def dampened(counts: Any) -> Any:
    """Let the tenth time that something is found count for less than the first."""
    import numpy as np

    return with_values(counts, 1 + np.log(counts.data))


def weighed(amounts: Any, rarity: Floats) -> Any:
    """Return what roles have (rows), each column weighed by its rarity."""
    return with_values(amounts, amounts.data * rarity[amounts.indices])


def rarity(amounts: Any) -> Floats:
    """Return the rarity of things: what all roles have keeps a small weight, ln 2."""
    import numpy as np

    total, many = amounts.shape
    weights: Floats = np.log1p(total / np.maximum(np.bincount(amounts.indices, minlength=many), 1))
    return weights


def word_rarity(amounts: Any) -> Floats:
    """Return the rarity of words: one that all roles use says nothing, 0."""
    import numpy as np

    total, many = amounts.shape
    weights: Floats = np.log(total / np.maximum(np.bincount(amounts.indices, minlength=many), 1))
    return weights


def generic(amounts: Any) -> NDArray[np.bool_]:
    """Return which columns so many roles have that they say nothing, see ``GENERIC``."""
    import numpy as np

    total, many = amounts.shape
    held: NDArray[np.int64] = np.bincount(amounts.indices, minlength=many)
    says_nothing: NDArray[np.bool_] = held > max(GENERIC * total, FEW)
    return says_nothing
