"""Roles as vectors: what the graph holds of each, weighed by how much it sets roles apart.

Each kind of evidence is a vector space of its own (Salton, Wong and Yang, 1975). A thing weighs its
importance to the role times its inverse document frequency (Spärck Jones, 1972), so that what every
role has counts for little; a word weighs likewise, and one that a tenth of all roles use says
nothing, in whatever language. Ratings that most roles have are standardised, because there only the
rating tells roles apart. Latent semantics (Deerwester et al., 1990) finds what is meant alike and
worded differently. How much each kind weighs is measured on the graph itself, see ``_weights``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from careergraph.analysis.similarity.weighting import (
    FEW,
    dampened,
    generic,
    rarity,
    weighed,
    with_values,
    word_rarity,
)
from careergraph.network.agreement import agreement
from careergraph.network.arrays import Numbers, Texts
from careergraph.network.cache import kept_on_disk
from careergraph.network.lookup import normal_words
from careergraph.network.projection import Network, kind_of, links, of_kind
from careergraph.vocabulary import KINDS, REQUIREMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_THINGS = 5
"""A role with fewer things on record has too little data to be compared with others."""

PARTS = frozenset(
    {*REQUIREMENTS, "broader", "closeMatch", "leadsTo", "definition", "task", "facts"}
)
"""What of a graph it takes to compare all roles, see ``project``."""

USUAL_WEIGHTS: dict[str, float] = {
    "skill": 0.16,
    "tool": 0.16,
    "rating": 0.04,
    "responsibility": 0.12,
    "industry": 0.03,
    "degree": 0.02,
    "experience": 0.02,
    "family": 0.07,
    "work": 0.16,
    "names": 0.12,
    "meaning": 0.07,
    "group": 0.03,
}
"""The kinds of evidence, and how much each weighs where the graph is too small to measure it.

``rating`` is the things of which a source rates the importance to nearly every role, such as
O*NET's abilities; ``family`` the families that things belong to or come close to (two products of
one class), ``work`` the words of definition, tasks and responsibilities, ``names`` those of label
and alternative names, ``meaning`` the latent semantics of these words and of the names of things,
``group`` the groups and wider roles that a role belongs to. Together 1.
"""

WORDS = ("work", "names")
"""The kinds of evidence that are words rather than things of the graph."""

ENOUGH_ROLES = 100
"""With fewer roles the graph is too small to measure weights, ratings and latent semantics on."""

USUAL = 0.25
"""A word says nothing either if more than this part of the roles described in sentences use it."""

RATED = 30
"""A thing is rated where at least so many roles have it, not all equally important."""

DIMENSIONS = 100
"""Of the latent space, or a quarter of the roles if that is fewer. Deerwester et al. took 100."""

PAIRS = 100_000
"""The number of pairs of roles that weights are measured on."""

DOES = {"responsibility": 2.25, "work": 1.25}
"""What tells what a role does, and how much more it counts than what it takes or is called.

