"""Makes nodes and edges of statements, as arrays: things that are the same become one node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.network.statements import FACT_NAMES, NAMES, RELATION_NAMES, Statements
from careergraph.vocabulary import FACTS, KINDS, LISTED_FACTS, REQUIREMENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Bools = NDArray[np.bool_]
    Longs = NDArray[np.int64]
    Floats = NDArray[np.float64]

_ENGLISH, _FOREIGN = 2, 3  # ranks of texts in languages that were not asked for
_NONE = -1


@dataclass(frozen=True, eq=False)
class Joined:
    """Nodes and edges as arrays; their texts and IRIs are places in the statements' own.

    What belongs to a node lies between ``…_starts[node]`` and ``…_starts[node + 1]``.

    Attributes:
        node: of each thing of the statements, its node; -1 where it is none.
        root: of each node, the thing by whose IRI it goes; nodes are sorted by that IRI.
        kind: of each node, a place in ``KINDS``.
        label: of each node, a string; -1 where nobody names it.
        definition: likewise.
        aliases: strings, node by node, those first that are labels of the things that are one.
        twin_labels: of each node, how many of its aliases these are.
        tasks: likewise.
        members: the things that are one, node by node, the most familiar first.
        said_by: of each node, a place in ``source_sets``.
        facts: the names of facts (places in ``FACT_NAMES``), node by node.
        fact_values: their strings.
        source_sets: sources, set by set.
        starts: the edges from each node, which are sorted by where they lead, then by relation.
        targets: of each edge, the node that it leads to.
        relations: of each edge, a place in ``RELATION_NAMES``.
        weights: of each edge, its importance.
        levels: of each edge, its level, NaN where there is none.
        stated_by: of each edge, a place in ``source_sets``.
        borrowed: of each edge, whether it is said only of things that are one with what it comes
            from, and not under the IRI by which that goes.
        level_words: of each edge, a place in ``LEVEL_WORDS``, -1 where no text gives one.
        choices: of each edge, the number of the set that it is an alternative of, or -1.
        options: the nodes that are alternatives, set by set.
        back_starts: the edges to each node, sorted by where they come from.
        back_edges: those edges, as numbers of edges.
        origins: of each edge, the node that it comes from.
    """

    node: Ints
    root: Ints
    kind: Ints
    label: Ints
    definition: Ints
    alias_starts: Ints
    aliases: Ints
    twin_labels: Ints
    task_starts: Ints
    tasks: Ints
    member_starts: Ints
    members: Ints
    said_by: Ints
    fact_starts: Ints
    facts: Ints
    fact_values: Ints
    set_starts: Ints
    source_sets: Ints
    starts: Ints
    targets: Ints
    relations: Ints
    weights: Floats
    levels: Floats
    stated_by: Ints
    borrowed: Bools
    level_words: Ints
    choices: Ints
    option_starts: Ints
    options: Ints
    back_starts: Ints
    back_edges: Ints
    origins: Ints


def join(statements: Statements, sources: Collection[str] | None, language: str) -> Joined:
    """Make nodes and edges of statements.

    Args:
        statements: as ``read_statements`` returns them.
        sources: take only what these say; None for all.
        language: of labels and definitions, see ``project``.
    """
    trusted = np.array(
        [sources is None or source in sources for source in statements.sources], dtype=bool
    )
    types = statements.types[trusted[statements.types[:, 2]]]
    kind = _least(types[:, 0], types[:, 1], len(statements.things), len(KINDS))
    present = kind < len(KINDS)
    links = statements.links[trusted[statements.links[:, 3]]]
    links = _without_overruled(links[present[links[:, 0]] & present[links[:, 2]]])
    exact = links[:, 1] == RELATION_NAMES.index("exactMatch")
    certain = _certain(links[exact], types, kind)
    one = _one(len(present), links[exact][certain][:, [0, 2]])
    apart = links[exact][~certain]
    apart[:, 1] = RELATION_NAMES.index("closeMatch")

    roots = np.flatnonzero(present & (one == np.arange(len(one))))
    root = roots[np.argsort(_places(statements)[roots])].astype(np.int32)
    node_of_root = np.full(len(one), _NONE, dtype=np.int32)
    node_of_root[root] = np.arange(len(root), dtype=np.int32)
    node = np.where(present, node_of_root[one], _NONE).astype(np.int32)

    things = np.flatnonzero(present).astype(np.int32)
    things = things[np.argsort(node[things], kind="stable")]
    names = _names(statements, trusted, node, len(root), language)
    facts = _facts(statements, trusted, node, language)
    edges = _edges(statements, trusted, node, root, np.concatenate((links[~exact], apart)))

    owned = _unique(np.column_stack((node[types[:, 0]], types[:, 2])))
    stated = edges.pop("stated") + np.array([len(root), 0], dtype=np.int32)
    sets, set_starts, source_sets = _sets(
        np.concatenate((owned, stated)), len(root) + len(edges["targets"])
    )
    by_target = np.argsort(edges["targets"], kind="stable").astype(np.int32)
    return Joined(
        node=node,
        root=root,
        kind=kind[root].astype(np.int32),
        member_starts=_starts(node[things], len(root)),
        members=things,
        said_by=sets[: len(root)],
        stated_by=sets[len(root) :],
        fact_starts=_starts(facts[:, 0], len(root)),
        facts=facts[:, 1],
        fact_values=facts[:, 2],
        set_starts=set_starts,
        source_sets=source_sets,
        starts=_starts(edges["origins"], len(root)),
        back_starts=_starts(edges["targets"][by_target], len(root)),
        back_edges=by_target,
        **edges,
        **names,
    )


def _least(groups: Ints, values: Ints, many: int, default: int) -> Ints:
    """Return the least value of each group."""
    least = np.full(many, default, dtype=np.int32)
    np.minimum.at(least, groups, values)
    return least


def _starts(groups: Ints, many: int) -> Ints:
    """Return where each of many groups starts among sorted ones, and where the last one ends."""
    return np.searchsorted(groups, np.arange(many + 1)).astype(np.int32)


def _places(statements: Statements) -> Ints:
    """Return the place of each thing by its IRI; things come our own first, each part sorted."""
    iris = list(statements.things)
    place = np.empty(len(iris), dtype=np.int32)
    place[sorted(range(len(iris)), key=iris.__getitem__)] = np.arange(len(iris))
    return place


def _one(many: int, pairs: Ints) -> Ints:
    """Return for each thing the most familiar of those that are one with it (Tarjan, 1975)."""
    from scipy import sparse
    from scipy.sparse import csgraph

    if not len(pairs):
        return np.arange(many, dtype=np.int32)
    matrix = sparse.coo_array((np.ones(len(pairs), bool), pairs.T), shape=(many, many))
    count, part = csgraph.connected_components(matrix, directed=False)
    first: Ints = _least(part, np.arange(many, dtype=np.int32), count, many)[part]
    return first


def _without_overruled(links: Ints) -> Ints:
    """Leave out what says that two things are one, or close, where a source says they are two."""
    matches = [RELATION_NAMES.index(name) for name in ("exactMatch", "closeMatch")]
    different = links[:, 1] == RELATION_NAMES.index("differentFrom")
    ends = np.sort(links[:, [0, 2]], axis=1).astype(np.int64)
    pair = ends[:, 0] * (links[:, [0, 2]].max(initial=0) + 1) + ends[:, 1]
    overruled = np.isin(links[:, 1], matches) & np.isin(pair, pair[different])
    kept: Ints = links[~different & ~overruled]
    return kept


def _certain(exact: Ints, types: Ints, kind: Ints) -> Bools:
    """Return which statements that two things are one make them one node; the rest are close.

    Things of two kinds stay two, unless they are a skill and a tool, of which sources differ. So do
    the things of one source with which another source says a third thing to be one.

    Args:
        exact: links by skos:exactMatch.
        types: thing, kind and source, row by row.
        kind: of each thing.
    """
    skill_or_tool = [list(KINDS).index(name) for name in ("skill", "tool")]
    kinds = kind[exact[:, [0, 2]]]
    alike = (kinds[:, 0] == kinds[:, 1]) | np.isin(kinds, skill_or_tool).all(axis=1)
    named_by: dict[int, set[int]] = defaultdict(set)
    for thing, _, source in types[np.isin(types[:, 0], exact[:, [0, 2]])].tolist():
        named_by[thing].add(source)
    twins: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    for one, _, other, source in exact[alike].tolist():
        for third, thing in ((one, other), (other, one)):
            for own in named_by[thing] - named_by[third]:
                twins[third, source, own].add(thing)
    several = {
        (third, source, thing)
        for (third, source, _), things in twins.items()
        if len(things) > 1
        for thing in things
    }
    unmixed = [
        (one, source, other) not in several and (other, source, one) not in several
        for one, _, other, source in exact.tolist()
    ]
    certain: Bools = alike & np.array(unmixed, dtype=bool)
    return certain


def _ranks(tags: list[str], language: str) -> Ints:
    """Rank texts: in the wanted language 0, in none 1, in English, then in any other."""

    def rank(tag: str) -> int:
        main = tag.lower().split("-")[0]
        if not tag or main == language.lower().split("-")[0]:
            return int(not tag)
        return _ENGLISH if main == "en" else _FOREIGN

    return np.array([rank(tag) for tag in tags], dtype=np.int32)


def _names(
    statements: Statements, trusted: Bools, node: Ints, many: int, language: str
) -> dict[str, Any]:
    """Choose labels and definitions, and list the other names and the tasks.

    A node's texts come in the wanted language or none before English ones, and these before
    others, those of its most familiar thing first; where nothing is in the wanted language or none,
    names in English serve, else in any.
    """
    texts = statements.texts
    texts = texts[trusted[texts[:, 4]] & (node[texts[:, 0]] != _NONE)]
    rank = _ranks(statements.tags, language)[texts[:, 3]]
    order = np.lexsort(
        (texts[:, 2], rank, texts[:, 0], np.maximum(rank, 1), texts[:, 1], node[texts[:, 0]])
    )
    texts, rank = texts[order], rank[order]
    owner, property_, string = node[texts[:, 0]], texts[:, 1], texts[:, 2]

    def first_of(name: str) -> Ints:
        chosen = np.full(many, _NONE, dtype=np.int32)
        own = np.flatnonzero(property_ == NAMES.index(name))
        owners, at = np.unique(owner[own], return_index=True)
        chosen[owners] = string[own[at]]
        return chosen

    label = first_of("prefLabel")
    naming = property_ <= NAMES.index("altLabel")
    best = _least(owner[naming], rank[naming], many, _FOREIGN)
    alias = naming & (rank <= np.maximum(best, 1)[owner]) & (string != label[owner])
    pairs = owner[alias].astype(np.int64) * max(len(statements.strings), 1) + string[alias]
    once = np.flatnonzero(alias)[np.sort(np.unique(pairs, return_index=True)[1])]
    task = np.flatnonzero(property_ == NAMES.index("task"))
    return {
        "label": label,
        "definition": first_of("definition"),
        "alias_starts": _starts(owner[once], many),
        "aliases": string[once],
        "twin_labels": np.bincount(
            owner[once][property_[once] == NAMES.index("prefLabel")], minlength=many
        ).astype(np.int32),
        "task_starts": _starts(owner[task], many),
        "tasks": string[task],
    }


def _facts(statements: Statements, trusted: Bools, node: Ints, language: str) -> Ints:
    """Return node, fact and value, row by row; of each fact the most familiar thing's value.

    Of a fact that comes in lists, all values.
    """
    facts = statements.facts
    facts = facts[trusted[facts[:, 4]] & (node[facts[:, 0]] != _NONE)]
    spelt = sorted(range(len(FACTS)), key=list(FACTS.values()).__getitem__)
    place = np.arange(len(FACT_NAMES))
    place[spelt] = np.arange(len(FACTS))
    thing, name, string, tag, _, turn = facts.T
    rank = _ranks(statements.tags, language)[tag] * (turn == 0)
    order = np.lexsort((string, place[name], rank, thing * (turn == 0), turn, node[thing]))
    owned = np.column_stack((node[thing], name, string))[order]
    listed = np.isin(owned[:, 1], [FACT_NAMES.index(fact) for fact in LISTED_FACTS])
    pairs = owned[:, 0].astype(np.int64) * len(FACT_NAMES) + owned[:, 1]
    pairs = pairs * (len(statements.strings) + 1) + np.where(listed, owned[:, 2] + 1, 0)
    return owned[np.sort(np.unique(pairs, return_index=True)[1])]


def _edges(
    statements: Statements, trusted: Bools, node: Ints, root: Ints, links: Ints
) -> dict[str, Any]:
    """Return the edges, sorted by their ends and the names of relations, each once.

    ``stated`` holds an edge and a source in a row.
    """
    by_name = np.argsort(np.argsort(RELATION_NAMES)).astype(np.int32)
    origins, targets = node[links[:, 0]], node[links[:, 2]]
    of_twin = links[:, 0] != root[origins]
    rows = np.column_stack((origins, targets, by_name[links[:, 1]], of_twin, links[:, 3]))
    rows = _unique(rows[origins != targets])
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:, :3] != rows[:-1, :3]).any(axis=1)
    origins, targets, relations, borrowed, _ = rows[new].T
    relations = np.argsort(RELATION_NAMES).astype(np.int32)[relations]
    pairs = _pairs(node, origins, targets)
    needs = np.isin(relations, [RELATION_NAMES.index(name) for name in REQUIREMENTS])
    weights, levels = _weights(statements, trusted, node, pairs)
    return {
        "origins": np.ascontiguousarray(origins),
        "targets": np.ascontiguousarray(targets),
        "relations": relations,
        "weights": weights,
        "levels": levels,
        "borrowed": borrowed.astype(bool),
        "level_words": _level_words(statements, trusted, node, pairs, needs),
        **_choices(statements, trusted, node, pairs, needs),
        "stated": _unique(np.column_stack((np.cumsum(new) - 1, rows[:, 4]))),
    }


def _unique(rows: Ints) -> Ints:
    """Return rows sorted, each once; like numpy's unique by rows, and ten times as fast."""
    rows = rows[np.lexsort(rows.T[::-1])]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[new]


