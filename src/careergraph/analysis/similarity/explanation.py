"""Why two roles are alike: what they share, and what each thing adds to their score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.analysis.similarity.scores import meant_alike
from careergraph.analysis.similarity.vectors import WORDS, RoleVectors, words_of
from careergraph.network.projection import Network
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

TOLD, NAMED = 12, 4
"""How many words a reason carries, and its label names, at the most; the others count as well."""


@dataclass(slots=True)  # not frozen: an answer makes hundreds, each in a quarter of the time
class Reason:
    """Something that two roles have in common and what it adds to their score.

    A thing of the graph, or, where ``words`` are given (the weightiest), the words that the names
    of both roles have (kind "role"), that describe the work of both (kind "responsibility"), or by
    which the one is described much as the other (likewise); the label then names some of them, and
    the IRI is the related role's.
    """

    iri: str
    label: str
    kind: str
    share: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What one kind of evidence adds to a score.

    ``kind`` is a name in ``vectors.USUAL_WEIGHTS`` for the cosine measure, in ``vocabulary.KINDS``
    for the others. ``shared`` and ``union`` count things, families, groups or words;
    ``enough_data`` is False where a role has none of the kind.
    """

    kind: str
    share: float
    shared: int
    union: int
    enough_data: bool


def cosine_reasons(
    vectors: RoleVectors, row: int, others: Sequence[int], factors: Floats
) -> list[tuple[tuple[Reason, ...], tuple[Part, ...]]]:
    """Take the cosine measure of one role and each of some others apart.

    Args:
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
    shares = (
        meant_alike(vectors, row, others) * factors[others, list(vectors.spans).index("meaning")]
    )
    parts = [
        (*of_one, Part("meaning", float(share), int(share > 0), 1, enough_data=True))
        if share
        else of_one
        for of_one, share in zip(parts, shares, strict=True)
    ]
    in_common = _Common(row, others, columns, common, adds, shares)
    reasons = _reasons_of(vectors, in_common)
    return [(tuple(of_one), part) for of_one, part in zip(reasons, parts, strict=True)]


def thing_reasons(
    network: Network, vectors: RoleVectors, row: int, other: int, shares: Mapping[str, float]
) -> tuple[tuple[Reason, ...], tuple[Part, ...]]:
    """Return the same for a measure made of things alone, where ``shares`` is what each adds."""
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
    """Return a row of a sparse matrix (CSR) as its columns and values."""
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
    the place of the kind, ascending; ``adds`` is what it adds to the score. ``meant`` is what being
    described alike adds, for each of the others.
    """

    row: int
    others: Sequence[int]
    columns: Ints
    cells: Ints
    adds: Floats
    meant: Floats


