"""Roles as vectors: what the graph holds of each, weighed by how much it sets roles apart.

Each kind of evidence is a vector space of its own (Salton, Wong and Yang, 1975). A thing weighs its
importance to the role times its inverse document frequency (Spärck Jones, 1972), so that what every
role has counts for little. A word weighs the root of its own, so that, as in BM25 (Robertson and
Zaragoza, 2009), two roles with a word in common are credited with its rarity once: squared, a few
odd words outweigh all that is usual in a line of work. The kinds are weighed apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from careergraph.network.cache import kept_with
from careergraph.network.lookup import normal_words
from careergraph.network.projection import Network
from careergraph.vocabulary import REQUIREMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_THINGS = 5
"""A role with fewer things on record has too little data to be compared with others."""

PARTS = frozenset({*REQUIREMENTS, "broader", "closeMatch", "definition"})
"""What of a graph it takes to compare all roles, see ``project``."""

WEIGHTS: dict[str, float] = {
    "skill": 0.11,
    "tool": 0.13,
    "industry": 0.03,
    "degree": 0.02,
    "experience": 0.02,
    "family": 0.06,
    "work": 0.35,
    "names": 0.26,
    "group": 0.02,
}
"""How much each kind of evidence weighs; together 1.

``family`` is the families that things belong to or come close to (two products of one class),
``work`` the words of responsibilities and definition, ``names`` the words of label and alternative
names, ``group`` the groups and wider roles that a role belongs to. The starting point is that a
kind weighs inversely to how widely its similarities spread over pairs of roles, so that each moves
the order alike, and that what a role does counts double; over all of O*NET, the nearest roles of
this mixture are then also most alike in each kind of evidence when that one is withheld. Over
O*NET alone this would give tools more and skills less; graphs that say less of tools hold it back.
"""

WORDS = ("work", "names")
"""The kinds of evidence that are words rather than things of the graph."""


@dataclass(frozen=True, eq=False)
class RoleVectors:
    """All roles with enough data, as rows.

    Attributes:
        roles: their IRIs, a row each, sorted; ``number`` gives the row of an IRI (any of the IRIs
            that are one with it).
        left_out: the roles with too little data, sorted.
        columns: what each column stands for, an IRI or a word.
        spans: by kind of evidence, its first column and the one after its last.
        matrix: sparse, roles by columns: how much of what, times its rarity.
        kinds: of each column, the place of its kind in ``spans``.
        by_column: the same as ``matrix``, sparse by column.
        cells: of each value in ``by_column.data``, the place of its row and kind in ``squares``,
            row by row.
        squares: dense, roles by kinds: the sum of the squares of a row's part of a kind.
        present: dense, roles by kinds: the kind's weight, or 0 where the role has none of it.
        things: sparse, roles by requirements: importance times inverse document frequency.
        whole: of each row of ``things``, the sum.
        thing_names: the IRIs of the columns of ``things``.
        responsibilities: the columns of ``things`` that are responsibilities of several roles.
        levels: sparse, in the pattern of ``things``: the level asked for, 1 where none is known.
        holders: sparse by column, in the same pattern: where in ``things.data`` the value stands.
    """

    roles: tuple[str, ...]
    left_out: tuple[str, ...]
    number: Mapping[str, int]
    columns: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    matrix: Any
    kinds: NDArray[np.int64]
    by_column: Any
    cells: NDArray[np.int64]
    squares: Floats
    present: Floats
    things: Any
    whole: Floats
    thing_names: tuple[str, ...]
    responsibilities: frozenset[int]
    levels: Any
    holders: Any


def role_vectors(network: Network, *, without: Iterable[str] = ()) -> RoleVectors:
    """Give the roles of a network as vectors; worked out once and kept as long as the network is.

    Args:
        network: as ``project`` gives it; not to be changed afterwards.
        without: kinds of evidence (names in ``WEIGHTS``) to leave out, as an evaluation must that
            judges by them.
    """
    return _vectors(network, frozenset(without))


@kept_with
def _vectors(network: Network, without: frozenset[str]) -> RoleVectors:
    import numpy as np
    from scipy import sparse

    needs, left_out = _needs(network)
    roles = tuple(needs)
    total = sum(len(each.things) for each in needs.values())
    thing_names, place = _matrix((each.things for each in needs.values()), np.arange(total))
    weights, levels = (
        _like(place, np.fromiter(chain.from_iterable(values), float, total)[place.data])
        for values in (
            (each.importance for each in needs.values()),
            (each.level for each in needs.values()),
        )
    )
    things = _weighed(weights)
    evidence = _evidence(network, needs, thing_names, weights)
    columns: list[str] = []
    blocks, spans, squares = [], {}, []
    for kind in WEIGHTS:
        names, block = evidence[kind]
        if kind in without:
            names, block = [], block[:, :0]
        block = _weighed(block, words=kind in WORDS)
        blocks.append(block)
        squares.append(block.power(2).sum(axis=1))
        spans[kind] = (len(columns), len(columns) + len(names))
        columns += names
    matrix = sparse.csr_array(sparse.hstack(blocks, format="csr"))
    matrix.eliminate_zeros()
    squared = np.array(squares).T.reshape(len(roles), len(WEIGHTS))
    by_column = matrix.tocsc()
    kinds = np.repeat(np.arange(len(spans)), [end - start for start, end in spans.values()])
    held = np.bincount(things.indices, minlength=len(thing_names))
    return RoleVectors(
        roles=roles,
        left_out=left_out,
        number={
            iri: row
            for row, role in enumerate(roles)
            for iri in (role, *network.nodes[role]["iris"])
        },
        columns=tuple(columns),
        spans=spans,
        matrix=matrix,
        kinds=kinds,
        by_column=by_column,
        cells=by_column.indices * len(spans) + np.repeat(kinds, np.diff(by_column.indptr)),
        squares=squared,
        present=np.where(squared > 0, list(WEIGHTS.values()), 0.0),
        things=things,
        whole=np.maximum(things.sum(axis=1), 1e-12),
        thing_names=tuple(thing_names),
        responsibilities=frozenset(
            column
            for column in np.flatnonzero(held > 1).tolist()
            if network.nodes[thing_names[column]]["kind"] == "responsibility"
        ),
        levels=levels,
        holders=_like(things, np.arange(things.nnz)).tocsc(),
    )


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a role takes: things, how important each is and to which level it is asked for."""

    things: list[str]
    importance: list[float]
    level: list[float]