def _weights(
    statements: Statements, trusted: Bools, node: Ints, pairs: Longs
) -> tuple[Floats, Floats]:
    """Return the importance and level of each edge: the highest that a source gives its ends."""
    ends = statements.weighed
    told = trusted[ends[:, 2]]
    weighed = _pairs(node, node[ends[told, 0]], node[ends[told, 1]])
    values = np.clip(statements.weights[told], 0.0, 1.0)
    known, group = np.unique(weighed, return_inverse=True)
    found = np.full((len(known) + 1, 2), -1.0)
    for column in range(2):
        given = ~np.isnan(values[:, column])
        np.maximum.at(found[:, column], group[given], values[given, column])
    at = np.searchsorted(known, pairs)
    at[np.append(known, -1)[at] != pairs] = len(known)
    weight, level = found[at].T
    return np.where(weight < 0, 1.0, weight), np.where(level < 0, np.nan, level)


def _pairs(node: Ints, origins: Ints, targets: Ints) -> Longs:
    """Return one number for both ends of an edge, which sorts as the ends do.

    What is no node, -1, makes a number that no edge has.
    """
    pairs: Longs = origins.astype(np.int64) * (int(node.max(initial=0)) + 2) + targets
    return pairs


def _level_words(
    statements: Statements, trusted: Bools, node: Ints, pairs: Longs, needs: Bools
) -> Ints:
    """Return the highest level that a text names for each need."""
    rows = statements.level_words
    rows = rows[trusted[rows[:, 3]]]
    words = np.full(len(pairs), _NONE, dtype=np.int32)
    for pair, word in zip(_pairs(node, *node[rows[:, :2]].T), rows[:, 2], strict=True):
        own = slice(*np.searchsorted(pairs, [pair, pair + 1]))
        words[own] = np.maximum(words[own], np.where(needs[own], word, _NONE))
    return words