def _reasons_of(vectors: RoleVectors, in_common: _Common) -> list[list[Reason]]:
    """Make reasons of what is in common, for each of the others: things first, then words.

    Among things, and among words, the largest comes first.
    """
    import numpy as np

    kinds, many = list(vectors.spans), len(vectors.reasons)
    cells, adds = in_common.cells, in_common.adds
    worded = np.isin(cells % len(kinds), [kinds.index(kind) for kind in WORDS])
    ranks = vectors.ranks[in_common.columns]
    put_down, credit = _shared_work(vectors, in_common)

    keys = cells[~worded] // len(kinds) * many + ranks[~worded]
    more = np.array([place * many + rank for place, rank, _ in credit], dtype=np.int64)
    # A thing that is also a family to others adds as both.
    keys, of = np.unique(np.concatenate([keys, more]), return_inverse=True)
    shares = np.concatenate([adds[~worded], [share for *_, share in credit]])
    shares = np.bincount(of, shares, len(keys))
    largest = np.lexsort((-shares.round(9), keys // many))  # and among equals as they were
    largest = largest[shares[largest] > 0]
    reasons: list[list[Reason]] = [[] for _ in in_common.others]
    for key, share in zip(keys[largest].tolist(), shares[largest].tolist(), strict=True):
        place, at = divmod(key, many)
        iri, label = vectors.reasons[at], vectors.reason_labels[at]
        reasons[place].append(Reason(iri, label, _KINDS[vectors.reason_kinds.item(at)], share))

    left = np.flatnonzero(worded & ~put_down)
    left = left[np.lexsort((ranks[left], -adds[left], cells[left]))]
    ends = cells[left].searchsorted(np.arange(len(reasons) * len(kinds) + 1)).tolist()
    meant = _meant(vectors, in_common)
    for place, other in enumerate(in_common.others):
        iri, words = vectors.roles[other], meant[place]
        for kind, of_kind, label in (
            ("names", "role", "Both names say"),
            ("work", "responsibility", "Both speak of"),
        ):
            cell = place * len(kinds) + kinds.index(kind)
            if at := left[ends[cell] : ends[cell + 1]].tolist():
                told = in_common.columns[at[:TOLD]].tolist()
                both = tuple(vectors.columns[column] for column in told)
                share = float(adds[at].sum())
                words.append(Reason(iri, _named(label, both, len(at)), of_kind, share, both))
        words.sort(key=lambda reason: -reason.share)
        reasons[place] += words
    return reasons


def _meant(vectors: RoleVectors, in_common: _Common) -> list[list[Reason]]:
    """Make a reason of what is meant alike, for each of the others that is described alike at all.

    Of the one role's words those are told that lie nearest to what the other is described with.
    """
    import numpy as np

    reasons: list[list[Reason]] = [[] for _ in in_common.others]
    if not vectors.text.nnz:
        return reasons
    columns, amounts = _span(vectors.text, in_common.row)
    nearness = vectors.axes[columns] @ vectors.meaning[in_common.others].T * amounts[:, None]
    nearness[np.isin(columns, vectors.generic_words)] = 0.0
    best = np.argsort(-nearness, axis=0, kind="stable")[:NAMED]
    for place, (other, share) in enumerate(
        zip(in_common.others, in_common.meant.tolist(), strict=True)
    ):
        if share > 0:
            at = [row for row in best[:, place].tolist() if nearness[row, place] > 0]
            words = tuple(vectors.text_words[column] for column in columns[at].tolist())
            label = f"Described much alike, by “{', '.join(words)}”" if words else _ALIKE
            kind = "responsibility"
            reasons[place].append(Reason(vectors.roles[other], label, kind, share, words))
    return reasons


_ALIKE = "Described much alike"
_KINDS = tuple(KINDS)


def _named(label: str, words: Sequence[str], count: int) -> str:
    label += f" “{', '.join(words[:NAMED])}”"
    more = count - NAMED
    return f"{label} and {more} more word{'s' * (more > 1)}" if more > 0 else label


def _shared_work(
    vectors: RoleVectors, in_common: _Common
) -> tuple[NDArray[np.bool_], list[tuple[int, int, float]]]:
    """Attribute words to the responsibilities in which both roles have them, where there are any.

    Returns:
        Which of what is in common is put down, and to what: the place of the other role, the
        responsibility's place in ``vectors.reasons`` and its share.
    """
    import numpy as np

    put_down, credit = np.zeros(len(in_common.columns), dtype=bool), []
    kinds = list(vectors.spans)
    kind_of = in_common.cells % len(kinds)
    duties: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for at in np.flatnonzero(kind_of == kinds.index("responsibility")).tolist():
        duty = vectors.ranks.item(in_common.columns[at])
        for word in set(words_of(vectors.reason_labels[duty])):
            duties[int(in_common.cells[at]) // len(kinds), word].append(duty)
    for at in np.flatnonzero(kind_of == kinds.index("work")).tolist() if duties else ():
        place = int(in_common.cells[at]) // len(kinds)
        if told := duties.get((place, vectors.columns[in_common.columns.item(at)])):
            put_down[at] = True
            credit += [(place, duty, float(in_common.adds[at]) / len(told)) for duty in told]
    return put_down, credit