Shared work activities are the more, for they are one thing to all; words are only like each other.
"""


@dataclass(frozen=True, eq=False)
class RoleVectors:
    """All roles with enough data, as rows.

    Attributes:
        roles: their IRIs, a row each, sorted; ``number`` gives the row of an IRI (any of the IRIs
            that are one with it).
        left_out: the roles with too little data, sorted.
        columns: what each column stands for, an IRI or a word.
        spans: by kind of evidence, its first column and the one after its last.
        weights: how much each kind weighs, in the order of ``spans``; together 1.
        matrix: sparse, roles by columns: how much of what, times its rarity.
        kinds: of each column, the place of its kind in ``spans``.
        by_column: the same as ``matrix``, sparse by column.
        cells: of each value in ``by_column.data``, the place of its row and kind in ``squares``,
            row by row.
        squares: dense, roles by kinds: the sum of the squares of a row's part of a kind.
        present: dense, roles by kinds: the kind's weight, or 0 where the role has none of it.
        meaning: dense, roles by latent dimensions, rows of length 1 (0 for a role without words).
        text: sparse, roles by words, scaled so that ``text @ axes`` is ``meaning``.
        axes: dense, words by latent dimensions.
        text_words: the words of ``text``; ``generic_words`` are the rows of those that say nothing.
        text_rows: of each word of ``text``, its row; ``text_rarity`` is how rare each is.
        things: sparse, roles by requirements: importance times inverse document frequency.
        whole: of each row of ``things``, the sum.
        thing_names: the IRIs of the columns of ``things``.
        levels: sparse, in the pattern of ``things``: the level asked for, 1 where none is known.
        holders: sparse by column, in the same pattern: where in ``things.data`` the value stands.
        reasons: the IRIs of all things that can be a reason, by label and then by IRI.
        reason_labels: their labels; ``reason_kinds`` their kinds, as places in ``KINDS``.
        ranks: of each column, the place of its thing in ``reasons``, or of its word among words.
    """

    roles: Texts
    left_out: Texts
    number: Numbers
    columns: Texts
    spans: Mapping[str, tuple[int, int]]
    weights: Floats
    matrix: Any
    kinds: NDArray[np.int64]
    by_column: Any
    cells: NDArray[np.int64]
    squares: Floats
    present: Floats
    meaning: Floats
    text: Any
    axes: Floats
    text_words: Texts
    text_rows: Numbers
    text_rarity: Floats
    generic_words: NDArray[np.int64]
    things: Any
    whole: Floats
    thing_names: Texts
    levels: Any
    holders: Any
    reasons: Texts
    reason_labels: Texts
    reason_kinds: NDArray[np.int64]
    ranks: NDArray[np.int64]


def role_vectors(network: Network, *, without: Iterable[str] = ()) -> RoleVectors:
    """Return the roles of a network as vectors; worked out once and kept as long as the network is.

    Args:
        network: as ``project`` gives it; not to be changed afterwards.
        without: kinds of evidence (names in ``USUAL_WEIGHTS``) to leave out, as an evaluation must
            that judges by them.
    """
    return _vectors(network, frozenset(without))


@kept_on_disk(RoleVectors)
def _vectors(network: Network, without: frozenset[str]) -> RoleVectors:
    import numpy as np
    from scipy import sparse

    needs, left_out = _needs(network)
    roles = tuple(needs)
    total = sum(len(taken.things) for taken in needs.values())
    thing_names, place = _matrix((taken.things for taken in needs.values()), np.arange(total))
    importance, agreed, levels = (
        with_values(place, np.fromiter(chain.from_iterable(values), float, total)[place.data])
        for values in (
            (taken.importance for taken in needs.values()),
            (taken.agreed for taken in needs.values()),
            (taken.level for taken in needs.values()),
        )
    )
    agreed = with_values(importance, importance.data * agreed.data)
    things = weighed(agreed, rarity(agreed))
    texts = _texts(network, needs)
    usual = _usual_words(texts)
    evidence = _evidence(network, needs, thing_names, importance, agreed, texts, usual)
    all_texts = [
        [word for word in chain(*of_role.values()) if word not in usual]
        for of_role in texts.values()
    ]
    text_words, text, axes, meaning = _meaning([] if "meaning" in without else all_texts)
    columns: list[str] = []
    blocks, spans, squares = [], {}, []
    for kind in USUAL_WEIGHTS:
        names, block = evidence.get(kind, ([], sparse.csr_array((len(roles), 0))))
        if kind in without:
            names, block = [], block[:, :0]
        blocks.append(block)
        squares.append(block.power(2).sum(axis=1))
        spans[kind] = (len(columns), len(columns) + len(names))
        columns += names
    if axes.size:
        squares[list(spans).index("meaning")] = np.square(meaning).sum(axis=1)
    else:
        meaning = np.zeros((len(roles), 0))
    matrix = sparse.csr_array(sparse.hstack(blocks, format="csr"))
    matrix.eliminate_zeros()
    squared = np.array(squares).T.reshape(len(roles), len(spans))
    weights = _weights(blocks, meaning, squared)
    by_column = matrix.tocsc()
    kinds = np.repeat(np.arange(len(spans)), [end - start for start, end in spans.values()])
    return RoleVectors(
        roles=Texts.of(roles),
        left_out=Texts.of(left_out),
        number=Numbers.of(
            {
                iri: row
                for row, role in enumerate(roles)
                for iri in (role, *network.nodes[role]["iris"])
            }
        ),
        columns=Texts.of(columns),
        spans=spans,
        weights=weights,
        matrix=matrix,
        kinds=kinds,
        by_column=by_column,
        cells=by_column.indices * len(spans) + np.repeat(kinds, np.diff(by_column.indptr)),
        squares=squared,
        present=np.where(squared > 0, weights, 0.0),
        meaning=meaning,
        text=text,
        axes=axes,
        text_words=Texts.of(text_words),
        text_rows=Numbers.of({word: row for row, word in enumerate(text_words)}),
        text_rarity=word_rarity(text),
        generic_words=np.flatnonzero(generic(text)),
        things=things,
        whole=np.maximum(things.sum(axis=1), 1e-12),
        thing_names=Texts.of(thing_names),
        levels=levels,
        holders=with_values(things, np.arange(things.nnz)).tocsc(),
        **_reading_order(network, columns, spans),
    )


def _reading_order(
    network: Network, columns: Sequence[str], spans: Mapping[str, tuple[int, int]]
) -> dict[str, Any]:
    """Return in which order reasons are told that add alike: things by label, words by letter."""
    import numpy as np

    of_kind = {kind: columns[start:end] for kind, (start, end) in spans.items()}
    words = sorted({word for kind in WORDS for word in of_kind[kind]})
    things = {iri for kind, names in of_kind.items() if kind not in WORDS for iri in names}
    labelled = sorted((network.nodes[iri]["label"], iri) for iri in things)
    place = {iri: at for at, (_, iri) in enumerate(labelled)}
    place_of_word = {word: at for at, word in enumerate(words)}
    ranks = [
        (place_of_word if kind in WORDS else place)[name]
        for kind, names in of_kind.items()
        for name in names
    ]
    kinds = list(KINDS)
    return {
        "reasons": Texts.of([iri for _, iri in labelled]),
        "reason_labels": Texts.of([label for label, _ in labelled]),
        "reason_kinds": np.array([kinds.index(kind_of(network, iri)) for iri in place], dtype=int),
        "ranks": np.array(ranks, dtype=np.int64),
    }


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a role takes: things, how important each is and to which level it is asked for.

    ``agreed`` is the part of the sources describing the role that ask for it.
    """

    things: list[str]
    importance: list[float]
    agreed: list[float]
    level: list[float]