def _choices(
    statements: Statements, trusted: Bools, node: Ints, pairs: Longs, needs: Bools
) -> dict[str, Ints]:
    """Find the sets of things of which one is enough for a role."""
    rows = statements.alternatives
    rows = rows[trusted[rows[:, 3]]]
    sets: dict[tuple[int, int], set[int]] = defaultdict(set)
    for role, thing, requirement in zip(*node[rows[:, :2]].T.tolist(), rows[:, 2], strict=True):
        sets[role, requirement].add(thing)
    choices = np.full(len(pairs), _NONE, dtype=np.int32)
    options: list[list[int]] = []
    for role, things in sorted((role, sorted(things)) for (role, _), things in sets.items()):
        ends = np.array(things, dtype=np.int32)
        wanted = _pairs(node, np.full(len(ends), role, dtype=np.int32), ends)
        starts, stops = np.searchsorted(pairs, wanted), np.searchsorted(pairs, wanted + 1)
        present = starts < stops
        if present.sum() > 1:
            for start, stop in zip(starts[present], stops[present], strict=True):
                choices[start:stop] = np.where(needs[start:stop], len(options), _NONE)
            options.append(ends[present].tolist())
    return {
        "choices": choices,
        "option_starts": np.cumsum([0, *map(len, options)]).astype(np.int32),
        "options": np.array(list(chain.from_iterable(options)), dtype=np.int32),
    }


def _sets(rows: Ints, many: int) -> tuple[Ints, Ints, Ints]:
    """Number the sets of sources that owners have, equal sets alike.

    Args:
        rows: owner and source, sorted by both.
        many: the number of owners.

    Returns:
        The number of each owner's set; where each set starts; the sources, set by set.
    """
    owners, sources = rows.T
    starts = np.searchsorted(owners, np.arange(many + 1))
    lengths = np.diff(starts)
    number = np.zeros(many, dtype=np.int64)
    for place in range(lengths.max(initial=0)):
        longer = lengths > place
        key = number * (sources.max() + 2)
        key[longer] += sources[starts[:-1][longer] + place] + 1
        number = np.unique(key, return_inverse=True)[1]
    _, first = np.unique(number, return_index=True)
    return (
        number.astype(np.int32),
        np.concatenate(([0], np.cumsum(lengths[first]))).astype(np.int32),
        np.concatenate(
            [sources[starts[owner] : starts[owner + 1]] for owner in first] or [sources]
        ).astype(np.int32),
    )
