"""Why two roles are alike: what they share, and what each thing adds to their score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    network: Network, vectors: RoleVectors, row: int, other: int
) -> tuple[tuple[Reason, ...], tuple[Part, ...]]:
    """Take the cosine measure of two roles apart: by what they share, and by kind of evidence."""
    import numpy as np

    either = float(np.maximum(vectors.present[row], vectors.present[other]).sum())
    (ours, our), (theirs, their) = (_span(vectors.matrix, each) for each in (row, other))
    mine = np.zeros(len(vectors.columns))
    mine[ours] = our
    both = mine[theirs] > 0
    columns, adds = theirs[both], (mine[theirs] * their)[both] / either
    shares: defaultdict[str, float] = defaultdict(float)
    words: dict[str, tuple[list[str], Floats]] = {}
    parts = []
    for kind, (start, end) in vectors.spans.items():
        here, there = _within(ours, start, end), _within(theirs, start, end)
        at = slice(*columns.searchsorted((start, end)))
        names = [vectors.columns[column] for column in columns[at].tolist()]
        total = float(adds[at].sum())
        if len(here) or len(there):
            union = len(here) + len(there) - len(names)
            parts.append(Part(kind, total, len(names), union, bool(len(here) and len(there))))
        if kind in WORDS:
            words[kind] = (names, adds[at])
        else:
            for iri, share in zip(names, adds[at].tolist(), strict=True):
                shares[iri] += share
    _credit_shared_work(network, vectors, row, other, words["work"], shares)
    reasons = [_reason(network, iri, share) for iri, share in shares.items()]
    for kind, of, label in (
        ("names", "role", "Words of their names"),
        ("work", "responsibility", "Words that tell of their work"),
    ):
        names, of_each = words[kind]
        weightiest = np.argsort(-of_each.round(9), kind="stable")[:TOLD].tolist()
        told = tuple(names[each] for each in weightiest if of_each[each] > 0)
        if told:
            total = float(of_each.sum())
            reasons.append(Reason(vectors.roles[other], label, of, total, told))
    return _ordered(reasons), tuple(parts)


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
    return _ordered(_reason(network, *each) for each in shares.items()), tuple(parts)


def entries(matrix: Any, row: int) -> dict[int, float]:
    """Give a row of a sparse matrix (CSR) as its columns and values."""
    columns, values = _span(matrix, row)
    return dict(zip(columns.tolist(), values.tolist(), strict=True))


def _span(matrix: Any, row: int) -> tuple[Any, Any]:
    span = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return matrix.indices[span], matrix.data[span]


def _within(columns: Any, start: int, end: int) -> Any:
    return columns[slice(*columns.searchsorted((start, end)))]


def _reason(network: Network, iri: str, share: float) -> Reason:
    data = network.nodes[iri]
    return Reason(iri, data["label"], data["kind"], share)


def _ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    def place(reason: Reason) -> tuple[float, str, str]:
        return (-round(reason.share, 9), reason.label, reason.iri)

    return tuple(sorted(reasons, key=place))


def _credit_shared_work(
    network: Network,
    vectors: RoleVectors,
    row: int,
    other: int,
    words: tuple[list[str], Floats],
    shares: defaultdict[str, float],
) -> None:
    """Put words down to the responsibilities in which both roles have them, where there are any."""
    import numpy as np

    common = np.intersect1d(
        _span(vectors.things, row)[0], _span(vectors.things, other)[0], assume_unique=True
    )
    told: dict[str, list[str]] = {}
    for iri in [vectors.thing_names[column] for column in common.tolist()]:
        if network.nodes[iri]["kind"] == "responsibility":
            for word in set(words_of(network.nodes[iri]["label"])):
                told.setdefault(word, []).append(iri)
    for place, word in enumerate(words[0]):
        for iri in told.get(word, ()):
            shares[iri] += float(words[1][place]) / len(told[word])
        if word in told:
            words[1][place] = 0
