"""Why two roles are alike: what they share, and what each thing adds to their score."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.analysis.similarity.vectors import WORDS, RoleVectors, words_of
from careergraph.network.cache import kept_with
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

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
    parts = [
        tuple(
            Part(kind, of_all, in_both, one + two - in_both, bool(one and two))
            for kind, of_all, in_both, one, two in zip(
                vectors.spans, total[place], shared[place], own, has[place], strict=True
            )
            if one or two
        )
        for place in range(len(others))
    ]
    found = _Common(row, others, columns, common, adds)
    reasons = _reasons_of(network, vectors, found)
    return [(tuple(of_one), part) for of_one, part in zip(reasons, parts, strict=True)]


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


@dataclass(frozen=True, eq=False)
class _Common:
    """What a role has in common with some others, by the column: with which of them, and as what.

    ``cells`` is the place of the other among ``others`` times the number of kinds of evidence plus
    the place of the kind, ascending; ``adds`` is what it adds to the score.
    """

    row: int
    others: Sequence[int]
    columns: Ints
    cells: Ints
    adds: Floats


def _reasons_of(network: Network, vectors: RoleVectors, found: _Common) -> list[list[Reason]]:
    """Make reasons of what is in common, for each of the others, the largest first."""
    import numpy as np

    order, kinds = _order(network, vectors), list(vectors.spans)
    many, cells, adds = len(order.told), found.cells, found.adds
    spoken = np.isin(cells % len(kinds), [kinds.index(kind) for kind in WORDS])
    ranks = order.ranks[found.columns]
    put_down, credit = _shared_work(network, vectors, found)

    keys = cells[~spoken] // len(kinds) * many + ranks[~spoken]
    more = np.array([place * many + order.rank[iri] for place, iri, _ in credit], dtype=np.int64)
    # A thing that is also a family to others adds as both.
    keys, of = np.unique(np.concatenate([keys, more]), return_inverse=True)
    shares = np.concatenate([adds[~spoken], [share for *_, share in credit]])
    shares = np.bincount(of, shares, len(keys))
    largest = np.lexsort((-shares.round(9), keys // many))  # and among equals as they were
    largest = largest[shares[largest] > 0]
    reasons: list[list[Reason]] = [[] for _ in found.others]
    for key, share in zip(keys[largest].tolist(), shares[largest].tolist(), strict=True):
        iri, label, kind = order.told[key % many]
        reasons[key // many].append(Reason(iri, label, kind, share))

    left = np.flatnonzero(spoken & ~put_down)
    left = left[np.lexsort((ranks[left], -adds[left], cells[left]))]
    ends = cells[left].searchsorted(np.arange(len(reasons) * len(kinds) + 1)).tolist()
    for kind, of_kind, label in (
        ("names", "role", "Names with"),
        ("work", "responsibility", "Work described with"),
    ):
        for place, other in enumerate(found.others):
            cell = place * len(kinds) + kinds.index(kind)
            if said := left[ends[cell] : ends[cell + 1]].tolist():
                told = found.columns[said[:TOLD]].tolist()
                words = tuple(vectors.columns[column] for column in told)
                name, share = _named(label, words, len(said)), float(adds[said].sum())
                reason = Reason(vectors.roles[other], name, of_kind, share, words)
                insort(reasons[place], reason, key=lambda each: -each.share)
    return reasons


@dataclass(frozen=True)
class _Order:
    """In which order what adds alike is told.

    ``told`` gives IRI, label and kind of all that can be a reason, by label and then by IRI,
    ``rank`` where in it an IRI stands, ``ranks`` where each column does, or where among all words.
    """

    told: list[tuple[str, str, str]]
    rank: dict[str, int]
    ranks: Ints


@kept_with
def _order(network: Network, vectors: RoleVectors) -> _Order:
    """Give the order; worked out once for all answers."""
    import numpy as np

    names = {kind: vectors.columns[low:high] for kind, (low, high) in vectors.spans.items()}
    words = sorted({word for kind in WORDS for word in names[kind]})
    things = {iri for kind in names.keys() - {*WORDS} for iri in names[kind]}
    things |= {vectors.thing_names[column] for column in vectors.responsibilities}
    labelled = sorted((network.nodes[iri]["label"], iri) for iri in things)
    told = [(iri, label, network.nodes[iri]["kind"]) for label, iri in labelled]
    rank = {iri: place for place, (iri, *_) in enumerate(told)}
    of_word = {word: place for place, word in enumerate(words)}
    ranks = [(of_word if kind in WORDS else rank)[name] for kind in names for name in names[kind]]
    return _Order(told, rank, np.array(ranks, dtype=np.int64))


def _named(label: str, words: Sequence[str], count: int) -> str:
    label += f" “{', '.join(words[:NAMED])}”"
    more = count - NAMED
    return f"{label} and {more} more word{'s' * (more > 1)}" if more > 0 else label


def _shared_work(
    network: Network, vectors: RoleVectors, found: _Common
) -> tuple[NDArray[np.bool_], list[tuple[int, str, float]]]:
    """Put words down to the responsibilities in which both roles have them, where there are any.

    Returns:
        Which of what is in common is put down, and to what: the place of the other role, the
        responsibility's IRI and its share.
    """
    import numpy as np

    put_down, credit = np.zeros(len(found.columns), dtype=bool), []
    kinds = list(vectors.spans)
    for place, other in enumerate(found.others if vectors.responsibilities else ()):
        one, two = (set(_span(vectors.things, each)[0].tolist()) for each in (found.row, other))
        told: defaultdict[str, list[str]] = defaultdict(list)
        for column in sorted(one & two & vectors.responsibilities):
            iri = vectors.thing_names[column]
            for word in set(words_of(network.nodes[iri]["label"])):
                told[word].append(iri)
        cell = place * len(kinds) + kinds.index("work")
        for at in range(*found.cells.searchsorted([cell, cell + 1])) if told else ():
            if iris := told.get(vectors.columns[found.columns[at]]):
                put_down[at] = True
                credit += [(place, iri, float(found.adds[at]) / len(iris)) for iri in iris]
    return put_down, credit