def _needs(network: Network) -> tuple[dict[str, _Needs], tuple[str, ...]]:
    """Give what each role takes, and the roles with too little of it."""
    needs, left_out = {}, []
    for role, linked in network.adjacency():
        if network.nodes[role]["kind"] == "role":
            found = _Needs([], [], [])
            for thing, relations in linked.items():
                asked = [data for relation, data in relations.items() if relation in REQUIREMENTS]
                if asked:
                    levels = (1.0 if data["level"] is None else data["level"] for data in asked)
                    found.things.append(thing)
                    found.importance.append(max(data["weight"] for data in asked))
                    found.level.append(max(0.01, *levels))
            if len(found.things) >= MIN_THINGS:
                needs[role] = found
            else:
                left_out.append(role)
    return dict(sorted(needs.items())), tuple(sorted(left_out))


def _evidence(
    network: Network, needs: Mapping[str, _Needs], thing_names: Sequence[str], weights: Any
) -> dict[str, tuple[list[str], Any]]:
    """Give, by kind of evidence, its columns and how much each role has of what."""
    import numpy as np

    nodes, families = network.nodes, _Families(network)
    kinds = [nodes[thing]["kind"] for thing in thing_names]
    labels = {
        thing: nodes[thing]["label"]
        for thing, kind in zip(thing_names, kinds, strict=True)
        if kind == "responsibility"
    }
    wider, belonging = _matrix(families.of(thing) for thing in thing_names)
    having = _like(weights, np.ones(weights.nnz))
    names, called = _matrix(
        [
            word
            for name in (nodes[role]["label"], *nodes[role]["aliases"])
            for word in words_of(name)
        ]
        for role in needs
    )
    words, work = _matrix(
        [
            word
            for text in (
                *(labels[each] for each in taken.things if each in labels),
                nodes[role]["definition"],
            )
            for word in words_of(text)
        ]
        for role, taken in needs.items()
    )
    evidence = {
        "family": (wider, _dampened(having @ belonging)),
        "work": (words, _dampened(work)),
        "names": (names, _dampened(called)),
        "group": _matrix(families.of(role) for role in needs),
    }
    for kind in WEIGHTS.keys() - evidence.keys():
        columns = [column for column, of in enumerate(kinds) if of == kind]
        evidence[kind] = ([thing_names[column] for column in columns], weights[:, columns])
    return evidence


def words_of(text: str) -> list[str]:
    """Cut a text into the words by which roles are compared: in the singular, lower case.

    Words that only join others, and single letters, say nothing of a job and are left out.
    """
    return [word for word in normal_words(text) if len(word) > 1 and word not in _JOINING]


_JOINING = frozenset({
    "an", "and", "are", "as", "at", "be", "before", "between", "by", "during", "each", "for",
    "from", "has", "have", "how", "in", "into", "is", "it", "its", "may", "not", "of", "on", "one",
    "or", "other", "out", "over", "per", "so", "such", "than", "that", "the", "their", "them",
    "these", "they", "this", "to", "up", "use", "used", "using", "via", "what", "when", "where",
    "which", "while", "who", "why", "with", "within", "without",
})  # fmt: skip


class _Families:
    """What a thing belongs to or comes close to, however many steps up."""

    def __init__(self, network: Network) -> None:
        self._up: dict[str, list[str]] = defaultdict(list)
        for one, linked in network.adjacency():
            for other, relations in linked.items():
                if "broader" in relations or "closeMatch" in relations:
                    self._up[one].append(other)
        self._tops = {family for wider in self._up.values() for family in wider}

    def of(self, thing: str) -> list[str]:
        """Give the families of a thing, itself among them if it is one to others."""
        found = [thing] if thing in self._tops else []
        seen, waiting = {thing}, [thing]
        while waiting:
            for wider in self._up.get(waiting.pop(), ()):
                if wider not in seen:
                    seen.add(wider)
                    found.append(wider)
                    waiting.append(wider)
        return found


def _matrix(
    rows: Iterable[Iterable[str]], values: NDArray[Any] | None = None
) -> tuple[list[str], Any]:
    """Give names, a column each in the order met, and the rows as a sparse matrix.

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


def _like(matrix: Any, values: NDArray[Any]) -> Any:
    """Give a sparse matrix that has other values in the same places."""
    return type(matrix)((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _dampened(counts: Any) -> Any:
    """Let the tenth time that something is found count for less than the first."""
    import numpy as np

    return _like(counts, 1 + np.log(counts.data))


def _weighed(amounts: Any, *, words: bool = False) -> Any:
    """Weigh what roles have (rows) by its rarity.

    A thing that all roles have keeps a small weight, ln 2; a word that all use says nothing, 0.
    A word weighs the root of its rarity.
    """
    import numpy as np

    total, many = amounts.shape
    held = np.bincount(amounts.indices, minlength=many)
    rarity = np.sqrt(np.log(total / held)) if words else np.log1p(total / held)
    return _like(amounts, amounts.data * rarity[amounts.indices])