def _needs(network: Network) -> tuple[dict[str, _Needs], tuple[str, ...]]:
    """Return what each role takes, and the roles with too little of it."""
    needs, left_out = {}, []
    for role in of_kind(network, "role"):
        taken = _Needs([], [], [], [])
        for thing, relations in network[role].items():
            asked = [data for relation, data in relations.items() if relation in REQUIREMENTS]
            if asked:
                levels = (1.0 if data["level"] is None else data["level"] for data in asked)
                taken.things.append(thing)
                taken.importance.append(max(data["weight"] for data in asked))
                sources = {source for data in asked for source in data["sources"]}
                taken.agreed.append(agreement(network, role, sources).share)
                taken.level.append(max(0.01, *levels))
        if len(taken.things) >= MIN_THINGS:
            needs[role] = taken
        else:
            left_out.append(role)
    return dict(sorted(needs.items())), tuple(sorted(left_out))


def _texts(network: Network, needs: Mapping[str, _Needs]) -> dict[str, dict[str, list[str]]]:
    """Return the words of each role: of names, of definition and tasks, of duties, of things."""
    nodes = network.nodes
    kept: dict[str, list[str]] = {}

    def words(thing: str) -> list[str]:
        if thing not in kept:
            kept[thing] = words_of(nodes[thing]["label"])
        return kept[thing]

    texts = {}
    for role, taken in needs.items():
        data = nodes[role]
        names = [word for name in (data["label"], *data["aliases"]) for word in words_of(name)]
        sentences = (data["definition"], *data.get("tasks", ()))
        told = [word for sentence in sentences for word in words_of(sentence)]
        duties: list[str] = []
        things: list[str] = []
        for thing in taken.things:
            if (kind := kind_of(network, thing)) == "responsibility":
                duties += words(thing)
            elif kind in {"skill", "tool"}:
                things += words(thing)
        texts[role] = {"names": names, "sentences": told, "duties": duties, "things": things}
    return texts


