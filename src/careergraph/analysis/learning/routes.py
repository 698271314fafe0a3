"""By way of which other roles: routes whose hardest hop is easier than going directly.

What a stepping stone is for, in points of effort::

    directly          ── 10 ───────────────────> target
    by way of a role  ── 5 ──> role ── 6 ──────> target     1 more in all, 4 less at the hardest
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.effort import NOTICEABLE, Effort
from careergraph.analysis.learning.needs import Known, Needs, learn
from careergraph.analysis.similarity.scores import likenesses
from careergraph.analysis.similarity.vectors import role_vectors
from careergraph.network.answers import Answer, Ref, ref
from careergraph.network.cache import kept_with
from careergraph.network.projection import Network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

EASIER = 0.9
"""A route's hardest hop takes at most this part of the direct effort: less would hardly be felt."""

DETOUR = 2.0
"""A route takes at most so many times the direct effort in all."""

BEAM = 64
"""How many roles are tried as the first, and as the second, of two stepping stones."""

USUAL = 0.9
"""Factor by which a hop that a source calls a usual next step counts when routes are ranked."""


@dataclass(frozen=True)
class Hop(Answer):
    """One hop of a route: from a role (None: from what one knows) to the next.

    ``new`` is what there is to learn, in an order in which it can be learnt, ``reused`` how many of
    the next role's needs are known by then, ``effort`` is in points, ``usual`` tells that a source
    names it as a usual next step.
    """

    start: Ref | None
    to: Ref
    new: tuple[Item, ...]
    reused: int
    effort: float
    usual: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the hop as plain values, ready for JSON."""
        plain = super().to_dict()
        return {"from": plain.pop("start"), **plain}


@dataclass(frozen=True)
class Route(Answer):
    """A way by one or two stepping-stone roles; ``total_effort`` is the sum over its hops."""

    roles: tuple[Ref, ...]
    total_effort: float
    hardest: float
    hops: tuple[Hop, ...]


def stepping_stones(
    effort: Effort,
    target: str,
    start: str | None,
    has: Known,
    *,
    k: int,
) -> tuple[Route, ...]:
    """Find the k best routes by way of one or two other roles.

    In the directed graph of roles the way from A to B takes the effort of what B needs and one
    does not know by then: what is learnt for one role stays known for the next. A route is offered
    only if its hardest hop is easier than going directly (``EASIER``) and the detour bearable
    (``DETOUR``). Coming from a role, each stone lies between: it is at least as like the start,
    and as like the target, as these are to each other (``similarity.related_roles``), or a source
    names it as a usual next step. Routes are ranked by their total plus their hardest hop, a usual
    next step counting a little less (``USUAL``); they are alternatives, so no role serves in two of
    them. Because what is known depends on the whole way walked, hops do not simply add up as in
    the k shortest paths of Yen ("Finding the k shortest loopless paths in a network", 1971): all
    roles are tried, and all pairs of the ``BEAM`` most promising first and second ones.

    Args:
        effort: what things take for the person.
        target: the role to get to.
        start: the role one comes from, or None.
        has: what is known at the start.
        k: the number of routes at the most.

    Returns:
        Routes, best first. Roles with too little data, and roles that a source calls close to the
        start or the target, are no stepping stones.
    """
    direct = round(sum(effort.missing(target, has).values()), 2)
    if k <= 0 or direct == 0 or target not in effort.needs.ranked_roles:
        return ()
    found: list[Route] = []
    used: set[str] = set()
    for stones in _candidates(effort, target, start, has, direct):
        if used.isdisjoint(stones):
            route = _walk(effort, (*stones, target), start, has)
            if _worth(route, direct):
                found.append(route)
                used.update(stones)
                if len(found) == k:
                    break
    return tuple(found)


def _worth(route: Route, direct: float) -> bool:
    return (
        all(hop.effort > 0 for hop in route.hops)
        and route.hardest <= EASIER * direct
        and route.total_effort <= DETOUR * direct
    )


def _walk(
    effort: Effort,
    roles: Sequence[str],
    start: str | None,
    has: Known,
) -> Route:
    """Walk a route and list what each hop takes."""
    needs, hops, here = effort.needs, [], start
    network = needs.network
    refs = {role: ref(network, role) for role in (*roles, start) if role}
    for role in roles:
        missing = effort.missing(role, has)
        plan = needs.plan(role)
        hops.append(
            Hop(
                refs[here] if here else None,
                refs[role],
                tuple(_item(needs, role, iri) for iri in needs.in_order(missing)),
                sum(iri in plan and iri not in missing for iri in needs.of_role[role]),
                round(sum(missing.values()), 2),
                here is not None and network.has_edge(here, role, "leadsTo"),
            )
        )
        has, here = learn(has, needs.held(role)), role
    return Route(
        tuple(refs[role] for role in roles[:-1]),
        round(sum(hop.effort for hop in hops), 2),
        max(hop.effort for hop in hops),
        tuple(hops),
    )


def _item(needs: Needs, role: str, iri: str) -> Item:
    data, need = needs.network.nodes[iri], needs.of_role[role].get(iri)
    if need is None:
        return Item(iri, data["label"], data["kind"], {}, [])
    return Item(iri, data["label"], data["kind"], {role: list(need.relations)}, list(need.sources))


class _Table:
    """The ranked roles of a network as arrays: a row for each role, a column for each thing.

    What leads to the roles lies one role after the other in ``column``, ``level`` and ``any_level``
    (any knowledge will do); role number r starts at ``starts[r]``.
    """

    def __init__(self, needs: Needs) -> None:
        import numpy as np
        from scipy import sparse

        network = needs.network
        self.roles = needs.ranked_roles
        self.row = {role: row for row, role in enumerate(self.roles)}
        plans = [needs.plan(role) for role in self.roles]
        holdings = [needs.held(role) for role in self.roles]
        self.things = sorted({iri for each in (*plans, *holdings) for iri in each})
        self.number = {iri: number for number, iri in enumerate(self.things)}
        self.priced_as_tool = np.array([needs.is_tool(iri) for iri in self.things], dtype=bool)
        self.starts = _starts(plans)
        self.column = np.array([self.number[iri] for plan in plans for iri in plan], dtype=int)
        self.level, self.any_level = _levels(level for plan in plans for level in plan.values())
        self.held = sparse.csr_array(
            (
                [level for each in holdings for level in each.values()],
                [self.number[iri] for each in holdings for iri in each],
                _starts(holdings),
            ),
            shape=(len(self.roles), len(self.things)),
        )
        self.held_by_column = self.held.tocsc()
        self.leads = np.zeros((len(self.roles), len(self.roles)), dtype=bool)
        for one, other, relation in network.edges(keys=True):
            if relation == "leadsTo" and one in self.row and other in self.row:
                self.leads[self.row[one], self.row[other]] = True

    def numbers(self, iris: Iterable[str]) -> Ints:
        """Give the columns of things, leaving out those that no role asks for."""
        import numpy as np

        return np.array([self.number[iri] for iri in iris if iri in self.number], dtype=int)

    def prices(self, effort: Effort) -> Floats:
        """Give for each column what ``Effort.of`` gives for a thing."""
        import numpy as np

        price = np.where(self.priced_as_tool, effort.table["tool"], effort.table["skill"])
        price[self.numbers(effort.familiar)] *= effort.table["partly known"]
        return price

    def efforts(self, rows: Ints, known: Floats, price: Floats) -> Floats:
        """Give what each of some roles takes, for each of several states of knowledge.

        Args:
            rows: the roles, n of them.
            known: m × things, the level known of each.
            price: the points of each thing.

        Returns:
            m × n points.
        """
        import numpy as np

        if not len(rows):
            return np.zeros((len(known), 0))
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        column = self.column[at]
        short = _short(self.level[at], self.any_level[at], known[:, column])
        return np.add.reduceat(short * price[column], ends - lengths, axis=1)


def _starts(groups: Sequence[Sized]) -> Ints:
    import numpy as np

    return np.concatenate(([0], np.cumsum([len(group) for group in groups], dtype=int)))


def _levels(levels: Iterable[float | None]) -> tuple[Floats, Bools]:
    import numpy as np

    wanted = list(levels)
    full = np.array([1.0 if level is None else level for level in wanted])
    return full, np.array([level is None for level in wanted], dtype=bool)


def _short(level: Floats, any_level: Bools, has: Floats) -> Floats:
    """Do for arrays what ``effort.shortfall`` does for one thing."""
    import numpy as np

    more = level - has
    return np.where(has == 0, level, np.where(any_level | (more < NOTICEABLE), 0.0, more))


_table = kept_with(_Table)


def _candidates(
    effort: Effort,
    target: str,
    start: str | None,
    has: Known,
    direct: float,
) -> list[tuple[str, ...]]:
    """List the stepping stones that seem worth a walk, one role or two, best first."""
    import numpy as np

    needs = effort.needs
    table = _table(needs)
    price = table.prices(effort)
    known = np.zeros((1, len(table.things)))
    known[0, table.numbers(has)] = [level for iri, level in has.items() if iri in table.number]
    plan = needs.plan(target)
    goal, (goal_level, goal_any) = table.numbers(plan), _levels(plan.values())
    goal_held = np.maximum(table.held_by_column[:, goal].toarray(), known[0, goal])

    def to_goal(held: Floats) -> Floats:
        return _short(goal_level, goal_any, held) @ price[goal]

    rows = np.arange(len(table.roles))
    to_it, from_it = table.efforts(rows, known, price)[0], to_goal(goal_held)
    hardest = EASIER * direct + 0.01  # efforts are rounded in answers, not here
    open_ = (to_it > 0) & (from_it > 0) & ~_barred(table, needs, {start, target})
    if start in table.row:
        usual_step = table.leads[table.row[start]] | table.leads[:, table.row[target]]
        open_ &= usual_step | _between(table, needs.network, start, target)
    first, last = open_ & (to_it <= hardest), open_ & (from_it <= hardest)
    # At best, what lies on the far side of a stone is halved by the other stone.
    firsts = _best(rows[first], to_it + from_it + np.maximum(to_it, from_it / 2))
    lasts = _best(rows[last], to_it + from_it + np.maximum(from_it, to_it / 2))

    usual = np.where(table.leads, USUAL, 1.0)
    usual_to = usual[table.row[start]] if start in table.row else np.ones(len(rows))
    usual_from = usual[:, table.row[target]]

    one = rows[first & last]
    one_score = _score(to_it[one] * usual_to[one], from_it[one] * usual_from[one])

    held = np.maximum(table.held[firsts].toarray(), known)
    middle = table.efforts(lasts, held, price)
    end = to_goal(np.maximum(goal_held[firsts][:, None], goal_held[lasts]))
    begin = np.broadcast_to(to_it[firsts][:, None], middle.shape)
    worth = (begin + middle + end <= DETOUR * direct + 0.01) & (middle > 0)
    worth &= (np.maximum(middle, end) <= hardest) & (firsts[:, None] != lasts)
    two = np.argwhere(worth)
    two_score = _score(
        begin * usual_to[firsts][:, None],
        middle * usual[np.ix_(firsts, lasts)],
        end * usual_from[lasts],
    )[worth]

    stones: list[tuple[int, ...]] = [(int(row),) for row in one]
    stones += [(int(firsts[i]), int(lasts[j])) for i, j in two]
    scores = [*one_score.tolist(), *two_score.tolist()]
    ranked = sorted(zip(scores, map(len, stones), stones, strict=True))
    return [tuple(table.roles[row] for row in rows) for _, _, rows in ranked]


def _score(*hops: Floats) -> Floats:
    """Rank routes by their hops, the lower the better: all hops together and the hardest again."""
    import numpy as np

    score: Floats = np.round(np.add.reduce(hops) + np.maximum.reduce(hops), 6)
    return score


def _best(rows: Ints, key: Floats) -> Ints:
    import numpy as np

    return rows[np.argsort(np.round(key[rows], 6), kind="stable")[:BEAM]]


def _between(table: _Table, network: Network, start: str, target: str) -> Bools:
    """Tell which roles are as like start and target as these are like each other, or more."""
    import numpy as np

    vectors = role_vectors(network)
    rows = [vectors.number[role] for role in table.roles]
    (ours, _), (theirs, _) = (likenesses(vectors, vectors.number[end]) for end in (start, target))
    likeness = np.minimum(ours, theirs).round(9)
    between: Bools = likeness[rows] >= likeness[vectors.number[target]]
    return between


def _barred(table: _Table, needs: Needs, ends: set[str | None]) -> Bools:
    """Tell which roles are no stones: start and target, those close to them or of their name."""
    import numpy as np

    network = needs.network
    labels = {network.nodes[end]["label"].casefold() for end in ends if end}
    close = {
        other
        for end in ends
        if end
        for other in (*network.successors(end), *network.predecessors(end))
        if network.has_edge(end, other, "closeMatch") or network.has_edge(other, end, "closeMatch")
    }
    return np.array(
        [
            role in ends or role in close or network.nodes[role]["label"].casefold() in labels
            for role in table.roles
        ],
        dtype=bool,
    )