def _evidence(
    network: Network,
    needs: Mapping[str, _Needs],
    thing_names: Sequence[str],
    importance: Any,
    agreed: Any,
    texts: Mapping[str, Mapping[str, Sequence[str]]],
    usual: set[str],
) -> dict[str, tuple[list[str], Any]]:
    """Return, by kind of evidence, its columns and how much of what each role has, weighed.

    Only ratings are compared as the one source gives them; ``agreed`` is less where others do not
    ask for the thing.
    """
    import numpy as np

    families = _Families(network)
    held = np.bincount(importance.indices, minlength=len(thing_names))
    rated, ratings = _ratings(importance, held)
    kinds = np.array([kind_of(network, thing) for thing in thing_names], dtype=object)
    kinds[rated] = "rating"
    # What one role alone is responsible for is told by its words.
    kinds[(kinds == "responsibility") & (held < 2)] = ""
    wider, belonging = _matrix(families.of(thing) for thing in thing_names)
    near = dampened(with_values(importance, np.ones(importance.nnz)) @ belonging)
    names, belongs = _matrix(families.of(role) for role in needs)
    evidence = {
        "family": (wider, weighed(near, rarity(near) * ~generic(near))),
        "group": (names, weighed(belongs, rarity(belongs))),
        "rating": ([thing_names[column] for column in rated.tolist()], ratings),
    }
    for kind, of in (("names", ("names",)), ("work", ("sentences", "duties"))):
        names, counts = _matrix([*chain(*(texts[role][one] for one in of))] for role in needs)
        counts = dampened(counts)
        rare = ~generic(counts)
        if kind == "work":
            rare &= np.array([word not in usual for word in names], dtype=bool)
        evidence[kind] = (names, weighed(counts, word_rarity(counts) * rare))
    for kind in USUAL_WEIGHTS.keys() - evidence.keys():
        at = np.flatnonzero(kinds == kind)
        taken = agreed[:, at]
        names = [thing_names[column] for column in at.tolist()]
        evidence[kind] = (names, weighed(taken, rarity(taken)))
    return evidence


def _usual_words(texts: Mapping[str, Mapping[str, Sequence[str]]]) -> set[str]:
    """Return the words that many of the roles use that are described in sentences at all.

    Where these are few, what joins their words is rare among all roles, and yet says nothing.
    """
    described = [set(of_role["sentences"]) for of_role in texts.values() if of_role["sentences"]]
    held = Counter(chain(*described))
    return {word for word, count in held.items() if count > max(USUAL * len(described), FEW)}


def _ratings(importance: Any, held: NDArray[np.int64]) -> tuple[NDArray[np.int64], Any]:
    """Return the columns of what is rated, and by how many standard deviations above the mean.

    Where nearly all roles have a thing, having it says nothing: its rating counts, so far as it is
    above the mean over the roles that have any such thing (a role without it has 0).
    """
    import numpy as np
    from scipy import sparse

    mean = np.bincount(importance.indices, importance.data, len(held)) / np.maximum(held, 1)
    apart = np.abs(importance.data - mean[importance.indices])
    varied = np.bincount(importance.indices, apart, len(held)) > 1e-9
    rated = np.flatnonzero((held >= RATED) & varied)
    values = importance[:, rated].toarray()
    rates = values.any(axis=1)
    if rated.size and rates.sum() >= ENOUGH_ROLES:
        spread = np.maximum(values[rates].std(axis=0), 1e-12)
        values[rates] = np.maximum((values[rates] - values[rates].mean(axis=0)) / spread, 0)
        return rated, sparse.csr_array(values)
    return rated[:0], importance[:, rated[:0]]


def _meaning(texts: Sequence[Sequence[str]]) -> tuple[list[str], Any, Floats, Floats]:
    """Return the latent semantics of texts: words, texts by words, words and texts by dimensions.

    The singular value decomposition of texts by words, cut to the ``DIMENSIONS`` of the largest
    values (Deerwester et al., 1990), by the randomised method of Halko, Martinsson and Tropp
    (2011). Words of one text alone join nothing and are left out.
    """
    import numpy as np
    from scipy import sparse

    words, counts = _matrix(texts)
    several = np.flatnonzero(np.bincount(counts.indices, minlength=len(words)) > 1)
    if len(texts) < ENOUGH_ROLES or not several.size:
        return [], sparse.csr_array((len(texts), 0)), np.zeros((0, 0)), np.zeros((len(texts), 0))
    counts = dampened(sparse.csr_array(counts[:, several]))
    counts = weighed(counts, word_rarity(counts))
    lengths = np.sqrt(counts.power(2).sum(axis=1))
    text = sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ counts)
    size = min(DIMENSIONS, len(texts) // 4)
    # A little wider than wanted, as the randomised method asks.
    basis = text @ np.random.default_rng(0).standard_normal((len(several), size + 10))
    for _ in range(_POWER):
        basis = text @ (text.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    axes = np.linalg.svd((text.T @ basis).T, full_matrices=False)[2][:size].T
    meaning = text @ axes
    lengths = np.maximum(np.linalg.norm(meaning, axis=1), 1e-12)
    text = sparse.csr_array(sparse.diags_array(1 / lengths) @ text)
    return [words[column] for column in several.tolist()], text, axes, meaning / lengths[:, None]


def _weights(blocks: Sequence[Any], meaning: Floats, squares: Floats) -> Floats:
    """Return how much each kind of evidence tells roles apart in this graph.

    A kind weighs by its agreement with all other kinds (the correlation of its likenesses with
    theirs: evidence that contradicts the rest is noise) and inversely to how widely its likenesses
    spread, so that each kind moves the order of roles as much as it is to be trusted. Both are
    measured on pairs of roles drawn at random of which both have evidence of the kind. What a role
    does counts more (``DOES``), for that is the job. Rounded,
    since they are not known better, and so that one link more or less does not move them.
    """
    import numpy as np
    from scipy import sparse

    usual = np.array(list(USUAL_WEIGHTS.values()))
    count = len(squares)
    if count < ENOUGH_ROLES:
        return usual
    one, other = np.random.default_rng(0).integers(count, size=(2, PAIRS))
    one, other = one[one != other], other[one != other]
    both = (squares[one] > 0) & (squares[other] > 0)
    alike = np.zeros(both.shape)
    units = [
        sparse.csr_array(sparse.diags_array(1 / np.sqrt(np.maximum(length, 1e-12))) @ block)
        for block, length in zip(blocks, squares.T, strict=True)
    ]
    for start in range(0, len(one), _BATCH):
        batch = slice(start, start + _BATCH)
        for kind, unit in enumerate(units):
            if unit.nnz:
                alike[batch, kind] = (unit[one[batch]] * unit[other[batch]]).sum(axis=1)
        of_meaning = np.einsum("ij,ij->i", meaning[one[batch]], meaning[other[batch]])
        alike[batch, _MEANING] = np.maximum(of_meaning, 0)
    measured = both.sum(axis=0) >= PAIRS / 100
    pairs = np.maximum(both.sum(axis=0), 1)
    apart = np.where(both, alike - (alike * both).sum(axis=0) / pairs, 0)
    spread = np.sqrt(np.square(apart).sum(axis=0) / pairs)
    measured &= spread > 0
    standard = np.where(measured, apart / np.where(measured, spread, 1), 0)
    rest = standard.sum(axis=1)[:, None] - standard
    weights = usual.copy()
    for kind in np.flatnonzero(measured).tolist():
        at = both[:, kind]
        agreement = (
            np.corrcoef(standard[at, kind], rest[at, kind])[0, 1] if rest[at, kind].any() else 1.0
        )
        more = DOES.get(list(USUAL_WEIGHTS)[kind], 1.0)
        weights[kind] = more * max(float(agreement), 0.0) / spread[kind]
    if weights[measured].sum() > 0:
        weights[measured] *= usual[measured].sum() / weights[measured].sum()
    rounded: Floats = np.maximum(weights.round(2), 0.01)
    return rounded


_MEANING = list(USUAL_WEIGHTS).index("meaning")
_BATCH = 10_000  # pairs compared at a time
_POWER = 3  # how often the randomised decomposition is sharpened


def words_of(text: str) -> list[str]:
    """Return the words by which roles are compared: in the singular, lower case, no single letters.

    Words that only join others need no list: too many roles have them, see ``weighting.GENERIC``.
    """
    return [word for word in normal_words(text) if len(word) > 1]


class _Families:
    """What a thing belongs to or comes close to, however many steps up."""

    def __init__(self, network: Network) -> None:
        self._up: dict[str, list[str]] = defaultdict(list)
        for one, other, _ in links(network, "broader", "closeMatch"):
            if other not in self._up[one]:
                self._up[one].append(other)
        self._tops = {family for wider in self._up.values() for family in wider}

    def of(self, thing: str) -> list[str]:
        """Return the families of a thing, itself among them if it is one to others."""
        families = [thing] if thing in self._tops else []
        seen, waiting = {thing}, [thing]
        while waiting:
            for wider in self._up.get(waiting.pop(), ()):
                if wider not in seen:
                    seen.add(wider)
                    families.append(wider)
                    waiting.append(wider)
        return families


def _matrix(
    rows: Iterable[Iterable[str]], values: NDArray[Any] | None = None
) -> tuple[list[str], Any]:
    """Return names, a column each in the order met, and the rows as a sparse matrix.

    ``values`` are those of all names, row by row; without, names are counted.
    """
    import numpy as np
    from scipy import sparse

    number: defaultdict[str, int] = defaultdict()
    number.default_factory = number.__len__
    columns, ends = [], [0]
    for row in rows:
        columns += [number[name] for name in row]
        ends.append(len(columns))
    matrix = sparse.csr_array(
        (
            np.ones(len(columns)) if values is None else values,
            np.array(columns, dtype=np.int32),
            np.array(ends, dtype=np.int32),
        ),
        shape=(len(ends) - 1, len(number)),
    )
    matrix.sum_duplicates()
    return list(number), matrix
